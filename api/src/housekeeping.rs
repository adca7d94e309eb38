//! What is kept for a while only: forgotten again, in small bites, so that strangers cannot fill the store.

use chrono::TimeDelta;

use crate::app::App;
use crate::failure::Failure;
use crate::origin::attempts::FORGOTTEN_AFTER;
use crate::store::{Conn, StoreError, accounts, idempotency};
use crate::workers::Worked;

/// How much of each kind one turn forgets.
const BATCH: usize = 500;

/// How long a client may send a request again. A phone without a network on Friday finds it on Monday.
const KEYS_KEPT: TimeDelta = TimeDelta::days(7);

/// One turn of the worker. Nothing it forgets would have decided anything: attempts that no longer count, refresh tokens of sessions
/// that are over, keys of requests that nobody sends again.
pub async fn turn(app: &App) -> Result<Worked, Failure> {
    let now = app.clock.now();
    let (quiet, old) = (now - FORGOTTEN_AFTER, now - KEYS_KEPT);
    let limit = BATCH as i64;
    let look = app.db.read::<_, StoreError, _>(move |conn| {
        let logins = accounts::quiet_logins(conn, quiet, limit)?;
        Ok((logins, accounts::spent_refresh(conn, now, limit)?, idempotency::older_than(conn, old, limit)?))
    });
    let (logins, tokens, keys) = look.await?;
    let most = logins.len().max(tokens.len()).max(keys.len());
    if most > 0 {
        let forget = move |conn: &mut Conn| {
            accounts::forget_quiet_logins(conn, &logins, quiet)?;
            accounts::forget_refresh(conn, &tokens)?;
            idempotency::forget(conn, &keys)
        };
        app.db.write::<_, StoreError, _>(forget).await?;
    }
    Ok(Worked::of(most, BATCH))
}
