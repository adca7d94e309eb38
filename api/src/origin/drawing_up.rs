//! Drawing up the record of a certificate from what was asked, examined and decided.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::codes::CountryCode;
use super::content::{self, Content};
use super::record::{self, CertificateRecord, Named, RECORD_VERSION};
use super::rules::{HOME, Named as Entry, Rules, Scheme};
use crate::clock::Instant;
use crate::text::Text;

/// What of a firm's registration is printed.
#[derive(Debug, Clone, Deserialize)]
pub struct FirmParticulars {
    #[serde(default)]
    pub identifiers: BTreeMap<String, String>,
    pub address: FirmAddress,
}

/// A firm's address as registered.
#[derive(Debug, Clone, Deserialize)]
pub struct FirmAddress {
    pub street: String,
    pub city: String,
    #[serde(default)]
    pub region: Option<String>,
    pub country: String,
}

/// Everything a record is drawn up from.
#[derive(Debug)]
pub struct Decided<'a> {
    pub rules: &'a Rules,
    /// `https://host` under which the certificate is verified.
    pub public_url: &'a str,
    pub content: &'a Content,
    pub firm_name: &'a str,
    pub firm: &'a FirmParticulars,
    pub application_reference: &'a str,
    /// Who declared for the exporter, and when.
    pub declared: (&'a str, Instant),
    pub examiner: &'a str,
    pub signatory: &'a str,
    pub replaces: Option<&'a str>,
    pub issued_on: NaiveDate,
}

/// Something the reference data no longer knows, so that nothing can be printed for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the reference data do not know {0}")]
pub struct Unknown(pub String);

/// The record, complete but for its number, which the sealing order takes.
pub fn draw_up(decided: &Decided<'_>) -> Result<CertificateRecord, Unknown> {
    let Decided { rules, content, .. } = decided;
    let authority = rules.authority();
    let home = rules.reference().country(&authority.country).ok_or_else(|| Unknown(authority.country.to_string()))?;
    let scheme = rules.scheme(&content.scheme).ok_or_else(|| Unknown(content.scheme.to_string()))?;
    let goods = content.goods.iter().zip(1..).map(|(line, number)| goods(rules, scheme, line, number));
    Ok(CertificateRecord {
        version: RECORD_VERSION,
        number: String::new(),
        scheme: content.scheme.to_string(),
        scheme_title: scheme.name.clone(),
        document_title: scheme.document_title.clone(),
        form: scheme.form.clone(),
        issued_on: decided.issued_on,
        valid_until: scheme.valid_until(decided.issued_on),
        authority: authority.printed(home, decided.public_url),
        exporter: exporter(decided)?,
        consignee: consignee(rules, &content.consignee)?,
        origin: country(rules, HOME)?,
        destination: country(rules, content.destination.as_str())?,
        transport: transport(rules, &content.transport)?,
        invoice: record::Invoice {
            number: content.invoice.number.clone(),
            date: content.invoice.date,
            currency: content.invoice.currency.clone(),
            amount: content.invoice.amount.clone(),
            incoterm: content.invoice.incoterm.clone(),
        },
        goods: goods.collect::<Result<_, _>>()?,
        application_reference: decided.application_reference.to_owned(),
        declaration: record::Declaration { name: decided.declared.0.to_owned(), at: decided.declared.1 },
        examiner: authority.examiner(decided.examiner),
        signatory: authority.signatory(decided.signatory),
        endorsements: endorsements(scheme, decided.replaces.is_some()),
        replaces: decided.replaces.map(str::to_owned),
        remarks: content.remarks.clone(),
        wording: scheme.wording.clone(),
    })
}

fn exporter(decided: &Decided<'_>) -> Result<record::Exporter, Unknown> {
    let FirmParticulars { identifiers, address } = decided.firm.clone();
    let country = country(decided.rules, &address.country)?;
    Ok(record::Exporter {
        name: decided.firm_name.to_owned(),
        address: record::Address { street: address.street, city: address.city, region: address.region, country },
        identifiers,
    })
}

fn consignee(rules: &Rules, given: &content::Consignee) -> Result<record::Consignee, Unknown> {
    Ok(record::Consignee {
        name: given.name.clone(),
        address: record::Address {
            street: given.address.clone(),
            city: given.city.clone(),
            region: None,
            country: country(rules, given.country.as_str())?,
        },
        registration: given.registration.clone(),
    })
}

fn transport(rules: &Rules, given: &content::Transport) -> Result<record::Transport, Unknown> {
    Ok(record::Transport {
        mode: named(&rules.reference().transport_modes, &given.mode)?,
        from: given.from.clone(),
        to: given.to.clone(),
        means: given.means.clone(),
        document_number: given.document_number.clone(),
        departure_date: given.departure_date,
        container: given.container.clone(),
        seals: given.seals.clone(),
    })
}

fn goods(rules: &Rules, scheme: &Scheme, given: &content::Goods, line: u32) -> Result<record::Goods, Unknown> {
    let criterion = scheme.criterion(&given.criterion).ok_or_else(|| Unknown(given.criterion.clone()))?;
    Ok(record::Goods {
        line,
        hs_code: given.hs_code.to_string(),
        description: given.description.clone(),
        package_count: given.package_count,
        package_kind: named(&rules.reference().package_kinds, &given.package_kind)?,
        marks: given.marks.clone(),
        gross_weight_g: given.gross_weight_g,
        net_weight_g: given.net_weight_g,
        supplementary_quantity: given.supplementary_quantity.clone(),
        fob_value_xof: given.fob_value_xof,
        criterion: Named { code: criterion.code.clone(), name: criterion.label.clone() },
        criterion_detail: given.criterion_detail.clone(),
        producer: given.producer.clone(),
    })
}

/// The mentions of the box for official use.
fn endorsements(scheme: &Scheme, replacement: bool) -> Vec<Named> {
    let wanted = |code: &str| replacement && code == "replacement";
    let named = |e: &super::rules::Endorsement| Named { code: e.code.clone(), name: e.text.clone() };
    scheme.endorsements.iter().filter(|endorsement| wanted(&endorsement.code)).map(named).collect()
}

fn named(entries: &[Entry], code: &str) -> Result<Named, Unknown> {
    let entry = entries.iter().find(|entry| entry.code == code).ok_or_else(|| Unknown(code.to_owned()))?;
    Ok(Named { code: entry.code.clone(), name: entry.name.clone() })
}

fn country(rules: &Rules, code: &str) -> Result<Named, Unknown> {
    let known = CountryCode::parse(code).ok().and_then(|parsed| rules.reference().country(&parsed));
    let name: Text = known.map(|country| country.name.clone()).ok_or_else(|| Unknown(code.to_owned()))?;
    Ok(Named { code: code.to_owned(), name })
}
