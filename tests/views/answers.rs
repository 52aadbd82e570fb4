//! Answers that only the person who asked can see.

use muster::domain::{Answer, Entry, EntryKind, Incident, NewEntry, Refusal};
use muster::slack::commands::COMMANDS;
use muster::slack::views;
use serde_json::json;

use super::fixtures::{HOSTILE, checked, fresh, full, now, policy, private_drill, resolved};

#[test]
fn a_declaration_is_answered_at_once_and_again_with_the_channel() {
    let at_once = views::declared(&fresh(), &policy());
    let ready = Answer::RoomReady {
        incident: fresh().id,
    };
    let later = views::answer(&ready, Some(&full())).unwrap();
    insta::assert_json_snapshot!(json!([checked(&at_once), checked(&later)]));
    assert!(views::answer(&ready, None).is_none());
}

#[test]
fn a_late_answer_is_sent_as_it_was_made() {
    let message = views::declared(&fresh(), &policy());
    let late = Answer::Late {
        text: message.text.clone(),
        blocks: message.blocks.clone(),
    };
    assert_eq!(views::answer(&late, None), Some(message));
}

#[test]
fn the_status_can_be_changed_from_where_it_is_shown() {
    let open = views::status(&full(), &policy(), now());
    assert!(checked(&open)["blocks"].to_string().contains("post_update"));
    let over = views::status(&resolved(), &policy(), now());
    assert!(checked(&over)["blocks"].to_string().contains("reopen"));
}

#[test]
fn the_menu_offers_what_makes_sense_where_it_is_asked_for() {
    let policy = policy();
    let outside = views::menu(None, &[full(), private_drill()], &policy);
    let inside = views::menu(Some(&full()), &[], &policy);
    let after = views::menu(Some(&resolved()), &[], &policy);
    let nothing = views::menu(None, &[], &policy);
    insta::assert_json_snapshot!(json!([
        checked(&outside),
        checked(&inside),
        checked(&after),
        checked(&nothing)
    ]));
}

fn picker(args: &str, open: &[Incident]) -> views::Message {
    views::picker("note", open, &policy(), |incident| {
        format!("note {} {args}", incident.id)
    })
}

#[test]
fn a_command_in_the_wrong_channel_offers_the_incidents() {
    let message = picker("db is back", &[full(), fresh()]);
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn a_command_too_long_for_a_button_is_not_cut() {
    let message = picker(&"long ".repeat(500), &[full()]);
    assert!(!checked(&message)["blocks"].to_string().contains("button"));
    assert!(
        message
            .text
            .contains("Or name it: `/incident note INC-1 …`")
    );
}

#[test]
fn a_command_without_any_incident_says_how_to_declare() {
    let message = picker("x", &[]);
    assert!(
        checked(&message)["text"]
            .as_str()
            .unwrap()
            .contains("/incident declare")
    );
}

#[test]
fn a_list_shows_open_ones_first_and_stays_short() {
    let policy = policy();
    let message = views::incidents(&[resolved(), fresh(), full()], &policy);
    insta::assert_json_snapshot!(checked(&message));
    let many: Vec<Incident> = (0..40).map(|_| full()).collect();
    let message = views::incidents(&many, &policy);
    assert!(
        checked(&message)["text"]
            .as_str()
            .unwrap()
            .contains("Older ones are not shown.")
    );
    checked(&views::incidents(&[], &policy));
}

#[test]
fn a_timeline_shows_the_newest_entries_in_order() {
    let entry = |idx: i64, kind: EntryKind, text: &str| {
        let content = NewEntry::new(kind, now(), text).by(&"U1BOB".into());
        Entry::seal(fresh().id, idx, now(), content, String::new())
    };
    let few = [
        entry(
            1,
            EntryKind::Declared,
            "declared INC-7: x &lt;y&gt; (SEV1 Major)",
        ),
        entry(2, EntryKind::Message, HOSTILE),
    ];
    let message = views::timeline(&full(), &few, now(), &policy());
    insta::assert_json_snapshot!(checked(&message));
    let many: Vec<Entry> = (1..=60)
        .map(|idx| {
            entry(
                idx,
                EntryKind::Note,
                &format!("noted: number {idx}; {HOSTILE}"),
            )
        })
        .collect();
    let message = views::timeline(&full(), &many, now(), &policy());
    let shown = checked(&message).to_string();
    assert!(shown.contains("40 earlier entries are not shown here."));
    assert!(shown.contains("number 41;") && shown.contains("number 60;"));
    assert!(!shown.contains("number 40;"));
}

#[test]
fn help_names_every_command() {
    let lines = COMMANDS.iter().map(|spec| (spec.usage, spec.summary));
    let message = views::help(lines, &policy());
    checked(&message);
    for spec in COMMANDS {
        assert!(message.text.contains(spec.usage), "{}", spec.usage);
    }
}

#[test]
fn a_no_is_clear_and_harmless() {
    let policy = policy();
    let refusal = Refusal::new(format!("There is no severity “{HOSTILE}”."));
    let messages = [
        views::refusal(&refusal),
        views::refusal(&Refusal::new(
            "<@U1BOB> is already Incident commander of INC-7.",
        )),
        views::apology("1a2b3c4d"),
        views::stale(&policy),
        views::unknown_word("statsu", Some("status"), "statsu", &policy),
        views::unknown_word("checkout", None, "checkout is <!here> down", &policy),
        views::reopen_form("update INC-7", &policy),
        views::reopen_form("", &policy),
    ];
    let all: Vec<_> = messages.iter().map(checked).collect();
    insta::assert_json_snapshot!(all);
}
