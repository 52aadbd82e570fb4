//! A widely used typed client as a judge: what it cannot parse, apps in the field could not either.

use muster::sandbox::ids;
use slack_morphism::errors::SlackClientError;
use slack_morphism::prelude::*;

use super::world::World;

type Connector = SlackClientHyperConnector<
    hyper_rustls::HttpsConnector<hyper_util::client::legacy::connect::HttpConnector>,
>;

fn client(world: &World) -> SlackClient<Connector> {
    let https = hyper_rustls::HttpsConnectorBuilder::new()
        .with_native_roots()
        .unwrap()
        .https_or_http()
        .enable_http1()
        .build();
    let connector = SlackClientHyperConnector::with_connector(https)
        .with_slack_api_url(&world.sandbox.api_url());
    SlackClient::new(connector)
}

#[tokio::test]
async fn conversations_and_messages_parse() {
    let world = World::new().await;
    let client = client(&world);
    let token = SlackApiToken::new(ids::BOT_TOKEN.into());
    let session = client.open_session(&token);
    assert_eq!(
        session.auth_test().await.unwrap().user_id.to_string(),
        ids::BOT_USER
    );
    let request = SlackApiConversationsCreateRequest::new("war-5".to_owned());
    let channel = session
        .conversations_create(&request)
        .await
        .unwrap()
        .channel
        .id;
    let people = vec![SlackUserId::from(ids::ALICE), SlackUserId::from(ids::BOB)];
    let request = SlackApiConversationsInviteRequest::new(channel.clone(), people);
    session.conversations_invite(&request).await.unwrap();
    let request = SlackApiConversationsSetTopicRequest::new(channel.clone(), "SEV1".to_owned());
    session.conversations_set_topic(&request).await.unwrap();
    let content = SlackMessageContent::new().with_text("card".to_owned());
    let request = SlackApiChatPostMessageRequest::new(channel.clone(), content.clone());
    let ts = session.chat_post_message(&request).await.unwrap().ts;
    let request = SlackApiChatUpdateRequest::new(channel.clone(), content.clone(), ts.clone());
    session.chat_update(&request).await.unwrap();
    let request = SlackApiPinsAddRequest::new(channel.clone(), ts.clone());
    session.pins_add(&request).await.unwrap();
    let request = SlackApiReactionsAddRequest::new(
        channel.clone(),
        SlackReactionName::new("eyes".to_owned()),
        ts.clone(),
    );
    session.reactions_add(&request).await.unwrap();
    let request = SlackApiConversationsHistoryRequest::new().with_channel(channel.clone());
    let history = session.conversations_history(&request).await.unwrap();
    assert!(
        history
            .messages
            .iter()
            .any(|message| message.origin.ts == ts)
    );
    let request = SlackApiConversationsRepliesRequest::new(channel.clone(), ts.clone());
    session.conversations_replies(&request).await.unwrap();
    let request = SlackApiConversationsInfoRequest::new(channel.clone());
    let info = session.conversations_info(&request).await.unwrap();
    assert_eq!(info.channel.topic.unwrap().value, "SEV1");
    let list = session
        .conversations_list(&SlackApiConversationsListRequest::new())
        .await
        .unwrap();
    assert_eq!(list.channels.len(), 6);
    let request = SlackApiConversationsMembersRequest::new().with_channel(channel.clone());
    assert_eq!(
        session
            .conversations_members(&request)
            .await
            .unwrap()
            .members
            .len(),
        3
    );
    let request = SlackApiChatGetPermalinkRequest::new(channel.clone(), ts);
    session.chat_get_permalink(&request).await.unwrap();
    let request = SlackApiConversationsArchiveRequest::new(channel);
    session.conversations_archive(&request).await.unwrap();
}

#[tokio::test]
async fn people_and_the_workspace_parse() {
    let world = World::new().await;
    let client = client(&world);
    let token = SlackApiToken::new(ids::BOT_TOKEN.into());
    let session = client.open_session(&token);
    let users = session
        .users_list(&SlackApiUsersListRequest::new())
        .await
        .unwrap();
    assert_eq!(users.members.len(), 8);
    let request = SlackApiUsersInfoRequest::new(ids::FRANK.into());
    let frank = session.users_info(&request).await.unwrap().user;
    assert_eq!(frank.flags.is_ultra_restricted, Some(true));
    let request =
        SlackApiUsersLookupByEmailRequest::new(EmailAddress("bob@northwind.example".into()));
    let bob = session.users_lookup_by_email(&request).await.unwrap().user;
    assert_eq!(bob.id.to_string(), ids::BOB);
    let team = session
        .team_info(&SlackApiTeamInfoRequest::new())
        .await
        .unwrap();
    assert_eq!(team.team.id.to_string(), ids::TEAM);
    session
        .usergroups_list(&SlackApiUserGroupsListRequest::new())
        .await
        .unwrap();
    let request = SlackApiConversationsOpenRequest::new().with_users(vec![ids::ALICE.into()]);
    session.conversations_open(&request).await.unwrap();
    let app_token = SlackApiToken::new(ids::APP_TOKEN.into());
    let opened = client
        .open_session(&app_token)
        .apps_connections_open(&SlackApiAppsConnectionOpenRequest::new())
        .await
        .unwrap();
    assert!(opened.url.value().as_str().starts_with("ws://"));
}

#[tokio::test]
async fn errors_carry_what_slack_adds() {
    let world = World::new().await;
    let client = client(&world);
    let token = SlackApiToken::new(ids::BOT_TOKEN.into());
    let session = client.open_session(&token);
    let request = SlackApiConversationsCreateRequest::new("general".to_owned());
    let error = session.conversations_create(&request).await.unwrap_err();
    let SlackClientError::ApiError(error) = error else {
        panic!("not an API error: {error}");
    };
    assert_eq!(error.code, "name_taken");
}
