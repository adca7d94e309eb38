//! Background work: a table of jobs, each done by one process at a time.
//!
//! Every process runs the whole table. A job's turn is taken under a lease, so that work is not done twice for nothing; but a
//! lease is a courtesy and no lock. It can run out in the middle of a turn, so each job must also be right when two processes do it at
//! once, by guarded updates like any other write.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::app::App;
use crate::application;
use crate::certificates;
use crate::clock::Instant;
use crate::documents;
use crate::failure::Failure;
use crate::housekeeping;
use crate::issuance;
use crate::origin::payment::Operator;
use crate::quittances;
use crate::store::{StoreError, counters, events, leases};
use crate::stream;
use crate::text_enum;

text_enum! {
    /// The jobs, by the name their lease has.
    pub enum JobName {
        /// Gives committed events their global number.
        Sequencer = "sequencer",
        /// Folds the statistics' deltas into their counters.
        Folding = "folding",
        /// Seals approvals whose process stopped before their certificate existed.
        Sealing = "sealing",
        /// Writes down which certificates are past their last day.
        Expiry = "expiry",
        /// Closes returned applications that nobody answers.
        Lapse = "lapse",
        /// Frees files that no document names.
        Sweeping = "sweeping",
        /// Forgets what is kept for a while only.
        Housekeeping = "housekeeping",
        /// Issues the quittances of settled orders.
        Quittances = "quittances",
        /// Looks into Orange Money's callbacks and asks it about attempts.
        PaymentsOrangeMoney = "payments_orange_money",
        /// The same for Wave: a job of its own, so that an operator that hangs holds nobody else up.
        PaymentsWave = "payments_wave",
        /// The same for PayDunya.
        PaymentsPayDunya = "payments_pay_dunya",
        /// The same for MTN MoMo.
        PaymentsMtnMomo = "payments_mtn_momo",
        /// The same for an operator with the GSMA's interface.
        PaymentsGsma = "payments_gsma",
        /// The same for CinetPay.
        PaymentsCinetPay = "payments_cinet_pay",
    }
}

impl JobName {
    /// The job that looks into an operator's payments; none where a person does.
    #[must_use]
    pub const fn of_operator(operator: Operator) -> Option<Self> {
        match operator {
            Operator::OrangeMoney => Some(Self::PaymentsOrangeMoney),
            Operator::Wave => Some(Self::PaymentsWave),
            Operator::PayDunya => Some(Self::PaymentsPayDunya),
            Operator::MtnMomo => Some(Self::PaymentsMtnMomo),
            Operator::Gsma => Some(Self::PaymentsGsma),
            Operator::CinetPay => Some(Self::PaymentsCinetPay),
            Operator::CashDesk | Operator::MerchantCode => None,
        }
    }
}

/// What a turn came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worked {
    /// There was nothing to do.
    Nothing,
    /// Something was done, and as far as this turn knows all of it.
    Some,
    /// Something was done and more is waiting: the next turn comes at once.
    More,
}

impl Worked {
    /// What a turn came to that did something: `full` when it did as much as a turn may.
    #[must_use]
    pub const fn some(full: bool) -> Self {
        if full { Self::More } else { Self::Some }
    }

    /// What a turn came to that does at most `batch` things.
    #[must_use]
    pub const fn of(done: usize, batch: usize) -> Self {
        if done == 0 { Self::Nothing } else { Self::some(done >= batch) }
    }
}

type Turn<'a> = Pin<Box<dyn Future<Output = Result<Worked, Failure>> + Send + 'a>>;

/// One kind of background work.
struct Job {
    name: JobName,
    /// How long to wait between turns when nobody wakes the job.
    every: Duration,
    turn: for<'a> fn(&'a App) -> Turn<'a>,
}

/// Every job. To add one: a name above, a line here, and a function that does one bounded turn.
const JOBS: &[Job] = &[
    Job { name: JobName::Sequencer, every: Duration::from_millis(200), turn: |app| Box::pin(sequence(app)) },
    Job { name: JobName::Folding, every: Duration::from_secs(2), turn: |app| Box::pin(fold(app)) },
    Job { name: JobName::Sealing, every: Duration::from_secs(1), turn: |app| Box::pin(issuance::seal_waiting(app)) },
    Job {
        name: JobName::Expiry,
        every: Duration::from_secs(60),
        turn: |app| Box::pin(certificates::expire_overdue(app)),
    },
    Job {
        name: JobName::Lapse,
        every: Duration::from_secs(300),
        turn: |app| Box::pin(application::lapse_forgotten(app)),
    },
    Job { name: JobName::Housekeeping, every: Duration::from_secs(600), turn: |app| Box::pin(housekeeping::turn(app)) },
    Job { name: JobName::Sweeping, every: Duration::from_secs(3600), turn: |app| Box::pin(documents::sweep(app)) },
    Job { name: JobName::Quittances, every: Duration::from_secs(1), turn: |app| Box::pin(quittances::issue_due(app)) },
    Job {
        name: JobName::PaymentsOrangeMoney,
        every: Duration::from_secs(1),
        turn: |app| Box::pin(app.payments.turn(Operator::OrangeMoney)),
    },
    Job {
        name: JobName::PaymentsWave,
        every: Duration::from_secs(1),
        turn: |app| Box::pin(app.payments.turn(Operator::Wave)),
    },
    Job {
        name: JobName::PaymentsPayDunya,
        every: Duration::from_secs(1),
        turn: |app| Box::pin(app.payments.turn(Operator::PayDunya)),
    },
    Job {
        name: JobName::PaymentsMtnMomo,
        every: Duration::from_secs(1),
        turn: |app| Box::pin(app.payments.turn(Operator::MtnMomo)),
    },
    Job {
        name: JobName::PaymentsGsma,
        every: Duration::from_secs(1),
        turn: |app| Box::pin(app.payments.turn(Operator::Gsma)),
    },
    Job {
        name: JobName::PaymentsCinetPay,
        every: Duration::from_secs(1),
        turn: |app| Box::pin(app.payments.turn(Operator::CinetPay)),
    },
];

/// How long a lease is taken for. It is renewed at half time, so an idle service writes little; after a crash another process waits
/// this long before it takes over.
const LEASE: TimeDelta = TimeDelta::seconds(10);

/// How often a process looks whether another one has let go of a job.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The longest pause after failures.
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// Wakes jobs of this process before their time.
#[derive(Clone)]
pub struct Wake(Arc<[Notify]>);

impl Default for Wake {
    fn default() -> Self {
        Self(JobName::ALL.iter().map(|_| Notify::new()).collect())
    }
}

impl Wake {
    /// Asks for a turn as soon as possible. Asking while a turn runs brings one more after it; nothing is lost.
    pub fn job(&self, name: JobName) {
        if let Some(notify) = self.0.get(name as usize) {
            notify.notify_one();
        }
    }

    async fn asked(&self, name: JobName) {
        match self.0.get(name as usize) {
            Some(notify) => notify.notified().await,
            None => std::future::pending().await,
        }
    }
}

/// The running jobs of this process.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts every job. Must be called inside a runtime, which the jobs then share.
#[must_use]
pub fn start(app: &App) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let holder = app.clock.stamp().ids().make().to_string();
    let mut tasks: Vec<_> =
        JOBS.iter().map(|job| tokio::spawn(look_after(job, app.clone(), holder.clone(), stopped.clone()))).collect();
    // No job: every process tells its own listeners.
    tasks.push(tokio::spawn(stream::follow(app.clone(), stopped)));
    Workers { stop, tasks }
}

impl Workers {
    /// Lets each job finish the turn it is in, gives the leases back, and returns when all have ended.
    pub async fn stop(self) {
        // Nobody listens when every job has ended already.
        self.stop.send_replace(true);
        for task in self.tasks {
            drop(task.await);
        }
    }
}

/// Does everything that is waiting now, in this process and without leases: for commands and tests.
pub async fn settle(app: &App) -> Result<(), Failure> {
    loop {
        let mut idle = true;
        for job in JOBS {
            idle &= (job.turn)(app).await? != Worked::More;
        }
        if idle {
            return Ok(());
        }
    }
}

/// One job's life in this process.
async fn look_after(job: &'static Job, app: App, holder: String, mut stopped: watch::Receiver<bool>) {
    let mut lease = Lease { name: job.name, holder, until: None };
    let mut failures: u32 = 0;
    loop {
        let pause = match turn(job, &app, &mut lease).await {
            Ok(pause) => {
                failures = 0;
                pause
            }
            Err(failure) => {
                failures = failures.saturating_add(1);
                app.metrics.turn_failed();
                tracing::warn!(job = %job.name, ?failure, failures, "a turn of background work failed");
                pause_after(job.every, failures)
            }
        };
        tokio::select! {
            biased;
            _ = stopped.changed() => break,
            () = app.wake.asked(job.name), if failures == 0 => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    if let Err(error) = lease.give_back(&app).await {
        tracing::debug!(job = %job.name, %error, "a lease could not be given back and will run out");
    }
}

/// Does one turn if this process may, and tells how long to wait for the next.
async fn turn(job: &Job, app: &App, lease: &mut Lease) -> Result<Duration, Failure> {
    if !lease.hold(app).await? {
        return Ok(job.every.max(LOOK_AGAIN));
    }
    Ok(match (job.turn)(app).await? {
        Worked::More => Duration::ZERO,
        Worked::Nothing | Worked::Some => job.every,
    })
}

/// Doubling pauses, so that a broken database or operator is not hammered.
fn pause_after(every: Duration, failures: u32) -> Duration {
    every.saturating_mul(1 << failures.min(10)).min(PAUSE_MAX.max(every))
}

/// This process's claim on one job.
struct Lease {
    name: JobName,
    holder: String,
    until: Option<Instant>,
}

impl Lease {
    /// True while this process holds the job; takes or renews the lease when needed, and writes only then.
    async fn hold(&mut self, app: &App) -> Result<bool, StoreError> {
        let now = app.clock.now();
        if self.until.is_some_and(|until| now + LEASE / 2 < until) {
            return Ok(true);
        }
        let (name, holder) = (self.name.as_str(), self.holder.clone());
        if app.db.read(move |conn| leases::held_by_another(conn, name, &holder, now)).await? {
            self.until = None;
            return Ok(false);
        }
        let holder = self.holder.clone();
        let taken = app.db.write(move |conn| leases::take(conn, name, &holder, now, LEASE)).await?;
        self.until = taken.then_some(now + LEASE);
        Ok(taken)
    }

    async fn give_back(&mut self, app: &App) -> Result<(), StoreError> {
        if self.until.take().is_none() {
            return Ok(());
        }
        let (name, holder) = (self.name.as_str(), self.holder.clone());
        app.db.write(move |conn| leases::give_back(conn, name, &holder)).await
    }
}

/// Numbers what was committed. Looks before it writes, so that an idle service commits nothing.
async fn sequence(app: &App) -> Result<Worked, Failure> {
    if !app.db.read(events::any_unsequenced).await? {
        return Ok(Worked::Nothing);
    }
    let numbered = app.db.write::<_, StoreError, _>(events::sequence).await?;
    app.metrics.sequenced(numbered);
    app.stream.nudge();
    Ok(if numbered == 0 { Worked::Nothing } else { Worked::More })
}

/// Folds deltas into counters; no figure changes by it.
async fn fold(app: &App) -> Result<Worked, Failure> {
    if !app.db.read(counters::any_unfolded).await? {
        return Ok(Worked::Nothing);
    }
    let folded = app.db.write::<_, StoreError, _>(counters::fold).await?;
    Ok(if folded == 0 { Worked::Nothing } else { Worked::More })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_stay_bounded() {
        let every = Duration::from_millis(200);
        assert_eq!(pause_after(every, 1), Duration::from_millis(400));
        assert_eq!(pause_after(every, 40), PAUSE_MAX);
        assert_eq!(pause_after(Duration::from_secs(60), 3), Duration::from_secs(60));
    }

    #[test]
    fn every_name_has_one_job() {
        for name in JobName::ALL {
            assert_eq!(JOBS.iter().filter(|job| job.name == *name).count(), 1, "{name}");
        }
    }

    #[test]
    fn every_operator_that_can_be_asked_has_a_job() {
        for operator in Operator::ALL {
            assert_eq!(JobName::of_operator(*operator).is_some(), operator.is_online(), "{operator}");
        }
    }
}
