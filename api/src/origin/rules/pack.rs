//! Reads the packs. Every fault is told at once, with its file and entry, so that a pack can be corrected in one go.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::product::{Chapter, Nomenclature, Product};
use super::reference::{ApplicantProfile, Country, Deadlines, DocumentKind, IssuingAuthority, Named, Reference};
use super::revenue::Revenue;
use super::scheme::{
    ChecklistItem, Criterion, Destinations, Endorsement, Exclusion, ProofKind, Scheme, SchemeStatus, StatusPeriod,
};
use super::{Basis, ExportMeasure, FeeRate, HOME, OperatorTerms, RuleRows, Rules, Terms, Watch};
use crate::origin::codes::{CountryCode, HsCode, SchemeCode};
use crate::origin::payment::Operator;
use crate::origin::record::{Form, Wording};
use crate::text::Text;

/// The packs' texts.
#[derive(Debug, Clone, Copy)]
pub struct Packs<'a> {
    pub authority: &'a str,
    pub schemes: &'a str,
    pub fees: &'a str,
    pub measures: &'a str,
    pub deadlines: &'a str,
    pub watch: &'a str,
    pub operators: &'a str,
    pub revenue: &'a str,
    pub reference: &'a str,
    pub products: &'a str,
    pub chapters: &'a str,
    pub countries: &'a str,
}

impl Packs<'static> {
    /// The packs this program carries.
    pub const EMBEDDED: Self = Self {
        authority: include_str!("../../../rules/authority.toml"),
        schemes: include_str!("../../../rules/schemes.toml"),
        fees: include_str!("../../../rules/fees.toml"),
        measures: include_str!("../../../rules/measures.toml"),
        deadlines: include_str!("../../../rules/deadlines.toml"),
        watch: include_str!("../../../rules/watch.toml"),
        operators: include_str!("../../../rules/operators.toml"),
        revenue: include_str!("../../../rules/revenue.toml"),
        reference: include_str!("../../../rules/reference.toml"),
        products: include_str!("../../../rules/products.csv"),
        chapters: include_str!("../../../rules/chapters.csv"),
        countries: include_str!("../../../rules/countries.csv"),
    };
}

/// What is wrong in a pack, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {entry}: {detail}")]
pub struct RuleFault {
    pub file: &'static str,
    /// The line of a CSV, or the entry of a TOML table (`scheme 2 (UEM)`).
    pub entry: String,
    pub detail: String,
}

/// Gathers faults while the packs are read.
#[derive(Default)]
struct Reading {
    faults: Vec<RuleFault>,
}

const AUTHORITY: &str = "authority.toml";
const SCHEMES: &str = "schemes.toml";
const FEES: &str = "fees.toml";
const MEASURES: &str = "measures.toml";
const DEADLINES: &str = "deadlines.toml";
const WATCH: &str = "watch.toml";
const OPERATORS: &str = "operators.toml";
const REVENUE: &str = "revenue.toml";
const REFERENCE: &str = "reference.toml";
const PRODUCTS: &str = "products.csv";
const CHAPTERS: &str = "chapters.csv";
const COUNTRIES: &str = "countries.csv";

pub(super) fn parse(packs: &Packs<'_>) -> Result<Rules, Vec<RuleFault>> {
    let mut reading = Reading::default();
    let countries = reading.countries(packs.countries);
    let authority: Option<IssuingAuthority> = reading.whole(AUTHORITY, packs.authority);
    let (entries, statuses) = reading.schemes(packs.schemes, &countries);
    let fees: Vec<FeeRate> = reading.entries(FEES, "fee", packs.fees);
    let measures: Vec<ExportMeasure> = reading.entries(MEASURES, "measure", packs.measures);
    let chapters = reading.chapters(packs.chapters);
    let products = reading.products(packs.products, &chapters);
    let reference = reading.reference(packs.reference, countries);
    let deadlines: Option<Deadlines> = reading.whole(DEADLINES, packs.deadlines);
    let watch = reading.watch(packs.watch);
    let operators = reading.operators(packs.operators);
    let revenue = reading.revenue(packs.revenue);
    let rows = RuleRows { fees, statuses, measures, operators: Vec::new() };
    reading.check_rows(&entries, &rows);
    match (authority, reference, deadlines, watch, revenue) {
        (Some(authority), Some(reference), Some(deadlines), Some(watch), Some(revenue))
            if reading.faults.is_empty() =>
        {
            let nomenclature = Nomenclature::new(products, chapters);
            let schemes =
                entries.into_iter().map(|(entry, destinations)| entry.scheme(destinations, &authority)).collect();
            let terms = Terms { authority, schemes, nomenclature, reference, deadlines, watch, operators, revenue };
            Ok(Rules { terms: Arc::new(terms), rows: Arc::new(rows) })
        }
        _ => Err(reading.faults),
    }
}

/// A scheme as the pack writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemeEntry {
    code: SchemeCode,
    name: Text,
    document_title: Text,
    kind: ProofKind,
    #[serde(default)]
    validity_months: Option<u32>,
    single_product: bool,
    destinations: DestinationsEntry,
    #[serde(default)]
    criteria: Vec<Criterion>,
    #[serde(default)]
    checklist: Vec<ChecklistItem>,
    #[serde(default)]
    endorsements: Vec<Endorsement>,
    #[serde(default)]
    exclusions: Vec<Exclusion>,
    #[serde(default)]
    notes: Vec<Text>,
    #[serde(default)]
    form: Option<Form>,
    #[serde(default)]
    wording: Option<Wording>,
    confirmed: bool,
    source: String,
    statuses: Vec<StatusPeriod>,
}

impl SchemeEntry {
    /// The terms, with the authority's form and wording where the scheme has none of its own.
    fn scheme(self, destinations: Destinations, authority: &IssuingAuthority) -> Scheme {
        Scheme {
            code: self.code,
            name: self.name,
            document_title: self.document_title,
            kind: self.kind,
            validity_months: self.validity_months,
            single_product: self.single_product,
            destinations,
            criteria: self.criteria,
            checklist: self.checklist,
            endorsements: self.endorsements,
            exclusions: self.exclusions,
            notes: self.notes,
            form: self.form.unwrap_or_else(|| authority.form.clone()),
            wording: self.wording.unwrap_or_else(|| authority.wording.clone()),
            confirmed: self.confirmed,
            source: self.source,
        }
    }
}

/// A scheme's entry with where it applies, and the statuses of all of them.
type SchemeEntries = (Vec<(SchemeEntry, Destinations)>, Vec<(SchemeCode, StatusPeriod)>);

/// `"all"`, `{ zone = "…" }` or `{ countries = […] }`.
#[derive(Deserialize)]
#[serde(untagged)]
enum DestinationsEntry {
    Word(String),
    Zone { zone: String },
    Countries { countries: Vec<CountryCode> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceFile {
    currencies: Vec<String>,
    incoterms: Vec<String>,
    transport_modes: Vec<Named>,
    package_kinds: Vec<Named>,
    document_kinds: Vec<DocumentKind>,
    return_reasons: Vec<Named>,
    refusal_reasons: Vec<Named>,
    revocation_reasons: Vec<Named>,
    applicant_profiles: Vec<ApplicantProfile>,
}

#[derive(Deserialize)]
struct ProductLine {
    hs: String,
    tec: String,
    label_fr: String,
    label_en: String,
    synonyms: String,
    unit: String,
    usual_basis: String,
}

#[derive(Deserialize)]
struct ChapterLine {
    chapter: String,
    label_fr: String,
    label_en: String,
}

#[derive(Deserialize)]
struct CountryLine {
    code: String,
    name_fr: String,
    name_en: String,
    zones: String,
}

impl Reading {
    fn note(&mut self, file: &'static str, entry: impl Into<String>, detail: impl ToString) {
        self.faults.push(RuleFault { file, entry: entry.into(), detail: detail.to_string() });
    }

    /// A whole TOML file as one value.
    fn whole<T: DeserializeOwned>(&mut self, file: &'static str, text: &str) -> Option<T> {
        toml::from_str(text).map_err(|e| self.note(file, "file", e.to_string().trim())).ok()
    }

    /// The entries of a TOML file that holds one list of tables; a faulty one does not hide the others.
    fn entries<T: DeserializeOwned>(&mut self, file: &'static str, list: &str, text: &str) -> Vec<T> {
        let Some(mut table) = self.whole::<toml::Table>(file, text) else { return Vec::new() };
        let entries = match table.remove(list) {
            Some(toml::Value::Array(entries)) => entries,
            Some(_) => {
                self.note(file, list, "must be a list of tables");
                Vec::new()
            }
            None => Vec::new(),
        };
        for unknown in table.keys() {
            self.note(file, unknown.clone(), "unknown key");
        }
        let mut values = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            let name = entry.get("code").or_else(|| entry.get("scheme")).and_then(toml::Value::as_str).unwrap_or("?");
            let place = format!("{list} {} ({name})", index + 1);
            match T::deserialize(entry) {
                Ok(value) => values.push(value),
                Err(error) => self.note(file, place, error.to_string().trim()),
            }
        }
        values
    }

    /// The ways to pay: each exactly once.
    fn operators(&mut self, text: &str) -> Vec<OperatorTerms> {
        let operators: Vec<OperatorTerms> = self.entries(OPERATORS, "operator", text);
        for operator in Operator::ALL {
            if operators.iter().filter(|terms| terms.code == *operator).count() != 1 {
                self.note(OPERATORS, operator.as_str(), "must be there once");
            }
        }
        operators
    }

    /// The lines of a CSV with their line numbers; a faulty one does not hide the others.
    fn lines<T: DeserializeOwned>(&mut self, file: &'static str, text: &str) -> Vec<(String, T)> {
        let mut values = Vec::new();
        for (index, line) in csv::Reader::from_reader(text.as_bytes()).deserialize::<T>().enumerate() {
            let place = format!("line {}", index + 2);
            match line {
                Ok(value) => values.push((place, value)),
                Err(error) => self.note(file, place, error),
            }
        }
        values
    }

    /// The parsed value, or the fault noted.
    fn keep<T, E: std::fmt::Display>(&mut self, file: &'static str, entry: &str, parsed: Result<T, E>) -> Option<T> {
        parsed.map_err(|error| self.note(file, entry, error)).ok()
    }

    fn text(&mut self, file: &'static str, entry: &str, fr: &str, en: &str) -> Text {
        if fr.trim().is_empty() || en.trim().is_empty() {
            self.note(file, entry, "a label is empty");
        }
        Text::new(fr.trim(), en.trim())
    }

    fn unique<'a>(&mut self, file: &'static str, list: &str, codes: impl IntoIterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for code in codes {
            if !seen.insert(code) {
                self.note(file, format!("{list} ({code})"), "given twice");
            }
        }
    }

    fn countries(&mut self, text: &str) -> Vec<Country> {
        let mut countries = Vec::new();
        for (place, line) in self.lines::<CountryLine>(COUNTRIES, text) {
            let name = self.text(COUNTRIES, &place, &line.name_fr, &line.name_en);
            let zones = line.zones.split_whitespace().map(str::to_owned).collect();
            if let Some(code) = self.keep(COUNTRIES, &place, CountryCode::parse(&line.code)) {
                countries.push(Country { code, name, zones });
            }
        }
        self.unique(COUNTRIES, "country", countries.iter().map(|c| c.code.as_str()));
        countries
    }

    fn chapters(&mut self, text: &str) -> Vec<Chapter> {
        let mut chapters = Vec::new();
        for (place, line) in self.lines::<ChapterLine>(CHAPTERS, text) {
            let label = self.text(CHAPTERS, &place, &line.label_fr, &line.label_en);
            chapters.push(Chapter { number: line.chapter, label });
        }
        self.unique(CHAPTERS, "chapter", chapters.iter().map(|c| c.number.as_str()));
        chapters
    }

    fn products(&mut self, text: &str, chapters: &[Chapter]) -> Vec<Product> {
        let mut products = Vec::new();
        for (place, line) in self.lines::<ProductLine>(PRODUCTS, text) {
            products.extend(self.product(&place, &line, chapters));
        }
        self.unique(PRODUCTS, "product", products.iter().map(|p: &Product| p.hs.as_str()));
        products
    }

    fn product(&mut self, place: &str, line: &ProductLine, chapters: &[Chapter]) -> Option<Product> {
        let label = self.text(PRODUCTS, place, &line.label_fr, &line.label_en);
        let hs = self.keep(PRODUCTS, place, HsCode::parse(&line.hs))?;
        if hs.as_str().len() != 6 {
            self.note(PRODUCTS, place, "the product's own code has six digits");
        }
        if !chapters.iter().any(|c| c.number == hs.chapter()) {
            self.note(PRODUCTS, place, format!("chapter {} is not in {CHAPTERS}", hs.chapter()));
        }
        let tec = match line.tec.as_str() {
            "" => None,
            code => self.keep(PRODUCTS, place, HsCode::parse(code)),
        };
        if tec.as_ref().is_some_and(|t| t.as_str().len() != 10 || t.subheading() != hs.as_str()) {
            self.note(PRODUCTS, place, "the tariff line has ten digits and begins with the product's code");
        }
        let usual_basis = match line.usual_basis.as_str() {
            "" => None,
            word => self.keep(PRODUCTS, place, word.parse::<Basis>()),
        };
        let synonyms = line.synonyms.split(';').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect();
        let unit = Some(line.unit.trim().to_owned()).filter(|u| !u.is_empty());
        Some(Product { hs, tec, label, synonyms, unit, usual_basis })
    }

    fn schemes(&mut self, text: &str, countries: &[Country]) -> SchemeEntries {
        let mut schemes = Vec::new();
        let mut statuses = Vec::new();
        for mut entry in self.entries::<SchemeEntry>(SCHEMES, "scheme", text) {
            let place = format!("scheme ({})", entry.code);
            if entry.statuses.is_empty() {
                self.note(SCHEMES, &place, "has no status");
            }
            self.unique(SCHEMES, &format!("{place}, criterion"), entry.criteria.iter().map(|c| c.code.as_str()));
            self.unique(SCHEMES, &format!("{place}, checklist"), entry.checklist.iter().map(|c| c.code.as_str()));
            let days: BTreeSet<_> = entry.statuses.iter().map(|s| s.from).collect();
            if days.len() != entry.statuses.len() {
                self.note(SCHEMES, &place, "two statuses begin on the same day");
            }
            let destinations = self.destinations(&place, &entry.destinations, countries);
            statuses.extend(std::mem::take(&mut entry.statuses).into_iter().map(|s| (entry.code.clone(), s)));
            schemes.push((entry, destinations));
        }
        self.unique(SCHEMES, "scheme", schemes.iter().map(|(s, _)| s.code.as_str()));
        (schemes, statuses)
    }

    fn destinations(&mut self, place: &str, entry: &DestinationsEntry, countries: &[Country]) -> Destinations {
        let only: Vec<CountryCode> = match entry {
            DestinationsEntry::Word(word) if word == "all" => return Destinations::All,
            DestinationsEntry::Word(word) => {
                self.note(SCHEMES, place, format!("destinations: {word:?} is not \"all\""));
                Vec::new()
            }
            DestinationsEntry::Zone { zone } => {
                countries.iter().filter(|c| c.zones.contains(zone)).map(|c| c.code.clone()).collect()
            }
            DestinationsEntry::Countries { countries: listed } => {
                for code in listed.iter().filter(|code| !countries.iter().any(|c| &c.code == *code)) {
                    self.note(SCHEMES, place, format!("country {code} is not in {COUNTRIES}"));
                }
                listed.clone()
            }
        };
        let only: Vec<CountryCode> = only.into_iter().filter(|c| c.as_str() != HOME).collect();
        if only.is_empty() {
            self.note(SCHEMES, place, "applies nowhere");
        }
        Destinations::Only(only)
    }

    fn watch(&mut self, text: &str) -> Option<Watch> {
        let watch: Watch = self.whole(WATCH, text)?;
        if let Some(fault) = watch.fault() {
            self.note(WATCH, "file", fault);
        }
        Some(watch)
    }

    fn revenue(&mut self, text: &str) -> Option<Revenue> {
        let revenue: Revenue = self.whole(REVENUE, text)?;
        if let Some(fault) = revenue.fault() {
            self.note(REVENUE, "file", fault);
        }
        Some(revenue)
    }

    fn reference(&mut self, text: &str, countries: Vec<Country>) -> Option<Reference> {
        let file: ReferenceFile = self.whole(REFERENCE, text)?;
        for (list, named) in [
            ("transport_modes", &file.transport_modes),
            ("package_kinds", &file.package_kinds),
            ("return_reasons", &file.return_reasons),
            ("refusal_reasons", &file.refusal_reasons),
            ("revocation_reasons", &file.revocation_reasons),
        ] {
            self.unique(REFERENCE, list, named.iter().map(|n| n.code.as_str()));
        }
        self.unique(REFERENCE, "document_kinds", file.document_kinds.iter().map(|d| d.code.as_str()));
        self.unique(REFERENCE, "currencies", file.currencies.iter().map(String::as_str));
        self.unique(REFERENCE, "incoterms", file.incoterms.iter().map(String::as_str));
        self.unique(REFERENCE, "applicant_profiles", file.applicant_profiles.iter().map(|p| p.code.as_str()));
        Some(Reference {
            countries,
            transport_modes: file.transport_modes,
            package_kinds: file.package_kinds,
            incoterms: file.incoterms,
            currencies: file.currencies,
            document_kinds: file.document_kinds,
            applicant_profiles: file.applicant_profiles,
            return_reasons: file.return_reasons,
            refusal_reasons: file.refusal_reasons,
            revocation_reasons: file.revocation_reasons,
        })
    }

    /// What no single file can tell: rows must speak of schemes that exist, and a scheme one issues under must be complete.
    fn check_rows(&mut self, entries: &[(SchemeEntry, Destinations)], rows: &RuleRows) {
        let schemes = || entries.iter().map(|(scheme, _)| scheme);
        for fee in &rows.fees {
            if !schemes().any(|s| s.code == fee.scheme) {
                self.note(FEES, format!("fee ({})", fee.scheme), "no such scheme");
            }
            if fee.amount_xof < 0 {
                self.note(FEES, format!("fee ({})", fee.scheme), "an amount is not below zero");
            }
        }
        for measure in &rows.measures {
            if measure.to.is_some_and(|to| to < measure.from) {
                self.note(MEASURES, format!("measure ({})", measure.code), "ends before it begins");
            }
        }
        self.unique(MEASURES, "measure", rows.measures.iter().map(|m| m.code.as_str()));
        for scheme in schemes().filter(|s| s.kind == ProofKind::Certificate) {
            let opens =
                |(code, p): &(SchemeCode, StatusPeriod)| code == &scheme.code && p.status == SchemeStatus::Active;
            if !rows.statuses.iter().any(opens) {
                continue;
            }
            let place = format!("scheme ({})", scheme.code);
            if scheme.criteria.is_empty() || scheme.checklist.is_empty() {
                self.note(SCHEMES, &place, "is active without criteria or without a checklist");
            }
            if !rows.fees.iter().any(|f| f.scheme == scheme.code) {
                self.note(FEES, place, "is active without a fee");
            }
        }
    }
}
