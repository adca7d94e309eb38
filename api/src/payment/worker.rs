//! Asking operators: on schedule, and when a callback says that there is something to ask.
//!
//! Any number of processes may run this. What is due is claimed by a guarded update that also is the lease: whoever dies leaves nothing
//! locked, and the work is due again when its claim ends.

use chrono::TimeDelta;
use futures_util::future::join_all;
use uuid::Uuid;

use super::settling::{News, NewsSource, apply};
use super::{Attempt, CREATION_S, Circuit, PaymentDesk};
use crate::clock::Instant;
use crate::failure::Failure;
use crate::operators::client::Trouble;
use crate::operators::{FindOutcome, Known, MobileMoney, OperatorState, QueryOutcome, Reported};
use crate::origin::money::Francs;
use crate::origin::payment::{Asked, AttemptStatus, Evidence, Operator, ReasonCode, Trust, differences, next_rematch};
use crate::store::payments::{self, Delivery, Handled};
use crate::store::{Conn, StoreError};
use crate::workers::Worked;

/// How many questions to one operator are under way at once.
const AT_ONCE: i64 = 8;
/// How many callbacks a turn looks at; most of a burst need no question.
const DELIVERIES_AT_ONCE: i64 = 64;
/// How long after the longest life of a session one that cannot be asked about counts as over, in minutes.
const WINDOW_MARGIN_MIN: i64 = 1;

/// What a turn has taken on.
struct Claimed {
    /// With the attempts they mean.
    deliveries: Vec<(Delivery, Attempt)>,
    attempts: Vec<Attempt>,
    /// How many deliveries belong to no attempt, and were left for later or for a person.
    left: usize,
}

/// Claims what a turn may take on. A delivery that belongs to no attempt costs no question, so that it waits for no allowance.
fn claim(
    conn: &mut Conn,
    operator: Operator,
    (for_deliveries, for_attempts): (usize, i64),
    now: Instant,
) -> Result<Claimed, StoreError> {
    let (mut deliveries, mut left) = (Vec::new(), 0);
    let mut due = payments::due_deliveries(conn, operator, now, DELIVERIES_AT_ONCE)?;
    if due.len() as u64 >= DELIVERIES_AT_ONCE.unsigned_abs() {
        // Those that wait for an allowance must not stand in front of those that need none.
        due.extend(payments::due_of_nobody(conn, operator, now, DELIVERIES_AT_ONCE)?);
    }
    for delivery in due {
        match payments::attempt_of_delivery(conn, &delivery)? {
            Some(attempt) if deliveries.len() < for_deliveries => {
                if payments::claim_delivery(conn, &delivery, now)? {
                    deliveries.push((delivery, attempt));
                }
            }
            // The operator has been asked enough for this moment.
            Some(_) => {}
            None => left += usize::from(payments::put_delivery_aside(conn, &delivery, now)?),
        }
    }
    let for_attempts = for_attempts.saturating_sub_unsigned(deliveries.len() as u64).max(0);
    let attempts = payments::claim_due_attempts(conn, operator, now, for_attempts)?;
    Ok(Claimed { deliveries, attempts, left })
}

impl PaymentDesk {
    /// One turn of work: looks into what is due with one operator.
    pub async fn turn(&self, operator: Operator) -> Result<Worked, Failure> {
        let Some(provider) = self.operators.get(operator) else { return Ok(Worked::Nothing) };
        let now = self.clock.now();
        let due = self.db.read(move |conn| payments::anything_due(conn, operator, now)).await?;
        if !due {
            return Ok(Worked::Nothing);
        }
        let allowance = self.allowance(operator, provider.account().questions_a_second, now);
        let claimed = self.db.write(move |conn| claim(conn, operator, allowance, now)).await?;
        let looked_into =
            join_all(claimed.deliveries.iter().map(|(delivery, attempt)| self.look_into(delivery, attempt))).await;
        let polled = join_all(claimed.attempts.iter().map(|attempt| self.poll(attempt))).await;
        for outcome in looked_into.into_iter().chain(polled) {
            // One thing that fails is due again when its claim ends; it must not keep the others from being done.
            if let Err(error) = outcome {
                tracing::warn!(%operator, ?error, "a payment could not be looked into");
            }
        }
        let done = claimed.left + claimed.deliveries.len() + claimed.attempts.len();
        Ok(if done == 0 { Worked::Nothing } else { Worked::More })
    }

    /// How many deliveries, and how many questions in all, a turn may take on. While an operator is left alone its callbacks are still looked into,
    /// for a signature may count without asking.
    fn allowance(&self, operator: Operator, a_second: u32, now: Instant) -> (usize, i64) {
        let (deliveries, attempts) = match self.guard.circuit(operator, now) {
            Circuit::Open => (AT_ONCE, 0),
            Circuit::Trying => (1, self.guard.take(operator, a_second, 1, now)),
            Circuit::Closed => {
                let granted = self.guard.take(operator, a_second, AT_ONCE, now);
                (granted, granted)
            }
        };
        (usize::try_from(deliveries).unwrap_or_default(), attempts)
    }

    async fn poll(&self, attempt: &Attempt) -> Result<(), Failure> {
        let news = self.ask(attempt, NewsSource::Poll).await;
        self.tell(attempt.id.0, news, None).await.map(|_| ())
    }

    async fn look_into(&self, delivery: &Delivery, attempt: &Attempt) -> Result<(), Failure> {
        let claim: Option<OperatorState> = delivery.claim.clone().and_then(|claim| claim.parse().ok());
        let mut news = self.ask(attempt, NewsSource::Callback).await;
        if news.is_unreachable
            && delivery.trust == Trust::Signed
            && let Some(claim) = &claim
            && claim.reported == Reported::Paid
            && asked(attempt).is_some_and(|asked| claim.stated.is_all_of(&asked))
        {
            // The operator cannot be asked, and its signature holds over equal amount, currency and reference.
            news = News { by_signature: true, ..news_of_state(attempt, claim, NewsSource::Callback) };
        }
        let says_paid = claim.is_some_and(|claim| claim.reported == Reported::Paid);
        let heard_money = matches!(news.evidence, Some(Evidence::Paid | Evidence::PaidOtherwise));
        let handled = if (news.evidence.is_some() && !says_paid) || heard_money {
            Handled::Done(attempt.id.0)
        } else {
            // The callback knows more than the operator tells when asked: ask again.
            next_rematch(delivery.tries + 1, self.clock.now())
                .map_or_else(|| given_up(attempt, delivery, says_paid), Handled::Again)
        };
        self.tell(attempt.id.0, news, Some((delivery.clone(), handled))).await.map(|_| ())
    }

    /// Lets news take effect, in one write.
    pub(crate) async fn tell(
        &self,
        attempt_id: Uuid,
        news: News,
        delivery: Option<(Delivery, Handled)>,
    ) -> Result<Attempt, Failure> {
        let stamp = self.clock.stamp();
        self.db
            .write(move |conn| {
                let delivery = delivery.as_ref().map(|(delivery, handled)| (delivery, *handled));
                apply(conn, attempt_id, &news, delivery, &stamp)
            })
            .await
    }

    /// Asks the operator how an attempt stands.
    async fn ask(&self, attempt: &Attempt, source: NewsSource) -> News {
        let Some(provider) = self.operators.get(attempt.operator) else { return News::none(source) };
        if self.guard.circuit(attempt.operator, self.clock.now()) == Circuit::Open {
            return News { is_unreachable: true, ..News::none(source) };
        }
        let Some(known) = self.known(attempt) else { return News::none(source) };
        if known.session_id.is_none() && known.pay_token.is_none() {
            return self.search(attempt, provider.as_ref(), &known, source).await;
        }
        match provider.query(&known).await {
            QueryOutcome::State(state) => {
                self.judge(attempt.operator, None);
                news_of_state(attempt, &state, source)
            }
            QueryOutcome::NotFound => {
                self.judge(attempt.operator, None);
                News::of(Evidence::NotFound, source)
            }
            QueryOutcome::Unreachable(trouble) => self.no_answer(attempt, &trouble, source),
        }
    }

    fn no_answer(&self, attempt: &Attempt, trouble: &Trouble, source: NewsSource) -> News {
        tracing::warn!(attempt = %attempt.id.0, operator = %attempt.operator, %trouble, "the operator gave no answer");
        self.judge(attempt.operator, Some(trouble));
        News { is_unreachable: true, ..News::none(source) }
    }

    /// Looks for the session of an attempt whose creation was never answered.
    async fn search(&self, attempt: &Attempt, provider: &dyn MobileMoney, known: &Known, source: NewsSource) -> News {
        let age = self.clock.now() - attempt.created_at.0;
        if attempt.status == AttemptStatus::Created && source == NewsSource::Poll {
            // Whoever asked for the session never wrote an answer down. From now on it counts as lost.
            let reason = Some((ReasonCode::BeingVerified, None));
            return News { reason, ..News::of(Evidence::AnswerLost, source) };
        }
        if !attempt.request_sent {
            return not_created(source);
        }
        let found = provider.find(known).await;
        if matches!(found, FindOutcome::Found(_) | FindOutcome::NotFound) {
            self.judge(attempt.operator, None);
        }
        match found {
            FindOutcome::Found(found) => {
                let (session, state) = *found;
                News { session: self.seal(session), ..news_of_state(attempt, &state, source) }
            }
            // Before, the request may still be under way.
            FindOutcome::NotFound if age >= TimeDelta::seconds(CREATION_S) => not_created(source),
            FindOutcome::NotFound => News::none(source),
            FindOutcome::Unsupported => window_news(age, provider.session_minutes(), source),
            FindOutcome::Unreachable(trouble) => self.no_answer(attempt, &trouble, source),
        }
    }
}

/// A callback that no answer ever bore out. One that speaks of money is for a person.
fn given_up(attempt: &Attempt, delivery: &Delivery, says_paid: bool) -> Handled {
    if !says_paid {
        return Handled::Done(attempt.id.0);
    }
    tracing::error!(attempt = %attempt.id.0, delivery = %delivery.id.0, "a callback says paid and the operator never did");
    Handled::Unmatched(Some(attempt.id.0))
}

fn not_created(source: NewsSource) -> News {
    News { reason: Some((ReasonCode::ServiceUnavailable, None)), ..News::of(Evidence::NotFound, source) }
}

fn window_news(age: TimeDelta, session_minutes: i64, source: NewsSource) -> News {
    if age < TimeDelta::minutes(session_minutes + WINDOW_MARGIN_MIN) {
        return News::none(source);
    }
    News { reason: Some((ReasonCode::Expired, None)), ..News::of(Evidence::WindowClosed, source) }
}

fn asked(attempt: &Attempt) -> Option<Asked<'_>> {
    let amount = Francs::new(attempt.amount_xof).ok()?;
    Some(Asked { amount, currency: &attempt.currency, reference: &attempt.reference })
}

/// What an operator's answer means for the attempt it was asked about.
fn news_of_state(attempt: &Attempt, state: &OperatorState, source: NewsSource) -> News {
    let differing = asked(attempt).map(|asked| differences(&asked, &state.stated)).unwrap_or_default();
    let own_reason = |fallback| state.reason.as_deref().map_or(fallback, ReasonCode::of_operator);
    let (evidence, reason) = match &state.reported {
        Reported::Waiting => (Some(Evidence::Waiting), state.reason.as_deref().map(ReasonCode::of_operator)),
        Reported::InProgress => (Some(Evidence::InProgress), None),
        Reported::Declined => (Some(Evidence::Declined), Some(own_reason(ReasonCode::Refused))),
        Reported::TimedOut => (Some(Evidence::TimedOut), Some(ReasonCode::Expired)),
        Reported::Paid => match differing.first() {
            None => (Some(Evidence::Paid), None),
            Some(field) => (Some(Evidence::PaidOtherwise), Some(ReasonCode::of_difference(field))),
        },
        // A word we do not know changes nothing; it is kept for an agent.
        Reported::Other(_) => (None, None),
    };
    let raw = match &state.reported {
        Reported::Other(word) => Some(word.clone()),
        _ => state.reason.clone(),
    };
    let is_paid = state.reported == Reported::Paid;
    News {
        transaction_id: state.transaction_id.clone().filter(|_| is_paid),
        stated_xof: if is_paid { state.stated.amount.map(Francs::get) } else { None },
        differences: if is_paid { differing } else { Vec::new() },
        reason: reason.map(|code| (code, raw)),
        ..News { evidence, ..News::none(source) }
    }
}
