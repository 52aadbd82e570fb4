//! Wires everything together from the configuration; used by `muster serve`, the sandbox and tests.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::FutureExt as _;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::Effect;
use crate::jobs::{Deliveries, Hands, Progress, Settings, Worker};
use crate::ops::Ops;
use crate::slack::client::SlackApi;
use crate::slack::delivery::Deliver;
use crate::slack::dispatch::Dispatch;
use crate::slack::http::SlackHttp;
use crate::slack::socket::{SocketMode, SocketSettings};
use crate::store::{EffectState, Store};
use crate::telemetry::Metrics;
use crate::web::{self, Probes, probe};

/// How long Slack may take to say who the bot is, before the bot starts without knowing.
const INTRODUCTION: Duration = Duration::from_secs(5);
/// How long a stop waits for what has been begun.
const GRACE: Duration = Duration::from_secs(8);

/// The running bot.
pub struct App {
    ops: Ops,
    address: SocketAddr,
    /// Ends what brings new work in.
    stop: CancellationToken,
    /// Ends the inbox's writer, which is needed until the last delivery is stored.
    end: CancellationToken,
    tasks: TaskTracker,
    writer: TaskTracker,
    sockets: Option<watch::Receiver<usize>>,
    effects: Progress,
    deliveries: Progress,
}

impl App {
    /// Opens the database, starts the workers, and lets Slack in.
    pub async fn start(config: &Config, clock: Clock) -> anyhow::Result<Self> {
        let (tasks, writer) = (TaskTracker::new(), TaskTracker::new());
        let (stop, end) = (CancellationToken::new(), CancellationToken::new());
        let store = Store::open(&config.database.url).await?;
        let owner = uuid::Uuid::new_v4().simple().to_string();
        let (ops, intake) = Ops::new(store, config, clock, owner);
        let writing = end.clone();
        writer.spawn(async move { writing.run_until_cancelled(intake.run()).await });

        let slack = slack_api(config, config.slack.bot_token.as_ref())?;
        introduce(&ops, &slack).await;
        let dispatch = Dispatch::new(ops.clone(), slack.clone(), tasks.clone());
        let worker = Worker::new(
            Hands::new(ops.clone(), slack, settings(config)),
            tasks.clone(),
        );
        let resume = dispatch.clone();
        let handle = Arc::new(move |row| {
            let resume = resume.clone();
            async move { resume.resume(&row).await }.boxed()
        });
        let inbox = Deliveries::new(ops.clone(), handle);
        let (effects, deliveries) = (worker.progress(), inbox.progress());
        let start = [
            Effect::LearnSelf,
            Effect::LearnPeople,
            Effect::EnsureAnnouncements,
        ];
        ops.enqueue(&start, None).await?;
        tasks.spawn(worker.run(stop.clone()));
        tasks.spawn(fold_metrics(ops.clock().clone(), stop.clone()));
        tasks.spawn(inbox.run(stop.clone()));

        let deliver = dispatch.deliver();
        let sockets = start_sockets(config, &ops, Arc::clone(&deliver), (&tasks, &stop))?;
        let address = start_http(config, &ops, deliver, (&tasks, &stop, sockets.clone())).await?;
        Ok(Self {
            ops,
            address,
            stop,
            end,
            tasks,
            writer,
            sockets,
            effects,
            deliveries,
        })
    }

    /// Where it listens for HTTP.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What can be asked of it.
    pub const fn ops(&self) -> &Ops {
        &self.ops
    }

    /// Waits until Slack can reach it by Socket Mode, if that is how it is set up.
    pub async fn connected(&self) {
        if let Some(mut sockets) = self.sockets.clone() {
            // An error means that the sockets were stopped: there is nothing to wait for.
            drop(sockets.wait_for(|open| *open > 0).await.map(|_| ()));
        }
    }

    /// Waits until Slack cannot reach it by Socket Mode any more.
    pub async fn disconnected(&self) {
        if let Some(mut sockets) = self.sockets.clone() {
            // An error means that the sockets were stopped: none is open.
            drop(sockets.wait_for(|open| *open == 0).await.map(|_| ()));
        }
    }

    /// Waits until everything that was received is worked off and every effect that is due is
    /// done, refused or waiting for its time.
    pub async fn idle(&self) -> anyhow::Result<()> {
        let (mut effects, mut deliveries) = (self.effects.clone(), self.deliveries.clone());
        loop {
            effects.mark_unchanged();
            deliveries.mark_unchanged();
            if self.is_idle().await? {
                return Ok(());
            }
            tokio::select! {
                changed = effects.changed() => changed?,
                changed = deliveries.changed() => changed?,
            }
        }
    }

    async fn is_idle(&self) -> anyhow::Result<bool> {
        let store = self.ops.store();
        let (open, _) = store.inbox_counts().await?;
        let counts = store.effect_counts().await?;
        let sending = counts
            .iter()
            .any(|(state, _)| *state == EffectState::Sending);
        let now = self.ops.clock().now();
        let due = store.next_due().await?.is_some_and(|due| due <= now);
        Ok(open == 0 && !sending && !due)
    }

    /// Stops taking in, finishes what was begun, closes the database. What is not finished in time
    /// is found in the database by the next start.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(GRACE, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!(
                left = self.tasks.len(),
                "stopping with work begun; the next start goes on"
            );
        }
        self.end.cancel();
        self.writer.close();
        self.writer.wait().await;
        self.ops.store().close().await;
    }
}

fn slack_api(config: &Config, token: Option<&secrecy::SecretString>) -> anyhow::Result<SlackApi> {
    let token = token.context("SLACK_BOT_TOKEN is not set")?;
    Ok(SlackApi::new(
        &config.slack.api_url,
        token,
        config.outbox.call_timeout,
    )?)
}

fn settings(config: &Config) -> Settings {
    let span = |time| chrono::Duration::from_std(time).unwrap_or(chrono::Duration::seconds(30));
    Settings {
        settle_create: span(config.outbox.settle_create),
        settle_post: span(config.outbox.settle_post),
        lease: span(config.outbox.lease),
        workers: usize::try_from(config.outbox.workers).unwrap_or(1),
        announce_channel: config.slack.announce_channel.clone(),
    }
}

/// Asks Slack who the bot is; if that fails, what was learned before counts, and it is asked again.
async fn introduce(ops: &Ops, slack: &SlackApi) {
    let asked = tokio::time::timeout(INTRODUCTION, slack.get("auth.test", &[])).await;
    match asked {
        Ok(Ok(answer)) => {
            for (fact, key) in [("team", "team_id"), ("bot_user", "user_id")] {
                let Some(value) = answer.get(key).and_then(Value::as_str) else {
                    continue;
                };
                if let Err(error) = ops.learn(fact, value).await {
                    tracing::error!(%error, fact, "cannot be remembered");
                }
            }
        }
        Ok(Err(error)) => tracing::warn!(%error, "Slack does not say who the bot is"),
        Err(_) => tracing::warn!("Slack does not answer; the bot starts all the same"),
    }
}

fn start_sockets(
    config: &Config,
    ops: &Ops,
    deliver: Deliver,
    (tasks, stop): (&TaskTracker, &CancellationToken),
) -> anyhow::Result<Option<watch::Receiver<usize>>> {
    let Some(token) = &config.slack.app_token else {
        return Ok(None);
    };
    let api = SlackApi::new(&config.slack.api_url, token, config.outbox.call_timeout)?;
    let clock = ops.clock().clone();
    let sleep = Arc::new(move |wait: Duration| {
        let clock = clock.clone();
        async move {
            let wait = chrono::Duration::from_std(wait).unwrap_or_default();
            clock.sleep_until(clock.now() + wait).await;
        }
        .boxed()
    });
    let connections = usize::try_from(config.slack.sockets).unwrap_or(1);
    let settings = SocketSettings {
        connections,
        ..SocketSettings::default()
    };
    let sockets = SocketMode::new(api, deliver, sleep, settings);
    let connected = sockets.connected();
    tasks.spawn(sockets.run(stop.clone()));
    Ok(Some(connected))
}

async fn start_http(
    config: &Config,
    ops: &Ops,
    deliver: Deliver,
    (tasks, stop, sockets): (
        &TaskTracker,
        &CancellationToken,
        Option<watch::Receiver<usize>>,
    ),
) -> anyhow::Result<SocketAddr> {
    let listen = config.http.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    let mut router = web::router(probes(config, ops, sockets));
    if let Some(secret) = &config.slack.signing_secret {
        let clock = ops.clock().clone();
        router = router.merge(crate::slack::http::router(SlackHttp {
            secrets: [secret.clone()].into(),
            now: Arc::new(move || clock.now()),
            deliver,
        }));
    }
    let limits = web::server::Limits::default();
    tasks.spawn(web::server::serve(listener, router, limits, stop.clone()));
    Ok(address)
}

/// Folds the metrics' samples together every few seconds, so that they do not pile up unread.
async fn fold_metrics(clock: Clock, stop: CancellationToken) {
    let metrics = Metrics::install();
    let every = chrono::Duration::seconds(5);
    while stop
        .run_until_cancelled(clock.sleep_until(clock.now() + every))
        .await
        .is_some()
    {
        metrics.upkeep();
    }
}

fn probes(config: &Config, ops: &Ops, sockets: Option<watch::Receiver<usize>>) -> Probes {
    let store = ops.store().clone();
    let over_http = config.slack.signing_secret.is_some();
    let metrics = Metrics::install();
    Probes {
        database: probe(move || {
            let store = store.clone();
            async move {
                store
                    .ping()
                    .await
                    .map_err(|_| "the database does not answer".to_owned())
            }
        }),
        slack: probe(move || {
            let open = sockets.as_ref().map_or(0, |sockets| *sockets.borrow());
            async move {
                let reachable = over_http || open > 0;
                reachable
                    .then_some(())
                    .ok_or_else(|| "no socket to Slack is open".to_owned())
            }
        }),
        metrics: Arc::new(move || metrics.render()),
    }
}
