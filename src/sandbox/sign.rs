//! Slack's request signature, version 0.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The value of `X-Slack-Signature` for a body sent at `timestamp`.
pub(crate) fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        // HMAC takes keys of any length, so this does not happen.
        return String::new();
    };
    mac.update(b"v0:");
    mac.update(timestamp.as_bytes());
    mac.update(b":");
    mac.update(body);
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}
