//! Durable acknowledgement of signed callbacks over HTTP, against what the storage itself can do.

use std::path::Path;
use std::process::Command;

use boyoro::clock::Clock;
use boyoro::store::At;
use boyoro::store::schema::payment_inbox;
use boyoro_tests::{Engine, Process, Store, eventually};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::library::{self, Commits};
use crate::load::{Kind, Round, Told};
use crate::syncs::Syncs;
use crate::{Measured, ROUND_MS, ROUNDS, median, service, told};

/// How many clients deliver at once.
const CLIENTS: usize = 64;

fn callbacks(service: &Process, kind: Kind, name: &str) -> Told {
    let (address, name) = (service.address(), name.to_owned());
    Round { kind, address, path: "callbacks".to_owned(), clients: CLIENTS, millis: ROUND_MS, name }.elsewhere()
}

fn by_itself(commits: Commits, environment: &[(&str, &str)]) -> f64 {
    library::Round { commits, millis: ROUND_MS }.elsewhere(environment).rate()
}

/// Against the storage library's group commit and its one commit each.
pub async fn sqlite() -> Vec<Measured> {
    let store = Store::new(Engine::Sqlite);
    let service = service(&store, &[]).await;
    let (mut group, mut single) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let http = callbacks(&service, Kind::Callbacks, &format!("s{round}")).rate();
        group.push((http, by_itself(Commits::Group, &[])));
        single.push((http, by_itself(Commits::Single, &[])));
    }
    vec![
        told(
            "ingest.http_vs_group",
            "sqlite",
            0.5,
            &group,
            "acknowledged callbacks / the library's commits of what 64 clients queue",
        ),
        told(
            "ingest.http_vs_single",
            "sqlite",
            2.0,
            &single,
            "acknowledged callbacks / the library's commits of one row each",
        ),
    ]
}

/// With two milliseconds added to every fsync, and fsyncs counted.
pub async fn slow_disk() -> Vec<Measured> {
    let syncs = Syncs::new();
    let slow = syncs.environment(2000);
    let slow: Vec<(&str, &str)> = slow.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let store = Store::new(Engine::Sqlite);
    let service = service(&store, &slow).await;
    let (mut single, mut per_ack) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let before = syncs.count();
        let http = callbacks(&service, Kind::Callbacks, &format!("d{round}"));
        per_ack.push(each(syncs.count() - before, http));
        single.push((http.rate(), by_itself(Commits::Single, &slow)));
    }
    vec![
        told(
            "ingest.slow_fsync",
            "sqlite",
            20.0,
            &single,
            "2 ms on every fsync: acknowledged callbacks / one commit each",
        ),
        fewer(
            "ingest.fsync_per_ack",
            0.05,
            per_ack,
            "fsyncs per acknowledgement, all of the service's counted, slow disk",
        ),
    ]
}

/// The same event again and again: a replay is answered and nothing is written.
pub async fn replays() -> Measured {
    let syncs = Syncs::new();
    let counted = syncs.environment(0);
    let counted: Vec<(&str, &str)> = counted.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let store = Store::new(Engine::Sqlite);
    let service = service(&store, &counted).await;
    callbacks(&service, Kind::Replays, "r");
    until_looked_into(&store).await;
    let before = syncs.count();
    let told = callbacks(&service, Kind::Replays, "r");
    let per_replay = vec![each(syncs.count() - before, told)];
    fewer("ingest.fsync_per_replay", 0.0, per_replay, "fsyncs per acknowledgement of a callback that was kept before")
}

/// Waits until the background work has looked into every callback it was given.
async fn until_looked_into(store: &Store) {
    eventually("every callback to be looked into", || async {
        let due = payment_inbox::table.filter(payment_inbox::next_try_at.le(At(Clock::System.now()))).count();
        let due: i64 = due.get_result(&mut store.connect()).expect("the inbox");
        (due == 0).then_some(())
    })
    .await;
}

#[expect(clippy::cast_precision_loss, reason = "counts of a second or two")]
fn each(syncs: u64, told: Told) -> f64 {
    syncs as f64 / told.answers as f64
}

fn fewer(name: &'static str, goal: f64, rounds: Vec<f64>, what: &str) -> Measured {
    Measured { name, ratio: median(rounds), goal, better: "lower", engine: "sqlite", detail: what.to_owned() }
}

/// Three statements in a transaction, one callback: a key, an order, a ledger row.
const PGBENCH: &str = "\\set o random(0, 99999)
BEGIN;
INSERT INTO bench_keys (k) VALUES (gen_random_uuid()) ON CONFLICT DO NOTHING;
UPDATE bench_orders SET status = 1, paid = paid + 500, at = now() WHERE id = :o;
INSERT INTO bench_ledger (order_id, amount, reference) VALUES (:o, 500, 'MP261121.1341.A00073');
COMMIT;
";

const PGBENCH_TABLES: &str = "CREATE TABLE bench_keys (k UUID PRIMARY KEY);
CREATE TABLE bench_orders (id INT PRIMARY KEY, status INT NOT NULL, paid BIGINT NOT NULL, at TIMESTAMPTZ);
CREATE TABLE bench_ledger (id BIGSERIAL PRIMARY KEY, order_id INT NOT NULL, amount BIGINT NOT NULL, reference TEXT NOT NULL);
INSERT INTO bench_orders SELECT n, 0, 0, NULL FROM generate_series(0, 99999) AS n;";

/// On PostgreSQL, against its own bench with as many clients.
pub async fn postgres() -> Option<Measured> {
    if std::env::var_os("TEST_DATABASE_URL").is_none() {
        eprintln!("TEST_DATABASE_URL is not set: nothing is measured on PostgreSQL");
        return None;
    }
    let (store, bench) = (Store::new(Engine::Postgres), Store::new(Engine::Postgres));
    bench.connect().batch_execute(PGBENCH_TABLES).expect("the bench's tables");
    let script = bench.folder().join("callback.sql");
    std::fs::write(&script, PGBENCH).expect("the bench's script");
    let service = service(&store, &[]).await;
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let http = callbacks(&service, Kind::Callbacks, &format!("p{round}")).rate();
        rounds.push((http, pgbench(&script, &bench.url)));
    }
    let what = "acknowledged callbacks / pgbench transactions of three statements, 64 clients each";
    Some(told("ingest.http_vs_pgbench", "postgres", 3.0, &rounds, what))
}

fn pgbench(script: &Path, url: &str) -> f64 {
    let output = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-c", &CLIENTS.to_string(), "-j", "1", "-T", "2", "-f"])
        .arg(script)
        .arg(url)
        .output()
        .expect("pgbench is installed");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok());
    rate.unwrap_or_else(|| panic!("pgbench told no rate:\n{said}"))
}
