//! The form of an update.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn an_update_lands_in_the_room_the_announcement_its_thread_and_the_record() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let announcements = world.room("incidents").await;
        let first = announcements.messages().await[1]["ts"].clone();
        let alice = world.alice();
        alice.presses_in(&room, "Post update").await;
        insta::assert_snapshot!("form", alice.form_text().await);
        alice
            .submits(&json!({
                "status": "identified",
                "severity": "SEV2",
                "text": "A bad release. *Rolling back* now, see <#C0PAYMENTS1>.",
                "next_in": "15",
            }))
            .await;
        let update = "*Update* from @alice\n\
                      A bad release. *Rolling back* now, see #payments.\n\
                      Investigating → *Identified*  ·  \
                      Severity pending → *:large_yellow_circle: SEV2 Moderate*  ·  \
                      next update 2026-03-10 03:16 UTC\n";
        let said = room.transcript().await;
        assert!(said.ends_with(&format!("@Muster: {update}\n")), "{said}");
        let announced = announcements.transcript().await;
        insta::assert_snapshot!("announcement", announced);
        let messages = announcements.messages().await;
        assert_eq!(messages[1]["ts"], first, "edited in place");
        assert_eq!(messages[2]["thread_ts"], first, "the update is a reply");
        let timeline = alice.asks(&room.id, "/incident timeline").await;
        for line in [
            "@alice posted an update: A bad release.",
            "@alice set the severity to SEV2 Moderate",
            "@alice changed the status from Investigating to Identified",
        ] {
            assert!(timeline.contains(line), "{line}: {timeline}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_update_that_resolves_says_so_with_the_duration() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        world.later(46).await;
        let alice = world.alice();
        alice.presses_in(&room, "Post update").await;
        alice
            .submits(&json!({ "status": "resolved", "text": "Payments are back." }))
            .await;
        let resolved = "✅ *INC-1 is resolved* after 47 min, by @alice\nPayments are back.\n";
        let said = room.transcript().await;
        assert!(said.contains(&format!("@Muster: {resolved}")), "{said}");
        assert!(
            said.contains("While it is fresh: `/incident postmortem`"),
            "{said}"
        );
        let announced = world.room("incidents").await.transcript().await;
        assert!(
            announced.contains("Resolved: the issue is over, after 47 min."),
            "{announced}"
        );
        assert!(
            announced.contains("    @Muster: ✅ *INC-1 is resolved*"),
            "{announced}"
        );
        assert!(!announced.contains("Next update"), "{announced}");
    })
    .await;
}

#[tokio::test]
async fn the_form_says_who_will_read_it() {
    conversation(async |world| {
        let alice = world.alice();
        alice.runs("/incident declare").await;
        alice
            .submits(&json!({ "title": "Leak", "marks": ["private"] }))
            .await;
        let room = world.room("inc-1-leak").await;
        alice.runs_in(&room.id, "/incident update").await;
        let shown = alice.form_text().await;
        assert!(
            shown.contains("Goes to the incident's channel only."),
            "{shown}"
        );
        alice.submits(&json!({ "text": "Key revoked." })).await;
        assert!(
            room.transcript()
                .await
                .contains("@Muster: *Update* from @alice\nKey revoked.\n")
        );
        assert_eq!(world.room("incidents").await.transcript().await, "");
    })
    .await;
}
