//! Text from people: cleaned, cut, escaped, made safe and read.

use muster::domain::text::{
    Names, NoNames, clean_line, clean_text, cut, cut_mrkdwn, defuse, escape, mentioned, readable,
    unescape,
};
use proptest::prelude::*;

/// Knows Alice and the general channel.
struct Known;

impl Names for Known {
    fn person(&self, id: &str) -> Option<String> {
        (id == "U1").then(|| "alice".to_owned())
    }

    fn channel(&self, id: &str) -> Option<String> {
        (id == "C1").then(|| "general".to_owned())
    }
}

#[test]
fn a_line_is_one_line_without_tricks() {
    for (given, cleaned) in [
        ("  a \t b\r\nc\u{a0}d\u{2028}e  ", "a b c d e"),
        ("pay\u{0}\u{7}\u{1b}ments", "payments"),
        ("\u{202e}evil\u{2066}\u{feff}\u{200f}\u{61c}", "evil"),
        ("\u{200b}\u{2060}", ""),
        ("naïve 日本 👩\u{200d}💻", "naïve 日本 👩\u{200d}💻"),
        (" \n\t ", ""),
    ] {
        assert_eq!(clean_line(given), cleaned, "{given:?}");
    }
}

#[test]
fn a_text_keeps_its_lines() {
    assert_eq!(
        clean_text(" a\r\nb\rc\n\n\td\u{202e}\u{0} \n"),
        "a\nb\nc\n\n\td"
    );
    assert_eq!(clean_text("\n \r\n"), "");
}

#[test]
fn a_cut_is_counted_in_characters() {
    assert_eq!(cut("日本語", 3), "日本語");
    assert_eq!(cut("日本語で", 3), "日本…");
    assert_eq!(cut("a b c", 3), "a…");
    assert_eq!(cut("abc", 1), "…");
    assert_eq!(cut("", 0), "");
}

#[test]
fn nothing_is_cut_in_two() {
    assert_eq!(cut_mrkdwn("see <@U123> now", 15), "see <@U123> now");
    assert_eq!(cut_mrkdwn("see <@U123> now", 12), "see <@U123>…");
    assert_eq!(cut_mrkdwn("see <@U123> now", 11), "see…");
    assert_eq!(cut_mrkdwn("a &amp; b", 8), "a &amp;…");
    assert_eq!(cut_mrkdwn("a &amp; b", 6), "a…");
    assert_eq!(cut_mrkdwn("a & b; c", 4), "a &…");
}

#[test]
fn escapes_are_those_of_slack() {
    assert_eq!(escape("<!channel> & co"), "&lt;!channel&gt; &amp; co");
    assert_eq!(unescape("&amp;lt;"), "&lt;");
}

#[test]
fn whatever_notifies_many_becomes_plain_text() {
    for (given, safe) in [
        ("<!channel> hi", "@channel hi"),
        ("<!here|here>", "@here"),
        ("<!everyone>", "@everyone"),
        ("<!subteam^S1|@sre &amp; co>", "@sre &amp; co"),
        ("<!subteam^S1>", "@subteam"),
        ("<!date^1^{date}|10 March>", "10 March"),
        (
            "<@U1> <#C1|general> <https://a.b|x>",
            "<@U1> <#C1|general> <https://a.b|x>",
        ),
        ("<<!channel>>", "&lt;@channel>"),
        ("<!channel", "&lt;!channel"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("<@U1 !>", "&lt;@U1 !&gt;"),
        ("<>", "&lt;>"),
    ] {
        assert_eq!(defuse(given), safe, "{given}");
    }
}

#[test]
fn markup_is_read_as_a_person_reads_it() {
    for (given, read) in [
        ("<@U1> in <#C1>", "@alice in #general"),
        ("<@U2> in <#C2>", "@U2 in #C2"),
        ("<@U2|Tom &amp; Jo> in <#C2|a&amp;b>", "@Tom & Jo in #a&b"),
        ("<https://a.b/?x=1&amp;y=2>", "https://a.b/?x=1&y=2"),
        ("<https://a.b|see>", "see (https://a.b)"),
        ("<https://a.b|https://a.b>", "https://a.b"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("<!subteam^S1|@sre &amp; co> &lt;b&gt;", "@sre & co <b>"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
        ("a < b", "a < b"),
    ] {
        assert_eq!(readable(given, &Known), read, "{given}");
    }
}

#[test]
fn people_are_mentioned_once_each() {
    let text = "<@U2> <@U1|a> <@U2> <#C1> <!channel> <@> U3";
    assert_eq!(mentioned(text), ["U2", "U1"]);
}

/// Text that is full of markup.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<".to_owned()),
        Just(">".to_owned()),
        Just("|".to_owned()),
        Just("!".to_owned()),
        Just("&".to_owned()),
        Just("<!channel>".to_owned()),
        Just("<!subteam^S1|@x>".to_owned()),
        Just("<@U1>".to_owned()),
        Just("<https://a.b|c>".to_owned()),
        Just("&lt;".to_owned()),
        Just("&amp;".to_owned()),
        ".{0,4}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn defused_text_cannot_notify_many(text in markup(), max in 0..60_usize) {
        let safe = defuse(&text);
        prop_assert!(!safe.contains("<!"), "{}", safe);
        prop_assert_eq!(&defuse(&safe), &safe, "defusing again changes nothing");
        prop_assert_eq!(mentioned(&safe), mentioned(&text));
        let short = cut_mrkdwn(&safe, max);
        prop_assert!(short.chars().count() <= max.max(1));
        prop_assert_eq!(&defuse(&short), &short, "no token is cut in two");
        for line in safe.lines() {
            prop_assert_eq!(readable(&defuse(line), &NoNames), readable(line, &NoNames));
        }
    }

    #[test]
    fn what_is_escaped_is_read_as_it_was(text in ".*", marked in markup()) {
        for text in [text, marked] {
            prop_assert_eq!(&readable(&escape(&text), &NoNames), &text);
            prop_assert_eq!(&unescape(&escape(&text)), &text);
            prop_assert_eq!(mentioned(&escape(&text)), Vec::<String>::new());
        }
    }

    #[test]
    fn clean_text_stays_clean(text in "(?s).*", max in 1..40_usize) {
        let line = clean_line(&text);
        prop_assert_eq!(&clean_line(&line), &line);
        prop_assert!(!line.chars().any(char::is_control));
        let whole = clean_text(&text);
        prop_assert_eq!(&clean_text(&whole), &whole);
        prop_assert!(cut(&text, max).chars().count() <= max);
    }
}
