//! Canonical JSON (RFC 8785), for records made of strings, integers, booleans, arrays and objects.
//!
//! The hash of a certificate is the hash of this form, so that two programs in two languages that hold the same record
//! hold the same hash. Fractions are refused rather than printed: ECMAScript's number format is the difficult half of the
//! RFC, and a certificate has none (money is whole francs, weight is whole grams).

use serde_json::Value;

/// Largest integer every JSON reader keeps exactly (2⁵³ − 1).
const MAX_EXACT: i64 = 9_007_199_254_740_991;

/// What cannot be written canonically.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    #[error("the number {0} has a fraction or lies beyond 2^53 - 1")]
    Number(String),
    #[error("the record does not serialise: {0}")]
    Serialise(String),
}

/// The canonical bytes of any serialisable value.
///
/// # Errors
/// [`NotCanonical`] when it holds a fraction, an integer beyond 2⁵³ − 1, or a map with keys that are not strings.
pub fn canonical(value: &impl serde::Serialize) -> Result<Vec<u8>, NotCanonical> {
    let tree = serde_json::to_value(value).map_err(|fault| NotCanonical::Serialise(fault.to_string()))?;
    let mut out = Vec::with_capacity(2048);
    write_value(&tree, &mut out)?;
    Ok(out)
}

fn write_value(value: &Value, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let exact = number.as_i64().filter(|n| (-MAX_EXACT..=MAX_EXACT).contains(n));
            let exact = exact.ok_or_else(|| NotCanonical::Number(number.to_string()))?;
            out.extend_from_slice(exact.to_string().as_bytes());
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            // The RFC sorts by UTF-16 code units, which differs from the order of bytes beyond U+FFFF.
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push(b'{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_string(key, out);
                out.push(b':');
                write_value(member, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// Escapes what ECMAScript's `JSON.stringify` escapes and nothing else (RFC 8785 §3.2.2.2).
fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for letter in text.chars() {
        match letter {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            '\r' => out.extend_from_slice(b"\\r"),
            control if control < ' ' => out.extend_from_slice(format!("\\u{:04x}", control as u32).as_bytes()),
            other => out.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> String {
        let value: Value = serde_json::from_str(json).unwrap();
        String::from_utf8(canonical(&value).unwrap()).unwrap()
    }

    #[test]
    fn sorts_by_utf16_code_units_as_the_rfc_shows() {
        // RFC 8785 §3.2.3: the emoji (a surrogate pair) sorts before U+FB33, which its UTF-8 bytes would not do.
        let json = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
            "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
        let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\
            \"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
        assert_eq!(text(json), expected);
    }

    #[test]
    fn escapes_strings_as_the_rfc_shows() {
        // The string and literals of RFC 8785 §3.2.2.
        let json = r#"{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#;
        assert_eq!(text(json), "{\"literals\":[null,true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    #[test]
    fn removes_whitespace_and_sorts_nested_objects() {
        let json = r#"{ "b" : [ { "z" : 1, "a" : -2 } ], "a" : { "é": "", "e": 0 } }"#;
        assert_eq!(text(json), r#"{"a":{"e":0,"é":""},"b":[{"a":-2,"z":1}]}"#);
    }

    #[test]
    fn refuses_numbers_that_not_every_reader_keeps() {
        for json in ["1.5", "9007199254740992", "-9007199254740992", "1e30"] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert!(matches!(canonical(&value), Err(NotCanonical::Number(_))), "{json}");
        }
        assert_eq!(text("9007199254740991"), "9007199254740991");
    }
}
