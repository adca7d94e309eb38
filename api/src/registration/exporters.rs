//! Exporting firms: registration with the papers of their profile, correction, and what the agency decides about them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::accounts::{ListedAccount, Reason, listed, unless_raced};
use crate::app::App;
use crate::documents::Document;
use crate::failure::Failure;
use crate::idempotent::Once;
use crate::identity::{Actor, Permission, Role};
use crate::origin::codes::CountryCode;
use crate::origin::contact;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::exporter::{ExporterAction, ExporterStatus, allowed_actions};
use crate::origin::fault::{FaultCode, Faults};
use crate::origin::refusal::Refusal;
use crate::origin::rules::Reference;
use crate::origin::search::{searchable, words};
use crate::store::events::EventWithActor;
use crate::store::exporters::{self as rows, ExporterRow};
use crate::store::{At, Conn, Document as Json, Id, StoreError, accounts, documents, events};

const NAME_MAX: usize = 160;
const LINE_MAX: usize = 160;
const IDENTIFIER_MAX: usize = 60;
const NOTE_MAX: usize = 1000;

/// Where a firm is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    pub street: String,
    pub city: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(example = "ML")]
    pub country: String,
}

/// What a firm says about itself, every field found good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Particulars {
    /// The kind of applicant, one of `/reference` `applicantProfiles`.
    #[schema(example = "company")]
    pub profile: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_name: Option<String>,
    /// By kind; the kinds are those of the profile.
    pub identifiers: BTreeMap<String, String>,
    pub address: Address,
    /// E.164.
    pub phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Particulars {
    /// Whether what the agency verified is the same: kind, name and identifiers.
    fn same_identity(&self, other: &Self) -> bool {
        (&self.profile, &self.name, &self.identifiers) == (&other.profile, &other.name, &other.identifiers)
    }

    fn search(&self) -> String {
        let mut texts = vec![self.name.as_str(), self.trade_name.as_deref().unwrap_or_default(), &self.address.city];
        texts.extend(self.identifiers.values().map(String::as_str));
        texts.push(&self.phone);
        searchable(&texts)
    }
}

/// A firm's particulars as sent, nothing checked yet. In a correction, members that are absent stay as they are.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(as = ExporterInput, example = json!({
    "profile": "producer", "name": "Coopérative Bɛnkadi", "identifiers": { "producer_card": "CP-SIK-00412" },
    "address": { "street": "Quartier Médine", "city": "Sikasso", "region": "Sikasso", "country": "ML" }, "phone": "70 12 34 56"
}))]
pub struct ExporterInput {
    #[schema(required = true)]
    pub profile: Option<String>,
    #[schema(required = true)]
    pub name: Option<String>,
    /// Null takes it away.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub trade_name: Option<Option<String>>,
    #[schema(required = true)]
    pub identifiers: Option<BTreeMap<String, String>>,
    #[schema(required = true)]
    pub address: Option<AddressInput>,
    #[schema(required = true)]
    pub phone: Option<String>,
    /// Null takes it away.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
}

/// An address as sent.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AddressInput {
    #[schema(required = true)]
    pub street: Option<String>,
    #[schema(required = true)]
    pub city: Option<String>,
    pub region: Option<String>,
    #[schema(required = true)]
    pub country: Option<String>,
}

/// Tells a member that is null from one that is absent.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl ExporterInput {
    /// The same with what is absent taken from what is known.
    fn over(self, known: &Particulars) -> Self {
        let address = || AddressInput {
            street: Some(known.address.street.clone()),
            city: Some(known.address.city.clone()),
            region: known.address.region.clone(),
            country: Some(known.address.country.clone()),
        };
        Self {
            profile: self.profile.or_else(|| Some(known.profile.clone())),
            name: self.name.or_else(|| Some(known.name.clone())),
            trade_name: self.trade_name.or_else(|| Some(known.trade_name.clone())),
            identifiers: self.identifiers.or_else(|| Some(known.identifiers.clone())),
            address: self.address.or_else(|| Some(address())),
            phone: self.phone.or_else(|| Some(known.phone.clone())),
            email: self.email.or_else(|| Some(known.email.clone())),
        }
    }

    /// Checks everything and tells every fault at once.
    pub fn check(&self, reference: &Reference) -> Result<Particulars, Failure> {
        let mut faults = Faults::default();
        let checked = self.checked(reference, &mut faults);
        Ok(faults.finish(checked)?)
    }

    fn checked(&self, reference: &Reference, faults: &mut Faults) -> Option<Particulars> {
        let profile = faults.text("/profile", self.profile.as_deref(), NAME_MAX);
        let name = faults.text("/name", self.name.as_deref(), NAME_MAX);
        let trade_name =
            faults.optional_text("/tradeName", self.trade_name.as_ref().and_then(|t| t.as_deref()), NAME_MAX);
        let identifiers = self.checked_identifiers(reference, profile.as_deref(), faults);
        let address = checked_address(self.address.clone().unwrap_or_default(), reference, faults);
        let phone = faults.text("/phone", self.phone.as_deref(), NAME_MAX);
        let phone = phone.and_then(|p| faults.keep("/phone", contact::phone(&p)));
        let email = self.email.as_ref().and_then(|e| e.as_deref()).filter(|e| !e.trim().is_empty());
        let email = email.and_then(|e| faults.keep("/email", contact::email(e)));
        Some(Particulars {
            profile: profile?,
            name: name?,
            trade_name,
            identifiers,
            address: address?,
            phone: phone?,
            email,
        })
    }

    /// The identifiers of the profile, each in capitals without double spaces. An unknown profile is one fault, not many.
    fn checked_identifiers(
        &self,
        reference: &Reference,
        profile: Option<&str>,
        faults: &mut Faults,
    ) -> BTreeMap<String, String> {
        let Some(profile) = profile else { return BTreeMap::new() };
        let Some(profile) = reference.profile(profile) else {
            faults.add("/profile", FaultCode::UnknownValue);
            return BTreeMap::new();
        };
        let given = self.identifiers.clone().unwrap_or_default();
        for kind in given.keys().filter(|kind| profile.identifiers.iter().all(|proof| proof.kind != **kind)) {
            faults.add(format!("/identifiers/{}", kind.replace('~', "~0").replace('/', "~1")), FaultCode::UnknownValue);
        }
        let mut good = BTreeMap::new();
        for proof in &profile.identifiers {
            let pointer = format!("/identifiers/{}", proof.kind);
            let text = given.get(&proof.kind).map(String::as_str);
            let text = if proof.required {
                faults.text(&pointer, text, IDENTIFIER_MAX)
            } else {
                faults.optional_text(&pointer, text, IDENTIFIER_MAX)
            };
            if let Some(text) = text.and_then(|text| faults.keep(&pointer, identifier(&text))) {
                good.insert(proof.kind.clone(), text);
            }
        }
        good
    }
}

/// An identifier as registers write it: capitals, digits and a few signs. Which pattern each register uses is not known
/// well enough to refuse anybody for it; the officer looks at the paper.
fn identifier(text: &str) -> Result<String, FaultCode> {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let lawful = tidy.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | ' ' | '°' | '_'));
    let has_digit = tidy.bytes().any(|b| b.is_ascii_digit());
    if lawful && has_digit { Ok(tidy) } else { Err(FaultCode::Malformed { example: "MA.BKO.2019.B.4471" }) }
}

fn checked_address(given: AddressInput, reference: &Reference, faults: &mut Faults) -> Option<Address> {
    let street = faults.text("/address/street", given.street.as_deref(), LINE_MAX);
    let city = faults.text("/address/city", given.city.as_deref(), LINE_MAX);
    let region = faults.optional_text("/address/region", given.region.as_deref(), LINE_MAX);
    let country = faults.text("/address/country", given.country.as_deref(), LINE_MAX);
    let country = country.and_then(|text| {
        let known = CountryCode::parse(&text).is_ok_and(|code| reference.country(&code).is_some());
        faults.keep("/address/country", if known { Ok(text) } else { Err(FaultCode::UnknownCountry) })
    });
    Some(Address { street: street?, city: city?, region, country: country? })
}

/// A firm as its people and the agency see it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Exporter {
    pub id: Uuid,
    #[serde(flatten)]
    pub particulars: Particulars,
    pub status: ExporterStatus,
    /// Why, as the officer wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    /// Give it back in `If-Match` when correcting.
    pub version: i64,
    pub documents: Vec<Document>,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<DateTime<Utc>>,
    /// What the caller may do now: `verify`, `suspend`, `reinstate`, `reject`, `edit`.
    pub allowed_actions: Vec<&'static str>,
}

fn present_to(conn: &mut Conn, row: ExporterRow, role: Role) -> Result<Exporter, StoreError> {
    let documents = documents::of_owner(conn, "exporter", row.id.0)?;
    summary(row, documents.into_iter().map(Document::from).collect(), role)
}

fn summary(row: ExporterRow, documents: Vec<Document>, role: Role) -> Result<Exporter, StoreError> {
    Ok(Exporter {
        id: row.id.0,
        particulars: row.particulars.parse()?,
        status: row.status,
        status_reason: row.status_reason,
        version: row.version,
        documents,
        created_at: row.created_at.0,
        verified_at: row.verified_at.map(|at| at.0),
        allowed_actions: allowed_actions(row.status, role),
    })
}

/// What a firm is called in its history: an artisan's name is personal, so no name.
#[must_use]
pub fn label(id: Uuid) -> String {
    let id = id.simple().to_string().to_uppercase();
    format!("EX-{}", id.get(24..).unwrap_or_default())
}

/// Registers the caller's firm. Asked twice with the same key, it is registered once.
pub async fn register(app: &App, actor: Actor, key: String, given: ExporterInput) -> Result<Exporter, Failure> {
    let once = Once::new(actor.account_id, key, "create_exporter", &given)?;
    let particulars = given.check(app.rules.reference())?;
    let stamp = app.clock.stamp();
    app.db
        .write(move |conn| {
            let (id, _) = once.run(conn, stamp.now, |conn| {
                let row = new_row(stamp.ids().make(), &actor, &particulars, At(stamp.now))?;
                rows::insert(conn, &row)?;
                if !accounts::set_exporter(conn, actor.account_id, row.id.0)? {
                    return Err(Refusal::AlreadyRegistered.into());
                }
                let mut happening =
                    Happening::new(RecordKind::Exporter, row.id.0, label(row.id.0), By::from(&actor), "register");
                happening.to = Some(row.status.as_str());
                events::append(conn, &happening, stamp.now)?;
                Ok(row.id.0)
            })?;
            let row = rows::find(conn, id)?;
            Ok(present_to(conn, row, actor.role)?)
        })
        .await
}

fn new_row(id: Uuid, actor: &Actor, particulars: &Particulars, now: At) -> Result<ExporterRow, StoreError> {
    Ok(ExporterRow {
        id: Id(id),
        status: ExporterStatus::Pending,
        status_reason: None,
        profile: particulars.profile.clone(),
        name: particulars.name.clone(),
        search: particulars.search(),
        particulars: Json::of(particulars)?,
        created_by: Id(actor.account_id),
        created_at: now,
        verified_at: None,
        version: 1,
    })
}

/// Who may see a firm: its own people, and the roles that read exporters. Others of the agency may know that it
/// exists; other firms may not.
fn may_see(actor: &Actor, id: Uuid) -> Result<(), Failure> {
    match (actor.role.is_exporter(), actor.role.may(Permission::ReadExporters)) {
        (true, _) => own_firm(actor, id),
        (false, true) => Ok(()),
        (false, false) => Err(Failure::Forbidden),
    }
}

/// One firm.
pub async fn read(app: &App, actor: Actor, id: Uuid) -> Result<Exporter, Failure> {
    may_see(&actor, id)?;
    app.db
        .read(move |conn| {
            let row = rows::find(conn, id)?;
            Ok(present_to(conn, row, actor.role)?)
        })
        .await
}

/// A list of firms to ask for.
#[derive(Debug, Default)]
pub struct Asked {
    pub status: Option<ExporterStatus>,
    pub question: Option<String>,
    pub before: Option<Uuid>,
    pub limit: i64,
}

/// Firms, newest first, one more than the limit when there are more. Their documents are not in the list.
pub async fn list(app: &App, actor: Actor, asked: Asked) -> Result<Vec<Exporter>, Failure> {
    let wanted = rows::Wanted {
        status: asked.status,
        words: words(asked.question.as_deref().unwrap_or_default()),
        before: asked.before,
        limit: asked.limit,
    };
    app.db
        .read(move |conn| {
            let found = rows::list(conn, &wanted)?;
            Ok(found.into_iter().map(|row| summary(row, Vec::new(), actor.role)).collect::<Result<_, _>>()?)
        })
        .await
}

/// Corrects a firm's particulars. Changing what was verified sends it back to be verified.
pub async fn correct(
    app: &App,
    actor: Actor,
    id: Uuid,
    version: i64,
    given: ExporterInput,
) -> Result<Exporter, Failure> {
    own_firm(&actor, id)?;
    let (now, reference) = (app.clock.now(), app.rules.clone());
    app.db
        .write(move |conn| {
            let before = rows::find(conn, id)?;
            if before.version != version {
                let current = serde_json::to_value(present_to(conn, before, actor.role)?);
                let current = current.map_err(|e| StoreError::Corrupt(e.to_string()))?;
                return Err(Failure::Changed(Box::new(current)));
            }
            let known: Particulars = before.particulars.clone().parse()?;
            let wished = given.clone().over(&known).check(reference.reference())?;
            let same = wished.same_identity(&known);
            let action = if same { ExporterAction::Edit } else { ExporterAction::ChangeIdentity };
            let after = corrected(&before, &wished, action)?;
            unless_raced(rows::replace(conn, &before, &after)?)?;
            let happening = Happening::new(RecordKind::Exporter, id, label(id), By::from(&actor), action.as_str())
                .change(before.status.as_str(), after.status.as_str());
            events::append(conn, &happening, now)?;
            let row = rows::find(conn, id)?;
            Ok(present_to(conn, row, actor.role)?)
        })
        .await
}

fn corrected(before: &ExporterRow, wished: &Particulars, action: ExporterAction) -> Result<ExporterRow, Failure> {
    let status = before.status.after(action)?;
    let unchanged = status == before.status;
    Ok(ExporterRow {
        status,
        // The reason of a rejection stays on the screen until an officer has looked again.
        status_reason: before.status_reason.clone().filter(|_| unchanged || before.status == ExporterStatus::Rejected),
        verified_at: before.verified_at.filter(|_| status != ExporterStatus::Pending),
        profile: wished.profile.clone(),
        name: wished.name.clone(),
        search: wished.search(),
        particulars: Json::of(wished)?,
        ..before.clone()
    })
}

/// What an officer writes when verifying, if anything.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "note": "RCCM et NIF vus" }))]
pub struct Note {
    #[serde(default)]
    pub note: Option<String>,
}

/// The officer finds the firm to be what it says.
pub async fn verify(app: &App, actor: Actor, id: Uuid, note: &Note) -> Result<Exporter, Failure> {
    let mut faults = Faults::default();
    let note = faults.optional_text("/note", note.note.as_deref(), NOTE_MAX);
    let note = faults.finish(Some(note))?;
    decide(app, actor, id, ExporterAction::Verify, note).await
}

/// The officer suspends, reinstates or rejects the firm; the reason is shown to it.
pub async fn decide_because(
    app: &App,
    actor: Actor,
    id: Uuid,
    action: ExporterAction,
    reason: &Reason,
) -> Result<Exporter, Failure> {
    let reason = reason.read()?;
    decide(app, actor, id, action, Some(reason)).await
}

async fn decide(
    app: &App,
    actor: Actor,
    id: Uuid,
    action: ExporterAction,
    reason: Option<String>,
) -> Result<Exporter, Failure> {
    if !action.is_for(actor.role) {
        return Err(Failure::Forbidden);
    }
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let before = rows::find(conn, id)?;
            let status = before.status.after(action)?;
            let verified_at = if action == ExporterAction::Verify { Some(At(now)) } else { before.verified_at };
            let after = ExporterRow { status, status_reason: reason.clone(), verified_at, ..before.clone() };
            unless_raced(rows::replace(conn, &before, &after)?)?;
            let mut happening = Happening::new(RecordKind::Exporter, id, label(id), By::from(&actor), action.as_str())
                .change(before.status.as_str(), status.as_str());
            happening.reason.clone_from(&reason);
            events::append(conn, &happening, now)?;
            let row = rows::find(conn, id)?;
            Ok(present_to(conn, row, actor.role)?)
        })
        .await
}

/// The firm the caller administers; other firms do not exist for them.
pub fn own_firm(actor: &Actor, id: Uuid) -> Result<(), Failure> {
    if actor.exporter_id == Some(id) { Ok(()) } else { Err(Failure::NotFound) }
}

/// More people than any firm has. Its list is shown whole.
pub(super) const MEMBERS_MAX: i64 = 200;

/// The firm's people.
pub async fn members(app: &App, actor: Actor, id: Uuid) -> Result<Vec<ListedAccount>, Failure> {
    may_see(&actor, id)?;
    let wanted = accounts::Wanted { exporter: Some(id), limit: MEMBERS_MAX, ..accounts::Wanted::default() };
    app.db.read(move |conn| listed(conn, &wanted)).await
}

/// The firm's history, oldest first.
pub async fn timeline(app: &App, actor: Actor, id: Uuid) -> Result<Vec<EventWithActor>, Failure> {
    may_see(&actor, id)?;
    app.db
        .read(move |conn| {
            rows::find(conn, id)?;
            Ok(crate::audit::told_to(&actor, events::of_record(conn, RecordKind::Exporter, &id.to_string())?))
        })
        .await
}
