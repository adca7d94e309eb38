//! Whose receipts the agency's fees are, and which line of the budget they belong to.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::origin::codes::SchemeCode;
use crate::text::Text;

/// An office that issues quittances, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Part of every number of its series.
    pub code: String,
    pub name: Text,
    pub accountant_title: String,
    /// Who answers for the receipts.
    pub accountant: String,
    /// Who the receipts are paid over to.
    pub receiver: String,
    pub valid_from: NaiveDate,
    pub confirmed: bool,
    pub source: String,
}

/// A line of the budget that fees are booked on, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevenueLine {
    /// Absent when the line takes every scheme that has none of its own.
    #[serde(default)]
    pub scheme: Option<SchemeCode>,
    pub code: String,
    pub label: Text,
    pub valid_from: NaiveDate,
    pub confirmed: bool,
    pub source: String,
}

/// The offices and lines of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revenue {
    #[serde(rename = "office")]
    pub offices: Vec<Office>,
    #[serde(rename = "line")]
    pub lines: Vec<RevenueLine>,
}

impl Revenue {
    /// The office that issues on this day.
    #[must_use]
    pub fn office_on(&self, on: NaiveDate) -> Option<&Office> {
        self.offices.iter().filter(|office| office.valid_from <= on).max_by_key(|office| office.valid_from)
    }

    /// The budget line of a scheme's fees on this day: its own before the one for all.
    #[must_use]
    pub fn line_on(&self, scheme: &str, on: NaiveDate) -> Option<&RevenueLine> {
        let is_own = |line: &RevenueLine| line.scheme.as_ref().is_some_and(|own| own.as_str() == scheme);
        let begun = self.lines.iter().filter(|line| line.valid_from <= on);
        begun.filter(|line| line.scheme.is_none() || is_own(line)).max_by_key(|line| (is_own(line), line.valid_from))
    }

    /// What is wrong with these offices and lines, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let plain = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if let Some(office) = self.offices.iter().find(|office| !plain(&office.code) || office.code.len() > 12) {
            return Some(format!("office {:?}: a code is 1 to 12 capital letters and digits", office.code));
        }
        if self.offices.is_empty() || !self.lines.iter().any(|line| line.scheme.is_none()) {
            return Some("needs an office and a line for every scheme".to_owned());
        }
        None
    }
}
