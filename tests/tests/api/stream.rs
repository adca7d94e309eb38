//! The stream tells what any process committed, and the figures are there when it does.

use std::time::Duration;

use boyoro::app::App;
use boyoro::workers;
use boyoro_tests::{TestApp, both_engines};
use reqwest::{Method, Response};

use crate::facts::{self, Fact, Kind, Parties};

async fn listen(app: &TestApp, seen: Option<i64>) -> Response {
    let mut request = app.anyone().request(Method::GET, "stream");
    if let Some(number) = seen {
        request = request.header("last-event-id", number);
    }
    let response = request.send().await.expect("the stream opens");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response
}

/// Reads until a change is told and gives its data.
async fn next_change(response: &mut Response) -> serde_json::Value {
    let mut text = String::new();
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(20), response.chunk()).await.expect("news in time");
        text.push_str(
            std::str::from_utf8(&chunk.expect("the stream holds").expect("the stream goes on")).expect("UTF-8"),
        );
        let Some(at) = text.find("data: ") else { continue };
        let Some(end) = text[at..].find("\n\n") else { continue };
        assert!(text.contains("event: change"));
        return serde_json::from_str(&text[at + 6..at + end]).expect("JSON");
    }
}

both_engines! {
    async fn a_commit_of_another_process_is_told_and_its_figures_are_there(app: TestApp) {
        let parties = Parties::of(&app).await;
        let mut stream = listen(&app, None).await;
        // The first chunk shows that the listener has its place.
        let greeting = stream.chunk().await.expect("the stream holds").expect("a greeting");
        assert!(greeting.starts_with(b"retry:"));

        let other = App::build((*app.app.settings).clone(), app.app.clock.clone()).expect("a second service");
        let issued = Kind::Issued { scheme: "ZLE", destination: "SN", lines: vec![("080450", 10, 10)] };
        facts::write(&other, parties, Fact { serial: 1, at: app.now(), kind: issued }).await;
        let change = next_change(&mut stream).await;
        assert_eq!(change["topics"], serde_json::json!(["certificates"]));
        assert_eq!(app.anyone().get("statistics").await.expect(200)["totals"]["certificates"], 1);

        let settled = Kind::Settled { operator: "wave", amount_xof: 1_500 };
        facts::write(&other, parties, Fact { serial: 2, at: app.now(), kind: settled }).await;
        let next = next_change(&mut stream).await;
        assert_eq!(next["topics"], serde_json::json!(["payments"]));
        assert!(next["number"].as_i64() > change["number"].as_i64());

        // A service that stops ends its streams, so that it need not wait for listeners.
        app.app.stream.close();
        let ended = tokio::time::timeout(Duration::from_secs(20), async { while let Ok(Some(_)) = stream.chunk().await {} });
        ended.await.expect("the stream ends");
    }

    async fn whoever_comes_back_is_told_what_was_missed(app: TestApp) {
        let parties = Parties::of(&app).await;
        for (serial, kind) in [(1, Kind::Returned), (2, Kind::Settled { operator: "wave", amount_xof: 5 })] {
            facts::write(&app.app, parties, Fact { serial, at: app.now(), kind }).await;
        }
        workers::settle(&app.app).await.expect("background work");
        let mut stream = listen(&app, Some(0)).await;
        let missed = next_change(&mut stream).await;
        assert_eq!(missed["topics"], serde_json::json!(["applications", "payments"]));
        assert_eq!(missed["number"], 2);
    }

    async fn what_came_between_reading_and_listening_is_told(app: TestApp) {
        let parties = Parties::of(&app).await;
        facts::write(&app.app, parties, Fact { serial: 1, at: app.now(), kind: Kind::Returned }).await;
        workers::settle(&app.app).await.expect("background work");
        let since = boyoro_tests::eventually("an answer is numbered", || async {
            let number = app.anyone().get("statistics").await.header("event-number").to_owned();
            (number == "1").then_some(number)
        });
        let since = since.await;
        let settled = Kind::Settled { operator: "wave", amount_xof: 5 };
        facts::write(&app.app, parties, Fact { serial: 2, at: app.now(), kind: settled }).await;
        workers::settle(&app.app).await.expect("background work");
        let stream = app.anyone().request(Method::GET, &format!("stream?since={since}")).send().await;
        let missed = next_change(&mut stream.expect("the stream opens")).await;
        assert_eq!(missed["topics"], serde_json::json!(["payments"]));
        assert_eq!(missed["number"], 2);
    }

    async fn one_address_does_not_take_every_place(app: TestApp) {
        let mut open = Vec::new();
        for _ in 0..boyoro::stream::LISTENERS_PER_PLACE {
            open.push(listen(&app, None).await);
        }
        let refused = app.anyone().get("stream").await;
        refused.problem(503, "too_many_streams");
        assert_eq!(refused.header("retry-after"), "30");
    }

    async fn nobody_is_let_in_to_a_service_that_stops(app: TestApp) {
        app.app.stream.close();
        app.anyone().get("stream").await.problem(503, "too_many_streams");
    }
}
