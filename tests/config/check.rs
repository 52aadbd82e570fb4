//! `muster check`.

use std::process::ExitCode;

use muster::cli::check;
use muster::config::Environment;

use super::{Folder, without_folder};

fn run(text: &str, env: &[(&str, &str)]) -> (bool, String) {
    let folder = Folder::new();
    let file = folder.write("muster.toml", text);
    let mut out = Vec::new();
    let code = check::run(
        Some(&file),
        &env.iter().copied().collect::<Environment>(),
        &mut out,
    );
    let succeeded = format!("{code:?}") == format!("{:?}", ExitCode::SUCCESS);
    (succeeded, String::from_utf8(out).unwrap())
}

#[test]
fn says_ok_and_what_is_in_force() {
    let env = [
        ("SLACK_BOT_TOKEN", "xoxb-hush"),
        ("SLACK_APP_TOKEN", "xapp-hush"),
    ];
    let (succeeded, out) = run("[slack]\nannounce_channel = \"ops\"\n", &env);
    assert!(succeeded, "{out}");
    assert!(out.starts_with("ok\n"), "{out}");
    assert!(
        out.contains("Socket Mode, with a bot token, command /incident"),
        "{out}"
    );
    assert!(
        out.contains("#ops") && out.contains("SEV0, SEV1, SEV2, SEV3, SEV4"),
        "{out}"
    );
    assert!(!out.contains("hush"), "{out}");
    assert!(!out.contains("Not enough"), "{out}");
}

#[test]
fn a_sound_file_without_secrets_is_ok_but_says_what_serve_lacks() {
    let (succeeded, out) = run("", &[]);
    assert!(succeeded, "{out}");
    assert!(
        out.contains("Not enough for `muster serve` yet:\nSLACK_APP_TOKEN: not set"),
        "{out}"
    );
}

#[test]
fn shows_every_mistake_and_fails() {
    let (succeeded, out) = run("[slack]\nsockets = 99\n[lag]\n", &[]);
    assert!(!succeeded, "{out}");
    let lines: Vec<_> = out.lines().map(without_folder).collect();
    assert_eq!(
        lines,
        [
            "muster.toml:2:11: slack.sockets: write a whole number from 1 to 10",
            "muster.toml:3:2: lag: there is no such section; did you mean \"log\"?",
            "2 mistakes",
        ]
    );
}
