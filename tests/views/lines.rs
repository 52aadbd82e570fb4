//! Command lines, as people type them.

use muster::slack::commands::line::{Line, parse};
use muster::slack::commands::{COMMANDS, CommandSpec};

use super::fixtures::policy;

/// `command`, `command INC-n`, `command | the rest`.
fn read(text: &str) -> String {
    match parse(text, &policy()) {
        Line::Bare => "menu".to_owned(),
        Line::Command {
            spec,
            incident,
            args,
        } => {
            let incident = incident.map_or_else(String::new, |id| format!(" {id}"));
            let bar = if args.is_empty() { "" } else { " | " };
            format!("{}{incident}{bar}{args}", spec.name)
        }
        Line::Unknown { word, nearest } => {
            format!("? {word}, {}", nearest.unwrap_or("nothing"))
        }
    }
}

#[test]
fn lines_say_what_people_mean() {
    for (typed, meant) in [
        ("", "menu"),
        ("  \n ", "menu"),
        ("declare", "declare"),
        ("declare checkout is down", "declare | checkout is down"),
        ("new  db-2 is  gone ", "declare | db-2 is  gone"),
        ("declare INC-3 is back", "declare | INC-3 is back"),
        ("CREATE x", "declare | x"),
        ("start x", "declare | x"),
        ("update", "update"),
        ("post rolling back\nnow", "update | rolling back\nnow"),
        ("info", "status"),
        ("status INC-3", "status INC-3"),
        ("status inc3", "status INC-3"),
        ("INC-3", "status INC-3"),
        ("INC-3 sev 2", "sev INC-3 | 2"),
        ("INC-3: note it is DNS", "note INC-3 | it is DNS"),
        ("sev 1", "sev | 1"),
        ("sev INC-3 2", "sev INC-3 | 2"),
        ("severity sev1", "sev | sev1"),
        ("sev major", "sev | major"),
        ("role", "role"),
        ("roles INC-12", "role INC-12"),
        ("assign ic <@U1|bob>", "role | ic <@U1|bob>"),
        ("ic <@U1|bob>", "role | ic <@U1|bob>"),
        ("ic INC-3 <@U1>", "role INC-3 | ic <@U1>"),
        ("comms me", "role | comms me"),
        ("timeline", "timeline"),
        ("timeline we failed over", "timeline | we failed over"),
        ("resolve INC-3 rolled back", "resolve INC-3 | rolled back"),
        ("reopen", "reopen"),
        ("list", "list"),
        ("help me", "help | me"),
        ("stauts", "? stauts, status"),
        ("resolv", "? resolv, resolve"),
        ("checkout is down", "? checkout, nothing"),
        ("INC-3 checkout is down", "? checkout, nothing"),
        ("INC-0", "? INC-0, nothing"),
        ("інцидент", "? інцидент, nothing"),
    ] {
        assert_eq!(read(typed), meant, "{typed:?}");
    }
}

#[test]
fn no_word_means_two_commands() {
    let mut words: Vec<&str> = COMMANDS
        .iter()
        .flat_map(|spec| std::iter::once(&spec.name).chain(spec.aliases))
        .copied()
        .collect();
    let count = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), count);
    for word in words {
        assert!(CommandSpec::by_word(&word.to_uppercase()).is_some());
    }
}
