//! What must hold whatever has happened.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use boyoro::origin::payment::{AttemptStatus, ConfirmedBy, FeeOrderStatus, Operator};
use boyoro::origin::reconciliation::{DiscrepancyStatus, FindingClass, LineKind, Resolution};
use boyoro::origin::refund::RefundStatus;
use boyoro::store::Id;
use boyoro::store::ledger;
use boyoro::store::payments::{Attempt, FeeOrder};
use boyoro::store::reconciliation::{ClosedDay, Discrepancy};
use boyoro::store::refunds::Refund;
use boyoro::store::schema::{
    closed_days, discrepancies, fee_orders, ledger_entries, ledger_lines, payment_reversals, refunds, statement_lines,
    statement_matches,
};
use boyoro::store::statements::{Match, StatementLine};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::Play;
use super::truth::Session;
use crate::books::Books;

/// An entry's line on the account of an operator.
struct Booked {
    operator: String,
    key: String,
    at: DateTime<Utc>,
    written_at: DateTime<Utc>,
    signed: i64,
}

fn booked(books: &Books) -> Vec<Booked> {
    let rows: Vec<(Id, String, String, boyoro::store::At, i64, i64)> = ledger_lines::table
        .inner_join(ledger_entries::table.on(ledger_entries::id.eq(ledger_lines::entry_id)))
        .filter(ledger_lines::account.like("assets:operator:%"))
        .select((
            ledger_entries::id,
            ledger_lines::account,
            ledger_entries::business_key,
            ledger_entries::at,
            ledger_lines::debit_xof,
            ledger_lines::credit_xof,
        ))
        .load(&mut books.app.connect())
        .unwrap();
    let of_row = |(id, account, key, at, debit, credit): (Id, String, String, boyoro::store::At, i64, i64)| Booked {
        operator: account.rsplit(':').next().unwrap().to_owned(),
        key,
        at: at.0,
        written_at: moment_of(id.0),
        signed: debit - credit,
    };
    rows.into_iter().map(of_row).collect()
}

/// The moment that an identifier carries.
fn moment_of(id: Uuid) -> DateTime<Utc> {
    let (seconds, nanoseconds) = id.get_timestamp().expect("a dated identifier").to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).unwrap(), nanoseconds).unwrap()
}

/// The days on which a statement or the books have something, by account, oldest first.
pub fn days_with_movements(books: &Books) -> BTreeSet<(String, NaiveDate)> {
    let told: Vec<(Operator, NaiveDate)> = statement_lines::table
        .select((statement_lines::operator, statement_lines::day))
        .distinct()
        .load(&mut books.app.connect())
        .unwrap();
    let told = told.into_iter().map(|(operator, day)| (operator.as_str().to_owned(), day));
    let today = books.app.now().date_naive();
    let booked = booked(books).into_iter().map(|one| (one.operator, one.at.date_naive()));
    told.chain(booked).filter(|(_, day)| *day < today).collect()
}

/// What a statement's line, an attempt, or an entry about either is about.
fn fact_of(key: &str) -> (&str, Uuid) {
    let (kind, id) = key.split_once(':').unwrap();
    (kind, id.parse().unwrap())
}

/// An attempt in a line.
fn shown(one: &Attempt) -> String {
    let Attempt { reference, operator, status, amount_xof, transaction_id, confirmed_by, settled_at, .. } = one;
    let settled_at = settled_at.map(|at| at.0);
    format!(
        "{operator} {reference} of {amount_xof}: {status} by {transaction_id:?} ({confirmed_by:?}) at {settled_at:?}"
    )
}

/// A statement's line in a line.
fn told(one: &StatementLine) -> String {
    let StatementLine { kind, transaction_id, amount_xof, fee_xof, reference, class, day, .. } = one;
    let at = one.at.0;
    format!("{kind} {transaction_id} of {amount_xof} less {fee_xof} for {reference:?}: {class:?} on {day} ({at})")
}

/// Everything the service keeps of the money.
pub struct Kept {
    attempts: Vec<Attempt>,
    orders: HashMap<Id, FeeOrder>,
    lines: Vec<StatementLine>,
    matches: Vec<Match>,
    discrepancies: Vec<Discrepancy>,
    refunds: Vec<Refund>,
    closed: Vec<ClosedDay>,
    reversed: HashSet<Id>,
    booked: Vec<Booked>,
    /// The keys of all entries.
    keys: HashSet<String>,
    /// Debits less credits of each account.
    balances: BTreeMap<String, i64>,
}

impl Kept {
    pub fn of(play: &Play) -> Self {
        let mut conn = play.books.app.connect();
        let orders: Vec<FeeOrder> = fee_orders::table.load(&mut conn).unwrap();
        let balances = ledger::balances(&mut conn).unwrap().into_iter();
        Self {
            attempts: play.attempts(),
            orders: orders.into_iter().map(|order| (order.id, order)).collect(),
            lines: statement_lines::table.load(&mut conn).unwrap(),
            matches: statement_matches::table.load(&mut conn).unwrap(),
            discrepancies: discrepancies::table.load(&mut conn).unwrap(),
            refunds: refunds::table.load(&mut conn).unwrap(),
            closed: closed_days::table.load(&mut conn).unwrap(),
            reversed: payment_reversals::table
                .select(payment_reversals::attempt_id)
                .load::<Id>(&mut conn)
                .unwrap()
                .into_iter()
                .collect(),
            booked: booked(&play.books),
            keys: ledger::keys(&mut conn).unwrap().into_keys().collect(),
            balances: balances.map(|one| (one.account, one.debit_xof - one.credit_xof)).collect(),
        }
    }

    fn balance(&self, account: &str) -> i64 {
        self.balances.get(account).copied().unwrap_or_default()
    }
}

impl Play {
    pub async fn prove(&self) {
        let kept = Kept::of(self);
        self.attempts_say_what_was_paid(&kept);
        self.orders_are_paid_by_evidence(&kept);
        kept.one_transaction_settles_one_order();
        self.statements_tell_every_movement_once(&kept);
        kept.books_and_statements_differ_only_where_a_person_said_why();
        kept.every_line_and_every_payment_is_matched_or_was_in_the_queue();
        kept.nothing_was_booked_behind_a_closed_day();
        kept.refunds_are_within_what_was_paid();
        self.what_is_owed_is_in_the_books(&kept);
        self.books.prove().await;
        let auditor = self.books.app.auditor().await;
        let checked = auditor.post("event-checks", &json!({})).await.expect(200);
        assert_eq!(checked["ok"], true, "{checked}");
    }

    /// A verified success wins, and nothing else is one: neither a forged callback nor a wrong amount nor a failure's word.
    fn attempts_say_what_was_paid(&self, kept: &Kept) {
        let by_id: HashMap<Uuid, &Attempt> = kept.attempts.iter().map(|one| (one.id.0, one)).collect();
        for session in &self.truth.sessions {
            let attempt = by_id[&session.attempt];
            let has_succeeded = attempt.status == AttemptStatus::Succeeded;
            assert!(!has_succeeded || session.is_right(), "succeeded and was not paid: {session:?} {}", shown(attempt));
            // What no statement tells is asked about for a week, and what goes back as nobody's money pays nothing.
            let is_told = !session.is_swallowed;
            assert!(
                has_succeeded || !session.is_right() || !is_told || self.goes_back(session, kept),
                "paid and not succeeded: {session:?} {attempt:?}"
            );
        }
        let sessions: HashSet<Uuid> = self.truth.sessions.iter().map(|session| session.attempt).collect();
        for attempt in kept.attempts.iter().filter(|one| one.status == AttemptStatus::Succeeded) {
            let is_told = || {
                let number = attempt.transaction_id.as_deref().unwrap_or_default();
                let operator = attempt.operator.as_str();
                self.truth.movements.iter().any(|one| {
                    one.operator == operator && one.transaction == number && one.amount == attempt.amount_xof
                })
            };
            match attempt.confirmed_by.expect("a success has a source") {
                ConfirmedBy::Query | ConfirmedBy::Signature => {
                    assert!(sessions.contains(&attempt.id.0), "{}", shown(attempt))
                }
                ConfirmedBy::Statement => assert!(is_told(), "no such movement: {}", shown(attempt)),
                ConfirmedBy::Officer => assert_eq!(attempt.operator, Operator::CashDesk),
            }
        }
    }

    /// Whether people decided, or are deciding, that the money of this session goes back as nobody's.
    fn goes_back(&self, session: &Session, kept: &Kept) -> bool {
        let payment = self.payment_of(session);
        let of_session = |line: &&StatementLine| {
            let number = Some(&line.transaction_id);
            line.operator.as_str() == session.operator.word()
                && (number == payment.transaction_id.as_ref() || number == Some(&payment.handle))
        };
        let lines: HashSet<Id> = kept.lines.iter().filter(of_session).map(|line| line.id).collect();
        let is_going = |one: &Refund| one.status != RefundStatus::Refused;
        kept.refunds.iter().any(|one| is_going(one) && one.line_id.is_some_and(|line| lines.contains(&line)))
    }

    fn orders_are_paid_by_evidence(&self, kept: &Kept) {
        let stands = |one: &&Attempt| one.status == AttemptStatus::Succeeded && !kept.reversed.contains(&one.id);
        for order in kept.orders.values() {
            let paid: Vec<&Attempt> =
                kept.attempts.iter().filter(|one| one.order_id == order.id).filter(stands).collect();
            let is_fee = |one: &&&Attempt| kept.keys.contains(&format!("payment:{}", one.id.0));
            match order.status {
                FeeOrderStatus::Paid => {
                    let settled_by = order.settled_by.expect("a paid order names its payment");
                    assert!(paid.iter().any(|one| one.id == settled_by), "paid without money: {order:?}");
                    assert_eq!(paid.iter().filter(is_fee).count(), 1, "settled by one payment: {order:?}");
                }
                FeeOrderStatus::Unpaid => {
                    assert_eq!(paid.iter().filter(is_fee).count(), 0, "money came and the order is unpaid: {order:?}");
                    let is_first = paid.is_empty()
                        || kept.attempts.iter().any(|one| one.order_id == order.id && kept.reversed.contains(&one.id));
                    assert!(is_first, "paid and still unpaid: {order:?}");
                }
                FeeOrderStatus::Cancelled => {
                    assert_eq!(paid.iter().filter(is_fee).count(), 0, "cancelled and paid: {order:?}");
                }
                FeeOrderStatus::RefundDue | FeeOrderStatus::Refunded | FeeOrderStatus::Exempted => {}
            }
        }
    }

    fn statements_tell_every_movement_once(&self, kept: &Kept) {
        let mut told: BTreeMap<&str, i64> = BTreeMap::new();
        for line in &kept.lines {
            *told.entry(line.operator.as_str()).or_default() += line.amount_xof - line.fee_xof;
        }
        assert_eq!(told, self.truth.balances(), "what statements tell and what truly moved");
        assert_eq!(kept.lines.len(), self.truth.movements.len());
        assert_eq!(kept.balance("assets:cash_desk"), self.truth.cash, "the drawer");
    }

    /// Income is the paid orders, and what we owe is what the refunds say.
    fn what_is_owed_is_in_the_books(&self, kept: &Kept) {
        let income: i64 = kept.balances.iter().filter(|one| one.0.starts_with("income:")).map(|one| one.1).sum();
        let paid = kept.orders.values().filter(|order| order.status == FeeOrderStatus::Paid);
        assert_eq!(-income, paid.map(|order| order.amount_xof).sum::<i64>(), "income and paid orders");
        let is_owed = |one: &&Refund| matches!(one.status, RefundStatus::Approved | RefundStatus::Sent);
        let owed: i64 = kept.refunds.iter().filter(is_owed).map(|one| one.amount_xof).sum();
        assert_eq!(-kept.balance("liabilities:refund_payable"), owed, "approved refunds");
    }
}

impl Kept {
    fn one_transaction_settles_one_order(&self) {
        let mut seen = HashSet::new();
        for attempt in self.attempts.iter().filter(|one| one.status == AttemptStatus::Succeeded) {
            let number = attempt.transaction_id.clone().expect("a success has a number");
            assert!(
                seen.insert((attempt.operator.as_str(), number)),
                "two attempts for one transaction: {}",
                shown(attempt)
            );
        }
    }

    /// What each line is about: an attempt, or itself.
    fn subjects(&self) -> HashMap<Uuid, Uuid> {
        let own: HashMap<Uuid, Uuid> =
            self.lines.iter().map(|line| (line.id.0, line.attempt_id.unwrap_or(line.id).0)).collect();
        let held: HashMap<Id, Uuid> =
            self.refunds.iter().filter_map(|one| Some((one.id, own[&one.line_id?.0]))).collect();
        let subject =
            |line: &StatementLine| line.refund_id.and_then(|id| held.get(&id).copied()).unwrap_or(own[&line.id.0]);
        self.lines.iter().map(|line| (line.id.0, subject(line))).collect()
    }

    /// What each refund sends back: an attempt's money, or what a line is about.
    fn refunded(&self) -> HashMap<Uuid, Uuid> {
        let about = self.subjects();
        let subject = |one: &Refund| one.attempt_id.map(Uuid::from).or(one.line_id.map(|line| about[&line.0])).unwrap();
        self.refunds.iter().map(|one| (one.id.0, subject(one))).collect()
    }

    /// Everything that is known of an attempt, or of a line that is nobody's.
    pub fn story(&self, subject: Uuid) -> String {
        let about = self.subjects();
        let attempt = self.attempts.iter().find(|one| one.id.0 == subject);
        let number = attempt.and_then(|one| one.transaction_id.as_deref());
        let is_told = |line: &&StatementLine| about[&line.id.0] == subject || number == Some(&line.transaction_id);
        let lines: Vec<&StatementLine> = self.lines.iter().filter(is_told).collect();
        let has_line = |id: Id| lines.iter().any(|line| line.id == id);
        let mut story: Vec<String> = attempt.iter().map(|one| shown(one)).collect();
        story.extend(lines.iter().map(|line| told(line)));
        let matches = self.matches.iter().filter(|one| one.attempt_id.0 == subject || has_line(one.line_id));
        story.extend(matches.map(|one| format!("matched by {} at {}", one.basis, one.at.0)));
        let cases = self.discrepancies.iter();
        let cases = cases.filter(|one| one.attempt_id == Some(Id(subject)) || one.line_id.is_some_and(has_line));
        story.extend(cases.map(|one| {
            let Discrepancy { class, amount_xof, day, resolution, found_at, resolved_at, .. } = one;
            let (found_at, resolved_at) = (found_at.0, resolved_at.map(|at| at.0));
            format!("{class} of {amount_xof} on {day}, found at {found_at}: {resolution:?} at {resolved_at:?}")
        }));
        let refunded = self.refunded();
        let refunds = self.refunds.iter().filter(|one| refunded[&one.id.0] == subject);
        story.extend(
            refunds.map(|one| format!("refund {} of {}: {} ({})", one.id.0, one.amount_xof, one.status, one.reason)),
        );
        let is_of = |one: &&Booked| {
            let fact = fact_of(&one.key).1;
            fact == subject || has_line(Id(fact)) || refunded.get(&fact) == Some(&subject)
        };
        story.extend(self.booked.iter().filter(is_of).map(|one| format!("{} {} {}", one.at, one.key, one.signed)));
        story.join("\n")
    }

    /// For every payment, statement and books over all days say the same, or a person gave the reason why not.
    fn books_and_statements_differ_only_where_a_person_said_why(&self) {
        let about = self.subjects();
        let refunded = self.refunded();
        let mut differing: HashMap<Uuid, i64> = HashMap::new();
        for line in &self.lines {
            *differing.entry(about[&line.id.0]).or_default() += line.amount_xof - line.fee_xof;
        }
        for entry in &self.booked {
            let (kind, fact) = fact_of(&entry.key);
            let subject = if kind == "refund_executed" { refunded[&fact] } else { *about.get(&fact).unwrap_or(&fact) };
            *differing.entry(subject).or_default() -= entry.signed;
        }
        let explained: HashSet<Uuid> = self
            .discrepancies
            .iter()
            .filter(|one| one.resolution == Some(Resolution::Explained))
            .flat_map(|one| {
                let refund = one.refund_id.map(|refund| refunded[&refund.0]);
                [one.attempt_id.map(Uuid::from), one.line_id.map(|line| about[&line.0]), refund]
            })
            .flatten()
            .collect();
        let unsaid = differing.into_iter().filter(|one| one.1 != 0 && !explained.contains(&one.0));
        let stories: Vec<String> =
            unsaid.map(|(subject, amount)| format!("{amount} francs:\n{}", self.story(subject))).collect();
        assert!(stories.is_empty(), "books and statements differ and nobody said why: {}", stories.join("\n\n"));
    }

    fn every_line_and_every_payment_is_matched_or_was_in_the_queue(&self) {
        let matched: HashMap<Id, Id> = self.matches.iter().map(|one| (one.line_id, one.attempt_id)).collect();
        let attempts: HashSet<Id> = matched.values().copied().collect();
        assert_eq!(attempts.len(), self.matches.len(), "one line for one attempt");
        let queued_lines: HashSet<Id> = self.discrepancies.iter().filter_map(|one| one.line_id).collect();
        for line in &self.lines {
            let is_movement = line.class == Some(FindingClass::Matched) && line.kind != LineKind::Payment;
            let is_known = matched.contains_key(&line.id) || is_movement || queued_lines.contains(&line.id);
            assert!(is_known, "a line that nobody looked at: {}", told(line));
        }
        let missing: HashSet<Id> = self
            .discrepancies
            .iter()
            .filter(|one| one.class == FindingClass::MissingAtProvider)
            .filter_map(|one| one.attempt_id)
            .collect();
        let told = |one: &&Attempt| one.status == AttemptStatus::Succeeded && one.operator != Operator::CashDesk;
        for attempt in self.attempts.iter().filter(told) {
            let is_known = attempts.contains(&attempt.id) || missing.contains(&attempt.id);
            assert!(is_known, "a payment without a line that nobody looked for: {}", shown(attempt));
        }
        assert!(self.discrepancies.iter().all(|one| one.status == DiscrepancyStatus::Resolved));
    }

    fn nothing_was_booked_behind_a_closed_day(&self) {
        for day in &self.closed {
            for entry in self.booked.iter().filter(|one| one.operator == day.operator.as_str()) {
                let is_behind = entry.at.date_naive() <= day.day && entry.written_at > day.closed_at.0;
                assert!(!is_behind, "{} was booked on {} after {} was closed", entry.key, entry.at, day.day);
            }
            let is_of_day = |line: &&StatementLine| line.operator == day.operator && line.day == day.day;
            let told: i64 = self.lines.iter().filter(is_of_day).map(|line| line.amount_xof - line.fee_xof).sum();
            assert_eq!(day.closing_xof - day.opening_xof, told, "{} {}", day.operator, day.day);
        }
    }

    fn refunds_are_within_what_was_paid(&self) {
        let amounts: HashMap<Id, &Attempt> = self.attempts.iter().map(|one| (one.id, one)).collect();
        let mut promised: HashMap<Id, i64> = HashMap::new();
        let mut promised_of_lines: HashMap<Id, i64> = HashMap::new();
        for refund in self.refunds.iter().filter(|one| one.status != RefundStatus::Refused) {
            match (refund.attempt_id, refund.line_id) {
                (Some(attempt), None) => *promised.entry(attempt).or_default() += refund.amount_xof,
                (None, Some(line)) => *promised_of_lines.entry(line).or_default() += refund.amount_xof,
                _ => panic!("a refund is of an attempt or of a line: {refund:?}"),
            }
            let two = refund.asked_by.is_some() && refund.decided_by.is_some() && refund.asked_by != refund.decided_by;
            let is_decided = matches!(refund.status, RefundStatus::Approved | RefundStatus::Sent | RefundStatus::Done);
            assert!(two || !is_decided, "one person decided alone: {refund:?}");
        }
        for (line, amount) in promised_of_lines {
            let put_aside = ["suspense", "set_aside", "suspense_released"];
            let is_of = |one: &&Booked| fact_of(&one.key).1 == line.0 && put_aside.contains(&fact_of(&one.key).0);
            let came: i64 = self.booked.iter().filter(is_of).map(|one| one.signed).sum();
            assert!(amount <= came, "{amount} francs go back of {came}: {}", self.story(line.0));
        }
        for (attempt, amount) in promised {
            let attempt = amounts[&attempt];
            let came = self.booked.iter().filter(|one| fact_of(&one.key).1 == attempt.id.0 && one.signed > 0);
            let came = match attempt.operator {
                Operator::CashDesk => attempt.amount_xof,
                _ => came.map(|one| one.signed).sum(),
            };
            assert!(amount <= came, "{amount} francs go back of {came}: {}", shown(attempt));
        }
    }
}
