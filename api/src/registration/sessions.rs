//! Coming in and leaving: sign-in with back-off, rotating refresh tokens, sign-out.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::accounts::{self, Account};
use crate::app::App;
use crate::clock::{Instant, Stamp};
use crate::failure::{Failure, NotSignedIn};
use crate::identity::{AccountStatus, Actor, Role};
use crate::origin::contact::Login;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::refusal::Refusal;
use crate::store::accounts::{self as rows, AccountRow, SessionRow};
use crate::store::{At, Conn, Id, StoreError};
use crate::token::{random_text, stored_form};
use crate::totp;

/// What a person types to come in.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "login": "+223 70 12 34 56", "password": "karité du Bélédougou" }))]
pub struct SignIn {
    /// E-mail address or telephone number.
    pub login: String,
    pub password: String,
    /// The six digits of the second factor, when the account has one.
    pub code: Option<String>,
}

/// A session as its owner sees it: a token for the next ten minutes and who one is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Goes into `Authorization: Bearer …`. Keep it in memory only.
    pub access_token: String,
    /// When the token ends; renew before with `POST /sessions/refresh`.
    pub expires_at: DateTime<Utc>,
    pub account: Account,
    /// Whether this person has to have a second factor. Without one only requests about one's own account are answered.
    pub second_factor_demanded: bool,
}

/// A session and the secret that renews it, which goes into a cookie and nowhere else.
pub struct SignedIn {
    pub session: Session,
    pub refresh: String,
    /// How long the browser keeps the cookie.
    pub refresh_seconds: i64,
}

/// How long a session lives without being used, and at most.
const fn lifetime(role: Role) -> (TimeDelta, TimeDelta) {
    if role.is_staff() {
        (TimeDelta::hours(2), TimeDelta::hours(12))
    } else {
        (TimeDelta::days(14), TimeDelta::days(30))
    }
}

/// A response can be lost on the way: for so long the token before the current one still gets an answer,
/// provided that none of its successors has been used.
const GRACE: TimeDelta = TimeDelta::seconds(10);
/// How many answers to one token may be lost.
const SIBLINGS_MAX: i64 = 4;

/// Lets a person in, or says why not: in the same words and the same time whether the login exists or not.
pub async fn sign_in(app: &App, given: SignIn) -> Result<SignedIn, Failure> {
    let login = Login::read(&given.login);
    let hash = stored_form(login.as_str());
    let account = count_attempt(app, login, hash.clone()).await?;
    let stored = account.as_ref().map(|a| a.password_hash.clone());
    let right = app.passwords.matches(given.password, stored).await.map_err(broken)?;
    let Some(account) = account.filter(|_| right) else { return Err(NotSignedIn::InvalidCredentials.into()) };
    if account.status == AccountStatus::Suspended {
        return Err(Refusal::AccountSuspended.into());
    }
    let stamp = app.clock.stamp();
    let step = second_factor(&account, given.code.as_deref(), stamp.now)?;
    open(app, stamp, account, Some(Proof { login_hash: hash, step })).await
}

/// Counts the attempt before anything is compared, and gives the account if there is one.
async fn count_attempt(app: &App, login: Login, hash: String) -> Result<Option<AccountRow>, Failure> {
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let attempts = rows::attempts(conn, &hash, now)?.one_more(now);
            let attempts = attempts.map_err(|retry_after_s| NotSignedIn::TooManyAttempts { retry_after_s })?;
            rows::keep_attempts(conn, &hash, &attempts)?;
            Ok(rows::by_login(conn, &login)?)
        })
        .await
}

/// The time step of a good code; none when the account has no second factor.
fn second_factor(account: &AccountRow, code: Option<&str>, now: Instant) -> Result<Option<i64>, Failure> {
    let Some(secret) = &account.totp_secret else { return Ok(None) };
    let code = code.filter(|c| !c.trim().is_empty()).ok_or(NotSignedIn::SecondFactorRequired)?;
    let step = totp::accepted_step(secret, code, now, account.totp_last_step);
    Ok(Some(step.ok_or(NotSignedIn::InvalidCredentials)?))
}

/// What a sign-in proved, to be settled in the write that opens the session.
struct Proof {
    login_hash: String,
    step: Option<i64>,
}

/// Opens a session for someone who has just made an account.
pub async fn open_first(app: &App, account: AccountRow) -> Result<SignedIn, Failure> {
    open(app, app.clock.stamp(), account, None).await
}

async fn open(app: &App, stamp: Stamp, account: AccountRow, proof: Option<Proof>) -> Result<SignedIn, Failure> {
    let refresh = random_text();
    let refresh_hash = stored_form(&refresh);
    let (idle, _) = lifetime(account.role);
    let opened = app
        .db
        .write(move |conn| {
            let id = stamp.ids().make();
            // Between the comparison and now the password or the status may have changed.
            let current = rows::find(conn, account.id.0)?;
            if current.password_hash != account.password_hash || current.status != AccountStatus::Active {
                return Err(Failure::from(NotSignedIn::InvalidCredentials));
            }
            if let Some(proof) = &proof {
                settle(conn, current, proof)?;
            }
            rows::open_session(conn, &new_session(id, &account, stamp.now, stamp.now + idle))?;
            rows::insert_refresh(conn, &refresh_hash, Id(id), stamp.now)?;
            Ok((id, rows::with_firm(conn, account.id.0)?))
        })
        .await?;
    tracing::info!(account = %opened.1.0.id.0, session = %opened.0, "signed in");
    present(app, opened.0, opened.1, refresh, stamp.now, idle)
}

/// Forgets the failures before this success and uses up the code.
fn settle(conn: &mut Conn, mut account: AccountRow, proof: &Proof) -> Result<(), Failure> {
    rows::forget_attempts(conn, &proof.login_hash)?;
    if let Some(step) = proof.step {
        // Two sign-ins with one code: the second comes too late.
        if account.totp_last_step.is_some_and(|last| step <= last) {
            return Err(NotSignedIn::InvalidCredentials.into());
        }
        account.totp_last_step = Some(step);
        rows::set_second_factor(conn, &account)?;
    }
    Ok(())
}

fn new_session(id: Uuid, account: &AccountRow, now: Instant, expires_at: Instant) -> SessionRow {
    SessionRow {
        id: Id(id),
        account_id: account.id,
        created_at: At(now),
        last_used_at: At(now),
        expires_at: At(expires_at),
        ended_at: None,
        end_reason: None,
    }
}

fn present(
    app: &App,
    session_id: Uuid,
    account: rows::AccountWithFirm,
    refresh: String,
    now: Instant,
    idle: TimeDelta,
) -> Result<SignedIn, Failure> {
    let actor = Actor {
        account_id: account.0.id.0,
        session_id,
        role: account.0.role,
        exporter_id: account.0.exporter_id.map(|id| id.0),
    };
    let (access_token, expires_at) = app.tokens.issue(&actor, now).map_err(broken)?;
    let second_factor_demanded = app.settings.demands_second_factor(actor.role);
    let session = Session { access_token, expires_at, account: Account::from(account), second_factor_demanded };
    Ok(SignedIn { session, refresh, refresh_seconds: idle.num_seconds() })
}

/// Renews a session with the secret of its cookie, which is used up by it.
///
/// A secret that was used before ends the whole session: either its owner or a thief is behind, and nobody can tell which.
/// The one exception is a response lost on the way ([`GRACE`]). RFC 9700 §4.14.
pub async fn refresh(app: &App, presented: &str) -> Result<SignedIn, Failure> {
    let stamp = app.clock.stamp();
    let presented = stored_form(presented);
    let secret = random_text();
    let next = stored_form(&secret);
    let outcome = app.db.write(move |conn| rotate(conn, &presented, &next, stamp.now)).await?;
    match outcome {
        Rotation::Renewed { session, account, expires_at } => {
            present(app, session, *account, secret, stamp.now, expires_at - stamp.now)
        }
        Rotation::Ended { session } => {
            tracing::warn!(%session, "a used refresh token came back: session ended");
            Err(NotSignedIn::SessionEnded.into())
        }
    }
}

/// What became of a session whose refresh token was presented. An ended one must be committed, hence no error.
enum Rotation {
    Renewed { session: Uuid, account: Box<rows::AccountWithFirm>, expires_at: Instant },
    Ended { session: Uuid },
}

fn rotate(conn: &mut Conn, presented: &str, next: &str, now: Instant) -> Result<Rotation, Failure> {
    let (token, session) = rows::refresh(conn, presented)?.ok_or(NotSignedIn::SessionEnded)?;
    if session.ended_at.is_some() || session.expires_at.0 <= now {
        return Err(NotSignedIn::SessionEnded.into());
    }
    let account = rows::with_firm(conn, session.account_id.0)?;
    if account.0.status != AccountStatus::Active {
        return Err(NotSignedIn::SessionEnded.into());
    }
    match token.used_at {
        None => rows::use_refresh(conn, session.id, now)?,
        Some(used) => {
            let (latest, unused) = rows::refresh_generation(conn, session.id)?;
            let answer_lost = latest == Some(used.0) && now - used.0 <= GRACE && unused <= SIBLINGS_MAX;
            if !answer_lost {
                end_stolen(conn, &account.0, session.id.0, now)?;
                return Ok(Rotation::Ended { session: session.id.0 });
            }
        }
    }
    let (idle, longest) = lifetime(account.0.role);
    let expires_at = (now + idle).min(session.created_at.0 + longest);
    rows::prolong_session(conn, session.id, now, expires_at)?;
    rows::insert_refresh(conn, next, session.id, now)?;
    Ok(Rotation::Renewed { session: session.id.0, account: Box::new(account), expires_at })
}

fn end_stolen(conn: &mut Conn, account: &AccountRow, session: Uuid, now: Instant) -> Result<(), StoreError> {
    rows::end_session(conn, session, now, "refresh token used twice")?;
    let label = accounts::label(account);
    let happening = Happening::new(RecordKind::Account, account.id.0, label, By::Service, "end_session")
        .because("refresh token used twice");
    crate::store::events::append(conn, &happening, now)?;
    Ok(())
}

/// Ends the caller's session at once.
pub async fn sign_out(app: &App, actor: Actor) -> Result<(), Failure> {
    let now = app.clock.now();
    app.db.write(move |conn| Ok(rows::end_session(conn, actor.session_id, now, "signed out")?)).await
}

/// Hashing or signing failed: nothing the caller can do about it.
pub(super) fn broken(cause: impl std::fmt::Display) -> Failure {
    Failure::Store(StoreError::Corrupt(cause.to_string()))
}
