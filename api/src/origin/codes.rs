//! The short codes the whole service speaks in: goods, schemes, countries. A value of these types has
//! been parsed, so nothing further in can meet a malformed one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not the code it claims to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// A goods code is 6, 8 or 10 digits of a chapter that exists (01 to 97, without the reserved 77).
    #[error("not a goods code of 6, 8 or 10 digits")]
    Hs,
    /// A prefix of a goods code is an even number of digits, from a chapter (2) to a tariff line (10).
    #[error("not the beginning of a goods code (2, 4, 6, 8 or 10 digits)")]
    HsPrefix,
    /// A scheme code is 2 to 6 capital letters or digits, beginning with a letter.
    #[error("not a scheme code of 2 to 6 capital letters or digits")]
    Scheme,
    /// A country code has the shape of ISO 3166-1 alpha-2; whether it exists is the reference data's word.
    #[error("not a country code of two capital letters")]
    Country,
}

/// Gives a validated text newtype the same conversions everywhere.
macro_rules! code {
    ($name:ident, $check:path) => {
        impl $name {
            /// Reads the code.
            ///
            /// # Errors
            /// The [`CodeFault`] of this kind of code when the text does not have its shape.
            pub fn parse(text: &str) -> Result<Self, CodeFault> {
                $check(text).map(Self)
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = CodeFault;

            fn from_str(text: &str) -> Result<Self, CodeFault> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeFault;

            fn try_from(text: String) -> Result<Self, CodeFault> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }
    };
}

/// A goods code of the Harmonized System, with the national or regional digits when they are known:
/// 6 digits (HS), 8 or 10 (the CEDEAO common tariff). Kept as bare digits; dots and spaces are accepted on input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsCode(String);

code!(HsCode, goods_code);

impl HsCode {
    /// The two digits of the chapter.
    #[must_use]
    pub fn chapter(&self) -> &str {
        &self.0[..2]
    }

    /// The four digits of the heading, the level at which a change of classification confers origin.
    #[must_use]
    pub fn heading(&self) -> &str {
        &self.0[..4]
    }

    /// The six digits every country shares: what a certificate prints.
    #[must_use]
    pub fn subheading(&self) -> &str {
        &self.0[..6]
    }

    #[must_use]
    pub fn begins_with(&self, prefix: &HsPrefix) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// As tariffs print it: `0102.29`, `0102.29.00.00`.
    #[must_use]
    pub fn dotted(&self) -> String {
        dotted(&self.0)
    }
}

/// The beginning of goods codes, by which a rule names a chapter, a heading, a subheading or one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsPrefix(String);

code!(HsPrefix, goods_prefix);

impl HsPrefix {
    #[must_use]
    pub fn dotted(&self) -> String {
        dotted(&self.0)
    }
}

/// The code of an arrangement under which origin is certified, such as `ZLE` or `NP`. It is part of
/// certificate numbers, hence its narrow alphabet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SchemeCode(String);

code!(SchemeCode, scheme_code);

/// A country by its two letters of ISO 3166-1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode(String);

code!(CountryCode, country_code);

fn digits_only(text: &str) -> Option<String> {
    let digits: String = text.trim().chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
}

fn chapter_exists(digits: &str) -> bool {
    matches!(digits.get(..2).and_then(|c| c.parse::<u8>().ok()), Some(1..=76 | 78..=97))
}

fn goods_code(text: &str) -> Result<String, CodeFault> {
    digits_only(text).filter(|digits| matches!(digits.len(), 6 | 8 | 10) && chapter_exists(digits)).ok_or(CodeFault::Hs)
}

fn goods_prefix(text: &str) -> Result<String, CodeFault> {
    digits_only(text)
        .filter(|digits| matches!(digits.len(), 2 | 4 | 6 | 8 | 10) && chapter_exists(digits))
        .ok_or(CodeFault::HsPrefix)
}

fn scheme_code(text: &str) -> Result<String, CodeFault> {
    let begins_with_letter = text.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
    let alphabet = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if begins_with_letter && alphabet && (2..=6).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err(CodeFault::Scheme)
    }
}

fn country_code(text: &str) -> Result<String, CodeFault> {
    let letters = text.bytes().all(|b| b.is_ascii_uppercase());
    if text.len() == 2 && letters { Ok(text.to_owned()) } else { Err(CodeFault::Country) }
}

fn dotted(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + 3);
    for (index, digit) in digits.chars().enumerate() {
        if index >= 4 && index % 2 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_codes_lose_their_dots_and_keep_their_digits() {
        let code = HsCode::parse(" 0102.29.00.00 ").unwrap();
        assert_eq!(code.as_str(), "0102290000");
        assert_eq!((code.chapter(), code.heading(), code.subheading()), ("01", "0102", "010229"));
        assert_eq!(code.dotted(), "0102.29.00.00");
        assert_eq!(HsCode::parse("710812").unwrap().dotted(), "7108.12");
    }

    #[test]
    fn what_is_not_a_goods_code_is_refused() {
        for text in [
            "",
            "0102",
            "01022",
            "0102290",
            "010229000",
            "01022900001",
            "000000",
            "771234",
            "981234",
            "0102-29",
            "01022é",
            "０１０２２９",
        ] {
            assert_eq!(HsCode::parse(text), Err(CodeFault::Hs), "{text}");
        }
    }

    #[test]
    fn a_prefix_covers_the_codes_it_begins() {
        let cattle = HsPrefix::parse("0102").unwrap();
        assert!(HsCode::parse("010229").unwrap().begins_with(&cattle));
        assert!(!HsCode::parse("010410").unwrap().begins_with(&cattle));
        assert_eq!(HsPrefix::parse("1202.41.10").unwrap().dotted(), "1202.41.10");
        assert_eq!(HsPrefix::parse("010"), Err(CodeFault::HsPrefix));
        assert_eq!(HsPrefix::parse(""), Err(CodeFault::HsPrefix));
    }

    #[test]
    fn scheme_and_country_codes_are_capitals() {
        assert_eq!(SchemeCode::parse("ZLE").unwrap().to_string(), "ZLE");
        for text in ["", "Z", "zle", "ZLECAFX", "Z-E", "1AB", "ZL "] {
            assert_eq!(SchemeCode::parse(text), Err(CodeFault::Scheme), "{text}");
        }
        assert_eq!(CountryCode::parse("CI").unwrap().as_str(), "CI");
        for text in ["", "C", "ci", "CIV", "C1", "ÇI"] {
            assert_eq!(CountryCode::parse(text), Err(CodeFault::Country), "{text}");
        }
    }

    #[test]
    fn json_holds_the_bare_text_and_refuses_the_rest() {
        let code: HsCode = serde_json::from_str("\"5201.00\"").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"520100\"");
        assert!(serde_json::from_str::<CountryCode>("\"Mali\"").is_err());
    }
}
