//! An operator with the GSMA's Mobile Money interface, version 1.2: a merchant payment that the payer approves on his telephone.
//!
//! Our own UUID of the attempt correlates the request (`X-CorrelationID`), so that a lost answer is looked up under `/responses`. Nothing signs a
//! callback, and one about a failure does not even name the payment: our reference travels in the callback's address.

use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{self, Trouble};
use super::profile::{Account, Environment, GsmaProfile};
use super::secrets::sha256;
use super::{
    Acknowledgement, Ask, CallbackHint, CallbackVerdict, CreateOutcome, FindOutcome, Known, LONGEST_URL, MatchBy,
    MobileMoney, OperatorState, QueryOutcome, RawCallback, Reported, Session, Trust, francs_in, other_word, over_limit,
    without_session,
};
use crate::origin::payment::{Operator, PhoneUse, Stated};

/// How long a payer has where the operator does not say.
const SESSION_MINUTES: i64 = 10;
/// The parameter of the callback's address that carries our reference.
const REFERENCE: &str = "attempt";

/// The interface behind the common trait.
pub struct Gsma {
    profile: GsmaProfile,
    client: Client,
}

/// How a request stands while it is not a transaction yet.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestState {
    #[serde(default)]
    server_correlation_id: String,
    status: String,
    /// The transaction, once there is one.
    #[serde(default)]
    object_reference: Option<String>,
    #[serde(default)]
    expiry_time: Option<DateTime<Utc>>,
    #[serde(default)]
    error: Option<ErrorObject>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ErrorObject {
    error_code: String,
    #[serde(default)]
    error_date_time: Option<DateTime<Utc>>,
}

/// A transaction, as asked for and as in a callback. A field that comes twice is an error.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    amount: Value,
    currency: String,
    transaction_reference: String,
    /// A free text in the interface; only the known words mean something.
    transaction_status: String,
    #[serde(default)]
    requesting_organisation_transaction_reference: String,
}

#[derive(Deserialize)]
struct Link {
    link: String,
}

impl Gsma {
    /// An account with such an operator.
    ///
    /// # Errors
    /// A sentence for the log when the HTTP client cannot be built.
    pub fn new(profile: GsmaProfile) -> Result<Self, String> {
        let client = client::build(profile.account.environment == Environment::Production, profile.account.patience)?;
        Ok(Self { profile, client })
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}/{path}", self.profile.account.base_url))
            .header("Accept", "application/json")
            .header("X-API-Key", self.profile.api_key.expose())
    }

    fn create_body(&self, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Trouble> {
        let phone = ask.payer.phone.as_ref().ok_or_else(|| over_limit("phone"))?;
        Ok(json!({
            // Whole francs without a fraction: the interface refuses "1500.00".
            "amount": ask.amount.to_string(),
            "currency": ask.currency,
            "debitParty": [{ "key": "msisdn", "value": phone.expose() }],
            "creditParty": [{ "key": "organisationid", "value": self.profile.organisation }],
            "requestingOrganisationTransactionReference": ask.reference,
            "descriptionText": ask.label,
            "requestDate": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        }))
    }

    async fn send_create(&self, ask: &Ask, now: DateTime<Utc>) -> Result<Session, Trouble> {
        let body = serde_json::to_vec(&self.create_body(ask, now)?).map_err(|_| Trouble::unreadable("request"))?;
        let callback_url = format!("{}?{REFERENCE}={}", ask.callback_url, ask.reference);
        // The reference is ours beyond the common limit, which only Orange has.
        if ask.callback_url.len() > LONGEST_URL {
            return Err(over_limit("url"));
        }
        let request = self
            .request(Method::POST, "transactions/type/merchantpay")
            .header("X-CorrelationID", ask.id.to_string())
            .header("X-Callback-URL", callback_url)
            .header("X-Date", now.to_rfc3339_opts(SecondsFormat::Millis, true))
            .header("X-Content-Hash", hex::encode(sha256(&body)))
            .header("Content-Type", "application/json")
            .body(body);
        let reply = client::exchange(request).await?;
        if let Ok(transaction) = serde_json::from_value::<Transaction>(reply.clone()) {
            return session(format!("transactions/{}", transaction.transaction_reference), now, None);
        }
        let state: RequestState = serde_json::from_value(reply).map_err(|_| Trouble::unreadable("request state"))?;
        session(format!("requeststates/{}", state.server_correlation_id), now, state.expiry_time)
    }

    async fn read_transaction(&self, path: &str) -> Result<OperatorState, Trouble> {
        let reply = client::exchange(self.request(Method::GET, path)).await?;
        let transaction: Transaction = serde_json::from_value(reply).map_err(|_| Trouble::unreadable("transaction"))?;
        state_of(&transaction)
    }

    /// Asks about a session by its path: a transaction, or the state of the request for one.
    async fn read(&self, path: &str) -> Result<OperatorState, Trouble> {
        if path.starts_with("transactions/") {
            return self.read_transaction(path).await;
        }
        let reply = client::exchange(self.request(Method::GET, path)).await?;
        let state: RequestState = serde_json::from_value(reply).map_err(|_| Trouble::unreadable("request state"))?;
        match (state.status.as_str(), &state.object_reference) {
            ("completed", Some(object)) => {
                let path =
                    path_of(&format!("transactions/{object}")).ok_or_else(|| Trouble::unreadable("reference"))?;
                self.read_transaction(&path).await
            }
            _ => Ok(unfinished(&state)),
        }
    }
}

/// What the state of a request says that is not a transaction yet, or never became one.
fn unfinished(state: &RequestState) -> OperatorState {
    let failed_late = state.error.as_ref().and_then(|error| error.error_date_time).zip(state.expiry_time);
    OperatorState {
        reported: match state.status.as_str() {
            "pending" => Reported::Waiting,
            "failed" if failed_late.is_some_and(|(failed, expiry)| failed >= expiry) => Reported::TimedOut,
            "failed" => Reported::Declined,
            other => other_word(other),
        },
        stated: Stated::default(),
        transaction_id: None,
        reason: state.error.as_ref().map(|error| client::plain(&error.error_code)),
    }
}

fn session(path: String, now: DateTime<Utc>, expiry: Option<DateTime<Utc>>) -> Result<Session, Trouble> {
    let path = path_of(&path).ok_or_else(|| Trouble::unreadable("reference"))?;
    Ok(Session {
        session_id: Some(path),
        pay_token: None,
        notif_token: None,
        payment_url: None,
        expires_at: expiry.unwrap_or(now + TimeDelta::minutes(SESSION_MINUTES)),
    })
}

/// A path the operator gave, if it is one of the two we ask: `transactions/…` or `requeststates/…`, and only what a reference is made of.
fn path_of(link: &str) -> Option<String> {
    let (kind, reference) = link.trim_start_matches('/').split_once('/')?;
    let is_known = matches!(kind, "transactions" | "requeststates");
    let is_plain = (1..=128).contains(&reference.len())
        && reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        && reference.bytes().any(|byte| byte.is_ascii_alphanumeric());
    (is_known && is_plain).then(|| format!("{kind}/{reference}"))
}

fn state_of(transaction: &Transaction) -> Result<OperatorState, Trouble> {
    let amount = francs_in(&transaction.amount).ok_or_else(|| Trouble::unreadable("amount"))?;
    OperatorState {
        reported: match transaction.transaction_status.as_str() {
            "completed" => Reported::Paid,
            "pending" => Reported::InProgress,
            "failed" => Reported::Declined,
            other => other_word(other),
        },
        stated: Stated {
            amount: Some(amount),
            currency: Some(transaction.currency.clone()),
            reference: Some(transaction.requesting_organisation_transaction_reference.clone()),
        },
        transaction_id: Some(transaction.transaction_reference.clone()),
        reason: None,
    }
    .checked()
}

/// What a callback's body claims, and the reference it names: a transaction names ours, an error names nothing.
fn claim_of(body: &[u8]) -> Option<(Option<OperatorState>, Option<String>)> {
    if let Ok(transaction) = serde_json::from_slice::<Transaction>(body) {
        let reference = transaction.requesting_organisation_transaction_reference.clone();
        return Some((state_of(&transaction).ok(), Some(reference).filter(|text| !text.is_empty())));
    }
    let error: ErrorObject = serde_json::from_slice(body).ok()?;
    let claim = OperatorState {
        reported: Reported::Declined,
        stated: Stated::default(),
        transaction_id: None,
        reason: Some(client::plain(&error.error_code)),
    };
    Some((Some(claim), None))
}

#[async_trait]
impl MobileMoney for Gsma {
    fn operator(&self) -> Operator {
        Operator::Gsma
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

    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement::NoContent
    }

    fn read_callback(&self, callback: &RawCallback<'_>, _now: DateTime<Utc>) -> CallbackVerdict {
        if callback.method != "PUT" {
            return CallbackVerdict::Malformed("method");
        }
        let Some((claim, named)) = claim_of(callback.body) else {
            return CallbackVerdict::Malformed("body");
        };
        let own: Vec<_> =
            form_urlencoded::parse(callback.query.as_bytes()).filter(|(name, _)| name == REFERENCE).collect();
        let reference = match (named, own.as_slice()) {
            (Some(named), _) => named,
            (None, [(_, own)]) => own.clone().into_owned(),
            (None, _) => return CallbackVerdict::Malformed("reference"),
        };
        if reference.is_empty() || reference.len() > 256 {
            return CallbackVerdict::Malformed("reference");
        }
        let event = [reference.as_bytes(), b"|", callback.body].concat();
        let hint =
            CallbackHint { dedupe_key: hex::encode(sha256(&event)), match_by: MatchBy::Reference(reference), claim };
        CallbackVerdict::Accepted { hint, trust: Trust::Unsigned }
    }

    async fn create(&self, ask: &Ask, now: DateTime<Utc>) -> CreateOutcome {
        match self.send_create(ask, now).await {
            Ok(session) => CreateOutcome::Created(session),
            // Our own request, sent before, went through: it is looked up.
            Err(trouble) if trouble.code == "duplicateRequest" => CreateOutcome::Unknown(trouble),
            Err(trouble) => without_session(trouble),
        }
    }

    async fn find(&self, known: &Known) -> FindOutcome {
        let reply = match client::exchange(self.request(Method::GET, &format!("responses/{}", known.id))).await {
            Ok(reply) => reply,
            Err(trouble) if trouble.is_status(404) => return FindOutcome::NotFound,
            Err(trouble) => return FindOutcome::Unreachable(trouble),
        };
        let Some(path) = serde_json::from_value(reply).ok().and_then(|Link { link }| path_of(&link)) else {
            return FindOutcome::Unreachable(Trouble::unreadable("link"));
        };
        let found = match self.read(&path).await {
            Ok(state) => state,
            Err(trouble) => return FindOutcome::Unreachable(trouble),
        };
        match session(path, super::begun(known.id), None) {
            Ok(session) => FindOutcome::Found(Box::new((session, found))),
            Err(trouble) => FindOutcome::Unreachable(trouble),
        }
    }

    async fn query(&self, known: &Known) -> QueryOutcome {
        let Some(path) = known.session_id.as_deref().and_then(path_of) else {
            return QueryOutcome::Unreachable(Trouble::unreadable("no session path"));
        };
        match self.read(&path).await {
            Ok(state) => QueryOutcome::State(state),
            Err(trouble) if trouble.is_status(404) => QueryOutcome::NotFound,
            Err(trouble) => QueryOutcome::Unreachable(trouble),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operators::Payer;
    use crate::operators::secrets::Secret;
    use uuid::Uuid;

    fn account() -> Gsma {
        Gsma::new(GsmaProfile::simulated("http://127.0.0.1:9")).unwrap()
    }

    fn put(query: &str, body: &str) -> CallbackVerdict {
        let callback = RawCallback { method: "PUT", headers: &[], query, body: body.as_bytes() };
        account().read_callback(&callback, DateTime::UNIX_EPOCH)
    }

    const DONE: &str = r#"{"amount":"1500","currency":"XOF","type":"merchantpay","transactionReference":"TX-1",
        "transactionStatus":"completed","creditParty":[],"debitParty":[],"requestingOrganisationTransactionReference":"ORD-1"}"#;

    #[test]
    fn a_success_names_the_payment_and_a_failure_is_found_by_its_address() {
        let CallbackVerdict::Accepted { hint, trust } = put("", DONE) else { panic!("refused") };
        assert_eq!((hint.match_by, trust), (MatchBy::Reference("ORD-1".to_owned()), Trust::Unsigned));
        for name in ["errordescription", "errorDescription"] {
            let error = format!(r#"{{"errorCategory":"businessRule","errorCode":"insufficientFunds","{name}":"x"}}"#);
            let CallbackVerdict::Accepted { hint, .. } = put("attempt=ORD-2", &error) else { panic!("refused") };
            assert_eq!(hint.match_by, MatchBy::Reference("ORD-2".to_owned()));
            assert_eq!(hint.claim.unwrap().reason.as_deref(), Some("insufficientFunds"));
            assert!(matches!(put("", &error), CallbackVerdict::Malformed(_)));
            assert!(matches!(put("attempt=A&attempt=B", &error), CallbackVerdict::Malformed(_)));
        }
        for body in ["", "{}", "[]", &DONE.replace("\"amount\"", "\"amount\":\"1\",\"amount\"")] {
            assert!(matches!(put("attempt=ORD-1", body), CallbackVerdict::Malformed(_)), "{body}");
        }
    }

    #[test]
    fn known_words_mean_something_and_other_words_nothing() {
        for (word, meaning) in [
            ("completed", Reported::Paid),
            ("pending", Reported::InProgress),
            ("failed", Reported::Declined),
            ("Completed!", Reported::Other("Completed!".to_owned())),
        ] {
            let body = DONE.replace("\"completed\"", &format!("\"{word}\""));
            assert_eq!(state_of(&serde_json::from_str(&body).unwrap()).unwrap().reported, meaning);
        }
    }

    #[test]
    fn a_failure_after_the_time_to_approve_is_time_that_ran_out() {
        let state = |failed: &str| {
            let body = json!({ "serverCorrelationId": "x", "status": "failed", "notificationMethod": "polling",
                "expiryTime": "2026-11-21T10:10:00Z",
                "error": { "errorCategory": "businessRule", "errorCode": "genericError", "errorDateTime": failed } });
            unfinished(&serde_json::from_value(body).unwrap())
        };
        assert_eq!(state("2026-11-21T10:10:00Z").reported, Reported::TimedOut);
        assert_eq!(state("2026-11-21T10:03:00Z").reported, Reported::Declined);
        assert_eq!(state("2026-11-21T10:03:00Z").reason.as_deref(), Some("genericError"));
    }

    #[test]
    fn only_the_two_known_paths_are_asked() {
        assert_eq!(path_of("/transactions/TX-1.2_3").as_deref(), Some("transactions/TX-1.2_3"));
        assert_eq!(path_of("requeststates/0c9d").as_deref(), Some("requeststates/0c9d"));
        for link in [
            "",
            "/",
            "/accounts/1",
            "/transactions/",
            "/transactions/..",
            "/transactions/../accounts",
            "//evil/x",
            "transactions/a?b=c",
        ] {
            assert_eq!(path_of(link), None, "{link}");
        }
    }

    #[test]
    fn the_amount_is_written_without_a_fraction_and_the_payer_is_named() {
        let payer = Payer { phone: Some(Secret::new("+22370000000")), ..Payer::default() };
        let ask = Ask {
            id: Uuid::nil(),
            payer,
            reference: "ORD-1".to_owned(),
            amount: 1500.try_into().unwrap(),
            currency: "XOF".to_owned(),
            label: "Certificat d'origine".to_owned(),
            return_url: String::new(),
            callback_url: String::new(),
            language: "fr",
        };
        let body = account().create_body(&ask, DateTime::UNIX_EPOCH).unwrap();
        assert_eq!((&body["amount"], &body["debitParty"][0]["value"]), (&json!("1500"), &json!("+22370000000")));
        let nobody = Ask { payer: Payer::default(), ..ask };
        assert!(account().create_body(&nobody, DateTime::UNIX_EPOCH).unwrap_err().is_refusal());
    }
}
