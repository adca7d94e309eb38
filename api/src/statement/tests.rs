use super::*;
use crate::origin::payment::Operator;
use crate::origin::reconciliation::LineKind;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

/// What these files hold is known, so that they need no process of their own.
fn read(bytes: &[u8], profiles: &Profiles) -> Result<Reading, Unreadable> {
    super::read(bytes, profiles, &OldWorkbooks::Here)
}

fn profiles() -> Profiles {
    Profiles::embedded().unwrap()
}

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("Relevé").unwrap());
    book.save_to_buffer().unwrap()
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write_string(row, column, *cell).unwrap();
    }
}

fn amounts(reading: &Reading) -> Vec<(String, i64, i64)> {
    reading.lines.iter().map(|line| (line.transaction_id.clone(), line.amount.get(), line.fee.get())).collect()
}

fn faults(reading: &Reading) -> Vec<(String, CellFaultKind)> {
    reading.faults.iter().map(|fault| (fault.place.to_string(), fault.kind)).collect()
}

const WAVE: [&str; 11] = [
    "timestamp",
    "transaction_id",
    "transaction_type",
    "amount",
    "fee",
    "currency",
    "counterparty_mobile",
    "client_reference",
    "checkout_api_session_id",
    "aggregated_merchant_id",
    "aggregated_merchant_name",
];

#[test]
fn waves_collections_are_read_with_their_references() {
    let bytes = workbook(|sheet| {
        write_row(sheet, 0, &WAVE);
        let when = "Nov 2, 2026, 10:00:00\u{202f}AM";
        write_row(sheet, 1, &[when, "T_1", "api_checkout", "1500", "0", "XOF", "+22370000000", "REF1", "cos-1"]);
        write_row(sheet, 2, &["Nov 2, 2026, 11:30:05 PM", "T_2", "merchant_sweep", "-1\u{202f}500", "", "XOF"]);
    });
    let reading = read(&bytes, &profiles()).unwrap();
    assert_eq!(faults(&reading), []);
    assert_eq!((reading.profile.as_str(), reading.operator), ("wave_collections", Operator::Wave));
    assert_eq!(amounts(&reading), [("T_1".into(), 1500, 0), ("T_2".into(), -1500, 0)]);
    let first = &reading.lines[0];
    assert_eq!(first.at.to_rfc3339(), "2026-11-02T10:00:00+00:00");
    assert_eq!(
        (first.reference.as_deref(), first.kind, first.place.as_str()),
        (Some("REF1"), LineKind::Payment, "Relevé!2")
    );
    assert_eq!(first.raw["counterparty_mobile"], "••••••••••00", "a payer's number is hidden but for its end");
    assert_eq!(
        (reading.lines[1].kind, reading.lines[1].at.to_rfc3339().as_str()),
        (LineKind::Sweep, "2026-11-02T23:30:05+00:00")
    );
}

#[test]
fn headings_in_the_wrong_encoding_and_cells_that_are_not_there_are_no_obstacle() {
    let bytes = workbook(|sheet| {
        let header = [
            "Horodatage",
            "Identifiant de transaction",
            "Type de transaction",
            "Montant",
            "Frais",
            "Solde",
            "Devise",
            "Nom de contrepartie",
            "NumÃ©ro de tÃ©lÃ©phone de contrepartie",
            "RÃ©fÃ©rence client",
            "Identifiant de session API",
        ];
        write_row(sheet, 0, &header);
        // No name of the other party: H2 is not in the file at all.
        write_row(
            sheet,
            1,
            &[
                "2026-11-02T10:00:00+00:00",
                "T_9",
                "api_checkout_refund",
                "-1500",
                "0",
                "98 500",
                "XOF",
                "",
                "+22370000000",
                "REF9",
            ],
        );
    });
    let reading = read(&bytes, &profiles()).unwrap();
    assert_eq!((reading.profile.as_str(), faults(&reading)), ("wave_payouts_fr", Vec::new()));
    let line = &reading.lines[0];
    assert_eq!((line.amount.get(), line.balance.map(|b| b.get()), line.kind), (-1500, Some(98_500), LineKind::Refund));
    assert_eq!(line.reference.as_deref(), Some("REF9"));
}

#[test]
fn a_day_may_be_a_number_and_half_a_franc_is_told_at_its_cell() {
    let bytes = workbook(|sheet| {
        let header = [
            "TRANSFER_DATE",
            "TRANSFER_STATUS",
            "TRANSFER_ID",
            "ORDER_ID",
            "MSISDN",
            "REFERENCE_NUMBER",
            "STATEMENT",
            "TRANSFER_AMOUNT",
            "CREDIT",
            "DEBIT",
            "FEES",
            "PREVIOUS_BAL",
            "AFTER_BAL",
            "REMARKS",
            "FTXN_ID",
        ];
        write_row(sheet, 0, &header);
        for (row, status, id, credit) in [(1, "TS", "MP1", 1500.0), (2, "TS", "MP2", 1500.5), (3, "TF", "MP3", 1500.0)]
        {
            // 2 November 2026, noon.
            sheet.write_number(row, 0, 46_328.5).unwrap();
            sheet.write_string(row, 1, status).unwrap();
            sheet.write_string(row, 2, id).unwrap();
            sheet.write_number(row, 8, credit).unwrap();
            sheet.write_number(row, 9, 0.0).unwrap();
        }
        let dated = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        sheet.write_number_with_format(4, 0, 46_328.75, &dated).unwrap();
        write_row(sheet, 5, &["soon", "XX", "MP6"]);
        sheet.write_string(4, 1, "TS").unwrap();
        sheet.write_string(4, 2, "MP5").unwrap();
        sheet.write_number(4, 8, 1000).unwrap();
        write_row(sheet, 6, &["soon", "TS", ""]);
        sheet.write_number(6, 8, 10).unwrap();
        sheet.write_number(6, 9, 10).unwrap();
    });
    let reading = read(&bytes, &profiles()).unwrap();
    assert_eq!(amounts(&reading), [("MP1".into(), 1500, 0), ("MP5".into(), 1000, 0)]);
    assert_eq!(reading.lines[0].at.to_rfc3339(), "2026-11-02T12:00:00+00:00");
    assert_eq!(reading.lines[1].at.to_rfc3339(), "2026-11-02T18:00:00+00:00");
    assert_eq!(reading.skipped.not_settled, 1);
    use CellFaultKind as K;
    assert_eq!(
        faults(&reading),
        [
            ("Relevé!I3".to_owned(), K::NotWholeFrancs),
            ("Relevé!B6".to_owned(), K::UnknownStatus),
            ("Relevé!A7".to_owned(), K::NotAMoment),
            ("Relevé!C7".to_owned(), K::Missing),
            ("Relevé!J7".to_owned(), K::BothWays),
        ],
        "every fault of every row at once"
    );
}

#[test]
fn an_old_workbook_with_preamble_sums_and_two_sections() {
    let bytes = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/statements/orange_operations.xls"));
    let reading = read(bytes, &profiles()).unwrap();
    assert_eq!((reading.profile.as_str(), faults(&reading)), ("orange_operations", Vec::new()));
    let read: Vec<_> =
        reading.lines.iter().map(|l| (l.transaction_id.as_str(), l.kind, l.amount.get(), l.place.as_str())).collect();
    assert_eq!(
        read,
        [
            ("MP261116.0915.A00001", LineKind::Payment, 1500, "Relevé!25"),
            ("MP261116.1105.A00003", LineKind::Payment, 2000, "Relevé!27"),
            ("CO261116.1730.B00001", LineKind::Sweep, -3500, "Relevé!31"),
            ("CM261116.1731.B00002", LineKind::Fee, -35, "Relevé!32"),
        ]
    );
    assert_eq!(reading.lines[0].at.to_rfc3339(), "2026-11-16T09:15:00+00:00");
    assert_eq!(reading.skipped, Skipped { sums: 3, not_settled: 1, headers: 1 });
    assert!(
        reading.lines[0].raw.as_object().unwrap().contains_key("N° de Compte (L)"),
        "the payer's column beside ours"
    );
}

#[test]
fn moovs_dates_begin_with_a_tab_and_expired_rows_are_no_money() {
    let bytes = workbook(|sheet| {
        for (row, title) in [(0, "Organization Transactions"), (1, "Short Code: 801184"), (3, "Operator: demo")] {
            sheet.write_string(row, 0, title).unwrap();
        }
        let header = [
            "Receipt No.",
            "Completion Time",
            "Initiation Time",
            "Details",
            "Transaction Status",
            "Currency",
            "Paid In",
            "Withdrawn",
            "Balance",
            "Reason Type",
            "Opposite Party",
            "Linked Transaction ID",
            "Remark",
        ];
        write_row(sheet, 5, &header);
        write_row(
            sheet,
            6,
            &[
                "7A1",
                "\t02-11-2026 10:00:00",
                "\t02-11-2026 09:59:00",
                "",
                "Completed",
                "XOF",
                "1,500.00",
                "",
                "1,500.00",
                "Merchants Online Payment",
                "22990000000 - AWA",
            ],
        );
        write_row(
            sheet,
            7,
            &["7A2", "", "\t02-11-2026 10:05:00", "", "Expired", "XOF", "1500", "", "", "Merchants Online Payment"],
        );
        write_row(
            sheet,
            8,
            &["7A3", "\t02-11-2026 10:06:00", "", "", "Completed", "EUR", "1500", "", "", "Merchants Online Payment"],
        );
    });
    let reading = read(&bytes, &profiles()).unwrap();
    assert_eq!(amounts(&reading), [("7A1".into(), 1500, 0)]);
    assert_eq!(reading.lines[0].at.to_rfc3339(), "2026-11-02T10:00:00+00:00");
    assert_eq!(reading.skipped.not_settled, 1);
    assert_eq!(faults(&reading), [("Relevé!F9".to_owned(), CellFaultKind::OtherCurrency)]);
}

const MTN: &str = "Id,External id,Date,Status,Type,Provider category,From,From name,From handler name,To,To name,To handler name,\
Initiated by,On behalf of,From / Fee,Currency,To / Fee,Currency,Amount,Currency,Balance,Currency,External amount,Currency\n";

#[test]
fn of_many_columns_called_currency_the_one_after_the_amount_counts() {
    let row = "9001,REF1,2026-11-02 10:00:00,Successful,Payment,,FRI:23760000000/MSISDN,AWA,,FRI:1/USER,,,,,0,EUR,15,XAF,1500,XOF,9000,XOF,,\n";
    let reading = read(format!("{MTN}{row}").as_bytes(), &profiles()).unwrap();
    assert_eq!((reading.profile.as_str(), faults(&reading)), ("mtn_transactions", Vec::new()));
    assert_eq!(amounts(&reading), [("9001".into(), 1500, 15)]);
    assert_eq!(reading.lines[0].at.to_rfc3339(), "2026-11-02T09:00:00+00:00", "the operator's clock is an hour ahead");
    let euro = row.replace("1500,XOF", "1500,EUR");
    let reading = read(format!("{MTN}{euro}").as_bytes(), &profiles()).unwrap();
    assert_eq!(faults(&reading), [("T2".to_owned(), CellFaultKind::OtherCurrency)]);
    // However lines end, a row is told by the number a spreadsheet shows.
    let reading = read(format!("{MTN}{euro}").replace('\n', "\r\n").as_bytes(), &profiles()).unwrap();
    assert_eq!(faults(&reading), [("T2".to_owned(), CellFaultKind::OtherCurrency)]);
}

#[test]
fn texts_are_read_in_any_of_their_encodings_and_separators() {
    let content = "Horodatage;Identifiant de transaction;Montant;Référence client\n\
        2026-11-02 10:00:00;T_1;1\u{a0}500 FCFA;REF1\n";
    let utf_16 = |big: bool| -> Vec<u8> {
        content.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let with_mark = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
    let latin = encoding_rs::WINDOWS_1252.encode(content).0.into_owned();
    let variants = [
        content.as_bytes().to_vec(),
        with_mark(b"\xef\xbb\xbf", content.as_bytes().to_vec()),
        latin,
        with_mark(b"\xff\xfe", utf_16(false)),
        with_mark(b"\xfe\xff", utf_16(true)),
        utf_16(false),
        content.replace(';', "\t").into_bytes(),
        content.replace(';', ",").into_bytes(),
    ];
    for (number, bytes) in variants.iter().enumerate() {
        let reading = read(bytes, &profiles()).unwrap_or_else(|error| panic!("{number}: {error:?}"));
        assert_eq!(amounts(&reading), [("T_1".into(), 1500, 0)], "{number}");
        assert_eq!(reading.lines[0].reference.as_deref(), Some("REF1"), "{number}");
    }
}

#[test]
fn what_is_no_statement_says_why() {
    let code = |bytes: &[u8]| read(bytes, &profiles()).unwrap_err().code();
    assert_eq!(code(b""), "statement_empty");
    assert_eq!(code(b"  \n "), "statement_empty");
    assert_eq!(code(b"<html><table><tr><td>1</td></tr></table>"), "statement_not_a_table");
    assert_eq!(code(b"just words"), "statement_not_a_table");
    assert_eq!(code(b"PK\x03\x04 and then nothing"), "statement_broken");
    assert_eq!(code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut"), "statement_broken");
    assert_eq!(code(b"a;b;c\n1;2;3\n"), "statement_without_header");
    assert_eq!(code(&vec![b';'; SIZE_MAX_BYTES + 1]), "statement_too_large");
    let near = "timestamp,transaction_id,transaction_type,amount\n";
    let Unreadable::NoHeader { closest: Some((_, missing)) } = read(near.as_bytes(), &profiles()).unwrap_err() else {
        panic!("a header that nearly fits is named");
    };
    assert_eq!(missing, ["client_reference"]);
}

#[test]
fn a_bomb_is_not_unpacked() {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..201 {
        archive.write_all(&block).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1024 * 1024);
    assert_eq!(read(&bytes, &profiles()).unwrap_err(), Unreadable::TooLarge);
}

#[test]
fn a_cell_far_away_costs_nothing_and_is_nobodys() {
    let bytes = workbook(|sheet| {
        write_row(sheet, 0, &WAVE);
        write_row(sheet, 1, &["Nov 2, 2026, 10:00:00 AM", "T_1", "api_checkout", "1500", "0", "XOF", "", "REF1"]);
        sheet.write_string(1_048_575, 16_383, "far").unwrap();
    });
    assert_eq!(amounts(&read(&bytes, &profiles()).unwrap()), [("T_1".into(), 1500, 0)]);
}

#[test]
fn the_same_movement_twice_in_one_file_is_counted() {
    let row = "9001,REF1,2026-11-02 10:00:00,Successful,Payment,,,,,,,,,,0,XOF,0,XOF,1500,XOF,9000,XOF,,\n";
    let reading = read(format!("{MTN}{row}{row}").as_bytes(), &profiles()).unwrap();
    assert_eq!(reading.lines.iter().map(|line| line.occurrence).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_number_that_two_readers_read_differently_is_nobodys() {
    use super::cell::francs;
    use super::grid::Value;
    let text = |text: &str, mark| francs(&Value::Text(text.to_owned()), mark).map(|f| f.get());
    for ambiguous in ["1.000", "-1.000", "12.000 FCFA", "1,234.000"] {
        assert_eq!(text(ambiguous, '.'), None, "{ambiguous}");
    }
    assert_eq!((text("1,000", ','), text("1.234,000", ',')), (None, None));
    assert_eq!((text("1,000", '.'), text("1.000", ','), text("1000.0", '.')), (Some(1_000), Some(1_000), Some(1_000)));
}

#[test]
fn signs_nobody_sees_are_left_out_and_long_numbers_are_told() {
    let row = |number: &str, reference: &str| {
        format!(
            "{number},{reference},2026-11-02 10:00:00,Successful,Payment,,,,,,,,,,0,XOF,0,XOF,1500,XOF,9000,XOF,,\n"
        )
    };
    let long = "9".repeat(101);
    let file = format!("{MTN}{}{}{}", row("90\u{1b}01", "RE\u{7}F"), row(&long, "REF"), row("9003", &long));
    let reading = read(file.as_bytes(), &profiles()).unwrap();
    let words: Vec<(&str, Option<&str>)> =
        reading.lines.iter().map(|line| (line.transaction_id.as_str(), line.reference.as_deref())).collect();
    assert_eq!(words, [("9001", Some("REF")), ("9003", None)], "no reference of ours is that long");
    assert_eq!(reading.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [CellFaultKind::TooLong]);
}

#[test]
fn columns_have_the_letters_of_a_spreadsheet() {
    for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
        assert_eq!(column_letters(column), letters);
    }
}

proptest! {
    #[test]
    fn whole_francs_are_read_as_they_are_written_and_nothing_else(amount in -9_999_999_i64..9_999_999, cents in 1_u8..99) {
        use super::cell::francs;
        use super::grid::Value;
        let text = |text: String, mark| francs(&Value::Text(text), mark).map(|f| f.get());
        let grouped = |mark: &str| {
            let digits = amount.unsigned_abs().to_string();
            let mut out = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 { out.push_str(mark); }
                out.push(digit);
            }
            if amount < 0 { format!("-{out}") } else { out }
        };
        for mark in ["", " ", "\u{a0}", "\u{202f}", "'"] {
            prop_assert_eq!(text(grouped(mark), '.'), Some(amount));
            prop_assert_eq!(text(format!("{} FCFA", grouped(mark)), ','), Some(amount));
        }
        prop_assert_eq!(text(format!("{}.00", grouped(",")), '.'), Some(amount));
        prop_assert_eq!(text(format!("{},00", grouped(".")), ','), Some(amount));
        prop_assert_eq!(text(format!("{amount}.{cents:02}"), '.'), None);
        prop_assert_eq!(francs(&Value::Number(amount as f64), '.').map(|f| f.get()), Some(amount));
        prop_assert_eq!(francs(&Value::Number(amount as f64 + 0.25), '.'), None);
    }

    #[test]
    fn no_bytes_make_the_reader_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400), header in any::<bool>()) {
        let bytes = if header { [MTN.as_bytes(), &bytes].concat() } else { bytes };
        let _ = read(&bytes, &profiles());
    }
}
