//! Messages: the card, the announcement and its thread, notices in the war room, direct messages.
//! Each carries a mark, by which it is found again when Slack's answer was lost.

use serde_json::{Value, json};

use super::calls::{Failed, need};
use super::find::mark;
use super::rooms::room;
use super::{Done, Hands, Stopped};
use crate::domain::observed::MARK_REACTION;
use crate::domain::{Incident, MessageRef, MessageTs, Notice, RoleKey, UserId};
use crate::ops::Outcome;
use crate::slack::views::{self, Message};
use crate::store::EffectRow;

/// A message on its way.
struct Post<'a> {
    channel: &'a str,
    thread: Option<&'a str>,
    message: Message,
}

impl Hands {
    /// Posts once: in doubt it looks first, and gives none when it is not there.
    async fn post_once(
        &self,
        row: &EffectRow,
        post: Post<'_>,
    ) -> Result<Option<MessageTs>, Stopped> {
        if row.doubt {
            let found = self.find_message(row, post.channel, post.thread).await?;
            return found
                .map(|message| Ok(need(&message, "/ts")?.into()))
                .transpose();
        }
        let mut args = json!({
            "channel": post.channel,
            "text": post.message.text,
            "blocks": post.message.blocks,
            "metadata": mark(row),
            "unfurl_links": false,
            "unfurl_media": false,
        });
        if let (Some(thread), Some(args)) = (post.thread, args.as_object_mut()) {
            args.insert("thread_ts".to_owned(), thread.into());
        }
        let answer = self.post(row, "chat.postMessage", &args).await;
        let answer = answer.map_err(|failed| self.no(row, failed))?;
        Ok(Some(need(&answer, "/ts")?.into()))
    }

    async fn update_message(&self, row: &EffectRow, at: (&str, &str), message: Message) -> Done {
        let (channel, ts) = at;
        let args = json!({
            "channel": channel,
            "ts": ts,
            "text": message.text,
            "blocks": message.blocks,
        });
        let updated = self.post(row, "chat.update", &args).await;
        updated
            .map(|_| Outcome::Done)
            .map_err(|failed| self.no(row, failed))
    }

    fn card_of(&self, incident: &Incident) -> Message {
        views::card(incident, self.policy(), self.ops.clock().now())
    }

    pub(super) async fn post_card(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let message = self.card_of(&incident);
        let post = Post {
            channel: room(&incident)?,
            thread: None,
            message,
        };
        let ts = self.post_once(row, post).await?;
        Ok(ts.map_or(Outcome::NotThere, Outcome::CardPosted))
    }

    pub(super) async fn refresh_card(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let Some(card) = &incident.card else {
            return Ok(Outcome::Done);
        };
        let message = self.card_of(&incident);
        self.update_message(row, (room(&incident)?, card.as_str()), message)
            .await
    }

    pub(super) async fn announce(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let channel = self.announcements(row).await?;
        let now = self.ops.clock().now();
        let message = views::announcement(&incident, self.policy(), now);
        let post = Post {
            channel: &channel,
            thread: None,
            message,
        };
        let ts = self.post_once(row, post).await;
        let ts = ts.map_err(|stopped| self.found_anew(row, stopped))?;
        Ok(ts.map_or(Outcome::NotThere, |ts| {
            let channel = channel.as_str().into();
            Outcome::AnnouncementPosted(MessageRef { channel, ts })
        }))
    }

    pub(super) async fn refresh_announcement(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let Some(at) = &incident.announcement else {
            return Ok(Outcome::Done);
        };
        let now = self.ops.clock().now();
        let message = views::announcement(&incident, self.policy(), now);
        self.update_message(row, (at.channel.as_str(), at.ts.as_str()), message)
            .await
    }

    pub(super) async fn announce_notice(&self, row: &EffectRow, notice: &Notice) -> Done {
        let incident = self.incident(row).await?;
        let Some(at) = &incident.announcement else {
            return Ok(Outcome::Done);
        };
        let message = views::notice(notice, &incident, self.policy(), true);
        let thread = Some(at.ts.as_str());
        let post = Post {
            channel: at.channel.as_str(),
            thread,
            message,
        };
        Ok(posted(self.post_once(row, post).await?.as_ref()))
    }

    pub(super) async fn room_notice(&self, row: &EffectRow, notice: &Notice) -> Done {
        let incident = self.incident(row).await?;
        let message = views::notice(notice, &incident, self.policy(), false);
        let post = Post {
            channel: room(&incident)?,
            thread: None,
            message,
        };
        Ok(posted(self.post_once(row, post).await?.as_ref()))
    }

    pub(super) async fn tell_person(
        &self,
        row: &EffectRow,
        user: &UserId,
        notice: &Notice,
    ) -> Done {
        let incident = self.incident(row).await?;
        let message = views::notice(notice, &incident, self.policy(), false);
        self.direct(row, user, message).await
    }

    pub(super) async fn brief_holder(
        &self,
        row: &EffectRow,
        role: &RoleKey,
        user: &UserId,
    ) -> Done {
        let incident = self.incident(row).await?;
        if !incident.holders(role).contains(user) {
            // They gave it up before they were told.
            return Ok(Outcome::Done);
        }
        let message = views::brief(&incident, role, self.policy());
        self.direct(row, user, message).await
    }

    async fn direct(&self, row: &EffectRow, user: &UserId, message: Message) -> Done {
        let channel = self.direct_channel(row, user).await?;
        let post = Post {
            channel: &channel,
            thread: None,
            message,
        };
        Ok(posted(self.post_once(row, post).await?.as_ref()))
    }

    /// The channel of direct messages with a person.
    pub(super) async fn direct_channel(
        &self,
        row: &EffectRow,
        user: &UserId,
    ) -> Result<String, Stopped> {
        let args = json!({ "users": user });
        let opened = self.post(row, "conversations.open", &args).await;
        let opened: Value = opened.map_err(|failed| self.no(row, failed))?;
        Ok(need(&opened, "/channel/id")?.to_owned())
    }

    /// The bot's ✅ on a message of the curated timeline.
    pub(super) async fn mark(&self, row: &EffectRow, message: &MessageRef, on: bool) -> Done {
        let method = if on {
            "reactions.add"
        } else {
            "reactions.remove"
        };
        let args = json!({
            "channel": message.channel,
            "timestamp": message.ts,
            "name": MARK_REACTION,
        });
        match self.post(row, method, &args).await {
            Ok(_) => Ok(Outcome::Done),
            Err(Failed::Refused { code, .. })
                if matches!(
                    code.as_str(),
                    "already_reacted" | "no_reaction" | "message_not_found"
                ) =>
            {
                Ok(Outcome::Done)
            }
            Err(failed) => Err(self.no(row, failed)),
        }
    }
}

fn posted(ts: Option<&MessageTs>) -> Outcome {
    if ts.is_some() {
        Outcome::Done
    } else {
        Outcome::NotThere
    }
}
