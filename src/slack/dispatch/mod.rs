//! The one place from a delivery to what is done about it: kept in the inbox first, then worked off,
//! then answered: with the acknowledgement if that is still possible, else where the person waits.

mod asked;
mod event;
mod observed;
mod reply;
mod scrub;
mod stored;
mod wish;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};
use tokio_util::task::TaskTracker;

use super::client::SlackApi;
use super::delivery::{Ack, Deliver, Delivery, DeliveryKind, Source};
use super::handling::Ctx;
use super::inbound::Inbound;
use crate::ops::{Accepted, Arrival, Failure, InboxRow, Ops};
use asked::Asked;
use reply::Finished;

/// How long a reply may take to go with the acknowledgement; Slack waits for 3 seconds.
const BUDGET: Duration = Duration::from_millis(2_500);
/// How often an event is begun before it is given up.
const ATTEMPTS: i64 = 5;

/// Takes deliveries in and works them off. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Dispatch {
    ctx: Ctx,
}

impl Dispatch {
    /// The work on each delivery runs in `tasks`.
    pub fn new(ops: Ops, slack: SlackApi, tasks: TaskTracker) -> Self {
        let ctx = Ctx { ops, slack, tasks };
        Self { ctx }
    }

    /// The function that the ways in call. The work goes on even when they stop waiting.
    pub fn deliver(&self) -> Deliver {
        let dispatch = self.clone();
        std::sync::Arc::new(move |delivery| {
            let dispatch = dispatch.clone();
            Box::pin(async move {
                let tasks = dispatch.ctx.tasks.clone();
                let work = tasks.spawn(async move { dispatch.take(delivery).await });
                work.await.unwrap_or(Ack::Busy)
            })
        })
    }

    /// Works off a delivery that was found in the inbox: an event, or what a stopped process left.
    pub async fn resume(&self, row: &InboxRow) {
        let kind = stored::kind(&row.kind);
        let Some(payload) = stored::payload(&row.raw) else {
            self.give_up(row.seq, "it cannot be read").await;
            return;
        };
        match Asked::read(row.seq, Inbound::parse(kind, &payload), &payload) {
            Read::Asked(asked) => {
                let finished = wish::answer(&self.ctx, *asked).await;
                finished.send(&self.ctx).await;
            }
            Read::Event(envelope) => {
                let result = event::take(&self.ctx, row.seq, &envelope, &payload).await;
                if let Err(error) = result {
                    self.event_failed(row, &error).await;
                }
            }
            Read::Nothing => event::done(&self.ctx, row.seq).await,
        }
    }

    async fn take(&self, delivery: Delivery) -> Ack {
        let deadline = Instant::now() + BUDGET;
        let inbound = Inbound::parse(delivery.kind, &delivery.payload);
        if matches!(inbound, Inbound::Options(_)) {
            // A question without a consequence; none of our menus asks it.
            return Ack::Ok(Some(json!({ "options": [] })));
        }
        let Delivery {
            source,
            kind,
            key,
            payload,
            raw,
            ..
        } = delivery;
        let arrival = Arrival {
            key,
            source: match source {
                Source::Http => "http",
                Source::Socket => "socket",
            },
            kind: stored::key(kind),
            stream: stream(&inbound),
            raw,
            worker: None,
        };
        let at_once = matches!(kind, DeliveryKind::Command | DeliveryKind::Interaction);
        match self.ctx.ops.accept(arrival, at_once).await {
            Ok(Accepted::Repeat { reply, .. }) => Ack::Ok(reply),
            Ok(Accepted::New(seq)) if at_once => self.work(seq, inbound, payload, deadline).await,
            Ok(Accepted::New(_)) => Ack::Ok(None),
            Err(error) => {
                tracing::error!(%error, "a delivery could not be kept; Slack is to send it again");
                Ack::Busy
            }
        }
    }

    /// Works on it in a task of its own and waits for the reply as long as Slack does.
    async fn work(&self, seq: i64, inbound: Inbound, payload: Value, deadline: Instant) -> Ack {
        let asked = match Asked::read(seq, inbound, &payload) {
            Read::Asked(asked) => asked,
            Read::Event(_) | Read::Nothing => {
                event::done(&self.ctx, seq).await;
                return Ack::Ok(None);
            }
        };
        let (ready, mut waiting) = oneshot::channel();
        let ctx = self.ctx.clone();
        self.ctx.tasks.spawn(async move {
            let finished = wish::answer(&ctx, *asked).await;
            hand_over(&ctx, finished, ready).await;
        });
        if let Ok(body) = timeout_at(deadline, &mut waiting).await {
            return Ack::Ok(body.ok().flatten());
        }
        // From here on the task finds nobody waiting, and sends the reply itself.
        waiting.close();
        Ack::Ok(waiting.try_recv().ok().flatten())
    }

    async fn event_failed(&self, row: &InboxRow, error: &Failure) {
        if row.attempts < ATTEMPTS {
            // Its lease runs out, and it is taken up again, in its order.
            tracing::warn!(%error, seq = row.seq, "an event could not be worked off; it is tried again");
        } else {
            tracing::error!(%error, seq = row.seq, "an event could not be worked off; it is kept");
            self.give_up(row.seq, &error.to_string()).await;
        }
    }

    async fn give_up(&self, seq: i64, why: &str) {
        if let Err(error) = self.ctx.ops.failed(seq, why).await {
            tracing::error!(%error, seq, "a delivery's end could not be written");
        }
    }
}

/// What a delivery asks for.
enum Read {
    /// A person asks for something.
    Asked(Box<Asked>),
    /// Something happened.
    Event(Box<super::inbound::EventEnvelope>),
    /// Nothing that we know.
    Nothing,
}

/// Gives the reply to the acknowledgement if it can carry it and somebody still waits for it; else
/// sends it.
async fn hand_over(ctx: &Ctx, finished: Finished, ready: oneshot::Sender<Option<Value>>) {
    let body = finished.body();
    if body.is_some() {
        if ready.send(body).is_err() {
            finished.send(ctx).await;
        }
        return;
    }
    finished.send(ctx).await;
    // Whether or not somebody still waits: the acknowledgement is bare.
    let _gone = ready.send(None).is_err();
}

/// Events of one channel are worked off in order.
fn stream(inbound: &Inbound) -> Option<String> {
    match inbound {
        Inbound::Event(envelope) => envelope.channel_event().map(|event| event.channel),
        Inbound::Command(_)
        | Inbound::Action(_)
        | Inbound::Submission(_)
        | Inbound::Closed(_)
        | Inbound::Shortcut(_)
        | Inbound::MessageShortcut(_)
        | Inbound::Options(_)
        | Inbound::Unknown => None,
    }
}
