//! Operators' statements: the files, their lines, and which line is which attempt's.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{
    deposited_sweeps, payment_attempts, statement_files, statement_lines, statement_matches, treasury_deposits,
};
use super::{At, Conn, Document, Id, StoreError, on_duplicate};
use crate::clock::Instant;
use crate::origin::payment::Operator;
use crate::origin::reconciliation::{FindingClass, ImportStatus, LineKind, MatchBasis, StatementSource};

/// A statement as it came.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = statement_files)]
pub struct StatementFile {
    pub id: Id,
    pub operator: Operator,
    pub sha256: String,
    pub file_name: String,
    pub size_bytes: i64,
    pub profile: String,
    pub source: StatementSource,
    pub status: ImportStatus,
    /// What the preview shows: columns, first rows, what was left out, faults.
    pub summary: Document,
    pub line_count: i64,
    /// Lines looked at so far.
    pub done_count: i64,
    /// Lines nobody had told before.
    pub new_count: i64,
    pub uploaded_by: Id,
    pub uploaded_at: At,
    pub imported_at: Option<At>,
}

/// A movement an operator states.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = statement_lines)]
pub struct StatementLine {
    pub id: Id,
    pub file_id: Id,
    pub operator: Operator,
    pub day: NaiveDate,
    pub at: At,
    pub kind: LineKind,
    pub transaction_id: String,
    pub occurrence: i64,
    pub amount_xof: i64,
    pub fee_xof: i64,
    pub balance_xof: Option<i64>,
    pub reference: Option<String>,
    pub linked: Option<String>,
    pub place: String,
    pub raw: Document,
    pub class: Option<FindingClass>,
    /// The attempt whose payment it is, or whose payment it takes back.
    pub attempt_id: Option<Id>,
    /// The refund of ours that it tells.
    pub refund_id: Option<Id>,
}

/// A line that is an attempt's payment.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = statement_matches)]
pub struct Match {
    pub line_id: Id,
    pub attempt_id: Id,
    pub basis: MatchBasis,
    pub at: At,
    pub approved_by: Option<Id>,
}

/// Money that arrived at the Treasury.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = treasury_deposits)]
pub struct Deposit {
    pub id: Id,
    pub operator: Operator,
    pub slip: String,
    pub deposited_on: NaiveDate,
    pub amount_xof: i64,
    pub recorded_by: Id,
    pub recorded_at: At,
}

/// The statement with these bytes, if it came before.
pub fn file_of_digest(conn: &mut Conn, operator: Operator, sha256: &str) -> Result<Option<StatementFile>, StoreError> {
    Ok(statement_files::table
        .filter(statement_files::operator.eq(operator))
        .filter(statement_files::sha256.eq(sha256))
        .first(conn)
        .optional()?)
}

/// A statement by its id.
pub fn file(conn: &mut Conn, id: Uuid) -> Result<StatementFile, StoreError> {
    Ok(statement_files::table.find(Id(id)).first(conn)?)
}

/// The statements, newest first, older than `before`.
pub fn files(conn: &mut Conn, before: Option<Uuid>, limit: i64) -> Result<Vec<StatementFile>, StoreError> {
    let mut rows = statement_files::table.order(statement_files::id.desc()).limit(limit).into_boxed();
    if let Some(before) = before {
        rows = rows.filter(statement_files::id.lt(Id(before)));
    }
    Ok(rows.load(conn)?)
}

/// Writes a statement down that has been read.
pub fn insert_file(conn: &mut Conn, file: &StatementFile) -> Result<(), StoreError> {
    let inserted = diesel::insert_into(statement_files::table).values(file.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the same statement has just come".into())).map(|_| ())
}

/// What a new reading of the same bytes changes: another profile may fit by now.
pub fn read_again(conn: &mut Conn, file: &StatementFile) -> Result<(), StoreError> {
    diesel::update(statement_files::table.find(file.id))
        .filter(statement_files::status.eq_any([ImportStatus::Read, ImportStatus::Discarded]))
        .set((
            statement_files::status.eq(ImportStatus::Read),
            statement_files::profile.eq(&file.profile),
            statement_files::summary.eq(file.summary.clone()),
            statement_files::line_count.eq(file.line_count),
        ))
        .execute(conn)?;
    Ok(())
}

/// Moves a statement on, unless somebody was faster; `false` then.
pub fn advance_file(conn: &mut Conn, id: Id, from: ImportStatus, to: ImportStatus) -> Result<bool, StoreError> {
    let changed = diesel::update(statement_files::table.find(id))
        .filter(statement_files::status.eq(from))
        .set(statement_files::status.eq(to))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes how far the import is.
pub fn note_progress(conn: &mut Conn, id: Id, done: i64, new: i64) -> Result<(), StoreError> {
    diesel::update(statement_files::table.find(id))
        .set((statement_files::done_count.eq(done), statement_files::new_count.eq(statement_files::new_count + new)))
        .execute(conn)?;
    Ok(())
}

/// Notes that every line is there.
pub fn finish_import(conn: &mut Conn, id: Id, now: Instant) -> Result<bool, StoreError> {
    let changed = diesel::update(statement_files::table.find(id))
        .filter(statement_files::status.eq(ImportStatus::Importing))
        .set((statement_files::status.eq(ImportStatus::Imported), statement_files::imported_at.eq(Some(At(now)))))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The line of a movement, if some statement has told it.
pub fn known_line(
    conn: &mut Conn,
    operator: Operator,
    (transaction_id, kind, occurrence): (&str, LineKind, i64),
) -> Result<Option<StatementLine>, StoreError> {
    Ok(statement_lines::table
        .filter(statement_lines::operator.eq(operator))
        .filter(statement_lines::transaction_id.eq(transaction_id))
        .filter(statement_lines::kind.eq(kind))
        .filter(statement_lines::occurrence.eq(occurrence))
        .first(conn)
        .optional()?)
}

/// The lines that have told these movements before.
pub fn known_lines(
    conn: &mut Conn,
    operator: Operator,
    transactions: &[String],
) -> Result<Vec<StatementLine>, StoreError> {
    let mut found = Vec::new();
    for some in transactions.chunks(500) {
        let known = statement_lines::table
            .filter(statement_lines::operator.eq(operator))
            .filter(statement_lines::transaction_id.eq_any(some));
        found.extend(known.load::<StatementLine>(conn)?);
    }
    Ok(found)
}

/// Writes a line down; `false` when the movement is known.
pub fn insert_line(conn: &mut Conn, line: &StatementLine) -> Result<bool, StoreError> {
    let key = (line.transaction_id.as_str(), line.kind, line.occurrence);
    if known_line(conn, line.operator, key)?.is_some() {
        return Ok(false);
    }
    let inserted = diesel::insert_into(statement_lines::table).values(line.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the same movement has just come".into())).map(|_| true)
}

/// A line by its id.
pub fn line(conn: &mut Conn, id: Uuid) -> Result<StatementLine, StoreError> {
    Ok(statement_lines::table.find(Id(id)).first(conn)?)
}

/// The lines of one account on one day, in time's order.
pub fn lines_of_day(conn: &mut Conn, operator: Operator, day: NaiveDate) -> Result<Vec<StatementLine>, StoreError> {
    Ok(statement_lines::table
        .filter(statement_lines::operator.eq(operator))
        .filter(statement_lines::day.eq(day))
        .order((statement_lines::at.asc(), statement_lines::id.asc()))
        .load(conn)?)
}

/// The days a file's lines are booked on.
pub fn days_of_file(conn: &mut Conn, file_id: Uuid) -> Result<Vec<NaiveDate>, StoreError> {
    Ok(statement_lines::table
        .filter(statement_lines::file_id.eq(Id(file_id)))
        .select(statement_lines::day)
        .distinct()
        .order(statement_lines::day.asc())
        .load(conn)?)
}

diesel::define_sql_function! {
    /// A text in capitals. Operators' numbers are ASCII, where both engines agree.
    fn upper(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// Payments that an operator states on other days under these numbers or references of ours, and that are nobody's yet.
pub fn unmatched_payments_elsewhere(
    conn: &mut Conn,
    (operator, day): (Operator, NaiveDate),
    (transactions, references): (&[String], &[String]),
) -> Result<Vec<StatementLine>, StoreError> {
    let mut found = Vec::new();
    for (words, are_ours) in [(transactions, false), (references, true)] {
        for some in words.chunks(500) {
            let mut rows = statement_lines::table
                .left_join(statement_matches::table.on(statement_matches::line_id.eq(statement_lines::id)))
                .filter(statement_matches::line_id.is_null())
                .filter(statement_lines::operator.eq(operator))
                .filter(statement_lines::day.ne(day))
                .filter(statement_lines::kind.eq(LineKind::Payment))
                .order((statement_lines::at.asc(), statement_lines::id.asc()))
                .select(statement_lines::all_columns)
                .into_boxed();
            rows = if are_ours {
                rows.filter(statement_lines::reference.eq_any(some.iter().map(|one| Some(one.as_str()))))
            } else {
                rows.filter(statement_lines::transaction_id.eq_any(some))
            };
            found.extend(rows.load::<StatementLine>(conn)?);
        }
    }
    Ok(found)
}

/// What a line tells as money that went back: line, attempt, amount, and the refund where it is known.
pub type Told = (Id, Id, i64, Option<Id>);

/// What lines tell as money of these attempts that we sent back ourselves.
pub fn refunds_told(conn: &mut Conn, attempts: &[Id]) -> Result<Vec<Told>, StoreError> {
    let ours = [FindingClass::Matched, FindingClass::FeeDiff, FindingClass::AmountDiff, FindingClass::MissingAtUs];
    let mut found = Vec::new();
    for some in attempts.chunks(500) {
        let rows: Vec<(Id, Option<Id>, i64, Option<Id>)> = statement_lines::table
            .filter(statement_lines::attempt_id.eq_any(some.iter().copied().map(Some)))
            .filter(statement_lines::kind.eq_any([LineKind::Refund, LineKind::Reversal, LineKind::Other]))
            .filter(statement_lines::class.eq_any(ours.map(Some)))
            .select((
                statement_lines::id,
                statement_lines::attempt_id,
                statement_lines::amount_xof,
                statement_lines::refund_id,
            ))
            .load(conn)?;
        let told =
            |(line, attempt, amount, refund): (Id, Option<Id>, i64, Option<Id>)| Some((line, attempt?, amount, refund));
        found.extend(rows.into_iter().filter_map(told));
    }
    Ok(found)
}

/// The payments an operator states under a number, however its letters are written.
pub fn payment_lines_of_transaction(
    conn: &mut Conn,
    operator: Operator,
    transaction_id: &str,
) -> Result<Vec<StatementLine>, StoreError> {
    Ok(statement_lines::table
        .filter(statement_lines::operator.eq(operator))
        .filter(upper(statement_lines::transaction_id).eq(transaction_id.to_uppercase()))
        .filter(statement_lines::kind.eq(LineKind::Payment))
        .order(statement_lines::occurrence.asc())
        .limit(10)
        .load(conn)?)
}

/// What an operator states as gone out under this number, or as taking the movement with this number back.
pub fn lines_taking_back(
    conn: &mut Conn,
    operator: Operator,
    transaction_id: &str,
) -> Result<Vec<StatementLine>, StoreError> {
    let number = transaction_id.to_uppercase();
    let of_number = upper(statement_lines::transaction_id)
        .eq(number.clone())
        .or(upper(statement_lines::linked.assume_not_null()).eq(number));
    Ok(statement_lines::table
        .filter(statement_lines::operator.eq(operator))
        .filter(statement_lines::kind.eq_any([LineKind::Refund, LineKind::Reversal, LineKind::Other]))
        .filter(statement_lines::amount_xof.lt(0))
        .filter(of_number)
        .load(conn)?)
}

/// Whether an operator states that it took the payment with this number back.
pub fn is_taken_back(conn: &mut Conn, operator: Operator, transaction_id: &str) -> Result<bool, StoreError> {
    let number = transaction_id.to_uppercase();
    let of_number = upper(statement_lines::transaction_id)
        .eq(number.clone())
        .or(upper(statement_lines::linked.assume_not_null()).eq(number));
    let found: Option<Id> = statement_lines::table
        .filter(statement_lines::operator.eq(operator))
        .filter(statement_lines::kind.eq_any([LineKind::Refund, LineKind::Reversal]))
        .filter(of_number)
        .select(statement_lines::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The attempts of any operator that a transaction with this number has paid, however its letters are written.
pub fn attempts_paid_by(conn: &mut Conn, transaction_id: &str) -> Result<Vec<Id>, StoreError> {
    Ok(payment_attempts::table
        .filter(upper(payment_attempts::transaction_id.assume_not_null()).eq(transaction_id.to_uppercase()))
        .select(payment_attempts::id)
        .limit(10)
        .load(conn)?)
}

/// The first day of an account that has a line: where its history begins.
pub fn first_day(conn: &mut Conn, operator: Operator) -> Result<Option<NaiveDate>, StoreError> {
    Ok(statement_lines::table
        .filter(statement_lines::operator.eq(operator))
        .order(statement_lines::day.asc())
        .select(statement_lines::day)
        .first(conn)
        .optional()?)
}

/// Notes what came of a line, which attempt it is about, and which refund of ours it tells.
pub fn classify(
    conn: &mut Conn,
    line_id: Uuid,
    class: FindingClass,
    (attempt_id, refund_id): (Option<Uuid>, Option<Uuid>),
) -> Result<(), StoreError> {
    diesel::update(statement_lines::table.find(Id(line_id)))
        .set((
            statement_lines::class.eq(Some(class)),
            statement_lines::attempt_id.eq(attempt_id.map(Id)),
            statement_lines::refund_id.eq(refund_id.map(Id)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The lines that tell these refunds, with the refund.
pub fn lines_telling(conn: &mut Conn, refunds: &[Id]) -> Result<Vec<StatementLine>, StoreError> {
    let mut found = Vec::new();
    for some in refunds.chunks(500) {
        let telling = statement_lines::table.filter(statement_lines::refund_id.eq_any(some.iter().copied().map(Some)));
        found.extend(telling.load::<StatementLine>(conn)?);
    }
    Ok(found)
}

/// The lines that are about an attempt.
pub fn lines_about(conn: &mut Conn, attempt_id: Uuid) -> Result<Vec<Id>, StoreError> {
    Ok(statement_lines::table
        .filter(statement_lines::attempt_id.eq(Some(Id(attempt_id))))
        .select(statement_lines::id)
        .load(conn)?)
}

/// The days of an account that have lines, from one to another.
pub fn days_with_lines(
    conn: &mut Conn,
    operator: Operator,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<NaiveDate>, StoreError> {
    Ok(statement_lines::table
        .filter(statement_lines::operator.eq(operator))
        .filter(statement_lines::day.between(from, to))
        .select(statement_lines::day)
        .distinct()
        .order(statement_lines::day.asc())
        .load(conn)?)
}

/// What statements say about an attempt on all days: amounts less fees, in francs.
pub fn stated_about(conn: &mut Conn, attempt_id: Uuid) -> Result<i64, StoreError> {
    let rows: Vec<(i64, i64)> = statement_lines::table
        .filter(statement_lines::attempt_id.eq(Some(Id(attempt_id))))
        .select((statement_lines::amount_xof, statement_lines::fee_xof))
        .load(conn)?;
    Ok(rows.into_iter().map(|(amount, fee)| amount - fee).sum())
}

/// Notes that a line is an attempt's payment, in the place of what was found by itself before; `false` when a person has said otherwise of
/// either.
pub fn rematch(conn: &mut Conn, found: &Match) -> Result<bool, StoreError> {
    let of_either = statement_matches::line_id.eq(found.line_id).or(statement_matches::attempt_id.eq(found.attempt_id));
    let known: Vec<Match> = statement_matches::table.filter(of_either).load(conn)?;
    if known.iter().any(|one| (one.line_id, one.attempt_id) == (found.line_id, found.attempt_id)) {
        return Ok(true);
    }
    if known.iter().any(|one| one.basis == MatchBasis::Person) {
        return Ok(false);
    }
    diesel::delete(statement_matches::table.filter(of_either)).execute(conn)?;
    insert_match(conn, found)
}

/// Notes that a line is an attempt's payment; `false` when either is taken.
pub fn insert_match(conn: &mut Conn, found: &Match) -> Result<bool, StoreError> {
    let taken = statement_matches::table
        .filter(statement_matches::line_id.eq(found.line_id).or(statement_matches::attempt_id.eq(found.attempt_id)))
        .select(statement_matches::line_id)
        .first::<Id>(conn)
        .optional()?;
    if taken.is_some() {
        return Ok(false);
    }
    let inserted = diesel::insert_into(statement_matches::table).values(found.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the line has just been matched".into())).map(|_| true)
}

/// The matches of these lines.
pub fn matches_of_lines(conn: &mut Conn, lines: &[Id]) -> Result<Vec<Match>, StoreError> {
    let mut found = Vec::new();
    for some in lines.chunks(500) {
        found.extend(statement_matches::table.filter(statement_matches::line_id.eq_any(some)).load::<Match>(conn)?);
    }
    Ok(found)
}

/// The matches of these attempts.
pub fn matches_of_attempts(conn: &mut Conn, attempts: &[Id]) -> Result<Vec<Match>, StoreError> {
    let mut found = Vec::new();
    for some in attempts.chunks(500) {
        let of_some = statement_matches::table.filter(statement_matches::attempt_id.eq_any(some));
        found.extend(of_some.load::<Match>(conn)?);
    }
    Ok(found)
}

/// What of an attempt is held against statements: id, reference, transaction, amount, status, settled, begun.
pub type AttemptRow = (Id, String, Option<String>, i64, crate::origin::payment::AttemptStatus, Option<At>, At);

const ATTEMPT: (
    payment_attempts::id,
    payment_attempts::reference,
    payment_attempts::transaction_id,
    payment_attempts::amount_xof,
    payment_attempts::status,
    payment_attempts::settled_at,
    payment_attempts::created_at,
) = (
    payment_attempts::id,
    payment_attempts::reference,
    payment_attempts::transaction_id,
    payment_attempts::amount_xof,
    payment_attempts::status,
    payment_attempts::settled_at,
    payment_attempts::created_at,
);

/// The attempts an operator's day settled.
pub fn attempts_settled(
    conn: &mut Conn,
    operator: Operator,
    (from, to): (Instant, Instant),
) -> Result<Vec<AttemptRow>, StoreError> {
    Ok(payment_attempts::table
        .filter(payment_attempts::operator.eq(operator))
        .filter(payment_attempts::settled_at.ge(Some(At(from))))
        .filter(payment_attempts::settled_at.lt(Some(At(to))))
        .select(ATTEMPT)
        .load(conn)?)
}

/// The days between two moments on which an operator's payments settled.
pub fn days_settled(
    conn: &mut Conn,
    operator: Operator,
    (from, to): (Instant, Instant),
) -> Result<Vec<NaiveDate>, StoreError> {
    use diesel::dsl::sql;
    // Moments are written alike on both engines as far as their days go.
    let days: Vec<String> = payment_attempts::table
        .filter(payment_attempts::operator.eq(operator))
        .filter(payment_attempts::settled_at.ge(Some(At(from))))
        .filter(payment_attempts::settled_at.lt(Some(At(to))))
        .select(sql::<diesel::sql_types::Text>("SUBSTR(CAST(settled_at AS TEXT), 1, 10)"))
        .distinct()
        .load(conn)?;
    let day = |text: String| text.parse().map_err(|_| StoreError::Corrupt(format!("a moment on no day: {text}")));
    days.into_iter().map(day).collect()
}

/// These attempts of an operator; others are left out.
pub fn attempts_of_ids(conn: &mut Conn, operator: Operator, ids: &[Id]) -> Result<Vec<AttemptRow>, StoreError> {
    let mut found = Vec::new();
    for some in ids.chunks(500) {
        let named = payment_attempts::table
            .filter(payment_attempts::operator.eq(operator))
            .filter(payment_attempts::id.eq_any(some))
            .select(ATTEMPT);
        found.extend(named.load::<AttemptRow>(conn)?);
    }
    Ok(found)
}

/// The attempts that lines name, by the operator's numbers or by our references.
pub fn attempts_named(
    conn: &mut Conn,
    operator: Operator,
    (transactions, references): (&[String], &[String]),
) -> Result<Vec<AttemptRow>, StoreError> {
    let mut found = Vec::new();
    for some in transactions.chunks(500) {
        let named = payment_attempts::table
            .filter(payment_attempts::operator.eq(operator))
            .filter(payment_attempts::transaction_id.eq_any(some.iter().map(|one| Some(one.as_str()))))
            .select(ATTEMPT);
        found.extend(named.load::<AttemptRow>(conn)?);
    }
    for some in references.chunks(500) {
        let named = payment_attempts::table
            .filter(payment_attempts::operator.eq(operator))
            .filter(payment_attempts::reference.eq_any(some))
            .select(ATTEMPT);
        found.extend(named.load::<AttemptRow>(conn)?);
    }
    Ok(found)
}

/// Writes a deposit down; `false` when the slip's number was recorded before.
pub fn insert_deposit(conn: &mut Conn, deposit: &Deposit) -> Result<bool, StoreError> {
    let known = treasury_deposits::table
        .filter(treasury_deposits::operator.eq(deposit.operator))
        .filter(treasury_deposits::slip.eq(&deposit.slip))
        .select(treasury_deposits::id)
        .first::<Id>(conn)
        .optional()?;
    if known.is_some() {
        return Ok(false);
    }
    let inserted = diesel::insert_into(treasury_deposits::table).values(deposit.clone()).execute(conn);
    on_duplicate(inserted, || StoreError::Busy("the same slip has just been recorded".into())).map(|_| true)
}

/// The deposits of an operator's money, newest first.
pub fn deposits(conn: &mut Conn, operator: Option<Operator>, limit: i64) -> Result<Vec<Deposit>, StoreError> {
    let mut rows = treasury_deposits::table
        .order((treasury_deposits::deposited_on.desc(), treasury_deposits::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some(operator) = operator {
        rows = rows.filter(treasury_deposits::operator.eq(operator));
    }
    Ok(rows.load(conn)?)
}

/// The transfers a deposit is made of.
pub fn sweeps_of_deposit(conn: &mut Conn, deposit_id: Uuid) -> Result<Vec<StatementLine>, StoreError> {
    Ok(statement_lines::table
        .inner_join(deposited_sweeps::table.on(deposited_sweeps::line_id.eq(statement_lines::id)))
        .filter(deposited_sweeps::deposit_id.eq(Id(deposit_id)))
        .order((statement_lines::at.asc(), statement_lines::id.asc()))
        .select(statement_lines::all_columns)
        .load(conn)?)
}

/// The transfers that no deposit holds yet, oldest first.
pub fn sweeps_under_way(conn: &mut Conn, operator: Option<Operator>) -> Result<Vec<StatementLine>, StoreError> {
    let mut rows = statement_lines::table
        .left_join(deposited_sweeps::table.on(deposited_sweeps::line_id.eq(statement_lines::id)))
        .filter(statement_lines::kind.eq(LineKind::Sweep))
        .filter(deposited_sweeps::line_id.is_null())
        .order((statement_lines::at.asc(), statement_lines::id.asc()))
        .limit(500)
        .select(statement_lines::all_columns)
        .into_boxed();
    if let Some(operator) = operator {
        rows = rows.filter(statement_lines::operator.eq(operator));
    }
    Ok(rows.load(conn)?)
}

/// Puts a transfer into a deposit; `false` when another deposit has it.
pub fn insert_deposited(conn: &mut Conn, line_id: Id, deposit_id: Id) -> Result<bool, StoreError> {
    let taken = deposited_sweeps::table.find(line_id).select(deposited_sweeps::line_id).first::<Id>(conn).optional()?;
    if taken.is_some() {
        return Ok(false);
    }
    diesel::insert_into(deposited_sweeps::table)
        .values((deposited_sweeps::line_id.eq(line_id), deposited_sweeps::deposit_id.eq(deposit_id)))
        .execute(conn)?;
    Ok(true)
}
