//! What every handler of a command, button or form is given, and what it gives back.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio_util::task::TaskTracker;

use super::client::SlackApi;
use super::people::person_of;
use super::views::{self, Message};
use crate::domain::{Actor, Incident, Policy, ReplyTo, Standing, UserId};
use crate::ops::{Failure, Ops, Request};

/// How long Slack may take to say who somebody is; a person waits meanwhile.
const WHO: Duration = Duration::from_millis(1_500);

/// What the handlers share. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// What can be asked of Muster.
    pub ops: Ops,
    /// Slack, for opening forms and for asking who somebody is.
    pub slack: SlackApi,
    /// Where the work on each delivery runs, so that a graceful stop waits for it.
    pub tasks: TaskTracker,
}

impl Ctx {
    /// What the organisation has decided.
    pub fn policy(&self) -> &Policy {
        self.ops.policy()
    }

    /// Our workspace, by which people of other organisations are told apart; none as long as it is
    /// not known, and when the app is installed in a whole organisation.
    pub(super) async fn team(&self) -> Result<Option<String>, Failure> {
        let team = self.ops.fact("team").await?;
        Ok(team.filter(|id| id.starts_with('T')))
    }

    /// Who somebody is. `team` is the workspace that Slack named with them, if it did. Whoever
    /// cannot be looked up counts as a member if that is ours.
    pub(super) async fn actor(&self, user: &UserId, team: Option<&str>) -> Result<Actor, Failure> {
        if let Some(person) = self.ops.person(user).await? {
            return Ok(actor(user, person.standing));
        }
        let ours = self.team().await?;
        let is_foreign = team.zip(ours.as_deref()).is_some_and(|(a, b)| a != b);
        let query = [("user", user.to_string())];
        let asked = tokio::time::timeout(WHO, self.slack.get("users.info", &query)).await;
        let problem = match asked {
            Ok(Ok(answer)) => {
                let found = answer.get("user");
                let found = found.and_then(|json| person_of(json, ours.as_deref()));
                if let Some(person) = found {
                    let standing = person.standing;
                    self.ops.remember_people(&[person]).await?;
                    return Ok(actor(user, standing));
                }
                "the answer names nobody".to_owned()
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it takes too long".to_owned(),
        };
        let standing = if is_foreign {
            Standing::External
        } else {
            Standing::Member
        };
        tracing::warn!(%user, problem, ?standing, "cannot look up who a person is");
        Ok(actor(user, standing))
    }
}

fn actor(user: &UserId, standing: Standing) -> Actor {
    Actor {
        user: user.clone(),
        standing,
    }
}

/// One thing that a person asked for.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// Who, by which delivery, and how it reads on the timeline.
    pub request: Request,
    /// What makes it this one request, however often it is delivered.
    pub origin: String,
    /// What stands behind the command and the incident (mrkdwn).
    pub args: String,
    /// The command line that runs the same again, for a button.
    pub line: String,
    /// The incident whose channel it was asked in.
    pub here: Option<Incident>,
    /// Where an answer goes that is not ready in time.
    pub reply_to: ReplyTo,
    /// Opens one form within 3 seconds.
    pub trigger_id: String,
}

impl Invocation {
    /// Who asks.
    pub fn user(&self) -> &UserId {
        &self.request.actor.user
    }
}

/// What the person gets.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Nothing: what was done shows by itself.
    Nothing,
    /// A message that only they see.
    Ephemeral(Message),
    /// A form.
    Form(Value),
    /// What is wrong with which field of the form they sent.
    Errors(BTreeMap<String, String>),
}

/// How a handler ended well.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A verb has written the change, and with it the delivery's end.
    Changed(Reply),
    /// Nothing was changed; the delivery's end is still to be written.
    Looked(Reply),
}

impl Outcome {
    /// Nothing was changed; a message.
    pub fn shows(message: Message) -> Handled {
        Ok(Self::Looked(Reply::Ephemeral(message)))
    }

    /// Nothing was changed; a form.
    pub fn opens(view: Value) -> Handled {
        Ok(Self::Looked(Reply::Form(view)))
    }

    /// Something was changed that the incident's channel shows: whoever asked elsewhere is told.
    pub fn shown(
        invocation: &Invocation,
        incident: &Incident,
        text: &views::mrkdwn::Mrkdwn,
    ) -> Handled {
        match &invocation.here {
            Some(here) if here.id == incident.id => Ok(Self::Changed(Reply::Nothing)),
            Some(_) | None => Self::did(text),
        }
    }

    /// Something was changed, and the person is told in small print.
    pub fn did(text: &views::mrkdwn::Mrkdwn) -> Handled {
        Ok(Self::Changed(Reply::Ephemeral(views::done(text))))
    }
}

/// How a handler ended.
pub type Handled = Result<Outcome, Failure>;

/// A handler at work.
pub type Handling<'a> = BoxFuture<'a, Handled>;
