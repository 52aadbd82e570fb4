//! The slash command's words. [`COMMANDS`] is the one table of them: dispatch, help, the manifest
//! and completion all read it. A new command is a new file and a new row.

mod declare;
mod help;
pub mod line;
mod list;
pub(super) mod menu;
mod note;
mod postmortem;
mod reopen;
mod resolve;
mod role;
mod severity;
mod status;
mod timeline;
mod update;

use serde_json::{Value, json};

use super::handling::{Ctx, Handling, Invocation};
use crate::domain::Incident;

/// A command.
#[derive(Clone, Copy)]
pub struct CommandSpec {
    /// The word that we write.
    pub name: &'static str,
    /// Words that are understood too.
    pub aliases: &'static [&'static str],
    /// What to type, without the slash command's own name.
    pub usage: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Who does it.
    pub run: Run,
}

/// The handler, and whether it needs an incident.
#[derive(Clone, Copy)]
pub enum Run {
    /// Works anywhere.
    Anywhere(for<'a> fn(&'a Ctx, &'a Invocation) -> Handling<'a>),
    /// Works on an incident: the one named first, or the one whose channel it is.
    OnIncident(
        Among,
        for<'a> fn(&'a Ctx, &'a Invocation, &'a Incident) -> Handling<'a>,
    ),
}

/// Which incidents are offered where a command is given and none is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Those that people work on.
    Open,
    /// Those that are over.
    Resolved,
    /// All, open ones first.
    All,
}

/// A handler that works anywhere.
macro_rules! anywhere {
    ($handler:path) => {
        Run::Anywhere(|ctx, invocation| Box::pin($handler(ctx, invocation)))
    };
}

/// A handler that works on an incident.
macro_rules! on_incident {
    ($among:ident, $handler:path) => {
        Run::OnIncident(Among::$among, |ctx, invocation, incident| {
            Box::pin($handler(ctx, invocation, incident))
        })
    };
}

/// All commands, in the order in which help shows them.
pub static COMMANDS: &[CommandSpec] = &[
    CommandSpec {
        name: "declare",
        aliases: &["new", "create", "start"],
        usage: "declare [title]",
        summary: "Declare an incident; without a title, by a form",
        run: anywhere!(declare::run),
    },
    CommandSpec {
        name: "update",
        aliases: &["post"],
        usage: "update [text]",
        summary: "Tell everybody where it stands; without a text, by a form",
        run: on_incident!(Open, update::run),
    },
    CommandSpec {
        name: "status",
        aliases: &["info"],
        usage: "status",
        summary: "Show where it stands",
        run: on_incident!(All, status::run),
    },
    CommandSpec {
        name: "sev",
        aliases: &["severity"],
        usage: "sev [level]",
        summary: "Change the severity; without a level, by its criteria",
        run: on_incident!(Open, severity::run),
    },
    CommandSpec {
        name: "role",
        aliases: &["roles", "assign"],
        usage: "role [role] [@person]",
        summary: "Give somebody a role; without one, by a form",
        run: on_incident!(Open, role::run),
    },
    CommandSpec {
        name: "note",
        aliases: &[],
        usage: "note [text]",
        summary: "Write a note on the timeline",
        run: on_incident!(Open, note::run),
    },
    CommandSpec {
        name: "timeline",
        aliases: &[],
        usage: "timeline [text]",
        summary: "Show the timeline; with a text, write on it",
        run: on_incident!(All, timeline::run),
    },
    CommandSpec {
        name: "resolve",
        aliases: &[],
        usage: "resolve [what fixed it]",
        summary: "Say that it is over",
        run: on_incident!(Open, resolve::run),
    },
    CommandSpec {
        name: "reopen",
        aliases: &[],
        usage: "reopen [why]",
        summary: "Say that it goes on after all",
        run: on_incident!(Resolved, reopen::run),
    },
    CommandSpec {
        name: "list",
        aliases: &[],
        usage: "list",
        summary: "Show open and recent incidents",
        run: anywhere!(list::run),
    },
    CommandSpec {
        name: "postmortem",
        aliases: &[],
        usage: "postmortem",
        summary: "Draft the review from the record, as a file",
        run: on_incident!(All, postmortem::run),
    },
    CommandSpec {
        name: "help",
        aliases: &[],
        usage: "help",
        summary: "Show this list",
        run: anywhere!(help::run),
    },
];

impl CommandSpec {
    /// The command that goes by this word.
    pub fn by_word(word: &str) -> Option<&'static Self> {
        let word = word.to_lowercase();
        COMMANDS
            .iter()
            .find(|spec| spec.name == word || spec.aliases.contains(&word.as_str()))
    }
}

impl std::fmt::Debug for CommandSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommandSpec")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What can be typed after the slash command, for programs that complete it:
/// `{"/incident": [{"text": "declare [title]", "description": "…"}]}`.
pub fn completions(command: &str) -> Value {
    let lines: Vec<Value> = COMMANDS
        .iter()
        .map(|spec| json!({ "text": spec.usage, "description": spec.summary }))
        .collect();
    json!({ command: lines })
}
