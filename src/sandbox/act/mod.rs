//! People acting: what a person can do in Slack, as calls.

mod channel;
mod choose;
mod command;
mod content;
mod interact;
mod payload;
mod submit;
mod who;

use std::sync::Arc;

use axum::Router;
use axum::routing::post;

use super::hub::Hub;

/// The routes.
pub(crate) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route("/_sandbox/people", post(who::people))
        .route("/_sandbox/act/command", post(command::command))
        .route("/_sandbox/act/click", post(interact::click))
        .route("/_sandbox/act/options", post(interact::options))
        .route("/_sandbox/act/shortcut", post(interact::shortcut))
        .route("/_sandbox/act/home", post(interact::home))
        .route("/_sandbox/act/submit", post(submit::submit))
        .route("/_sandbox/act/close", post(submit::close))
        .merge(content::router())
        .merge(channel::router())
}
