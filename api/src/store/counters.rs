//! Statistics' counters: appended in the same transaction as the facts, folded later, exact at any moment.
//!
//! A hot counter row would make every issuing transaction of a month wait for every other. So facts append deltas,
//! a worker folds them, and a reader adds what is not folded yet.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::schema::{counter_deltas, counters};
use super::{Conn, StoreError};
pub use crate::origin::tally::{Cube, Delta};

/// Appends deltas, in the caller's transaction.
pub fn add(conn: &mut Conn, deltas: &[Delta]) -> Result<(), StoreError> {
    for delta in deltas {
        diesel::insert_into(counter_deltas::table)
            .values((
                counter_deltas::cube.eq(delta.cube.as_str()),
                counter_deltas::month.eq(&delta.month),
                counter_deltas::key.eq(&delta.key),
                counter_deltas::count.eq(delta.count),
                counter_deltas::value_xof.eq(delta.value_xof),
                counter_deltas::weight_g.eq(delta.weight_g),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A counter as read: month, key, count, value in francs, weight in grams.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable)]
pub struct Reading {
    pub month: String,
    pub key: String,
    pub count: i64,
    pub value_xof: i64,
    pub weight_g: i64,
}

/// Some cubes' readings, each sorted by month and key.
pub type Readings = BTreeMap<Cube, Vec<Reading>>;

/// Reads cubes between two months, both included: what is folded and what is not yet.
///
/// Two selects, which must see the same moment: call it inside [`read_snapshot`](super::Db::read_snapshot).
pub fn read(conn: &mut Conn, cubes: &[Cube], from: &str, to: &str) -> Result<Readings, StoreError> {
    let folded: Vec<(Cube, Reading)> = counters::table
        .filter(counters::cube.eq_any(cubes))
        .filter(counters::month.between(from, to))
        .select((
            counters::cube,
            (counters::month, counters::key, counters::count, counters::value_xof, counters::weight_g),
        ))
        .load(conn)?;
    let waiting: Vec<(Cube, Reading)> = counter_deltas::table
        .filter(counter_deltas::cube.eq_any(cubes))
        .filter(counter_deltas::month.between(from, to))
        .select((
            counter_deltas::cube,
            (
                counter_deltas::month,
                counter_deltas::key,
                counter_deltas::count,
                counter_deltas::value_xof,
                counter_deltas::weight_g,
            ),
        ))
        .load(conn)?;
    let mut by_cube: Readings = cubes.iter().map(|cube| (*cube, Vec::new())).collect();
    for (cube, reading) in folded.into_iter().chain(waiting) {
        by_cube.entry(cube).or_default().push(reading);
    }
    Ok(by_cube.into_iter().map(|(cube, readings)| (cube, merge(readings.into_iter()))).collect())
}

fn merge(readings: impl Iterator<Item = Reading>) -> Vec<Reading> {
    let mut sums: BTreeMap<(String, String), (i64, i64, i64)> = BTreeMap::new();
    for r in readings {
        let sum = sums.entry((r.month, r.key)).or_default();
        sum.0 += r.count;
        sum.1 += r.value_xof;
        sum.2 += r.weight_g;
    }
    sums.into_iter()
        .filter(|(_, (count, value, weight))| *count != 0 || *value != 0 || *weight != 0)
        .map(|((month, key), (count, value_xof, weight_g))| Reading { month, key, count, value_xof, weight_g })
        .collect()
}

/// Whether any delta still waits to be folded.
pub fn any_unfolded(conn: &mut Conn) -> Result<bool, StoreError> {
    Ok(counter_deltas::table.select(counter_deltas::id).first::<i64>(conn).optional()?.is_some())
}

/// How many deltas one pass folds at most.
const FOLD_BATCH: i64 = 500;

/// Folds waiting deltas into their counters; returns how many.
///
/// Reader and folder see either all of a pass or nothing of it, since both run in a transaction; on PostgreSQL the
/// two selects of a read are made in one snapshot by the caller.
pub fn fold(conn: &mut Conn) -> Result<usize, StoreError> {
    let waiting: Vec<(i64, Cube, Reading)> = counter_deltas::table
        .order(counter_deltas::id.asc())
        .limit(FOLD_BATCH)
        .select((
            counter_deltas::id,
            counter_deltas::cube,
            (
                counter_deltas::month,
                counter_deltas::key,
                counter_deltas::count,
                counter_deltas::value_xof,
                counter_deltas::weight_g,
            ),
        ))
        .load(conn)?;
    let ids: Vec<i64> = waiting.iter().map(|(id, _, _)| *id).collect();
    let mut by_cube = Readings::new();
    for (_, cube, reading) in waiting {
        by_cube.entry(cube).or_default().push(reading);
    }
    for (cube, readings) in by_cube {
        for sum in merge(readings.into_iter()) {
            fold_one(conn, cube, &sum)?;
        }
    }
    Ok(diesel::delete(counter_deltas::table.filter(counter_deltas::id.eq_any(&ids))).execute(conn)?)
}

fn fold_one(conn: &mut Conn, cube: Cube, sum: &Reading) -> Result<(), StoreError> {
    let updated = diesel::update(counters::table.find((cube.as_str(), &sum.month, &sum.key)))
        .set((
            counters::count.eq(counters::count + sum.count.into_sql::<BigInt>()),
            counters::value_xof.eq(counters::value_xof + sum.value_xof.into_sql::<BigInt>()),
            counters::weight_g.eq(counters::weight_g + sum.weight_g.into_sql::<BigInt>()),
        ))
        .execute(conn)?;
    if updated == 0 {
        diesel::insert_into(counters::table)
            .values((
                counters::cube.eq(cube.as_str()),
                counters::month.eq(&sum.month),
                counters::key.eq(&sum.key),
                counters::count.eq(sum.count),
                counters::value_xof.eq(sum.value_xof),
                counters::weight_g.eq(sum.weight_g),
            ))
            .execute(conn)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Target, migrations};

    #[test]
    fn folding_takes_every_delta_once_and_changes_no_figure() {
        let folder = tempfile::tempdir().unwrap();
        let target: Target = format!("sqlite://{}", folder.path().join("store.db").display()).parse().unwrap();
        let mut conn = target.connect().unwrap();
        migrations::run(&mut conn).unwrap();
        let delta = |key: &str, count, value_xof| Delta {
            cube: Cube::RevenueByOperator,
            month: "2026-11".into(),
            key: key.into(),
            count,
            value_xof,
            weight_g: 0,
        };
        let mut figures = Vec::new();
        for round in 1..=3 {
            for n in 1..=400 {
                add(&mut conn, &[delta("wave", 1, n), delta("orange_money", round, -n)]).unwrap();
            }
            let before = read(&mut conn, Cube::ALL, "2026-01", "2026-12").unwrap();
            // More waits than one pass folds; half-folded figures are the same figures.
            assert_eq!(fold(&mut conn).unwrap(), 500);
            assert_eq!(read(&mut conn, Cube::ALL, "2026-01", "2026-12").unwrap(), before);
            while fold(&mut conn).unwrap() > 0 {}
            assert!(!any_unfolded(&mut conn).unwrap());
            figures = read(&mut conn, Cube::ALL, "2026-01", "2026-12").unwrap()[&Cube::RevenueByOperator].clone();
            assert_eq!(figures, before[&Cube::RevenueByOperator]);
        }
        let sums: Vec<_> = figures.iter().map(|r| (r.key.as_str(), r.count, r.value_xof)).collect();
        assert_eq!(sums, [("orange_money", 2_400, -240_600), ("wave", 1_200, 240_600)]);
    }
}
