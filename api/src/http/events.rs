//! The history as it is shown: timelines of records, the auditor's search, and the check of the chains.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::store::events::EventWithActor;

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
    pub name: String,
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
            actor: event.actor_id.map(|_| EventActor { name: name.unwrap_or_default(), role }),
            action: event.action,
            from: event.from_state,
            to: event.to_state,
            reason: event.reason,
            record: EventRecord { kind: event.record_kind, id: event.record_id, label: event.record_label },
            number,
        }
    }
}
