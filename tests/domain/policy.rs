//! Severities and roles by every spelling, and who may act.

use muster::domain::{Actor, Standing};

use super::{person, policy};

#[test]
fn a_severity_is_known_by_key_number_and_name() {
    let policy = policy();
    for text in [
        "SEV1", "sev1", "Sev-1", "sev 1", "sev_1", "1", " 1 ", "major", "MAJOR",
    ] {
        let found = policy.parse_severity(text).unwrap();
        assert_eq!(found.key.as_str(), "SEV1", "{text}");
    }
}

#[test]
fn an_unknown_severity_is_answered_with_the_known_ones() {
    let policy = policy();
    for text in [
        "",
        "  ",
        "-",
        "SEV",
        "5",
        "11",
        "sev10",
        "maj",
        "<!channel>",
    ] {
        let refusal = policy.parse_severity(text).unwrap_err();
        assert_eq!(refusal.field, Some("severity"));
        assert!(
            refusal.text.contains("SEV0, SEV1, SEV2 or SEV3"),
            "{refusal}"
        );
    }
}

#[test]
fn a_role_is_known_by_key_name_and_alias() {
    let policy = policy();
    for text in [
        "commander",
        "Incident commander",
        "incident-commander",
        "ic",
        "IC",
        "i.c.",
        "lead",
    ] {
        let found = policy.parse_role(text).unwrap();
        assert_eq!(found.key.as_str(), "commander", "{text}");
    }
    for text in ["", "boss", "icc"] {
        let refusal = policy.parse_role(text).unwrap_err();
        let known = "commander, comms, scribe or responder";
        assert!(refusal.text.contains(known), "{refusal}");
    }
}

#[test]
fn members_act_and_others_are_told_why_not() {
    let mut policy = policy();
    assert!(Actor::member("U1").may_act(&policy).is_ok());
    for (standing, word) in [
        (Standing::Guest, "Guests"),
        (Standing::External, "other organisations"),
        (Standing::Bot, "Programs"),
        (Standing::Deactivated, "deactivated"),
    ] {
        let refusal = person("U1", standing).may_act(&policy).unwrap_err();
        assert!(refusal.text.contains(word), "{refusal}");
        let refusal = person("U1", standing).may_hold_role(&policy).unwrap_err();
        assert!(refusal.text.contains("<@U1>"), "{refusal}");
    }
    policy.guests_may_act = true;
    policy.externals_may_act = true;
    assert!(person("U1", Standing::Guest).may_act(&policy).is_ok());
    assert!(person("U1", Standing::External).may_act(&policy).is_ok());
    assert!(person("U1", Standing::Bot).may_act(&policy).is_err());
    assert!(
        person("U1", Standing::Deactivated)
            .may_act(&policy)
            .is_err()
    );
}

#[test]
fn what_is_no_longer_configured_keeps_its_key() {
    let policy = policy();
    let gone = "SEV9".into();
    assert_eq!(policy.severity_label(Some(&gone)), "SEV9");
    assert_eq!(policy.severity_label(None), "Severity pending");
    assert_eq!(policy.role_name(&"boss".into()), "boss");
    assert_eq!(policy.service_name("billing"), "billing");
    assert_eq!(policy.service_name("api"), "Public API");
    assert_eq!(policy.type_name("fire"), "fire");
}
