//! The channel's topic: where it stands, in one plain line of at most 250 characters.
//! Topics carry no markup: <https://docs.slack.dev/reference/methods/conversations.setTopic>.

use super::mrkdwn::fit_plain;
use crate::domain::text::Names;
use crate::domain::{Incident, Policy};

/// Slack's limit for a topic.
const TOPIC: usize = 250;

/// The topic.
pub fn topic(incident: &Incident, policy: &Policy, names: &impl Names) -> String {
    let severity = match &incident.severity {
        Some(key) => key.to_string(),
        None => policy.severity_label(None),
    };
    let commander = incident.commander().map_or_else(
        || "no commander yet".to_owned(),
        |user| {
            let name = names.person(user.as_str());
            format!("IC @{}", name.unwrap_or_else(|| user.to_string()))
        },
    );
    let mut parts = vec![severity, incident.status.to_string(), commander];
    if incident.drill {
        parts.insert(0, "Drill".to_owned());
    }
    parts.push(incident.title.clone());
    // Angle brackets would be read as a reference, and an ampersand grows when Slack escapes it.
    let line: String = parts
        .join(" · ")
        .chars()
        .map(|c| match c {
            '<' => '‹',
            '>' => '›',
            '&' => '+',
            other => other,
        })
        .collect();
    fit_plain(&line, TOPIC)
}
