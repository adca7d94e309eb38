//! Supporting documents: what is known of a file whose bytes lie outside the database.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::documents;
use super::{At, Conn, Id, StoreError};

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
