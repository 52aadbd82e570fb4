//! A small declarative language for the JSON that Slack accepts: blocks, views and manifests are
//! tables of [`Field`]s, and [`Report`] compares a value with such a table.

mod check;

use std::fmt::{self, Write as _};

use serde_json::{Map, Value};

pub(crate) use check::check;

/// A rule that looks at several fields of an object at once.
pub(crate) type Rule = fn(&Map<String, Value>, &mut Report);

/// Something that is wrong with a value, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, as a JSON pointer relative to the checked value (`""` is the value itself).
    pub pointer: String,
    /// What is wrong, in Slack's words where Slack has words for it.
    pub message: String,
}

impl Problem {
    /// The problem as Slack lists it in `response_metadata.messages`, for a value that was sent
    /// under `root` (`/blocks`, `/view`, …).
    pub fn to_slack(&self, root: &str) -> String {
        format!(
            "[ERROR] {} [json-pointer:{root}{}]",
            self.message, self.pointer
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.pointer, self.message)
    }
}

/// For counts and lengths that Slack documents no limit of.
pub(crate) const UNLIMITED: usize = usize::MAX;

/// What a value has to look like.
pub(crate) enum Shape {
    /// Any value.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number between two bounds, both allowed.
    Whole(i64, i64),
    /// Any number.
    Number,
    /// A string of so many characters.
    Str(usize, usize),
    /// A string of so many characters that a test accepts; the words say what is wanted.
    Format(usize, usize, fn(&str) -> bool, &'static str),
    /// One of these strings.
    Word(&'static [&'static str]),
    /// A text object of at most so many characters.
    Text(Kind, usize),
    /// An object with these fields.
    Record(&'static Record),
    /// An object whose `type` picks the record.
    Tagged(&'static [(&'static str, &'static Record)]),
    /// A list of so many values of one shape.
    List(&'static Shape, usize, usize),
    /// The shape, or `null`.
    OrNull(&'static Shape),
}

/// Which text objects are accepted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `plain_text` only.
    Plain,
    /// `plain_text` and `mrkdwn`.
    Either,
}

/// The fields of an object. Anything else in it is a problem.
pub(crate) struct Record {
    /// The fields, in groups so that records can share some.
    pub(crate) fields: &'static [&'static [Field]],
    /// What no single field can say.
    pub(crate) rules: &'static [Rule],
}

/// One field of a record.
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it has to look like.
    pub(crate) shape: Shape,
    /// Whether it has to be there.
    pub(crate) required: bool,
}

/// A field that has to be there.
pub(crate) const fn must(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

/// A field that may be there.
pub(crate) const fn may(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

/// The problems found so far and the place that is being looked at.
#[derive(Default)]
pub(crate) struct Report {
    path: String,
    problems: Vec<Problem>,
}

impl Report {
    /// Notes a problem at the current place.
    pub(crate) fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Problem {
            pointer: self.path.clone(),
            message: message.into(),
        });
    }

    /// Looks at a place one step further down.
    pub(crate) fn within(&mut self, step: impl fmt::Display, look: impl FnOnce(&mut Self)) {
        let here = self.path.len();
        let step = step.to_string().replace('~', "~0").replace('/', "~1");
        // Writing to a string cannot fail.
        let _written = write!(self.path, "/{step}");
        look(self);
        self.path.truncate(here);
    }

    /// Notes a problem one step further down.
    pub(crate) fn problem_at(&mut self, step: impl fmt::Display, message: impl Into<String>) {
        self.within(step, |report| report.problem(message));
    }

    /// Notes a problem at a place that is already written as a pointer.
    pub(crate) fn problem_under(&mut self, pointer: &str, message: impl Into<String>) {
        let pointer = format!("{}{pointer}", self.path);
        self.problems.push(Problem {
            pointer,
            message: message.into(),
        });
    }

    /// What was found.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}
