//! SQLite's single writer: one thread that commits many waiting pieces of work with one fsync.
//!
//! Each piece runs in its own savepoint, so one failing piece fails alone; nobody is answered before the commit; order is kept.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use tokio::sync::oneshot;

use super::conn::{Conn, Target, begin_savepoint, begin_write, commit, keep_savepoints_in_memory, relax, roll_back};
use super::{StoreError, StoreFault};

/// How many waiting pieces share one commit at most. It bounds how long the first of them waits.
const BATCH_MAX: usize = 256;

/// How many pieces may wait before further ones are told to come back.
const QUEUE_MAX: usize = 4096;

pub(super) struct Writer {
    queue: mpsc::SyncSender<Box<dyn Piece>>,
}

/// A piece of writing whose types are known only to whoever asked for it.
trait Piece: Send {
    /// Does the work; true when its changes are to be kept.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Answers whoever waits, after the commit or with why there was none.
    fn answer(self: Box<Self>, committed: Result<(), String>);
}

struct Work<T, E, F> {
    work: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Piece for Work<T, E, F>
where
    T: Send,
    E: StoreFault,
    F: FnMut(&mut Conn) -> Result<T, E> + Send,
{
    fn run(&mut self, conn: &mut Conn) -> bool {
        let work = &mut self.work;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(conn)))
            .unwrap_or_else(|_| Err(StoreError::Corrupt("a piece of writing panicked".into()).into()));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), String>) {
        let answer = match (committed, self.outcome) {
            // A refusal stands whether or not the others could be committed.
            (_, Some(Err(refused))) => Err(refused),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Err(reason), _) => Err(StoreError::Unavailable(reason).into()),
            (Ok(()), None) => Err(StoreError::Unavailable("the work did not run".into()).into()),
        };
        // Nobody waits any more when the client hung up; the work stands all the same.
        drop(self.reply.send(answer));
    }
}

impl Writer {
    /// Starts the thread. Its connection is opened here so that a wrong path is told at once.
    pub(super) fn start(target: Target, relaxed: bool) -> Result<Self, StoreError> {
        let mut conn = open(&target)?;
        if relaxed {
            relax(&mut conn)?;
        }
        let (queue, waiting) = mpsc::sync_channel(QUEUE_MAX);
        std::thread::Builder::new().name("store-writer".into()).spawn(move || run(conn, &target, &waiting))?;
        Ok(Self { queue })
    }

    pub(super) async fn submit<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: StoreFault,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let piece: Box<dyn Piece> = Box::new(Work { work, outcome: None, reply });
        self.queue.try_send(piece).map_err(|_| StoreError::Busy("too many writes are waiting".into()))?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the writer stopped".into()).into()))
    }
}

fn run(mut conn: Conn, target: &Target, waiting: &mpsc::Receiver<Box<dyn Piece>>) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(BATCH_MAX - 1));
        let committed = commit_together(&mut conn, &mut batch);
        if committed.is_err() {
            // After a failed fsync nothing can be assumed of the connection's state: open a new one.
            match open(target) {
                Ok(fresh) => conn = fresh,
                Err(error) => tracing::error!(%error, "the writer could not reopen the database"),
            }
        }
        for piece in batch {
            piece.answer(committed.clone());
        }
    }
}

fn open(target: &Target) -> Result<Conn, StoreError> {
    let mut conn = target.connect()?;
    keep_savepoints_in_memory(&mut conn)?;
    Ok(conn)
}

fn commit_together(conn: &mut Conn, batch: &mut [Box<dyn Piece>]) -> Result<(), String> {
    let mut attempts = 0;
    // Only another process can hold the lock: this thread is the only writer of its own.
    while let Err(error) = begin_write(conn) {
        attempts += 1;
        if attempts >= 3 {
            return Err(error.to_string());
        }
    }
    let done = match batch {
        // Nothing else depends on how it ends, so that it needs no savepoint, which costs a copy of every page it changes.
        [only] => run_and_end(conn, only.as_mut()),
        several => several
            .iter_mut()
            .try_for_each(|piece| begin_savepoint(conn).and_then(|()| run_and_end(conn, piece.as_mut())))
            .and_then(|()| commit(conn)),
    };
    done.map_err(|error| {
        drop(roll_back(conn));
        error.to_string()
    })
}

/// Runs a piece, then ends the transaction or savepoint it ran in.
fn run_and_end(conn: &mut Conn, piece: &mut dyn Piece) -> diesel::QueryResult<()> {
    if piece.run(conn) { commit(conn) } else { roll_back(conn) }
}
