//! The facts under the seal: what a border officer without a network compares with the paper.
//!
//! They are a CWT claims set (RFC 8392) with one private claim, written with integer keys. Names and descriptions are cut so that
//! the symbol never grows; the hash of the whole record is never cut, so nothing the paper says is outside the seal.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::SealFault;
use super::cbor::Value;
use crate::origin::record::CertificateRecord;

/// Private claim that holds the certificate's facts (below −65536, RFC 8392 §9.1).
const CLAIM: i64 = -70_001;
/// Most characters kept of the exporter's name.
pub const EXPORTER_CHARS: usize = 32;
/// Most characters kept of the consignee's name.
pub const CONSIGNEE_CHARS: usize = 24;
const DESCRIPTION_CHARS: usize = 48;
const INVOICE_CHARS: usize = 24;
const ISSUER_CHARS: usize = 16;

/// What the seal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFacts {
    /// Who sealed, `ML-APEX`.
    pub issuer: String,
    /// When, in seconds since 1970 UTC.
    pub issued_at: i64,
    /// The end of the last day of validity, in seconds since 1970 UTC.
    pub expires_at: Option<i64>,
    pub scheme: String,
    pub number: String,
    /// Cut to 32 characters at most.
    pub exporter: String,
    /// Cut to 24 characters at most.
    pub consignee: String,
    /// ISO 3166-1.
    pub destination: String,
    /// The first line of goods.
    pub first_line: SealedLine,
    /// How many lines the certificate has.
    pub lines: i64,
    /// Of all lines, in grams.
    pub total_gross_g: i64,
    /// Cut when room is short.
    pub invoice: String,
    /// SHA-256 of the record's canonical form.
    pub record_sha256: [u8; 32],
}

/// The first line of goods under the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedLine {
    /// Six digits.
    pub hs6: String,
    /// Cut to the room that is left.
    pub description: String,
    pub gross_g: i64,
}

impl SealedFacts {
    /// The facts of a record, names cut so that their encoding takes at most `room` bytes.
    ///
    /// The description gives way first, then the invoice's number, then the names.
    ///
    /// # Errors
    /// [`SealFault::Record`] when the record cannot be hashed or has no line, [`SealFault::Room`] when even the bare facts
    /// do not fit.
    pub fn fit(
        record: &CertificateRecord,
        issuer: &str,
        issued_at: DateTime<Utc>,
        room: usize,
    ) -> Result<Self, SealFault> {
        let mut facts = Self::of(record, issuer, issued_at)?;
        for (pick, floor) in SHRINKING {
            while facts.encode().len() > room && pick(&mut facts).chars().count() > floor {
                pick(&mut facts).pop();
            }
        }
        facts.tidy();
        if facts.encode().len() > room { Err(SealFault::Room) } else { Ok(facts) }
    }

    fn of(record: &CertificateRecord, issuer: &str, issued_at: DateTime<Utc>) -> Result<Self, SealFault> {
        let first = record.goods.first().ok_or_else(|| SealFault::Record("it has no line of goods".into()))?;
        let record_sha256 = record.sha256().map_err(|fault| SealFault::Record(fault.to_string()))?;
        Ok(Self {
            issuer: cut(issuer, ISSUER_CHARS),
            issued_at: issued_at.timestamp(),
            expires_at: record.valid_until.map(end_of),
            scheme: cut(&record.scheme, 6),
            number: record.number.clone(),
            exporter: cut(&record.exporter.name, EXPORTER_CHARS),
            consignee: cut(&record.consignee.name, CONSIGNEE_CHARS),
            destination: cut(&record.destination.code, 2),
            first_line: SealedLine {
                hs6: cut(&first.hs_code, 6),
                description: cut(&first.description, DESCRIPTION_CHARS),
                gross_g: first.gross_weight_g,
            },
            lines: i64::try_from(record.goods.len()).unwrap_or(i64::MAX),
            total_gross_g: record.total_gross_weight_g(),
            invoice: cut(&record.invoice.number, INVOICE_CHARS),
            record_sha256,
        })
    }

    /// A name cut after a space keeps no trailing space.
    fn tidy(&mut self) {
        for (pick, _) in SHRINKING {
            let text = pick(self);
            text.truncate(text.trim_end().len());
        }
    }

    /// The claims set in deterministic CBOR.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let integer = Value::Integer;
        let line = &self.first_line;
        let goods = vec![Value::text(&line.hs6), Value::text(&line.description), integer(line.gross_g)];
        let facts = vec![
            (integer(1), Value::text(&self.scheme)),
            (integer(2), Value::text(&self.number)),
            (integer(3), Value::text(&self.exporter)),
            (integer(4), Value::text(&self.consignee)),
            (integer(5), Value::text(&self.destination)),
            (integer(6), Value::Array(vec![Value::Array(goods)])),
            (integer(7), integer(self.lines)),
            (integer(8), integer(self.total_gross_g)),
            (integer(9), Value::text(&self.invoice)),
            (integer(11), Value::Bytes(self.record_sha256.to_vec())),
        ];
        let mut claims = vec![
            (integer(1), Value::text(&self.issuer)),
            (integer(6), integer(self.issued_at)),
            (integer(CLAIM), Value::Map(facts)),
        ];
        claims.extend(self.expires_at.map(|expires| (integer(4), integer(expires))));
        Value::Map(claims).encode()
    }

    /// Reads a claims set; `None` when a fact is missing, of another kind, or unknown to this version.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let claims = Value::decode(bytes).ok()?;
        let facts = claims.member(CLAIM)?;
        let text = |key| Some(facts.member(key)?.as_text()?.to_owned());
        let [line] = facts.member(6)?.as_array()? else {
            return None;
        };
        let [hs6, description, gross_g] = line.as_array()? else {
            return None;
        };
        let read = Self {
            issuer: claims.member(1)?.as_text()?.to_owned(),
            issued_at: claims.member(6)?.as_integer()?,
            expires_at: claims.member(4).map(|expires| expires.as_integer().ok_or(())).transpose().ok()?,
            scheme: text(1)?,
            number: text(2)?,
            exporter: text(3)?,
            consignee: text(4)?,
            destination: text(5)?,
            first_line: SealedLine {
                hs6: hs6.as_text()?.to_owned(),
                description: description.as_text()?.to_owned(),
                gross_g: gross_g.as_integer()?,
            },
            lines: facts.member(7)?.as_integer()?,
            total_gross_g: facts.member(8)?.as_integer()?,
            invoice: text(9)?,
            record_sha256: facts.member(11)?.as_bytes()?.try_into().ok()?,
        };
        // An unknown claim would be sealed but not shown; only what encodes to the same bytes is read.
        (read.encode() == bytes).then_some(read)
    }
}

type Pick = fn(&mut SealedFacts) -> &mut String;

/// What gives way, in order, and down to how many characters.
const SHRINKING: [(Pick, usize); 8] = [
    (|facts| &mut facts.first_line.description, 12),
    (|facts| &mut facts.invoice, 12),
    (|facts| &mut facts.consignee, 14),
    (|facts| &mut facts.exporter, 18),
    (|facts| &mut facts.first_line.description, 0),
    (|facts| &mut facts.invoice, 0),
    (|facts| &mut facts.consignee, 0),
    (|facts| &mut facts.exporter, 0),
];

fn cut(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

/// The last second of a day, UTC.
fn end_of(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp() + 86_399
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::record::samples;

    #[test]
    fn reads_back_what_it_writes_and_nothing_more() {
        let record = samples::mango();
        let facts = SealedFacts::fit(&record, "ML-APEX", record.declaration.at, 213).unwrap();
        let bytes = facts.encode();
        assert_eq!(SealedFacts::decode(&bytes), Some(facts.clone()));
        let Value::Map(mut claims) = Value::decode(&bytes).unwrap() else { panic!("a map") };
        claims.push((Value::Integer(99), Value::Integer(1)));
        assert_eq!(SealedFacts::decode(&Value::Map(claims).encode()), None, "an unknown claim");
        assert_eq!(facts.expires_at, Some(1_826_841_599), "2027-11-21T23:59:59Z");
    }

    #[test]
    fn says_so_when_there_is_no_room() {
        let record = samples::mango();
        assert_eq!(SealedFacts::fit(&record, "ML-APEX", record.declaration.at, 100), Err(SealFault::Room));
    }
}
