//! Vectors shared with the browser's verifier: `tests/vectors/seal.json`.
//!
//! ECDSA draws a nonce, so the file is written once (`BOYORO_WRITE_VECTORS=1 cargo test -p boyoro vectors`) and afterwards checked:
//! its record must still hash and encode to what was signed, and every case must still have its verdict.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::cose::{self, Reading};
use super::facts::SealedFacts;
use super::key::{JwkSet, KeyRing, PublicKey};
use super::qr::{Address, Presented};
use super::store::FileSigner;
use super::{Signer as _, digits, test_key};
use crate::origin::record::{CertificateRecord, samples};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Vectors {
    about: String,
    jwks: JwkSet,
    /// Instant of the check, RFC 3339.
    now: String,
    record: CertificateRecord,
    record_sha256: String,
    payload_hex: String,
    cose_hex: String,
    qr_text: String,
    /// Version of the symbol.
    qr_version: u8,
    expected: String,
    cases: Vec<Case>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    name: String,
    input: String,
    expected: String,
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/seal.json")
}

fn signer() -> FileSigner {
    FileSigner::from_pkcs8(test_key::PKCS8).unwrap()
}

fn address() -> Address {
    Address::new(&samples::authority().verification).unwrap()
}

fn seal(record: &CertificateRecord) -> Vec<u8> {
    let number = record.number.parse().unwrap();
    cose::seal(record, "ML-APEX", record.declaration.at, address().budget(&number), &signer()).unwrap()
}

fn text(record: &CertificateRecord, cose: &[u8]) -> String {
    address().text(&record.number.parse().unwrap(), cose)
}

fn write() -> Vectors {
    let record = samples::mango();
    let cose = seal(&record);
    let qr_text = text(&record, &cose);
    let Reading::Valid(facts) = cose::read(&cose, &KeyRing::new(vec![signer().public_key().clone()])) else {
        panic!("the seal verifies");
    };
    Vectors {
        about: "Seals made with a test key, and what a verifier must say about them and about altered ones.".into(),
        jwks: KeyRing::new(vec![signer().public_key().clone()]).jwks(),
        now: "2026-12-01T08:00:00Z".into(),
        record_sha256: hex::encode(record.sha256().unwrap()),
        payload_hex: hex::encode(facts.encode()),
        cose_hex: hex::encode(&cose),
        qr_version: super::qr::symbol(&qr_text).unwrap().version().value(),
        expected: "authentic".into(),
        cases: cases(&record, &cose, &qr_text),
        qr_text,
        record,
    }
}

fn cases(record: &CertificateRecord, cose: &[u8], qr_text: &str) -> Vec<Case> {
    let case = |name: &str, input: String, expected: &str| Case { name: name.into(), input, expected: expected.into() };
    let (front, digits) = qr_text.split_once('#').unwrap();
    let altered = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = cose.to_vec();
        change(&mut bytes);
        text(record, &bytes)
    };
    let find = |needle: &[u8]| cose.windows(needle.len()).position(|window| window == needle).unwrap();
    let destination = find(b"bMA") + 1;
    let other_number = address().of(&another_number());
    let folder = tempfile::tempdir().unwrap();
    let (stranger, _) = super::store::open(folder.path()).unwrap();
    let strange = cose::seal(record, "ML-APEX", record.declaration.at, 294, &stranger).unwrap();
    let mut old = record.clone();
    old.valid_until = chrono::NaiveDate::from_ymd_opt(2026, 11, 30);
    vec![
        case("small letters", qr_text.to_lowercase(), "authentic"),
        case("the digits alone", digits.into(), "authentic"),
        case("another destination", altered(&|bytes| bytes[destination] = b'F'), "tampered"),
        case("a bit of the signature", altered(&|bytes| *bytes.last_mut().unwrap() ^= 1), "tampered"),
        case("a bit of the record's hash", altered(&|bytes| bytes[cose.len() - 70] ^= 1), "tampered"),
        case("the other s", altered(&|bytes| negate_s(bytes)), "tampered"),
        case("another number in the address", format!("{other_number}#{digits}"), "tampered"),
        case("a key nobody published", text(record, &strange), "unknown_key"),
        case("another name of the key", altered(&|bytes| bytes[8] ^= 1), "unknown_key"),
        case("past its last day", text(&old, &seal(&old)), "expired"),
        case("another algorithm (-7)", altered(&|bytes| bytes[5] = 0x26), "unsupported_version"),
        case("cut short", format!("{front}#{}", &digits[..digits.len() - 17]), "unreadable"),
        case("a group no bytes have", format!("{front}#9{}", &digits[1..]), "unreadable"),
        case("a byte too many", altered(&|bytes| bytes.push(0)), "unreadable"),
        case("not tagged as COSE_Sign1", altered(&|bytes| bytes[0] = 0xd1), "unreadable"),
        case("a letter among the digits", format!("{front}#{}x", &digits[..digits.len() - 1]), "unreadable"),
        case("nothing of ours", "https://example.org/".into(), "unreadable"),
    ]
}

fn another_number() -> crate::origin::number::CertificateNumber {
    crate::origin::number::CertificateNumber::new("ZLE", 2026, 124).unwrap()
}

fn negate_s(bytes: &mut [u8]) {
    let order = hex::decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551").unwrap();
    let at = bytes.len() - 32;
    let mut borrow = 0i16;
    for place in (0..32).rev() {
        let difference = i16::from(order[place]) - i16::from(bytes[at + place]) - borrow;
        borrow = i16::from(difference < 0);
        bytes[at + place] = difference.rem_euclid(256) as u8;
    }
}

fn verdict(input: &str, keys: &KeyRing, now: i64) -> &'static str {
    let Presented::Seal { address, cose } = Presented::read(input) else { return "unreadable" };
    match cose::read(&cose, keys) {
        Reading::Valid(facts) if address.is_some_and(|number| number.to_string() != facts.number) => "tampered",
        Reading::Valid(facts) if facts.expires_at.is_some_and(|end| end <= now) => "expired",
        Reading::Valid(_) => "authentic",
        Reading::Tampered => "tampered",
        Reading::UnknownKey(_) => "unknown_key",
        Reading::Unsupported => "unsupported_version",
        Reading::Unreadable => "unreadable",
    }
}

#[test]
fn vectors_are_in_step() {
    if std::env::var_os("BOYORO_WRITE_VECTORS").is_some() {
        let mut text = serde_json::to_string_pretty(&write()).unwrap();
        text.push('\n');
        std::fs::create_dir_all(path().parent().unwrap()).unwrap();
        std::fs::write(path(), text).unwrap();
    }
    let vectors: Vectors = serde_json::from_slice(&std::fs::read(path()).unwrap()).unwrap();
    let keys = KeyRing::new(vectors.jwks.keys.iter().map(|jwk| PublicKey::from_jwk(jwk).unwrap()).collect());
    let now = chrono::DateTime::parse_from_rfc3339(&vectors.now).unwrap().timestamp();

    let record = samples::mango();
    assert_eq!(vectors.record, record, "the sample changed: write the vectors again");
    assert_eq!(vectors.record_sha256, hex::encode(record.sha256().unwrap()));
    let budget = address().budget(&record.number.parse().unwrap());
    let facts = SealedFacts::fit(&record, "ML-APEX", record.declaration.at, budget - 81).unwrap();
    assert_eq!(vectors.payload_hex, hex::encode(facts.encode()));
    let cose = hex::decode(&vectors.cose_hex).unwrap();
    assert_eq!(vectors.qr_text, text(&record, &cose));
    assert!(vectors.qr_text.ends_with(&digits::encode(&cose)));
    assert_eq!(super::qr::symbol(&vectors.qr_text).unwrap().version().value(), vectors.qr_version);

    assert_eq!(verdict(&vectors.qr_text, &keys, now), vectors.expected);
    for case in &vectors.cases {
        assert_eq!(verdict(&case.input, &keys, now), case.expected, "{}", case.name);
    }
    assert!(vectors.cases.len() >= 17);
}
