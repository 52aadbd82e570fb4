//! Reads one table key by key: says what is missing, what does not fit and what nobody asked for.

use std::cell::RefCell;

use super::mistake::{Mistake, Origin, Place};
use super::suggest;
use super::tree::{Node, Table, Value, parse_inline};

/// Collects mistakes while several sections are read.
#[derive(Default)]
pub(super) struct Report(RefCell<Vec<Mistake>>);

impl Report {
    /// Notes a mistake.
    pub(super) fn add(&self, mistake: Mistake) {
        self.0.borrow_mut().push(mistake);
    }

    /// All that was noted.
    pub(super) fn into_inner(self) -> Vec<Mistake> {
        self.0.into_inner()
    }
}

/// A value that was read, and where, for checks that look at several values.
pub(super) struct Found<T> {
    pub(super) place: Place,
    pub(super) value: T,
}

/// A table that is being read. Each key is taken once; [`Section::done`] refuses the rest.
pub(super) struct Section<'r> {
    report: &'r Report,
    place: Place,
    table: Table,
    asked: Vec<&'static str>,
    /// It is no table at all, which was said: nothing else is missing.
    broken: bool,
}

impl<'r> Section<'r> {
    /// The whole configuration.
    pub(super) fn root(table: Table, report: &'r Report) -> Self {
        let place = Place {
            origin: Origin::Default,
            path: String::new(),
        };
        Self {
            report,
            place,
            table,
            asked: Vec::new(),
            broken: false,
        }
    }

    /// A node as a table; a mistake and an empty table if it is none.
    fn of(node: Node, path: String, report: &'r Report) -> Self {
        let value = whole(node.value, &node.at);
        let place = Place {
            origin: node.at,
            path,
        };
        let (table, broken) = match value {
            Value::Table(table) => (table, false),
            other => {
                report.add(place.mistake(format!("is {}, not a table of keys", other.kind())));
                (Table::new(), true)
            }
        };
        Self {
            report,
            place,
            table,
            asked: Vec::new(),
            broken,
        }
    }

    /// Where the table itself stands.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Notes a mistake at any place.
    pub(super) fn refuse(&self, mistake: Mistake) {
        self.report.add(mistake);
    }

    fn path_of(&self, key: &str) -> String {
        if self.place.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.place.path)
        }
    }

    fn take(&mut self, key: &'static str) -> Option<Node> {
        self.asked.push(key);
        self.table.remove(key)
    }

    /// A table within this one; empty if it is absent.
    pub(super) fn table(&mut self, key: &'static str) -> Self {
        let path = self.path_of(key);
        let origin = self.place.origin.clone();
        let node = self.take(key).unwrap_or_else(|| Node {
            key_at: origin.clone(),
            at: origin,
            value: Value::Table(Table::new()),
        });
        Self::of(node, path, self.report)
    }

    /// A list of tables, such as `[[severity]]`, with the place of the whole; none if it is absent.
    /// `None` means that a mistake was noted.
    pub(super) fn tables(&mut self, key: &'static str) -> Option<(Place, Vec<Self>)> {
        let path = self.path_of(key);
        let report = self.report;
        let Some(node) = self.take(key) else {
            let origin = self.place.origin.clone();
            return Some((Place { origin, path }, Vec::new()));
        };
        let place = Place {
            origin: node.key_at,
            path,
        };
        let items = match whole(node.value, &node.at) {
            Value::List(items) => items,
            other => {
                let text = format!(
                    "is {}, not a list; write [[{key}]] above each, or a list as TOML writes it",
                    other.kind()
                );
                report.add(place.mistake(text));
                return None;
            }
        };
        let sections = items
            .into_iter()
            .enumerate()
            .map(|(index, item)| Self::of(item, format!("{}[{index}]", place.path), report))
            .collect();
        Some((place, sections))
    }

    /// A value that may be left out; an empty text counts as left out.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(Value) -> Result<T, String>,
    ) -> Option<Found<T>> {
        let node = self.take(key)?;
        if matches!(&node.value, Value::Text(text) if text.is_empty()) {
            return None;
        }
        let place = Place {
            origin: node.at,
            path: self.path_of(key),
        };
        match parse(node.value) {
            Ok(value) => Some(Found { place, value }),
            Err(text) => {
                self.report.add(place.mistake(text));
                None
            }
        }
    }

    /// A value that must be there. `None` means that a mistake was noted.
    pub(super) fn required<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(Value) -> Result<T, String>,
    ) -> Option<Found<T>> {
        match self.table.get(key) {
            Some(Node {
                at,
                value: Value::Text(text),
                ..
            }) if text.is_empty() => {
                let place = Place {
                    origin: at.clone(),
                    path: self.path_of(key),
                };
                self.report.add(place.mistake("must not be empty"));
                self.asked.push(key);
                self.table.remove(key);
                None
            }
            Some(_) => self.optional(key, parse),
            None => {
                self.asked.push(key);
                if !self.broken {
                    let text = format!("the key \"{key}\" is missing");
                    self.report.add(self.place.mistake(text));
                }
                None
            }
        }
    }

    /// Refuses every key that was not asked for.
    pub(super) fn done(self) {
        let what = if self.place.path.is_empty() {
            "section"
        } else {
            "key"
        };
        for (key, node) in &self.table {
            let place = Place {
                origin: node.key_at.clone(),
                path: self.path_of(key),
            };
            let hint = suggest::hint(key, self.asked.iter().copied());
            self.report
                .add(place.mistake(format!("there is no such {what}; {hint}")));
        }
    }
}

/// A list or table that an environment variable gives as a whole, in TOML.
fn whole(value: Value, origin: &Origin) -> Value {
    match (value, origin) {
        (Value::Text(text), Origin::Variable(_)) => {
            parse_inline(&text, origin).unwrap_or(Value::Text(text))
        }
        (value, _) => value,
    }
}
