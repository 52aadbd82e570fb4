//! Add to timeline: which incident's, when the message stands in no incident's channel.

use serde_json::Value;

use super::{Meta, PickedMessage, Submitted};
use crate::domain::{Incident, IncidentId, Refusal};
use crate::ops::Picked;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome, Reply};
use crate::slack::ids::FormId;
use crate::slack::inbound::State;
use crate::slack::time::moment;
use crate::slack::views;
use crate::slack::views::blocks::section;
use crate::slack::views::form::{Choice, Input, form};
use crate::slack::views::mrkdwn::Mrkdwn;

const INCIDENT: &str = "incident";
/// The most that is shown of the message.
const SHOWN: usize = 500;

/// The form; none when there is no incident to choose.
pub fn open(incidents: &[Incident], meta: &Meta) -> Option<Value> {
    let choices: Vec<Choice> = incidents
        .iter()
        .map(|incident| {
            let label = format!("{} · {}", incident.id, incident.title);
            Choice::new(incident.id.to_string(), label)
        })
        .collect();
    let newest = choices.first().map(|choice| choice.value.as_str());
    let which = Input::menu(INCIDENT, "Incident", &choices, newest)?;
    let mut blocks = vec![which.block()];
    if let Some(message) = &meta.message {
        let text = Mrkdwn::written(&message.text).fit(SHOWN);
        blocks.push(section(&text.quoted()));
    }
    Some(form(FormId::Curate, "Add", &meta.encoded(), blocks))
}

/// What the form says.
pub fn parse(state: &State) -> Result<IncidentId, Refusal> {
    let chosen = state.option(INCIDENT).unwrap_or_default();
    chosen
        .parse()
        .map_err(|_| Refusal::of("incident", "Choose an incident."))
}

pub(super) async fn submit(ctx: &Ctx, form: &Submitted) -> Handled {
    let id = parse(&form.state)?;
    let gone = || Refusal::new("This form lost its message. Please use the shortcut again.");
    let message = form.meta.message.as_ref().ok_or_else(gone)?;
    add(ctx, &form.invocation, id, message).await
}

/// Puts the message on the incident's timeline.
pub async fn add(
    ctx: &Ctx,
    invocation: &Invocation,
    id: IncidentId,
    message: &PickedMessage,
) -> Handled {
    let picked = Picked {
        message: message.at.clone(),
        author: message.author.clone(),
        author_name: message.author_name.clone(),
        text: message.text.clone(),
        occurred_at: moment(message.at.ts.as_str()).unwrap_or_else(|| ctx.ops.clock().now()),
    };
    let incident = ctx.ops.curate(&invocation.request, id, &picked).await?;
    Ok(Outcome::Changed(Reply::Ephemeral(views::curated(
        &incident,
    ))))
}
