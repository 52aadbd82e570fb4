//! `muster list`, `timeline`, `postmortem`.

use serde_json::{Value, json};

use crate::support::cli::muster;
use crate::support::conversation;
use crate::support::world::World;

async fn two_incidents(world: &World) {
    world
        .alice()
        .runs("/incident declare checkout is down")
        .await;
    world.bob().runs("/incident declare cards fail").await;
    let room = world.room("inc-1-").await;
    world.bob().does("join", &room, json!({})).await;
    world
        .bob()
        .says(&room, "=HYPERLINK(\"http://evil\") <@U0ALICE0001>")
        .await;
    world
        .bob()
        .runs_in(&room.id, "/incident note failed over, error rate falls")
        .await;
    world.bob().runs("/incident resolve INC-2").await;
    world.bob().submits(&json!({})).await;
}

#[tokio::test]
async fn incidents_are_listed_newest_first() {
    conversation(async |world| {
        assert_eq!(world.prints("list").await, "no incidents\n");
        two_incidents(world).await;
        let all = world.prints("list").await;
        let lines: Vec<&str> = all.lines().collect();
        assert_eq!(lines.len(), 2, "{all}");
        assert!(
            lines[0].starts_with("INC-2") && lines[0].contains("cards fail"),
            "{all}"
        );
        assert!(
            lines[1].starts_with("INC-1") && lines[1].contains("checkout is down"),
            "{all}"
        );
        let open = world.prints("list --open").await;
        assert!(open.contains("INC-1") && !open.contains("INC-2"), "{open}");
    })
    .await;
}

#[tokio::test]
async fn a_timeline_in_every_form() {
    conversation(async |world| {
        two_incidents(world).await;
        let curated = world.prints("timeline INC-1").await;
        assert!(
            curated.starts_with("# Timeline of INC-1: checkout is down\n"),
            "{curated}"
        );
        assert!(
            curated.contains("**bob** noted: failed over, error rate falls"),
            "{curated}"
        );
        assert!(!curated.contains("HYPERLINK"), "{curated}");

        let full = world.prints("timeline INC-1 --full").await;
        assert!(
            full.contains("**bob** =HYPERLINK(\"http://evil\") @alice"),
            "{full}"
        );

        let document = world.prints("timeline INC-1 --full --format json").await;
        let document: Value = serde_json::from_str(&document).unwrap();
        assert_eq!(document["incident"], "INC-1");
        let entries = document["entries"].as_array().unwrap();
        assert_eq!(entries.len(), world.timeline(1).await.len());
        let said = entries
            .iter()
            .find(|entry| entry["kind"] == "message" && entry["author"] == "bob");
        let said = said.unwrap();
        assert_eq!(said["readable"], "=HYPERLINK(\"http://evil\") @alice");
        assert_eq!(
            said["raw"]["event"]["text"],
            "=HYPERLINK(\"http://evil\") <@U0ALICE0001>"
        );
        assert_eq!(said["hash"].as_str().unwrap().len(), 64);
    })
    .await;
}

#[tokio::test]
async fn no_cell_of_a_table_is_a_formula() {
    conversation(async |world| {
        two_incidents(world).await;
        let room = world.room("inc-1-").await;
        for text in ["+1", "-1", "@sum", "\tx", "\rx", "  =1+1", "a\n=1"] {
            world.bob().says(&room, text).await;
        }
        let table = world.prints("timeline INC-1 --full --format csv").await;
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), world.timeline(1).await.len());
        for cell in rows.iter().flatten() {
            let first = cell.trim_start_matches([' ', '\n']).chars().next();
            assert!(
                !matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r')),
                "{cell:?}"
            );
        }
        assert!(
            rows.iter()
                .flatten()
                .any(|cell| cell.starts_with("'=HYPERLINK"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_postmortem_draft_from_the_record() {
    conversation(async |world| {
        two_incidents(world).await;
        let draft = world.prints("postmortem INC-1").await;
        assert!(draft.contains("INC-1"), "{draft}");
        assert!(draft.contains("checkout is down"), "{draft}");
        assert!(draft.contains("failed over, error rate falls"), "{draft}");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    conversation(async |world| {
        for command in ["timeline INC-9", "postmortem INC-9", "verify INC-9"] {
            let ran = world.muster(command).await;
            assert!(!ran.ok, "{command}");
            assert!(
                ran.err.contains("there is no INC-9"),
                "{command}: {}",
                ran.err
            );
            assert!(ran.out.is_empty(), "{command}: {}", ran.out);
        }
        let ran = world.muster("timeline nonsense").await;
        assert!(!ran.ok && ran.err.contains("INC-1"), "{}", ran.err);
    })
    .await;
    let nowhere = [("DATABASE_URL", "sqlite:///nowhere/at/all.db")];
    for command in ["list", "timeline INC-1", "verify"] {
        let ran = muster(command, &nowhere).await;
        assert!(!ran.ok, "{command}");
        assert!(
            ran.err.contains("/nowhere/at/all.db"),
            "{command}: {}",
            ran.err
        );
    }
}

#[tokio::test]
async fn an_address_with_a_password_is_not_repeated() {
    let secret = [(
        "DATABASE_URL",
        "postgres://muster:hunter2@127.0.0.1:9/muster",
    )];
    let ran = muster("list", &secret).await;
    assert!(!ran.ok);
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
}
