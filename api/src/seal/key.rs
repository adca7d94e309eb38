//! Public keys: their name, their publication, and the check of a signature.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cbor::Value;
use crate::origin::record::sha256;

/// First 4 bytes of the key's RFC 9679 thumbprint. A hint that finds the key, not a proof of anything.
pub type KeyId = [u8; 4];

/// A P-256 public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    x: [u8; 32],
    y: [u8; 32],
}

/// A public key as published in the JWK set (RFC 7517).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Jwk {
    pub kty: String,
    pub crv: String,
    pub x: String,
    pub y: String,
    pub alg: String,
    #[serde(rename = "use")]
    pub usage: String,
    /// The four bytes of `kid` in the seal, as 8 hexadecimal digits.
    pub kid: String,
}

/// The JWK set of `/.well-known/jwks.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JwkSet {
    pub keys: Vec<Jwk>,
}

impl PublicKey {
    /// From the uncompressed point `04 || x || y` (SEC 1); `None` when it is not one.
    #[must_use]
    pub fn from_point(point: &[u8]) -> Option<Self> {
        let (&first, coordinates) = point.split_first()?;
        let (x, y) = coordinates.split_at_checked(32)?;
        if first != 4 {
            return None;
        }
        Some(Self { x: x.try_into().ok()?, y: y.try_into().ok()? })
    }

    fn point(&self) -> [u8; 65] {
        let mut point = [4; 65];
        point[1..33].copy_from_slice(&self.x);
        point[33..].copy_from_slice(&self.y);
        point
    }

    /// The COSE key thumbprint (RFC 9679 §3): SHA-256 of the deterministic CBOR of the required members.
    #[must_use]
    pub fn thumbprint(&self) -> [u8; 32] {
        let integer = Value::Integer;
        let key = Value::Map(vec![
            (integer(1), integer(2)),
            (integer(-1), integer(1)),
            (integer(-2), Value::Bytes(self.x.to_vec())),
            (integer(-3), Value::Bytes(self.y.to_vec())),
        ]);
        sha256(&key.encode())
    }

    /// The short name under which seals refer to the key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let [a, b, c, d, ..] = self.thumbprint();
        [a, b, c, d]
    }

    /// Whether `signature` (r‖s, 64 bytes) is this key's ES256 signature of the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, self.point()).verify(message, signature).is_ok()
    }

    /// As published.
    #[must_use]
    pub fn jwk(&self) -> Jwk {
        Jwk {
            kty: "EC".into(),
            crv: "P-256".into(),
            x: URL_SAFE_NO_PAD.encode(self.x),
            y: URL_SAFE_NO_PAD.encode(self.y),
            alg: "ES256".into(),
            usage: "sig".into(),
            kid: hex::encode(self.id()),
        }
    }

    /// From a published key; `None` when it is not a P-256 key whose `kid` is its own.
    #[must_use]
    pub fn from_jwk(jwk: &Jwk) -> Option<Self> {
        let coordinate = |text: &str| URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok();
        let key = Self { x: coordinate(&jwk.x)?, y: coordinate(&jwk.y)? };
        (jwk.kty == "EC" && jwk.crv == "P-256" && jwk.kid == hex::encode(key.id())).then_some(key)
    }
}

/// The keys seals are checked with: the active one and those before it.
#[derive(Debug, Clone, Default)]
pub struct KeyRing {
    keys: Vec<PublicKey>,
}

impl KeyRing {
    /// A ring of these keys, the active one first.
    #[must_use]
    pub fn new(keys: Vec<PublicKey>) -> Self {
        Self { keys }
    }

    /// Every key of that short name: 4 bytes are a hint, and two keys may share them.
    pub fn matching(&self, id: KeyId) -> impl Iterator<Item = &PublicKey> {
        self.keys.iter().filter(move |key| key.id() == id)
    }

    /// As published.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        JwkSet { keys: self.keys.iter().map(PublicKey::jwk).collect() }
    }
}

/// Order of the P-256 group, big-endian.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, //
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
/// Half of it, rounded down.
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, //
    0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/// Whether *s* is in the lower half. Of the two values that verify, seals carry this one only.
#[must_use]
pub fn has_low_s(signature: &[u8; 64]) -> bool {
    signature[32..] <= HALF_ORDER[..]
}

/// Replaces *s* by *n − s* when it lies in the upper half; both verify.
#[must_use]
pub fn with_low_s(mut signature: [u8; 64]) -> [u8; 64] {
    if !has_low_s(&signature) {
        let mut borrow = 0u16;
        for (place, order) in ORDER.iter().enumerate().rev() {
            let lower = u16::from(signature[32 + place]) + borrow;
            let upper = u16::from(*order);
            borrow = u16::from(upper < lower);
            signature[32 + place] = (upper + (borrow << 8) - lower) as u8;
        }
    }
    signature
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

    #[test]
    fn the_thumbprint_is_that_of_rfc_9679() {
        // RFC 9679 §6.
        let x = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d";
        let y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c";
        let key = PublicKey::from_point(&hex::decode(format!("04{x}{y}")).unwrap()).unwrap();
        let expected = "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec";
        assert_eq!(hex::encode(key.thumbprint()), expected);
        assert_eq!(key.id(), [0x49, 0x6b, 0xd8, 0xaf]);
        assert_eq!(PublicKey::from_jwk(&key.jwk()), Some(key));
    }

    #[test]
    fn low_s_verifies_and_high_s_is_told_apart() {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let key = PublicKey::from_point(pair.public_key().as_ref()).unwrap();
        let mut flipped = 0;
        for round in 0u32..64 {
            let message = round.to_be_bytes();
            let raw: [u8; 64] = pair.sign(&SystemRandom::new(), &message).unwrap().as_ref().try_into().unwrap();
            let low = with_low_s(raw);
            flipped += u32::from(low != raw);
            assert!(has_low_s(&low) && key.verifies(&message, &low) && key.verifies(&message, &raw));
            assert!(!key.verifies(b"another", &low));
        }
        assert!(flipped > 10, "about half of raw signatures have a high s, here {flipped} of 64");
    }

    #[test]
    fn half_of_the_order_is_half() {
        let mut doubled = [0u8; 32];
        let mut carry = 1u16;
        for place in (0..32).rev() {
            let sum = u16::from(HALF_ORDER[place]) * 2 + carry;
            doubled[place] = sum as u8;
            carry = sum >> 8;
        }
        assert_eq!(doubled, ORDER);
    }
}
