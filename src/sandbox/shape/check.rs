//! Compares a value with a [`Shape`] and words the differences the way Slack does.

use serde_json::{Map, Value};

use super::{Field, Kind, Record, Report, Shape, may, must};

/// Compares `value` with `shape` and notes every difference in `report`.
pub(crate) fn check(value: &Value, shape: &Shape, report: &mut Report) {
    match shape {
        Shape::Any => {}
        Shape::Bool => wanted(value.is_boolean(), "must provide a boolean", report),
        Shape::Number => wanted(value.is_number(), "must provide a number", report),
        Shape::Whole(min, max) => whole(value, *min, *max, report),
        Shape::Str(min, max) => {
            string(value, *min, *max, report);
        }
        Shape::Format(min, max, test, words) => {
            if let Some(text) = string(value, *min, *max, report) {
                wanted(test(text), words, report);
            }
        }
        Shape::Word(words) => {
            if let Some(word) = string(value, 1, usize::MAX, report) {
                wanted(words.contains(&word), "must be a valid enum value", report);
            }
        }
        Shape::Text(kind, max) => text(value, *kind, *max, report),
        Shape::Record(form) => {
            if let Some(object) = object(value, report) {
                record(object, form, report);
            }
        }
        Shape::Tagged(variants) => tagged(value, variants, report),
        Shape::List(of, min, max) => list(value, of, *min, *max, report),
        Shape::OrNull(inner) => {
            if !value.is_null() {
                check(value, inner, report);
            }
        }
    }
}

fn wanted(holds: bool, message: &str, report: &mut Report) {
    if !holds {
        report.problem(message);
    }
}

fn object<'a>(value: &'a Value, report: &mut Report) -> Option<&'a Map<String, Value>> {
    let object = value.as_object();
    wanted(object.is_some(), "must provide an object", report);
    object
}

fn whole(value: &Value, min: i64, max: i64, report: &mut Report) {
    match value.as_i64() {
        None => report.problem("must provide an integer"),
        Some(number) if number < min => report.problem(format!("must be at least {min}")),
        Some(number) if number > max => report.problem(format!("must be at most {max}")),
        Some(_) => {}
    }
}

/// Slack counts characters, not bytes.
fn string<'a>(value: &'a Value, min: usize, max: usize, report: &mut Report) -> Option<&'a str> {
    let Some(text) = value.as_str() else {
        report.problem("must provide a string");
        return None;
    };
    let length = text.chars().count();
    if length < min {
        report.problem(format!(
            "must be more than {} characters",
            min.saturating_sub(1)
        ));
        None
    } else if length > max {
        report.problem(format!(
            "must be less than {} characters",
            max.saturating_add(1)
        ));
        None
    } else {
        Some(text)
    }
}

fn list(value: &Value, of: &Shape, min: usize, max: usize, report: &mut Report) {
    let Some(entries) = value.as_array() else {
        report.problem("must provide an array");
        return;
    };
    if entries.len() < min {
        report.problem(format!("no fewer than {min} items allowed"));
    }
    if entries.len() > max {
        report.problem(format!("no more than {max} items allowed"));
    }
    for (index, entry) in entries.iter().enumerate() {
        report.within(index, |report| check(entry, of, report));
    }
}

fn tagged(value: &Value, variants: &[(&str, &Record)], report: &mut Report) {
    let Some(object) = object(value, report) else {
        return;
    };
    match object.get("type") {
        None => report.problem("missing required field: type"),
        Some(Value::String(tag)) => match variants.iter().find(|(name, _)| name == tag) {
            Some((_, form)) => record(object, form, report),
            None => report.problem_at("type", format!("unsupported type: {tag}")),
        },
        Some(_) => report.problem_at("type", "must provide a string"),
    }
}

fn record(object: &Map<String, Value>, form: &Record, report: &mut Report) {
    fields(object, form.fields, report);
    for rule in form.rules {
        rule(object, report);
    }
}

fn fields(object: &Map<String, Value>, groups: &[&[Field]], report: &mut Report) {
    let known = || groups.iter().copied().flatten();
    for field in known() {
        match object.get(field.name) {
            Some(value) => report.within(field.name, |report| check(value, &field.shape, report)),
            None if field.required => {
                report.problem(format!("missing required field: {}", field.name));
            }
            None => {}
        }
    }
    for name in object.keys() {
        if name != "type" && !known().any(|field| field.name == name) {
            report.problem(format!("invalid additional property: {name}"));
        }
    }
}

fn text(value: &Value, kind: Kind, max: usize, report: &mut Report) {
    let Some(object) = object(value, report) else {
        return;
    };
    let plain = match object.get("type").and_then(Value::as_str) {
        Some("plain_text") => true,
        Some("mrkdwn") => false,
        Some(other) => {
            report.problem_at("type", format!("unsupported type: {other}"));
            return;
        }
        None => {
            report.problem("missing required field: type");
            return;
        }
    };
    if !plain && kind == Kind::Plain {
        report.problem_at("type", "must be of type plain_text");
    }
    let option = may(if plain { "emoji" } else { "verbatim" }, Shape::Bool);
    fields(
        object,
        &[&[must("text", Shape::Str(1, max)), option]],
        report,
    );
}
