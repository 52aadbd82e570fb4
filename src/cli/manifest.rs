//! `muster manifest`: what to paste at api.slack.com/apps.

use std::io::Write;

use anyhow::ensure;

use crate::config::Config;
use crate::slack::manifest::manifest;

/// Writes the manifest as JSON.
pub(super) fn run(
    config: &Config,
    http_url: Option<&str>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let http_url = http_url.map(|url| url.trim_end_matches('/'));
    if let Some(url) = http_url {
        let valid = url::Url::parse(url).is_ok_and(|url| url.scheme() == "https");
        ensure!(
            valid,
            "--http-url must be an https address, such as https://muster.example.com"
        );
    }
    let manifest = manifest(&config.slack.command, http_url);
    writeln!(out, "{}", serde_json::to_string_pretty(&manifest)?)?;
    Ok(())
}
