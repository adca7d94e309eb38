//! What happened: who did what to which record, when, from which state to which, and why. Append-only, chained.

use serde_json::Value;
use uuid::Uuid;

use crate::clock::Instant;
use crate::identity::{Actor, Role};
use crate::text_enum;

text_enum! {
    /// The kinds of records that have a history.
    pub enum RecordKind {
        Account = "account",
        Exporter = "exporter",
        Application = "application",
        FeeOrder = "fee_order",
        PaymentAttempt = "payment_attempt",
        Refund = "refund",
        Quittance = "quittance",
        PaymentClaim = "payment_claim",
        Statement = "statement",
        Discrepancy = "discrepancy",
        TreasuryDeposit = "treasury_deposit",
        TreasuryDay = "treasury_day",
        Callback = "callback",
        Certificate = "certificate",
        Rule = "rule",
        Key = "key",
    }
}

/// Who acted: a person, or the service itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Person { account_id: Uuid, role: Role },
    Service,
}

impl By {
    /// The word stored beside the event.
    #[must_use]
    pub const fn role_word(self) -> &'static str {
        match self {
            Self::Person { role, .. } => role.as_str(),
            Self::Service => "service",
        }
    }
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        Self::Person { account_id: actor.account_id, role: actor.role }
    }
}

/// Something that is about to be written into a record's history.
#[derive(Debug, Clone)]
pub struct Happening {
    pub record_kind: RecordKind,
    /// The record's identifier or number.
    pub record_id: String,
    /// What a person calls the record: a reference, a number, a name of a rule. Never personal data.
    pub record_label: String,
    pub by: By,
    /// What was done, in the vocabulary of the record's state machine, e.g. `submit`.
    pub action: &'static str,
    pub from: Option<&'static str>,
    pub to: Option<&'static str>,
    pub reason: Option<String>,
    /// Facts of this event that no column holds.
    pub data: Value,
}

impl Happening {
    /// A happening without change of state.
    pub fn new(kind: RecordKind, id: impl ToString, label: impl Into<String>, by: By, action: &'static str) -> Self {
        Self {
            record_kind: kind,
            record_id: id.to_string(),
            record_label: label.into(),
            by,
            action,
            from: None,
            to: None,
            reason: None,
            data: Value::Object(serde_json::Map::new()),
        }
    }

    #[must_use]
    pub fn change(mut self, from: &'static str, to: &'static str) -> Self {
        self.from = Some(from);
        self.to = Some(to);
        self
    }

    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    #[must_use]
    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }
}

/// An event's fields as they enter its hash, whether they are about to be written or were read back.
#[derive(Debug, Clone, Copy)]
pub struct Hashed<'a> {
    pub record_kind: &'a str,
    pub record_id: &'a str,
    pub record_label: &'a str,
    pub account_id: Option<Uuid>,
    pub role: &'a str,
    pub action: &'a str,
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub data: &'a Value,
}

impl<'a> From<&'a Happening> for Hashed<'a> {
    fn from(happening: &'a Happening) -> Self {
        Self {
            record_kind: happening.record_kind.as_str(),
            record_id: &happening.record_id,
            record_label: &happening.record_label,
            account_id: match happening.by {
                By::Person { account_id, .. } => Some(account_id),
                By::Service => None,
            },
            role: happening.by.role_word(),
            action: happening.action,
            from: happening.from,
            to: happening.to,
            reason: happening.reason.as_deref(),
            data: &happening.data,
        }
    }
}

/// The hash that binds an event to the one before it of the same record.
///
/// SHA-256 over the fields in fixed order, each preceded by its length, so that no two different events read alike.
#[must_use]
pub fn chain_hash(previous: &str, seq: i64, at: Instant, event: Hashed<'_>) -> String {
    hash_fields(&[
        previous,
        &seq.to_string(),
        &at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        event.record_kind,
        event.record_id,
        event.record_label,
        &event.account_id.map(|id| id.to_string()).unwrap_or_default(),
        event.role,
        event.action,
        event.from.unwrap_or_default(),
        event.to.unwrap_or_default(),
        event.reason.unwrap_or_default(),
        &canonical(event.data),
    ])
}

/// SHA-256, in lower-case hexadecimal, of fields each preceded by its length in bytes.
#[must_use]
pub fn hash_fields(fields: &[&str]) -> String {
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    for field in fields {
        context.update(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(field.as_bytes());
    }
    hex::encode(context.finish().as_ref())
}

/// JSON with its members sorted, because PostgreSQL does not keep their order.
#[must_use]
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(b.0));
            let inner: Vec<String> =
                sorted.into_iter().map(|(k, v)| format!("{}:{}", Value::String(k.clone()), canonical(v))).collect();
            format!("{{{}}}", inner.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}
