//! The history as it is shown: timelines of records, the auditor's search, and the check of the chains.

use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::caller::{Caller, right};
use super::page::{self, Page};
use super::problem::Problem;
use crate::app::App;
use crate::audit::{self, Check};
use crate::identity::Role;
use crate::origin::day;
use crate::origin::event::RecordKind;
use crate::origin::fault::{Fault, FaultCode};
use crate::store::events::{EventWithActor, Search, Who};

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config.service(list_events).service(check_events);
}

/// Who did what to which record, when, from which state to which, and why.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Event)]
pub struct EventView {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// Null when the service acted by itself.
    pub actor: Option<EventActor>,
    #[schema(example = "submit")]
    pub action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "draft")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "submitted")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub record: EventRecord,
    /// Its global number; absent during the moment before it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
}

/// The person who acted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventActor {
    /// Absent where only the office may be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Awa Traoré")]
    pub name: Option<String>,
    /// The role the person had at that moment.
    pub role: String,
}

/// The record something was done to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventRecord {
    #[schema(example = "application")]
    pub kind: String,
    pub id: String,
    /// What a person calls it: a reference, a number.
    pub label: String,
}

impl From<EventWithActor> for EventView {
    fn from((event, name, number): EventWithActor) -> Self {
        let role = event.actor_role;
        Self {
            id: event.id.0,
            at: event.at.0,
            actor: event.actor_id.map(|_| EventActor { name, role }),
            action: event.action,
            from: event.from_state,
            to: event.to_state,
            reason: event.reason,
            record: EventRecord { kind: event.record_kind, id: event.record_id, label: event.record_label },
            number,
        }
    }
}

/// What an auditor looks for. Every parameter narrows the search.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// The beginning of a record's reference or number, or an identifier.
    #[param(example = "ML-ZLE-2026-")]
    pub q: Option<String>,
    pub kind: Option<RecordKind>,
    #[param(example = "approve")]
    pub action: Option<String>,
    /// An account's identifier, a role, or part of a name.
    pub actor: Option<String>,
    /// From this day or moment on, UTC.
    #[param(example = "2026-11-01")]
    pub from: Option<String>,
    /// Until this day or moment, the day included.
    #[param(example = "2026-11-30")]
    pub to: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Longer texts find nothing.
const TEXT_MAX_CHARS: usize = 100;

impl EventsQuery {
    fn search(&self) -> Result<Search, Problem> {
        let mut faults = Vec::new();
        let mut told = |pointer, text: &Option<String>| {
            let text = text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
            if text.as_ref().is_some_and(|t| t.chars().count() > TEXT_MAX_CHARS || t.contains('\0')) {
                faults.push(Fault::at(pointer, FaultCode::TooLong { max: TEXT_MAX_CHARS }));
            }
            text
        };
        let (q, action, actor) = (told("/q", &self.q), told("/action", &self.action), told("/actor", &self.actor));
        let (from, to) = (told("/from", &self.from), told("/to", &self.to));
        let from = from.and_then(|text| moment("/from", &text, TimeDelta::zero(), &mut faults));
        let until = to.and_then(|text| moment("/to", &text, TimeDelta::days(1), &mut faults));
        let before = self.cursor.as_deref().map(read_cursor);
        if before == Some(None) {
            faults.push(Fault::at("/cursor", FaultCode::UnknownValue));
        }
        let limit = page::limit(self.limit)?;
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let id = q.as_deref().and_then(|q| Uuid::parse_str(q).ok());
        let (label, before) = (q.filter(|_| id.is_none()), before.flatten());
        Ok(Search { label, id, kind: self.kind, action, who: actor.map(who), from, until, before, limit: limit + 1 })
    }
}

fn who(text: String) -> Who {
    match (Uuid::parse_str(&text), text.parse::<Role>()) {
        (Ok(id), _) => Who::Account(id),
        (_, Ok(role)) => Who::Role(role.as_str().to_owned()),
        _ if text == "service" => Who::Role(text),
        _ => Who::Named(text),
    }
}

/// A day, to whose beginning `whole_day` is added, or a moment as it is.
fn moment(pointer: &str, text: &str, whole_day: TimeDelta, faults: &mut Vec<Fault>) -> Option<DateTime<Utc>> {
    let day = day::day(text).and_then(|day| day.and_hms_opt(0, 0, 0));
    let day = day.and_then(|day| day.and_utc().checked_add_signed(whole_day));
    let found = day.or_else(|| day::moment(text));
    if found.is_none() {
        faults.push(Fault::at(pointer, FaultCode::Malformed { example: "2026-11-30" }));
    }
    found
}

fn cursor(event: &EventView) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}.{}", event.at.timestamp_micros(), event.id))
}

fn read_cursor(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (micros, id) = plain.split_once('.')?;
    Some((day::moment_of_micros(micros.parse().ok()?)?, Uuid::parse_str(id).ok()?))
}

/// Search the history, newest first.
#[utoipa::path(
    tag = "audit", params(EventsQuery), security(("bearer" = [])), responses((status = 200, body = Page<EventView>))
)]
#[get("/events")]
pub async fn list_events(
    app: Data<App>,
    query: Query<EventsQuery>,
    _caller: Caller<right::ReadAudit>,
) -> Result<HttpResponse, Problem> {
    let search = query.search()?;
    let limit = search.limit - 1;
    let found: Vec<EventView> = audit::search(&app, search).await?.into_iter().map(EventView::from).collect();
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Page::cut(found, limit, cursor)))
}

/// Check that nobody has rewritten the history: every event's hash, every record's chain, the global chain.
#[utoipa::path(tag = "audit", security(("bearer" = [])), responses((status = 200, body = Check)))]
#[post("/event-checks")]
pub async fn check_events(app: Data<App>, _caller: Caller<right::CheckAudit>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(audit::check(&app).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is_one() {
        let at = DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap();
        let text = URL_SAFE_NO_PAD.encode(format!("{}.{}", at.timestamp_micros(), Uuid::nil()));
        assert_eq!(read_cursor(&text), Some((at, Uuid::nil())));
        for wrong in ["", "x", "AAAA", &URL_SAFE_NO_PAD.encode("1.2"), "é"] {
            assert_eq!(read_cursor(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_last_day_is_included_and_a_moment_is_exact() {
        let mut faults = Vec::new();
        let day = TimeDelta::days(1);
        let at = |text: &str, faults: &mut Vec<Fault>| moment("/to", text, day, faults).map(|at| at.to_rfc3339());
        assert_eq!(at("2026-11-30", &mut faults).unwrap(), "2026-12-01T00:00:00+00:00");
        assert_eq!(at("2026-11-30T10:00:00Z", &mut faults).unwrap(), "2026-11-30T10:00:00+00:00");
        assert_eq!(at("30/11/2026", &mut faults), None);
        assert_eq!(faults.len(), 1);
    }
}
