//! Our clock jumps an hour, forward or back, in the middle of payments. The operators' clocks go on as before. Whatever comes of a
//! payment comes of it all the same; only how soon may differ.

use boyoro::clock::Clock;
use boyoro::store::schema::quittances;

use super::*;

/// A till whose operators have a clock of their own.
struct TwoClocks {
    till: Till,
    theirs: Clock,
}

impl OnEngine for TwoClocks {
    async fn on(engine: Engine) -> Self {
        let till = Till::on(engine).await;
        let theirs = Clock::manual(till.app.now());
        till.operators.follow(theirs.clone());
        Self { till, theirs }
    }
}

/// What a payer does, and whether the operator calls back.
#[derive(Clone, Copy, Debug)]
enum Story {
    Paid,
    PaidWithoutCallback,
    Refused,
    /// Refused, as the operator says at first; a day later it finds the payment.
    PaidLate,
}

/// By how many hours our clock jumps before the payer acts, and after he has acted and before anybody looks into it.
type Jumps = (i64, i64);

/// What comes of a payment in the end: attempt, order, application, what was booked, quittances.
type End = (String, String, String, Vec<(String, i64)>, i64);

impl TwoClocks {
    async fn pass(&self, time: TimeDelta) {
        self.theirs.advance(time);
        self.till.app.advance(time);
        self.till.work().await;
    }

    /// One story with every operator at once.
    async fn live(&mut self, story: Story, (before, after): Jumps) -> Vec<End> {
        let drop_callback = matches!(story, Story::PaidWithoutCallback);
        self.till.all_behave(&Behaviour { drop_callback, ..Behaviour::default() });
        let mut begun = Vec::new();
        for operator in Which::ALL {
            another_order(&mut self.till).await;
            let (id, reference) = self.till.start(operator).await;
            begun.push((self.till.application, self.till.order, id, reference));
        }
        self.till.app.advance(TimeDelta::hours(before));
        let outcome =
            if matches!(story, Story::Paid | Story::PaidWithoutCallback) { Outcome::Confirm } else { Outcome::Refuse };
        for (_, _, _, reference) in &begun {
            self.till.operators.pay(reference, outcome).await;
        }
        self.till.app.advance(TimeDelta::hours(after));
        self.pass(TimeDelta::minutes(1)).await;
        if matches!(story, Story::PaidLate) {
            for (_, _, _, reference) in &begun {
                self.till.operators.find_paid(reference);
            }
        }
        for hours in [2, 3, 26] {
            self.pass(TimeDelta::hours(hours)).await;
        }
        let mut outcomes = Vec::new();
        for (application, order, id, _) in begun {
            (self.till.application, self.till.order) = (application, order);
            outcomes.push(self.outcome(id).await);
        }
        outcomes
    }

    async fn outcome(&self, attempt: Uuid) -> End {
        let mut conn = self.till.app.connect();
        let booked: Vec<(String, i64)> = ledger_entries::table
            .filter(ledger_entries::business_key.like(format!("%:{attempt}")))
            .order(ledger_entries::kind.asc())
            .select((ledger_entries::kind, ledger_entries::total_xof))
            .load(&mut conn)
            .unwrap();
        let receipts = quittances::table.filter(quittances::order_id.eq(Id(self.till.order))).count();
        let receipts: i64 = receipts.get_result(&mut conn).unwrap();
        (
            self.till.status(attempt).await,
            self.till.order_status().await,
            self.till.application_status(),
            booked,
            receipts,
        )
    }
}

both_engines! {
    async fn an_hour_s_jump_changes_nothing_but_freshness(clocks: TwoClocks) {
        let mut clocks = clocks;
        for story in [Story::Paid, Story::PaidWithoutCallback, Story::Refused, Story::PaidLate] {
            let steady = clocks.live(story, (0, 0)).await;
            let paid = ("succeeded".to_owned(), "paid".to_owned(), "queued".to_owned(), vec![("payment".to_owned(), FEE)], 1);
            if !matches!(story, Story::Refused) {
                assert!(steady.iter().all(|outcome| *outcome == paid), "{story:?}: {steady:?}");
            }
            for jumps in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
                assert_eq!(clocks.live(story, jumps).await, steady, "{story:?} and jumps of {jumps:?} hours");
            }
        }
    }
}
