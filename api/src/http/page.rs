//! Lists: keyset paging with a limit, never an offset.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::problem::Problem;
use crate::origin::day;
use crate::origin::fault::{Fault, FaultCode};

/// How many items a list gives when the caller does not say.
pub const LIMIT_DEFAULT: i64 = 25;
/// How many it gives at most.
pub const LIMIT_MAX: i64 = 100;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Give it back as `cursor` to read on; null at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// From one row more than asked for: the extra row only tells that there is more.
    pub fn cut(mut items: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}

/// A list that is always whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T> {
    pub items: Vec<T>,
}

/// The limit of a page, checked.
pub fn limit(given: Option<i64>) -> Result<i64, Problem> {
    match given {
        None => Ok(LIMIT_DEFAULT),
        Some(n) if (1..=LIMIT_MAX).contains(&n) => Ok(n),
        Some(_) => Err(Problem::invalid(vec![Fault::at("/limit", FaultCode::OutOfRange { min: 1, max: LIMIT_MAX })])),
    }
}

/// The cursor of a list that is ordered by identifier.
pub fn cursor_id(given: Option<&str>) -> Result<Option<Uuid>, Problem> {
    let malformed = || Problem::invalid(vec![Fault::at("/cursor", FaultCode::UnknownValue)]);
    given.map(|text| Uuid::parse_str(text).map_err(|_| malformed())).transpose()
}

/// A day that narrows something, `YYYY-MM-DD`.
pub fn day(pointer: &str, given: Option<&str>) -> Result<Option<NaiveDate>, Problem> {
    let malformed = || Problem::invalid(vec![Fault::at(pointer, FaultCode::Malformed { example: "2026-11-30" })]);
    given.filter(|text| !text.is_empty()).map(|text| day::day(text).ok_or_else(malformed)).transpose()
}

/// What every list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}
