//! Wave checkout sessions.
//!
//! Wave signs the timestamp **directly followed by** the raw body, with no separator between them; the form with a dot, common
//! elsewhere, is refused.

use async_trait::async_trait;
use aws_lc_rs::hmac;
use chrono::{DateTime, NaiveDate, Utc};
use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{self, Trouble};
use super::profile::{Account, CallbackSecret, Environment, WaveProfile};
use super::secrets::Secret;
use super::{
    Ask, CallbackHint, CallbackVerdict, CreateOutcome, FindOutcome, Known, LONGEST_URL, MatchBy, MobileMoney,
    OperatorState, QueryOutcome, RawCallback, RefundOutcome, Reported, Session, StatementEntry, StatementOutcome,
    Trust, francs_in, other_word, over_limit, without_session,
};
use crate::origin::payment::{Operator, Stated};

/// A checkout session lives half an hour.
const SESSION_MINUTES: i64 = 30;
/// How far the signature's time may lie from ours, either way.
const TOLERANCE_S: i64 = 300;
/// A day with more pages of movements than this is not a day of ours.
const MOST_PAGES: usize = 1_000;
/// A header with more signatures than any rotation of secrets needs is refused unread.
const MOST_SIGNATURES: usize = 8;

/// Wave behind the common trait.
pub struct Wave {
    profile: WaveProfile,
    client: Client,
}

/// A checkout session as Wave writes it; fields we do not use are left out.
#[derive(Deserialize)]
struct CheckoutSession {
    id: String,
    amount: Value,
    currency: String,
    checkout_status: String,
    payment_status: String,
    #[serde(default)]
    client_reference: Option<String>,
    #[serde(default)]
    transaction_id: Option<String>,
    #[serde(default)]
    last_payment_error: Option<PaymentError>,
    #[serde(default)]
    wave_launch_url: Option<String>,
    #[serde(default)]
    when_expires: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct PaymentError {
    #[serde(default)]
    code: Option<String>,
}

#[derive(Deserialize)]
struct SearchReply {
    result: Vec<CheckoutSession>,
}

/// A page of the daily list of movements.
#[derive(Deserialize)]
struct TransactionPage {
    page_info: PageInfo,
    items: Vec<TransactionItem>,
}

#[derive(Deserialize)]
struct PageInfo {
    #[serde(default)]
    end_cursor: Option<String>,
    has_next_page: bool,
}

/// A movement on the wallet; fields we do not use are left out.
#[derive(Deserialize)]
struct TransactionItem {
    timestamp: DateTime<Utc>,
    transaction_id: String,
    /// Absent for some movements.
    #[serde(default)]
    transaction_type: Option<String>,
    amount: Value,
    #[serde(default)]
    fee: Option<Value>,
    currency: String,
    #[serde(default)]
    is_reversal: Option<bool>,
    #[serde(default)]
    client_reference: Option<String>,
    #[serde(default)]
    checkout_api_session_id: Option<String>,
    #[serde(default)]
    counterparty_mobile: Option<String>,
}

#[derive(Deserialize)]
struct WebhookBody {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Value,
}

/// The money fields of a webhook, to refuse a body that states one of them twice: reading either would be a guess.
#[derive(Deserialize)]
struct WebhookOnce {
    #[expect(dead_code, reason = "read only to be refused when doubled")]
    data: DataOnce,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read only to be refused when doubled")]
struct DataOnce {
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    amount: Option<Value>,
    #[serde(default)]
    currency: Option<Value>,
    #[serde(default)]
    client_reference: Option<Value>,
    #[serde(default)]
    transaction_id: Option<Value>,
    #[serde(default)]
    checkout_status: Option<Value>,
    #[serde(default)]
    payment_status: Option<Value>,
}

impl Wave {
    /// An account with Wave.
    ///
    /// # Errors
    /// A sentence for the log when the HTTP client cannot be built.
    pub fn new(profile: WaveProfile) -> Result<Self, String> {
        let client = client::build(profile.account.environment == Environment::Production, profile.account.patience)?;
        Ok(Self { profile, client })
    }

    /// A request to this path below `/v1`.
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}/v1{path}", self.profile.account.base_url))
            .bearer_auth(self.profile.api_key.expose())
            .header("Accept", "application/json")
    }

    /// The request with this body, signed where the account demands it.
    fn signed(&self, request: RequestBuilder, bytes: Vec<u8>, now: DateTime<Utc>) -> RequestBuilder {
        let request = match &self.profile.request_secret {
            Some(secret) => {
                let signature = hex::encode(sign(secret.expose(), now.timestamp(), &bytes));
                request.header("Wave-Signature", format!("t={},v1={signature}", now.timestamp()))
            }
            None => request,
        };
        request.body(bytes)
    }

    fn create_body(ask: &Ask) -> Result<Value, Trouble> {
        if ask.return_url.len() > LONGEST_URL {
            return Err(over_limit("url"));
        }
        Ok(json!({
            "amount": ask.amount.to_string(),
            "currency": ask.currency,
            "client_reference": ask.reference,
            "success_url": ask.return_url,
            "error_url": ask.return_url,
        }))
    }

    async fn send_create(&self, ask: &Ask, body: &Value, now: DateTime<Utc>) -> Result<Session, Trouble> {
        let bytes = serde_json::to_vec(body).map_err(|_| Trouble::unreadable("request"))?;
        let request = self
            .request(Method::POST, "/checkout/sessions")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", &ask.reference);
        let reply = client::exchange(self.signed(request, bytes, now)).await?;
        let session: CheckoutSession =
            serde_json::from_value(reply).map_err(|_| Trouble::unreadable("checkout session"))?;
        self.session(&session)
    }

    /// The day's movements, page after page.
    async fn transactions_of(&self, day: NaiveDate) -> Result<Vec<StatementEntry>, Trouble> {
        let mut entries = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut request = self.request(Method::GET, "/transactions").query(&[("date", day.to_string())]);
            if let Some(cursor) = &cursor {
                request = request.query(&[("after", cursor)]);
            }
            let page: TransactionPage = serde_json::from_value(client::exchange(request).await?)
                .map_err(|_| Trouble::unreadable("page of transactions"))?;
            for item in page.items {
                entries.push(statement_entry(item)?);
            }
            match page.page_info.end_cursor.filter(|_| page.page_info.has_next_page) {
                // A cursor that does not move would be read for ever.
                Some(next) if cursor.as_ref() != Some(&next) => cursor = Some(next),
                Some(_) => return Err(Trouble::unreadable("cursor")),
                None if page.page_info.has_next_page => return Err(Trouble::unreadable("no cursor")),
                None => return Ok(entries),
            }
        }
        Err(Trouble::unreadable("endless statement"))
    }

    fn session(&self, session: &CheckoutSession) -> Result<Session, Trouble> {
        let url = session.wave_launch_url.clone().ok_or_else(|| Trouble::unreadable("no launch url"))?;
        if !self.profile.account.pages.allow(&url) {
            return Err(Trouble::unreadable("payment page on a foreign host"));
        }
        Ok(Session {
            session_id: Some(session.id.clone()),
            pay_token: None,
            notif_token: None,
            payment_url: Some(url),
            expires_at: session.when_expires.ok_or_else(|| Trouble::unreadable("when_expires"))?,
        })
    }

    fn is_authentic(&self, callback: &RawCallback<'_>, now: DateTime<Utc>) -> Result<Trust, &'static str> {
        let mut reason = "no secret";
        for secret in &self.profile.callback_secrets {
            let outcome = match secret {
                CallbackSecret::Signing(key) => {
                    check_signature(key.expose(), callback.header("wave-signature"), callback.body, now.timestamp())
                        .map(|()| Trust::Signed)
                }
                CallbackSecret::Shared(key) => callback
                    .header("authorization")
                    .and_then(|value| value.strip_prefix("Bearer "))
                    .filter(|token| key.equals(token.as_bytes()))
                    .map(|_| Trust::SharedSecret)
                    .ok_or("shared secret"),
            };
            match outcome {
                Ok(trust) => return Ok(trust),
                Err(why) => reason = why,
            }
        }
        Err(reason)
    }
}

fn sign(secret: &str, timestamp: i64, body: &[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(timestamp.to_string().as_bytes());
    context.update(body);
    context.sign().as_ref().to_vec()
}

/// Why a signature is refused whose time is too far from ours.
const UNTIMELY: &str = "signature too old or too new";

/// The time in a signature's header, which is as good as the signature is.
fn signed_seconds(header: &str) -> Option<i64> {
    header.split(',').find_map(|part| part.trim().strip_prefix("t="))?.parse().ok()
}

/// Checks `Wave-Signature: t=<unix seconds>,v1=<hex>[,v1=<hex>…]` over the raw body. Any `v1` may match, for secrets are rotated.
fn check_signature(secret: &str, header: Option<&str>, body: &[u8], now: i64) -> Result<(), &'static str> {
    let header = header.ok_or("no signature")?;
    let mut timestamp = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) if timestamp.is_none() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                timestamp = Some(value);
            }
            Some(("v1", value)) if signatures.len() < MOST_SIGNATURES => signatures.push(value),
            _ => return Err("signature header"),
        }
    }
    let timestamp = timestamp.ok_or("signature time")?;
    let seconds: i64 = timestamp.parse().map_err(|_| "signature time")?;
    if (now - seconds).abs() > TOLERANCE_S {
        return Err(UNTIMELY);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut message = timestamp.as_bytes().to_vec();
    message.extend_from_slice(body);
    // Every signature is tried, in constant time each, so that the answer's time tells nothing about which one matched.
    let matched = signatures.iter().fold(false, |matched, signature| {
        let is_lower_hex = signature.len() == 64 && !signature.bytes().any(|byte| byte.is_ascii_uppercase());
        let tag = if is_lower_hex { hex::decode(signature).unwrap_or_default() } else { Vec::new() };
        hmac::verify(&key, &message, &tag).is_ok() || matched
    });
    if matched { Ok(()) } else { Err("signature") }
}

fn reported(checkout: &str, payment: &str) -> Reported {
    match (checkout, payment) {
        ("complete", "succeeded") => Reported::Paid,
        // A cancelled try leaves the session payable until its time is over.
        ("open", "processing" | "cancelled") => Reported::Waiting,
        ("complete" | "expired", "cancelled") => Reported::Declined,
        ("expired", "processing") => Reported::TimedOut,
        (checkout, payment) => other_word(&format!("{checkout}/{payment}")),
    }
}

fn state_of(session: &CheckoutSession) -> Result<OperatorState, Trouble> {
    let amount = francs_in(&session.amount).ok_or_else(|| Trouble::unreadable("amount"))?;
    OperatorState {
        reported: reported(&session.checkout_status, &session.payment_status),
        stated: Stated {
            amount: Some(amount),
            currency: Some(session.currency.clone()),
            // A session without our reference is not one of ours: it must differ, not pass.
            reference: Some(session.client_reference.clone().unwrap_or_default()),
        },
        transaction_id: session.transaction_id.clone().filter(|id| !id.is_empty()),
        reason: session.last_payment_error.as_ref().and_then(|error| error.code.as_deref().map(client::plain)),
    }
    .checked()
}

/// What is told of money that came without a session of ours, for the person who looks for it.
fn money_without_session(kind: &str, data: &Value) -> Option<OperatorState> {
    let text = |name: &str| data.get(name).and_then(Value::as_str).map(client::plain);
    Some(OperatorState {
        reported: if kind.ends_with(".payment_received") { Reported::Paid } else { other_word(kind) },
        stated: Stated { amount: data.get("amount").and_then(francs_in), currency: text("currency"), reference: None },
        transaction_id: Some(text("id")?),
        reason: None,
    })
}

fn hint_of(body: WebhookBody) -> Result<CallbackHint, &'static str> {
    if body.id.is_empty() || body.id.len() > 128 {
        return Err("event id");
    }
    let reference = body.data.get("client_reference").and_then(Value::as_str).unwrap_or_default().to_owned();
    let match_by = match body.kind.as_str() {
        "checkout.session.completed" | "checkout.session.payment_failed" if reference.len() > 255 => {
            return Err("client_reference");
        }
        "checkout.session.completed" | "checkout.session.payment_failed" => MatchBy::Reference(reference),
        "test.test_event" => MatchBy::Test,
        // Money on a till or from a business, or something new: not through a session of ours.
        _ => MatchBy::Nothing,
    };
    let claim = match match_by {
        MatchBy::Nothing => money_without_session(&body.kind, &body.data),
        _ => serde_json::from_value::<CheckoutSession>(body.data).ok().and_then(|session| state_of(&session).ok()),
    };
    Ok(CallbackHint { dedupe_key: body.id, match_by, claim })
}

#[async_trait]
impl MobileMoney for Wave {
    fn operator(&self) -> Operator {
        Operator::Wave
    }

    fn session_minutes(&self) -> i64 {
        SESSION_MINUTES
    }

    fn account(&self) -> &Account {
        &self.profile.account
    }

    fn signed_at(&self, callback: &RawCallback<'_>) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(signed_seconds(callback.header("wave-signature")?)?, 0)
    }

    fn read_callback(&self, callback: &RawCallback<'_>, now: DateTime<Utc>) -> CallbackVerdict {
        if callback.method != "POST" {
            return CallbackVerdict::Malformed("method");
        }
        let trust = match self.is_authentic(callback, now) {
            Ok(trust) => trust,
            Err(UNTIMELY) => return CallbackVerdict::Untimely(UNTIMELY),
            Err(reason) => return CallbackVerdict::Forged(reason),
        };
        if serde_json::from_slice::<WebhookOnce>(callback.body).is_err() {
            return CallbackVerdict::Malformed("body");
        }
        let hint = serde_json::from_slice(callback.body).map_err(|_| "body").and_then(hint_of);
        match hint {
            Ok(hint) => CallbackVerdict::Accepted { hint, trust },
            Err(reason) => CallbackVerdict::Malformed(reason),
        }
    }

    async fn create(&self, ask: &Ask, now: DateTime<Utc>) -> CreateOutcome {
        let body = match Self::create_body(ask) {
            Ok(body) => body,
            Err(trouble) => return CreateOutcome::Refused(trouble),
        };
        match self.send_create(ask, &body, now).await {
            Ok(session) => CreateOutcome::Created(session),
            Err(trouble) => without_session(trouble),
        }
    }

    async fn find(&self, known: &Known) -> FindOutcome {
        let request =
            self.request(Method::GET, "/checkout/sessions/search").query(&[("client_reference", &known.reference)]);
        let reply = match client::exchange(request).await {
            Ok(reply) => reply,
            Err(trouble) if trouble.is_status(404) => return FindOutcome::NotFound,
            Err(trouble) => return FindOutcome::Unreachable(trouble),
        };
        let Ok(SearchReply { mut result }) = serde_json::from_value(reply) else {
            return FindOutcome::Unreachable(Trouble::unreadable("search result"));
        };
        result.retain(|session| session.client_reference.as_deref() == Some(&known.reference));
        // Should there be several, the one that was paid is the one that matters.
        result.sort_by_key(|session| session.payment_status != "succeeded");
        let Some(session) = result.first() else {
            return FindOutcome::NotFound;
        };
        match (self.session(session), state_of(session)) {
            (Ok(found), Ok(state)) => FindOutcome::Found(Box::new((found, state))),
            (Err(trouble), _) | (_, Err(trouble)) => FindOutcome::Unreachable(trouble),
        }
    }

    async fn query(&self, known: &Known) -> QueryOutcome {
        let Some(id) = &known.session_id else {
            return QueryOutcome::Unreachable(Trouble::unreadable("no session id"));
        };
        if !is_session_id(id) {
            return QueryOutcome::Unreachable(Trouble::unreadable("session id"));
        }
        let reply = match client::exchange(self.request(Method::GET, &format!("/checkout/sessions/{id}"))).await {
            Ok(reply) => reply,
            Err(trouble) if trouble.is_status(404) => return QueryOutcome::NotFound,
            Err(trouble) => return QueryOutcome::Unreachable(trouble),
        };
        let state = serde_json::from_value::<CheckoutSession>(reply)
            .map_err(|_| Trouble::unreadable("checkout session"))
            .and_then(|session| state_of(&session));
        match state {
            Ok(state) => QueryOutcome::State(state),
            Err(trouble) => QueryOutcome::Unreachable(trouble),
        }
    }

    async fn refund(&self, known: &Known, now: DateTime<Utc>) -> RefundOutcome {
        let Some(id) = known.session_id.as_deref().filter(|id| is_session_id(id)) else {
            return RefundOutcome::NotSent(Trouble::unreadable("no session id"));
        };
        let request = self.request(Method::POST, &format!("/checkout/sessions/{id}/refund"));
        match client::send(self.signed(request, Vec::new(), now)).await {
            Ok(_) => RefundOutcome::Done,
            Err(trouble) if trouble.is_refusal() => RefundOutcome::Refused(trouble),
            Err(trouble) if trouble.is_unsent() => RefundOutcome::NotSent(trouble),
            Err(trouble) => RefundOutcome::Unknown(trouble),
        }
    }

    async fn statement(&self, day: NaiveDate, _now: DateTime<Utc>) -> StatementOutcome {
        match self.transactions_of(day).await {
            Ok(entries) => StatementOutcome::Entries(entries),
            Err(trouble) => StatementOutcome::Unreachable(trouble),
        }
    }
}

/// The id comes from Wave, yet it goes into a path: only what an id is made of.
fn is_session_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A signed amount in whole francs, as text or number.
fn signed_francs(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_i64(),
        _ => None,
    }
}

fn statement_entry(item: TransactionItem) -> Result<StatementEntry, Trouble> {
    let amount_xof = signed_francs(&item.amount).ok_or_else(|| Trouble::unreadable("statement amount"))?;
    let fee_xof = match &item.fee {
        None | Some(Value::Null) => 0,
        Some(fee) => signed_francs(fee).ok_or_else(|| Trouble::unreadable("statement fee"))?,
    };
    Ok(StatementEntry {
        at: item.timestamp,
        transaction_id: item.transaction_id,
        kind: item.transaction_type.unwrap_or_default(),
        amount_xof,
        fee_xof,
        currency: item.currency,
        is_reversal: item.is_reversal.unwrap_or(false),
        reference: item.client_reference.filter(|text| !text.is_empty()),
        session_id: item.checkout_api_session_id.filter(|text| !text.is_empty()),
        counterparty_phone: item.counterparty_mobile.filter(|text| !text.is_empty()).map(Secret::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operators::secrets::Secret;

    const SECRET: &str = "wave_sn_WHS_demo_secret";
    const TIME: i64 = 1_767_225_600;
    const BODY: &str = r#"{"id":"EV_demo01","type":"checkout.session.completed","data":{"id":"cos-demo01","amount":"1500","currency":"XOF","client_reference":"ORD-2026-000123"}}"#;
    const GOOD: &str = "02c1e95961d6ab4343d5c34da3ed0981ae2d7d23c6a9f7722de30c020f72159b";
    const DOTTED: &str = "4bc3a029d962b0a43179ff834cf26b9be6a32d59b378b1a389db214a5d22624d";

    fn check(header: &str, body: &str, now: i64) -> bool {
        check_signature(SECRET, Some(header), body.as_bytes(), now).is_ok()
    }

    #[test]
    fn signs_the_time_and_the_body_without_separator() {
        assert_eq!(hex::encode(sign(SECRET, TIME, BODY.as_bytes())), GOOD);
        assert!(check(&format!("t={TIME},v1={GOOD}"), BODY, TIME));
        assert!(!check(&format!("t={TIME},v1={DOTTED}"), BODY, TIME));
    }

    #[test]
    fn any_of_several_signatures_may_match() {
        assert!(check(&format!("t={TIME},v1={DOTTED},v1={GOOD}"), BODY, TIME));
        assert!(check(&format!("t={TIME},v1={GOOD},v1={DOTTED}"), BODY, TIME));
        assert!(check(&format!("t={TIME}, v1={GOOD}"), BODY, TIME));
        assert!(!check(&format!("t={TIME},v1={DOTTED},v1={DOTTED}"), BODY, TIME));
    }

    #[test]
    fn the_time_may_be_five_minutes_off_either_way() {
        let header = format!("t={TIME},v1={GOOD}");
        for (now, good) in [(TIME + 300, true), (TIME + 301, false), (TIME - 300, true), (TIME - 301, false)] {
            assert_eq!(check(&header, BODY, now), good, "{now}");
        }
    }

    #[test]
    fn forged_headers_are_refused() {
        let upper = GOOD.to_uppercase();
        let many = vec![format!("v1={DOTTED}"); 9].join(",");
        for header in [
            String::new(),
            "v1=".to_owned(),
            format!("v1={GOOD}"),
            format!("t={TIME}"),
            format!("t={TIME},v1="),
            format!("t={TIME},v1={}", &GOOD[..62]),
            format!("t={TIME},v1={upper}"),
            format!("t={TIME},t={TIME},v1={GOOD}"),
            format!("t=-{TIME},v1={GOOD}"),
            format!("t=99999999999999999999,v1={GOOD}"),
            format!("t={TIME},v0={GOOD}"),
            format!("t={TIME},{many}"),
        ] {
            assert!(!check(&header, BODY, TIME), "{header}");
        }
        assert!(!check(&format!("t={TIME},v1={GOOD}"), &BODY.replace("1500", "1501"), TIME));
        assert!(check_signature(SECRET, None, BODY.as_bytes(), TIME).is_err());
    }

    fn account(secrets: Vec<CallbackSecret>) -> Wave {
        let mut profile = WaveProfile::simulated("http://127.0.0.1:9");
        profile.callback_secrets = secrets;
        Wave::new(profile).unwrap()
    }

    fn read(account: &Wave, name: &str, value: String, body: &str) -> CallbackVerdict {
        let headers = [(name, value.as_bytes())];
        let callback = RawCallback { method: "POST", headers: &headers, query: "", body: body.as_bytes() };
        account.read_callback(&callback, DateTime::from_timestamp(TIME, 0).unwrap())
    }

    #[test]
    fn a_rotated_secret_and_a_shared_secret_are_taken() {
        let rotated = account(vec![
            CallbackSecret::Signing(Secret::new("wave_sn_WHS_next")),
            CallbackSecret::Signing(Secret::new(SECRET)),
        ]);
        let CallbackVerdict::Accepted { hint, trust } =
            read(&rotated, "wave-signature", format!("t={TIME},v1={GOOD}"), BODY)
        else {
            panic!("refused")
        };
        assert_eq!(trust, Trust::Signed);
        assert_eq!(hint.dedupe_key, "EV_demo01");
        assert_eq!(hint.match_by, MatchBy::Reference("ORD-2026-000123".to_owned()));

        let shared = account(vec![CallbackSecret::Shared(Secret::new("shared"))]);
        assert!(matches!(
            read(&shared, "authorization", "Bearer shared".to_owned(), BODY),
            CallbackVerdict::Accepted { trust: Trust::SharedSecret, .. }
        ));
        for value in ["Bearer share", "Bearer ", "shared", "Bearer shared2"] {
            assert!(matches!(read(&shared, "authorization", value.to_owned(), BODY), CallbackVerdict::Forged(_)));
        }
        let none = account(Vec::new());
        assert!(matches!(read(&none, "authorization", "Bearer ".to_owned(), BODY), CallbackVerdict::Forged(_)));
    }

    #[test]
    fn a_signed_body_that_cannot_be_read_one_way_only_is_malformed() {
        let wave = account(vec![CallbackSecret::Signing(Secret::new(SECRET))]);
        let deep = format!(r#"{{"id":"EV","type":"x","data":{}"#, "[".repeat(9_000));
        for body in [
            "",
            "{}",
            r#"{"id":"","type":"x","data":{}}"#,
            r#"{"id":"EV","type":"checkout.session.completed","data":{"amount":"1","amount":"1500"}}"#,
            &deep,
        ] {
            let signature = hex::encode(sign(SECRET, TIME, body.as_bytes()));
            let verdict = read(&wave, "wave-signature", format!("t={TIME},v1={signature}"), body);
            assert!(matches!(verdict, CallbackVerdict::Malformed(_)), "{body}: {verdict:?}");
        }
    }

    #[test]
    fn other_events_reach_a_person_and_tests_nobody() {
        let hint = |kind: &str| {
            hint_of(WebhookBody { id: "EV".to_owned(), kind: kind.to_owned(), data: json!({"amount": 5}) }).unwrap()
        };
        assert_eq!(hint("merchant.payment_received").match_by, MatchBy::Nothing);
        assert_eq!(hint("something.new").match_by, MatchBy::Nothing);
        assert_eq!(hint("test.test_event").match_by, MatchBy::Test);
    }

    #[test]
    fn each_pair_of_statuses_has_its_meaning() {
        let pairs = [
            ("open", "processing", Reported::Waiting),
            ("open", "cancelled", Reported::Waiting),
            ("complete", "succeeded", Reported::Paid),
            ("complete", "cancelled", Reported::Declined),
            ("expired", "cancelled", Reported::Declined),
            ("expired", "processing", Reported::TimedOut),
            ("open", "succeeded", Reported::Other("open/succeeded".to_owned())),
            ("new", "words", Reported::Other("new/words".to_owned())),
        ];
        for (checkout, payment, meaning) in pairs {
            assert_eq!(reported(checkout, payment), meaning, "{checkout}/{payment}");
        }
    }

    #[test]
    fn amounts_are_read_as_text_or_number_and_never_guessed() {
        let session = |amount: Value| {
            serde_json::from_value::<CheckoutSession>(json!({
                "id": "cos-1", "amount": amount, "currency": "XOF", "client_reference": "A",
                "checkout_status": "complete", "payment_status": "succeeded", "transaction_id": "T_1",
            }))
            .unwrap()
        };
        for amount in [json!("1500"), json!(1500)] {
            assert_eq!(state_of(&session(amount)).unwrap().stated.amount.map(i64::from), Some(1500));
        }
        for amount in [json!("1500.00"), json!(1500.5), json!(null), json!("")] {
            assert!(state_of(&session(amount)).is_err());
        }
    }
}
