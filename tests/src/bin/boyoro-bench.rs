//! Ratios against limits measured in the same run. `boyoro-bench [ingest] [verify]` runs a part.
//!
//! The service runs in this process on a temporary SQLite store, and is asked over real HTTP on loopback. What is compared is
//! measured in turn (A B A B …), and the median of the rounds' ratios is told: a machine's mood then strikes both sides alike.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use boyoro::operators::profile::simulated;
use boyoro::store::{StoreError, Target};
use boyoro_tests::agency::Agency;
use boyoro_tests::simulator::sign_wave;
use boyoro_tests::{Engine, OnEngine};
use diesel::RunQueryDsl as _;
use serde_json::json;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(1500);
/// How many clients deliver callbacks at once.
const CLIENTS: usize = 64;
/// How many readers verify at once.
const READERS: usize = 16;

/// One measured ratio, as `target/bench.json` keeps it.
#[derive(serde::Serialize)]
struct Measured {
    name: &'static str,
    ratio: f64,
    goal: f64,
    better: &'static str,
    engine: &'static str,
    detail: String,
}

fn main() -> std::io::Result<()> {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|given| given == part);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let measured = runtime.block_on(async {
        let agency = Arc::new(Agency::on(Engine::Sqlite).await);
        let mut measured = Vec::new();
        if wanted("verify") {
            measured.push(verify(&agency).await);
        }
        if wanted("ingest") {
            measured.extend(ingest(&agency).await);
        }
        measured
    });
    println!("{:<26} {:>8} {:>8}  detail", "name", "ratio", "goal");
    for row in &measured {
        println!("{:<26} {:>8.2} {:>8.2}  {}", row.name, row.ratio, row.goal, row.detail);
    }
    std::fs::create_dir_all("target")?;
    std::fs::write("target/bench.json", serde_json::to_string_pretty(&measured)?)
}

/// Verification by number against a static file of about 2 kB from the same server.
async fn verify(agency: &Arc<Agency>) -> Measured {
    let (_, number) = agency.sealed().await;
    let (page, file) = (format!("/v/{number}"), "/assets/verify.css".to_owned());
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let ours = rate(READERS, |_| get(agency, page.clone())).await;
        let limit = rate(READERS, |_| get(agency, file.clone())).await;
        rounds.push((ours, limit));
    }
    told("verify.number_vs_static", 0.70, &rounds, "pages with the verdict / static files, 16 readers")
}

/// Durable acknowledgement of signed callbacks against the store's own commits.
async fn ingest(agency: &Arc<Agency>) -> [Measured; 2] {
    let deliveries = Arc::new(AtomicU64::new(0));
    let (mut group, mut single) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let http = rate(CLIENTS, |_| deliver(agency, deliveries.fetch_add(1, Ordering::Relaxed))).await;
        let together = rate(CLIENTS, |_| commit(agency)).await;
        let alone = alone();
        group.push((http, together));
        single.push((http, alone));
    }
    [
        told("ingest.http_vs_group", 0.5, &group, "acknowledged callbacks / commits of 64 waiting writers"),
        told("ingest.http_vs_single", 2.0, &single, "acknowledged callbacks / one commit each"),
    ]
}

/// How many times a second `clients` at once finish a piece of work, over one round.
async fn rate<F, W>(clients: usize, work: W) -> f64
where
    F: Future<Output = ()>,
    W: Fn(usize) -> F,
{
    let begun = Instant::now();
    let each = |client| {
        let work = &work;
        async move {
            let mut done = 0_u64;
            while begun.elapsed() < ROUND {
                work(client).await;
                done += 1;
            }
            done
        }
    };
    let done: u64 = futures_util::future::join_all((0..clients).map(each)).await.into_iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "a count of a second and a half")]
    let done = done as f64;
    done / begun.elapsed().as_secs_f64()
}

async fn get(agency: &Agency, path: String) {
    let answer = agency.app.anyone().get(&path).await;
    assert_eq!(answer.status, 200, "{path} answered {}", answer.status);
}

/// A signed callback nobody sent before, about a session nobody knows: kept durably, then acknowledged.
async fn deliver(agency: &Agency, number: u64) {
    let now = agency.app.now().timestamp();
    let body = json!({
        "id": format!("EV_{number}"), "type": "checkout.session.completed",
        "data": { "id": format!("cos-{number}"), "amount": "1500", "currency": "XOF", "client_reference": format!("R{number}"),
            "checkout_status": "complete", "payment_status": "succeeded", "transaction_id": format!("T_{number}") }
    })
    .to_string();
    let anyone = agency.app.anyone();
    let request = anyone
        .request(reqwest::Method::POST, &format!("/payment-callbacks/wave/{}", simulated::WAVE_SLUG))
        .header("wave-signature", sign_wave(simulated::WAVE_SIGNING_SECRET, now, body.as_bytes()))
        .header("content-type", "application/json")
        .body(body);
    let answer = anyone.send(request).await;
    assert!((200..300).contains(&answer.status), "a callback was answered {}", answer.text());
}

/// One row written through the store's own door, without HTTP.
async fn commit(agency: &Agency) {
    let written = agency.app.app.db.write(|conn| {
        diesel::sql_query("INSERT INTO counter_deltas (cube, month, key, count, value_xof, weight_g) VALUES ('bench', '2000-01', 'x', 0, 0, 0)")
            .execute(conn)
            .map_err(StoreError::from)
    });
    written.await.expect("the store writes");
}

/// Commits a second of one writer with one row each, on the same disk, every one durable.
fn alone() -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    let target = Target::Sqlite { path: folder.path().join("alone.db").display().to_string() };
    let mut conn = target.connect().expect("a database");
    diesel::sql_query("CREATE TABLE row (n INTEGER)").execute(&mut conn).expect("a table");
    let begun = Instant::now();
    let mut done = 0_u32;
    while begun.elapsed() < ROUND {
        diesel::sql_query("INSERT INTO row VALUES (1)").execute(&mut conn).expect("a row");
        done += 1;
    }
    f64::from(done) / begun.elapsed().as_secs_f64()
}

fn told(name: &'static str, goal: f64, rounds: &[(f64, f64)], what: &str) -> Measured {
    let ratio = median(rounds.iter().map(|(ours, limit)| ours / limit).collect());
    let (ours, limit) = (median(rounds.iter().map(|r| r.0).collect()), median(rounds.iter().map(|r| r.1).collect()));
    Measured {
        name,
        ratio,
        goal,
        better: "higher",
        engine: "sqlite",
        detail: format!("{what}: {ours:.0}/s, {limit:.0}/s"),
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
