//! CinetPay: a checkout page, a form that calls back, a question that decides.
//!
//! The callback's token covers sixteen fields, but without separators between them and without a time: the same bytes may be cut in another
//! place, and a capture can be sent again. It tells that CinetPay was there; what was paid is always asked.

use async_trait::async_trait;
use aws_lc_rs::hmac;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Client;
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{self, Trouble};
use super::form::Fields;
use super::profile::{Account, CinetPayProfile, Environment};
use super::secrets::{Secret, sha256};
use super::{
    Ask, CallbackHint, CallbackVerdict, CreateOutcome, FindOutcome, Known, LONGEST_URL, MatchBy, MobileMoney,
    OperatorState, QueryOutcome, RawCallback, Reported, Session, Trust, francs_in, other_word, over_limit,
    without_session,
};
use crate::origin::payment::{Operator, Stated};

/// CinetPay publishes no life of a session; after this we no longer send a payer there.
const SESSION_MINUTES: i64 = 30;
/// Amounts are multiples of this many francs.
const AMOUNT_STEP: i64 = 5;
/// The fields of the callback's token, in their order.
const SIGNED: [&str; 16] = [
    "cpm_site_id",
    "cpm_trans_id",
    "cpm_trans_date",
    "cpm_amount",
    "cpm_currency",
    "signature",
    "payment_method",
    "cel_phone_num",
    "cpm_phone_prefixe",
    "cpm_language",
    "cpm_version",
    "cpm_payment_config",
    "cpm_page_action",
    "cpm_custom",
    "cpm_designation",
    "cpm_error_message",
];

/// CinetPay behind the common trait.
pub struct CinetPay {
    profile: CinetPayProfile,
    client: Client,
}

#[derive(Deserialize)]
struct CreateReply {
    #[serde(default)]
    code: String,
    #[serde(default)]
    data: Option<CreatedPage>,
}

#[derive(Deserialize)]
struct CreatedPage {
    payment_url: String,
    payment_token: String,
}

#[derive(Deserialize)]
struct CheckReply {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    data: Option<Checked>,
}

#[derive(Deserialize)]
struct Checked {
    #[serde(default)]
    amount: Option<Value>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    status: String,
    /// The number of the payment at the wallet's own operator.
    #[serde(default)]
    operator_id: Option<String>,
}

impl CinetPay {
    /// An account with CinetPay.
    ///
    /// # Errors
    /// A sentence for the log when the HTTP client cannot be built.
    pub fn new(profile: CinetPayProfile) -> Result<Self, String> {
        let client = client::build(profile.account.environment == Environment::Production, profile.account.patience)?;
        Ok(Self { profile, client })
    }

    async fn post(&self, call: &str, body: &Value) -> Result<Value, Trouble> {
        let address = format!("{}/v2/{call}", self.profile.account.base_url);
        client::exchange(self.client.post(address).header("Accept", "application/json").json(body)).await
    }

    fn create_body(&self, ask: &Ask) -> Result<Value, Trouble> {
        if ask.amount.get() % AMOUNT_STEP != 0 {
            return Err(over_limit("amount"));
        }
        if ask.return_url.len() > LONGEST_URL || ask.callback_url.len() > LONGEST_URL {
            return Err(over_limit("url"));
        }
        Ok(json!({
            "apikey": self.profile.api_key.expose(),
            "site_id": self.profile.site_id,
            "transaction_id": ask.reference,
            "amount": ask.amount,
            "currency": ask.currency,
            "description": ask.label,
            "notify_url": ask.callback_url,
            "return_url": ask.return_url,
            "channels": "ALL",
            "lang": ask.language,
        }))
    }

    async fn send_create(&self, ask: &Ask, now: DateTime<Utc>) -> Result<Session, Trouble> {
        let reply = self.post("payment", &self.create_body(ask)?).await?;
        let reply: CreateReply = serde_json::from_value(reply).map_err(|_| Trouble::unreadable("payment"))?;
        let Some(page) = reply.data else { return Err(Trouble::declined(&reply.code)) };
        if !self.profile.account.pages.allow(&page.payment_url) {
            return Err(Trouble::unreadable("payment page on a foreign host"));
        }
        Ok(session(Some(page.payment_token), Some(page.payment_url), now))
    }

    async fn check(&self, reference: &str) -> Result<OperatorState, Trouble> {
        let body = json!({
            "apikey": self.profile.api_key.expose(), "site_id": self.profile.site_id, "transaction_id": reference,
        });
        let reply = self.post("payment/check", &body).await?;
        let reply: CheckReply = serde_json::from_value(reply).map_err(|_| Trouble::unreadable("check"))?;
        state_of(&reply, reference)
    }
}

/// A payment is asked about by our reference, so a session needs a name only to show that there is one.
fn session(token: Option<String>, url: Option<String>, begun: DateTime<Utc>) -> Session {
    Session {
        session_id: token,
        pay_token: None,
        notif_token: None,
        payment_url: url,
        expires_at: begun + TimeDelta::minutes(SESSION_MINUTES),
    }
}

/// Only `00` with `ACCEPTED` is paid. The words for everything that is not decided yet are not published: those that say so are taken as waiting,
/// and any other word changes nothing.
fn reported(code: &str, status: &str, message: &str) -> Reported {
    match (code, status) {
        ("00", "ACCEPTED") => Reported::Paid,
        (_, "REFUSED") => Reported::Declined,
        (_, status) if status.contains("PENDING") || status.contains("WAITING") => Reported::Waiting,
        (_, "") => other_word(&format!("{code} {message}")),
        (code, status) => other_word(&format!("{code} {status}")),
    }
}

fn state_of(reply: &CheckReply, reference: &str) -> Result<OperatorState, Trouble> {
    let data = reply.data.as_ref();
    let reported = reported(&reply.code, data.map_or("", |data| data.status.as_str()), &reply.message);
    let amount = match data.and_then(|data| data.amount.as_ref()) {
        None | Some(Value::Null) => None,
        Some(amount) => Some(francs_in(amount).ok_or_else(|| Trouble::unreadable("amount"))?),
    };
    let currency = data.and_then(|data| data.currency.clone());
    if reported == Reported::Paid && (amount.is_none() || currency.is_none()) {
        return Err(Trouble::unreadable("success without amount"));
    }
    let is_paid = reported == Reported::Paid;
    let own = data.and_then(|data| data.operator_id.clone()).filter(|id| !id.is_empty());
    Ok(OperatorState {
        reported,
        // The question was bound to our reference, which the answer does not repeat.
        stated: Stated { amount, currency, reference: None },
        transaction_id: is_paid.then(|| own.unwrap_or_else(|| reference.to_owned())),
        reason: Some(reply.message.chars().filter(|c| !c.is_control()).take(64).collect::<String>())
            .filter(|word| !is_paid && !word.is_empty()),
    })
}

/// The callback's token: the sixteen values one after the other.
fn token(secret: &Secret, fields: &Fields) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    let mut context = hmac::Context::with_key(&key);
    for name in SIGNED {
        context.update(fields.text(name).as_bytes());
    }
    context.sign()
}

#[async_trait]
impl MobileMoney for CinetPay {
    fn operator(&self) -> Operator {
        Operator::CinetPay
    }

    fn session_minutes(&self) -> i64 {
        SESSION_MINUTES
    }

    fn account(&self) -> &Account {
        &self.profile.account
    }

    fn read_callback(&self, callback: &RawCallback<'_>, _now: DateTime<Utc>) -> CallbackVerdict {
        match callback.method {
            // CinetPay looks whether the address answers before it uses it.
            "GET" => return CallbackVerdict::Ping,
            "POST" => {}
            _ => return CallbackVerdict::Malformed("method"),
        }
        let Some(fields) = Fields::read(callback.body) else {
            return CallbackVerdict::Malformed("form");
        };
        let given = callback.header("x-token").unwrap_or_default();
        // Every secret is tried, in constant time each.
        let holds = |secret: &&Secret| Secret::new(hex::encode(token(secret, &fields))).equals(given.as_bytes());
        if self.profile.secret_keys.iter().filter(holds).count() == 0 {
            return CallbackVerdict::Forged("x-token");
        }
        if fields.text("cpm_site_id") != self.profile.site_id {
            return CallbackVerdict::Forged("site");
        }
        let reference = fields.text("cpm_trans_id");
        if reference.is_empty() || reference.len() > 64 {
            return CallbackVerdict::Malformed("cpm_trans_id");
        }
        let hint = CallbackHint {
            dedupe_key: hex::encode(sha256(callback.body)),
            match_by: MatchBy::Reference(reference.to_owned()),
            claim: Some(OperatorState {
                reported: match fields.text("cpm_error_message") {
                    "SUCCES" => Reported::Paid,
                    other => other_word(other),
                },
                stated: Stated::default(),
                transaction_id: None,
                reason: None,
            }),
        };
        CallbackVerdict::Accepted { hint, trust: Trust::SharedSecret }
    }

    async fn create(&self, ask: &Ask, now: DateTime<Utc>) -> CreateOutcome {
        match self.send_create(ask, now).await {
            Ok(session) => CreateOutcome::Created(session),
            Err(trouble) => without_session(trouble),
        }
    }

    async fn find(&self, known: &Known) -> FindOutcome {
        match self.check(&known.reference).await {
            // What the payer's page was is not told again: he starts anew when this one is over.
            Ok(state) => FindOutcome::Found(Box::new((
                session(Some(known.reference.clone()), None, super::begun(known.id)),
                state,
            ))),
            Err(trouble) if trouble.is_status(404) => FindOutcome::NotFound,
            Err(trouble) => FindOutcome::Unreachable(trouble),
        }
    }

    async fn query(&self, known: &Known) -> QueryOutcome {
        match self.check(&known.reference).await {
            Ok(state) => QueryOutcome::State(state),
            Err(trouble) if trouble.is_status(404) => QueryOutcome::NotFound,
            Err(trouble) => QueryOutcome::Unreachable(trouble),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [&str; 16] = [
        "445160",
        "ORD2026000123",
        "2026-01-01 10:00:00",
        "1500",
        "XOF",
        "sigdemo",
        "OM",
        "70000000",
        "223",
        "fr",
        "V4",
        "SINGLE",
        "PAYMENT",
        "",
        "Frais",
        "SUCCES",
    ];
    const GOOD: &str = "4d7c29c5bb994469234c8e5472002f390d4baa46feea990e6aa026f1de92e41b";

    fn form(values: &[&str; 16]) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(SIGNED.iter().zip(values)).finish()
    }

    fn account(secrets: &[&str]) -> CinetPay {
        let mut profile = CinetPayProfile::simulated("http://127.0.0.1:9");
        profile.secret_keys = secrets.iter().map(|secret| Secret::new(*secret)).collect();
        CinetPay::new(profile).unwrap()
    }

    fn read(account: &CinetPay, method: &str, token: Option<&str>, body: &str) -> CallbackVerdict {
        let headers: Vec<_> = token.map(|token| ("x-token", token.as_bytes())).into_iter().collect();
        let callback = RawCallback { method, headers: &headers, query: "", body: body.as_bytes() };
        account.read_callback(&callback, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn the_token_is_over_sixteen_values_without_separators() {
        let fields = Fields::read(form(&VALUES).as_bytes()).unwrap();
        assert_eq!(hex::encode(token(&Secret::new("demo_secret"), &fields)), GOOD);
    }

    #[test]
    fn a_callback_needs_its_token_and_is_still_a_hint() {
        let account = account(&["demo_next", "demo_secret"]);
        let CallbackVerdict::Accepted { hint, trust } = read(&account, "POST", Some(GOOD), &form(&VALUES)) else {
            panic!("refused")
        };
        assert_eq!(trust, Trust::SharedSecret, "it can be sent again, so it is no signature of one event");
        assert_eq!(hint.match_by, MatchBy::Reference("ORD2026000123".to_owned()));
        let mut altered = VALUES;
        altered[3] = "1505";
        for (token, body) in [
            (None, form(&VALUES)),
            (Some(""), form(&VALUES)),
            (Some(&GOOD[1..]), form(&VALUES)),
            (Some(GOOD), form(&altered)),
        ] {
            assert!(matches!(read(&account, "POST", token, &body), CallbackVerdict::Forged(_)), "{token:?}");
        }
    }

    #[test]
    fn an_amount_that_comes_twice_is_malformed_whatever_the_token() {
        let twice = format!("cpm_amount=1&{}", form(&VALUES));
        let account = account(&["demo_secret"]);
        assert!(matches!(read(&account, "POST", Some(GOOD), &twice), CallbackVerdict::Malformed(_)));
        assert!(matches!(read(&account, "PUT", Some(GOOD), &form(&VALUES)), CallbackVerdict::Malformed(_)));
        assert_eq!(read(&account, "GET", None, ""), CallbackVerdict::Ping);
    }

    #[test]
    fn only_accepted_is_paid() {
        let state = |code: &str, status: &str| {
            let reply = json!({ "code": code, "message": "m", "data": { "amount": "1500", "currency": "XOF", "status": status } });
            state_of(&serde_json::from_value(reply).unwrap(), "REF").unwrap()
        };
        assert_eq!(state("00", "ACCEPTED").reported, Reported::Paid);
        assert_eq!(state("00", "ACCEPTED").transaction_id.as_deref(), Some("REF"));
        assert_eq!(state("627", "REFUSED").reported, Reported::Declined);
        assert_eq!(state("662", "WAITING_FOR_CUSTOMER").reported, Reported::Waiting);
        for (code, status) in [("00", "accepted"), ("01", "ACCEPTED"), ("00", "NEW"), ("600", "")] {
            assert!(matches!(state(code, status).reported, Reported::Other(_)), "{code} {status}");
        }
        let bare: CheckReply =
            serde_json::from_value(json!({ "code": "00", "data": { "status": "ACCEPTED" } })).unwrap();
        assert!(state_of(&bare, "REF").is_err(), "a success that states no amount is none");
    }

    #[test]
    fn amounts_are_multiples_of_five() {
        let ask = |amount: i64| Ask {
            id: uuid::Uuid::nil(),
            payer: super::super::Payer::default(),
            reference: "0".repeat(26),
            amount: amount.try_into().unwrap(),
            currency: "XOF".to_owned(),
            label: "Certificat d'origine".to_owned(),
            return_url: "https://certificats.example.ml/app/paiement/1".to_owned(),
            callback_url: "https://certificats.example.ml/payment-callbacks/cinet_pay/x".to_owned(),
            language: "fr",
        };
        assert!(account(&["s"]).create_body(&ask(1_505)).is_ok());
        assert!(account(&["s"]).create_body(&ask(1_501)).unwrap_err().is_refusal());
    }
}
