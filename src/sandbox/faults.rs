//! Faults on demand: which ones are set, which one hits next, and who is held until released.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultKind {
    Latency,
    Ratelimited,
    #[serde(rename = "http_500")]
    Http500,
    #[serde(rename = "http_503")]
    Http503,
    Error,
    DropBefore,
    DropAfter,
    LateApply,
    HoldBefore,
    HoldAfter,
    Delay,
    Repeat,
    Reorder,
    Drop,
}

/// A fault as it was asked for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FaultSpec {
    /// A method, `*` (any method), `events`, `commands` or `interactions`.
    pub(crate) target: String,
    pub(crate) kind: FaultKind,
    /// How often it hits; 0 is always.
    times: Option<u64>,
    #[serde(default)]
    pub(crate) value: Value,
    channel: Option<String>,
    /// How many pass before it hits.
    #[serde(default)]
    skip: u64,
}

/// A fault that hits now.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) kind: FaultKind,
    pub(crate) value: Value,
}

struct Fault {
    id: u64,
    spec: FaultSpec,
    seen: u64,
    hits: u64,
}

/// The faults that are set.
pub(crate) struct Faults {
    inner: Mutex<Inner>,
    released: watch::Sender<u64>,
}

/// Counts as held until it is dropped, be it because the caller hung up.
struct Held<'a>(&'a Faults);

impl<'a> Held<'a> {
    fn new(faults: &'a Faults) -> Self {
        faults.inner().held += 1;
        Self(faults)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.inner().held -= 1;
    }
}

#[derive(Default)]
struct Inner {
    faults: Vec<Fault>,
    next_id: u64,
    held: u64,
}

const DELIVERIES: [&str; 3] = ["events", "commands", "interactions"];

impl Default for Faults {
    fn default() -> Self {
        Self {
            inner: Mutex::default(),
            released: watch::Sender::new(0),
        }
    }
}

impl FaultKind {
    fn is_for_deliveries(self) -> bool {
        matches!(
            self,
            Self::Delay | Self::Repeat | Self::Reorder | Self::Drop
        )
    }

    /// Whether it slows things down and lets another fault hit as well.
    fn is_slowness(self) -> bool {
        matches!(self, Self::Latency | Self::Delay)
    }
}

impl FaultSpec {
    /// What is wrong with it, if anything.
    pub(crate) fn problem(&self) -> Option<String> {
        let delivery = DELIVERIES.contains(&self.target.as_str());
        if delivery != self.kind.is_for_deliveries() {
            return Some(format!(
                "{:?} cannot be set on {:?}",
                self.kind, self.target
            ));
        }
        let needs_number = matches!(
            self.kind,
            FaultKind::Latency | FaultKind::Delay | FaultKind::LateApply | FaultKind::Repeat
        );
        if needs_number && self.value.as_u64().is_none() {
            return Some(format!("{:?} needs a number as value", self.kind));
        }
        if self.kind == FaultKind::Error && self.value.as_str().is_none() {
            return Some("an error fault needs the error's name as value".to_owned());
        }
        None
    }

    fn limit(&self) -> Option<u64> {
        match self.times {
            Some(0) => None,
            Some(times) => Some(times),
            None if self.kind.is_slowness() => None,
            None => Some(1),
        }
    }

    fn matches(&self, target: &str, channel: Option<&str>) -> bool {
        let any_method = self.target == "*" && !DELIVERIES.contains(&target);
        (any_method || self.target == target)
            && (self.channel.is_none() || self.channel.as_deref() == channel)
    }
}

impl Faults {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets a fault and gives its number.
    pub(crate) fn add(&self, spec: FaultSpec) -> u64 {
        let mut inner = self.inner();
        inner.next_id += 1;
        let id = inner.next_id;
        inner.faults.push(Fault {
            id,
            spec,
            seen: 0,
            hits: 0,
        });
        id
    }

    /// Forgets every fault and releases what is held.
    pub(crate) fn clear(&self) {
        self.inner().faults.clear();
        self.release();
    }

    /// Lets held calls go on.
    pub(crate) fn release(&self) {
        self.released.send_modify(|generation| *generation += 1);
    }

    /// The faults that hit a call or a delivery: any slowness and at most one other.
    pub(crate) fn take(&self, target: &str, channel: Option<&str>) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut decided = false;
        for fault in &mut self.inner().faults {
            let slow = fault.spec.kind.is_slowness();
            if (decided && !slow) || !fault.spec.matches(target, channel) {
                continue;
            }
            if fault.spec.limit().is_some_and(|limit| fault.hits >= limit) {
                continue;
            }
            fault.seen += 1;
            if fault.seen <= fault.spec.skip {
                continue;
            }
            fault.hits += 1;
            decided |= !slow;
            hits.push(Hit {
                kind: fault.spec.kind,
                value: fault.spec.value.clone(),
            });
        }
        hits
    }

    /// Waits until the next release.
    pub(crate) async fn hold(&self) {
        let mut released = self.released.subscribe();
        let _held = Held::new(self);
        // The sender lives as long as `self`, so this ends with a release and nothing else.
        released.changed().await.unwrap_or_default();
    }

    /// The faults and how often they hit.
    pub(crate) fn to_json(&self) -> Value {
        let inner = self.inner();
        let faults: Vec<Value> = inner
            .faults
            .iter()
            .map(|fault| {
                json!({
                    "id": fault.id,
                    "target": fault.spec.target,
                    "kind": fault.spec.kind,
                    "value": fault.spec.value,
                    "times": fault.spec.limit(),
                    "channel": fault.spec.channel,
                    "hits": fault.hits,
                })
            })
            .collect();
        json!({"ok": true, "faults": faults, "held": inner.held})
    }
}
