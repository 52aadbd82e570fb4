//! One socket: what it is told goes out, what the app says comes in.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;

use super::Command;
use crate::sandbox::hub::Hub;

const PING_EVERY: Duration = Duration::from_secs(20);

/// The query of the socket's address.
#[derive(Deserialize)]
pub(crate) struct Ticket {
    ticket: String,
}

/// `GET /socket?ticket=…`
pub(crate) async fn serve(
    State(hub): State<Arc<Hub>>,
    Query(Ticket { ticket }): Query<Ticket>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !hub.sockets.inner().tickets.remove(&ticket) {
        return (StatusCode::FORBIDDEN, "not a valid ticket").into_response();
    }
    upgrade.on_upgrade(move |socket| run(hub, socket))
}

async fn run(hub: Arc<Hub>, mut socket: WebSocket) {
    let (id, mut commands) = super::opened(&hub);
    let stopping = hub.stopping.clone();
    tokio::select! {
        () = stopping.cancelled() => {}
        () = talk(&hub, &mut socket, &mut commands) => {}
    }
    super::closed(&hub, id);
}

async fn talk(hub: &Arc<Hub>, socket: &mut WebSocket, commands: &mut UnboundedReceiver<Command>) {
    let mut ping = tokio::time::interval(PING_EVERY);
    ping.reset();
    loop {
        let alive = tokio::select! {
            command = commands.recv() => obey(socket, commands, command).await,
            message = socket.recv() => hear(hub, message),
            _ = ping.tick() => socket.send(Message::Ping("sandbox".into())).await.is_ok(),
        };
        if !alive {
            return;
        }
    }
}

/// Does what it is told; false when the socket is to end.
async fn obey(
    socket: &mut WebSocket,
    commands: &mut UnboundedReceiver<Command>,
    command: Option<Command>,
) -> bool {
    match command {
        Some(Command::Send(frame)) => socket.send(Message::Text(frame.into())).await.is_ok(),
        Some(Command::Close) => {
            if socket.send(Message::Close(None)).await.is_err() {
                tracing::trace!("closed already");
            }
            false
        }
        Some(Command::Silence) => {
            // Nothing is read, so pings stay unanswered too, until somebody cuts it.
            loop {
                match commands.recv().await {
                    Some(Command::Cut | Command::Close) | None => return false,
                    Some(_) => {}
                }
            }
        }
        Some(Command::Cut) | None => false,
    }
}

/// Takes what the app says; false when it hung up.
fn hear(hub: &Arc<Hub>, message: Option<Result<Message, axum::Error>>) -> bool {
    match message {
        Some(Ok(Message::Text(text))) => {
            match serde_json::from_str::<Value>(&text) {
                Ok(frame) => super::acked(hub, &frame),
                Err(error) => tracing::debug!(%error, "not JSON"),
            }
            true
        }
        Some(Ok(Message::Close(_)) | Err(_)) | None => false,
        Some(Ok(_)) => true,
    }
}
