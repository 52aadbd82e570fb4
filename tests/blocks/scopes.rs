//! Which scopes methods and events need.

use muster::sandbox::scopes::{
    BOT_SCOPES, Conversation, MissingScope, allowed, needed, needed_for_event,
};
use muster::sandbox::tiers::limit_of;

fn granted(scopes: &[&str]) -> Vec<String> {
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}

#[test]
fn what_a_method_needs_depends_on_the_conversation() {
    let create = |kind| needed("conversations.create", Some(kind)).unwrap();
    assert_eq!(create(Conversation::Public), ["channels:manage"]);
    assert_eq!(create(Conversation::Private), ["groups:write"]);
    let topic = needed("conversations.setTopic", Some(Conversation::Public)).unwrap();
    assert_eq!(topic, ["channels:manage", "channels:write.topic"]);
    let any = needed("conversations.history", None).unwrap();
    assert_eq!(
        any,
        [
            "channels:history",
            "groups:history",
            "im:history",
            "mpim:history"
        ]
    );
    assert_eq!(needed("views.open", None), Some(vec![]));
    assert_eq!(needed("no.such.method", None), None);
}

#[test]
fn a_missing_scope_is_told_as_slack_tells_it() {
    let has = granted(&["chat:write", "channels:read"]);
    assert_eq!(allowed("chat.postMessage", None, &has), Ok(()));
    assert_eq!(allowed("auth.test", None, &[]), Ok(()));
    assert_eq!(allowed("conversations.list", None, &has), Ok(()));
    let refused = allowed("conversations.info", Some(Conversation::Private), &has);
    let expected = MissingScope {
        needed: "groups:read".into(),
        provided: "chat:write,channels:read".into(),
    };
    assert_eq!(refused, Err(expected));
}

#[test]
fn every_scope_that_is_needed_exists() {
    let methods = [
        "api.test",
        "auth.test",
        "apps.connections.open",
        "bookmarks.add",
        "bookmarks.edit",
        "bookmarks.list",
        "bookmarks.remove",
        "bots.info",
        "canvases.edit",
        "chat.delete",
        "chat.getPermalink",
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.scheduleMessage",
        "chat.update",
        "conversations.archive",
        "conversations.canvases.create",
        "conversations.create",
        "conversations.history",
        "conversations.info",
        "conversations.invite",
        "conversations.join",
        "conversations.kick",
        "conversations.leave",
        "conversations.list",
        "conversations.members",
        "conversations.open",
        "conversations.rename",
        "conversations.replies",
        "conversations.setPurpose",
        "conversations.setTopic",
        "conversations.unarchive",
        "emoji.list",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "files.info",
        "pins.add",
        "pins.list",
        "pins.remove",
        "reactions.add",
        "reactions.get",
        "reactions.remove",
        "team.info",
        "usergroups.list",
        "usergroups.users.list",
        "users.conversations",
        "users.info",
        "users.list",
        "users.lookupByEmail",
        "users.profile.get",
        "views.open",
        "views.publish",
        "views.push",
        "views.update",
    ];
    for method in methods {
        let scopes = needed(method, None).unwrap_or_else(|| panic!("{method} has no entry"));
        assert!(
            scopes.iter().all(|scope| BOT_SCOPES.contains(scope)),
            "{method}: {scopes:?}"
        );
        assert!(limit_of(method).is_some(), "{method} has no tier");
    }
}

#[test]
fn events_need_scopes() {
    let cases: [(&str, &[&str]); 6] = [
        ("app_mention", &["app_mentions:read"]),
        ("message.channels", &["channels:history"]),
        ("message.groups", &["groups:history"]),
        ("member_joined_channel", &["channels:read", "groups:read"]),
        ("pin_added", &["pins:read"]),
        ("app_home_opened", &[]),
    ];
    for (event, scopes) in cases {
        assert_eq!(needed_for_event(event), Some(scopes), "{event}");
    }
    assert_eq!(needed_for_event("message.everything"), None);
}
