//! What is kept for a while only: forgotten again, in small bites, so that strangers cannot fill the store.

use chrono::TimeDelta;

use crate::app::App;
use crate::failure::Failure;
use crate::origin::attempts::FORGOTTEN_AFTER;
use crate::store::{Conn, StoreError, accounts, callbacks, idempotency};
use crate::workers::Worked;

/// How much of each kind one turn forgets.
const BATCH: usize = 500;

/// How long a client may send a request again. A phone without a network on Friday finds it on Monday.
const KEYS_KEPT: TimeDelta = TimeDelta::days(7);

/// One turn of the worker. Nothing it forgets would have decided anything: attempts that no longer count, refresh tokens of sessions
/// that are over, keys of requests that nobody sends again, and what callbacks said that were closed long ago.
pub async fn turn(app: &App) -> Result<Worked, Failure> {
    let now = app.clock.now();
    let (quiet, old) = (now - FORGOTTEN_AFTER, now - KEYS_KEPT);
    let closed = now - TimeDelta::days(i64::from(app.rules.watch().bodies_kept_days));
    let limit = BATCH as i64;
    let look = app.db.read::<_, StoreError, _>(move |conn| {
        let logins = accounts::quiet_logins(conn, quiet, limit)?;
        let (tokens, keys) = (accounts::spent_refresh(conn, now, limit)?, idempotency::older_than(conn, old, limit)?);
        Ok((logins, tokens, keys, callbacks::with_old_bodies(conn, closed, limit)?))
    });
    let (logins, tokens, keys, bodies) = look.await?;
    let most = logins.len().max(tokens.len()).max(keys.len()).max(bodies.len());
    if most > 0 {
        let forget = move |conn: &mut Conn| {
            accounts::forget_quiet_logins(conn, &logins, quiet)?;
            accounts::forget_refresh(conn, &tokens)?;
            callbacks::remove_bodies(conn, &bodies, now)?;
            idempotency::forget(conn, &keys)
        };
        app.db.write::<_, StoreError, _>(forget).await?;
    }
    Ok(Worked::of(most, BATCH))
}
