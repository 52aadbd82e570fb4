//! Titles as people write them at night: too long, empty, in any script, with markup in them.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn a_blank_title_is_an_error_at_its_field() {
    conversation(async |world| {
        let alice = world.alice();
        alice.runs("/incident declare").await;
        alice.submits(&json!({ "title": " \u{200e} " })).await;
        let errors = alice.form_errors().await;
        let error = errors["title"].as_str().unwrap();
        assert!(
            error.starts_with("Say in a few words what is wrong"),
            "{error}"
        );
        assert!(
            world
                .store()
                .incidents(None, false, 10)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn an_over_long_title_is_cut_and_stands_whole_in_the_description() {
    conversation(async |world| {
        let whole = "the checkout returns errors for cards of every kind ".repeat(6);
        let whole = whole.trim();
        let room = world.incident(whole).await;
        let card = room.card_text().await;
        let title = card.lines().next().unwrap();
        assert!(
            title.ends_with('…') && title.chars().count() < 150,
            "{title}"
        );
        assert!(card.contains(whole), "{card}");
        let name = room.channel().await["name"].as_str().unwrap().to_owned();
        assert!(name.len() <= 80 && !name.ends_with('-'), "{name}");
    })
    .await;
}

#[tokio::test]
async fn titles_in_other_scripts_get_readable_channel_names() {
    conversation(async |world| {
        world.incident("Оплата не работает").await;
        world.room("inc-1-oplata-ne-rabotaet").await;
        world.incident("支付失败").await;
        world.room("inc-2-zhi-fu-shi-bai").await;
        let room = world.incident("🔥🔥 Zürich: Ausfälle!").await;
        world.room("inc-3-fire-fire-zurich-ausfalle").await;
        assert!(room.card_text().await.contains("🔥🔥 Zürich: Ausfälle!"));
        // Nothing of it can stand in a name: the number alone does.
        world.alice().runs("/incident declare !!!").await;
        assert_eq!(world.room("inc-4").await.channel().await["name"], "inc-4");
    })
    .await;
}

#[tokio::test]
async fn a_title_cannot_notify_anybody_or_carry_markup() {
    conversation(async |world| {
        let alice = world.alice();
        alice
            .runs("/incident declare <!channel> *boom* <https://evil.example|ok> @bob")
            .await;
        alice.runs("/incident declare").await;
        alice
            .submits(
                &json!({ "title": "<!here> & <b>", "description": "<!channel> & <@U0BOB000001>" }),
            )
            .await;
        let said = [
            world.room("inc-1-").await.messages().await,
            world.room("inc-2-").await.messages().await,
            world.room("incidents").await.messages().await,
        ];
        for message in said
            .iter()
            .flatten()
            .filter(|message| message["bot_id"].is_string())
        {
            let raw = message.to_string();
            assert!(
                !raw.contains("<!channel>") && !raw.contains("<!here>"),
                "{raw}"
            );
            assert!(!raw.contains("<https://evil"), "{raw}");
        }
        let card = world.room("inc-2-").await.card_text().await;
        assert!(card.starts_with("# INC-2 · @here & <b>"), "{card}");
        assert!(card.contains("\n@channel & @bob"), "{card}");
    })
    .await;
}
