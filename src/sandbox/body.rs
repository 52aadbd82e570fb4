//! The body of a control call: JSON, whatever its content type says; none at all counts as `{}`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use super::control::Refusal;

/// A control call's body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T, S> FromRequest<S> for Body<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let invalid = |detail: String| Refusal::new("invalid_arguments", detail);
        let foreign = request.headers().get("origin").is_some_and(|origin| {
            let host = request
                .headers()
                .get("host")
                .map(|host| [b"http://", host.as_bytes()].concat());
            host.as_deref() != Some(origin.as_bytes())
        });
        if foreign {
            return Err(Refusal::new(
                "forbidden",
                "another site's page may not do this",
            ));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| invalid(rejection.body_text()))?;
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        Json::<T>::from_bytes(text)
            .map(|Json(value)| Self(value))
            .map_err(|rejection| invalid(rejection.body_text()))
    }
}
