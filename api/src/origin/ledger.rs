//! Double entry in whole francs. An [`Entry`] can only be made balanced; what is made is never changed, only countered.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::money::{Francs, MoneyError};
use super::payment::Operator;
use crate::text_enum;

/// An account of the chart. The accountant decides the official numbers; these are the names they will be mapped from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// What an operator collected and has not handed over yet. Debit balance.
    AtOperator(Operator),
    /// What the Treasury's own statement says has arrived. Debit balance.
    TreasuryBank,
    /// What operators kept for themselves, where the agency bears it. Debit balance.
    OperatorFees,
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
            Self::AtOperator(Operator::CashDesk) => f.write_str("assets:cash_desk"),
            Self::AtOperator(operator) => write!(f, "assets:operator:{operator}"),
            Self::TreasuryBank => f.write_str("assets:treasury:bank"),
            Self::OperatorFees => f.write_str("expenses:operator_fees"),
            Self::FeeIncome(scheme) => write!(f, "income:fees:{scheme}"),
            Self::Overpayment => f.write_str("liabilities:overpayment"),
            Self::Suspense => f.write_str("liabilities:suspense"),
            Self::RefundPayable => f.write_str("liabilities:refund_payable"),
        }
    }
}

impl FromStr for Account {
    type Err = UnknownAccount;

    fn from_str(name: &str) -> Result<Self, UnknownAccount> {
        let unknown = || UnknownAccount(name.to_owned());
        match name {
            "assets:cash_desk" => Ok(Self::AtOperator(Operator::CashDesk)),
            "assets:treasury:bank" => Ok(Self::TreasuryBank),
            "expenses:operator_fees" => Ok(Self::OperatorFees),
            "liabilities:overpayment" => Ok(Self::Overpayment),
            "liabilities:suspense" => Ok(Self::Suspense),
            "liabilities:refund_payable" => Ok(Self::RefundPayable),
            other => match (other.strip_prefix("assets:operator:"), other.strip_prefix("income:fees:")) {
                (Some(word), _) => word.parse().map(Self::AtOperator).map_err(|_| unknown()),
                (_, Some(scheme)) if !scheme.is_empty() => Ok(Self::FeeIncome(scheme.to_owned())),
                _ => Err(unknown()),
            },
        }
    }
}

/// A name that no account of the chart has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an account of the chart")]
pub struct UnknownAccount(pub String);

impl Account {
    /// Where the money of a payment stands when it is on this account; none on the accounts it came in on.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        match self {
            Self::FeeIncome(scheme) => Some(Standing::Income(scheme.clone())),
            Self::Overpayment => Some(Standing::Overpayment),
            Self::Suspense => Some(Standing::Suspense),
            Self::RefundPayable => Some(Standing::RefundPayable),
            Self::AtOperator(_) | Self::TreasuryBank | Self::OperatorFees => None,
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
        /// A payment's line in the statement brought more than was asked, or too little to be the payment: that money waits to go back.
        SetAside = "set_aside",
        /// Money in suspense found its place.
        SuspenseReleased = "suspense_released",
        /// Two people decided that money goes back.
        RefundDecided = "refund_decided",
        /// The money has gone back.
        RefundExecuted = "refund_executed",
        /// The operator took a payment back by itself, as its statement says.
        Reversal = "reversal",
        /// An operator handed over what it had collected.
        Sweep = "sweep",
        /// The cash desk brought its money to the bank.
        Deposit = "deposit",
        /// An operator kept a fee for one transaction.
        OperatorFee = "operator_fee",
    }
}

/// The fact an entry books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The attempt, refund, statement line or deposit it is about. One fact of one kind is booked once.
    pub id: Uuid,
    /// References a person can look up. Never personal data.
    pub memo: String,
    /// Above zero.
    pub amount: Francs,
}

/// Where the money of a payment stands once it is booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the revenue of this scheme.
    Income(String),
    /// It was too much.
    Overpayment,
    /// It is not understood yet.
    Suspense,
    /// Its going back is decided.
    RefundPayable,
}

impl From<Standing> for Account {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Income(scheme) => Self::FeeIncome(scheme),
            Standing::Overpayment => Self::Overpayment,
            Standing::Suspense => Self::Suspense,
            Standing::RefundPayable => Self::RefundPayable,
        }
    }
}

/// Where money that waited in suspense belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Release {
    /// The operator corrected itself: nothing of the kind ever came. What did come is booked anew.
    Withdrawn(Operator),
    /// It was the fee of a certificate of this scheme after all.
    Income(String),
    /// It is somebody's second payment.
    Overpayment,
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
    /// A line without money, no lines at all, or money that stays where it is.
    #[error("a ledger entry moves an amount above zero")]
    Empty,
    /// The amounts cannot be added up.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Entry {
    /// A verified payment settled an order: the operator owes it to us and it is revenue of the order's scheme. The fact is the attempt.
    ///
    /// # Errors
    /// Every constructor: [`LedgerError::Empty`] unless the amount is above zero.
    pub fn payment(attempt: Fact, operator: Operator, scheme: String) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::Payment, attempt, Account::AtOperator(operator), Account::FeeIncome(scheme))
    }

    /// A verified payment came for an order that needed none. The fact is the attempt.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn overpayment(attempt: Fact, operator: Operator) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::Overpayment, attempt, Account::AtOperator(operator), Account::Overpayment)
    }

    /// Money came that nobody asked for in this way. The fact is the attempt, or the statement's line when no attempt is known.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn suspense(source: Fact, operator: Operator) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::Suspense, source, Account::AtOperator(operator), Account::Suspense)
    }

    /// The statement tells more of a payment than was asked: the surplus is owed to its payer. The fact is the statement's line.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn surplus(line: Fact, operator: Operator) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::SetAside, line, Account::AtOperator(operator), Account::Overpayment)
    }

    /// The statement tells less of a payment than was asked, so that it is none: what did come waits. The fact is the statement's line.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn too_little(line: Fact, operator: Operator) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::SetAside, line, Account::AtOperator(operator), Account::Suspense)
    }

    /// What waited in suspense goes where it belongs. The fact is the one that was put into suspense.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn suspense_released(source: Fact, to: Release) -> Result<Self, LedgerError> {
        let credit = match to {
            Release::Withdrawn(operator) => Account::AtOperator(operator),
            Release::Income(scheme) => Account::FeeIncome(scheme),
            Release::Overpayment => Account::Overpayment,
        };
        Self::simple(EntryKind::SuspenseReleased, source, Account::Suspense, credit)
    }

    /// Two people decided that money goes back: from now on we owe it. The fact is the refund.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn refund_decided(refund: Fact, from: Standing) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::RefundDecided, refund, from.into(), Account::RefundPayable)
    }

    /// The money has gone back through this operator. The fact is the refund.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn refund_executed(refund: Fact, operator: Operator) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::RefundExecuted, refund, Account::RefundPayable, Account::AtOperator(operator))
    }

    /// The operator took a payment back by itself, or had less of it than was asked. The fact is the attempt; `from` is where its money
    /// stood.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn reversal(attempt: Fact, operator: Operator, from: Standing) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::Reversal, attempt, from.into(), Account::AtOperator(operator))
    }

    /// An operator handed over what it had collected, keeping `fee` of it (zero when the agency bears none). The fact is the
    /// transfer, with all that left the operator's account as its amount.
    ///
    /// # Errors
    /// As [`Self::payment`]; [`LedgerError::Empty`] also when the fee is negative or takes all.
    pub fn sweep(transfer: Fact, operator: Operator, fee: Francs) -> Result<Self, LedgerError> {
        Self::transfer(EntryKind::Sweep, transfer, operator, fee)
    }

    /// The cash desk's money was brought to the bank, with a deposit slip. The fact is the deposit.
    ///
    /// # Errors
    /// As [`Self::sweep`].
    pub fn deposit(deposit: Fact, desk: Operator, fee: Francs) -> Result<Self, LedgerError> {
        Self::transfer(EntryKind::Deposit, deposit, desk, fee)
    }

    /// An operator kept a fee for one transaction. The fact is the statement's line.
    ///
    /// # Errors
    /// As [`Self::payment`].
    pub fn operator_fee(line: Fact, operator: Operator) -> Result<Self, LedgerError> {
        Self::simple(EntryKind::OperatorFee, line, Account::OperatorFees, Account::AtOperator(operator))
    }

    fn transfer(kind: EntryKind, fact: Fact, operator: Operator, fee: Francs) -> Result<Self, LedgerError> {
        let arrived = fact.amount.minus(fee)?;
        let line = |account, side, amount| Line { account, side, amount };
        let mut lines = vec![
            line(Account::TreasuryBank, Side::Debit, arrived),
            line(Account::AtOperator(operator), Side::Credit, fact.amount),
        ];
        if fee != Francs::ZERO {
            lines.push(line(Account::OperatorFees, Side::Debit, fee));
        }
        Self::new(kind, business_key(kind, fact.id), fact.memo, lines)
    }

    /// An entry of one debit and one credit. Money that would stay where it is, is no entry.
    fn simple(kind: EntryKind, fact: Fact, debit: Account, credit: Account) -> Result<Self, LedgerError> {
        if debit == credit {
            return Err(LedgerError::Empty);
        }
        let line = |account, side| Line { account, side, amount: fact.amount };
        let lines = vec![line(debit, Side::Debit), line(credit, Side::Credit)];
        Self::new(kind, business_key(kind, fact.id), fact.memo, lines)
    }

    /// An entry over these lines. `business_key` names the fact it books: no fact is booked twice.
    fn new(kind: EntryKind, business_key: String, memo: String, lines: Vec<Line>) -> Result<Self, LedgerError> {
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

/// The name of a fact in the books.
#[must_use]
pub fn business_key(kind: EntryKind, fact: Uuid) -> String {
    format!("{kind}:{fact}")
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

    /// Every kind of entry there is, over random facts.
    fn any_entry() -> impl Strategy<Value = Result<Entry, LedgerError>> {
        let operator = proptest::sample::select(Operator::ALL);
        let standing = prop_oneof![
            Just(Standing::Income("ZLE".to_owned())),
            Just(Standing::Overpayment),
            Just(Standing::Suspense),
            Just(Standing::RefundPayable),
        ];
        (0_usize..EntryKind::ALL.len(), 1_i64..3_000, -5_i64..3_000, operator, standing).prop_map(
            |(kind, amount, fee, operator, standing)| {
                let fact = Fact { id: Uuid::nil(), memo: String::new(), amount: Francs::new(amount).unwrap() };
                let fee = Francs::new(fee).unwrap();
                match EntryKind::ALL[kind] {
                    EntryKind::Payment => Entry::payment(fact, operator, "ZLE".to_owned()),
                    EntryKind::Overpayment => Entry::overpayment(fact, operator),
                    EntryKind::Suspense => Entry::suspense(fact, operator),
                    EntryKind::SetAside if amount % 2 == 0 => Entry::surplus(fact, operator),
                    EntryKind::SetAside => Entry::too_little(fact, operator),
                    EntryKind::SuspenseReleased => Entry::suspense_released(fact, Release::Withdrawn(operator)),
                    EntryKind::RefundDecided => Entry::refund_decided(fact, standing),
                    EntryKind::RefundExecuted => Entry::refund_executed(fact, operator),
                    EntryKind::Reversal => Entry::reversal(fact, operator, standing),
                    EntryKind::Sweep => Entry::sweep(fact, operator, fee),
                    EntryKind::Deposit => Entry::deposit(fact, operator, fee),
                    EntryKind::OperatorFee => Entry::operator_fee(fact, operator),
                }
            },
        )
    }

    #[test]
    fn every_account_is_read_as_it_is_written() {
        let mut accounts: Vec<Account> = Operator::ALL.iter().map(|operator| Account::AtOperator(*operator)).collect();
        accounts.extend([
            Account::TreasuryBank,
            Account::OperatorFees,
            Account::FeeIncome("ZLE".to_owned()),
            Account::Overpayment,
            Account::Suspense,
            Account::RefundPayable,
        ]);
        for account in accounts {
            assert_eq!(account.to_string().parse(), Ok(account));
        }
        assert!("assets:operator:nobody".parse::<Account>().is_err());
        assert!("income:fees:".parse::<Account>().is_err());
    }

    #[test]
    fn an_operators_sweep_is_what_arrived_and_what_it_kept() {
        let fact = |amount| Fact { id: Uuid::nil(), memo: String::new(), amount: Francs::new(amount).unwrap() };
        let fee = |amount| Francs::new(amount).unwrap();
        let entry = Entry::sweep(fact(150_000), Operator::Wave, fee(1_500)).unwrap();
        let shown: Vec<_> = entry.lines().iter().map(|l| (l.account.to_string(), l.side, l.amount.get())).collect();
        assert_eq!(
            shown,
            [
                ("assets:treasury:bank".to_owned(), Side::Debit, 148_500),
                ("assets:operator:wave".to_owned(), Side::Credit, 150_000),
                ("expenses:operator_fees".to_owned(), Side::Debit, 1_500),
            ]
        );
        assert_eq!(Entry::sweep(fact(150_000), Operator::Wave, fee(0)).unwrap().lines().len(), 2);
        for wrong in [150_000, 150_001, -1] {
            assert_eq!(Entry::sweep(fact(150_000), Operator::Wave, fee(wrong)), Err(LedgerError::Empty));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_booked_no_franc_appears_or_disappears(entries in proptest::collection::vec(any_entry(), 1..60)) {
            let mut books: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
            let mut turnover = 0;
            for entry in entries.into_iter().flatten() {
                prop_assert!(entry.total().is_positive());
                turnover += entry.total().get();
                for line in entry.lines() {
                    let signed = if line.side == Side::Debit { line.amount.get() } else { -line.amount.get() };
                    *books.entry(line.account.to_string()).or_default() += signed;
                }
            }
            prop_assert_eq!(books.values().sum::<i64>(), 0);
            prop_assert!(books.values().filter(|balance| **balance > 0).sum::<i64>() <= turnover);
        }

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
