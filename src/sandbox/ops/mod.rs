//! What can happen in the workspace, whoever does it: the Web API and people acting go through the same operations, which
//! keep the state right and tell the app and the pages.

pub(crate) mod channels;
pub(crate) mod ephemeral;
pub(crate) mod files;
pub(crate) mod marks;
pub(crate) mod membership;
pub(crate) mod messages;

use serde_json::Value;

use super::api::error::ApiError;
use super::hub::Tx;
use super::state::{Channel, Object};

/// The object in a JSON value built in place.
pub(crate) fn object(value: Value) -> Object {
    match value {
        Value::Object(fields) => fields,
        _ => Object::new(),
    }
}

/// The channel, or `channel_not_found`.
pub(crate) fn channel_mut<'a>(tx: &'a mut Tx<'_>, id: &str) -> Result<&'a mut Channel, ApiError> {
    tx.ws
        .channels
        .get_mut(id)
        .ok_or_else(|| ApiError::new("channel_not_found"))
}

/// The channel, or `channel_not_found`.
pub(crate) fn channel<'a>(tx: &'a Tx<'_>, id: &str) -> Result<&'a Channel, ApiError> {
    tx.ws
        .channels
        .get(id)
        .ok_or_else(|| ApiError::new("channel_not_found"))
}
