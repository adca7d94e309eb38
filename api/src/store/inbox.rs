//! Keeping callbacks durably, as many at once as are waiting.
//!
//! A burst of callbacks is a burst of single rows. One task takes whatever gathered while the last writes were under way and writes it
//! in one piece, on PostgreSQL in one statement, with one fsync for all. Nobody is answered before the commit. Two deliveries of one event
//! may be in two writes at once: the database lets the second wait for the first, and knows it again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use diesel::prelude::*;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::inbox_statements::{Columns, Row};
use super::payments::{self, Delivery};
use super::{Conn, Db, Id, StoreError};
use crate::origin::payment::MatchKind;

/// How many deliveries share one write at most.
const BATCH_MAX: usize = 128;
/// How many writes are under way at once: while the database works on one, the other is sent or answered.
const AT_ONCE: usize = 2;
/// How many may wait; a further one is told to come again, which operators do.
const QUEUE_MAX: usize = 4096;

/// Where the answer goes: whether it is new and there is an attempt to ask about.
type Reply = oneshot::Sender<Result<bool, StoreError>>;

struct Waiting {
    delivery: Delivery,
    reply: Reply,
}

/// Where deliveries are handed in. Cheap to clone.
#[derive(Clone)]
pub struct Inbox {
    db: Db,
    queue: Arc<Mutex<Option<mpsc::Sender<Waiting>>>>,
}

impl Inbox {
    /// The inbox of a store. Its task begins with the first delivery.
    #[must_use]
    pub fn of(db: Db) -> Self {
        Self { db, queue: Arc::default() }
    }

    /// Keeps a delivery; `true` when it is new and there is an attempt to ask about. When this returns, the event is durable.
    pub async fn keep(&self, delivery: Delivery) -> Result<bool, StoreError> {
        let (reply, answer) = oneshot::channel();
        let handed = self.queue().try_send(Waiting { delivery, reply });
        handed.map_err(|_| StoreError::Busy("too many callbacks are waiting".into()))?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the inbox was interrupted".into())))
    }

    /// The queue of the task, which is begun anew when the runtime it was on has ended.
    fn queue(&self) -> mpsc::Sender<Waiting> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = queue.as_ref().filter(|queue| !queue.is_closed()) {
            return open.clone();
        }
        let (sender, waiting) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(keep_all(self.db.clone(), waiting));
        *queue = Some(sender.clone());
        sender
    }
}

/// What is written in one piece, and who waits for it.
#[derive(Default)]
struct Batch {
    deliveries: Vec<Delivery>,
    replies: Vec<Reply>,
}

/// A batch on its way to the disk.
struct Writing {
    deliveries: Arc<Vec<Delivery>>,
    replies: Vec<Reply>,
    task: JoinHandle<Result<Vec<bool>, StoreError>>,
}

/// Writes batch after batch. The next one is on its way before those of the one before are answered, so that the disk does not wait for
/// their answers to be sent.
async fn keep_all(db: Db, mut waiting: mpsc::Receiver<Waiting>) {
    let mut under_way = FuturesUnordered::new();
    loop {
        let first = tokio::select! {
            Some((writing, kept)) = under_way.next() => {
                let batch = gather(None, &mut waiting).await;
                if !batch.deliveries.is_empty() {
                    under_way.push(Writing::of(&db, batch).end());
                }
                writing.answer(&db, kept).await;
                continue;
            }
            first = waiting.recv(), if under_way.len() < AT_ONCE => first,
        };
        let Some(first) = first else { return };
        under_way.push(Writing::of(&db, gather(Some(first), &mut waiting).await).end());
    }
}

/// What waits at this moment, and whoever is just about to be read from its socket.
async fn gather(first: Option<Waiting>, waiting: &mut mpsc::Receiver<Waiting>) -> Batch {
    let mut batch = Batch::default();
    first.into_iter().for_each(|one| batch.push(one));
    tokio::task::yield_now().await;
    while batch.deliveries.len() < BATCH_MAX
        && let Ok(one) = waiting.try_recv()
    {
        batch.push(one);
    }
    batch
}

impl Batch {
    fn push(&mut self, Waiting { delivery, reply }: Waiting) {
        self.deliveries.push(delivery);
        self.replies.push(reply);
    }
}

impl Writing {
    /// Sends a batch on its way.
    fn of(db: &Db, batch: Batch) -> Self {
        let deliveries = Arc::new(batch.deliveries);
        let task = tokio::spawn(keep_together(db.clone(), Arc::clone(&deliveries)));
        Self { deliveries, replies: batch.replies, task }
    }

    /// Waits for its end.
    async fn end(mut self) -> (Self, Result<Vec<bool>, StoreError>) {
        let kept = (&mut self.task).await;
        (self, kept.unwrap_or_else(|_| Err(StoreError::Unavailable("the write was interrupted".into()))))
    }

    /// Tells everybody how it ended. Nobody waits any more where the operator hung up; the event stays.
    async fn answer(self, db: &Db, kept: Result<Vec<bool>, StoreError>) {
        match kept {
            Ok(kept) => {
                for (reply, is_new) in self.replies.into_iter().zip(kept) {
                    drop(reply.send(Ok(is_new)));
                }
            }
            // What the database refuses in one of them must not cost the others.
            Err(StoreError::Query(_) | StoreError::Corrupt(_)) if self.deliveries.len() > 1 => {
                for (delivery, reply) in self.deliveries.iter().zip(self.replies) {
                    let kept = keep_together(db.clone(), Arc::new(vec![delivery.clone()])).await;
                    drop(reply.send(kept.map(|kept| kept.first().copied().unwrap_or_default())));
                }
            }
            Err(error) => {
                for reply in self.replies {
                    drop(reply.send(Err(StoreError::Unavailable(error.to_string()))));
                }
            }
        }
    }
}

async fn keep_together(db: Db, deliveries: Arc<Vec<Delivery>>) -> Result<Vec<bool>, StoreError> {
    db.write_statement(move |conn| insert_new(conn, &deliveries)).await
}

/// Inserts what was not kept before and tells of each whether it has to be looked into now. What belongs to no attempt is put aside from
/// the start, so that a flood of it costs no work afterwards. A write that finds nothing new changes nothing, so that a replay costs no
/// fsync.
fn insert_new(conn: &mut Conn, deliveries: &[Delivery]) -> Result<Vec<bool>, StoreError> {
    let kept = match conn {
        Conn::Sqlite(conn) => insert_each(conn, deliveries)?,
        Conn::Postgres(conn) => {
            let new: HashMap<Id, bool> = Columns::of(deliveries).get_results::<(Id, bool)>(conn)?.into_iter().collect();
            deliveries.iter().map(|one| new.get(&one.id).copied().into()).collect()
        }
    };
    let strange = deliveries.iter().zip(&kept).filter(|(_, kept)| **kept == Kept::Strange);
    strange.for_each(|(one, _)| one.tell_unmatched(&one.put_aside(one.received_at.0)));
    Ok(kept.into_iter().map(|kept| kept == Kept::Ours).collect())
}

/// What became of a delivery that was handed in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// New, and there is an attempt to ask about.
    Ours,
    /// New, and it belongs to no attempt.
    Strange,
    /// It was there before.
    Known,
}

impl From<Option<bool>> for Kept {
    /// From whether it is ours, where it is new.
    fn from(new: Option<bool>) -> Self {
        match new {
            Some(true) => Self::Ours,
            Some(false) => Self::Strange,
            None => Self::Known,
        }
    }
}

fn insert_each(conn: &mut SqliteConnection, deliveries: &[Delivery]) -> Result<Vec<Kept>, StoreError> {
    let named_by = |kind: MatchKind| -> Vec<&str> {
        deliveries.iter().filter(|one| one.match_kind == kind).map(|one| one.match_value.as_str()).collect()
    };
    let known = payments::names_on_sqlite(conn, &named_by(MatchKind::Reference), &named_by(MatchKind::Token))?;
    let insert = |delivery: &Delivery| {
        let is_ours = known.contains(&(delivery.operator, delivery.match_value.clone()));
        let standing = if is_ours { delivery.untried() } else { delivery.put_aside(delivery.received_at.0) };
        let is_new = Row { delivery, standing }.execute(conn)? == 1;
        Ok(is_new.then_some(is_ours).into())
    };
    deliveries.iter().map(insert).collect()
}
