//! Serves the web page, each file built into the program.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::hub::Hub;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The document the page's help shows.
const DOCS: &str = include_str!("../../../docs/sandbox.md");

/// The app's picture.
const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><rect width="72" height="72" rx="14" fill="#b3261e"/><path d="M20 50V24l16 14 16-14v26" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>"##;

/// Builds the table of files from their names.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!($name))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "actions.js",
    "api.js",
    "app.js",
    "blocks.css",
    "blocks.js",
    "complete.js",
    "composer.js",
    "dom.js",
    "drawer.js",
    "elements.js",
    "emoji.js",
    "entry.js",
    "faults.js",
    "files.js",
    "form.js",
    "header.js",
    "help.js",
    "home.js",
    "icons.js",
    "index.html",
    "list.js",
    "log.js",
    "markdown.js",
    "menus.js",
    "messages.css",
    "messages.js",
    "modal.js",
    "mrkdwn.js",
    "panel.js",
    "people.js",
    "quick.js",
    "richtext.js",
    "route.js",
    "select.js",
    "shell.css",
    "sidebar.js",
    "state.js",
    "style.css",
    "time.js",
    "unread.js",
    "welcome.js",
];

/// The routes.
pub(crate) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route("/", get(|| async { file("index.html") }))
        .route(
            "/_page/{file}",
            get(|Path(name): Path<String>| async move { file(&name) }),
        )
        .route(
            "/_sandbox/icon.svg",
            get(|| async { serve("image/svg+xml", ICON) }),
        )
        .route(
            "/_sandbox/docs",
            get(|| async { serve("text/markdown; charset=utf-8", DOCS) }),
        )
}

fn file(name: &str) -> Response {
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((name, content)) => serve(media_type(name), content),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn serve(media_type: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, content).into_response()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    }
}
