//! What the organisation has decided: severities, roles, types, services, names and who may act.
//! Plain data; it is made from the configuration once, at start.

use chrono::Duration;

use super::ids::{RoleKey, SeverityKey};
use super::refusal::Refusal;

/// The role that every organisation has: the one person who runs the incident.
pub const COMMANDER: &str = "commander";

/// A severity level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severity {
    /// How it is typed and stored, such as `SEV1`.
    pub key: SeverityKey,
    /// What it is called, such as `Major`.
    pub name: String,
    /// A Slack emoji code with its colons.
    pub emoji: String,
    /// The colour, `#rrggbb`.
    pub color: String,
    /// Objective criteria, by which two engineers choose alike.
    pub criteria: String,
    /// How often stakeholders hear of it; `None`: only when something changes.
    pub update_every: Option<Duration>,
}

/// A role in the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// How it is stored, such as `commander`.
    pub key: RoleKey,
    /// What it is called, such as `Incident commander`.
    pub name: String,
    /// What people also type for it, in lower case.
    pub aliases: Vec<String>,
    /// Whether several people may hold it at once.
    pub many: bool,
    /// One sentence on what it is for.
    pub description: String,
    /// What a new holder is told in private.
    pub instructions: String,
}

/// A key with the name that people read: an incident type or a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// How it is stored.
    pub key: String,
    /// What it is called.
    pub name: String,
}

/// Everything that the organisation has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// From the worst to the mildest.
    pub severities: Vec<Severity>,
    /// In the order in which they are shown; one has the key [`COMMANDER`].
    pub roles: Vec<Role>,
    /// Kinds of incidents, such as `outage`.
    pub types: Vec<Named>,
    /// What can be affected.
    pub services: Vec<Named>,
    /// The template of war-room names: `{number}`, `{slug}`, `{date}`, `{severity}`, `{service}`.
    pub channel_name: String,
    /// The severity of an incident that was declared without one; `None`: pending.
    pub default_severity: Option<SeverityKey>,
    /// Whether guests of the workspace may give commands.
    pub guests_may_act: bool,
    /// Whether people of other organisations (Slack Connect) may give commands.
    pub externals_may_act: bool,
    /// The slash command's name with its slash, such as `/incident`.
    pub command: String,
}

impl Policy {
    /// The severity of that key.
    pub fn severity(&self, key: &SeverityKey) -> Option<&Severity> {
        self.severities.iter().find(|severity| severity.key == *key)
    }

    /// The severity that people mean by `1`, `sev1`, `SEV-1` or `major`.
    pub fn parse_severity(&self, text: &str) -> Result<&Severity, Refusal> {
        let wanted = squeeze(text);
        self.severities
            .iter()
            .find(|severity| {
                let key = squeeze(severity.key.as_str());
                key == wanted
                    || squeeze(&severity.name) == wanted
                    || (!wanted.is_empty() && key.trim_start_matches(char::is_alphabetic) == wanted)
            })
            .ok_or_else(|| {
                let known = join(self.severities.iter().map(|severity| severity.key.as_str()));
                Refusal::of(
                    "severity",
                    format!("There is no severity “{text}”. Use one of {known}."),
                )
            })
    }

    /// The role of that key.
    pub fn role(&self, key: &RoleKey) -> Option<&Role> {
        self.roles.iter().find(|role| role.key == *key)
    }

    /// The role that people mean by its key, its name or an alias.
    pub fn parse_role(&self, text: &str) -> Result<&Role, Refusal> {
        let wanted = squeeze(text);
        self.roles
            .iter()
            .find(|role| {
                squeeze(role.key.as_str()) == wanted
                    || squeeze(&role.name) == wanted
                    || role.aliases.iter().any(|alias| squeeze(alias) == wanted)
            })
            .ok_or_else(|| {
                let known = join(self.roles.iter().map(|role| role.key.as_str()));
                Refusal::new(format!("There is no role “{text}”. Use one of {known}."))
            })
    }

    /// What a severity is called, with its key: `SEV1 Major`; `Severity pending` for none.
    pub fn severity_label(&self, key: Option<&SeverityKey>) -> String {
        match key {
            None => "Severity pending".to_owned(),
            Some(key) => self.severity(key).map_or_else(
                || key.to_string(),
                |found| format!("{} {}", found.key, found.name),
            ),
        }
    }

    /// What a role is called.
    pub fn role_name<'a>(&'a self, key: &'a RoleKey) -> &'a str {
        self.role(key).map_or(key.as_str(), |role| &role.name)
    }

    /// What a service is called.
    pub fn service_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.services
            .iter()
            .find(|named| named.key == key)
            .map_or(key, |named| &named.name)
    }

    /// What a type is called.
    pub fn type_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.types
            .iter()
            .find(|named| named.key == key)
            .map_or(key, |named| &named.name)
    }
}

/// Lower case without blanks, hyphens and underscores: `SEV-1` and `sev 1` are the same.
fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// `a, b, c or d`.
fn join<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<&str> = items.collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
