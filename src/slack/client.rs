//! Outgoing calls to Slack: slack-morphism's session with our base address, a time limit on every
//! call, and failures sorted by whether Slack may have acted (see [`CallError`]).

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use slack_morphism::prelude::{SlackApiToken, SlackApiTokenValue, SlackClient};
use slack_morphism::prelude::{SlackClientHyperConnector, SlackClientHyperHttpsConnector};
use slack_morphism::{ClientResult, SlackClientApiCallContext, SlackClientHttpConnector};
use url::Url;

pub use super::call_error::{CallError, DEFAULT_RETRY_AFTER};

/// A client for one token. Cloning is cheap and shares the connections.
#[derive(Clone)]
pub struct SlackApi(Arc<Inner>);

struct Inner {
    client: SlackClient<SlackClientHyperHttpsConnector>,
    token: SlackApiToken,
    timeout: Duration,
}

/// Why a client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The configured base address is not an `http` or `https` address.
    #[error("Slack's API address {0:?} is not an http(s) address")]
    Address(String),
    /// The system's certificates could not be read.
    #[error("the system's root certificates cannot be read")]
    Certificates(#[source] std::io::Error),
}

impl SlackApi {
    /// A client that calls `<api_url>/<method>` with `token`; no call takes longer than `timeout`.
    ///
    /// The token is the bot's, or the app-level one for `apps.connections.open`.
    pub fn new(api_url: &str, token: &SecretString, timeout: Duration) -> Result<Self, SetupError> {
        let api_url = api_url.trim_end_matches('/');
        let valid = Url::parse(api_url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !valid {
            return Err(SetupError::Address(api_url.to_owned()));
        }
        ensure_crypto();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // A connection that cannot be opened fails before the call's own limit does, so that it
        // counts as "not sent" and not as "unknown".
        tcp.set_connect_timeout(Some(timeout / 2));
        let https = hyper_rustls::HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(SetupError::Certificates)?
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .wrap_connector(tcp);
        let connector =
            SlackClientHyperConnector::with_connector(https).with_slack_api_url(api_url);
        let token = SlackApiToken::new(SlackApiTokenValue(token.expose_secret().to_owned()));
        Ok(Self(Arc::new(Inner {
            client: SlackClient::new(connector),
            token,
            timeout,
        })))
    }

    /// Calls a method with a JSON body (every method that writes). Lists that Slack wants
    /// comma-separated, such as `users` of `conversations.invite`, are given as one string.
    pub async fn post(&self, method: &str, args: &Value) -> Result<Value, CallError> {
        let session = self.0.client.open_session(&self.0.token);
        let call = session.http_session_api.http_post(method, args, None);
        let answer = self.answered(call).await.and_then(ok_only);
        count(method, answer.as_ref().err());
        answer
    }

    /// Calls a method with its arguments in the query (every method that only reads).
    pub async fn get(&self, method: &str, args: &[(&str, String)]) -> Result<Value, CallError> {
        let args: Vec<_> = args
            .iter()
            .map(|(name, value)| (*name, Some(value)))
            .collect();
        let session = self.0.client.open_session(&self.0.token);
        let call = session.http_session_api.http_get(method, &args, None);
        let answer = self.answered(call).await.and_then(ok_only);
        count(method, answer.as_ref().err());
        answer
    }

    /// Answers a command or a click through its `response_url` (valid 5 times within 30 minutes).
    pub async fn respond(&self, response_url: &str, body: &Value) -> Result<(), CallError> {
        let url = address(response_url)?;
        let span = tracing::debug_span!("slack_response_url");
        let call = self
            .0
            .client
            .http_api
            .connector
            .http_post_uri(url, body, secretive(&span));
        let answer = self.answered(call).await.map(|_: Value| ());
        count("response_url", answer.as_ref().err());
        answer
    }

    /// Sends a file's bytes to the address that `files.getUploadURLExternal` named.
    pub async fn upload(&self, upload_url: &str, bytes: Vec<u8>) -> Result<(), CallError> {
        let url = address(upload_url)?;
        let span = tracing::debug_span!("slack_upload");
        let call = self.0.client.http_api.connector.http_post_uri_binary(
            url,
            "application/octet-stream".to_owned(),
            &bytes,
            secretive(&span),
        );
        let answer = self.answered(call).await.map(|_: Value| ());
        count("upload", answer.as_ref().err());
        answer
    }

    async fn answered(
        &self,
        call: impl Future<Output = ClientResult<Value>> + Send,
    ) -> Result<Value, CallError> {
        match tokio::time::timeout(self.0.timeout, call).await {
            Ok(result) => result.map_err(CallError::from),
            Err(_) => Err(CallError::Unknown("no answer in time".to_owned())),
        }
    }
}

impl std::fmt::Debug for SlackApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SlackApi")
            .field("timeout", &self.0.timeout)
            .finish_non_exhaustive()
    }
}

/// Makes `ring` the process's TLS provider unless one is installed: without it, rustls panics when
/// two providers are compiled in.
pub(super) fn ensure_crypto() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing the race to another thread is fine: then one is installed.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

/// The library reads a page that is no JSON as `{}`, and `ok: false` without a name as success.
fn ok_only(answer: Value) -> Result<Value, CallError> {
    match answer.get("ok").and_then(Value::as_bool) {
        Some(true) => Ok(answer),
        Some(false) => Err(CallError::from_answer(&answer)),
        None => Err(CallError::Unknown("the answer is not Slack's".to_owned())),
    }
}

fn address(url: &str) -> Result<Url, CallError> {
    // The address itself is a secret, so the message does not repeat it.
    Url::parse(url).map_err(|error| CallError::NotSent(format!("not an address: {error}")))
}

/// A call without our token, whose address stays out of the logs.
fn secretive(span: &tracing::Span) -> SlackClientApiCallContext<'_> {
    SlackClientApiCallContext {
        rate_control_params: None,
        token: None,
        tracing_span: span,
        is_sensitive_url: true,
    }
}

fn count(method: &str, error: Option<&CallError>) {
    let outcome = error.map_or("ok", CallError::label);
    metrics::counter!("muster_slack_calls_total", "method" => method.to_owned(), "outcome" => outcome)
        .increment(1);
}
