//! Bytes as decimal digits: 7 bytes are 17 digits, and a tail of 1 to 6 bytes is 3, 5, 8, 10, 13 or 15.
//!
//! A QR symbol stores three digits in ten bits, a third denser than base64, and digits survive capitals, spaces and dictation.

/// Digits taken by a group of that many bytes.
const WIDTHS: [usize; 8] = [0, 3, 5, 8, 10, 13, 15, 17];

/// The digits are not the writing of any bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the digits do not stand for bytes")]
pub struct BadDigits;

/// How many digits `count` bytes take.
#[must_use]
pub const fn width(count: usize) -> usize {
    count / 7 * 17 + WIDTHS[count % 7]
}

/// Writes bytes as digits.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(width(bytes.len()));
    for group in bytes.chunks(7) {
        let number = group.iter().fold(0u64, |n, byte| (n << 8) | u64::from(*byte));
        out.push_str(&format!("{number:0width$}", width = WIDTHS[group.len()]));
    }
    out
}

/// Reads digits back.
///
/// # Errors
/// [`BadDigits`] for another character, an impossible length, or a group whose value no bytes have; so that no two
/// texts stand for the same bytes.
pub fn decode(digits: &str) -> Result<Vec<u8>, BadDigits> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadDigits);
    }
    let mut out = Vec::with_capacity(digits.len() / 2);
    for group in digits.as_bytes().chunks(17) {
        let count = WIDTHS.iter().position(|width| *width == group.len()).ok_or(BadDigits)?;
        let number = group.iter().fold(0u64, |n, digit| n * 10 + u64::from(digit - b'0'));
        if number >> (8 * count) != 0 {
            return Err(BadDigits);
        }
        out.extend_from_slice(&number.to_be_bytes()[8 - count..]);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_no_bytes_are_written_as() {
        for digits in ["2 5", "256", "1", "0012", "99999999999999999", "72057594037927936", "é12"] {
            assert_eq!(decode(digits), Err(BadDigits), "{digits}");
        }
        assert_eq!(decode("72057594037927935"), Ok(vec![255; 7]));
        assert_eq!(decode(""), Ok(vec![]));
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(bytes in proptest::collection::vec(any::<u8>(), 0..320)) {
            let digits = encode(&bytes);
            prop_assert_eq!(digits.len(), width(bytes.len()));
            prop_assert_eq!(decode(&digits).unwrap(), bytes);
        }

        #[test]
        fn what_it_reads_is_what_it_would_write(digits in "[0-9]{0,60}") {
            if let Ok(bytes) = decode(&digits) {
                prop_assert_eq!(encode(&bytes), digits);
            }
        }
    }
}
