//! Incident numbers as people type them, and status names.

use muster::domain::{IncidentId, Status};
use proptest::prelude::*;

#[test]
fn every_usual_spelling_of_an_incident_is_read() {
    for text in [
        "INC-12", "inc-12", "Inc12", "inc12", "#12", "12", " INC-12 ", "INC-0012",
    ] {
        assert_eq!(text.parse(), Ok(IncidentId(12)), "{text}");
    }
}

#[test]
fn what_is_no_incident_is_not_taken_for_one() {
    for text in [
        "",
        "INC",
        "INC-",
        "inc--1",
        "INC-0",
        "0",
        "-1",
        "+1",
        "##1",
        "1.5",
        "1 2",
        "INC 12x",
        "SEV1",
        "１２",
        "٣",
        "inc-9223372036854775808",
        "ïnc-1",
        "日本語",
    ] {
        assert!(text.parse::<IncidentId>().is_err(), "{text}");
    }
}

#[test]
fn statuses_are_read_by_name() {
    for status in Status::ALL {
        assert_eq!(status.key().parse(), Ok(status));
        assert_eq!(format!("  {} ", status.name()).parse(), Ok(status));
        assert_eq!(status.key().to_uppercase().parse(), Ok(status));
    }
    assert!("done".parse::<Status>().is_err());
    assert!("".parse::<Status>().is_err());
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(number in 1..=i64::MAX) {
        let id = IncidentId(number);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn no_text_is_too_strange(text in ".*") {
        if let Ok(id) = text.parse::<IncidentId>() {
            prop_assert!(id.0 > 0);
        }
    }
}
