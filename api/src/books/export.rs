//! The ledger for other programs: a beancount journal, or a table.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::origin::beancount::{self, Posting};
use crate::origin::day::span;
use crate::origin::ledger::Account;
use crate::store::ledger::{self as store, Booked};
use crate::store::{Conn, StoreError};

/// From which day to which, both included. Without a first day, from the first entry on; without a last, until today.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// How many entries are read at once.
const BATCH: i64 = 1_000;

/// What was exported, and the days it covers.
#[derive(Debug, Clone)]
pub struct Export<T> {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub content: T,
}

/// The ledger of a span of days as a beancount journal: what stood on the books before, every entry, and what stands on them at the end.
pub async fn export_journal(app: &App, span: Span) -> Result<Export<String>, Failure> {
    let title = app.rules.authority().name.fr.clone();
    export(app, span, move |conn, days, entries| journal(conn, days, entries, &title)).await
}

/// The ledger of a span of days as rows, one for each line of each entry, the first row naming the columns.
pub async fn export_table(app: &App, span: Span) -> Result<Export<Vec<Vec<String>>>, Failure> {
    export(app, span, |_, _, entries| Ok(rows(entries))).await
}

/// The first and the last day.
type Days = (NaiveDate, NaiveDate);

async fn export<T: Send + 'static>(
    app: &App,
    covered: Span,
    shape: impl FnOnce(&mut Conn, Days, &[Booked]) -> Result<T, StoreError> + Send + 'static,
) -> Result<Export<T>, Failure> {
    let today = app.clock.now().date_naive();
    app.db
        .read_snapshot(move |conn| {
            let first = store::first_moment(conn)?.map_or(today, |at| at.date_naive());
            let to = covered.to.unwrap_or(today);
            let from = covered.from.unwrap_or_else(|| first.min(to));
            let entries = all_entries(conn, span(from, to))?;
            Ok(Export { from, to, content: shape(conn, (from, to), &entries)? })
        })
        .await
}

pub(super) fn all_entries(conn: &mut Conn, span: (Instant, Instant)) -> Result<Vec<Booked>, StoreError> {
    let mut entries: Vec<Booked> = Vec::new();
    loop {
        let after: Option<(Instant, Uuid)> = entries.last().map(|last| (last.at, last.id));
        let batch = store::entries(conn, span, after, BATCH)?;
        let is_last = i64::try_from(batch.len()).is_ok_and(|count| count < BATCH);
        entries.extend(batch);
        if is_last {
            return Ok(entries);
        }
    }
}

fn journal(conn: &mut Conn, (from, to): Days, entries: &[Booked], title: &str) -> Result<String, StoreError> {
    let (start, end) = span(from, to);
    let before = store::balances_before(conn, start)?;
    let mut standing: BTreeMap<String, (Account, i64)> = BTreeMap::new();
    let lines = entries.iter().flat_map(|entry| &entry.lines);
    let named = before.iter().map(|(account, _)| account).chain(lines.map(|line| &line.account));
    for account in named {
        standing.entry(account.to_string()).or_insert_with(|| (account.clone(), 0));
    }
    // What must stand at the end is asked of the database, not added up from what was just written: the two must agree.
    for (account, balance) in store::balances_before(conn, end)? {
        standing.insert(account.to_string(), (account, balance));
    }
    let accounts: Vec<Account> = standing.values().map(|(account, _)| account.clone()).collect();
    let mut text = beancount::opening(title, from, &accounts, &before);
    for entry in entries {
        text.push_str(&beancount::transaction(&Posting {
            id: entry.id,
            day: entry.at.date_naive(),
            kind: entry.kind,
            key: &entry.business_key,
            memo: &entry.memo,
            lines: entry.lines.iter().map(|line| (&line.account, line.signed_xof)).collect(),
        }));
    }
    let assertions: Vec<(Account, i64)> = standing.into_values().collect();
    text.push_str(&beancount::assertions(to.succ_opt().unwrap_or(to), &assertions));
    Ok(text)
}

fn rows(entries: &[Booked]) -> Vec<Vec<String>> {
    let head = ["at", "entry", "kind", "fact", "memo", "account", "debit_xof", "credit_xof"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for entry in entries {
        for line in &entry.lines {
            let side = |amount: i64| if amount > 0 { amount.to_string() } else { String::new() };
            rows.push(vec![
                entry.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                entry.id.to_string(),
                entry.kind.to_string(),
                entry.business_key.clone(),
                entry.memo.clone(),
                line.account.to_string(),
                side(line.signed_xof),
                side(-line.signed_xof),
            ]);
        }
    }
    rows
}
