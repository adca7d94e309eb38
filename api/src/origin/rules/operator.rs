//! Ways to pay: their terms, and from when to when each is offered.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::origin::payment::Operator;
use crate::text::Text;
use crate::text_enum;

text_enum! {
    /// Who bears what an operator charges.
    pub enum FeeBearer {
        /// The payer pays the tariff and no more; the agency bears the operator's fee.
        Agency = "agency",
        /// The operator adds its fee to what the payer sends.
        Payer = "payer",
    }
}

/// What the agency and an operator agreed on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorTerms {
    pub code: Operator,
    /// A short word beside the name: what a payer will have to do.
    pub word: Text,
    /// Minutes a payer is told he has; none where nothing runs out.
    pub payer_minutes: u32,
    pub fee_bearer: FeeBearer,
    pub source: String,
    pub confirmed: bool,
}

/// Whether a way to pay is offered, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorPeriod {
    pub operator: Operator,
    pub enabled: bool,
    pub from: NaiveDate,
    pub source: String,
}
