//! The HTTP client for operators: bounded in time, in size and in where it goes.

use std::fmt;
use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode, redirect};

const CONNECT: Duration = Duration::from_secs(5);
/// How long an operator may take over an answer, in all.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// No operator has that much to say.
const LARGEST_REPLY: usize = 1024 * 1024;

/// Why an operator gave no usable answer. Holds no secret: it goes to the log and to the agent's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// In which way.
    pub kind: TroubleKind,
    /// The operator's own error code, or a short word of ours.
    pub code: String,
}

/// In which way an exchange went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// No connection: nothing was sent.
    NoConnection,
    /// The connection broke or the time was up.
    NoAnswer,
    /// An HTTP status that is not a success.
    Status(u16),
    /// A reply that is too long or cannot be read.
    Unreadable,
    /// The operator says no in a reply whose HTTP status is a success.
    Declined,
    /// Our own request breaks one of the operator's limits and was not sent.
    OverLimit,
    /// The operator gave us no access token, so that the call itself was not sent. `refused` when it said no to our credentials.
    NoToken { refused: bool },
}

impl Trouble {
    /// A reply that cannot be used, with a word on why.
    #[must_use]
    pub fn unreadable(code: &str) -> Self {
        Self { kind: TroubleKind::Unreadable, code: code.to_owned() }
    }

    /// A no of the operator's in a reply whose HTTP status is a success, with its own code.
    #[must_use]
    pub fn declined(code: &str) -> Self {
        Self { kind: TroubleKind::Declined, code: plain(code) }
    }

    /// True when the operator said no to the request itself, so that nothing came of it: a plain no, or a 4xx other than 408 (timeout), 409 (it may
    /// exist already), 425 and 429 (too many requests, which a gateway may say after the request went through).
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        match self.kind {
            TroubleKind::Status(status) => {
                status >= 400 && status < 500 && status != 408 && status != 409 && status != 425 && status != 429
            }
            TroubleKind::NoToken { refused } => refused,
            TroubleKind::Declined | TroubleKind::OverLimit => true,
            TroubleKind::NoConnection | TroubleKind::NoAnswer | TroubleKind::Unreadable => false,
        }
    }

    /// True when it is certain that nothing was sent.
    #[must_use]
    pub const fn is_unsent(&self) -> bool {
        matches!(self.kind, TroubleKind::NoConnection | TroubleKind::NoToken { .. })
    }

    /// The same trouble, met while only an access token was asked for. Whatever status it had says nothing about the call that was to follow.
    #[must_use]
    pub fn before_the_call(self) -> Self {
        Self { kind: TroubleKind::NoToken { refused: self.is_refusal() }, code: self.code }
    }

    /// True when the operator itself is at fault, or refuses us altogether: asking it again at once would bring the same.
    #[must_use]
    pub const fn is_outage(&self) -> bool {
        match self.kind {
            TroubleKind::NoConnection
            | TroubleKind::NoAnswer
            | TroubleKind::Unreadable
            | TroubleKind::NoToken { .. } => true,
            TroubleKind::Status(status) => status >= 500 || status == 401 || status == 403 || status == 429,
            TroubleKind::Declined | TroubleKind::OverLimit => false,
        }
    }

    /// True for this HTTP status.
    #[must_use]
    pub const fn is_status(&self, status: u16) -> bool {
        matches!(self.kind, TroubleKind::Status(found) if found == status)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TroubleKind::NoConnection => write!(f, "no connection ({})", self.code),
            TroubleKind::NoAnswer => write!(f, "no answer ({})", self.code),
            TroubleKind::Status(status) => write!(f, "HTTP {status} ({})", self.code),
            TroubleKind::Unreadable => write!(f, "unreadable reply ({})", self.code),
            TroubleKind::Declined => write!(f, "refused ({})", self.code),
            TroubleKind::NoToken { .. } => write!(f, "no access token ({})", self.code),
            TroubleKind::OverLimit => write!(f, "over the operator's limit ({})", self.code),
        }
    }
}

/// A client that follows no redirect, waits 5 s for a connection and `patience` in all.
///
/// # Errors
/// A sentence for the log when TLS cannot be set up.
pub fn build(https_only: bool, patience: Duration) -> Result<Client, String> {
    Client::builder()
        .connect_timeout(CONNECT)
        .timeout(patience)
        .redirect(redirect::Policy::none())
        .https_only(https_only)
        .user_agent(concat!("boyoro/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| format!("the operators' HTTP client cannot be built: {error}"))
}

/// Sends the request and reads a successful JSON reply. Any other status, and any reply that is not JSON, is a [`Trouble`] that
/// carries the operator's `code`.
///
/// # Errors
/// See [`TroubleKind`].
pub async fn exchange(request: RequestBuilder) -> Result<serde_json::Value, Trouble> {
    let body = send(request).await?;
    serde_json::from_slice(&body).map_err(|_| Trouble::unreadable("not JSON"))
}

/// Sends the request and gives the body of a successful reply as it came: some operators answer with none.
///
/// # Errors
/// See [`TroubleKind`].
pub async fn send(request: RequestBuilder) -> Result<Vec<u8>, Trouble> {
    let reply = request.send().await.map_err(|error| trouble_of(&error))?;
    let status = reply.status();
    let body = read_bounded(reply).await?;
    if status.is_success() {
        return Ok(body);
    }
    Err(Trouble { kind: TroubleKind::Status(status.as_u16()), code: code_in(status, &body) })
}

async fn read_bounded(mut reply: reqwest::Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    while let Some(chunk) = reply.chunk().await.map_err(|error| trouble_of(&error))? {
        if body.len() + chunk.len() > LARGEST_REPLY {
            return Err(Trouble::unreadable("longer than 1 MiB"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn trouble_of(error: &reqwest::Error) -> Trouble {
    let (kind, code) = if error.is_connect() {
        (TroubleKind::NoConnection, "connect")
    } else if error.is_builder() {
        (TroubleKind::NoConnection, "request")
    } else if error.is_timeout() {
        (TroubleKind::NoAnswer, "timeout")
    } else {
        (TroubleKind::NoAnswer, "broken off")
    };
    Trouble { kind, code: code.to_owned() }
}

/// What operators call the code of an error.
const ERROR_FIELDS: [&str; 4] = ["code", "error", "errorCode", "response_code"];

/// The operator's error code from the JSON body (Orange writes numbers), else the status's name.
fn code_in(status: StatusCode, body: &[u8]) -> String {
    let named = serde_json::from_slice::<serde_json::Value>(body).ok().and_then(|json| {
        let code = ERROR_FIELDS.iter().find_map(|name| json.get(name))?;
        match code {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    });
    let text = named.unwrap_or_else(|| status.canonical_reason().unwrap_or("no reason").to_owned());
    plain(&text)
}

/// Bounded and plain, for it comes from outside.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_no_is_a_refusal() {
        let at = |status| Trouble { kind: TroubleKind::Status(status), code: String::new() };
        for refusal in [400, 401, 403, 404, 422] {
            assert!(at(refusal).is_refusal(), "{refusal}");
        }
        for open in [302, 408, 409, 425, 429, 500, 502, 503, 504] {
            assert!(!at(open).is_refusal(), "{open}");
        }
        assert!(!Trouble::unreadable("x").is_refusal() && !Trouble::unreadable("x").is_unsent());
    }

    #[test]
    fn trouble_with_the_token_means_that_nothing_was_asked_for() {
        let met = |kind| Trouble { kind, code: String::new() }.before_the_call();
        for (kind, is_refusal) in [
            (TroubleKind::NoAnswer, false),
            (TroubleKind::Status(503), false),
            (TroubleKind::Status(401), true),
            (TroubleKind::Status(404), true),
        ] {
            let trouble = met(kind);
            assert!(trouble.is_unsent(), "{trouble}");
            assert_eq!(trouble.is_refusal(), is_refusal, "{trouble}");
            assert!(!trouble.is_status(404), "a token that is not found says nothing about a payment");
        }
    }

    #[test]
    fn the_code_is_read_bounded_and_plain() {
        assert_eq!(code_in(StatusCode::BAD_REQUEST, br#"{"code":23,"message":"x"}"#), "23");
        assert_eq!(code_in(StatusCode::UNAUTHORIZED, br#"{"error":"invalid_client"}"#), "invalid_client");
        assert_eq!(code_in(StatusCode::BAD_GATEWAY, b"<html>"), "Bad Gateway");
        let long = format!(r#"{{"code":"a\n{}"}}"#, "b".repeat(500));
        assert_eq!(code_in(StatusCode::BAD_REQUEST, long.as_bytes()).len(), 64);
    }
}
