//! Turns single values into what the sections want, or says what is wrong and what to write
//! instead.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::suggest;
use super::tree::{Node, Value};

/// What a parser gives: the value, or the mistake.
pub(super) type Parsed<T> = Result<T, String>;

/// A text as it stands.
pub(super) fn text(value: Value) -> Parsed<String> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Whole(_) | Value::Flag(_) | Value::Other(_) => {
            Err(format!("is {}, not a text; put it in quotes", value.kind()))
        }
        Value::List(_) | Value::Table(_) => Err(format!("is {}, not a text", value.kind())),
    }
}

/// A text that passes a further check.
pub(super) fn text_as<T>(
    check: impl FnOnce(String) -> Parsed<T>,
) -> impl FnOnce(Value) -> Parsed<T> {
    move |value| check(text(value)?)
}

/// A text on at most so many characters.
pub(super) fn text_up_to(limit: usize) -> impl FnOnce(Value) -> Parsed<String> {
    text_as(move |text| up_to(limit, text))
}

/// Refuses a text of more than so many characters.
pub(super) fn up_to(limit: usize, text: String) -> Parsed<String> {
    let length = text.chars().count();
    if length <= limit {
        Ok(text)
    } else {
        Err(format!("has {length} characters; at most {limit} fit"))
    }
}

/// `true` or `false`, also as a text (the environment has nothing else).
pub(super) fn flag(value: Value) -> Parsed<bool> {
    match value {
        Value::Flag(flag) => Ok(flag),
        Value::Text(text) => text
            .parse()
            .map_err(|_| format!("\"{text}\" is neither true nor false")),
        other => Err(format!("is {}, not true or false", other.kind())),
    }
}

/// A whole number within a range, also as a text.
pub(super) fn whole(range: RangeInclusive<u32>) -> impl FnOnce(Value) -> Parsed<u32> {
    move |value| {
        let (least, most) = (range.start(), range.end());
        let number = match &value {
            Value::Whole(number) => u32::try_from(*number).ok(),
            Value::Text(text) => text.parse().ok(),
            Value::Flag(_) | Value::List(_) | Value::Table(_) | Value::Other(_) => None,
        };
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| format!("write a whole number from {least} to {most}"))
    }
}

/// Words: a list of texts, or one text with commas between.
pub(super) fn words(value: Value) -> Parsed<Vec<String>> {
    let words: Vec<String> = match value {
        Value::Text(text) => text.split(',').map(str::to_owned).collect(),
        Value::List(items) => items
            .into_iter()
            .map(|Node { value, .. }| text(value))
            .collect::<Parsed<_>>()
            .map_err(|_| "write a list of texts, such as [\"one\", \"two\"]".to_owned())?,
        other => {
            return Err(format!(
                "is {}, not a list such as [\"one\", \"two\"]",
                other.kind()
            ));
        }
    };
    let words = words.iter().map(|word| word.trim());
    Ok(words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect())
}

/// A value that the standard library parses; `example` shows how it is written.
pub(super) fn parsed<T: FromStr>(example: &str) -> impl FnOnce(Value) -> Parsed<T> {
    text_as(move |text| {
        text.parse()
            .map_err(|_| format!("\"{text}\" does not fit; write e.g. {example}"))
    })
}

/// One of a few words.
pub(super) fn one_of<T: Copy>(choices: &[(&str, T)]) -> impl FnOnce(Value) -> Parsed<T> {
    text_as(move |text| {
        let found = choices
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, choice)| *choice);
        found.ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            format!(
                "\"{text}\" is not known; {}",
                suggest::hint(&text, words.iter().copied())
            )
        })
    })
}

/// A duration such as `45s`, `30m`, `2h`, `1d`, `500ms` or `1h30m`, within a range.
pub(super) fn duration(range: RangeInclusive<Duration>) -> impl FnOnce(Value) -> Parsed<Duration> {
    move |value| {
        let text = match value {
            Value::Text(text) => text,
            Value::Whole(number) => number.to_string(),
            other => return Err(format!("is {}, not a duration like \"30m\"", other.kind())),
        };
        let duration = parse_duration(&text)
            .ok_or_else(|| format!("\"{text}\" is not a duration like 30m; write e.g. 30m"))?;
        if range.contains(&duration) {
            Ok(duration)
        } else {
            let (least, most) = (show_duration(*range.start()), show_duration(*range.end()));
            Err(format!(
                "\"{text}\" is out of range; write {least} to {most}"
            ))
        }
    }
}

/// Milliseconds of each unit, the largest first.
const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

fn parse_duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut total: Option<u64> = None;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at_checked(unit_at)?;
        let unit_end = tail
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(unit_end)?;
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
        let part = number.parse::<u64>().ok()?.checked_mul(*factor)?;
        total = Some(total.unwrap_or_default().checked_add(part)?);
        rest = tail;
    }
    total.map(Duration::from_millis)
}

/// As [`duration`] reads it: `1h30m`.
pub(super) fn show_duration(duration: Duration) -> String {
    let mut rest = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let parts = UNITS.iter().filter_map(|(unit, factor)| {
        let count = rest / factor;
        rest %= factor;
        (count > 0).then(|| format!("{count}{unit}"))
    });
    let shown: String = parts.collect();
    if shown.is_empty() {
        "0s".to_owned()
    } else {
        shown
    }
}

/// An address with one of these schemes, without query; a slash at the end is taken off.
pub(super) fn address(schemes: &'static [&'static str]) -> impl FnOnce(Value) -> Parsed<String> {
    text_as(move |text| {
        let example = schemes.first().copied().unwrap_or_default();
        let url = Url::parse(&text)
            .map_err(|error| format!("is not an address ({error}); write {example}://…"))?;
        if !schemes.contains(&url.scheme()) || !url.has_host() {
            return Err(format!(
                "write an address that begins with {}",
                either(schemes, "://")
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("must not have a ? or # part".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold a user name or password".to_owned());
        }
        Ok(text.trim_end_matches('/').to_owned())
    })
}

/// A secret, never quoted; `prefix` is how Slack begins such a token.
pub(super) fn secret(prefix: &'static str) -> impl FnOnce(Value) -> Parsed<SecretString> {
    text_as(move |text| {
        if text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii())
        {
            return Err(
                "has blanks or strange characters; copy it again, without quotes".to_owned(),
            );
        }
        if !text.starts_with(prefix) || text == prefix {
            return Err(format!(
                "must begin with {prefix}; it looks like another kind of token"
            ));
        }
        Ok(SecretString::from(text))
    })
}

/// A key: letters, digits, `-` and `_`, beginning with a letter or digit.
pub(super) fn key(limit: usize) -> impl FnOnce(Value) -> Parsed<String> {
    text_as(move |text| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !text.chars().all(fits) || text.starts_with(['-', '_']) {
            return Err(format!("\"{text}\": write letters, digits, - and _ only"));
        }
        up_to(limit, text)
    })
}

/// `a or b`, each with an ending.
fn either(items: &[impl Display], ending: &str) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("{item}{ending}")).collect();
    items.join(" or ")
}
