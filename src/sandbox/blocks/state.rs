//! Builds the `state` of a form from what a person entered.

use serde_json::{Map, Value, json};

use super::Problem;
use super::answer::{Form, form_of, is_empty};
use super::complete::incomplete;
use super::walk::{self, Place};

/// See [`super::view_state`]; `submitted` asks for a complete and well-formed answer.
pub(super) fn build(
    view: &Value,
    given: &Map<String, Value>,
    submitted: bool,
) -> Result<Value, Vec<Problem>> {
    let (list, root) = match view {
        Value::Array(list) => (list.as_slice(), ""),
        _ => (blocks_of(view), "/blocks"),
    };
    let modal = view.get("type").and_then(Value::as_str) == Some("modal");
    let mut filler = Filler {
        given,
        used: Vec::new(),
        problems: Vec::new(),
    };
    let mut values = Map::new();
    for block in walk::blocks(list) {
        let answers = filler.block(&block, submitted, modal);
        if let (Some(id), false) = (block.text("block_id"), answers.is_empty()) {
            values.insert(id.to_owned(), Value::Object(answers));
        }
    }
    let mut problems = filler.problems;
    for problem in &mut problems {
        problem.pointer.insert_str(0, root);
    }
    for key in given
        .keys()
        .filter(|key| !filler.used.contains(&key.as_str()))
    {
        let message = format!("there is no input with the action_id or block_id {key}");
        problems.push(Problem {
            pointer: String::new(),
            message,
        });
    }
    if problems.is_empty() {
        Ok(json!({ "values": values }))
    } else {
        Err(problems)
    }
}

fn blocks_of(view: &Value) -> &[Value] {
    view.get("blocks")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

struct Filler<'a> {
    given: &'a Map<String, Value>,
    used: Vec<&'a str>,
    problems: Vec<Problem>,
}

impl Filler<'_> {
    /// The answers of one block, by `action_id`.
    fn block(&mut self, block: &Place<'_>, submitted: bool, modal: bool) -> Map<String, Value> {
        let inputs: Vec<_> = walk::elements(block)
            .into_iter()
            .filter_map(|element| Some((form_of(element.kind())?, element)))
            .collect();
        let alone = inputs.len() == 1;
        let required = modal && block.kind() == "input" && !block.is("optional");
        let mut answers = Map::new();
        for (form, element) in inputs {
            let Some(id) = element
                .text("action_id")
                .filter(|_| block.text("block_id").is_some())
            else {
                self.refuse(&element, "the input and its block need identifiers");
                continue;
            };
            let by_block = block.text("block_id").filter(|_| alone);
            match self.answer(form, &element, by_block) {
                Ok(value) => {
                    let wrong = submitted
                        .then(|| incomplete(&element, &value, required))
                        .flatten();
                    if let Some(message) = wrong {
                        self.refuse(&element, message);
                    }
                    answers.insert(id.to_owned(), entry(form, &element, value));
                }
                Err(message) => self.refuse(&element, message),
            }
        }
        answers
    }

    fn answer(
        &mut self,
        form: &Form,
        element: &Place<'_>,
        block_id: Option<&str>,
    ) -> Result<Value, String> {
        let keys = [block_id, element.text("action_id")];
        let found = keys
            .into_iter()
            .flatten()
            .find_map(|key| self.given.get_key_value(key));
        match found {
            Some((key, value)) => {
                self.used.push(key);
                form.read(element.object, value)
            }
            None => Ok(form.initial(element.object)),
        }
    }

    fn refuse(&mut self, element: &Place<'_>, message: impl Into<String>) {
        let pointer = element.pointer.clone();
        self.problems.push(Problem {
            pointer,
            message: message.into(),
        });
    }
}

fn entry(form: &Form, element: &Place<'_>, value: Value) -> Value {
    let mut entry = Map::new();
    entry.insert("type".to_owned(), json!(element.kind()));
    if let Some(zone) = element.text("timezone").filter(|_| !is_empty(&value)) {
        entry.insert("timezone".to_owned(), json!(zone));
    }
    entry.insert(form.field.to_owned(), value);
    Value::Object(entry)
}
