//! Takes tokens out of whatever is about to be written.

use std::borrow::Cow;
use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

/// What stands where a token stood.
const GONE: &str = "[redacted]";
/// How secrets begin; `?` is any one character.
const MARKS: [&str; 3] = ["xox?-", "xapp-", "ticket="];

/// The text with every Slack token (`xoxb-…`, `xapp-…`) and socket ticket (`ticket=…`) cut to its
/// beginning.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let mut rest = text;
    while let Some((start, length)) = first_mark(rest) {
        let (Some(before), Some(secret)) = (rest.get(..start + length), rest.get(start + length..))
        else {
            break;
        };
        let end = secret.find(|c: char| !in_token(c)).unwrap_or(secret.len());
        clean.push_str(before);
        clean.push_str(GONE);
        rest = secret.get(end..).unwrap_or_default();
    }
    if clean.is_empty() {
        return Cow::Borrowed(text);
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

/// Where the first secret begins, and how long its beginning is.
fn first_mark(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(start, _)| {
        let rest = text.get(start..)?;
        let mark = MARKS.iter().find(|mark| begins_with(rest, mark))?;
        Some((start, mark.len()))
    })
}

fn begins_with(text: &str, mark: &str) -> bool {
    let mut letters = text.bytes();
    mark.bytes().all(|wanted| {
        letters.next().is_some_and(|letter| {
            letter == wanted || (wanted == b'?' && letter.is_ascii_alphanumeric())
        })
    })
}

/// What tokens are made of.
fn in_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '%' | '+' | '/' | '=')
}

/// A writer for log lines that redacts each of them. The formatter writes one whole line at a time.
#[derive(Clone, Debug)]
pub struct Redacting<W>(W);

impl<W> Redacting<W> {
    /// Redacts what is written to `inner`.
    pub fn new(inner: W) -> Self {
        Self(inner)
    }
}

impl<'w, W: MakeWriter<'w>> MakeWriter<'w> for Redacting<W> {
    type Writer = Redacting<W::Writer>;

    fn make_writer(&'w self) -> Self::Writer {
        Redacting(self.0.make_writer())
    }
}

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .write_all(redact(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
