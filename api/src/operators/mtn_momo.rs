//! MTN MoMo Collection: a request to pay that appears on the payer's telephone.
//!
//! Our own UUID of the attempt is the request's name (`X-Reference-Id`), so a request whose answer was lost is simply asked about. Callbacks are
//! unsigned: they say no more than "ask me".

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::access::AccessToken;
use super::client::{self, Trouble};
use super::profile::{Account, Environment, MtnMomoProfile};
use super::secrets::{Secret, sha256};
use super::{
    Ask, CallbackHint, CallbackVerdict, CreateOutcome, FindOutcome, Known, LONGEST_URL, MatchBy, MobileMoney,
    OperatorState, QueryOutcome, RawCallback, Reported, Session, Trust, francs_in, other_word, over_limit,
    without_session,
};
use crate::origin::payment::{Operator, PhoneUse, Stated};

/// The payer has five minutes to approve.
const SESSION_MINUTES: i64 = 5;
/// Reasons that MTN gives with HTTP 500 although the fault is in our own settings: nothing was opened, and asking again would bring the same.
const OUR_FAULT: [&str; 3] = ["INVALID_CURRENCY", "NOT_ALLOWED_TARGET_ENVIRONMENT", "INVALID_CALLBACK_URL_HOST"];

/// MTN MoMo behind the common trait.
pub struct MtnMomo {
    profile: MtnMomoProfile,
    client: Client,
    token: AccessToken,
}

/// A request to pay as the status query and the callback tell it. A field that comes twice is an error.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestToPay {
    amount: Value,
    currency: String,
    #[serde(default)]
    external_id: String,
    status: String,
    #[serde(default)]
    financial_transaction_id: Option<Value>,
    /// A word, or an object with a word in `code`.
    #[serde(default)]
    reason: Option<Value>,
}

impl MtnMomo {
    /// An account with MTN.
    ///
    /// # Errors
    /// A sentence for the log when the HTTP client cannot be built.
    pub fn new(profile: MtnMomoProfile) -> Result<Self, String> {
        let client = client::build(profile.account.environment == Environment::Production, profile.account.patience)?;
        Ok(Self { profile, client, token: AccessToken::default() })
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}/collection/{path}", self.profile.account.base_url))
            .header("Accept", "application/json")
            .header("Ocp-Apim-Subscription-Key", self.profile.subscription_key.expose())
    }

    /// Sends a call with the access token, made anew for each try.
    async fn call(&self, request: impl Fn() -> RequestBuilder + Send + Sync) -> Result<Vec<u8>, Trouble> {
        let ask = || {
            let request = self
                .request(Method::POST, "token/")
                .basic_auth(self.profile.api_user.expose(), Some(self.profile.api_key.expose()))
                .header("Content-Length", "0");
            client::exchange(request)
        };
        let send = |token: Secret| {
            let request = request().header("X-Target-Environment", &self.profile.target_environment);
            client::send(request.bearer_auth(token.expose()))
        };
        self.token.call(ask, send).await
    }

    async fn send_create(&self, ask: &Ask) -> Result<(), Trouble> {
        if ask.callback_url.len() > LONGEST_URL {
            return Err(over_limit("url"));
        }
        let phone = ask.payer.phone.as_ref().ok_or_else(|| over_limit("phone"))?;
        let body = json!({
            "amount": ask.amount.to_string(),
            "currency": ask.currency,
            "externalId": ask.reference,
            "payer": { "partyIdType": "MSISDN", "partyId": phone.expose().trim_start_matches('+') },
            "payerMessage": ask.label,
            "payeeNote": ask.reference,
        });
        let request = || {
            self.request(Method::POST, "v1_0/requesttopay")
                .header("X-Reference-Id", ask.id.to_string())
                .header("X-Callback-Url", &ask.callback_url)
                .json(&body)
        };
        self.call(request).await.map(|_| ())
    }

    async fn read(&self, id: Uuid) -> Result<OperatorState, Trouble> {
        let reply = self.call(|| self.request(Method::GET, &format!("v1_0/requesttopay/{id}"))).await?;
        let found: RequestToPay = serde_json::from_slice(&reply).map_err(|_| Trouble::unreadable("request to pay"))?;
        state_of(&found)
    }
}

fn session(id: Uuid, begun: DateTime<Utc>) -> Session {
    Session {
        session_id: Some(id.to_string()),
        pay_token: None,
        notif_token: None,
        payment_url: None,
        expires_at: begun + TimeDelta::minutes(SESSION_MINUTES),
    }
}

/// MTN's 500 with one of three reasons is a plain no.
fn is_our_fault(trouble: &Trouble) -> bool {
    trouble.is_status(500) && OUR_FAULT.contains(&trouble.code.as_str())
}

fn word_in(reason: &Value) -> Option<String> {
    let word = reason.as_str().or_else(|| reason.get("code").and_then(Value::as_str))?;
    Some(client::plain(word))
}

fn state_of(found: &RequestToPay) -> Result<OperatorState, Trouble> {
    let amount = francs_in(&found.amount).ok_or_else(|| Trouble::unreadable("amount"))?;
    let reason = found.reason.as_ref().and_then(word_in);
    let transaction_id = match &found.financial_transaction_id {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    OperatorState {
        reported: match (found.status.as_str(), reason.as_deref()) {
            ("PENDING", _) => Reported::Waiting,
            ("SUCCESSFUL", _) => Reported::Paid,
            // The five minutes to approve have passed.
            ("FAILED", Some("EXPIRED" | "COULD_NOT_PERFORM_TRANSACTION")) => Reported::TimedOut,
            ("FAILED", _) => Reported::Declined,
            (other, _) => other_word(other),
        },
        stated: Stated {
            amount: Some(amount),
            currency: Some(found.currency.clone()),
            reference: Some(found.external_id.clone()),
        },
        transaction_id,
        reason,
    }
    .checked()
}

#[async_trait]
impl MobileMoney for MtnMomo {
    fn operator(&self) -> Operator {
        Operator::MtnMomo
    }

    fn session_minutes(&self) -> i64 {
        SESSION_MINUTES
    }

    fn account(&self) -> &Account {
        &self.profile.account
    }

    fn phone_use(&self) -> PhoneUse {
        PhoneUse::Required
    }

    fn read_callback(&self, callback: &RawCallback<'_>, _now: DateTime<Utc>) -> CallbackVerdict {
        if callback.method != "PUT" && callback.method != "POST" {
            return CallbackVerdict::Malformed("method");
        }
        let Ok(body) = serde_json::from_slice::<RequestToPay>(callback.body) else {
            return CallbackVerdict::Malformed("body");
        };
        if body.external_id.is_empty() || body.external_id.len() > 64 {
            return CallbackVerdict::Malformed("externalId");
        }
        let hint = CallbackHint {
            dedupe_key: hex::encode(sha256(callback.body)),
            match_by: MatchBy::Reference(body.external_id.clone()),
            claim: state_of(&body).ok(),
        };
        CallbackVerdict::Accepted { hint, trust: Trust::Unsigned }
    }

    async fn create(&self, ask: &Ask, now: DateTime<Utc>) -> CreateOutcome {
        match self.send_create(ask).await {
            Ok(()) => CreateOutcome::Created(session(ask.id, now)),
            Err(trouble) if is_our_fault(&trouble) => CreateOutcome::Refused(trouble),
            // It exists already: the name is ours alone, so this is our own request, sent before.
            Err(trouble) if trouble.is_status(409) => CreateOutcome::Created(session(ask.id, now)),
            Err(trouble) => without_session(trouble),
        }
    }

    async fn find(&self, known: &Known) -> FindOutcome {
        match self.read(known.id).await {
            Ok(state) => FindOutcome::Found(Box::new((session(known.id, super::begun(known.id)), state))),
            Err(trouble) if trouble.is_status(404) => FindOutcome::NotFound,
            Err(trouble) => FindOutcome::Unreachable(trouble),
        }
    }

    async fn query(&self, known: &Known) -> QueryOutcome {
        match self.read(known.id).await {
            Ok(state) => QueryOutcome::State(state),
            Err(trouble) if trouble.is_status(404) => QueryOutcome::NotFound,
            Err(trouble) => QueryOutcome::Unreachable(trouble),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operators::client::TroubleKind;

    fn read(method: &str, body: &[u8]) -> CallbackVerdict {
        let account = MtnMomo::new(MtnMomoProfile::simulated("http://127.0.0.1:9")).unwrap();
        account.read_callback(&RawCallback { method, headers: &[], query: "", body }, DateTime::UNIX_EPOCH)
    }

    fn state(status: &str, reason: Value) -> Result<OperatorState, Trouble> {
        let body = json!({ "amount": "1500", "currency": "XOF", "financialTransactionId": "23503452",
            "externalId": "ORD-1", "status": status, "reason": reason });
        state_of(&serde_json::from_value(body).unwrap())
    }

    #[test]
    fn a_callback_comes_as_put_or_post_and_is_unsigned() {
        let body = br#"{"amount":"1500","currency":"XOF","externalId":"ORD-1","status":"SUCCESSFUL","financialTransactionId":"1"}"#;
        for method in ["PUT", "POST"] {
            let CallbackVerdict::Accepted { hint, trust } = read(method, body) else { panic!("refused") };
            assert_eq!((hint.match_by, trust), (MatchBy::Reference("ORD-1".to_owned()), Trust::Unsigned));
        }
        assert!(matches!(read("GET", body), CallbackVerdict::Malformed(_)));
        for broken in [
            "",
            "[]",
            r#"{"amount":"1500","currency":"XOF","status":"SUCCESSFUL"}"#,
            r#"{"amount":"1","amount":"1500","currency":"XOF","externalId":"A","status":"SUCCESSFUL"}"#,
        ] {
            assert!(matches!(read("PUT", broken.as_bytes()), CallbackVerdict::Malformed(_)), "{broken}");
        }
    }

    #[test]
    fn each_status_and_reason_has_its_meaning() {
        for (status, reason, meaning) in [
            ("PENDING", Value::Null, Reported::Waiting),
            ("SUCCESSFUL", Value::Null, Reported::Paid),
            ("FAILED", json!("PAYER_LIMIT_REACHED"), Reported::Declined),
            ("FAILED", json!({ "code": "NOT_ENOUGH_FUNDS", "message": "x" }), Reported::Declined),
            ("FAILED", json!("EXPIRED"), Reported::TimedOut),
            ("FAILED", json!({ "code": "COULD_NOT_PERFORM_TRANSACTION" }), Reported::TimedOut),
            ("NEW", Value::Null, Reported::Other("NEW".to_owned())),
        ] {
            assert_eq!(state(status, reason.clone()).unwrap().reported, meaning, "{status} {reason}");
        }
        assert_eq!(
            state("FAILED", json!({ "code": "NOT_ENOUGH_FUNDS" })).unwrap().reason.as_deref(),
            Some("NOT_ENOUGH_FUNDS")
        );
    }

    #[test]
    fn three_reasons_behind_a_500_are_our_own_fault_and_no_other() {
        let at = |status, code: &str| Trouble { kind: TroubleKind::Status(status), code: code.to_owned() };
        for code in OUR_FAULT {
            assert!(is_our_fault(&at(500, code)));
        }
        assert!(!is_our_fault(&at(500, "INTERNAL_PROCESSING_ERROR")) && !is_our_fault(&at(503, "INVALID_CURRENCY")));
    }
}
