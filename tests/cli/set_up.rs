//! `muster check`, `manifest`, and `serve` before everything is set.

use serde_json::Value;

use crate::support::cli::muster;

#[tokio::test]
async fn check_tells_every_mistake_at_once() {
    let wrong = [
        ("MUSTER__HTTP__LISTEN", "nowhere"),
        ("MUSTER__SLACK__SOCKETS", "many"),
        ("SLACK_API_URL", "ftp://slack"),
    ];
    let ran = muster("check", &wrong).await;
    assert!(!ran.ok);
    assert!(ran.out.contains("3 mistakes"), "{}", ran.out);
    let ran = muster("check", &[]).await;
    assert!(
        ran.ok && ran.out.starts_with("ok\n"),
        "{} {}",
        ran.out,
        ran.err
    );
}

#[tokio::test]
async fn the_manifest_is_for_sockets_or_for_an_address() {
    let manifest = async |args: &str| -> Value {
        let ran = muster(args, &[]).await;
        assert!(ran.ok, "{}", ran.err);
        serde_json::from_str(&ran.out).unwrap()
    };
    let sockets = manifest("manifest").await;
    assert_eq!(sockets["settings"]["socket_mode_enabled"], true);
    let http = manifest("manifest --http-url https://muster.example.com").await;
    assert_eq!(
        http["settings"]["event_subscriptions"]["request_url"],
        "https://muster.example.com/slack/events"
    );
}

#[tokio::test]
async fn serve_without_tokens_says_what_to_do() {
    let ran = muster("serve", &[]).await;
    assert!(!ran.ok);
    for name in ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"] {
        assert!(ran.err.contains(name), "{name}: {}", ran.err);
    }
}

#[tokio::test]
async fn help_names_every_command() {
    let ran = muster("--help", &[]).await;
    for command in [
        "serve",
        "sandbox",
        "check",
        "manifest",
        "list",
        "timeline",
        "postmortem",
        "verify",
    ] {
        assert!(ran.out.contains(command), "{command}: {}", ran.out);
    }
}
