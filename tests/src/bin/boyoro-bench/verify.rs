//! Verification by number against a static file of about 2 kB from the same server.

use std::process::Command;

use boyoro::store::schema::certificates;
use boyoro_tests::process::program;
use boyoro_tests::{Engine, Store};
use diesel::prelude::*;

use crate::load::{Kind, Round};
use crate::{Measured, ROUND_MS, ROUNDS, service, told};

/// How many readers ask at once.
const READERS: usize = 16;

pub async fn number_vs_static() -> Measured {
    let store = Store::new(Engine::Sqlite);
    let filled = Command::new(program("boyoro"))
        .args(["demo", "--certificates", "200", "--seed", "1"])
        .env("BOYORO_PROFILE", "demo")
        .env("DATABASE_URL", &store.url)
        .env("BOYORO_DATA", store.folder().join("data"))
        .output()
        .expect("the demo data are made");
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let number: String = certificates::table
        .filter(certificates::status.eq("issued"))
        .select(certificates::number)
        .first(&mut store.connect())
        .expect("a certificate");
    let service = service(&store, &[]).await;
    let round = |path: String| Round {
        kind: Kind::Get,
        address: service.address(),
        path,
        clients: READERS,
        millis: ROUND_MS,
        name: String::new(),
    };
    let (page, file) = (round(format!("/v/{number}")), round("/assets/verify.css".to_owned()));
    let rounds: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (page.elsewhere().rate(), file.elsewhere().rate())).collect();
    told("verify.number_vs_static", "sqlite", 0.70, &rounds, "pages with the verdict / static files, 16 readers")
}
