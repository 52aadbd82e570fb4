//! A timeline as Markdown, JSON or CSV. Times are UTC.

use std::io::Write;

use clap::ValueEnum;
use serde_json::json;

use crate::domain::text::{Names, readable};
use crate::domain::{Entry, Incident};

/// The form of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A Markdown list for people.
    Md,
    /// One object with an array of entries, hashes and raw payloads included.
    Json,
    /// A row for each entry.
    Csv,
}

/// Writes a timeline.
pub(super) fn write_timeline(
    out: &mut dyn Write,
    format: Format,
    incident: &Incident,
    entries: &[Entry],
    names: &impl Names,
) -> anyhow::Result<()> {
    match format {
        Format::Md => markdown(out, incident, entries, names),
        Format::Json => json_document(out, incident, entries, names),
        Format::Csv => csv_rows(out, entries, names),
    }
}

fn markdown(
    out: &mut dyn Write,
    incident: &Incident,
    entries: &[Entry],
    names: &impl Names,
) -> anyhow::Result<()> {
    writeln!(out, "# Timeline of {}: {}\n", incident.id, incident.title)?;
    let mut day = String::new();
    for entry in entries {
        let at = entry.content.occurred_at;
        let today = at.format("%A, %-d %B %Y (UTC)").to_string();
        if today != day {
            writeln!(
                out,
                "{}## {today}\n",
                if day.is_empty() { "" } else { "\n" }
            )?;
            day = today;
        }
        let text = readable(&entry.content.text, names).replace('\n', "\n  ");
        writeln!(
            out,
            "- `{}` **{}** {text}",
            at.format("%H:%M:%S"),
            entry.author(names)
        )?;
    }
    Ok(())
}

fn json_document(
    out: &mut dyn Write,
    incident: &Incident,
    entries: &[Entry],
    names: &impl Names,
) -> anyhow::Result<()> {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            let content = &entry.content;
            json!({
                "idx": entry.idx,
                "occurred_at": content.occurred_at,
                "recorded_at": entry.recorded_at,
                "kind": content.kind,
                "actor": content.actor,
                "author": entry.author(names),
                "text": content.text,
                "readable": readable(&content.text, names),
                "channel": content.channel,
                "message_ts": content.message_ts,
                "thread_ts": content.thread_ts,
                "source_key": content.source_key,
                "detail": content.detail,
                "raw": content.raw,
                "prev_hash": entry.prev_hash,
                "hash": entry.hash,
            })
        })
        .collect();
    let document =
        json!({ "incident": incident.id.to_string(), "title": incident.title, "entries": rows });
    writeln!(out, "{}", serde_json::to_string_pretty(&document)?)?;
    Ok(())
}

fn csv_rows(out: &mut dyn Write, entries: &[Entry], names: &impl Names) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "idx",
        "occurred_at",
        "kind",
        "author",
        "text",
        "message_ts",
        "hash",
    ])?;
    for entry in entries {
        let content = &entry.content;
        writer.write_record([
            entry.idx.to_string(),
            content.occurred_at.to_rfc3339(),
            content.kind.key().to_owned(),
            cell(&entry.author(names)),
            cell(&readable(&content.text, names)),
            content
                .message_ts
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            entry.hash.clone(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// A cell that a spreadsheet does not take for a formula (OWASP ASVS 1.2.10).
fn cell(text: &str) -> String {
    let visible = text.trim_start_matches([' ', '\n']);
    if visible.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
