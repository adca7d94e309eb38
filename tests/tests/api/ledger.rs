//! The books as a whole: proved against the records, and added up again by a bookkeeping program that is not ours.

use std::path::Path;
use std::process::Command;

use boyoro::failure::Failure;
use boyoro::origin::ledger::{Entry, Fact, Release, Standing};
use boyoro::origin::money::Francs;
use boyoro::origin::payment::Operator;
use boyoro::store::ledger;
use boyoro::store::schema::{ledger_entries, ledger_lines};
use boyoro_tests::simulator::Which;
use boyoro_tests::{Chance, both_engines};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::books::{Books, FEE};

/// What bean-check says about a journal: nothing when it accepts it.
fn bean_check(journal: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.beancount");
    std::fs::write(&path, journal).unwrap();
    let told = run("bean-check", &path);
    assert!(told.0 || !told.1.is_empty(), "bean-check says why");
    if told.0 { String::new() } else { told.1 }
}

fn run(tool: &str, path: &Path) -> (bool, String) {
    let output = Command::new(tool).arg(path).output();
    let output = output.unwrap_or_else(|error| panic!("{tool} of the Debian package beancount is needed: {error}"));
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

impl Books {
    /// Books an entry that statements would bring.
    async fn post(&self, entry: Entry) {
        let stamp = self.app.app.clock.stamp();
        let posted = self
            .app
            .app
            .db
            .write(move |conn| ledger::post(conn, stamp.ids().make(), &entry, stamp.now).map_err(Failure::from));
        posted.await.unwrap();
    }

    fn fact(&self, amount: i64) -> Fact {
        let id = self.app.app.clock.stamp().ids().make();
        Fact { id, memo: "relevé \"du jour\"".to_owned(), amount: Francs::new(amount).unwrap() }
    }

    /// One thing of the many that happen to money in a year.
    async fn happen(&self, chance: &mut Chance) {
        let fee = |amount: u64| Francs::new(i64::try_from(amount).unwrap()).unwrap();
        let operator = [Operator::OrangeMoney, Operator::Wave][usize::try_from(chance.below(2)).unwrap()];
        let amount = i64::try_from(chance.below(90_000)).unwrap() + 1_000;
        match chance.below(8) {
            0..3 => {
                let owed = self.owed(["ZLE", "UEM", "CED"][usize::try_from(chance.below(3)).unwrap()], amount).await;
                self.cash(owed, amount).await.expect(201);
            }
            3 => {
                let owed = self.owed("ZLE", amount).await;
                let settled = self.cash(owed, amount).await.expect(201);
                self.end_application(owed, "withdrawn");
                let refund = self.approved(settled["attempts"][0]["id"].as_str().unwrap()).await;
                let by_hand = json!({ "operatorReference": "CAISSE-12" });
                self.treasurer.post(&format!("refunds/{refund}/execution"), &by_hand).await.expect(200);
            }
            4 => self.post(Entry::sweep(self.fact(amount), operator, fee(chance.below(900))).unwrap()).await,
            5 => self.post(Entry::deposit(self.fact(amount), Operator::CashDesk, Francs::ZERO).unwrap()).await,
            6 => self.post(Entry::reversal(self.fact(amount), operator, Standing::Income("ZLE".into())).unwrap()).await,
            _ => {
                let fact = self.fact(amount);
                self.post(Entry::suspense(fact.clone(), operator).unwrap()).await;
                self.post(Entry::suspense_released(fact, Release::Overpayment).unwrap()).await;
            }
        }
    }
}

both_engines! {
    async fn another_program_adds_a_year_of_books_up_to_the_same_balances(books: Books) {
        let mut chance = Chance::of(26);
        for _ in 0..73 {
            books.app.advance(TimeDelta::days(5));
            books.happen(&mut chance).await;
        }
        books.prove().await;
        let journal = books.treasurer.get("ledger.beancount").await.text();
        assert_eq!(bean_check(&journal), "");
        // Each account's last word is ours, and the other program would have said so if it came to another.
        for (account, balance) in books.balances().await {
            let account: boyoro::origin::ledger::Account = account.parse().unwrap();
            let name = boyoro::origin::beancount::account_name(&account);
            assert!(journal.contains(&format!(" balance {name} {balance} XOF\n")), "{name} {balance}");
        }
        let entries: i64 = ledger_entries::table.count().get_result(&mut books.app.connect()).unwrap();
        assert_eq!(journal.matches("\n  entry: ").count(), usize::try_from(entries).unwrap());
        let forged = journal.replacen(" balance Assets:Cash-Desk ", " balance Assets:Cash-Desk 1", 1);
        assert!(bean_check(&forged).contains("Balance failed"), "a franc too many is found");
        // A month in the middle begins with what stood on the books before.
        let month = books.treasurer.get("ledger.beancount?from=2027-05-01&to=2027-05-31").await.text();
        assert!(month.contains("Soldes avant le premier jour"));
        assert_eq!(bean_check(&month), "");
        books.treasurer.get("ledger.beancount?from=2027-05-31&to=2027-05-01").await.problem(422, "invalid");
    }

    async fn the_ledger_is_also_a_table_that_adds_up(books: Books) {
        books.paid(Which::OrangeMoney).await;
        let table = books.treasurer.get("ledger.csv").await.text();
        let sum = |column: usize| -> i64 {
            table.lines().skip(1).filter_map(|line| line.split(',').nth(column)?.parse::<i64>().ok()).sum()
        };
        assert_eq!((sum(6), sum(7)), (FEE, FEE), "{table}");
        books.payer.get("ledger.csv").await.problem(403, "forbidden");
    }

    async fn the_proof_of_the_books_finds_what_somebody_did_behind_their_back(books: Books) {
        books.paid(Which::OrangeMoney).await;
        books.prove().await;
        // A payment that no attempt knows of.
        let stranger = Fact { id: Uuid::from_u128(7), ..books.fact(FEE) };
        books.post(Entry::payment(stranger, Operator::Wave, "ZLE".to_owned()).unwrap()).await;
        let findings = boyoro::books::check(&books.app.app).await.unwrap();
        assert!(findings.iter().any(|finding| finding.contains("no such attempt has succeeded")), "{findings:?}");
    }

    async fn nothing_but_a_balanced_entry_enters_and_nothing_leaves(books: Books) {
        books.paid(Which::Wave).await;
        let mut conn = books.app.connect();
        let changed = diesel::update(ledger_lines::table).set(ledger_lines::debit_xof.eq(1)).execute(&mut conn);
        assert!(changed.is_err());
        assert!(diesel::delete(ledger_entries::table).execute(&mut conn).is_err());
        books.prove().await;
    }
}
