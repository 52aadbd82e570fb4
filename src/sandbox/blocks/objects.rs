//! Block Kit's composition objects: texts, options, confirmations, images and filters.

use serde_json::{Map, Value};
use url::Url;

use super::super::shape::{Field, Kind, Record, Report, Shape, may, must};

/// A `plain_text` object.
pub(super) const fn plain(max: usize) -> Shape {
    Shape::Text(Kind::Plain, max)
}

/// A `plain_text` or `mrkdwn` object.
pub(super) const fn text(max: usize) -> Shape {
    Shape::Text(Kind::Either, max)
}

/// An absolute address with any scheme (buttons may open `slack://…`).
pub(super) const LINK: Shape = Shape::Format(1, 3000, is_link, "must be a valid URL");

/// An address that Slack itself fetches.
pub(super) const WEB_LINK: Shape = Shape::Format(1, 3000, is_web_link, "must be a valid URL");

/// What a button may look like.
pub(super) const STYLE: Shape = Shape::Word(&["primary", "danger"]);

fn is_link(link: &str) -> bool {
    Url::parse(link).is_ok()
}

/// Whether `link` is an absolute `http` or `https` address.
pub(in crate::sandbox) fn is_web_link(link: &str) -> bool {
    Url::parse(link).is_ok_and(|link| matches!(link.scheme(), "http" | "https") && link.has_host())
}

/// The dialog before an action.
pub(super) static CONFIRM: Record = Record {
    fields: &[&[
        must("title", plain(100)),
        must("text", text(300)),
        must("confirm", plain(30)),
        must("deny", plain(30)),
        may("style", STYLE),
    ]],
    rules: &[],
};

/// An option of a select menu.
pub(super) static OPTION: Record = Record {
    fields: &[&[
        must("text", plain(75)),
        must("value", Shape::Str(1, 150)),
        may("description", plain(75)),
    ]],
    rules: &[],
};

/// An option of checkboxes and radio buttons: may be formatted.
pub(super) static RICH_OPTION: Record = Record {
    fields: &[&[
        must("text", text(75)),
        must("value", Shape::Str(1, 150)),
        may("description", text(75)),
    ]],
    rules: &[],
};

/// An option of an overflow menu: may be a link.
pub(super) static LINK_OPTION: Record = Record {
    fields: &[&[
        must("text", plain(75)),
        must("value", Shape::Str(1, 150)),
        may("description", plain(75)),
        may("url", LINK),
    ]],
    rules: &[],
};

/// A group of options of a select menu.
pub(super) static OPTION_GROUP: Record = Record {
    fields: &[&[
        must("label", plain(75)),
        must("options", Shape::List(&Shape::Record(&OPTION), 1, 100)),
    ]],
    rules: &[],
};

/// Which conversations a menu offers.
pub(super) static FILTER: Record = Record {
    fields: &[&[
        may(
            "include",
            Shape::List(&Shape::Word(&["im", "mpim", "private", "public"]), 1, 4),
        ),
        may("exclude_external_shared_channels", Shape::Bool),
        may("exclude_bot_users", Shape::Bool),
    ]],
    rules: &[not_empty],
};

/// When a text input reports what is typed.
pub(super) static DISPATCH: Record = Record {
    fields: &[&[may(
        "trigger_actions_on",
        Shape::List(
            &Shape::Word(&["on_enter_pressed", "on_character_entered"]),
            1,
            2,
        ),
    )]],
    rules: &[],
};

static SLACK_FILE: Record = Record {
    fields: &[&[may("id", Shape::Str(1, 255)), may("url", WEB_LINK)]],
    rules: &[id_or_url],
};

/// The picture of an image block or element. The last group is what Slack adds when it returns one.
pub(super) static PICTURE: &[Field] = &[
    must("alt_text", Shape::Str(1, 2000)),
    may("image_url", WEB_LINK),
    may("slack_file", Shape::Record(&SLACK_FILE)),
    may("fallback", Shape::Str(0, 3000)),
    may("image_width", Shape::Whole(0, i64::MAX)),
    may("image_height", Shape::Whole(0, i64::MAX)),
    may("image_bytes", Shape::Whole(0, i64::MAX)),
    may("is_animated", Shape::Bool),
];

/// An image inside another block.
pub(super) static IMAGE_ELEMENT: Record = Record {
    fields: &[PICTURE],
    rules: &[one_picture],
};

/// An image comes from a URL or from a Slack file.
pub(super) fn one_picture(image: &Map<String, Value>, report: &mut Report) {
    exactly_one(image, ["image_url", "slack_file"], report);
}

fn id_or_url(file: &Map<String, Value>, report: &mut Report) {
    exactly_one(file, ["id", "url"], report);
}

/// Exactly one of two fields is given.
pub(super) fn exactly_one(object: &Map<String, Value>, names: [&str; 2], report: &mut Report) {
    let given = names
        .iter()
        .filter(|name| object.contains_key(**name))
        .count();
    if given != 1 {
        report.problem(format!("must provide exactly one of: {}", names.join(", ")));
    }
}

/// At least one of some fields is given.
pub(super) fn at_least_one(object: &Map<String, Value>, names: &[&str], report: &mut Report) {
    if !names.iter().any(|name| object.contains_key(*name)) {
        report.problem(format!(
            "must provide at least one of: {}",
            names.join(", ")
        ));
    }
}

fn not_empty(object: &Map<String, Value>, report: &mut Report) {
    if object.is_empty() {
        report.problem("must provide at least one property");
    }
}
