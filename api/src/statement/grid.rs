//! Bytes to cells: workbooks and texts, with each cell where the file has it. A cell that is not there is not there.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, DataType as _, Reader as _, Xls, Xlsx};
use chrono::NaiveDateTime;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use super::{OldWorkbooks, ROWS_MAX, SIZE_MAX_BYTES, Unreadable};

/// Columns beyond this one are nobody's statement.
const COLUMNS_MAX: u32 = 256;
/// What a workbook may unpack to. The parts are XML, which packs well; ten times this from one upload is an attack.
const UNPACKED_MAX_BYTES: u64 = 200 * 1024 * 1024;

/// What the texts of all cells may take together. A cell may only point to a text, and a million cells to the same long one.
const TEXT_MAX_BYTES: usize = 64 * 1024 * 1024;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    Text(String),
    Number(f64),
    Moment(NaiveDateTime),
    /// A formula's error, a truth value: nothing a statement has.
    Strange(String),
}

/// One row, with only the cells that are there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// From 1, as the file counts.
    pub number: u32,
    /// By column, from 0.
    pub cells: BTreeMap<u32, Value>,
}

/// One sheet, or the one table of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: Option<String>,
    pub rows: Vec<Row>,
}

/// The tables a file may hold: several when the file does not say how it is to be cut into columns.
pub enum Tables {
    /// The sheets of a workbook.
    Workbook(Vec<Sheet>),
    /// One table per separator that makes sense.
    Texts(Vec<Sheet>),
}

/// Cuts a file into cells. Its first bytes say what it is.
pub fn tables(bytes: &[u8], old_workbooks: &OldWorkbooks) -> Result<Tables, Unreadable> {
    match bytes {
        [] => Err(Unreadable::Empty),
        _ if bytes.len() > SIZE_MAX_BYTES => Err(Unreadable::TooLarge),
        [b'P', b'K', 3, 4, ..] => workbook_of_zip(bytes).map(Tables::Workbook),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => old_workbooks.read(bytes).map(Tables::Workbook),
        _ => texts(bytes).map(Tables::Texts),
    }
}

pub(super) fn broken(error: impl std::fmt::Display) -> Unreadable {
    tracing::debug!(%error, "a workbook cannot be read");
    Unreadable::Broken
}

/// Unpacks everything once and forgets it: what a part says about its own size is not to be believed.
fn check_unpacked_size(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = UNPACKED_MAX_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(broken)?;
        left = left.checked_sub(unpacked).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

/// The cells come one by one with their references. A table over everything between the first and the last one would be as large as the
/// file's author likes.
fn workbook_of_zip(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    check_unpacked_size(bytes)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    let mut text_left = TEXT_MAX_BYTES;
    for name in book.sheet_names() {
        // A chart sheet has no cells and no reader.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows = RowsByNumber::default();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            rows.put(cell.get_position(), value_of_ref(cell.get_value()), &mut text_left)?;
        }
        sheets.push(Sheet { name: Some(name), rows: rows.finish() });
    }
    Ok(sheets)
}

/// The reader of the old binary format may stop in the middle of a damaged file. That ends the reading of this file and nothing else; nothing
/// outlives it that could be half changed. Against files made to do harm it takes more: [`OldWorkbooks::Apart`].
pub(super) fn old_workbook(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    std::panic::catch_unwind(|| sheets_of_old_workbook(bytes)).unwrap_or(Err(Unreadable::Broken))
}

fn sheets_of_old_workbook(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    let mut text_left = TEXT_MAX_BYTES;
    for (name, range) in book.worksheets() {
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut rows = RowsByNumber::default();
        for (row, column, cell) in range.used_cells() {
            let at = |offset: usize, first: u32| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            let place = (at(row, first_row), at(column, first_column));
            rows.put(place, value_of(cell), &mut text_left)?;
        }
        sheets.push(Sheet { name: Some(name), rows: rows.finish() });
    }
    Ok(sheets)
}

#[derive(Default)]
struct RowsByNumber(BTreeMap<u32, Row>);

impl RowsByNumber {
    /// Row and column from 0.
    fn put(
        &mut self,
        (row, column): (u32, u32),
        value: Option<Value>,
        text_left: &mut usize,
    ) -> Result<(), Unreadable> {
        let Some(value) = value.filter(|_| column < COLUMNS_MAX) else { return Ok(()) };
        if let Value::Text(text) = &value {
            *text_left = text_left.checked_sub(text.len()).ok_or(Unreadable::TooLarge)?;
        }
        let number = row.saturating_add(1);
        if self.0.len() >= ROWS_MAX && !self.0.contains_key(&number) {
            return Err(Unreadable::TooManyRows);
        }
        self.0.entry(number).or_insert_with(|| Row { number, ..Row::default() }).cells.insert(column, value);
        Ok(())
    }

    fn finish(self) -> Vec<Row> {
        self.0.into_values().collect()
    }
}

fn text(given: &str) -> Option<Value> {
    (!given.trim().is_empty()).then(|| Value::Text(given.to_owned()))
}

fn value_of(cell: &Data) -> Option<Value> {
    match cell {
        Data::Empty => None,
        Data::Int(number) => whole(*number),
        Data::Float(number) => Some(Value::Number(*number)),
        Data::String(given) => text(given),
        Data::DateTime(moment) => {
            Some(moment.as_datetime().map_or_else(|| Value::Number(moment.as_f64()), Value::Moment))
        }
        Data::DateTimeIso(given) | Data::DurationIso(given) => text(given),
        other => Some(Value::Strange(other.to_string())),
    }
}

fn value_of_ref(cell: &DataRef<'_>) -> Option<Value> {
    match cell {
        DataRef::Empty => None,
        DataRef::Int(number) => whole(*number),
        DataRef::Float(number) => Some(Value::Number(*number)),
        DataRef::String(given) => text(given),
        DataRef::SharedString(given) => text(given),
        DataRef::DateTime(moment) => {
            Some(cell.as_datetime().map_or_else(|| Value::Number(moment.as_f64()), Value::Moment))
        }
        DataRef::DateTimeIso(given) | DataRef::DurationIso(given) => text(given),
        DataRef::Bool(truth) => Some(Value::Strange(truth.to_string())),
        DataRef::Error(error) => Some(Value::Strange(error.to_string())),
    }
}

/// Whole numbers stay exact: beyond what a double holds they are kept as digits.
fn whole(number: i64) -> Option<Value> {
    const EXACT: i64 = 1 << 53;
    #[expect(clippy::cast_precision_loss, reason = "bounded to what a double holds exactly")]
    let value =
        if (-EXACT..=EXACT).contains(&number) { Value::Number(number as f64) } else { Value::Text(number.to_string()) };
    Some(value)
}

fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let known: Option<(&'static Encoding, usize)> = Encoding::for_bom(bytes);
    if let Some((encoding, mark)) = known {
        let (decoded, had_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if had_errors { Err(Unreadable::NotATable) } else { Ok(decoded.into_owned()) };
    }
    if let Some(encoding) = unmarked_utf_16(bytes) {
        let (decoded, had_errors) = encoding.decode_without_bom_handling(bytes);
        return if had_errors { Err(Unreadable::NotATable) } else { Ok(decoded.into_owned()) };
    }
    if bytes.contains(&0) {
        return Err(Unreadable::NotATable);
    }
    let (decoded, had_errors) = UTF_8.decode_without_bom_handling(bytes);
    if had_errors {
        return Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned());
    }
    Ok(decoded.into_owned())
}

/// Latin text in UTF-16 has a zero in every second byte, whichever comes first.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let enough = sample.len() / 3;
    if sample.len() < 8 {
        None
    } else if zeros(1) > enough {
        Some(UTF_16LE)
    } else if zeros(0) > enough {
        Some(UTF_16BE)
    } else {
        None
    }
}

const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];

fn texts(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let content = decode(bytes)?;
    let start = content.trim_start();
    if start.is_empty() {
        return Err(Unreadable::Empty);
    }
    // Web pages and PDF files with a spreadsheet's name are common in exports.
    if start.starts_with('<') || start.starts_with("%PDF") || start.starts_with('{') {
        return Err(Unreadable::NotATable);
    }
    let separators: Vec<u8> =
        SEPARATORS.into_iter().filter(|separator| content.as_bytes().contains(separator)).collect();
    if separators.is_empty() {
        return Err(Unreadable::NotATable);
    }
    separators.into_iter().map(|separator| cut(&content, separator)).collect()
}

fn cut(content: &str, separator: u8) -> Result<Sheet, Unreadable> {
    // The reader counts a line when it meets its `\n`: after `\r\n` each row would be told as the one before it.
    let content = content.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(content.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(broken)? {
        if rows.len() >= ROWS_MAX {
            return Err(Unreadable::TooManyRows);
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cells = (0_u32..COLUMNS_MAX).zip(record.iter()).filter_map(|(column, cell)| Some((column, text(cell)?)));
        let row = Row { number: u32::try_from(line).unwrap_or(u32::MAX), cells: cells.collect() };
        if !row.cells.is_empty() {
            rows.push(row);
        }
    }
    Ok(Sheet { name: None, rows })
}
