//! The real program as a child process, for what only a real process can suffer.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use crate::caller::Caller;
use crate::engine::Store;
use crate::wait::eventually;

/// A `boyoro serve` of one's own. Killed by its id when dropped.
pub struct Process {
    child: Child,
    port: u16,
    launcher: Vec<String>,
    environment: Vec<(String, String)>,
    log: Arc<Mutex<Vec<String>>>,
    http: reqwest::Client,
}

impl Process {
    /// Starts the program on this store and waits until it is ready. More variables can be given, or changed.
    pub async fn start(store: &Store, more: &[(&str, &str)]) -> Self {
        Self::start_under(&[], store, more).await
    }

    /// The same under a launcher: a program and its arguments, which end by becoming the program named after them.
    pub async fn start_under(launcher: &[&str], store: &Store, more: &[(&str, &str)]) -> Self {
        let port = free_port();
        let mut environment = vec![
            ("DATABASE_URL".to_owned(), store.url.clone()),
            ("BOYORO_DATA".to_owned(), store.folder().join("data").display().to_string()),
            ("BOYORO_LISTEN".to_owned(), format!("127.0.0.1:{port}")),
            ("BOYORO_PUBLIC_URL".to_owned(), format!("http://127.0.0.1:{port}")),
            ("BOYORO_PROFILE".to_owned(), "demo".to_owned()),
            ("BOYORO_WEB".to_owned(), concat!(env!("CARGO_MANIFEST_DIR"), "/../web/dist").to_owned()),
        ];
        environment.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let launcher: Vec<String> = launcher.iter().map(|word| (*word).to_owned()).collect();
        let (child, log) = spawn(&launcher, &environment);
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .expect("a client");
        let mut process = Self { child, port, launcher, environment, log, http };
        process.until_ready().await;
        process
    }

    #[must_use]
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// `host:port`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Someone without an account.
    #[must_use]
    pub fn anyone(&self) -> Caller {
        Caller::anyone(self.http.clone(), self.base())
    }

    /// Everything the program has said so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.lock().expect("the log").join("\n")
    }

    /// `boyoro check` on the same store; whether it found nothing, and what it said.
    #[must_use]
    pub fn check(&self, what: &str) -> (bool, String) {
        let environment = self.environment.iter().map(|(name, value)| (name, value));
        let checked = Command::new(program("boyoro")).args(["check", what]).envs(environment).output();
        let checked = checked.expect("the program starts");
        (checked.status.success(), String::from_utf8_lossy(&checked.stderr).into_owned())
    }

    /// SIGKILL: the program has no say in it.
    pub fn kill(&mut self) {
        self.child.kill().expect("the program can be killed");
        self.child.wait().expect("the program ends");
    }

    /// SIGTERM, then waits for the end; gives whether the program left in good order.
    pub fn stop(&mut self) -> bool {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the program could not be asked to stop");
        self.child.wait().expect("the program ends").success()
    }

    /// Starts the program again after it ended, on the same store, the same address and the same data.
    pub async fn restart(&mut self) {
        let (child, log) = spawn(&self.launcher, &self.environment);
        self.child = child;
        self.log = log;
        self.until_ready().await;
    }

    async fn until_ready(&mut self) {
        let url = format!("{}/health/ready", self.base());
        let (child, log) = (Mutex::new(&mut self.child), &self.log);
        eventually("the program to be ready", || async {
            if let Ok(Some(status)) = child.lock().expect("the child").try_wait() {
                panic!("the program ended with {status}:\n{}", log.lock().expect("the log").join("\n"));
            }
            let answer = self.http.get(&url).send().await.ok()?;
            answer.status().is_success().then_some(())
        })
        .await;
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A port nobody listens on at this moment. The program must keep its address over a restart, so 0 will not do.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("the port's number").port()
}

fn spawn(launcher: &[String], environment: &[(String, String)]) -> (Child, Arc<Mutex<Vec<String>>>) {
    let program = program("boyoro").into_os_string();
    let mut words = launcher.iter().map(OsString::from).chain([program, "serve".into()]);
    let mut child = Command::new(words.next().unwrap_or_default())
        .args(words)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let log = Arc::new(Mutex::new(Vec::new()));
    if let Some(stderr) = child.stderr.take() {
        let log = log.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                log.lock().expect("the log").push(line);
            }
        });
    }
    (child, log)
}

/// The path of one of the workspace's programs, built as this test was. `BOYORO_PROGRAMS` names a folder of other ones.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(folder) = std::env::var_os("BOYORO_PROGRAMS") {
        return PathBuf::from(folder).join(name);
    }
    let folder = BUILT.get_or_init(|| {
        // Cargo does not build another package's programs for a test, and a stale one would test the past.
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--workspace", "--bin", "boyoro"]);
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        let built = build.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).status();
        assert!(built.is_ok_and(|status| status.success()), "the program could not be built");
        let test = std::env::current_exe().expect("the test's own path");
        let folder = test.ancestors().find(|p| p.ends_with("debug") || p.ends_with("release"));
        folder.expect("a profile's folder").to_path_buf()
    });
    folder.join(name)
}
