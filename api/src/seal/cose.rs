//! The seal itself: a COSE_Sign1 (RFC 9052) of the facts, in one encoding only.

use chrono::{DateTime, Utc};

use super::cbor::Value;
use super::facts::SealedFacts;
use super::key::{KeyId, KeyRing, has_low_s};
use super::{SealFault, Signer};
use crate::origin::record::CertificateRecord;

/// CBOR tag of COSE_Sign1.
const SIGN1: u64 = 18;
/// ESP256: ECDSA with P-256 and SHA-256, fully specified (RFC 9864).
const ESP256: i64 = -9;
/// Bytes around a payload of 24 to 255 bytes: tag, array, headers, heads, signature.
const OVERHEAD: usize = 81;
/// More than any seal, so that hostile input costs nothing.
const LONGEST: usize = 512;

/// What a symbol's bytes turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Signed by a key of the ring.
    Valid(Box<SealedFacts>),
    /// The signature does not fit: something was changed. What was changed is not handed out.
    Tampered,
    /// No key of the ring has that name.
    UnknownKey(KeyId),
    /// Another algorithm, or signed facts of another shape: made by a later version.
    Unsupported,
    /// Not a seal.
    Unreadable,
}

/// Seals a record: at most `most` bytes of COSE_Sign1.
///
/// # Errors
/// [`SealFault`] when the record has no line or cannot be hashed, when its facts do not fit, or when the signer fails.
pub fn seal(
    record: &CertificateRecord,
    issuer: &str,
    issued_at: DateTime<Utc>,
    most: usize,
    signer: &dyn Signer,
) -> Result<Vec<u8>, SealFault> {
    let room = most.saturating_sub(OVERHEAD).min(255);
    let payload = SealedFacts::fit(record, issuer, issued_at, room)?.encode();
    sign(&payload, signer)
}

fn sign(payload: &[u8], signer: &dyn Signer) -> Result<Vec<u8>, SealFault> {
    let protected = protected(signer.public_key().id());
    let signature = signer.sign(&to_sign(&protected, payload))?;
    // Never hand out what would not verify: a faulty signer must fail here, not at a border.
    if !has_low_s(&signature) || !signer.public_key().verifies(&to_sign(&protected, payload), &signature) {
        return Err(SealFault::Signing);
    }
    let items = vec![
        Value::Bytes(protected),
        Value::Map(vec![]),
        Value::Bytes(payload.to_vec()),
        Value::Bytes(signature.to_vec()),
    ];
    Ok(Value::Tag(SIGN1, Box::new(Value::Array(items))).encode())
}

/// Reads a seal and checks its signature.
///
/// The signature is judged before the facts are read, so that altered facts are called tampered and not unreadable.
#[must_use]
pub fn read(bytes: &[u8], keys: &KeyRing) -> Reading {
    let Some(envelope) = Envelope::open(bytes) else { return Reading::Unreadable };
    let Some(kid) = envelope.kid else { return Reading::Unsupported };
    if keys.matching(kid).next().is_none() {
        return Reading::UnknownKey(kid);
    }
    let message = to_sign(&envelope.protected, &envelope.payload);
    let signature = &envelope.signature;
    if !has_low_s(signature) || !keys.matching(kid).any(|key| key.verifies(&message, signature)) {
        return Reading::Tampered;
    }
    SealedFacts::decode(&envelope.payload).map_or(Reading::Unsupported, |facts| Reading::Valid(Box::new(facts)))
}

/// The facts of a seal whose signature was checked before, when it was stored.
#[must_use]
pub fn facts(bytes: &[u8]) -> Option<SealedFacts> {
    SealedFacts::decode(&Envelope::open(bytes)?.payload)
}

/// A COSE_Sign1 taken apart.
struct Envelope {
    /// `None` when the algorithm is not ours.
    kid: Option<KeyId>,
    protected: Vec<u8>,
    payload: Vec<u8>,
    signature: [u8; 64],
}

impl Envelope {
    fn open(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > LONGEST {
            return None;
        }
        let Value::Tag(SIGN1, inside) = Value::decode(bytes).ok()? else { return None };
        let [header, unprotected, payload, signature] = inside.as_array()? else { return None };
        if *unprotected != Value::Map(vec![]) {
            return None;
        }
        let header = header.as_bytes()?;
        let members = Value::decode(header).ok()?;
        let kid = if members.member(1)?.as_integer()? == ESP256 {
            let kid = members.member(4)?.as_bytes()?.try_into().ok()?;
            // A header with anything more than ours could change the meaning of the signature.
            Some(kid).filter(|kid| protected(*kid) == header).map(Some)?
        } else {
            None
        };
        let signature = signature.as_bytes()?.try_into().ok()?;
        Some(Self { kid, protected: header.to_vec(), payload: payload.as_bytes()?.to_vec(), signature })
    }
}

fn protected(kid: KeyId) -> Vec<u8> {
    let integer = Value::Integer;
    Value::Map(vec![(integer(1), integer(ESP256)), (integer(4), Value::Bytes(kid.to_vec()))]).encode()
}

/// The bytes that are signed (RFC 9052 §4.4).
fn to_sign(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let items = [
        Value::text("Signature1"),
        Value::Bytes(protected.to_vec()),
        Value::Bytes(vec![]),
        Value::Bytes(payload.to_vec()),
    ];
    Value::Array(items.into()).encode()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::record::samples;
    use crate::seal::store::FileSigner;
    use crate::seal::test_key;
    use proptest::prelude::*;

    fn signer() -> FileSigner {
        FileSigner::from_pkcs8(test_key::PKCS8).unwrap()
    }

    fn ring() -> KeyRing {
        KeyRing::new(vec![signer().public_key().clone()])
    }

    fn sealed() -> Vec<u8> {
        let record = samples::mango();
        seal(&record, "ML-APEX", record.declaration.at, 294, &signer()).unwrap()
    }

    #[test]
    fn the_seal_carries_the_hash_of_the_record() {
        let Reading::Valid(facts) = read(&sealed(), &ring()) else { panic!("valid") };
        let record = samples::mango();
        assert_eq!(facts.record_sha256, record.sha256().unwrap());
        assert_eq!((facts.number.as_str(), facts.destination.as_str(), facts.lines), (record.number.as_str(), "MA", 2));
        assert_eq!(facts.total_gross_g, 6_098_500);
        assert!(facts.exporter.chars().count() <= 32 && record.exporter.name.starts_with(&facts.exporter));
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let good = sealed();
        for place in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[place / 8] ^= 1 << (place % 8);
            assert!(!matches!(read(&bad, &ring()), Reading::Valid(_)), "bit {place}");
        }
    }

    #[test]
    fn every_cut_and_every_tail_is_refused() {
        let good = sealed();
        for length in 0..good.len() {
            assert_eq!(read(&good[..length], &ring()), Reading::Unreadable);
        }
        let mut longer = good;
        longer.push(0);
        assert_eq!(read(&longer, &ring()), Reading::Unreadable);
    }

    #[test]
    fn another_key_is_told_from_a_changed_text() {
        let other = tempfile::tempdir().unwrap();
        let (_, others) = crate::seal::store::open(other.path()).unwrap();
        assert!(matches!(read(&sealed(), &others), Reading::UnknownKey(_)));
        let good = sealed();
        let mut bad = good.clone();
        let last = bad.len() - 1;
        bad[last] ^= 1;
        assert!(matches!(read(&bad, &ring()), Reading::Tampered));
    }

    #[test]
    fn the_twin_signature_with_high_s_is_refused() {
        let mut twin = sealed();
        let at = twin.len() - 32;
        let order = hex::decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551").unwrap();
        let mut borrow = 0i16;
        for place in (0..32).rev() {
            let difference = i16::from(order[place]) - i16::from(twin[at + place]) - borrow;
            borrow = i16::from(difference < 0);
            twin[at + place] = difference.rem_euclid(256) as u8;
        }
        assert!(matches!(read(&twin, &ring()), Reading::Tampered));
    }

    #[test]
    fn another_algorithm_or_version_is_unsupported() {
        let Value::Tag(_, inside) = Value::decode(&sealed()).unwrap() else { panic!("tagged") };
        let Value::Array(items) = *inside else { panic!("array") };
        let with = |tag, change: fn(&mut Vec<Value>)| {
            let mut items = items.clone();
            change(&mut items);
            read(&Value::Tag(tag, Box::new(Value::Array(items))).encode(), &ring())
        };
        assert_eq!(with(98, |_| ()), Reading::Unreadable, "COSE_Sign");
        assert_eq!(
            with(18, |items| items[0] = Value::Bytes(hex::decode("a201260444d0d0d0d0").unwrap())),
            Reading::Unsupported,
            "ES256, -7"
        );
        assert_eq!(with(18, |items| items[2] = Value::Bytes(vec![0xa0])), Reading::Tampered, "no facts");
        assert_eq!(
            with(18, |items| items[1] = Value::Map(vec![(Value::Integer(1), Value::Integer(-9))])),
            Reading::Unreadable
        );
        let later = sign(&[0xa0], &signer()).unwrap();
        assert_eq!(read(&later, &ring()), Reading::Unsupported, "well signed, but of another shape");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn never_longer_than_its_budget(
            exporter in "\\PC{1,120}", consignee in "\\PC{1,120}", description in "\\PC{1,200}", invoice in "\\PC{1,60}",
            gross in 0i64..9_000_000_000_000_000, most in 250usize..=294,
        ) {
            let mut record = samples::mango();
            record.exporter.name = exporter;
            record.consignee.name = consignee;
            record.goods[0].description = description;
            record.goods[0].gross_weight_g = gross;
            record.invoice.number = invoice;
            let bytes = seal(&record, "ML-APEX", record.declaration.at, most, &signer()).unwrap();
            prop_assert!(bytes.len() <= most, "{} bytes", bytes.len());
            prop_assert!(matches!(read(&bytes, &ring()), Reading::Valid(_)));
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, &ring());
        }
    }
}
