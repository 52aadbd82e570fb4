//! Which conversations a call may name.

use crate::sandbox::api::args::Args;
use crate::sandbox::api::error::ApiError;
use crate::sandbox::hub::Tx;
use crate::sandbox::state::{Channel, Kind};

/// The argument's conversation, if the bot can see it: any public channel, and others it is in.
pub(super) fn visible<'a>(
    tx: &'a Tx<'_>,
    args: &Args,
    name: &str,
) -> Result<&'a Channel, ApiError> {
    let id = args.required(name, "channel_not_found")?;
    by_id(tx, &id)
}

/// The conversation of this id, if the bot can see it.
pub(super) fn by_id<'a>(tx: &'a Tx<'_>, id: &str) -> Result<&'a Channel, ApiError> {
    let channel = tx.ws.channels.get(id);
    let seen = channel.filter(|channel| channel.kind == Kind::Public || channel.has_bot());
    seen.ok_or_else(|| ApiError::new("channel_not_found"))
}

/// The argument's conversation, if the bot is in it.
pub(super) fn joined<'a>(tx: &'a Tx<'_>, args: &Args, name: &str) -> Result<&'a Channel, ApiError> {
    let channel = visible(tx, args, name)?;
    if channel.has_bot() {
        Ok(channel)
    } else {
        Err("not_in_channel".into())
    }
}

/// The argument's conversation, if the bot is in it and it is not archived.
pub(super) fn writable<'a>(
    tx: &'a Tx<'_>,
    args: &Args,
    name: &str,
) -> Result<&'a Channel, ApiError> {
    let channel = visible(tx, args, name)?;
    if channel.is_archived {
        return Err("is_archived".into());
    }
    joined(tx, args, name)
}
