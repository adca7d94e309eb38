//! Ratios against limits measured in the same run. `boyoro-bench [ingest] [verify]` runs a part.
//!
//! The service is the real program, kept on the first core; the load comes from a process on the second. What is compared is
//! measured in turn (A B A B …), and the median of the rounds' ratios is told: a machine's mood then strikes both sides alike.

mod event;
mod ingest;
mod library;
mod load;
mod syncs;
mod verify;

use boyoro_tests::{Process, Store};
use clap::{Parser, Subcommand};

/// How many times each comparison is made.
const ROUNDS: usize = 5;
/// How long one side of it lasts, in milliseconds.
const ROUND_MS: u64 = 1500;

/// The service's, so that a limit is not the lower for another one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    part_of: Option<Helper>,
    /// `ingest`, `verify`; all when absent.
    parts: Vec<String>,
}

/// What the bench runs in processes of their own.
#[derive(Subcommand)]
enum Helper {
    /// One round of load on a running service.
    Load(load::Round),
    /// One round of the storage library by itself.
    Library(library::Round),
}

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
    let arguments = Arguments::parse();
    match arguments.part_of {
        Some(Helper::Load(round)) => print_count(round.run()),
        Some(Helper::Library(round)) => print_count(round.run()),
        None => run(&arguments.parts),
    }
}

fn print_count(told: load::Told) -> std::io::Result<()> {
    println!("{}", serde_json::to_string(&told)?);
    Ok(())
}

fn run(parts: &[String]) -> std::io::Result<()> {
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|given| given == part);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let measured = runtime.block_on(async {
        let mut measured = Vec::new();
        if wanted("verify") {
            measured.push(verify::number_vs_static().await);
        }
        if wanted("ingest") {
            measured.extend(ingest::sqlite().await);
            measured.extend(ingest::slow_disk().await);
            measured.push(ingest::replays().await);
            measured.extend(ingest::postgres().await);
        }
        measured
    });
    println!("{:<26} {:<9} {:>8} {:>8}  detail", "name", "engine", "ratio", "goal");
    for row in &measured {
        println!("{:<26} {:<9} {:>8.3} {:>8.2}  {}", row.name, row.engine, row.ratio, row.goal, row.detail);
    }
    std::fs::create_dir_all("target")?;
    std::fs::write("target/bench.json", serde_json::to_string_pretty(&measured)?)
}

/// The service on the first core. It logs warnings only, as under a load balancer that keeps the log of requests.
async fn service(store: &Store, more: &[(&str, &str)]) -> Process {
    let quiet = [("RUST_LOG", "warn"), ("BOYORO_WORKERS", "1")];
    Process::start_under(&["taskset", "-c", "0"], store, &[&quiet, more].concat()).await
}

/// A ratio from the pairs of rates of its rounds.
fn told(name: &'static str, engine: &'static str, goal: f64, rounds: &[(f64, f64)], what: &str) -> Measured {
    let ratio = median(rounds.iter().map(|(ours, limit)| ours / limit).collect());
    let (ours, limit) = (median(rounds.iter().map(|r| r.0).collect()), median(rounds.iter().map(|r| r.1).collect()));
    Measured { name, ratio, goal, better: "higher", engine, detail: format!("{what}: {ours:.0}/s, {limit:.0}/s") }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
