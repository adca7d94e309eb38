//! Keeping callbacks durably, as many at once as are waiting.
//!
//! A burst of callbacks is a burst of single rows. One task takes whatever gathered while the last write was under way and writes it
//! in one piece: one savepoint on SQLite, one statement on PostgreSQL, one fsync for all. Nobody is answered before the commit.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use diesel::prelude::*;
use tokio::sync::{mpsc, oneshot};

use super::inbox_insert::{Columns, Row};
use super::payments::{self, Delivery, Tried};
use super::{Conn, Db, Id, StoreError};

/// How many deliveries share one write at most.
const BATCH_MAX: usize = 128;
/// How many may wait; a further one is told to come again, which operators do.
const QUEUE_MAX: usize = 4096;

struct Waiting {
    delivery: Delivery,
    reply: oneshot::Sender<Result<bool, StoreError>>,
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

async fn keep_all(db: Db, mut waiting: mpsc::Receiver<Waiting>) {
    let mut gathered = Vec::with_capacity(BATCH_MAX);
    while waiting.recv_many(&mut gathered, BATCH_MAX).await > 0 {
        // Whoever is about to be read from its socket in this very moment shares the commit.
        tokio::task::yield_now().await;
        while gathered.len() < BATCH_MAX
            && let Ok(next) = waiting.try_recv()
        {
            gathered.push(next);
        }
        let (deliveries, replies): (Vec<_>, Vec<_>) = gathered.drain(..).map(|w| (w.delivery, w.reply)).unzip();
        let deliveries = Arc::new(deliveries);
        match keep_together(&db, Arc::clone(&deliveries)).await {
            Ok(kept) => {
                for (reply, is_new) in replies.into_iter().zip(kept) {
                    // Nobody waits any more when the operator hung up; the event stays.
                    drop(reply.send(Ok(is_new)));
                }
            }
            // What the database refuses in one of them must not cost the others.
            Err(StoreError::Query(_) | StoreError::Corrupt(_)) if deliveries.len() > 1 => {
                for (delivery, reply) in deliveries.iter().zip(replies) {
                    let kept = keep_together(&db, Arc::new(vec![delivery.clone()])).await;
                    drop(reply.send(kept.map(|kept| kept.first().copied().unwrap_or_default())));
                }
            }
            Err(error) => {
                for reply in replies {
                    drop(reply.send(Err(StoreError::Unavailable(error.to_string()))));
                }
            }
        }
    }
}

async fn keep_together(db: &Db, deliveries: Arc<Vec<Delivery>>) -> Result<Vec<bool>, StoreError> {
    db.write(move |conn| insert_new(conn, &deliveries)).await
}

/// Inserts what was not kept before and tells of each whether it has to be looked into now. What belongs to no attempt is put aside from
/// the start, so that a flood of it costs no work afterwards. A write that finds nothing new changes nothing, so that a replay costs no
/// fsync.
fn insert_new(conn: &mut Conn, deliveries: &[Delivery]) -> Result<Vec<bool>, StoreError> {
    let known = payments::names_of_attempts(conn, deliveries)?;
    let is_ours: Vec<bool> =
        deliveries.iter().map(|one| known.contains(&(one.operator, one.match_value.clone()))).collect();
    let standing: Vec<Tried> = deliveries
        .iter()
        .zip(&is_ours)
        .map(|(one, is_ours)| if *is_ours { one.untried() } else { one.put_aside(one.received_at.0) })
        .collect();
    let rows = deliveries.iter().zip(&standing).map(|(delivery, standing)| Row { delivery, standing: *standing });
    let new = insert(conn, rows.collect())?;
    let told = deliveries.iter().zip(&standing).zip(&new).filter(|(_, is_new)| **is_new);
    told.for_each(|((delivery, standing), _)| delivery.tell_unmatched(standing));
    Ok(new.into_iter().zip(is_ours).map(|(is_new, is_ours)| is_new && is_ours).collect())
}

fn insert(conn: &mut Conn, rows: Vec<Row<'_>>) -> Result<Vec<bool>, StoreError> {
    match conn {
        Conn::Sqlite(conn) => rows.into_iter().map(|row| Ok(row.execute(conn)? == 1)).collect(),
        Conn::Postgres(conn) => {
            let new: Vec<Id> = Columns::of(&rows).get_results(conn)?;
            let new: HashSet<uuid::Uuid> = new.into_iter().map(|id| id.0).collect();
            Ok(rows.iter().map(|row| new.contains(&row.delivery.id.0)).collect())
        }
    }
}
