//! The other elements: buttons, pickers and inputs; and which element goes into which block.

use std::cmp::Ordering;

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value};

use super::super::shape::{Field, Record, Report, Shape, UNLIMITED, may, must};
use super::menus::{self, ACTION, ASK, FOCUS, PLACEHOLDER};
use super::objects::{DISPATCH, IMAGE_ELEMENT, LINK, STYLE, WEB_LINK, plain};
use super::rich_text::RICH_TEXT;

const DISPATCHES: &[Field] = &[may("dispatch_action_config", Shape::Record(&DISPATCH))];
const LABEL: Field = may("accessibility_label", Shape::Str(1, 75));
const DECIMAL: Shape = Shape::Format(1, UNLIMITED, is_decimal, "must be a number");

static BUTTON: Record = Record {
    fields: &[
        ACTION,
        ASK,
        &[
            must("text", plain(75)),
            may("value", Shape::Str(0, 2000)),
            may("url", LINK),
            may("style", STYLE),
            LABEL,
        ],
    ],
    rules: &[],
};

static INPUT_PARAMETER: Record = Record {
    fields: &[&[
        must("name", Shape::Str(1, UNLIMITED)),
        must("value", Shape::Any),
    ]],
    rules: &[],
};
static TRIGGER: Record = Record {
    fields: &[&[
        must("url", WEB_LINK),
        may(
            "customizable_input_parameters",
            Shape::List(&Shape::Record(&INPUT_PARAMETER), 0, UNLIMITED),
        ),
    ]],
    rules: &[],
};
static WORKFLOW: Record = Record {
    fields: &[&[must("trigger", Shape::Record(&TRIGGER))]],
    rules: &[],
};
static WORKFLOW_BUTTON: Record = Record {
    fields: &[
        ACTION,
        &[
            must("text", plain(75)),
            must("workflow", Shape::Record(&WORKFLOW)),
            may("style", STYLE),
            LABEL,
        ],
    ],
    rules: &[],
};

static DATEPICKER: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        PLACEHOLDER,
        &[may(
            "initial_date",
            Shape::Format(10, 10, is_date, "must be a date: YYYY-MM-DD"),
        )],
    ],
    rules: &[],
};
static TIMEPICKER: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        PLACEHOLDER,
        &[
            may(
                "initial_time",
                Shape::Format(5, 5, is_time, "must be a time: HH:mm"),
            ),
            may("timezone", Shape::Str(1, UNLIMITED)),
        ],
    ],
    rules: &[],
};
static DATETIMEPICKER: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        &[may(
            "initial_date_time",
            Shape::Whole(1_000_000_000, 9_999_999_999),
        )],
    ],
    rules: &[],
};

static PLAIN_TEXT_INPUT: Record = Record {
    fields: &[
        ACTION,
        FOCUS,
        PLACEHOLDER,
        DISPATCHES,
        &[
            may("initial_value", Shape::Str(0, 3000)),
            may("multiline", Shape::Bool),
            may("min_length", Shape::Whole(0, 3000)),
            may("max_length", Shape::Whole(1, 3000)),
        ],
    ],
    rules: &[lengths],
};
static TEXT_INPUT: Record = Record {
    fields: &[
        ACTION,
        FOCUS,
        PLACEHOLDER,
        DISPATCHES,
        &[may("initial_value", Shape::Str(0, 3000))],
    ],
    rules: &[],
};
static NUMBER_INPUT: Record = Record {
    fields: &[
        ACTION,
        FOCUS,
        PLACEHOLDER,
        DISPATCHES,
        &[
            must("is_decimal_allowed", Shape::Bool),
            may("initial_value", DECIMAL),
            may("min_value", DECIMAL),
            may("max_value", DECIMAL),
        ],
    ],
    rules: &[number_bounds],
};
static RICH_TEXT_INPUT: Record = Record {
    fields: &[
        ACTION,
        FOCUS,
        PLACEHOLDER,
        DISPATCHES,
        &[may(
            "initial_value",
            Shape::Tagged(&[("rich_text", &RICH_TEXT)]),
        )],
    ],
    rules: &[],
};
static FILE_INPUT: Record = Record {
    fields: &[
        ACTION,
        &[
            may(
                "filetypes",
                Shape::List(&Shape::Str(1, UNLIMITED), 1, UNLIMITED),
            ),
            may("max_files", Shape::Whole(1, 10)),
        ],
    ],
    rules: &[],
};

static FEEDBACK_BUTTON: Record = Record {
    fields: &[&[
        must("text", plain(75)),
        must("value", Shape::Str(1, 2000)),
        LABEL,
    ]],
    rules: &[],
};
static FEEDBACK_BUTTONS: Record = Record {
    fields: &[
        ACTION,
        &[
            must("positive_button", Shape::Record(&FEEDBACK_BUTTON)),
            must("negative_button", Shape::Record(&FEEDBACK_BUTTON)),
        ],
    ],
    rules: &[],
};
static ICON_BUTTON: Record = Record {
    fields: &[
        ACTION,
        ASK,
        &[
            must("icon", Shape::Word(&["trash"])),
            must("text", plain(75)),
            may("value", Shape::Str(0, 2000)),
            LABEL,
            may(
                "visible_to_user_ids",
                Shape::List(&Shape::Str(1, UNLIMITED), 1, UNLIMITED),
            ),
        ],
    ],
    rules: &[],
};

/// What an actions block holds.
pub(super) static ACTION_ELEMENTS: &[(&str, &Record)] = &[
    ("button", &BUTTON),
    ("workflow_button", &WORKFLOW_BUTTON),
    ("checkboxes", &menus::CHECKBOXES),
    ("radio_buttons", &menus::RADIO_BUTTONS),
    ("overflow", &menus::OVERFLOW),
    ("datepicker", &DATEPICKER),
    ("timepicker", &TIMEPICKER),
    ("datetimepicker", &DATETIMEPICKER),
    ("static_select", &menus::STATIC_SELECT),
    ("external_select", &menus::EXTERNAL_SELECT),
    ("users_select", &menus::USERS_SELECT),
    ("conversations_select", &menus::CONVERSATIONS_SELECT),
    ("channels_select", &menus::CHANNELS_SELECT),
    ("multi_static_select", &menus::MULTI_STATIC_SELECT),
    ("multi_external_select", &menus::MULTI_EXTERNAL_SELECT),
    ("multi_users_select", &menus::MULTI_USERS_SELECT),
    (
        "multi_conversations_select",
        &menus::MULTI_CONVERSATIONS_SELECT,
    ),
    ("multi_channels_select", &menus::MULTI_CHANNELS_SELECT),
    ("rich_text_input", &RICH_TEXT_INPUT),
];

/// What stands beside the text of a section.
pub(super) static ACCESSORIES: &[(&str, &Record)] = &[
    ("image", &IMAGE_ELEMENT),
    ("button", &BUTTON),
    ("workflow_button", &WORKFLOW_BUTTON),
    ("checkboxes", &menus::CHECKBOXES),
    ("radio_buttons", &menus::RADIO_BUTTONS),
    ("overflow", &menus::OVERFLOW),
    ("datepicker", &DATEPICKER),
    ("timepicker", &TIMEPICKER),
    ("static_select", &menus::STATIC_SELECT),
    ("external_select", &menus::EXTERNAL_SELECT),
    ("users_select", &menus::USERS_SELECT),
    ("conversations_select", &menus::CONVERSATIONS_SELECT),
    ("channels_select", &menus::CHANNELS_SELECT),
    ("multi_static_select", &menus::MULTI_STATIC_SELECT),
    ("multi_external_select", &menus::MULTI_EXTERNAL_SELECT),
    ("multi_users_select", &menus::MULTI_USERS_SELECT),
    (
        "multi_conversations_select",
        &menus::MULTI_CONVERSATIONS_SELECT,
    ),
    ("multi_channels_select", &menus::MULTI_CHANNELS_SELECT),
];

/// What an input block asks with.
pub(super) static INPUTS: &[(&str, &Record)] = &[
    ("plain_text_input", &PLAIN_TEXT_INPUT),
    ("email_text_input", &TEXT_INPUT),
    ("url_text_input", &TEXT_INPUT),
    ("number_input", &NUMBER_INPUT),
    ("rich_text_input", &RICH_TEXT_INPUT),
    ("file_input", &FILE_INPUT),
    ("checkboxes", &menus::CHECKBOXES),
    ("radio_buttons", &menus::RADIO_BUTTONS),
    ("datepicker", &DATEPICKER),
    ("timepicker", &TIMEPICKER),
    ("datetimepicker", &DATETIMEPICKER),
    ("static_select", &menus::STATIC_SELECT),
    ("external_select", &menus::EXTERNAL_SELECT),
    ("users_select", &menus::USERS_SELECT),
    ("conversations_select", &menus::CONVERSATIONS_SELECT),
    ("channels_select", &menus::CHANNELS_SELECT),
    ("multi_static_select", &menus::MULTI_STATIC_SELECT),
    ("multi_external_select", &menus::MULTI_EXTERNAL_SELECT),
    ("multi_users_select", &menus::MULTI_USERS_SELECT),
    (
        "multi_conversations_select",
        &menus::MULTI_CONVERSATIONS_SELECT,
    ),
    ("multi_channels_select", &menus::MULTI_CHANNELS_SELECT),
];

/// What a context actions block holds.
pub(super) static CONTEXT_ACTIONS: &[(&str, &Record)] = &[
    ("feedback_buttons", &FEEDBACK_BUTTONS),
    ("icon_button", &ICON_BUTTON),
];

/// What a card holds at its bottom.
pub(super) static BUTTONS: &[(&str, &Record)] = &[("button", &BUTTON)];

/// `2026-02-28`.
pub(super) fn is_date(date: &str) -> bool {
    date.len() == 10 && NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok()
}

/// `23:59`.
pub(super) fn is_time(time: &str) -> bool {
    time.len() == 5 && NaiveTime::parse_from_str(time, "%H:%M").is_ok()
}

/// `-12.5`: digits, at most one point, at most one sign.
pub(super) fn is_decimal(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

fn lengths(input: &Map<String, Value>, report: &mut Report) {
    let length = |name: &str| input.get(name).and_then(Value::as_u64);
    let (min, max) = (length("min_length"), length("max_length"));
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        report.problem_at("min_length", "must not be greater than max_length");
    }
    let initial = input.get("initial_value").and_then(Value::as_str);
    if let (Some(initial), Some(max)) = (initial, max)
        && u64::try_from(initial.chars().count()).is_ok_and(|length| length > max)
    {
        report.problem_at("initial_value", "must not be longer than max_length");
    }
}

fn number_bounds(input: &Map<String, Value>, report: &mut Report) {
    let bound = |name: &str| input.get(name)?.as_str()?.parse::<f64>().ok();
    let above = |one: Option<f64>, other: Option<f64>| {
        one.zip(other)
            .and_then(|(one, other)| one.partial_cmp(&other))
            == Some(Ordering::Greater)
    };
    let (min, max, initial) = (
        bound("min_value"),
        bound("max_value"),
        bound("initial_value"),
    );
    if above(min, max) {
        report.problem_at("min_value", "must not be greater than max_value");
    }
    if above(min, initial) || above(initial, max) {
        report.problem_at("initial_value", "must be between min_value and max_value");
    }
    let whole = input.get("is_decimal_allowed").and_then(Value::as_bool) == Some(false);
    for name in ["initial_value", "min_value", "max_value"] {
        let text = input.get(name).and_then(Value::as_str);
        if whole && text.is_some_and(|text| text.contains('.')) {
            report.problem_at(name, "must be a whole number");
        }
    }
}
