//! The text under the symbol, the symbol, and the reading of what people present.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use super::{SealFault, digits};
use crate::origin::number::CertificateNumber;

/// The largest symbol: 69 modules, 0.43 mm each at 30 mm, which any phone reads.
const LARGEST: u8 = 13;
/// Bits of data in a symbol of version 13 at level M.
const CAPACITY_BITS: usize = 334 * 8;
/// Most bytes of seal in any symbol; with a longer address it is less.
pub const MOST_BYTES: usize = 294;
/// Longer than any text of ours.
const LONGEST_INPUT: usize = 2_048;

/// The address under which certificates are verified, as printed: `HTTPS://CO.EXAMPLE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// From the public URL of the service.
    ///
    /// # Errors
    /// [`SealFault::Address`] when it is not `http(s)://host[:port]`, holds a character outside the symbol's alphanumeric set,
    /// or leaves too little room for a seal.
    pub fn new(url: &str) -> Result<Self, SealFault> {
        let upper = url.trim().trim_end_matches('/').to_ascii_uppercase();
        let host = upper.strip_prefix("HTTPS://").or_else(|| upper.strip_prefix("HTTP://"));
        let fits =
            |host: &str| !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b));
        if !host.is_some_and(fits) || upper.len() > 60 {
            return Err(SealFault::Address(url.to_owned()));
        }
        Ok(Self(upper))
    }

    /// `HTTPS://CO.EXAMPLE/V/ML-ZLE-2026-000123-7`.
    #[must_use]
    pub fn of(&self, number: &CertificateNumber) -> String {
        format!("{}/V/{number}", self.0)
    }

    /// `HTTPS://CO.EXAMPLE/Q/Q-APEX-2026-000012`.
    #[must_use]
    pub fn of_quittance(&self, number: &str) -> String {
        format!("{}/Q/{number}", self.0)
    }

    /// The symbol's text.
    #[must_use]
    pub fn text(&self, number: &CertificateNumber, cose: &[u8]) -> String {
        format!("{}#{}", self.of(number), digits::encode(cose))
    }

    /// How many bytes of seal the largest symbol holds behind this number's address.
    #[must_use]
    pub fn budget(&self, number: &CertificateNumber) -> usize {
        let length = self.of(number).len();
        let address_bits = 4 + 11 + length / 2 * 11 + length % 2 * 6;
        let digits_bits = CAPACITY_BITS.saturating_sub(address_bits + (4 + 16 + 8) + (4 + 12));
        let most_digits = digits_bits / 10 * 3 + [0, 0, 0, 0, 1, 1, 1, 2, 2, 2][digits_bits % 10];
        (0..=MOST_BYTES).rev().find(|count| digits::width(*count) <= most_digits).unwrap_or(0)
    }
}

/// The symbol of a text made by [`Address::text`]: address in alphanumeric mode, `#` as a byte, digits in numeric mode.
///
/// # Errors
/// [`SealFault::Room`] when it would be larger than version 13, [`SealFault::Address`] when the text has no `#`.
pub fn symbol(text: &str) -> Result<QrCode, SealFault> {
    let (address, digits) = text.split_once('#').ok_or_else(|| SealFault::Address(text.to_owned()))?;
    let alphanumeric = address.chars().all(|c| QrSegment::is_alphanumeric(&c.to_string()));
    if !alphanumeric || !QrSegment::is_numeric(digits) {
        return Err(SealFault::Address(text.to_owned()));
    }
    let segments =
        [QrSegment::make_alphanumeric(address), QrSegment::make_bytes(b"#"), QrSegment::make_numeric(digits)];
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::new(LARGEST), None, false)
        .map_err(|_| SealFault::Room)
}

/// The symbol of an address alone.
///
/// # Errors
/// [`SealFault::Address`] when the address has characters outside the symbol's alphanumeric set, [`SealFault::Room`] when it is too long.
pub fn plain_symbol(address: &str) -> Result<QrCode, SealFault> {
    if !QrSegment::is_alphanumeric(address) {
        return Err(SealFault::Address(address.to_owned()));
    }
    let segments = [QrSegment::make_alphanumeric(address)];
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::new(LARGEST), None, true)
        .map_err(|_| SealFault::Room)
}

/// What someone presents for verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// A number, typed or from an address.
    Number(CertificateNumber),
    /// A seal, with the number of the address it came in.
    Seal { address: Option<CertificateNumber>, cose: Vec<u8> },
    /// An address of a later version of the symbol.
    LaterVersion,
    /// Neither.
    Unreadable,
}

impl Presented {
    /// Reads a symbol's text in capitals or small letters, the digits alone, or a number alone.
    #[must_use]
    pub fn read(input: &str) -> Self {
        let input = input.trim();
        if input.is_empty() || input.len() > LONGEST_INPUT {
            return Self::Unreadable;
        }
        if input.contains("://") {
            return Self::read_address(input);
        }
        if input.len() > 40 && input.bytes().all(|b| b.is_ascii_digit()) {
            return Self::read_digits(None, input);
        }
        input.parse().map_or(Self::Unreadable, Self::Number)
    }

    fn read_address(input: &str) -> Self {
        let (address, digits) = input.split_once('#').unwrap_or((input, ""));
        let lower = address.to_ascii_lowercase();
        let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let Some((_, path)) = rest.and_then(|rest| rest.split_once('/')) else {
            return Self::Unreadable;
        };
        let path = path.split('?').next().unwrap_or_default().trim_end_matches('/');
        let Some((version, number)) = path.split_once('/') else {
            return Self::Unreadable;
        };
        if version != "v" {
            let later =
                version.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
            return if later { Self::LaterVersion } else { Self::Unreadable };
        }
        let Ok(number) = number.parse::<CertificateNumber>() else {
            return Self::Unreadable;
        };
        if digits.is_empty() { Self::Number(number) } else { Self::read_digits(Some(number), digits) }
    }

    fn read_digits(address: Option<CertificateNumber>, digits: &str) -> Self {
        digits::decode(digits).map_or(Self::Unreadable, |cose| Self::Seal { address, cose })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> CertificateNumber {
        CertificateNumber::new("ZLE", 2026, 123).unwrap()
    }

    #[test]
    fn a_full_symbol_is_version_13_and_no_larger() {
        for host in [
            "https://co.apex.ml",
            "https://co.apex-mali.ml",
            "http://127.0.0.1:8080",
            "https://certificats.apex-mali.gouv.ml",
        ] {
            let address = Address::new(host).unwrap();
            let budget = address.budget(&number());
            let full = symbol(&address.text(&number(), &vec![255; budget])).unwrap();
            assert!(full.version().value() <= 13, "{host}");
            let one_more = symbol(&address.text(&number(), &vec![255; budget + 1]));
            assert!(budget == MOST_BYTES || one_more.is_err(), "{host}: the budget of {budget} bytes is exact");
        }
        assert_eq!(Address::new("https://co.apex.ml").unwrap().budget(&number()), 294);
    }

    #[test]
    fn refuses_an_address_that_the_symbol_cannot_hold() {
        for url in [
            "co.apex.ml",
            "https://",
            "https://co_apex.ml",
            "ftp://co.apex.ml",
            "https://cö.ml",
            "https://co.apex.ml/app",
        ] {
            assert!(Address::new(url).is_err(), "{url}");
        }
    }

    #[test]
    fn reads_what_people_present() {
        let address = Address::new("https://co.apex.ml/").unwrap();
        let cose = vec![7; 120];
        let text = address.text(&number(), &cose);
        let seal = Presented::Seal { address: Some(number()), cose: cose.clone() };
        assert_eq!(Presented::read(&text), seal);
        assert_eq!(Presented::read(&text.to_lowercase()), seal);
        assert_eq!(Presented::read(&format!(" {text}\n")), seal);
        assert_eq!(Presented::read(&digits::encode(&cose)), Presented::Seal { address: None, cose });
        assert_eq!(Presented::read(&address.of(&number())), Presented::Number(number()));
        assert_eq!(Presented::read(&format!("{}?lang=en", address.of(&number()))), Presented::Number(number()));
        assert_eq!(Presented::read(&number().to_string().to_lowercase()), Presented::Number(number()));
    }

    #[test]
    fn refuses_everything_else() {
        let base = Address::new("https://co.apex.ml").unwrap().of(&number());
        let others = [
            "",
            "hello",
            "https://co.apex.ml/",
            "https://co.apex.ml/V/ML-ZLE-2026-000123-0",
            "https://co.apex.ml/W/x",
            "123",
        ];
        for other in others {
            assert_eq!(Presented::read(other), Presented::Unreadable, "{other}");
        }
        for digits in ["12a", "1234", " 00100", "999"] {
            assert_eq!(Presented::read(&format!("{base}#{digits}")), Presented::Unreadable, "{digits}");
        }
        assert_eq!(Presented::read("https://co.apex.ml/V2/ML-1#000"), Presented::LaterVersion);
        assert_eq!(Presented::read(&"9".repeat(5_000)), Presented::Unreadable);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
            let _ = Presented::read(&text);
            let _ = Presented::read(&format!("https://{text}"));
        }
    }
}
