//! Reads `[incident]`: the template of war-room names, so that every name it can give is legal,
//! and the default severity.

use super::mistake::Mistake;
use super::section::{Found, Section};
use super::sections::{Incident, Severity};
use super::suggest;
use super::values::{Parsed, text, text_as};

/// The most characters of a channel's name.
const NAME: usize = 80;
/// What a title's slug and a clash's suffix must find room for.
const ROOM: usize = 15;
/// The placeholders, and the most characters that each takes. Slug and service are cut to fit.
const PLACEHOLDERS: [(&str, usize); 5] = [
    ("number", 8),
    ("slug", 0),
    ("date", 10),
    ("severity", 20),
    ("service", 0),
];

/// `[incident]`.
pub(super) fn incident(
    mut section: Section<'_>,
    severities: Option<&[Severity]>,
) -> Option<Incident> {
    let channel_name = section.required("channel_name", text_as(template));
    let default_severity = section.optional("default_severity", text);
    if let (Some(found), Some(severities)) = (&default_severity, severities)
        && let Some(mistake) = unknown(found, severities)
    {
        section.refuse(mistake);
    }
    section.done();
    Some(Incident {
        channel_name: channel_name?.value,
        default_severity: default_severity.map(|found| found.value),
    })
}

fn unknown(found: &Found<String>, severities: &[Severity]) -> Option<Mistake> {
    let keys = severities.iter().map(|severity| severity.key.as_str());
    if keys.clone().any(|key| key == found.value) {
        return None;
    }
    let hint = suggest::hint(&found.value, keys);
    Some(
        found
            .place
            .mistake(format!("there is no severity \"{}\"; {hint}", found.value)),
    )
}

/// A template whose names are legal: lower-case letters, digits, `-` and `_`, at most 80, never
/// the same twice.
fn template(text: String) -> Parsed<String> {
    let mut rest = text.as_str();
    let mut length = 0;
    let mut used = Vec::new();
    while let Some((literal, tail)) = rest.split_once('{') {
        let (name, tail) = tail
            .split_once('}')
            .ok_or_else(|| format!("\"{text}\" lacks a closing brace"))?;
        let known = PLACEHOLDERS.iter().find(|(known, _)| *known == name);
        let (name, most) = known.ok_or_else(|| {
            let hint = suggest::hint(name, PLACEHOLDERS.iter().map(|(known, _)| *known));
            format!("there is no placeholder {{{name}}}; {hint}")
        })?;
        used.push(*name);
        length += check_literal(literal)? + most;
        rest = tail;
    }
    length += check_literal(rest)?;
    if !used.contains(&"number") {
        return Err("must contain {number}, or two incidents would want one channel".to_owned());
    }
    if length + ROOM > NAME {
        return Err(format!(
            "leaves no room for the title: its fixed parts take up to {length} of {NAME} characters"
        ));
    }
    Ok(text)
}

/// The length of a part between placeholders.
fn check_literal(literal: &str) -> Parsed<usize> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    match literal.chars().find(|c| !fits(*c)) {
        None => Ok(literal.len()),
        Some(c) => Err(format!(
            "\"{c}\" cannot stand in a channel's name; use lower-case letters, digits, - and _"
        )),
    }
}
