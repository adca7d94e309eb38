//! One's own account, and the administrator's accounts.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, patch, post, put};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::page::{self, Page};
use super::problem::Problem;
use crate::app::App;
use crate::identity::Role;
use crate::origin::event::By;
use crate::registration::accounts::{
    self, Account, Asked, ListedAccount, NewStaff, OwnChanges, PasswordChange, PasswordReset, Reason,
};
use crate::registration::second_factor::{self, Confirmation, Enrolment, Removal};

/// Every route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get_me)
        .service(update_me)
        .service(update_password)
        .service(create_second_factor)
        .service(confirm_second_factor)
        .service(remove_second_factor)
        .service(list_accounts)
        .service(create_account)
        .service(suspend_account)
        .service(reinstate_account)
        .service(reset_password);
}

/// Who the caller is.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), responses((status = 200, body = Account)))]
#[get("/me")]
pub async fn get_me(app: Data<App>, caller: Caller<right::KeepAccount>) -> Result<HttpResponse, Problem> {
    Ok(private(accounts::me(&app, caller.actor).await?))
}

/// Changes one's own name or language.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), request_body = OwnChanges, responses((status = 200, body = Account)))]
#[patch("/me")]
pub async fn update_me(
    app: Data<App>,
    caller: Caller<right::KeepAccount>,
    body: Body<OwnChanges>,
) -> Result<HttpResponse, Problem> {
    Ok(private(accounts::change_me(&app, caller.actor, body.0).await?))
}

/// Changes one's own password; one's other sessions end.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), request_body = PasswordChange, responses((status = 204, description = "Changed")))]
#[put("/me/password")]
pub async fn update_password(
    app: Data<App>,
    caller: Caller<right::KeepAccount>,
    body: Body<PasswordChange>,
) -> Result<HttpResponse, Problem> {
    accounts::change_password(&app, caller.actor, body.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Begins to enrol in the second factor: a secret for an authenticator app, shown this once.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), responses((status = 201, body = Enrolment)))]
#[post("/me/second-factor")]
pub async fn create_second_factor(app: Data<App>, caller: Caller<right::KeepAccount>) -> Result<HttpResponse, Problem> {
    let enrolment = second_factor::begin(&app, caller.actor).await?;
    Ok(HttpResponse::Created().insert_header(("Cache-Control", "no-store")).json(enrolment))
}

/// Proves that the app has the secret; from now on signing in asks for a code.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), request_body = Confirmation, responses((status = 204, description = "Enrolled")))]
#[post("/me/second-factor/confirmation")]
pub async fn confirm_second_factor(
    app: Data<App>,
    caller: Caller<right::KeepAccount>,
    body: Body<Confirmation>,
) -> Result<HttpResponse, Problem> {
    second_factor::confirm(&app, caller.actor, body.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the second factor off again, for a new telephone; one's other sessions end.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), request_body = Removal, responses((status = 204, description = "Removed")))]
#[post("/me/second-factor/removal")]
pub async fn remove_second_factor(
    app: Data<App>,
    caller: Caller<right::KeepAccount>,
    body: Body<Removal>,
) -> Result<HttpResponse, Problem> {
    second_factor::remove(&app, caller.actor, body.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which accounts to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountQuery {
    pub role: Option<Role>,
    /// Words of a name, an address or a number.
    pub q: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Accounts of every kind, newest first.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), params(AccountQuery), responses((status = 200, body = Page<ListedAccount>)))]
#[get("/accounts")]
pub async fn list_accounts(
    app: Data<App>,
    _caller: Caller<right::ManageAccounts>,
    query: Query<AccountQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.into_inner();
    let (before, limit) = (page::cursor_id(query.cursor.as_deref())?, page::limit(query.limit)?);
    let found = accounts::list(&app, Asked { role: query.role, question: query.q, before, limit }).await?;
    Ok(private(Page::cut(found, limit, |last| last.account.id.to_string())))
}

/// Makes an account of the agency or of customs.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), request_body = NewStaff, responses((status = 201, body = ListedAccount)))]
#[post("/accounts")]
pub async fn create_account(
    app: Data<App>,
    caller: Caller<right::ManageAccounts>,
    body: Body<NewStaff>,
) -> Result<HttpResponse, Problem> {
    let made = accounts::create_staff(&app, By::from(&caller.actor), body.0).await?;
    Ok(HttpResponse::Created().insert_header(("Cache-Control", "no-store")).json(made))
}

/// Suspends an account: its sessions end at once.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = ListedAccount)))]
#[post("/accounts/{id}/suspension")]
pub async fn suspend_account(
    app: Data<App>,
    caller: Caller<right::ManageAccounts>,
    id: Path<Uuid>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    Ok(private(accounts::suspend(&app, caller.actor, *id, &body.0).await?))
}

/// Lets a suspended account in again.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = ListedAccount)))]
#[post("/accounts/{id}/reinstatement")]
pub async fn reinstate_account(
    app: Data<App>,
    caller: Caller<right::ManageAccounts>,
    id: Path<Uuid>,
    body: Body<Reason>,
) -> Result<HttpResponse, Problem> {
    Ok(private(accounts::reinstate(&app, caller.actor, *id, &body.0).await?))
}

/// Gives somebody a new password; their sessions end and their second factor is taken off.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), params(("id" = Uuid, Path)), request_body = PasswordReset, responses((status = 204, description = "Replaced")))]
#[put("/accounts/{id}/password")]
pub async fn reset_password(
    app: Data<App>,
    caller: Caller<right::ManageAccounts>,
    id: Path<Uuid>,
    body: Body<PasswordReset>,
) -> Result<HttpResponse, Problem> {
    accounts::reset_password(&app, caller.actor, *id, body.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A person's data stay out of every cache.
fn private(body: impl serde::Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(body)
}
