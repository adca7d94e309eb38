//! Deterministic CBOR (RFC 8949 §4.2.1): the few kinds of value a seal is made of, and only one encoding of each.
//!
//! The reader accepts nothing that the writer would not have written: shortest heads, definite lengths, map keys sorted by their
//! encoded bytes and never repeated, nothing after the value. Two different texts under the QR code therefore never mean the
//! same seal, and comparing bytes is comparing meaning.

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Integer(i64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Value>),
    /// Pairs in any order; the writer sorts them.
    Map(Vec<(Value, Value)>),
    Tag(u64, Box<Value>),
}

/// The bytes are not the deterministic encoding of a supported value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not deterministic CBOR at byte {0}")]
pub struct Malformed(pub usize);

/// Deeper than any seal; bounds the recursion of the reader.
const MAX_DEPTH: u8 = 8;

impl Value {
    /// A text value.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Appends the deterministic encoding.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Integer(n) if *n >= 0 => head(0, n.unsigned_abs(), out),
            Self::Integer(n) => head(1, !(*n) as u64, out),
            Self::Bytes(bytes) => {
                head(2, bytes.len() as u64, out);
                out.extend_from_slice(bytes);
            }
            Self::Text(text) => {
                head(3, text.len() as u64, out);
                out.extend_from_slice(text.as_bytes());
            }
            Self::Array(items) => {
                head(4, items.len() as u64, out);
                items.iter().for_each(|item| item.write(out));
            }
            Self::Map(pairs) => {
                head(5, pairs.len() as u64, out);
                let mut encoded: Vec<_> = pairs.iter().map(|(key, value)| (key.encode(), value)).collect();
                encoded.sort_by(|(a, _), (b, _)| a.cmp(b));
                for (key, value) in encoded {
                    out.extend_from_slice(&key);
                    value.write(out);
                }
            }
            Self::Tag(tag, value) => {
                head(6, *tag, out);
                value.write(out);
            }
        }
    }

    /// The deterministic encoding.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(300);
        self.write(&mut out);
        out
    }

    /// Reads one value that takes up all the bytes.
    ///
    /// # Errors
    /// [`Malformed`] with the place of the first byte that the writer would not have written.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader { bytes, at: 0 };
        let value = reader.value(MAX_DEPTH)?;
        if reader.at == bytes.len() { Ok(value) } else { Err(Malformed(reader.at)) }
    }

    /// The value under an integer key of a map.
    #[must_use]
    pub fn member(&self, key: i64) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs.iter().find(|(k, _)| *k == Self::Integer(key)).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The integer, if it is one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(n) = self { Some(*n) } else { None }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The bytes, if it is a byte string.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    /// The items, if it is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }
}

/// The initial byte and the shortest argument that holds `n`.
fn head(major: u8, n: u64, out: &mut Vec<u8>) {
    let major = major << 5;
    let bytes = n.to_be_bytes();
    match n {
        0..=23 => out.push(major | bytes[7]),
        24..=0xff => out.extend_from_slice(&[major | 24, bytes[7]]),
        0x100..=0xffff => {
            out.push(major | 25);
            out.extend_from_slice(&bytes[6..]);
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 26);
            out.extend_from_slice(&bytes[4..]);
        }
        _ => {
            out.push(major | 27);
            out.extend_from_slice(&bytes);
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.bytes.len()).ok_or(Malformed(self.at))?;
        let slice = &self.bytes[self.at..end];
        self.at = end;
        Ok(slice)
    }

    fn head(&mut self) -> Result<(u8, u64), Malformed> {
        let start = self.at;
        let initial = self.take(1)?[0];
        let (width, floor) = match initial & 31 {
            short @ 0..=23 => return Ok((initial >> 5, u64::from(short))),
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            27 => (8, 0x1_0000_0000),
            _ => return Err(Malformed(start)),
        };
        let argument = self.take(width)?.iter().fold(0u64, |n, byte| (n << 8) | u64::from(*byte));
        if argument < floor { Err(Malformed(start)) } else { Ok((initial >> 5, argument)) }
    }

    fn string(&mut self, length: u64) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(length).map_err(|_| Malformed(self.at))?;
        self.take(length)
    }

    fn value(&mut self, depth: u8) -> Result<Value, Malformed> {
        let start = self.at;
        let depth = depth.checked_sub(1).ok_or(Malformed(start))?;
        let (major, argument) = self.head()?;
        match major {
            0 => i64::try_from(argument).map(Value::Integer).map_err(|_| Malformed(start)),
            1 => i64::try_from(argument).map(|n| Value::Integer(!n)).map_err(|_| Malformed(start)),
            2 => Ok(Value::Bytes(self.string(argument)?.to_vec())),
            3 => {
                let text = std::str::from_utf8(self.string(argument)?).map_err(|_| Malformed(start))?;
                Ok(Value::text(text))
            }
            4 => (0..argument).map(|_| self.value(depth)).collect::<Result<_, _>>().map(Value::Array),
            5 => self.map(argument, depth),
            6 => Ok(Value::Tag(argument, Box::new(self.value(depth)?))),
            _ => Err(Malformed(start)),
        }
    }

    fn map(&mut self, count: u64, depth: u8) -> Result<Value, Malformed> {
        let mut pairs = Vec::new();
        let mut previous: Option<&[u8]> = None;
        for _ in 0..count {
            let start = self.at;
            let key = self.value(depth)?;
            let encoded = &self.bytes[start..self.at];
            if previous.is_some_and(|previous| previous >= encoded) {
                return Err(Malformed(start));
            }
            previous = Some(encoded);
            pairs.push((key, self.value(depth)?));
        }
        Ok(Value::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i64>().prop_map(Value::Integer),
            proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
            "\\PC{0,20}".prop_map(Value::Text),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                proptest::collection::btree_map(any::<i32>(), inner.clone(), 0..6)
                    .prop_map(|map| Value::Map(map.into_iter().map(|(k, v)| (Value::Integer(k.into()), v)).collect())),
                (any::<u64>(), inner).prop_map(|(tag, value)| Value::Tag(tag, Box::new(value))),
            ]
        })
    }

    #[test]
    fn writes_the_examples_of_rfc_8949() {
        let cases: &[(Value, &str)] = &[
            (Value::Integer(0), "00"),
            (Value::Integer(23), "17"),
            (Value::Integer(24), "1818"),
            (Value::Integer(1_000), "1903e8"),
            (Value::Integer(1_000_000), "1a000f4240"),
            (Value::Integer(1_000_000_000_000), "1b000000e8d4a51000"),
            (Value::Integer(-1), "20"),
            (Value::Integer(-1_000), "3903e7"),
            (Value::Bytes(vec![1, 2, 3, 4]), "4401020304"),
            (Value::text("ü"), "62c3bc"),
            (Value::Array(vec![Value::Integer(1), Value::Array(vec![Value::Integer(2)])]), "82018102"),
            (
                Value::Map(vec![(Value::Integer(3), Value::Integer(4)), (Value::Integer(1), Value::Integer(2))]),
                "a201020304",
            ),
            (Value::Tag(1, Box::new(Value::Integer(1_363_896_240))), "c11a514b67b0"),
        ];
        for (value, expected) in cases {
            assert_eq!(hex::encode(value.encode()), *expected);
        }
    }

    #[test]
    fn refuses_every_other_encoding() {
        let cases = [
            ("1817", "argument that fits in the head"),
            ("190018", "argument in two bytes that fits in one"),
            ("9f01ff", "indefinite length"),
            ("a203040102", "keys out of order"),
            ("a201020102", "key twice"),
            ("0000", "bytes after the value"),
            ("f6", "null"),
            ("f93c00", "fraction"),
            ("62c328", "not UTF-8"),
            ("4401", "cut short"),
            ("818181818181818181", "too deep"),
            ("9bffffffffffffffff", "longer than memory"),
            ("1bffffffffffffffff", "beyond 63 bits"),
        ];
        for (bytes, why) in cases {
            assert!(Value::decode(&hex::decode(bytes).unwrap()).is_err(), "{why}");
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(value in any_value()) {
            let bytes = value.encode();
            prop_assert_eq!(Value::decode(&bytes).unwrap().encode(), bytes);
        }

        #[test]
        fn what_it_reads_is_what_it_would_write(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(value) = Value::decode(&bytes) {
                prop_assert_eq!(value.encode(), bytes);
            }
        }

        #[test]
        fn an_independent_reader_agrees(value in any_value()) {
            let bytes = value.encode();
            let read: Result<ciborium::Value, _> = ciborium::from_reader(bytes.as_slice());
            prop_assert!(read.is_ok());
            let mut again = Vec::new();
            ciborium::into_writer(&read.unwrap(), &mut again).unwrap();
            prop_assert_eq!(again, bytes);
        }
    }
}
