//! The forms: for each, how it is opened and how it is read, side by side in one file.
//! An input's id is also the field of a refusal, so that errors appear where they belong.

mod choices;
pub mod curate;
pub mod declare;
mod meta;
pub mod note;
pub mod reopen;
pub mod resolve;
pub mod roles;
pub mod severity;
pub mod update;

use super::handling::{Ctx, Handled, Invocation};
use super::ids::FormId;
use super::inbound::State;

pub use meta::{Meta, PickedMessage, Shown};

/// A form that came back.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// Who sent it, and how it reads on the timeline.
    pub invocation: Invocation,
    /// What we put into it.
    pub meta: Meta,
    /// What stands in it.
    pub state: State,
}

/// Carries out a form that came back.
pub async fn submit(ctx: &Ctx, id: FormId, form: &Submitted) -> Handled {
    match id {
        FormId::Declare => declare::submit(ctx, form).await,
        FormId::Update => update::submit(ctx, form).await,
        FormId::Roles => roles::submit(ctx, form).await,
        FormId::Severity => severity::submit(ctx, form).await,
        FormId::Resolve => resolve::submit(ctx, form).await,
        FormId::Reopen => reopen::submit(ctx, form).await,
        FormId::Note => note::submit(ctx, form).await,
        FormId::Curate => curate::submit(ctx, form).await,
    }
}
