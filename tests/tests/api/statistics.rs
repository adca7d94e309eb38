//! Statistics add up to the records, at any moment, whatever is folded.

use boyoro::origin::tally::{Cube, Outcome};
use boyoro::statistics::recount;
use boyoro::store::schema::counters;
use boyoro::workers;
use boyoro_tests::{TestApp, both_engines};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::Value;

use crate::facts::{self, Fact, Kind, Parties};

/// A series of numbers that looks like chance and is the same each time (an xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }

    fn amount(&mut self) -> i64 {
        1 + self.below(9_000_000) as i64
    }
}

fn any_fact(chance: &mut Chance, app: &TestApp, serial: u32) -> Fact {
    let at = app.now() - TimeDelta::hours(chance.below(24 * 150) as i64);
    let scheme = chance.of(&["ZLE", "UEM", "CED", "NP"]);
    let kind = match chance.below(5) {
        0 => Kind::Submitted { scheme },
        1 => Kind::Settled { operator: chance.of(&["orange_money", "wave"]), amount_xof: chance.amount() },
        2 => Kind::Returned,
        3 => Kind::Ended {
            outcome: chance.of(&[Outcome::Approved, Outcome::Refused, Outcome::Withdrawn, Outcome::Lapsed]),
            worked_s: chance.amount() / 50,
        },
        _ => {
            let lines = 1 + chance.below(4);
            let mut line = || (chance.of(&["080450", "081340", "520100", "710812"]), chance.amount(), chance.amount());
            let lines = (0..lines).map(|_| line()).collect();
            Kind::Issued { scheme, destination: chance.of(&["SN", "MA", "CN", "CI"]), lines }
        }
    };
    Fact { serial, at, kind }
}

async fn figures(app: &TestApp) -> Value {
    app.anyone().get("statistics?from=2026-01&to=2026-11").await.expect(200)
}

both_engines! {
    async fn counters_equal_a_recount_after_any_series_of_facts(app: TestApp) {
        let parties = Parties::of(&app).await;
        let mut chance = Chance(0x00b0_7040);
        for serial in 1..=60 {
            let fact = any_fact(&mut chance, &app, serial);
            facts::write(&app.app, parties, fact).await;
            if serial % 17 == 0 {
                workers::settle(&app.app).await.expect("background work");
            }
        }
        assert_eq!(recount(&app.app).await.expect("a recount"), []);

        let statistics = figures(&app).await;
        let sum = |table: &str, member: &str| -> i64 {
            statistics[table].as_array().expect("a table").iter().filter_map(|row| row[member].as_i64()).sum()
        };
        for member in ["certificates", "fobValueXof", "grossWeightG"] {
            let total = statistics["totals"][member].as_i64().expect("a total");
            assert!(total > 0);
            for table in ["months", "schemes", "destinations"] {
                assert_eq!(sum(table, member), total, "{table} {member}");
            }
        }
        assert_eq!(sum("chapters", "fobValueXof"), statistics["totals"]["fobValueXof"]);

        // A recount that cannot find anything proves nothing.
        diesel::update(counters::table.filter(counters::cube.eq(Cube::CertificatesByScheme.as_str())))
            .set(counters::count.eq(counters::count + 1))
            .execute(&mut app.connect())
            .expect("a counter is changed");
        assert!(!recount(&app.app).await.expect("a recount").is_empty());
    }

    async fn a_fact_shows_at_once_and_folding_changes_no_figure(app: TestApp) {
        let parties = Parties::of(&app).await;
        let lines = vec![("080450", 9_000_000, 5_000), ("080410", 1_000_000, 1_000), ("520100", 7, 70)];
        let issued = Kind::Issued { scheme: "ZLE", destination: "MA", lines };
        let now = app.now();
        facts::write(&app.app, parties, Fact { serial: 1, at: now, kind: issued }).await;
        for (serial, hours) in [(2, 1), (3, 2), (4, 10)] {
            let kind = Kind::Ended { outcome: Outcome::Approved, worked_s: hours * 3600 };
            facts::write(&app.app, parties, Fact { serial, at: now, kind }).await;
        }
        let settled = Kind::Settled { operator: "wave", amount_xof: 1_500 };
        facts::write(&app.app, parties, Fact { serial: 5, at: now, kind: settled }).await;
        facts::write(&app.app, parties, Fact { serial: 6, at: now, kind: Kind::Submitted { scheme: "UEM" } }).await;

        let director = app.director().await;
        let (before, steering) = (figures(&app).await, director.get("statistics/steering").await.expect(200));
        assert_eq!(before["totals"]["certificates"], 1);
        assert_eq!(before["totals"]["fobValueXof"], 10_000_007);
        assert_eq!(before["chapters"][0]["key"], "08");
        assert_eq!(before["chapters"][0]["certificates"], 1);
        assert_eq!(before["schemes"][0]["label"]["fr"].as_str().map(str::is_empty), Some(false));
        assert_eq!(before["processing"]["medianHours"], 2);
        assert_eq!(before["processing"]["p90Hours"], 10);
        assert_eq!(steering["today"], serde_json::json!({ "issued": 1, "submitted": 1, "revenueXof": 1_500 }));
        assert_eq!(steering["revenue"][0]["operator"], "wave");
        assert_eq!(steering["queues"]["toExamine"], 2);

        workers::settle(&app.app).await.expect("background work");
        assert_eq!(figures(&app).await, before);
        assert_eq!(director.get("statistics/steering").await.expect(200), steering);
    }

    async fn figures_that_did_not_change_are_not_sent_again(app: TestApp) {
        let anyone = app.anyone();
        let tag = anyone.get("statistics").await.header("etag").to_owned();
        let again = || {
            let request = anyone.request(reqwest::Method::GET, "statistics").header("if-none-match", &tag);
            anyone.send(request)
        };
        again().await.expect(304);
        let parties = Parties::of(&app).await;
        facts::write(&app.app, parties, Fact { serial: 1, at: app.now(), kind: Kind::Returned }).await;
        // At once, before any background work has numbered the event.
        assert_eq!(again().await.expect(200)["decisions"]["returned"], 1);
    }

    async fn tables_are_files_with_headings_in_two_languages(app: TestApp) {
        let parties = Parties::of(&app).await;
        let issued = Kind::Issued { scheme: "ZLE", destination: "CI", lines: vec![("080450", 500, 70)] };
        facts::write(&app.app, parties, Fact { serial: 1, at: app.now(), kind: issued }).await;
        let table = app.anyone().get("statistics/destinations.csv").await;
        assert_eq!(table.status, 200);
        assert!(table.header("content-type").starts_with("text/csv"));
        assert!(table.header("content-disposition").contains("boyoro-destinations-2025-12-2026-11.csv"));
        let lines: Vec<String> = table.text().split("\r\n").map(str::to_owned).collect();
        assert_eq!(lines[0], "Pays,Nom,Certificats,Valeur FOB (FCFA),Poids brut (g)");
        assert!(lines[1].starts_with("CI,Côte") && lines[1].ends_with(",1,500,70"), "{}", lines[1]);
        let english = app.anyone().get("statistics/months.csv?lang=en&from=2026-10&to=2026-11").await;
        assert_eq!(english.text().lines().count(), 3);
        assert!(english.text().starts_with("Month,Certificates,"));
        for table in ["schemes", "chapters", "processing", "decisions"] {
            app.anyone().get(&format!("statistics/{table}.csv")).await.expect(200);
        }
        app.anyone().get("statistics/accounts.csv").await.problem(404, "not_found");
        app.anyone().get("statistics/steering/revenue.csv").await.problem(401, "unauthenticated");
        let revenue = app.treasurer().await.get("statistics/steering/revenue.csv").await;
        assert!(revenue.text().starts_with("Opérateur,"), "{}", revenue.text());
    }

    async fn a_period_that_means_nothing_is_told_where(app: TestApp) {
        let answer = app.anyone().get("statistics?from=2026-13&to=nonsense").await;
        answer.problem(422, "invalid");
        assert_eq!(answer.pointers(), ["/from", "/to"]);
        app.exporter().await.get("statistics/steering").await.problem(403, "forbidden");
    }
}
