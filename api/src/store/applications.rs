//! Applications, what was submitted each time, and what was returned.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{
    accounts, application_returns, application_submissions, applications, certificates, documents, exporters,
};
use super::sql::containing;
use super::{At, Conn, Document, Id, StoreError};
use crate::origin::application::{ApplicationStatus, ProcessingClock};
use crate::origin::exporter::ExporterStatus;

/// An application as stored. `version` counts its writes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = applications, treat_none_as_null = true)]
pub struct ApplicationRow {
    pub id: Id,
    pub reference: String,
    pub exporter_id: Id,
    pub status: ApplicationStatus,
    pub version: i64,
    pub scheme: Option<String>,
    pub destination: Option<String>,
    pub content: Document,
    pub search: String,
    pub fob_value_xof: Option<i64>,
    pub copy_of: Option<Id>,
    pub replaces: Option<String>,
    pub created_by: Id,
    pub created_at: At,
    pub updated_at: At,
    pub submitted_at: Option<At>,
    pub queued_at: Option<At>,
    pub decided_at: Option<At>,
    pub assignee_id: Option<Id>,
    pub assigned_at: Option<At>,
    pub examiner_id: Option<Id>,
    pub signatory_id: Option<Id>,
    pub proposal: Option<Document>,
    pub decision: Option<Document>,
    pub opinion: Option<Document>,
    pub clock_started_at: Option<At>,
    pub clock_running_since: Option<At>,
    pub clock_worked_s: i64,
    pub due_at: Option<At>,
    pub return_count: i64,
    /// Hours of the processing clock promised when it was submitted.
    pub promised_hours: i64,
    pub certificate_number: Option<String>,
}

impl ApplicationRow {
    /// The processing clock as stored.
    #[must_use]
    pub fn clock(&self) -> ProcessingClock {
        ProcessingClock {
            started_at: self.clock_started_at.map(Into::into),
            running_since: self.clock_running_since.map(Into::into),
            worked_s: self.clock_worked_s,
            due_at: self.due_at.map(Into::into),
        }
    }

    /// Stores the processing clock.
    pub fn set_clock(&mut self, clock: ProcessingClock) {
        self.clock_started_at = clock.started_at.map(Into::into);
        self.clock_running_since = clock.running_since.map(Into::into);
        self.clock_worked_s = clock.worked_s;
        self.due_at = clock.due_at.map(Into::into);
    }
}

/// One application; none when there is no such id.
pub fn find(conn: &mut Conn, id: Uuid) -> Result<Option<ApplicationRow>, StoreError> {
    Ok(applications::table.find(Id(id)).select(ApplicationRow::as_select()).first(conn).optional()?)
}

/// Adds a new application.
pub fn insert(conn: &mut Conn, row: &ApplicationRow) -> Result<(), StoreError> {
    diesel::insert_into(applications::table).values(row).execute(conn)?;
    Ok(())
}

/// Replaces an application by its next version, if it still stands as it was read. False when somebody was faster.
pub fn advance(conn: &mut Conn, before: &ApplicationRow, after: &ApplicationRow) -> Result<bool, StoreError> {
    let next = ApplicationRow { version: before.version + 1, ..after.clone() };
    let written = diesel::update(applications::table.find(before.id))
        .filter(applications::status.eq(before.status))
        .filter(applications::version.eq(before.version))
        .set(&next)
        .execute(conn)?;
    Ok(written == 1)
}

/// Keeps what was submitted, so that a later submission can be compared with it.
pub fn keep_submission(conn: &mut Conn, id: Id, at: At, content: &Document) -> Result<i64, StoreError> {
    let number = 1 + application_submissions::table
        .filter(application_submissions::application_id.eq(id))
        .count()
        .get_result::<i64>(conn)?;
    diesel::insert_into(application_submissions::table)
        .values((
            application_submissions::application_id.eq(id),
            application_submissions::number.eq(number),
            application_submissions::at.eq(at),
            application_submissions::content.eq(content),
        ))
        .execute(conn)?;
    Ok(number)
}

/// What was submitted, oldest first.
pub fn submissions(conn: &mut Conn, id: Id) -> Result<Vec<Document>, StoreError> {
    Ok(application_submissions::table
        .filter(application_submissions::application_id.eq(id))
        .order(application_submissions::number.asc())
        .select(application_submissions::content)
        .load(conn)?)
}

/// Keeps a return with its reasons.
pub fn keep_return(
    conn: &mut Conn,
    id: Id,
    number: i64,
    (at, by): (At, Id),
    reasons: &Document,
    comment: Option<&str>,
) -> Result<(), StoreError> {
    diesel::insert_into(application_returns::table)
        .values((
            application_returns::application_id.eq(id),
            application_returns::number.eq(number),
            application_returns::at.eq(at),
            application_returns::by_account.eq(by),
            application_returns::reasons.eq(reasons),
            application_returns::comment.eq(comment),
        ))
        .execute(conn)?;
    Ok(())
}

/// A return: when, by whom, reasons, comment.
pub type ReturnRow = (At, String, Document, Option<String>);

/// The last return, with the name of who made it.
pub fn last_return(conn: &mut Conn, id: Id) -> Result<Option<ReturnRow>, StoreError> {
    Ok(application_returns::table
        .inner_join(accounts::table.on(accounts::id.eq(application_returns::by_account)))
        .filter(application_returns::application_id.eq(id))
        .order(application_returns::number.desc())
        .select((
            application_returns::at,
            accounts::full_name,
            application_returns::reasons,
            application_returns::comment,
        ))
        .first(conn)
        .optional()?)
}

/// An application with its firm's name and its holder's name.
pub type Listed = (ApplicationRow, String, Option<String>);

/// Which applications a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub exporter_id: Option<Uuid>,
    pub statuses: Vec<ApplicationStatus>,
    pub assignee_id: Option<Uuid>,
    /// Whose clock ran out before this instant.
    pub late_at: Option<crate::clock::Instant>,
    pub scheme: Option<String>,
    /// Folded words, all of which must be found in the search text.
    pub words: Vec<String>,
    pub without_drafts: bool,
    /// Oldest queue entry first, as a queue; else newest first.
    pub as_queue: bool,
    pub after: Option<Uuid>,
    pub limit: i64,
}

/// The applications a list shows, one more than its limit when there are more.
pub fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<Listed>, StoreError> {
    let mut query = applications::table
        .inner_join(exporters::table.on(exporters::id.eq(applications::exporter_id)))
        .left_join(accounts::table.on(accounts::id.nullable().eq(applications::assignee_id)))
        .select((ApplicationRow::as_select(), exporters::name, accounts::full_name.nullable()))
        .into_boxed();
    if let Some(exporter) = filter.exporter_id {
        query = query.filter(applications::exporter_id.eq(Id(exporter)));
    }
    if !filter.statuses.is_empty() {
        query = query.filter(applications::status.eq_any(filter.statuses.clone()));
    }
    if filter.without_drafts {
        query = query.filter(applications::status.ne(ApplicationStatus::Draft));
    }
    if let Some(assignee) = filter.assignee_id {
        query = query.filter(applications::assignee_id.eq(Id(assignee)));
    }
    if let Some(at) = filter.late_at {
        query = query.filter(applications::due_at.lt(At(at)));
    }
    if let Some(scheme) = &filter.scheme {
        query = query.filter(applications::scheme.eq(scheme.clone()));
    }
    for word in &filter.words {
        query = query.filter(applications::search.like(containing(word)).escape('\\'));
    }
    if let Some(after) = filter.after {
        query = if filter.as_queue {
            query.filter(applications::id.gt(Id(after)))
        } else {
            query.filter(applications::id.lt(Id(after)))
        };
    }
    // Identifiers are in order of creation, so a queue by identifier is fair and needs no second key in its cursor.
    query = if filter.as_queue { query.order(applications::id.asc()) } else { query.order(applications::id.desc()) };
    Ok(query.limit(filter.limit + 1).load(conn)?)
}

/// The oldest application in these states that this person may take: free, and not one they examined.
pub fn oldest_free(
    conn: &mut Conn,
    status: ApplicationStatus,
    not_examined_by: Option<Uuid>,
) -> Result<Option<ApplicationRow>, StoreError> {
    let mut query = applications::table
        .filter(applications::status.eq(status))
        .filter(applications::assignee_id.is_null())
        .select(ApplicationRow::as_select())
        .into_boxed();
    if let Some(person) = not_examined_by {
        query = query.filter(applications::examiner_id.is_null().or(applications::examiner_id.ne(Id(person))));
    }
    Ok(query.order((applications::queued_at.asc(), applications::id.asc())).first(conn).optional()?)
}

/// How many applications a filter holds, without reading them. Bounded: queues are short.
pub fn count(
    conn: &mut Conn,
    statuses: &[ApplicationStatus],
    assignee: Option<Uuid>,
    late_at: Option<crate::clock::Instant>,
) -> Result<i64, StoreError> {
    let mut query = applications::table.filter(applications::status.eq_any(statuses.to_vec())).into_boxed();
    if let Some(assignee) = assignee {
        query = query.filter(applications::assignee_id.eq(Id(assignee)));
    }
    if let Some(at) = late_at {
        query = query.filter(applications::due_at.lt(At(at)));
    }
    Ok(query.count().get_result(conn)?)
}

/// Returned applications nobody touched since this instant.
pub fn forgotten(
    conn: &mut Conn,
    untouched_since: crate::clock::Instant,
    limit: i64,
) -> Result<Vec<ApplicationRow>, StoreError> {
    Ok(applications::table
        .filter(applications::status.eq(ApplicationStatus::Returned))
        .filter(applications::updated_at.lt(At(untouched_since)))
        .order(applications::updated_at.asc())
        .limit(limit)
        .select(ApplicationRow::as_select())
        .load(conn)?)
}

/// An account's name, for a sentence that names who holds a file.
pub fn account_name(conn: &mut Conn, id: Id) -> Result<Option<String>, StoreError> {
    Ok(accounts::table.find(id).select(accounts::full_name).first(conn).optional()?)
}

/// The name and standing of a firm.
pub fn firm(conn: &mut Conn, id: Id) -> Result<Option<(String, ExporterStatus)>, StoreError> {
    Ok(exporters::table.find(id).select((exporters::name, exporters::status)).first(conn).optional()?)
}

/// The kinds of documents attached to an application.
pub fn attached_kinds(conn: &mut Conn, id: Id) -> Result<Vec<String>, StoreError> {
    Ok(documents::table
        .filter(documents::owner_kind.eq("application"))
        .filter(documents::owner_id.eq(id))
        .filter(documents::removed_at.is_null())
        .select(documents::kind)
        .distinct()
        .load(conn)?)
}

/// The application behind a certificate of this firm that nothing has replaced yet, and whether it is still live.
pub fn replaceable(conn: &mut Conn, exporter: Uuid, number: &str) -> Result<Option<(Id, bool)>, StoreError> {
    let found = certificates::table
        .find(number)
        .filter(certificates::exporter_id.eq(Id(exporter)))
        .select((certificates::application_id, certificates::status, certificates::replaced_by))
        .first::<(Id, String, Option<String>)>(conn)
        .optional()?;
    Ok(found.map(|(id, status, replaced)| {
        (id, replaced.is_none() && matches!(status.as_str(), "issued" | "endorsed" | "used" | "suspended"))
    }))
}

/// What an application shows of its firm: standing, name, particulars.
pub fn firm_particulars(conn: &mut Conn, id: Id) -> Result<(ExporterStatus, String, Document), StoreError> {
    Ok(exporters::table.find(id).select((exporters::status, exporters::name, exporters::particulars)).first(conn)?)
}
