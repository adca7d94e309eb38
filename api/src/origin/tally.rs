//! What each fact adds to the statistics. One function per fact; the use case that writes the fact adds its deltas in the
//! same transaction, and a recount from the records must come to the same figures.
//!
//! Months and days are those of UTC, which is Mali's time all year round.

use std::collections::BTreeMap;

use super::record::CertificateRecord;
use crate::clock::Instant;
use crate::text_enum;

text_enum! {
    /// What is counted, by month and by one more key.
    pub enum Cube {
        /// Certificates issued; key: scheme.
        CertificatesByScheme = "certificates_by_scheme",
        /// Certificates issued; key: country of destination.
        CertificatesByDestination = "certificates_by_destination",
        /// Goods certified; key: HS chapter. A certificate counts once in each of its chapters.
        GoodsByChapter = "goods_by_chapter",
        /// Fee orders settled; key: operator. Value: francs.
        RevenueByOperator = "revenue_by_operator",
        /// Examinations that came to something; key: [`Outcome`].
        Decisions = "decisions",
        /// Approved applications; key: working hours from payment to decision, begun hours counted whole, the exporter's
        /// own time left out.
        ProcessingHours = "processing_hours",
        /// Applications submitted for the first time; key: scheme.
        Submissions = "submissions",
        /// Certificates issued; key: the day of the month, two digits.
        IssuedByDay = "issued_by_day",
        /// Applications submitted for the first time; key: the day of the month.
        SubmittedByDay = "submitted_by_day",
        /// Fee orders settled; key: the day of the month. Value: francs.
        RevenueByDay = "revenue_by_day",
    }
}

text_enum! {
    /// What an examination came to. `returned` may happen several times to one application.
    pub enum Outcome {
        Approved = "approved",
        Refused = "refused",
        Returned = "returned",
        Withdrawn = "withdrawn",
        Lapsed = "lapsed",
    }
}

/// One fact's share in one counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    pub cube: Cube,
    /// `YYYY-MM`, UTC.
    pub month: String,
    pub key: String,
    pub count: i64,
    /// Whole francs.
    pub value_xof: i64,
    /// Grams.
    pub weight_g: i64,
}

impl Delta {
    fn one(cube: Cube, at: Instant, key: impl Into<String>) -> Self {
        Self { cube, month: month_of(at), key: key.into(), count: 1, value_xof: 0, weight_g: 0 }
    }

    fn worth(mut self, value_xof: i64, weight_g: i64) -> Self {
        self.value_xof = value_xof;
        self.weight_g = weight_g;
        self
    }
}

/// The month of an instant, `YYYY-MM` in UTC.
#[must_use]
pub fn month_of(at: Instant) -> String {
    at.format("%Y-%m").to_string()
}

/// The day of the month of an instant, two digits, UTC.
#[must_use]
pub fn day_of(at: Instant) -> String {
    at.format("%d").to_string()
}

/// A certificate came into existence; `at` is the moment of its decision, which it says itself.
#[must_use]
pub fn issued(record: &CertificateRecord, at: Instant) -> Vec<Delta> {
    let (value, weight) = (record.total_fob_value_xof(), record.total_gross_weight_g());
    let whole = [
        Delta::one(Cube::CertificatesByScheme, at, &record.scheme),
        Delta::one(Cube::CertificatesByDestination, at, &record.destination.code),
        Delta::one(Cube::IssuedByDay, at, day_of(at)),
    ];
    let mut chapters: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for line in &record.goods {
        let sum = chapters.entry(line.hs_code.get(..2).unwrap_or_default()).or_default();
        sum.0 = sum.0.saturating_add(line.fob_value_xof);
        sum.1 = sum.1.saturating_add(line.gross_weight_g);
    }
    let by_chapter =
        chapters.into_iter().map(|(chapter, (v, w))| Delta::one(Cube::GoodsByChapter, at, chapter).worth(v, w));
    whole.into_iter().map(|delta| delta.worth(value, weight)).chain(by_chapter).collect()
}

/// A fee order was settled by a payment through this operator. Money that settled nothing is not revenue.
#[must_use]
pub fn settled(operator: &str, amount_xof: i64, at: Instant) -> Vec<Delta> {
    vec![
        Delta::one(Cube::RevenueByOperator, at, operator).worth(amount_xof, 0),
        Delta::one(Cube::RevenueByDay, at, day_of(at)).worth(amount_xof, 0),
    ]
}

/// The operator took a settlement back: what [`settled`] counted at `at` counts no more.
#[must_use]
pub fn unsettled(operator: &str, amount_xof: i64, at: Instant) -> Vec<Delta> {
    let back = |delta: Delta| Delta { count: -delta.count, value_xof: -delta.value_xof, ..delta };
    settled(operator, amount_xof, at).into_iter().map(back).collect()
}

/// An application was decided, returned or ended. `worked_s`: what its processing clock shows, in seconds; it enters the
/// processing time of approvals only.
#[must_use]
pub fn decided(outcome: Outcome, worked_s: i64, at: Instant) -> Vec<Delta> {
    let mut deltas = vec![Delta::one(Cube::Decisions, at, outcome.as_str())];
    if outcome == Outcome::Approved {
        deltas.push(Delta::one(Cube::ProcessingHours, at, begun_hours(worked_s).to_string()));
    }
    deltas
}

/// Hours in so many seconds, a begun hour counted whole, so that "within n hours" is always true.
#[must_use]
pub fn begun_hours(seconds: i64) -> i64 {
    let seconds = seconds.max(0);
    seconds / 3600 + i64::from(seconds % 3600 != 0)
}

/// An application was submitted for the first time; what comes back after a return is not counted again.
#[must_use]
pub fn submitted(scheme: &str, at: Instant) -> Vec<Delta> {
    vec![Delta::one(Cube::Submissions, at, scheme), Delta::one(Cube::SubmittedByDay, at, day_of(at))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::record::samples;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_certificate_counts_once_in_each_cube_and_once_in_each_of_its_chapters() {
        let mut record = samples::mango();
        let mut other = record.goods[0].clone();
        other.hs_code = "520100".into();
        record.goods.push(record.goods[0].clone());
        record.goods.push(other);
        let deltas = issued(&record, at("2026-11-30T23:59:59Z"));
        let of = |cube| deltas.iter().filter(|d| d.cube == cube).collect::<Vec<_>>();
        for cube in [Cube::CertificatesByScheme, Cube::CertificatesByDestination, Cube::IssuedByDay] {
            assert_eq!(of(cube).len(), 1);
            assert_eq!((of(cube)[0].count, of(cube)[0].value_xof), (1, record.total_fob_value_xof()));
            assert_eq!(of(cube)[0].weight_g, record.total_gross_weight_g());
        }
        assert_eq!(of(Cube::IssuedByDay)[0].key, "30");
        let chapters = of(Cube::GoodsByChapter);
        assert!(chapters.iter().all(|d| d.count == 1 && d.month == "2026-11"));
        assert_eq!(chapters.iter().map(|d| d.value_xof).sum::<i64>(), record.total_fob_value_xof());
        assert_eq!(chapters.iter().map(|d| d.weight_g).sum::<i64>(), record.total_gross_weight_g());
    }

    #[test]
    fn only_an_approval_has_a_processing_time_and_begun_hours_are_whole() {
        assert_eq!(decided(Outcome::Refused, 9000, at("2026-01-01T00:00:00Z")).len(), 1);
        let approved = decided(Outcome::Approved, 9000, at("2026-01-01T00:00:00Z"));
        assert_eq!((approved[1].cube, approved[1].key.as_str()), (Cube::ProcessingHours, "3"));
        assert_eq!([-5, 0, 1, 3600, 3601].map(begun_hours), [0, 0, 1, 1, 2]);
    }

    #[test]
    fn revenue_is_counted_by_month_and_by_day() {
        let deltas = settled("wave", 5_000, at("2024-02-29T10:00:00Z"));
        assert_eq!(
            deltas.iter().map(|d| (d.key.as_str(), d.value_xof)).collect::<Vec<_>>(),
            [("wave", 5_000), ("29", 5_000)]
        );
    }
}
