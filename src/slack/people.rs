//! Slack's user object as a person of ours: the name that others see, and the place in the workspace.

use serde_json::Value;

use crate::domain::Standing;
use crate::ops::Person;

/// Reads a user object; none when it has no id. `team` is the workspace that the bot is in.
/// Source: <https://docs.slack.dev/reference/objects/user-object>.
pub fn person_of(user: &Value, team: Option<&str>) -> Option<Person> {
    let id = text(user, "id")?;
    let profile = user.get("profile").unwrap_or(&Value::Null);
    let name = [
        text(profile, "display_name"),
        text(profile, "real_name"),
        text(user, "real_name"),
        text(user, "name"),
    ]
    .into_iter()
    .flatten()
    .next()
    .unwrap_or_else(|| id.clone());
    let own_team = text(user, "team_id");
    let is = |flag: &str| user.get(flag).and_then(Value::as_bool).unwrap_or(false);
    let elsewhere = team
        .zip(own_team.as_deref())
        .is_some_and(|(ours, theirs)| ours != theirs && user.get("enterprise_user").is_none());
    let standing = if is("deleted") {
        Standing::Deactivated
    } else if is("is_bot") || id == "USLACKBOT" {
        Standing::Bot
    } else if is("is_stranger") || elsewhere {
        Standing::External
    } else if is("is_restricted") || is("is_ultra_restricted") {
        Standing::Guest
    } else {
        Standing::Member
    };
    Some(Person {
        user: id.into(),
        name,
        standing,
        team: own_team,
        tz: text(user, "tz"),
    })
}

fn text(value: &Value, key: &str) -> Option<String> {
    value
        .get(key)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}
