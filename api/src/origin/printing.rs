//! What certificates print besides their data: the authority, its sentences, and each scheme's form. Rule data, not code.

use serde::Deserialize;

use super::codes::SchemeCode;
use super::record::{Authority, Form, Layout, Named, Officer, Wording};
use crate::text::Text;

/// The pack `rules/printing.toml`, read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printing {
    authority: AuthorityEntry,
    notice: Text,
    officers: Officers,
    form: Vec<FormEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorityEntry {
    name: Text,
    short_name: String,
    issuer: String,
    country: Named,
    state: String,
    motto: String,
    #[serde(default)]
    supervision: Option<String>,
    place: String,
    #[serde(default)]
    contact: Option<String>,
    #[expect(dead_code, reason = "for the reader of the pack")]
    confirmed: bool,
    #[expect(dead_code, reason = "for the reader of the pack")]
    source: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Officers {
    examiner: Text,
    signatory: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormEntry {
    scheme: SchemeCode,
    layout: Layout,
    colour: String,
    declaration: Text,
    certification: Text,
    #[expect(dead_code, reason = "for the reader of the pack")]
    confirmed: bool,
    #[expect(dead_code, reason = "for the reader of the pack")]
    source: String,
}

impl Printing {
    /// The pack this program carries.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn embedded() -> Result<Self, String> {
        Self::parse(include_str!("../../rules/printing.toml"))
    }

    /// Reads a pack.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pack: Self = toml::from_str(text).map_err(|fault| format!("printing.toml: {fault}"))?;
        let six = |colour: &str| colour.len() == 7 && colour[1..].bytes().all(|digit| digit.is_ascii_hexdigit());
        match pack.form.iter().find(|form| !form.colour.starts_with('#') || !six(&form.colour)) {
            Some(form) => Err(format!("printing.toml, form {}: {:?} is not a colour", form.scheme, form.colour)),
            None if pack.authority.issuer.chars().count() > 16 => Err("printing.toml: issuer is too long".into()),
            None => Ok(pack),
        }
    }

    /// Who seals, as the seal says it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.authority.issuer
    }

    /// The authority as printed; `verification` is the service's public address.
    #[must_use]
    pub fn authority(&self, verification: &str) -> Authority {
        let given = self.authority.clone();
        Authority {
            name: given.name,
            short_name: given.short_name,
            country: given.country,
            state: given.state,
            motto: given.motto,
            supervision: given.supervision,
            place: given.place,
            contact: given.contact,
            verification: verification.to_owned(),
        }
    }

    /// Form and sentences of a scheme; nothing when the pack has no form for it.
    #[must_use]
    pub fn form(&self, scheme: &SchemeCode) -> Option<(Form, Wording)> {
        let entry = self.form.iter().find(|form| &form.scheme == scheme)?;
        let form = Form { layout: entry.layout, colour: entry.colour.clone() };
        let wording = Wording {
            declaration: entry.declaration.clone(),
            certification: entry.certification.clone(),
            notice: self.notice.clone(),
        };
        Some((form, wording))
    }

    /// The examiner as printed.
    #[must_use]
    pub fn examiner(&self, name: &str) -> Officer {
        Officer { name: name.to_owned(), title: self.officers.examiner.clone() }
    }

    /// The signatory as printed.
    #[must_use]
    pub fn signatory(&self, name: &str) -> Officer {
        Officer { name: name.to_owned(), title: self.officers.signatory.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::rules::{ProofKind, Rules};

    #[test]
    fn every_scheme_that_issues_certificates_today_has_a_form() {
        let printing = Printing::embedded().unwrap();
        let rules = Rules::embedded().unwrap();
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let issuing: Vec<_> = rules.schemes_on(today).into_iter().filter(|on| on.issues()).collect();
        assert!(issuing.len() >= 4);
        for on in issuing.iter().filter(|on| on.scheme.kind == ProofKind::Certificate) {
            assert!(printing.form(&on.scheme.code).is_some(), "{}", on.scheme.code);
        }
    }

    #[test]
    fn a_wrong_pack_is_refused_with_its_place() {
        let text = include_str!("../../rules/printing.toml");
        assert!(Printing::parse(&text.replace("#0f5257", "#0f525")).is_err_and(|fault| fault.contains("ZLE")));
        assert!(Printing::parse(&text.replace("short_name", "shortname")).is_err());
    }
}
