//! The rules that look at a whole message or view: counts, places, unique identifiers.

use std::collections::HashSet;

use serde_json::Value;

use super::super::shape::{Report, Shape, check};
use super::layout::BLOCKS;
use super::walk::{self, Place};
use super::{Problem, Surface};

/// What the markdown blocks of one message may hold together.
const MARKDOWN_CHARACTERS: usize = 12_000;

/// Checks the blocks of a surface; pointers are relative to the list.
pub(super) fn blocks(value: &Value, surface: Surface) -> Vec<Problem> {
    let mut report = Report::default();
    check(
        value,
        &Shape::List(&Shape::Any, 0, surface.block_limit()),
        &mut report,
    );
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    for (index, block) in list.iter().enumerate() {
        report.within(index, |report| one_block(block, surface, report));
    }
    let mut problems = report.into_problems();
    let places = walk::blocks(list);
    unique_block_ids(&places, &mut problems);
    for block in &places {
        unique_action_ids(block, &mut problems);
        misplaced_elements(block, surface, &mut problems);
    }
    one_focus(&places, &mut problems);
    together(&places, &mut problems);
    problems
}

fn one_block(block: &Value, surface: Surface, report: &mut Report) {
    let tag = block.get("type").and_then(Value::as_str);
    let known = BLOCKS.iter().find(|(name, _, _)| tag == Some(name));
    match known {
        Some((name, record, surfaces)) => {
            if !surfaces.contains(&surface) {
                report.problem_at("type", format!("{name} is not supported in a {surface}"));
            }
            check(block, &Shape::Record(record), report);
        }
        // Words the missing, wrong or unknown type.
        None => check(block, &Shape::Tagged(&[]), report),
    }
}

fn problem(pointer: String, message: impl Into<String>) -> Problem {
    Problem {
        pointer,
        message: message.into(),
    }
}

fn unique_block_ids(blocks: &[Place<'_>], problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for block in blocks {
        if let Some(id) = block.text("block_id")
            && !seen.insert(id)
        {
            let pointer = format!("{}/block_id", block.pointer);
            problems.push(problem(pointer, format!("block_id {id} already exists")));
        }
    }
}

fn unique_action_ids(block: &Place<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for element in walk::elements(block) {
        if let Some(id) = element.text("action_id")
            && !seen.insert(id)
        {
            let pointer = format!("{}/action_id", element.pointer);
            problems.push(problem(pointer, format!("action_id {id} already exists")));
        }
    }
}

/// Some elements and options work in modals only.
fn misplaced_elements(block: &Place<'_>, surface: Surface, problems: &mut Vec<Problem>) {
    for element in walk::elements(block) {
        if element.kind() == "file_input" && surface != Surface::Modal {
            let pointer = format!("{}/type", element.pointer);
            problems.push(problem(pointer, "file_input is only supported in a modal"));
        }
        let in_modal_input = surface == Surface::Modal && block.kind() == "input";
        if element.is("response_url_enabled") && !in_modal_input {
            let pointer = format!("{}/response_url_enabled", element.pointer);
            problems.push(problem(
                pointer,
                "only supported in an input block of a modal",
            ));
        }
    }
}

fn one_focus(blocks: &[Place<'_>], problems: &mut Vec<Problem>) {
    let elements = blocks.iter().flat_map(walk::elements);
    for element in elements
        .filter(|element| element.is("focus_on_load"))
        .skip(1)
    {
        let pointer = format!("{}/focus_on_load", element.pointer);
        problems.push(problem(pointer, "only one element can be focused on load"));
    }
}

/// Limits over all blocks of one payload.
fn together(blocks: &[Place<'_>], problems: &mut Vec<Problem>) {
    let of = |kind: &'static str| blocks.iter().filter(move |block| block.kind() == kind);
    let mut length = 0_usize;
    for block in of("markdown") {
        let before = length;
        length = length.saturating_add(block.text("text").map_or(0, |text| text.chars().count()));
        if before > 0 && length > MARKDOWN_CHARACTERS {
            let pointer = format!("{}/text", block.pointer);
            let limit =
                format!("markdown blocks may hold {MARKDOWN_CHARACTERS} characters together");
            problems.push(problem(pointer, limit));
        }
    }
    for table in of("table").skip(1) {
        problems.push(problem(table.pointer.clone(), "only_one_table_allowed"));
    }
    for chart in of("data_visualization").skip(2) {
        problems.push(problem(
            chart.pointer.clone(),
            "no more than 2 data_visualization allowed",
        ));
    }
}
