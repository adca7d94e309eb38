//! Whoever talks to the service over HTTP, and what comes back.

use std::sync::Arc;

use boyoro::clock::Clock;
use boyoro::identity::{Actor, Role};
use boyoro::token::Tokens;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use uuid::Uuid;

/// What a caller shows to be let in.
#[derive(Clone)]
enum Credential {
    None,
    /// A token someone gave us.
    Bearer(Arc<str>),
    /// A session made in the store: each request carries a fresh token, so that a moved clock does not end it.
    Minted {
        actor: Actor,
        tokens: Tokens,
        clock: Clock,
    },
}

/// Someone who sends requests. Paths without a leading slash are below `/api/v1/`.
#[derive(Clone)]
pub struct Caller {
    http: reqwest::Client,
    base: Arc<str>,
    credential: Credential,
    language: &'static str,
}

impl Caller {
    /// Someone nobody knows.
    #[must_use]
    pub fn anyone(http: reqwest::Client, base: impl Into<Arc<str>>) -> Self {
        Self { http, base: base.into(), credential: Credential::None, language: "fr" }
    }

    /// The same person with an access token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { credential: Credential::Bearer(token.into()), ..self.clone() }
    }

    pub(crate) fn minted(&self, actor: Actor, tokens: Tokens, clock: Clock) -> Self {
        Self { credential: Credential::Minted { actor, tokens, clock }, ..self.clone() }
    }

    /// The same person reading English.
    #[must_use]
    pub fn in_english(&self) -> Self {
        Self { language: "en", ..self.clone() }
    }

    /// The person behind a session made by the harness.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        match &self.credential {
            Credential::Minted { actor, .. } => actor,
            _ => panic!("only callers made by the harness are known"),
        }
    }

    #[must_use]
    pub fn id(&self) -> Uuid {
        self.actor().account_id
    }

    #[must_use]
    pub fn role(&self) -> Role {
        self.actor().role
    }

    /// The firm of an exporter's person.
    #[must_use]
    pub fn exporter_id(&self) -> Uuid {
        self.actor().exporter_id.expect("a person of a firm")
    }

    /// The access token shown with the next request; empty for a stranger.
    #[must_use]
    pub fn token(&self) -> String {
        match &self.credential {
            Credential::None => String::new(),
            Credential::Bearer(token) => token.to_string(),
            Credential::Minted { actor, tokens, clock } => {
                tokens.issue(actor, clock.now()).expect("a token can be issued").0
            }
        }
    }

    /// The whole address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        if path.starts_with('/') { format!("{}{path}", self.base) } else { format!("{}/api/v1/{path}", self.base) }
    }

    /// A request to complete by hand and to send with [`Caller::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, self.url(path)).header("accept-language", self.language);
        let token = self.token();
        if token.is_empty() { request } else { request.bearer_auth(token) }
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("the service answers");
        Answer::read(response).await
    }

    /// Sends a request that the service may cut off; none when there was no whole answer.
    pub async fn try_send(&self, request: RequestBuilder) -> Option<Answer> {
        let response = request.send().await.ok()?;
        Answer::try_read(response).await
    }

    /// Sends a request and reads only the head of the answer, for streams that do not end; problems are read whole.
    pub async fn head(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("the service answers");
        if response.status().is_success() { Answer::head_of(&response) } else { Answer::read(response).await }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts JSON with a fresh `Idempotency-Key`.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with_key(path, body, &boyoro::token::random_text()).await
    }

    /// Posts JSON with this `Idempotency-Key`.
    pub async fn post_with_key(&self, path: &str, body: &Value, key: &str) -> Answer {
        self.send(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    /// Patches JSON; `version` goes into `If-Match`.
    pub async fn patch(&self, path: &str, version: i64, body: &Value) -> Answer {
        let request = self.request(Method::PATCH, path).header("if-match", format!("\"{version}\""));
        self.send(request.json(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap<HeaderValue>,
    pub bytes: Vec<u8>,
    /// What was asked, for messages.
    pub url: String,
}

impl Answer {
    async fn read(response: reqwest::Response) -> Self {
        Self::try_read(response).await.expect("the answer arrives whole")
    }

    async fn try_read(response: reqwest::Response) -> Option<Self> {
        let head = Self::head_of(&response);
        Some(Self { bytes: response.bytes().await.ok()?.to_vec(), ..head })
    }

    fn head_of(response: &reqwest::Response) -> Self {
        let (status, headers, url) =
            (response.status().as_u16(), response.headers().clone(), response.url().to_string());
        Self { status, headers, bytes: Vec::new(), url }
    }

    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON; null when it is not.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// One header's value, empty when absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// Fails unless the status is this one; gives the body.
    #[track_caller]
    #[expect(clippy::must_use_candidate, reason = "often only the status matters")]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{} answered {} with {}", self.url, self.status, self.text());
        self.json()
    }

    /// Fails unless this is a well-formed problem with this status and code; gives the body.
    #[track_caller]
    #[expect(clippy::must_use_candidate, reason = "often only the code matters")]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let body = self.expect(status);
        self.assert_problem();
        assert_eq!(body["code"], code, "{} answered {body}", self.url);
        body
    }

    /// Fails unless the body is RFC 9457's, with everything this service promises.
    #[track_caller]
    pub fn assert_problem(&self) {
        let body = self.json();
        let said = || format!("{} answered {} with {}", self.url, self.status, self.text());
        assert!(self.header("content-type").starts_with("application/problem+json"), "{}", said());
        assert_eq!(body["status"], u64::from(self.status), "{}", said());
        for member in ["type", "title", "instance", "code"] {
            assert!(body[member].as_str().is_some_and(|text| !text.is_empty()), "no {member}: {}", said());
        }
        if self.status == 503 || self.status == 429 {
            assert!(!self.header("retry-after").is_empty(), "no Retry-After: {}", said());
        }
    }

    /// The pointers of every fault, in order.
    #[must_use]
    pub fn pointers(&self) -> Vec<String> {
        let body = self.json();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|e| e["pointer"].as_str().map(str::to_owned)).collect()
    }
}
