//! Reads a command line: the command, the incident if one is named, and the rest.
//! Nothing is guessed: what is not understood comes back as it was typed.

use super::{COMMANDS, CommandSpec, Run};
use crate::config::nearest;
use crate::domain::{IncidentId, Policy};

/// What a line says.
#[derive(Clone, Debug)]
pub enum Line {
    /// Nothing was typed.
    Bare,
    /// A command.
    Command {
        /// Which one.
        spec: &'static CommandSpec,
        /// The incident that was named.
        incident: Option<IncidentId>,
        /// What follows.
        args: String,
    },
    /// The first word is no command.
    Unknown {
        /// The word.
        word: String,
        /// A command that resembles it.
        nearest: Option<&'static str>,
    },
}

/// Reads what follows the slash command (mrkdwn, as Slack sends it).
pub fn parse(text: &str, policy: &Policy) -> Line {
    let (word, rest) = first_word(text);
    if word.is_empty() {
        return Line::Bare;
    }
    if let Some(spec) = CommandSpec::by_word(word) {
        return command(spec, rest);
    }
    // `INC-3 sev 2` and `INC-3`: the incident first.
    if let Some(id) = named(word) {
        return incident_first(id, rest, policy);
    }
    // `ic @somebody`: a role's name stands for the command `role`.
    if policy.parse_role(word).is_ok()
        && let Some(spec) = CommandSpec::by_word("role")
    {
        return match command(spec, rest) {
            Line::Command { incident, args, .. } => Line::Command {
                spec,
                incident,
                args: format!("{word} {args}").trim_end().to_owned(),
            },
            other => other,
        };
    }
    Line::Unknown {
        word: word.to_owned(),
        nearest: resembling(word),
    }
}

fn command(spec: &'static CommandSpec, rest: &str) -> Line {
    let (word, after) = first_word(rest);
    let incident = match spec.run {
        Run::Anywhere(_) => None,
        Run::OnIncident(..) => named(word),
    };
    let args = if incident.is_some() { after } else { rest };
    Line::Command {
        spec,
        incident,
        args: args.trim().to_owned(),
    }
}

fn incident_first(id: IncidentId, rest: &str, policy: &Policy) -> Line {
    let line = if rest.is_empty() {
        parse("status", policy)
    } else {
        parse(rest, policy)
    };
    match line {
        Line::Command {
            spec,
            incident: None,
            args,
        } => Line::Command {
            spec,
            incident: Some(id),
            args,
        },
        other => other,
    }
}

/// The first word, and what follows it.
fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    match text.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim_start()),
        None => (text, ""),
    }
}

/// An incident named by its whole name, `INC-3` or `inc3`; a bare number is none, since it may be a
/// severity.
fn named(word: &str) -> Option<IncidentId> {
    let head = word.get(..3)?;
    if !head.eq_ignore_ascii_case("inc") {
        return None;
    }
    word.trim_end_matches([':', ',']).parse().ok()
}

fn resembling(word: &str) -> Option<&'static str> {
    let words = COMMANDS
        .iter()
        .flat_map(|spec| std::iter::once(&spec.name).chain(spec.aliases))
        .copied();
    let near = nearest(&word.to_lowercase(), words)?;
    CommandSpec::by_word(near).map(|spec| spec.name)
}
