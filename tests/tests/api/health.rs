//! Whether the service says that it lives and is ready, and how it treats strangers.

use boyoro::identity::Role;
use boyoro_tests::Engine;
use boyoro_tests::{Process, Store, TestApp, both_engines};

both_engines! {
    async fn it_is_ready_when_its_store_answers(app: TestApp) {
        app.anyone().get("/health/live").await.expect(200);
        app.anyone().get("/health/ready").await.expect(200);
    }

    async fn what_does_not_exist_is_a_problem(app: TestApp) {
        let problem = app.anyone().in_english().get("nothing-here").await.problem(404, "not_found");
        assert_eq!(problem["title"], "This does not exist.");
    }

    async fn every_role_has_a_live_session(app: TestApp) {
        for role in Role::ALL {
            let caller = app.caller(*role).await;
            let live = boyoro::registration::live_actor(&app.app, caller.actor().clone()).await;
            assert_eq!(live.ok().flatten().map(|live| live.actor).as_ref(), Some(caller.actor()));
        }
    }

    async fn the_program_comes_back_after_being_killed(engine: Engine) {
        let store = Store::new(engine);
        let mut process = Process::start(&store, &[]).await;
        process.kill();
        process.restart().await;
        process.anyone().get("/health/ready").await.expect(200);
        assert!(process.stop(), "the program must end well when asked:\n{}", process.log());
    }
}
