//! The store goes away and comes back: nothing is acknowledged meanwhile, and nobody has to restart anything.

use boyoro::operators::profile::simulated;
use boyoro::store::{Conn, Target};
use boyoro_tests::agency::Agency;
use boyoro_tests::simulator::sign_wave;
use boyoro_tests::{Answer, both_engines, eventually};
use diesel::connection::SimpleConnection as _;
use serde_json::json;

/// Whoever keeps the service from its store until it is let go.
pub struct Outage {
    keeper: Conn,
    end: Vec<String>,
}

impl Outage {
    /// On PostgreSQL the database is not there under its name; on SQLite another process holds the file's write lock.
    pub fn begin(target: &Target) -> Self {
        match target {
            Target::Sqlite { .. } => {
                let mut keeper = target.connect().unwrap();
                keeper.batch_execute("BEGIN IMMEDIATE").unwrap();
                Self { keeper, end: vec!["ROLLBACK".into()] }
            }
            Target::Postgres { url } => {
                let (server, name) = url.rsplit_once('/').unwrap();
                let (name, rest) = name.split_once('?').map_or((name, String::new()), |(n, r)| (n, format!("?{r}")));
                let away = format!("{name}_away");
                let mut keeper = Target::Postgres { url: format!("{server}/postgres{rest}") }.connect().unwrap();
                keeper.batch_execute(&format!("ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false")).unwrap();
                rename_from_under_its_sessions(&mut keeper, name, &away);
                let back = format!("ALTER DATABASE \"{away}\" RENAME TO \"{name}\"");
                Self { keeper, end: vec![back, format!("ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS true")] }
            }
        }
    }

    pub fn end(mut self) {
        self.end.iter().for_each(|statement| self.keeper.batch_execute(statement).unwrap());
    }
}

/// Gives a database that takes no connections another name, which PostgreSQL does only when no session is left in it, not even one that
/// was just beginning: when this returns, nobody reaches it any more.
fn rename_from_under_its_sessions(keeper: &mut Conn, name: &str, away: &str) {
    let end_sessions = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    let rename = format!("ALTER DATABASE \"{name}\" RENAME TO \"{away}\"");
    let renamed = (0..20).any(|_| {
        keeper.batch_execute(&end_sessions).unwrap();
        // It waits some seconds by itself for sessions to end.
        keeper.batch_execute(&rename).is_ok()
    });
    assert!(renamed, "sessions are left in {name}");
}

async fn callback(agency: &Agency, id: &str) -> Answer {
    let body = json!({
        "id": id, "type": "checkout.session.completed",
        "data": { "id": "cos-1", "amount": "1500", "currency": "XOF", "client_reference": "R1", "checkout_status": "complete",
            "payment_status": "succeeded", "transaction_id": "T_1" }
    })
    .to_string();
    let anyone = agency.app.anyone();
    let signature = sign_wave(simulated::WAVE_SIGNING_SECRET, agency.app.now().timestamp(), body.as_bytes());
    let path = format!("/payment-callbacks/wave/{}", simulated::WAVE_SLUG);
    let request = anyone.request(reqwest::Method::POST, &path).header("wave-signature", signature).body(body);
    anyone.send(request).await
}

both_engines! {
    async fn a_callback_is_not_acknowledged_while_the_store_is_away(agency: Agency) {
        let outage = Outage::begin(&agency.app.store().target());
        let refused = callback(&agency, "EV_outage").await;
        refused.problem(503, "unavailable");
        assert!(!refused.header("retry-after").is_empty());
        outage.end();
        // The operator sends it again, as operators do; the service came back by itself.
        eventually("the callback is acknowledged", || async {
            let answer = callback(&agency, "EV_outage").await;
            (answer.status == 200).then_some(())
        })
        .await;
    }

    async fn connections_lost_between_two_callbacks_cost_neither(agency: Agency) {
        callback(&agency, "EV_before").await.expect(200);
        Outage::begin(&agency.app.store().target()).end();
        callback(&agency, "EV_after").await.expect(200);
    }
}
