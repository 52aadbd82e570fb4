//! Slack's request signatures, scheme `v0`: HMAC-SHA256 over `v0:<timestamp>:<body>` with the app's
//! signing secret, at most five minutes off. Checked over the bytes as received, before any parsing.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

/// The header with the signature, `v0=<64 hex digits>`.
pub const SIGNATURE_HEADER: &str = "x-slack-signature";

/// The header with the time of signing, seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "x-slack-request-timestamp";

/// How far a request's time may be off ours, in seconds, either way.
pub const TOLERANCE: i64 = 300;

/// Why a request is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A header is missing or is not of the form that Slack sends.
    #[error("the signature headers are missing or malformed")]
    Malformed,
    /// The request is too old (a replay, or a clock that is wrong).
    #[error("the request's time is more than {TOLERANCE} s off")]
    Stale,
    /// None of our secrets made this signature.
    #[error("the signature does not match")]
    Mismatch,
}

/// Checks a request's signature at the time `now`. Several secrets may be valid while one is being
/// replaced; which of them matched does not show in the time that the check takes.
pub fn verify(
    secrets: &[SecretString],
    timestamp: Option<&str>,
    signature: Option<&str>,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), SignatureError> {
    let (Some(timestamp), Some(signature)) = (timestamp, signature) else {
        return Err(SignatureError::Malformed);
    };
    // A sign or blanks would change what is signed without changing the number.
    if timestamp.is_empty() || !timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(SignatureError::Malformed);
    }
    let signed_at: i64 = timestamp.parse().map_err(|_| SignatureError::Malformed)?;
    let given = signature
        .strip_prefix("v0=")
        .and_then(|digits| hex::decode(digits).ok());
    let given = given
        .filter(|mac| mac.len() == 32)
        .ok_or(SignatureError::Malformed)?;
    if now.timestamp().abs_diff(signed_at) > TOLERANCE.unsigned_abs() {
        return Err(SignatureError::Stale);
    }
    let mut matched = Choice::from(0);
    for secret in secrets {
        matched |= mac(secret, timestamp, body)?.ct_eq(&given);
    }
    if matched.into() {
        Ok(())
    } else {
        Err(SignatureError::Mismatch)
    }
}

/// The signature header for a body, as Slack makes it.
pub fn sign(secret: &SecretString, timestamp: &str, body: &[u8]) -> Result<String, SignatureError> {
    Ok(format!("v0={}", hex::encode(mac(secret, timestamp, body)?)))
}

fn mac(secret: &SecretString, timestamp: &str, body: &[u8]) -> Result<Vec<u8>, SignatureError> {
    // An empty secret would let anybody sign.
    if secret.expose_secret().is_empty() {
        return Err(SignatureError::Mismatch);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .map_err(|_| SignatureError::Mismatch)?;
    mac.update(b"v0:");
    mac.update(timestamp.as_bytes());
    mac.update(b":");
    mac.update(body);
    Ok(mac.finalize().into_bytes().to_vec())
}
