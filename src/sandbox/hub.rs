//! What every part of a running sandbox shares, and the one way to change the workspace: a transaction that tells the
//! page and the app what happened, in the order it happened.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::app::App;
use super::clock::Clock;
use super::delivery::{self, Deliveries};
use super::events;
use super::faults::Faults;
use super::log::Log;
use super::pace::Pace;
use super::socket::Sockets;
use super::state::{Channel, Object, Workspace, text};
use super::stream::Stream;

/// A running sandbox, shared by its parts.
pub(crate) struct Hub {
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    pub(crate) clock: Clock,
    pub(crate) app: RwLock<Arc<App>>,
    pub(crate) faults: Faults,
    pub(crate) pace: Pace,
    pub(crate) log: Log,
    pub(crate) deliveries: Deliveries,
    pub(crate) sockets: Sockets,
    pub(crate) stream: Stream,
    pub(crate) tasks: TaskTracker,
    pub(crate) stopping: CancellationToken,
    workspace: Mutex<Workspace>,
}

/// A change of the workspace under way.
pub(crate) struct Tx<'a> {
    pub(crate) hub: &'a Arc<Hub>,
    pub(crate) ws: MutexGuard<'a, Workspace>,
}

impl Hub {
    /// A sandbox at `base` with this clock and workspace.
    pub(crate) fn new(base: String, clock: Clock, workspace: Workspace) -> std::io::Result<Self> {
        Ok(Self {
            base,
            clock,
            app: RwLock::default(),
            faults: Faults::default(),
            pace: Pace::default(),
            log: Log::default(),
            deliveries: Deliveries::new()?,
            sockets: Sockets::default(),
            stream: Stream::default(),
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
            workspace: Mutex::new(workspace),
        })
    }

    /// The installed app.
    pub(crate) fn app(&self) -> Arc<App> {
        Arc::clone(&self.app.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Installs another version of the app.
    pub(crate) fn install(&self, app: App) {
        *self.app.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(app);
    }

    /// Opens a transaction: nobody else reads or changes the workspace until it is dropped.
    pub(crate) fn open(self: &Arc<Self>) -> Tx<'_> {
        Tx {
            hub: self,
            ws: self
                .workspace
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Starts a task that ends with the sandbox.
    pub(crate) fn spawn<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let stopping = self.stopping.clone();
        drop(self.tasks.spawn(async move {
            tokio::select! {
                () = stopping.cancelled() => {}
                () = task => {}
            }
        }));
    }
}

impl Tx<'_> {
    /// A new, later timestamp.
    pub(crate) fn ts(&self) -> String {
        self.hub.clock.ts()
    }

    /// Sends an event to the app, if it subscribed to it.
    pub(crate) fn event(&mut self, subscription: &str, channel: &str, event: Value) {
        if !self.hub.app().subscribed(subscription) {
            return;
        }
        let number = self.ws.new_number();
        let about = self.ws.channels.get(channel);
        let payload = events::envelope(&self.hub.clock, number, about, event);
        delivery::send_event(self.hub, payload);
    }

    /// Sends an event about a channel to the app, if its bot is in the channel.
    pub(crate) fn member_event(&mut self, subscription: &str, channel: &str, event: Value) {
        if self.ws.channels.get(channel).is_some_and(Channel::has_bot) {
            self.event(subscription, channel, event);
        }
    }

    /// Tells the pages that a message changed.
    pub(crate) fn show_message(&self, channel: &str, message: &Object) {
        let item = json!({"kind": "message", "channel": channel, "message": message});
        self.show_in(channel, item);
    }

    /// Tells the pages that a channel changed.
    pub(crate) fn show_channel(&self, channel: &str) {
        if let Some(found) = self.ws.channels.get(channel) {
            self.show_in(
                channel,
                json!({"kind": "channel", "channel": found.to_page_json()}),
            );
        }
    }

    /// Tells one person's pages about a view stack.
    pub(crate) fn show_views(&self, user: &str) {
        let stack = self
            .ws
            .views
            .get(user)
            .map(Vec::as_slice)
            .unwrap_or_default();
        self.show_to(user, json!({"kind": "view", "user": user, "view": stack}));
    }

    /// Tells one person's pages about an ephemeral message.
    pub(crate) fn show_ephemeral(&self, message: &Object) {
        let user = text(message, "user");
        let item = json!({
            "kind": "ephemeral",
            "channel": text(message, "channel"),
            "user": user,
            "ephemeral": message,
        });
        self.show_to(user, item);
    }

    /// Sends an item to everybody's page.
    pub(crate) fn show_all(&self, item: Value) {
        self.hub.stream.send(item, None);
    }

    /// Sends an item to one person's pages.
    pub(crate) fn show_to(&self, user: &str, item: Value) {
        self.hub.stream.send(item, Some(vec![user.to_owned()]));
    }

    /// Sends an item to the pages of those who can see the channel.
    pub(crate) fn show_in(&self, channel: &str, item: Value) {
        let audience = self.ws.channels.get(channel).map(|channel| {
            let people = self
                .ws
                .users
                .keys()
                .filter(|user| self.ws.can_see(user, channel));
            people.cloned().collect()
        });
        self.hub.stream.send(item, audience);
    }
}
