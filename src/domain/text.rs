//! Text from people: cleaning lines, escaping for Slack's mrkdwn, and reading mrkdwn as a person does.
//! Rules: <https://docs.slack.dev/messaging/formatting-message-text>.

/// Looks up the name behind an id, for [`readable`].
pub trait Names {
    /// The display name of a person, without `@`.
    fn person(&self, id: &str) -> Option<String>;
    /// The name of a channel, without `#`.
    fn channel(&self, id: &str) -> Option<String>;
}

/// Knows nobody: ids stay ids.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn person(&self, _: &str) -> Option<String> {
        None
    }

    fn channel(&self, _: &str) -> Option<String> {
        None
    }
}

/// One line: white space folded, control and direction-changing characters taken out.
pub fn clean_line(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_harmful(*c))
        .collect();
    kept.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Several lines: trimmed, control and direction-changing characters taken out, line breaks kept.
pub fn clean_text(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !is_harmful(*c))
        .collect();
    kept.trim().to_owned()
}

/// Control characters, those that reorder what is read (Unicode "Trojan source"), and those that
/// take no place and join nothing.
fn is_harmful(c: char) -> bool {
    let reorders = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || reorders || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The first `max` characters; if there are more, the last of them is an ellipsis.
pub fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(max.saturating_sub(1)).collect();
    while kept.ends_with(char::is_whitespace) {
        kept.pop();
    }
    kept.push('…');
    kept
}

/// [`cut`] for mrkdwn: no mention, link or escape is cut in two.
pub fn cut_mrkdwn(mrkdwn: &str, max: usize) -> String {
    if mrkdwn.chars().count() <= max {
        return mrkdwn.to_owned();
    }
    let room = max.saturating_sub(1);
    let (mut kept, mut rest) = (String::new(), mrkdwn);
    let mut used = 0;
    while let Some((unit, after)) = split_unit(rest) {
        used += unit.chars().count();
        if used > room {
            break;
        }
        kept.push_str(unit);
        rest = after;
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// The first character, token or escape, and what follows it.
fn split_unit(mrkdwn: &str) -> Option<(&str, &str)> {
    let first = mrkdwn.chars().next()?;
    let escape = ["&amp;", "&lt;", "&gt;"]
        .into_iter()
        .find(|escape| mrkdwn.starts_with(escape));
    let end = match first {
        '<' => mrkdwn.find('>').map(|at| at + 1),
        _ => escape.map(str::len),
    };
    mrkdwn.split_at_checked(end.unwrap_or(first.len_utf8()))
}

/// Plain text as mrkdwn: nothing in it is a mention, a link or a command.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Turns the three escapes back.
pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// mrkdwn that people wrote, made safe to post again: people, channels and links stay, whatever
/// would notify many (`<!channel>`, user groups) or is not understood becomes plain text.
pub fn defuse(mrkdwn: &str) -> String {
    rewrite(mrkdwn, |inner| match token(inner) {
        Token::Person { .. } | Token::Channel { .. } | Token::Link { .. } => format!("<{inner}>"),
        Token::Special { .. } | Token::Other(_) => escape(&plain_token(inner, &NoNames)),
    })
}

/// mrkdwn as a person reads it: mentions are names, links are their text and address.
pub fn readable(mrkdwn: &str, names: &impl Names) -> String {
    unescape(&rewrite(mrkdwn, |inner| escape(&plain_token(inner, names))))
}

/// The ids of the people mentioned, in order, each once.
pub fn mentioned(mrkdwn: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    rewrite(mrkdwn, |inner| {
        if let Token::Person { id, .. } = token(inner)
            && !found.iter().any(|known| known == id)
        {
            found.push(id.to_owned());
        }
        String::new()
    });
    found
}

/// Gives each `<…>` to `replace` and keeps the rest.
fn rewrite(text: &str, mut replace: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        match after.split_once('>') {
            Some((inner, next)) if !inner.is_empty() && !inner.contains('<') => {
                out.push_str(&replace(inner));
                rest = next;
            }
            _ => {
                out.push_str("&lt;");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

enum Token<'a> {
    Person {
        id: &'a str,
        label: Option<&'a str>,
    },
    Channel {
        id: &'a str,
        label: Option<&'a str>,
    },
    Special {
        name: &'a str,
        label: Option<&'a str>,
    },
    Link {
        url: &'a str,
        label: Option<&'a str>,
    },
    Other(&'a str),
}

fn token(inner: &str) -> Token<'_> {
    let (body, label) = match inner.split_once('|') {
        Some((body, label)) if !label.is_empty() => (body, Some(label)),
        Some((body, _)) => (body, None),
        None => (inner, None),
    };
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    if let Some(id) = body.strip_prefix('@').filter(|id| is_id(id)) {
        Token::Person { id, label }
    } else if let Some(id) = body.strip_prefix('#').filter(|id| is_id(id)) {
        Token::Channel { id, label }
    } else if let Some(name) = body.strip_prefix('!') {
        Token::Special { name, label }
    } else if body.starts_with("https://")
        || body.starts_with("http://")
        || body.starts_with("mailto:")
    {
        Token::Link { url: body, label }
    } else {
        Token::Other(inner)
    }
}

fn plain_token(inner: &str, names: &impl Names) -> String {
    match token(inner) {
        Token::Person { id, label } => {
            let name = names.person(id).or_else(|| label.map(unescape));
            format!("@{}", name.unwrap_or_else(|| id.to_owned()))
        }
        Token::Channel { id, label } => {
            let name = label.map(unescape).or_else(|| names.channel(id));
            format!("#{}", name.unwrap_or_else(|| id.to_owned()))
        }
        Token::Special { name, label } => {
            let fallback = name.split('^').next().unwrap_or(name);
            match label.map(unescape) {
                Some(label) if fallback == "date" => label,
                Some(label) => format!("@{}", label.trim_start_matches('@')),
                None => format!("@{fallback}"),
            }
        }
        Token::Link { url, label } => {
            let address = unescape(url.strip_prefix("mailto:").unwrap_or(url));
            match label.map(unescape) {
                Some(label) if label != address => format!("{label} ({address})"),
                Some(_) | None => address,
            }
        }
        Token::Other(text) => format!("<{}>", unescape(text)),
    }
}
