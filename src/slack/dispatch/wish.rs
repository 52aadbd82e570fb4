//! Does what a person asked for: who they are, whether they may, the handler, and the end of the
//! delivery, which is written in every case.

use serde_json::json;

use super::asked::Asked;
use super::reply::{Finished, Way, body, refused};
use crate::domain::text::readable;
use crate::domain::{Actor, COMMANDER, Incident, IncidentId, Refusal};
use crate::ops::{Failure, Internal, Request};
use crate::slack::commands::line::{Line, parse};
use crate::slack::commands::{Among, CommandSpec, Run, menu};
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome, Reply};
use crate::slack::ids::{FormId, ShortcutId};
use crate::slack::inbound::State;
use crate::slack::modals::{Meta, PickedMessage, Submitted, curate, declare, submit};
use crate::slack::views;

/// How many incidents are looked through for a choice: as many as fit a menu.
const OFFERED: i64 = 100;

/// What somebody wants.
#[derive(Debug)]
pub(super) enum Wish {
    /// A command line, typed or behind a button.
    Line(String),
    /// To command this incident.
    TakeCommand(String),
    /// A form was sent.
    Form {
        callback: String,
        meta: Result<Meta, Refusal>,
        state: State,
    },
    /// A shortcut was used, perhaps on a message.
    Shortcut(String, Option<PickedMessage>),
    /// Something of another version.
    Stale,
}

/// Does it, and gives the reply.
pub(super) async fn answer(ctx: &Ctx, asked: Asked) -> Finished {
    let Asked {
        seq,
        user,
        team,
        wish,
        interaction,
        origin,
        reply_to,
        way,
        trigger_id,
    } = asked;
    let mut invocation = Invocation {
        request: Request {
            actor: Actor::member(user.clone()),
            delivery: Some(seq),
            interaction: Some(interaction),
        },
        origin,
        args: String::new(),
        line: String::new(),
        here: None,
        reply_to: reply_to.clone(),
        trigger_id,
    };
    let admitted = admit(ctx, &mut invocation, team.as_deref()).await;
    // What is done in an incident's channel belongs on its timeline, even a "no".
    let mut about = invocation.here.as_ref().map(|incident| incident.id);
    let handled = match admitted {
        Ok(()) => perform(ctx, &mut invocation, wish, &mut about).await,
        Err(failure) => Err(failure),
    };
    let handled = open_form(ctx, &invocation, handled).await;
    let reply = conclude(ctx, &invocation, about, &way, handled).await;
    Finished {
        seq,
        reply,
        to: reply_to,
        way,
    }
}

/// Who it is, where they are, and whether they may ask at all.
async fn admit(ctx: &Ctx, invocation: &mut Invocation, team: Option<&str>) -> Result<(), Failure> {
    invocation.request.actor = ctx.actor(invocation.user(), team).await?;
    if let Some(channel) = &invocation.reply_to.channel {
        invocation.here = ctx.ops.incident_of_channel(channel).await?;
    }
    invocation.request.actor.may_act(ctx.policy())?;
    Ok(())
}

async fn perform(
    ctx: &Ctx,
    invocation: &mut Invocation,
    wish: Wish,
    about: &mut Option<IncidentId>,
) -> Handled {
    match wish {
        Wish::Line(text) => run(ctx, invocation, &text, about).await,
        Wish::TakeCommand(value) => {
            let Ok(id) = value.parse() else {
                return Outcome::shows(views::stale(ctx.policy()));
            };
            *about = Some(id);
            let role = COMMANDER.into();
            ctx.ops.take_role(&invocation.request, id, &role).await?;
            // The card and a line in the room show it.
            Ok(Outcome::Changed(Reply::Nothing))
        }
        Wish::Form {
            callback,
            meta,
            state,
        } => {
            let Ok(id) = FormId::parse(&callback) else {
                return Outcome::shows(views::stale(ctx.policy()));
            };
            let meta = meta?;
            *about = meta.incident.or(*about);
            let form = Submitted {
                invocation: invocation.clone(),
                meta,
                state,
            };
            submit(ctx, id, &form).await
        }
        Wish::Shortcut(callback, message) => match (ShortcutId::parse(&callback), message) {
            (Ok(ShortcutId::Declare), _) | (Ok(ShortcutId::DeclareFromMessage), None) => {
                "declare".clone_into(&mut invocation.line);
                declare_form(ctx, invocation, None).await
            }
            (Ok(ShortcutId::DeclareFromMessage), Some(message)) => {
                declare_form(ctx, invocation, Some(message)).await
            }
            (Ok(ShortcutId::AddToTimeline), Some(message)) => {
                add_to_timeline(ctx, invocation, message).await
            }
            (Ok(ShortcutId::AddToTimeline), None) | (Err(_), _) => {
                Outcome::shows(views::stale(ctx.policy()))
            }
        },
        Wish::Stale => Outcome::shows(views::stale(ctx.policy())),
    }
}

/// Runs a command line.
async fn run(
    ctx: &Ctx,
    invocation: &mut Invocation,
    text: &str,
    about: &mut Option<IncidentId>,
) -> Handled {
    let (spec, named, args) = match parse(text, ctx.policy()) {
        Line::Bare => {
            return menu::run(ctx, invocation).await;
        }
        Line::Unknown { word, nearest } => {
            return Outcome::shows(views::unknown_word(&word, nearest, text, ctx.policy()));
        }
        Line::Command {
            spec,
            incident,
            args,
        } => (spec, incident, args),
    };
    match spec.run {
        Run::Anywhere(handler) => {
            let line = format!("{} {args}", spec.name);
            line.trim_end().clone_into(&mut invocation.line);
            invocation.args = args;
            handler(ctx, invocation).await
        }
        Run::OnIncident(among, handler) => {
            let incident = match (named, &invocation.here) {
                (Some(id), _) => ctx.ops.incident(id, invocation.user()).await?,
                (None, Some(here)) => here.clone(),
                (None, None) => {
                    let open = offered(ctx, invocation, among).await?;
                    let line = |incident: &Incident| line_for(spec, incident, &args);
                    return Outcome::shows(views::picker(spec.name, &open, ctx.policy(), line));
                }
            };
            *about = Some(incident.id);
            invocation.line = line_for(spec, &incident, &args);
            invocation.args = args;
            handler(ctx, invocation, &incident).await
        }
    }
}

/// The incidents that a command can be meant for, where it is given without one.
async fn offered(
    ctx: &Ctx,
    invocation: &Invocation,
    among: Among,
) -> Result<Vec<Incident>, Failure> {
    let user = invocation.user();
    let mut found = match among {
        Among::Open => return menu::open_for(ctx, user).await,
        Among::Resolved | Among::All => ctx.ops.recent_incidents(user, OFFERED).await?,
    };
    if among == Among::Resolved {
        found.retain(|incident| !incident.status.is_open());
        if found.is_empty() {
            return Err(
                Refusal::new("No incident is resolved: there is nothing to reopen.").into(),
            );
        }
    }
    found.sort_by_key(|incident| !incident.status.is_open());
    Ok(found)
}

fn line_for(spec: &CommandSpec, incident: &Incident, args: &str) -> String {
    format!("{} {} {args}", spec.name, incident.id)
        .trim_end()
        .to_owned()
}

async fn declare_form(
    ctx: &Ctx,
    invocation: &Invocation,
    message: Option<PickedMessage>,
) -> Handled {
    let mut meta = Meta::answering(&invocation.reply_to);
    let mut prefill = declare::Prefill::default();
    if let Some(message) = message {
        let text = readable(&message.text, &ctx.ops.names().await?);
        let first_line = text.lines().find(|line| !line.trim().is_empty());
        prefill.title = first_line.unwrap_or_default().trim().to_owned();
        prefill.description = text;
        meta.message = Some(message.fit());
    }
    Outcome::opens(declare::open(&meta, &prefill, ctx.policy()))
}

/// In an incident's channel the message goes on that timeline at once; elsewhere a form asks which.
async fn add_to_timeline(ctx: &Ctx, invocation: &Invocation, message: PickedMessage) -> Handled {
    if let Some(here) = &invocation.here {
        return curate::add(ctx, invocation, here.id, &message).await;
    }
    let mut known = ctx.ops.recent_incidents(invocation.user(), OFFERED).await?;
    known.sort_by_key(|incident| !incident.status.is_open());
    let meta = Meta {
        message: Some(message.fit()),
        ..Meta::answering(&invocation.reply_to)
    };
    match curate::open(&known, &meta) {
        Some(view) => Outcome::opens(view),
        None => Err(Refusal::new("There is no incident yet whose timeline it could go on.").into()),
    }
}

/// Opens the form that is the reply. When Slack does not, the person gets a button to try again.
async fn open_form(ctx: &Ctx, invocation: &Invocation, handled: Handled) -> Handled {
    let Ok(Outcome::Looked(Reply::Form(view))) = handled else {
        return handled;
    };
    let args = json!({ "trigger_id": invocation.trigger_id, "view": view });
    let Err(error) = ctx.slack.post("views.open", &args).await else {
        return Ok(Outcome::Looked(Reply::Nothing));
    };
    tracing::warn!(%error, "a form could not be opened; the person is offered it again");
    Outcome::shows(views::reopen_form(&invocation.line, ctx.policy()))
}

/// Writes the end of the delivery.
async fn conclude(
    ctx: &Ctx,
    invocation: &Invocation,
    about: Option<IncidentId>,
    way: &Way,
    handled: Handled,
) -> Reply {
    let request = &invocation.request;
    match handled {
        Ok(Outcome::Changed(reply)) => reply,
        Ok(Outcome::Looked(reply)) => match ctx.ops.looked(request, about).await {
            Ok(()) => reply,
            Err(failure) => fault(ctx, request, failure).await,
        },
        Err(Failure::Refused(refusal)) => {
            let reply = refused(ctx, &refusal, way).await;
            let stored = body(&reply, way);
            match ctx
                .ops
                .refused(request, about, &refusal, stored.as_ref())
                .await
            {
                Ok(()) => reply,
                Err(failure) => fault(ctx, request, failure).await,
            }
        }
        Err(failure @ Failure::Internal(_)) => fault(ctx, request, failure).await,
    }
}

/// Something is broken: logged once, kept, and the person gets a reference to quote.
async fn fault(ctx: &Ctx, request: &Request, failure: Failure) -> Reply {
    let internal = match failure {
        Failure::Internal(internal) => internal,
        Failure::Refused(refusal) => Internal::new(refusal.to_string()),
    };
    tracing::error!(error = %internal, delivery = request.delivery, "a request failed");
    if let Some(seq) = request.delivery
        && let Err(error) = ctx.ops.failed(seq, &internal.to_string()).await
    {
        tracing::error!(%error, seq, "a delivery's end could not be written");
    }
    Reply::Ephemeral(views::apology(internal.reference()))
}
