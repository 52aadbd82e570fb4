//! Reads what the organisation decides: severities, roles, types and services, access, the
//! postmortem's template.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::mistake::{Origin, Place};
use super::section::{Found, Section};
use super::sections::{Access, IncidentType, Postmortem, Role, Service, Severity};
use super::tree::Value;
use super::values::{Parsed, duration, flag, key, text, text_as, text_up_to, up_to, words};

/// The most characters of a line to choose from (Slack's option text).
const OPTION_TEXT: usize = 75;
/// The most entries of a menu (Slack's select).
const OPTIONS: usize = 100;
/// The role that must be there.
const COMMANDER: &str = "commander";

/// All `[[severity]]`, from the worst to the mildest.
pub(super) fn severities(root: &mut Section<'_>) -> Option<Vec<Severity>> {
    let (place, sections) = root.tables("severity")?;
    let count = sections.len();
    if !(3..=10).contains(&count) {
        root.refuse(place.mistake(format!("there are {count}; write 3 to 10 of them")));
    }
    let found = collect(sections.into_iter().map(severity))?;
    let words = found.iter().flat_map(|item| {
        [&item.value.key, &item.value.name].map(|word| (&item.place, word.as_str()))
    });
    unique(root, words);
    Some(values(found))
}

fn severity(mut section: Section<'_>) -> Option<Found<Severity>> {
    let place = section.place().clone();
    let key = section.required("key", key(20));
    let name = section.required("name", text_as(one_line(40)));
    let emoji = section.required("emoji", text_as(emoji));
    let color = section.required("color", text_as(color));
    let criteria = section.required("criteria", text_up_to(300));
    let minute = Duration::from_mins(1);
    let update_every = section.optional(
        "update_every",
        duration(minute..=Duration::from_hours(30 * 24)),
    );
    if let (Some(key), Some(name), Some(emoji)) = (&key, &name, &emoji) {
        let line = format!("{} {} {}", emoji.value, key.value, name.value);
        if let Err(text) = up_to(OPTION_TEXT, line) {
            section.refuse(
                name.place
                    .mistake(format!("with emoji and key it {text} a menu")),
            );
        }
    }
    section.done();
    let severity = Severity {
        key: key?.value,
        name: name?.value,
        emoji: emoji?.value,
        color: color?.value,
        criteria: criteria?.value,
        update_every: update_every.and_then(|found| chrono::Duration::from_std(found.value).ok()),
    };
    Some(Found {
        place,
        value: severity,
    })
}

/// All `[[role]]`.
pub(super) fn roles(root: &mut Section<'_>) -> Option<Vec<Role>> {
    let (place, sections) = root.tables("role")?;
    if sections.len() > 20 {
        root.refuse(place.mistake(format!("there are {}; at most 20 fit", sections.len())));
    }
    let found = collect(sections.into_iter().map(role))?;
    let words = found.iter().flat_map(|item| {
        let aliases = item.value.aliases.iter().map(String::as_str);
        let own = [item.value.key.as_str(), item.value.name.as_str()];
        own.into_iter()
            .chain(aliases)
            .map(|word| (&item.place, word))
    });
    unique(root, words);
    match found.iter().find(|item| item.value.key == COMMANDER) {
        None => {
            let text = format!("one must have the key \"{COMMANDER}\": someone has to decide");
            root.refuse(place.mistake(text));
        }
        Some(commander) if commander.value.many => {
            let text = "the commander is one person; write many = false";
            root.refuse(commander.place.mistake(text));
        }
        Some(_) => {}
    }
    Some(values(found))
}

fn role(mut section: Section<'_>) -> Option<Found<Role>> {
    let place = section.place().clone();
    let key = section.required("key", key(30));
    let name = section.required("name", text_as(one_line(40)));
    let aliases = section.optional("aliases", aliases);
    let many = section.optional("many", flag);
    let description = section.optional("description", text_up_to(200));
    let instructions = section.optional("instructions", text_up_to(2_500));
    section.done();
    let role = Role {
        key: key?.value,
        name: name?.value,
        aliases: aliases.map(|found| found.value).unwrap_or_default(),
        many: many.is_some_and(|found| found.value),
        description: description.map(|found| found.value).unwrap_or_default(),
        instructions: instructions.map(|found| found.value).unwrap_or_default(),
    };
    Some(Found { place, value: role })
}

/// Words without blanks or `@`, in lower case.
fn aliases(value: Value) -> Parsed<Vec<String>> {
    let words = words(value)?;
    match words
        .iter()
        .find(|word| word.contains([' ', '@']) || word.chars().count() > 30)
    {
        Some(word) => Err(format!(
            "\"{word}\": one word of at most 30 characters, without @"
        )),
        None => Ok(words.iter().map(|word| word.to_lowercase()).collect()),
    }
}

/// All `[[type]]`.
pub(super) fn types(root: &mut Section<'_>) -> Option<Vec<IncidentType>> {
    let named = named(root, "type")?;
    Some(
        named
            .into_iter()
            .map(|(key, name)| IncidentType { key, name })
            .collect(),
    )
}

/// All `[[service]]`.
pub(super) fn services(root: &mut Section<'_>) -> Option<Vec<Service>> {
    let named = named(root, "service")?;
    Some(
        named
            .into_iter()
            .map(|(key, name)| Service { key, name })
            .collect(),
    )
}

/// A list of keys with names; the name may be left out.
fn named(root: &mut Section<'_>, list: &'static str) -> Option<Vec<(String, String)>> {
    let (place, sections) = root.tables(list)?;
    if sections.len() > OPTIONS {
        let text = format!("there are {}; at most {OPTIONS} fit a menu", sections.len());
        root.refuse(place.mistake(text));
    }
    let found = collect(sections.into_iter().map(|mut section| {
        let place = section.place().clone();
        let key = section.required("key", key(50));
        let name = section.optional("name", text_as(one_line(OPTION_TEXT)));
        section.done();
        let key = key?.value;
        let name = name.map_or_else(|| key.clone(), |found| found.value);
        Some(Found {
            place,
            value: (key, name),
        })
    }))?;
    unique(
        root,
        found
            .iter()
            .map(|item| (&item.place, item.value.0.as_str())),
    );
    Some(values(found))
}

/// `[access]`.
pub(super) fn access(mut section: Section<'_>) -> Option<Access> {
    let guests = section.required("guests", flag);
    let external = section.required("external", flag);
    section.done();
    Some(Access {
        guests: guests?.value,
        external: external?.value,
    })
}

/// `[postmortem]`. Reads the template; its path is relative to the file that names it.
pub(super) fn postmortem(mut section: Section<'_>) -> Postmortem {
    let template = section.optional("template", text);
    let template = template.and_then(|Found { place, value }| {
        let path = beside(&place, &value);
        match read_template(&path) {
            Ok(text) => Some((path, text)),
            Err(text) => {
                section.refuse(place.mistake(text));
                None
            }
        }
    });
    section.done();
    let (template, template_text) = template.unzip();
    Postmortem {
        template,
        template_text,
    }
}

/// The path as seen from the configuration file that names it.
fn beside(place: &Place, path: &str) -> PathBuf {
    match &place.origin {
        Origin::File { file, .. } => Path::new(file.as_ref())
            .parent()
            .unwrap_or(Path::new(""))
            .join(path),
        Origin::WholeFile(_) | Origin::Variable(_) | Origin::Default => PathBuf::from(path),
    }
}

fn read_template(path: &Path) -> Parsed<String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{shown} cannot be read: {error}"))?;
    minijinja::Environment::new()
        .template_from_str(&text)
        .map_err(|error| format!("{shown} is not a template: {error}"))?;
    Ok(text)
}

/// A text on one line, at most so long.
fn one_line(limit: usize) -> impl FnOnce(String) -> Parsed<String> {
    move |text| {
        if text.contains('\n') {
            return Err("must be one line".to_owned());
        }
        up_to(limit, text)
    }
}

/// `:name:`.
fn emoji(text: String) -> Parsed<String> {
    let name = text
        .strip_prefix(':')
        .and_then(|rest| rest.strip_suffix(':'))
        .unwrap_or_default();
    let fits = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || "_-+':".contains(c);
    if !name.is_empty() && name.chars().all(fits) {
        up_to(100, text)
    } else {
        Err(format!(
            "\"{text}\" is not an emoji code; write e.g. :red_circle:"
        ))
    }
}

/// `#rrggbb`.
fn color(mut text: String) -> Parsed<String> {
    match text.strip_prefix('#') {
        Some(digits) if digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()) => {
            text.make_ascii_lowercase();
            Ok(text)
        }
        _ => Err(format!("\"{text}\" is not a colour; write e.g. #c8102e")),
    }
}

/// Reads every entry to the last, so that every mistake is noted; `None` if any failed.
fn collect<T>(entries: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let mut whole = true;
    let found = entries
        .inspect(|entry| whole &= entry.is_some())
        .flatten()
        .collect();
    whole.then_some(found)
}

fn values<T>(found: Vec<Found<T>>) -> Vec<T> {
    found.into_iter().map(|item| item.value).collect()
}

/// Refuses words that people could not tell apart: `SEV1`, `sev-1` and `sev 1` are the same.
fn unique<'a>(root: &Section<'_>, words: impl Iterator<Item = (&'a Place, &'a str)>) {
    let mut seen = std::collections::BTreeMap::new();
    for (place, word) in words {
        let squeezed: String = word
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let first = *seen.entry(squeezed).or_insert(place);
        if first != place {
            let text = format!("\"{word}\" is taken already by {}", first.path);
            root.refuse(place.mistake(text));
        }
    }
}
