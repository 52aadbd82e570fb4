//! `muster verify`: every change of the record behind the bot's back shows, and where.

use serde_json::json;

use crate::support::conversation;
use crate::support::world::World;

async fn with_record(world: &World) {
    world
        .alice()
        .runs("/incident declare checkout is down")
        .await;
    let room = world.room("inc-1-").await;
    world.bob().does("join", &room, json!({})).await;
    for text in ["one", "two", "three"] {
        world.bob().says(&room, text).await;
    }
    world.bob().runs("/incident declare cards fail").await;
    let keep = ["timeline", "timeline_heads"]
        .map(|table| format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"));
    world.sql(&[&keep[0], &keep[1]]).await;
}

/// Changes the record, and gives what `verify` says; then puts it back.
async fn after(world: &World, tampering: &[&str]) -> String {
    world.sql(tampering).await;
    let ran = world.muster("verify").await;
    world
        .sql(&[
            "DELETE FROM timeline",
            "INSERT INTO timeline SELECT * FROM kept_timeline",
            "DELETE FROM timeline_heads",
            "INSERT INTO timeline_heads SELECT * FROM kept_timeline_heads",
        ])
        .await;
    assert!(!ran.ok, "{tampering:?} goes unnoticed: {}", ran.out);
    assert!(ran.err.contains("1 timeline"), "{}", ran.err);
    assert!(ran.out.contains("INC-2: ok, "), "{}", ran.out);
    ran.out
}

#[tokio::test]
async fn whatever_is_done_to_an_entry_shows_and_names_it() {
    conversation(async |world| {
        with_record(world).await;
        let ok = world.prints("verify").await;
        assert!(
            ok.contains("INC-1: ok, ") && ok.contains("INC-2: ok, "),
            "{ok}"
        );

        let changes = [
            "text = 'never happened'",
            "text = text || ' '",
            "actor = 'U0MALLORY01'",
            "actor = NULL",
            "occurred_at = occurred_at + 1",
            "recorded_at = recorded_at - 1",
            "kind = 'note'",
            "detail = '{\"a\":1}'",
            "raw = NULL",
            "raw = '{}'",
            "channel = 'C0OTHER'",
            "message_ts = NULL",
            "thread_ts = '1.1'",
            "source_key = 'x'",
            "prev_hash = hash",
            "hash = prev_hash",
        ];
        let spoken = "SELECT min(idx) FROM timeline WHERE incident = 1 AND text = 'one'";
        let at = world.number(spoken).await;
        for change in changes {
            let change = format!("UPDATE timeline SET {change} WHERE incident = 1 AND idx = {at}");
            let told = after(world, &[&change]).await;
            assert!(
                told.contains(&format!("INC-1: BROKEN at entry {at}: ")),
                "{change}: {told}"
            );
        }
        let told = after(
            world,
            &["DELETE FROM timeline WHERE incident = 1 AND idx = 4"],
        )
        .await;
        assert!(
            told.contains("BROKEN at entry 4: entry 4 is missing"),
            "{told}"
        );
        let swapped = [
            "UPDATE timeline SET idx = -6 WHERE incident = 1 AND idx = 6",
            "UPDATE timeline SET idx = 6 WHERE incident = 1 AND idx = 7",
            "UPDATE timeline SET idx = 7 WHERE incident = 1 AND idx = -6",
        ];
        let told = after(world, &swapped).await;
        assert!(told.contains("BROKEN at entry 6"), "{told}");
        assert!(world.prints("verify INC-1").await.contains("INC-1: ok, "));
    })
    .await;
}

#[tokio::test]
async fn entries_at_the_end_can_neither_be_added_nor_taken_away() {
    conversation(async |world| {
        with_record(world).await;
        let last = world.number("SELECT max(idx) FROM timeline WHERE incident = 1").await;
        let cut = format!("DELETE FROM timeline WHERE incident = 1 AND idx = {last}");
        let told = after(world, &[&cut]).await;
        assert!(told.contains(&format!("BROKEN at entry {last}")), "{told}");

        let forged = format!(
            "INSERT INTO timeline (incident, idx, occurred_at, recorded_at, kind, text, detail,
                 prev_hash, hash)
             SELECT incident, idx + 1, occurred_at, recorded_at, 'note', 'forged', 'null', hash, hash
             FROM timeline WHERE incident = 1 AND idx = {last}"
        );
        let told = after(world, &[&forged]).await;
        assert!(told.contains(&format!("BROKEN at entry {}", last + 1)), "{told}");

        let all = [
            "DELETE FROM timeline WHERE incident = 1",
            "DELETE FROM timeline_heads WHERE incident = 1",
        ];
        let told = after(world, &all).await;
        assert!(told.contains("BROKEN at entry 1"), "{told}");
        let told = after(world, &["DELETE FROM timeline_heads WHERE incident = 1"]).await;
        assert!(told.contains("INC-1: BROKEN"), "{told}");
    })
    .await;
}
