//! The surroundings of the black-box tests: the service in process or as a child, on either engine, with typed callers.
//!
//! ```ignore
//! both_engines! {
//!     async fn a_stranger_has_no_account(app: TestApp) {
//!         app.anyone().get("me").await.problem(401, "unauthenticated");
//!     }
//! }
//! ```

pub mod agency;
pub mod app;
pub mod caller;
pub mod chance;
pub mod engine;
pub mod flow;
pub mod operations;
pub mod process;
pub mod sealing;
pub mod simulator;
pub mod wait;

pub use app::{Firm, TestApp};
pub use caller::{Answer, Caller};
pub use chance::Chance;
pub use engine::{Engine, Store};
pub use process::Process;
pub use simulator::Simulator;
pub use wait::eventually;

/// Something a scenario can be given, made anew on the engine it runs on.
pub trait OnEngine: Sized {
    fn on(engine: Engine) -> impl Future<Output = Self>;
}

impl OnEngine for Engine {
    async fn on(engine: Engine) -> Self {
        engine
    }
}

impl OnEngine for TestApp {
    async fn on(engine: Engine) -> Self {
        Self::start(engine).await
    }
}

/// Runs one scenario on one engine, on a runtime of its own.
pub fn run<A: OnEngine, F: Future<Output = ()>>(engine: Engine, scenario: impl FnOnce(A) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(async { scenario(A::on(engine).await).await });
}

/// Turns each scenario into a module with two tests, `sqlite` and `postgres`. The argument is a [`TestApp`] or an [`Engine`].
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($argument:ident: $type:ty) $body:block)+) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "a scenario need not use what its neighbours do")]
                use super::*;

                $(#[$meta])*
                async fn scenario($argument: $type) $body

                #[test]
                fn sqlite() {
                    $crate::run::<$type, _>($crate::Engine::Sqlite, scenario);
                }

                #[test]
                fn postgres() {
                    $crate::run::<$type, _>($crate::Engine::Postgres, scenario);
                }
            }
        )+
    };
}
