//! The bot's database, past the bot.

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};

use super::world::World;

impl World {
    /// Runs statements on the bot's database.
    pub(crate) async fn sql(&self, statements: &[&str]) {
        let mut connection = self.connection().await;
        for statement in statements {
            let statement = AssertSqlSafe((*statement).to_owned());
            connection.execute(statement).await.unwrap();
        }
        connection.close().await.unwrap();
    }

    /// The number that a statement gives: `SELECT count(*) …`.
    pub(crate) async fn number(&self, statement: &str) -> i64 {
        let mut connection = self.connection().await;
        let statement = AssertSqlSafe(statement.to_owned());
        let row = connection.fetch_one(statement).await.unwrap();
        connection.close().await.unwrap();
        row.get(0)
    }

    async fn connection(&self) -> AnyConnection {
        AnyConnection::connect(&self.database.url()).await.unwrap()
    }
}
