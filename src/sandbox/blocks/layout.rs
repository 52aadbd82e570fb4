//! The blocks themselves and the surfaces each may stand on.

use serde_json::{Map, Value};

use super::super::shape::{Field, Record, Report, Shape, UNLIMITED, may, must};
use super::Surface;
use super::elements::{ACCESSORIES, ACTION_ELEMENTS, BUTTONS, CONTEXT_ACTIONS, INPUTS};
use super::objects::{
    IMAGE_ELEMENT, LINK, PICTURE, WEB_LINK, at_least_one, one_picture, plain, text,
};
use super::rich_text::RICH_TEXT;
use super::tables::{DATA_TABLE, DATA_VISUALIZATION, TABLE};

/// The identifier of a block.
pub(super) const BLOCK_ID: &[Field] = &[may("block_id", Shape::Str(1, 255))];

const EVERYWHERE: &[Surface] = &[Surface::Message, Surface::Modal, Surface::Home];
const MESSAGE: &[Surface] = &[Surface::Message];
const IMAGE_ONLY: Shape = Shape::Tagged(&[("image", &IMAGE_ELEMENT)]);
const RICH_ONLY: Shape = Shape::Tagged(&[("rich_text", &RICH_TEXT)]);

static ACTIONS: Record = Record {
    fields: &[
        BLOCK_ID,
        &[must(
            "elements",
            Shape::List(&Shape::Tagged(ACTION_ELEMENTS), 1, 25),
        )],
    ],
    rules: &[],
};
static CONTEXT: Record = Record {
    fields: &[
        BLOCK_ID,
        &[must("elements", Shape::List(&CONTEXT_ELEMENT, 1, 10))],
    ],
    rules: &[],
};
static PLAIN_TEXT: Record = Record {
    fields: &[&[must("text", Shape::Str(1, 3000)), may("emoji", Shape::Bool)]],
    rules: &[],
};
static MRKDWN: Record = Record {
    fields: &[&[
        must("text", Shape::Str(1, 3000)),
        may("verbatim", Shape::Bool),
    ]],
    rules: &[],
};
static CONTEXT_ELEMENT: Shape = Shape::Tagged(&[
    ("plain_text", &PLAIN_TEXT),
    ("mrkdwn", &MRKDWN),
    ("image", &IMAGE_ELEMENT),
]);
static CONTEXT_ACTIONS_BLOCK: Record = Record {
    fields: &[
        BLOCK_ID,
        &[must(
            "elements",
            Shape::List(&Shape::Tagged(CONTEXT_ACTIONS), 1, 5),
        )],
    ],
    rules: &[],
};
static DIVIDER: Record = Record {
    fields: &[BLOCK_ID],
    rules: &[],
};
static FILE: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("external_id", Shape::Str(1, 255)),
            must("source", Shape::Word(&["remote"])),
        ],
    ],
    rules: &[],
};
static CALL: Record = Record {
    fields: &[BLOCK_ID, &[must("call_id", Shape::Str(1, 255))]],
    rules: &[],
};
static HEADER: Record = Record {
    fields: &[
        BLOCK_ID,
        &[must("text", plain(150)), may("level", Shape::Whole(1, 4))],
    ],
    rules: &[],
};
static IMAGE: Record = Record {
    fields: &[BLOCK_ID, PICTURE, &[may("title", plain(2000))]],
    rules: &[one_picture],
};
static INPUT: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("label", plain(2000)),
            must("element", Shape::Tagged(INPUTS)),
            may("hint", plain(2000)),
            may("optional", Shape::Bool),
            may("dispatch_action", Shape::Bool),
        ],
    ],
    rules: &[],
};
static MARKDOWN: Record = Record {
    fields: &[BLOCK_ID, &[must("text", Shape::Str(1, 12_000))]],
    rules: &[],
};
static SECTION: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            may("text", text(3000)),
            may("fields", Shape::List(&text(2000), 1, 10)),
            may("accessory", Shape::Tagged(ACCESSORIES)),
            may("expand", Shape::Bool),
        ],
    ],
    rules: &[text_or_fields],
};
static VIDEO: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("alt_text", Shape::Str(1, 2000)),
            must("title", plain(199)),
            must("thumbnail_url", WEB_LINK),
            must("video_url", SECURE),
            may("title_url", SECURE),
            may("author_name", Shape::Str(1, 49)),
            may("provider_name", Shape::Str(1, UNLIMITED)),
            may("provider_icon_url", WEB_LINK),
            may("description", plain(3000)),
        ],
    ],
    rules: &[],
};
const SECURE: Shape = Shape::Format(1, 3000, is_secure, "must be an https URL");

static ALERT: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("text", text(3000)),
            may(
                "level",
                Shape::Word(&["default", "info", "warning", "error", "success"]),
            ),
        ],
    ],
    rules: &[],
};
static CARD: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            may("hero_image", IMAGE_ONLY),
            may("icon", IMAGE_ONLY),
            may("title", text(150)),
            may("subtitle", text(150)),
            may("body", text(200)),
            may(
                "actions",
                Shape::List(&Shape::Tagged(BUTTONS), 1, UNLIMITED),
            ),
        ],
    ],
    rules: &[not_an_empty_card],
};
static CAROUSEL: Record = Record {
    fields: &[
        BLOCK_ID,
        &[must(
            "elements",
            Shape::List(&Shape::Tagged(&[("card", &CARD)]), 1, 10),
        )],
    ],
    rules: &[],
};
static CONTAINER: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            may("title", plain(150)),
            may("rich_text_title", RICH_ONLY),
            may("subtitle", text(150)),
            must("child_blocks", Shape::List(&Shape::Tagged(CHILDREN), 1, 10)),
            may(
                "width",
                Shape::Word(&["narrow", "standard", "wide", "full"]),
            ),
            may("icon", IMAGE_ONLY),
            may("is_collapsible", Shape::Bool),
            may("default_collapsed", Shape::Bool),
            may("has_header_divider", Shape::Bool),
        ],
    ],
    rules: &[titled],
};
static CHILDREN: &[(&str, &Record)] = &[
    ("actions", &ACTIONS),
    ("context", &CONTEXT),
    ("divider", &DIVIDER),
    ("file", &FILE),
    ("header", &HEADER),
    ("image", &IMAGE),
    ("input", &INPUT),
    ("rich_text", &RICH_TEXT),
    ("section", &SECTION),
    ("table", &TABLE),
    ("video", &VIDEO),
];

static URL_SOURCE: Record = Record {
    fields: &[&[must("url", LINK), must("text", Shape::Str(1, UNLIMITED))]],
    rules: &[],
};
static TASK_CARD: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("task_id", Shape::Str(1, UNLIMITED)),
            must("title", Shape::Str(1, UNLIMITED)),
            may(
                "status",
                Shape::Word(&["pending", "in_progress", "complete", "error"]),
            ),
            may("details", RICH_ONLY),
            may("output", RICH_ONLY),
            may(
                "sources",
                Shape::List(&Shape::Tagged(&[("url", &URL_SOURCE)]), 0, UNLIMITED),
            ),
        ],
    ],
    rules: &[],
};
static PLAN: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("title", Shape::Str(1, UNLIMITED)),
            may("tasks", Shape::List(&Shape::Record(&TASK_CARD), 0, 50)),
        ],
    ],
    rules: &[],
};

/// One type of block: its name, its fields and the surfaces it may stand on.
pub(super) type Block = (&'static str, &'static Record, &'static [Surface]);

/// Every type of block there is.
pub(super) static BLOCKS: &[Block] = &[
    ("actions", &ACTIONS, EVERYWHERE),
    ("alert", &ALERT, &[Surface::Modal]),
    ("call", &CALL, MESSAGE),
    ("card", &CARD, EVERYWHERE),
    ("carousel", &CAROUSEL, &[Surface::Message, Surface::Home]),
    ("container", &CONTAINER, MESSAGE),
    ("context", &CONTEXT, EVERYWHERE),
    ("context_actions", &CONTEXT_ACTIONS_BLOCK, MESSAGE),
    ("data_table", &DATA_TABLE, MESSAGE),
    ("data_visualization", &DATA_VISUALIZATION, MESSAGE),
    ("divider", &DIVIDER, EVERYWHERE),
    ("file", &FILE, MESSAGE),
    ("header", &HEADER, EVERYWHERE),
    ("image", &IMAGE, EVERYWHERE),
    ("input", &INPUT, EVERYWHERE),
    ("markdown", &MARKDOWN, MESSAGE),
    ("plan", &PLAN, MESSAGE),
    ("rich_text", &RICH_TEXT, EVERYWHERE),
    ("section", &SECTION, EVERYWHERE),
    ("table", &TABLE, MESSAGE),
    ("task_card", &TASK_CARD, MESSAGE),
    ("video", &VIDEO, EVERYWHERE),
];

fn is_secure(link: &str) -> bool {
    url::Url::parse(link).is_ok_and(|link| link.scheme() == "https" && link.has_host())
}

fn text_or_fields(section: &Map<String, Value>, report: &mut Report) {
    at_least_one(section, &["text", "fields"], report);
}

fn not_an_empty_card(card: &Map<String, Value>, report: &mut Report) {
    at_least_one(card, &["hero_image", "title", "actions", "body"], report);
}

fn titled(container: &Map<String, Value>, report: &mut Report) {
    at_least_one(container, &["title", "rich_text_title"], report);
}
