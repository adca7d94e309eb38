//! The container files agree with the program. No container engine is needed: the files are read and compared.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use boyoro::settings::{Profile, Settings};
use boyoro::store::Target;
use boyoro_tests::{TestApp, both_engines};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).to_path_buf()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn compose() -> Value {
    let mut text: yaml_serde::Value =
        yaml_serde::from_str(&read("docker-compose.yml")).expect("docker-compose.yml is YAML");
    text.apply_merge().expect("anchors resolve");
    serde_json::to_value(text).expect("docker-compose.yml is plain data")
}

/// The variables the program asks its environment for.
fn settings_read() -> BTreeSet<String> {
    let asked = RefCell::new(BTreeSet::new());
    drop(Settings::from_lookup(|name| {
        asked.borrow_mut().insert(name.to_owned());
        // Settings that are wrong are not read to their end.
        (name == "BOYORO_PROFILE").then(|| "demo".to_owned())
    }));
    asked.into_inner()
}

/// `${NAME}`, `${NAME:-default}` and `${NAME:?message}` as compose replaces them.
fn substitute(text: &str, given: &BTreeMap<String, String>) -> String {
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("${") {
        let (inside, end) = after.split_once('}').expect("a closing brace");
        let name: String = inside.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let default = inside[name.len()..].strip_prefix(":-").unwrap_or_default();
        out.push_str(before);
        out.push_str(given.get(&name).map_or(default, String::as_str));
        rest = end;
    }
    out + rest
}

fn environment(service: &Value, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let pairs = service["environment"].as_object().expect("an environment");
    pairs.iter().map(|(k, v)| (k.clone(), substitute(v.as_str().expect("text"), given))).collect()
}

fn parse(environment: &BTreeMap<String, String>) -> Settings {
    Settings::from_lookup(|name| environment.get(name).cloned().filter(|v| !v.is_empty())).expect("settings that start")
}

fn env_file(path: &str) -> BTreeMap<String, String> {
    let lines = read(path);
    let pairs = lines.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('='));
    pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

#[test]
fn the_service_gets_settings_it_reads_and_no_others() {
    let (compose, read) = (compose(), settings_read());
    for service in ["api", "demo"] {
        for name in environment(&compose["services"][service], &BTreeMap::new()).keys() {
            assert!(read.contains(name), "{service}: the program does not read {name}");
        }
    }
    for name in env_file("docker/demo.env").keys().filter(|n| n.starts_with("BOYORO_")) {
        assert!(read.contains(name), "docker/demo.env: the program does not read {name}");
    }
    let dockerfile = self::read("docker/Dockerfile");
    let set = dockerfile.lines().filter_map(|l| l.strip_prefix("ENV ")).flat_map(str::split_whitespace);
    for (name, _) in set.filter_map(|pair| pair.split_once('=')) {
        assert!(read.contains(name), "docker/Dockerfile: the program does not read {name}");
    }
}

#[test]
fn both_profiles_start() {
    let compose = compose();
    let api = &compose["services"]["api"];
    let demo = parse(&environment(api, &env_file("docker/demo.env")));
    assert_eq!(demo.profile, Profile::Demo);
    let agency = BTreeMap::from([
        ("POSTGRES_PASSWORD".to_owned(), "secret".to_owned()),
        ("BOYORO_PUBLIC_URL".to_owned(), "https://origine.example.ml".to_owned()),
    ]);
    let production = parse(&environment(api, &agency));
    assert_eq!(production.profile, Profile::Production);
    assert!(production.operators.orange_money.is_none() && production.operators.wave.is_none());
    let Target::Postgres { url } = production.database else { panic!("compose runs on PostgreSQL") };
    let postgres = environment(&compose["services"]["postgres"], &agency);
    let expected = format!(
        "postgres://{}:{}@postgres:5432/{}",
        postgres["POSTGRES_USER"], postgres["POSTGRES_PASSWORD"], postgres["POSTGRES_DB"]
    );
    assert_eq!(url, expected);
}

#[test]
fn ports_volumes_and_addresses_agree() {
    let compose = compose();
    let settings = parse(&environment(&compose["services"]["api"], &env_file("docker/demo.env")));
    let port = settings.listen.port();
    assert!(settings.listen.ip().is_unspecified(), "the service must be reachable from the other containers");
    assert!(read("docker/Dockerfile").contains(&format!("EXPOSE {port}\n")));
    assert!(read("docker/nginx.conf").contains(&format!("server api:{port};")));
    let data = format!("data:{}", settings.data.display());
    assert_eq!(compose["services"]["api"]["volumes"][0], data.as_str());
    let (published, inside) =
        compose["services"]["web"]["ports"][0].as_str().and_then(|p| p.split_once(':')).expect("a port");
    assert!(
        settings.public_url.ends_with(&format!(":{published}")),
        "the demonstration's address is the published one"
    );
    assert!(read("docker/nginx.conf").contains(&format!("listen {inside};")));
    let simulator = &compose["services"]["simulator"];
    let (_, simulator_port) = simulator["ports"][0].as_str().and_then(|p| p.split_once(':')).expect("a port");
    let operator = settings.operators.orange_money.expect("a demonstration has operators");
    assert_eq!(operator.account.base_url, format!("http://simulator:{simulator_port}"));
    assert!(
        operator.account.pages.allow(&format!("http://localhost:{simulator_port}/pay/1")),
        "browsers must reach the pages"
    );
    for volume in ["database", "data"] {
        assert!(compose["volumes"].as_object().is_some_and(|v| v.contains_key(volume)), "{volume} is not declared");
    }
}

#[test]
fn images_are_pinned_and_built_from_files_that_exist() {
    let (compose, dockerfile) = (compose(), read("docker/Dockerfile"));
    let mut targets = BTreeSet::new();
    for line in dockerfile.lines().filter_map(|l| l.strip_prefix("FROM ")) {
        let (image, target) = line.split_once(" AS ").expect("every stage has a name");
        assert!(image.split_once(':').is_some_and(|(_, tag)| tag.contains('.')), "{image} is not pinned");
        targets.insert(target.to_owned());
    }
    for source in dockerfile.lines().filter_map(|l| l.strip_prefix("COPY ")).filter(|l| !l.starts_with("--from")) {
        for path in source.split_whitespace().rev().skip(1) {
            assert!(root().join(path).exists(), "COPY {path}: there is no such file");
        }
    }
    for (name, service) in compose["services"].as_object().expect("services") {
        let image = service["image"].as_str().unwrap_or_default();
        assert!(image.split_once(':').is_some_and(|(_, tag)| tag.contains('.')), "{name}: {image} is not pinned");
        if let Some(target) = service["build"]["target"].as_str() {
            assert!(targets.contains(target), "{name}: the Dockerfile has no stage {target}");
            assert!(root().join(service["build"]["dockerfile"].as_str().unwrap_or_default()).is_file());
        }
    }
}

both_engines! {
    async fn health_checks_ask_what_the_program_answers(app: TestApp) {
        let compose = compose();
        for service in ["api", "web"] {
            let check = compose["services"][service]["healthcheck"]["test"].as_array().cloned().unwrap_or_default();
            let url = check.last().and_then(Value::as_str).unwrap_or_default();
            let (address, path) = url.trim_start_matches("http://").split_once('/').expect("an address and a path");
            app.anyone().get(&format!("/{path}")).await.expect(200);
            let asked = format!("\"http://{address}/{path}\"]");
            assert!(read("docker/Dockerfile").contains(&asked), "{service}: the image checks something else than {asked}");
        }
    }
}
