//! The names under which Slack hands our buttons, forms and shortcuts back to us.
//! Typed, so that what a view offers and what is understood later cannot drift apart.

use std::borrow::Cow;

/// The name is none of ours: a button or form of another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownId;

/// A button in a message. Its value names what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionId {
    /// Take the command; the value is the incident.
    TakeCommand,
    /// Open the form of all roles; the value is the incident.
    AssignRoles,
    /// Open the form for an update; the value is the incident.
    PostUpdate,
    /// Open the choice of severities; the value is the incident.
    ChangeSeverity,
    /// Open the form for resolving; the value is the incident.
    Resolve,
    /// Open the form for reopening; the value is the incident.
    Reopen,
    /// Upload the postmortem draft; the value is the incident.
    Postmortem,
    /// Run the command line in the value; the number tells buttons of one block apart.
    Run(u8),
}

impl ActionId {
    const FIXED: [Self; 7] = [
        Self::TakeCommand,
        Self::AssignRoles,
        Self::PostUpdate,
        Self::ChangeSeverity,
        Self::Resolve,
        Self::Reopen,
        Self::Postmortem,
    ];

    /// Slack's `action_id`.
    pub fn key(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::TakeCommand => "take_command",
            Self::AssignRoles => "assign_roles",
            Self::PostUpdate => "post_update",
            Self::ChangeSeverity => "change_severity",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
            Self::Postmortem => "postmortem",
            Self::Run(nth) => return Cow::Owned(format!("run:{nth}")),
        })
    }

    /// Reads an `action_id`.
    pub fn parse(key: &str) -> Result<Self, UnknownId> {
        if let Some(nth) = key.strip_prefix("run:") {
            return nth.parse().map(Self::Run).map_err(|_| UnknownId);
        }
        Self::FIXED
            .into_iter()
            .find(|id| id.key() == key)
            .ok_or(UnknownId)
    }
}

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormId {
    /// Declare an incident.
    Declare,
    /// Post an update.
    Update,
    /// Assign all roles.
    Roles,
    /// Choose the severity.
    Severity,
    /// Resolve.
    Resolve,
    /// Reopen.
    Reopen,
    /// Write a note.
    Note,
    /// Put a message on an incident's timeline.
    Curate,
}

impl FormId {
    /// All forms.
    pub const ALL: [Self; 8] = [
        Self::Declare,
        Self::Update,
        Self::Roles,
        Self::Severity,
        Self::Resolve,
        Self::Reopen,
        Self::Note,
        Self::Curate,
    ];

    /// Slack's `callback_id`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Declare => "form.declare",
            Self::Update => "form.update",
            Self::Roles => "form.roles",
            Self::Severity => "form.severity",
            Self::Resolve => "form.resolve",
            Self::Reopen => "form.reopen",
            Self::Note => "form.note",
            Self::Curate => "form.curate",
        }
    }

    /// The title that people see (at most 24 characters).
    pub const fn title(self) -> &'static str {
        match self {
            Self::Declare => "Declare an incident",
            Self::Update => "Post an update",
            Self::Roles => "Assign roles",
            Self::Severity => "Change severity",
            Self::Resolve => "Resolve the incident",
            Self::Reopen => "Reopen the incident",
            Self::Note => "Add a note",
            Self::Curate => "Add to timeline",
        }
    }

    /// Reads a `callback_id`.
    pub fn parse(key: &str) -> Result<Self, UnknownId> {
        let mut all = Self::ALL.into_iter();
        all.find(|id| id.key() == key).ok_or(UnknownId)
    }
}

/// A shortcut: an entry in Slack's own menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortcutId {
    /// Declare, from anywhere.
    Declare,
    /// Declare because of this message.
    DeclareFromMessage,
    /// Put this message on the timeline.
    AddToTimeline,
}

impl ShortcutId {
    /// All shortcuts.
    pub const ALL: [Self; 3] = [Self::Declare, Self::DeclareFromMessage, Self::AddToTimeline];

    /// Slack's `callback_id`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Declare => "shortcut.declare",
            Self::DeclareFromMessage => "shortcut.declare_from_message",
            Self::AddToTimeline => "shortcut.add_to_timeline",
        }
    }

    /// What stands in the menu (at most 24 characters).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Declare | Self::DeclareFromMessage => "Declare an incident",
            Self::AddToTimeline => "Add to timeline",
        }
    }

    /// Reads a `callback_id`.
    pub fn parse(key: &str) -> Result<Self, UnknownId> {
        let mut all = Self::ALL.into_iter();
        all.find(|id| id.key() == key).ok_or(UnknownId)
    }
}
