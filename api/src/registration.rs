//! Accounts, sessions, firms: who people are to the service and how they come in and leave.

pub mod accounts;
pub mod exporters;
pub mod second_factor;
pub mod sessions;

use crate::app::App;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::store::accounts::Live;

/// The actor as the session and the account stand now; none when the session has ended or the account is suspended.
pub async fn live_actor(app: &App, claimed: Actor) -> Result<Option<Live>, Failure> {
    let now = app.clock.now();
    app.db.read(move |conn| crate::store::accounts::live_actor(conn, &claimed, now).map_err(Failure::from)).await
}
