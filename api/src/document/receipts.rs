//! Receipts on half a sheet: the acknowledgement of a payment, which is no quittance and says so, and the quittance.

use std::num::NonZeroU16;

use krilla::Document;
use krilla::metadata::Metadata;
use krilla::outline::Outline;
use krilla::page::PageSettings;
use krilla::tagging::Tag;
use qrcodegen::QrCode;

use super::fonts::{Face, Fonts};
use super::pen::{Anchor, Area, BLACK, GREY, Ink, PT, Pen, Style, Tags, WHITE};
use super::{DocumentFault, day_of, settings, words};
use crate::origin::french::francs_in_words;
use crate::origin::quittance::{PrintedOffice, QuittanceKind, QuittanceRecord};
use crate::seal::qr;

/// A5 across, in millimetres.
const PAPER: (f32, f32) = (210.0, 148.0);
const LEFT: f32 = 13.0;
const RIGHT: f32 = 197.0;
const WIDTH: f32 = RIGHT - LEFT;
/// A printer's dot at 300 dpi, in millimetres.
const DOT: f32 = 25.4 / 300.0;
const GREEN: Ink = Ink(0x0b, 0x4f, 0x36);
const RED: Ink = Ink(0xa3, 0x1d, 0x1d);
const LABEL: Style = Style::new(Face::Sans, 6.8, GREY);
const VALUE: Style = Style::new(Face::Bold, 9.2, BLACK);
const SMALL: Style = Style::new(Face::Sans, 7.2, BLACK);

/// What a sheet is.
enum Sheet<'a> {
    Acknowledgement,
    Quittance { is_duplicate: bool, cancelled_by: Option<&'a str> },
}

/// Draws the acknowledgement of an order's payments, a page for each.
///
/// # Errors
/// [`DocumentFault`] when the fonts cannot be read.
pub fn acknowledgement(records: &[QuittanceRecord]) -> Result<Vec<u8>, DocumentFault> {
    let reference = records.first().map(|record| record.subject.order_reference.clone()).unwrap_or_default();
    let sheets: Vec<_> = records.iter().map(|record| (record, Sheet::Acknowledgement)).collect();
    sheet(&sheets, &format!("Attestation de paiement {reference}"))
}

/// Draws a quittance. `is_duplicate` when it was printed before; `cancelled_by` names the counter-quittance.
///
/// # Errors
/// [`DocumentFault`] when its address does not fit into a symbol.
pub fn quittance(
    record: &QuittanceRecord,
    is_duplicate: bool,
    cancelled_by: Option<&str>,
) -> Result<Vec<u8>, DocumentFault> {
    sheet(&[(record, Sheet::Quittance { is_duplicate, cancelled_by })], &format!("Quittance {}", record.number))
}

fn sheet(sheets: &[(&QuittanceRecord, Sheet<'_>)], title: &str) -> Result<Vec<u8>, DocumentFault> {
    let mut document = Document::new_with(settings()?);
    let fonts = Fonts::get()?;
    let mut tags = Tags::new();
    for (record, sheet) in sheets {
        let page = PageSettings::from_wh(PAPER.0 * PT, PAPER.1 * PT);
        let mut page =
            document.start_page_with(page.ok_or_else(|| DocumentFault::Pdf("the paper has no size".into()))?);
        let mut pen = Pen::new(page.surface(), &mut tags, fonts);
        draw(&mut pen, record, sheet)?;
        pen.finish();
        page.finish();
    }
    document.set_tag_tree(tags.finish());
    document.set_outline(Outline::new());
    if let Some((record, _)) = sheets.first() {
        document.set_metadata(metadata(title, record));
    }
    document.finish().map_err(|fault| DocumentFault::Pdf(format!("{fault:?}")))
}

fn metadata(title: &str, record: &QuittanceRecord) -> Metadata {
    Metadata::new()
        .title(title.to_owned())
        .description(record.subject.document.fr.clone())
        .authors(vec![record.office.agency.clone()])
        .creator("boyoro".into())
        .language("fr".into())
        .document_id(record.number.clone())
        .creation_date(day_of(record.issued_at.date_naive()))
}

fn draw(pen: &mut Pen, record: &QuittanceRecord, sheet: &Sheet<'_>) -> Result<(), DocumentFault> {
    pen.artifact(|pen| pen.frame(Area::new(6.0, 6.0, PAPER.0 - 12.0, PAPER.1 - 12.0), 0.35, GREEN));
    state(pen, &record.office);
    title(pen, record, sheet);
    if matches!(sheet, Sheet::Quittance { .. }) {
        symbol(pen, record)?;
    }
    mark(pen, sheet);
    amount(pen, record);
    facts(pen, record, sheet);
    foot(pen, record, sheet);
    Ok(())
}

/// The state, its motto and the office, at the head of any paper of the treasurer's.
pub(super) fn state(pen: &mut Pen, office: &PrintedOffice) {
    let area = |y: f32, h: f32| Area::new(LEFT, y, 62.0, h);
    let head = Style::new(Face::Bold, 8.2, BLACK);
    let quiet = Style::new(Face::Sans, 6.6, BLACK);
    pen.paragraph(area(11.0, 4.0), Anchor::Left, head, None, &office.state.to_uppercase());
    pen.paragraph(area(14.8, 3.4), Anchor::Left, Style::new(Face::Italic, 6.6, GREY), None, &office.motto);
    pen.artifact(|pen| {
        for (index, ink) in
            [Ink(0x14, 0xb5, 0x3a), Ink(0xfc, 0xd1, 0x16), Ink(0xce, 0x11, 0x26)].into_iter().enumerate()
        {
            pen.paint(Area::new(LEFT + index as f32 * 7.0, 18.6, 7.0, 0.8), ink);
        }
    });
    let mut y = 20.6;
    if let Some(supervision) = &office.supervision {
        y = pen.paragraph(area(y, 3.2), Anchor::Left, quiet, None, supervision);
    }
    y = pen.paragraph(area(y, 6.4), Anchor::Left, Style::new(Face::Bold, 6.8, GREEN), None, &office.agency);
    pen.paragraph(area(y, 3.4), Anchor::Left, quiet, None, &office.name.fr);
}

fn title(pen: &mut Pen, record: &QuittanceRecord, sheet: &Sheet<'_>) {
    let (said, number) = match (sheet, record.kind) {
        (Sheet::Acknowledgement, _) => ("Attestation de paiement", record.subject.order_reference.as_str()),
        (Sheet::Quittance { .. }, QuittanceKind::Quittance) => ("Quittance", record.number.as_str()),
        (Sheet::Quittance { .. }, QuittanceKind::Counter) => ("Quittance d’annulation", record.number.as_str()),
    };
    let middle = 121.0;
    pen.group(Tag::Hn(NonZeroU16::MIN, Some(said.into())), |pen| {
        pen.content(None, |pen| {
            let style = Style::new(Face::SerifBold, if said.len() > 12 { 14.5 } else { 17.0 }, GREEN);
            pen.spaced_line(middle, 19.0, Anchor::Centre, style, 0.02, &said.to_uppercase());
        });
    });
    let style = Style::new(Face::Bold, 11.5, BLACK);
    pen.paragraph(Area::new(76.0, 22.0, 90.0, 6.0), Anchor::Centre, style, None, &format!("N° {number}"));
}

fn symbol(pen: &mut Pen, record: &QuittanceRecord) -> Result<(), DocumentFault> {
    const SIDE: f32 = 25.0;
    let code: QrCode = qr::plain_symbol(&qr::Address::new(&record.verification)?.of_quittance(&record.number))?;
    let module = (SIDE / code.size() as f32 / DOT).floor().max(1.0) * DOT;
    let side = code.size() as f32 * module;
    let (x, y) = (RIGHT - side, 11.0);
    let said = format!("Code QR de vérification de la quittance {}", record.number);
    pen.group(Tag::Figure(Some(said)), |pen| pen.content(None, |pen| pen.symbol(x, y, module, &code)));
    Ok(())
}

/// What the paper is not, or is no longer.
fn mark(pen: &mut Pen, sheet: &Sheet<'_>) {
    let said = match sheet {
        Sheet::Acknowledgement => "NE VAUT PAS QUITTANCE".to_owned(),
        Sheet::Quittance { cancelled_by: Some(number), .. } => format!("ANNULÉE PAR LA QUITTANCE {number}"),
        Sheet::Quittance { is_duplicate: true, .. } => "DUPLICATA".to_owned(),
        Sheet::Quittance { .. } => return,
    };
    let style = Style::new(Face::Bold, 10.0, RED);
    let width = pen.fonts.width(style.face, style.size, &said) / PT + 8.0;
    let area = Area::new(121.0 - width / 2.0, 29.0, width, 7.4);
    pen.artifact(|pen| pen.frame(area, 0.6, RED));
    pen.group(Tag::P, |pen| {
        pen.content(None, |pen| pen.line(121.0, area.y + 5.2, Anchor::Centre, style, &said));
    });
}

fn amount(pen: &mut Pen, record: &QuittanceRecord) {
    let area = Area::new(LEFT, 41.0, WIDTH, 17.5);
    pen.artifact(|pen| {
        pen.paint(area, GREEN.tint(0.93));
        pen.paint(Area::new(RIGHT - 50.0, area.y, 50.0, area.h), GREEN);
    });
    let francs = record.amount_xof;
    let sign = if record.kind == QuittanceKind::Counter { "–\u{a0}" } else { "" };
    let figures = format!("{sign}{}\u{a0}FCFA", words::grouped(francs.get()));
    pen.group(Tag::Div, |pen| {
        labelled(pen, Area::new(area.x + 3.0, area.y + 2.0, WIDTH - 56.0, area.h - 3.0), "La somme de", &{
            let said = francs_in_words(francs);
            let mut letters = said.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
        });
    });
    pen.group(Tag::P, |pen| {
        pen.content(None, |pen| {
            pen.line(RIGHT - 25.0, area.y + 11.0, Anchor::Centre, shrunk(pen, &figures), &figures);
        });
    });
}

/// Figures that fill their field and do not leave it.
fn shrunk(pen: &Pen, figures: &str) -> Style {
    const ROOM: f32 = 45.0 * PT;
    let style = Style::new(Face::Bold, 14.0, WHITE);
    let share = (ROOM / pen.fonts.width(style.face, style.size, figures)).min(1.0);
    Style { size: style.size * share, ..style }
}

/// A small label and under it what it is about; returns the bottom.
fn labelled(pen: &mut Pen, area: Area, label: &str, value: &str) -> f32 {
    let y = pen.paragraph(Area { h: 3.4, ..area }, Anchor::Left, LABEL, None, label);
    let rest = Area::new(area.x, y + 0.2, area.w, (area.bottom() - y - 0.2).max(4.0));
    pen.paragraph(rest, Anchor::Left, VALUE, None, value)
}

fn facts(pen: &mut Pen, record: &QuittanceRecord, sheet: &Sheet<'_>) {
    let half = WIDTH / 2.0 - 3.0;
    let cell =
        |column: f32, row: f32| Area::new(LEFT + 3.0 + column * (half + 3.0), 61.5 + row * 13.0, half - 3.0, 12.4);
    let moment =
        |at: chrono::DateTime<chrono::Utc>| format!("{} à {}", words::date(at.date_naive()), at.format("%H h %M"));
    let subject = &record.subject;
    let about = format!("{} – demande {}", subject.document.fr, subject.application_reference);
    let unconfirmed = if record.line.confirmed { "" } else { " (à confirmer)" };
    let line = format!("{}{unconfirmed} – {}", record.line.code, record.line.label.fr);
    let mode = format!("{}, transaction {}", record.operator.name(), record.transaction_id);
    pen.group(Tag::Div, |pen| {
        let y = labelled(pen, Area { h: 8.0, ..cell(0.0, 0.0) }, "Reçu de", &record.payer.name);
        pen.paragraph(
            Area::new(cell(0.0, 0.0).x, y, half - 3.0, 4.0),
            Anchor::Left,
            SMALL,
            None,
            &record.payer.identifiers,
        );
        labelled(pen, cell(1.0, 0.0), "Objet", &about);
        labelled(pen, cell(0.0, 1.15), "Imputation budgétaire", &line);
        labelled(pen, cell(1.0, 1.15), "Mode de paiement", &mode);
        labelled(pen, cell(0.0, 2.3), "Ordre de recette", &subject.order_reference);
        labelled(pen, cell(1.0, 2.3), "Date du paiement", &moment(record.paid_at));
        if let (Some(number), Some(reason)) = (&record.cancels, &record.reason) {
            let said = format!("{number}. Motif : {reason}");
            labelled(pen, Area { w: WIDTH - 82.0, h: 20.0, ..cell(0.0, 3.45) }, "Annule la quittance", &said);
        } else if matches!(sheet, Sheet::Quittance { .. }) {
            labelled(pen, cell(0.0, 3.45), "Date d’émission", &moment(record.issued_at));
        }
    });
    pen.artifact(|pen| {
        for row in [1.15, 2.3, 3.45] {
            let y = 61.5 + row * 13.0 - 1.0;
            pen.stroke((LEFT, y), (RIGHT, y), 0.1, GREEN.tint(0.6));
        }
    });
}

fn foot(pen: &mut Pen, record: &QuittanceRecord, sheet: &Sheet<'_>) {
    let office = &record.office;
    if matches!(sheet, Sheet::Quittance { .. }) {
        let area = Area::new(RIGHT - 82.0, 106.5, 82.0, 20.0);
        let place = format!("{}, le {}", office.place, words::date(record.issued_at.date_naive()));
        let y = pen.paragraph(Area { h: 4.0, ..area }, Anchor::Right, SMALL, None, &place);
        let y = pen.paragraph(Area { y, h: 4.0, ..area }, Anchor::Right, SMALL, None, &office.accountant_title);
        pen.paragraph(Area { y: y + 0.4, h: 4.6, ..area }, Anchor::Right, VALUE, None, &office.accountant);
    }
    let said = match sheet {
        Sheet::Acknowledgement => {
            "Ce document atteste que le paiement est parvenu à l’agence. Il ne vaut pas quittance : la quittance numérotée est \
             délivrée par le régisseur de recettes et se télécharge au même endroit."
                .to_owned()
        }
        Sheet::Quittance { .. } => {
            let address = format!("{}/q/{}", record.verification, record.number);
            format!(
                "Vérifiez cette quittance avec le code ou à l’adresse {address}. Elle n’est annulée que par une quittance \
                 d’annulation de la même série."
            )
        }
    };
    pen.artifact(|pen| pen.stroke((LEFT, 128.6), (RIGHT, 128.6), 0.2, GREEN));
    let quiet = Style::new(Face::Sans, 6.8, GREY);
    pen.paragraph(Area::new(LEFT, 129.8, WIDTH, 8.0), Anchor::Left, quiet, None, &said);
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::origin::money::Francs;
    use crate::origin::payment::Operator;
    use crate::origin::quittance::{Payer, PrintedLine, Subject};
    use crate::text::Text;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    pub fn office() -> PrintedOffice {
        PrintedOffice {
            code: "APEX".into(),
            name: Text::new("Régie de recettes de l'APEX-Mali", "Revenue office"),
            accountant_title: "Le régisseur de recettes".into(),
            accountant: "Aïssata Coulibaly".into(),
            receiver: "Direction générale du Trésor et de la Comptabilité publique".into(),
            confirmed: false,
            state: "République du Mali".into(),
            motto: "Un Peuple – Un But – Une Foi".into(),
            supervision: Some("Ministère de l'Industrie et du Commerce".into()),
            agency: "Agence pour la Promotion des Exportations du Mali".into(),
            place: "Bamako".into(),
        }
    }

    fn sample() -> QuittanceRecord {
        let at = |text: &str| text.parse().unwrap();
        QuittanceRecord {
            number: "Q-APEX-2026-000071".into(),
            kind: QuittanceKind::Quittance,
            cancels: None,
            reason: None,
            office: office(),
            payer: Payer {
                name: "Karité du Mandé SARL".into(),
                identifiers: "NIF 087800123N · RCCM MA.BKO.2019.B.4471".into(),
            },
            subject: Subject {
                scheme: "ZLE".into(),
                document: Text::new("Certificat d'origine – Zone de libre-échange continentale africaine", "…"),
                application_reference: "D-2026-000123".into(),
                order_reference: "OR-D-2026-000123".into(),
            },
            amount_xof: Francs::new(1_571).unwrap(),
            line: PrintedLine {
                code: "REC-CO".into(),
                label: Text::new("Frais de délivrance des certificats d'origine", "Fees"),
                confirmed: false,
            },
            operator: Operator::OrangeMoney,
            transaction_id: "MP261121.1341.A00073".into(),
            paid_at: at("2026-11-21T13:41:07Z"),
            issued_at: at("2026-11-21T13:41:08Z"),
            verification: "https://origine.example.ml".into(),
        }
    }

    fn text_of(pdf: &[u8]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("receipt.pdf");
        std::fs::write(&path, pdf).unwrap();
        let output = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&path).arg("-").output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).replace(['\u{a0}', '\u{202f}'], " "))
    }

    #[test]
    fn a_quittance_says_who_paid_what_in_figures_and_in_words() {
        let pdf = quittance(&sample(), false, None).unwrap();
        assert_eq!(pdf, quittance(&sample(), false, None).unwrap(), "the same record gives the same bytes");
        let Some(text) = text_of(&pdf) else { return };
        for said in [
            "QUITTANCE",
            "Q-APEX-2026-000071",
            "Mille cinq cent soixante et onze francs CFA",
            "1 571 FCFA",
            "Karité du Mandé SARL",
            "MP261121.1341.A00073",
            "REC-CO (à confirmer)",
            "Aïssata Coulibaly",
            "21/11/2026",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(!text.contains("DUPLICATA") && !text.contains("ANNUL"));
    }

    #[test]
    fn a_second_print_a_cancelled_one_and_an_acknowledgement_are_marked() {
        let text = |pdf: Vec<u8>| text_of(&pdf);
        let Some(duplicate) = text(quittance(&sample(), true, None).unwrap()) else { return };
        assert!(duplicate.contains("DUPLICATA"));
        let cancelled = text(quittance(&sample(), true, Some("Q-APEX-2026-000072")).unwrap()).unwrap();
        assert!(cancelled.contains("ANNULÉE PAR LA QUITTANCE Q-APEX-2026-000072"));
        let counter = sample().countered("Q-APEX-2026-000072".into(), "erreur de payeur".into(), sample().issued_at);
        let counter = text(quittance(&counter, false, None).unwrap()).unwrap();
        assert!(counter.contains("QUITTANCE D’ANNULATION") && counter.contains("– 1 571 FCFA"), "{counter}");
        assert!(counter.contains("Q-APEX-2026-000071") && counter.contains("erreur de payeur"));
        let acknowledged = text(acknowledgement(&[sample()]).unwrap()).unwrap();
        assert!(acknowledged.contains("NE VAUT PAS QUITTANCE") && !acknowledged.contains("Q-APEX"));
    }

    #[test]
    fn its_symbol_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quittance.pdf");
        std::fs::write(&path, quittance(&sample(), false, None).unwrap()).unwrap();
        let page = folder.path().join("page");
        let drawn = Command::new("pdftoppm").args(["-r", "200", "-png", "-singlefile"]).arg(&path).arg(&page).status();
        let read = |page: &Path| Command::new("zbarimg").args(["-q", "--raw"]).arg(page).output();
        let (Ok(_), Ok(read)) = (drawn, read(&page.with_extension("png"))) else { return };
        let text = String::from_utf8_lossy(&read.stdout).trim().to_owned();
        assert_eq!(text, "HTTPS://ORIGINE.EXAMPLE.ML/Q/Q-APEX-2026-000071");
    }

    #[test]
    fn writes_the_samples_to_look_at() {
        let Some(folder) = std::env::var_os("BOYORO_PICTURES").map(PathBuf::from) else { return };
        let mut hostile = sample();
        hostile.payer.name = "Coopérative ".repeat(40);
        hostile.amount_xof = Francs::new(999_999_999_999).unwrap();
        hostile.subject.document.fr = "mot ".repeat(120);
        let counter =
            sample().countered("Q-APEX-2026-000072".into(), "erreur de payeur ".repeat(12), sample().issued_at);
        for (name, pdf) in [
            ("quittance", quittance(&sample(), false, None)),
            ("quittance-duplicata", quittance(&sample(), true, None)),
            ("quittance-cancelled", quittance(&sample(), true, Some("Q-APEX-2026-000072"))),
            ("quittance-counter", quittance(&counter, false, None)),
            ("quittance-hostile", quittance(&hostile, false, None)),
            ("acknowledgement", acknowledgement(&[sample()])),
        ] {
            std::fs::write(folder.join(format!("{name}.pdf")), pdf.unwrap()).unwrap();
        }
    }
}
