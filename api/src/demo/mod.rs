//! Demonstration data: believable exporters, applications in every state, payments, certificates truly sealed.
//!
//! A [plan](plan) is laid out first, by chance that a seed repeats; then it is [written](load) through the same doors a
//! day's work goes through, with a clock that stands where the plan says.

pub mod chance;
pub mod load;
pub mod people;
pub mod plan;
pub mod wares;

use crate::app::App;
use crate::failure::Failure;
use crate::settings::Profile;
use crate::store::{Db, StoreError};

pub use load::{PASSWORD, Summary};
pub use plan::Order;

/// Why no demonstration was made.
#[derive(Debug, thiserror::Error)]
pub enum NoDemo {
    #[error("production holds no demonstration data: set BOYORO_PROFILE=demo")]
    Production,
    #[error("the store is not empty; demonstration data go into an empty one only")]
    NotEmpty,
    #[error("writing the demonstration failed: {0:?}")]
    Failed(Failure),
}

/// Fills an empty store. `progress` is told how many certificates of how many exist.
///
/// # Errors
/// [`NoDemo`], with nothing written in the first two cases.
pub async fn fill(app: &App, order: Order, progress: impl Fn(usize, usize)) -> Result<Summary, NoDemo> {
    if app.settings.profile == Profile::Production {
        return Err(NoDemo::Production);
    }
    if !load::is_empty(app).await.map_err(NoDemo::Failed)? {
        return Err(NoDemo::NotEmpty);
    }
    let plan = plan::plan(order, &app.rules);
    let failed = |error: StoreError| NoDemo::Failed(error.into());
    let filling = App { db: Db::open_for_filling(app.settings.database.clone()).map_err(failed)?, ..app.clone() };
    let made = load::load(&filling, order, &plan, progress).await.map_err(NoDemo::Failed)?;
    app.db.flush().map_err(failed)?;
    Ok(made)
}
