//! What statistics read besides the counters: how many applications wait where.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::schema::applications;
use super::{At, Conn, Id, StoreError};
use crate::clock::Instant;

/// The statuses in which an application is the agency's to move.
const AT_THE_AGENCY: [&str; 4] = ["queued", "in_review", "awaiting_opinion", "proposed"];

/// How many applications are in each status, with two more names: `mine`, held by this account, and `late`.
pub fn queue_lengths(conn: &mut Conn, account: Uuid, now: Instant) -> Result<BTreeMap<String, i64>, StoreError> {
    let by_status: Vec<(String, i64)> = applications::table
        .filter(applications::status.eq_any(["queued", "returned", "awaiting_opinion", "proposed"]))
        .group_by(applications::status)
        .select((applications::status, count_star()))
        .load(conn)?;
    let mine: i64 = applications::table
        .filter(applications::assignee_id.eq(Id(account)))
        .filter(applications::status.eq_any(["in_review", "awaiting_opinion"]))
        .count()
        .get_result(conn)?;
    let late: i64 = applications::table
        .filter(applications::status.eq_any(AT_THE_AGENCY))
        .filter(applications::due_at.lt(At(now)))
        .count()
        .get_result(conn)?;
    Ok(by_status.into_iter().chain([("mine".to_owned(), mine), ("late".to_owned(), late)]).collect())
}
