//! The record of a certificate: everything it says, frozen on the day it is decided.
//!
//! The record is what is sealed. Its labels (country names, scheme titles, printed wording) are copied into it, so that a paper
//! printed ten years later says what it said on the first day whatever has become of the reference data. It holds strings and
//! whole numbers only, which makes its canonical form ([RFC 8785](super::jcs)) and therefore its hash exact in any language.

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::jcs::{NotCanonical, canonical};
use crate::text::Text;

/// The shape of the record; a reader that meets another value must not guess.
pub const RECORD_VERSION: u32 = 1;

/// A coded value with its name as it was on the day of issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Named {
    pub code: String,
    pub name: Text,
}

impl Named {
    /// A code and its two names.
    #[must_use]
    pub fn new(code: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.into(), name: Text::new(fr, en) }
    }
}

/// What a certificate says, and what its seal covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateRecord {
    /// [`RECORD_VERSION`].
    pub version: u32,
    /// The certificate's number, `ML-ZLE-2026-000123-7`.
    pub number: String,
    /// The scheme's code.
    pub scheme: String,
    /// The scheme's name ("Zone de libre-échange continentale africaine").
    pub scheme_title: Text,
    /// The document's name ("Certificat d'origine ZLECAf").
    pub document_title: Text,
    /// How it is drawn.
    pub form: Form,
    pub issued_on: NaiveDate,
    /// Last day on which it may be presented; absent when the scheme sets none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    pub authority: Authority,
    pub exporter: Exporter,
    pub consignee: Consignee,
    pub origin: Named,
    pub destination: Named,
    pub transport: Transport,
    pub invoice: Invoice,
    pub goods: Vec<Goods>,
    /// Reference of the application it answers.
    pub application_reference: String,
    pub declaration: Declaration,
    pub examiner: Officer,
    pub signatory: Officer,
    /// Mentions printed in the box for official use (duplicate, issued retrospectively…).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endorsements: Vec<Named>,
    /// Number of the certificate it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    pub wording: Wording,
}

/// Which form is drawn, and in which colour its band and rules are printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Form {
    pub layout: Layout,
    /// `#rrggbb`.
    pub colour: String,
}

/// The forms the service can draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// The fifteen boxes of Annex 2, Appendix I of the AfCFTA Agreement.
    Afcfta,
    /// The boxes common to the other schemes, after the Kyoto Convention's model (Annex K, chapter 2).
    Standard,
}

/// The authority that certifies, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Authority {
    pub name: Text,
    pub short_name: String,
    pub country: Named,
    /// The state's name and motto at the head of the paper.
    pub state: String,
    pub motto: String,
    /// The ministry or office it depends on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision: Option<String>,
    /// Where it signs.
    pub place: String,
    /// How to reach the verification desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// `https://host` under which `/v/{number}` answers. Frozen, because the printed symbol holds it.
    pub verification: String,
}

/// The exporter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Exporter {
    pub name: String,
    pub address: Address,
    /// Kind (`nif`, `rccm`…) and number.
    pub identifiers: BTreeMap<String, String>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Address {
    pub street: String,
    pub city: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    pub country: Named,
}

/// Who receives the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consignee {
    pub name: String,
    pub address: Address,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<String>,
}

/// How the goods travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transport {
    pub mode: Named,
    pub from: String,
    pub to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departure_date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seals: Option<String>,
}

/// The commercial invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Invoice {
    pub number: String,
    pub date: NaiveDate,
    /// ISO 4217.
    pub currency: String,
    /// Decimal, as it was typed: invoices are in any currency and the record holds no fractions as numbers.
    pub amount: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoterm: Option<String>,
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Goods {
    /// From 1.
    pub line: u32,
    /// 6 to 10 digits.
    pub hs_code: String,
    pub description: String,
    pub package_count: u32,
    pub package_kind: Named,
    pub marks: String,
    pub gross_weight_g: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_weight_g: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary_quantity: Option<String>,
    pub fob_value_xof: i64,
    pub criterion: Named,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion_detail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
}

/// The exporter's declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Declaration {
    /// Who declared, for the exporter.
    pub name: String,
    pub at: DateTime<Utc>,
}

/// An officer as printed: no identifier of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Officer {
    pub name: String,
    pub title: Text,
}

/// The sentences printed on the form, from the scheme's rules on the day of issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wording {
    /// What the exporter declares.
    pub declaration: Text,
    /// What the authority certifies.
    pub certification: Text,
    /// The legal reminder at the foot.
    pub notice: Text,
}

impl CertificateRecord {
    /// The canonical bytes (RFC 8785).
    ///
    /// # Errors
    /// [`NotCanonical`] when a number lies beyond what every JSON reader keeps exactly.
    pub fn canonical(&self) -> Result<Vec<u8>, NotCanonical> {
        canonical(self)
    }

    /// SHA-256 of the canonical bytes: what the seal carries.
    ///
    /// # Errors
    /// As [`Self::canonical`].
    pub fn sha256(&self) -> Result<[u8; 32], NotCanonical> {
        Ok(sha256(&self.canonical()?))
    }

    /// Sum of the lines' gross weights, in grams.
    #[must_use]
    pub fn total_gross_weight_g(&self) -> i64 {
        self.goods.iter().fold(0, |sum, line| sum.saturating_add(line.gross_weight_g))
    }

    /// Sum of the lines' FOB values, in whole francs.
    #[must_use]
    pub fn total_fob_value_xof(&self) -> i64 {
        self.goods.iter().fold(0, |sum, line| sum.saturating_add(line.fob_value_xof))
    }

    /// Sum of the lines' packages.
    #[must_use]
    pub fn total_packages(&self) -> u64 {
        self.goods.iter().map(|line| u64::from(line.package_count)).sum()
    }
}

/// SHA-256 of bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
pub mod samples;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_survives_a_round_trip() {
        let record = samples::mango();
        let bytes = record.canonical().unwrap();
        let read: CertificateRecord = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read, record);
        assert_eq!(read.canonical().unwrap(), bytes);
        assert_eq!(read.sha256().unwrap(), sha256(&bytes));
    }

    #[test]
    fn every_member_counts_in_the_hash() {
        let record = samples::mango();
        let hash = record.sha256().unwrap();
        let mut heavier = record.clone();
        heavier.goods[0].gross_weight_g += 1;
        let mut renamed = record.clone();
        renamed.consignee.name.push(' ');
        let mut remarked = record;
        remarked.remarks = Some(String::new());
        for other in [heavier, renamed, remarked] {
            assert_ne!(other.sha256().unwrap(), hash);
        }
    }

    #[test]
    fn an_unknown_member_is_refused() {
        let mut value = serde_json::to_value(samples::mango()).unwrap();
        value["goods"][0]["colour"] = "red".into();
        assert!(serde_json::from_value::<CertificateRecord>(value).is_err());
    }

    #[test]
    fn sha256_of_nothing_is_the_published_value() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex::encode(sha256(b"")), expected);
    }
}
