//! Lays environment variables over the tree: `MUSTER__SECTION__KEY` and the few names that the
//! world knows.

use super::environment::Environment;
use super::mistake::{Mistake, Origin, Place};
use super::suggest;
use super::tree::{Node, Table, Value};

/// The prefix of variables that name a key.
const PREFIX: &str = "MUSTER__";

/// Variables with a name of their own, and the key that each sets.
const FIXED: [(&str, [&str; 2]); 5] = [
    ("SLACK_BOT_TOKEN", ["slack", "bot_token"]),
    ("SLACK_APP_TOKEN", ["slack", "app_token"]),
    ("SLACK_SIGNING_SECRET", ["slack", "signing_secret"]),
    ("SLACK_API_URL", ["slack", "api_url"]),
    ("DATABASE_URL", ["database", "url"]),
];

/// Sets in the tree whatever the environment sets. A value that is empty takes an optional key
/// back.
pub(super) fn lay_over(tree: &mut Table, env: &Environment) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (name, path) in FIXED {
        if let Some(value) = env.get(name) {
            mistakes.extend(set(tree, name, &path, value).err());
            let long = format!("{PREFIX}{}", path.join("__").to_uppercase());
            if env.get(&long).is_some_and(|other| other != value) {
                let text = format!("{name} says something else; keep one of the two");
                mistakes.push(place(&long, &path).mistake(text));
            }
        }
    }
    for (name, value) in env.iter() {
        let Some(rest) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let lower = rest.to_lowercase();
        let path: Vec<&str> = lower.split("__").collect();
        if path.contains(&"") {
            mistakes.push(place(name, &[]).mistake("is not a key; write MUSTER__SECTION__KEY"));
        } else {
            mistakes.extend(set(tree, name, &path, value).err());
        }
    }
    mistakes
}

/// Sets one key. What its text means, a list or a number, is for the reader to say.
fn set(tree: &mut Table, name: &str, path: &[&str], value: &str) -> Result<(), Mistake> {
    let origin = Origin::Variable(name.to_owned());
    let leaf = Node {
        key_at: origin.clone(),
        at: origin,
        value: Value::Text(value.to_owned()),
    };
    match path.split_first() {
        Some((first, rest)) => {
            put(tree, first, rest, leaf).map_err(|text| place(name, path).mistake(text))
        }
        None => Ok(()),
    }
}

/// Walks down the tables and lists and puts the leaf. Unknown keys are put too: the reader refuses
/// them by name.
fn put(table: &mut Table, key: &str, rest: &[&str], leaf: Node) -> Result<(), String> {
    let Some((next, beyond)) = rest.split_first() else {
        table.insert(key.to_owned(), leaf);
        return Ok(());
    };
    let node = table.entry(key.to_owned()).or_insert_with(|| Node {
        key_at: leaf.key_at.clone(),
        at: leaf.at.clone(),
        value: Value::Table(Table::new()),
    });
    match &mut node.value {
        Value::Table(below) => put(below, next, beyond, leaf),
        Value::List(items) => put_in_list(items, key, next, beyond, leaf),
        Value::Text(_) | Value::Whole(_) | Value::Flag(_) | Value::Other(_) => Err(format!(
            "{key} is a single value, it has no keys of its own"
        )),
    }
}

/// Finds the entry of a list that a segment names, by its key or its number, and sets a key of it.
fn put_in_list(
    items: &mut [Node],
    list: &str,
    name: &str,
    rest: &[&str],
    leaf: Node,
) -> Result<(), String> {
    let keys: Vec<String> = items
        .iter()
        .map(|item| variable_form(entry_key(item)))
        .collect();
    let found = keys
        .iter()
        .position(|key| key == name)
        .or_else(|| name.parse().ok().filter(|index| *index < keys.len()));
    let entry = found
        .and_then(|index| items.get_mut(index))
        .ok_or_else(|| {
            let hint = suggest::hint(name, keys.iter().map(String::as_str));
            format!("there is no {list} \"{name}\"; {hint}")
        })?;
    match (&mut entry.value, rest.split_first()) {
        (Value::Table(table), Some((key, beyond))) => put(table, key, beyond, leaf),
        _ => Err(format!("say which key of {list} \"{name}\" is meant")),
    }
}

/// The key that an entry of a list goes by.
fn entry_key(item: &Node) -> &str {
    match &item.value {
        Value::Table(table) => match table.get("key") {
            Some(Node {
                value: Value::Text(key),
                ..
            }) => key,
            _ => "",
        },
        _ => "",
    }
}

/// A key as it is written in a variable's name: lower case here, `_` for what a name cannot hold.
fn variable_form(key: &str) -> String {
    key.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect()
}

fn place(name: &str, path: &[&str]) -> Place {
    Place {
        origin: Origin::Variable(name.to_owned()),
        path: path.join("."),
    }
}
