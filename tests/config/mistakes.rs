//! Every mistake at once, each with its line and the way out.

use muster::config::{Config, Environment};

use super::{mistakes, with_env};

#[test]
fn all_at_once_in_the_order_of_the_file() {
    let text = r#"[slack]
api_url = "ftp://slack.com"
comand = "/incident"
sockets = 0

[htp]
listen = "127.0.0.1:3000"

[http]
listen = "localhost"

[[severity]]
key = "SEV1"
name = "Major"
emoji = "red"
color = "red"
criteria = "Bad"
update_every = "abc"
"#;
    let env = [("MUSTER__OUTBOX__WORKERS", "many")];
    assert_eq!(
        mistakes(text, &env),
        [
            "muster.toml:2:11: slack.api_url: write an address that begins with https:// or http://",
            "muster.toml:3:1: slack.comand: there is no such key; did you mean \"command\"?",
            "muster.toml:4:11: slack.sockets: write a whole number from 1 to 10",
            "muster.toml:6:2: htp: there is no such section; did you mean \"http\"?",
            "muster.toml:10:10: http.listen: \"localhost\" does not fit; write e.g. 127.0.0.1:3000 or 0.0.0.0:3000",
            "muster.toml:12:3: severity: there are 1; write 3 to 10 of them",
            "muster.toml:15:9: severity[0].emoji: \"red\" is not an emoji code; write e.g. :red_circle:",
            "muster.toml:16:9: severity[0].color: \"red\" is not a colour; write e.g. #c8102e",
            "muster.toml:18:16: severity[0].update_every: \"abc\" is not a duration like 30m; write e.g. 30m",
            "MUSTER__OUTBOX__WORKERS: outbox.workers: write a whole number from 1 to 64",
        ]
    );
}

#[test]
fn syntax_errors_come_together_with_the_rest() {
    let found = mistakes(
        "[http]\nlisten = \n\n[slack]\nsockets = 99\ncommand = incident\n",
        &[],
    );
    let lines: Vec<_> = found
        .iter()
        .map(|line| line.split(": ").next().unwrap())
        .collect();
    assert_eq!(
        lines,
        ["muster.toml:2:10", "muster.toml:5:11", "muster.toml:6:11"],
        "{found:#?}"
    );
}

/// Each piece of a file, and what the only mistake in it must say.
const CASES: &[(&str, &str)] = &[
    ("[slack]\ncommand = \"incident\"", "write e.g. /incident"),
    ("[slack]\ncommand = \"\"", "must not be empty"),
    (
        "[slack]\ncommand = 3",
        "is a number, not a text; put it in quotes",
    ),
    (
        "[slack]\nannounce_channel = \"The Room\"",
        "its name in lower case",
    ),
    ("[slack]\nbot_token = \"xapp-1\"", "must begin with xoxb-"),
    (
        "[slack]\napp_token = \"xapp-1 \"",
        "has blanks or strange characters",
    ),
    ("slack = 3", "is a number, not a table of keys"),
    (
        "[database]\nurl = \"mysql://x\"",
        "write sqlite://FILE or postgres://",
    ),
    ("[database]\nurl = \"sqlite::memory:\"", "names no file"),
    (
        "[slack]\napi_url = \"https://u:p@example.com\"",
        "must not hold a user name",
    ),
    ("[log]\nformat = \"jsn\"", "did you mean \"json\"?"),
    ("[log]\nfilter = \"a=b=c\"", "is not a log filter"),
    (
        "[incident]\nchannel_name = \"room-{slug}\"",
        "must contain {number}",
    ),
    (
        "[incident]\nchannel_name = \"Room-{number}\"",
        "\"R\" cannot stand in a channel's name",
    ),
    (
        "[incident]\nchannel_name = \"r-{numbr}\"",
        "did you mean \"number\"?",
    ),
    (
        "[incident]\nchannel_name = \"r-{number\"",
        "lacks a closing brace",
    ),
    (
        "[incident]\ndefault_severity = \"SEV9\"",
        "there is no severity \"SEV9\"",
    ),
    ("severity = 3", "write [[severity]] above each"),
    (
        "[[role]]\nkey = \"fixer\"\nname = \"Fixer\"",
        "one must have the key \"commander\"",
    ),
    (
        "[[role]]\nkey = \"commander\"\nname = \"IC\"\nmany = true",
        "write many = false",
    ),
    ("[[service]]\nname = \"Shop\"", "the key \"key\" is missing"),
    (
        "[[service]]\nkey = \"a b\"",
        "write letters, digits, - and _ only",
    ),
    (
        "[[service]]\nkey = \"a-b\"\n[[service]]\nkey = \"AB\"",
        "is taken already by service[0]",
    ),
    (
        "[postmortem]\ntemplate = \"nowhere.md\"",
        "nowhere.md cannot be read",
    ),
    (
        "[outbox]\nlease = \"5s\"",
        "must be longer than call_timeout (10s)",
    ),
    (
        "[outbox]\nlease = \"2h\"",
        "is out of range; write 200ms to 10m",
    ),
    ("[access]\nguests = \"maybe\"", "is neither true nor false"),
];

#[test]
fn each_kind_of_mistake_says_what_to_do() {
    for (text, expected) in CASES {
        let found = mistakes(text, &[]);
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        assert!(found[0].contains(expected), "{text}\n{found:#?}");
    }
}

#[test]
fn over_long_texts_are_refused_with_their_length() {
    let long = "x".repeat(301);
    let text = format!(
        "[[role]]\nkey = \"commander\"\nname = \"{long}\"\ndescription = \"{long}\"\n\
         [incident]\nchannel_name = \"{{number}}-{}\"\n",
        "x".repeat(60)
    );
    let found = mistakes(&text, &[]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("has 301 characters; at most 40 fit"));
    assert!(found[1].contains("has 301 characters; at most 200 fit"));
    assert!(found[2].contains("leaves no room for the title"));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let missing = Config::load(Some("no/such.toml".as_ref()), &Environment::default());
    let text = missing.unwrap_err().to_string();
    assert!(text.starts_with("no/such.toml: cannot be read: "), "{text}");
    let missing = with_env(&[("MUSTER_CONFIG", "no/other.toml")])
        .unwrap_err()
        .to_string();
    assert!(
        missing.starts_with("no/other.toml: cannot be read: "),
        "{missing}"
    );
}

#[test]
fn two_levels_must_not_be_called_alike() {
    let level = |key: &str, name: &str| {
        format!(
            "[[severity]]\nkey = \"{key}\"\nname = \"{name}\"\nemoji = \":fire:\"\ncolor = \"#000000\"\ncriteria = \"c\"\n"
        )
    };
    let text = [
        level("S1", "High"),
        level("s-1", "Middle"),
        level("S3", "high"),
    ]
    .concat();
    let found = mistakes(&text, &[]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("severity[1]: \"s-1\" is taken already by severity[0]"));
    assert!(found[1].contains("severity[2]: \"high\" is taken already by severity[0]"));
}
