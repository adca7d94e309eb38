//! Access tokens: asked for once, kept until shortly before they end.

use std::time::{Duration, Instant};

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tokio::sync::Mutex;

use super::client::Trouble;
use super::secrets::Secret;

/// An access token is renewed so long before it ends, in case the clocks or the network are slow.
const MARGIN: Duration = Duration::from_secs(60);

/// No token is kept longer, whatever the operator says of it.
const LONGEST_LIFE: Duration = Duration::from_secs(366 * 24 * 3_600);

struct Held {
    text: Secret,
    valid_until: Instant,
}

/// What the last request for a token brought.
#[derive(Default)]
enum Last {
    #[default]
    Nothing,
    Token(Held),
    /// No token, told at this moment.
    Trouble(Instant, Trouble),
}

/// The access token of one account.
#[derive(Default)]
pub struct AccessToken(Mutex<Last>);

/// What an operator answers to the request for a token.
#[derive(Deserialize)]
struct TokenReply {
    access_token: String,
    /// Seconds; seen as a string and as a number.
    #[serde(deserialize_with = "seconds")]
    expires_in: u64,
}

fn seconds<'de, D: Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
    match Value::deserialize(input)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
    .ok_or_else(|| serde::de::Error::custom("expires_in is not a number of seconds"))
}

impl AccessToken {
    /// Makes a call with a token, which `ask` brings, and once more with a new one when the operator no longer takes the first.
    ///
    /// # Errors
    /// Trouble with the token as [`TroubleKind::NoToken`](super::client::TroubleKind::NoToken), else trouble with the call.
    pub async fn call<T, A, S>(
        &self,
        ask: impl Fn() -> A + Send + Sync,
        send: impl Fn(Secret) -> S + Send + Sync,
    ) -> Result<T, Trouble>
    where
        A: Future<Output = Result<Value, Trouble>> + Send,
        S: Future<Output = Result<T, Trouble>> + Send,
    {
        let token = self.get(None, ask()).await?;
        match send(token.clone()).await {
            Err(trouble) if trouble.is_status(401) => send(self.get(Some(&token), ask()).await?).await,
            outcome => outcome,
        }
    }

    /// A valid token: the one we have, unless `refused` says that the operator no longer takes it; else what `ask` brings.
    ///
    /// # Errors
    /// The trouble with asking, or a reply that is not a token.
    async fn get(
        &self,
        refused: Option<&Secret>,
        ask: impl Future<Output = Result<Value, Trouble>> + Send,
    ) -> Result<Secret, Trouble> {
        let begun = Instant::now();
        // The lock is held while asking, so that a burst of payments asks for one token.
        let mut last = self.0.lock().await;
        match &*last {
            Last::Token(token) if token.valid_until > Instant::now() && refused != Some(&token.text) => {
                return Ok(token.text.clone());
            }
            // Whoever waited meanwhile was answered with it; asking again, one after the other, would only keep them all waiting.
            Last::Trouble(at, trouble) if *at >= begun => return Err(trouble.clone()),
            Last::Nothing | Last::Token(_) | Last::Trouble(..) => {}
        }
        match ask.await.and_then(token_in) {
            Ok(token) => {
                let text = token.text.clone();
                *last = Last::Token(token);
                Ok(text)
            }
            Err(trouble) => {
                let trouble = trouble.before_the_call();
                *last = Last::Trouble(Instant::now(), trouble.clone());
                Err(trouble)
            }
        }
    }
}

fn token_in(reply: Value) -> Result<Held, Trouble> {
    let reply: TokenReply = serde_json::from_value(reply).map_err(|_| Trouble::unreadable("access token"))?;
    let life = Duration::from_secs(reply.expires_in).min(LONGEST_LIFE).saturating_sub(MARGIN);
    Ok(Held { text: Secret::new(reply.access_token), valid_until: Instant::now() + life })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn expires_in_is_a_string_or_a_number() {
        for text in [r#"{"access_token":"a","expires_in":"7776000"}"#, r#"{"access_token":"a","expires_in":7776000}"#] {
            assert_eq!(serde_json::from_str::<TokenReply>(text).unwrap().expires_in, 7_776_000);
        }
        assert!(serde_json::from_str::<TokenReply>(r#"{"access_token":"a","expires_in":"soon"}"#).is_err());
    }

    #[tokio::test]
    async fn a_token_is_kept_until_it_is_refused_or_about_to_end() {
        let token = AccessToken::default();
        let reply = |text: &str, life: u64| {
            let reply = json!({ "access_token": text, "expires_in": life });
            async move { Ok(reply) }
        };
        let first = token.get(None, reply("one", 3_600)).await.unwrap();
        assert_eq!(first.expose(), "one");
        assert_eq!(token.get(None, reply("two", 3_600)).await.unwrap().expose(), "one");
        assert_eq!(token.get(Some(&first), reply("three", 30)).await.unwrap().expose(), "three");
        assert_eq!(token.get(None, reply("four", 3_600)).await.unwrap().expose(), "four", "it ends within the margin");
    }

    #[tokio::test]
    async fn who_waits_for_a_token_shares_the_trouble_and_the_next_one_asks_again() {
        let (token, asked) = (AccessToken::default(), std::sync::atomic::AtomicU32::new(0));
        let ask = || async {
            asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            // The others come to wait.
            tokio::task::yield_now().await;
            Err(Trouble::unreadable("no"))
        };
        let all = futures_util::future::join_all((0..10).map(|_| token.get(None, ask()))).await;
        assert!(all.iter().all(Result::is_err));
        assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 1);
        assert!(token.get(None, ask()).await.is_err());
        assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2);
    }
}
