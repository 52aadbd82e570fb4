//! The configuration: built-in defaults ← a TOML file ← environment variables, checked as a whole.
//! Every mistake is told at once, with the line or the variable it stands in, and what to write
//! instead.

mod connections;
mod environment;
mod mistake;
mod naming;
mod organisation;
mod overlay;
mod section;
mod sections;
mod suggest;
mod tree;
mod values;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use environment::Environment;
pub use mistake::{Mistake, Mistakes};
pub use sections::{
    Access, Database, Http, Incident, IncidentType, Log, LogFormat, Outbox, Postmortem, Role,
    Service, Severity, Slack,
};
pub use suggest::nearest;

use mistake::{Origin, Place};
use section::{Report, Section};
use tree::Table;

/// The defaults: the example file itself.
const DEFAULTS: &str = include_str!("../../muster.example.toml");

/// Everything that can be configured. Its `Debug` form holds no secret.
#[derive(Clone, Debug)]
pub struct Config {
    /// The workspace.
    pub slack: Slack,
    /// Where everything is kept.
    pub database: Database,
    /// The server.
    pub http: Http,
    /// What is logged, and how.
    pub log: Log,
    /// How incidents are named and begin.
    pub incident: Incident,
    /// From the worst to the mildest; 3 to 10, keys unique.
    pub severities: Vec<Severity>,
    /// In the order in which they are shown; one is `commander`, held by one person.
    pub roles: Vec<Role>,
    /// Kinds of incidents.
    pub types: Vec<IncidentType>,
    /// What can be affected.
    pub services: Vec<Service>,
    /// Who may command.
    pub access: Access,
    /// The postmortem's template.
    pub postmortem: Postmortem,
    /// How effects on the outside are carried out.
    pub outbox: Outbox,
}

impl Config {
    /// Reads and checks everything. `file` is the one named on the command line; without it
    /// `MUSTER_CONFIG` counts, and without that the defaults and the environment alone. The error
    /// holds every mistake there is.
    pub fn load(file: Option<&Path>, env: &Environment) -> Result<Self, Mistakes> {
        let mut tree = tree::parse_defaults(DEFAULTS);
        let mut syntax = Vec::new();
        if let Some(path) = Self::file(file, env) {
            match read_file(&path) {
                Ok((table, mistakes)) => {
                    tree::lay_over(&mut tree, table);
                    syntax = mistakes;
                }
                Err(mistake) => syntax.push(mistake),
            }
        }
        let report = Report::default();
        for mistake in overlay::lay_over(&mut tree, env) {
            report.add(mistake);
        }
        let config = Self::read(tree, &report);
        let mistakes = Mistakes::new(syntax, report.into_inner());
        match config {
            Some(config) if mistakes.is_empty() => Ok(config),
            _ => Err(mistakes),
        }
    }

    /// The file that [`Config::load`] reads, if any.
    pub fn file(file: Option<&Path>, env: &Environment) -> Option<PathBuf> {
        file.map(Path::to_path_buf)
            .or_else(|| env.get("MUSTER_CONFIG").map(PathBuf::from))
    }

    /// Whether `muster serve` can start: the bot token, and at least one way for Slack to reach
    /// the bot.
    pub fn ready_to_serve(&self) -> Result<(), Mistakes> {
        let slack = &self.slack;
        let mut mistakes = Vec::new();
        if slack.bot_token.is_none() {
            mistakes.push(missing(
                "SLACK_BOT_TOKEN",
                "not set; copy the token that begins with xoxb- from your Slack app's page “OAuth & Permissions” \
                 (no app yet? `muster manifest` prints what to paste at api.slack.com/apps)",
            ));
        }
        if slack.app_token.is_none() && slack.signing_secret.is_none() {
            mistakes.push(missing(
                "SLACK_APP_TOKEN",
                "not set, and neither is SLACK_SIGNING_SECRET; set one of them. Socket Mode: an app-level token \
                 (xapp-, scope connections:write) from “Basic Information”. HTTP mode: the signing secret from \
                 the same page",
            ));
        }
        if mistakes.is_empty() {
            Ok(())
        } else {
            Err(Mistakes::new(mistakes, Vec::new()))
        }
    }

    /// Reads every section, so that every mistake is noted, and only then puts them together.
    fn read(tree: Table, report: &Report) -> Option<Self> {
        let mut root = Section::root(tree, report);
        let slack = connections::slack(root.table("slack"));
        let database = connections::database(root.table("database"));
        let http = connections::http(root.table("http"));
        let log = connections::log(root.table("log"));
        let severities = organisation::severities(&mut root);
        let incident = naming::incident(root.table("incident"), severities.as_deref());
        let roles = organisation::roles(&mut root);
        let types = organisation::types(&mut root);
        let services = organisation::services(&mut root);
        let access = organisation::access(root.table("access"));
        let postmortem = organisation::postmortem(root.table("postmortem"));
        let outbox = connections::outbox(root.table("outbox"));
        root.done();
        Some(Self {
            slack: slack?,
            database: database?,
            http: http?,
            log: log?,
            incident: incident?,
            severities: severities?,
            roles: roles?,
            types: types?,
            services: services?,
            access: access?,
            postmortem,
            outbox: outbox?,
        })
    }
}

fn read_file(path: &Path) -> Result<(Table, Vec<Mistake>), Mistake> {
    let name: Arc<str> = path.display().to_string().into();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let origin = Origin::WholeFile(Arc::clone(&name));
        Place {
            origin,
            path: String::new(),
        }
        .mistake(format!("cannot be read: {error}"))
    })?;
    Ok(tree::parse(&name, &text))
}

fn missing(variable: &str, text: &str) -> Mistake {
    let origin = Origin::Variable(variable.to_owned());
    Place {
        origin,
        path: String::new(),
    }
    .mistake(text)
}
