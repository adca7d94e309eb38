//! Enrolling in the second factor and leaving it: a secret is shown once, and counts from the first code that proves it was kept.

use qrcodegen::{QrCode, QrCodeEcc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::{self, guessed_once_more, unless_raced};
use super::sessions::broken;
use crate::app::App;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::refusal::Refusal;
use crate::store::accounts::{self as rows, AccountRow};
use crate::store::{Conn, events};
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
    pub symbol: Symbol,
}

/// A QR code to draw.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Symbol {
    /// Modules on a side, with the quiet margin.
    pub size: i32,
    /// The dark modules as the `d` of an SVG path, one unit each.
    #[schema(example = "M4 4h7v1h-7z")]
    pub path: String,
}

/// Modules that stay light around a QR code (ISO/IEC 18004 §9.1).
const MARGIN: i32 = 4;

impl Symbol {
    /// Each run of dark modules in a row is one rectangle.
    fn of(code: &QrCode) -> Self {
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
                let length = i32::try_from(run).unwrap_or(0);
                if length > 0 {
                    path.push_str(&format!("M{} {}h{length}v1h-{length}z", x + MARGIN, y + MARGIN));
                }
                x += length + 1;
            }
        }
        Self { size: code.size() + 2 * MARGIN, path }
    }
}

/// The code the app shows for the new secret.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "code": "287082" }))]
pub struct Confirmation {
    pub code: String,
}

/// What proves that it is the account's owner who leaves the second factor.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "password": "karité du Bélédougou", "code": "287082" }))]
pub struct Removal {
    pub password: String,
    /// What the app shows now. A code that was used to sign in is used up.
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
            let otpauth_uri = totp::address(&secret, shown);
            let code = QrCode::encode_text(&otpauth_uri, QrCodeEcc::Medium).map_err(broken)?;
            Ok(Enrolment { symbol: Symbol::of(&code), otpauth_uri, secret: secret.clone() })
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
            let step = step.ok_or_else(|| Fault::at("/code", FaultCode::WrongCode))?;
            (row.totp_secret, row.totp_last_step) = (Some(pending), Some(step));
            keep(conn, &row, &actor, now, "enrol_second_factor")
        })
        .await
}

/// Takes the second factor off. The account's other sessions end; whoever must have one can do nothing else until there is a new one.
pub async fn remove(app: &App, actor: Actor, given: Removal) -> Result<(), Failure> {
    let account = guessed_once_more(app, actor.account_id).await?;
    let secret = account.totp_secret.clone();
    let secret = secret.ok_or(Refusal::NotInThisState { state: "not_enrolled", action: "remove" })?;
    let now = app.clock.now();
    let mut faults = Faults::default();
    if !app.passwords.matches(given.password, Some(account.password_hash.clone())).await.map_err(broken)? {
        faults.add("/password", FaultCode::WrongPassword);
    }
    if totp::accepted_step(&secret, &given.code, now, account.totp_last_step).is_none() {
        faults.add("/code", FaultCode::WrongCode);
    }
    faults.finish(Some(()))?;
    app.db
        .write(move |conn| {
            let mut row = account.clone();
            (row.totp_secret, row.totp_pending, row.totp_last_step) = (None, None, None);
            // Only on the account as it was proved to be one's own: a password changed meanwhile proves nothing.
            keep(conn, &row, &actor, now, "remove_second_factor")
        })
        .await
}

/// Writes the changed account; its other sessions end, and the guesses before count no more.
fn keep(conn: &mut Conn, row: &AccountRow, actor: &Actor, now: Instant, action: &'static str) -> Result<(), Failure> {
    unless_raced(rows::set_second_factor(conn, row)?)?;
    rows::forget_attempts(conn, &accounts::own_attempts(row.id.0))?;
    rows::end_sessions(conn, row.id.0, Some(actor.session_id), now, "second factor changed")?;
    let happening = Happening::new(RecordKind::Account, row.id.0, accounts::label(row), By::from(actor), action);
    events::append(conn, &happening, now)?;
    Ok(())
}
