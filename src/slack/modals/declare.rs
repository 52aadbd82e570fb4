//! Declare: only a title is needed, everything else can follow.

use serde_json::Value;

use super::choices::{SEVERITY, chosen_severity, severity};
use super::{Meta, Submitted};
use crate::domain::text::readable;
use crate::domain::{Draft, MAX_TITLE, Policy};
use crate::slack::handling::{Ctx, Handled, Outcome, Reply};
use crate::slack::ids::FormId;
use crate::slack::inbound::State;
use crate::slack::views;
use crate::slack::views::blocks::Block;
use crate::slack::views::form::{Choice, Input, form};
use crate::slack::views::mrkdwn::{Mrkdwn, md};

const TITLE: &str = "title";
const TYPE: &str = "type";
const SERVICES: &str = "services";
const DESCRIPTION: &str = "description";
const IMPACT_STARTED: &str = "impact_started";
const MARKS: &str = "marks";
const PRIVATE: &str = "private";
const DRILL: &str = "drill";

/// What is known before the form is opened (plain text).
#[derive(Clone, Debug, Default)]
pub struct Prefill {
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
}

/// The form.
pub fn open(meta: &Meta, prefill: &Prefill, policy: &Policy) -> Value {
    let title = Input::text(TITLE, "What is wrong?", false)
        .placeholder("Checkout returns errors")
        .hint(format!(
            "In a few words; the first {MAX_TITLE} characters are the title."
        ))
        .filled(&prefill.title)
        .focused();
    let mut blocks = vec![title.block()];
    blocks.extend(severity(policy.default_severity.as_ref(), true, policy));
    let services = named(&policy.services);
    let services = Input::any_of(SERVICES, "Affected services", &services);
    blocks.extend(services.map(|input| input.optional().block()));
    let types = named(&policy.types);
    let types = Input::menu(TYPE, "Type", &types, None);
    blocks.extend(types.map(|input| input.optional().block()));
    let description = Input::text(DESCRIPTION, "Impact and symptoms", true)
        .placeholder("Who is affected, since when, which errors")
        .filled(&prefill.description)
        .optional();
    blocks.push(description.block());
    let start = Input::moment(IMPACT_STARTED, "Impact started", None)
        .hint("If it began before now.")
        .optional();
    blocks.push(start.block());
    blocks.push(marks());
    form(FormId::Declare, "Declare", &meta.encoded(), blocks)
}

fn marks() -> Block {
    let choice = |value: &str, label: &str, description: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        description: description.to_owned(),
    };
    let boxes = [
        choice(
            PRIVATE,
            "Private",
            "Only people in the channel see it; announced nowhere",
        ),
        choice(DRILL, "Drill", "A practice; announced nowhere"),
    ];
    Input::boxes(MARKS, "Options", &boxes).optional().block()
}

fn named(items: &[crate::domain::policy::Named]) -> Vec<Choice> {
    items
        .iter()
        .map(|item| Choice::new(item.key.clone(), item.name.clone()))
        .collect()
}

/// What the form says.
pub fn parse(state: &State, meta: &Meta) -> Draft {
    Draft {
        title: state.text(TITLE).unwrap_or_default(),
        description: state.text(DESCRIPTION).unwrap_or_default(),
        severity: chosen_severity(state.option(SEVERITY)),
        incident_type: state.option(TYPE),
        services: state.options(SERVICES),
        impact_started: state.datetime(IMPACT_STARTED),
        private: state.checked(MARKS, PRIVATE),
        drill: state.checked(MARKS, DRILL),
        reply_to: None,
        source: meta.message.as_ref().map(|message| {
            let author = match (&message.author, &message.author_name) {
                (Some(user), _) => md!(" from {}", Mrkdwn::person(user)),
                (None, Some(program)) => md!(" from {}", Mrkdwn::plain(program)),
                (None, None) => Mrkdwn::default(),
            };
            let text = md!(
                "a message{} in {}\n{}",
                author,
                Mrkdwn::channel(&message.at.channel),
                Mrkdwn::written(&message.text).quoted()
            );
            text.as_str().to_owned()
        }),
    }
}

pub(super) async fn submit(ctx: &Ctx, form: &Submitted) -> Handled {
    let invocation = &form.invocation;
    let mut draft = parse(&form.state, &form.meta);
    // Pasted text can hold Slack's own marks; the title and description are plain.
    let names = ctx.ops.names().await?;
    draft.title = readable(&draft.title, &names);
    draft.description = readable(&draft.description, &names);
    draft.reply_to = Some(invocation.reply_to.clone());
    let incident = ctx
        .ops
        .declare(&invocation.request, &invocation.origin, draft)
        .await?;
    let answer = views::declared(&incident, ctx.policy());
    Ok(Outcome::Changed(Reply::Ephemeral(answer)))
}
