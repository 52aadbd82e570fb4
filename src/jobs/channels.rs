//! The announcement channel: found by id or name, made if it is not there, joined so that the bot
//! can read back what it posted.

use serde_json::{Value, json};

use super::calls::{Failed, need};
use super::{Done, Hands, Stopped};
use crate::ops::{ANNOUNCEMENTS, Outcome};
use crate::store::EffectRow;

/// What Slack says when the channel is no longer what it was when its id was learned.
const GONE: [&str; 3] = ["channel_not_found", "is_archived", "not_in_channel"];

impl Hands {
    pub(super) async fn ensure_announcements(&self, row: &EffectRow) -> Done {
        // At each start it is looked up anew: it may have been renamed, deleted or left.
        let channel = self.find_announcements(row).await?;
        self.remember(&channel).await?;
        Ok(Outcome::Done)
    }

    /// The announcement channel's id: as it is known, unless that has just proved wrong.
    pub(super) async fn announcements(&self, row: &EffectRow) -> Result<String, Stopped> {
        let known = self.ops.fact(ANNOUNCEMENTS).await?;
        let setting = self.settings.announce_channel.as_str();
        let known = known.as_deref().and_then(|fact| fact.split_once('='));
        if let Some((_, channel)) = known.filter(|(wanted, _)| *wanted == setting)
            && !was_gone(row)
        {
            return Ok(channel.to_owned());
        }
        let channel = self.find_announcements(row).await?;
        self.remember(&channel).await?;
        Ok(channel)
    }

    /// When the channel is gone, another attempt looks for it anew.
    pub(super) fn found_anew(&self, row: &EffectRow, stopped: Stopped) -> Stopped {
        match stopped {
            Stopped::Outcome(
                Outcome::Refused { problem }
                | Outcome::Again {
                    problem,
                    throttled: false,
                    ..
                },
            ) if GONE.contains(&problem.as_str()) && !was_gone(row) => {
                let at = self.ops.clock().now();
                Stopped::Outcome(Outcome::Again {
                    at,
                    problem,
                    throttled: false,
                })
            }
            stopped => stopped,
        }
    }

    async fn remember(&self, channel: &str) -> Result<(), Stopped> {
        let setting = &self.settings.announce_channel;
        Ok(self
            .ops
            .learn(ANNOUNCEMENTS, &format!("{setting}={channel}"))
            .await?)
    }

    async fn find_announcements(&self, row: &EffectRow) -> Result<String, Stopped> {
        let wanted = self.settings.announce_channel.trim_start_matches('#');
        let found = self
            .find_channel(row, "conversations.list", |channel| {
                let is = |key: &str| channel.get(key).and_then(Value::as_str) == Some(wanted);
                is("id") || is("name")
            })
            .await?;
        let Some(channel) = found else {
            return self.make_announcements(row, wanted).await;
        };
        let id = need(&channel, "/id")?.to_owned();
        let is = |key: &str| channel.get(key).and_then(Value::as_bool).unwrap_or(false);
        if !is("is_member") && !is("is_private") {
            let joined = self
                .post(row, "conversations.join", &json!({ "channel": id }))
                .await;
            joined.map_err(|failed| self.no(row, failed))?;
        }
        Ok(id)
    }

    async fn make_announcements(&self, row: &EffectRow, name: &str) -> Result<String, Stopped> {
        let made = self
            .post(row, "conversations.create", &json!({ "name": name }))
            .await;
        match made {
            Ok(answer) => Ok(need(&answer, "/channel/id")?.to_owned()),
            // The name is taken, but the channel is not to be seen: it is private or archived.
            Err(Failed::Refused { code, .. }) if code == "name_taken" => {
                let problem = "channel_not_found".to_owned();
                Err(Stopped::Outcome(Outcome::Refused { problem }))
            }
            Err(failed) => Err(self.no(row, failed)),
        }
    }
}

/// Whether the attempt before this one found the channel gone.
fn was_gone(row: &EffectRow) -> bool {
    let problem = row.error.as_deref().unwrap_or_default();
    GONE.contains(&problem)
}
