//! A day's receipts: what the journal of receipts lists and what the deposit slip adds up.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::origin::day::span;
use crate::origin::ledger::{Account, EntryKind};
use crate::origin::payment::Operator;
use crate::origin::quittance::{PrintedLine, PrintedOffice, QuittanceKind, slip_number};
use crate::quittances::Printing;
use crate::store::ledger::{self as store, Booked, PaidFact};
use crate::store::quittances::{self, Quittance};
use crate::store::{Conn, Id};

/// One movement of the day.
#[derive(Debug, Clone)]
pub struct DayLine {
    pub at: Instant,
    pub kind: EntryKind,
    /// The quittance that was valid when the day was read; none when there is none (any more).
    pub quittance: Option<String>,
    pub order_reference: String,
    pub payer: String,
    pub scheme: String,
    pub operator: Option<Operator>,
    pub transaction_id: String,
    /// Code of the budget line.
    pub line: String,
    /// Francs; negative when revenue was taken back.
    pub amount_xof: i64,
}

/// Sums of the receipts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub count: i64,
    pub amount_xof: i64,
}

impl Totals {
    fn add(&mut self, amount: i64) {
        self.count += 1;
        self.amount_xof += amount;
    }
}

/// A day's receipts.
#[derive(Debug, Clone)]
pub struct Day {
    pub day: NaiveDate,
    pub office: PrintedOffice,
    pub slip: String,
    /// Movements of revenue, in their order.
    pub receipts: Vec<DayLine>,
    /// Movements that are no revenue: overpayments, suspense, refunds sent, transfers.
    pub others: Vec<DayLine>,
    pub by_line: Vec<(PrintedLine, Totals)>,
    pub by_operator: Vec<(Option<Operator>, Totals)>,
    pub total: Totals,
    /// Numbers of the quittances issued on this day, in their order.
    pub numbers: Vec<String>,
    /// Those cancelled on this day.
    pub cancelled: Vec<String>,
}

/// Reads a day from the ledger.
pub async fn read_day(app: &App, day: NaiveDate) -> Result<Day, Failure> {
    let printing = Printing::of(app);
    app.db.read_snapshot(move |conn| read(conn, &printing, day)).await
}

fn read(conn: &mut Conn, printing: &Printing, day: NaiveDate) -> Result<Day, Failure> {
    let (from, before) = span(day, day);
    let entries = super::export::all_entries(conn, (from, before))?;
    let facts: Vec<Uuid> = entries.iter().filter_map(Booked::fact).collect();
    let known = store::paid_facts(conn, &facts)?;
    let orders: Vec<Id> = known.values().map(|fact| fact.order_id).collect();
    let valid = quittances::valid_of_orders(conn, &orders)?;
    let issued = quittances::of_day(conn, from, before)?;
    let office = printing.office(day)?;
    let mut read = Day {
        day,
        slip: slip_number(&office.code, day),
        office,
        receipts: Vec::new(),
        others: Vec::new(),
        by_line: Vec::new(),
        by_operator: Vec::new(),
        total: Totals::default(),
        numbers: issued
            .iter()
            .filter(|one| one.kind == QuittanceKind::Quittance)
            .map(|one| one.number.clone())
            .collect(),
        cancelled: issued.iter().filter_map(|one| one.cancels.clone()).collect(),
    };
    for entry in &entries {
        let fact = entry.fact().and_then(|id| known.get(&id));
        read.take(entry, fact, &valid, printing)?;
    }
    read.sum(printing)?;
    Ok(read)
}

impl Day {
    fn take(
        &mut self,
        entry: &Booked,
        fact: Option<&PaidFact>,
        valid: &[Quittance],
        printing: &Printing,
    ) -> Result<(), Failure> {
        let revenue = entry.lines.iter().find_map(|line| match &line.account {
            Account::FeeIncome(scheme) => Some((scheme.clone(), -line.signed_xof)),
            _ => None,
        });
        let (scheme, amount) = revenue.clone().unwrap_or((String::new(), entry.total_xof));
        let quittance = fact.and_then(|fact| valid.iter().find(|one| one.attempt_id.0 == fact.attempt_id.0));
        let by_account = entry.lines.iter().find_map(|line| match line.account {
            Account::AtOperator(operator) => Some(operator),
            _ => None,
        });
        let line = DayLine {
            at: entry.at,
            kind: entry.kind,
            quittance: quittance.map(|one| one.number.clone()),
            order_reference: fact.map_or_else(|| entry.memo.clone(), |fact| fact.order_reference.clone()),
            payer: fact.map(|fact| fact.payer.clone()).unwrap_or_default(),
            operator: by_account.or(fact.map(|fact| fact.operator)),
            transaction_id: fact.and_then(|fact| fact.transaction_id.clone()).unwrap_or_default(),
            line: if revenue.is_some() { printing.line(&scheme, self.day)?.code } else { String::new() },
            scheme,
            amount_xof: amount,
        };
        if revenue.is_some() {
            self.receipts.push(line)
        } else {
            self.others.push(line)
        }
        Ok(())
    }

    fn sum(&mut self, printing: &Printing) -> Result<(), Failure> {
        let mut lines: BTreeMap<String, (PrintedLine, Totals)> = BTreeMap::new();
        let mut operators: BTreeMap<Option<Operator>, Totals> = BTreeMap::new();
        for receipt in &self.receipts {
            self.total.add(receipt.amount_xof);
            operators.entry(receipt.operator).or_default().add(receipt.amount_xof);
            let printed = printing.line(&receipt.scheme, self.day)?;
            let of_line = lines.entry(receipt.line.clone()).or_insert((printed, Totals::default()));
            of_line.1.add(receipt.amount_xof);
        }
        self.by_line = lines.into_values().collect();
        self.by_operator = operators.into_iter().collect();
        Ok(())
    }

    /// The first number and the last, when any was issued.
    #[must_use]
    pub fn first_and_last(&self) -> Option<(&str, &str)> {
        Some((self.numbers.first()?, self.numbers.last()?))
    }
}
