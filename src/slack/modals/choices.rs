//! The choices that several forms offer.

use crate::domain::{Policy, SeverityKey, Status};
use crate::slack::views::blocks::{Block, LABEL, context};
use crate::slack::views::form::{Choice, Input};
use crate::slack::views::mrkdwn::{Mrkdwn, fit_words, md};

/// The value that stands for a severity that is not decided.
const PENDING: &str = "pending";
/// The input of the severity.
pub(super) const SEVERITY: &str = "severity";
/// The input of the status.
pub(super) const STATUS: &str = "status";
/// The input of a text.
pub(super) const TEXT: &str = "text";

/// The severities from the worst to the mildest, with the criteria beside each; the criteria that
/// Slack would cut follow in small print.
pub(super) fn severity(
    current: Option<&SeverityKey>,
    may_be_pending: bool,
    policy: &Policy,
) -> Vec<Block> {
    let mut choices: Vec<Choice> = policy
        .severities
        .iter()
        .map(|severity| Choice {
            value: severity.key.to_string(),
            label: format!("{} {} {}", severity.emoji, severity.key, severity.name),
            description: gist(&severity.criteria).0,
        })
        .collect();
    if may_be_pending {
        choices.push(Choice {
            value: PENDING.to_owned(),
            label: "Pending".to_owned(),
            description: "Not clear yet; decide it soon. When in doubt, go high.".to_owned(),
        });
    }
    let pending = may_be_pending.then_some(PENDING);
    let chosen = current.map(SeverityKey::as_str).or(pending);
    let input = Input::radio(SEVERITY, "Severity", &choices, chosen);
    let mut blocks: Vec<Block> = input.into_iter().map(Input::block).collect();
    blocks.extend(criteria(policy));
    blocks
}

/// What the criteria of the levels say beyond what stands beside the choice.
fn criteria(policy: &Policy) -> Option<Block> {
    let lines = policy.severities.iter().map(|severity| {
        let key = Mrkdwn::plain(severity.key.as_str());
        match gist(&severity.criteria).1 {
            "" => Mrkdwn::default(),
            rest => md!("*{}*  {}", key, Mrkdwn::plain(rest)),
        }
    });
    let text = Mrkdwn::join(lines, "\n");
    (!text.is_empty()).then(|| context(&text))
}

/// Criteria in the space that Slack leaves beside a choice, and what remains to be said: the first
/// sentence and the others; all of it again where even the first must be cut.
fn gist(criteria: &str) -> (String, &str) {
    let fits = |text: &str| text.encode_utf16().count() <= LABEL;
    if fits(criteria) {
        return (criteria.to_owned(), "");
    }
    match criteria.split_once(". ") {
        Some((first, rest)) if fits(&format!("{first}.")) => (format!("{first}."), rest),
        Some(_) | None => (fit_words(criteria, LABEL), criteria),
    }
}

/// The severity that was chosen; `pending` is none.
pub(super) fn chosen_severity(option: Option<String>) -> Option<SeverityKey> {
    option.filter(|key| key != PENDING).map(SeverityKey::from)
}

/// The stages with what each says.
pub(super) fn status(current: Status) -> Option<Input> {
    let choices = Status::ALL.map(|status| Choice {
        value: status.key().to_owned(),
        label: status.name().to_owned(),
        description: status.meaning().to_owned(),
    });
    Input::menu(STATUS, "Status", &choices, Some(current.key()))
}
