//! Roles: one click to take, one sentence to assign, one form for all.

use std::collections::BTreeMap;

use serde_json::json;

use super::actor::{Actor, Asked};
use super::effect::{Effect, Notice};
use super::ids::{RoleKey, UserId};
use super::incident::{Change, Incident};
use super::policy::{COMMANDER, Policy};
use super::refusal::Refusal;
use super::timeline::{EntryKind, NewEntry};

impl Incident {
    /// Takes a role that is free (or that several may hold).
    pub fn take_role(&self, role: &RoleKey, asked: &Asked<'_>) -> Result<Change, Refusal> {
        let Asked {
            actor,
            now: _,
            policy,
        } = *asked;
        actor.may_act(policy)?;
        let spec = policy.parse_role(role.as_str())?;
        if let Some(holder) = self.holders(&spec.key).first()
            && !spec.many
            && *holder != actor.user
        {
            return Err(Refusal::new(format!(
                "<@{holder}> is already {} of {}. To take over, agree with them and use \
                 `{} role {} @you`.",
                spec.name, self.id, policy.command, spec.key
            )));
        }
        self.assign_role(role, actor, asked)
    }

    /// Gives a role to `to`; a role for one person passes from its holder.
    pub fn assign_role(
        &self,
        role: &RoleKey,
        to: &Actor,
        asked: &Asked<'_>,
    ) -> Result<Change, Refusal> {
        let Asked {
            actor,
            now: _,
            policy,
        } = *asked;
        let spec = policy.parse_role(role.as_str())?;
        if self.holders(&spec.key).contains(&to.user) {
            let who = if to.user == actor.user {
                "You are already".to_owned()
            } else {
                format!("<@{}> is already", to.user)
            };
            return Err(Refusal::new(format!("{who} {} of {}.", spec.name, self.id)));
        }
        let mut holders = if spec.many {
            self.holders(&spec.key).to_vec()
        } else {
            Vec::new()
        };
        holders.push(to.user.clone());
        let wanted = BTreeMap::from([(spec.key.clone(), holders)]);
        self.set_roles(&wanted, std::slice::from_ref(to), asked)
    }

    /// Sets the holders of the roles that are given; the others stay.
    /// `candidates` are the people named in it whose standing is known; the rest count as members.
    pub fn set_roles(
        &self,
        wanted: &BTreeMap<RoleKey, Vec<UserId>>,
        candidates: &[Actor],
        asked: &Asked<'_>,
    ) -> Result<Change, Refusal> {
        let Asked { actor, now, policy } = *asked;
        actor.may_act(policy)?;
        let mut change = Change::of(self.clone());
        let (mut assigned, mut released) = (Vec::new(), Vec::new());
        for (role, users) in &by_key(wanted, policy)? {
            let before = self.holders(role);
            for user in users.iter().filter(|user| !before.contains(user)) {
                if let Some(candidate) = candidates.iter().find(|known| known.user == *user) {
                    candidate.may_hold_role(policy)?;
                }
                assigned.push((role.clone(), user.clone()));
            }
            let gone = before.iter().filter(|user| !users.contains(user));
            released.extend(gone.map(|user| (role.clone(), user.clone())));
            if users.is_empty() {
                change.incident.roles.remove(role);
            } else {
                change.incident.roles.insert(role.clone(), users.clone());
            }
        }
        if assigned.is_empty() && released.is_empty() {
            return Err(Refusal::new(
                "Nothing to change: these people hold these roles already.",
            ));
        }
        if change.incident.commander().is_some() {
            change.incident.times.acknowledge(now);
        }
        record_roles(&mut change, &assigned, &released, asked);
        Ok(change)
    }
}

/// Roles by their keys, whatever they were called, with everybody named once.
fn by_key(
    wanted: &BTreeMap<RoleKey, Vec<UserId>>,
    policy: &Policy,
) -> Result<BTreeMap<RoleKey, Vec<UserId>>, Refusal> {
    let mut roles: BTreeMap<RoleKey, Vec<UserId>> = BTreeMap::new();
    for (role, users) in wanted {
        let spec = policy.parse_role(role.as_str())?;
        let holders = roles.entry(spec.key.clone()).or_default();
        for user in users {
            if !holders.contains(user) {
                holders.push(user.clone());
            }
        }
        if !spec.many && holders.len() > 1 {
            let text = format!("Only one person can be {}.", spec.name);
            return Err(Refusal::new(text));
        }
    }
    Ok(roles)
}

fn record_roles(
    change: &mut Change,
    assigned: &[(RoleKey, UserId)],
    released: &[(RoleKey, UserId)],
    asked: &Asked<'_>,
) {
    let Asked { actor, now, policy } = *asked;
    let id = change.incident.id;
    for (role, user) in released {
        let text = format!("<@{user}> is no longer {}", policy.role_name(role));
        let detail = json!({ "role": role, "user": user });
        let entry = NewEntry::new(EntryKind::RoleReleased, now, text);
        change.record(entry.by(&actor.user).with(detail));
    }
    for (role, user) in assigned {
        let name = policy.role_name(role);
        let text = if *user == actor.user {
            format!("took the role {name}")
        } else {
            format!("made <@{user}> {name}")
        };
        let detail = json!({ "role": role, "user": user });
        let entry = NewEntry::new(EntryKind::RoleAssigned, now, text);
        change.record(entry.by(&actor.user).with(detail));
        change.then(Effect::BriefHolder {
            incident: id,
            role: role.clone(),
            user: user.clone(),
        });
    }
    if change.incident.channel.is_some() {
        let mut users: Vec<UserId> = Vec::new();
        for (_, user) in assigned {
            if !users.contains(user) {
                users.push(user.clone());
            }
        }
        if !users.is_empty() {
            change.then(Effect::Invite {
                incident: id,
                users,
            });
        }
    }
    change.tell_room(Notice::Roles {
        by: actor.user.clone(),
        assigned: assigned.to_vec(),
        released: released.to_vec(),
    });
    change.refresh();
}

impl Incident {
    /// Whether it waits for somebody to command it.
    pub fn needs_commander(&self) -> bool {
        self.status.is_open() && self.holders(&COMMANDER.into()).is_empty()
    }
}
