//! Exporting firms: their particulars and their standing with the agency.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::exporters;
use super::sql::containing;
use super::{At, Conn, Document, Id, MultiBackend, StoreError};
use crate::origin::exporter::ExporterStatus;

/// A firm as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = exporters)]
pub struct ExporterRow {
    pub id: Id,
    pub status: ExporterStatus,
    /// Why it has this status, told to the firm.
    pub status_reason: Option<String>,
    pub profile: String,
    pub name: String,
    pub search: String,
    /// Everything the firm said about itself, as sent.
    pub particulars: Document,
    pub created_by: Id,
    pub created_at: At,
    pub verified_at: Option<At>,
    pub version: i64,
}

pub fn insert(conn: &mut Conn, row: &ExporterRow) -> Result<(), StoreError> {
    diesel::insert_into(exporters::table).values(row.clone()).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: Uuid) -> Result<ExporterRow, StoreError> {
    Ok(exporters::table.find(Id(id)).first(conn)?)
}

/// What a list of firms is narrowed to.
#[derive(Debug, Default)]
pub struct Wanted {
    pub status: Option<ExporterStatus>,
    /// Folded words, each of which must be found.
    pub words: Vec<String>,
    /// Firms registered before this one.
    pub before: Option<Uuid>,
    pub limit: i64,
}

/// Firms, newest first; one more than the limit when there are more.
pub fn list(conn: &mut Conn, wanted: &Wanted) -> Result<Vec<ExporterRow>, StoreError> {
    let mut query = exporters::table.order(exporters::id.desc()).limit(wanted.limit + 1).into_boxed::<MultiBackend>();
    if let Some(status) = wanted.status {
        query = query.filter(exporters::status.eq(status));
    }
    if let Some(before) = wanted.before {
        query = query.filter(exporters::id.lt(Id(before)));
    }
    for word in &wanted.words {
        query = query.filter(exporters::search.like(containing(word)).escape('\\'));
    }
    Ok(query.load(conn)?)
}

/// Replaces a firm's data and standing; false when it changed since `before` was read.
pub fn replace(conn: &mut Conn, before: &ExporterRow, after: &ExporterRow) -> Result<bool, StoreError> {
    let changed = diesel::update(exporters::table)
        .filter(exporters::id.eq(before.id))
        .filter(exporters::status.eq(before.status))
        .filter(exporters::version.eq(before.version))
        .set((
            exporters::status.eq(after.status),
            exporters::status_reason.eq(after.status_reason.as_deref()),
            exporters::profile.eq(&after.profile),
            exporters::name.eq(&after.name),
            exporters::search.eq(&after.search),
            exporters::particulars.eq(&after.particulars),
            exporters::verified_at.eq(after.verified_at),
            exporters::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
