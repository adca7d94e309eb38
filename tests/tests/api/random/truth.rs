//! What truly happened to the money, told by nobody but the operators themselves. The service is held against it.

use std::collections::{BTreeMap, HashSet};

use boyoro::clock::Instant;
use boyoro_tests::simulator::Which;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::books::Owed;

/// The words of Wave's statement, which is imported for every operator here.
pub const PAID: &str = "api_checkout";
pub const SENT_BACK: &str = "api_checkout_refund";
pub const REVERSED: &str = "b2b_payment_reversal";
pub const SWEPT: &str = "merchant_sweep";
pub const OUT: &str = "api_payout_reversal";

/// The account of the Treasury's merchant code.
pub const MERCHANT_CODE: &str = "merchant_code";

/// A movement on one of our accounts.
#[derive(Clone, Debug)]
pub struct Movement {
    pub operator: &'static str,
    pub at: Instant,
    pub transaction: String,
    pub kind: &'static str,
    /// Francs; negative when money left the account.
    pub amount: i64,
    pub fee: i64,
    /// Our reference, or nothing.
    pub reference: String,
}

/// An order and what it costs.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    pub owed: Owed,
    pub amount: i64,
    pub has_ended: bool,
}

/// A session with an operator, as its payer and the operator know it.
#[derive(Clone, Debug)]
pub struct Session {
    pub attempt: Uuid,
    pub reference: String,
    pub operator: Which,
    pub asked: i64,
    /// What the payer really paid.
    pub paid: Option<i64>,
    /// The operator says that it was paid, and has no such movement.
    pub is_swallowed: bool,
}

impl Session {
    /// Whether what was asked for was paid.
    pub fn is_right(&self) -> bool {
        self.paid == Some(self.asked)
    }
}

/// All of it.
#[derive(Default)]
pub struct Truth {
    pub orders: Vec<Order>,
    pub sessions: Vec<Session>,
    pub movements: Vec<Movement>,
    /// Transactions that the operator has taken back.
    pub taken_back: HashSet<String>,
    /// What lies in the desk's drawer.
    pub cash: i64,
    serial: u64,
}

impl Truth {
    /// A number of the operator's own.
    pub fn transaction(&mut self, letter: char) -> String {
        self.serial += 1;
        format!("{letter}-{:06}", self.serial)
    }

    /// The accounts on which something has moved.
    pub fn accounts(&self) -> Vec<&'static str> {
        let mut names: Vec<&str> = self.movements.iter().map(|movement| movement.operator).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What every account holds, after the fees its operator has kept.
    pub fn balances(&self) -> BTreeMap<&'static str, i64> {
        let mut balances = BTreeMap::new();
        for movement in &self.movements {
            *balances.entry(movement.operator).or_default() += movement.amount - movement.fee;
        }
        balances
    }

    /// An account's movements of these days, in time's order.
    pub fn of_days(&self, operator: &str, (from, to): (NaiveDate, NaiveDate)) -> Vec<&Movement> {
        let is_meant =
            |movement: &&Movement| movement.operator == operator && (from..=to).contains(&movement.at.date_naive());
        self.movements.iter().filter(is_meant).collect()
    }
}

/// Movements as their operator's export tells them.
pub fn statement(rows: &[&Movement]) -> Vec<u8> {
    let mut text = "timestamp,transaction_id,transaction_type,amount,fee,currency,client_reference\n".to_owned();
    for row in rows {
        let Movement { transaction, kind, amount, fee, reference, .. } = row;
        let at = row.at.format("%Y-%m-%d %H:%M:%S");
        text.push_str(&format!("{at},{transaction},{kind},{amount},{fee},XOF,{reference}\n"));
    }
    text.into_bytes()
}
