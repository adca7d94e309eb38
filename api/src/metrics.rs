//! What a monitoring system reads: requests, background work, the store and the streams, in Prometheus' text format 0.0.4.
//!
//! A registry of our own, since it is a handful of numbers: nothing here allocates once a route has been seen.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crate::app::App;
use crate::callbacks;
use crate::origin::callback::Heard;
use crate::origin::payment::Operator;
use crate::store::{StoreError, events};

/// Upper bounds of the duration histogram, in microseconds.
const BOUNDS_US: [u64; 12] =
    [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000];

/// One route, method and status.
#[derive(Default)]
struct Requests {
    count: AtomicU64,
    sum_us: AtomicU64,
    buckets: [AtomicU64; BOUNDS_US.len()],
}

/// Method, route's pattern, status.
type Which = (String, String, u16);

#[derive(Default)]
struct Inner {
    requests: RwLock<BTreeMap<Which, Arc<Requests>>>,
    sequenced: AtomicU64,
    failed_turns: AtomicU64,
}

/// The numbers of one process. Cheap to clone.
#[derive(Clone, Default)]
pub struct Metrics(Arc<Inner>);

impl Metrics {
    /// A request was answered. `route` is its pattern, never its path, so that the number of series stays bounded.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let of = self.of(method, route, status);
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        of.count.fetch_add(1, Ordering::Relaxed);
        of.sum_us.fetch_add(us, Ordering::Relaxed);
        if let Some(bucket) = BOUNDS_US.iter().position(|bound| us <= *bound) {
            of.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        }
    }

    fn of(&self, method: &str, route: &str, status: u16) -> Arc<Requests> {
        let which = (method.to_owned(), route.to_owned(), status);
        if let Some(known) = self.0.requests.read().unwrap_or_else(PoisonError::into_inner).get(&which) {
            return Arc::clone(known);
        }
        Arc::clone(self.0.requests.write().unwrap_or_else(PoisonError::into_inner).entry(which).or_default())
    }

    /// So many events were numbered by this process.
    pub fn sequenced(&self, events: usize) {
        self.0.sequenced.fetch_add(u64::try_from(events).unwrap_or_default(), Ordering::Relaxed);
    }

    /// A turn of background work failed.
    pub fn turn_failed(&self) {
        self.0.failed_turns.fetch_add(1, Ordering::Relaxed);
    }
}

/// Everything, as Prometheus reads it. When the store is away, what comes from it is left out and `boyoro_store_up` is 0.
pub async fn exposition(app: &App) -> String {
    let mut text = String::new();
    requests(&mut text, &app.metrics);
    let number = |atomic: &AtomicU64| atomic.load(Ordering::Relaxed);
    let inner = &app.metrics.0;
    counter(&mut text, "boyoro_events_sequenced_total", "Events numbered by this process.", number(&inner.sequenced));
    counter(&mut text, "boyoro_turns_failed_total", "Failed turns of background work.", number(&inner.failed_turns));
    gauge(&mut text, "boyoro_streams", "Open streams of changes.", app.stream.listeners());
    let (open, idle) = app.db.connections();
    gauge(&mut text, "boyoro_store_connections", "Connections to the database.", open);
    gauge(&mut text, "boyoro_store_connections_idle", "Connections nobody uses.", idle);
    let read = app
        .db
        .read_snapshot(|conn| Ok::<_, StoreError>((events::last_sequenced(conn)?.0, events::oldest_unsequenced(conn)?)))
        .await;
    gauge(&mut text, "boyoro_store_up", "Whether the database answers.", u8::from(read.is_ok()));
    if let Ok((last, oldest)) = read {
        let lag = oldest.map_or(0, |at| (app.clock.now() - at).num_milliseconds().max(0));
        gauge(&mut text, "boyoro_event_last_number", "The last global number of an event.", last);
        let help = "How long the oldest event without a number has waited.";
        gauge(&mut text, "boyoro_event_lag_milliseconds", help, lag);
    }
    if let Ok((waiting, heard)) = callbacks::hear(app).await {
        callbacks_of_operators(&mut text, waiting, &heard);
    }
    text
}

/// What the treasurer is warned about, for whoever watches by machine.
fn callbacks_of_operators(text: &mut String, waiting: i64, heard: &Heard) {
    let help = "Callbacks that belong to no payment and wait for a person; 1001 is more than a thousand.";
    gauge(text, "boyoro_callbacks_waiting", help, waiting);
    let by_operator = |figures: &[(Operator, i64)]| -> Vec<(String, i64)> {
        figures.iter().map(|(operator, figure)| (format!("operator=\"{operator}\""), *figure)).collect()
    };
    let help = "Callbacks of the last hour that name no payment of ours, of the newest thousand.";
    gauges(text, "boyoro_callbacks_unknown_last_hour", help, &by_operator(&heard.unknown));
    let refused = heard.refused.iter();
    let refused: Vec<(String, i64)> =
        refused.map(|(operator, kind, count)| (format!("operator=\"{operator}\",kind=\"{kind}\""), *count)).collect();
    gauges(
        text,
        "boyoro_callbacks_refused_last_hour",
        "Callbacks refused within the last hour, as far as noted.",
        &refused,
    );
    let help =
        "By how much the clock of whoever signs callbacks is ahead of this process's, the middle of the last hour.";
    gauges(text, "boyoro_callback_clock_skew_seconds", help, &by_operator(&heard.skews));
}

fn requests(text: &mut String, metrics: &Metrics) {
    let known = metrics.0.requests.read().unwrap_or_else(PoisonError::into_inner);
    line(text, "# HELP boyoro_request_duration_seconds Time to answer, by route and status.");
    line(text, "# TYPE boyoro_request_duration_seconds histogram");
    for ((method, route, status), requests) in known.iter() {
        let labels = format!("method=\"{method}\",route=\"{}\",status=\"{status}\"", escaped(route));
        let mut below = 0;
        for (bound, bucket) in BOUNDS_US.iter().zip(&requests.buckets) {
            below += bucket.load(Ordering::Relaxed);
            let le = seconds(*bound);
            line(text, &format!("boyoro_request_duration_seconds_bucket{{{labels},le=\"{le}\"}} {below}"));
        }
        let count = requests.count.load(Ordering::Relaxed);
        line(text, &format!("boyoro_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {count}"));
        let sum = seconds(requests.sum_us.load(Ordering::Relaxed));
        line(text, &format!("boyoro_request_duration_seconds_sum{{{labels}}} {sum}"));
        line(text, &format!("boyoro_request_duration_seconds_count{{{labels}}} {count}"));
    }
}

/// Microseconds as seconds, exactly.
fn seconds(us: u64) -> String {
    let text = format!("{}.{:06}", us / 1_000_000, us % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn counter(text: &mut String, name: &str, help: &str, value: impl std::fmt::Display) {
    line(text, &format!("# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}"));
}

fn gauge(text: &mut String, name: &str, help: &str, value: impl std::fmt::Display) {
    line(text, &format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}"));
}

/// A gauge with a line for each set of labels; only its head where there is none.
fn gauges(text: &mut String, name: &str, help: &str, values: &[(String, i64)]) {
    line(text, &format!("# HELP {name} {help}\n# TYPE {name} gauge"));
    for (labels, value) in values {
        line(text, &format!("{name}{{{labels}}} {value}"));
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_upwards_and_ends_with_everything() {
        let metrics = Metrics::default();
        for us in [400, 900, 900, 9_000_000] {
            metrics.answered("GET", "/v/{number}", 200, Duration::from_micros(us));
        }
        let mut text = String::new();
        requests(&mut text, &metrics);
        let of = |le: &str| format!("route=\"/v/{{number}}\",status=\"200\",le=\"{le}\"}}");
        for (le, count) in [("0.0005", 1), ("0.001", 3), ("5", 3), ("+Inf", 4)] {
            assert!(text.contains(&format!("{} {count}\n", of(le))), "{le}: {text}");
        }
        assert!(text.contains("_sum{method=\"GET\",route=\"/v/{number}\",status=\"200\"} 9.0022\n"), "{text}");
    }
}
