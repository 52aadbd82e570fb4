//! Serves a router over HTTP/1.1 with limits on everything a client can be slow or generous with.
//! `axum::serve` has no header timeout, so the accept loop is our own.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::util::BoxCloneSyncService;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// How much a client may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the headers of a request are there; also how long an idle connection is kept.
    pub header: Duration,
    /// Between two pieces of a request's body.
    pub body_pause: Duration,
    /// From the headers to the answer; then 503.
    pub answer: Duration,
    /// Bytes of a body; more is answered with 413.
    pub body: usize,
    /// Connections open at once; more wait to be accepted.
    pub connections: usize,
    /// How long a stop waits for requests that are being worked on.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(5),
            body_pause: Duration::from_secs(5),
            answer: Duration::from_secs(30),
            body: 1024 * 1024,
            connections: 512,
            drain: Duration::from_secs(10),
        }
    }
}

/// Serves until `shutdown`, then accepts no more, lets open requests finish, and returns.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    shutdown: CancellationToken,
) {
    let server = Server::new(router, limits);
    let seats = Arc::new(Semaphore::new(limits.connections));
    while let Some((stream, seat)) = next(&listener, &seats, &shutdown).await {
        server.connect(stream, seat);
    }
    drop(listener);
    server.drain(limits.drain).await;
}

/// The next connection with its seat, or `None` when it is time to stop.
async fn next(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
    shutdown: &CancellationToken,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let accepted = async {
        let seat = Arc::clone(seats).acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return Some((stream, seat)),
                Err(error) => pause_after(&error, shutdown).await,
            }
        }
    };
    shutdown.run_until_cancelled(accepted).await.flatten()
}

/// A client that went away is nothing; running out of file descriptors needs a moment.
async fn pause_after(error: &io::Error, shutdown: &CancellationToken) {
    let harmless = [
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::ConnectionReset,
        io::ErrorKind::ConnectionRefused,
    ];
    if !harmless.contains(&error.kind()) {
        tracing::warn!(%error, "cannot accept connections; trying again");
        let pause = tokio::time::timeout(Duration::from_secs(1), shutdown.cancelled());
        drop(pause.await);
    }
}

type Service = BoxCloneSyncService<Request<Incoming>, axum::response::Response<Body>, Infallible>;

/// What all connections share.
struct Server {
    service: Service,
    http: http1::Builder,
    tasks: TaskTracker,
    graceful: GracefulShutdown,
    /// Ends connections that outlive the drain.
    cut: CancellationToken,
}

impl Server {
    fn new(router: Router, limits: Limits) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(limits.header)
            .max_header_size(32 * 1024);
        Self {
            service: limited(router, limits),
            http,
            tasks: TaskTracker::new(),
            graceful: GracefulShutdown::new(),
            cut: CancellationToken::new(),
        }
    }

    fn connect(&self, stream: TcpStream, seat: OwnedSemaphorePermit) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
        let service = TowerToHyperService::new(self.service.clone());
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        let connection = self.graceful.watch(connection);
        let cut = self.cut.clone();
        self.tasks.spawn(async move {
            if let Some(Err(error)) = cut.run_until_cancelled(connection).await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(seat);
        });
    }

    async fn drain(self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.graceful.shutdown())
            .await
            .is_err()
        {
            tracing::warn!(
                open = self.tasks.len(),
                "requests were still being answered; cut off"
            );
        }
        self.cut.cancel();
        self.tasks.wait().await;
    }
}

/// The router behind the limits that concern requests. From the outside in.
fn limited(router: Router, limits: Limits) -> Service {
    let layers = ServiceBuilder::new()
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            limits.answer,
        ))
        .layer(RequestBodyTimeoutLayer::new(limits.body_pause))
        .layer(RequestBodyLimitLayer::new(limits.body));
    let router = router.layer(layers);
    BoxCloneSyncService::new(
        router.map_request(|request: Request<Incoming>| request.map(Body::new)),
    )
}
