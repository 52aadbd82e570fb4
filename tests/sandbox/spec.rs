//! The answers against Slack's published OpenAPI description: the shape of what succeeds, the names of errors.

use serde_json::{Map, Value, json};

use super::world::World;

/// Error names that are newer than the description, from the methods' current documentation.
const NEWER: &[&str] = &[
    "already_pinned",
    "exchanged_trigger_id",
    "expired_trigger_id",
    "hash_conflict",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_trigger_id",
    "is_archived",
    "no_pin",
    "not_found",
    "not_in_channel",
    "user_not_in_channel",
];

struct Spec {
    definitions: Value,
    methods: Map<String, Value>,
}

impl Spec {
    fn read() -> Self {
        let text = include_str!("../slack-specs/web-api.json");
        let mut spec: Value = serde_json::from_str(text).unwrap();
        relax(&mut spec);
        Self {
            definitions: spec["definitions"].take(),
            methods: spec["methods"].as_object().unwrap().clone(),
        }
    }

    /// Where the answer is not what the description says.
    fn problems(&self, method: &str, answer: &Value) -> Vec<String> {
        if answer["ok"] == false {
            let error = answer["error"].as_str().unwrap();
            let named = self.methods[method]["errors"].as_array().unwrap();
            let known = named.contains(&answer["error"]) || NEWER.contains(&error);
            return if known {
                Vec::new()
            } else {
                vec![format!("{method} has no error {error}")]
            };
        }
        let mut schema = self.methods[method]["success"].clone();
        schema["definitions"] = self.definitions.clone();
        let validator = jsonschema::draft4::new(&schema).unwrap();
        let report = |error: jsonschema::ValidationError<'_>| {
            format!("{method}{}: {error}", error.instance_path())
        };
        validator.iter_errors(answer).map(report).collect()
    }
}

/// Newer answers have more fields than the description knows.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.remove("additionalProperties");
            fields.values_mut().for_each(relax);
        }
        Value::Array(items) => items.iter_mut().for_each(relax),
        _ => {}
    }
}

/// The calls, one a line: a method and its arguments, where `CHANNEL` and `TS` stand for the test's own.
const CALLS: &str = r#"
api.test {"x": "1"}
auth.test {}
bots.info {"bot": "B0MUSTER001"}
chat.getPermalink {"channel": "CHANNEL", "message_ts": "TS"}
chat.meMessage {"channel": "CHANNEL", "text": "waves"}
chat.postEphemeral {"channel": "CHANNEL", "user": "U0ALICE0001", "text": "x"}
chat.postMessage {"channel": "CHANNEL", "text": "x", "thread_ts": "TS"}
chat.update {"channel": "CHANNEL", "ts": "TS", "text": "y"}
conversations.invite {"channel": "CHANNEL", "users": "U0BOB000001"}
conversations.invite {"channel": "CHANNEL", "users": "U0BOB000001"}
conversations.kick {"channel": "CHANNEL", "user": "U0BOB000001"}
conversations.history {"channel": "CHANNEL"}
conversations.info {"channel": "CHANNEL"}
conversations.list {"types": "public_channel,private_channel"}
conversations.members {"channel": "CHANNEL"}
conversations.replies {"channel": "CHANNEL", "ts": "TS"}
conversations.rename {"channel": "CHANNEL", "name": "war-9"}
conversations.setPurpose {"channel": "CHANNEL", "purpose": "p"}
conversations.setTopic {"channel": "CHANNEL", "topic": "t"}
conversations.open {"users": "U0ALICE0001", "return_im": true}
conversations.join {"channel": "C0SUPPORT01"}
conversations.leave {"channel": "C0SUPPORT01"}
emoji.list {}
files.list {}
files.info {"file": "F0NONE"}
pins.add {"channel": "CHANNEL", "timestamp": "TS"}
pins.add {"channel": "CHANNEL", "timestamp": "TS"}
pins.list {"channel": "CHANNEL"}
pins.remove {"channel": "CHANNEL", "timestamp": "TS"}
pins.remove {"channel": "CHANNEL", "timestamp": "TS"}
reactions.add {"channel": "CHANNEL", "timestamp": "TS", "name": "eyes"}
reactions.add {"channel": "CHANNEL", "timestamp": "TS", "name": "eyes"}
reactions.get {"channel": "CHANNEL", "timestamp": "TS"}
reactions.remove {"channel": "CHANNEL", "timestamp": "TS", "name": "eyes"}
reactions.remove {"channel": "CHANNEL", "timestamp": "TS", "name": "eyes"}
team.info {}
usergroups.list {"include_users": true}
usergroups.users.list {"usergroup": "S0ONCALL001"}
users.conversations {}
users.info {"user": "U0ERIN00001"}
users.info {"user": "U0NOBODY"}
users.list {}
users.lookupByEmail {"email": "bob@northwind.example"}
users.profile.get {"user": "U0BOB000001"}
views.publish {"user_id": "U0BOB000001", "view": {"type": "home", "blocks": []}}
views.open {"trigger_id": "no", "view": {"type": "modal"}}
chat.delete {"channel": "CHANNEL", "ts": "1.000001"}
chat.delete {"channel": "CHANNEL", "ts": "TS"}
conversations.archive {"channel": "CHANNEL"}
conversations.archive {"channel": "CHANNEL"}
conversations.unarchive {"channel": "CHANNEL"}
"#;

#[tokio::test]
async fn answers_are_as_slack_describes_them() {
    let world = World::new().await;
    let spec = Spec::read();
    let channel = world.channel("war-8").await;
    world
        .act("join", json!({"user": "alice", "channel": channel}))
        .await;
    let posted = world
        .ok("chat.postMessage", json!({"channel": channel, "text": "x"}))
        .await;
    let ts = posted["ts"].as_str().unwrap().to_owned();
    let mut problems = Vec::new();
    for line in CALLS.trim().lines() {
        let line = line.replace("CHANNEL", &channel).replace("TS", &ts);
        let (method, args) = line.split_once(' ').unwrap();
        let args: Value = serde_json::from_str(args).unwrap();
        let answer = world.api(method, args).await;
        problems.extend(spec.problems(method, &answer));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
