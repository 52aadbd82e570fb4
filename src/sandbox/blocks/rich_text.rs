//! The rich text block and what stands in it.

use super::super::shape::{Field, Record, Shape, UNLIMITED, may, must};
use super::objects::LINK;

const ID: Shape = Shape::Str(1, 255);

static STYLES: Record = Record {
    fields: &[&[
        may("bold", Shape::Bool),
        may("italic", Shape::Bool),
        may("strike", Shape::Bool),
        may("code", Shape::Bool),
        may("underline", Shape::Bool),
        may("highlight", Shape::Bool),
        may("client_highlight", Shape::Bool),
        may("unlink", Shape::Bool),
    ]],
    rules: &[],
};
const STYLED: &[Field] = &[may("style", Shape::Record(&STYLES))];

static TEXT: Record = Record {
    fields: &[STYLED, &[must("text", Shape::Str(1, UNLIMITED))]],
    rules: &[],
};
static LINK_ELEMENT: Record = Record {
    fields: &[
        STYLED,
        &[
            must("url", LINK),
            may("text", Shape::Str(0, UNLIMITED)),
            may("unsafe", Shape::Bool),
        ],
    ],
    rules: &[],
};
static USER: Record = Record {
    fields: &[STYLED, &[must("user_id", ID)]],
    rules: &[],
};
static CHANNEL: Record = Record {
    fields: &[STYLED, &[must("channel_id", ID)]],
    rules: &[],
};
static USERGROUP: Record = Record {
    fields: &[STYLED, &[must("usergroup_id", ID)]],
    rules: &[],
};
static TEAM: Record = Record {
    fields: &[STYLED, &[must("team_id", ID)]],
    rules: &[],
};
static EMOJI: Record = Record {
    fields: &[
        STYLED,
        &[
            must("name", ID),
            may("unicode", Shape::Str(1, 255)),
            may("url", LINK),
            may("skin_tone", Shape::Whole(1, 6)),
        ],
    ],
    rules: &[],
};
static DATE: Record = Record {
    fields: &[
        STYLED,
        &[
            must("timestamp", Shape::Whole(0, i64::MAX)),
            must("format", Shape::Str(1, UNLIMITED)),
            may("url", LINK),
            may("fallback", Shape::Str(0, UNLIMITED)),
        ],
    ],
    rules: &[],
};
static BROADCAST: Record = Record {
    fields: &[
        STYLED,
        &[must("range", Shape::Word(&["here", "channel", "everyone"]))],
    ],
    rules: &[],
};
static COLOR: Record = Record {
    fields: &[STYLED, &[must("value", Shape::Str(1, 255))]],
    rules: &[],
};

static INLINE: &[(&str, &Record)] = &[
    ("text", &TEXT),
    ("link", &LINK_ELEMENT),
    ("user", &USER),
    ("channel", &CHANNEL),
    ("usergroup", &USERGROUP),
    ("team", &TEAM),
    ("emoji", &EMOJI),
    ("date", &DATE),
    ("broadcast", &BROADCAST),
    ("color", &COLOR),
];
static VERBATIM: &[(&str, &Record)] = &[("text", &TEXT), ("link", &LINK_ELEMENT)];

const BORDER: &[Field] = &[may("border", Shape::Whole(0, 1))];
static RUN: &[Field] = &[must(
    "elements",
    Shape::List(&Shape::Tagged(INLINE), 0, UNLIMITED),
)];

static SECTION: Record = Record {
    fields: &[RUN],
    rules: &[],
};
static QUOTE: Record = Record {
    fields: &[RUN, BORDER],
    rules: &[],
};
static PREFORMATTED: Record = Record {
    fields: &[
        BORDER,
        &[
            must(
                "elements",
                Shape::List(&Shape::Tagged(VERBATIM), 0, UNLIMITED),
            ),
            may("language", Shape::Str(1, 255)),
        ],
    ],
    rules: &[],
};
static LIST: Record = Record {
    fields: &[
        BORDER,
        &[
            must("style", Shape::Word(&["bullet", "ordered"])),
            must(
                "elements",
                Shape::List(
                    &Shape::Tagged(&[("rich_text_section", &SECTION)]),
                    0,
                    UNLIMITED,
                ),
            ),
            may("indent", Shape::Whole(0, 8)),
            may("offset", Shape::Whole(0, i64::MAX)),
        ],
    ],
    rules: &[],
};

/// The block, also a value of a rich text input and a cell of a table.
pub(super) static RICH_TEXT: Record = Record {
    fields: &[&[
        may("block_id", Shape::Str(1, 255)),
        must(
            "elements",
            Shape::List(
                &Shape::Tagged(&[
                    ("rich_text_section", &SECTION),
                    ("rich_text_list", &LIST),
                    ("rich_text_quote", &QUOTE),
                    ("rich_text_preformatted", &PREFORMATTED),
                ]),
                1,
                UNLIMITED,
            ),
        ),
    ]],
    rules: &[],
};

/// A value that is such a block.
pub(super) static RICH_ONLY: Shape = Shape::Tagged(&[("rich_text", &RICH_TEXT)]);
