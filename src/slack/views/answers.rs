//! Answers that only the person who asked can see: short, calm, and naming the next step.

use chrono::{DateTime, Utc};

use super::blocks::{
    BUTTON_VALUE, Button, Message, actions, context, header, section, section_with,
};
use super::facts as fact;
use super::mrkdwn::{Mrkdwn, fit_plain, md};
use super::{card, listing};
use crate::domain::text::{NoNames, readable, unescape};
use crate::domain::{Answer, Incident, Policy, Refusal};
use crate::slack::ids::ActionId;

/// The most incidents offered as buttons at once.
const OFFERED: usize = 10;
/// The most characters of what people typed that are repeated to them.
const ECHO: usize = 80;
/// The longest key of a role that is typed as it is; for longer ones there is an alias.
const SHORT: usize = 8;
/// The most characters of a title on a button.
const TITLE: usize = 60;

/// An answer that was decided on earlier; `None` when it is about an incident that is not given.
pub fn answer(answer: &Answer, incident: Option<&Incident>) -> Option<Message> {
    match answer {
        Answer::RoomReady { .. } => incident.map(room_ready),
        Answer::Late { text, blocks } => Some(Message {
            text: text.clone(),
            blocks: blocks.clone(),
        }),
    }
}

fn room_ready(incident: &Incident) -> Message {
    Message::line(&match &incident.channel {
        Some(channel) => md!(
            "*{}* has its channel: {}",
            incident.id,
            Mrkdwn::channel(channel)
        ),
        None => md!("*{}*: its channel is being made.", incident.id),
    })
}

/// It is declared; the channel follows.
pub fn declared(incident: &Incident, policy: &Policy) -> Message {
    let room = match &incident.channel {
        Some(channel) => md!("Its channel: {}", Mrkdwn::channel(channel)),
        None => Mrkdwn::ours("Making its channel; the link follows here."),
    };
    let head = md!("Declared *{}*. {}", fact::name(incident), room);
    let mut blocks = vec![section(&head)];
    if incident.severity.is_none() {
        let line = fact::typed(policy, &format!("sev {}", incident.id));
        blocks.push(context(&md!(
            "Its severity is pending. Choose it: {}",
            line
        )));
    }
    Message::of(blocks)
}

/// What was asked for is done.
pub fn done(text: &Mrkdwn) -> Message {
    Message::of(vec![context(text)])
}

/// A message stands on the timeline.
pub fn curated(incident: &Incident) -> Message {
    done(&md!("Added to the timeline of {}.", fact::linked(incident)))
}

/// Where the incident stands, with a button to change it.
pub fn status(incident: &Incident, policy: &Policy, now: DateTime<Utc>) -> Message {
    let mut blocks = vec![header(&fact::heading(incident))];
    if let Some(channel) = &incident.channel {
        blocks.push(section(&Mrkdwn::channel(channel)));
    }
    blocks.extend(card::state(incident, policy, now));
    blocks.extend(fact::marks(incident));
    let id = incident.id.to_string();
    let timeline = Button::new(ActionId::Run(0), "Timeline", &format!("timeline {id}"));
    blocks.push(actions(if incident.status.is_open() {
        vec![Button::new(ActionId::PostUpdate, "Change", &id), timeline]
    } else {
        let postmortem = Button::new(ActionId::Postmortem, "Postmortem", &id);
        let reopen = Button::new(ActionId::Reopen, "Reopen", &id);
        vec![postmortem, timeline, reopen]
    }));
    Message::of(blocks)
}

/// The bare command: what can be done here.
pub fn menu(here: Option<&Incident>, open: &[Incident], policy: &Policy) -> Message {
    let run = |nth, label: &str, line: &str| Button::new(ActionId::Run(nth), label, line);
    let mut blocks = Vec::new();
    if let Some(incident) = here {
        let id = incident.id;
        blocks.push(section(&md!("*{}*", fact::name(incident))));
        let line = |verb: &str| format!("{verb} {id}");
        let mut buttons = vec![run(0, "Status", &line("status"))];
        if incident.status.is_open() {
            buttons.extend([
                run(1, "Post update", &line("update")),
                run(2, "Change severity", &line("sev")),
                run(3, "Assign roles", &line("role")),
                run(4, "Add a note", &line("note")),
                run(5, "Timeline", &line("timeline")),
                run(6, "Resolve", &line("resolve")),
            ]);
        } else {
            buttons.extend([
                run(1, "Timeline", &line("timeline")),
                run(2, "Postmortem", &line("postmortem")),
                run(3, "Reopen", &line("reopen")),
            ]);
        }
        blocks.push(actions(buttons));
    } else {
        let declare = run(0, "Declare an incident", "declare").primary();
        blocks.push(actions(vec![declare, run(1, "List incidents", "list")]));
        let rows = open.iter().take(OFFERED).map(|incident| {
            let show = run(0, "Show", &format!("status {}", incident.id));
            section_with(&listing::row(incident, policy), show)
        });
        blocks.extend(rows);
        if open.is_empty() {
            blocks.push(context(&Mrkdwn::ours("No open incidents.")));
        }
    }
    blocks.push(context(&md!(
        "All commands: {}",
        fact::typed(policy, "help")
    )));
    Message::of(blocks)
}

/// The command needs an incident: the caller's open ones, each as a button that runs it there.
/// `line` gives the command line for an incident.
pub fn picker(
    verb: &str,
    open: &[Incident],
    policy: &Policy,
    line: impl Fn(&Incident) -> String,
) -> Message {
    if open.is_empty() {
        return Message::line(&md!(
            "This channel belongs to no incident, and none is open. Declare one: {}",
            fact::typed(policy, "declare what is wrong")
        ));
    }
    let mut blocks = vec![section(&md!(
        "This channel belongs to no incident. Which one do you mean?"
    ))];
    let offered = open.iter().take(OFFERED);
    let lines: Vec<String> = offered.clone().map(&line).collect();
    let all_fit = lines.iter().all(|line| fits(line));
    for ((nth, incident), line) in (0_u8..).zip(offered).zip(lines) {
        let row = listing::row(incident, policy);
        blocks.push(if all_fit {
            let label = format!("{verb} · {}", incident.id);
            section_with(&row, Button::new(ActionId::Run(nth), &label, &line))
        } else {
            section(&row)
        });
    }
    let example = fact::typed(policy, &format!("{verb} INC-1 …"));
    blocks.push(context(&md!("Or name it: {}", example)));
    Message::of(blocks)
}

/// Every command, with what it does: `(usage, summary)`.
pub fn help<'a>(
    commands: impl IntoIterator<Item = (&'a str, &'a str)>,
    policy: &Policy,
) -> Message {
    let lines = commands
        .into_iter()
        .map(|(usage, summary)| md!("{}  {}", fact::typed(policy, usage), Mrkdwn::plain(summary)));
    let roles = policy.roles.iter().map(|role| {
        let key = role.key.as_str();
        let short = role.aliases.first().filter(|_| key.len() > SHORT);
        let typed = Mrkdwn::code(short.map_or(key, String::as_str));
        md!("{} {}", typed, Mrkdwn::plain(&role.name))
    });
    let mut blocks = vec![
        section(&md!("*Commands*\n{}", Mrkdwn::join(lines, "\n"))),
        section(&md!("*Roles*  {}", Mrkdwn::join(roles, "  ·  "))),
    ];
    blocks.push(context(&md!(
        "Outside an incident's channel, name it: {}. In the channel, a 📌 on a message puts it on \
         the timeline.",
        fact::typed(policy, "sev INC-1 2")
    )));
    Message::of(blocks)
}

/// A "no" with its reason.
pub fn refusal(refusal: &Refusal) -> Message {
    Message::line(&md!("⚠ {}", Mrkdwn::written(&refusal.text)))
}

/// It is our fault; the reference finds it in the log.
pub fn apology(reference: &str) -> Message {
    Message::line(&md!(
        "⚠ Sorry, that did not work, and it is not your fault. Please try again. If it stays so, \
         tell whoever runs this bot: {}",
        Mrkdwn::code(reference)
    ))
}

/// A button or form of another version.
pub fn stale(policy: &Policy) -> Message {
    Message::line(&md!(
        "⚠ This is from another version and no longer works. Use {} instead.",
        fact::typed(policy, "")
    ))
}

/// A word that is no command; `nearest` is one that resembles it. What was typed is not taken for a
/// title, but a button offers that when it reads like one.
pub fn unknown_word(word: &str, nearest: Option<&str>, line: &str, policy: &Policy) -> Message {
    let typed = Mrkdwn::code(&fit_plain(&unescape(word), ECHO));
    let hint = match nearest {
        Some(name) => md!("Did you mean {}?", fact::typed(policy, name)),
        None => md!("All commands: {}", fact::typed(policy, "help")),
    };
    let mut blocks = vec![section(&md!("⚠ There is no command {}. {}", typed, hint))];
    let declare = format!("declare {}", line.trim());
    let reads_like_a_title = line.split_whitespace().nth(1).is_some();
    if nearest.is_none() && reads_like_a_title && fits(&declare) {
        let title = fit_plain(&readable(line.trim(), &NoNames), TITLE);
        let label = format!("Declare “{title}”");
        let button = Button::new(ActionId::Run(0), &label, &declare);
        blocks.push(actions(vec![button]));
    }
    Message::of(blocks)
}

/// Slack did not open a form: a button to try once more, when the command line for it is known.
pub fn reopen_form(line: &str, policy: &Policy) -> Message {
    let text = Mrkdwn::ours("⚠ Slack did not open the form in time. Nothing is lost.");
    let again = if line.is_empty() || !fits(line) {
        context(&md!(
            "Please ask for it once more, or use {}.",
            fact::typed(policy, "")
        ))
    } else {
        let button = Button::new(ActionId::Run(0), "Open the form", line);
        actions(vec![button.primary()])
    };
    Message::of(vec![section(&text), again])
}

/// Whether a command line fits into a button.
fn fits(line: &str) -> bool {
    line.encode_utf16().count() <= BUTTON_VALUE
}
