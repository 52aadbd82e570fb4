//! Text in Slack's markup that is known to be safe: people's words are escaped on the way in, so a
//! raw string does not compile into it. Rules:
//! <https://docs.slack.dev/messaging/formatting-message-text>.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::domain::postmortem::span;
use crate::domain::text::{defuse, escape};
use crate::domain::{ChannelId, IncidentId, Status, UserId};

/// Safe mrkdwn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mrkdwn(String);

/// What may stand in `md!` as it is.
pub trait Shown: fmt::Display {}
impl Shown for Mrkdwn {}
impl Shown for IncidentId {}
impl Shown for Status {}
impl Shown for usize {}
impl Shown for i64 {}
impl<T: Shown> Shown for &T {}

/// `format!` for [`Mrkdwn`]: the arguments must be safe themselves, and no variable is captured
/// from the format string.
macro_rules! md {
    ($format:literal $(, $part:expr)* $(,)?) => {
        $crate::slack::views::mrkdwn::Mrkdwn::assembled(
            format!(concat!($format) $(, $crate::slack::views::mrkdwn::shown(&$part))*)
        )
    };
}
pub(crate) use md;

/// Lets only safe parts through.
pub(crate) const fn shown<T: Shown>(part: &T) -> &T {
    part
}

impl Mrkdwn {
    /// Our own words.
    pub fn ours(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Plain text: whatever is in it is shown, not understood.
    pub fn plain(text: &str) -> Self {
        Self(escape(text))
    }

    /// mrkdwn that people wrote: mentions of people and channels and links stay, nothing in it
    /// notifies many.
    pub fn written(text: &str) -> Self {
        Self(defuse(text))
    }

    /// For [`md!`] only.
    #[doc(hidden)]
    pub fn assembled(text: String) -> Self {
        Self(text)
    }

    /// A person, shown by name.
    pub fn person(user: &UserId) -> Self {
        reference('@', user.as_str())
    }

    /// A channel, shown by name and opened by a click.
    pub fn channel(channel: &ChannelId) -> Self {
        reference('#', channel.as_str())
    }

    /// Something to type, such as a command.
    pub fn code(text: &str) -> Self {
        Self(format!("`{}`", escape(&text.replace('`', "'"))))
    }

    /// A moment in the reader's time zone; UTC where Slack cannot tell.
    pub fn moment(at: DateTime<Utc>) -> Self {
        let fallback = at.format("%Y-%m-%d %H:%M UTC");
        let epoch = at.timestamp();
        Self(format!(
            "<!date^{epoch}^{{date_short_pretty}} at {{time}}|{fallback}>"
        ))
    }

    /// A moment with its distance from now, which Slack keeps right while time goes on.
    pub fn moment_and_distance(at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let fallback = at.format("%Y-%m-%d %H:%M UTC");
        let distance = if at <= now {
            format!("{} ago", span(now - at))
        } else {
            format!("in {}", span(at - now))
        };
        let epoch = at.timestamp();
        Self(format!(
            "<!date^{epoch}^{{date_short_pretty}} at {{time}} ({{ago}})|{fallback} ({distance})>"
        ))
    }

    /// Several, with `between` between them.
    pub fn join(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let parts: Vec<String> = parts
            .into_iter()
            .map(|part| part.0)
            .filter(|part| !part.is_empty())
            .collect();
        Self(parts.join(between))
    }

    /// Set off as a quotation, line by line.
    #[must_use]
    pub fn quoted(&self) -> Self {
        let lines: Vec<String> = self.0.lines().map(|line| format!("> {line}")).collect();
        Self(lines.join("\n"))
    }

    /// In one line.
    #[must_use]
    pub fn on_one_line(&self) -> Self {
        let words: Vec<&str> = self.0.split_whitespace().collect();
        Self(words.join(" "))
    }

    /// At most `max` units (UTF-16, as the stricter of the ways to count); if there is more, it ends
    /// in an ellipsis. No mention, link or escape is cut in two.
    #[must_use]
    pub fn fit(&self, max: usize) -> Self {
        if width(&self.0) <= max {
            return self.clone();
        }
        let room = max.saturating_sub(1);
        let mut kept = String::new();
        let mut used = 0;
        let mut rest = self.0.as_str();
        while let Some((unit, after)) = next_unit(rest) {
            used += width(unit);
            if used > room {
                break;
            }
            kept.push_str(unit);
            rest = after;
        }
        Self(kept.trim_end().to_owned() + "…")
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Mrkdwn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Plain text of at most `max` units (UTF-16); if there is more, it ends in an ellipsis.
pub fn fit_plain(text: &str, max: usize) -> String {
    if width(text) <= max {
        return text.to_owned();
    }
    let room = max.saturating_sub(1);
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= room
        })
        .collect();
    kept.trim_end().to_owned() + "…"
}

/// The same, but whole words, as far as there are any.
pub fn fit_words(text: &str, max: usize) -> String {
    let cut = fit_plain(text, max);
    match cut.strip_suffix('…').and_then(|kept| kept.rsplit_once(' ')) {
        Some((words, _)) if cut != text => format!("{}…", words.trim_end_matches([' ', ',', ';'])),
        Some(_) | None => cut,
    }
}

fn width(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// A reference to an id; what is no id is shown as text.
fn reference(sign: char, id: &str) -> Mrkdwn {
    if !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Mrkdwn(format!("<{sign}{id}>"))
    } else {
        Mrkdwn::plain(&format!("{sign}{id}"))
    }
}

/// The first thing that must not be cut in two, and what follows it.
fn next_unit(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    let end = match first {
        '<' => text.find('>').map(|at| at + 1),
        '&' => text.find(';').filter(|at| *at <= 5).map(|at| at + 1),
        _ => None,
    };
    text.split_at_checked(end.unwrap_or(first.len_utf8()))
}
