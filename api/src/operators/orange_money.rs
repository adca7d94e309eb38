//! Orange Money Web Payment ("M Payment"), the product of Orange Mali.
//!
//! Its callback carries neither amount nor reference nor signature, only a token known to Orange and us. So a callback here
//! never says more than "ask me". The question, `transactionstatus`, must repeat reference, amount and token of the session, and is
//! therefore bound to the amount although the answer does not repeat it.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Client;
use serde::Deserialize;
use serde_json::{Value, json};

use super::access::AccessToken;
use super::client::{self, Trouble};
use super::profile::{Account, Environment, OrangeMoneyProfile};
use super::secrets::{Secret, sha256};
use super::{
    Ask, CallbackHint, CallbackVerdict, CreateOutcome, FindOutcome, Known, LONGEST_URL, MatchBy, MobileMoney,
    OperatorState, QueryOutcome, RawCallback, Reported, Session, Trust, francs_in, other_word, over_limit,
    without_session,
};
use crate::origin::payment::{Operator, Stated};

/// A `pay_token` lives ten minutes unless the contract says otherwise.
const SESSION_MINUTES: i64 = 10;
/// `order_id` and `reference` take at most so many characters.
const LONGEST_REFERENCE: usize = 30;

/// Orange Money behind the common trait.
pub struct OrangeMoney {
    profile: OrangeMoneyProfile,
    client: Client,
    token: AccessToken,
}

#[derive(Deserialize)]
struct CreateReply {
    pay_token: String,
    payment_url: String,
    notif_token: String,
}

#[derive(Deserialize)]
struct CallbackBody {
    status: String,
    notif_token: String,
    #[serde(default)]
    txnid: Option<String>,
}

impl OrangeMoney {
    /// An account with Orange.
    ///
    /// # Errors
    /// A sentence for the log when the HTTP client cannot be built.
    pub fn new(profile: OrangeMoneyProfile) -> Result<Self, String> {
        let client = client::build(profile.account.environment == Environment::Production, profile.account.patience)?;
        Ok(Self { profile, client, token: AccessToken::default() })
    }

    fn address(&self, call: &str) -> String {
        let country = if self.profile.account.environment == Environment::Sandbox { "dev" } else { "ml" };
        format!("{}/orange-money-webpay/{country}/v1/{call}", self.profile.account.base_url)
    }

    /// Posts with the access token.
    async fn call(&self, call: &str, body: &Value) -> Result<Value, Trouble> {
        let ask = || {
            let request = self
                .client
                .post(format!("{}/oauth/v3/token", self.profile.account.base_url))
                .basic_auth(self.profile.client_id.expose(), Some(self.profile.client_secret.expose()))
                .header("Accept", "application/json")
                .form(&[("grant_type", "client_credentials")]);
            client::exchange(request)
        };
        let send = |token: Secret| {
            let request = self
                .client
                .post(self.address(call))
                .bearer_auth(token.expose())
                .header("Accept", "application/json")
                .json(body);
            client::exchange(request)
        };
        self.token.call(ask, send).await
    }

    fn create_body(&self, ask: &Ask) -> Result<Value, Trouble> {
        if ask.reference.len() > LONGEST_REFERENCE || ask.label.chars().count() > LONGEST_REFERENCE {
            return Err(over_limit("reference"));
        }
        if ask.return_url.len() > LONGEST_URL || ask.callback_url.len() > LONGEST_URL {
            return Err(over_limit("url"));
        }
        Ok(json!({
            "merchant_key": self.profile.merchant_key.expose(),
            "currency": ask.currency,
            "order_id": ask.reference,
            "amount": ask.amount,
            "return_url": ask.return_url,
            "cancel_url": ask.return_url,
            "notif_url": ask.callback_url,
            "lang": ask.language,
            "reference": ask.label,
        }))
    }

    fn session(&self, reply: Value, now: DateTime<Utc>) -> Result<Session, Trouble> {
        let reply: CreateReply = serde_json::from_value(reply).map_err(|_| Trouble::unreadable("session"))?;
        if !self.profile.account.pages.allow(&reply.payment_url) {
            return Err(Trouble::unreadable("payment page on a foreign host"));
        }
        Ok(Session {
            session_id: None,
            pay_token: Some(reply.pay_token),
            notif_token: Some(reply.notif_token),
            payment_url: Some(reply.payment_url),
            expires_at: now + TimeDelta::minutes(SESSION_MINUTES),
        })
    }
}

/// The digest under which a `notif_token` is looked up. The token itself is not kept.
#[must_use]
pub fn token_digest(notif_token: &str) -> Vec<u8> {
    sha256(notif_token.as_bytes()).to_vec()
}

fn reported(status: &str) -> Reported {
    match status {
        "INITIATED" => Reported::Waiting,
        "PENDING" => Reported::InProgress,
        "EXPIRED" => Reported::TimedOut,
        "SUCCESS" => Reported::Paid,
        "FAILED" => Reported::Declined,
        other => other_word(other),
    }
}

/// Reads the answer to `transactionstatus`. `amount` and `currency` are not part of it; should they ever be, they count.
fn state_of(reply: &Value) -> Result<OperatorState, Trouble> {
    let text = |name: &str| reply.get(name).and_then(Value::as_str).map(str::to_owned);
    let status = text("status").ok_or_else(|| Trouble::unreadable("status"))?;
    let order_id = text("order_id").ok_or_else(|| Trouble::unreadable("order_id"))?;
    let amount = match reply.get("amount") {
        None | Some(Value::Null) => None,
        Some(value) => Some(francs_in(value).ok_or_else(|| Trouble::unreadable("amount"))?),
    };
    OperatorState {
        reported: reported(&status),
        stated: Stated { amount, currency: text("currency"), reference: Some(order_id) },
        transaction_id: text("txnid").filter(|id| !id.is_empty()),
        reason: text("reason").as_deref().map(client::plain),
    }
    .checked()
}

#[async_trait]
impl MobileMoney for OrangeMoney {
    fn operator(&self) -> Operator {
        Operator::OrangeMoney
    }

    fn session_minutes(&self) -> i64 {
        SESSION_MINUTES
    }

    fn currency(&self) -> &str {
        if self.profile.account.environment == Environment::Sandbox { "OUV" } else { "XOF" }
    }

    fn account(&self) -> &Account {
        &self.profile.account
    }

    fn read_callback(&self, callback: &RawCallback<'_>, _now: DateTime<Utc>) -> CallbackVerdict {
        if callback.method != "POST" {
            return CallbackVerdict::Malformed("method");
        }
        let Ok(body) = serde_json::from_slice::<CallbackBody>(callback.body) else {
            return CallbackVerdict::Malformed("body");
        };
        if body.notif_token.is_empty() || body.notif_token.len() > 512 {
            return CallbackVerdict::Malformed("notif_token");
        }
        let event = format!("{}|{}|{}", body.notif_token, body.status, body.txnid.as_deref().unwrap_or_default());
        let hint = CallbackHint {
            dedupe_key: hex::encode(sha256(event.as_bytes())),
            match_by: MatchBy::TokenDigest(token_digest(&body.notif_token)),
            claim: Some(OperatorState {
                reported: reported(&body.status),
                stated: Stated::default(),
                transaction_id: body.txnid,
                reason: None,
            }),
        };
        CallbackVerdict::Accepted { hint, trust: Trust::Unsigned }
    }

    async fn create(&self, ask: &Ask, now: DateTime<Utc>) -> CreateOutcome {
        let body = match self.create_body(ask) {
            Ok(body) => body,
            Err(trouble) => return CreateOutcome::Refused(trouble),
        };
        match self.call("webpayment", &body).await {
            Ok(reply) => match self.session(reply, now) {
                Ok(session) => CreateOutcome::Created(session),
                Err(trouble) => CreateOutcome::Unknown(trouble),
            },
            Err(trouble) => without_session(trouble),
        }
    }

    async fn find(&self, _known: &Known) -> FindOutcome {
        FindOutcome::Unsupported
    }

    async fn query(&self, known: &Known) -> QueryOutcome {
        let Some(pay_token) = &known.pay_token else {
            return QueryOutcome::Unreachable(Trouble::unreadable("no pay_token"));
        };
        let body = json!({ "order_id": known.reference, "amount": known.amount, "pay_token": pay_token });
        match self.call("transactionstatus", &body).await {
            Ok(reply) => match state_of(&reply) {
                Ok(state) => QueryOutcome::State(state),
                Err(trouble) => QueryOutcome::Unreachable(trouble),
            },
            Err(trouble) if trouble.is_status(404) => QueryOutcome::NotFound,
            Err(trouble) => QueryOutcome::Unreachable(trouble),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> OrangeMoney {
        OrangeMoney::new(OrangeMoneyProfile::simulated("http://127.0.0.1:9")).unwrap()
    }

    fn post(body: &[u8]) -> CallbackVerdict {
        let callback = RawCallback { method: "POST", headers: &[], query: "", body };
        account().read_callback(&callback, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_callback_is_matched_by_its_token_and_states_no_amount() {
        let body = br#"{"status":"SUCCESS","notif_token":"dd49demo","txnid":"MP261121.1341.A00073"}"#;
        let CallbackVerdict::Accepted { hint, trust } = post(body) else { panic!("refused") };
        assert_eq!(trust, Trust::Unsigned);
        assert_eq!(hint.match_by, MatchBy::TokenDigest(token_digest("dd49demo")));
        assert_eq!(hint.claim.as_ref().map(|claim| claim.stated.clone()), Some(Stated::default()));
        let failed = br#"{"status":"FAILED","notif_token":"dd49demo","txnid":null}"#;
        let CallbackVerdict::Accepted { hint: other, .. } = post(failed) else { panic!("refused") };
        assert_ne!(other.dedupe_key, hint.dedupe_key);
    }

    #[test]
    fn a_broken_callback_is_malformed_and_never_panics() {
        let deep = "[".repeat(10_000);
        for body in [
            "".as_bytes(),
            b"{",
            b"[]",
            b"\xff\xfe",
            br#"{"status":"SUCCESS"}"#,
            br#"{"status":"SUCCESS","notif_token":""}"#,
            br#"{"status":"FAILED","status":"SUCCESS","notif_token":"a"}"#,
            deep.as_bytes(),
        ] {
            assert!(matches!(post(body), CallbackVerdict::Malformed(_)), "{:?}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn each_status_word_has_its_meaning_and_new_words_change_nothing() {
        let words = [
            ("INITIATED", Reported::Waiting),
            ("PENDING", Reported::InProgress),
            ("EXPIRED", Reported::TimedOut),
            ("SUCCESS", Reported::Paid),
            ("FAILED", Reported::Declined),
            ("NEW", Reported::Other("NEW".to_owned())),
        ];
        for (word, meaning) in words {
            let state = state_of(&json!({"status": word, "order_id": "A", "txnid": "MP1"})).unwrap();
            assert_eq!(state.reported, meaning);
        }
    }

    #[test]
    fn a_success_needs_its_transaction_and_its_order() {
        assert!(state_of(&json!({"status": "SUCCESS", "order_id": "A"})).is_err());
        assert!(state_of(&json!({"status": "SUCCESS", "txnid": "MP1"})).is_err());
        assert!(state_of(&json!({"status": 201, "order_id": "A", "txnid": "MP1"})).is_err());
        let stated = state_of(&json!({"status": "SUCCESS", "order_id": "A", "txnid": "MP1", "amount": "1"})).unwrap();
        assert_eq!(stated.stated.amount.map(i64::from), Some(1));
    }

    #[test]
    fn the_limits_of_the_operator_are_kept() {
        let ask = Ask {
            id: uuid::Uuid::nil(),
            payer: super::super::Payer::default(),
            reference: "0".repeat(26),
            amount: 1500.try_into().unwrap(),
            currency: "XOF".to_owned(),
            label: "Certificat d'origine".to_owned(),
            return_url: "https://certificats.example.ml/app/paiement/1".to_owned(),
            callback_url: "https://certificats.example.ml/payment-callbacks/orange_money/x".to_owned(),
            language: "fr",
        };
        let body = account().create_body(&ask).unwrap();
        assert_eq!(body["amount"], json!(1500));
        assert_eq!(body["order_id"], json!("0".repeat(26)));
        for broken in [
            Ask { reference: "0".repeat(31), ..ask.clone() },
            Ask { label: "é".repeat(31), ..ask.clone() },
            Ask { return_url: "u".repeat(121), ..ask.clone() },
            Ask { callback_url: "u".repeat(121), ..ask },
        ] {
            assert_eq!(account().create_body(&broken).unwrap_err().kind, client::TroubleKind::OverLimit);
        }
    }
}
