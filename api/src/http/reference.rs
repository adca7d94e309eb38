//! What people choose from and what applies today: lists, schemes, products, fees, export measures. Public and
//! cacheable; an administrator adds to the dated ones.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::body::Body;
use super::caller::{Caller, right};
use super::conditional::tagged;
use super::page::{self, Items};
use super::problem::Problem;
use crate::app::App;
use crate::origin::codes::{CountryCode, HsPrefix, SchemeCode};
use crate::origin::day;
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::rules::{
    ApplicantProfile, Basis, CriterionDetail, Destinations, Effect, ExportMeasure, FeeRate, Named, Product, Proof,
    ProofKind, Rules, SchemeOn, SchemeStatus, StatusPeriod,
};
use crate::rules;
use crate::store::rules::StoredMeasure;
use crate::text::Text;

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get_reference)
        .service(list_schemes)
        .service(set_scheme_status)
        .service(list_products)
        .service(list_fees)
        .service(create_fee)
        .service(list_measures)
        .service(create_measure)
        .service(end_measure);
}

/// The lists change with the program, so a client may keep them for an hour.
const LISTS_KEPT_S: u32 = 3600;
/// Everything an administrator can change is asked for again, and answered with 304 when it did not change.
const ASKED_EACH_TIME: u32 = 0;
/// The longest legal reference or reason.
pub(super) const SOURCE_MAX_CHARS: usize = 500;
const LABEL_MAX_CHARS: usize = 300;
/// No fee of this service will ever be ten million francs.
const FEE_MAX_XOF: i64 = 10_000_000;

/// A code and what people call it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NamedView {
    pub code: String,
    pub name: Text,
}

impl From<&Named> for NamedView {
    fn from(named: &Named) -> Self {
        Self { code: named.code.clone(), name: named.name.clone() }
    }
}

/// A country and the zones it belongs to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountryView {
    #[schema(example = "SN")]
    pub code: String,
    pub name: Text,
    #[schema(example = json!(["uemoa", "cedeao", "zlecaf"]))]
    pub zones: Vec<String>,
}

/// A kind of document one attaches.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentKindView {
    #[schema(example = "commercial_invoice")]
    pub code: String,
    pub name: Text,
    /// Asked for on every application; others depend on the goods and the criterion.
    pub required: bool,
}

/// An identifier or a paper of an exporter.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProofView {
    #[schema(example = "rccm")]
    pub kind: String,
    pub name: Text,
    pub required: bool,
}

impl From<&Proof> for ProofView {
    fn from(proof: &Proof) -> Self {
        Self { kind: proof.kind.clone(), name: proof.name.clone(), required: proof.required }
    }
}

/// A kind of exporter and the proofs it has.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicantProfileView {
    #[schema(example = "producer")]
    pub code: String,
    pub name: Text,
    pub hint: Text,
    pub identifiers: Vec<ProofView>,
    pub papers: Vec<ProofView>,
}

impl From<&ApplicantProfile> for ApplicantProfileView {
    fn from(profile: &ApplicantProfile) -> Self {
        Self {
            code: profile.code.clone(),
            name: profile.name.clone(),
            hint: profile.hint.clone(),
            identifiers: profile.identifiers.iter().map(Into::into).collect(),
            papers: profile.papers.iter().map(Into::into).collect(),
        }
    }
}

/// Every list of choices.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reference)]
pub struct ReferenceView {
    pub countries: Vec<CountryView>,
    /// UN/ECE Recommendation 19.
    pub transport_modes: Vec<NamedView>,
    /// UN/ECE Recommendation 21.
    pub package_kinds: Vec<NamedView>,
    pub incoterms: Vec<String>,
    pub currencies: Vec<String>,
    pub document_kinds: Vec<DocumentKindView>,
    pub applicant_profiles: Vec<ApplicantProfileView>,
    pub return_reasons: Vec<NamedView>,
    pub refusal_reasons: Vec<NamedView>,
    pub revocation_reasons: Vec<NamedView>,
}

impl From<&Rules> for ReferenceView {
    fn from(rules: &Rules) -> Self {
        let lists = rules.reference();
        let named = |list: &[Named]| list.iter().map(NamedView::from).collect();
        let country = |c: &crate::origin::rules::Country| CountryView {
            code: c.code.to_string(),
            name: c.name.clone(),
            zones: c.zones.clone(),
        };
        let document = |d: &crate::origin::rules::DocumentKind| DocumentKindView {
            code: d.code.clone(),
            name: d.name.clone(),
            required: d.always,
        };
        Self {
            countries: lists.countries.iter().map(country).collect(),
            transport_modes: named(&lists.transport_modes),
            package_kinds: named(&lists.package_kinds),
            incoterms: lists.incoterms.clone(),
            currencies: lists.currencies.clone(),
            document_kinds: lists.document_kinds.iter().map(document).collect(),
            applicant_profiles: lists.applicant_profiles.iter().map(Into::into).collect(),
            return_reasons: named(&lists.return_reasons),
            refusal_reasons: named(&lists.refusal_reasons),
            revocation_reasons: named(&lists.revocation_reasons),
        }
    }
}

/// Lists of choices: countries, transport, packages, documents, kinds of exporters, reasons.
#[utoipa::path(tag = "reference", responses((status = 200, body = ReferenceView)))]
#[get("/reference")]
pub async fn get_reference(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    tagged(&request, LISTS_KEPT_S, &ReferenceView::from(&app.rules))
}

/// Why goods originate, in one scheme's letters.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CriterionView {
    #[schema(example = "WP")]
    pub code: String,
    pub label: Text,
    /// What must be added to the criterion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<CriterionDetail>,
    /// What it rests on, the same word in every scheme.
    pub basis: Basis,
}

/// One thing the examiner checks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistItemView {
    pub code: String,
    pub label: Text,
}

/// An arrangement under which origin is certified, as it stands today.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Scheme)]
pub struct SchemeView {
    #[schema(example = "ZLE")]
    pub code: String,
    pub name: Text,
    pub document_title: Text,
    pub status: SchemeStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_note: Option<Text>,
    pub kind: ProofKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validity_months: Option<u32>,
    /// One product per certificate.
    pub single_product: bool,
    pub criteria: Vec<CriterionView>,
    pub checklist: Vec<ChecklistItemView>,
    /// What an applicant should know.
    pub notes: Vec<Text>,
    /// Today's price, in whole francs; null when none is set.
    #[schema(example = 1500)]
    pub fee_xof: Option<i64>,
    /// Countries it applies in; null for all.
    pub destinations: Option<Vec<String>>,
    /// Whether the agency confirmed these terms.
    pub confirmed: bool,
    pub source: String,
}

impl SchemeView {
    fn of(on: SchemeOn<'_>, rules: &Rules, today: NaiveDate) -> Self {
        let scheme = on.scheme;
        let criterion = |c: &crate::origin::rules::Criterion| CriterionView {
            code: c.code.clone(),
            label: c.label.clone(),
            detail: c.detail,
            basis: c.basis,
        };
        let item = |i: &crate::origin::rules::ChecklistItem| ChecklistItemView {
            code: i.code.clone(),
            label: i.label.clone(),
        };
        Self {
            code: scheme.code.to_string(),
            name: scheme.name.clone(),
            document_title: scheme.document_title.clone(),
            status: on.period.status,
            status_note: on.period.note.clone(),
            kind: scheme.kind,
            validity_months: scheme.validity_months,
            single_product: scheme.single_product,
            criteria: scheme.criteria.iter().map(criterion).collect(),
            checklist: scheme.checklist.iter().map(item).collect(),
            notes: scheme.notes.clone(),
            fee_xof: rules.fee_on(&scheme.code, today).map(|fee| fee.amount_xof),
            destinations: match &scheme.destinations {
                Destinations::All => None,
                Destinations::Only(countries) => Some(countries.iter().map(ToString::to_string).collect()),
            },
            confirmed: scheme.confirmed && on.period.confirmed,
            source: scheme.source.clone(),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct SchemesQuery {
    /// Only the schemes that apply in this country (ISO 3166-1 alpha-2).
    #[param(example = "SN")]
    pub destination: Option<String>,
}

/// The schemes, with today's status and price.
#[utoipa::path(tag = "reference", params(SchemesQuery), responses((status = 200, body = Items<SchemeView>)))]
#[get("/schemes")]
pub async fn list_schemes(
    app: Data<App>,
    query: Query<SchemesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let destination = query.destination.as_deref().map(|code| known_country(&app.rules, code)).transpose()?;
    let rules = rules::current(&app).await?;
    let today = app.clock.now().date_naive();
    let schemes = match &destination {
        Some(country) => rules.schemes_for(country, today),
        None => rules.schemes_on(today),
    };
    let items = schemes.into_iter().map(|on| SchemeView::of(on, &rules, today)).collect();
    tagged(&request, ASKED_EACH_TIME, &Items { items })
}

fn known_country(rules: &Rules, code: &str) -> Result<CountryCode, Problem> {
    let parsed = CountryCode::parse(code).ok().filter(|c| rules.reference().country(c).is_some());
    parsed.ok_or_else(|| Problem::invalid(vec![Fault::at("/destination", FaultCode::UnknownCountry)]))
}

/// An export measure that concerns a product.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductMeasureView {
    pub code: String,
    pub effect: Effect,
    pub label: Text,
    pub source: String,
    pub from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// A product of the nomenclature.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Product)]
pub struct ProductView {
    /// Six digits of the Harmonized System.
    #[schema(example = "080450")]
    pub hs_code: String,
    /// Ten digits of the CEDEAO common tariff, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0804509000")]
    pub tec_code: Option<String>,
    pub label: Text,
    #[schema(example = "08")]
    pub chapter: String,
    /// Unit of the supplementary quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "kg")]
    pub unit: Option<String>,
    /// The criterion it usually meets, in the letters of the scheme asked for (of the ZLECAf when none is).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "WP")]
    pub usual_criterion: Option<String>,
    /// Bans and conditions in force today.
    pub measures: Vec<ProductMeasureView>,
}

impl ProductView {
    fn of(product: &Product, scheme: Option<&SchemeCode>, rules: &Rules, today: NaiveDate) -> Self {
        let most_precise = product.tec.as_ref().unwrap_or(&product.hs);
        let measure = |m: &ExportMeasure| ProductMeasureView {
            code: m.code.clone(),
            effect: m.effect,
            label: m.label.clone(),
            source: m.source.clone(),
            from: m.from,
            to: m.to,
        };
        let letters = |basis| scheme.and_then(|code| rules.scheme(code)).and_then(|s| s.criterion_for(basis));
        Self {
            hs_code: product.hs.to_string(),
            tec_code: product.tec.as_ref().map(ToString::to_string),
            label: product.label.clone(),
            chapter: product.hs.chapter().to_owned(),
            unit: product.unit.clone(),
            usual_criterion: product.usual_basis.and_then(letters).map(|c| c.code.clone()),
            measures: rules.measures_on(most_precise, today).into_iter().map(measure).collect(),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ProductsQuery {
    /// Words in French or English, or the beginning of a code. Accents, capitals and plurals do not matter.
    #[param(example = "mangue")]
    pub q: Option<String>,
    /// In which scheme's letters to give the usual criterion.
    #[param(example = "UEM")]
    pub scheme: Option<String>,
    /// 1 to 100, 25 when absent.
    pub limit: Option<i64>,
}

/// Products Mali exports, found by word or by code, best first.
#[utoipa::path(tag = "reference", params(ProductsQuery), responses((status = 200, body = Items<ProductView>)))]
#[get("/products")]
pub async fn list_products(
    app: Data<App>,
    query: Query<ProductsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let limit = usize::try_from(page::limit(query.limit)?).unwrap_or_default();
    let scheme = SchemeCode::parse(query.scheme.as_deref().unwrap_or("ZLE")).ok();
    let rules = rules::current(&app).await?;
    let today = app.clock.now().date_naive();
    let found = rules.nomenclature().search(query.q.as_deref().unwrap_or_default(), limit);
    let items = found.into_iter().map(|p| ProductView::of(p, scheme.as_ref(), &rules, today)).collect();
    tagged(&request, ASKED_EACH_TIME, &Items { items })
}

/// A price from a day on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Fee)]
pub struct FeeView {
    #[schema(example = "ZLE")]
    pub scheme: String,
    #[schema(example = 1500)]
    pub amount_xof: i64,
    pub valid_from: NaiveDate,
    pub source: String,
    pub confirmed: bool,
}

impl From<FeeRate> for FeeView {
    fn from(fee: FeeRate) -> Self {
        Self {
            scheme: fee.scheme.to_string(),
            amount_xof: fee.amount_xof,
            valid_from: fee.valid_from,
            source: fee.source,
            confirmed: fee.confirmed,
        }
    }
}

/// A price to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "scheme": "ZLE", "amountXof": 1500, "validFrom": "2027-01-01",
    "source": "Arrêté fixant le tarif de l'agence", "confirmed": true }))]
pub struct FeeInput {
    pub scheme: Option<String>,
    pub amount_xof: Option<i64>,
    pub valid_from: Option<String>,
    pub source: Option<String>,
    #[serde(default)]
    pub confirmed: bool,
}

impl FeeInput {
    fn parse(&self, rules: &Rules) -> Result<FeeRate, Vec<Fault>> {
        let mut faults = Faults::default();
        let scheme = known_scheme(&mut faults, rules, self.scheme.as_deref());
        let amount_xof = match self.amount_xof {
            None => faults.keep("/amountXof", Err(FaultCode::Required)),
            Some(n) if (0..=FEE_MAX_XOF).contains(&n) => Some(n),
            Some(_) => faults.keep("/amountXof", Err(FaultCode::OutOfRange { min: 0, max: FEE_MAX_XOF })),
        };
        let valid_from = day(&mut faults, "/validFrom", self.valid_from.as_deref());
        let source = faults.text("/source", self.source.as_deref(), SOURCE_MAX_CHARS);
        let fee = match (scheme, amount_xof, valid_from, source) {
            (Some(scheme), Some(amount_xof), Some(valid_from), Some(source)) => {
                Some(FeeRate { scheme, amount_xof, valid_from, source, confirmed: self.confirmed })
            }
            _ => None,
        };
        faults.finish(fee)
    }
}

fn known_scheme(faults: &mut Faults, rules: &Rules, given: Option<&str>) -> Option<SchemeCode> {
    let text = faults.text("/scheme", given, 6)?;
    let known = SchemeCode::parse(&text).ok().filter(|code| rules.scheme(code).is_some());
    faults.keep("/scheme", known.ok_or(FaultCode::UnknownValue))
}

pub(super) fn day(faults: &mut Faults, pointer: &str, given: Option<&str>) -> Option<NaiveDate> {
    let text = faults.text(pointer, given, 10)?;
    faults.keep(pointer, day::day(&text).ok_or(FaultCode::Malformed { example: "2027-01-01" }))
}

/// The fees, older first.
#[utoipa::path(tag = "reference", responses((status = 200, body = Items<FeeView>)))]
#[get("/fees")]
pub async fn list_fees(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let items: Vec<FeeView> = rules::fees(&app).await?.into_iter().map(Into::into).collect();
    tagged(&request, ASKED_EACH_TIME, &Items { items })
}

/// Sets a scheme's price from a day on. Orders already made keep their amount.
#[utoipa::path(tag = "reference", request_body = FeeInput, responses((status = 201, body = FeeView)), security(("bearer" = [])))]
#[post("/fees")]
pub async fn create_fee(
    app: Data<App>,
    caller: Caller<right::ManageRules>,
    body: Body<FeeInput>,
) -> Result<HttpResponse, Problem> {
    let fee = body.0.parse(&app.rules).map_err(Problem::invalid)?;
    let fee = rules::set_fee(&app, &caller.actor, fee).await?;
    Ok(HttpResponse::Created().json(FeeView::from(fee)))
}

/// A dated export ban or condition.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExportMeasure)]
pub struct MeasureView {
    pub id: Uuid,
    #[schema(example = "sesame_2024")]
    pub code: String,
    /// The beginning of the goods codes it concerns.
    #[schema(example = "120740")]
    pub hs_prefix: String,
    pub effect: Effect,
    pub label: Text,
    pub from: NaiveDate,
    /// Its last day; absent while in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    pub source: String,
    pub confirmed: bool,
}

impl From<StoredMeasure> for MeasureView {
    fn from(stored: StoredMeasure) -> Self {
        let measure = stored.measure;
        Self {
            id: stored.id,
            code: measure.code,
            hs_prefix: measure.hs_prefix.to_string(),
            effect: measure.effect,
            label: measure.label,
            from: measure.from,
            to: measure.to,
            source: measure.source,
            confirmed: measure.confirmed,
        }
    }
}

/// A sentence to give in both languages.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextInput {
    pub fr: Option<String>,
    pub en: Option<String>,
}

impl TextInput {
    fn parse(&self, faults: &mut Faults, pointer: &str) -> Option<Text> {
        let fr = faults.text(&format!("{pointer}/fr"), self.fr.as_deref(), LABEL_MAX_CHARS);
        let en = faults.text(&format!("{pointer}/en"), self.en.as_deref(), LABEL_MAX_CHARS);
        Some(Text::new(fr?, en?))
    }
}

/// An export ban or condition to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "hsPrefix": "0804", "effect": "warn",
    "label": { "fr": "Mangues : certificat phytosanitaire", "en": "Mangoes: phytosanitary certificate" },
    "from": "2027-01-01", "source": "Arrêté n° 2026-0000", "confirmed": true }))]
pub struct MeasureInput {
    pub hs_prefix: Option<String>,
    pub effect: Option<String>,
    #[serde(default)]
    pub label: TextInput,
    pub from: Option<String>,
    pub to: Option<String>,
    pub source: Option<String>,
    #[serde(default)]
    pub confirmed: bool,
}

impl MeasureInput {
    fn parse(&self) -> Result<ExportMeasure, Vec<Fault>> {
        let mut faults = Faults::default();
        let prefix = faults.text("/hsPrefix", self.hs_prefix.as_deref(), 14);
        let hs_prefix = prefix.and_then(|text| {
            let parsed = HsPrefix::parse(&text).map_err(|_| FaultCode::Malformed { example: "120740" });
            faults.keep("/hsPrefix", parsed)
        });
        let effect = faults.text("/effect", self.effect.as_deref(), 10);
        let effect = effect.and_then(|word| faults.keep("/effect", word.parse().map_err(|_| FaultCode::UnknownValue)));
        let label = self.label.parse(&mut faults, "/label");
        let from = day(&mut faults, "/from", self.from.as_deref());
        let to = self.to.as_deref().and_then(|text| day(&mut faults, "/to", Some(text)));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            faults.add("/to", FaultCode::Inconsistent { with: "from" });
        }
        let source = faults.text("/source", self.source.as_deref(), SOURCE_MAX_CHARS);
        let measure = match (hs_prefix, effect, label, from, source) {
            (Some(hs_prefix), Some(effect), Some(label), Some(from), Some(source)) => {
                let (code, confirmed) = (String::new(), self.confirmed);
                Some(ExportMeasure { code, hs_prefix, effect, label, from, to, source, confirmed })
            }
            _ => None,
        };
        faults.finish(measure)
    }
}

/// The export bans and conditions, those that ended included, older first.
#[utoipa::path(tag = "reference", responses((status = 200, body = Items<MeasureView>)))]
#[get("/measures")]
pub async fn list_measures(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let items: Vec<MeasureView> = rules::measures(&app).await?.into_iter().map(Into::into).collect();
    tagged(&request, ASKED_EACH_TIME, &Items { items })
}

/// Adds an export ban or condition.
#[utoipa::path(tag = "reference", request_body = MeasureInput, responses((status = 201, body = MeasureView)), security(("bearer" = [])))]
#[post("/measures")]
pub async fn create_measure(
    app: Data<App>,
    caller: Caller<right::ManageRules>,
    body: Body<MeasureInput>,
) -> Result<HttpResponse, Problem> {
    let measure = body.0.parse().map_err(Problem::invalid)?;
    let stored = rules::add_measure(&app, &caller.actor, measure).await?;
    Ok(HttpResponse::Created().json(MeasureView::from(stored)))
}

/// The last day of a measure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "to": "2027-03-31", "reason": "Levée par l'arrêté n° 2027-0000" }))]
pub struct MeasureEndInput {
    pub to: Option<String>,
    pub reason: Option<String>,
}

/// Gives a measure its last day. Done once: what comes after is another measure.
#[utoipa::path(tag = "reference", request_body = MeasureEndInput, responses((status = 200, body = MeasureView)), security(("bearer" = [])))]
#[post("/measures/{id}/end")]
pub async fn end_measure(
    app: Data<App>,
    caller: Caller<right::ManageRules>,
    id: Path<Uuid>,
    body: Body<MeasureEndInput>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::default();
    let to = day(&mut faults, "/to", body.0.to.as_deref());
    let reason = faults.text("/reason", body.0.reason.as_deref(), SOURCE_MAX_CHARS);
    let (to, reason) = faults.finish(to.zip(reason)).map_err(Problem::invalid)?;
    let stored = rules::end_measure(&app, &caller.actor, *id, to, reason).await?;
    Ok(HttpResponse::Ok().json(MeasureView::from(stored)))
}

/// A status of a scheme from a day on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchemeStatusView {
    pub scheme: String,
    pub status: SchemeStatus,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    pub source: String,
}

/// A status to give a scheme.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "status": "suspended", "validFrom": "2027-01-01", "source": "Décision de l'agence",
    "note": { "fr": "Régime suspendu : employez l'UEMOA ou la ZLECAf.", "en": "Scheme suspended: use WAEMU or AfCFTA." } }))]
pub struct SchemeStatusInput {
    pub status: Option<String>,
    pub valid_from: Option<String>,
    pub note: Option<TextInput>,
    pub source: Option<String>,
}

impl SchemeStatusInput {
    fn parse(&self) -> Result<StatusPeriod, Vec<Fault>> {
        let mut faults = Faults::default();
        let status = faults.text("/status", self.status.as_deref(), 20);
        let status = status.and_then(|word| faults.keep("/status", word.parse().map_err(|_| FaultCode::UnknownValue)));
        let from = day(&mut faults, "/validFrom", self.valid_from.as_deref());
        let note = self.note.as_ref().and_then(|note| note.parse(&mut faults, "/note"));
        let source = faults.text("/source", self.source.as_deref(), SOURCE_MAX_CHARS);
        let period = match (status, from, source) {
            (Some(status), Some(from), Some(source)) => {
                Some(StatusPeriod { from, status, note, source, confirmed: true })
            }
            _ => None,
        };
        faults.finish(period)
    }
}

/// Opens, suspends or closes a scheme from a day on.
#[utoipa::path(tag = "reference", request_body = SchemeStatusInput, responses((status = 201, body = SchemeStatusView)), security(("bearer" = [])))]
#[post("/schemes/{code}/status")]
pub async fn set_scheme_status(
    app: Data<App>,
    caller: Caller<right::ManageRules>,
    code: Path<String>,
    body: Body<SchemeStatusInput>,
) -> Result<HttpResponse, Problem> {
    let scheme = SchemeCode::parse(&code).ok().filter(|c| app.rules.scheme(c).is_some());
    let scheme = scheme.ok_or_else(Problem::not_found)?;
    let period = body.0.parse().map_err(Problem::invalid)?;
    let period = rules::set_status(&app, &caller.actor, scheme.clone(), period).await?;
    Ok(HttpResponse::build(StatusCode::CREATED).json(SchemeStatusView {
        scheme: scheme.to_string(),
        status: period.status,
        valid_from: period.from,
        note: period.note,
        source: period.source,
    }))
}
