//! Fees and export measures: dated rows an administrator may add to.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::origin::codes::{HsCode, HsPrefix, SchemeCode};
use crate::text::Text;
use crate::text_enum;

/// The price of a certificate from a day on, in whole francs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRate {
    pub scheme: SchemeCode,
    pub amount_xof: i64,
    pub valid_from: NaiveDate,
    pub source: String,
    pub confirmed: bool,
}

text_enum! {
    /// What an export measure does to an application.
    pub enum Effect {
        /// Nothing is submitted or sealed.
        Block = "block",
        /// Exporter and examiner are told.
        Warn = "warn",
    }
}

/// A dated ban or condition on exporting goods.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportMeasure {
    pub code: String,
    pub hs_prefix: HsPrefix,
    pub effect: Effect,
    pub label: Text,
    pub from: NaiveDate,
    /// The last day it applies; none while in force.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    pub source: String,
    pub confirmed: bool,
}

impl ExportMeasure {
    /// Whether it is in force on this day. Both ends are included.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }

    /// Whether it concerns these goods. A code that is shorter than the prefix cannot show that it escapes the
    /// measure, so it is concerned too.
    #[must_use]
    pub fn concerns(&self, hs: &HsCode) -> bool {
        hs.begins_with(&self.hs_prefix) || self.hs_prefix.as_str().starts_with(hs.as_str())
    }
}

/// The dated rows as they stand in the database, newest decisions included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleRows {
    pub fees: Vec<FeeRate>,
    pub statuses: Vec<(SchemeCode, super::StatusPeriod)>,
    pub measures: Vec<ExportMeasure>,
    pub operators: Vec<super::OperatorPeriod>,
}
