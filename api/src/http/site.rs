//! The web app, served from memory: its files are read once at start, so that no path of a request ever touches the disk.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use actix_web::http::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, IF_NONE_MATCH};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use super::openapi;
use super::problem::Problem;

/// One file in the encodings a client may take.
struct File {
    media_type: &'static str,
    tag: String,
    /// Its name changes whenever its content does.
    named_by_content: bool,
    plain: Bytes,
    brotli: Option<Bytes>,
    /// What the build compressed, or what this process does when first asked.
    gzip: OnceLock<Option<Bytes>>,
}

/// Every file of the web app by the path it is asked for. Nothing else can be asked for.
#[derive(Default)]
pub struct Site {
    files: HashMap<String, File>,
}

/// The signed-in application owns these first segments and draws its own pages below them.
const APPLICATION: [&str; 5] = ["app", "agent", "pilotage", "admin", "audit"];

/// The signed-in application also shows documents beside the file they belong to, from memory.
const APPLICATION_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src blob:; object-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A file of a web app is never larger.
const FILE_MAX_BYTES: u64 = 8 * 1024 * 1024;

impl Site {
    /// Reads a folder with everything below it. Without the folder the API is served alone.
    #[must_use]
    pub fn load(folder: &Path) -> Self {
        let mut site = Self::default();
        if let Err(error) = site.read(folder, "") {
            tracing::warn!(%error, folder = %folder.display(), "the web app is not served");
        }
        site
    }

    fn read(&mut self, folder: &Path, below: &str) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Dot files are the build's own; links could lead out of the folder.
            let kind = entry.file_type()?;
            if name.starts_with('.') || kind.is_symlink() {
                continue;
            }
            let path = format!("{below}/{name}");
            if kind.is_dir() {
                self.read(&entry.path(), &path)?;
            } else if entry.metadata()?.len() <= FILE_MAX_BYTES && !name.ends_with(".br") && !name.ends_with(".gz") {
                self.files.insert(path, File::read(&entry.path(), &name)?);
            }
        }
        Ok(())
    }

    /// The file for a path, and whether it stands in for a page the application draws itself.
    fn find(&self, path: &str) -> Option<(&File, bool)> {
        let page = path.trim_end_matches('/');
        let application = page.split('/').nth(1).is_some_and(|first| APPLICATION.contains(&first));
        if application {
            return self.files.get("/app.html").map(|file| (file, true));
        }
        let file = self.files.get(path).or_else(|| self.files.get(&format!("{page}/index.html")));
        file.map(|file| (file, path == "/app.html"))
    }
}

impl File {
    fn read(path: &Path, name: &str) -> std::io::Result<Self> {
        let plain = std::fs::read(path)?;
        let beside =
            |suffix: &str| std::fs::read(path.with_file_name(format!("{name}.{suffix}"))).ok().map(Bytes::from);
        let gzip = OnceLock::new();
        if let Some(compressed) = beside("gz") {
            // Only just made, so it is empty.
            drop(gzip.set(Some(compressed)));
        }
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &plain);
        Ok(Self {
            media_type: media_type(name),
            // Weak: one tag for every encoding of the same content.
            tag: format!("W/\"{}\"", hex::encode(&digest.as_ref()[..12])),
            named_by_content: is_named_by_content(name),
            plain: plain.into(),
            brotli: beside("br"),
            gzip,
        })
    }

    /// The bytes in the best encoding the client takes.
    fn encoded(&self, headers: &HeaderMap) -> (Option<&'static str>, Bytes) {
        let taken = headers.get(ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if let Some(brotli) = self.brotli.as_ref().filter(|_| takes(taken, "br")) {
            return (Some("br"), brotli.clone());
        }
        let gzip = self.gzip.get_or_init(|| compress(self.media_type, &self.plain));
        match gzip.as_ref().filter(|_| takes(taken, "gzip")) {
            Some(gzip) => (Some("gzip"), gzip.clone()),
            None => (None, self.plain.clone()),
        }
    }

    fn is_html(&self) -> bool {
        self.media_type.starts_with("text/html")
    }
}

/// Whether a client that says it takes these encodings takes this one (RFC 9110, section 12.5.3, without weighing).
fn takes(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q == 0.0);
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

/// Text becomes about a quarter; pictures and fonts are compressed already.
fn compress(media_type: &str, plain: &[u8]) -> Option<Bytes> {
    let text = media_type.starts_with("text/") || media_type.contains("json") || media_type.contains("xml");
    if !text || plain.len() < 512 {
        return None;
    }
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(7));
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

/// `name-XXXXXXXX.ext`: the build puts eight characters of a digest into the names of what it bundles.
fn is_named_by_content(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    let Some(digest) = stem.len().checked_sub(9).and_then(|at| stem.get(at..)) else { return false };
    let varied = digest.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'_');
    digest.starts_with('-')
        && varied
        && digest[1..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The description and, beside every other route, the pages.
pub fn routes(site: Data<Site>, config: &mut ServiceConfig) {
    let description =
        web::resource("/openapi.yaml").route(web::get().to(serve_description)).route(web::head().to(serve_description));
    config.app_data(site).service(description);
}

/// Answers whatever no other route answers: a file of the web app, or that there is nothing.
pub async fn serve_site(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) || request.path().starts_with("/api/") {
        return Err(Problem::not_found());
    }
    if let Some((file, application)) = site.find(request.path()) {
        return Ok(answer(&request, file, StatusCode::OK, application));
    }
    let reads_pages =
        request.headers().get(ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
    // People get the public shell, whose own page says that there is nothing here; programs get a problem.
    let missing = site.files.get("/index.html").filter(|_| reads_pages).ok_or_else(Problem::not_found)?;
    Ok(answer(&request, missing, StatusCode::NOT_FOUND, false))
}

fn answer(request: &HttpRequest, file: &File, status: StatusCode, application: bool) -> HttpResponse {
    let known = request.headers().get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let fresh = status == StatusCode::OK && known.split(',').any(|given| given.trim() == file.tag);
    let mut response = HttpResponseBuilder::new(if fresh { StatusCode::NOT_MODIFIED } else { status });
    let kept = if file.named_by_content { "public, max-age=31536000, immutable" } else { "no-cache" };
    response
        .insert_header(("ETag", file.tag.as_str()))
        .insert_header(("Cache-Control", kept))
        .insert_header(("Vary", "Accept-Encoding"));
    if application && file.is_html() {
        response.insert_header(("Content-Security-Policy", APPLICATION_POLICY));
    }
    if fresh {
        return response.finish();
    }
    let (encoding, bytes) = file.encoded(request.headers());
    if let Some(encoding) = encoding {
        response.insert_header(("Content-Encoding", encoding));
    }
    response.content_type(file.media_type).body(bytes)
}

/// The description of the API, as the program makes it.
pub async fn serve_description() -> Result<HttpResponse, Problem> {
    static DESCRIPTION: OnceLock<Result<String, String>> = OnceLock::new();
    let text = DESCRIPTION.get_or_init(openapi::yaml).as_ref().map_err(|error| Problem::internal(error))?;
    let cache = ("Cache-Control", "public, max-age=300");
    Ok(HttpResponse::Ok().content_type("application/yaml; charset=utf-8").insert_header(cache).body(text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bundled_names_are_kept_for_ever() {
        assert!(is_named_by_content("public-fAXyBryN.js"));
        assert!(is_named_by_content("Delay-BUrI-6DZ.js"));
        assert!(is_named_by_content("en-mtWwZu1k.js"));
        assert!(is_named_by_content("Loading--t6MLpEI.js"));
        for changing in
            ["verify.js", "app.html", "icon.svg", "api-reference.css", "a.js", "service-worker.js", "é-é.js"]
        {
            assert!(!is_named_by_content(changing), "{changing}");
        }
    }

    #[test]
    fn a_refused_encoding_is_not_taken() {
        assert!(takes("gzip, deflate, br", "br"));
        assert!(takes("br;q=0.5", "br"));
        assert!(!takes("gzip;q=0, br", "gzip"));
        assert!(!takes("", "gzip"));
        assert!(!takes("brotli", "br"));
    }

    #[test]
    fn a_site_holds_its_files_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        put("index.html", "home");
        put("app.html", "shell");
        put("statistiques/index.html", "figures");
        put(".vite/manifest.json", "{}");
        put("assets/a-12345678.js", "code");
        put("assets/a-12345678.js.br", "brotli");
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link")).unwrap();
        let site = Site::load(folder.path());
        let text = |path: &str| site.find(path).map(|(file, _)| String::from_utf8(file.plain.to_vec()).unwrap());
        assert_eq!(text("/").as_deref(), Some("home"));
        assert_eq!(text("/statistiques").as_deref(), Some("figures"));
        assert_eq!(text("/statistiques/").as_deref(), Some("figures"));
        for page in ["/app", "/app/demandes/7", "/agent/", "/pilotage", "/admin/comptes", "/audit"] {
            assert_eq!(text(page).as_deref(), Some("shell"), "{page}");
        }
        for nothing in
            ["/application", "/link", "/.vite/manifest.json", "/../Cargo.toml", "/assets", "/assets/a-12345678.js.br"]
        {
            assert_eq!(text(nothing), None, "{nothing}");
        }
        let (file, _) = site.find("/assets/a-12345678.js").unwrap();
        assert!(file.named_by_content && file.brotli.is_some());
    }
}
