//! `/metrics` on an address of its own, which the outside world never reaches.

use actix_web::web::{self, Data};
use actix_web::{App as ActixApp, HttpResponse, HttpServer};

use crate::app::App;
use crate::metrics::exposition;

async fn get_metrics(app: Data<App>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(exposition(&app).await)
}

/// Serves the numbers of this process; nothing when no address is set.
pub fn serve(app: App) -> std::io::Result<Option<actix_web::dev::Server>> {
    let Some(address) = app.settings.metrics_listen else { return Ok(None) };
    let data = Data::new(app);
    let server =
        HttpServer::new(move || ActixApp::new().app_data(data.clone()).route("/metrics", web::get().to(get_metrics)));
    Ok(Some(server.workers(1).disable_signals().shutdown_timeout(1).bind(address)?.run()))
}
