//! What is wrong with the configuration, each mistake with its place and the way out.

use std::fmt;
use std::sync::Arc;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A position in a TOML file, both counted from 1.
    File {
        /// As the person named it.
        file: Arc<str>,
        line: usize,
        column: usize,
    },
    /// A whole file, which could not be read.
    WholeFile(Arc<str>),
    /// An environment variable.
    Variable(String),
    /// The built-in default.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, line, column } => write!(f, "{file}:{line}:{column}"),
            Self::WholeFile(file) => f.write_str(file),
            Self::Variable(name) => f.write_str(name),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A key and where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) origin: Origin,
    /// Such as `severity[1].update_every`; empty for the whole.
    pub(super) path: String,
}

impl Place {
    /// A mistake at this place.
    pub(super) fn mistake(&self, text: impl Into<String>) -> Mistake {
        Mistake {
            place: self.clone(),
            text: text.into(),
        }
    }
}

/// One mistake. It never quotes a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    place: Place,
    text: String,
}

impl Mistake {
    /// Whether it is on the same line of the same file.
    fn shares_line_with(&self, other: &Self) -> bool {
        match (&self.place.origin, &other.place.origin) {
            (
                Origin::File { file, line, .. },
                Origin::File {
                    file: other_file,
                    line: other_line,
                    ..
                },
            ) => file == other_file && line == other_line,
            _ => false,
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place.origin)?;
        if !self.place.path.is_empty() {
            write!(f, "{}: ", self.place.path)?;
        }
        f.write_str(&self.text)
    }
}

/// Every mistake found, in the order of the file, then of the environment. Shown one to a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// Puts what was found in order; a mistake that follows from a syntax error on its own line is
    /// left out.
    pub(super) fn new(syntax: Vec<Mistake>, mut found: Vec<Mistake>) -> Self {
        found.retain(|mistake| !syntax.iter().any(|other| mistake.shares_line_with(other)));
        let mut all = syntax;
        all.append(&mut found);
        all.sort_by(|a, b| a.place.origin.cmp(&b.place.origin));
        all.dedup();
        Self(all)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One after another.
    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.0.iter()
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
