//! Accounts, sessions, refresh tokens and attempts to sign in.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{accounts, exporters, login_attempts, refresh_tokens, sessions};
use super::sql::containing;
use super::{At, Conn, Id, MultiBackend, StoreError, on_duplicate};
use crate::clock::Instant;
use crate::identity::{AccountStatus, Actor, Role};
use crate::origin::attempts::Attempts;
use crate::origin::contact::Login;
use crate::origin::exporter::ExporterStatus;
use crate::text::Language;

/// An account as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = accounts)]
pub struct AccountRow {
    pub id: Id,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub full_name: String,
    pub password_hash: String,
    pub role: Role,
    pub exporter_id: Option<Id>,
    pub status: AccountStatus,
    pub language: Language,
    /// What a search looks at: folded name and contacts.
    pub search: String,
    pub totp_secret: Option<String>,
    pub totp_pending: Option<String>,
    pub totp_last_step: Option<i64>,
    pub created_at: At,
    pub version: i64,
}

/// An account with the name and status of its firm.
pub type AccountWithFirm = (AccountRow, Option<String>, Option<ExporterStatus>);

/// Whoever a session belongs to, as things stand now.
#[derive(Debug, Clone)]
pub struct Live {
    pub actor: Actor,
    pub has_second_factor: bool,
}

/// The actor of a live session of an active account, with the role and firm the account has now.
pub fn live_actor(conn: &mut Conn, claimed: &Actor, now: Instant) -> Result<Option<Live>, StoreError> {
    let row = sessions::table
        .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
        .filter(sessions::id.eq(Id(claimed.session_id)))
        .filter(sessions::account_id.eq(Id(claimed.account_id)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(At(now)))
        .filter(accounts::status.eq(AccountStatus::Active))
        .select((accounts::role, accounts::exporter_id, accounts::totp_secret.is_not_null()))
        .first::<(Role, Option<Id>, bool)>(conn)
        .optional()?;
    Ok(row.map(|(role, exporter, has_second_factor)| Live {
        actor: Actor { role, exporter_id: exporter.map(|id| id.0), ..claimed.clone() },
        has_second_factor,
    }))
}

/// Adds an account. Ask [`taken`] first, in the same write.
pub fn insert(conn: &mut Conn, row: &AccountRow) -> Result<(), StoreError> {
    diesel::insert_into(accounts::table).values(row.clone()).execute(conn)?;
    Ok(())
}

/// Whether an account already has this address, and whether one has this number.
pub fn taken(conn: &mut Conn, email: Option<&str>, phone: Option<&str>) -> Result<(bool, bool), StoreError> {
    let mut has = |login: Option<Login>| match login {
        Some(login) => Ok(by_login(conn, &login)?.is_some()),
        None => Ok::<_, StoreError>(false),
    };
    Ok((has(email.map(|e| Login::Email(e.into())))?, has(phone.map(|p| Login::Phone(p.into())))?))
}

/// The account one signs in to with this address or number.
pub fn by_login(conn: &mut Conn, login: &Login) -> Result<Option<AccountRow>, StoreError> {
    let query = accounts::table.into_boxed::<MultiBackend>();
    let query = match login {
        Login::Email(email) => query.filter(accounts::email.eq(email)),
        Login::Phone(phone) => query.filter(accounts::phone.eq(phone)),
        Login::Nothing(_) => return Ok(None),
    };
    Ok(query.first(conn).optional()?)
}

pub fn find(conn: &mut Conn, id: Uuid) -> Result<AccountRow, StoreError> {
    Ok(accounts::table.find(Id(id)).first(conn)?)
}

/// An account with its firm, as its owner sees it.
pub fn with_firm(conn: &mut Conn, id: Uuid) -> Result<AccountWithFirm, StoreError> {
    Ok(accounts::table
        .left_join(exporters::table.on(exporters::id.nullable().eq(accounts::exporter_id)))
        .filter(accounts::id.eq(Id(id)))
        .select((accounts::all_columns, exporters::name.nullable(), exporters::status.nullable()))
        .first(conn)?)
}

/// What a list of accounts is narrowed to.
#[derive(Debug, Default)]
pub struct Wanted {
    pub role: Option<Role>,
    pub exporter: Option<Uuid>,
    /// Folded words, each of which must be found.
    pub words: Vec<String>,
    /// Accounts made before this one.
    pub before: Option<Uuid>,
    pub limit: i64,
}

/// Accounts, newest first; one more than the limit when there are more.
pub fn list(conn: &mut Conn, wanted: &Wanted) -> Result<Vec<AccountWithFirm>, StoreError> {
    let mut query = accounts::table
        .left_join(exporters::table.on(exporters::id.nullable().eq(accounts::exporter_id)))
        .select((accounts::all_columns, exporters::name.nullable(), exporters::status.nullable()))
        .order(accounts::id.desc())
        .limit(wanted.limit + 1)
        .into_boxed::<MultiBackend>();
    if let Some(role) = wanted.role {
        query = query.filter(accounts::role.eq(role));
    }
    if let Some(exporter) = wanted.exporter {
        query = query.filter(accounts::exporter_id.eq(Id(exporter)));
    }
    if let Some(before) = wanted.before {
        query = query.filter(accounts::id.lt(Id(before)));
    }
    for word in &wanted.words {
        query = query.filter(accounts::search.like(containing(word)).escape('\\'));
    }
    Ok(query.load(conn)?)
}

/// Changes name, search words and language; false when the account changed since it was read.
pub fn rename(conn: &mut Conn, row: &AccountRow) -> Result<bool, StoreError> {
    let changed = diesel::update(accounts::table)
        .filter(accounts::id.eq(row.id))
        .filter(accounts::version.eq(row.version))
        .set((
            accounts::full_name.eq(&row.full_name),
            accounts::search.eq(&row.search),
            accounts::language.eq(row.language),
            accounts::version.eq(row.version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Replaces the password; false when the account changed since it was read.
pub fn set_password(conn: &mut Conn, id: Uuid, version: i64, hash: &str) -> Result<bool, StoreError> {
    let changed = diesel::update(accounts::table)
        .filter(accounts::id.eq(Id(id)))
        .filter(accounts::version.eq(version))
        .set((accounts::password_hash.eq(hash), accounts::version.eq(version + 1)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Moves an account from one status to another; false when it is no longer in the first.
pub fn set_status(conn: &mut Conn, row: &AccountRow, to: AccountStatus) -> Result<bool, StoreError> {
    let changed = diesel::update(accounts::table)
        .filter(accounts::id.eq(row.id))
        .filter(accounts::status.eq(row.status))
        .filter(accounts::version.eq(row.version))
        .set((accounts::status.eq(to), accounts::version.eq(row.version + 1)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives an account that has none its firm; false when it has one already.
pub fn set_exporter(conn: &mut Conn, id: Uuid, exporter_id: Uuid) -> Result<bool, StoreError> {
    let changed = diesel::update(accounts::table)
        .filter(accounts::id.eq(Id(id)))
        .filter(accounts::exporter_id.is_null())
        .set((accounts::exporter_id.eq(Id(exporter_id)), accounts::version.eq(accounts::version + 1)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Keeps what the second factor needs: the secret in use, one not confirmed yet, and the last step a code was used for.
pub fn set_second_factor(conn: &mut Conn, row: &AccountRow) -> Result<bool, StoreError> {
    let changed = diesel::update(accounts::table)
        .filter(accounts::id.eq(row.id))
        .filter(accounts::version.eq(row.version))
        .set((
            accounts::totp_secret.eq(row.totp_secret.as_deref()),
            accounts::totp_pending.eq(row.totp_pending.as_deref()),
            accounts::totp_last_step.eq(row.totp_last_step),
            accounts::version.eq(row.version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// What was tried on a login, known or not. `login_hash` names it without keeping it.
pub fn attempts(conn: &mut Conn, login_hash: &str, now: Instant) -> Result<Attempts, StoreError> {
    let row = login_attempts::table
        .find(login_hash)
        .select((login_attempts::attempts, login_attempts::locked_until, login_attempts::last_at))
        .first::<(i64, Option<At>, At)>(conn)
        .optional()?;
    Ok(row.map_or_else(
        || Attempts::none(now),
        |(count, until, last)| Attempts { count, locked_until: until.map(|at| at.0), last_at: last.0 },
    ))
}

/// Keeps what was tried on a login.
pub fn keep_attempts(conn: &mut Conn, login_hash: &str, attempts: &Attempts) -> Result<(), StoreError> {
    let values = (
        login_attempts::attempts.eq(attempts.count),
        login_attempts::locked_until.eq(attempts.locked_until.map(At)),
        login_attempts::last_at.eq(At(attempts.last_at)),
    );
    let changed = diesel::update(login_attempts::table.find(login_hash)).set(values).execute(conn)?;
    if changed == 0 {
        let inserted = diesel::insert_into(login_attempts::table)
            .values((login_attempts::login_hash.eq(login_hash), values))
            .execute(conn);
        on_duplicate(inserted, || StoreError::Busy("somebody else signs in with the same login".into()))?;
    }
    Ok(())
}

/// Forgets what was tried on a login whose owner came in.
pub fn forget_attempts(conn: &mut Conn, login_hash: &str) -> Result<(), StoreError> {
    diesel::delete(login_attempts::table.find(login_hash)).execute(conn)?;
    Ok(())
}

/// Logins on which nothing was tried since, at most so many.
pub fn quiet_logins(conn: &mut Conn, since: Instant, limit: i64) -> Result<Vec<String>, StoreError> {
    Ok(login_attempts::table
        .filter(login_attempts::last_at.lt(At(since)))
        .order(login_attempts::last_at.asc())
        .limit(limit)
        .select(login_attempts::login_hash)
        .load(conn)?)
}

/// Forgets what was tried on these logins, unless something was tried since.
pub fn forget_quiet_logins(conn: &mut Conn, hashes: &[String], since: Instant) -> Result<(), StoreError> {
    diesel::delete(login_attempts::table)
        .filter(login_attempts::login_hash.eq_any(hashes))
        .filter(login_attempts::last_at.lt(At(since)))
        .execute(conn)?;
    Ok(())
}

/// A session with its account's identifier and the moments that bound it.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    pub id: Id,
    pub account_id: Id,
    pub created_at: At,
    pub last_used_at: At,
    pub expires_at: At,
    pub ended_at: Option<At>,
    pub end_reason: Option<String>,
}

pub fn open_session(conn: &mut Conn, row: &SessionRow) -> Result<(), StoreError> {
    diesel::insert_into(sessions::table).values(row.clone()).execute(conn)?;
    Ok(())
}

/// Prolongs a session that has not ended; false when it has.
pub fn prolong_session(conn: &mut Conn, id: Id, now: Instant, expires_at: Instant) -> Result<bool, StoreError> {
    let changed = diesel::update(sessions::table)
        .filter(sessions::id.eq(id))
        .filter(sessions::ended_at.is_null())
        .set((sessions::last_used_at.eq(At(now)), sessions::expires_at.eq(At(expires_at))))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Ends one session; it stays as a record of who was signed in when.
pub fn end_session(conn: &mut Conn, id: Uuid, now: Instant, reason: &str) -> Result<(), StoreError> {
    diesel::update(sessions::table)
        .filter(sessions::id.eq(Id(id)))
        .filter(sessions::ended_at.is_null())
        .set((sessions::ended_at.eq(At(now)), sessions::end_reason.eq(reason)))
        .execute(conn)?;
    Ok(())
}

/// Ends every session of an account but one.
pub fn end_sessions(
    conn: &mut Conn,
    account: Uuid,
    except: Option<Uuid>,
    now: Instant,
    reason: &str,
) -> Result<(), StoreError> {
    diesel::update(sessions::table)
        .filter(sessions::account_id.eq(Id(account)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::id.ne(Id(except.unwrap_or(Uuid::nil()))))
        .set((sessions::ended_at.eq(At(now)), sessions::end_reason.eq(reason)))
        .execute(conn)?;
    Ok(())
}

/// A refresh token as stored: by its hash.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = refresh_tokens)]
pub struct RefreshRow {
    pub token_hash: String,
    pub session_id: Id,
    pub issued_at: At,
    pub used_at: Option<At>,
}

pub fn insert_refresh(conn: &mut Conn, hash: &str, session_id: Id, now: Instant) -> Result<(), StoreError> {
    let row = RefreshRow { token_hash: hash.to_owned(), session_id, issued_at: At(now), used_at: None };
    diesel::insert_into(refresh_tokens::table).values(row).execute(conn)?;
    Ok(())
}

/// A refresh token with its session, whatever their state.
pub fn refresh(conn: &mut Conn, hash: &str) -> Result<Option<(RefreshRow, SessionRow)>, StoreError> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.on(sessions::id.eq(refresh_tokens::session_id)))
        .filter(refresh_tokens::token_hash.eq(hash))
        .select((refresh_tokens::all_columns, sessions::all_columns))
        .first(conn)
        .optional()?)
}

/// When the latest used token of a session was used, and how many are unused.
pub fn refresh_generation(conn: &mut Conn, session: Id) -> Result<(Option<Instant>, i64), StoreError> {
    let latest = refresh_tokens::table
        .filter(refresh_tokens::session_id.eq(session))
        .filter(refresh_tokens::used_at.is_not_null())
        .order(refresh_tokens::used_at.desc())
        .select(refresh_tokens::used_at)
        .first::<Option<At>>(conn)
        .optional()?;
    let unused = refresh_tokens::table
        .filter(refresh_tokens::session_id.eq(session))
        .filter(refresh_tokens::used_at.is_null())
        .count()
        .get_result(conn)?;
    Ok((latest.flatten().map(|at| at.0), unused))
}

/// Uses up every unused token of a session: the one presented, and its siblings with it.
pub fn use_refresh(conn: &mut Conn, session: Id, now: Instant) -> Result<(), StoreError> {
    diesel::update(refresh_tokens::table)
        .filter(refresh_tokens::session_id.eq(session))
        .filter(refresh_tokens::used_at.is_null())
        .set(refresh_tokens::used_at.eq(At(now)))
        .execute(conn)?;
    Ok(())
}

/// Refresh tokens of sessions that are over, at most so many: they renew nothing any more, used or not.
pub fn spent_refresh(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<String>, StoreError> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.on(sessions::id.eq(refresh_tokens::session_id)))
        .filter(sessions::ended_at.is_not_null().or(sessions::expires_at.le(At(now))))
        .limit(limit)
        .select(refresh_tokens::token_hash)
        .load(conn)?)
}

/// Forgets these refresh tokens. A session that is over never begins again.
pub fn forget_refresh(conn: &mut Conn, hashes: &[String]) -> Result<(), StoreError> {
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::token_hash.eq_any(hashes))).execute(conn)?;
    Ok(())
}

/// How many people a firm has.
pub fn members(conn: &mut Conn, firm: Uuid) -> Result<i64, StoreError> {
    Ok(accounts::table.filter(accounts::exporter_id.eq(Id(firm))).count().get_result(conn)?)
}
