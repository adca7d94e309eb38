//! A statement comes in: read and shown first, counted only when a person says so.

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
use crate::origin::reconciliation::{ImportStatus, LineKind, StatedLine, StatementSource, accounting_day};
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
        reading.operator = operator;
    }
    let (sha256, size) = incoming.put_away(app).await?;
    let given = Given { sha256, size, name: shown_name(&name), source: StatementSource::File };
    note(app, actor, given, reading).await
}

/// Asks the operator itself for a day's statement.
pub async fn fetch(app: &App, actor: &Actor, operator: Operator, day: NaiveDate) -> Result<StatementFile, Failure> {
    let provider = app.payments.operators().get(operator).ok_or(Refusal::OperatorUnavailable)?;
    let entries = match provider.statement(day, app.clock.now()).await {
        StatementOutcome::Entries(entries) => entries,
        StatementOutcome::FileOnly => return Err(Fault::at("/operator", FaultCode::UnknownValue).into()),
        StatementOutcome::Unreachable(trouble) => {
            tracing::warn!(%operator, %trouble, "no statement came");
            return Err(Refusal::OperatorUnavailable.into());
        }
    };
    let lines: Vec<StatedLine> = (1_usize..)
        .zip(&entries)
        .map(|(row, entry)| stated(&app.statements, operator, row, entry))
        .collect::<Result<_, _>>()?;
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
    if entry.currency != XOF {
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
        reference: entry.reference.clone(),
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
    app.db
        .write(move |conn| {
            let known = store::file_of_digest(conn, reading.operator, &given.sha256)?;
            if let Some(known) = &known
                && matches!(known.status, ImportStatus::Importing | ImportStatus::Imported)
            {
                return Ok(known.clone());
            }
            let mut file = new_file(conn, &actor, &given, &reading, stamp)?;
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
    conn: &mut Conn,
    actor: &Actor,
    given: &Given,
    reading: &Reading,
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
        summary: Document::of(&summary(conn, reading)?)?,
        line_count: i64::try_from(reading.lines.len()).unwrap_or(i64::MAX),
        done_count: 0,
        new_count: 0,
        uploaded_by: Id(actor.account_id),
        uploaded_at: At(stamp.now),
        imported_at: None,
    })
}

fn summary(conn: &mut Conn, reading: &Reading) -> Result<Summary, Failure> {
    let (contradictions, known) = contradictions(conn, reading)?;
    let faults = reading.faults.iter().map(|fault| StoredFault {
        cell: fault.place.to_string(),
        code: fault.kind,
        content: fault.content.clone(),
    });
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.sum::<i64>();
    let amounts = || reading.lines.iter().map(|line| line.amount.get());
    Ok(Summary {
        columns: reading
            .columns
            .iter()
            .map(|(title, place)| Column { title: title.clone(), cell: place.to_string() })
            .collect(),
        first: reading.lines.iter().take(SHOWN).map(Shown::from).collect(),
        faults: faults.chain(contradictions).collect(),
        sums_skipped: reading.skipped.sums,
        not_settled_skipped: reading.skipped.not_settled,
        headers_skipped: reading.skipped.headers,
        known,
        from: reading.lines.iter().map(|line| line.at).min(),
        to: reading.lines.iter().map(|line| line.at).max(),
        in_xof: sum(&mut amounts().filter(|amount| *amount > 0)),
        out_xof: -sum(&mut amounts().filter(|amount| *amount < 0)),
        fees_xof: sum(&mut reading.lines.iter().map(|line| line.fee.get())),
    })
}

/// Movements that are known already: those told otherwise than before are faults, the others are counted.
fn contradictions(conn: &mut Conn, reading: &Reading) -> Result<(Vec<StoredFault>, usize), Failure> {
    let (mut faults, mut known_count) = (Vec::new(), 0);
    for line in &reading.lines {
        let key = (line.transaction_id.as_str(), line.kind, i64::from(line.occurrence));
        let Some(known) = store::known_line(conn, reading.operator, key)? else { continue };
        known_count += 1;
        if known.amount_xof != line.amount.get() || known.fee_xof != line.fee.get() {
            let content = format!("{} ≠ {}", line.amount, known.amount_xof);
            faults.push(StoredFault { cell: line.place.clone(), code: CellFaultKind::Contradicts, content });
        }
    }
    faults.truncate(statement::FAULTS_MAX);
    Ok((faults, known_count))
}

/// What a stored summary says.
pub fn summary_of(file: &StatementFile) -> Result<Summary, StoreError> {
    file.summary.clone().parse()
}

/// Imports a statement that was shown. It goes on when the client hangs up, and a second request takes up what a crash left behind;
/// a statement that is imported stays as it is.
pub async fn confirm(app: &App, actor: &Actor, id: Uuid) -> Result<StatementFile, Failure> {
    let (actor, now) = (actor.clone(), app.clock.now());
    let file = app.db.write(move |conn| begin(conn, &actor, id, now)).await?;
    if file.status != ImportStatus::Importing {
        return Ok(file);
    }
    let app = app.clone();
    let work = tokio::spawn(async move { import(&app, &file).await });
    work.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the import was interrupted".into()).into()))
}

fn begin(conn: &mut Conn, actor: &Actor, id: Uuid, now: Instant) -> Result<StatementFile, Failure> {
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

async fn lines_of(app: &App, file: &StatementFile) -> Result<Vec<StatedLine>, Failure> {
    let bytes = documents::kept_bytes(app, &file.sha256).await?;
    match file.source {
        StatementSource::File => Ok(read(app, bytes).await?.lines),
        StatementSource::Operator => {
            Ok(serde_json::from_slice(&bytes).map_err(|error| StoreError::Corrupt(error.to_string()))?)
        }
    }
}

/// Writes the lines down, some at a time, and holds the days they are booked on against the attempts. Each step may run again.
async fn import(app: &App, file: &StatementFile) -> Result<StatementFile, Failure> {
    let lines = lines_of(app, file).await?;
    for (number, batch) in lines.chunks(BATCH).enumerate() {
        let (stamp, batch, file) = (app.clock.stamp(), batch.to_vec(), file.clone());
        let done = i64::try_from(number * BATCH + batch.len()).unwrap_or(i64::MAX);
        app.db.write(move |conn| write_batch(conn, &file, &batch, done, stamp)).await?;
    }
    let (operator, id) = (file.operator, file.id.0);
    let days = app.db.read(move |conn| store::days_of_file(conn, id)).await?;
    for day in days {
        matching::reconcile_day(app, operator, day).await?;
    }
    finish(&app.db, file.clone(), app.clock.now()).await
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
        };
        new += i64::from(store::insert_line(conn, &row)?);
    }
    store::note_progress(conn, file.id, done, new)?;
    Ok(())
}
