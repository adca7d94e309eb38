//! Accounts: sign-up, one's own particulars and password, and what the administrator does with accounts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::exporters::MEMBERS_MAX;
use super::sessions::{self, SignIn, SignedIn, broken};
use crate::app::App;
use crate::clock::Stamp;
use crate::failure::{Failure, NotSignedIn};
use crate::idempotent::Once;
use crate::identity::{AccountStatus, Actor, Role};
use crate::origin::contact;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::exporter::ExporterStatus;
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::refusal::Refusal;
use crate::origin::search::{searchable, words};
use crate::password::acceptable;
use crate::store::accounts::{self as rows, AccountRow, AccountWithFirm};
use crate::store::{At, Conn, Id, StoreError, events};
use crate::text::Language;

const NAME_MAX: usize = 120;
/// The longest reason, in characters.
pub const REASON_MAX: usize = 1000;

/// Who one is to the service.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: Uuid,
    pub full_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "+22370123456")]
    pub phone: Option<String>,
    pub role: Role,
    pub language: Language,
    /// The firm, for people of an exporter that is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter_status: Option<ExporterStatus>,
    /// Whether signing in asks for a code as well.
    pub second_factor: bool,
}

impl From<AccountWithFirm> for Account {
    fn from((row, exporter_name, exporter_status): AccountWithFirm) -> Self {
        Self {
            id: row.id.0,
            full_name: row.full_name,
            email: row.email,
            phone: row.phone,
            role: row.role,
            language: row.language,
            exporter_id: row.exporter_id.map(|id| id.0),
            exporter_name,
            exporter_status,
            second_factor: row.totp_secret.is_some(),
        }
    }
}

/// An account as the administrator or the firm's administrator sees it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedAccount {
    #[serde(flatten)]
    pub account: Account,
    pub status: AccountStatus,
    pub created_at: DateTime<Utc>,
}

impl From<AccountWithFirm> for ListedAccount {
    fn from(row: AccountWithFirm) -> Self {
        Self { status: row.0.status, created_at: row.0.created_at.0, account: Account::from(row) }
    }
}

/// What an account is called in its history: no name, no number of a person.
#[must_use]
pub fn label(row: &AccountRow) -> String {
    let id = row.id.0.simple().to_string();
    format!("{}-{}", row.role, id.get(24..).unwrap_or_default())
}

/// A new person, as sent.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "fullName": "Awa Traoré", "phone": "70 12 34 56", "password": "karité du Bélédougou", "language": "fr" }))]
pub struct NewPerson {
    pub full_name: String,
    /// At least one of `email` and `phone`.
    pub email: Option<String>,
    /// International form, or eight Malian digits.
    pub phone: Option<String>,
    /// 8 to 128 characters, none of the commonest.
    pub password: String,
    #[serde(default)]
    pub language: Option<Language>,
}

/// A new member of the agency or of customs, as sent.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "fullName": "Moussa Keïta", "email": "m.keita@agence.ml", "role": "examiner", "password": "trois chevaux blancs", "language": "fr" }))]
pub struct NewStaff {
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Any role but those of exporters.
    pub role: Role,
    pub password: String,
    #[serde(default)]
    pub language: Option<Language>,
}

impl NewStaff {
    fn split(self) -> (NewPerson, Role) {
        let Self { full_name, email, phone, role, password, language } = self;
        (NewPerson { full_name, email, phone, password, language }, role)
    }
}

/// A new person whose every field was found good. The password is not hashed yet.
struct Person {
    full_name: String,
    email: Option<String>,
    phone: Option<String>,
    password: String,
    language: Language,
}

fn read_person(given: NewPerson, faults: &mut Faults) -> Option<Person> {
    let full_name = faults.text("/fullName", Some(&given.full_name), NAME_MAX);
    let given_email = given.email.as_deref().filter(|e| !e.trim().is_empty());
    let given_phone = given.phone.as_deref().filter(|p| !p.trim().is_empty());
    if given_email.is_none() && given_phone.is_none() {
        faults.add("/email", FaultCode::Required);
    }
    let email = given_email.and_then(|e| faults.keep("/email", contact::email(e)));
    let phone = given_phone.and_then(|p| faults.keep("/phone", contact::phone(p)));
    faults.keep("/password", acceptable(&given.password));
    let language = given.language.unwrap_or(Language::Fr);
    Some(Person { full_name: full_name?, email, phone, password: given.password, language })
}

fn taken_faults(taken: (bool, bool)) -> Faults {
    let mut faults = Faults::default();
    if taken.0 {
        faults.add("/email", FaultCode::AlreadyTaken);
    }
    if taken.1 {
        faults.add("/phone", FaultCode::AlreadyTaken);
    }
    faults
}

fn refuse_taken(conn: &mut Conn, email: Option<&str>, phone: Option<&str>) -> Result<(), Failure> {
    let faults = taken_faults(rows::taken(conn, email, phone)?);
    faults.finish(Some(())).map_err(Failure::from)
}

/// The row of a new account, its password hashed.
async fn new_row(
    app: &App,
    person: Person,
    role: Role,
    firm: Option<Uuid>,
    stamp: Stamp,
) -> Result<AccountRow, Failure> {
    let password_hash = app.passwords.hash(person.password).await.map_err(broken)?;
    let search = search_text(&person.full_name, person.email.as_deref(), person.phone.as_deref());
    Ok(AccountRow {
        id: Id(stamp.ids().make()),
        email: person.email,
        phone: person.phone,
        full_name: person.full_name,
        password_hash,
        role,
        exporter_id: firm.map(Id),
        status: AccountStatus::Active,
        language: person.language,
        search,
        totp_secret: None,
        totp_pending: None,
        totp_last_step: None,
        created_at: At(stamp.now),
        version: 1,
    })
}

fn search_text(full_name: &str, email: Option<&str>, phone: Option<&str>) -> String {
    searchable(&[full_name, email.unwrap_or_default(), phone.unwrap_or_default()])
}

/// Writes a new account with the event of its making. `by` is none for somebody who signs up.
pub(crate) fn insert(conn: &mut Conn, row: &AccountRow, by: Option<By>, action: &'static str) -> Result<(), Failure> {
    refuse_taken(conn, row.email.as_deref(), row.phone.as_deref())?;
    rows::insert(conn, row)?;
    let by = by.unwrap_or(By::Person { account_id: row.id.0, role: row.role });
    let mut happening = Happening::new(RecordKind::Account, row.id.0, label(row), by, action);
    happening.to = Some(AccountStatus::Active.as_str());
    events::append(conn, &happening, row.created_at.0)?;
    Ok(())
}

/// Signs somebody up as the administrator of a firm that is not registered yet, and signs them in.
///
/// Sent twice with the same key, it is a sign-in to the account made first: the password must be the same, wrong ones are counted,
/// and a second factor that was set up in the meantime is asked for.
pub async fn register(app: &App, key: String, given: NewPerson) -> Result<SignedIn, Failure> {
    let mut faults = Faults::default();
    let person = read_person(given, &mut faults);
    let person = faults.finish(person)?;
    let asked = (&person.full_name, &person.email, &person.phone, person.language);
    let once = Once::new("registrations", key, "create_registration", &asked)?;
    let stamp = app.clock.stamp();
    let password = person.password.clone();
    let row = new_row(app, person, Role::ExporterAdministrator, None, stamp).await?;
    let (account, is_new) = app
        .db
        .write(move |conn| {
            let (id, is_new) = once.run(conn, stamp.now, |conn| {
                insert(conn, &row, None, "register")?;
                Ok(row.id.0)
            })?;
            Ok::<_, Failure>((rows::find(conn, id)?, is_new))
        })
        .await?;
    if is_new { sessions::open_first(app, account).await } else { sign_in_again(app, account, password).await }
}

async fn sign_in_again(app: &App, account: AccountRow, password: String) -> Result<SignedIn, Failure> {
    let login = account.email.or(account.phone).unwrap_or_default();
    let signed_in = sessions::sign_in(app, SignIn { login, password, code: None }).await;
    signed_in.map_err(|failure| match failure {
        // Another password is another request.
        Failure::NotSignedIn(NotSignedIn::InvalidCredentials) => Refusal::KeyReused.into(),
        other => other,
    })
}

/// Makes an account of the agency or of customs. `by` is the administrator, or the service itself for the first one.
pub async fn create_staff(app: &App, by: By, given: NewStaff) -> Result<ListedAccount, Failure> {
    let (person, role) = given.split();
    let mut faults = Faults::default();
    if !role.is_staff() {
        faults.add("/role", FaultCode::UnknownValue);
    }
    let person = read_person(person, &mut faults);
    create(app, by, faults.finish(person)?, role, None).await
}

/// Makes a clerk's account in a firm.
pub async fn create_clerk(app: &App, by: By, firm: Uuid, given: NewPerson) -> Result<ListedAccount, Failure> {
    let mut faults = Faults::default();
    let person = read_person(given, &mut faults);
    create(app, by, faults.finish(person)?, Role::ExporterClerk, Some(firm)).await
}

async fn create(app: &App, by: By, person: Person, role: Role, firm: Option<Uuid>) -> Result<ListedAccount, Failure> {
    let stamp = app.clock.stamp();
    let row = new_row(app, person, role, firm, stamp).await?;
    app.db
        .write(move |conn| {
            if let Some(firm) = firm
                && rows::members(conn, firm)? >= MEMBERS_MAX
            {
                return Err(Refusal::TooManyMembers.into());
            }
            insert(conn, &row, Some(by), "create")?;
            Ok(ListedAccount::from(rows::with_firm(conn, row.id.0)?))
        })
        .await
}

/// The caller's own account.
pub async fn me(app: &App, actor: Actor) -> Result<Account, Failure> {
    app.db.read(move |conn| Ok(Account::from(rows::with_firm(conn, actor.account_id)?))).await
}

/// What one may change of oneself.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "language": "en" }))]
pub struct OwnChanges {
    pub full_name: Option<String>,
    pub language: Option<Language>,
}

/// Changes one's own name or language.
pub async fn change_me(app: &App, actor: Actor, given: OwnChanges) -> Result<Account, Failure> {
    let mut faults = Faults::default();
    let full_name = given.full_name.as_deref().map(|name| faults.text("/fullName", Some(name), NAME_MAX));
    let full_name = faults.finish(Some(full_name.flatten()))?;
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let mut row = rows::find(conn, actor.account_id)?;
            row.full_name = full_name.clone().unwrap_or(row.full_name);
            row.language = given.language.unwrap_or(row.language);
            row.search = search_text(&row.full_name, row.email.as_deref(), row.phone.as_deref());
            unless_raced(rows::rename(conn, &row)?)?;
            let happening = Happening::new(RecordKind::Account, row.id.0, label(&row), By::from(&actor), "edit");
            events::append(conn, &happening, now)?;
            Ok(Account::from(rows::with_firm(conn, actor.account_id)?))
        })
        .await
}

/// A change of one's own password.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "currentPassword": "karité du Bélédougou", "newPassword": "mangues de Sikasso" }))]
pub struct PasswordChange {
    pub current_password: String,
    pub new_password: String,
}

/// Changes one's own password; one's other sessions end. Wrong guesses of the current one are counted as at sign-in.
pub async fn change_password(app: &App, actor: Actor, given: PasswordChange) -> Result<(), Failure> {
    acceptable(&given.new_password).map_err(|code| Fault::at("/newPassword", code))?;
    let account = guessed_once_more(app, actor.account_id).await?;
    let stored = Some(account.password_hash.clone());
    if !app.passwords.matches(given.current_password, stored).await.map_err(broken)? {
        return Err(Fault::at("/currentPassword", FaultCode::WrongPassword).into());
    }
    let hash = app.passwords.hash(given.new_password).await.map_err(broken)?;
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            if !rows::set_password(conn, account.id.0, account.version, &hash)? {
                return Err(Failure::from(Fault::at("/currentPassword", FaultCode::WrongPassword)));
            }
            rows::forget_attempts(conn, &own_attempts(account.id.0))?;
            rows::end_sessions(conn, account.id.0, Some(actor.session_id), now, "password changed")?;
            let by = By::from(&actor);
            let happening = Happening::new(RecordKind::Account, account.id.0, label(&account), by, "change_password");
            events::append(conn, &happening, now)?;
            Ok(())
        })
        .await
}

/// Guesses of one's own password have their own count: a thief of an open session cannot lock its owner out of signing in.
pub(super) fn own_attempts(account: Uuid) -> String {
    crate::token::stored_form(&format!("own password of {account}"))
}

/// Counts one more guess of one's own secrets.
pub(super) async fn guessed_once_more(app: &App, account: Uuid) -> Result<AccountRow, Failure> {
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let hash = own_attempts(account);
            let attempts = rows::attempts(conn, &hash, now)?.one_more(now);
            let attempts =
                attempts.map_err(|retry_after_s| crate::failure::NotSignedIn::TooManyAttempts { retry_after_s })?;
            rows::keep_attempts(conn, &hash, &attempts)?;
            Ok(rows::find(conn, account)?)
        })
        .await
}

/// A list of accounts to ask for.
#[derive(Debug, Default)]
pub struct Asked {
    pub role: Option<Role>,
    pub question: Option<String>,
    pub before: Option<Uuid>,
    pub limit: i64,
}

/// Accounts of every kind, newest first, one more than the limit when there are more.
pub async fn list(app: &App, asked: Asked) -> Result<Vec<ListedAccount>, Failure> {
    let wanted = rows::Wanted {
        role: asked.role,
        exporter: None,
        words: words(asked.question.as_deref().unwrap_or_default()),
        before: asked.before,
        limit: asked.limit,
    };
    app.db.read(move |conn| listed(conn, &wanted)).await
}

/// Accounts as they are listed.
pub(super) fn listed(conn: &mut Conn, wanted: &rows::Wanted) -> Result<Vec<ListedAccount>, Failure> {
    let found = rows::list(conn, wanted)?;
    Ok(found.into_iter().map(ListedAccount::from).collect())
}

/// Why something is done, told to whom it concerns.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "reason": "Départ de l'agent" }))]
pub struct Reason {
    pub reason: String,
}

impl Reason {
    /// The reason, trimmed; a fault when there is none.
    pub fn read(&self) -> Result<String, Failure> {
        let mut faults = Faults::default();
        let reason = faults.text("/reason", Some(&self.reason), REASON_MAX);
        Ok(faults.finish(reason)?)
    }
}

/// Suspends an account: every session of it ends at once.
pub async fn suspend(app: &App, actor: Actor, id: Uuid, reason: &Reason) -> Result<ListedAccount, Failure> {
    set_status(app, actor, id, reason.read()?, AccountStatus::Suspended).await
}

/// Lets a suspended account in again.
pub async fn reinstate(app: &App, actor: Actor, id: Uuid, reason: &Reason) -> Result<ListedAccount, Failure> {
    set_status(app, actor, id, reason.read()?, AccountStatus::Active).await
}

async fn set_status(
    app: &App,
    actor: Actor,
    id: Uuid,
    reason: String,
    to: AccountStatus,
) -> Result<ListedAccount, Failure> {
    if id == actor.account_id {
        return Err(Refusal::OwnAccount.into());
    }
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let row = rows::find(conn, id)?;
            let (from, action) = (row.status, if to == AccountStatus::Active { "reinstate" } else { "suspend" });
            if from == to {
                return Err(Refusal::NotInThisState { state: from.as_str(), action }.into());
            }
            unless_raced(rows::set_status(conn, &row, to)?)?;
            rows::end_sessions(conn, id, None, now, action)?;
            let happening = Happening::new(RecordKind::Account, id, label(&row), By::from(&actor), action)
                .change(from.as_str(), to.as_str())
                .because(reason.clone());
            events::append(conn, &happening, now)?;
            Ok(ListedAccount::from(rows::with_firm(conn, id)?))
        })
        .await
}

/// A new password given by the administrator.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "newPassword": "trois chevaux blancs" }))]
pub struct PasswordReset {
    pub new_password: String,
}

/// Replaces somebody's password, ends all their sessions and takes the second factor off: what a lost phone needs.
pub async fn reset_password(app: &App, actor: Actor, id: Uuid, given: PasswordReset) -> Result<(), Failure> {
    if id == actor.account_id {
        return Err(Refusal::OwnAccount.into());
    }
    acceptable(&given.new_password).map_err(|code| Fault::at("/newPassword", code))?;
    let hash = app.passwords.hash(given.new_password).await.map_err(broken)?;
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let mut row = rows::find(conn, id)?;
            unless_raced(rows::set_password(conn, id, row.version, &hash)?)?;
            row.version += 1;
            (row.totp_secret, row.totp_pending, row.totp_last_step) = (None, None, None);
            unless_raced(rows::set_second_factor(conn, &row)?)?;
            rows::end_sessions(conn, id, None, now, "password reset")?;
            let happening = Happening::new(RecordKind::Account, id, label(&row), By::from(&actor), "reset_password");
            events::append(conn, &happening, now)?;
            Ok(())
        })
        .await
}

/// A guarded update inside a write that has just read the row: only another writer can make it fail, and then running again helps.
pub(super) fn unless_raced(changed: bool) -> Result<(), StoreError> {
    if changed { Ok(()) } else { Err(StoreError::Busy("the record changed in the meantime".into())) }
}
