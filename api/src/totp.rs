//! The second factor: time-based one-time codes (RFC 6238, SHA-1, six digits, thirty seconds), as every authenticator app makes them.

use aws_lc_rs::hmac;
use subtle::ConstantTimeEq;

use crate::clock::Instant;

const STEP_SECONDS: i64 = 30;
/// Phones' clocks drift: the step before and the step after are good too.
const DRIFT_STEPS: i64 = 1;
const SECRET_BYTES: usize = 20;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret, in base 32 as apps take it (RFC 4648, no padding).
#[must_use]
pub fn new_secret() -> String {
    let mut bytes = [0_u8; SECRET_BYTES];
    // The system's generator only fails where nothing else could work either.
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    base32(&bytes)
}

/// The address an app reads from a QR code. `account` is what the app shows beside the service's name.
#[must_use]
pub fn address(secret: &str, account: &str) -> String {
    let safe: String = account
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    format!("otpauth://totp/Boyoro:{safe}?secret={secret}&issuer=Boyoro&algorithm=SHA1&digits=6&period=30")
}

/// The code an app with this secret shows at this moment; none when the secret is not base 32.
#[must_use]
pub fn code(secret: &str, at: Instant) -> Option<String> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base32(secret)?);
    Some(code_at(&key, at.timestamp().div_euclid(STEP_SECONDS)))
}

/// The step this code is good for, when it is good now and its step comes after the last one used: a code works once.
#[must_use]
pub fn accepted_step(secret: &str, code: &str, now: Instant, last_used: Option<i64>) -> Option<i64> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base32(secret)?);
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let current = now.timestamp().div_euclid(STEP_SECONDS);
    (current - DRIFT_STEPS..=current + DRIFT_STEPS)
        .filter(|step| last_used.is_none_or(|last| *step > last))
        .find(|step| bool::from(code_at(&key, *step).as_bytes().ct_eq(code.as_bytes())))
}

fn code_at(key: &hmac::Key, step: i64) -> String {
    let tag = hmac::sign(key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or(0) & 0x0f);
    let word = bytes.iter().skip(offset).take(4).fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            out.push(char::from(ALPHABET[usize::try_from((bits >> held) & 31).unwrap_or(0)]));
        }
    }
    if held > 0 {
        out.push(char::from(ALPHABET[usize::try_from((bits << (5 - held)) & 31).unwrap_or(0)]));
    }
    out
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|a| *a == letter)?;
        bits = (bits << 5) | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        chrono::DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_vectors_of_the_standard() {
        let secret = base32(b"12345678901234567890");
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        // RFC 6238, appendix B, last six digits.
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(accepted_step(&secret, code, at(seconds), None), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_works_once_and_not_for_long() {
        let secret = base32(b"12345678901234567890");
        assert_eq!(accepted_step(&secret, "287082", at(59), Some(1)), None);
        assert_eq!(accepted_step(&secret, "287 082", at(75), None), Some(1));
        assert_eq!(accepted_step(&secret, "287082", at(125), None), None);
        assert_eq!(accepted_step(&secret, "", at(59), None), None);
    }

    #[test]
    fn an_account_with_odd_letters_makes_a_safe_address() {
        let made = address("AB", "awa+é@x.ml");
        assert!(made.starts_with("otpauth://totp/Boyoro:awa%2B%C3%A9%40x.ml?secret=AB&"), "{made}");
        assert_eq!(from_base32(&new_secret()).unwrap().len(), 20);
    }
}
