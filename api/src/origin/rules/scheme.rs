//! Arrangements under which origin is certified: their terms, and their status from day to day.

use chrono::{Months, NaiveDate};
use serde::Deserialize;

use crate::origin::codes::{CountryCode, HsCode, HsPrefix, SchemeCode};
use crate::origin::record::{Form, Wording};
use crate::text::Text;
use crate::text_enum;

text_enum! {
    /// Whether the agency issues under a scheme.
    pub enum SchemeStatus {
        Active = "active",
        /// Closed for a time: pending applications are returned with alternatives.
        Suspended = "suspended",
        /// Known, not open here.
        Disabled = "disabled",
    }
}

text_enum! {
    /// What proves origin under a scheme.
    pub enum ProofKind {
        /// A certificate the agency issues.
        Certificate = "certificate",
        /// The exporter's own statement; nothing is issued.
        Statement = "statement",
    }
}

text_enum! {
    /// What an origin criterion rests on, whatever letters a scheme's form has for it.
    pub enum Basis {
        WhollyObtained = "wholly_obtained",
        ValueAdded = "value_added",
        MaterialContent = "material_content",
        LocalContent = "local_content",
        HeadingChange = "heading_change",
        Process = "process",
        Cumulation = "cumulation",
    }
}

text_enum! {
    /// What the applicant must add to a criterion.
    pub enum CriterionDetail {
        /// The four digits of the heading the product falls in.
        Heading = "heading",
        Percent = "percent",
        /// The States whose materials were used.
        Countries = "countries",
    }
}

/// A reason for which goods originate, under one scheme.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// What the form prints, e.g. `WP`.
    pub code: String,
    pub basis: Basis,
    pub label: Text,
    #[serde(default)]
    pub detail: Option<CriterionDetail>,
}

/// One thing the examiner checks before proposing a decision.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    pub code: String,
    pub label: Text,
}

/// Words printed on a certificate of a special kind (duplicate, replacement…).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endorsement {
    pub code: String,
    pub text: Text,
    pub confirmed: bool,
}

/// Goods for which a scheme has no rule of origin, so that no certificate can be given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    pub hs_prefix: HsPrefix,
    pub label: Text,
    pub source: String,
}

/// Where a scheme applies. Never the country of export itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destinations {
    All,
    Only(Vec<CountryCode>),
}

/// The terms of an arrangement: all that does not change from day to day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    pub code: SchemeCode,
    pub name: Text,
    pub document_title: Text,
    pub kind: ProofKind,
    /// How long a certificate is good for; none where the scheme fixes no term.
    pub validity_months: Option<u32>,
    /// One product per certificate.
    pub single_product: bool,
    pub destinations: Destinations,
    pub criteria: Vec<Criterion>,
    pub checklist: Vec<ChecklistItem>,
    pub endorsements: Vec<Endorsement>,
    pub exclusions: Vec<Exclusion>,
    /// What an applicant should know.
    pub notes: Vec<Text>,
    /// How its form is drawn.
    pub form: Form,
    /// The sentences printed on it.
    pub wording: Wording,
    /// Whether the agency confirmed these terms.
    pub confirmed: bool,
    pub source: String,
}

impl Scheme {
    /// Whether the scheme applies in this country of destination.
    #[must_use]
    pub fn covers(&self, destination: &CountryCode) -> bool {
        match &self.destinations {
            Destinations::All => destination.as_str() != super::HOME,
            Destinations::Only(countries) => countries.contains(destination),
        }
    }

    #[must_use]
    pub fn criterion(&self, code: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|c| c.code == code)
    }

    /// The letters this scheme has for a basis of origin.
    #[must_use]
    pub fn criterion_for(&self, basis: Basis) -> Option<&Criterion> {
        self.criteria.iter().find(|c| c.basis == basis)
    }

    /// Why these goods can have no certificate under this scheme, if so.
    #[must_use]
    pub fn exclusion(&self, hs: &HsCode) -> Option<&Exclusion> {
        self.exclusions.iter().find(|e| hs.begins_with(&e.hs_prefix))
    }

    /// The last day a certificate issued on this day may be presented; none where the scheme fixes no term.
    ///
    /// A term in months ends on the day of the same date, or on the last day of a shorter month.
    #[must_use]
    pub fn valid_until(&self, issued_on: NaiveDate) -> Option<NaiveDate> {
        issued_on.checked_add_months(Months::new(self.validity_months?))
    }
}

/// The status of a scheme from one day to the next change, with the text that set it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusPeriod {
    pub from: NaiveDate,
    pub status: SchemeStatus,
    #[serde(default)]
    pub note: Option<Text>,
    pub source: String,
    pub confirmed: bool,
}

/// A scheme on a given day.
#[derive(Debug, Clone, Copy)]
pub struct SchemeOn<'a> {
    pub scheme: &'a Scheme,
    pub period: &'a StatusPeriod,
}

impl SchemeOn<'_> {
    /// Whether a certificate may be issued under this scheme on that day.
    #[must_use]
    pub fn issues(&self) -> bool {
        self.period.status == SchemeStatus::Active && self.scheme.kind == ProofKind::Certificate
    }
}
