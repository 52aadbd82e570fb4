//! With no file at all, and with the example file, which says the same.

use muster::config::{Config, Environment, LogFormat};

use super::{Folder, load};

#[test]
fn works_with_no_file_at_all() {
    let config = Config::load(None, &Environment::default()).unwrap();
    assert_eq!(config.slack.api_url, "https://slack.com/api");
    assert_eq!(config.slack.announce_channel, "incidents");
    assert_eq!(config.slack.command, "/incident");
    assert_eq!(config.slack.sockets, 3);
    assert!(config.slack.bot_token.is_none());
    assert_eq!(config.database.url, "sqlite://muster.db");
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.log.format, LogFormat::Text);
    assert_eq!(config.incident.channel_name, "inc-{number}-{slug}");
    assert_eq!(config.incident.default_severity, None);
    assert!(!config.access.guests && !config.access.external);
    assert_eq!(config.outbox.settle_post.as_secs(), 30);
}

#[test]
fn five_severities_with_their_cadence() {
    let config = load("", &[]).unwrap();
    let cadence: Vec<_> = config
        .severities
        .iter()
        .map(|severity| {
            (
                severity.key.as_str(),
                severity.update_every.map(|every| every.num_minutes()),
            )
        })
        .collect();
    assert_eq!(
        cadence,
        [
            ("SEV0", Some(15)),
            ("SEV1", Some(30)),
            ("SEV2", Some(60)),
            ("SEV3", Some(24 * 60)),
            ("SEV4", None),
        ]
    );
    for severity in &config.severities {
        assert!(
            severity.criteria.chars().count() > 60,
            "{}: say when it applies",
            severity.key
        );
    }
}

#[test]
fn four_roles_with_private_instructions() {
    let config = load("", &[]).unwrap();
    let keys: Vec<_> = config.roles.iter().map(|role| role.key.as_str()).collect();
    assert_eq!(
        keys,
        ["commander", "communications", "operations", "scribe"]
    );
    assert_eq!(
        config.roles[0].aliases,
        ["ic", "lead", "incident-commander"]
    );
    for role in &config.roles {
        assert!(
            role.instructions.contains("\n1. "),
            "{}: a checklist",
            role.key
        );
        assert!(!role.description.is_empty());
    }
}

#[test]
fn the_example_file_is_the_defaults() {
    let example = include_str!("../../muster.example.toml");
    let defaults = Config::load(None, &Environment::default()).unwrap();
    assert_eq!(
        format!("{:?}", load(example, &[]).unwrap()),
        format!("{defaults:?}")
    );
}

/// Takes the comment off every key that the example leaves unset.
#[test]
fn the_keys_that_the_example_leaves_out_are_known_too() {
    let example = include_str!("../../muster.example.toml");
    let optional = [
        "bot_token",
        "app_token",
        "signing_secret",
        "default_severity",
        "template",
    ];
    let mut uncommented = example.replace("# [[service]]\n# key =", "[[service]]\nkey =");
    uncommented = uncommented.replace("# name = \"Checkout\"", "name = \"Checkout\"");
    for key in optional {
        let commented = format!("# {key} = ");
        assert!(uncommented.contains(&commented), "{key}");
        uncommented = uncommented.replace(&commented, &format!("{key} = "));
    }
    let uncommented = uncommented.replace('…', "1");
    let folder = Folder::new();
    folder.write("postmortem.md.j2", "# {{ title }}");
    let file = folder.write("muster.toml", &uncommented);
    let config = Config::load(Some(&file), &Environment::default()).unwrap();
    assert_eq!(config.services[0].key, "checkout");
    assert_eq!(config.incident.default_severity.as_deref(), Some("SEV2"));
    assert_eq!(
        config.postmortem.template_text.as_deref(),
        Some("# {{ title }}")
    );
    assert!(config.ready_to_serve().is_ok());
}

#[test]
fn a_list_in_the_file_replaces_the_default_and_a_table_adds_to_it() {
    let text = r#"
        [slack]
        announce_channel = "\#ops"
        [[type]]
        key = "fire"
    "#
    .replace("\\#", "#");
    let config = load(&text, &[]).unwrap();
    assert_eq!(config.slack.announce_channel, "ops");
    assert_eq!(config.slack.command, "/incident");
    assert_eq!(config.types.len(), 1);
    assert_eq!(config.types[0].name, "fire");
}
