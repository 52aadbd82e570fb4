//! The postmortem draft as a file in the war room.

use serde_json::{Value, json};

use super::calls::need;
use super::rooms::room;
use super::{Done, Hands, Stopped};
use crate::ops::Outcome;
use crate::slack::client::CallError;
use crate::store::EffectRow;

impl Hands {
    pub(super) async fn upload_postmortem(&self, row: &EffectRow) -> Done {
        let incident = self.incident(row).await?;
        let channel = room(&incident)?;
        let name = format!("{}-postmortem.md", incident.id);
        if row.doubt {
            let named = |file: &Value| file.get("name").and_then(Value::as_str) == Some(&name);
            let found = self.find_post(row, channel, None, |message| {
                let files = message.get("files").and_then(Value::as_array);
                files.is_some_and(|files| files.iter().any(named))
            });
            let there = found.await?.is_some();
            return Ok(if there {
                Outcome::Done
            } else {
                Outcome::NotThere
            });
        }
        let draft = self
            .ops
            .postmortem_markdown(incident.id)
            .await?
            .into_bytes();
        let args = [("filename", name), ("length", draft.len().to_string())];
        let place = self.get(row, "files.getUploadURLExternal", &args).await;
        let place = place.map_err(|failed| self.no(row, failed))?;
        self.send_bytes(row, need(&place, "/upload_url")?, draft)
            .await?;
        let args = json!({
            "files": [{
                "id": need(&place, "/file_id")?,
                "title": format!("{} postmortem draft", incident.id),
            }],
            "channel_id": channel,
            "initial_comment": "The postmortem draft, written from the record. Fill in what only \
                people know: impact, factors, what went well, actions.",
        });
        let shared = self.post(row, "files.completeUploadExternal", &args).await;
        shared
            .map(|_| Outcome::Done)
            .map_err(|failed| self.no(row, failed))
    }

    /// The bytes alone show nowhere: whatever goes wrong here, the whole upload is begun again.
    async fn send_bytes(&self, row: &EffectRow, url: &str, bytes: Vec<u8>) -> Result<(), Stopped> {
        self.slack.upload(url, bytes).await.map_err(|error| {
            let wait = match &error {
                CallError::RateLimited { retry_after } => {
                    chrono::Duration::from_std(*retry_after).unwrap_or_default()
                }
                CallError::Refused { .. } | CallError::NotSent(_) | CallError::Unknown(_) => {
                    super::calls::backoff(row.attempt)
                }
            };
            let at = self.ops.clock().now() + wait;
            let problem = error.to_string();
            Stopped::Outcome(Outcome::Again {
                at,
                problem,
                throttled: false,
            })
        })
    }
}
