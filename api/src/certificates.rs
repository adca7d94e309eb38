//! Certificates after their issue: reading them, and what officers and customs do to them.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Instant;
use crate::document;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::certificate::{CertificateAction as Action, CertificateStatus};
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::refusal::Refusal;
use crate::origin::search::words;
use crate::store::certificates::{self as store, CertificateRow, Change, Filter};
use crate::store::events::EventWithActor;
use crate::store::{Conn, Document, StoreError, events};
use crate::workers::Worked;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub status: Option<CertificateStatus>,
    pub scheme: Option<String>,
    pub query: Option<String>,
    pub after: Option<(Instant, String)>,
    pub limit: i64,
}

/// The certificates this person may see, newest first, one more than the limit when there are more.
pub async fn list(app: &App, actor: &Actor, listing: Listing) -> Result<Vec<CertificateRow>, Failure> {
    let filter = Filter {
        // A person of a firm that is not registered yet belongs to the nil firm, which has no certificate.
        exporter_id: actor.role.is_exporter().then(|| actor.exporter_id.unwrap_or(Uuid::nil())),
        status: listing.status,
        scheme: listing.scheme,
        words: words(listing.query.as_deref().unwrap_or_default()),
        after: listing.after,
        limit: listing.limit,
    };
    app.db.read(move |conn| store::list(conn, &filter).map_err(Failure::from)).await
}

/// One certificate.
///
/// # Errors
/// [`Failure::NotFound`] also when it is another firm's.
pub async fn read(app: &App, actor: &Actor, number: &str) -> Result<CertificateRow, Failure> {
    let (actor, number) = (actor.clone(), number.to_owned());
    app.db.read(move |conn| visible(conn, &actor, &number)).await
}

fn visible(conn: &mut Conn, actor: &Actor, number: &str) -> Result<CertificateRow, Failure> {
    let row = store::find(conn, number)?.ok_or(Failure::NotFound)?;
    if actor.sees_exporter(row.exporter_id.0) { Ok(row) } else { Err(Failure::NotFound) }
}

/// Its PDF, drawn from the sealed record.
pub async fn draw(app: &App, actor: &Actor, number: &str) -> Result<Vec<u8>, Failure> {
    let row = read(app, actor, number).await?;
    let drawn = tokio::task::spawn_blocking(move || {
        let record = row.record()?;
        document::draw(&record, &row.cose).map_err(|fault| StoreError::Corrupt(fault.to_string()))
    });
    let drawn = drawn.await.map_err(|fault| StoreError::Unavailable(fault.to_string()))?;
    Ok(drawn?)
}

/// Its history, oldest first.
pub async fn timeline(app: &App, actor: &Actor, number: &str) -> Result<Vec<EventWithActor>, Failure> {
    let (actor, number) = (actor.clone(), number.to_owned());
    app.db
        .read(move |conn| {
            let row = visible(conn, &actor, &number)?;
            Ok(crate::audit::told_to(&actor, events::of_record(conn, RecordKind::Certificate, &row.number)?))
        })
        .await
}

/// Customs' visa on export.
#[derive(Debug, Clone)]
pub struct Endorsement {
    pub declaration_number: String,
    pub office: String,
    pub date: NaiveDate,
}

/// What a person does to a certificate.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Code of the reference data, and the words for the file.
    Revoke {
        code: String,
        reason: String,
    },
    Suspend {
        reason: String,
    },
    Reinstate {
        reason: String,
    },
    Cancel {
        reason: String,
    },
    Endorse(Endorsement),
}

impl Deed {
    fn action(&self) -> Action {
        match self {
            Self::Revoke { .. } => Action::Revoke,
            Self::Suspend { .. } => Action::Suspend,
            Self::Reinstate { .. } => Action::Reinstate,
            Self::Cancel { .. } => Action::Cancel,
            Self::Endorse(_) => Action::Endorse,
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            Self::Revoke { reason, .. }
            | Self::Suspend { reason }
            | Self::Reinstate { reason }
            | Self::Cancel { reason } => Some(reason),
            Self::Endorse(_) => None,
        }
    }

    fn data(&self) -> serde_json::Value {
        match self {
            Self::Revoke { code, .. } => json!({ "reasonCode": code }),
            Self::Endorse(visa) => {
                json!({ "declarationNumber": visa.declaration_number, "office": visa.office, "date": visa.date })
            }
            Self::Suspend { .. } | Self::Reinstate { .. } | Self::Cancel { .. } => json!({}),
        }
    }
}

/// Does it, if the law allows it in the certificate's state.
///
/// # Errors
/// [`Failure::Forbidden`] when it is not this role's to do, [`Refusal::NotInThisState`] when the state does not allow it.
pub async fn act(app: &App, actor: &Actor, number: &str, deed: Deed) -> Result<CertificateRow, Failure> {
    if !deed.action().is_for(actor.role) {
        return Err(Failure::Forbidden);
    }
    let (actor, number, now) = (actor.clone(), number.to_owned(), app.clock.now());
    app.db
        .write(move |conn| {
            let before = visible(conn, &actor, &number)?;
            step(conn, &before, &deed, By::from(&actor), now)?;
            store::find(conn, &number)?.ok_or(Failure::NotFound)
        })
        .await
}

/// Customs endorse what exists: not before the day of its issue.
fn check_visa(visa: &Endorsement, certificate: &CertificateRow) -> Result<(), Fault> {
    let too_early = visa.date < certificate.issued_at.0.date_naive();
    if too_early { Err(Fault::at("/date", FaultCode::Inconsistent { with: "issuedAt" })) } else { Ok(()) }
}

fn step(conn: &mut Conn, before: &CertificateRow, deed: &Deed, by: By, now: Instant) -> Result<(), Failure> {
    let standing = before.standing().after(deed.action(), now.date_naive())?;
    if let Deed::Endorse(visa) = deed {
        check_visa(visa, before)?;
    }
    let data = deed.data();
    let change = Change {
        standing,
        reason: deed.reason().map(str::to_owned),
        code: if let Deed::Revoke { code, .. } = deed { Some(code.clone()) } else { None },
        replaced_by: None,
        endorsement: matches!(deed, Deed::Endorse(_)).then(|| Document(data.clone())),
        at: now,
    };
    if !store::advance(conn, before, &change)? {
        return Err(StoreError::Busy("the certificate changed".into()).into());
    }
    let action = deed.action().as_str();
    let mut event = Happening::new(RecordKind::Certificate, &before.number, before.number.as_str(), by, action)
        .change(before.status.as_str(), standing.status.as_str())
        .with(data);
    event.reason = deed.reason().map(str::to_owned);
    events::append(conn, &event, now)?;
    Ok(())
}

/// How many certificates one turn expires.
const BATCH: usize = 50;

/// One turn of the worker: writes down what has expired. Readers know it from the date already.
pub async fn expire_overdue(app: &App) -> Result<Worked, Failure> {
    let now = app.clock.now();
    let today = now.date_naive();
    let overdue = app.db.read::<_, StoreError, _>(move |conn| store::overdue(conn, today, BATCH as i64)).await?;
    let found = overdue.len();
    for row in overdue {
        app.db.write(move |conn| expire(conn, &row, now)).await?;
    }
    Ok(Worked::of(found, BATCH))
}

fn expire(conn: &mut Conn, row: &CertificateRow, now: Instant) -> Result<(), Failure> {
    let standing = match row.standing().after(Action::Expire, now.date_naive()) {
        Ok(standing) => standing,
        Err(Refusal::NotInThisState { .. }) => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    let change = Change { standing, reason: None, code: None, replaced_by: None, endorsement: None, at: now };
    if store::advance(conn, row, &change)? {
        let number = row.number.as_str();
        let event = Happening::new(RecordKind::Certificate, number, number, By::Service, Action::Expire.as_str())
            .change(row.status.as_str(), standing.status.as_str());
        events::append(conn, &event, now)?;
    }
    Ok(())
}
