//! A database of its own for each test.

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

/// A throw-away database.
pub(crate) enum Database {
    /// A file in a folder that is removed in the end.
    Sqlite(PathBuf),
    /// A schema that is dropped in the end.
    Postgres { server: String, schema: String },
}

impl Database {
    /// A new, empty one, on the engine that the environment names.
    pub(crate) async fn new() -> Self {
        let name = format!("muster_test_{}", uuid::Uuid::new_v4().simple());
        match postgres_url() {
            None => {
                let folder = std::env::temp_dir().join(name);
                std::fs::create_dir(&folder).unwrap();
                Self::Sqlite(folder)
            }
            Some(server) => {
                let mut connection = PgConnection::connect(&server).await.unwrap();
                let statement = format!("CREATE SCHEMA {name}");
                connection.execute(AssertSqlSafe(statement)).await.unwrap();
                connection.close().await.unwrap();
                Self::Postgres {
                    server,
                    schema: name,
                }
            }
        }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}", folder.join("muster.db").display()),
            Self::Postgres { server, schema } => {
                format!("{server}?options=-c%20search_path%3D{schema}")
            }
        }
    }

    /// Removes it.
    pub(crate) async fn remove(self) {
        match self {
            Self::Sqlite(folder) => std::fs::remove_dir_all(folder).unwrap(),
            Self::Postgres { server, schema } => {
                let mut connection = PgConnection::connect(&server).await.unwrap();
                let statement = format!("DROP SCHEMA {schema} CASCADE");
                connection.execute(AssertSqlSafe(statement)).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }
}

/// The PostgreSQL server to test on, if that is wanted.
#[expect(
    clippy::disallowed_methods,
    reason = "the test run chooses the engine by environment"
)]
pub(crate) fn postgres_url() -> Option<String> {
    std::env::var("MUSTER_TEST_POSTGRES_URL").ok()
}
