//! Receiving callbacks: checked, kept, acknowledged; looked into afterwards. Nothing is decided here.

use std::sync::PoisonError;
use std::time::{Duration, Instant as Moment};

use super::PaymentDesk;
use crate::clock::Stamp;
use crate::operators::secrets::{Secret, sha256};
use crate::operators::{Acknowledgement, CallbackHint, CallbackVerdict, MatchBy, RawCallback};
use crate::origin::callback::RefusedAs;
use crate::origin::payment::{DeliveryState, MatchKind, Operator, Trust};
use crate::store::payments::{self, Delivery, Rejection};
use crate::store::{At, Document, Id, StoreError};

/// What became of a callback.
#[derive(Debug)]
pub enum Reception {
    /// Durable, now or before; to be acknowledged as the operator wants it.
    Kept(Acknowledgement),
    /// The operator only looked whether somebody is there.
    Ping,
    /// No such address.
    NoSuchAddress,
    /// Not from the operator.
    Forged,
    /// From the operator as far as can be told, and unreadable.
    Malformed,
}

/// How many refused callbacks a minute are noted; a flood is counted in the log only, for noting costs a write.
const NOTED_A_MINUTE: u32 = 60;

/// What is left of this minute's notes.
#[derive(Debug)]
pub(super) struct RejectionBudget {
    since: Moment,
    spent: u32,
}

impl Default for RejectionBudget {
    fn default() -> Self {
        Self { since: Moment::now(), spent: 0 }
    }
}

impl RejectionBudget {
    fn spend(&mut self) -> bool {
        if self.since.elapsed() >= Duration::from_secs(60) {
            *self = Self::default();
        }
        self.spent = self.spent.saturating_add(1);
        self.spent <= NOTED_A_MINUTE
    }
}

impl PaymentDesk {
    /// Takes a callback in. When this returns `Kept`, the event is durable; any error means that it is not, and that
    /// the operator must be told to come again.
    pub async fn receive(
        &self,
        operator: &str,
        slug: &str,
        callback: &RawCallback<'_>,
    ) -> Result<Reception, StoreError> {
        let Ok(operator) = operator.parse::<Operator>() else { return Ok(Reception::NoSuchAddress) };
        let Some(provider) = self.operators.get(operator) else { return Ok(Reception::NoSuchAddress) };
        if !Secret::new(provider.slug()).equals(slug.as_bytes()) {
            return Ok(Reception::NoSuchAddress);
        }
        let stamp = self.clock.stamp();
        match provider.read_callback(callback, stamp.now) {
            CallbackVerdict::Accepted { hint, trust } => {
                if trust == Trust::Signed
                    && let Some(signed_at) = provider.signed_at(callback)
                {
                    self.skews.note(operator, signed_at, stamp.now);
                }
                self.keep(operator, hint, trust, callback.body, stamp).await?;
                Ok(Reception::Kept(provider.acknowledgement()))
            }
            CallbackVerdict::Ping => Ok(Reception::Ping),
            CallbackVerdict::Forged(reason) => {
                self.reject(operator, (RefusedAs::Forged, reason), callback.body, stamp).await;
                Ok(Reception::Forged)
            }
            CallbackVerdict::Untimely(reason) => {
                self.reject(operator, (RefusedAs::Untimely, reason), callback.body, stamp).await;
                Ok(Reception::Forged)
            }
            CallbackVerdict::Malformed(reason) => {
                self.reject(operator, (RefusedAs::Unreadable, reason), callback.body, stamp).await;
                Ok(Reception::Malformed)
            }
        }
    }

    async fn keep(
        &self,
        operator: Operator,
        hint: CallbackHint,
        trust: Trust,
        body: &[u8],
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let delivery = self.delivery(operator, hint, trust, body, &stamp)?;
        if self.inbox.keep(delivery).await? {
            self.wake_up(operator);
        }
        Ok(())
    }

    fn delivery(
        &self,
        operator: Operator,
        hint: CallbackHint,
        trust: Trust,
        body: &[u8],
        stamp: &Stamp,
    ) -> Result<Delivery, StoreError> {
        let (match_kind, match_value) = match hint.match_by {
            MatchBy::Reference(reference) => (MatchKind::Reference, reference),
            MatchBy::TokenDigest(digest) => (MatchKind::Token, hex::encode(digest)),
            MatchBy::Nothing => (MatchKind::Nothing, String::new()),
            MatchBy::Test => (MatchKind::Test, String::new()),
        };
        let sealed = self.keeper.seal("callback", body);
        Ok(Delivery {
            id: Id(stamp.ids().make()),
            operator,
            dedupe_key: hint.dedupe_key,
            received_at: At(stamp.now),
            trust,
            match_kind,
            match_value,
            claim: hint.claim.as_ref().map(Document::of).transpose()?,
            body: sealed.ok_or_else(|| StoreError::Unavailable("the machine gives no randomness".into()))?,
            body_sha256: hex::encode(sha256(body)),
            state: DeliveryState::New,
            attempt_id: None,
            tries: 0,
            next_try_at: Some(At(stamp.now)),
            done_at: None,
        })
    }

    /// Notes a digest of what was refused. Losing the note is no reason to answer otherwise.
    async fn reject(&self, operator: Operator, (kind, reason): (RefusedAs, &'static str), body: &[u8], stamp: Stamp) {
        let digest = hex::encode(sha256(body));
        tracing::warn!(%operator, %kind, reason, body_sha256 = %digest, size = body.len(), "a callback was refused");
        if !self.rejections.lock().unwrap_or_else(PoisonError::into_inner).spend() {
            return;
        }
        let rejection = Rejection {
            id: stamp.ids().make(),
            operator,
            kind,
            reason,
            body_sha256: digest,
            size_bytes: i64::try_from(body.len()).unwrap_or(i64::MAX),
        };
        let noted = self.db.write(move |conn| payments::note_rejection(conn, &rejection, stamp.now)).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "a refused callback could not be noted");
        }
    }
}
