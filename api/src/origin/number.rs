//! The number of a certificate: `ML-<scheme>-<year>-<nnnnnn>-<check>`, for example `ML-ZLE-2026-000123-7`.
//!
//! The last character catches typing errors before any look-up. It is a weighted sum modulo 31, the construction of ISO 7064's
//! pure systems. The two systems of that standard for letters and digits do not fit: MOD 37-2 may yield `*`, which a clerk reads as a
//! footnote and a file name cannot hold, and MOD 37,36, which never does, misses one in 36 of the swaps of two neighbouring
//! values (8 and 9, say). Modulo 31 every mistyped character and every swap of neighbours is detected, because letters
//! and digits have fixed places (26 and 10 values, both below 31) and 3 generates all residues; and its 31 check characters
//! leave out I, L, O, U and Z, which are mistaken for others.

use std::fmt;
use std::str::FromStr;

/// The issuing country's code (ISO 3166-1), first part of every number.
pub const COUNTRY: &str = "ML";
/// Check characters by residue.
const CHECKS: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";
const MODULUS: u32 = 31;
const RADIX: u32 = 3;
/// The series of one scheme and year ends here; the format has six digits.
pub const LAST_SERIAL: u32 = 999_999;

/// A certificate's number; its parts are always within the format.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateNumber {
    scheme: String,
    year: u16,
    serial: u32,
}

/// Why a text is not a certificate's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    #[error("the text does not have the form of a certificate number")]
    Form,
    #[error("the check character does not fit: a character was mistyped")]
    Check,
}

impl CertificateNumber {
    /// A number of a series.
    ///
    /// # Errors
    /// [`NumberFault::Form`] unless the scheme has 2 to 6 capital letters, the year 4 digits and the serial lies in
    /// 1..=[`LAST_SERIAL`].
    pub fn new(scheme: &str, year: u16, serial: u32) -> Result<Self, NumberFault> {
        let letters = (2..=6).contains(&scheme.len()) && scheme.bytes().all(|b| b.is_ascii_uppercase());
        if letters && (1000..=9999).contains(&year) && (1..=LAST_SERIAL).contains(&serial) {
            Ok(Self { scheme: scheme.to_owned(), year, serial })
        } else {
            Err(NumberFault::Form)
        }
    }

    /// Code of the scheme's series.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Year of the series.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Place in the series, from 1, without gaps.
    #[must_use]
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// The check character.
    #[must_use]
    pub fn check(&self) -> char {
        let body = format!("{COUNTRY}{}{:04}{:06}", self.scheme, self.year, self.serial);
        let residue = body.bytes().fold(0, |sum, byte| (sum * RADIX + value(byte)) % MODULUS);
        char::from(CHECKS[(residue % MODULUS) as usize])
    }
}

/// Letters count from 0 and digits from 0: they never stand in the same place.
fn value(byte: u8) -> u32 {
    u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' })
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{COUNTRY}-{}-{:04}-{:06}-{}", self.scheme, self.year, self.serial, self.check())
    }
}

impl FromStr for CertificateNumber {
    type Err = NumberFault;

    /// Reads a number as people type it: small letters, spaces, any kind of dash or none.
    fn from_str(text: &str) -> Result<Self, NumberFault> {
        if text.len() > 80 {
            return Err(NumberFault::Form);
        }
        let mut compact = String::with_capacity(20);
        for letter in text.chars() {
            match letter {
                'a'..='z' | 'A'..='Z' | '0'..='9' => compact.push(letter.to_ascii_uppercase()),
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
                space if space.is_whitespace() => {}
                _ => return Err(NumberFault::Form),
            }
        }
        let body = compact.strip_prefix(COUNTRY).ok_or(NumberFault::Form)?;
        let letters = body.bytes().take_while(u8::is_ascii_uppercase).count();
        let (scheme, tail) = body.split_at(letters);
        if tail.len() != 11 || !tail.bytes().take(10).all(|b| b.is_ascii_digit()) {
            return Err(NumberFault::Form);
        }
        let year = tail[..4].parse().map_err(|_| NumberFault::Form)?;
        let serial = tail[4..10].parse().map_err(|_| NumberFault::Form)?;
        let number = Self::new(scheme, year, serial)?;
        if tail.ends_with(number.check()) { Ok(number) } else { Err(NumberFault::Check) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_number() -> impl Strategy<Value = CertificateNumber> {
        ("[A-Z]{2,6}", 1000u16..=9999, 1u32..=LAST_SERIAL)
            .prop_map(|(scheme, year, serial)| CertificateNumber::new(&scheme, year, serial).unwrap())
    }

    #[test]
    fn is_written_in_five_parts() {
        let number = CertificateNumber::new("ZLE", 2026, 123).unwrap();
        let text = number.to_string();
        assert!(text.starts_with("ML-ZLE-2026-000123-"), "{text}");
        assert_eq!(text.len(), 20);
        assert_eq!((number.scheme(), number.year(), number.serial()), ("ZLE", 2026, 123));
    }

    #[test]
    fn is_read_as_people_type_it() {
        let number = CertificateNumber::new("ZLE", 2026, 123).unwrap();
        let text = number.to_string();
        let typed = [
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', ""),
            text.replace('-', "–"),
            format!("  {text}\n"),
        ];
        for typed in typed {
            assert_eq!(typed.parse::<CertificateNumber>().unwrap(), number, "{typed:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_number() {
        let others = [
            "",
            "ML",
            "ML-ZLE-2026-123-7",
            "FR-ZLE-2026-000123-7",
            "ML-ZLE-2026-000000-0",
            "ML-Z-2026-000123-7",
            "ML-ZLE-2O26-000123-7",
            "ML_ZLE_2026_000123_7",
            "ML-ZLÉ-2026-000123-7",
        ];
        for other in others {
            assert!(other.parse::<CertificateNumber>().is_err(), "{other}");
        }
        assert!("ML".repeat(500).parse::<CertificateNumber>().is_err());
        assert!(CertificateNumber::new("ZLE", 2026, 1_000_000).is_err());
        assert!(CertificateNumber::new("zle", 2026, 1).is_err());
    }

    #[test]
    fn check_characters_are_distinct_and_never_mistaken() {
        let mut seen: Vec<_> = CHECKS.to_vec();
        seen.dedup();
        assert_eq!(seen.len(), 31);
        assert!(!CHECKS.iter().any(|c| b"ILOUZ".contains(c)));
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(number in any_number()) {
            prop_assert_eq!(number.to_string().parse::<CertificateNumber>().unwrap(), number);
        }

        #[test]
        fn every_mistyped_character_is_detected(number in any_number(), place in 0usize..23, other in 0usize..36) {
            let text = number.to_string();
            let place = place % text.len();
            let other = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[other];
            let mut bytes = text.clone().into_bytes();
            prop_assume!(bytes[place] != b'-' && bytes[place] != other);
            bytes[place] = other;
            prop_assert!(String::from_utf8(bytes).unwrap().parse::<CertificateNumber>().is_err());
        }

        #[test]
        fn every_swap_of_neighbours_is_detected(number in any_number(), place in 0usize..22) {
            let text = number.to_string().replace('-', "");
            let place = place % (text.len() - 1);
            let mut bytes = text.clone().into_bytes();
            prop_assume!(bytes[place] != bytes[place + 1]);
            bytes.swap(place, place + 1);
            prop_assert!(String::from_utf8(bytes).unwrap().parse::<CertificateNumber>().is_err(), "{}", text);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,60}") {
            let _ = text.parse::<CertificateNumber>();
        }
    }
}
