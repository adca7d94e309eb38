//! A day of one account: what the statement says, what the books say, what differs, and the end of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::{account, matching, queue};
use crate::app::App;
use crate::clock::Stamp;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::day::span;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::ledger::{EntryKind, business_key};
use crate::origin::payment::Operator;
use crate::origin::reconciliation::{DayFigures, DiscrepancyStatus, Resolution, differing};
use crate::origin::refund::RefundStatus;
use crate::origin::refusal::Refusal;
use crate::store::payments::Attempt;
use crate::store::reconciliation::{self as records, ClosedDay, Discrepancy};
use crate::store::refunds::{self, Refund};
use crate::store::statements::{self as store, StatementLine};
use crate::store::{At, Conn, Id, StoreError, events, ledger};
use crate::text_enum;

text_enum! {
    /// How a difference of a day stands.
    pub enum Standing {
        /// Somebody has to look at it.
        Open = "open",
        /// A person gave the reason.
        Explained = "explained",
        /// Only the day differs: over all days both sides say the same.
        Timing = "timing",
    }
}

/// One thing on which statement and books differ on a day.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Statement less books, in francs.
    pub amount_xof: i64,
    pub standing: Standing,
    pub lines: Vec<StatementLine>,
    pub attempt: Option<(Attempt, String)>,
    pub discrepancy: Option<Discrepancy>,
}

/// A day of one account.
#[derive(Debug, Clone)]
pub struct Day {
    pub operator: Operator,
    pub day: NaiveDate,
    pub closed: Option<ClosedDay>,
    pub figures: DayFigures,
    /// The balance after the last movement, where the statement says so.
    pub stated_closing_xof: Option<i64>,
    pub line_count: usize,
    pub books_opening_xof: i64,
    pub books_in_xof: i64,
    pub books_out_xof: i64,
    pub differences: Vec<Difference>,
    /// Differences of the day that wait for a person, those without effect on the sums included.
    pub open: Vec<Discrepancy>,
    /// Why it may not be closed; empty when it may.
    pub obstacles: Vec<Refusal>,
}

/// A day of one account as it stands now.
pub async fn find(app: &App, operator: Operator, day: NaiveDate) -> Result<Day, Failure> {
    with_statements(operator)?;
    let today = app.clock.now().date_naive();
    app.db.read_snapshot(move |conn| look_at(conn, operator, day, today)).await
}

/// An account that nobody states has no days to hold against statements.
const fn with_statements(operator: Operator) -> Result<(), Failure> {
    if operator.has_statements() { Ok(()) } else { Err(Failure::NotFound) }
}

fn look_at(conn: &mut Conn, operator: Operator, day: NaiveDate, today: NaiveDate) -> Result<Day, Failure> {
    let lines = store::lines_of_day(conn, operator, day)?;
    let before = records::last_closed(conn, operator, Some(day))?;
    let books_opening_xof = ledger::balance_before(conn, &account(operator), span(day, day).0)?;
    let mut figures = DayFigures {
        opening: before
            .as_ref()
            .map_or_else(|| opening_stated(&lines).unwrap_or(books_opening_xof), |day| day.closing_xof),
        ..DayFigures::default()
    };
    for line in &lines {
        figures.add(line.kind, line.amount_xof, line.fee_xof);
    }
    let movements = ledger::movements(conn, &account(operator), span(day, day))?;
    let differences = differences_of(conn, operator, &lines, &movements)?;
    let discrepancies = records::discrepancies_of_day(conn, operator, day)?;
    let closed = records::closed_day(conn, operator, day)?;
    let mut found = Day {
        operator,
        day,
        closed,
        stated_closing_xof: closing_stated(&lines, figures.closing()),
        figures,
        line_count: lines.len(),
        books_opening_xof,
        books_in_xof: movements.iter().map(|(_, debit, _)| debit).sum(),
        books_out_xof: movements.iter().map(|(_, _, credit)| credit).sum(),
        differences,
        open: discrepancies.into_iter().filter(|one| one.status == DiscrepancyStatus::Open).collect(),
        obstacles: Vec::new(),
    };
    found.obstacles = obstacles(conn, &found, before.as_ref(), today)?;
    Ok(found)
}

/// The account before the first movement that names a balance.
fn opening_stated(lines: &[StatementLine]) -> Option<i64> {
    let mut moved = 0;
    for line in lines {
        moved += line.amount_xof - line.fee_xof;
        if let Some(balance) = line.balance_xof {
            return Some(balance - moved);
        }
    }
    None
}

/// The balance the statement ends with. Of several movements in the last second the file's order is not known: one that fits is it.
fn closing_stated(lines: &[StatementLine], computed: i64) -> Option<i64> {
    let last = lines.iter().filter(|line| line.balance_xof.is_some()).map(|line| line.at.0).max()?;
    let mut balances = lines.iter().filter(|line| line.at.0 == last).filter_map(|line| line.balance_xof).peekable();
    let first = balances.peek().copied();
    balances.find(|balance| *balance == computed).or(first)
}

fn obstacles(
    conn: &mut Conn,
    found: &Day,
    before: Option<&ClosedDay>,
    today: NaiveDate,
) -> Result<Vec<Refusal>, Failure> {
    let mut obstacles = Vec::new();
    if found.closed.is_some() {
        return Ok(vec![Refusal::DayClosed]);
    }
    if found.day >= today {
        obstacles.push(Refusal::DayNotOver);
    }
    if is_earlier_open(conn, found, before)? {
        obstacles.push(Refusal::EarlierDayOpen);
    }
    let differs = found.differences.iter().any(|one| one.standing == Standing::Open);
    // What the statement of another day tells needs none of this one.
    if found.line_count == 0 && differs {
        obstacles.push(Refusal::NoStatementOfDay);
    }
    let ends_otherwise = found.stated_closing_xof.is_some_and(|stated| stated != found.figures.closing());
    if differs || ends_otherwise || !found.open.is_empty() {
        obstacles.push(Refusal::DayDoesNotBalance);
    }
    Ok(obstacles)
}

/// Days are closed in order. Before the first one that was ever closed only days with a statement count: the service may have run for
/// months before its first statement was imported.
fn is_earlier_open(conn: &mut Conn, found: &Day, before: Option<&ClosedDay>) -> Result<bool, Failure> {
    let Some(before) = before else {
        return Ok(store::first_day(conn, found.operator)?.is_some_and(|first| first < found.day));
    };
    let (first, last) = (before.day + TimeDelta::days(1), found.day - TimeDelta::days(1));
    if first > last {
        return Ok(false);
    }
    let has_lines = !store::days_with_lines(conn, found.operator, (first, last))?.is_empty();
    Ok(has_lines || ledger::any_movement(conn, &account(found.operator), span(first, last))?)
}

/// What a booked fact is about: an attempt, or a line of its own.
fn subject_of(conn: &mut Conn, key: &str) -> Result<Uuid, Failure> {
    let corrupt = || StoreError::Corrupt(format!("a ledger key that names nothing: {key}"));
    let (kind, id) = key.split_once(':').ok_or_else(corrupt)?;
    let id: Uuid = id.parse().map_err(|_| corrupt())?;
    if kind == EntryKind::RefundExecuted.as_str() {
        let refund = refunds::find(conn, id)?;
        return match (refund.attempt_id, refund.line_id) {
            (Some(attempt), _) => Ok(attempt.0),
            (None, Some(line)) => Ok(owner_of(&store::line(conn, line.0)?)),
            (None, None) => Ok(id),
        };
    }
    let of_attempt = [EntryKind::Payment, EntryKind::Overpayment, EntryKind::Reversal].map(EntryKind::as_str);
    if of_attempt.contains(&kind) {
        return Ok(id);
    }
    match store::line(conn, id) {
        Ok(line) => Ok(line.attempt_id.unwrap_or(line.id).0),
        Err(error) => match Failure::from(error) {
            Failure::NotFound => Ok(id),
            other => Err(other),
        },
    }
}

/// Whose money a line that came in is: an attempt's, or its own.
fn owner_of(line: &StatementLine) -> Uuid {
    line.attempt_id.unwrap_or(line.id).0
}

/// What each line is about; a refund of what another line told is about that line.
fn subjects_of(conn: &mut Conn, lines: &[StatementLine]) -> Result<HashMap<Id, Uuid>, Failure> {
    let mut subjects: HashMap<Id, Uuid> = lines.iter().map(|line| (line.id, owner_of(line))).collect();
    let refunds: Vec<Id> = lines.iter().filter_map(|line| line.refund_id).collect();
    let held: HashMap<Id, Id> = refunds::lines_of(conn, &refunds)?.into_iter().collect();
    for line in lines {
        if let Some(told) = line.refund_id.and_then(|refund| held.get(&refund)) {
            subjects.insert(line.id, owner_of(&store::line(conn, told.0)?));
        }
    }
    Ok(subjects)
}

fn differences_of(
    conn: &mut Conn,
    operator: Operator,
    lines: &[StatementLine],
    movements: &[(String, i64, i64)],
) -> Result<Vec<Difference>, Failure> {
    let mut books = Vec::with_capacity(movements.len());
    for (key, debit, credit) in movements {
        books.push((subject_of(conn, key)?, debit - credit));
    }
    let mut by_subject: HashMap<Uuid, Vec<&StatementLine>> = HashMap::new();
    let subjects = subjects_of(conn, lines)?;
    let subject_of_line = |line: &StatementLine| subjects.get(&line.id).copied().unwrap_or_else(|| owner_of(line));
    for line in lines {
        by_subject.entry(subject_of_line(line)).or_default().push(line);
    }
    let stated: Vec<(Uuid, i64)> =
        lines.iter().map(|line| (subject_of_line(line), line.amount_xof - line.fee_xof)).collect();
    let found: BTreeMap<Uuid, i64> = differing(&books, &stated);
    found
        .into_iter()
        .map(|(subject, amount)| {
            let lines = by_subject.remove(&subject).unwrap_or_default().into_iter().cloned().collect();
            describe(conn, operator, (subject, amount), lines)
        })
        .collect()
}

fn describe(
    conn: &mut Conn,
    operator: Operator,
    (subject, amount_xof): (Uuid, i64),
    lines: Vec<StatementLine>,
) -> Result<Difference, Failure> {
    let attempt = match queue::with_order(conn, subject) {
        Ok(found) => Some(found),
        Err(Failure::NotFound) => None,
        Err(other) => return Err(other),
    };
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let mut known = records::discrepancies_about(conn, subject, &ids)?;
    for refund in held_refunds_of(conn, subject, attempt.is_some())? {
        known.extend(records::missing_refund(conn, refund.id.0)?);
        for line in store::lines_telling(conn, &[refund.id])? {
            known.extend(records::discrepancy_of_line(conn, line.id.0)?);
        }
    }
    let is_open = |one: &&Discrepancy| one.status == DiscrepancyStatus::Open;
    // Any other end of a difference was to leave none: where one is left, nobody has explained it.
    let is_explained = |one: &&Discrepancy| one.resolution == Some(Resolution::Explained);
    let open = known.iter().find(is_open);
    let explained = known.iter().find(is_explained);
    let standing = match (open, explained) {
        _ if overall(conn, operator, subject, attempt.is_some())? == 0 => Standing::Timing,
        (None, Some(_)) => Standing::Explained,
        (Some(_), _) | (None, None) => Standing::Open,
    };
    let discrepancy = open.or(explained).or(known.first()).cloned();
    Ok(Difference { amount_xof, standing, lines, attempt, discrepancy })
}

/// The refunds that two people decided of what a line told and is no attempt's: of this line, or of the lines about this attempt.
fn held_refunds_of(conn: &mut Conn, subject: Uuid, is_attempt: bool) -> Result<Vec<Refund>, Failure> {
    let lines = if is_attempt { store::lines_about(conn, subject)? } else { vec![Id(subject)] };
    Ok(refunds::decided_of_lines(conn, &lines)?)
}

/// What is booked under a line's own name.
const OF_LINE: [EntryKind; 5] =
    [EntryKind::Suspense, EntryKind::SuspenseReleased, EntryKind::SetAside, EntryKind::OperatorFee, EntryKind::Sweep];

/// Statement less books over all days.
fn overall(conn: &mut Conn, operator: Operator, subject: Uuid, is_attempt: bool) -> Result<i64, Failure> {
    let mut keys: Vec<String> = OF_LINE.map(|kind| business_key(kind, subject)).to_vec();
    let mut stated = 0;
    if is_attempt {
        let of_attempt = [EntryKind::Payment, EntryKind::Overpayment, EntryKind::Reversal];
        keys.extend(of_attempt.map(|kind| business_key(kind, subject)));
        for refund in records::refunds_decided(conn, &[Id(subject)])? {
            if refund.status == RefundStatus::Done {
                keys.push(business_key(EntryKind::RefundExecuted, refund.id.0));
            }
        }
        let lines = store::lines_about(conn, subject)?;
        keys.extend(lines.iter().flat_map(|line| OF_LINE.map(|kind| business_key(kind, line.0))));
        stated += store::stated_about(conn, subject)?;
    } else {
        stated += stated_of(conn, subject)?;
    }
    // What a line told may have gone back since, and other lines tell that.
    let refunds = held_refunds_of(conn, subject, is_attempt)?;
    let done = refunds.iter().filter(|refund| refund.status == RefundStatus::Done);
    keys.extend(done.map(|refund| business_key(EntryKind::RefundExecuted, refund.id.0)));
    let ids: Vec<Id> = refunds.iter().map(|refund| refund.id).collect();
    let telling = store::lines_telling(conn, &ids)?
        .into_iter()
        .filter(|line| !is_attempt || line.attempt_id != Some(Id(subject)));
    stated += telling.map(|line| line.amount_xof - line.fee_xof).sum::<i64>();
    Ok(stated - ledger::booked_under(conn, &account(operator), &keys)?)
}

fn stated_of(conn: &mut Conn, line_id: Uuid) -> Result<i64, Failure> {
    match store::line(conn, line_id).map_err(Failure::from) {
        Ok(line) => Ok(line.amount_xof - line.fee_xof),
        Err(Failure::NotFound) => Ok(0),
        Err(other) => Err(other),
    }
}

/// Closes a day that balances. It stays closed: what comes later enters on an open day.
pub async fn close(app: &App, actor: &Actor, operator: Operator, day: NaiveDate) -> Result<Day, Failure> {
    with_statements(operator)?;
    // Whatever settled since the import is held against the statement once more, so that nothing is closed unseen. What is closed stays
    // as it is.
    let is_closed = app.db.read(move |conn| Ok::<_, StoreError>(records::closed_day(conn, operator, day)?.is_some()));
    if app.clock.now().date_naive() > day && !is_closed.await? {
        matching::reconcile_day(app, operator, day).await?;
    }
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let found = look_at(conn, operator, day, stamp.now.date_naive())?;
            if let Some(obstacle) = found.obstacles.first() {
                return Err(obstacle.clone().into());
            }
            write_end(conn, &actor, &found, &stamp)?;
            look_at(conn, operator, day, stamp.now.date_naive())
        })
        .await
}

fn write_end(conn: &mut Conn, actor: &Actor, found: &Day, stamp: &Stamp) -> Result<(), Failure> {
    let figures = found.figures;
    let closed = ClosedDay {
        operator: found.operator,
        day: found.day,
        opening_xof: figures.opening,
        in_xof: figures.money_in,
        out_xof: figures.money_out,
        fees_xof: figures.fees,
        swept_xof: figures.swept,
        closing_xof: figures.closing(),
        closed_by: Id(actor.account_id),
        closed_at: At(stamp.now),
    };
    if !records::close_day(conn, &closed)? {
        return Err(Refusal::DayClosed.into());
    }
    let label = format!("{} {}", found.operator, found.day);
    let facts = serde_json::json!({ "openingXof": closed.opening_xof, "closingXof": closed.closing_xof, "lines": found.line_count });
    let mut happening = Happening::new(RecordKind::TreasuryDay, &label, &label, By::from(actor), "close").with(facts);
    happening.to = Some("closed");
    events::append(conn, &happening, stamp.now)?;
    Ok(())
}

/// One account in the list of days.
#[derive(Debug, Clone)]
pub struct AccountDays {
    pub operator: Operator,
    pub last_closed: Option<NaiveDate>,
    /// Days after it that have lines or payments, oldest first.
    pub open: Vec<NaiveDate>,
}

/// No more open days are listed than fit a screen.
const OPEN_DAYS_MAX: i64 = 31;

/// Every account that has movements, with its open days.
pub async fn accounts(app: &App) -> Result<Vec<AccountDays>, Failure> {
    let today = app.clock.now().date_naive();
    app.db
        .read(move |conn| {
            let mut found = Vec::new();
            for operator in Operator::ALL.iter().filter(|operator| operator.has_statements()) {
                let last_closed = records::last_closed(conn, *operator, None)?.map(|closed| closed.day);
                let open = open_days(conn, *operator, last_closed, today)?;
                if last_closed.is_some() || !open.is_empty() {
                    found.push(AccountDays { operator: *operator, last_closed, open });
                }
            }
            Ok(found)
        })
        .await
}

fn open_days(
    conn: &mut Conn,
    operator: Operator,
    last_closed: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<NaiveDate>, Failure> {
    let earliest = today - TimeDelta::days(OPEN_DAYS_MAX);
    let first = last_closed.map_or(earliest, |closed| closed + TimeDelta::days(1)).max(earliest);
    let mut open: BTreeSet<NaiveDate> = store::days_with_lines(conn, operator, (first, today))?.into_iter().collect();
    open.extend(store::days_settled(conn, operator, span(first, today))?);
    Ok(open.into_iter().collect())
}

/// The treasurer's day at a glance.
#[derive(Debug, Clone)]
pub struct Today {
    pub day: NaiveDate,
    /// Operator, payments, francs.
    pub collected: Vec<(Operator, i64, i64)>,
    /// Attempts unknown for more than a quarter of an hour: how many, and their francs.
    pub unknown: (i64, i64),
    /// Differences that wait for a person.
    pub unmatched: i64,
    /// Refunds that have not gone back: how many, and their francs.
    pub to_refund: (i64, i64),
    pub claims: i64,
}

/// How long an attempt may be unknown before somebody should know.
const UNKNOWN_FOR: TimeDelta = TimeDelta::minutes(15);

/// What the treasurer sees first.
pub async fn today(app: &App) -> Result<Today, Failure> {
    let now = app.clock.now();
    app.db
        .read_snapshot(move |conn| {
            let day = now.date_naive();
            Ok(Today {
                day,
                collected: records::collected(conn, span(day, day))?,
                unknown: records::unknown_since(conn, now - UNKNOWN_FOR)?,
                unmatched: records::count_open(conn)?,
                to_refund: records::to_refund(conn)?,
                claims: records::claims_pending(conn)?,
            })
        })
        .await
}
