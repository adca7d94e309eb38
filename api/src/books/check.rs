//! The proof of the books: every entry balances, every fact is booked exactly once, and the accounts say what the records say.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::app::App;
use crate::failure::Failure;
use crate::origin::ledger::{Account, EntryKind, business_key};
use crate::origin::payment::FeeOrderStatus;
use crate::origin::refund::RefundStatus;
use crate::store::ledger::{self as store, PaidRecord};
use crate::store::quittances;
use crate::store::{Conn, StoreError};

/// What is wrong with the books, one finding a line; nothing when they are right.
pub async fn check(app: &App) -> Result<Vec<String>, Failure> {
    app.db.read_snapshot(|conn| Ok(check_all(conn)?)).await
}

fn check_all(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let mut findings = store::unbalanced(conn)?;
    let keys = store::keys(conn)?;
    let paid = store::paid_records(conn)?;
    findings.extend(payments(&keys, &paid));
    findings.extend(orders(&keys, &paid));
    findings.extend(refunds(conn, &keys)?);
    findings.extend(accounts(conn)?);
    findings.extend(series(conn)?);
    Ok(findings)
}

/// Every attempt that succeeded is booked exactly once, with its amount, and nothing is booked as a payment that is none.
fn payments(keys: &HashMap<String, i64>, paid: &[PaidRecord]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut known = HashSet::new();
    for record in paid {
        let both = [EntryKind::Payment, EntryKind::Overpayment].map(|kind| business_key(kind, record.attempt_id.0));
        let amounts: Vec<i64> = both.iter().filter_map(|key| keys.get(key).copied()).collect();
        if amounts != [record.amount_xof] {
            let (reference, owed) = (&record.attempt_reference, record.amount_xof);
            findings.push(format!("attempt {reference} of {owed} francs is booked with {amounts:?}"));
        }
        known.extend(both);
    }
    let is_payment = |key: &str| key.starts_with("payment:") || key.starts_with("overpayment:");
    let strangers = keys.keys().filter(|key| is_payment(key) && !known.contains(*key));
    findings.extend(strangers.map(|key| format!("{key} is booked and no such attempt has succeeded")));
    findings
}

/// Every settled order was settled by one payment, and by that one.
fn orders(keys: &HashMap<String, i64>, paid: &[PaidRecord]) -> Vec<String> {
    let mut payments_of: BTreeMap<&str, Vec<&PaidRecord>> = BTreeMap::new();
    for record in paid {
        let of_order = payments_of.entry(&record.order_reference).or_default();
        // What the operator took back settles nothing any more: the order may have been paid again since.
        let is_reversed = keys.contains_key(&business_key(EntryKind::Reversal, record.attempt_id.0));
        if keys.contains_key(&business_key(EntryKind::Payment, record.attempt_id.0)) && !is_reversed {
            of_order.push(record);
        }
    }
    let mut findings = Vec::new();
    for (reference, payments) in payments_of {
        let by: Vec<_> = payments.iter().map(|record| record.attempt_id).collect();
        match payments.first() {
            Some(first) if by.len() > 1 || first.settled_by != Some(first.attempt_id) => {
                findings.push(format!(
                    "order {reference} is settled by {:?} and booked as settled by {by:?}",
                    first.settled_by
                ));
            }
            _ => {}
        }
    }
    let unbooked = paid.iter().filter(|record| {
        record.order_status == FeeOrderStatus::Paid
            && record.settled_by == Some(record.attempt_id)
            && !keys.contains_key(&business_key(EntryKind::Payment, record.attempt_id.0))
    });
    findings.extend(
        unbooked.map(|record| format!("order {} is paid and its payment is not booked", record.order_reference)),
    );
    findings
}

/// A refund is owed from its approval on, and executed once.
fn refunds(conn: &mut Conn, keys: &HashMap<String, i64>) -> Result<Vec<String>, StoreError> {
    let mut findings = Vec::new();
    let mut known = HashSet::new();
    for (id, amount, status) in store::refund_records(conn)? {
        let booked = |kind| keys.get(&business_key(kind, id.0)).copied();
        let is_decided = matches!(status, RefundStatus::Approved | RefundStatus::Sent | RefundStatus::Done);
        let wanted = (is_decided.then_some(amount), (status == RefundStatus::Done).then_some(amount));
        let found = (booked(EntryKind::RefundDecided), booked(EntryKind::RefundExecuted));
        if wanted != found {
            findings.push(format!("refund {} ({status}) of {amount} francs is booked with {found:?}", id.0));
        }
        known.extend([EntryKind::RefundDecided, EntryKind::RefundExecuted].map(|kind| business_key(kind, id.0)));
    }
    let strangers = keys.keys().filter(|key| key.starts_with("refund_") && !known.contains(*key));
    findings.extend(strangers.map(|key| format!("{key} is booked and there is no such refund")));
    Ok(findings)
}

/// The trial balance adds up, is what the lines give when they are added one by one, and no account has an unlawful sign or name.
fn accounts(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let mut findings = Vec::new();
    let balances = store::balances(conn)?;
    let (debits, credits): (i64, i64) = (sum(&balances, |b| b.debit_xof), sum(&balances, |b| b.credit_xof));
    if debits != credits {
        findings.push(format!("debits of {debits} francs and credits of {credits} francs"));
    }
    let mut recounted: BTreeMap<String, i64> = BTreeMap::new();
    for (account, signed) in store::every_line(conn)? {
        *recounted.entry(account).or_default() += signed;
    }
    for balance in &balances {
        let stated = balance.debit_xof - balance.credit_xof;
        let counted = recounted.remove(&balance.account).unwrap_or_default();
        if stated != counted {
            findings.push(format!("{} stands at {stated} francs and its lines give {counted}", balance.account));
        }
        match balance.account.parse::<Account>() {
            Ok(Account::Overpayment | Account::Suspense | Account::RefundPayable) if stated > 0 => {
                findings.push(format!("{} owes {stated} francs to the agency", balance.account));
            }
            Ok(_) => {}
            Err(unknown) => findings.push(unknown.to_string()),
        }
    }
    Ok(findings)
}

fn sum(balances: &[store::Balance], side: impl Fn(&store::Balance) -> i64) -> i64 {
    balances.iter().map(side).sum()
}

/// No series of quittances has a gap, and every paid order has its quittance or waits for it.
fn series(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let series = quittances::series(conn)?.into_iter();
    let gaps = series.filter(|(_, _, last, issued)| last != issued);
    let mut findings: Vec<String> = gaps
        .map(|(office, year, last, issued)| format!("series {office} {year} is at {last} and holds {issued} numbers"))
        .collect();
    let without = quittances::paid_without(conn)?.into_iter();
    findings.extend(without.map(|order| format!("order {order} is paid and has no quittance")));
    Ok(findings)
}
