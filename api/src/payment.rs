//! Paying: an order when an application is submitted, attempts with operators, and the one write that settles.
//!
//! The story of an attempt: its row is written, then the operator is asked to open a session (`begin`), then whatever is heard of it, by
//! callback (`receiver`) or by asking (`worker`), goes through one function (`settling::apply`) that decides by the table of
//! `origin::payment` and writes status, ledger, counters, events and the application's release together.

mod guard;
mod payer;
mod receiver;
mod settling;
mod skew;
mod worker;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Moment};

use serde_json::Value;
use uuid::Uuid;

pub use guard::{Circuit, Guard};
pub use payer::{Choice, KeptPhone, PHONE};
pub use receiver::Reception;
pub use settling::{News, NewsSource, SealedSession, apply};
pub use skew::Skews;

use crate::clock::{Clock, Ids, Instant, Stamp};
use crate::failure::Failure;
use crate::idempotent::Once;
use crate::identity::Actor;
use crate::operators::client::{Trouble, TroubleKind};
use crate::operators::profile::Environment;
use crate::operators::secrets::{SecretBox, sha256};
use crate::operators::{Ask, CreateOutcome, Known, MobileMoney, Operators, Payer, Session};
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::money::{Francs, XOF};
use crate::origin::payment::{AttemptStatus, Evidence, FeeOrderStatus, Operator, ReasonCode, Settlement, settlement};
use crate::origin::refusal::Refusal;
use crate::origin::rules::Rules;
use crate::origin::search::words;
use crate::store::inbox::Inbox;
use crate::store::payments::{self, Attempt, FeeOrder, ListedAttempt, ListedOrder};
use crate::store::statements::StatementLine;
use crate::store::{At, Conn, Db, Document, Id, StoreError, events, francs, reconciliation};
use crate::text::Language;
use crate::workers::{JobName, Wake};

/// What an order is opened for. The price comes from the dated rules and is frozen here.
#[derive(Debug, Clone)]
pub struct OrderRequest {
    pub application_id: Uuid,
    pub application_reference: String,
    pub exporter_id: Uuid,
    pub scheme: String,
    pub amount: Francs,
    /// The line of the fee schedule: amount, first day, legal source, whether it is confirmed.
    pub tariff: Value,
}

/// Opens the order of an application, or gives the one it has: a file that was returned and comes back pays no second fee.
///
/// A price of zero in the schedule is an exemption: the order is there for the history and nobody is asked to pay.
pub fn open_order(
    conn: &mut Conn,
    request: &OrderRequest,
    by: By,
    ids: &mut Ids,
    now: Instant,
) -> Result<FeeOrder, Failure> {
    if let Some(order) = payments::order_of_application(conn, request.application_id)? {
        return Ok(order);
    }
    let status = if request.amount.is_positive() { FeeOrderStatus::Unpaid } else { FeeOrderStatus::Exempted };
    let order = FeeOrder {
        id: Id(ids.make()),
        reference: format!("OR-{}", request.application_reference),
        application_id: Id(request.application_id),
        exporter_id: Id(request.exporter_id),
        scheme: request.scheme.clone(),
        amount_xof: request.amount.get(),
        tariff: Document(request.tariff.clone()),
        status,
        settled_by: None,
        created_at: At(now),
        settled_at: None,
        version: 1,
    };
    payments::insert_order(conn, &order)?;
    let mut happening = Happening::new(RecordKind::FeeOrder, order.id.0, &order.reference, by, "open")
        .with(serde_json::json!({ "amountXof": order.amount_xof, "tariff": request.tariff }));
    happening.to = Some(status.as_str());
    events::append(conn, &happening, now)?;
    Ok(order)
}

/// Cancels the unpaid order of an application that ended. An order that was paid stays paid: whether the fee goes back is decided by a
/// person.
pub fn cancel_order(conn: &mut Conn, application_id: Uuid, by: By, now: Instant) -> Result<(), Failure> {
    let Some(order) = payments::order_of_application(conn, application_id)? else { return Ok(()) };
    if order.status != FeeOrderStatus::Unpaid {
        return Ok(());
    }
    payments::advance_order(conn, &order, FeeOrderStatus::Cancelled, None)?;
    let happening = Happening::new(RecordKind::FeeOrder, order.id.0, &order.reference, by, "cancel")
        .change(FeeOrderStatus::Unpaid.as_str(), FeeOrderStatus::Cancelled.as_str());
    events::append(conn, &happening, now)?;
    Ok(())
}

/// Whether nothing is owed for an application any more: its order is paid, or somebody with the power to do so exempted it.
pub fn is_settled(conn: &mut Conn, application_id: Uuid) -> Result<bool, Failure> {
    Ok(payments::order_of_application(conn, application_id)?.is_some_and(|order| order.status.is_settled()))
}

/// An order with its attempts.
#[derive(Debug, Clone)]
pub struct OrderWithAttempts {
    pub order: FeeOrder,
    pub attempts: Vec<Attempt>,
    /// Attempts whose payment the operator took back, and when that was found.
    pub reversed: HashMap<Uuid, Instant>,
}

/// An order with everything around it.
fn with_attempts(conn: &mut Conn, order: FeeOrder) -> Result<OrderWithAttempts, StoreError> {
    let attempts = payments::attempts_of_order(conn, order.id.0)?;
    let ids: Vec<Id> = attempts.iter().map(|attempt| attempt.id).collect();
    let reversed = reconciliation::reversals_of(conn, &ids)?.into_iter().map(|(id, _, at)| (id.0, at.0)).collect();
    Ok(OrderWithAttempts { order, attempts, reversed })
}

/// The order of an application with its attempts, if it has one.
pub fn order_of_application(conn: &mut Conn, application_id: Uuid) -> Result<Option<OrderWithAttempts>, Failure> {
    let Some(order) = payments::order_of_application(conn, application_id)? else { return Ok(None) };
    Ok(Some(with_attempts(conn, order)?))
}

/// An order, for whoever may know of it.
pub fn visible_order(conn: &mut Conn, actor: &Actor, order_id: Uuid) -> Result<FeeOrder, Failure> {
    let order = payments::order(conn, order_id)?;
    if actor.sees_exporter(order.exporter_id.0) { Ok(order) } else { Err(Failure::NotFound) }
}

/// An order with everything around it, for whoever may know of it.
pub fn order_for(conn: &mut Conn, actor: &Actor, order_id: Uuid) -> Result<OrderWithAttempts, Failure> {
    let order = visible_order(conn, actor, order_id)?;
    Ok(with_attempts(conn, order)?)
}

/// An attempt as somebody may see it.
pub fn attempt_for(conn: &mut Conn, actor: &Actor, attempt_id: Uuid) -> Result<Attempt, Failure> {
    let attempt = payments::attempt(conn, attempt_id)?;
    visible_order(conn, actor, attempt.order_id.0)?;
    Ok(attempt)
}

/// A page of attempts for the treasurer, newest first, with one row more than asked for to tell whether there is another page.
pub fn list_attempts(
    conn: &mut Conn,
    status: Option<AttemptStatus>,
    operator: Option<Operator>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ListedAttempt>, Failure> {
    Ok(payments::list_attempts(conn, status, operator, before, limit + 1)?)
}

/// A page of orders for the treasurer, newest first, with one row more than asked for to tell whether there is another page.
pub fn list_orders(
    conn: &mut Conn,
    question: Option<&str>,
    status: Option<FeeOrderStatus>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ListedOrder>, Failure> {
    let words = question.map(words).unwrap_or_default();
    Ok(payments::list_orders(conn, &words, status, before, limit + 1)?)
}

/// Everything paying needs, built once at start. Cheap to clone.
#[derive(Clone)]
pub struct PaymentDesk {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) operators: Operators,
    pub(crate) keeper: SecretBox,
    public_url: Arc<str>,
    /// Wakes the work on an operator when there is something to look into.
    wake: Wake,
    inbox: Inbox,
    rechecks: Arc<Mutex<HashMap<Uuid, Moment>>>,
    rejections: Arc<Mutex<receiver::RejectionBudget>>,
    pub(crate) skews: Skews,
    guard: Guard,
    rules: Rules,
}

impl PaymentDesk {
    /// A desk for these operators. `public_url` is what the outside world calls us, without a slash at the end.
    #[must_use]
    pub fn new(
        (db, clock, wake, rules): (Db, Clock, Wake, Rules),
        operators: Operators,
        keeper: SecretBox,
        public_url: &str,
    ) -> Self {
        Self {
            inbox: Inbox::of(db.clone()),
            db,
            clock,
            operators,
            keeper,
            public_url: public_url.into(),
            wake,
            rechecks: Arc::default(),
            rejections: Arc::default(),
            skews: Skews::default(),
            guard: Guard::default(),
            rules,
        }
    }

    /// Has an operator's payments looked into at once.
    pub(crate) fn wake_up(&self, operator: Operator) {
        if let Some(job) = JobName::of_operator(operator) {
            self.wake.job(job);
        }
    }

    /// The operators one can pay with.
    #[must_use]
    pub const fn operators(&self) -> &Operators {
        &self.operators
    }

    /// Whether an operator that is switched on can be reached, as far as this process knows.
    #[must_use]
    pub fn is_reachable(&self, operator: Operator) -> bool {
        self.guard.circuit(operator, self.clock.now()) != Circuit::Open
    }

    /// Starts an attempt and asks the operator for a session. The attempt is durable before the operator hears of it, and the asking
    /// goes on when the client hangs up.
    pub async fn start_attempt(
        &self,
        actor: &Actor,
        order_id: Uuid,
        choice: Choice,
        key: String,
        language: Language,
    ) -> Result<Attempt, Failure> {
        let Some(provider) = self.operators.get(choice.operator) else {
            // Who may not know of the order learns nothing about it from this answer either.
            let actor = actor.clone();
            self.db.read(move |conn| visible_order(conn, &actor, order_id)).await?;
            return Err(Refusal::OperatorUnavailable.into());
        };
        let payer = payer::payer_of(provider.as_ref(), &choice)?;
        let phone = self.kept_phone(&payer);
        let asked = (choice.operator, payer.wallet, &phone.digest);
        let once = Once::new(actor.account_id, key, &format!("payment attempt {order_id}"), &asked)?;
        let (attempt, name) = match self.begin(actor, order_id, provider.as_ref(), phone, once).await? {
            (attempt, Some(name)) => (attempt, name),
            (attempt, None) => return Ok(attempt),
        };
        let (desk, provider, payer) = (self.clone(), Arc::clone(provider), Payer { name, ..payer });
        let asking = tokio::spawn(async move { desk.open_session(attempt, provider.as_ref(), payer, language).await });
        asking.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the request was interrupted".into()).into()))
    }

    /// Writes the attempt down, unless it was before; with the paying firm's name when it is new.
    async fn begin(
        &self,
        actor: &Actor,
        order_id: Uuid,
        provider: &dyn MobileMoney,
        phone: KeptPhone,
        once: Once,
    ) -> Result<(Attempt, Option<String>), Failure> {
        let (stamp, is_reachable) = (self.clock.stamp(), self.is_reachable(provider.operator()));
        let (packs, environment) = (self.rules.clone(), provider.account().environment);
        let (actor, operator, currency) = (actor.clone(), provider.operator(), provider.currency().to_owned());
        self.db
            .write(move |conn| {
                let (id, is_new) = once.run(conn, stamp.now, |conn| {
                    let rules = crate::store::rules::current(conn, &packs)?;
                    if !is_reachable || !is_offered(&rules, operator, environment, stamp.now) {
                        order_for(conn, &actor, order_id)?;
                        return Err(Refusal::OperatorUnavailable.into());
                    }
                    new_attempt(conn, &actor, order_id, (operator, &currency, &phone), &stamp)
                })?;
                let attempt = payments::attempt(conn, id)?;
                let name = if is_new { Some(payments::payer_name(conn, attempt.order_id.0)?) } else { None };
                Ok((attempt, name))
            })
            .await
    }

    async fn open_session(
        &self,
        attempt: Attempt,
        provider: &dyn MobileMoney,
        payer: Payer,
        language: Language,
    ) -> Result<Attempt, Failure> {
        let ask = Ask {
            id: attempt.id.0,
            payer,
            reference: attempt.reference.clone(),
            amount: francs(attempt.amount_xof)?,
            currency: attempt.currency.clone(),
            label: label(language).to_owned(),
            return_url: format!("{}/app/paiement/{}", self.public_url, attempt.id.0),
            callback_url: self.callback_url(provider),
            language: language.as_str(),
        };
        let outcome = provider.create(&ask, self.clock.now()).await;
        if let CreateOutcome::Refused(trouble) | CreateOutcome::Unknown(trouble) | CreateOutcome::NotSent(trouble) =
            &outcome
        {
            tracing::warn!(attempt = %attempt.id.0, operator = %attempt.operator, %trouble, "no session was opened");
            self.judge(attempt.operator, Some(trouble));
        } else {
            self.judge(attempt.operator, None);
        }
        self.record_creation(attempt.id.0, self.news_of_creation(outcome)).await
    }

    /// Remembers whether an operator answered.
    fn judge(&self, operator: Operator, trouble: Option<&Trouble>) {
        match trouble {
            Some(trouble) if trouble.is_outage() => self.guard.failed(operator, self.clock.now()),
            // What was never sent says nothing about the operator.
            Some(trouble) if trouble.kind == TroubleKind::OverLimit => {}
            // A no is an answer too.
            Some(_) | None => self.guard.answered(operator),
        }
    }

    /// The address an operator posts to.
    #[must_use]
    pub fn callback_url(&self, provider: &dyn MobileMoney) -> String {
        format!("{}/payment-callbacks/{}/{}", self.public_url, provider.operator(), provider.slug())
    }

    /// What the operator answered holds tokens that nobody will tell us again: a store that is away for a moment must not lose them.
    async fn record_creation(&self, attempt_id: Uuid, news: News) -> Result<Attempt, Failure> {
        let mut wait = Duration::from_millis(200);
        loop {
            match self.tell(attempt_id, news.clone(), None).await {
                Err(Failure::Store(StoreError::Busy(_) | StoreError::Unavailable(_)))
                    if wait < Duration::from_secs(30) =>
                {
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
                outcome => return outcome,
            }
        }
    }

    fn news_of_creation(&self, outcome: CreateOutcome) -> News {
        let without_session = |evidence, trouble: &Trouble, reason| News {
            reason: Some((reason, Some(trouble.to_string()))),
            ..News::of(evidence, NewsSource::Creation)
        };
        match outcome {
            CreateOutcome::Created(session) => {
                News { session: self.seal(session), ..News::of(Evidence::SessionOpened, NewsSource::Creation) }
            }
            CreateOutcome::Refused(trouble) => {
                without_session(Evidence::CreationRefused, &trouble, ReasonCode::ServiceUnavailable)
            }
            CreateOutcome::NotSent(trouble) => {
                News { unsent: true, ..without_session(Evidence::AnswerLost, &trouble, ReasonCode::ServiceUnavailable) }
            }
            CreateOutcome::Unknown(trouble) => {
                without_session(Evidence::AnswerLost, &trouble, ReasonCode::BeingVerified)
            }
        }
    }

    pub(crate) fn seal(&self, session: Session) -> Option<SealedSession> {
        let pay_token = match session.pay_token {
            Some(token) => Some(self.keeper.seal("pay_token", token.as_bytes())?),
            None => None,
        };
        Some(SealedSession {
            session_id: session.session_id,
            pay_token,
            notif_token_sha256: session.notif_token.map(|token| hex::encode(sha256(token.as_bytes()))),
            payment_url: session.payment_url,
            expires_at: session.expires_at,
        })
    }

    /// What an operator needs to recognise an attempt; none when the stored row cannot be read.
    pub(crate) fn known(&self, attempt: &Attempt) -> Option<Known> {
        let pay_token = match &attempt.pay_token {
            None => None,
            Some(sealed) => Some(self.unsealed(attempt, sealed)?),
        };
        Some(Known {
            id: attempt.id.0,
            reference: attempt.reference.clone(),
            amount: Francs::new(attempt.amount_xof).ok()?,
            session_id: attempt.session_id.clone(),
            pay_token,
        })
    }

    /// Without its token an attempt must not be asked about as if it had none: "not found" would then be believed.
    fn unsealed(&self, attempt: &Attempt, sealed: &[u8]) -> Option<String> {
        let token = self.keeper.unseal("pay_token", sealed).and_then(|bytes| String::from_utf8(bytes).ok());
        if token.is_none() {
            tracing::error!(attempt = %attempt.id.0, "a session's token cannot be unsealed: is this the key it was sealed with?");
        }
        token
    }

    /// Asks the operator soon, because the payer says he has paid. At most once in three seconds per attempt.
    pub async fn recheck(&self, actor: &Actor, attempt_id: Uuid) -> Result<Attempt, Failure> {
        const SPACING: Duration = Duration::from_secs(3);
        let actor = actor.clone();
        let attempt = self.db.read(move |conn| attempt_for(conn, &actor, attempt_id)).await?;
        let is_spaced = {
            let mut recent = self.rechecks.lock().unwrap_or_else(PoisonError::into_inner);
            recent.retain(|_, at| at.elapsed() < SPACING);
            let is_spaced = !recent.contains_key(&attempt_id);
            recent.entry(attempt_id).or_insert_with(Moment::now);
            is_spaced
        };
        if attempt.status != AttemptStatus::Succeeded && is_spaced {
            let now = self.clock.now();
            self.db.write(move |conn| payments::make_due(conn, attempt_id, now).map_err(Failure::from)).await?;
            self.wake_up(attempt.operator);
        }
        Ok(attempt)
    }
}

/// Whether a way to pay that is set up is offered on a day: an administrator has switched it on, or it is the simulator's and nobody has switched it
/// off.
#[must_use]
pub fn is_offered(rules: &Rules, operator: Operator, environment: Environment, now: Instant) -> bool {
    let decided = rules.is_operator_enabled(operator, now.date_naive());
    decided.unwrap_or(environment == Environment::Simulator)
}

/// How long a request for a session can take, in seconds: two for an access token and two of its own, each as long as an operator is waited for.
const CREATION_S: i64 = 90;

/// An attempt nobody has begun yet.
fn blank_attempt(id: Uuid, order_id: Uuid, (operator, currency): (Operator, &str), now: Instant) -> Attempt {
    Attempt {
        id: Id(id),
        order_id: Id(order_id),
        reference: reference_of(id),
        operator,
        amount_xof: 0,
        currency: currency.to_owned(),
        status: AttemptStatus::Created,
        reason_code: None,
        reason_raw: None,
        request_sent: true,
        session_id: None,
        pay_token: None,
        notif_token_sha256: None,
        payment_url: None,
        payer_phone_digest: None,
        payer_phone_end: None,
        transaction_id: None,
        confirmed_by: None,
        late: false,
        created_by: None,
        created_at: At(now),
        expires_at: None,
        settled_at: None,
        next_poll_at: Some(At(now + chrono::TimeDelta::seconds(CREATION_S))),
        poll_count: 0,
        version: 1,
    }
}

pub(crate) fn new_attempt(
    conn: &mut Conn,
    actor: &Actor,
    order_id: Uuid,
    (operator, currency, phone): (Operator, &str, &KeptPhone),
    stamp: &Stamp,
) -> Result<Uuid, Failure> {
    let order = visible_order(conn, actor, order_id)?;
    if order.status != FeeOrderStatus::Unpaid {
        return Err(Refusal::OrderNotPayable.into());
    }
    let id = stamp.ids().make();
    let attempt = Attempt {
        amount_xof: order.amount_xof,
        payer_phone_digest: phone.digest.clone(),
        payer_phone_end: phone.end.clone(),
        created_by: Some(Id(actor.account_id)),
        ..blank_attempt(id, order.id.0, (operator, currency), stamp.now)
    };
    if !payments::insert_attempt(conn, &attempt)? {
        return Err(Refusal::AttemptLive.into());
    }
    let mut happening = Happening::new(RecordKind::PaymentAttempt, id, &attempt.reference, By::from(actor), "start")
        .with(serde_json::json!({ "operator": operator, "amountXof": order.amount_xof, "order": order.reference }));
    happening.to = Some(AttemptStatus::Created.as_str());
    events::append(conn, &happening, stamp.now)?;
    Ok(id)
}

/// A payment that was found in a statement, for an order: an attempt of its own, which goes through the one door that settles. On an open
/// order it pays, when it is the order's amount; on any other it is an overpayment, to be refunded.
pub(crate) fn settle_from_statement(
    conn: &mut Conn,
    order_id: Uuid,
    line: &StatementLine,
    by: Uuid,
    stamp: &Stamp,
) -> Result<Attempt, Failure> {
    let order = payments::order(conn, order_id)?;
    if settlement(order.status) == Settlement::Settles && line.amount_xof != order.amount_xof {
        return Err(Refusal::AmountNotDue.into());
    }
    let id = stamp.ids().make();
    let attempt = Attempt {
        amount_xof: line.amount_xof,
        created_by: Some(Id(by)),
        next_poll_at: None,
        ..blank_attempt(id, order_id, (line.operator, XOF), stamp.now)
    };
    if !payments::insert_attempt(conn, &attempt)? {
        return Err(Refusal::AttemptLive.into());
    }
    let news =
        News { transaction_id: Some(line.transaction_id.clone()), ..News::of(Evidence::Paid, NewsSource::Statement) };
    let settled = apply(conn, id, &news, None, stamp)?;
    if settled.status == AttemptStatus::Succeeded { Ok(settled) } else { Err(Refusal::TransactionUsed.into()) }
}

/// The attempt's own 128 bits in Crockford's base 32: 26 characters, which fits every operator's limit and can be read out over a telephone.
fn reference_of(id: Uuid) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = id.as_u128();
    (0..26)
        .rev()
        .map(|place| {
            let digit = (bits >> (place * 5)) & 31;
            usize::try_from(digit).ok().and_then(|index| ALPHABET.get(index)).copied().map_or('0', char::from)
        })
        .collect()
}

/// What the payer reads on the operator's page, at most 30 characters.
const fn label(language: Language) -> &'static str {
    match language {
        Language::Fr => "Certificat d'origine",
        Language::En => "Certificate of origin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_the_identifier_in_26_characters() {
        assert_eq!(reference_of(Uuid::from_u128(0)), "0".repeat(26));
        assert_eq!(reference_of(Uuid::from_u128(31)), format!("{}Z", "0".repeat(25)));
        assert_eq!(reference_of(Uuid::from_u128(u128::MAX)), format!("7{}", "Z".repeat(25)));
    }
}
