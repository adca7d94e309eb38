//! What the operators know: sessions, how they were told to behave, and what was asked of them.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use boyoro::clock::{Clock, Instant};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Which operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    OrangeMoney,
    Wave,
    PayDunya,
    MtnMomo,
    Gsma,
    CinetPay,
}

impl Which {
    /// Every simulated operator.
    pub const ALL: [Self; 6] =
        [Self::OrangeMoney, Self::Wave, Self::PayDunya, Self::MtnMomo, Self::Gsma, Self::CinetPay];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OrangeMoney => "orange_money",
            Self::Wave => "wave",
            Self::PayDunya => "pay_dunya",
            Self::MtnMomo => "mtn_momo",
            Self::Gsma => "gsma",
            Self::CinetPay => "cinet_pay",
        }
    }

    /// What payers call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OrangeMoney => "Orange Money",
            Self::Wave => "Wave",
            Self::PayDunya => "PayDunya",
            Self::MtnMomo => "MTN MoMo",
            Self::Gsma => "Mobile Money",
            Self::CinetPay => "CinetPay",
        }
    }

    /// True when its request appears on a telephone only.
    #[must_use]
    pub const fn needs_phone(self) -> bool {
        matches!(self, Self::MtnMomo | Self::Gsma)
    }

    const fn session_minutes(self) -> i64 {
        match self {
            Self::OrangeMoney | Self::Gsma => 10,
            Self::Wave | Self::PayDunya | Self::CinetPay => 30,
            Self::MtnMomo => 5,
        }
    }
}

/// How sessions are to behave. All off by default: an operator on a good day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// Waits so long before answering the request for a session; the session exists from the start.
    pub delay_create_ms: u64,
    /// The payer pays, and the callback is delivered, before the request for a session is answered.
    pub callback_before_create: bool,
    /// No callback is ever sent.
    pub drop_callback: bool,
    /// So many further copies of each callback.
    pub dup_callback: u32,
    /// The amount the operator reports instead of the right one.
    pub wrong_amount: Option<i64>,
    /// The currency the operator reports instead of the right one.
    pub wrong_currency: Option<String>,
    /// Callbacks are signed with another secret.
    pub bad_sig: bool,
    /// The signature's time is so many seconds off.
    pub skew_s: i64,
    /// What status queries answer, one after the other; the last one stays. The operator's own words: Orange's `PENDING`, Wave's
    /// `open/processing`, PayDunya's `completed`, MTN's `FAILED/EXPIRED`, the GSMA's `failed/insufficientFunds`, CinetPay's `00/ACCEPTED`.
    pub status_sequence: Vec<String>,
    /// The request for a session is answered with this HTTP status, and no session is opened.
    pub http_error: Option<u16>,
    /// The code in the body of such an answer.
    pub error_code: Option<String>,
    /// Status queries are answered with this HTTP status.
    pub query_http_error: Option<u16>,
    /// The request for a session is never answered; the session exists.
    pub hang: bool,
    /// Status queries are never answered.
    pub query_hang: bool,
    /// The answer to the request for a session breaks off in the middle; the session exists.
    pub cut_body: bool,
    /// Every answer is some proxy's web page with HTTP status 200; the session exists.
    pub html: bool,
    /// So long after the session expired or was refused, it turns out to be paid, and a callback says so.
    pub late_success_after_s: Option<u64>,
    /// The transaction number of a payment, instead of a fresh one.
    pub transaction_id: Option<String>,
    /// What the payer does by himself, at once.
    pub auto: Option<Outcome>,
}

/// What a payer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Confirm,
    Refuse,
    Expire,
}

/// Where a session stands with the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PayState {
    Waiting,
    Paid,
    Refused,
    Expired,
}

/// A session as the operator has it.
#[derive(Clone, Debug, Serialize)]
pub struct Payment {
    pub which: Which,
    /// Orange's `pay_token`, Wave's session id: the last part of the payer's page.
    pub handle: String,
    pub reference: String,
    pub amount: i64,
    pub currency: String,
    pub label: String,
    pub state: PayState,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub completed_at: Option<Instant>,
    pub transaction_id: Option<String>,
    /// Where the callback goes; Wave's goes where its portal says.
    pub notif_url: Option<String>,
    pub notif_token: String,
    pub return_url: String,
    pub cancel_url: String,
    pub behaviour: Behaviour,
    pub status_reads: usize,
    pub refunded: bool,
    /// The number the request appeared on; none while it is only a page.
    pub phone: Option<String>,
    /// The name its customer gave the request: MTN's `X-Reference-Id`, the GSMA's `X-CorrelationID`.
    pub client_key: Option<String>,
}

impl Payment {
    /// What a status query says now: the scripted word, or the state's own.
    #[must_use]
    pub fn scripted(&mut self) -> Option<String> {
        let last = self.behaviour.status_sequence.len().checked_sub(1)?;
        let word = self.behaviour.status_sequence.get(self.status_reads.min(last)).cloned();
        self.status_reads += 1;
        word
    }

    /// The amount the operator reports.
    #[must_use]
    pub fn reported_amount(&self) -> i64 {
        self.behaviour.wrong_amount.unwrap_or(self.amount)
    }

    /// The currency the operator reports.
    #[must_use]
    pub fn reported_currency(&self) -> String {
        self.behaviour.wrong_currency.clone().unwrap_or_else(|| self.currency.clone())
    }
}

/// A request for a session.
pub struct NewPayment {
    pub which: Which,
    pub reference: String,
    pub amount: i64,
    pub currency: String,
    pub label: String,
    pub notif_url: Option<String>,
    pub return_url: String,
    pub cancel_url: String,
    pub phone: Option<String>,
    pub client_key: Option<String>,
}

struct State {
    rules: Vec<(Option<Which>, Option<String>, Behaviour)>,
    payments: HashMap<String, Payment>,
    /// Handles in the order of creation.
    order: Vec<String>,
    tokens: HashSet<String>,
    idempotency: HashMap<String, (String, String)>,
    calls: HashMap<String, u64>,
    wave_webhook: Option<String>,
    /// Where the service is, when the address it gives in `notif_url` cannot be reached from here.
    service: Option<String>,
    serial: u64,
}

/// Everything the simulated operators know.
pub struct World {
    clock: Mutex<Clock>,
    /// What a payer's browser calls this server.
    pub public_url: String,
    pub http: reqwest::Client,
    state: Mutex<State>,
}

impl World {
    /// An empty world.
    ///
    /// # Panics
    /// When no HTTP client can be made.
    #[must_use]
    pub fn new(clock: Clock, public_url: String) -> Self {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(15))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("mpayment simulator")
            .build()
            .expect("an HTTP client");
        let state = State {
            rules: Vec::new(),
            payments: HashMap::new(),
            order: Vec::new(),
            tokens: HashSet::new(),
            idempotency: HashMap::new(),
            calls: HashMap::new(),
            wave_webhook: None,
            service: None,
            serial: 0,
        };
        Self { clock: Mutex::new(clock), public_url, http, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The moment by the clock this world goes by.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner).now()
    }

    /// From now on this world goes by another clock.
    pub fn follow(&self, clock: Clock) {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = clock;
    }

    pub fn set_wave_webhook(&self, url: String) {
        self.state().wave_webhook = Some(url);
    }

    /// Callbacks go to the service at this address, whatever authority their addresses name.
    pub fn set_service(&self, origin: &str) {
        self.state().service = Some(origin.trim_end_matches('/').to_owned());
    }

    /// A callback address as it can be reached from here.
    #[must_use]
    pub fn reachable(&self, url: &str) -> String {
        let state = self.state();
        let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|slash| rest.get(slash..)));
        match (&state.service, path) {
            (Some(origin), Some(path)) => format!("{origin}{path}"),
            _ => url.to_owned(),
        }
    }

    #[must_use]
    pub fn wave_webhook(&self) -> Option<String> {
        self.state().wave_webhook.clone()
    }

    /// From now on sessions behave so: those with this reference, those of this operator, or all. Open ones too.
    pub fn behave(&self, which: impl Into<Option<Which>>, reference: Option<&str>, behaviour: Behaviour) {
        let which = which.into();
        let mut state = self.state();
        for payment in state.payments.values_mut() {
            let is_meant = which.is_none_or(|which| which == payment.which)
                && reference.is_none_or(|reference| reference == payment.reference);
            if is_meant {
                payment.behaviour = behaviour.clone();
                payment.status_reads = 0;
            }
        }
        state.rules.push((which, reference.map(str::to_owned), behaviour));
    }

    /// Forgets every rule; sessions stay as they are.
    pub fn forget_rules(&self) {
        self.state().rules.clear();
    }

    /// How a session of this operator with this reference is to behave: the latest rule that fits.
    #[must_use]
    pub fn behaviour(&self, which: Which, reference: &str) -> Behaviour {
        let state = self.state();
        let fitting = state.rules.iter().rev().find(|(operator, wanted, _)| {
            operator.is_none_or(|operator| operator == which)
                && wanted.as_deref().is_none_or(|wanted| wanted == reference)
        });
        fitting.map(|(_, _, behaviour)| behaviour.clone()).unwrap_or_default()
    }

    pub fn count(&self, call: &str) {
        *self.state().calls.entry(call.to_owned()).or_default() += 1;
    }

    #[must_use]
    pub fn calls(&self, call: &str) -> u64 {
        self.state().calls.get(call).copied().unwrap_or_default()
    }

    /// A text nobody guesses.
    #[must_use]
    pub fn fresh(&self, prefix: &str) -> String {
        let clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner).clone();
        format!("{prefix}{}", clock.stamp().ids().make().simple())
    }

    /// A number operators give to a movement of money.
    #[must_use]
    pub fn transaction_id(&self, which: Which) -> String {
        let serial = {
            let mut state = self.state();
            state.serial += 1;
            state.serial
        };
        let now = self.now();
        let chance = self.fresh("").split_off(26);
        match which {
            Which::OrangeMoney => format!("MP{}.A{serial:05}{chance}", now.format("%y%m%d.%H%M")),
            Which::Wave => format!("T_{serial:06}{chance}"),
            Which::PayDunya => format!("PD{serial:06}{chance}"),
            Which::MtnMomo => format!("{}{serial:05}", now.timestamp()),
            Which::Gsma => format!("TX-{serial:05}-{chance}"),
            Which::CinetPay => format!("CP{}.{serial:05}{chance}", now.format("%y%m%d")),
        }
    }

    pub fn add_token(&self, token: &str) {
        self.state().tokens.insert(token.to_owned());
    }

    #[must_use]
    pub fn knows_token(&self, token: &str) -> bool {
        self.state().tokens.contains(token)
    }

    /// What was answered to this idempotency key: the fingerprint of its request and the session's handle.
    #[must_use]
    pub fn idempotent(&self, key: &str) -> Option<(String, String)> {
        self.state().idempotency.get(key).cloned()
    }

    pub fn remember(&self, key: &str, fingerprint: &str, handle: &str) {
        self.state().idempotency.insert(key.to_owned(), (fingerprint.to_owned(), handle.to_owned()));
    }

    /// Opens a session.
    #[must_use]
    pub fn open(&self, handle: String, new: NewPayment) -> Payment {
        let now = self.now();
        let payment = Payment {
            which: new.which,
            handle: handle.clone(),
            behaviour: self.behaviour(new.which, &new.reference),
            reference: new.reference,
            amount: new.amount,
            currency: new.currency,
            label: new.label,
            state: PayState::Waiting,
            created_at: now,
            expires_at: now + TimeDelta::minutes(new.which.session_minutes()),
            completed_at: None,
            transaction_id: None,
            notif_url: new.notif_url,
            notif_token: self.fresh("nt"),
            return_url: new.return_url,
            cancel_url: new.cancel_url,
            status_reads: 0,
            refunded: false,
            phone: new.phone,
            client_key: new.client_key,
        };
        let mut state = self.state();
        state.order.push(handle.clone());
        state.payments.insert(handle, payment.clone());
        payment
    }

    /// The session behind a handle, expired when its time is over.
    #[must_use]
    pub fn payment(&self, handle: &str) -> Option<Payment> {
        let now = self.now();
        let mut state = self.state();
        let payment = state.payments.get_mut(handle)?;
        if payment.state == PayState::Waiting && payment.expires_at <= now {
            payment.state = PayState::Expired;
        }
        Some(payment.clone())
    }

    /// Changes the session behind a handle and gives it as it then is.
    pub fn change(&self, handle: &str, change: impl FnOnce(&mut Payment)) -> Option<Payment> {
        let mut state = self.state();
        let payment = state.payments.get_mut(handle)?;
        change(payment);
        Some(payment.clone())
    }

    /// The newest session with this reference.
    #[must_use]
    pub fn handle_of(&self, reference: &str) -> Option<String> {
        let state = self.state();
        let is_it = |handle: &&String| state.payments.get(*handle).is_some_and(|found| found.reference == reference);
        state.order.iter().rev().find(is_it).cloned()
    }

    /// The session that its customer gave this name.
    #[must_use]
    pub fn handle_of_key(&self, which: Which, key: &str) -> Option<String> {
        let state = self.state();
        let is_it = |payment: &&Payment| payment.which == which && payment.client_key.as_deref() == Some(key);
        state.payments.values().find(is_it).map(|payment| payment.handle.clone())
    }

    /// Every session, in the order of creation.
    #[must_use]
    pub fn payments(&self) -> Vec<Payment> {
        let handles = self.state().order.clone();
        handles.iter().filter_map(|handle| self.payment(handle)).collect()
    }
}
