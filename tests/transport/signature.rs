//! Slack's own example verifies, and nothing that differs from it in any bit or by time does.

use chrono::{DateTime, TimeDelta, Utc};
use muster::slack::signature::{SignatureError, TOLERANCE, sign, verify};
use proptest::prelude::*;
use secrecy::SecretString;

/// The example of docs.slack.dev/authentication/verifying-requests-from-slack.
const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const TIMESTAMP: &str = "1531420618";
const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
    channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&\
    command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F\
    T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&\
    trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_531_420_618, 0).unwrap() + TimeDelta::seconds(seconds)
}

fn secrets(secrets: &[&str]) -> Vec<SecretString> {
    secrets
        .iter()
        .map(|secret| SecretString::from(*secret))
        .collect()
}

fn check(timestamp: &str, signature: &str, body: &[u8]) -> Result<(), SignatureError> {
    verify(
        &secrets(&[SECRET]),
        Some(timestamp),
        Some(signature),
        body,
        at(0),
    )
}

#[test]
fn slacks_own_example_verifies() {
    assert_eq!(check(TIMESTAMP, SIGNATURE, BODY.as_bytes()), Ok(()));
    let made = sign(&SecretString::from(SECRET), TIMESTAMP, BODY.as_bytes());
    assert_eq!(made.as_deref(), Ok(SIGNATURE));
}

#[test]
fn five_minutes_either_way_and_not_a_second_more() {
    let check = |seconds| {
        let secrets = secrets(&[SECRET]);
        verify(
            &secrets,
            Some(TIMESTAMP),
            Some(SIGNATURE),
            BODY.as_bytes(),
            at(seconds),
        )
    };
    for seconds in [-TOLERANCE, TOLERANCE] {
        assert_eq!(check(seconds), Ok(()));
    }
    for seconds in [-TOLERANCE - 1, TOLERANCE + 1, 1_000_000_000] {
        assert_eq!(check(seconds), Err(SignatureError::Stale));
    }
}

#[test]
fn either_secret_is_good_while_one_replaces_the_other() {
    let check = |list: &[&str]| {
        verify(
            &secrets(list),
            Some(TIMESTAMP),
            Some(SIGNATURE),
            BODY.as_bytes(),
            at(0),
        )
    };
    assert_eq!(check(&["new", SECRET]), Ok(()));
    assert_eq!(check(&[SECRET, "old"]), Ok(()));
    assert_eq!(check(&["new", "old"]), Err(SignatureError::Mismatch));
    assert_eq!(check(&[]), Err(SignatureError::Mismatch));
    assert_eq!(check(&[""]), Err(SignatureError::Mismatch));
}

#[test]
fn headers_of_another_form_are_refused() {
    let secrets = secrets(&[SECRET]);
    let malformed = Err(SignatureError::Malformed);
    let body = BODY.as_bytes();
    assert_eq!(
        verify(&secrets, None, Some(SIGNATURE), body, at(0)),
        malformed
    );
    assert_eq!(
        verify(&secrets, Some(TIMESTAMP), None, body, at(0)),
        malformed
    );
    for timestamp in [
        "",
        "now",
        "+1531420618",
        " 1531420618",
        "-1",
        "99999999999999999999",
    ] {
        assert_eq!(
            check(timestamp, SIGNATURE, body),
            malformed,
            "{timestamp:?}"
        );
    }
    let unversioned = SIGNATURE.trim_start_matches("v0=");
    for signature in ["", "v0=", "v0=zz", "v0=a2114d", unversioned] {
        assert_eq!(
            check(TIMESTAMP, signature, body),
            malformed,
            "{signature:?}"
        );
    }
    let newer = SIGNATURE.replace("v0=", "v1=");
    assert_eq!(check(TIMESTAMP, &newer, body), malformed);
}

proptest! {
    #[test]
    fn what_is_signed_verifies(body in any::<Vec<u8>>(), secret in "[a-z0-9]{1,80}", age in -300_i64..=300) {
        let secret = SecretString::from(secret);
        let timestamp = at(-age).timestamp().to_string();
        let signature = sign(&secret, &timestamp, &body).unwrap();
        prop_assert_eq!(verify(&[secret], Some(&timestamp), Some(&signature), &body, at(0)), Ok(()));
    }

    #[test]
    fn one_changed_bit_is_noticed(at_bit in 0..BODY.len() * 8, at_mac_bit in 0_usize..256) {
        let mut body = BODY.as_bytes().to_vec();
        body[at_bit / 8] ^= 1 << (at_bit % 8);
        prop_assert_eq!(check(TIMESTAMP, SIGNATURE, &body), Err(SignatureError::Mismatch));

        let mut mac = hex::decode(SIGNATURE.trim_start_matches("v0=")).unwrap();
        mac[at_mac_bit / 8] ^= 1 << (at_mac_bit % 8);
        let forged = format!("v0={}", hex::encode(mac));
        prop_assert_eq!(check(TIMESTAMP, &forged, BODY.as_bytes()), Err(SignatureError::Mismatch));
    }

    #[test]
    fn another_time_is_noticed(other in 1_531_420_318_i64..=1_531_420_918) {
        prop_assume!(other.to_string() != TIMESTAMP);
        let result = check(&other.to_string(), SIGNATURE, BODY.as_bytes());
        prop_assert_eq!(result, Err(SignatureError::Mismatch));
    }
}
