//! The description of the API, made from the handlers themselves and written by `boyoro openapi`.

use actix_web::App as ActixApp;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa_actix_web::AppExt;

use super::problem::{FaultBody, ProblemBody};
use super::statistics::Table;
use crate::examination::Queue;
use crate::origin::event::RecordKind;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bɔyɔrɔ",
        description = "Electronic certificates of origin: applications, payment, examination, sealing, verification, statistics.\n\nErrors are RFC 9457 problem+json with a stable `code` and a JSON pointer to each faulty field.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    // Vocabularies that only parameters use are not found by themselves.
    components(schemas(ProblemBody, FaultBody, Queue, RecordKind, Table))
)]
struct Description;

/// The whole description. Deterministic: the same program gives the same bytes.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    let (_, mut api) =
        ActixApp::new().into_utoipa_app().openapi(Description::openapi()).configure(super::routes).split_for_parts();
    if let Some(components) = api.components.as_mut() {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
    for item in api.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            let response =
                ResponseBuilder::new().description("Any error").content("application/problem+json", body).build();
            operation.responses.responses.insert("default".into(), RefOr::T(response));
        }
    }
    api
}

/// The description as it is checked in.
pub fn yaml() -> Result<String, String> {
    description().to_yaml().map_err(|e| e.to_string())
}
