//! Every SQL statement of the project, found in the source and prepared on the engine under test.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};
use syn::visit::{self, Visit};

use super::with_database;
use crate::support::database::postgres_url;

/// How a statement begins.
const STATEMENTS: [&str; 5] = [
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "WITH ",
];
/// What else is said to a database, once for each connection or transaction.
const SETTINGS: [&str; 2] = ["PRAGMA ", "BEGIN IMMEDIATE"];
/// Words that only SQL has in capitals.
const KEYWORDS: [&str; 12] = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "FROM",
    "WHERE",
    "JOIN",
    "PRAGMA",
    "BEGIN",
    "CREATE",
    "ALTER",
    "RETURNING",
];
/// What would read the time or chance in the database.
const IMPURE: [&str; 9] = [
    "now(",
    "current_timestamp",
    "current_date",
    "current_time",
    "clock_timestamp",
    "datetime(",
    "strftime(",
    "unixepoch(",
    "random(",
];

/// A string in the source, and the constant that it belongs to.
#[derive(Debug)]
struct Literal {
    file: String,
    constant: Option<String>,
    text: String,
}

impl Literal {
    fn is_statement(&self) -> bool {
        STATEMENTS.iter().any(|start| self.text.starts_with(start))
    }

    fn is_setting(&self) -> bool {
        SETTINGS.iter().any(|start| self.text.starts_with(start))
    }

    /// Whether it is meant for this engine.
    fn is_for(&self, postgres: bool) -> bool {
        let other = if postgres { "_SQLITE" } else { "_POSTGRES" };
        let only_other = |name: &String| name.ends_with(other);
        !self.constant.as_ref().is_some_and(only_other)
    }
}

/// Whether a text looks like SQL: a word of it is a keyword in capitals.
fn has_keyword(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .any(|word| KEYWORDS.contains(&word))
}

/// Collects the strings of a file. Documentation is left out; macros are kept whole.
struct Collector<'a> {
    file: &'a str,
    constant: Option<String>,
    found: Vec<Literal>,
}

impl Collector<'_> {
    fn keep(&mut self, text: String) {
        self.found.push(Literal {
            file: self.file.to_owned(),
            constant: self.constant.clone(),
            text,
        });
    }
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant = Some(item.ident.to_string());
        visit::visit_item_const(self, item);
        self.constant = None;
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.keep(literal.value());
    }

    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        self.keep(invocation.tokens.to_string());
    }
}

fn literals(file: &str, source: &str) -> Vec<Literal> {
    let mut collector = Collector {
        file,
        constant: None,
        found: Vec::new(),
    };
    collector.visit_file(&syn::parse_file(source).unwrap());
    collector.found
}

/// All strings of the source files, those of the store or those of everything else.
fn sources(of_store: bool) -> Vec<Literal> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs")
                && name.starts_with("src/store/") == of_store
            {
                found.extend(literals(&name, &std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

/// Why the engine does not take the statement.
async fn prepare(statements: &[Literal], url: &str, postgres: bool) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut complain = |literal: &Literal, error: sqlx::Error| {
        complaints.push(format!("{}: {error}\n{}", literal.file, literal.text));
    };
    let sql = |literal: &Literal| AssertSqlSafe(literal.text.clone()).into_sql_str();
    if postgres {
        let mut connection = PgConnection::connect(url).await.unwrap();
        for literal in statements {
            if let Err(error) = (&mut connection).prepare(sql(literal)).await {
                complain(literal, error);
            }
        }
        connection.close().await.unwrap();
    } else {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        for literal in statements {
            if let Err(error) = (&mut connection).prepare(sql(literal)).await {
                complain(literal, error);
            }
        }
        connection.close().await.unwrap();
    }
    complaints
}

#[tokio::test]
async fn every_statement_is_understood() {
    with_database(async |_, url| {
        let postgres = postgres_url().is_some();
        let (statements, others): (Vec<_>, Vec<_>) =
            sources(true).into_iter().partition(Literal::is_statement);
        let unknown: Vec<_> = others
            .iter()
            .filter(|literal| has_keyword(&literal.text) && !literal.is_setting())
            .collect();
        assert!(
            unknown.is_empty(),
            "neither statement nor prose: {unknown:#?}"
        );
        let meant: Vec<_> = statements
            .into_iter()
            .filter(|literal| literal.is_for(postgres))
            .collect();
        assert!(meant.len() >= 40, "only {} statements found", meant.len());
        let complaints = prepare(&meant, url, postgres).await;
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_is_wrong_is_noticed() {
    with_database(async |_, url| {
        let source = r#"
            const A_SQLITE: &str = "SELECT nothing FROM inbox";
            const A_POSTGRES: &str = "SELECT nothing FROM inbox";
            fn b() { query("SELECT seq FROM inbox"); query("UPDATE nowhere SET x = 1"); }
            fn c() { query(&format!("SELECT {}", 1)); }
        "#;
        let found = literals("planted", source);
        let postgres = postgres_url().is_some();
        let (statements, others): (Vec<_>, Vec<_>) = found
            .into_iter()
            .filter(|literal| literal.is_for(postgres))
            .partition(Literal::is_statement);
        assert_eq!(statements.len(), 3);
        assert_eq!(
            others
                .iter()
                .filter(|literal| has_keyword(&literal.text))
                .count(),
            1
        );
        assert_eq!(prepare(&statements, url, postgres).await.len(), 2);
    })
    .await;
}

#[test]
fn there_is_no_sql_outside_the_store() {
    let found: Vec<_> = sources(false)
        .into_iter()
        .filter(|literal| literal.is_statement() || literal.is_setting())
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_database_tells_neither_time_nor_chance() {
    let mut texts: Vec<(String, String)> = sources(true)
        .into_iter()
        .filter(Literal::is_statement)
        .map(|literal| (literal.file, literal.text))
        .collect();
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    for entry in std::fs::read_dir(migrations).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        texts.push((path.display().to_string(), text));
    }
    for (place, text) in texts {
        let text = text.to_lowercase();
        for word in IMPURE {
            assert!(!text.contains(word), "{place}: {word}\n{text}");
        }
    }
}
