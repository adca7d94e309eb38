//! The forms: which boxes they have, in which order, and what is printed above each.
//!
//! AfCFTA: Annex 2 (rules of origin), Appendix I, boxes 1 to 15. The English captions are those of the annex; no official French
//! text of it is published yet, so the French ones are the agency's. Standard: the model of the Kyoto Convention, Annex K, chapter 2.

use crate::origin::record::Layout;

/// What is printed above a box.
#[derive(Debug, Clone, Copy)]
pub struct Caption {
    /// Its number on the form; empty when the form gives it none.
    pub number: &'static str,
    pub fr: &'static str,
    pub en: &'static str,
}

const fn caption(number: &'static str, fr: &'static str, en: &'static str) -> Caption {
    Caption { number, fr, en }
}

/// What a column of the goods shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Line,
    Marks,
    Invoice,
    Packages,
    Description,
    Gross,
    Supplementary,
    Hs,
    Criterion,
}

/// A column of the goods.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub cell: Cell,
    pub caption: Caption,
    /// In millimetres; the widths of a form add up to 182.
    pub width: f32,
}

const fn column(cell: Cell, width: f32, caption: Caption) -> Column {
    Column { cell, caption, width }
}

/// A form.
pub struct Plan {
    pub exporter: Caption,
    pub consignee: Caption,
    pub transport: Caption,
    pub official: Caption,
    pub columns: &'static [Column],
    pub declaration: Caption,
    pub certification: Caption,
    pub customs: Caption,
    /// Whether the back carries the request for verification and its result.
    pub back: bool,
}

/// The plan of a layout.
pub fn plan(layout: Layout) -> &'static Plan {
    match layout {
        Layout::Afcfta => &AFCFTA,
        Layout::Standard => &STANDARD,
    }
}

const NUMBER: Caption = caption("", "N°", "No.");

static AFCFTA: Plan = Plan {
    exporter: caption("1", "Exportateur (nom, adresse)", "Exporter (name and office address)"),
    consignee: caption("2", "Destinataire (nom, adresse)", "Consignee (name and office address)"),
    official: caption("3", "Réservé à l’administration", "For official use"),
    transport: caption("4", "Renseignements relatifs au transport", "Particulars of transport"),
    columns: &[
        column(Cell::Line, 6.0, NUMBER),
        column(Cell::Marks, 24.0, caption("5", "Marques et numéros", "Marks and numbers")),
        column(Cell::Invoice, 25.0, caption("6", "Facture : n°, date, valeur", "Invoice no., date, value")),
        column(Cell::Packages, 21.0, caption("7", "Nombre et nature des colis", "Number and kind of packages")),
        column(Cell::Description, 44.0, caption("8", "Désignation des marchandises", "Description of goods")),
        column(Cell::Gross, 18.0, caption("9", "Poids brut", "Gross weight")),
        column(Cell::Supplementary, 17.0, caption("10", "Quantité supplé\u{ad}mentaire", "Supplementary quantity")),
        column(Cell::Hs, 13.0, caption("11", "Code SH", "HS code")),
        column(Cell::Criterion, 14.0, caption("12", "Critère d’origine", "Origin criterion")),
    ],
    declaration: caption("13", "Déclaration de l’exportateur", "Declaration by the exporter"),
    certification: caption("14", "Certification de l’origine", "Certification of origin"),
    customs: caption("15", "Visa de la douane d’exportation", "For customs purposes"),
    back: true,
};

static STANDARD: Plan = Plan {
    exporter: caption("1", "Exportateur", "Exporter (consignor)"),
    consignee: caption("2", "Destinataire", "Consignee"),
    official: caption("3", "Observations", "Remarks"),
    transport: caption("4", "Transport", "Transport details"),
    columns: &[
        column(Cell::Line, 6.0, NUMBER),
        column(Cell::Marks, 28.0, caption("5", "Marques et numéros", "Marks and numbers")),
        column(Cell::Packages, 24.0, caption("6", "Nombre et nature des colis", "Number and kind of packages")),
        column(Cell::Description, 50.0, caption("7", "Désignation des marchandises", "Description of goods")),
        column(Cell::Hs, 20.0, caption("8", "Code SH", "HS code")),
        column(Cell::Criterion, 14.0, caption("9", "Critère d’origine", "Origin criterion")),
        column(Cell::Gross, 18.0, caption("10", "Poids brut et net", "Gross and net weight")),
        column(Cell::Invoice, 22.0, caption("11", "Facture", "Invoice")),
    ],
    declaration: caption("12", "Déclaration de l’exportateur", "Declaration by the exporter"),
    certification: caption("13", "Certification de l’origine", "Certification of origin"),
    customs: caption("14", "Visa de la douane", "Customs endorsement"),
    back: false,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boxes_are_numbered_without_gaps_and_the_columns_fill_the_page() {
        for (layout, last) in [(Layout::Afcfta, 15), (Layout::Standard, 14)] {
            let plan = plan(layout);
            let boxes = [plan.exporter, plan.consignee, plan.official, plan.transport];
            let ends = [plan.declaration, plan.certification, plan.customs];
            let columns = plan.columns.iter().map(|column| column.caption);
            let all = boxes.into_iter().chain(columns).chain(ends);
            let mut numbers: Vec<u8> = all.filter_map(|caption| caption.number.parse().ok()).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, (1..=last).collect::<Vec<_>>());
            let width: f32 = plan.columns.iter().map(|column| column.width).sum();
            assert!((width - 182.0).abs() < 0.01, "{width}");
        }
    }
}
