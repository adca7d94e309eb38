//! Enrolling in the second factor: a secret is shown once, and counts from the first code that proves it was kept.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::{self, guessed_once_more, unless_raced};
use crate::app::App;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::refusal::Refusal;
use crate::store::{accounts as rows, events};
use crate::totp;

/// A secret for an authenticator app. It is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    /// Base 32, to type by hand.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    pub secret: String,
    /// What the QR code for the app holds.
    pub otpauth_uri: String,
}

/// The code the app shows for the new secret.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "code": "287082" }))]
pub struct Confirmation {
    pub code: String,
}

/// Makes a secret that does not count yet. Asking again replaces it; an account that has a second factor keeps it.
pub async fn begin(app: &App, actor: Actor) -> Result<Enrolment, Failure> {
    let secret = totp::new_secret();
    app.db
        .write(move |conn| {
            let mut row = rows::find(conn, actor.account_id)?;
            if row.totp_secret.is_some() {
                return Err(Refusal::NotInThisState { state: "enrolled", action: "enrol" }.into());
            }
            row.totp_pending = Some(secret.clone());
            unless_raced(rows::set_second_factor(conn, &row)?)?;
            let shown = row.email.as_deref().or(row.phone.as_deref()).unwrap_or_default();
            Ok(Enrolment { otpauth_uri: totp::address(&secret, shown), secret: secret.clone() })
        })
        .await
}

/// Makes the secret count, once a code proves that an app has it. The account's other sessions end.
pub async fn confirm(app: &App, actor: Actor, given: Confirmation) -> Result<(), Failure> {
    guessed_once_more(app, actor.account_id).await?;
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let mut row = rows::find(conn, actor.account_id)?;
            let pending = row.totp_pending.take();
            let pending = pending.ok_or(Refusal::NotInThisState { state: "not_begun", action: "confirm" })?;
            let step = totp::accepted_step(&pending, &given.code, now, None);
            let step = step.ok_or_else(|| Fault::at("/code", FaultCode::Malformed { example: "287 082" }))?;
            (row.totp_secret, row.totp_last_step) = (Some(pending), Some(step));
            unless_raced(rows::set_second_factor(conn, &row)?)?;
            rows::forget_attempts(conn, &accounts::own_attempts(row.id.0))?;
            rows::end_sessions(conn, row.id.0, Some(actor.session_id), now, "second factor enrolled")?;
            let by = By::from(&actor);
            let happening =
                Happening::new(RecordKind::Account, row.id.0, accounts::label(&row), by, "enrol_second_factor");
            events::append(conn, &happening, now)?;
            Ok(())
        })
        .await
}
