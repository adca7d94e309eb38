//! Dated rules: what the agency applies on a given day. Nothing here reads a clock; the day is an argument.
//!
//! The packs embedded in the program hold the terms and the initial rows, each with its source and whether the agency
//! confirmed it. Fees, statuses of schemes and export measures are then kept in the database, where an administrator
//! adds to them; [`Rules::with_rows`] puts those in place of the packs' own.

mod measure;
mod operator;
mod pack;
mod product;
mod reference;
mod revenue;
mod scheme;
mod watch;

use std::sync::Arc;

use chrono::NaiveDate;

pub use measure::{Effect, ExportMeasure, FeeRate, RuleRows};
pub use operator::{FeeBearer, OperatorPeriod, OperatorTerms};
pub use pack::{Packs, RuleFault};
pub use product::{Chapter, Nomenclature, Product, fold};
pub use reference::{ApplicantProfile, Country, Deadlines, DocumentKind, IssuingAuthority, Named, Proof, Reference};
pub use revenue::{Office, Revenue, RevenueLine};
pub use scheme::{
    Basis, ChecklistItem, Criterion, CriterionDetail, Destinations, Endorsement, Exclusion, ProofKind, Scheme,
    SchemeOn, SchemeStatus, StatusPeriod,
};
pub use watch::{UNKNOWN_MAX, Watch};

use super::codes::{CountryCode, HsCode, SchemeCode};
use super::payment::Operator;

/// The country whose agency this is; goods are never exported to it.
pub const HOME: &str = "ML";

/// Every rule, ready to be asked. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rules {
    terms: Arc<Terms>,
    rows: Arc<RuleRows>,
}

/// What the packs say once and the database does not change.
#[derive(Debug)]
struct Terms {
    authority: IssuingAuthority,
    schemes: Vec<Scheme>,
    nomenclature: Nomenclature,
    reference: Reference,
    deadlines: Deadlines,
    watch: Watch,
    operators: Vec<OperatorTerms>,
    revenue: Revenue,
}

impl Rules {
    /// The rules of the packs this program carries.
    ///
    /// # Errors
    /// Every fault of the packs, each with its file and entry.
    pub fn embedded() -> Result<Self, Vec<RuleFault>> {
        Self::parse(&Packs::EMBEDDED)
    }

    /// The rules of the given packs.
    ///
    /// # Errors
    /// Every fault of the packs, each with its file and entry.
    pub fn parse(packs: &Packs<'_>) -> Result<Self, Vec<RuleFault>> {
        pack::parse(packs)
    }

    /// The same terms with the dated rows of the database.
    #[must_use]
    pub fn with_rows(&self, rows: RuleRows) -> Self {
        Self { terms: Arc::clone(&self.terms), rows: Arc::new(rows) }
    }

    /// The dated rows in use.
    #[must_use]
    pub fn rows(&self) -> &RuleRows {
        &self.rows
    }

    /// The authority that certifies, as it is printed.
    #[must_use]
    pub fn authority(&self) -> &IssuingAuthority {
        &self.terms.authority
    }

    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.terms.reference
    }

    #[must_use]
    pub fn nomenclature(&self) -> &Nomenclature {
        &self.terms.nomenclature
    }

    #[must_use]
    pub fn deadlines(&self) -> &Deadlines {
        &self.terms.deadlines
    }

    /// When somebody is warned about what operators send, and how long it is kept.
    #[must_use]
    pub fn watch(&self) -> &Watch {
        &self.terms.watch
    }

    /// The offices that issue quittances and the budget lines of the fees.
    #[must_use]
    pub fn revenue(&self) -> &Revenue {
        &self.terms.revenue
    }

    /// The terms of a scheme, whatever its status.
    #[must_use]
    pub fn scheme(&self, code: &SchemeCode) -> Option<&Scheme> {
        self.terms.schemes.iter().find(|s| &s.code == code)
    }

    /// Every scheme known, in the order of the pack.
    #[must_use]
    pub fn schemes(&self) -> &[Scheme] {
        &self.terms.schemes
    }

    /// A scheme with its status on this day; nothing when it is unknown or did not exist yet.
    #[must_use]
    pub fn scheme_on(&self, code: &SchemeCode, on: NaiveDate) -> Option<SchemeOn<'_>> {
        let scheme = self.scheme(code)?;
        self.status_on(scheme, on)
    }

    /// Every scheme with its status on this day, in the order of the pack.
    #[must_use]
    pub fn schemes_on(&self, on: NaiveDate) -> Vec<SchemeOn<'_>> {
        self.terms.schemes.iter().filter_map(|scheme| self.status_on(scheme, on)).collect()
    }

    /// The schemes that apply in this country, with their status on this day.
    #[must_use]
    pub fn schemes_for(&self, destination: &CountryCode, on: NaiveDate) -> Vec<SchemeOn<'_>> {
        self.schemes_on(on).into_iter().filter(|s| s.scheme.covers(destination)).collect()
    }

    fn status_on<'a>(&'a self, scheme: &'a Scheme, on: NaiveDate) -> Option<SchemeOn<'a>> {
        let periods = self.rows.statuses.iter().filter(|(code, period)| code == &scheme.code && period.from <= on);
        let (_, period) = periods.max_by_key(|(_, period)| period.from)?;
        Some(SchemeOn { scheme, period })
    }

    /// The fee of a scheme on this day; nothing when none was set yet. Of two set from the same day, the later one in
    /// the list wins, as corrections are added after what they correct.
    #[must_use]
    pub fn fee_on(&self, scheme: &SchemeCode, on: NaiveDate) -> Option<&FeeRate> {
        self.rows.fees.iter().filter(|f| &f.scheme == scheme && f.valid_from <= on).max_by_key(|f| f.valid_from)
    }

    /// The terms of a way to pay.
    #[must_use]
    pub fn operator(&self, operator: Operator) -> Option<&OperatorTerms> {
        self.terms.operators.iter().find(|terms| terms.code == operator)
    }

    /// What an administrator decided about a way to pay for this day; nothing when nobody decided yet. Of two decisions for the same day the later
    /// one in the list wins.
    #[must_use]
    pub fn is_operator_enabled(&self, operator: Operator, on: NaiveDate) -> Option<bool> {
        let periods = self.rows.operators.iter().filter(|period| period.operator == operator && period.from <= on);
        periods.max_by_key(|period| period.from).map(|period| period.enabled)
    }

    /// The export measures that concern these goods on this day, bans first.
    #[must_use]
    pub fn measures_on(&self, hs: &HsCode, on: NaiveDate) -> Vec<&ExportMeasure> {
        let mut hits: Vec<_> = self.rows.measures.iter().filter(|m| m.in_force(on) && m.concerns(hs)).collect();
        hits.sort_by_key(|m| m.effect);
        hits
    }

    /// The ban that stops these goods on this day, if any.
    #[must_use]
    pub fn ban_on(&self, hs: &HsCode, on: NaiveDate) -> Option<&ExportMeasure> {
        self.measures_on(hs, on).into_iter().find(|m| m.effect == Effect::Block)
    }
}

#[cfg(test)]
mod tests;
