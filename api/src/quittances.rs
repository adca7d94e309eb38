//! Receipts: the acknowledgement at once, the quittance a moment after the settlement, and what becomes of a quittance later.

use chrono::{Datelike as _, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Instant;
use crate::document::{self, DocumentFault};
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::codes::SchemeCode;
use crate::origin::day::span;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::payment::{AttemptStatus, FeeOrderStatus};
use crate::origin::quittance::{
    Payer, PrintedLine, PrintedOffice, QuittanceKind, QuittanceRecord, Subject, normal_number, number,
};
use crate::origin::refusal::Refusal;
use crate::origin::rules::Rules;
use crate::origin::search::{searchable, words};
use crate::payment::visible_order;
use crate::store::payments::{self, Attempt, FeeOrder};
use crate::store::quittances::{self as store, Filter, Quittance};
use crate::store::{Conn, Document, StoreError, events, exporters, francs};
use crate::text::Text;
use crate::workers::Worked;

/// What every receipt is made from: the rules, and the address under which it is verified.
#[derive(Debug, Clone)]
pub struct Printing {
    rules: Rules,
    verification: String,
}

impl Printing {
    /// Of the running service.
    #[must_use]
    pub fn of(app: &App) -> Self {
        Self { rules: app.rules.clone(), verification: app.settings.public_url.clone() }
    }

    /// The code of the office that issues on this day.
    pub fn office_code(&self, on: NaiveDate) -> Result<String, Failure> {
        self.rules.revenue().office_on(on).map(|office| office.code.clone()).ok_or_else(|| corrupt("no office issues"))
    }

    /// The office that issues on this day, as it is printed.
    pub fn office(&self, on: NaiveDate) -> Result<PrintedOffice, Failure> {
        let office = self.rules.revenue().office_on(on).ok_or_else(|| corrupt("no office issues on this day"))?;
        let authority = self.rules.authority();
        Ok(PrintedOffice {
            code: office.code.clone(),
            name: office.name.clone(),
            accountant_title: office.accountant_title.clone(),
            accountant: office.accountant.clone(),
            receiver: office.receiver.clone(),
            confirmed: office.confirmed,
            state: authority.state.clone(),
            motto: authority.motto.clone(),
            supervision: authority.supervision.clone(),
            agency: authority.name.fr.clone(),
            place: authority.place.clone(),
        })
    }

    /// The budget line of a scheme's fees on this day, as it is printed.
    pub fn line(&self, scheme: &str, on: NaiveDate) -> Result<PrintedLine, Failure> {
        let line = self.rules.revenue().line_on(scheme, on).ok_or_else(|| corrupt("no budget line for this day"))?;
        Ok(PrintedLine { code: line.code.clone(), label: line.label.clone(), confirmed: line.confirmed })
    }

    fn document(&self, scheme: &str) -> Text {
        let known = SchemeCode::parse(scheme).ok().and_then(|code| self.rules.scheme(&code).cloned());
        known.map_or_else(
            || Text::new("Certificat d'origine", "Certificate of origin"),
            |scheme| {
                Text::new(
                    format!("Certificat d'origine – {}", scheme.name.fr),
                    format!("Certificate of origin – {}", scheme.name.en),
                )
            },
        )
    }

    /// The facts of a receipt for this payment, under this number.
    fn record(
        &self,
        conn: &mut Conn,
        (order, attempt): (&FeeOrder, &Attempt),
        number: String,
        now: Instant,
    ) -> Result<QuittanceRecord, Failure> {
        let (today, firm) = (now.date_naive(), exporters::find(conn, order.exporter_id.0)?);
        Ok(QuittanceRecord {
            number,
            kind: QuittanceKind::Quittance,
            cancels: None,
            reason: None,
            office: self.office(today)?,
            payer: Payer { identifiers: identifiers_of(&firm.particulars), name: firm.name },
            subject: Subject {
                scheme: order.scheme.clone(),
                document: self.document(&order.scheme),
                application_reference: order.reference.trim_start_matches("OR-").to_owned(),
                order_reference: order.reference.clone(),
            },
            amount_xof: francs(attempt.amount_xof)?,
            line: self.line(&order.scheme, today)?,
            operator: attempt.operator,
            transaction_id: attempt.transaction_id.clone().unwrap_or_default(),
            paid_at: attempt.settled_at.map_or(now, Into::into),
            issued_at: now,
            verification: self.verification.clone(),
        })
    }
}

/// The register's numbers of a firm, as they are printed.
fn identifiers_of(particulars: &Document) -> String {
    let known = particulars.0.get("identifiers").and_then(serde_json::Value::as_object);
    let shown = known.into_iter().flatten().filter_map(|(kind, id)| {
        id.as_str().filter(|id| !id.is_empty()).map(|id| format!("{} {id}", kind.to_uppercase().replace('_', " ")))
    });
    shown.collect::<Vec<_>>().join(" · ")
}

fn corrupt(what: &str) -> Failure {
    Failure::Store(StoreError::Corrupt(what.to_owned()))
}

/// Issues the quittance of a settled order, in the caller's transaction; the one it has when it has one. None for an order that is not
/// paid: nobody gets a quittance for nothing.
pub fn issue(
    conn: &mut Conn,
    printing: &Printing,
    order_id: Uuid,
    by: Option<&Actor>,
    now: Instant,
) -> Result<Option<Quittance>, Failure> {
    store::no_longer_due(conn, order_id)?;
    let order = payments::order(conn, order_id)?;
    let (mut valid, mut round) = store::standing(conn, order_id)?;
    if let Some(row) = &valid
        && order.status == FeeOrderStatus::Paid
        && order.settled_by.is_some_and(|settled_by| settled_by != row.attempt_id)
    {
        // The operator took the first payment back and the order was paid again: the receipt of the first is worth nothing.
        counter(conn, printing, row, "Paiement repris par l'opérateur", by, now)?;
        (valid, round) = store::standing(conn, order_id)?;
    }
    let Some(settled_by) = order.settled_by.filter(|_| order.status == FeeOrderStatus::Paid && valid.is_none()) else {
        return Ok(valid);
    };
    let attempt = payments::attempt(conn, settled_by.0)?;
    let (number, place) = take_number(conn, printing, now)?;
    let record = printing.record(conn, (&order, &attempt), number, now)?;
    let row = row_of(&record, place, (&order, &attempt), round, by)?;
    store::insert(conn, &row)?;
    tell(conn, &row, by, "issue", None, now)?;
    Ok(Some(row))
}

/// Office, year and serial number of a place in the series.
type Place = (String, i64, i64);

fn take_number(conn: &mut Conn, printing: &Printing, now: Instant) -> Result<(String, Place), Failure> {
    let (office, year) = (printing.office_code(now.date_naive())?, i64::from(now.year()));
    let serial = store::take_serial(conn, &office, year)?;
    Ok((number(&office, year, serial), (office, year, serial)))
}

fn row_of(
    record: &QuittanceRecord,
    (office, year, serial): Place,
    (order, attempt): (&FeeOrder, &Attempt),
    round: i64,
    by: Option<&Actor>,
) -> Result<Quittance, Failure> {
    let found_by = [
        record.number.as_str(),
        &record.subject.order_reference,
        &record.payer.name,
        &record.transaction_id,
        &attempt.reference,
    ];
    Ok(Quittance {
        number: record.number.clone(),
        office,
        year,
        serial,
        kind: record.kind,
        order_id: order.id,
        attempt_id: attempt.id,
        exporter_id: order.exporter_id,
        round,
        amount_xof: record.amount_xof.get(),
        operator: record.operator,
        cancels: record.cancels.clone(),
        record: Document::of(record)?,
        search: searchable(&found_by),
        issued_at: record.issued_at.into(),
        issued_by: by.map(|actor| actor.account_id.into()),
    })
}

fn tell(
    conn: &mut Conn,
    row: &Quittance,
    by: Option<&Actor>,
    action: &'static str,
    reason: Option<&str>,
    now: Instant,
) -> Result<(), StoreError> {
    let who = by.map_or(By::Service, By::from);
    let mut happening = Happening::new(RecordKind::Quittance, &row.number, &row.number, who, action)
        .with(json!({ "order": row.order_id.0, "amountXof": row.amount_xof, "cancels": row.cancels }));
    happening.reason = reason.map(str::to_owned);
    events::append(conn, &happening, now).map(|_| ())
}

/// How many quittances one turn issues.
const BATCH: i64 = 50;

/// One turn of the worker: issues what waits, in the order of settlement. Two processes at once are harmless: the second finds the
/// order receipted.
pub async fn issue_due(app: &App) -> Result<Worked, Failure> {
    let waiting = app.db.read(|conn| store::due(conn, BATCH).map_err(Failure::from)).await?;
    let done = waiting.len();
    for order_id in waiting {
        let (printing, now) = (Printing::of(app), app.clock.now());
        app.db.write(move |conn| issue(conn, &printing, order_id, None, now)).await?;
    }
    Ok(Worked::of(done, usize::try_from(BATCH).unwrap_or(usize::MAX)))
}

/// Issues some of the waiting quittances with the moments of their settlements; gives how many. For filling an empty store.
pub fn issue_as_settled(conn: &mut Conn, printing: &Printing) -> Result<usize, Failure> {
    let waiting = store::due(conn, BATCH)?;
    for order_id in &waiting {
        let order = payments::order(conn, *order_id)?;
        let settled_at = order.settled_at.ok_or_else(|| corrupt("an order is receipted and was never settled"))?;
        issue(conn, printing, *order_id, None, settled_at.0)?;
    }
    Ok(waiting.len())
}

/// Cancels a quittance by a counter-entry of the same series. With `replace`, the order gets a new one with the facts of today.
pub async fn cancel(app: &App, actor: &Actor, typed: &str, reason: String, replace: bool) -> Result<Shown, Failure> {
    let number = normal_number(typed).ok_or(Failure::NotFound)?;
    let (actor, printing, stamp) = (actor.clone(), Printing::of(app), app.clock.stamp());
    app.db
        .write(move |conn| {
            let row = store::find(conn, &number)?.ok_or(Failure::NotFound)?;
            counter(conn, &printing, &row, &reason, Some(&actor), stamp.now)?;
            if replace {
                issue(conn, &printing, row.order_id.0, Some(&actor), stamp.now)?;
            }
            shown(conn, row)
        })
        .await
}

/// Writes the counter-entry of a quittance.
///
/// # Errors
/// [`Refusal::QuittanceClosed`] when it is cancelled already or is a counter-entry itself.
fn counter(
    conn: &mut Conn,
    printing: &Printing,
    row: &Quittance,
    reason: &str,
    by: Option<&Actor>,
    now: Instant,
) -> Result<(), Failure> {
    if row.kind == QuittanceKind::Counter || store::counter_of(conn, &row.number)?.is_some() {
        return Err(Refusal::QuittanceClosed.into());
    }
    let (number, place) = take_number(conn, printing, now)?;
    let record = row.facts()?.countered(number, reason.to_owned(), now);
    let order = payments::order(conn, row.order_id.0)?;
    let attempt = payments::attempt(conn, row.attempt_id.0)?;
    let countered = row_of(&record, place, (&order, &attempt), row.round, by)?;
    store::insert(conn, &countered)?;
    tell(conn, &countered, by, "cancel", Some(reason), now)?;
    Ok(())
}

/// Cancels the valid quittance of an order whose money has gone, if it has one, in the caller's transaction.
pub fn cancel_of_order(
    conn: &mut Conn,
    printing: &Printing,
    order_id: Uuid,
    reason: &str,
    by: Option<&Actor>,
    now: Instant,
) -> Result<(), Failure> {
    store::no_longer_due(conn, order_id)?;
    match store::standing(conn, order_id)? {
        (Some(row), _) => counter(conn, printing, &row, reason, by, now),
        (None, _) => Ok(()),
    }
}

/// A quittance with what became of it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub row: Quittance,
    pub record: QuittanceRecord,
    /// The number that cancels it.
    pub cancelled_by: Option<String>,
    pub prints: i64,
}

fn shown(conn: &mut Conn, row: Quittance) -> Result<Shown, Failure> {
    let cancelled_by = store::counter_of(conn, &row.number)?.map(|counter| counter.number);
    let (prints, record) = (store::prints(conn, &row.number)?, row.facts()?);
    Ok(Shown { row, record, cancelled_by, prints })
}

fn visible(conn: &mut Conn, actor: &Actor, number: &str) -> Result<Quittance, Failure> {
    let row = store::find(conn, number)?.ok_or(Failure::NotFound)?;
    if actor.sees_exporter(row.exporter_id.0) { Ok(row) } else { Err(Failure::NotFound) }
}

/// One quittance, for whoever may see it.
pub async fn read(app: &App, actor: &Actor, typed: &str) -> Result<Shown, Failure> {
    let (actor, number) = (actor.clone(), normal_number(typed).ok_or(Failure::NotFound)?);
    app.db
        .read(move |conn| {
            let row = visible(conn, &actor, &number)?;
            shown(conn, row)
        })
        .await
}

/// What anyone may know who has the number: the facts without the payer.
pub async fn verify(app: &App, typed: &str) -> Result<Shown, Failure> {
    let number = normal_number(typed).ok_or(Failure::NotFound)?;
    app.db
        .read(move |conn| {
            let row = store::find(conn, &number)?.ok_or(Failure::NotFound)?;
            shown(conn, row)
        })
        .await
}

/// Every number an order has had, oldest first.
pub async fn of_order(app: &App, actor: &Actor, order_id: Uuid) -> Result<Vec<Shown>, Failure> {
    let actor = actor.clone();
    app.db
        .read(move |conn| {
            visible_order(conn, &actor, order_id)?;
            store::of_order(conn, order_id)?.into_iter().map(|row| shown(conn, row)).collect()
        })
        .await
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub query: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub after: Option<(Instant, String)>,
    pub limit: i64,
}

/// The quittances of the agency, newest first, one more than the limit when there are more.
pub async fn list(app: &App, listing: Listing) -> Result<Vec<Shown>, Failure> {
    let filter = Filter {
        exporter_id: None,
        words: listing.query.as_deref().map(words).unwrap_or_default(),
        from: listing.from.map(|day| span(day, day).0),
        before: listing.to.map(|day| span(day, day).1),
        after: listing.after,
        limit: listing.limit,
    };
    app.db
        .read(move |conn| {
            store::list(conn, &filter)?
                .into_iter()
                .map(|(row, cancelled_by)| {
                    let (prints, record) = (store::prints(conn, &row.number)?, row.facts()?);
                    Ok(Shown { row, record, cancelled_by, prints })
                })
                .collect()
        })
        .await
}

/// Prints a quittance and notes that it was printed: the first print is the original, every later one says that it is a duplicate.
pub async fn print(app: &App, actor: &Actor, typed: &str) -> Result<Vec<u8>, Failure> {
    let (actor, number, now) = (actor.clone(), normal_number(typed).ok_or(Failure::NotFound)?, app.clock.now());
    let (found, before) = app
        .db
        .write(move |conn| {
            let row = visible(conn, &actor, &number)?;
            let before = store::note_print(conn, &number, Some(actor.account_id), now)?;
            Ok::<_, Failure>((shown(conn, row)?, before))
        })
        .await?;
    drawn(move || document::receipts::quittance(&found.record, before > 0, found.cancelled_by.as_deref())).await
}

/// Draws off the request's thread.
pub(crate) async fn drawn(
    draw: impl FnOnce() -> Result<Vec<u8>, DocumentFault> + Send + 'static,
) -> Result<Vec<u8>, Failure> {
    let drawn = tokio::task::spawn_blocking(draw).await;
    let drawn = drawn.map_err(|fault| StoreError::Unavailable(fault.to_string()))?;
    drawn.map_err(|fault| corrupt(&fault.to_string()))
}

/// The acknowledgement of an order's payments: at once, and marked as what it is not.
///
/// # Errors
/// [`Refusal::NotPaid`] when no payment of the order has succeeded.
pub async fn acknowledge(app: &App, actor: &Actor, order_id: Uuid) -> Result<Vec<u8>, Failure> {
    let (actor, printing, now) = (actor.clone(), Printing::of(app), app.clock.now());
    let records = app
        .db
        .read(move |conn| {
            let order = visible_order(conn, &actor, order_id)?;
            let paid = payments::attempts_of_order(conn, order_id)?.into_iter();
            let paid = paid.filter(|attempt| attempt.status == AttemptStatus::Succeeded);
            // Its time is the payment's, so that it reads the same whenever it is asked for.
            paid.map(|attempt| {
                let at = attempt.settled_at.map_or(now, Into::into);
                printing.record(conn, (&order, &attempt), attempt.reference.clone(), at)
            })
            .collect::<Result<Vec<_>, Failure>>()
        })
        .await?;
    if records.is_empty() {
        return Err(Refusal::NotPaid.into());
    }
    drawn(move || document::receipts::acknowledgement(&records)).await
}
