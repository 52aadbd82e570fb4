//! What went in and out: the Web API calls the app made and what was delivered to it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

/// Both logs.
#[derive(Default)]
pub(crate) struct Log {
    calls: Mutex<Vec<Call>>,
    deliveries: Mutex<Vec<Delivery>>,
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
        let mut deliveries = locked(&self.deliveries);
        deliveries.push(delivery);
        deliveries.len()
    }

    /// Notes the answer to a transmission.
    pub(crate) fn answered(&self, seq: usize, status: Option<u16>, body: Value) {
        if let Some(delivery) = locked(&self.deliveries).get_mut(seq.saturating_sub(1)) {
            delivery.status = status;
            delivery.body = body;
        }
    }

    /// How many calls and deliveries there were.
    pub(crate) fn totals(&self) -> (usize, usize) {
        (locked(&self.calls).len(), locked(&self.deliveries).len())
    }

    /// The calls after number `after`, of one method if it is given.
    pub(crate) fn calls_json(&self, method: Option<&str>, after: usize) -> Vec<Value> {
        locked(&self.calls)
            .iter()
            .enumerate()
            .skip(after)
            .filter(|(_, call)| method.is_none_or(|method| method == call.method))
            .map(|(index, call)| {
                json!({
                    "seq": index + 1,
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
            .iter()
            .enumerate()
            .skip(after)
            .map(|(index, delivery)| {
                json!({
                    "seq": index + 1,
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
