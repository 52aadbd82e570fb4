//! The two kinds of failure: a refusal that the person reads, and a fault that is logged.

use std::fmt;

use thiserror::Error;

use crate::domain::Refusal;
use crate::store::StoreError;

/// Why a request was not carried out.
#[derive(Debug, Error)]
pub enum Failure {
    /// It may not or cannot be done; the text is for the person.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something is broken; the person gets an apology with the reference.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// A fault. Its text is for the log only; people get [`Internal::reference`].
#[derive(Debug)]
pub struct Internal {
    reference: String,
    cause: Box<dyn std::error::Error + Send + Sync>,
}

impl Internal {
    /// A fault with this cause.
    pub fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let reference = uuid::Uuid::new_v4()
            .simple()
            .to_string()
            .chars()
            .take(8)
            .collect();
        Self {
            reference,
            cause: cause.into(),
        }
    }

    /// What the person can quote and the log contains.
    pub fn reference(&self) -> &str {
        &self.reference
    }
}

impl fmt::Display for Internal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.reference, self.cause)
    }
}

impl std::error::Error for Internal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.cause.as_ref())
    }
}

impl From<StoreError> for Internal {
    fn from(error: StoreError) -> Self {
        Self::new(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}
