//! A command that needs an incident, given where none is meant: never nothing, always a way on.

use crate::support::conversation;

#[tokio::test]
async fn the_open_incidents_are_offered_and_a_press_does_it() {
    conversation(async |world| {
        world.incident("checkout is down").await;
        let room = world.incident("search is slow").await;
        let alice = world.alice();
        let told = alice.asks("general", "/incident sev 2").await;
        assert_eq!(
            told,
            "This channel belongs to no incident. Which one do you mean?\n\
             *INC-2* #inc-2-search-is-slow  search is slow\n\
             Severity pending  ·  Investigating  ·  IC _nobody yet_\n\
             [sev · INC-2]\n\
             *INC-1* #inc-1-checkout-is-down  checkout is down\n\
             Severity pending  ·  Investigating  ·  IC _nobody yet_\n\
             [sev · INC-1]\n\
             Or name it: `/incident sev INC-1 …`"
        );
        let told = alice.presses("sev · INC-2").await;
        assert_eq!(told, "INC-2 is now SEV2 Moderate.");
        assert!(room.topic().await.starts_with("SEV2"));
    })
    .await;
}

#[tokio::test]
async fn every_command_that_needs_an_incident_offers_them() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.asks("general", "/incident ic @bob").await;
        assert_eq!(
            alice.presses("role · INC-1").await,
            "@bob is now Incident commander of INC-1."
        );
        alice.asks("general", "/incident note restarted db-2").await;
        assert_eq!(
            alice.presses("note · INC-1").await,
            "Noted on the timeline of INC-1."
        );
        alice
            .asks("general", "/incident update Looking into it.")
            .await;
        assert_eq!(
            alice.presses("update · INC-1").await,
            "Update of INC-1 posted."
        );
        alice.asks("general", "/incident timeline").await;
        let timeline = alice.presses("timeline · INC-1").await;
        assert!(
            timeline.contains("@alice noted: restarted db-2"),
            "{timeline}"
        );
        alice.asks("general", "/incident status").await;
        assert!(
            alice
                .presses("status · INC-1")
                .await
                .starts_with("# INC-1 · checkout is down")
        );
        world.later(1).await;
        alice.asks("general", "/incident postmortem").await;
        let told = alice.presses("postmortem · INC-1").await;
        assert!(
            told.starts_with("Drafting the postmortem of INC-1"),
            "{told}"
        );
        alice.asks("general", "/incident resolve restarted").await;
        assert_eq!(alice.presses("resolve · INC-1").await, "INC-1 is resolved.");
        assert!(room.transcript().await.contains("Looking into it."));
    })
    .await;
}

#[tokio::test]
async fn without_arguments_the_press_opens_the_form() {
    conversation(async |world| {
        world.incident("checkout is down").await;
        let alice = world.alice();
        for (line, title) in [
            ("update", "Post an update"),
            ("sev", "Change severity"),
            ("role", "Assign roles"),
            ("resolve", "Resolve the incident"),
            ("note", "Add a note"),
        ] {
            alice.asks("general", &format!("/incident {line}")).await;
            assert_eq!(alice.presses(&format!("{line} · INC-1")).await, "");
            assert_eq!(alice.form().await["title"]["text"], title);
        }
    })
    .await;
}

#[tokio::test]
async fn a_resolved_incident_can_be_reopened_from_anywhere() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        let told = alice.asks("general", "/incident reopen").await;
        assert_eq!(
            told,
            "⚠ No incident is resolved: there is nothing to reopen."
        );
        alice.runs_in(&room.id, "/incident resolve restarted").await;
        alice
            .asks("general", "/incident reopen errors are back")
            .await;
        assert_eq!(
            alice.presses("reopen · INC-1").await,
            "INC-1 is open again."
        );
        alice.runs_in(&room.id, "/incident resolve restarted").await;
        let told = alice.asks("general", "/incident postmortem").await;
        assert!(
            told.ends_with("[postmortem · INC-1]\nOr name it: `/incident postmortem INC-1 …`"),
            "{told}"
        );
    })
    .await;
}

#[tokio::test]
async fn an_incident_is_named_in_any_way_that_people_write_it() {
    conversation(async |world| {
        world.incident("checkout is down").await;
        let alice = world.alice();
        for (line, level) in [
            ("sev INC-1 0", "SEV0 Critical"),
            ("sev inc1 1", "SEV1 Major"),
            ("INC-1 sev 2", "SEV2 Moderate"),
            ("inc-1: severity 3", "SEV3 Minor"),
        ] {
            let told = alice.asks("general", &format!("/incident {line}")).await;
            assert_eq!(told, format!("INC-1 is now {level}."), "{line}");
            world.later(1).await;
        }
        let told = alice.asks("general", "/incident sev INC-99 1").await;
        assert_eq!(
            told,
            "⚠ There is no INC-99. `/incident list` shows the open incidents."
        );
    })
    .await;
}
