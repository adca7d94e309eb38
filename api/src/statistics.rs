//! Statistics: what was certified, how fast, what was decided, what came in. Read from counters that every fact fills in its own
//! transaction, so that the figures are those of this moment; [`recount`] proves them against the records.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Instant;
use crate::examination::{self, QueueLengths};
use crate::failure::Failure;
use crate::origin::codes::{CountryCode, SchemeCode};
use crate::origin::day;
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::rules::Rules;
use crate::origin::tally::{Cube, Outcome, day_of, month_of};
use crate::store::counters::{self, Reading, Readings};
use crate::store::statistics as records;
use crate::text::Text;

/// How many months one question may span: ten years.
const SPAN_MAX: usize = 120;
/// How many months are shown when nobody says: this one and the eleven before.
const SPAN_DEFAULT: u32 = 12;

/// The months a question is about, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
}

impl Period {
    /// Reads `YYYY-MM` bounds; absent ones give the last twelve months.
    ///
    /// # Errors
    /// A fault at `/from` or `/to`: not a month, the wrong way round, or more than ten years.
    pub fn parse(from: Option<&str>, to: Option<&str>, now: Instant) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let this_month = now.date_naive().with_day(1).unwrap_or_default();
        let first = month("/from", from, &mut faults);
        let last = month("/to", to, &mut faults).unwrap_or(this_month);
        let first = first.unwrap_or(last - Months::new(SPAN_DEFAULT - 1));
        let period = Self { first, last };
        if faults.is_empty() && first > last {
            faults.push(Fault::at("/from", FaultCode::Inconsistent { with: "to" }));
        } else if faults.is_empty() && period.months().len() > SPAN_MAX {
            faults.push(Fault::at("/from", FaultCode::OutOfRange { min: 1, max: 120 }));
        }
        if faults.is_empty() { Ok(period) } else { Err(faults) }
    }

    /// The first month, `YYYY-MM`.
    #[must_use]
    pub fn from(&self) -> String {
        self.first.format("%Y-%m").to_string()
    }

    /// The last month, `YYYY-MM`.
    #[must_use]
    pub fn to(&self) -> String {
        self.last.format("%Y-%m").to_string()
    }

    /// Every month, `YYYY-MM`, in order.
    #[must_use]
    pub fn months(&self) -> Vec<String> {
        let next = |month: &NaiveDate| month.checked_add_months(Months::new(1));
        std::iter::successors(Some(self.first), next)
            .take_while(|month| *month <= self.last)
            .take(SPAN_MAX + 1)
            .map(|month| month.format("%Y-%m").to_string())
            .collect()
    }
}

fn month(pointer: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<NaiveDate> {
    let text = text?;
    let date = day::day(&format!("{text}-01"));
    if date.is_none() {
        faults.push(Fault::at(pointer, FaultCode::Malformed { example: "2026-11" }));
    }
    date
}

/// One line of a table of certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatisticsRow)]
pub struct Row {
    /// A month, a scheme, a country or a chapter.
    #[schema(example = "ZLE")]
    pub key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    #[schema(example = 128)]
    pub certificates: i64,
    /// Francs.
    #[schema(example = 4_350_000_000_i64)]
    pub fob_value_xof: i64,
    /// Grams.
    #[schema(example = 96_400_000_i64)]
    pub gross_weight_g: i64,
}

/// Everything together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    pub certificates: i64,
    pub fob_value_xof: i64,
    pub gross_weight_g: i64,
}

/// How applications that were sent to the agency ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionCounts {
    pub approved: i64,
    pub refused: i64,
    /// Times an application was sent back; one application may come back several times.
    pub returned: i64,
    /// Given up by the exporter, paid or not.
    pub withdrawn: i64,
    /// Sent back to the exporter and never answered.
    pub lapsed: i64,
}

/// Working hours from payment to approval, the exporter's own time left out; begun hours are whole. Null without approvals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Processing {
    /// Half of the applications took no longer.
    pub median_hours: Option<i64>,
    /// Nine out of ten took no longer.
    pub p90_hours: Option<i64>,
    pub count: i64,
    pub months: Vec<ProcessingMonth>,
}

/// The processing time of one month's approvals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProcessingMonth {
    #[schema(example = "2026-11")]
    pub month: String,
    pub median_hours: Option<i64>,
    pub p90_hours: Option<i64>,
    pub count: i64,
}

/// What anyone may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    #[schema(example = "2025-12")]
    pub from: String,
    #[schema(example = "2026-11")]
    pub to: String,
    /// The moment the figures are true at.
    pub as_of: DateTime<Utc>,
    pub totals: Totals,
    /// Every month of the period, in order, also those without certificates.
    pub months: Vec<Row>,
    /// By FOB value, largest first; so are the next two.
    pub schemes: Vec<Row>,
    pub destinations: Vec<Row>,
    /// A certificate counts once in each HS chapter of its goods.
    pub chapters: Vec<Row>,
    pub decisions: DecisionCounts,
    pub processing: Processing,
}

/// The day so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Today {
    pub issued: i64,
    pub submitted: i64,
    pub revenue_xof: i64,
}

/// What came in through one operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperatorRevenue {
    #[schema(example = "orange_money")]
    pub operator: String,
    pub count: i64,
    pub amount_xof: i64,
}

/// What came in during one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonthRevenue {
    #[schema(example = "2026-11")]
    pub month: String,
    pub amount_xof: i64,
    pub count: i64,
}

/// What whoever steers the agency looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Steering {
    #[serde(flatten)]
    pub statistics: Statistics,
    pub today: Today,
    /// Largest first.
    pub revenue: Vec<OperatorRevenue>,
    /// Every month of the period, in order.
    pub revenue_months: Vec<MonthRevenue>,
    pub queues: QueueLengths,
}

/// The cubes anyone may see.
const OPEN: [Cube; 5] = [
    Cube::CertificatesByScheme,
    Cube::CertificatesByDestination,
    Cube::GoodsByChapter,
    Cube::Decisions,
    Cube::ProcessingHours,
];

/// The public figures, and the number of the last event when they were read.
pub async fn published(app: &App, period: Period) -> Result<Statistics, Failure> {
    let now = app.clock.now();
    let (from, to) = (period.from(), period.to());
    let readings = app.db.read_snapshot(move |conn| counters::read(conn, &OPEN, &from, &to)).await?;
    Ok(compose(&period, &readings, &app.rules, now))
}

/// The figures of those who steer.
pub async fn steering(app: &App, caller: Uuid, period: Period) -> Result<Steering, Failure> {
    let now = app.clock.now();
    let (from, to) = (period.from(), period.to());
    let (readings, day, queues) = app
        .db
        .read_snapshot(move |conn| {
            let cubes = [&OPEN[..], &[Cube::RevenueByOperator]].concat();
            let month = month_of(now);
            let days = [Cube::IssuedByDay, Cube::SubmittedByDay, Cube::RevenueByDay];
            Ok::<_, Failure>((
                counters::read(conn, &cubes, &from, &to)?,
                counters::read(conn, &days, &month, &month)?,
                examination::lengths(conn, caller, now)?,
            ))
        })
        .await?;
    Ok(Steering {
        statistics: compose(&period, &readings, &app.rules, now),
        today: today(&day, now),
        revenue: revenue(of(&readings, Cube::RevenueByOperator)),
        revenue_months: revenue_months(&period, of(&readings, Cube::RevenueByOperator)),
        queues,
    })
}

fn of(readings: &Readings, cube: Cube) -> &[Reading] {
    readings.get(&cube).map_or(&[], Vec::as_slice)
}

/// Puts the figures together. Pure: the same readings give the same figures.
fn compose(period: &Period, readings: &Readings, rules: &Rules, now: Instant) -> Statistics {
    let by_scheme = of(readings, Cube::CertificatesByScheme);
    let months = by_month(period, by_scheme);
    let totals = months.iter().fold(Totals::default(), |sum, row| Totals {
        certificates: sum.certificates + row.certificates,
        fob_value_xof: sum.fob_value_xof + row.fob_value_xof,
        gross_weight_g: sum.gross_weight_g + row.gross_weight_g,
    });
    let scheme = |key: &str| Some(rules.scheme(&SchemeCode::parse(key).ok()?)?.name.clone());
    let country = |key: &str| Some(rules.reference().country(&CountryCode::parse(key).ok()?)?.name.clone());
    let chapter = |key: &str| Some(rules.nomenclature().chapter(key)?.label.clone());
    Statistics {
        from: period.from(),
        to: period.to(),
        as_of: now,
        totals,
        months,
        schemes: by_key(by_scheme, scheme),
        destinations: by_key(of(readings, Cube::CertificatesByDestination), country),
        chapters: by_key(of(readings, Cube::GoodsByChapter), chapter),
        decisions: decisions(of(readings, Cube::Decisions)),
        processing: processing(period, of(readings, Cube::ProcessingHours)),
    }
}

fn row(key: String, label: Option<Text>) -> Row {
    Row { key, label, certificates: 0, fob_value_xof: 0, gross_weight_g: 0 }
}

fn add(row: &mut Row, reading: &Reading) {
    row.certificates += reading.count;
    row.fob_value_xof += reading.value_xof;
    row.gross_weight_g += reading.weight_g;
}

fn by_month(period: &Period, readings: &[Reading]) -> Vec<Row> {
    let mut rows: BTreeMap<String, Row> = period.months().into_iter().map(|m| (m.clone(), row(m, None))).collect();
    for reading in readings {
        if let Some(row) = rows.get_mut(&reading.month) {
            add(row, reading);
        }
    }
    rows.into_values().collect()
}

fn by_key(readings: &[Reading], label: impl Fn(&str) -> Option<Text>) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for reading in readings {
        let row = rows.entry(&reading.key).or_insert_with(|| row(reading.key.clone(), label(&reading.key)));
        add(row, reading);
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by(|a, b| b.fob_value_xof.cmp(&a.fob_value_xof).then_with(|| a.key.cmp(&b.key)));
    rows
}

fn decisions(readings: &[Reading]) -> DecisionCounts {
    let count = |outcome: Outcome| readings.iter().filter(|r| r.key == outcome.as_str()).map(|r| r.count).sum();
    DecisionCounts {
        approved: count(Outcome::Approved),
        refused: count(Outcome::Refused),
        returned: count(Outcome::Returned),
        withdrawn: count(Outcome::Withdrawn),
        lapsed: count(Outcome::Lapsed),
    }
}

/// How many applications took so many hours.
type Histogram = BTreeMap<i64, i64>;

fn processing(period: &Period, readings: &[Reading]) -> Processing {
    let mut months: BTreeMap<String, Histogram> = period.months().into_iter().map(|m| (m, Histogram::new())).collect();
    let mut all = Histogram::new();
    for reading in readings {
        let Ok(hours) = reading.key.parse::<i64>() else { continue };
        *all.entry(hours).or_default() += reading.count;
        if let Some(histogram) = months.get_mut(&reading.month) {
            *histogram.entry(hours).or_default() += reading.count;
        }
    }
    let months = months.into_iter().map(|(month, hours)| ProcessingMonth {
        month,
        median_hours: percentile(&hours, 50),
        p90_hours: percentile(&hours, 90),
        count: hours.values().sum(),
    });
    Processing {
        median_hours: percentile(&all, 50),
        p90_hours: percentile(&all, 90),
        count: all.values().sum(),
        months: months.collect(),
    }
}

/// The smallest number of hours within which at least so many of a hundred were done (nearest rank).
fn percentile(histogram: &Histogram, percent: i64) -> Option<i64> {
    let count: i64 = histogram.values().sum();
    let rank = (count * percent + 99) / 100;
    let mut done = 0;
    histogram.iter().find_map(|(hours, n)| {
        done += n;
        (count > 0 && done >= rank).then_some(*hours)
    })
}

fn today(readings: &Readings, now: Instant) -> Today {
    let day = day_of(now);
    let sum =
        |cube: Cube, what: fn(&Reading) -> i64| of(readings, cube).iter().filter(|r| r.key == day).map(what).sum();
    Today {
        issued: sum(Cube::IssuedByDay, |r| r.count),
        submitted: sum(Cube::SubmittedByDay, |r| r.count),
        revenue_xof: sum(Cube::RevenueByDay, |r| r.value_xof),
    }
}

fn revenue(readings: &[Reading]) -> Vec<OperatorRevenue> {
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for reading in readings {
        let sum = sums.entry(&reading.key).or_default();
        sum.0 += reading.count;
        sum.1 += reading.value_xof;
    }
    let mut rows: Vec<OperatorRevenue> = sums
        .into_iter()
        .map(|(operator, (count, amount_xof))| OperatorRevenue { operator: operator.to_owned(), count, amount_xof })
        .collect();
    rows.sort_by(|a, b| b.amount_xof.cmp(&a.amount_xof).then_with(|| a.operator.cmp(&b.operator)));
    rows
}

fn revenue_months(period: &Period, readings: &[Reading]) -> Vec<MonthRevenue> {
    let of_month = |month: String| {
        let of_it = || readings.iter().filter(|r| r.month == month);
        MonthRevenue { amount_xof: of_it().map(|r| r.value_xof).sum(), count: of_it().map(|r| r.count).sum(), month }
    };
    period.months().into_iter().map(of_month).collect()
}

/// A counter that does not say what the records say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub cube: Cube,
    pub month: String,
    pub key: String,
    /// What the counters say: count, francs, grams.
    pub counted: (i64, i64, i64),
    /// What the records say.
    pub recounted: (i64, i64, i64),
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { cube, month, key, counted, recounted } = self;
        write!(f, "{cube} {month} {key}: counters say {counted:?}, records say {recounted:?}")
    }
}

/// Counts everything again from the records and tells every counter that differs. One moment of the store, read in batches.
pub async fn recount(app: &App) -> Result<Vec<Difference>, Failure> {
    app.db
        .read_snapshot(|conn| {
            let mut recounted = records::Recount::new();
            records::recount(conn, &mut recounted)?;
            let mut differences = Vec::new();
            for (cube, readings) in counters::read(conn, Cube::ALL, "0000-00", "9999-99")? {
                for reading in readings {
                    let counted = (reading.count, reading.value_xof, reading.weight_g);
                    let place = (cube, reading.month, reading.key);
                    let found = recounted.remove(&place).unwrap_or_default();
                    if found != counted {
                        let (cube, month, key) = place;
                        differences.push(Difference { cube, month, key, counted, recounted: found });
                    }
                }
            }
            let uncounted = recounted.into_iter().filter(|(_, found)| *found != (0, 0, 0));
            differences.extend(uncounted.map(|((cube, month, key), recounted)| Difference {
                cube,
                month,
                key,
                counted: (0, 0, 0),
                recounted,
            }));
            Ok(differences)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        "2026-11-16T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_period_is_twelve_months_unless_said_otherwise() {
        let period = Period::parse(None, None, now()).unwrap();
        assert_eq!((period.from().as_str(), period.to().as_str(), period.months().len()), ("2025-12", "2026-11", 12));
        let short = Period::parse(Some("2026-02"), Some("2026-02"), now()).unwrap();
        assert_eq!(short.months(), ["2026-02"]);
    }

    #[test]
    fn a_period_that_means_nothing_is_refused_at_its_member() {
        let pointer = |from, to| Period::parse(from, to, now()).unwrap_err().remove(0).pointer;
        assert_eq!(pointer(Some("2026-1"), None), "/from");
        assert_eq!(pointer(None, Some("2026-13")), "/to");
        assert_eq!(pointer(Some("2026-12"), Some("2026-01")), "/from");
        assert_eq!(pointer(Some("2001-01"), Some("2026-01")), "/from");
        assert_eq!(pointer(Some("-202-01"), None), "/from");
        assert_eq!(Period::parse(Some("x"), Some("y"), now()).unwrap_err().len(), 2);
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let histogram: Histogram = [(1, 4), (5, 5), (30, 1)].into();
        assert_eq!(percentile(&histogram, 50), Some(5));
        assert_eq!(percentile(&histogram, 90), Some(5));
        assert_eq!(percentile(&histogram, 91), Some(30));
        assert_eq!(percentile(&[(7, 1)].into(), 50), Some(7));
        assert_eq!(percentile(&Histogram::new(), 90), None);
    }

    #[test]
    fn months_without_certificates_are_shown_and_the_parts_add_up() {
        let period = Period::parse(Some("2026-09"), Some("2026-11"), now()).unwrap();
        let reading = |month: &str, key: &str, count, value| Reading {
            month: month.into(),
            key: key.into(),
            count,
            value_xof: value,
            weight_g: 10,
        };
        let mut readings = Readings::new();
        let by_scheme = vec![
            reading("2026-09", "ZLE", 2, 100),
            reading("2026-11", "UEM", 1, 700),
            reading("2026-11", "ZLE", 1, 50),
        ];
        readings.insert(Cube::CertificatesByScheme, by_scheme);
        let statistics = compose(&period, &readings, &Rules::embedded().unwrap(), now());
        assert_eq!(statistics.months.iter().map(|m| m.certificates).collect::<Vec<_>>(), [2, 0, 2]);
        assert_eq!(statistics.totals, Totals { certificates: 4, fob_value_xof: 850, gross_weight_g: 30 });
        assert_eq!(statistics.schemes.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["UEM", "ZLE"]);
        assert!(statistics.schemes.iter().all(|s| s.label.is_some()));
    }
}
