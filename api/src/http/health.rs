//! Whether the service lives and whether it can work.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::app::App;
use crate::store::{StoreError, migrations};

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// The process runs.
#[utoipa::path(tag = "health", responses((status = 200, body = Health)))]
#[get("/health/live")]
pub async fn get_liveness() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// The process can work: the database answers and has this binary's schema.
#[utoipa::path(tag = "health", responses((status = 200, body = Health)))]
#[get("/health/ready")]
pub async fn get_readiness(app: Data<App>) -> Result<HttpResponse, Problem> {
    let ready = app.db.read::<_, StoreError, _>(migrations::up_to_date).await?;
    if ready {
        Ok(HttpResponse::Ok().json(Health { status: "ok" }))
    } else {
        Err(Problem::unavailable(&"the schema is older than the program"))
    }
}
