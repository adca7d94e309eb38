//! What is printed: the certificate, a PDF/A-3 drawn from the sealed record with the record and the seal attached; the
//! [receipts](receipts) of its fee; and the treasurer's [day](daybook).
//!
//! A document is a function of its record and its seal and of nothing else: drawn twice, or ten years apart by the same
//! program, it has the same bytes. It is tagged, so that a screen reader meets the boxes in their order.

pub mod daybook;
mod fonts;
mod forms;
mod ornament;
mod pages;
mod pen;
pub mod receipts;
mod table;
pub mod words;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::Outline;
use krilla::{Document, SerializeSettings};

use crate::origin::record::CertificateRecord;
use crate::seal::{SealFault, qr};

/// Why a certificate could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    #[error("the fonts of the form cannot be read")]
    Fonts,
    #[error("the symbol cannot be drawn: {0}")]
    Symbol(#[from] SealFault),
    #[error("the record cannot be printed: {0}")]
    Record(String),
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

/// Draws a certificate: the form, continuation pages when the goods need them, and the back where the form has one.
///
/// # Errors
/// [`DocumentFault`] when the record has no canonical form or its number and address do not fit into a symbol.
pub fn draw(record: &CertificateRecord, cose: &[u8]) -> Result<Vec<u8>, DocumentFault> {
    let symbol = qr::symbol(&qr_text(record, cose)?)?;
    let canonical = record.canonical().map_err(|fault| DocumentFault::Record(fault.to_string()))?;
    let mut document = Document::new_with(settings()?);
    document.set_metadata(metadata(record));
    document.set_outline(Outline::new());
    let sheets = pages::Sheets::new(record, &symbol, cose)?;
    let outline = sheets.draw(&mut document)?;
    document.set_outline(outline);
    attach(&mut document, record, "record.json", "application/json", "Enregistrement scellé (RFC 8785)", canonical)?;
    attach(&mut document, record, "seal.cose", "application/cose", "Sceau électronique (COSE_Sign1)", cose.to_vec())?;
    document.finish().map_err(|fault| DocumentFault::Pdf(format!("{fault:?}")))
}

/// The text under the symbol of a certificate.
///
/// # Errors
/// [`DocumentFault`] when the record's number or verification address is not one.
pub fn qr_text(record: &CertificateRecord, cose: &[u8]) -> Result<String, DocumentFault> {
    let number = record.number.parse().map_err(|_| DocumentFault::Record("its number is not one".into()))?;
    Ok(qr::Address::new(&record.authority.verification)?.text(&number, cose))
}

fn settings() -> Result<SerializeSettings, DocumentFault> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|fault| DocumentFault::Pdf(format!("{fault:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn metadata(record: &CertificateRecord) -> Metadata {
    let title = format!("{} {}", record.document_title.fr, record.number);
    Metadata::new()
        .title(title)
        .description(format!("{} – {}", record.scheme_title.fr, record.scheme_title.en))
        .authors(vec![record.authority.name.fr.clone()])
        .creator("boyoro".into())
        .language("fr".into())
        .document_id(record.number.clone())
        .creation_date(date(record))
}

/// The day of issue, not the moment of drawing: the same record must give the same bytes.
fn date(record: &CertificateRecord) -> DateTime {
    day_of(record.issued_on)
}

fn day_of(day: chrono::NaiveDate) -> DateTime {
    use chrono::Datelike as _;
    let small = |n: u32| u8::try_from(n).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(0);
    DateTime::new(year).month(small(day.month())).day(small(day.day())).hour(0).minute(0).second(0).utc_offset_hour(0)
}

fn attach(
    document: &mut Document,
    record: &CertificateRecord,
    name: &str,
    media_type: &str,
    description: &str,
    bytes: Vec<u8>,
) -> Result<(), DocumentFault> {
    let file = EmbeddedFile {
        path: name.into(),
        mime_type: MimeType::new(media_type),
        description: Some(description.into()),
        association_kind: AssociationKind::Source,
        data: bytes.into(),
        modification_date: Some(date(record)),
        compress: None,
        location: None,
    };
    document.embed_file(file).ok_or_else(|| DocumentFault::Pdf(format!("{name} is attached twice")))
}

#[cfg(test)]
mod tests;
