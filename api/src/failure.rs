//! How a use case can end badly. Handlers turn it into problem+json; nobody else knows status codes.

use crate::origin::fault::Fault;
use crate::origin::ledger::LedgerError;
use crate::origin::refusal::Refusal;
use crate::statement::Unreadable;
use crate::store::{StoreError, StoreFault};

/// Why a use case did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// It does not exist, or the caller may not know that it does.
    NotFound,
    /// The caller may know it exists but may not do this.
    Forbidden,
    /// The rules of the house say no.
    Refused(Refusal),
    /// What was sent has faults, all of them.
    Invalid(Vec<Fault>),
    /// Somebody changed the record since the caller read it; here it is as it stands.
    Changed(Box<serde_json::Value>),
    /// More bytes were sent than are taken.
    TooLarge {
        limit_bytes: u64,
    },
    /// The file is not of a kind that is taken, whatever its name says.
    UnsupportedMedia,
    /// The file is no operator's statement.
    NotAStatement(Unreadable),
    /// Nobody was let in.
    NotSignedIn(NotSignedIn),
    /// The history is being checked already.
    CheckRunning {
        retry_after_s: u64,
    },
    Store(StoreError),
}

/// Why somebody is not let in. The same for logins that exist and logins that do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSignedIn {
    /// The login, the password or the code is wrong; which one is nobody's business.
    InvalidCredentials,
    /// The password is right and the code of the second factor is missing.
    SecondFactorRequired,
    /// Too many attempts on this login or from this place.
    TooManyAttempts { retry_after_s: u64 },
    /// The session has ended.
    SessionEnded,
}

impl From<NotSignedIn> for Failure {
    fn from(reason: NotSignedIn) -> Self {
        Self::NotSignedIn(reason)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Query(diesel::result::Error::NotFound) => Self::NotFound,
            other => Self::Store(other),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        StoreError::from(error).into()
    }
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Vec<Fault>> for Failure {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Invalid(faults)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }
}

impl StoreFault for Failure {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
