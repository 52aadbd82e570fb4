//! One connection: reads frames, hands deliveries on, and acknowledges each when it is safe, in
//! whatever order they get there. The reader never waits for a delivery.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, pending};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use tokio_util::sync::CancellationToken;

use super::frame::{Envelope, Frame, ack, read};
use super::{OpenGuard, Shared};
use crate::slack::delivery::Ack;

/// More deliveries than this on their way: the reader pauses, and the network holds Slack back.
const MAX_WAITING: usize = 256;

/// Silent intervals, each with a ping, that a connection survives.
const MAX_SILENT: u32 = 3;

/// Slack has given up on an acknowledgement after this long.
const ACK_LIMIT: Duration = Duration::from_secs(3);

/// The longest that writing one frame may take.
const WRITE_LIMIT: Duration = Duration::from_secs(10);

type Waiting = BoxFuture<'static, (String, bool, Ack)>;

/// Why a connection is no longer read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Slack asked for another one; this one still works for some seconds.
    Refresh,
    /// Slack wants no connection.
    Refused(String),
    /// It broke, was closed, or fell silent.
    Lost(&'static str),
    /// We are stopping.
    Stopped,
}

pub(super) struct Connection {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    shared: Arc<Shared>,
    waiting: FuturesUnordered<Waiting>,
    /// Counts this connection as open, from `hello` on.
    open: Option<OpenGuard>,
    /// Whether it has held long enough to be no part of a loop of failures.
    held: bool,
    /// Whether Slack has been told that this one goes.
    leaving: bool,
    silent: u32,
    tick: Pin<Box<dyn Future<Output = ()> + Send>>,
    hold: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Connection {
    pub(super) fn new(
        stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
        shared: Arc<Shared>,
    ) -> Self {
        let tick = (shared.sleep)(shared.settings.ping_every);
        Self {
            stream,
            shared,
            waiting: FuturesUnordered::new(),
            open: None,
            held: false,
            leaving: false,
            silent: 0,
            tick,
            hold: pending().boxed(),
        }
    }

    /// Whether the connection has held for a while.
    pub(super) fn held(&self) -> bool {
        self.held
    }

    /// Reads until something ends it.
    pub(super) async fn serve(&mut self, stop: &CancellationToken) -> End {
        loop {
            if let Err(end) = self.step(stop).await {
                return end;
            }
        }
    }

    /// Reads on after a request to refresh, until Slack closes it or the time is up.
    pub(super) async fn drain(mut self, stop: CancellationToken) {
        self.leaving = true;
        let limit = (self.shared.sleep)(self.shared.settings.drain_limit);
        tokio::select! {
            end = self.serve(&stop) => tracing::debug!(?end, "an old Slack socket ended"),
            () = limit => tracing::debug!("closing an old Slack socket that Slack keeps open"),
        }
        self.finish().await;
    }

    /// Sends the acknowledgements that are still to come, and closes.
    pub(super) async fn finish(mut self) {
        let acks = async {
            while let Some(done) = self.waiting.next().await {
                self.acknowledge(done).await?;
            }
            Ok::<(), End>(())
        };
        let acked = matches!(tokio::time::timeout(ACK_LIMIT, acks).await, Ok(Ok(())));
        let close = tokio::time::timeout(WRITE_LIMIT, self.stream.close(None)).await;
        tracing::debug!(
            acked,
            closed = matches!(close, Ok(Ok(()))),
            "a Slack socket is closed"
        );
    }

    async fn step(&mut self, stop: &CancellationToken) -> Result<(), End> {
        tokio::select! {
            () = stop.cancelled() => Err(End::Stopped),
            Some(done) = self.waiting.next(), if !self.waiting.is_empty() => {
                self.acknowledge(done).await
            }
            frame = self.stream.next(), if self.waiting.len() < MAX_WAITING => {
                self.silent = 0;
                self.received(frame)
            }
            () = &mut self.tick => {
                self.tick = (self.shared.sleep)(self.shared.settings.ping_every);
                self.silent += 1;
                if self.silent > MAX_SILENT {
                    return Err(End::Lost("silence"));
                }
                self.write(Message::Ping(Vec::new().into())).await
            }
            () = &mut self.hold => {
                self.hold = pending().boxed();
                self.held = true;
                Ok(())
            }
        }
    }

    fn received(&mut self, frame: Option<Result<Message, WsError>>) -> Result<(), End> {
        match frame {
            Some(Ok(Message::Text(text))) => self.text(text.as_str()),
            Some(Ok(Message::Binary(_))) => {
                count("binary");
                Ok(())
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(()),
            Some(Ok(Message::Close(_))) => Err(End::Lost("closed by Slack")),
            Some(Err(error)) => Err(End::Lost(describe(&error))),
            None => Err(End::Lost("ended")),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), End> {
        match read(text) {
            Frame::Hello => {
                count("hello");
                self.open = Some(self.shared.opened());
                self.hold = (self.shared.sleep)(self.shared.settings.held_after);
                Ok(())
            }
            Frame::Refresh | Frame::Refused(_) if self.leaving => Ok(()),
            Frame::Refresh => Err(End::Refresh),
            Frame::Refused(reason) => Err(End::Refused(reason)),
            Frame::Envelope(envelope) => {
                count("envelope");
                let Envelope {
                    id,
                    accepts_payload,
                    delivery,
                } = *envelope;
                let answer = (self.shared.deliver)(delivery);
                self.waiting
                    .push(answer.map(move |ack| (id, accepts_payload, ack)).boxed());
                Ok(())
            }
            Frame::Noise => {
                count("noise");
                Ok(())
            }
        }
    }

    async fn acknowledge(&mut self, (id, accepts, answer): (String, bool, Ack)) -> Result<(), End> {
        match answer {
            Ack::Ok(payload) => {
                let payload = payload.filter(|_| accepts);
                self.write(Message::text(ack(&id, payload.as_ref()))).await
            }
            // No acknowledgement: Slack delivers it again.
            Ack::Busy => {
                count("not_taken");
                Ok(())
            }
        }
    }

    async fn write(&mut self, message: Message) -> Result<(), End> {
        match tokio::time::timeout(WRITE_LIMIT, self.stream.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(End::Lost(describe(&error))),
            Err(_) => Err(End::Lost("writing takes too long")),
        }
    }
}

/// A word for what went wrong. The library's own texts can hold the address, which is a secret.
pub(super) fn describe(error: &WsError) -> &'static str {
    match error {
        WsError::ConnectionClosed | WsError::AlreadyClosed => "closed",
        WsError::Io(_) => "network",
        WsError::Tls(_) => "TLS",
        WsError::Http(_) => "refused by HTTP status",
        WsError::Url(_) => "address",
        WsError::Protocol(_) | WsError::Utf8(_) | WsError::HttpFormat(_) => "protocol",
        WsError::Capacity(_) | WsError::WriteBufferFull(_) => "size",
        WsError::AttackAttempt => "attack",
    }
}

fn count(frame: &'static str) {
    metrics::counter!("muster_slack_socket_frames_total", "frame" => frame).increment(1);
}
