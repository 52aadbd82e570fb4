//! Who people are: names for the timeline, standing for what they may do.

use serde_json::Value;

use super::calls::{Failed, need};
use super::{Done, Hands, Stopped};
use crate::domain::UserId;
use crate::ops::Outcome;
use crate::slack::people::person_of;
use crate::store::EffectRow;

impl Hands {
    pub(super) async fn learn_self(&self, row: &EffectRow) -> Done {
        self.ask_self(row).await?;
        Ok(Outcome::Done)
    }

    /// The bot's own account.
    pub(super) async fn bot_user(&self, row: &EffectRow) -> Result<String, Stopped> {
        match self.ops.fact("bot_user").await? {
            Some(user) => Ok(user),
            None => self.ask_self(row).await,
        }
    }

    async fn ask_self(&self, row: &EffectRow) -> Result<String, Stopped> {
        let answer = self.get(row, "auth.test", &[]).await;
        let answer = answer.map_err(|failed| self.no(row, failed))?;
        let user = need(&answer, "/user_id")?;
        self.ops.learn("team", need(&answer, "/team_id")?).await?;
        self.ops.learn("bot_user", user).await?;
        Ok(user.to_owned())
    }

    /// Reads everybody, page by page; each page is kept as it comes.
    pub(super) async fn learn_people(&self, row: &EffectRow) -> Done {
        let team = self.ops.fact("team").await?;
        let mut cursor = String::new();
        loop {
            let mut args = vec![("limit", "200".to_owned())];
            if !cursor.is_empty() {
                args.push(("cursor", cursor.clone()));
            }
            let page = self.get(row, "users.list", &args).await;
            let page = page.map_err(|failed| self.no(row, failed))?;
            let people: Vec<_> = page
                .get("members")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|user| person_of(user, team.as_deref()))
                .collect();
            self.ops.remember_people(&people).await?;
            let next = page
                .pointer("/response_metadata/next_cursor")
                .and_then(Value::as_str);
            next.unwrap_or_default().clone_into(&mut cursor);
            if cursor.is_empty() {
                return Ok(Outcome::Done);
            }
        }
    }

    pub(super) async fn learn_person(&self, row: &EffectRow, user: &UserId) -> Done {
        let team = self.ops.fact("team").await?;
        match self
            .get(row, "users.info", &[("user", user.to_string())])
            .await
        {
            Ok(answer) => {
                let person = answer
                    .get("user")
                    .and_then(|user| person_of(user, team.as_deref()));
                self.ops.remember_people(person.as_slice()).await?;
                Ok(Outcome::Done)
            }
            // Nobody that this workspace knows: the id stays the name.
            Err(Failed::Refused { code, .. })
                if matches!(code.as_str(), "user_not_found" | "user_not_visible") =>
            {
                Ok(Outcome::Done)
            }
            Err(failed) => Err(self.no(row, failed)),
        }
    }
}
