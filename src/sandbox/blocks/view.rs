//! Checks modals and Home tabs.

use serde_json::Value;

use super::super::shape::{Field, Record, Report, Shape, check, may, must};
use super::objects::plain;
use super::{Problem, Surface, surface};

/// What a view may measure as JSON, in bytes.
const VIEW_BYTES: usize = 250_000;

const COMMON: &[Field] = &[
    must("blocks", Shape::Any),
    may("callback_id", Shape::Str(0, 255)),
    may("private_metadata", Shape::Str(0, 3000)),
    may("external_id", Shape::Str(0, 255)),
];

static MODAL: Record = Record {
    fields: &[
        COMMON,
        &[
            must("title", plain(24)),
            may("submit", plain(24)),
            may("close", plain(24)),
            may("clear_on_close", Shape::Bool),
            may("notify_on_close", Shape::Bool),
            may("submit_disabled", Shape::Bool),
        ],
    ],
    rules: &[],
};
static VIEW: Shape = Shape::Tagged(&[("modal", &MODAL), ("home", &HOME)]);
static HOME: Record = Record {
    fields: &[COMMON],
    rules: &[],
};

/// Checks a view; pointers are relative to it.
pub(super) fn problems(view: &Value) -> Vec<Problem> {
    let mut report = Report::default();
    check(view, &VIEW, &mut report);
    let kind = match view.get("type").and_then(Value::as_str) {
        Some("modal") => Surface::Modal,
        Some("home") => Surface::Home,
        _ => return report.into_problems(),
    };
    let size = view.to_string().len();
    if size > VIEW_BYTES {
        report.problem(format!(
            "view_too_large: {size} bytes, at most {VIEW_BYTES} are allowed"
        ));
    }
    let blocks = view.get("blocks");
    if kind == Surface::Modal && view.get("submit").is_none() && blocks.is_some_and(has_input) {
        report.problem("missing required field: submit (there are input blocks)");
    }
    let mut problems = report.into_problems();
    let inside = blocks
        .map(|blocks| surface::blocks(blocks, kind))
        .unwrap_or_default();
    problems.extend(inside.into_iter().map(|problem| Problem {
        pointer: format!("/blocks{}", problem.pointer),
        message: problem.message,
    }));
    problems
}

fn has_input(blocks: &Value) -> bool {
    let is_input = |block: &Value| block.get("type").and_then(Value::as_str) == Some("input");
    blocks
        .as_array()
        .is_some_and(|blocks| blocks.iter().any(is_input))
}
