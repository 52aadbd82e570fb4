//! People: names, and their place in the workspace.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};

use super::{Result, Store, Tx, keyed, micros};
use crate::domain::{Standing, UserId};

/// A person, as far as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub user: UserId,
    /// The name that others see.
    pub name: String,
    /// Their place in the workspace.
    pub standing: Standing,
    /// The workspace that the account belongs to.
    pub team: Option<String>,
    /// Their time zone, such as `Europe/Berlin`.
    pub tz: Option<String>,
}

const fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Member => "member",
        Standing::Guest => "guest",
        Standing::External => "external",
        Standing::Bot => "bot",
        Standing::Deactivated => "deactivated",
    }
}

fn standing_from_key(key: &str) -> Option<Standing> {
    [
        Standing::Member,
        Standing::Guest,
        Standing::External,
        Standing::Bot,
        Standing::Deactivated,
    ]
    .into_iter()
    .find(|standing| standing_key(*standing) == key)
}

impl Store {
    /// One person.
    pub async fn person(&self, user: &UserId) -> Result<Option<Person>> {
        one(&self.pool, user).await
    }

    /// Everybody's name.
    pub async fn people_names(&self) -> Result<Vec<(String, String)>> {
        let rows = sqlx::query("SELECT user_id, name FROM people")
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect()
    }
}

impl Tx {
    /// One person.
    pub async fn person(&mut self, user: &UserId) -> Result<Option<Person>> {
        one(&mut *self.inner, user).await
    }

    /// Learns who people are, or learns it anew.
    pub async fn remember_people(&mut self, people: &[Person], now: DateTime<Utc>) -> Result<()> {
        for person in people {
            sqlx::query(
                "INSERT INTO people (user_id, team, name, standing, tz, seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (user_id) DO UPDATE SET team = excluded.team, name = excluded.name,
                     standing = excluded.standing, tz = excluded.tz, seen_at = excluded.seen_at",
            )
            .bind(person.user.as_str())
            .bind(person.team.as_deref())
            .bind(person.name.replace('\0', ""))
            .bind(standing_key(person.standing))
            .bind(person.tz.as_deref())
            .bind(micros(now))
            .execute(&mut *self.inner)
            .await?;
        }
        Ok(())
    }
}

async fn one<'e>(
    executor: impl Executor<'e, Database = Any>,
    user: &UserId,
) -> Result<Option<Person>> {
    let row = sqlx::query("SELECT * FROM people WHERE user_id = $1")
        .bind(user.as_str())
        .fetch_optional(executor)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Person> {
    Ok(Person {
        user: row.try_get::<String, _>("user_id")?.into(),
        name: row.try_get("name")?,
        standing: keyed(row, "standing", standing_from_key)?,
        team: row.try_get("team")?,
        tz: row.try_get("tz")?,
    })
}
