//! Names for war rooms that Slack accepts: lower-case Latin letters, digits, `-` and `_`, at most
//! 80 characters, always with the incident's number in them.
//! Rules: <https://docs.slack.dev/reference/methods/conversations.create>.

use super::incident::Incident;
use super::policy::Policy;

/// Slack's limit for a channel's name, in characters.
pub const MAX_NAME: usize = 80;

/// The name of the `attempt`-th try (0 is the first); later tries end in `-2`, `-3`, …
pub fn channel_name(incident: &Incident, policy: &Policy, attempt: u32) -> String {
    let suffix = match attempt {
        0 => String::new(),
        n => format!("-{}", n.saturating_add(1)),
    };
    let room = MAX_NAME.saturating_sub(suffix.len());
    let severity = incident
        .severity
        .as_ref()
        .map_or("pending", |key| key.as_str());
    let service = incident.services.first().map_or("", String::as_str);
    let date = incident.times.declared.format("%Y-%m-%d").to_string();
    let fill = |slug: &str| {
        let filled = policy
            .channel_name
            .replace("{number}", &incident.id.0.to_string())
            .replace("{date}", &date)
            .replace("{severity}", severity)
            .replace("{service}", service)
            .replace("{slug}", slug);
        slugify(&filled)
    };
    let slug = slugify(&incident.title);
    let mut name = fill(&slug);
    if name.len() > room {
        // The title gives way, so that the number stays wherever the template puts it.
        let excess = name.len().saturating_sub(room);
        name = fill(&shorten(&slug, slug.len().saturating_sub(excess)));
    }
    if name.len() > room || name.is_empty() {
        name = shorten(&format!("inc-{}", incident.id.0), room);
    }
    name + &suffix
}

/// Transliterated, lower case, everything else folded into single hyphens.
pub fn slugify(text: &str) -> String {
    let latin = deunicode::deunicode(text);
    let mut slug = String::with_capacity(latin.len());
    for c in latin.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c == '_' && !slug.is_empty() {
            slug.push('_');
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' {
            slug.push('-');
        }
    }
    slug.trim_end_matches(['-', '_']).to_owned()
}

/// At most `max` characters of a slug, cut between words when that keeps more than half.
fn shorten(slug: &str, max: usize) -> String {
    if slug.len() <= max {
        return slug.to_owned();
    }
    let head: String = slug.chars().take(max).collect();
    let whole_words = head.rsplit_once('-').map(|(kept, _)| kept);
    match whole_words {
        Some(kept) if kept.len() * 2 > max => kept.to_owned(),
        _ => head.trim_end_matches(['-', '_']).to_owned(),
    }
}
