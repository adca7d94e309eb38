//! Access tokens (JWT, ES256, ten minutes) and the random secrets behind refresh cookies.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Instant;
use crate::identity::{Actor, Role};

/// How long an access token is good. Logout does not wait for it: each request also asks whether the session lives.
pub const ACCESS_SECONDS: i64 = 600;

const AUDIENCE: &str = "boyoro";
const TYPE: &str = "at+jwt";

/// What an access token says (RFC 9068 in spirit).
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    aud: String,
    sub: Uuid,
    sid: Uuid,
    role: Role,
    exporter: Option<Uuid>,
    iat: i64,
    exp: i64,
}

/// Makes and reads access tokens with one key of its own.
#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    key_id: String,
}

/// Why a token key could not be used.
#[derive(Debug, thiserror::Error)]
#[error("token key: {0}")]
pub struct BadTokenKey(String);

impl Tokens {
    /// From a P-256 key in PKCS#8 DER.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, BadTokenKey> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
            .map_err(|e| BadTokenKey(e.to_string()))?;
        let public = pair.public_key().as_ref();
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, public);
        Ok(Self {
            encoding: EncodingKey::from_ec_der(pkcs8),
            decoding: DecodingKey::from_ec_der(public),
            key_id: hex::encode(&digest.as_ref()[..8]),
        })
    }

    /// A new key, in PKCS#8 DER.
    pub fn generate_pkcs8() -> Result<Vec<u8>, BadTokenKey> {
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map(|document| document.as_ref().to_vec())
            .map_err(|e| BadTokenKey(e.to_string()))
    }

    /// A token for this person and session; the instant it ends comes with it.
    pub fn issue(&self, actor: &Actor, now: Instant) -> Result<(String, Instant), BadTokenKey> {
        let ends = now + chrono::TimeDelta::seconds(ACCESS_SECONDS);
        let claims = Claims {
            aud: AUDIENCE.into(),
            sub: actor.account_id,
            sid: actor.session_id,
            role: actor.role,
            exporter: actor.exporter_id,
            iat: now.timestamp(),
            exp: ends.timestamp(),
        };
        let header = Header { typ: Some(TYPE.into()), kid: Some(self.key_id.clone()), ..Header::new(Algorithm::ES256) };
        let token = jsonwebtoken::encode(&header, &claims, &self.encoding).map_err(|e| BadTokenKey(e.to_string()))?;
        Ok((token, ends))
    }

    /// Who the token says is calling; none when anything about it is wrong. The algorithm is ours, never the token's.
    #[must_use]
    pub fn read(&self, token: &str, now: Instant) -> Option<Actor> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.typ.as_deref() != Some(TYPE) || header.kid.as_deref() != Some(self.key_id.as_str()) {
            return None;
        }
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        // The program's clock decides, so that a test can move it.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation).ok()?.claims;
        if claims.exp <= now.timestamp() || claims.iat > now.timestamp() + 60 {
            return None;
        }
        Some(Actor { account_id: claims.sub, session_id: claims.sid, role: claims.role, exporter_id: claims.exporter })
    }
}

/// 256 random bits as text, for refresh cookies and secret addresses.
#[must_use]
pub fn random_text() -> String {
    let mut bytes = [0_u8; 32];
    // The system's generator only fails where nothing else could work either; an all-zero secret must then never be used.
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The form in which a secret is stored: SHA-256, since 256 random bits need no slow hash.
#[must_use]
pub fn stored_form(secret: &str) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, secret.as_bytes()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn actor() -> Actor {
        Actor {
            account_id: Uuid::from_u128(1),
            session_id: Uuid::from_u128(2),
            role: Role::Examiner,
            exporter_id: None,
        }
    }

    #[test]
    fn a_token_is_good_for_ten_minutes_and_only_with_its_key() {
        let now = Clock::System.stamp().now;
        let tokens = Tokens::from_pkcs8(&Tokens::generate_pkcs8().unwrap()).unwrap();
        let others = Tokens::from_pkcs8(&Tokens::generate_pkcs8().unwrap()).unwrap();
        let (token, ends) = tokens.issue(&actor(), now).unwrap();
        assert_eq!(tokens.read(&token, now), Some(actor()));
        assert_eq!(tokens.read(&token, ends), None);
        assert_eq!(others.read(&token, now), None);
        let tampered = token.replacen('.', ".e", 1);
        assert_eq!(tokens.read(&tampered, now), None);
    }

    #[test]
    fn a_token_that_chooses_its_own_algorithm_is_refused() {
        let now = Clock::System.stamp().now;
        let tokens = Tokens::from_pkcs8(&Tokens::generate_pkcs8().unwrap()).unwrap();
        let (token, _) = tokens.issue(&actor(), now).unwrap();
        let payload = token.split('.').nth(1).unwrap();
        let none =
            URL_SAFE_NO_PAD.encode(format!("{{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"{}\"}}", tokens.key_id));
        assert_eq!(tokens.read(&format!("{none}.{payload}."), now), None);
    }
}
