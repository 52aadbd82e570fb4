//! `muster list`, `timeline`, `postmortem` and `verify`: reading the record, beside a running bot.

use std::future::Future;
use std::io::Write;

use anyhow::{Context as _, bail};

use super::output::{Format, write_timeline};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::postmortem::span;
use crate::domain::timeline::Verifier;
use crate::domain::{Incident, IncidentId};
use crate::ops::Ops;
use crate::store::Store;

/// How many entries are read at once.
const PAGE: i64 = 1_000;

/// Opens the record to read it, and runs `read`.
fn with_record<T, F>(config: &Config, read: impl FnOnce(Ops) -> F) -> anyhow::Result<T>
where
    F: Future<Output = anyhow::Result<T>>,
{
    super::runtime()?.block_on(async {
        let store = Store::open_to_read(&config.database.url)
            .await
            .with_context(|| format!("there is no record at {}", config.database.shown()))?;
        let (ops, _intake) = Ops::new(store, config, Clock::system(), "cli".to_owned());
        read(ops).await
    })
}

async fn find(ops: &Ops, id: IncidentId) -> anyhow::Result<Incident> {
    let found = ops.store().incident(id).await?;
    found.with_context(|| format!("there is no {id}; `muster list` shows what there is"))
}

/// Writes a line for each incident.
pub(super) fn list(config: &Config, open: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let lines = with_record(config, |ops| async move {
        let now = ops.clock().now();
        let incidents = ops.store().incidents(None, open, i64::MAX).await?;
        Ok(incidents
            .iter()
            .map(|incident| line(incident, now, &ops))
            .collect::<Vec<_>>())
    })?;
    if lines.is_empty() {
        writeln!(out, "no incidents")?;
    }
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn line(incident: &Incident, now: chrono::DateTime<chrono::Utc>, ops: &Ops) -> String {
    let marks = match (incident.private, incident.drill) {
        (false, false) => "",
        (true, false) => " [private]",
        (false, true) => " [drill]",
        (true, true) => " [private drill]",
    };
    format!(
        "{:<8} {:<13} {:<18} {:>10}  {}{marks}",
        incident.id.to_string(),
        incident.status.to_string(),
        ops.policy().severity_label(incident.severity.as_ref()),
        span(incident.age(now)),
        incident.title,
    )
}

/// Writes an incident's timeline.
pub(super) fn timeline(
    config: &Config,
    id: IncidentId,
    (full, format): (bool, Format),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (incident, entries, names) = with_record(config, |ops| async move {
        let incident = find(&ops, id).await?;
        Ok((incident, ops.timeline(id, full).await?, ops.names().await?))
    })?;
    write_timeline(out, format, &incident, &entries, &names)
}

/// Writes an incident's postmortem draft.
pub(super) fn postmortem(
    config: &Config,
    id: IncidentId,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let draft = with_record(config, |ops| async move {
        find(&ops, id).await?;
        Ok(ops.postmortem_markdown(id).await?)
    })?;
    writeln!(out, "{}", draft.trim_end())?;
    Ok(())
}

/// Checks the chains; fails at the first entry that does not hold.
pub(super) fn verify(
    config: &Config,
    id: Option<IncidentId>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (lines, broken) = with_record(config, |ops| async move {
        let incidents = match id {
            Some(id) => vec![find(&ops, id).await?],
            None => ops.store().incidents(None, false, i64::MAX).await?,
        };
        let (mut lines, mut broken) = (Vec::new(), 0_usize);
        for incident in incidents.iter().rev() {
            match verify_one(&ops, incident.id).await? {
                Ok(line) => lines.push(line),
                Err(line) => {
                    lines.push(line);
                    broken += 1;
                }
            }
        }
        Ok((lines, broken))
    })?;
    for line in &lines {
        writeln!(out, "{line}")?;
    }
    if broken > 0 {
        bail!("{broken} timeline(s) were changed after they were written");
    }
    Ok(())
}

async fn verify_one(ops: &Ops, id: IncidentId) -> anyhow::Result<Result<String, String>> {
    let mut verifier = Verifier::default();
    let mut after = 0;
    let broken = |at: i64, why: &str| format!("{id}: BROKEN at entry {at}: {why}");
    loop {
        let page = ops.store().entries(id, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.idx;
        for entry in &page {
            if let Err(found) = verifier.take(entry) {
                return Ok(Err(broken(found.idx, &found.why)));
            }
        }
    }
    let head = ops.store().head(id).await?;
    if head.length == 0 {
        // Declaring has written an entry: there was one.
        return Ok(Err(broken(1, "entry 1 is missing")));
    }
    Ok(match verifier.finish(head.length, &head.hash) {
        Ok(count) => Ok(format!("{id}: ok, {count} entries, head {}", head.hash)),
        Err(found) => Err(broken(found.idx, &found.why)),
    })
}
