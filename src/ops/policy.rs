//! The organisation's decisions, from the configuration.

use crate::config::Config;
use crate::domain::Policy;
use crate::domain::policy::{Named, Role, Severity};

/// The policy that the configuration describes.
pub(super) fn policy(config: &Config) -> Policy {
    Policy {
        severities: config
            .severities
            .iter()
            .map(|severity| Severity {
                key: severity.key.as_str().into(),
                name: severity.name.clone(),
                emoji: severity.emoji.clone(),
                color: severity.color.clone(),
                criteria: severity.criteria.clone(),
                update_every: severity.update_every,
            })
            .collect(),
        roles: config
            .roles
            .iter()
            .map(|role| Role {
                key: role.key.as_str().into(),
                name: role.name.clone(),
                aliases: role.aliases.clone(),
                many: role.many,
                description: role.description.clone(),
                instructions: role.instructions.clone(),
            })
            .collect(),
        types: config
            .types
            .iter()
            .map(|named| Named {
                key: named.key.clone(),
                name: named.name.clone(),
            })
            .collect(),
        services: config
            .services
            .iter()
            .map(|named| Named {
                key: named.key.clone(),
                name: named.name.clone(),
            })
            .collect(),
        channel_name: config.incident.channel_name.clone(),
        default_severity: config.incident.default_severity.as_deref().map(Into::into),
        guests_may_act: config.access.guests,
        externals_may_act: config.access.external,
        command: config.slack.command.clone(),
    }
}
