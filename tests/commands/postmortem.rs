//! `postmortem`: the draft as a file in the war room.

use muster::sandbox::ids;

use crate::support::conversation;
use crate::support::world::{Setup, World, conversation_with};

/// The text of the only file in Slack.
async fn draft(world: &World) -> String {
    let state = world.state().await;
    let files = state["files"].as_array().unwrap();
    assert_eq!(files.len(), 1);
    let url = files[0]["url_private"].as_str().unwrap();
    let asked = world.http.get(url).bearer_auth(ids::BOT_TOKEN);
    asked.send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn the_draft_is_uploaded_to_the_war_room() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident ic @bob").await;
        alice
            .runs_in(
                &room.id,
                "/incident resolve Restarted <https://db.example|the db> | twice",
            )
            .await;
        world.later(1).await;
        let told = alice.asks("general", "/incident postmortem INC-1").await;
        assert_eq!(
            told,
            "Drafting the postmortem of INC-1; it is uploaded to #inc-1-checkout-is-down."
        );
        let said = room.transcript().await;
        assert!(said.contains("(file INC-1-postmortem.md)"), "{said}");
        let draft = draft(world).await;
        for shown in [
            "# Postmortem INC-1: checkout is down",
            "| Incident commander | bob |",
            "Restarted the db (https://db.example) | twice",
            "resolved the incident: Restarted the db (https://db.example) \\| twice |",
            "| Time to resolve | 1 min | impact started → resolved |",
            "## Five whys",
            "## Action items",
        ] {
            assert!(draft.contains(shown), "{shown}: {draft}");
        }
        let head = world.store().head("INC-1".parse().unwrap()).await.unwrap();
        assert_eq!(head.hash.len(), 64);
    })
    .await;
}

#[tokio::test]
async fn the_button_on_a_resolved_card_does_the_same() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident resolve restarted").await;
        alice.presses_in(&room, "Postmortem").await;
        assert!(draft(world).await.starts_with("# Postmortem INC-1"));
        let timeline = world
            .app()
            .ops()
            .timeline("INC-1".parse().unwrap(), true)
            .await
            .unwrap();
        assert!(
            timeline
                .iter()
                .any(|entry| entry.content.text.contains("postmortem draft"))
        );
    })
    .await;
}

#[tokio::test]
async fn an_organisation_uses_its_own_template() {
    let file = std::env::temp_dir().join(format!("{}.md.j2", uuid::Uuid::new_v4()));
    std::fs::write(&file, "Review of {{ id }}: {{ title }} ({{ severity }})").unwrap();
    let setup = Setup {
        settings: vec![("MUSTER__POSTMORTEM__TEMPLATE", file.display().to_string())],
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        let room = world.incident("checkout is down").await;
        world
            .alice()
            .runs_in(&room.id, "/incident postmortem")
            .await;
        assert_eq!(
            draft(world).await,
            "Review of INC-1: checkout is down (Pending)"
        );
    })
    .await;
    std::fs::remove_file(file).unwrap();
}
