//! The elements that choose: select menus, overflow, checkboxes and radio buttons.

use serde_json::{Map, Value};

use super::super::shape::{Field, Record, Report, Shape, UNLIMITED, may, must};
use super::objects::{
    CONFIRM, FILTER, LINK_OPTION, OPTION, OPTION_GROUP, RICH_OPTION, exactly_one, plain,
};

/// The identifier of an interactive element.
pub(super) const ACTION: &[Field] = &[may("action_id", Shape::Str(1, 255))];
/// The dialog before its action.
pub(super) const ASK: &[Field] = &[may("confirm", Shape::Record(&CONFIRM))];
/// Whether it has the focus at first.
pub(super) const FOCUS: &[Field] = &[may("focus_on_load", Shape::Bool)];
/// What it says while it is empty.
pub(super) const PLACEHOLDER: &[Field] = &[may("placeholder", plain(150))];

static OPTIONS: &[Field] = &[
    may("options", Shape::List(&Shape::Record(&OPTION), 1, 100)),
    may(
        "option_groups",
        Shape::List(&Shape::Record(&OPTION_GROUP), 1, 100),
    ),
];
const ONE: &[Field] = &[may("initial_option", Shape::Record(&OPTION))];
static SEVERAL: &[Field] = &[may(
    "initial_options",
    Shape::List(&Shape::Record(&OPTION), 1, 100),
)];
const AT_MOST: &[Field] = &[may("max_selected_items", Shape::Whole(1, i64::MAX))];
const QUERY: &[Field] = &[may("min_query_length", Shape::Whole(0, i64::MAX))];
const RESPOND: &[Field] = &[may("response_url_enabled", Shape::Bool)];
const WHERE: &[Field] = &[
    may("default_to_current_conversation", Shape::Bool),
    may("filter", Shape::Record(&FILTER)),
];
const ID: Shape = Shape::Str(1, 255);

const fn ids(name: &'static str) -> Field {
    may(name, Shape::List(&ID, 1, UNLIMITED))
}

pub(super) static STATIC_SELECT: Record = Record {
    fields: &[ACTION, ASK, FOCUS, PLACEHOLDER, OPTIONS, ONE],
    rules: &[options_or_groups, initial_offered],
};
pub(super) static MULTI_STATIC_SELECT: Record = Record {
    fields: &[ACTION, ASK, FOCUS, PLACEHOLDER, OPTIONS, SEVERAL, AT_MOST],
    rules: &[options_or_groups, initial_offered, not_too_many],
};
pub(super) static EXTERNAL_SELECT: Record = Record {
    fields: &[ACTION, ASK, FOCUS, PLACEHOLDER, ONE, QUERY],
    rules: &[],
};
pub(super) static MULTI_EXTERNAL_SELECT: Record = Record {
    fields: &[ACTION, ASK, FOCUS, PLACEHOLDER, SEVERAL, QUERY, AT_MOST],
    rules: &[not_too_many],
};
pub(super) static USERS_SELECT: Record = Record {
    fields: &[ACTION, ASK, FOCUS, PLACEHOLDER, &[may("initial_user", ID)]],
    rules: &[],
};
pub(super) static MULTI_USERS_SELECT: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        PLACEHOLDER,
        AT_MOST,
        &[ids("initial_users")],
    ],
    rules: &[not_too_many],
};
pub(super) static CONVERSATIONS_SELECT: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        PLACEHOLDER,
        RESPOND,
        WHERE,
        &[may("initial_conversation", ID)],
    ],
    rules: &[],
};
pub(super) static MULTI_CONVERSATIONS_SELECT: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        PLACEHOLDER,
        AT_MOST,
        WHERE,
        &[ids("initial_conversations")],
    ],
    rules: &[not_too_many],
};
pub(super) static CHANNELS_SELECT: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        PLACEHOLDER,
        RESPOND,
        &[may("initial_channel", ID)],
    ],
    rules: &[],
};
pub(super) static MULTI_CHANNELS_SELECT: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        PLACEHOLDER,
        AT_MOST,
        &[ids("initial_channels")],
    ],
    rules: &[not_too_many],
};
pub(super) static OVERFLOW: Record = Record {
    fields: &[
        ACTION,
        ASK,
        &[must(
            "options",
            Shape::List(&Shape::Record(&LINK_OPTION), 1, 5),
        )],
    ],
    rules: &[],
};
pub(super) static CHECKBOXES: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        &[
            must("options", Shape::List(&Shape::Record(&RICH_OPTION), 1, 10)),
            may(
                "initial_options",
                Shape::List(&Shape::Record(&RICH_OPTION), 1, 10),
            ),
        ],
    ],
    rules: &[initial_offered],
};
pub(super) static RADIO_BUTTONS: Record = Record {
    fields: &[
        ACTION,
        ASK,
        FOCUS,
        &[
            must("options", Shape::List(&Shape::Record(&RICH_OPTION), 1, 10)),
            may("initial_option", Shape::Record(&RICH_OPTION)),
        ],
    ],
    rules: &[initial_offered],
};

/// Every option of a menu, with those in groups.
pub(super) fn offered(element: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let groups = element
        .get("option_groups")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    element
        .get("options")
        .into_iter()
        .chain(groups.filter_map(|group| group.get("options")))
        .filter_map(Value::as_array)
        .flatten()
}

fn options_or_groups(menu: &Map<String, Value>, report: &mut Report) {
    exactly_one(menu, ["options", "option_groups"], report);
}

/// Options that are chosen at first are among those offered, with the same text.
fn initial_offered(menu: &Map<String, Value>, report: &mut Report) {
    let known = |option: &Value| offered(menu).any(|other| same_option(option, other));
    if let Some(option) = menu.get("initial_option")
        && !known(option)
    {
        report.problem_at("initial_option", "must be one of the provided options");
    }
    let several = menu
        .get("initial_options")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for (index, option) in several.enumerate() {
        if !known(option) {
            report.within("initial_options", |report| {
                report.problem_at(index, "must be one of the provided options");
            });
        }
    }
}

fn same_option(one: &Value, other: &Value) -> bool {
    let told = |option: &Value| option.pointer("/text/text").cloned();
    one.get("value") == other.get("value") && told(one) == told(other)
}

fn not_too_many(menu: &Map<String, Value>, report: &mut Report) {
    let Some(max) = menu.get("max_selected_items").and_then(Value::as_u64) else {
        return;
    };
    let fields = [
        "initial_options",
        "initial_users",
        "initial_conversations",
        "initial_channels",
    ];
    for name in fields {
        let chosen = menu.get(name).and_then(Value::as_array).map_or(0, Vec::len);
        if u64::try_from(chosen).is_ok_and(|chosen| chosen > max) {
            report.problem_at(name, format!("no more than {max} items allowed"));
        }
    }
}
