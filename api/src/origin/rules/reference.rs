//! The lists people choose from, and which documents an application needs.

use serde::Deserialize;

use crate::origin::codes::{CountryCode, HsCode, HsPrefix};
use crate::origin::record::{Authority, Form, Named as PrintedName, Officer, Wording};
use crate::text::Text;

/// A country and the zones it belongs to (`uemoa`, `cedeao`, `zlecaf`, `ue`…).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    pub code: CountryCode,
    pub name: Text,
    pub zones: Vec<String>,
}

/// An entry of a list: its code and what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub code: String,
    pub name: Text,
}

/// A kind of supporting document and when it is required.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentKind {
    pub code: String,
    pub name: Text,
    /// Required on every application.
    #[serde(default)]
    pub always: bool,
    /// Required when a line's goods begin with one of these.
    #[serde(default)]
    pub hs: Vec<HsPrefix>,
    /// Required when a line claims another criterion than wholly obtained.
    #[serde(default)]
    pub unless_wholly_obtained: bool,
}

impl DocumentKind {
    /// Whether an application with these lines must carry this document. A line is its goods code and whether it
    /// claims to be wholly obtained.
    pub fn required_for(&self, lines: &[(HsCode, bool)]) -> bool {
        let by_goods = |hs: &HsCode| self.hs.iter().any(|prefix| hs.begins_with(prefix));
        self.always || lines.iter().any(|(hs, wholly)| by_goods(hs) || (self.unless_wholly_obtained && !wholly))
    }
}

/// An identifier or a paper that a kind of applicant has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    pub kind: String,
    pub name: Text,
    pub required: bool,
}

/// A kind of exporter: a cooperative or a craftsperson has other papers than a company.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicantProfile {
    pub code: String,
    pub name: Text,
    pub hint: Text,
    pub identifiers: Vec<Proof>,
    pub papers: Vec<Proof>,
}

/// Every list of choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub countries: Vec<Country>,
    pub transport_modes: Vec<Named>,
    pub package_kinds: Vec<Named>,
    pub incoterms: Vec<String>,
    pub currencies: Vec<String>,
    pub document_kinds: Vec<DocumentKind>,
    pub applicant_profiles: Vec<ApplicantProfile>,
    pub return_reasons: Vec<Named>,
    pub refusal_reasons: Vec<Named>,
    pub revocation_reasons: Vec<Named>,
}

impl Reference {
    #[must_use]
    pub fn country(&self, code: &CountryCode) -> Option<&Country> {
        self.countries.iter().find(|c| &c.code == code)
    }

    #[must_use]
    pub fn document_kind(&self, code: &str) -> Option<&DocumentKind> {
        self.document_kinds.iter().find(|d| d.code == code)
    }

    #[must_use]
    pub fn profile(&self, code: &str) -> Option<&ApplicantProfile> {
        self.applicant_profiles.iter().find(|p| p.code == code)
    }

    /// The documents an application with these lines must carry, in the order of the list.
    #[must_use]
    pub fn required_documents(&self, lines: &[(HsCode, bool)]) -> Vec<&DocumentKind> {
        self.document_kinds.iter().filter(|kind| kind.required_for(lines)).collect()
    }
}

/// The delays the service counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// From payment to decision, in hours of the processing clock.
    pub processing_hours: u32,
    /// A returned application left unanswered is closed after this many days.
    pub lapse_after_days: u32,
    pub max_returns: u32,
    pub suspension_max_days: u32,
    pub confirmed: bool,
    pub source: String,
}

/// The authority that certifies, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuingAuthority {
    pub name: Text,
    pub short_name: String,
    /// What the seal calls it, inside the symbol: short.
    pub issuer: String,
    pub country: CountryCode,
    pub state: String,
    pub motto: String,
    #[serde(default)]
    pub supervision: Option<String>,
    pub place: String,
    #[serde(default)]
    pub contact: Option<String>,
    pub examiner_title: Text,
    pub signatory_title: Text,
    /// How a form is drawn when its scheme says nothing else.
    pub form: Form,
    /// The sentences of a form when its scheme says nothing else.
    pub wording: Wording,
    pub confirmed: bool,
    pub source: String,
}

impl IssuingAuthority {
    /// As a record freezes it. `verification` is the `https://host` under which the service verifies.
    #[must_use]
    pub fn printed(&self, country: &Country, verification: &str) -> Authority {
        Authority {
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            country: PrintedName { code: country.code.to_string(), name: country.name.clone() },
            state: self.state.clone(),
            motto: self.motto.clone(),
            supervision: self.supervision.clone(),
            place: self.place.clone(),
            contact: self.contact.clone(),
            verification: verification.to_owned(),
        }
    }

    #[must_use]
    pub fn examiner(&self, name: &str) -> Officer {
        Officer { name: name.to_owned(), title: self.examiner_title.clone() }
    }

    #[must_use]
    pub fn signatory(&self, name: &str) -> Officer {
        Officer { name: name.to_owned(), title: self.signatory_title.clone() }
    }
}
