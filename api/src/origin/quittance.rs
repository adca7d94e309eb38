//! The quittance: the numbered receipt of public revenue. Its facts are frozen when its number is taken and never edited; it is cancelled
//! only by a counter-quittance of the same series.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::money::Francs;
use super::payment::Operator;
use crate::text::Text;
use crate::text_enum;

text_enum! {
    /// What a number of the series stands for.
    pub enum QuittanceKind {
        /// A receipt.
        Quittance = "quittance",
        /// The counter-entry that cancels one.
        Counter = "counter",
    }
}

/// Everything that is printed, as it stood on the day of issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuittanceRecord {
    pub number: String,
    pub kind: QuittanceKind,
    /// The quittance this one cancels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancels: Option<String>,
    /// Why it is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub office: PrintedOffice,
    pub payer: Payer,
    pub subject: Subject,
    pub amount_xof: Francs,
    pub line: PrintedLine,
    pub operator: Operator,
    pub transaction_id: String,
    pub paid_at: DateTime<Utc>,
    pub issued_at: DateTime<Utc>,
    /// `https://host` under which it is verified.
    pub verification: String,
}

/// The office as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintedOffice {
    pub code: String,
    pub name: Text,
    pub accountant_title: String,
    pub accountant: String,
    pub receiver: String,
    pub confirmed: bool,
    pub state: String,
    pub motto: String,
    pub supervision: Option<String>,
    pub agency: String,
    pub place: String,
}

/// Who paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Payer {
    pub name: String,
    /// Tax and trade register numbers, as they are printed.
    pub identifiers: String,
}

/// What was paid for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Subject {
    pub scheme: String,
    pub document: Text,
    pub application_reference: String,
    pub order_reference: String,
}

/// The budget line as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintedLine {
    pub code: String,
    pub label: Text,
    pub confirmed: bool,
}

impl QuittanceRecord {
    /// The counter-quittance that cancels this one.
    #[must_use]
    pub fn countered(&self, number: String, reason: String, at: DateTime<Utc>) -> Self {
        Self {
            number,
            kind: QuittanceKind::Counter,
            cancels: Some(self.number.clone()),
            reason: Some(reason),
            issued_at: at,
            ..self.clone()
        }
    }
}

/// A number of the series: `Q-APEX-2026-000001`.
#[must_use]
pub fn number(office: &str, year: i64, serial: i64) -> String {
    format!("Q-{office}-{year}-{serial:06}")
}

/// A number as somebody typed it, in its one spelling; none when it cannot be one.
#[must_use]
pub fn normal_number(typed: &str) -> Option<String> {
    let typed = typed.trim().to_ascii_uppercase();
    let is_one = typed.starts_with("Q-")
        && typed.len() <= 40
        && typed.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    is_one.then_some(typed)
}

/// The name of the deposit slip of a day's receipts.
#[must_use]
pub fn slip_number(office: &str, day: chrono::NaiveDate) -> String {
    format!("BV-{office}-{}", day.format("%Y%m%d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_one_spelling() {
        assert_eq!(number("APEX", 2026, 12), "Q-APEX-2026-000012");
        assert_eq!(normal_number(" q-apex-2026-000012 ").as_deref(), Some("Q-APEX-2026-000012"));
        for typed in ["", "ML-ZLE-2026-000123-7", "Q-<b>", "Q-é"] {
            assert_eq!(normal_number(typed), None, "{typed}");
        }
    }
}
