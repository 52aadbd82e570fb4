//! Environment variables over the file, and secrets that never show.

use muster::config::Environment;
use secrecy::ExposeSecret;

use super::{load, with_env};

#[test]
fn a_variable_wins_over_the_file() {
    let file = "[slack]\nannounce_channel = \"ops\"\ncommand = \"/inc\"\n";
    let config = load(file, &[("MUSTER__SLACK__ANNOUNCE_CHANNEL", "C0INCIDENTS")]).unwrap();
    assert_eq!(config.slack.announce_channel, "C0INCIDENTS");
    assert_eq!(config.slack.command, "/inc");
}

#[test]
fn the_fixed_names() {
    let config = with_env(&[
        ("SLACK_BOT_TOKEN", "xoxb-1"),
        ("SLACK_APP_TOKEN", "xapp-1"),
        ("SLACK_SIGNING_SECRET", "s3cret"),
        ("SLACK_API_URL", "http://127.0.0.1:3210/api/"),
        ("DATABASE_URL", "postgres://muster:pw@db/muster"),
    ])
    .unwrap();
    assert_eq!(
        config.slack.bot_token.as_ref().unwrap().expose_secret(),
        "xoxb-1"
    );
    assert_eq!(config.slack.api_url, "http://127.0.0.1:3210/api");
    assert_eq!(config.database.url, "postgres://muster:pw@db/muster");
    assert!(config.ready_to_serve().is_ok());
}

#[test]
fn entries_of_lists_by_key_or_number_and_whole_lists() {
    let config = with_env(&[
        ("MUSTER__SEVERITY__SEV1__UPDATE_EVERY", "1h30m"),
        ("MUSTER__SEVERITY__0__UPDATE_EVERY", ""),
        ("MUSTER__ROLE__SCRIBE__ALIASES", "writer, Notes"),
        (
            "MUSTER__SERVICE",
            "[{ key = \"web\", name = \"Web shop\" }, { key = \"api\" }]",
        ),
        ("MUSTER__ACCESS__GUESTS", "true"),
    ])
    .unwrap();
    assert_eq!(
        config.severities[1].update_every,
        Some(chrono::Duration::minutes(90))
    );
    assert_eq!(config.severities[0].update_every, None);
    assert_eq!(config.roles[3].aliases, ["writer", "notes"]);
    assert_eq!(config.services[0].name, "Web shop");
    assert_eq!(config.services[1].name, "api");
    assert!(config.access.guests);
}

#[test]
fn mistakes_name_the_variable() {
    let found = with_env(&[
        ("MUSTER__SLACK__ANOUNCE_CHANNEL", "x"),
        ("MUSTER__SEVERITY__SEV7__NAME", "x"),
        ("MUSTER__HTTP__LISTEN__PORT", "1"),
        ("MUSTER__SLACK", "x"),
        ("MUSTER____X", "x"),
        ("SLACK_BOT_TOKEN", "xoxb-1"),
        ("MUSTER__SLACK__BOT_TOKEN", "xoxb-2"),
    ])
    .unwrap_err()
    .to_string();
    let expected = [
        "MUSTER__HTTP__LISTEN__PORT: http.listen.port: listen is a single value, it has no keys of its own",
        "MUSTER__SEVERITY__SEV7__NAME: severity.sev7.name: there is no severity \"sev7\"; did you mean \"sev0\"?",
        "MUSTER__SLACK: slack: is a text, not a table of keys",
        "MUSTER____X: is not a key; write MUSTER__SECTION__KEY",
    ];
    for line in expected {
        assert!(found.lines().any(|found| found == line), "{line}\n{found}");
    }
    assert!(!found.contains("xoxb-2"), "{found}");
}

#[test]
fn an_unknown_key_is_refused_with_a_suggestion() {
    let found = with_env(&[
        ("MUSTER__SLACK__ANOUNCE_CHANNEL", "x"),
        ("SLACK_BOT_TOKEN", "xoxb-1"),
        ("MUSTER__SLACK__BOT_TOKEN", "xoxb-2"),
    ])
    .unwrap_err()
    .to_string();
    assert_eq!(
        found,
        "MUSTER__SLACK__ANOUNCE_CHANNEL: slack.anounce_channel: there is no such key; did you mean \"announce_channel\"?\n\
         MUSTER__SLACK__BOT_TOKEN: slack.bot_token: SLACK_BOT_TOKEN says something else; keep one of the two"
    );
}

#[test]
fn secrets_show_nowhere() {
    let env = [
        ("SLACK_BOT_TOKEN", "xoxb-hush"),
        ("SLACK_APP_TOKEN", "xapp-hush"),
        ("SLACK_SIGNING_SECRET", "hush"),
        (
            "DATABASE_URL",
            "postgres://muster:hush@db:5433/muster?password=hush",
        ),
    ];
    let config = with_env(&env).unwrap();
    let shown = format!("{config:?} {:?}", env.into_iter().collect::<Environment>());
    assert!(!shown.contains("hush"), "{shown}");
    assert_eq!(config.database.shown(), "postgres://db:5433/muster");

    let wrong = with_env(&[
        ("SLACK_BOT_TOKEN", "hush-xoxb"),
        ("DATABASE_URL", "postgres://muster:hush@:x/"),
        ("SLACK_SIGNING_SECRET", "hush hush"),
    ]);
    let text = wrong.unwrap_err().to_string();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(!text.contains("hush"), "{text}");

    let unquoted = load(
        "[slack]\nbot_token = xoxb-hush\nsigning_secret = \"hush\n",
        &[],
    );
    let text = unquoted.unwrap_err().to_string();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(!text.contains("hush"), "{text}");
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let config = with_env(&[("SLACK_APP_TOKEN", ""), ("DATABASE_URL", "")]).unwrap();
    assert!(config.slack.app_token.is_none());
    assert_eq!(config.database.url, "sqlite://muster.db");
}

#[test]
fn serving_needs_a_bot_token_and_one_way_in() {
    let nothing = with_env(&[])
        .unwrap()
        .ready_to_serve()
        .unwrap_err()
        .to_string();
    assert!(nothing.contains("SLACK_APP_TOKEN: not set, and neither is SLACK_SIGNING_SECRET"));
    assert!(nothing.contains("SLACK_BOT_TOKEN: not set; copy the token that begins with xoxb-"));
    let half = [("SLACK_BOT_TOKEN", "xoxb-1")];
    assert_eq!(
        with_env(&half).unwrap().ready_to_serve().unwrap_err().len(),
        1
    );
    let http = [("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_SIGNING_SECRET", "x")];
    assert!(with_env(&http).unwrap().ready_to_serve().is_ok());
}
