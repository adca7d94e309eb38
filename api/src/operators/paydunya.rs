//! PayDunya: a checkout page, and requests that appear on the payer's telephone ("SoftPay") for Orange Money and Moov Money in Mali.
//!
//! The `hash` of its callback is the digest of a secret that never changes and covers nothing of the message: whoever saw one callback can make
//! any other. It keeps strangers away and no more. What was paid is asked back with the invoice's token and held against token,
//! amount and our reference in `custom_data`.

use async_trait::async_trait;
use aws_lc_rs::digest;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{self, Trouble};
use super::form::Fields;
use super::profile::{Account, Environment, PayDunyaProfile};
use super::secrets::{Secret, sha256};
use super::{
    Ask, CallbackHint, CallbackVerdict, CreateOutcome, FindOutcome, Known, LONGEST_URL, MatchBy, MobileMoney,
    OperatorState, Payer, QueryOutcome, RawCallback, Reported, Session, Trust, francs_in, other_word, over_limit,
    without_session,
};
use crate::origin::payment::{Operator, PhoneUse, Stated, Wallet};

/// PayDunya publishes no life of an invoice; after this we no longer send a payer there.
const SESSION_MINUTES: i64 = 30;
/// The code of everything that went well.
const FINE: &str = "00";
/// SoftPay wants an address of the payer. The number is what it uses; his own address is none of its business.
const ADDRESS: &str = "Mali";

/// PayDunya behind the common trait.
pub struct PayDunya {
    profile: PayDunyaProfile,
    client: Client,
}

#[derive(Deserialize)]
struct CreateReply {
    response_code: String,
    /// The payer's page, or what is wrong.
    #[serde(default)]
    response_text: String,
    #[serde(default)]
    token: String,
}

#[derive(Deserialize)]
struct PushReply {
    success: bool,
}

/// An invoice as `confirm` and the callback tell it. A field that comes twice is an error, so that no amount is ever a choice.
#[derive(Deserialize)]
struct Invoice {
    #[serde(default)]
    hash: String,
    status: String,
    invoice: InvoiceFacts,
    #[serde(default)]
    custom_data: CustomData,
    #[serde(default)]
    fail_reason: Option<String>,
}

#[derive(Deserialize)]
struct InvoiceFacts {
    token: String,
    total_amount: Value,
}

/// What we gave the invoice to carry.
#[derive(Default, Deserialize)]
struct CustomData {
    #[serde(default)]
    reference: String,
}

impl PayDunya {
    /// An account with PayDunya.
    ///
    /// # Errors
    /// A sentence for the log when the HTTP client cannot be built.
    pub fn new(profile: PayDunyaProfile) -> Result<Self, String> {
        let client = client::build(profile.account.environment == Environment::Production, profile.account.patience)?;
        Ok(Self { profile, client })
    }

    fn address(&self, call: &str) -> String {
        let api = if self.profile.account.environment == Environment::Sandbox { "sandbox-api" } else { "api" };
        format!("{}/{api}/v1/{call}", self.profile.account.base_url)
    }

    fn with_keys(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header("Accept", "application/json")
            .header("PAYDUNYA-MASTER-KEY", self.profile.master_key.expose())
            .header("PAYDUNYA-PRIVATE-KEY", self.profile.private_key.expose())
            .header("PAYDUNYA-TOKEN", self.profile.token.expose())
    }

    fn create_body(&self, ask: &Ask) -> Result<Value, Trouble> {
        if ask.return_url.len() > LONGEST_URL || ask.callback_url.len() > LONGEST_URL {
            return Err(over_limit("url"));
        }
        Ok(json!({
            "invoice": { "total_amount": ask.amount, "description": ask.label },
            "store": { "name": self.profile.store_name },
            "actions": { "callback_url": ask.callback_url, "return_url": ask.return_url, "cancel_url": ask.return_url },
            "custom_data": { "reference": ask.reference },
        }))
    }

    async fn send_create(&self, ask: &Ask, now: DateTime<Utc>) -> Result<Session, Trouble> {
        let body = self.create_body(ask)?;
        let request = self.with_keys(self.client.post(self.address("checkout-invoice/create"))).json(&body);
        let reply: CreateReply =
            serde_json::from_value(client::exchange(request).await?).map_err(|_| Trouble::unreadable("invoice"))?;
        if reply.response_code != FINE {
            return Err(Trouble::declined(&reply.response_code));
        }
        if !is_token(&reply.token) {
            return Err(Trouble::unreadable("token"));
        }
        if !self.profile.account.pages.allow(&reply.response_text) {
            return Err(Trouble::unreadable("payment page on a foreign host"));
        }
        Ok(Session {
            session_id: Some(reply.token),
            pay_token: None,
            notif_token: None,
            payment_url: Some(reply.response_text),
            expires_at: now + TimeDelta::minutes(SESSION_MINUTES),
        })
    }

    /// Sends the request to the payer's telephone. Whatever becomes of it, the invoice exists.
    async fn push(&self, token: &str, wallet: Wallet, phone: &Secret, payer: &Payer) -> Result<(), Trouble> {
        let (call, prefix) = match wallet {
            Wallet::OrangeMoney => ("softpay/orange-money-mali", "orange_money_mali"),
            Wallet::MoovMoney => ("softpay/moov-mali", "moov_ml"),
        };
        let address = match wallet {
            Wallet::OrangeMoney => "orange_money_mali_customer_address",
            Wallet::MoovMoney => "moov_ml_customer_address",
        };
        // Both wallets are Malian and want the eight digits.
        let digits = phone.expose().strip_prefix("+223").ok_or_else(|| over_limit("phone"))?;
        let body = json!({
            format!("{prefix}_customer_fullname"): payer.name,
            format!("{prefix}_email"): self.profile.contact_email,
            format!("{prefix}_phone_number"): digits,
            address: ADDRESS,
            "payment_token": token,
        });
        let reply = client::exchange(self.with_keys(self.client.post(self.address(call))).json(&body)).await?;
        match serde_json::from_value(reply) {
            Ok(PushReply { success: true }) => Ok(()),
            Ok(PushReply { success: false }) => Err(Trouble::declined("softpay")),
            Err(_) => Err(Trouble::unreadable("softpay")),
        }
    }

    async fn confirm(&self, token: &str) -> Result<Invoice, Trouble> {
        if !is_token(token) {
            return Err(Trouble::unreadable("token"));
        }
        let request = self.with_keys(self.client.get(self.address(&format!("checkout-invoice/confirm/{token}"))));
        let reply = client::exchange(request).await?;
        let code = reply.get("response_code").and_then(Value::as_str).unwrap_or_default();
        if code != FINE {
            return Err(Trouble::declined(code));
        }
        serde_json::from_value(reply).map_err(|_| Trouble::unreadable("invoice"))
    }
}

/// The token comes from PayDunya, yet it goes into a path: only what a token is made of.
fn is_token(token: &str) -> bool {
    (1..=128).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// The digest of the master key that every callback carries.
fn static_hash(master_key: &Secret) -> String {
    hex::encode(digest::digest(&digest::SHA512, master_key.expose().as_bytes()))
}

fn state_of(invoice: &Invoice) -> Result<OperatorState, Trouble> {
    let amount = francs_in(&invoice.invoice.total_amount).ok_or_else(|| Trouble::unreadable("total_amount"))?;
    Ok(OperatorState {
        reported: match invoice.status.as_str() {
            "pending" => Reported::Waiting,
            "completed" => Reported::Paid,
            "cancelled" | "failed" => Reported::Declined,
            other => other_word(other),
        },
        stated: Stated {
            amount: Some(amount),
            // PayDunya states no currency; an account is in one.
            currency: None,
            reference: Some(invoice.custom_data.reference.clone()),
        },
        // No operator's number is part of the answer; an invoice is paid once, so its token names the payment.
        transaction_id: (invoice.status == "completed").then(|| invoice.invoice.token.clone()),
        reason: invoice.fail_reason.as_deref().map(client::plain).filter(|reason| !reason.is_empty()),
    })
}

#[async_trait]
impl MobileMoney for PayDunya {
    fn operator(&self) -> Operator {
        Operator::PayDunya
    }

    fn session_minutes(&self) -> i64 {
        SESSION_MINUTES
    }

    fn account(&self) -> &Account {
        &self.profile.account
    }

    fn phone_use(&self) -> PhoneUse {
        PhoneUse::Optional
    }

    fn wallets(&self) -> &'static [Wallet] {
        Wallet::ALL
    }

    fn read_callback(&self, callback: &RawCallback<'_>, _now: DateTime<Utc>) -> CallbackVerdict {
        if callback.method != "POST" {
            return CallbackVerdict::Malformed("method");
        }
        let Some(fields) = Fields::read(callback.body) else {
            return CallbackVerdict::Malformed("form");
        };
        let Ok(invoice) = serde_json::from_str::<Invoice>(fields.text("data")) else {
            return CallbackVerdict::Malformed("data");
        };
        if !Secret::new(static_hash(&self.profile.master_key)).equals(invoice.hash.as_bytes()) {
            return CallbackVerdict::Forged("hash");
        }
        if invoice.custom_data.reference.len() > 64 {
            return CallbackVerdict::Malformed("custom_data");
        }
        let hint = CallbackHint {
            dedupe_key: hex::encode(sha256(callback.body)),
            match_by: MatchBy::Reference(invoice.custom_data.reference.clone()),
            claim: state_of(&invoice).ok(),
        };
        CallbackVerdict::Accepted { hint, trust: Trust::SharedSecret }
    }

    async fn create(&self, ask: &Ask, now: DateTime<Utc>) -> CreateOutcome {
        let session = match self.send_create(ask, now).await {
            Ok(session) => session,
            Err(trouble) => return without_session(trouble),
        };
        let (Some(phone), Some(wallet), Some(token)) = (&ask.payer.phone, ask.payer.wallet, &session.session_id) else {
            return CreateOutcome::Created(session);
        };
        match self.push(token, wallet, phone, &ask.payer).await {
            // The request is on his telephone: a page beside it would offer to pay twice.
            Ok(()) => CreateOutcome::Created(Session { payment_url: None, ..session }),
            Err(trouble) if trouble.is_refusal() || trouble.is_unsent() => {
                tracing::warn!(%trouble, "no request reached the payer's telephone; the page remains");
                CreateOutcome::Created(session)
            }
            // It may have reached the telephone: he is told to look there, and the invoice tells what became of it.
            Err(_) => CreateOutcome::Created(Session { payment_url: None, ..session }),
        }
    }

    async fn find(&self, _known: &Known) -> FindOutcome {
        FindOutcome::Unsupported
    }

    async fn query(&self, known: &Known) -> QueryOutcome {
        let Some(token) = &known.session_id else {
            return QueryOutcome::Unreachable(Trouble::unreadable("no token"));
        };
        match self.confirm(token).await {
            Ok(invoice) if invoice.invoice.token != *token => {
                QueryOutcome::Unreachable(Trouble::unreadable("another invoice"))
            }
            Ok(invoice) => match state_of(&invoice) {
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

    fn account() -> PayDunya {
        PayDunya::new(PayDunyaProfile::simulated("http://127.0.0.1:9")).unwrap()
    }

    fn post(data: &str) -> CallbackVerdict {
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("data", data).finish();
        read("POST", body.as_bytes())
    }

    fn read(method: &str, body: &[u8]) -> CallbackVerdict {
        account().read_callback(&RawCallback { method, headers: &[], query: "", body }, DateTime::UNIX_EPOCH)
    }

    fn event(hash: &str) -> String {
        json!({ "response_code": "00", "hash": hash, "status": "completed", "custom_data": { "reference": "ORD-1" },
            "invoice": { "token": "test_tok", "total_amount": 1500 } })
        .to_string()
    }

    #[test]
    fn the_hash_is_the_digest_of_the_master_key_alone() {
        let expected = "458ccb9f50bd2ece933ce47841afde5b5c3e1efb7874c78c661d749c5448ad33ba58e8796f51c920b900029b2202ef60c2a42bcdf1bc1d1c390d3131bed06f03";
        assert_eq!(static_hash(&Secret::new("demo-master-key")), expected);
    }

    #[test]
    fn a_callback_is_a_hint_and_needs_the_hash() {
        let own = static_hash(&account().profile.master_key);
        let CallbackVerdict::Accepted { hint, trust } = post(&event(&own)) else { panic!("refused") };
        assert_eq!(trust, Trust::SharedSecret, "a hash that never changes proves nothing about the message");
        assert_eq!(hint.match_by, MatchBy::Reference("ORD-1".to_owned()));
        for hash in ["", "458c", &own.to_uppercase(), &static_hash(&Secret::new("demo-master-key"))] {
            assert!(matches!(post(&event(hash)), CallbackVerdict::Forged(_)), "{hash}");
        }
    }

    #[test]
    fn what_can_be_read_two_ways_or_not_at_all_is_malformed() {
        let twice = event(&static_hash(&account().profile.master_key))
            .replace("\"total_amount\":1500", "\"total_amount\":1,\"total_amount\":1500");
        for data in ["", "{}", "[", &twice, &"[".repeat(10_000)] {
            assert!(matches!(post(data), CallbackVerdict::Malformed(_)), "{data:.40}");
        }
        assert!(matches!(read("POST", b"data=%7B%7D&data=%7B%7D"), CallbackVerdict::Malformed(_)));
        assert!(matches!(read("GET", b""), CallbackVerdict::Malformed(_)));
    }

    #[test]
    fn each_status_has_its_meaning_and_a_new_word_changes_nothing() {
        for (word, meaning) in [
            ("pending", Reported::Waiting),
            ("completed", Reported::Paid),
            ("cancelled", Reported::Declined),
            ("failed", Reported::Declined),
            ("refunded?", Reported::Other("refunded?".to_owned())),
        ] {
            let invoice: Invoice =
                serde_json::from_value(json!({ "status": word, "invoice": { "token": "t", "total_amount": "1500" } }))
                    .unwrap();
            let state = state_of(&invoice).unwrap();
            assert_eq!(state.reported, meaning);
            assert_eq!(state.stated.amount.map(i64::from), Some(1500));
            assert_eq!(state.stated.reference.as_deref(), Some(""), "no reference of ours must differ, not pass");
        }
    }
}
