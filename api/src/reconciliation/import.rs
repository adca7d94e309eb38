//! A statement comes in: read and shown first, counted only when a person says so.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::matching;
use crate::app::App;
use crate::clock::{Instant, Stamp};
use crate::documents::{self, Incoming};
use crate::failure::Failure;
use crate::identity::Actor;
use crate::operators::{StatementEntry, StatementOutcome};
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::money::{Francs, XOF};
use crate::origin::payment::Operator;
use crate::origin::reconciliation::{
    ImportStatus, LineKind, StatedLine, StatementSource, accounting_day, count_occurrences,
};
use crate::origin::refusal::Refusal;
use crate::statement::{self, CellFaultKind, Profiles, Reading, Unreadable};
use crate::store::statements::{self as store, StatementFile, StatementLine};
use crate::store::{At, Conn, Db, Document, Id, StoreError, events, reconciliation as records};

/// The operator's own statement, asked for over its interface, has this profile.
pub const BY_OPERATOR: &str = "operator";
/// Lines shown before anything is imported.
const SHOWN: usize = 10;
/// Lines per transaction: few enough that nobody waits for them.
const BATCH: usize = 400;

/// One faulty cell.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredFault {
    pub cell: String,
    pub code: CellFaultKind,
    pub content: String,
}

/// A line as it is shown before the import.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatedMovement)]
pub struct Shown {
    /// The row in its file.
    #[schema(example = "Relevé!25")]
    pub place: String,
    pub at: DateTime<Utc>,
    pub kind: LineKind,
    pub transaction_id: String,
    pub amount_xof: i64,
    pub fee_xof: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl From<&StatedLine> for Shown {
    fn from(line: &StatedLine) -> Self {
        Self {
            place: line.place.clone(),
            at: line.at,
            kind: line.kind,
            transaction_id: line.transaction_id.clone(),
            amount_xof: line.amount.get(),
            fee_xof: line.fee.get(),
            reference: line.reference.clone(),
        }
    }
}

/// A column that was understood.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatementColumn)]
pub struct Column {
    #[schema(example = "Crédit")]
    pub title: String,
    #[schema(example = "Relevé!O23")]
    pub cell: String,
}

/// What a statement holds, before anything of it counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    pub columns: Vec<Column>,
    pub first: Vec<Shown>,
    pub faults: Vec<StoredFault>,
    pub sums_skipped: usize,
    pub not_settled_skipped: usize,
    pub headers_skipped: usize,
    /// Movements that other statements have told already.
    pub known: usize,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub in_xof: i64,
    pub out_xof: i64,
    pub fees_xof: i64,
}

/// Takes a file in: reads it, keeps its bytes under their hash and shows what it holds. The same file again gives the same statement.
pub async fn receive(
    app: &App,
    actor: &Actor,
    (name, operator): (String, Option<Operator>),
    mut incoming: Incoming,
) -> Result<StatementFile, Failure> {
    let bytes = incoming.arrived().await?;
    let mut reading = read(app, bytes).await?;
    if let Some(operator) = operator {
        stated_account(operator)?;
        reading.operator = operator;
    }
    let (sha256, size) = incoming.put_away(app).await?;
    let given = Given { sha256, size, name: shown_name(&name), source: StatementSource::File };
    note(app, actor, given, reading).await
}

/// Nobody states what the cash desk took.
fn stated_account(operator: Operator) -> Result<(), Fault> {
    if operator.has_statements() { Ok(()) } else { Err(Fault::at("/operator", FaultCode::UnknownValue)) }
}

/// The statements, newest first, with one more than asked for when there are more.
pub async fn list(app: &App, before: Option<Uuid>, limit: i64) -> Result<Vec<StatementFile>, Failure> {
    app.db.read(move |conn| store::files(conn, before, limit + 1).map_err(Failure::from)).await
}

/// One statement.
pub async fn find(app: &App, id: Uuid) -> Result<StatementFile, Failure> {
    app.db.read(move |conn| store::file(conn, id).map_err(Failure::from)).await
}

/// Asks the operator itself for a day's statement.
pub async fn fetch(app: &App, actor: &Actor, operator: Operator, day: NaiveDate) -> Result<StatementFile, Failure> {
    stated_account(operator)?;
    let provider = app.payments.operators().get(operator).ok_or(Refusal::OperatorUnavailable)?;
    let entries = match provider.statement(day, app.clock.now()).await {
        StatementOutcome::Entries(entries) => entries,
        StatementOutcome::FileOnly => return Err(Fault::at("/operator", FaultCode::UnknownValue).into()),
        StatementOutcome::Unreachable(trouble) => {
            tracing::warn!(%operator, %trouble, "no statement came");
            return Err(Refusal::OperatorUnavailable.into());
        }
    };
    let mut lines: Vec<StatedLine> = (1_usize..)
        .zip(&entries)
        .map(|(row, entry)| stated(&app.statements, operator, row, entry))
        .collect::<Result<_, _>>()?;
    count_occurrences(&mut lines);
    let bytes = serde_json::to_vec(&lines).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let mut incoming = Incoming::open(app).await?;
    incoming.write(&bytes).await?;
    incoming.arrived().await?;
    let (sha256, size) = incoming.put_away(app).await?;
    let name = format!("{operator}-{day}.json");
    let reading = Reading {
        profile: BY_OPERATOR.to_owned(),
        operator,
        columns: Vec::new(),
        lines,
        skipped: statement::Skipped::default(),
        faults: Vec::new(),
    };
    note(app, actor, Given { sha256, size, name, source: StatementSource::Operator }, reading).await
}

fn stated(profiles: &Profiles, operator: Operator, row: usize, entry: &StatementEntry) -> Result<StatedLine, Failure> {
    if entry.currency != XOF || !statement::is_plain(&entry.transaction_id) {
        return Err(Failure::NotAStatement(Unreadable::Broken));
    }
    let francs = |amount: i64| Francs::new(amount).map_err(|_| Failure::NotAStatement(Unreadable::Broken));
    let amount = francs(entry.amount_xof)?;
    let profile = profiles.profiles.iter().find(|profile| profile.operator == operator);
    let told = profile.map_or(LineKind::Other, |profile| profile.kind_of(Some(&entry.kind), amount));
    let kind = if entry.is_reversal && told != LineKind::Refund { LineKind::Reversal } else { told };
    Ok(StatedLine {
        place: row.to_string(),
        at: entry.at,
        kind,
        transaction_id: entry.transaction_id.clone(),
        amount,
        fee: francs(entry.fee_xof.abs())?,
        balance: None,
        reference: entry.reference.clone().filter(|word| statement::is_plain(word)),
        linked: None,
        occurrence: 1,
        raw: serde_json::json!({ "type": entry.kind, "sessionId": entry.session_id, "isReversal": entry.is_reversal }),
    })
}

/// Reading may take a second and may meet a hostile file: it has a thread of its own.
async fn read(app: &App, bytes: Vec<u8>) -> Result<Reading, Failure> {
    let (profiles, settings) = (app.statements.clone(), app.settings.clone());
    let read = tokio::task::spawn_blocking(move || statement::read(&bytes, &profiles, &settings.old_workbooks)).await;
    read.unwrap_or(Err(Unreadable::Broken)).map_err(Failure::NotAStatement)
}

const NAME_MAX_CHARS: usize = 120;

/// The last part of a file's name, without signs that hide something.
fn shown_name(given: &str) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = base.chars().filter(|c| !c.is_control()).take(NAME_MAX_CHARS).collect();
    if shown.trim().is_empty() { "statement".to_owned() } else { shown }
}

/// What is known of a statement's bytes.
#[derive(Clone)]
struct Given {
    sha256: String,
    size: i64,
    name: String,
    source: StatementSource,
}

/// Writes down what was read, unless the same bytes were read before.
async fn note(app: &App, actor: &Actor, given: Given, reading: Reading) -> Result<StatementFile, Failure> {
    let (stamp, actor) = (app.clock.stamp(), actor.clone());
    // Looked up beside the writes: whether it still holds is asked again when the statement is imported.
    let reading = Arc::new(reading);
    let held = Arc::clone(&reading);
    let known_already = app.db.read(move |conn| held_against(conn, held.operator, &held.lines)).await?;
    app.db
        .write(move |conn| {
            let known = store::file_of_digest(conn, reading.operator, &given.sha256)?;
            if let Some(known) = &known
                && matches!(known.status, ImportStatus::Importing | ImportStatus::Imported)
            {
                return Ok(known.clone());
            }
            let mut file = new_file(&actor, &given, (&reading, &known_already), stamp)?;
            match known {
                Some(known) => {
                    file.id = known.id;
                    store::read_again(conn, &file)?;
                }
                None => store::insert_file(conn, &file)?,
            }
            Ok(store::file(conn, file.id.0)?)
        })
        .await
}

fn new_file(
    actor: &Actor,
    given: &Given,
    (reading, known): (&Reading, &KnownAlready),
    stamp: Stamp,
) -> Result<StatementFile, Failure> {
    Ok(StatementFile {
        id: Id(stamp.ids().make()),
        operator: reading.operator,
        sha256: given.sha256.clone(),
        file_name: given.name.clone(),
        size_bytes: given.size,
        profile: reading.profile.clone(),
        source: given.source,
        status: ImportStatus::Read,
        summary: Document::of(&summary(reading, known))?,
        line_count: i64::try_from(reading.lines.len()).unwrap_or(i64::MAX),
        done_count: 0,
        new_count: 0,
        uploaded_by: Id(actor.account_id),
        uploaded_at: At(stamp.now),
        imported_at: None,
    })
}

fn summary(reading: &Reading, known: &KnownAlready) -> Summary {
    let faults = reading.faults.iter().map(|fault| StoredFault {
        cell: fault.place.to_string(),
        code: fault.kind,
        content: fault.content.clone(),
    });
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.sum::<i64>();
    let amounts = || reading.lines.iter().map(|line| line.amount.get());
    Summary {
        columns: reading
            .columns
            .iter()
            .map(|(title, place)| Column { title: title.clone(), cell: place.to_string() })
            .collect(),
        first: reading.lines.iter().take(SHOWN).map(Shown::from).collect(),
        faults: faults.chain(known.contradictions.iter().cloned()).collect(),
        sums_skipped: reading.skipped.sums,
        not_settled_skipped: reading.skipped.not_settled,
        headers_skipped: reading.skipped.headers,
        known: known.count,
        from: reading.lines.iter().map(|line| line.at).min(),
        to: reading.lines.iter().map(|line| line.at).max(),
        in_xof: sum(&mut amounts().filter(|amount| *amount > 0)),
        out_xof: -sum(&mut amounts().filter(|amount| *amount < 0)),
        fees_xof: sum(&mut reading.lines.iter().map(|line| line.fee.get())),
    }
}

/// What other statements have told of a statement's movements.
struct KnownAlready {
    /// Those they tell otherwise.
    contradictions: Vec<StoredFault>,
    count: usize,
}

/// Holds movements against those that are known already.
fn held_against(conn: &mut Conn, operator: Operator, lines: &[StatedLine]) -> Result<KnownAlready, Failure> {
    let transactions: Vec<String> = lines.iter().map(|line| line.transaction_id.clone()).collect();
    let known: HashMap<(String, LineKind, i64), StatementLine> = store::known_lines(conn, operator, &transactions)?
        .into_iter()
        .map(|line| ((line.transaction_id.clone(), line.kind, line.occurrence), line))
        .collect();
    let mut found = KnownAlready { contradictions: Vec::new(), count: 0 };
    for line in lines {
        let key = (line.transaction_id.clone(), line.kind, i64::from(line.occurrence));
        let Some(known) = known.get(&key) else { continue };
        found.count += 1;
        found.contradictions.extend(contradiction(line, known));
    }
    found.contradictions.truncate(statement::FAULTS_MAX);
    Ok(found)
}

/// How a movement differs from what is known of it. Statements tell its time more or less exactly, but all of them the day.
fn contradiction(line: &StatedLine, known: &StatementLine) -> Option<StoredFault> {
    let (day, known_day) = (line.at.date_naive(), known.at.0.date_naive());
    let content = if line.amount.get() != known.amount_xof {
        format!("{} ≠ {}", line.amount, known.amount_xof)
    } else if line.fee.get() != known.fee_xof {
        format!("{} ≠ {}", line.fee, known.fee_xof)
    } else if day != known_day {
        format!("{day} ≠ {known_day}")
    } else {
        return None;
    };
    Some(StoredFault { cell: line.place.clone(), code: CellFaultKind::Contradicts, content })
}

/// What a stored summary says.
pub fn summary_of(file: &StatementFile) -> Result<Summary, StoreError> {
    file.summary.clone().parse()
}

/// Imports a statement that was shown. It goes on when the client hangs up, and a second request takes up what a crash left behind;
/// a statement that is imported stays as it is.
///
/// # Errors
/// [`Refusal::StatementHasFaults`], [`Refusal::StatementReadsOtherwise`] or [`Refusal::StatementContradicts`] when it is not what a person
/// saw and agreed to, or not what is known.
pub async fn confirm(app: &App, actor: &Actor, id: Uuid) -> Result<StatementFile, Failure> {
    let shown = find(app, id).await?;
    let lines = match shown.status {
        ImportStatus::Imported => return Ok(shown),
        ImportStatus::Discarded => {
            return Err(Refusal::NotInThisState { state: shown.status.as_str(), action: "import" }.into());
        }
        ImportStatus::Read | ImportStatus::Importing => Arc::new(lines_of(app, &shown).await?),
    };
    let (actor, now, held) = (actor.clone(), app.clock.now(), Arc::clone(&lines));
    let file = app.db.write(move |conn| begin(conn, &actor, id, &held, now)).await?;
    if file.status != ImportStatus::Importing {
        return Ok(file);
    }
    let app = app.clone();
    let work = tokio::spawn(async move { import(&app, &file, &lines).await });
    work.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the import was interrupted".into()).into()))
}

fn begin(
    conn: &mut Conn,
    actor: &Actor,
    id: Uuid,
    lines: &[StatedLine],
    now: Instant,
) -> Result<StatementFile, Failure> {
    let file = store::file(conn, id)?;
    match file.status {
        ImportStatus::Importing | ImportStatus::Imported => return Ok(file),
        ImportStatus::Discarded => {
            return Err(Refusal::NotInThisState { state: "discarded", action: "import" }.into());
        }
        ImportStatus::Read => {}
    }
    if !summary_of(&file)?.faults.is_empty() {
        return Err(Refusal::StatementHasFaults.into());
    }
    if i64::try_from(lines.len()).ok() != Some(file.line_count) {
        return Err(Refusal::StatementReadsOtherwise.into());
    }
    if !held_against(conn, file.operator, lines)?.contradictions.is_empty() {
        return Err(Refusal::StatementContradicts.into());
    }
    if !store::advance_file(conn, file.id, ImportStatus::Read, ImportStatus::Importing)? {
        return Err(StoreError::Busy("somebody else imports the statement".into()).into());
    }
    tell(conn, &file, By::from(actor), ("import", ImportStatus::Read, ImportStatus::Importing), now)?;
    Ok(store::file(conn, id)?)
}

fn tell(
    conn: &mut Conn,
    file: &StatementFile,
    by: By,
    (action, from, to): (&'static str, ImportStatus, ImportStatus),
    now: Instant,
) -> Result<(), StoreError> {
    let facts = serde_json::json!({
        "operator": file.operator, "profile": file.profile, "sha256": file.sha256, "lines": file.line_count,
    });
    let happening = Happening::new(RecordKind::Statement, file.id.0, label(file), by, action)
        .change(from.as_str(), to.as_str())
        .with(facts);
    events::append(conn, &happening, now).map(|_| ())
}

/// What people call a statement: its account and the beginning of its hash. A file's own name may be personal.
fn label(file: &StatementFile) -> String {
    format!("{} {}", file.operator, file.sha256.get(..12).unwrap_or_default())
}

/// Puts a statement away that was only looked at.
pub async fn discard(app: &App, actor: &Actor, id: Uuid) -> Result<StatementFile, Failure> {
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let file = store::file(conn, id)?;
            if !store::advance_file(conn, file.id, ImportStatus::Read, ImportStatus::Discarded)? {
                return Err(Refusal::NotInThisState { state: file.status.as_str(), action: "discard" }.into());
            }
            tell(conn, &file, By::from(&actor), ("discard", ImportStatus::Read, ImportStatus::Discarded), now)?;
            Ok(store::file(conn, id)?)
        })
        .await
}

/// The lines of a statement, read once more from its bytes.
async fn lines_of(app: &App, file: &StatementFile) -> Result<Vec<StatedLine>, Failure> {
    let bytes = documents::kept_bytes(app, &file.sha256).await?;
    match file.source {
        StatementSource::File => {
            let reading = read(app, bytes).await?;
            if reading.faults.is_empty() { Ok(reading.lines) } else { Err(Refusal::StatementHasFaults.into()) }
        }
        StatementSource::Operator => {
            Ok(serde_json::from_slice(&bytes).map_err(|error| StoreError::Corrupt(error.to_string()))?)
        }
    }
}

/// Writes the lines down, some at a time, and holds the days they are booked on against the attempts. Each step may run again.
async fn import(app: &App, file: &StatementFile, lines: &[StatedLine]) -> Result<StatementFile, Failure> {
    for (number, batch) in lines.chunks(BATCH).enumerate() {
        let (stamp, batch, held) = (app.clock.stamp(), batch.to_vec(), file.clone());
        let done = i64::try_from(number * BATCH + batch.len()).unwrap_or(i64::MAX);
        let written = app.db.write(move |conn| write_batch(conn, &held, &batch, done, stamp)).await;
        if let Err(Failure::Refused(refusal)) = written {
            stop(app, file.clone()).await?;
            return Err(refusal.into());
        }
        written?;
    }
    let (operator, id) = (file.operator, file.id.0);
    let days = app.db.read(move |conn| store::days_of_file(conn, id)).await?;
    for day in days {
        matching::reconcile_day(app, operator, day).await?;
    }
    finish(&app.db, file.clone(), app.clock.now()).await
}

/// Another statement was imported meanwhile, and the two contradict each other: a person looks at this one anew.
async fn stop(app: &App, file: StatementFile) -> Result<(), Failure> {
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            if store::advance_file(conn, file.id, ImportStatus::Importing, ImportStatus::Read)? {
                tell(conn, &file, By::Service, ("stop", ImportStatus::Importing, ImportStatus::Read), now)?;
            }
            Ok(())
        })
        .await
}

async fn finish(db: &Db, file: StatementFile, now: Instant) -> Result<StatementFile, Failure> {
    db.write(move |conn| {
        if store::finish_import(conn, file.id, now)? {
            tell(conn, &file, By::Service, ("finish", ImportStatus::Importing, ImportStatus::Imported), now)?;
        }
        Ok(store::file(conn, file.id.0)?)
    })
    .await
}

fn write_batch(
    conn: &mut Conn,
    file: &StatementFile,
    batch: &[StatedLine],
    done: i64,
    stamp: Stamp,
) -> Result<(), Failure> {
    if !held_against(conn, file.operator, batch)?.contradictions.is_empty() {
        return Err(Refusal::StatementContradicts.into());
    }
    let last_closed = records::last_closed(conn, file.operator, None)?.map(|closed| closed.day);
    let (mut ids, today) = (stamp.ids(), stamp.now.date_naive());
    let mut new = 0;
    for line in batch {
        let row = StatementLine {
            id: Id(ids.make()),
            file_id: file.id,
            operator: file.operator,
            day: accounting_day(line.at, last_closed, today),
            at: At(line.at),
            kind: line.kind,
            transaction_id: line.transaction_id.clone(),
            occurrence: i64::from(line.occurrence),
            amount_xof: line.amount.get(),
            fee_xof: line.fee.get(),
            balance_xof: line.balance.map(Francs::get),
            reference: line.reference.clone(),
            linked: line.linked.clone(),
            place: line.place.clone(),
            raw: Document(line.raw.clone()),
            class: None,
            attempt_id: None,
            refund_id: None,
        };
        new += i64::from(store::insert_line(conn, &row)?);
    }
    store::note_progress(conn, file.id, done, new)?;
    Ok(())
}
