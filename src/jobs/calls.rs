//! One call to Slack: within the budget, and every answer sorted into what may be done next.

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

use super::{Hands, Stopped};
use crate::domain::Effect;
use crate::ops::{Internal, Outcome};
use crate::slack::client::CallError;
use crate::store::EffectRow;

/// A call that came back with something else than success.
pub(super) enum Failed {
    /// Slack's clear no, by its error name, with what else it said.
    Refused { code: String, detail: Value },
    /// Everything else, with what follows from it.
    Other(Stopped),
}

/// Refusals that somebody can mend (a token, a scope, a setting): they are tried again for a day.
const MENDABLE: [&str; 14] = [
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "not_allowed_token_type",
    "restricted_action",
    "restricted_action_read_only_channel",
    "no_permission",
    "not_in_channel",
    "accesslimited",
    "access_denied",
    "team_access_not_granted",
];
/// How many times they are tried: with [`backoff`], for about a day.
const MENDABLE_ATTEMPTS: i64 = 100;

/// The wait before the next attempt: 2, 4, 8 … seconds, at most 15 minutes.
pub(super) fn backoff(attempt: i64) -> Duration {
    let power = u32::try_from(attempt.clamp(1, 10)).unwrap_or(10);
    Duration::seconds(2_i64.saturating_pow(power).min(900))
}

/// The arguments' channel, for limits that count by channel.
fn channel_of(args: &Value) -> Option<&str> {
    args.get("channel")
        .or_else(|| args.get("channel_id"))
        .and_then(Value::as_str)
}

impl Hands {
    /// A call that writes.
    pub(super) async fn post(
        &self,
        row: &EffectRow,
        method: &str,
        args: &Value,
    ) -> Result<Value, Failed> {
        self.allow(row, method, channel_of(args))?;
        let answer = self.slack.post(method, args).await;
        answer.map_err(|error| self.sort(row, method, channel_of(args), error))
    }

    /// A call that reads: a lost answer is no doubt, it is simply asked again.
    pub(super) async fn get(
        &self,
        row: &EffectRow,
        method: &str,
        args: &[(&str, String)],
    ) -> Result<Value, Failed> {
        self.allow(row, method, None)?;
        self.slack
            .get(method, args)
            .await
            .map_err(|error| match error {
                CallError::Unknown(problem) => self.again(row, problem, backoff(row.attempt)),
                error => self.sort(row, method, None, error),
            })
    }

    /// Asks the budget for leave.
    fn allow(&self, row: &EffectRow, method: &str, channel: Option<&str>) -> Result<(), Failed> {
        let now = self.ops.clock().now();
        let lane = row.effect.lane() as u8;
        let taken = match self.budget.lock() {
            Ok(mut budget) => budget.take(method, channel, lane, now),
            Err(_) => Ok(()),
        };
        taken.map_err(throttled)
    }

    fn sort(
        &self,
        row: &EffectRow,
        method: &str,
        channel: Option<&str>,
        error: CallError,
    ) -> Failed {
        let now = self.ops.clock().now();
        match error {
            CallError::Refused { code, detail } => Failed::Refused { code, detail },
            CallError::RateLimited { retry_after } => {
                let wait = Duration::from_std(retry_after).unwrap_or(Duration::seconds(30));
                let until = now + wait;
                if let Ok(mut budget) = self.budget.lock() {
                    budget.pause(method, channel, until);
                }
                throttled(until)
            }
            CallError::NotSent(problem) => self.again(row, problem, backoff(row.attempt)),
            CallError::Unknown(problem) => {
                let settle = match row.effect {
                    Effect::CreateRoom { .. } => self.settings.settle_create,
                    _ if row.effect.class() == crate::domain::Class::Repeatable => {
                        backoff(row.attempt)
                    }
                    _ => self.settings.settle_post,
                };
                let settle_until = now + settle;
                Failed::Other(Stopped::Outcome(Outcome::InDoubt {
                    settle_until,
                    problem,
                }))
            }
        }
    }

    fn again(&self, row: &EffectRow, problem: String, wait: Duration) -> Failed {
        tracing::warn!(
            effect = row.id,
            step = row.effect.step(),
            problem,
            "effect is tried again"
        );
        let at = self.ops.clock().now() + wait;
        Failed::Other(Stopped::Outcome(Outcome::Again {
            at,
            problem,
            throttled: false,
        }))
    }

    /// Slack's no, where no particular one is expected: again if it can be mended, else the end.
    pub(super) fn no(&self, row: &EffectRow, failed: Failed) -> Stopped {
        match failed {
            Failed::Other(stopped) => stopped,
            Failed::Refused { code, .. }
                if MENDABLE.contains(&code.as_str()) && row.attempt < MENDABLE_ATTEMPTS =>
            {
                let at = self.ops.clock().now() + backoff(row.attempt.saturating_add(2));
                Stopped::Outcome(Outcome::Again {
                    at,
                    problem: code,
                    throttled: false,
                })
            }
            Failed::Refused { code, detail } => {
                tracing::error!(effect = row.id, step = row.effect.step(), code, %detail, "Slack refused");
                Stopped::Outcome(Outcome::Refused { problem: code })
            }
        }
    }
}

fn throttled(at: DateTime<Utc>) -> Failed {
    let problem = "ratelimited".to_owned();
    Failed::Other(Stopped::Outcome(Outcome::Again {
        at,
        problem,
        throttled: true,
    }))
}

/// A text that Slack must have sent.
pub(super) fn need<'a>(answer: &'a Value, pointer: &str) -> Result<&'a str, Stopped> {
    let missing = || Internal::new(format!("Slack's answer has no {pointer}"));
    let found = answer.pointer(pointer).and_then(Value::as_str);
    found.ok_or_else(|| Stopped::Fault(missing().into()))
}
