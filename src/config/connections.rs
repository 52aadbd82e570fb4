//! Reads the sections that say how Muster is connected: Slack, database, HTTP, log, outbox.

use std::time::Duration;

use tracing_subscriber::EnvFilter;
use url::Url;

use super::section::Section;
use super::sections::{Database, Http, Log, LogFormat, Outbox, Slack};
use super::values::{
    Parsed, address, duration, one_of, parsed, secret, show_duration, text_as, up_to, whole,
};

/// `[slack]`.
pub(super) fn slack(mut section: Section<'_>) -> Option<Slack> {
    let api_url = section.required("api_url", address(&["https", "http"]));
    let bot_token = section.optional("bot_token", secret("xoxb-"));
    let app_token = section.optional("app_token", secret("xapp-"));
    let signing_secret = section.optional("signing_secret", secret(""));
    let announce_channel = section.required("announce_channel", text_as(channel));
    let command = section.required("command", text_as(command));
    let sockets = section.required("sockets", whole(1..=10));
    section.done();
    Some(Slack {
        api_url: api_url?.value,
        bot_token: bot_token.map(|found| found.value),
        app_token: app_token.map(|found| found.value),
        signing_secret: signing_secret.map(|found| found.value),
        announce_channel: announce_channel?.value,
        command: command?.value,
        sockets: sockets?.value,
    })
}

/// A channel's id, or its name with or without `#`.
fn channel(mut text: String) -> Parsed<String> {
    if text.starts_with('#') {
        text.remove(0);
    }
    let is_id = text.len() >= 9
        && text.starts_with(['C', 'G'])
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let fits = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || c == '-' || c == '_';
    if is_id || (!text.is_empty() && text.chars().all(fits)) {
        return up_to(80, text);
    }
    Err(format!(
        "\"{text}\" is not a channel; write its id, such as C0123456789, or its name in lower case, \
         such as incidents"
    ))
}

/// A slash command: `/` and 1 to 31 lower-case letters, digits, `-` or `_`.
fn command(text: String) -> Parsed<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    match text.strip_prefix('/') {
        Some(name) if !name.is_empty() && name.chars().all(fits) => up_to(32, text),
        _ => Err(format!(
            "\"{text}\" is not a slash command; write e.g. /incident"
        )),
    }
}

/// `[database]`.
pub(super) fn database(mut section: Section<'_>) -> Option<Database> {
    let url = section.required("url", text_as(database_url));
    section.done();
    Some(Database { url: url?.value })
}

/// Never quotes the address: it may hold a password.
fn database_url(text: String) -> Parsed<String> {
    if let Some(file) = text.strip_prefix("sqlite:") {
        let file = file.trim_start_matches("//");
        return if file.is_empty() || file.contains(":memory:") || file.contains("mode=memory") {
            Err("names no file; write e.g. sqlite://muster.db".to_owned())
        } else {
            Ok(text)
        };
    }
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return match Url::parse(&text) {
            Ok(_) => Ok(text),
            Err(error) => Err(format!(
                "is not an address ({error}); write postgres://USER:PASSWORD@HOST/NAME, with %-escapes for special characters"
            )),
        };
    }
    Err("write sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME".to_owned())
}

/// `[http]`.
pub(super) fn http(mut section: Section<'_>) -> Option<Http> {
    let listen = section.required("listen", parsed("127.0.0.1:3000 or 0.0.0.0:3000"));
    section.done();
    Some(Http {
        listen: listen?.value,
    })
}

/// `[log]`.
pub(super) fn log(mut section: Section<'_>) -> Option<Log> {
    let formats = [("text", LogFormat::Text), ("json", LogFormat::Json)];
    let format = section.required("format", one_of(&formats));
    let filter = section.required("filter", text_as(filter));
    section.done();
    Some(Log {
        format: format?.value,
        filter: filter?.value,
    })
}

fn filter(text: String) -> Parsed<String> {
    match EnvFilter::try_new(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(format!(
            "\"{text}\" is not a log filter ({error}); write e.g. info"
        )),
    }
}

/// `[outbox]`.
pub(super) fn outbox(mut section: Section<'_>) -> Option<Outbox> {
    let seconds = Duration::from_secs;
    let millis = Duration::from_millis;
    let call_timeout = section.required("call_timeout", duration(millis(100)..=seconds(60)));
    let settle_create = section.required("settle_create", duration(millis(0)..=seconds(600)));
    let settle_post = section.required("settle_post", duration(millis(0)..=seconds(600)));
    let lease = section.required("lease", duration(millis(200)..=seconds(600)));
    let workers = section.required("workers", whole(1..=64));
    if let (Some(lease), Some(timeout)) = (&lease, &call_timeout)
        && lease.value <= timeout.value
    {
        let timeout = show_duration(timeout.value);
        section.refuse(
            lease
                .place
                .mistake(format!("must be longer than call_timeout ({timeout})")),
        );
    }
    section.done();
    Some(Outbox {
        call_timeout: call_timeout?.value,
        settle_create: settle_create?.value,
        settle_post: settle_post?.value,
        lease: lease?.value,
        workers: workers?.value,
    })
}
