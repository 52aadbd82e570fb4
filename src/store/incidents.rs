//! Incidents, who holds which role, and who is in the war room.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};

use super::{Result, Store, Tx, flag, json, keyed, maybe_time, micros, time, to_json};
use crate::domain::incident::Times;
use crate::domain::{
    ChannelId, Incident, IncidentId, MessageRef, MessageTs, RoleKey, SeverityKey, Status, UserId,
};

impl Store {
    /// The incident of that number.
    pub async fn incident(&self, id: IncidentId) -> Result<Option<Incident>> {
        let row = sqlx::query("SELECT * FROM incidents WHERE id = $1")
            .bind(id.0)
            .fetch_optional(&self.pool)
            .await?;
        self.with_roles(row).await
    }

    /// The incident whose war room the channel is.
    pub async fn incident_of_channel(&self, channel: &ChannelId) -> Result<Option<Incident>> {
        let row = sqlx::query("SELECT * FROM incidents WHERE channel = $1")
            .bind(channel.as_str())
            .fetch_optional(&self.pool)
            .await?;
        self.with_roles(row).await
    }

    /// Incidents that the viewer may know of, newest first. A private one is known to the people
    /// in its room, its role holders and its reporter. Without a viewer: all.
    pub async fn incidents(
        &self,
        viewer: Option<&UserId>,
        open_only: bool,
        limit: i64,
    ) -> Result<Vec<Incident>> {
        let rows = sqlx::query(
            "SELECT * FROM incidents i
             WHERE ($2 = 0 OR i.status <> 'resolved')
               AND (CAST($1 AS TEXT) IS NULL OR i.private = 0 OR i.reporter = $1
                 OR i.id IN (SELECT m.incident FROM members m WHERE m.user_id = $1)
                 OR i.id IN (SELECT r.incident FROM role_holders r WHERE r.user_id = $1))
             ORDER BY i.id DESC LIMIT $3",
        )
        .bind(viewer.map(UserId::as_str))
        .bind(i64::from(open_only))
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.extend(self.with_roles(Some(row)).await?);
        }
        Ok(found)
    }

    /// Whether the person is in the incident's war room.
    pub async fn is_member(&self, id: IncidentId, user: &UserId) -> Result<bool> {
        is_member(&self.pool, id, user).await
    }

    /// The war rooms and their names.
    pub async fn channel_names(&self) -> Result<Vec<(String, String)>> {
        let rows =
            sqlx::query("SELECT channel, channel_name FROM incidents WHERE channel IS NOT NULL")
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect()
    }

    async fn with_roles(&self, row: Option<AnyRow>) -> Result<Option<Incident>> {
        let Some(row) = row else { return Ok(None) };
        let roles = read_roles(&self.pool, row.try_get("id")?).await?;
        Ok(Some(read(&row, roles)?))
    }
}

impl Tx {
    /// Lets one declaration pass at a time, so that of two by the same act the second sees the first.
    pub async fn lock_declarations(&mut self) -> Result<()> {
        self.number("incident", 0).await?;
        Ok(())
    }

    /// Reserves the next incident's number.
    pub async fn next_incident_id(&mut self) -> Result<IncidentId> {
        Ok(IncidentId(self.number("incident", 1).await?))
    }

    /// The incident that was declared by the same act.
    pub async fn incident_of_origin(&mut self, origin: &str) -> Result<Option<IncidentId>> {
        let row = sqlx::query("SELECT id FROM incidents WHERE origin = $1")
            .bind(origin)
            .fetch_optional(&mut *self.inner)
            .await?;
        row.map(|row| Ok(IncidentId(row.try_get(0)?))).transpose()
    }

    /// The incident, kept from being changed by others until the commit.
    pub async fn lock_incident(&mut self, id: IncidentId) -> Result<Option<Incident>> {
        let row =
            sqlx::query("UPDATE incidents SET revision = revision + 1 WHERE id = $1 RETURNING *")
                .bind(id.0)
                .fetch_optional(&mut *self.inner)
                .await?;
        let Some(row) = row else { return Ok(None) };
        let roles = read_roles(&mut *self.inner, id.0).await?;
        Ok(Some(read(&row, roles)?))
    }

    /// Writes a new incident.
    pub async fn insert_incident(&mut self, incident: &Incident, origin: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO incidents (id, origin, title, description, status, drill, private,
                 services, detected, declared, reporter, channel_name, announced)
             VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', $8, $9, $10, '', 0)",
        )
        .bind(incident.id.0)
        .bind(origin)
        .bind(incident.title.as_str())
        .bind(incident.description.as_str())
        .bind(incident.status.key())
        .bind(i64::from(incident.drill))
        .bind(i64::from(incident.private))
        .bind(micros(incident.times.detected))
        .bind(micros(incident.times.declared))
        .bind(incident.reporter.as_str())
        .execute(&mut *self.inner)
        .await?;
        self.update_incident(incident).await
    }

    /// Writes the state of an incident.
    pub async fn update_incident(&mut self, incident: &Incident) -> Result<()> {
        let times = &incident.times;
        sqlx::query(
            "UPDATE incidents SET title = $2, description = $3, severity = $4, status = $5,
                 drill = $6, private = $7, incident_type = $8, services = $9,
                 impact_started = $10, detected = $11, acknowledged = $12, mitigated = $13,
                 resolved = $14, channel = $15, channel_name = $16, card = $17, announced = $18,
                 announcement_channel = $19, announcement_ts = $20, last_update = $21,
                 next_update_due = $22, reply_to = $23, topic = $24
             WHERE id = $1",
        )
        .bind(incident.id.0)
        .bind(incident.title.as_str())
        .bind(incident.description.as_str())
        .bind(incident.severity.as_ref().map(SeverityKey::as_str))
        .bind(incident.status.key())
        .bind(i64::from(incident.drill))
        .bind(i64::from(incident.private))
        .bind(incident.incident_type.as_deref())
        .bind(to_json("services", &incident.services)?)
        .bind(times.impact_started.map(micros))
        .bind(micros(times.detected))
        .bind(times.acknowledged.map(micros))
        .bind(times.mitigated.map(micros))
        .bind(times.resolved.map(micros))
        .bind(incident.channel.as_ref().map(ChannelId::as_str))
        .bind(incident.channel_name.as_str())
        .bind(incident.card.as_ref().map(MessageTs::as_str))
        .bind(i64::from(incident.announced))
        .bind(
            incident
                .announcement
                .as_ref()
                .map(|message| message.channel.as_str()),
        )
        .bind(
            incident
                .announcement
                .as_ref()
                .map(|message| message.ts.as_str()),
        )
        .bind(
            incident
                .last_update
                .as_ref()
                .map(|update| to_json("update", update))
                .transpose()?,
        )
        .bind(incident.next_update_due.map(micros))
        .bind(
            incident
                .reply_to
                .as_ref()
                .map(|to| to_json("reply", to))
                .transpose()?,
        )
        .bind(incident.topic.as_str())
        .execute(&mut *self.inner)
        .await?;
        self.write_roles(incident).await
    }

    async fn write_roles(&mut self, incident: &Incident) -> Result<()> {
        if read_roles(&mut *self.inner, incident.id.0).await? == incident.roles {
            return Ok(());
        }
        sqlx::query("DELETE FROM role_holders WHERE incident = $1")
            .bind(incident.id.0)
            .execute(&mut *self.inner)
            .await?;
        for (role, holders) in &incident.roles {
            for (position, user) in (0_i64..).zip(holders) {
                sqlx::query(
                    "INSERT INTO role_holders (incident, role, position, user_id)
                     VALUES ($1, $2, $3, $4)",
                )
                .bind(incident.id.0)
                .bind(role.as_str())
                .bind(position)
                .bind(user.as_str())
                .execute(&mut *self.inner)
                .await?;
            }
        }
        Ok(())
    }

    /// Whether the person is in the incident's war room.
    pub async fn is_member(&mut self, id: IncidentId, user: &UserId) -> Result<bool> {
        is_member(&mut *self.inner, id, user).await
    }

    /// Somebody is in the war room; false when that was known.
    pub async fn add_member(
        &mut self,
        id: IncidentId,
        user: &UserId,
        since: DateTime<Utc>,
    ) -> Result<bool> {
        let added = sqlx::query(
            "INSERT INTO members (incident, user_id, since) VALUES ($1, $2, $3)
             ON CONFLICT (incident, user_id) DO NOTHING",
        )
        .bind(id.0)
        .bind(user.as_str())
        .bind(micros(since))
        .execute(&mut *self.inner)
        .await?;
        Ok(added.rows_affected() == 1)
    }

    /// Somebody has left the war room; false when they were not known to be in it.
    pub async fn remove_member(&mut self, id: IncidentId, user: &UserId) -> Result<bool> {
        let removed = sqlx::query("DELETE FROM members WHERE incident = $1 AND user_id = $2")
            .bind(id.0)
            .bind(user.as_str())
            .execute(&mut *self.inner)
            .await?;
        Ok(removed.rows_affected() == 1)
    }
}

async fn is_member<'e>(
    executor: impl Executor<'e, Database = Any>,
    id: IncidentId,
    user: &UserId,
) -> Result<bool> {
    let row = sqlx::query("SELECT 1 FROM members WHERE incident = $1 AND user_id = $2 LIMIT 1")
        .bind(id.0)
        .bind(user.as_str())
        .fetch_optional(executor)
        .await?;
    Ok(row.is_some())
}

async fn read_roles<'e>(
    executor: impl Executor<'e, Database = Any>,
    id: i64,
) -> Result<BTreeMap<RoleKey, Vec<UserId>>> {
    let rows = sqlx::query(
        "SELECT role, user_id FROM role_holders WHERE incident = $1 ORDER BY role, position",
    )
    .bind(id)
    .fetch_all(executor)
    .await?;
    let mut roles: BTreeMap<RoleKey, Vec<UserId>> = BTreeMap::new();
    for row in rows {
        let (role, user): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        roles.entry(role.into()).or_default().push(user.into());
    }
    Ok(roles)
}

fn read(row: &AnyRow, roles: BTreeMap<RoleKey, Vec<UserId>>) -> Result<Incident> {
    let text = |column: &str| row.try_get::<Option<String>, _>(column);
    let announcement = text("announcement_channel")?.zip(text("announcement_ts")?);
    Ok(Incident {
        id: IncidentId(row.try_get("id")?),
        title: row.try_get("title")?,
        description: row.try_get("description")?,
        severity: text("severity")?.map(Into::into),
        status: keyed(row, "status", |key| key.parse::<Status>().ok())?,
        drill: flag(row, "drill")?,
        private: flag(row, "private")?,
        incident_type: text("incident_type")?,
        services: json("services", row.try_get("services")?)?,
        times: Times {
            impact_started: maybe_time(row, "impact_started")?,
            detected: time(row, "detected")?,
            declared: time(row, "declared")?,
            acknowledged: maybe_time(row, "acknowledged")?,
            mitigated: maybe_time(row, "mitigated")?,
            resolved: maybe_time(row, "resolved")?,
        },
        reporter: row.try_get::<String, _>("reporter")?.into(),
        roles,
        channel: text("channel")?.map(Into::into),
        channel_name: row.try_get("channel_name")?,
        topic: row.try_get("topic")?,
        card: text("card")?.map(Into::into),
        announced: flag(row, "announced")?,
        announcement: announcement.map(|(channel, ts)| MessageRef {
            channel: channel.into(),
            ts: ts.into(),
        }),
        last_update: text("last_update")?
            .map(|stored| json("update", &stored))
            .transpose()?,
        next_update_due: maybe_time(row, "next_update_due")?,
        reply_to: text("reply_to")?
            .map(|stored| json("reply", &stored))
            .transpose()?,
    })
}
