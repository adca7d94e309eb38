//! A load generator that costs little: many keep-alive connections on one thread, requests written as bytes.
//!
//! It is a process of its own (`boyoro-bench load …`), so that it can be kept on another core than the service.

use std::cell::Cell;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use boyoro::operators::profile::simulated;
use boyoro_tests::simulator::sign_wave;
use clap::{Parser, ValueEnum};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::event::Event;

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A GET of one path.
    Get,
    /// Signed callbacks of Wave, each about another event.
    Callbacks,
    /// One signed callback, again and again.
    Replays,
}

/// One round of load.
#[derive(Debug, Clone, Parser)]
pub struct Round {
    #[arg(value_enum)]
    pub kind: Kind,
    /// `host:port`.
    #[arg(long)]
    pub address: String,
    #[arg(long, default_value = "/")]
    pub path: String,
    #[arg(long, default_value_t = 64)]
    pub clients: usize,
    #[arg(long, default_value_t = 1500)]
    pub millis: u64,
    /// Names the events that this round repeats.
    #[arg(long, default_value = "")]
    pub name: String,
}

/// What came of a round.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct Told {
    pub answers: u64,
    pub seconds: f64,
}

impl Told {
    #[expect(clippy::cast_precision_loss, reason = "a count of a second or two")]
    pub fn rate(self) -> f64 {
        self.answers as f64 / self.seconds
    }
}

impl Round {
    /// Runs the round in a process kept on the second core, and gives its count.
    pub fn elsewhere(&self) -> Told {
        let kind = self.kind.to_possible_value().expect("a kind has a name");
        let output = Command::new("taskset")
            .args(["-c", "1"])
            .arg(std::env::current_exe().expect("this program"))
            .args(["load", kind.get_name(), "--address", &self.address, "--path", &self.path, "--name", &self.name])
            .args(["--clients", &self.clients.to_string(), "--millis", &self.millis.to_string()])
            .output()
            .expect("the load generator runs");
        assert!(output.status.success(), "the load generator failed:\n{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("the load generator's count")
    }

    /// Runs the round here.
    pub fn run(&self) -> Told {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        tokio::task::LocalSet::new().block_on(&runtime, self.send())
    }

    async fn send(&self) -> Told {
        let (begun, answers) = (Instant::now(), Rc::new(Cell::new(0_u64)));
        let clients = (0..self.clients).map(|client| {
            let (round, answers) = (self.clone(), answers.clone());
            tokio::task::spawn_local(async move { round.client(client, begun, &answers).await })
        });
        for client in clients.collect::<Vec<_>>() {
            client.await.expect("a client");
        }
        Told { answers: answers.get(), seconds: begun.elapsed().as_secs_f64() }
    }

    async fn client(&self, client: usize, begun: Instant, answers: &Cell<u64>) {
        let mut connection = Connection::open(&self.address).await;
        let until = Duration::from_millis(self.millis);
        while begun.elapsed() < until {
            let status = connection.ask(&self.request(client)).await;
            assert!((200..300).contains(&status), "{} answered {status}", self.path);
            answers.set(answers.get() + 1);
        }
    }

    fn request(&self, client: usize) -> Vec<u8> {
        let host = &self.address;
        match self.kind {
            Kind::Get => format!("GET {} HTTP/1.1\r\nhost: {host}\r\n\r\n", self.path).into_bytes(),
            Kind::Callbacks => callback(host, &Event::fresh()),
            Kind::Replays => callback(host, &Event::named(&format!("{}-{client}", self.name))),
        }
    }
}

/// A signed callback.
fn callback(host: &str, event: &Event) -> Vec<u8> {
    let body = event.body();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs();
    let signature = sign_wave(simulated::WAVE_SIGNING_SECRET, now.try_into().expect("seconds"), body.as_bytes());
    format!(
        "POST /payment-callbacks/wave/{} HTTP/1.1\r\nhost: {host}\r\nwave-signature: {signature}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        simulated::WAVE_SLUG,
        body.len()
    )
    .into_bytes()
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("the service listens");
        stream.set_nodelay(true).expect("a socket");
        Self { stream, buffer: Vec::with_capacity(16 * 1024) }
    }

    /// Sends a request and reads the whole answer; gives its status.
    async fn ask(&mut self, request: &[u8]) -> u16 {
        self.stream.write_all(request).await.expect("the request is sent");
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("the answer is read");
            assert!(read > 0, "the service closed the connection");
            let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.buffer[..end]).expect("a head in ASCII");
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let status = head.get(9..12).and_then(|digits| digits.parse().ok()).expect("a status");
            let body = self.buffer.len() - end - 4;
            if body >= length.unwrap_or_default() {
                return status;
            }
        }
    }
}
