//! The form with all roles.

use serde_json::{Value, json};

use crate::support::conversation;

#[tokio::test]
async fn one_form_sets_all_roles() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.presses_in(&room, "Assign roles").await;
        let state = world.state().await;
        let [bob, carol, dave] = ["bob", "carol", "dave"].map(|name| world.person(name).id(&state));
        alice
            .submits(&json!({
                "role:commander": bob,
                "role:communications": carol,
                "role:scribe": [carol, dave],
            }))
            .await;
        assert!(!alice.has_form().await);
        assert_eq!(room.members().await, ["@Muster", "@alice", "@bob", "@carol", "@dave"]);
        let said = room.transcript().await;
        let line = "@Muster: @bob is now *Incident commander*  ·  @carol is now *Communications lead*  ·  \
                    @carol is now *Scribe*  ·  @dave is now *Scribe*\n";
        assert!(said.contains(line), "{said}");
        assert_eq!(world.carol().direct_messages().await.len(), 2);
        assert_eq!(alice.answers_read().await.len(), 2, "only those of the declaration");
    })
    .await;
}

#[tokio::test]
async fn the_form_shows_who_holds_what_and_can_release_it() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let (alice, bob) = (world.alice(), world.bob());
        alice.runs_in(&room.id, "/incident ic @bob").await;
        alice.runs_in(&room.id, "/incident scribe @bob").await;
        alice.presses_in(&room, "Assign roles").await;
        let bob_id = bob.id(&world.state().await);
        let form = alice.form().await;
        let element = |id: &str| {
            let blocks = form["blocks"].as_array().unwrap();
            let found = blocks.iter().find(|block| block["block_id"] == id).unwrap();
            found["element"].clone()
        };
        assert_eq!(element("role:commander")["initial_user"], bob_id.as_str());
        assert_eq!(element("role:scribe")["initial_users"], json!([bob_id]));
        world.later(1).await;
        let carol = world.carol().id(&world.state().await);
        alice
            .submits(&json!({ "role:commander": Value::Null, "role:scribe": [carol] }))
            .await;
        let said = room.transcript().await;
        let line = "@carol is now *Scribe*  ·  @bob is no longer Incident commander  ·  @bob is no longer Scribe\n";
        assert!(said.contains(line), "{said}");
        let card = room.card_text().await;
        assert!(card.contains("*Commander*: _nobody yet_"), "{card}");
        assert!(card.contains("[Take command]"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_changes_nothing_or_names_a_guest_stays_open_with_the_reason() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.presses_in(&room, "Assign roles").await;
        alice.submits(&json!({})).await;
        let errors = alice.form_errors().await;
        assert_eq!(
            errors["role:commander"],
            "Nothing to change: these people hold these roles already."
        );
        let guest = world.person("erin").id(&world.state().await);
        alice.submits(&json!({ "role:scribe": [guest] })).await;
        let errors = alice.form_errors().await.to_string();
        assert!(errors.contains("@erin cannot take a role"), "{errors}");
        assert!(alice.has_form().await);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_from_elsewhere_is_confirmed_there() {
    conversation(async |world| {
        world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs("/incident role INC-1").await;
        let bob = world.bob().id(&world.state().await);
        alice.submits(&json!({ "role:commander": bob })).await;
        let told = alice.answers_read().await.pop().unwrap();
        assert_eq!(told, "The roles of INC-1 are saved.");
    })
    .await;
}

#[tokio::test]
async fn the_form_changes_only_what_its_author_changed() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let (alice, bob) = (world.alice(), world.bob());
        alice.presses_in(&room, "Assign roles").await;
        bob.presses_in(&room, "Take command").await;
        let carol = world.carol().id(&world.state().await);
        alice
            .submits(&json!({ "role:communications": carol }))
            .await;
        let card = room.card_text().await;
        assert!(card.contains("*Commander*: @bob"), "{card}");
        assert!(card.contains("*Communications lead* @carol"), "{card}");
    })
    .await;
}
