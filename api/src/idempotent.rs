//! Asking twice does it once: what a client's own key for a request stands for.

use serde::Serialize;
use uuid::Uuid;

use crate::clock::Instant;
use crate::failure::Failure;
use crate::origin::event::hash_fields;
use crate::origin::refusal::Refusal;
use crate::store::idempotency::{Seen, look_up, remember};
use crate::store::{Conn, StoreError};

/// A request that creates something, under the name its client gave it.
#[derive(Debug, Clone)]
pub struct Once {
    principal: String,
    key: String,
    fingerprint: String,
}

impl Once {
    /// `principal` is whose key it is, `what` names the operation, `input` what was asked. Give no secret in `input`:
    /// its digest is stored, and a digest of a password is a password half broken.
    pub fn new(principal: impl ToString, key: String, what: &str, input: &impl Serialize) -> Result<Self, StoreError> {
        let input = serde_json::to_string(input).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        Ok(Self { principal: principal.to_string(), key, fingerprint: hash_fields(&[what, &input]) })
    }

    /// Does the work, in the caller's transaction, unless it was done before; gives the identifier of what was made
    /// and whether it was made now.
    pub fn run(
        &self,
        conn: &mut Conn,
        now: Instant,
        work: impl FnOnce(&mut Conn) -> Result<Uuid, Failure>,
    ) -> Result<(Uuid, bool), Failure> {
        match look_up(conn, &self.principal, &self.key, &self.fingerprint)? {
            Seen::Different => Err(Refusal::KeyReused.into()),
            Seen::Again { body } => {
                let id = serde_json::from_value(body).map_err(|e| StoreError::Corrupt(e.to_string()))?;
                Ok((id, false))
            }
            Seen::First => {
                let id = work(conn)?;
                let body = serde_json::Value::String(id.to_string());
                remember(conn, (&self.principal, &self.key, &self.fingerprint), body, now)?;
                Ok((id, true))
            }
        }
    }
}
