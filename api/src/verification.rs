//! Verifying: what a number, or the text under a printed symbol, proves about a certificate.
//!
//! Anyone may ask. By its number alone a certificate shows what one needs to compare with the paper and no more; the consignee
//! is shown to whoever presents the seal, which stands on the paper itself.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::Failure;
use crate::origin::certificate::CertificateStatus as Status;
use crate::origin::number::CertificateNumber;
use crate::origin::record::CertificateRecord;
use crate::origin::rules::Rules;
use crate::seal::cose::{self, Reading};
use crate::seal::facts::SealedFacts;
use crate::seal::qr::Presented;
use crate::store::certificates::{self as store, CertificateRow};
use crate::text::Text;
use crate::text_enum;

text_enum! {
    /// What is to be thought of the certificate.
    pub enum Verdict {
        Authentic = "authentic",
        Revoked = "revoked",
        Suspended = "suspended",
        Replaced = "replaced",
        Cancelled = "cancelled",
        Expired = "expired",
        /// The seal does not fit what it covers, or the number it is presented with.
        Tampered = "tampered",
        /// Sealed with a key the authority does not know.
        UnknownKey = "unknown_key",
        UnknownNumber = "unknown_number",
        Unreadable = "unreadable",
        /// Made by a later version of the service.
        UnsupportedVersion = "unsupported_version",
    }
}

text_enum! {
    /// What became of the signature.
    pub enum SignatureFinding {
        Valid = "valid",
        Invalid = "invalid",
        UnknownKey = "unknown_key",
        /// Only a number was given.
        NotPresented = "not_presented",
    }
}

/// The answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    pub verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ML-ZLE-2026-000123-A")]
    pub number: Option<String>,
    /// The moment of the answer: a certificate may be suspended or revoked afterwards.
    pub status_as_of: DateTime<Utc>,
    pub message: Text,
    /// What to do now.
    pub next_step: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    pub signature: SignatureFinding,
}

/// What to compare with the paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = VerifiedFacts)]
pub struct Facts {
    pub number: String,
    pub scheme: String,
    pub scheme_name: Text,
    pub exporter: String,
    /// Only for whoever presents the seal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consignee: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub destination: String,
    #[serde(skip)]
    pub destination_name: Text,
    pub issued_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    pub goods: Vec<FactsLine>,
    pub total_gross_weight_g: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_on: Option<NaiveDate>,
    /// Why it was revoked, in the words of the published list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// A line of goods to compare.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FactsLine {
    pub hs_code: String,
    pub description: String,
    #[schema(example = "1200 cartons")]
    pub packages: String,
    pub gross_weight_g: i64,
}

/// The answer with what the page needs besides.
#[derive(Debug, Clone)]
pub struct Answer {
    pub verification: Verification,
    /// The facts under the stored seal, cut as the printed symbol carries them.
    pub sealed: Option<SealedFacts>,
}

/// Verifies a number, an address, the text under a symbol, or its digits.
pub async fn verify(app: &App, input: &str) -> Result<Answer, Failure> {
    match Presented::read(input) {
        Presented::Number(number) => by_number(app, &number).await,
        Presented::Seal { address, cose } => by_seal(app, address, cose).await,
        Presented::LaterVersion => Ok(bare(app, Verdict::UnsupportedVersion, None, SignatureFinding::NotPresented)),
        Presented::Unreadable => Ok(bare(app, Verdict::Unreadable, None, SignatureFinding::NotPresented)),
    }
}

/// Verifies a number alone.
pub async fn by_number(app: &App, number: &CertificateNumber) -> Result<Answer, Failure> {
    let number = number.to_string();
    match find(app, &number).await? {
        Some(row) => known(app, &row, SignatureFinding::NotPresented),
        None => Ok(bare(app, Verdict::UnknownNumber, Some(number), SignatureFinding::NotPresented)),
    }
}

async fn by_seal(app: &App, address: Option<CertificateNumber>, cose: Vec<u8>) -> Result<Answer, Failure> {
    let shown = address.map(|number| number.to_string());
    // Bytes equal to the stored ones were checked when they were stored; only what differs costs a signature check.
    if let Some(number) = &shown
        && let Some(row) = find(app, number).await?
        && row.cose == cose
    {
        return known(app, &row, SignatureFinding::Valid);
    }
    let facts = match cose::read(&cose, app.seals.ring()) {
        Reading::Valid(facts) => facts,
        Reading::Tampered => return Ok(bare(app, Verdict::Tampered, shown, SignatureFinding::Invalid)),
        Reading::UnknownKey(_) => return Ok(bare(app, Verdict::UnknownKey, shown, SignatureFinding::UnknownKey)),
        Reading::Unsupported => {
            return Ok(bare(app, Verdict::UnsupportedVersion, shown, SignatureFinding::NotPresented));
        }
        Reading::Unreadable => return Ok(bare(app, Verdict::Unreadable, shown, SignatureFinding::NotPresented)),
    };
    if shown.as_ref().is_some_and(|shown| *shown != facts.number) {
        return Ok(bare(app, Verdict::Tampered, shown, SignatureFinding::Invalid));
    }
    match find(app, &facts.number).await? {
        None => Ok(bare(app, Verdict::UnknownNumber, Some(facts.number), SignatureFinding::Valid)),
        Some(row) if row.record_sha256 != hex::encode(facts.record_sha256) => {
            Ok(bare(app, Verdict::Tampered, Some(row.number), SignatureFinding::Invalid))
        }
        Some(row) => known(app, &row, SignatureFinding::Valid),
    }
}

async fn find(app: &App, number: &str) -> Result<Option<CertificateRow>, Failure> {
    let number = number.to_owned();
    app.db.read(move |conn| store::find(conn, &number).map_err(Failure::from)).await
}

fn known(app: &App, row: &CertificateRow, signature: SignatureFinding) -> Result<Answer, Failure> {
    let now = app.clock.now();
    let status = row.standing().on(now.date_naive());
    let verdict = verdict_of(status);
    let (message, next_step) = words(verdict, status == Status::UnderVerification, signature);
    let facts = facts(&app.rules, row, &row.record()?, signature == SignatureFinding::Valid);
    let verification = Verification {
        verdict,
        number: Some(row.number.clone()),
        status_as_of: now,
        message,
        next_step,
        facts: Some(facts),
        signature,
    };
    Ok(Answer { verification, sealed: cose::facts(&row.cose) })
}

const fn verdict_of(status: Status) -> Verdict {
    match status {
        Status::Issued | Status::Endorsed | Status::Used | Status::UnderVerification => Verdict::Authentic,
        Status::Suspended => Verdict::Suspended,
        Status::Replaced => Verdict::Replaced,
        Status::Cancelled => Verdict::Cancelled,
        Status::Revoked => Verdict::Revoked,
        Status::Expired => Verdict::Expired,
    }
}

fn facts(rules: &Rules, row: &CertificateRow, record: &CertificateRecord, by_seal: bool) -> Facts {
    let revoked = row.status == Status::Revoked;
    let reasons = &rules.reference().revocation_reasons;
    let reason = row.status_code.as_ref().and_then(|code| reasons.iter().find(|reason| reason.code == *code));
    let line = |line: &crate::origin::record::Goods| FactsLine {
        hs_code: line.hs_code.clone(),
        description: line.description.clone(),
        packages: format!("{} {}", line.package_count, line.package_kind.name.fr),
        gross_weight_g: line.gross_weight_g,
    };
    Facts {
        number: row.number.clone(),
        scheme: record.scheme.clone(),
        scheme_name: record.scheme_title.clone(),
        exporter: record.exporter.name.clone(),
        consignee: by_seal.then(|| record.consignee.name.clone()),
        destination: record.destination.code.clone(),
        destination_name: record.destination.name.clone(),
        issued_on: record.issued_on,
        valid_until: record.valid_until,
        goods: record.goods.iter().map(line).collect(),
        total_gross_weight_g: record.total_gross_weight_g(),
        replaced_by: row.replaced_by.clone(),
        revoked_on: revoked.then(|| row.status_at.0.date_naive()),
        reason: reason.filter(|_| revoked).map(|reason| reason.name.clone()),
    }
}

/// A verdict about nothing that the register knows.
fn bare(app: &App, verdict: Verdict, number: Option<String>, signature: SignatureFinding) -> Answer {
    let (message, next_step) = words(verdict, false, signature);
    let status_as_of = app.clock.now();
    let verification = Verification { verdict, number, status_as_of, message, next_step, facts: None, signature };
    Answer { verification, sealed: None }
}

/// What the verdict means, and what to do now.
fn words(verdict: Verdict, in_doubt: bool, signature: SignatureFinding) -> (Text, Text) {
    let refuse = Text::new(
        "N’acceptez pas ce certificat. Contactez l’agence et gardez une copie du papier.",
        "Do not accept this certificate. Contact the agency and keep a copy of the paper.",
    );
    match verdict {
        Verdict::Authentic => authentic(in_doubt, signature),
        Verdict::Revoked => {
            (Text::new("Ce certificat a été révoqué par l’agence.", "The agency has revoked this certificate."), refuse)
        }
        Verdict::Suspended => (
            Text::new("Ce certificat est suspendu par l’agence.", "The agency has suspended this certificate."),
            Text::new(
                "Ne l’acceptez pas pour le moment. Contactez l’agence ou vérifiez de nouveau plus tard.",
                "Do not accept it for the time being. Contact the agency or check again later.",
            ),
        ),
        Verdict::Replaced => (
            Text::new("Ce certificat a été remplacé par un autre.", "This certificate has been replaced by another."),
            Text::new(
                "Demandez le certificat de remplacement et vérifiez son numéro.",
                "Ask for the replacement certificate and verify its number.",
            ),
        ),
        Verdict::Cancelled => {
            (Text::new("Ce certificat a été annulé avant usage.", "This certificate was cancelled before use."), refuse)
        }
        Verdict::Expired => (
            Text::new(
                "Ce certificat est authentique, mais sa validité est passée.",
                "This certificate is authentic, but its validity is over.",
            ),
            Text::new(
                "Appliquez les règles du régime sur les présentations tardives, ou demandez un nouveau certificat.",
                "Apply the scheme’s rules on late presentation, or ask for a new certificate.",
            ),
        ),
        Verdict::Tampered => (
            Text::new(
                "Le sceau ne correspond pas : ce certificat a été modifié ou copié.",
                "The seal does not match: this certificate was altered or copied.",
            ),
            refuse,
        ),
        Verdict::UnknownKey => (
            Text::new(
                "Le sceau n’a pas été fait avec une clé de l’agence.",
                "The seal was not made with one of the agency’s keys.",
            ),
            refuse,
        ),
        Verdict::UnknownNumber => (
            Text::new("Aucun certificat ne porte ce numéro.", "No certificate bears this number."),
            Text::new(
                "Relisez le numéro sur le papier. S’il est exact, n’acceptez pas le certificat et contactez l’agence.",
                "Read the number on the paper again. If it is right, do not accept the certificate and contact the agency.",
            ),
        ),
        Verdict::Unreadable => (
            Text::new(
                "Ceci n’est ni un numéro de certificat ni le contenu d’un code QR de certificat.",
                "This is neither a certificate number nor the content of a certificate’s QR code.",
            ),
            Text::new(
                "Vérifiez chaque caractère du numéro, ou scannez de nouveau le code QR à plat et bien éclairé.",
                "Check each character of the number, or scan the QR code again, flat and well lit.",
            ),
        ),
        Verdict::UnsupportedVersion => (
            Text::new(
                "Ce code QR est d’une version que ce service ne connaît pas.",
                "This QR code is of a version that this service does not know.",
            ),
            Text::new(
                "Vérifiez le numéro seul, ou contactez l’agence.",
                "Verify the number alone, or contact the agency.",
            ),
        ),
    }
}

fn authentic(in_doubt: bool, signature: SignatureFinding) -> (Text, Text) {
    let compare = Text::new(
        "Comparez chaque fait ci-dessous avec le papier ; s’ils diffèrent, n’acceptez pas le certificat.",
        "Compare each fact below with the paper; if they differ, do not accept the certificate.",
    );
    let message = if in_doubt {
        Text::new(
            "Ce certificat est authentique. Un contrôle de l’origine des marchandises est en cours.",
            "This certificate is authentic. The origin of the goods is being checked.",
        )
    } else if signature == SignatureFinding::Valid {
        Text::new(
            "La signature est celle de l’agence et le certificat est valable.",
            "The signature is the agency’s and the certificate is valid.",
        )
    } else {
        Text::new(
            "Ce numéro est celui d’un certificat valable de l’agence.",
            "This number is that of a valid certificate of the agency.",
        )
    };
    (message, compare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_says_what_to_do_next() {
        for verdict in Verdict::ALL {
            let (message, next) = words(*verdict, false, SignatureFinding::NotPresented);
            for text in [message, next] {
                assert!(text.fr.len() > 20 && text.en.len() > 20 && text.fr != text.en, "{verdict}");
            }
        }
    }

    #[test]
    fn every_state_has_its_verdict() {
        let verdicts: Vec<_> = Status::ALL.iter().map(|status| verdict_of(*status).as_str()).collect();
        let expected = [
            "authentic",
            "authentic",
            "authentic",
            "suspended",
            "authentic",
            "replaced",
            "cancelled",
            "revoked",
            "expired",
        ];
        assert_eq!(verdicts, expected);
    }
}
