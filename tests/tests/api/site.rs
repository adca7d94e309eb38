//! The web app, the description and the numbers, as a browser and a monitoring system ask for them.

use std::path::PathBuf;

use boyoro_tests::{Engine, TestApp, both_engines};
use reqwest::Method;

/// A built web app in miniature. Text is long enough to be worth compressing.
fn built() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "boyoro ".repeat(500);
    for (path, text) in [
        ("index.html", format!("<title>accueil</title>{long}")),
        ("app.html", format!("<title>espace</title>{long}")),
        ("statistiques/index.html", "<title>statistiques</title>".to_owned()),
        ("assets/public-fAXyBryN.js", format!("/* {long} */")),
        ("assets/verify.js", "/**/".to_owned()),
        (".vite/manifest.json", "{}".to_owned()),
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let path = folder.path().to_owned();
    (folder, path)
}

both_engines! {
    async fn pages_and_assets_are_served_as_browsers_want_them(engine: Engine) {
        let (_folder, web) = built();
        let app = TestApp::start_with(engine, |settings| settings.web = web).await;
        let anyone = app.anyone();
        for (path, title) in [
            ("/", "accueil"), ("/statistiques", "statistiques"), ("/statistiques/", "statistiques"),
            ("/app", "espace"), ("/app/demandes/nouvelle", "espace"), ("/agent/x", "espace"), ("/pilotage", "espace"),
            ("/admin/comptes", "espace"), ("/audit", "espace"),
        ] {
            let page = anyone.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text().contains(&format!("<title>{title}</title>")), "{path}");
            assert_eq!(page.header("cache-control"), "no-cache", "{path}");
            assert!(page.header("content-security-policy").contains("script-src 'self'"), "{path}");
            assert_eq!(page.header("x-content-type-options"), "nosniff");
        }
        assert!(anyone.get("/app").await.header("content-security-policy").contains("frame-src blob:"));
        assert!(!anyone.get("/").await.header("content-security-policy").contains("blob:"));

        let asset = anyone.get("/assets/public-fAXyBryN.js").await;
        assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(asset.header("content-type").starts_with("text/javascript"));
        assert_eq!(anyone.get("/assets/verify.js").await.header("cache-control"), "no-cache");

        let request = anyone.request(Method::GET, "/").header("if-none-match", anyone.get("/").await.header("etag"));
        assert_eq!(anyone.send(request).await.status, 304);
        let head = anyone.send(anyone.request(Method::HEAD, "/assets/public-fAXyBryN.js")).await;
        assert_eq!((head.status, head.bytes.len()), (200, 0));
        let request = anyone.request(Method::GET, "/").header("accept-encoding", "gzip");
        let zipped = anyone.send(request).await;
        assert_eq!(zipped.header("content-encoding"), "gzip");
        assert!(zipped.bytes.starts_with(&[0x1f, 0x8b]) && zipped.bytes.len() < 500);
    }

    async fn nothing_else_is_served(engine: Engine) {
        let (_folder, web) = built();
        let app = TestApp::start_with(engine, |settings| settings.web = web).await;
        let anyone = app.anyone();
        for path in [
            "/application", "/.vite/manifest.json", "/assets", "/assets/", "/..%2f..%2fetc/passwd", "/%2e%2e/Cargo.toml",
            "//etc/passwd", "/index.html/x", "/api/v1/nothing", "/api/", "/assets/public-fAXyBryN.js.gz",
        ] {
            anyone.get(path).await.problem(404, "not_found");
        }
        let post = anyone.send(anyone.request(Method::POST, "/app")).await;
        assert_eq!(post.status, 404);
    }

    async fn the_description_is_served(app: TestApp) {
        let description = app.anyone().get("/openapi.yaml").await;
        assert_eq!(description.status, 200);
        assert!(description.text().starts_with("openapi: 3.1"));
        assert_eq!(description.text(), boyoro::http::openapi::yaml().expect("the description"));
    }

    async fn numbers_name_routes_and_never_paths(app: TestApp) {
        app.anyone().get("statistics").await.expect(200);
        app.anyone().get("/v/ML-ZLE-2026-000001-X").await;
        app.anyone().get("/quelque/part").await;
        let text = boyoro::metrics::exposition(&app.app).await;
        assert!(text.contains("boyoro_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/statistics\",status=\"200\"} 1\n"), "{text}");
        assert!(!text.contains("ML-ZLE") && !text.contains("quelque"), "{text}");
        for name in ["boyoro_store_up 1", "boyoro_streams 0", "boyoro_event_lag_milliseconds", "boyoro_store_connections "] {
            assert!(text.contains(name), "{name} in {text}");
        }
        // Not on the service's own address.
        app.anyone().get("/metrics").await.problem(404, "not_found");
    }
}
