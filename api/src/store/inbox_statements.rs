//! The statements of the inbox, written out.
//!
//! They are the hottest of the service. The query builder would put the text together anew for each row of a burst, and PostgreSQL would
//! read another text for each size of it; these are prepared once, whatever the number of rows.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable, Text};
use diesel::sqlite::Sqlite;

use super::payments::{Delivery, Tried};
use super::sql::{DocumentType, IdType, InstantType};
use super::{At, Document, Id};
use crate::origin::payment::{DeliveryState, MatchKind, Operator, Trust};

/// A delivery to keep, and how it stands from the start.
pub(super) struct Row<'a> {
    pub(super) delivery: &'a Delivery,
    pub(super) standing: Tried,
}

/// One row, on SQLite; it changes nothing when the delivery was kept before.
impl QueryFragment<Sqlite> for Row<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let Self { delivery, standing } = self;
        out.push_sql(
            "INSERT INTO payment_inbox (id, operator, dedupe_key, received_at, trust, match_kind, match_value, claim, body, body_sha256, \
             state, tries, next_try_at, done_at) VALUES (",
        );
        out.push_bind_param::<IdType, _>(&delivery.id)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&delivery.operator)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&delivery.dedupe_key)?;
        out.push_sql(", ");
        out.push_bind_param::<InstantType, _>(&delivery.received_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&delivery.trust)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&delivery.match_kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&delivery.match_value)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<DocumentType>, _>(&delivery.claim)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&delivery.body)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&delivery.body_sha256)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&standing.state)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&standing.tries)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<InstantType>, _>(&standing.next_try_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<InstantType>, _>(&standing.done_at)?;
        out.push_sql(") ON CONFLICT DO NOTHING");
        Ok(())
    }
}

impl QueryId for Row<'_> {
    type QueryId = Row<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<SqliteConnection> for Row<'_> {}

/// All rows at once, on PostgreSQL, column by column. It gives the ids of those that were not kept before, and whether there is an
/// attempt that each names: what belongs to none counts as tried once. `OFFSET 0` has the attempts looked for once per row.
pub(super) struct Columns<'a> {
    id: Vec<Id>,
    operator: Vec<Operator>,
    dedupe_key: Vec<&'a str>,
    received_at: Vec<At>,
    trust: Vec<Trust>,
    match_kind: Vec<MatchKind>,
    match_value: Vec<&'a str>,
    claim: Vec<Option<&'a Document>>,
    body: Vec<&'a [u8]>,
    body_sha256: Vec<&'a str>,
    untried: Standings,
    /// How each stands when it belongs to no attempt.
    aside: Standings,
}

/// How rows stand, column by column.
struct Standings {
    state: Vec<DeliveryState>,
    tries: Vec<i64>,
    next_try_at: Vec<Option<At>>,
    done_at: Vec<Option<At>>,
}

impl Standings {
    fn of(all: &[Tried]) -> Self {
        Self {
            state: all.iter().map(|one| one.state).collect(),
            tries: all.iter().map(|one| one.tries).collect(),
            next_try_at: all.iter().map(|one| one.next_try_at).collect(),
            done_at: all.iter().map(|one| one.done_at).collect(),
        }
    }
}

impl<'a> Columns<'a> {
    /// The rows by their key: two writes at once that have some of them in common wait for each other in one direction only.
    pub(super) fn of(deliveries: &'a [Delivery]) -> Self {
        fn each<'a, T>(rows: &[&'a Delivery], column: impl Fn(&'a Delivery) -> T) -> Vec<T> {
            rows.iter().map(|row| column(row)).collect()
        }
        let mut rows: Vec<&Delivery> = deliveries.iter().collect();
        rows.sort_unstable_by_key(|one| (one.operator, one.match_kind, &one.match_value, &one.dedupe_key));
        let rows = rows.as_slice();
        Self {
            id: each(rows, |one| one.id),
            operator: each(rows, |one| one.operator),
            dedupe_key: each(rows, |one| one.dedupe_key.as_str()),
            received_at: each(rows, |one| one.received_at),
            trust: each(rows, |one| one.trust),
            match_kind: each(rows, |one| one.match_kind),
            match_value: each(rows, |one| one.match_value.as_str()),
            claim: each(rows, |one| one.claim.as_ref()),
            body: each(rows, |one| one.body.as_slice()),
            body_sha256: each(rows, |one| one.body_sha256.as_str()),
            untried: Standings::of(&each(rows, Delivery::untried)),
            aside: Standings::of(&each(rows, |one| one.put_aside(one.received_at.0))),
        }
    }
}

impl QueryFragment<Pg> for Columns<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO payment_inbox (id, operator, dedupe_key, received_at, trust, match_kind, match_value, claim, body, body_sha256, \
             state, tries, next_try_at, done_at) \
             SELECT id, operator, dedupe_key, received_at, trust, match_kind, match_value, claim, body, body_sha256, \
             CASE WHEN is_ours THEN state ELSE aside_state END, CASE WHEN is_ours THEN tries ELSE aside_tries END, \
             CASE WHEN is_ours THEN next_try_at ELSE aside_next_try_at END, CASE WHEN is_ours THEN done_at ELSE aside_done_at END \
             FROM (SELECT *, CASE match_kind \
             WHEN 'reference' THEN EXISTS (SELECT FROM payment_attempts AS a WHERE a.reference = match_value AND a.operator = one.operator) \
             WHEN 'token' THEN EXISTS \
             (SELECT FROM payment_attempts AS a WHERE a.notif_token_sha256 = match_value AND a.operator = one.operator) \
             ELSE false END AS is_ours FROM unnest(",
        );
        out.push_bind_param::<Array<IdType>, _>(&self.id)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.operator)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.dedupe_key)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<InstantType>, _>(&self.received_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.trust)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.match_kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.match_value)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<DocumentType>>, _>(&self.claim)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.body)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.body_sha256)?;
        for standings in [&self.untried, &self.aside] {
            out.push_sql(", ");
            out.push_bind_param::<Array<Text>, _>(&standings.state)?;
            out.push_sql(", ");
            out.push_bind_param::<Array<BigInt>, _>(&standings.tries)?;
            out.push_sql(", ");
            out.push_bind_param::<Array<Nullable<InstantType>>, _>(&standings.next_try_at)?;
            out.push_sql(", ");
            out.push_bind_param::<Array<Nullable<InstantType>>, _>(&standings.done_at)?;
        }
        out.push_sql(
            ") AS one (id, operator, dedupe_key, received_at, trust, match_kind, match_value, claim, body, body_sha256, \
             state, tries, next_try_at, done_at, aside_state, aside_tries, aside_next_try_at, aside_done_at) \
             OFFSET 0) AS handed ON CONFLICT DO NOTHING RETURNING id, tries = 0",
        );
        Ok(())
    }
}

impl QueryId for Columns<'_> {
    type QueryId = Columns<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Columns<'_> {
    type SqlType = (IdType, Bool);
}

impl RunQueryDsl<PgConnection> for Columns<'_> {}

/// Which of these names, an array of texts in JSON, attempts have in a column of theirs, with their operators; on SQLite, where any number of
/// values would make another text each time.
pub(super) struct Named {
    column: &'static str,
    names: String,
}

impl Named {
    pub(super) fn of(column: &'static str, names: &[&str]) -> Self {
        Self { column, names: serde_json::json!(names).to_string() }
    }
}

impl QueryFragment<Sqlite> for Named {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("SELECT operator, ");
        out.push_identifier(self.column)?;
        out.push_sql(" FROM payment_attempts WHERE ");
        out.push_identifier(self.column)?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.names)?;
        out.push_sql("))");
        Ok(())
    }
}

impl QueryId for Named {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Named {
    type SqlType = (Text, Text);
}

impl RunQueryDsl<SqliteConnection> for Named {}
