//! The statements of the inbox, written out.
//!
//! They are the hottest of the service. The query builder would put the text together anew for each row of a burst, and PostgreSQL would
//! read another text for each size of it; these are prepared once, whatever the number of rows.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text};
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

/// All rows at once, on PostgreSQL, column by column; it gives the ids of those that were not kept before.
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
    state: Vec<DeliveryState>,
    tries: Vec<i64>,
    next_try_at: Vec<Option<At>>,
    done_at: Vec<Option<At>>,
}

impl<'a> Columns<'a> {
    /// The rows by their key: two writes at once that have some of them in common wait for each other in one direction only.
    pub(super) fn of(rows: &[Row<'a>]) -> Self {
        fn each<'a, T>(rows: &[&Row<'a>], column: impl Fn(&'a Delivery, &Tried) -> T) -> Vec<T> {
            rows.iter().map(|row| column(row.delivery, &row.standing)).collect()
        }
        let mut rows: Vec<&Row<'a>> = rows.iter().collect();
        rows.sort_unstable_by_key(|Row { delivery: one, .. }| {
            (one.operator, one.match_kind, &one.match_value, &one.dedupe_key)
        });
        let rows = rows.as_slice();
        Self {
            id: each(rows, |delivery, _| delivery.id),
            operator: each(rows, |delivery, _| delivery.operator),
            dedupe_key: each(rows, |delivery, _| delivery.dedupe_key.as_str()),
            received_at: each(rows, |delivery, _| delivery.received_at),
            trust: each(rows, |delivery, _| delivery.trust),
            match_kind: each(rows, |delivery, _| delivery.match_kind),
            match_value: each(rows, |delivery, _| delivery.match_value.as_str()),
            claim: each(rows, |delivery, _| delivery.claim.as_ref()),
            body: each(rows, |delivery, _| delivery.body.as_slice()),
            body_sha256: each(rows, |delivery, _| delivery.body_sha256.as_str()),
            state: each(rows, |_, standing| standing.state),
            tries: each(rows, |_, standing| standing.tries),
            next_try_at: each(rows, |_, standing| standing.next_try_at),
            done_at: each(rows, |_, standing| standing.done_at),
        }
    }
}

impl QueryFragment<Pg> for Columns<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO payment_inbox (id, operator, dedupe_key, received_at, trust, match_kind, match_value, claim, body, body_sha256, \
             state, tries, next_try_at, done_at) SELECT * FROM unnest(",
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
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.state)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.tries)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<InstantType>>, _>(&self.next_try_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<InstantType>>, _>(&self.done_at)?;
        out.push_sql(") ON CONFLICT DO NOTHING RETURNING id");
        Ok(())
    }
}

impl QueryId for Columns<'_> {
    type QueryId = Columns<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Columns<'_> {
    type SqlType = IdType;
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
