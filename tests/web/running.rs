//! The pages of the running bot.

use serde_json::json;

use crate::support::{Setup, conversation, conversation_with};

#[tokio::test]
async fn alive_and_ready_over_http() {
    conversation(async |world| {
        for page in ["/healthz", "/readyz"] {
            let (status, text) = world.page(page).await;
            assert_eq!(status, 200, "{page}: {text}");
        }
        let (status, _) = world.page("/nothing/here").await;
        assert_eq!(status, 404);
        let (status, _) = world.page("/slack/events").await;
        assert_eq!(status, 405);
    })
    .await;
}

#[tokio::test]
async fn not_ready_while_no_socket_is_open() {
    let setup = Setup {
        sockets: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        assert_eq!(world.page("/readyz").await.0, 200);
        let no = json!({ "value": "internal_error", "times": 0 });
        world.fault("apps.connections.open", "error", no).await;
        let reset = json!({ "reason": "reset" });
        world.control("sockets/disconnect", &reset).await;
        world.app().disconnected().await;
        let (status, text) = world.page("/readyz").await;
        assert_eq!(status, 503, "{text}");
        assert!(text.contains("no socket to Slack is open"), "{text}");
        assert_eq!(world.page("/healthz").await.0, 200);
        world.mend().await;
        world.reconnected().await;
        assert_eq!(world.page("/readyz").await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn not_ready_when_the_database_is_gone() {
    conversation(async |world| {
        world.store().close().await;
        let (status, text) = world.page("/readyz").await;
        assert_eq!(status, 503, "{text}");
        assert!(text.contains("the database does not answer"), "{text}");
        world.stop().await;
        world.start().await;
        assert_eq!(world.page("/readyz").await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn the_figures_count_and_repeat_nobodys_words() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare unmistakable words")
            .await;
        let room = world.room("inc-1-").await;
        world.alice().says(&room, "inimitable phrase").await;
        let (status, metrics) = world.page("/metrics").await;
        assert_eq!(status, 200);
        for name in ["muster_effects_total", "muster_slack_calls_total"] {
            assert!(metrics.contains(name), "{name}: {metrics}");
        }
        for words in ["unmistakable", "inimitable", "U0ALICE", "xoxb", &room.id] {
            assert!(!metrics.contains(words), "{words}: {metrics}");
        }
    })
    .await;
}
