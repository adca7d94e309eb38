//! Double entry in whole francs. An [`Entry`] can only be made balanced; what is made is never changed, only countered.

use std::fmt;

use super::money::{Francs, MoneyError};
use super::payment::Operator;
use crate::text_enum;

/// An account of the chart. The accountant decides the official numbers; these are the names they will be mapped from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// What an operator collected and still owes us. Debit balance.
    AtOperator(Operator),
    /// Revenue of one scheme's certificates. Credit balance.
    FeeIncome(String),
    /// Money for an order that needed none (any more). Credit balance.
    Overpayment,
    /// Money that is not what was asked for. Credit balance.
    Suspense,
    /// A refund that was decided and not yet executed. Credit balance.
    RefundPayable,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtOperator(operator) => write!(f, "assets:operator:{operator}"),
            Self::FeeIncome(scheme) => write!(f, "income:fees:{scheme}"),
            Self::Overpayment => f.write_str("liabilities:overpayment"),
            Self::Suspense => f.write_str("liabilities:suspense"),
            Self::RefundPayable => f.write_str("liabilities:refund_payable"),
        }
    }
}

text_enum! {
    /// What an entry stands for.
    pub enum EntryKind {
        /// A verified payment settled an order.
        Payment = "payment",
        /// A verified payment came for an order that needed none.
        Overpayment = "overpayment",
        /// Money came that was not what was asked for.
        Suspense = "suspense",
        /// Money in suspense turned out to be right after all.
        SuspenseReleased = "suspense_released",
    }
}

/// One side of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What came in.
    Debit,
    /// Where it came from.
    Credit,
}

/// One line of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub account: Account,
    pub side: Side,
    /// Above zero.
    pub amount: Francs,
}

/// A balanced entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    kind: EntryKind,
    business_key: String,
    memo: String,
    total: Francs,
    lines: Vec<Line>,
}

/// Why lines are not an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Debits and credits differ.
    #[error("debits and credits differ")]
    Unbalanced,
    /// A line without money, or no lines at all.
    #[error("a ledger line needs an amount above zero")]
    Empty,
    /// The amounts cannot be added up.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Entry {
    /// An entry over these lines. `business_key` names the fact it books: no fact is booked twice.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn new(kind: EntryKind, business_key: String, memo: String, lines: Vec<Line>) -> Result<Self, LedgerError> {
        let sum = |side: Side| Francs::sum(lines.iter().filter(|line| line.side == side).map(|line| line.amount));
        let (debits, credits) = (sum(Side::Debit)?, sum(Side::Credit)?);
        if debits != credits {
            return Err(LedgerError::Unbalanced);
        }
        if lines.is_empty() || lines.iter().any(|line| !line.amount.is_positive()) {
            return Err(LedgerError::Empty);
        }
        Ok(Self { kind, business_key, memo, total: debits, lines })
    }

    /// An entry of one debit and one credit.
    ///
    /// # Errors
    /// [`LedgerError::Empty`] unless the amount is above zero.
    pub fn simple(
        kind: EntryKind,
        business_key: String,
        memo: String,
        (debit, credit): (Account, Account),
        amount: Francs,
    ) -> Result<Self, LedgerError> {
        let line = |account, side| Line { account, side, amount };
        Self::new(kind, business_key, memo, vec![line(debit, Side::Debit), line(credit, Side::Credit)])
    }

    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        self.kind
    }

    #[must_use]
    pub fn business_key(&self) -> &str {
        &self.business_key
    }

    #[must_use]
    pub fn memo(&self) -> &str {
        &self.memo
    }

    /// Sum of the debits, which is the sum of the credits.
    #[must_use]
    pub const fn total(&self) -> Francs {
        self.total
    }

    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(side: Side, amount: i64) -> Line {
        Line { account: Account::Suspense, side, amount: Francs::new(amount).unwrap() }
    }

    fn entry(lines: Vec<Line>) -> Result<Entry, LedgerError> {
        Entry::new(EntryKind::Payment, "key".to_owned(), String::new(), lines)
    }

    #[test]
    fn only_balanced_lines_with_money_are_an_entry() {
        assert!(entry(vec![line(Side::Debit, 1500), line(Side::Credit, 1500)]).is_ok());
        assert!(entry(vec![line(Side::Debit, 1500), line(Side::Credit, 1000), line(Side::Credit, 500)]).is_ok());
        assert_eq!(entry(vec![line(Side::Debit, 1500), line(Side::Credit, 1499)]), Err(LedgerError::Unbalanced));
        assert_eq!(entry(vec![line(Side::Debit, 1500)]), Err(LedgerError::Unbalanced));
        assert_eq!(entry(Vec::new()), Err(LedgerError::Empty));
        assert_eq!(entry(vec![line(Side::Debit, 0), line(Side::Credit, 0)]), Err(LedgerError::Empty));
        assert_eq!(entry(vec![line(Side::Debit, -5), line(Side::Credit, -5)]), Err(LedgerError::Empty));
    }

    proptest! {
        #[test]
        fn what_is_an_entry_balances(debits in proptest::collection::vec(-5_i64..5, 0..4), credits in proptest::collection::vec(-5_i64..5, 0..4)) {
            let lines = debits.iter().map(|amount| line(Side::Debit, *amount))
                .chain(credits.iter().map(|amount| line(Side::Credit, *amount)))
                .collect();
            if let Ok(entry) = entry(lines) {
                prop_assert!(entry.total().is_positive());
                prop_assert_eq!(entry.total().get(), debits.iter().sum::<i64>());
                prop_assert_eq!(entry.total().get(), credits.iter().sum::<i64>());
            }
        }
    }
}
