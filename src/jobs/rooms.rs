//! The war room: made once, filled with people, its card pinned, its topic and bookmark kept.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::calls::{Failed, need};
use super::{Done, Hands, Stopped};
use crate::domain::{ChannelId, Incident, UserId};
use crate::ops::Outcome;
use crate::slack::views;
use crate::store::EffectRow;

/// How far Slack's clock and ours may be apart.
const SKEW: Duration = Duration::seconds(60);
/// Why a person cannot be brought in, where that is no problem.
const HARMLESS_INVITES: [&str; 2] = ["already_in_channel", "cant_invite_self"];

impl Hands {
    pub(super) async fn create_room(&self, row: &EffectRow, name: &str, private: bool) -> Done {
        if row.doubt {
            let found = self.own_channel(row, name).await?;
            return Ok(found.unwrap_or(Outcome::NotThere));
        }
        let args = json!({ "name": name, "is_private": private });
        match self.post(row, "conversations.create", &args).await {
            Ok(answer) => Ok(Outcome::RoomCreated {
                channel: need(&answer, "/channel/id")?.into(),
                name: need(&answer, "/channel/name")?.to_owned(),
            }),
            Err(Failed::Refused { code, .. }) if code == "name_taken" => {
                // After an earlier attempt it may be our own that came late.
                let ours = if row.attempt > 1 {
                    self.own_channel(row, name).await?
                } else {
                    None
                };
                Ok(ours.unwrap_or(Outcome::RoomNameTaken))
            }
            Err(failed) => Err(self.no(row, failed)),
        }
    }

    /// The channel of that name that this bot made since the first attempt. The name alone proves
    /// nothing: it may be a stranger's.
    async fn own_channel(&self, row: &EffectRow, name: &str) -> Result<Option<Outcome>, Stopped> {
        let bot = self.bot_user(row).await?;
        let since = row.first_sent_at.unwrap_or(DateTime::<Utc>::MIN_UTC);
        let found = self
            .find_channel(row, "users.conversations", |channel| {
                let created = channel.get("created").and_then(Value::as_i64).unwrap_or(0);
                channel.get("name").and_then(Value::as_str) == Some(name)
                    && channel.get("creator").and_then(Value::as_str) == Some(bot.as_str())
                    && created >= (since - SKEW).timestamp()
            })
            .await?;
        Ok(match found {
            None => None,
            Some(channel) => Some(Outcome::RoomCreated {
                channel: need(&channel, "/id")?.into(),
                name: name.to_owned(),
            }),
        })
    }

    pub(super) async fn invite(&self, row: &EffectRow, users: &[UserId]) -> Done {
        let incident = self.incident(row).await?;
        let channel = room(&incident)?;
        let users: Vec<&str> = users.iter().map(UserId::as_str).collect();
        let args = json!({ "channel": channel, "users": users.join(","), "force": true });
        match self.post(row, "conversations.invite", &args).await {
            Ok(answer) => Ok(uninvited(&answer).unwrap_or(Outcome::Done)),
            Err(Failed::Refused { code, .. }) if HARMLESS_INVITES.contains(&code.as_str()) => {
                Ok(Outcome::Done)
            }
            Err(Failed::Refused { code, detail }) => match uninvited(&detail) {
                Some(outcome) => Ok(outcome),
                None if detail.get("errors").is_some() => Ok(Outcome::Done),
                None => Err(self.no(row, Failed::Refused { code, detail })),
            },
            Err(failed) => Err(self.no(row, failed)),
        }
    }

    pub(super) async fn pin_card(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let Some(card) = &incident.card else {
            return Ok(Outcome::Done);
        };
        let args = json!({ "channel": room(&incident)?, "timestamp": card.as_str() });
        match self.post(row, "pins.add", &args).await {
            Ok(_) => Ok(Outcome::Done),
            Err(Failed::Refused { code, .. }) if code == "already_pinned" => Ok(Outcome::Done),
            Err(failed) => Err(self.no(row, failed)),
        }
    }

    pub(super) async fn set_topic(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let topic = views::topic(&incident, self.policy(), &self.ops.names().await?);
        if topic == incident.topic {
            return Ok(Outcome::Done);
        }
        let args = json!({ "channel": room(&incident)?, "topic": topic });
        let set = self.post(row, "conversations.setTopic", &args).await;
        set.map(|_| Outcome::TopicSet(topic))
            .map_err(|failed| self.no(row, failed))
    }

    /// The bookmark leads to the card, which is where the record begins for a person in Slack.
    pub(super) async fn add_bookmark(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let channel = room(&incident)?;
        let Some(card) = &incident.card else {
            return Ok(Outcome::Done);
        };
        let card = [
            ("channel", channel.to_owned()),
            ("message_ts", card.to_string()),
        ];
        let answer = self.get(row, "chat.getPermalink", &card).await;
        let answer = answer.map_err(|failed| self.no(row, failed))?;
        let link = need(&answer, "/permalink")?;
        if row.doubt {
            let args = [("channel_id", channel.to_owned())];
            let listed = self.get(row, "bookmarks.list", &args).await;
            let listed = listed.map_err(|failed| self.no(row, failed))?;
            let there = listed
                .get("bookmarks")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|one| one.get("link") == Some(&link.into())));
            return Ok(if there {
                Outcome::Done
            } else {
                Outcome::NotThere
            });
        }
        let args = json!({
            "channel_id": channel,
            "title": format!("{}: status and record", incident.id),
            "type": "link",
            "link": link,
            "emoji": ":pushpin:",
        });
        let added = self.post(row, "bookmarks.add", &args).await;
        added
            .map(|_| Outcome::Done)
            .map_err(|failed| self.no(row, failed))
    }
}

/// The war room's id; without one the effect cannot be done.
pub(super) fn room(incident: &Incident) -> Result<&str, Stopped> {
    let missing = || Outcome::Refused {
        problem: "channel_not_found".to_owned(),
    };
    incident
        .channel
        .as_ref()
        .map(ChannelId::as_str)
        .ok_or_else(|| Stopped::Outcome(missing()))
}

/// The first person that could not be brought in, and why.
fn uninvited(answer: &Value) -> Option<Outcome> {
    let errors = answer.get("errors")?.as_array()?;
    let problem = errors.iter().find_map(|one| {
        let code = one.get("error").and_then(Value::as_str)?;
        let user = one.get("user").and_then(Value::as_str).unwrap_or_default();
        (!HARMLESS_INVITES.contains(&code)).then(|| format!("<@{user}>: {code}"))
    })?;
    Some(Outcome::Refused { problem })
}
