//! Supporting documents.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::store::documents::DocumentRow;
use chrono::{DateTime, Utc};

/// A supporting document; its bytes are at `/documents/{id}/content`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Document)]
pub struct DocumentView {
    pub id: Uuid,
    /// One of `documentKinds` of the reference data, or of the applicant profile's papers.
    pub kind: String,
    pub file_name: String,
    #[schema(example = "application/pdf")]
    pub media_type: String,
    pub size_bytes: i64,
    /// Of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    pub uploaded_at: DateTime<Utc>,
}

impl From<DocumentRow> for DocumentView {
    fn from(row: DocumentRow) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind,
            file_name: row.file_name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            sha256: row.sha256,
            uploaded_at: row.uploaded_at.0,
        }
    }
}
