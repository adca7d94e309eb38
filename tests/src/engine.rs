//! A store of one's own for each test: a file, or a database cloned from a migrated template.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use boyoro::store::{Conn, Target, migrations};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use tempfile::TempDir;

/// The engines every behaviour is tried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A migrated, empty store and a folder for the service's files. Both go when it is dropped.
pub struct Store {
    pub engine: Engine,
    /// What `DATABASE_URL` would say.
    pub url: String,
    folder: TempDir,
    /// The name of the database to drop and the server it is on.
    database: Option<(Server, String)>,
}

impl Store {
    /// Makes a store that no other test sees.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::Builder::new().prefix("boyoro-test-").tempdir().expect("a temporary folder");
        match engine {
            Engine::Sqlite => {
                let url = format!("sqlite://{}", folder.path().join("boyoro.db").display());
                let target: Target = url.parse().expect("a SQLite address");
                migrations::run(&mut target.connect().expect("the file opens")).expect("migrations run");
                Self { engine, url, folder, database: None }
            }
            Engine::Postgres => {
                let server = Server::from_environment();
                let name = server.clone_template();
                Self { engine, url: server.url(&name), folder, database: Some((server, name)) }
            }
        }
    }

    /// Where the service may keep files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    #[must_use]
    pub fn target(&self) -> Target {
        self.url.parse().expect("the store's address")
    }

    /// A connection of the test's own.
    #[must_use]
    pub fn connect(&self) -> Conn {
        self.target().connect().expect("the store opens")
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some((server, name)) = self.database.take() {
            drop(server.run(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")));
        }
    }
}

/// The PostgreSQL server tests may make databases on.
#[derive(Clone)]
struct Server {
    /// The address up to the database's name, and what follows it.
    before: String,
    after: String,
    maintenance: String,
}

/// Any number: it only has to be the same for all test processes.
const TEMPLATE_LOCK: i64 = 7_203_119;

impl Server {
    fn from_environment() -> Self {
        let url = std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| {
            panic!(
                "TEST_DATABASE_URL is not set, so nothing can be said about PostgreSQL. \
                 `make test` starts a throw-away cluster; `scripts/postgres-for-tests COMMAND…` runs one command with one."
            )
        });
        let start = url.find("://").expect("TEST_DATABASE_URL is an address") + 3;
        let (address, after) = url.split_once('?').map_or((url.as_str(), String::new()), |(a, q)| (a, format!("?{q}")));
        let slash = address[start..].find('/').map_or(address.len(), |at| start + at);
        let maintenance = address.get(slash + 1..).filter(|name| !name.is_empty()).unwrap_or("postgres").to_owned();
        Self { before: address[..slash].to_owned(), after, maintenance }
    }

    fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.before, self.after)
    }

    fn connect(&self, database: &str) -> Conn {
        let target: Target = self.url(database).parse().expect("a PostgreSQL address");
        target.connect().expect("TEST_DATABASE_URL answers")
    }

    fn run(&self, sql: &str) -> QueryResult<()> {
        self.connect(&self.maintenance).batch_execute(sql)
    }

    /// A new database with the schema in it; copying the template is much faster than migrating.
    fn clone_template(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let template = self.template();
        let name = format!("boyoro_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        self.run(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).expect("an old database goes");
        self.run(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"")).expect("the template is copied");
        name
    }

    /// The template for the migrations as they are now, made by whoever needs it first.
    fn template(&self) -> String {
        let name = format!("boyoro_template_{:016x}", migrations_digest());
        let mut conn = self.connect(&self.maintenance);
        conn.batch_execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).expect("the template's lock");
        if !exists(&mut conn, &name) {
            let draft = format!("{name}_draft");
            self.run(&format!("DROP DATABASE IF EXISTS \"{draft}\" WITH (FORCE)")).expect("an old draft goes");
            self.run(&format!("CREATE DATABASE \"{draft}\"")).expect("a database is made");
            migrations::run(&mut self.connect(&draft)).expect("migrations run");
            self.run(&format!("ALTER DATABASE \"{draft}\" RENAME TO \"{name}\"")).expect("the template gets its name");
        }
        name
    }
}

fn exists(conn: &mut Conn, database: &str) -> bool {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let Conn::Postgres(conn) = conn else { unreachable!("only PostgreSQL has templates") };
    let query = diesel::sql_query("SELECT count(*) AS count FROM pg_database WHERE datname = $1")
        .bind::<diesel::sql_types::Text, _>(database);
    query.get_result::<Found>(conn).expect("the list of databases").count > 0
}

/// Changes whenever a migration does.
fn migrations_digest() -> u64 {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../api/migrations/postgres"));
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the migrations").map(|e| e.expect("a migration").path()).collect();
    names.sort();
    let mut hasher = DefaultHasher::new();
    for name in names {
        name.file_name().hash(&mut hasher);
        std::fs::read(name.join("up.sql")).expect("a migration's up.sql").hash(&mut hasher);
    }
    hasher.finish()
}
