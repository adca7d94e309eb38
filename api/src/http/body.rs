//! Reading what was sent: bounded, strict, and told precisely when it is wrong.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::NaiveDate;
use serde::Deserialize as _;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::caller::Admission;
use super::problem::Problem;
use crate::origin::fault::{Fault, FaultCode};
use crate::text::Text;

/// No JSON document of this API needs more.
pub const BODY_MAX_BYTES: usize = 256 * 1024;

/// A day that both engines keep and that means something in a registry.
pub fn day<'de, D: Deserializer<'de>>(given: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(given)?;
    crate::origin::day::day(&text).ok_or_else(|| D::Error::custom("a day is written 2026-11-21"))
}

/// The same where it may be absent.
pub fn optional_day<'de, D: Deserializer<'de>>(given: D) -> Result<Option<NaiveDate>, D::Error> {
    day(given).map(Some)
}

/// A JSON body, parsed. Members given twice are refused: two readers could each believe another one.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        let is_json = matches!(request.content_type(), "application/json" | "");
        let admission = request.extensions().get::<Admission>().cloned();
        Box::pin(async move {
            let read = read(bytes, is_json).await;
            if read.is_err() {
                Admission::before_errors(admission).await;
            }
            read.map(Self)
        })
    }
}

async fn read<T: DeserializeOwned>(
    bytes: impl Future<Output = Result<Bytes, actix_web::Error>>,
    is_json: bool,
) -> Result<T, Problem> {
    if !is_json {
        let title = Text::new("Envoyez du JSON (application/json).", "Send JSON (application/json).");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media", title));
    }
    parse(&bytes.await.map_err(|error| too_large_or_cut(&error))?)
}

/// What went wrong while the bytes were read.
pub fn too_large_or_cut(error: &actix_web::Error) -> Problem {
    if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::too_large(BODY_MAX_BYTES)
    } else {
        Problem::unreadable(Text::new("L'envoi a été interrompu.", "The request was cut short."))
    }
}

/// Parses a JSON document strictly; the fault's pointer says where it stopped making sense.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let mut check = serde_json::Deserializer::from_slice(bytes);
    NoDuplicates.deserialize(&mut check).and_then(|()| check.end()).map_err(|error| {
        Problem::unreadable(Text::new(format!("JSON invalide : {error}."), format!("Invalid JSON: {error}.")))
    })?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let why = error.inner().to_string();
        Problem::invalid(vec![Fault::at(pointer(error.path()), FaultCode::Unreadable { why })])
    })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                Some(format!("/{}", key.replace('~', "~0").replace('/', "~1")))
            }
            Segment::Unknown => None,
        })
        .collect()
}

/// Walks a JSON document and refuses an object that names a member twice, and the null character. The parser bounds the depth.
struct NoDuplicates;

impl<'de> DeserializeSeed<'de> for NoDuplicates {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NoDuplicates {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = std::collections::HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(serde::de::Error::custom(format_args!("member {key:?} is given twice")));
            }
            map.next_value_seed(Self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        // No text of ours contains U+0000, and PostgreSQL cannot even be asked about it.
        if text.contains('\0') { Err(E::custom("a text contains the null character")) } else { Ok(()) }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;

    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only parsed")]
        goods: Vec<i64>,
    }

    #[test]
    fn a_member_given_twice_is_refused_wherever_it_stands() {
        for text in [r#"{"goods":[],"goods":[1]}"#, r#"{"goods":[],"x":{"a":1,"a":2}}"#] {
            assert_eq!(parse::<serde_json::Value>(text.as_bytes()).unwrap_err().status_code(), 400);
        }
    }

    #[test]
    fn hostile_json_is_a_fault_and_never_a_panic() {
        let deep = "[".repeat(100_000);
        for text in [deep.as_str(), "{", "nul", "{\"goods\":1e999}", "\u{0}"] {
            assert!(parse::<Sample>(text.as_bytes()).is_err());
        }
        assert_eq!(parse::<Sample>(br#"{"goods":["x"]}"#).unwrap_err().status_code(), 422);
    }
}
