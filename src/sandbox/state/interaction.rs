//! What an interaction leaves behind: a trigger (opens one view, soon) and a response address.

/// The right to open a view for a person, once, within three seconds.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) user: String,
    pub(crate) issued_ms: i64,
    pub(crate) used: bool,
    /// The view the interaction happened in.
    pub(crate) view: Option<String>,
}

/// A message an interaction came from.
#[derive(Clone, Debug)]
pub(crate) enum MessageRef {
    /// A message everybody sees, by `ts`.
    Posted(String),
    /// A message one person sees, by `ts`.
    Ephemeral(String),
}

/// An address that answers an interaction: five times within thirty minutes.
#[derive(Clone, Debug)]
pub(crate) struct ResponseUrl {
    pub(crate) channel: String,
    pub(crate) user: String,
    pub(crate) issued_ms: i64,
    pub(crate) uses: u32,
    /// The message to replace or delete.
    pub(crate) source: Option<MessageRef>,
    pub(crate) thread_ts: Option<String>,
}
