//! Mobile-money operators, one file each behind one trait.
//!
//! An operator's file knows its wire format and nothing else: no database, no clock of its own, no decision about an order. What
//! an operator says comes back as an outcome; `crate::origin::payment` decides what it means.

pub mod access;
pub mod cinetpay;
pub mod client;
pub mod form;
pub mod gsma;
pub mod mtn_momo;
pub mod orange_money;
pub mod paydunya;
pub mod profile;
pub mod secrets;
pub mod wave;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::origin::money::{Francs, XOF};
use crate::origin::payment::{Operator, PhoneUse, Stated, Trust, Wallet};
use client::Trouble;
use profile::Account;
use secrets::Secret;

/// Who pays, where an operator wants to know.
#[derive(Clone, Debug, Default)]
pub struct Payer {
    /// His number, as `+` and digits.
    pub phone: Option<Secret>,
    /// Which of an operator's wallets the number belongs to.
    pub wallet: Option<Wallet>,
    /// The firm he pays for.
    pub name: String,
}

/// What we ask an operator to collect.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The attempt's identifier: the operator's idempotency key where it wants a UUID.
    pub id: Uuid,
    /// Who pays.
    pub payer: Payer,
    /// Our reference of the attempt, 26 characters, unique for ever.
    pub reference: String,
    /// The fee.
    pub amount: Francs,
    /// ISO 4217 code.
    pub currency: String,
    /// What the payer reads on the operator's page; at most 30 characters.
    pub label: String,
    /// Where the payer's browser comes back to. It proves nothing.
    pub return_url: String,
    /// Where the operator posts its callback.
    pub callback_url: String,
    /// Language of the payer's page: `fr` or `en`.
    pub language: &'static str,
}

/// What we know of an attempt when we ask about it.
#[derive(Clone, Debug)]
pub struct Known {
    /// The attempt's identifier.
    pub id: Uuid,
    /// Our reference.
    pub reference: String,
    /// The fee that was asked for.
    pub amount: Francs,
    /// The operator's own name of the session, where it has one.
    pub session_id: Option<String>,
    /// The operator's secret handle of the session, where it has one.
    pub pay_token: Option<String>,
}

/// A session the payer can pay in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The operator's own name of the session, where it has one.
    pub session_id: Option<String>,
    /// Secret needed to ask about the session (Orange Money).
    pub pay_token: Option<String>,
    /// Secret that comes back in the callback (Orange Money).
    pub notif_token: Option<String>,
    /// The operator's page for the payer; none where the request appears on his telephone.
    pub payment_url: Option<String>,
    /// When the session ends.
    pub expires_at: DateTime<Utc>,
}

/// What became of the request to open a session.
#[derive(Clone, Debug)]
pub enum CreateOutcome {
    /// There is a session.
    Created(Session),
    /// The operator refused; it is certain that there is none.
    Refused(Trouble),
    /// Nothing reached the operator; it is certain that there is none, and trying again is harmless.
    NotSent(Trouble),
    /// The request was sent and the answer is missing, late or makes no sense. There may be a session.
    Unknown(Trouble),
}

/// What an operator says about a payment, in our words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// Waiting for the payer.
    Waiting,
    /// The payer confirmed; in progress.
    InProgress,
    /// Failed, for good as far as the operator knows.
    Declined,
    /// The session's time is over.
    TimedOut,
    /// Paid.
    Paid,
    /// A word we do not know. Kept for a person; changes nothing.
    Other(String),
}

/// An authenticated answer about one payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperatorState {
    /// What the operator says.
    pub reported: Reported,
    /// What it repeats of our request.
    pub stated: Stated,
    /// The operator's number of the money movement, present once paid.
    pub transaction_id: Option<String>,
    /// Why a payer's try failed, in the operator's own code.
    pub reason: Option<String>,
}

impl OperatorState {
    /// The same, unless it says paid and does not say by which movement of money: without its number nobody can tell one from another.
    pub(crate) fn checked(self) -> Result<Self, Trouble> {
        if self.reported == Reported::Paid && self.transaction_id.as_deref().is_none_or(str::is_empty) {
            return Err(Trouble::unreadable("paid without a transaction"));
        }
        Ok(self)
    }
}

/// What became of a question about a session.
#[derive(Clone, Debug)]
pub enum QueryOutcome {
    /// The operator answered.
    State(OperatorState),
    /// The operator knows of no such session.
    NotFound,
    /// No usable answer.
    Unreachable(Trouble),
}

/// What became of the search for a session whose creation was never answered.
#[derive(Clone, Debug)]
pub enum FindOutcome {
    /// There is one, and this is how it stands.
    Found(Box<(Session, OperatorState)>),
    /// There is none.
    NotFound,
    /// The operator has no such search: only time can tell.
    Unsupported,
    /// No usable answer.
    Unreachable(Trouble),
}

/// What became of the order to send a payment back. Nobody repeats it blindly: only after `Refused` and `NotSent` is it certain that no money
/// moved.
#[derive(Clone, Debug)]
pub enum RefundOutcome {
    /// The operator has sent the whole payment back.
    Done,
    /// The operator refused; no money moved.
    Refused(Trouble),
    /// Nothing reached the operator; no money moved, and trying again is harmless.
    NotSent(Trouble),
    /// The order was sent and the answer is missing, late or makes no sense. The next statement tells.
    Unknown(Trouble),
    /// The operator has no such call: a person sends the money back by other means.
    Unsupported,
}

/// A line of an operator's statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementEntry {
    /// When the wallet changed.
    pub at: DateTime<Utc>,
    /// The operator's number of the money movement.
    pub transaction_id: String,
    /// The operator's word for what kind of movement it is; empty where it gives none.
    pub kind: String,
    /// By how much the wallet changed, in whole francs; negative when money left it.
    pub amount_xof: i64,
    /// What the operator kept, in whole francs.
    pub fee_xof: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// True when the line takes an earlier one back.
    pub is_reversal: bool,
    /// Our reference of the attempt, where the operator repeats it.
    pub reference: Option<String>,
    /// The operator's own name of the session, where the line has one.
    pub session_id: Option<String>,
    /// The payer's number as the operator writes it. Personal: to be hashed, never stored or shown as it is.
    pub counterparty_phone: Option<Secret>,
}

/// What became of the request for a day's statement.
#[derive(Clone, Debug)]
pub enum StatementOutcome {
    /// Every line of the day, in the operator's order.
    Entries(Vec<StatementEntry>),
    /// The operator gives its statements as files only.
    FileOnly,
    /// No usable answer. A statement is whole or it is not there: what came before the failure is not given.
    Unreachable(Trouble),
}

/// A callback as it came in.
#[derive(Clone, Copy, Debug)]
pub struct RawCallback<'a> {
    /// Upper-case verb.
    pub method: &'a str,
    /// Lower-case names with their raw values.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// What follows `?` in the address, as it came.
    pub query: &'a str,
    /// Untouched bytes.
    pub body: &'a [u8],
}

impl RawCallback<'_> {
    /// The header's only value as text; `None` when absent, repeated, overlong or not ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        const LONGEST: usize = 2_048;
        let mut values = self.headers.iter().filter(|(header, _)| *header == name);
        let (_, value) = values.next()?;
        if values.next().is_some() || value.len() > LONGEST || !value.is_ascii() {
            return None;
        }
        std::str::from_utf8(value).ok()
    }
}

/// How a callback finds its attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchBy {
    /// Our reference of the attempt.
    Reference(String),
    /// SHA-256 of the token that was given to us when the session was opened.
    TokenDigest(Vec<u8>),
    /// Money that belongs to no session of ours: for a person.
    Nothing,
    /// A test message: nothing to do.
    Test,
}

/// What a callback says, before anybody believes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackHint {
    /// The same for every delivery of one event.
    pub dedupe_key: String,
    /// Which attempt it means.
    pub match_by: MatchBy,
    /// What it claims. Believed only when signed over amount, currency and reference, and only while the operator cannot be asked;
    /// otherwise it merely tells whether asking again is worth it.
    pub claim: Option<OperatorState>,
}

/// What to do with a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackVerdict {
    /// Keep it and look into it.
    Accepted {
        /// What it says.
        hint: CallbackHint,
        /// How far to believe it.
        trust: Trust,
    },
    /// Not from the operator. The reason is for our log only.
    Forged(&'static str),
    /// Signed at another time, by whoever: an old message that somebody repeats, or a wrong clock.
    Untimely(&'static str),
    /// From the operator as far as can be told, and unreadable.
    Malformed(&'static str),
    /// The operator only tries whether somebody is there.
    Ping,
}

/// How an operator wants to be told that its callback is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledgement {
    /// HTTP 200.
    Ok,
    /// HTTP 204.
    NoContent,
}

/// One mobile-money operator.
#[async_trait]
pub trait MobileMoney: Send + Sync {
    /// Which one.
    fn operator(&self) -> Operator;

    /// Minutes a payer has, at most.
    fn session_minutes(&self) -> i64;

    /// The currency this account is charged in: XOF, but for Orange's sandbox.
    fn currency(&self) -> &str {
        XOF
    }

    /// Where the account lives and how it is treated.
    fn account(&self) -> &Account;

    /// Last part of the callback address, known to the operator and us only.
    fn slug(&self) -> &str {
        self.account().slug.expose()
    }

    /// Whether the operator wants to know the payer's number.
    fn phone_use(&self) -> PhoneUse {
        PhoneUse::None
    }

    /// The wallets to choose from, where a number alone does not say whom to ask.
    fn wallets(&self) -> &'static [Wallet] {
        &[]
    }

    /// How the operator wants to be told that its callback is kept.
    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement::Ok
    }

    /// When a callback says that it was signed, where the operator signs a time. To be asked of signed ones only.
    fn signed_at(&self, callback: &RawCallback<'_>) -> Option<DateTime<Utc>> {
        let _ = callback;
        None
    }

    /// Checks where a callback comes from and reads what it says. `now` is what the signature's time is held against.
    fn read_callback(&self, callback: &RawCallback<'_>, now: DateTime<Utc>) -> CallbackVerdict;

    /// Opens a session. `now` is when the request is made.
    async fn create(&self, ask: &Ask, now: DateTime<Utc>) -> CreateOutcome;

    /// Looks for a session whose creation was never answered.
    async fn find(&self, known: &Known) -> FindOutcome;

    /// Asks how a session stands.
    async fn query(&self, known: &Known) -> QueryOutcome;

    /// Sends a whole payment back to its payer. `now` is when the request is made.
    async fn refund(&self, known: &Known, now: DateTime<Utc>) -> RefundOutcome {
        let _ = (known, now);
        RefundOutcome::Unsupported
    }

    /// The statement of one day, by Mali's clock, which is UTC all year. `now` is when the request is made.
    async fn statement(&self, day: NaiveDate, now: DateTime<Utc>) -> StatementOutcome {
        let _ = (day, now);
        StatementOutcome::FileOnly
    }
}

/// The operators that are switched on.
#[derive(Clone, Default)]
pub struct Operators(Vec<Arc<dyn MobileMoney>>);

impl Operators {
    /// The operators of the given profiles.
    ///
    /// # Errors
    /// A sentence for the log when the HTTP client cannot be built.
    pub fn of(profiles: profile::Profiles) -> Result<Self, String> {
        let mut list: Vec<Arc<dyn MobileMoney>> = Vec::new();
        if let Some(profile) = profiles.orange_money {
            list.push(Arc::new(orange_money::OrangeMoney::new(profile)?));
        }
        if let Some(profile) = profiles.wave {
            list.push(Arc::new(wave::Wave::new(profile)?));
        }
        if let Some(profile) = profiles.pay_dunya {
            list.push(Arc::new(paydunya::PayDunya::new(profile)?));
        }
        if let Some(profile) = profiles.mtn_momo {
            list.push(Arc::new(mtn_momo::MtnMomo::new(profile)?));
        }
        if let Some(profile) = profiles.gsma {
            list.push(Arc::new(gsma::Gsma::new(profile)?));
        }
        if let Some(profile) = profiles.cinet_pay {
            list.push(Arc::new(cinetpay::CinetPay::new(profile)?));
        }
        Ok(Self(list))
    }

    /// The operator, when it is switched on.
    #[must_use]
    pub fn get(&self, operator: Operator) -> Option<&Arc<dyn MobileMoney>> {
        self.0.iter().find(|one| one.operator() == operator)
    }

    /// Every operator that is switched on.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn MobileMoney>> {
        self.0.iter()
    }
}

/// The longest address Orange Money accepts; we keep to it with every operator.
pub const LONGEST_URL: usize = 120;

/// Our own request breaks one of the operator's limits.
pub(crate) fn over_limit(code: &str) -> Trouble {
    Trouble { kind: client::TroubleKind::OverLimit, code: code.to_owned() }
}

/// What a request for a session that brought no session means.
pub(crate) fn without_session(trouble: Trouble) -> CreateOutcome {
    if trouble.is_refusal() {
        CreateOutcome::Refused(trouble)
    } else if trouble.is_unsent() {
        CreateOutcome::NotSent(trouble)
    } else {
        CreateOutcome::Unknown(trouble)
    }
}

/// A word of the operator's that we do not know, bounded.
pub(crate) fn other_word(word: &str) -> Reported {
    Reported::Other(client::plain(word))
}

/// When an attempt was made: its identifier says so.
pub(crate) fn begun(id: Uuid) -> DateTime<Utc> {
    let seconds = id.get_timestamp().map_or(0, |stamp| stamp.to_unix().0);
    i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default()
}

/// Reads a JSON value that should be whole francs, written as a string or as a number.
pub(crate) fn francs_in(value: &serde_json::Value) -> Option<Francs> {
    match value {
        serde_json::Value::String(text) => text.parse().ok(),
        serde_json::Value::Number(number) => number.as_i64().and_then(|francs| Francs::new(francs).ok()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_s_identifier_tells_when_it_was_made() {
        let id: Uuid = "019aa5f0-1c00-7000-8000-000000000000".parse().unwrap();
        assert_eq!(begun(id).timestamp(), 0x019a_a5f0_1c00 / 1_000);
    }
}
