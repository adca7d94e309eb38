//! The service inside the test's process, with a clock the test moves and a store of its own.

use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;
use std::thread::JoinHandle;

use boyoro::app::App;
use boyoro::clock::{Clock, Instant};
use boyoro::identity::{Actor, Role};
use boyoro::origin::search::searchable;
use boyoro::password::Passwords;
use boyoro::settings::{Profile, Settings};
use boyoro::store::schema::{accounts, exporters, sessions};
use boyoro::store::{At, Conn, Document, Id};
use chrono::{TimeDelta, TimeZone as _, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::caller::Caller;
use crate::engine::{Engine, Store};

/// The password of every account the harness makes.
pub const PASSWORD: &str = "karité-2026-sikasso";

/// A running service and everything a test needs to talk to it.
pub struct TestApp {
    /// The service's own parts: its clock, its store, its tokens.
    pub app: App,
    pub address: SocketAddr,
    http: reqwest::Client,
    server: Option<(actix_web::dev::ServerHandle, JoinHandle<std::io::Result<()>>)>,
    // Last, so that the database goes after the service that used it.
    store: Store,
}

/// A verified exporting firm and its two people.
pub struct Firm {
    pub id: Uuid,
    pub administrator: Caller,
    pub clerk: Caller,
}

/// The moment at which every test begins: a Monday morning in Bamako.
#[must_use]
pub fn beginning() -> Instant {
    Utc.with_ymd_and_hms(2026, 11, 16, 9, 0, 0).single().expect("a date that exists")
}

impl TestApp {
    /// Starts the service with the settings of a demonstration.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, |_| {}).await
    }

    /// Starts the service with settings changed by the test.
    pub async fn start_with(engine: Engine, change: impl FnOnce(&mut Settings)) -> Self {
        Self::start_by(Clock::manual(beginning()), engine, change).await
    }

    /// The same for a play that can be repeated: no background work of its own, so that everything happens when the test says so, and
    /// identifiers that come from a seed.
    pub async fn start_repeatable(engine: Engine, seed: u64, change: impl FnOnce(&mut Settings)) -> Self {
        Self::start_by(Clock::scripted(beginning(), seed.into()), engine, change).await
    }

    async fn start_by(clock: Clock, engine: Engine, change: impl FnOnce(&mut Settings)) -> Self {
        let store = Store::new(engine);
        // The listener comes first: the service prints its own address in callback addresses and QR codes.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port's number");
        let mut settings = settings(&store, address);
        change(&mut settings);
        let app = App::build(settings, clock).expect("the service is built");
        let rules = boyoro::origin::rules::Rules::embedded().expect("the rules that come with the program");
        boyoro::rules::seed(&app.db, &rules, app.clock.stamp()).await.expect("the initial rules are written");
        let (server, thread) = serve(app.clone(), listener);
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { app, address, http, server: Some((server, thread)), store }
    }

    /// The address everything is below, without a trailing slash.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    #[must_use]
    pub fn engine(&self) -> Engine {
        self.store.engine
    }

    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A connection of the test's own to the service's store.
    #[must_use]
    pub fn connect(&self) -> Conn {
        self.store.connect()
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        self.app.clock.now()
    }

    pub fn advance(&self, by: TimeDelta) {
        match &self.app.clock {
            Clock::Scripted(_) => self.app.clock.put(self.now() + by),
            clock => clock.advance(by),
        }
    }

    /// Does all background work that is waiting now.
    pub async fn settle(&self) {
        boyoro::workers::settle(&self.app).await.expect("the background work is done");
    }

    /// Someone without an account.
    #[must_use]
    pub fn anyone(&self) -> Caller {
        Caller::anyone(self.http.clone(), self.base())
    }

    /// A new person with this role. Exporters' people belong to a new verified firm.
    pub async fn caller(&self, role: Role) -> Caller {
        match role {
            Role::ExporterAdministrator => self.firm().await.administrator,
            Role::ExporterClerk => self.firm().await.clerk,
            staff => self.person(staff, None).await,
        }
    }

    pub async fn examiner(&self) -> Caller {
        self.caller(Role::Examiner).await
    }

    pub async fn signatory(&self) -> Caller {
        self.caller(Role::Signatory).await
    }

    pub async fn treasurer(&self) -> Caller {
        self.caller(Role::Treasurer).await
    }

    pub async fn director(&self) -> Caller {
        self.caller(Role::Director).await
    }

    pub async fn customs(&self) -> Caller {
        self.caller(Role::Customs).await
    }

    pub async fn auditor(&self) -> Caller {
        self.caller(Role::Auditor).await
    }

    pub async fn administrator(&self) -> Caller {
        self.caller(Role::Administrator).await
    }

    /// The administrator of a new verified firm.
    pub async fn exporter(&self) -> Caller {
        self.caller(Role::ExporterAdministrator).await
    }

    /// A new verified firm with its administrator and a clerk.
    pub async fn firm(&self) -> Firm {
        let mut ids = self.app.clock.stamp().ids();
        let id = ids.make();
        let administrator = self.person(Role::ExporterAdministrator, Some(id)).await;
        let clerk = self.person(Role::ExporterClerk, Some(id)).await;
        insert_firm(&mut self.connect(), id, administrator.id(), self.now());
        Firm { id, administrator, clerk }
    }

    /// A new account with a live session, made in the store.
    pub async fn person(&self, role: Role, exporter_id: Option<Uuid>) -> Caller {
        let mut ids = self.app.clock.stamp().ids();
        let actor = Actor { account_id: ids.make(), session_id: ids.make(), role, exporter_id };
        insert_person(&mut self.connect(), &actor, &password_hash(&self.app.passwords).await, self.now());
        self.anyone().minted(actor, self.app.tokens.clone(), self.app.clock.clone())
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some((server, thread)) = self.server.take() {
            // Sending is enough: the thread ends when the server has.
            drop(server.stop(false));
            drop(thread.join());
        }
    }
}

/// What the environment of a demonstration would say.
fn settings(store: &Store, address: SocketAddr) -> Settings {
    Settings {
        database: store.target(),
        data: store.folder().join("data"),
        listen: address,
        metrics_listen: None,
        public_url: format!("http://{address}"),
        profile: Profile::Demo,
        web: concat!(env!("CARGO_MANIFEST_DIR"), "/../web/dist").into(),
        operators: boyoro::operators::profile::Profiles::default(),
        workers: 2,
        behind_proxy: false,
        // A test's program cannot be started again as a reader; the real one is tried by the tests of faults.
        old_workbooks: boyoro::statement::OldWorkbooks::Here,
    }
}

fn serve(app: App, listener: TcpListener) -> (actix_web::dev::ServerHandle, JoinHandle<std::io::Result<()>>) {
    let (ready, started) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let is_repeatable = matches!(app.clock, Clock::Scripted(_));
            let workers = (!is_repeatable).then(|| boyoro::workers::start(&app));
            let server = boyoro::http::serve_on(app, listener)?;
            ready.send(server.handle()).map_err(std::io::Error::other)?;
            let served = server.await;
            if let Some(workers) = workers {
                workers.stop().await;
            }
            served
        })
    });
    (started.recv().expect("the service starts"), thread)
}

/// Hashing is slow on purpose, so every account of a test process shares one hash.
pub async fn password_hash(passwords: &Passwords) -> String {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    HASH.get_or_init(|| async { passwords.hash(PASSWORD.into()).await.expect("a password can be hashed") })
        .await
        .clone()
}

/// Writes an account with a live session.
pub fn insert_person(conn: &mut Conn, actor: &Actor, password_hash: &str, now: Instant) {
    let id = Id(actor.account_id);
    let name = format!("Awa {}", actor.role);
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(id),
            accounts::email.eq(format!("{}@example.ml", actor.account_id.simple())),
            accounts::full_name.eq(&name),
            accounts::search.eq(searchable(&[&name])),
            accounts::password_hash.eq(password_hash),
            accounts::role.eq(actor.role.as_str()),
            accounts::exporter_id.eq(actor.exporter_id.map(Id)),
            accounts::status.eq("active"),
            accounts::language.eq("fr"),
            accounts::created_at.eq(At(now)),
        ))
        .execute(conn)
        .expect("an account is made");
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(Id(actor.session_id)),
            sessions::account_id.eq(id),
            sessions::created_at.eq(At(now)),
            sessions::last_used_at.eq(At(now)),
            sessions::expires_at.eq(At(now + TimeDelta::days(3650))),
        ))
        .execute(conn)
        .expect("a session is made");
}

/// Writes a verified firm.
pub fn insert_firm(conn: &mut Conn, id: Uuid, by: Uuid, now: Instant) {
    let particulars = json!({
        "profile": "company", "name": "Karité du Mandé SARL",
        "identifiers": { "rccm": "MA.BKO.2019.B.4471", "nif": "087800123N" },
        "address": { "street": "Rue 14, Quinzambougou", "city": "Bamako", "country": "ML" },
        "phone": "+22370000001",
    });
    diesel::insert_into(exporters::table)
        .values((
            exporters::id.eq(Id(id)),
            exporters::status.eq("verified"),
            exporters::profile.eq("company"),
            exporters::name.eq("Karité du Mandé SARL"),
            exporters::search.eq("karite du mande sarl"),
            exporters::particulars.eq(Document(particulars)),
            exporters::created_by.eq(Id(by)),
            exporters::created_at.eq(At(now)),
            exporters::verified_at.eq(At(now)),
        ))
        .execute(conn)
        .expect("a firm is made");
}
