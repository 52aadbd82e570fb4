//! Configuration as a tree of values that remember where they were written; TOML in, one tree over
//! another.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, Origin, Place};

/// Keys with their values.
pub(super) type Table = BTreeMap<String, Node>;

/// A value and where it was written.
#[derive(Clone)]
pub(super) struct Node {
    /// Where its key is.
    pub(super) key_at: Origin,
    /// Where the value itself is.
    pub(super) at: Origin,
    pub(super) value: Value,
}

/// What can stand in a configuration. Not `Debug`: it may hold secrets.
#[derive(Clone)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Flag(bool),
    List(Vec<Node>),
    Table(Table),
    /// Something that no key wants; what it is called.
    Other(&'static str),
}

impl Value {
    /// What it is called in a mistake.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(kind) => kind,
        }
    }
}

/// Parses a TOML document as far as it can be read, and tells its syntax errors.
pub(super) fn parse(file: &Arc<str>, text: &str) -> (Table, Vec<Mistake>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let source = Source {
        file: Some(file),
        text,
    };
    let mistakes = errors
        .iter()
        .map(|error| {
            let origin = source.origin(&error.span().unwrap_or_default());
            Place {
                origin,
                path: String::new(),
            }
            .mistake(error.message())
        })
        .collect();
    (source.table(table.get_ref()), mistakes)
}

/// Parses the built-in defaults.
pub(super) fn parse_defaults(text: &str) -> Table {
    let (table, _) = DeTable::parse_recoverable(text);
    Source { file: None, text }.table(table.get_ref())
}

/// Parses one value, as an environment variable may hold it.
pub(super) fn parse_inline(text: &str, origin: &Origin) -> Option<Value> {
    let parsed = DeValue::parse(text).ok()?;
    let mut node = Source { file: None, text }.node(origin.clone(), &parsed);
    set_origin(&mut node, origin);
    Some(node.value)
}

/// Lays `over` on `base`: tables key by key, everything else whole.
pub(super) fn lay_over(base: &mut Table, over: Table) {
    for (key, node) in over {
        match (base.get_mut(&key), node) {
            (
                Some(Node {
                    key_at,
                    at,
                    value: Value::Table(below),
                }),
                Node {
                    key_at: new_key_at,
                    at: new_at,
                    value: Value::Table(above),
                },
            ) => {
                *key_at = new_key_at;
                *at = new_at;
                lay_over(below, above);
            }
            (_, node) => {
                base.insert(key, node);
            }
        }
    }
}

/// Says of a value and all within that it comes from there.
fn set_origin(node: &mut Node, origin: &Origin) {
    node.key_at = origin.clone();
    node.at = origin.clone();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| set_origin(item, origin)),
        Value::Table(table) => table.values_mut().for_each(|item| set_origin(item, origin)),
        Value::Text(_) | Value::Whole(_) | Value::Flag(_) | Value::Other(_) => {}
    }
}

/// The text that a tree is made from; no file: the built-in defaults.
struct Source<'a> {
    file: Option<&'a Arc<str>>,
    text: &'a str,
}

impl Source<'_> {
    fn table(&self, table: &DeTable<'_>) -> Table {
        table
            .iter()
            .map(|(key, value)| {
                (
                    key.get_ref().clone().into_owned(),
                    self.node(self.origin(&key.span()), value),
                )
            })
            .collect()
    }

    fn node(&self, key_at: Origin, spanned: &Spanned<DeValue<'_>>) -> Node {
        let value = match spanned.get_ref() {
            DeValue::String(text) => Value::Text(text.clone().into_owned()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Value::Other("a number too large"), Value::Whole),
            DeValue::Float(_) => Value::Other("a fraction"),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(_) => Value::Other("a date"),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| self.node(self.origin(&item.span()), item))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node {
            key_at,
            at: self.origin(&spanned.span()),
            value,
        }
    }

    /// Line and column, from 1, of where a range of bytes begins.
    fn origin(&self, range: &Range<usize>) -> Origin {
        let Some(file) = self.file else {
            return Origin::Default;
        };
        let before = self.text.get(..range.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Origin::File {
            file: Arc::clone(file),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}
