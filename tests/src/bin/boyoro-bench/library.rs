//! What the storage library reaches by itself, without HTTP, signatures or our own code: the limits of ingest.
//!
//! The work is the row that a callback leaves in the inbox, in the real table with its real indices, every acknowledgement durable.

use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use boyoro::clock::Clock;
use boyoro::store::schema::payment_inbox;
use boyoro::store::{At, Conn, Document, Id};
use boyoro_tests::{Engine, Store};
use clap::{Parser, ValueEnum};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::event::Event;
use crate::load::Told;

/// How rows are committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Commits {
    /// One writer, one row in each transaction.
    Single,
    /// One writer thread commits what 64 blocked clients have queued.
    Group,
}

/// One round.
#[derive(Debug, Clone, Parser)]
pub struct Round {
    #[arg(value_enum)]
    pub commits: Commits,
    #[arg(long, default_value_t = 1500)]
    pub millis: u64,
}

const CLIENTS: usize = 64;

impl Round {
    /// Runs the round in a process of its own, with the given surroundings.
    pub fn elsewhere(&self, environment: &[(&str, &str)]) -> Told {
        let name = self.commits.to_possible_value().expect("a kind has a name");
        let output = Command::new(std::env::current_exe().expect("this program"))
            .args(["library", name.get_name(), "--millis", &self.millis.to_string()])
            .envs(environment.iter().copied())
            .output()
            .expect("the library's round runs");
        assert!(output.status.success(), "the library's round failed:\n{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("the round's count")
    }

    /// Runs the round here.
    pub fn run(&self) -> Told {
        let store = Store::new(Engine::Sqlite);
        let Conn::Sqlite(conn) = store.connect() else { unreachable!("a SQLite store") };
        let until = Duration::from_millis(self.millis);
        match self.commits {
            Commits::Single => single(conn, until),
            Commits::Group => group(conn, until),
        }
    }
}

fn single(mut conn: SqliteConnection, until: Duration) -> Told {
    let (begun, mut answers) = (Instant::now(), 0);
    while begun.elapsed() < until {
        insert(&mut conn, &Event::fresh());
        answers += 1;
    }
    Told { answers, seconds: begun.elapsed().as_secs_f64() }
}

fn group(mut conn: SqliteConnection, until: Duration) -> Told {
    let (queue, waiting) = mpsc::channel::<(Event, mpsc::SyncSender<()>)>();
    let writer = std::thread::spawn(move || {
        while let Ok(first) = waiting.recv() {
            let mut batch = vec![first];
            batch.extend(waiting.try_iter());
            conn.batch_execute("BEGIN IMMEDIATE").expect("a transaction");
            batch.iter().for_each(|(event, _)| insert(&mut conn, event));
            conn.batch_execute("COMMIT").expect("a commit");
            for (_, client) in batch {
                client.send(()).expect("a client waits");
            }
        }
    });
    let begun = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let queue = queue.clone();
            std::thread::spawn(move || {
                let (reply, answer) = mpsc::sync_channel(1);
                let mut answers = 0_u64;
                while begun.elapsed() < until {
                    queue.send((Event::fresh(), reply.clone())).expect("the writer lives");
                    answer.recv().expect("an answer");
                    answers += 1;
                }
                answers
            })
        })
        .collect();
    drop(queue);
    let answers = clients.into_iter().map(|client| client.join().expect("a client")).sum();
    let seconds = begun.elapsed().as_secs_f64();
    writer.join().expect("the writer");
    Told { answers, seconds }
}

/// The row that the event's callback leaves.
fn insert(conn: &mut SqliteConnection, event: &Event) {
    let stamp = Clock::System.stamp();
    let (id, now) = (stamp.ids().make(), At(stamp.now));
    diesel::insert_into(payment_inbox::table)
        .values((
            payment_inbox::id.eq(Id(id)),
            payment_inbox::operator.eq("wave"),
            payment_inbox::dedupe_key.eq(&event.id),
            payment_inbox::received_at.eq(now),
            payment_inbox::trust.eq("signed"),
            payment_inbox::match_kind.eq("reference"),
            payment_inbox::match_value.eq(&event.reference),
            payment_inbox::claim.eq(Document(event.claim())),
            payment_inbox::body.eq(&[7_u8; 360][..]),
            payment_inbox::body_sha256.eq("3f0a1c6b5d2e4f708192a3b4c5d6e7f83f0a1c6b5d2e4f708192a3b4c5d6e7f8"),
            payment_inbox::state.eq("new"),
            payment_inbox::tries.eq(0),
            payment_inbox::next_try_at.eq(Some(now)),
        ))
        .execute(conn)
        .expect("a row");
}
