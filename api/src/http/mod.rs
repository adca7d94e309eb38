//! HTTP: the only place that knows actix. Routes, extractors, problem+json; one file per noun.

pub mod accounts;
pub mod application_view;
pub mod applications;
pub mod body;
pub mod books;
pub mod callbacks;
pub mod caller;
pub mod certificates;
pub mod claims;
pub mod conditional;
pub mod context;
pub mod documents;
pub mod events;
pub mod exporters;
pub mod health;
pub mod metrics;
pub mod openapi;
pub mod pace;
pub mod page;
pub mod payments;
pub mod problem;
pub mod quittance_page;
pub mod quittances;
pub mod reconciliation;
pub mod reference;
pub mod refunds;
pub mod sessions;
pub mod site;
pub mod statements;
pub mod statistics;
pub mod stream;
pub mod verification;
pub mod verification_page;

use actix_web::web::{Data, PayloadConfig};
use actix_web::{App as ActixApp, HttpServer, web};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

use crate::app::App;
use problem::Problem;

/// Every documented route. Serving is documenting: what is listed here is in `openapi.yaml`.
pub fn routes(config: &mut ServiceConfig) {
    config.configure(verification::public_routes).configure(quittance_page::public_routes);
    config
        .service(health::get_liveness)
        .service(health::get_readiness)
        .service(scope::scope("/api/v1").configure(api))
        .map(|config| config.configure(payments::callback_routes));
}

fn api(config: &mut ServiceConfig) {
    config
        .configure(accounts::routes)
        .configure(applications::routes)
        .configure(callbacks::routes)
        .configure(certificates::routes)
        .configure(claims::routes)
        .configure(payments::routes)
        .configure(quittances::routes)
        .configure(refunds::routes)
        .configure(books::routes)
        .configure(events::routes)
        .configure(documents::routes)
        .configure(exporters::routes)
        .configure(reconciliation::routes)
        .configure(reference::routes)
        .configure(sessions::routes)
        .configure(statements::routes)
        .configure(statistics::routes)
        .configure(stream::routes)
        .configure(verification::routes);
}

/// Serves until the process is told to stop. The address may have port 0; the addresses returned are the real ones.
pub fn serve(app: App) -> std::io::Result<(actix_web::dev::Server, Vec<std::net::SocketAddr>)> {
    let listener = std::net::TcpListener::bind(app.settings.listen)?;
    let address = listener.local_addr()?;
    Ok((serve_on(app, listener)?, vec![address]))
}

/// Serves on a socket that is already bound, so that whoever bound it could put its address in the settings.
pub fn serve_on(app: App, listener: std::net::TcpListener) -> std::io::Result<actix_web::dev::Server> {
    let workers = app.settings.workers;
    let site = Data::new(site::Site::load(&app.settings.web));
    let data = Data::new(app);
    let paces = Data::new(pace::Paces::new());
    let server = HttpServer::new(move || {
        ActixApp::new()
            .wrap(actix_web::middleware::from_fn(context::request_context))
            .app_data(data.clone())
            .app_data(paces.clone())
            .app_data(PayloadConfig::new(body::BODY_MAX_BYTES))
            .app_data(web::QueryConfig::default().error_handler(|e, _| context::unreadable(&e).into()))
            .app_data(web::PathConfig::default().error_handler(|_, _| Problem::not_found().into()))
            .default_service(web::to(site::serve_site))
            .into_utoipa_app()
            .configure(routes)
            .into_app()
            .configure(|config| site::routes(site.clone(), config))
    })
    .workers(workers)
    .shutdown_timeout(10)
    // Streams must be closed before the server waits for its connections, so the command line listens for signals.
    .disable_signals()
    .client_request_timeout(std::time::Duration::from_secs(15))
    .listen(listener)?;
    Ok(server.run())
}
