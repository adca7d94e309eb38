//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

/// How long a condition may take before the test says it never came.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is asked for.
const INTERVAL: Duration = Duration::from_millis(20);

/// Asks until there is an answer and gives it; fails with `what` when none comes.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited {PATIENCE:?} in vain for {what}");
        tokio::time::sleep(INTERVAL).await;
    }
}
