//! What went in and out: the Web API calls the app made and what was delivered to it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

/// How many entries each log keeps.
const KEPT: usize = 50_000;

/// Both logs.
#[derive(Default)]
pub(crate) struct Log {
    calls: Mutex<Entries<Call>>,
    deliveries: Mutex<Entries<Delivery>>,
}

/// The latest entries, numbered from 1 since the start.
struct Entries<T> {
    forgotten: usize,
    kept: VecDeque<T>,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self {
            forgotten: 0,
            kept: VecDeque::new(),
        }
    }
}

impl<T> Entries<T> {
    /// Adds an entry and gives its number.
    fn push(&mut self, entry: T) -> usize {
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(entry);
        self.total()
    }

    fn total(&self) -> usize {
        self.forgotten + self.kept.len()
    }

    fn get_mut(&mut self, number: usize) -> Option<&mut T> {
        self.kept.get_mut(number.checked_sub(self.forgotten + 1)?)
    }

    /// The entries after a number, with theirs.
    fn after(&self, number: usize) -> impl Iterator<Item = (usize, &T)> {
        let numbered = self.kept.iter().zip(self.forgotten + 1..);
        numbered
            .map(|(entry, seq)| (seq, entry))
            .skip(number.saturating_sub(self.forgotten))
    }
}

struct Call {
    at_ms: i64,
    method: String,
    args: Value,
    status: u16,
    response: Value,
}

/// One transmission to the app.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) at_ms: i64,
    pub(crate) kind: &'static str,
    pub(crate) transport: &'static str,
    pub(crate) payload: Value,
    pub(crate) attempt: u32,
    /// The answer's status; absent while it is under way and when there was no answer.
    pub(crate) status: Option<u16>,
    pub(crate) body: Value,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Log {
    /// Notes a call of the Web API; `status` 0 means the connection was cut.
    pub(crate) fn call(&self, at_ms: i64, call: (&str, &Value), status: u16, response: &Value) {
        let (method, args) = call;
        locked(&self.calls).push(Call {
            at_ms,
            method: method.to_owned(),
            args: args.clone(),
            status,
            response: response.clone(),
        });
    }

    /// Notes a transmission and gives its number.
    pub(crate) fn sent(&self, delivery: Delivery) -> usize {
        locked(&self.deliveries).push(delivery)
    }

    /// Notes the answer to a transmission.
    pub(crate) fn answered(&self, seq: usize, status: Option<u16>, body: Value) {
        if let Some(delivery) = locked(&self.deliveries).get_mut(seq) {
            delivery.status = status;
            delivery.body = body;
        }
    }

    /// How many calls and deliveries there were.
    pub(crate) fn totals(&self) -> (usize, usize) {
        (
            locked(&self.calls).total(),
            locked(&self.deliveries).total(),
        )
    }

    /// The calls after number `after`, of one method if it is given.
    pub(crate) fn calls_json(&self, method: Option<&str>, after: usize) -> Vec<Value> {
        locked(&self.calls)
            .after(after)
            .filter(|(_, call)| method.is_none_or(|method| method == call.method))
            .map(|(seq, call)| {
                json!({
                    "seq": seq,
                    "at": call.at_ms,
                    "method": call.method,
                    "args": call.args,
                    "status": call.status,
                    "response": call.response,
                })
            })
            .collect()
    }

    /// The deliveries after number `after`.
    pub(crate) fn deliveries_json(&self, after: usize) -> Vec<Value> {
        locked(&self.deliveries)
            .after(after)
            .map(|(seq, delivery)| {
                json!({
                    "seq": seq,
                    "at": delivery.at_ms,
                    "kind": delivery.kind,
                    "transport": delivery.transport,
                    "payload": delivery.payload,
                    "status": delivery.status,
                    "attempt": delivery.attempt,
                    "body": delivery.body,
                })
            })
            .collect()
    }
}
