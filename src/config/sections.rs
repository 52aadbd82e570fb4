//! The configuration's sections as the rest of the program sees them: typed and checked.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

/// `[slack]`: the workspace.
#[derive(Clone, Debug)]
pub struct Slack {
    /// Base of the Web API, `http` or `https`, without a slash at the end.
    pub api_url: String,
    /// `xoxb-…`.
    pub bot_token: Option<SecretString>,
    /// `xapp-…`, for Socket Mode.
    pub app_token: Option<SecretString>,
    /// For HTTP mode.
    pub signing_secret: Option<SecretString>,
    /// Where incidents are announced: a channel's id, or its name without `#`.
    pub announce_channel: String,
    /// The slash command with its slash.
    pub command: String,
    /// How many Socket Mode connections are kept open.
    pub sockets: u32,
}

/// `[database]`.
#[derive(Clone)]
pub struct Database {
    /// `sqlite://…` or `postgres://…`. May hold a password: show [`Database::shown`] instead.
    pub url: String,
}

impl Database {
    /// The address without its password.
    pub fn shown(&self) -> String {
        match Url::parse(&self.url) {
            Ok(url) if url.scheme().starts_with("postgres") => {
                let host = url.host_str().unwrap_or_default();
                let port = url
                    .port()
                    .map(|port| format!(":{port}"))
                    .unwrap_or_default();
                format!("{}://{host}{port}{}", url.scheme(), url.path())
            }
            _ => self.url.split('?').next().unwrap_or_default().to_owned(),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("url", &self.shown())
            .finish()
    }
}

/// `[http]`: the server.
#[derive(Clone, Debug)]
pub struct Http {
    /// Where it listens.
    pub listen: SocketAddr,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// `[log]`.
#[derive(Clone, Debug)]
pub struct Log {
    /// Text or JSON.
    pub format: LogFormat,
    /// What is logged, as `tracing-subscriber`'s `EnvFilter` reads it.
    pub filter: String,
}

/// `[incident]`.
#[derive(Clone, Debug)]
pub struct Incident {
    /// War-room name with `{number}` and perhaps `{slug}`, `{date}`, `{severity}`, `{service}`.
    pub channel_name: String,
    /// The key of the severity given to an incident declared without one; `None`: pending.
    pub default_severity: Option<String>,
}

/// A `[[severity]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severity {
    /// Such as `SEV1`.
    pub key: String,
    /// Such as `Major`.
    pub name: String,
    /// A Slack emoji code with its colons.
    pub emoji: String,
    /// `#rrggbb`.
    pub color: String,
    /// By which two engineers choose alike; at most 300 characters.
    pub criteria: String,
    /// How often stakeholders hear of it; `None`: only when something changes.
    pub update_every: Option<chrono::Duration>,
}

/// A `[[role]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Such as `commander`.
    pub key: String,
    /// Such as `Incident commander`.
    pub name: String,
    /// What people also type for it, in lower case.
    pub aliases: Vec<String>,
    /// Whether several people may hold it at once.
    pub many: bool,
    /// One sentence on what it is for.
    pub description: String,
    /// What a new holder is told in private; plain text, may have several lines.
    pub instructions: String,
}

/// A `[[type]]` of incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentType {
    /// Such as `outage`.
    pub key: String,
    /// Such as `Outage`.
    pub name: String,
}

/// A `[[service]]` that can be affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Such as `checkout`.
    pub key: String,
    /// Such as `Checkout`.
    pub name: String,
}

/// `[access]`: who may command besides members of the workspace.
#[derive(Clone, Debug)]
pub struct Access {
    /// Guests of the workspace.
    pub guests: bool,
    /// People of other organisations, through Slack Connect.
    pub external: bool,
}

/// `[postmortem]`.
#[derive(Clone, Debug)]
pub struct Postmortem {
    /// The file of a template that replaces the built-in one.
    pub template: Option<PathBuf>,
    /// What stands in that file.
    pub template_text: Option<String>,
}

/// `[outbox]`: how effects on the outside are carried out.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// How long one call may take.
    pub call_timeout: Duration,
    /// After a lost answer: how long to wait before looking whether a channel came to be.
    pub settle_create: Duration,
    /// The same for a post.
    pub settle_post: Duration,
    /// How long a worker may hold an effect.
    pub lease: Duration,
    /// How many effects are carried out at once.
    pub workers: u32,
}
