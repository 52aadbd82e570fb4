//! Post an update: where it stands, what is known, and when more follows.

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

use super::choices::{SEVERITY, STATUS, TEXT, chosen_severity, severity, status};
use super::{Meta, Shown, Submitted};
use crate::domain::postmortem::span;
use crate::domain::{Incident, Policy, Refusal, UpdateDraft};
use crate::slack::handling::{Ctx, Handled, Outcome};
use crate::slack::ids::FormId;
use crate::slack::inbound::State;
use crate::slack::views::blocks::context;
use crate::slack::views::form::{Choice, Input, form};
use crate::slack::views::mrkdwn::{Mrkdwn, md};

const NEXT_IN: &str = "next_in";
/// The value that leaves the time of the next update to the severity.
const BY_SEVERITY: &str = "severity";
/// The times that are offered, in minutes.
const WAITS: [(i64, &str); 6] = [
    (15, "15 minutes"),
    (30, "30 minutes"),
    (60, "1 hour"),
    (120, "2 hours"),
    (240, "4 hours"),
    (1_440, "1 day"),
];

/// The form, with what holds now.
pub fn open(incident: &Incident, meta: &Meta, policy: &Policy, now: DateTime<Utc>) -> Value {
    let mut blocks = vec![context(&current(incident, now))];
    blocks.extend(status(incident.status).map(Input::block));
    let text = Input::text(TEXT, "What is new?", true)
        .placeholder("What is known, what is being done, what comes next")
        .focused();
    blocks.push(text.block());
    let mut waits: Vec<Choice> = WAITS
        .iter()
        .map(|(minutes, label)| Choice::new(minutes.to_string(), *label))
        .collect();
    let cadence = incident
        .severity
        .as_ref()
        .and_then(|key| policy.severity(key))
        .and_then(|found| found.update_every);
    let usual = cadence.map_or_else(
        || "As the severity asks".to_owned(),
        |wait| format!("As the severity asks: {}", span(wait)),
    );
    waits.insert(0, Choice::new(BY_SEVERITY, usual));
    let next = Input::menu(NEXT_IN, "Next update in", &waits, Some(BY_SEVERITY));
    blocks.extend(next.map(Input::block));
    blocks.extend(severity(
        incident.severity.as_ref(),
        incident.severity.is_none(),
        policy,
    ));
    let meta = meta.showing(Shown {
        status: Some(incident.status),
        severity: incident.severity.clone(),
        ..Shown::default()
    });
    form(FormId::Update, "Post", &meta.encoded(), blocks)
}

/// Where it stands, and who will read the update.
fn current(incident: &Incident, now: DateTime<Utc>) -> Mrkdwn {
    let audience = if incident.is_announceable() {
        Mrkdwn::ours("Goes to the incident's channel and to the announcement.")
    } else {
        Mrkdwn::ours("Goes to the incident's channel only.")
    };
    let due = incident.next_update_due.map(|due| {
        let moment = Mrkdwn::moment_and_distance(due, now);
        md!("An update is promised for {}.", moment)
    });
    let name = md!(
        "*{}*",
        Mrkdwn::plain(&format!("{} · {}", incident.id, incident.title))
    );
    Mrkdwn::join([name, audience, due.unwrap_or_default()], "\n")
}

/// What the form says.
pub fn parse(state: &State) -> Result<UpdateDraft, Refusal> {
    let status = state.option(STATUS).map(|key| key.parse()).transpose();
    let status =
        status.map_err(|_| Refusal::of("status", "This status is not known. Choose another."))?;
    let next_in = state.option(NEXT_IN).filter(|value| value != BY_SEVERITY);
    let next_in = next_in
        .map(|minutes| minutes.parse().map(Duration::minutes))
        .transpose();
    Ok(UpdateDraft {
        text: state.text(TEXT).unwrap_or_default(),
        status,
        severity: chosen_severity(state.option(SEVERITY)),
        next_in: next_in
            .map_err(|_| Refusal::of("next_in", "This time is not known. Choose another."))?,
    })
}

pub(super) async fn submit(ctx: &Ctx, form: &Submitted) -> Handled {
    let mut draft = parse(&form.state)?;
    if let Some(shown) = &form.meta.shown {
        draft.status = draft.status.filter(|status| Some(*status) != shown.status);
        draft
            .severity
            .take_if(|key| Some(&*key) == shown.severity.as_ref());
    }
    let id = form.meta.incident()?;
    let request = &form.invocation.request;
    let incident = ctx.ops.update(request, id, &draft).await?;
    Outcome::shown(&form.invocation, &incident, &told(&incident))
}

/// What the author is told.
pub fn told(incident: &Incident) -> Mrkdwn {
    match incident.next_update_due {
        Some(due) => md!(
            "Update of {} posted. The next is promised for {}.",
            incident.id,
            Mrkdwn::moment(due)
        ),
        None => md!("Update of {} posted.", incident.id),
    }
}
