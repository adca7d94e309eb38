//! News as it happens: one tail of the event sequence per process, told to everyone who listens.
//!
//! The store is the source, so it does not matter which process wrote. A message says which subjects changed and the number of the
//! last event, nothing about whom; listeners read again what they show. By the time an event has a number its statistics are
//! committed, since both were written together.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, broadcast, watch};

use crate::app::App;
use crate::failure::Failure;
use crate::origin::event::RecordKind;
use crate::store::{StoreError, events};
use crate::text_enum;

text_enum! {
    /// What a listener may want to read again.
    pub enum Topic {
        Applications = "applications",
        Certificates = "certificates",
        Exporters = "exporters",
        Payments = "payments",
    }
}

/// The subject a record belongs to; accounts, rules and keys are nobody's news.
const fn topic_of(kind: RecordKind) -> Option<Topic> {
    match kind {
        RecordKind::Application => Some(Topic::Applications),
        RecordKind::Certificate => Some(Topic::Certificates),
        RecordKind::Exporter => Some(Topic::Exporters),
        RecordKind::FeeOrder
        | RecordKind::PaymentAttempt
        | RecordKind::Refund
        | RecordKind::Quittance
        | RecordKind::PaymentClaim
        | RecordKind::Statement
        | RecordKind::Discrepancy
        | RecordKind::TreasuryDeposit
        | RecordKind::TreasuryDay
        | RecordKind::Callback => Some(Topic::Payments),
        RecordKind::Account | RecordKind::Rule | RecordKind::Key => None,
    }
}

/// What is told: subjects that changed, and the number of the last event that changed them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    pub topics: BTreeSet<Topic>,
    pub number: i64,
}

impl Change {
    /// The change that these events make together; none when they are nobody's news.
    fn of(events: &[(i64, RecordKind)]) -> Option<Self> {
        let topics: BTreeSet<Topic> = events.iter().filter_map(|(_, kind)| topic_of(*kind)).collect();
        let number = events.last()?.0;
        (!topics.is_empty()).then_some(Self { topics, number })
    }

    /// As a server-sent event.
    fn frame(&self) -> Bytes {
        let data = serde_json::to_string(self).unwrap_or_default();
        format!("id: {}\nevent: change\ndata: {data}\n\n", self.number).into()
    }
}

/// How many listeners one process serves.
const LISTENERS_MAX: usize = 4096;

/// How many listeners of one place: an office behind one address, with some pages open at each desk.
pub const LISTENERS_PER_PLACE: usize = 64;

/// A listener this many messages behind is dropped; it comes back and is told what it missed in one message.
const BEHIND_MAX: usize = 64;

/// How often the store is asked when nobody in this process knows of news.
const ASK_EVERY: Duration = Duration::from_millis(400);

/// How many events are looked at in one go; more than that and every subject counts as changed.
const GLANCE: i64 = 500;

/// Where listeners meet the news. Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    news: broadcast::Sender<Bytes>,
    places: Arc<Semaphore>,
    /// How many listen from where.
    taken: Mutex<HashMap<IpAddr, usize>>,
    /// The last event that was looked at; negative before the first look.
    seen: AtomicI64,
    nudge: Notify,
    closed: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Self {
        Self::with_places(LISTENERS_MAX)
    }
}

/// What a listener holds: frames as they come, a place that is given back when dropped.
pub struct Listener {
    news: broadcast::Receiver<Bytes>,
    closed: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
    _seat: Seat,
}

/// One of the listeners of a place; counted until it is dropped.
struct Seat {
    hub: Hub,
    from: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.hub.taken();
        if let Some(count) = taken.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.from);
            }
        }
    }
}

impl Hub {
    fn with_places(places: usize) -> Self {
        Self(Arc::new(Inner {
            news: broadcast::channel(BEHIND_MAX).0,
            places: Arc::new(Semaphore::new(places)),
            taken: Mutex::default(),
            seen: AtomicI64::new(-1),
            nudge: Notify::new(),
            closed: watch::channel(false).0,
        }))
    }

    /// A place to listen from; none when all are taken, or all of this address, or the service is stopping.
    #[must_use]
    pub fn listen(&self, from: IpAddr) -> Option<Listener> {
        let place = Arc::clone(&self.0.places).try_acquire_owned().ok()?;
        let seat = self.seat(from)?;
        let closed = self.0.closed.subscribe();
        let open = !*closed.borrow();
        open.then(|| Listener { news: self.0.news.subscribe(), closed, _place: place, _seat: seat })
    }

    fn seat(&self, from: IpAddr) -> Option<Seat> {
        let mut taken = self.taken();
        let count = taken.entry(from).or_default();
        if *count >= LISTENERS_PER_PLACE {
            return None;
        }
        *count += 1;
        Some(Seat { hub: self.clone(), from })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last event that this process has looked at: whatever is read from now on is at least as new.
    #[must_use]
    pub fn seen(&self) -> Option<i64> {
        let seen = self.0.seen.load(Ordering::Acquire);
        (seen >= 0).then_some(seen)
    }

    /// How many listen now.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.0.news.receiver_count()
    }

    /// There may be news: look now.
    pub fn nudge(&self) {
        self.0.nudge.notify_one();
    }

    /// Ends every stream, so that the server can stop without waiting for listeners who would stay for ever.
    pub fn close(&self) {
        self.0.closed.send_replace(true);
    }
}

impl Listener {
    /// The next frame; none when the listener fell behind or the service stops.
    pub async fn next(&mut self) -> Option<Bytes> {
        tokio::select! {
            frame = self.news.recv() => frame.ok(),
            _ = self.closed.wait_for(|closed| *closed) => None,
        }
    }
}

/// What someone who saw this number has missed since, as one frame.
pub async fn missed(app: &App, seen: i64) -> Result<Option<Bytes>, Failure> {
    let (events, last) = app
        .db
        .read_snapshot(move |conn| {
            Ok::<_, StoreError>((events::after(conn, seen, GLANCE)?, events::last_sequenced(conn)?.0))
        })
        .await?;
    let all_seen = events.last().is_none_or(|(number, _)| *number == last);
    let change = if all_seen {
        Change::of(&events)
    } else {
        Some(Change { topics: Topic::ALL.iter().copied().collect(), number: last })
    };
    Ok(change.map(|change| change.frame()))
}

/// Follows the sequence and tells the listeners, until told to stop. One per process.
pub(crate) async fn follow(app: App, mut stopped: watch::Receiver<bool>) {
    let mut seen: Option<i64> = None;
    loop {
        match look(&app, seen).await {
            Ok(now) => {
                app.stream.0.seen.store(now, Ordering::Release);
                seen = Some(now);
            }
            Err(error) => tracing::debug!(%error, "the tail of the event sequence could not be read"),
        }
        tokio::select! {
            biased;
            _ = stopped.changed() => break,
            () = app.stream.0.nudge.notified() => {}
            () = tokio::time::sleep(ASK_EVERY) => {}
        }
    }
    app.stream.close();
}

/// Tells what came after the number seen; gives the number then seen. The first look tells nothing.
async fn look(app: &App, seen: Option<i64>) -> Result<i64, StoreError> {
    let Some(mut seen) = seen else {
        return app.db.read(|conn| events::last_sequenced(conn).map(|(number, _)| number)).await;
    };
    loop {
        let events = app.db.read(move |conn| events::after(conn, seen, GLANCE)).await?;
        let Some((last, _)) = events.last() else { return Ok(seen) };
        seen = *last;
        if let Some(change) = Change::of(&events) {
            // Nobody listening is no failure.
            drop(app.stream.0.news.send(change.frame()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_names_subjects_once_and_the_last_number() {
        let events = [(7, RecordKind::FeeOrder), (8, RecordKind::PaymentAttempt), (9, RecordKind::Account)];
        let frame = Change::of(&events).unwrap().frame();
        assert_eq!(&frame[..], b"id: 9\nevent: change\ndata: {\"topics\":[\"payments\"],\"number\":9}\n\n");
        assert_eq!(Change::of(&[(9, RecordKind::Key)]), None);
        assert_eq!(Change::of(&[]), None);
    }

    #[tokio::test]
    async fn places_are_bounded_and_given_back_and_a_slow_listener_is_dropped() {
        let hub = Hub::with_places(1);
        let mut slow = hub.listen(HERE).unwrap();
        assert!(hub.listen(HERE).is_none());
        for _ in 0..=BEHIND_MAX {
            hub.0.news.send(Bytes::from_static(b"x")).unwrap();
        }
        assert_eq!(slow.next().await, None);
        drop(slow);
        let mut next = hub.listen(HERE).unwrap();
        hub.close();
        assert_eq!(next.next().await, None);
        drop(next);
        assert!(hub.listen(HERE).is_none());
        assert!(hub.taken().is_empty());
    }

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn one_address_does_not_take_every_place() {
        let hub = Hub::default();
        let mut crowd: Vec<Listener> = (0..LISTENERS_PER_PLACE).map(|_| hub.listen(HERE).unwrap()).collect();
        assert!(hub.listen(HERE).is_none());
        assert!(hub.listen("192.0.2.1".parse().unwrap()).is_some());
        crowd.pop();
        assert!(hub.listen(HERE).is_some());
    }
}
