//! What Slack's clients check before they let a person submit a form.

use serde_json::Value;
use url::Url;

use super::answer::is_empty;
use super::elements::is_decimal;
use super::walk::Place;

/// The longest text an input takes when it does not say.
const TEXT_CHARACTERS: u64 = 3000;

/// Why an answer cannot be submitted, if so.
pub(super) fn incomplete(element: &Place<'_>, value: &Value, required: bool) -> Option<String> {
    if is_empty(value) {
        return required.then(|| "this field is required".to_owned());
    }
    value.as_str().and_then(|text| ill_formed(element, text))
}

fn number(element: &Place<'_>, name: &str) -> Option<u64> {
    element.object.get(name).and_then(Value::as_u64)
}

fn ill_formed(element: &Place<'_>, text: &str) -> Option<String> {
    let wrong = |holds: bool, words: &str| (!holds).then(|| format!("must be {words}"));
    match element.kind() {
        "plain_text_input" => length(element, text),
        "email_text_input" => wrong(is_email(text), "an e-mail address"),
        "url_text_input" => wrong(Url::parse(text).is_ok_and(|url| url.has_host()), "a URL"),
        "number_input" => out_of_bounds(element, text),
        _ => None,
    }
}

fn length(element: &Place<'_>, text: &str) -> Option<String> {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let min = number(element, "min_length").unwrap_or(0);
    let max = number(element, "max_length").unwrap_or(TEXT_CHARACTERS);
    if length < min {
        Some(format!("must have at least {min} characters"))
    } else if length > max {
        Some(format!("must have at most {max} characters"))
    } else {
        None
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, domain)| {
        let labels = domain.split('.').all(|label| !label.is_empty());
        let quiet = !text.contains(char::is_whitespace) && !domain.contains('@');
        !name.is_empty() && domain.contains('.') && labels && quiet
    })
}

fn out_of_bounds(element: &Place<'_>, text: &str) -> Option<String> {
    let decimals = element.is("is_decimal_allowed");
    if !is_decimal(text) || (!decimals && text.contains('.')) {
        return Some(format!(
            "must be a {} number",
            if decimals { "decimal" } else { "whole" }
        ));
    }
    let value: f64 = text.parse().ok()?;
    let bound = |name: &str| element.text(name)?.parse::<f64>().ok();
    if bound("min_value").is_some_and(|min| value < min) {
        Some("must not be less than the minimum".to_owned())
    } else if bound("max_value").is_some_and(|max| value > max) {
        Some("must not be more than the maximum".to_owned())
    } else {
        None
    }
}
