//! Supporting documents: what is known of a file whose bytes lie outside the database.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{applications, documents, statement_files};
use super::{At, Conn, Id, StoreError};
use crate::clock::Instant;

/// A document as stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = documents)]
pub struct DocumentRow {
    pub id: Id,
    pub owner_kind: String,
    pub owner_id: Id,
    pub kind: String,
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub uploaded_by: Id,
    pub uploaded_at: At,
    pub removed_at: Option<At>,
}

/// What a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Application(Uuid),
    Exporter(Uuid),
}

impl Owner {
    /// The word stored beside the document.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Application(_) => "application",
            Self::Exporter(_) => "exporter",
        }
    }

    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Application(id) | Self::Exporter(id) => id,
        }
    }
}

impl DocumentRow {
    /// What the document belongs to.
    pub fn owner(&self) -> Result<Owner, StoreError> {
        match self.owner_kind.as_str() {
            "application" => Ok(Owner::Application(self.owner_id.0)),
            "exporter" => Ok(Owner::Exporter(self.owner_id.0)),
            other => Err(StoreError::Corrupt(format!("a document of a {other:?}"))),
        }
    }
}

/// What people call an application.
pub fn application_reference(conn: &mut Conn, id: Uuid) -> Result<String, StoreError> {
    Ok(applications::table.find(Id(id)).select(applications::reference).first(conn)?)
}

/// The documents of an owner that were not removed, oldest first.
pub fn of_owner(conn: &mut Conn, owner_kind: &str, owner_id: Uuid) -> Result<Vec<DocumentRow>, StoreError> {
    Ok(documents::table
        .filter(documents::owner_kind.eq(owner_kind))
        .filter(documents::owner_id.eq(Id(owner_id)))
        .filter(documents::removed_at.is_null())
        .order(documents::id.asc())
        .select(DocumentRow::as_select())
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, row: &DocumentRow) -> Result<(), StoreError> {
    diesel::insert_into(documents::table).values(row.clone()).execute(conn)?;
    Ok(())
}

/// A document that was not removed.
pub fn find(conn: &mut Conn, id: Uuid) -> Result<DocumentRow, StoreError> {
    Ok(documents::table
        .find(Id(id))
        .filter(documents::removed_at.is_null())
        .select(DocumentRow::as_select())
        .first(conn)?)
}

/// Those of these hashes that are a document's which was not removed, or an operator's statement's.
pub fn named(conn: &mut Conn, hashes: &[String]) -> Result<Vec<String>, StoreError> {
    let mut named: Vec<String> = documents::table
        .filter(documents::sha256.eq_any(hashes))
        .filter(documents::removed_at.is_null())
        .select(documents::sha256)
        .distinct()
        .load(conn)?;
    let statements = statement_files::table.filter(statement_files::sha256.eq_any(hashes));
    named.extend(statements.select(statement_files::sha256).load::<String>(conn)?);
    Ok(named)
}

/// Takes a document off its owner; false when somebody else did. Its bytes stay while another document has the same.
pub fn remove(conn: &mut Conn, id: Id, now: Instant) -> Result<bool, StoreError> {
    let changed = diesel::update(documents::table)
        .filter(documents::id.eq(id))
        .filter(documents::removed_at.is_null())
        .set(documents::removed_at.eq(At(now)))
        .execute(conn)?;
    Ok(changed == 1)
}
