//! Money: whole francs of the West African CFA zone.
//!
//! The XOF has no minor unit (ISO 4217, exponent 0), so an amount is an integer and nothing here knows
//! decimals or floats. Arithmetic is checked: an amount that cannot be represented is an error, never a wrap.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// ISO 4217 code of the only currency fees are charged in.
pub const XOF: &str = "XOF";

/// An amount in whole francs (XOF). May be negative, as a difference or a counter-entry.
///
/// Bounded by ±(2^53 − 1) so that a browser, whose numbers are doubles, reads every amount exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Francs(i64);

/// Why a number or a text is not an amount of francs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result would lie outside what [`Francs`] can hold.
    #[error("the amount is out of range")]
    OutOfRange,
    /// The text is not a plain whole number.
    #[error("the amount is not a whole number of francs")]
    NotWhole,
}

impl Francs {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// The largest amount: 2^53 − 1 francs.
    pub const MAX: Self = Self(9_007_199_254_740_991);

    /// An amount of `francs` whole francs.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] beyond ±(2^53 − 1).
    pub const fn new(francs: i64) -> Result<Self, MoneyError> {
        if francs > Self::MAX.0 || francs < -Self::MAX.0 {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self(francs))
    }

    /// The number of whole francs.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// True above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the sum cannot be held.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Self::new(self.0.checked_add(other.0).ok_or(MoneyError::OutOfRange)?)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the difference cannot be held.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        Self::new(self.0.checked_sub(other.0).ok_or(MoneyError::OutOfRange)?)
    }

    /// `count` times this amount.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the product cannot be held.
    pub fn times(self, count: i64) -> Result<Self, MoneyError> {
        Self::new(self.0.checked_mul(count).ok_or(MoneyError::OutOfRange)?)
    }

    /// The sum of many amounts; zero of none.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] as soon as a partial sum cannot be held.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// The amount as [`fcfa`] writes it.
    #[must_use]
    pub fn display_fcfa(self) -> String {
        fcfa(self.0)
    }
}

/// Whole francs as people in Mali read them: `1 500 FCFA`, groups of three parted by narrow no-break spaces, so that a line never
/// breaks inside an amount.
#[must_use]
pub fn fcfa(francs: i64) -> String {
    let digits = francs.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 2 + 8);
    if francs < 0 {
        text.push('\u{2212}');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text.push_str("\u{a0}FCFA");
    text
}

impl TryFrom<i64> for Francs {
    type Error = MoneyError;

    fn try_from(francs: i64) -> Result<Self, MoneyError> {
        Self::new(francs)
    }
}

impl From<Francs> for i64 {
    fn from(amount: Francs) -> Self {
        amount.0
    }
}

/// Plain digits, as operators write amounts on the wire.
impl fmt::Display for Francs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads plain ASCII digits with an optional leading minus, as [`Francs`] prints them. Spaces, plus signs, leading
/// zeros, decimals and exponents are refused: an operator that writes `1500.00` or `1e3` is asked to explain itself,
/// not interpreted.
impl FromStr for Francs {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let padded = digits.len() > 1 && digits.starts_with('0');
        if !plain || padded || text == "-0" {
            return Err(MoneyError::NotWhole);
        }
        Self::new(text.parse().map_err(|_| MoneyError::OutOfRange)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn francs(amount: i64) -> Francs {
        Francs::new(amount).unwrap()
    }

    #[test]
    fn reads_only_plain_whole_numbers() {
        assert_eq!("1500".parse(), Ok(francs(1500)));
        assert_eq!("-3".parse(), Ok(francs(-3)));
        assert_eq!("0".parse(), Ok(Francs::ZERO));
        for text in ["", "-", "-0", "+1", "1 500", "1500.00", "1e3", "0x10", "01500", "1500 ", "١٥٠٠", "1\u{202f}500"]
        {
            assert_eq!(text.parse::<Francs>(), Err(MoneyError::NotWhole), "{text:?}");
        }
        for text in ["9007199254740992", "99999999999999999999999"] {
            assert_eq!(text.parse::<Francs>(), Err(MoneyError::OutOfRange), "{text:?}");
        }
    }

    #[test]
    fn shows_groups_of_three() {
        assert_eq!(francs(0).display_fcfa(), "0\u{a0}FCFA");
        assert_eq!(francs(999).display_fcfa(), "999\u{a0}FCFA");
        assert_eq!(francs(1500).display_fcfa(), "1\u{202f}500\u{a0}FCFA");
        assert_eq!(francs(-1_234_567).display_fcfa(), "\u{2212}1\u{202f}234\u{202f}567\u{a0}FCFA");
    }

    #[test]
    fn json_is_an_integer_within_the_bound() {
        assert_eq!(serde_json::to_string(&francs(1500)).unwrap(), "1500");
        assert_eq!(serde_json::from_str::<Francs>("1500").unwrap(), francs(1500));
        assert!(serde_json::from_str::<Francs>("1500.5").is_err());
        assert!(serde_json::from_str::<Francs>("\"1500\"").is_err());
        assert!(serde_json::from_str::<Francs>("9007199254740993").is_err());
    }

    proptest! {
        #[test]
        fn prints_what_it_reads(amount in -Francs::MAX.0..=Francs::MAX.0) {
            prop_assert_eq!(francs(amount).to_string().parse(), Ok(francs(amount)));
        }

        #[test]
        fn arithmetic_is_exact_or_refused(a: i64, b: i64) {
            let exact = i128::from(a) + i128::from(b);
            match (Francs::new(a), Francs::new(b)) {
                (Ok(x), Ok(y)) => match x.plus(y) {
                    Ok(sum) => {
                        prop_assert_eq!(i128::from(sum.get()), exact);
                        prop_assert_eq!(sum.minus(y), Ok(x));
                    }
                    Err(_) => prop_assert!(exact.unsigned_abs() > Francs::MAX.0 as u128),
                },
                _ => prop_assert!(a.unsigned_abs().max(b.unsigned_abs()) > Francs::MAX.0 as u64),
            }
        }

        #[test]
        fn products_never_wrap(amount in -Francs::MAX.0..=Francs::MAX.0, count: i64) {
            if let Ok(product) = francs(amount).times(count) {
                prop_assert_eq!(i128::from(product.get()), i128::from(amount) * i128::from(count));
            }
        }

        #[test]
        fn never_panics_on_any_text(text in ".*") {
            let _ = text.parse::<Francs>();
        }
    }
}
