//! The listener: accepts connections, routes requests, and can cut a connection under a request.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, Request};
use axum::response::Response;
use axum::routing::{any, get, post};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::hub::Hub;
use super::{act, api, control, page, socket, stream};

const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// The connection a request came on.
#[derive(Clone)]
pub(crate) struct Line(CancellationToken);

impl Line {
    /// Cuts the connection; the request never gets an answer.
    pub(crate) async fn cut(&self) -> Response {
        self.0.cancel();
        std::future::pending().await
    }
}

/// Every route.
pub(crate) fn router(hub: &Arc<Hub>) -> Router {
    Router::new()
        .route("/api/{method}", any(api::serve))
        .route("/socket", get(socket::serve))
        .route("/response/{id}", post(api::response_url::serve))
        .route("/upload/{id}", post(api::upload).put(api::upload))
        .route("/files/{id}/{name}", get(api::download))
        .route("/_sandbox/stream", get(stream::serve))
        .merge(act::router())
        .merge(control::router())
        .merge(page::router())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(Arc::clone(hub))
}

/// Accepts connections until the sandbox stops.
pub(crate) async fn run(hub: Arc<Hub>, listener: TcpListener) {
    let router = router(&hub);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                hub.spawn(connection(stream, router));
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::task::yield_now().await;
            }
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let line = Line(CancellationToken::new());
    let cut = line.0.clone();
    let service = hyper::service::service_fn(move |request: hyper::Request<_>| {
        let router = router.clone().layer(Extension(line.clone()));
        async move {
            let request: Request = request.map(axum::body::Body::new);
            let answer: Result<Response, Infallible> = router.oneshot(request).await;
            answer
        }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::select! {
        () = cut.cancelled() => {}
        result = served => {
            if let Err(error) = result {
                tracing::debug!(%error, "a connection ended badly");
            }
        }
    }
}
