//! The blocks that show data: tables and charts.

use serde_json::{Map, Value};

use super::super::shape::{Record, Report, Shape, UNLIMITED, may, must};
use super::layout::BLOCK_ID;
use super::rich_text::RICH_TEXT;

/// What one table may hold over all of its cells.
const TABLE_CHARACTERS: usize = 10_000;

static RAW_TEXT: Record = Record {
    fields: &[&[must("text", Shape::Str(1, TABLE_CHARACTERS))]],
    rules: &[],
};
static RAW_NUMBER: Record = Record {
    fields: &[&[
        must("value", Shape::Number),
        must("text", Shape::Str(1, UNLIMITED)),
    ]],
    rules: &[],
};
static COLUMN: Record = Record {
    fields: &[&[
        may("align", Shape::Word(&["left", "center", "right"])),
        may("is_wrapped", Shape::Bool),
    ]],
    rules: &[],
};

/// A plain table.
pub(super) static TABLE: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("rows", Shape::List(&Shape::List(&CELL, 1, 20), 1, 100)),
            may(
                "column_settings",
                Shape::List(&Shape::OrNull(&Shape::Record(&COLUMN)), 0, 20),
            ),
        ],
    ],
    rules: &[not_too_long],
};
static CELL: Shape = Shape::Tagged(&[("raw_text", &RAW_TEXT), ("rich_text", &RICH_TEXT)]);

/// A table with pages and sorting: its first row is the header.
pub(super) static DATA_TABLE: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("caption", Shape::Str(1, UNLIMITED)),
            must("rows", Shape::List(&Shape::List(&DATA_CELL, 1, 20), 2, 101)),
            may("page_size", Shape::Whole(1, 100)),
            may("row_header_column_index", Shape::Whole(0, 19)),
        ],
    ],
    rules: &[not_too_long, even_rows, plain_header],
};
static DATA_CELL: Shape = Shape::Tagged(&[
    ("raw_text", &RAW_TEXT),
    ("raw_number", &RAW_NUMBER),
    ("rich_text", &RICH_TEXT),
]);

static SEGMENT: Record = Record {
    fields: &[&[
        must("label", Shape::Str(1, UNLIMITED)),
        must("value", Shape::Number),
    ]],
    rules: &[],
};
static PIE: Record = Record {
    fields: &[&[must(
        "segments",
        Shape::List(&Shape::Record(&SEGMENT), 1, 12),
    )]],
    rules: &[],
};
static SERIES: Record = Record {
    fields: &[&[
        must("name", Shape::Str(1, UNLIMITED)),
        must("data", Shape::List(&Shape::Record(&SEGMENT), 1, UNLIMITED)),
    ]],
    rules: &[],
};
static AXES: Record = Record {
    fields: &[&[
        must(
            "categories",
            Shape::List(&Shape::Str(1, UNLIMITED), 1, UNLIMITED),
        ),
        may("x_label", Shape::Str(1, UNLIMITED)),
        may("y_label", Shape::Str(1, UNLIMITED)),
    ]],
    rules: &[],
};
static CHART: Record = Record {
    fields: &[&[
        must("series", Shape::List(&Shape::Record(&SERIES), 1, 12)),
        must("axis_config", Shape::Record(&AXES)),
    ]],
    rules: &[],
};

/// A chart.
pub(super) static DATA_VISUALIZATION: Record = Record {
    fields: &[
        BLOCK_ID,
        &[
            must("title", Shape::Str(1, 50)),
            must(
                "chart",
                Shape::Tagged(&[
                    ("pie", &PIE),
                    ("bar", &CHART),
                    ("area", &CHART),
                    ("line", &CHART),
                ]),
            ),
        ],
    ],
    rules: &[],
};

fn rows(table: &Map<String, Value>) -> impl Iterator<Item = &Vec<Value>> {
    table
        .get("rows")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
}

/// The characters under every `text` of a value.
fn characters(value: &Value) -> usize {
    match value {
        Value::Array(entries) => entries.iter().map(characters).sum(),
        Value::Object(object) => object
            .iter()
            .map(|(name, entry)| match entry {
                Value::String(text) if name == "text" => text.chars().count(),
                other => characters(other),
            })
            .sum(),
        _ => 0,
    }
}

fn not_too_long(table: &Map<String, Value>, report: &mut Report) {
    let length: usize = rows(table).flatten().map(characters).sum();
    if length > TABLE_CHARACTERS {
        report.problem_at(
            "rows",
            format!("must hold at most {TABLE_CHARACTERS} characters"),
        );
    }
}

fn even_rows(table: &Map<String, Value>, report: &mut Report) {
    let width = rows(table).next().map_or(0, Vec::len);
    for (index, row) in rows(table).enumerate() {
        if row.len() != width {
            report.within("rows", |report| {
                report.problem_at(index, "all rows must have the same number of cells");
            });
        }
    }
}

fn plain_header(table: &Map<String, Value>, report: &mut Report) {
    let header = rows(table).next().into_iter().flatten();
    for (index, cell) in header.enumerate() {
        if cell.get("type").and_then(Value::as_str) == Some("rich_text") {
            report.within("rows", |report| {
                report.within(0, |report| {
                    report.problem_at(index, "a header cell must not be rich_text");
                });
            });
        }
    }
}
