//! Block Kit as Slack enforces it: what a message or a view may hold, and what people's answers
//! look like in the payloads an app receives.

mod answer;
mod complete;
mod elements;
mod ids;
mod layout;
mod menus;
mod objects;
mod rich_text;
mod state;
mod surface;
mod tables;
mod view;
mod walk;

use std::fmt;

use serde_json::{Map, Value};

pub use super::shape::Problem;
pub(super) use objects::is_web_link;

/// What blocks can stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surface {
    Message,
    Modal,
    Home,
}

impl Surface {
    const fn block_limit(self) -> usize {
        match self {
            Self::Message => 50,
            Self::Modal | Self::Home => 100,
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Message => "message",
            Self::Modal => "modal",
            Self::Home => "Home tab",
        })
    }
}

/// Checks the `blocks` of a message. Pointers are relative to the list (`/0/text/text`).
pub fn validate_message(blocks: &Value) -> Vec<Problem> {
    surface::blocks(blocks, Surface::Message)
}

/// Checks a modal or a Home tab. Pointers are relative to the view (`/blocks/2/element`).
///
/// A view that is too big has a problem whose message starts with `view_too_large`.
pub fn validate_view(view: &Value) -> Vec<Problem> {
    view::problems(view)
}

/// Gives every block a `block_id` and every interactive element an `action_id`, as Slack does
/// before it stores them. `next` makes the identifiers.
pub fn fill_ids(blocks: &mut Value, mut next: impl FnMut() -> String) {
    ids::fill(blocks, &mut next);
}

/// The `state` (`{"values": {…}}`) of a submitted view, or of the blocks of a message.
///
/// `given` is keyed by `action_id`, or by `block_id` where the block has one element. What is not
/// given keeps its initial value; `null` empties an input. The problems are those of Slack's
/// clients, which do not let a person submit an incomplete or ill-formed input; pointers are
/// relative to what was passed in.
pub fn view_state(view: &Value, given: &Map<String, Value>) -> Result<Value, Vec<Problem>> {
    state::build(view, given, true)
}

/// The `state` sent with a click, when a form may still be incomplete: like [`view_state`] without
/// the checks on what is missing, too short, too long or ill-formed.
pub fn current_state(view: &Value, given: &Map<String, Value>) -> Result<Value, Vec<Problem>> {
    state::build(view, given, false)
}

/// What `actions[0]` says when a person uses `element` with `value`, without `block_id` and
/// `action_ts`, which the caller knows.
///
/// Refuses what the element does not offer. A button takes `null` or its own value.
pub fn chosen(element: &Value, value: &Value) -> Result<Value, Problem> {
    answer::chosen(element, value)
}
