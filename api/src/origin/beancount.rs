//! The books in the language of beancount, so that a program that is not ours can add them up again.
//!
//! Beancount's accounts are capitalised, its amounts carry a currency, debits are positive, and a `balance` directive speaks of the
//! beginning of its day.

use chrono::NaiveDate;
use uuid::Uuid;

use super::ledger::{Account, EntryKind};

/// The account that what stood on the books before the first day is held against.
const OPENING: &str = "Equity:Opening";

/// One entry of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting<'a> {
    pub id: Uuid,
    pub day: NaiveDate,
    pub kind: EntryKind,
    pub key: &'a str,
    pub memo: &'a str,
    /// Francs; negative for a credit.
    pub lines: Vec<(&'a Account, i64)>,
}

/// `assets:operator:orange_money` as `Assets:Operator:Orange-Money`.
#[must_use]
pub fn account_name(account: &Account) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let part = |part: &str| part.split('_').map(capital).collect::<Vec<_>>().join("-");
    account.to_string().split(':').map(part).collect::<Vec<_>>().join(":")
}

/// The beginning of a journal: its title, the currency, and every account opened on its first day, with what stood on it.
#[must_use]
pub fn opening(title: &str, first: NaiveDate, accounts: &[Account], before: &[(Account, i64)]) -> String {
    let mut text = format!("option \"title\" {}\noption \"operating_currency\" \"XOF\"\n\n", quoted(title));
    text.push_str(&format!("{first} commodity XOF\n{first} open {OPENING} XOF\n"));
    for account in accounts {
        text.push_str(&format!("{first} open {} XOF\n", account_name(account)));
    }
    if !before.is_empty() {
        text.push_str(&format!("\n{first} * \"Report\" \"Soldes avant le premier jour\"\n"));
        for (account, balance) in before {
            text.push_str(&line(&account_name(account), *balance));
        }
        let sum: i64 = before.iter().map(|(_, balance)| balance).sum();
        text.push_str(&line(OPENING, -sum));
    }
    text.push('\n');
    text
}

/// One transaction.
#[must_use]
pub fn transaction(posting: &Posting<'_>) -> String {
    let mut text = format!("{} * {} {}\n", posting.day, quoted(posting.kind.as_str()), quoted(posting.memo));
    text.push_str(&format!("  entry: \"{}\"\n  fact: {}\n", posting.id, quoted(posting.key)));
    for (account, amount) in &posting.lines {
        text.push_str(&line(&account_name(account), *amount));
    }
    text.push('\n');
    text
}

/// What must stand on each account at the end of the last day.
#[must_use]
pub fn assertions(day_after: NaiveDate, accounts: &[(Account, i64)]) -> String {
    let assertion =
        |(account, balance): &(Account, i64)| format!("{day_after} balance {} {balance} XOF\n", account_name(account));
    accounts.iter().map(assertion).collect()
}

fn line(account: &str, amount: i64) -> String {
    format!("  {account}  {amount} XOF\n")
}

/// A text of one line between quotes.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::payment::Operator;

    #[test]
    fn accounts_are_capitalised() {
        for (account, name) in [
            (Account::AtOperator(Operator::OrangeMoney), "Assets:Operator:Orange-Money"),
            (Account::AtOperator(Operator::CashDesk), "Assets:Cash-Desk"),
            (Account::TreasuryBank, "Assets:Treasury:Bank"),
            (Account::OperatorFees, "Expenses:Operator-Fees"),
            (Account::FeeIncome("ZLE".into()), "Income:Fees:ZLE"),
            (Account::RefundPayable, "Liabilities:Refund-Payable"),
        ] {
            assert_eq!(account_name(&account), name);
        }
    }

    #[test]
    fn a_memo_cannot_end_its_quotes() {
        assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c d\"");
    }

    #[test]
    fn a_journal_reads_as_beancount_wants_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let (cash, income) = (Account::AtOperator(Operator::CashDesk), Account::FeeIncome("ZLE".into()));
        let journal =
            opening("Livre", day, &[cash.clone(), income.clone()], &[(cash.clone(), 500), (income.clone(), -400)])
                + &transaction(&Posting {
                    id: Uuid::nil(),
                    day,
                    kind: EntryKind::Payment,
                    key: "payment:1",
                    memo: "OR-1",
                    lines: vec![(&cash, 1500), (&income, -1500)],
                })
                + &assertions(day.succ_opt().unwrap(), &[(cash.clone(), 2000)]);
        assert_eq!(
            journal,
            "option \"title\" \"Livre\"\noption \"operating_currency\" \"XOF\"\n\n2026-11-22 commodity XOF\n\
             2026-11-22 open Equity:Opening XOF\n2026-11-22 open Assets:Cash-Desk XOF\n2026-11-22 open Income:Fees:ZLE XOF\n\n\
             2026-11-22 * \"Report\" \"Soldes avant le premier jour\"\n  Assets:Cash-Desk  500 XOF\n  Income:Fees:ZLE  -400 XOF\n  \
             Equity:Opening  -100 XOF\n\n2026-11-22 * \"payment\" \"OR-1\"\n  entry: \"00000000-0000-0000-0000-000000000000\"\n  \
             fact: \"payment:1\"\n  Assets:Cash-Desk  1500 XOF\n  Income:Fees:ZLE  -1500 XOF\n\n2026-11-23 balance Assets:Cash-Desk \
             2000 XOF\n"
        );
    }
}
