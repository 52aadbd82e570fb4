//! Slack's user object, read as far as it matters who somebody is.
//! <https://docs.slack.dev/reference/objects/user-object>.

use serde_json::Value;

use crate::domain::Standing;
use crate::domain::text::clean_line;
use crate::ops::Person;

/// Slackbot: a program that Slack does not call one.
const SLACKBOT: &str = "USLACKBOT";

/// The person in a user object; none if it has no id. `team` is our workspace, if there is one.
pub fn person(user: &Value, team: Option<&str>) -> Option<Person> {
    let text = |pointer: &str| user.pointer(pointer).and_then(Value::as_str);
    let id = text("/id").filter(|id| !id.is_empty())?;
    let names = [
        "/profile/display_name",
        "/profile/real_name",
        "/real_name",
        "/name",
    ];
    let name = names
        .into_iter()
        .filter_map(text)
        .map(clean_line)
        .find(|name| !name.is_empty());
    Some(Person {
        user: id.into(),
        name: name.unwrap_or_else(|| id.to_owned()),
        standing: standing(user, id, team),
        team: text("/team_id").map(str::to_owned),
        tz: text("/tz").map(str::to_owned),
    })
}

fn standing(user: &Value, id: &str, team: Option<&str>) -> Standing {
    let flag = |name: &str| user.get(name).and_then(Value::as_bool) == Some(true);
    let theirs = user.get("team_id").and_then(Value::as_str);
    let is_foreign = theirs
        .zip(team)
        .is_some_and(|(theirs, ours)| theirs != ours);
    if flag("deleted") {
        Standing::Deactivated
    } else if flag("is_bot") || id == SLACKBOT {
        Standing::Bot
    } else if flag("is_stranger") || is_foreign {
        Standing::External
    } else if flag("is_restricted") || flag("is_ultra_restricted") {
        Standing::Guest
    } else {
        Standing::Member
    }
}
