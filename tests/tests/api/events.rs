//! The history: numbered without a gap whoever writes, searched by auditors, and not to be rewritten unseen.

use std::collections::HashMap;

use boyoro::app::App;
use boyoro::origin::event::{By, Happening, RecordKind};
use boyoro::store::schema::{event_sequence, events as table};
use boyoro::store::{Conn, StoreError, events};
use boyoro::workers;
use boyoro_tests::{Engine, TestApp, both_engines, eventually};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

async fn happen(app: &App, record: &str, action: &'static str) {
    let now = app.clock.now();
    let happening = Happening::new(RecordKind::Application, record, format!("D_{record}"), By::Service, action)
        .because("pour voir")
        .with(serde_json::json!({ "b": 1, "a": [2, "é"] }));
    app.db
        .write::<_, StoreError, _>(move |conn| events::append(conn, &happening, now).map(|_| ()))
        .await
        .expect("an event is written");
}

/// A second process on the same store, as far as the store can tell.
fn another_process(app: &TestApp) -> App {
    App::build((*app.app.settings).clone(), app.app.clock.clone()).expect("a second service")
}

/// Does to the history what the service's own account on the database cannot do.
fn behind_the_back(conn: &mut Conn, engine: Engine, what: &str) {
    let script = match engine {
        Engine::Sqlite => format!(
            "PRAGMA foreign_keys = OFF;
             DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete;
             DROP TRIGGER event_sequence_no_update; DROP TRIGGER event_sequence_no_delete; {what};"
        ),
        Engine::Postgres => {
            format!("SET session_replication_role = replica; {what}; SET session_replication_role = origin;")
        }
    };
    conn.batch_execute(&script).expect("the history is rewritten");
}

async fn first_fault(app: &TestApp, what: &str) -> serde_json::Value {
    behind_the_back(&mut app.connect(), app.engine(), what);
    let check = app.auditor().await.post("event-checks", &serde_json::json!({})).await.expect(200);
    assert_eq!(check["ok"], false, "{check}");
    check["firstFault"].clone()
}

/// Three records with three events each, numbered.
async fn nine_events(app: &TestApp) {
    for action in ["open", "change", "close"] {
        for record in ["r1", "r2", "r3"] {
            happen(&app.app, record, action).await;
        }
        app.advance(chrono::TimeDelta::seconds(1));
    }
    workers::settle(&app.app).await.expect("background work");
    let check = app.auditor().await.post("event-checks", &serde_json::json!({})).await.expect(200);
    assert_eq!((&check["ok"], &check["events"], &check["records"]), (&true.into(), &9.into(), &3.into()));
}

both_engines! {
    async fn numbers_have_no_gap_with_many_writers_and_several_sequencers(app: TestApp) {
        let processes = [app.app.clone(), another_process(&app), another_process(&app)];
        let running: Vec<_> = processes.iter().map(workers::start).collect();
        // Two of the three number behind the lease's back: the lease is a courtesy, the store keeps order.
        let rivals = processes[1..].iter().cloned().map(|app| {
            tokio::spawn(async move {
                for _ in 0..30 {
                    // Losing the race to number is no failure of the history.
                    drop(app.db.write::<_, StoreError, _>(events::sequence).await);
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
            })
        });
        let writers = (0..6).map(|writer| {
            let app = processes[writer % 3].clone();
            tokio::spawn(async move {
                for turn in 0..10 {
                    happen(&app, &format!("r{}", (writer + turn) % 4), "change").await;
                }
            })
        });
        for task in rivals.chain(writers).collect::<Vec<_>>() {
            task.await.expect("a task ends well");
        }
        let mut conn = app.connect();
        let numbers = eventually("every event to be numbered", || {
            let numbers: Vec<i64> =
                event_sequence::table.order(event_sequence::number.asc()).select(event_sequence::number).load(&mut conn).expect("numbers");
            std::future::ready((numbers.len() == 60).then_some(numbers))
        })
        .await;
        for workers in running {
            workers.stop().await;
        }
        assert_eq!(numbers, (1..=60).collect::<Vec<i64>>());
        let order: Vec<(String, i64)> = event_sequence::table
            .inner_join(table::table.on(table::id.eq(event_sequence::event_id)))
            .order(event_sequence::number.asc())
            .select((table::record_id, table::record_seq))
            .load(&mut conn)
            .expect("the order");
        let mut last: HashMap<String, i64> = HashMap::new();
        for (record, seq) in order {
            assert_eq!(last.insert(record, seq).unwrap_or(0) + 1, seq, "a record's events are numbered in their order");
        }
        let check = app.auditor().await.post("event-checks", &serde_json::json!({})).await.expect(200);
        assert_eq!((&check["ok"], &check["events"], &check["lastNumber"]), (&true.into(), &60.into(), &60.into()));
    }

    async fn checks_do_not_queue(app: TestApp) {
        let (auditor, nothing) = (app.auditor().await, serde_json::json!({}));
        let running = app.app.checking.lock().await;
        let refused = auditor.post("event-checks", &nothing).await;
        refused.problem(503, "check_running");
        assert_eq!(refused.header("retry-after"), "30");
        drop(running);
        auditor.post("event-checks", &nothing).await.expect(200);
    }

    async fn the_newest_events_of_a_long_history_are_shown(app: TestApp) {
        let now = app.now();
        let write = move |conn: &mut Conn| {
            for _ in 0..501 {
                events::append(conn, &Happening::new(RecordKind::Application, "r1", "D_r1", By::Service, "edit"), now)?;
            }
            events::of_record(conn, RecordKind::Application, "r1")
        };
        let history = app.app.db.write::<_, StoreError, _>(write).await.expect("a history");
        let order: Vec<i64> = history.iter().map(|(event, ..)| event.record_seq).collect();
        assert_eq!(order, (2..=501).collect::<Vec<i64>>());
    }

    async fn an_edited_event_is_named(app: TestApp) {
        nine_events(&app).await;
        let fault = first_fault(&app, "UPDATE events SET reason = 'autre chose' WHERE record_id = 'r2' AND record_seq = 2").await;
        assert_eq!(fault["fault"], "event_edited");
        assert_eq!(fault["record"]["id"], "r2");
        assert_eq!(fault["record"]["sequence"], 2);
    }

    async fn a_record_whose_end_was_cut_off_is_named(app: TestApp) {
        nine_events(&app).await;
        let fault = first_fault(&app, "DELETE FROM events WHERE record_id = 'r3' AND record_seq = 3").await;
        assert_eq!(fault["fault"], "event_missing");
        assert!(fault["number"].as_i64() > Some(6), "{fault}");
    }

    async fn a_missing_number_is_named(app: TestApp) {
        nine_events(&app).await;
        let fault = first_fault(&app, "DELETE FROM event_sequence WHERE number = 4").await;
        assert_eq!((&fault["fault"], &fault["number"]), (&"number_missing".into(), &4.into()));
    }

    async fn an_event_cut_out_with_its_number_is_named(app: TestApp) {
        nine_events(&app).await;
        // The last event and its number go together: what is left is a shorter, well-formed history, which only the last
        // number and hash of an earlier check can tell; but a record of which the middle goes does not hold together.
        let middle = "DELETE FROM event_sequence WHERE event_id = (SELECT id FROM events WHERE record_id = 'r1' AND record_seq = 2);
             DELETE FROM events WHERE record_id = 'r1' AND record_seq = 2;
             UPDATE event_sequence SET number = number - 1 WHERE number > 4";
        let fault = first_fault(&app, middle).await;
        assert!(fault["fault"] == "record_chain_broken" || fault["fault"] == "global_chain_broken", "{fault}");
    }

    async fn an_event_that_is_counted_nowhere_is_told(app: TestApp) {
        nine_events(&app).await;
        let fault = first_fault(&app, "DELETE FROM event_sequence WHERE number = 9").await;
        assert_eq!(fault["fault"], "event_unaccounted");
    }

    async fn events_cannot_be_changed_by_the_front_door(app: TestApp) {
        happen(&app.app, "r1", "open").await;
        workers::settle(&app.app).await.expect("background work");
        for what in ["UPDATE events SET reason = ''", "DELETE FROM events", "UPDATE event_sequence SET chain_hash = ''", "DELETE FROM event_sequence"] {
            assert!(app.connect().batch_execute(what).is_err(), "{what} must be refused");
        }
    }

    async fn auditors_search_and_read_on(app: TestApp) {
        nine_events(&app).await;
        let auditor = app.auditor().await;
        let found = |path: &'static str| {
            let auditor = auditor.clone();
            async move { auditor.get(path).await.expect(200)["items"].as_array().cloned().expect("items") }
        };
        assert_eq!(found("events?kind=application").await.len(), 9);
        assert_eq!(found("events?q=D_r2").await.len(), 3);
        // What stands for anything in a pattern stands for itself here.
        assert_eq!(found("events?q=D%25").await.len(), 0);
        assert_eq!(found("events?q=D_&action=close").await.len(), 3);
        assert_eq!(found("events?actor=service&from=2026-11-16&to=2026-11-16").await.len(), 9);
        assert_eq!(found("events?to=2026-11-15").await.len(), 0);
        assert_eq!(found("events?actor=Awa").await.len(), 0);
        let status = serde_json::json!({ "status": "suspended", "validFrom": "2026-11-17", "source": "Décision" });
        app.administrator().await.post("schemes/CED/status", &status).await.expect(201);
        workers::settle(&app.app).await.expect("background work");
        assert_eq!(found("events?actor=%C3%80WA%20admin").await.len(), 1, "whatever the case and the accents");
        assert_eq!(found("events?actor=Awa%20directeur").await.len(), 0);

        let mut numbers = Vec::new();
        let mut path = "events?kind=application&limit=4".to_owned();
        loop {
            let page = auditor.get(&path).await.expect(200);
            numbers.extend(page["items"].as_array().expect("items").iter().filter_map(|e| e["number"].as_i64()));
            match page["next"].as_str() {
                Some(next) => path = format!("events?kind=application&limit=4&cursor={next}"),
                None => break,
            }
        }
        let mut unique = numbers.clone();
        unique.sort_unstable();
        assert_eq!(unique, (1..=9).collect::<Vec<i64>>());

        let wrong = auditor.get("events?from=hier&cursor=x").await;
        wrong.problem(422, "invalid");
        assert_eq!(wrong.pointers(), ["/from", "/cursor"]);
        app.examiner().await.get("events").await.problem(403, "forbidden");
        app.director().await.post("event-checks", &serde_json::json!({})).await.problem(403, "forbidden");
    }
}
