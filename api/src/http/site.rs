//! The web pages: the files that the web build wrote, read once at start and kept in memory.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Compress;
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, guard};

use super::problem::Problem;

/// The first path segments that belong to the signed-in application; it draws every page below them itself.
const APPLICATION: [&str; 5] = ["app", "agent", "pilotage", "admin", "audit"];

/// What never changes under its name may be kept for a year.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Asked for again at each use; the tag then saves the transfer.
const ASK_AGAIN: &str = "no-cache";

struct File {
    bytes: Bytes,
    media_type: &'static str,
    /// A strong entity tag, quotes included.
    tag: String,
    cache: &'static str,
}

/// Every file of the web build by its path, without a leading slash.
#[derive(Clone, Default)]
pub struct Site(Arc<HashMap<String, File>>);

impl Site {
    /// Reads the web build's folder. Without one the service has no pages and says 404; the API works all the same.
    pub fn read(folder: &Path) -> std::io::Result<Self> {
        let mut files = HashMap::new();
        if folder.is_dir() {
            collect(folder, "", &mut files)?;
        }
        Ok(Self(Arc::new(files)))
    }

    /// The file for an address: itself, the page of a folder, or the application's shell.
    fn find(&self, path: &str) -> Option<&File> {
        let path = path.trim_matches('/');
        if APPLICATION.contains(&path.split('/').next().unwrap_or_default()) {
            return self.0.get("app.html");
        }
        let page = if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
        self.0.get(path).or_else(|| self.0.get(&page))
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut HashMap<String, File>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // The build's own notes (manifest, stamps) are nobody's business.
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            let bytes = Bytes::from(std::fs::read(entry.path())?);
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
            let tag = format!("\"{}\"", hex::encode(&digest.as_ref()[..12]));
            files.insert(path, File { bytes, media_type: media_type(&name), tag, cache: cache(&name) });
        }
    }
    Ok(())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" | "webmanifest" => "application/json",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The build puts eight characters of a digest before the ending of what it may rename.
fn cache(name: &str) -> &'static str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digest = stem.len().checked_sub(9).and_then(|at| stem.get(at..));
    let renamed = digest.is_some_and(|d| {
        d.starts_with('-') && d[1..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    });
    if renamed && (name.ends_with(".js") || name.ends_with(".css")) { FOR_EVER } else { ASK_AGAIN }
}

/// The pages, after every other route. Also the description of the API, for programs.
pub fn routes(site: Site, config: &mut ServiceConfig) {
    let reading = guard::Any(guard::Get()).or(guard::Head());
    config
        .route("/openapi.yaml", web::get().to(description))
        .app_data(Data::new(site))
        .service(web::resource("/{path:.*}").guard(reading).wrap(Compress::default()).route(web::route().to(page)));
}

async fn description() -> Result<HttpResponse, Problem> {
    let text = super::openapi::yaml().map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok().content_type("application/yaml").insert_header((header::CACHE_CONTROL, ASK_AGAIN)).body(text))
}

async fn page(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let Some(file) = site.find(request.path()) else { return missing(&site, &request) };
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let mut answer = if known.is_some_and(|tags| tags.contains(&file.tag)) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer.insert_header((header::CACHE_CONTROL, file.cache)).content_type(file.media_type);
    if let Ok(tag) = HeaderValue::from_str(&file.tag) {
        answer.insert_header((header::ETAG, tag));
    }
    Ok(answer.body(if known.is_some_and(|tags| tags.contains(&file.tag)) { Bytes::new() } else { file.bytes.clone() }))
}

/// People get the shell, whose own page says that there is nothing here; programs get a problem.
fn missing(site: &Site, request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let accepts = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    match site.0.get("index.html").filter(|_| accepts.contains("text/html")) {
        Some(shell) => Ok(HttpResponse::NotFound()
            .insert_header((header::CACHE_CONTROL, ASK_AGAIN))
            .content_type(shell.media_type)
            .body(shell.bytes.clone())),
        None => Err(Problem::not_found()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        assert_eq!(cache("app-C6FA8gjl.js"), FOR_EVER);
        assert_eq!(cache("Loading--t6MLpEI.js"), FOR_EVER);
        assert_eq!(cache("verify.js"), ASK_AGAIN);
        assert_eq!(cache("index.html"), ASK_AGAIN);
    }

    #[test]
    fn addresses_find_their_pages() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [("index.html", "home"), ("app.html", "app"), ("aide/index.html", "help"), (".stamp", "x")]
        {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let site = Site::read(folder.path()).unwrap();
        let found = |path: &str| site.find(path).map(|file| file.bytes.to_vec());
        assert_eq!(found("/"), Some(b"home".to_vec()));
        assert_eq!(found("/aide/"), Some(b"help".to_vec()));
        assert_eq!(found("/app/paiement/1"), Some(b"app".to_vec()));
        assert_eq!(found("/audit"), Some(b"app".to_vec()));
        for nothing in ["/.stamp", "/../Cargo.toml", "/appendix", "/aide/../index.html"] {
            assert_eq!(found(nothing), None, "{nothing}");
        }
    }
}
