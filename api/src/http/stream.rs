//! Server-sent events: what changed, so that a page reads again what it shows.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse, get};
use futures_util::stream::{self, StreamExt};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::pace;
use super::problem::Problem;
use crate::app::App;
use crate::stream::{Change, Listener, missed};
use crate::text::Text;

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config.service(follow_changes);
}

/// Proxies close a connection that is silent for half a minute.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Opens the stream at once and sets how soon a browser comes back after a break.
const GREETING: Bytes = Bytes::from_static(b"retry: 2000\n\n");

/// Where to begin.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Beginning {
    /// The `Event-Number` of the answer that is shown; what came since is told at once. `Last-Event-ID` goes before it.
    since: Option<i64>,
}

/// Follow what changes: events named `change` say which subjects to read again. No personal data.
#[utoipa::path(
    tag = "statistics",
    params(
        Beginning,
        ("Last-Event-ID" = Option<i64>, Header, description = "The number last seen; what came since is told at once.")
    ),
    responses((status = 200, content_type = "text/event-stream", body = Change))
)]
#[get("/stream")]
pub async fn follow_changes(
    app: Data<App>,
    request: HttpRequest,
    beginning: Query<Beginning>,
) -> Result<HttpResponse, Problem> {
    // The place is taken before the past is read, so that nothing can fall in between.
    let from = pace::client_address(&request).map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), pace::place);
    let listener = app.stream.listen(from).ok_or_else(too_many)?;
    let last = request.headers().get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    let past = match last.or(beginning.since) {
        Some(number) => missed(&app, number).await?,
        None => None,
    };
    let opening = stream::iter([Some(GREETING), past].into_iter().flatten());
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(opening.chain(frames(listener)).map(Ok::<_, std::convert::Infallible>)))
}

fn frames(listener: Listener) -> impl stream::Stream<Item = Bytes> {
    stream::unfold(listener, |mut listener| async move {
        match tokio::time::timeout(HEARTBEAT, listener.next()).await {
            Ok(Some(frame)) => Some((frame, listener)),
            Ok(None) => None,
            Err(_) => Some((Bytes::from_static(b":\n\n"), listener)),
        }
    })
}

fn too_many() -> Problem {
    let title = Text::new(
        "Trop de pages suivent les nouvelles en ce moment. Rechargez plus tard.",
        "Too many pages follow the news at the moment. Reload later.",
    );
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too_many_streams", title).retry_after(30)
}
