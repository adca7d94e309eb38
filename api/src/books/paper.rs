//! A day's receipts on paper and as tables: the journal, and the deposit slip.

use chrono::NaiveDate;

use super::day::{Day, DayLine, read_day};
use crate::app::App;
use crate::document::daybook::{self, Paper, Side, Table};
use crate::document::words;
use crate::failure::Failure;
use crate::origin::french::francs_in_words;
use crate::origin::ledger::EntryKind;
use crate::origin::money::Francs;
use crate::origin::payment::Operator;
use crate::quittances::drawn;

/// The journal of a day's receipts, drawn.
pub async fn journal_pdf(app: &App, day: NaiveDate) -> Result<Vec<u8>, Failure> {
    let read = read_day(app, day).await?;
    drawn(move || daybook::draw(&journal(&read))).await
}

/// The deposit slip of a day, drawn.
pub async fn slip_pdf(app: &App, day: NaiveDate) -> Result<Vec<u8>, Failure> {
    let read = read_day(app, day).await?;
    drawn(move || daybook::draw(&slip(&read))).await
}

/// What a kind of entry is called on paper.
const fn kind_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Payment => "Paiement",
        EntryKind::Overpayment => "Trop-perçu",
        EntryKind::Suspense => "Somme à identifier",
        EntryKind::SetAside => "Somme à rendre",
        EntryKind::SuspenseReleased => "Somme identifiée",
        EntryKind::RefundDecided => "Remboursement décidé",
        EntryKind::RefundExecuted => "Remboursement exécuté",
        EntryKind::Reversal => "Annulation par l'opérateur",
        EntryKind::Sweep => "Versement de l'opérateur",
        EntryKind::Deposit => "Versement de la caisse",
        EntryKind::OperatorFee => "Frais d'opérateur",
    }
}

fn operator_name(operator: Option<Operator>) -> &'static str {
    operator.map_or("—", Operator::name)
}

fn in_words(amount: i64) -> String {
    Francs::new(amount).map(francs_in_words).unwrap_or_default()
}

fn journal(day: &Day) -> Paper {
    let receipts = Table {
        title: "Recettes".to_owned(),
        columns: vec![
            ("Heure", 14.0, Side::Left),
            ("Quittance", 38.0, Side::Left),
            ("Ordre de recette", 42.0, Side::Left),
            ("Payeur", 56.0, Side::Left),
            ("Mode", 28.0, Side::Left),
            ("Transaction", 48.0, Side::Left),
            ("Imputation", 21.0, Side::Left),
            ("Montant", 24.0, Side::Right),
        ],
        rows: day.receipts.iter().map(receipt_row).collect(),
        sum: Some(sum_row("Total des recettes", 8, day.total.amount_xof)),
    };
    let mut tables = vec![receipts];
    if !day.others.is_empty() {
        tables.push(Table {
            title: "Autres mouvements, hors recettes".to_owned(),
            columns: vec![
                ("Heure", 14.0, Side::Left),
                ("Nature", 52.0, Side::Left),
                ("Référence", 80.0, Side::Left),
                ("Payeur", 66.0, Side::Left),
                ("Mode", 35.0, Side::Left),
                ("Montant", 24.0, Side::Right),
            ],
            rows: day.others.iter().map(other_row).collect(),
            sum: None,
        });
    }
    Paper {
        title: "Journal des recettes".to_owned(),
        number: format!("JR-{}-{}", day.office.code, day.day.format("%Y%m%d")),
        day: day.day,
        office: day.office.clone(),
        is_across: true,
        said: vec![format!("Arrêté le présent journal à la somme de {}.", in_words(day.total.amount_xof)), issued(day)],
        tables,
        signers: vec![accountant(day)],
    }
}

fn accountant(day: &Day) -> String {
    format!("{}, {}", day.office.accountant_title, day.office.accountant)
}

fn issued(day: &Day) -> String {
    let numbers = match day.first_and_last() {
        None => "Aucune quittance émise ce jour".to_owned(),
        Some((first, last)) => format!("{} quittances émises, de {first} à {last}", day.numbers.len()),
    };
    if day.cancelled.is_empty() {
        format!("{numbers}.")
    } else {
        format!("{numbers} ; annulées : {}.", day.cancelled.join(", "))
    }
}

fn receipt_row(line: &DayLine) -> Vec<String> {
    vec![
        line.at.format("%H:%M").to_string(),
        line.quittance.clone().unwrap_or_else(|| kind_name(line.kind).to_owned()),
        line.order_reference.clone(),
        line.payer.clone(),
        operator_name(line.operator).to_owned(),
        line.transaction_id.clone(),
        line.line.clone(),
        words::grouped(line.amount_xof),
    ]
}

fn other_row(line: &DayLine) -> Vec<String> {
    vec![
        line.at.format("%H:%M").to_string(),
        kind_name(line.kind).to_owned(),
        line.order_reference.clone(),
        line.payer.clone(),
        operator_name(line.operator).to_owned(),
        words::grouped(line.amount_xof),
    ]
}

/// A row whose first cell names a sum and whose last one holds it.
fn sum_row(name: &str, cells: usize, amount: i64) -> Vec<String> {
    let mut row = vec![String::new(); cells];
    if let Some(first) = row.first_mut() {
        *first = name.to_owned();
    }
    if let Some(last) = row.last_mut() {
        *last = words::grouped(amount);
    }
    row
}

fn slip(day: &Day) -> Paper {
    let columns =
        |first| vec![(first, 110.0, Side::Left), ("Nombre", 30.0, Side::Right), ("Montant", 44.0, Side::Right)];
    let cells = |name: String, count: i64, amount: i64| vec![name, words::grouped(count), words::grouped(amount)];
    let lines = day.by_line.iter().map(|(line, totals)| {
        let unconfirmed = if line.confirmed { "" } else { " (à confirmer)" };
        cells(format!("{}{unconfirmed} – {}", line.code, line.label.fr), totals.count, totals.amount_xof)
    });
    let modes = day.by_operator.iter();
    let modes =
        modes.map(|(operator, totals)| cells(operator_name(*operator).to_owned(), totals.count, totals.amount_xof));
    let sum = || Some(cells("Total".to_owned(), day.total.count, day.total.amount_xof));
    Paper {
        title: "Bordereau de versement".to_owned(),
        number: day.slip.clone(),
        day: day.day,
        office: day.office.clone(),
        is_across: false,
        said: vec![
            format!("Versé à : {}", day.office.receiver),
            format!("La somme de : {}", in_words(day.total.amount_xof)),
            issued(day),
        ],
        tables: vec![
            Table {
                title: "Par imputation".to_owned(),
                columns: columns("Imputation"),
                rows: lines.collect(),
                sum: sum(),
            },
            Table {
                title: "Par mode de paiement".to_owned(),
                columns: columns("Mode"),
                rows: modes.collect(),
                sum: sum(),
            },
        ],
        signers: vec![accountant(day), "Pour le Trésor, reçu le".to_owned()],
    }
}

/// The journal of a day as rows, the first naming the columns.
#[must_use]
pub fn journal_rows(day: &Day) -> Vec<Vec<String>> {
    let head = [
        "heure",
        "nature",
        "quittance",
        "ordre",
        "payeur",
        "mode",
        "transaction",
        "imputation",
        "recette_xof",
        "hors_recette_xof",
    ];
    let row = |line: &DayLine, is_receipt: bool| {
        let amount = line.amount_xof.to_string();
        let (receipt, other) = if is_receipt { (amount, String::new()) } else { (String::new(), amount) };
        vec![
            line.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            kind_name(line.kind).to_owned(),
            line.quittance.clone().unwrap_or_default(),
            line.order_reference.clone(),
            line.payer.clone(),
            operator_name(line.operator).to_owned(),
            line.transaction_id.clone(),
            line.line.clone(),
            receipt,
            other,
        ]
    };
    let receipts = day.receipts.iter().map(|line| row(line, true));
    let others = day.others.iter().map(|line| row(line, false));
    std::iter::once(head.map(str::to_owned).to_vec()).chain(receipts).chain(others).collect()
}

/// The deposit slip as rows, the first naming the columns.
#[must_use]
pub fn slip_rows(day: &Day) -> Vec<Vec<String>> {
    let row = |what: &str, code: &str, count: i64, amount: i64| {
        vec![
            day.slip.clone(),
            day.day.to_string(),
            what.to_owned(),
            code.to_owned(),
            count.to_string(),
            amount.to_string(),
        ]
    };
    let head = ["bordereau", "jour", "par", "code", "nombre", "montant_xof"].map(str::to_owned).to_vec();
    let lines = day.by_line.iter().map(|(line, totals)| row("imputation", &line.code, totals.count, totals.amount_xof));
    let modes = day.by_operator.iter();
    let modes =
        modes.map(|(one, totals)| row("mode", one.map_or("", Operator::as_str), totals.count, totals.amount_xof));
    let total = std::iter::once(row("total", "", day.total.count, day.total.amount_xof));
    std::iter::once(head).chain(lines).chain(modes).chain(total).collect()
}
