//! Cells to lines: finds the header row and the profile it belongs to, then reads each row below it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::cell::{self, CellFault, CellFaultKind};
use super::grid::{self, Row, Sheet, Tables, Value};
use super::profile::{Profile, Profiles, Role, essence};
use super::{FAULTS_MAX, OldWorkbooks, Place, Unreadable};
use crate::origin::money::Francs;
use crate::origin::payment::Operator;
use crate::origin::reconciliation::{LineKind, StatedLine, count_occurrences};

/// A preamble is shorter than this.
const HEADER_WITHIN_ROWS: usize = 60;

/// How many rows are no movements, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Sums and balances.
    pub sums: usize,
    /// Movements that did not take place.
    pub not_settled: usize,
    /// Headers written again further down.
    pub headers: usize,
}

/// A statement as it was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The code of the profile that fits.
    pub profile: String,
    pub operator: Operator,
    /// The names of the columns that were understood, with their places, for the preview.
    pub columns: Vec<(String, Place)>,
    /// In the order of the file.
    pub lines: Vec<StatedLine>,
    pub skipped: Skipped,
    /// Everything that could not be read, in the order of the file. With any of them the file is not imported.
    pub faults: Vec<CellFault>,
}

/// Reads a statement.
///
/// # Errors
/// See [`Unreadable`]; faults of single cells are part of the reading.
pub fn read(bytes: &[u8], profiles: &Profiles, old_workbooks: &OldWorkbooks) -> Result<Reading, Unreadable> {
    let candidates = match grid::tables(bytes, old_workbooks)? {
        Tables::Workbook(sheets) => vec![sheets],
        Tables::Texts(tables) => tables.into_iter().map(|table| vec![table]).collect(),
    };
    let mut best: Option<Recognised<'_>> = None;
    let mut closest = None;
    for sheets in candidates {
        match recognise(sheets, profiles) {
            Ok(found) if best.as_ref().is_none_or(|best| best.score < found.score) => best = Some(found),
            Ok(_) => {}
            Err(near) => closest = nearer(closest, near),
        }
    }
    let Some(found) = best else {
        let closest = closest.map(|(profile, missing, _)| (profile, missing));
        return Err(Unreadable::NoHeader { closest });
    };
    Ok(read_rows(&found))
}

/// A profile that nearly fits: its name, the columns that are missing, how many were found.
type Near = (String, Vec<String>, usize);

fn nearer(one: Option<Near>, other: Option<Near>) -> Option<Near> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.2 > one.2 { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// Sheets with the profile their headers belong to.
struct Recognised<'a> {
    profile: &'a Profile,
    sheets: Vec<Sheet>,
    /// How many columns the header names.
    score: usize,
}

/// Where each column of a profile is.
type Places = BTreeMap<Role, u32>;

fn recognise(sheets: Vec<Sheet>, profiles: &Profiles) -> Result<Recognised<'_>, Option<Near>> {
    let mut best: Option<(&Profile, usize)> = None;
    let mut closest: Option<Near> = None;
    for row in sheets.iter().flat_map(|sheet| sheet.rows.iter().take(HEADER_WITHIN_ROWS)) {
        let names = names_of(row);
        for profile in &profiles.profiles {
            let (places, missing) = places_in(&names, profile);
            if missing.is_empty() {
                if best.is_none_or(|(_, score)| score < places.len()) {
                    best = Some((profile, places.len()));
                }
            } else if places.len() >= 3 {
                closest = nearer(closest, Some((profile.name.fr.clone(), missing, places.len())));
            }
        }
    }
    match best {
        Some((profile, score)) => Ok(Recognised { profile, sheets, score }),
        None => Err(closest),
    }
}

fn names_of(row: &Row) -> Vec<(u32, String)> {
    let name = |value: &Value| match value {
        Value::Text(text) => essence(text),
        Value::Number(_) | Value::Moment(_) | Value::Strange(_) => String::new(),
    };
    row.cells.iter().map(|(column, value)| (*column, name(value))).collect()
}

/// The columns a header row names, and the names of those it should have and has not.
fn places_in(names: &[(u32, String)], profile: &Profile) -> (Places, Vec<String>) {
    let (mut places, mut missing) = (Places::new(), Vec::new());
    for column in &profile.columns {
        let from = match &column.after {
            None => Some(0),
            Some(before) => find(names, std::slice::from_ref(before), 0).map(|place| place + 1),
        };
        match from.and_then(|from| find(names, &column.names, from)) {
            Some(place) => drop(places.insert(column.role, place)),
            None if column.required => missing.extend(column.names.first().cloned()),
            None => {}
        }
    }
    (places, missing)
}

fn find(names: &[(u32, String)], wanted: &[String], from: u32) -> Option<u32> {
    let fits = |name: &str| wanted.iter().any(|wanted| essence(wanted) == name);
    names.iter().find(|(place, name)| *place >= from && fits(name)).map(|(place, _)| *place)
}

fn read_rows(found: &Recognised<'_>) -> Reading {
    let mut reading = Reading {
        profile: found.profile.code.clone(),
        operator: found.profile.operator,
        columns: Vec::new(),
        lines: Vec::new(),
        skipped: Skipped::default(),
        faults: Vec::new(),
    };
    for sheet in &found.sheets {
        let Some((header, places)) = header_of(sheet, found.profile) else { continue };
        let titles: BTreeMap<u32, String> = names_as_written(header);
        if reading.columns.is_empty() {
            let name = sheet.name.as_deref().map(cell::tidy);
            let place = |column: u32| Place { sheet: name.clone(), row: header.number, column };
            reading.columns = places.values().filter_map(|at| Some((titles.get(at)?.clone(), place(*at)))).collect();
        }
        let name = sheet.name.as_deref().map(cell::tidy);
        let table = Table { profile: found.profile, sheet: name.as_deref(), places: &places, titles: &titles };
        for row in sheet.rows.iter().filter(|row| row.number > header.number) {
            read_row(&table, row, &mut reading);
        }
    }
    count_occurrences(&mut reading.lines);
    reading.faults.truncate(FAULTS_MAX);
    reading
}

fn names_as_written(header: &Row) -> BTreeMap<u32, String> {
    header.cells.iter().map(|(column, value)| (*column, cell::shown(Some(value)))).collect()
}

fn header_of<'a>(sheet: &'a Sheet, profile: &Profile) -> Option<(&'a Row, Places)> {
    sheet.rows.iter().take(HEADER_WITHIN_ROWS).find_map(|row| {
        let (places, missing) = places_in(&names_of(row), profile);
        missing.is_empty().then_some((row, places))
    })
}

/// A sheet below its header.
struct Table<'a> {
    profile: &'a Profile,
    sheet: Option<&'a str>,
    places: &'a Places,
    titles: &'a BTreeMap<u32, String>,
}

impl Table<'_> {
    fn place(&self, row: &Row, role: Role) -> Place {
        let column = self.places.get(&role).copied().unwrap_or(0);
        Place { sheet: self.sheet.map(str::to_owned), row: row.number, column }
    }

    fn value<'r>(&self, row: &'r Row, role: Role) -> Option<&'r Value> {
        row.cells.get(self.places.get(&role)?)
    }

    fn word(&self, row: &Row, role: Role) -> Option<String> {
        cell::word(self.value(row, role))
    }

    fn fault(&self, row: &Row, role: Role, kind: CellFaultKind) -> CellFault {
        CellFault { place: self.place(row, role), kind, content: cell::shown(self.value(row, role)) }
    }

    /// Sums and balances say so in one of their first cells.
    fn is_sum(&self, row: &Row) -> bool {
        let begins = |value: &Value| match value {
            Value::Text(text) => {
                let text = essence(text);
                self.profile.sums.iter().any(|word| text.starts_with(&essence(word)))
            }
            Value::Number(_) | Value::Moment(_) | Value::Strange(_) => false,
        };
        row.cells.values().take(3).any(begins)
    }

    fn is_header_again(&self, row: &Row) -> bool {
        places_in(&names_of(row), self.profile).1.is_empty()
    }

    /// Nothing of a movement: a note below the table, a title between two sections.
    fn is_note(&self, row: &Row) -> bool {
        let money = [Role::Amount, Role::Credit, Role::Debit];
        let has = |role: Role| self.value(row, role).is_some();
        !has(Role::Transaction) && !money.into_iter().any(has)
    }

    /// The row as the file has it, by the names of its columns. What names a person is hidden but for its end.
    fn raw(&self, row: &Row) -> Json {
        let mut members = Map::new();
        for (column, value) in &row.cells {
            let title = self.titles.get(column).cloned().unwrap_or_else(|| super::column_letters(*column));
            let is_personal = self.profile.personal.iter().any(|name| essence(name) == essence(&title));
            let content = cell::shown(Some(value));
            let content = if is_personal { hidden(&content) } else { content };
            // Two columns may have the same name: the second one gets its letter with it.
            let title = if members.contains_key(&title) {
                format!("{title} ({})", super::column_letters(*column))
            } else {
                title
            };
            members.insert(title, Json::String(content));
        }
        Json::Object(members)
    }
}

/// A telephone number or a name, of which only the last two signs are left.
fn hidden(content: &str) -> String {
    let length = content.chars().count();
    content.chars().enumerate().map(|(at, c)| if at + 2 >= length { c } else { '•' }).collect()
}

fn read_row(table: &Table<'_>, row: &Row, reading: &mut Reading) {
    if table.is_sum(row) {
        reading.skipped.sums += 1;
    } else if table.is_header_again(row) {
        reading.skipped.headers += 1;
    } else if !table.is_note(row) {
        match has_taken_place(table, row) {
            Ok(false) => reading.skipped.not_settled += 1,
            Ok(true) => match read_line(table, row) {
                Ok(line) => reading.lines.push(line),
                Err(faults) => reading.faults.extend(faults),
            },
            Err(fault) => reading.faults.push(fault),
        }
    }
}

fn is_one_of(words: &[String], word: &str) -> bool {
    words.iter().any(|known| essence(known) == essence(word))
}

fn has_taken_place(table: &Table<'_>, row: &Row) -> Result<bool, CellFault> {
    if table.profile.column(Role::Status).is_none() || !table.places.contains_key(&Role::Status) {
        return Ok(true);
    }
    match table.word(row, Role::Status) {
        Some(word) if is_one_of(&table.profile.settled, &word) => Ok(true),
        Some(word) if is_one_of(&table.profile.not_settled, &word) => Ok(false),
        Some(_) => Err(table.fault(row, Role::Status, CellFaultKind::UnknownStatus)),
        None => Err(table.fault(row, Role::Status, CellFaultKind::Missing)),
    }
}

fn read_line(table: &Table<'_>, row: &Row) -> Result<StatedLine, Vec<CellFault>> {
    let mut faults = Vec::new();
    let mut keep = |read: Result<Francs, CellFault>| read.map_err(|fault| faults.push(fault)).ok();
    let amount = keep(amount(table, row));
    let fee = keep(optional_francs(table, row, Role::Fee).map(Option::unwrap_or_default));
    let balance = optional_francs(table, row, Role::Balance).map_err(|fault| faults.push(fault)).ok();
    let at = moment(table, row).map_err(|fault| faults.push(fault)).ok();
    let transaction_id = table.word(row, Role::Transaction);
    if transaction_id.is_none() {
        faults.push(table.fault(row, Role::Transaction, CellFaultKind::Missing));
    }
    for role in [Role::Transaction, Role::Linked] {
        if table.word(row, role).is_some_and(|word| !cell::is_plain(&word)) {
            faults.push(table.fault(row, role, CellFaultKind::TooLong));
        }
    }
    if let Some(currency) = table.word(row, Role::Currency)
        && !["XOF", "FCFA", "CFA", "F CFA"].contains(&currency.to_uppercase().as_str())
    {
        faults.push(table.fault(row, Role::Currency, CellFaultKind::OtherCurrency));
    }
    faults.sort_by(|one, other| one.place.cmp(&other.place));
    let (Some(amount), Some(fee), Some(balance), Some(at), Some(transaction_id)) =
        (amount, fee, balance, at, transaction_id)
    else {
        return Err(faults);
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(StatedLine {
        place: table.place(row, Role::Transaction).row_name(),
        at,
        kind: kind(table, row, amount),
        transaction_id,
        amount,
        fee: Francs::new(fee.get().abs()).unwrap_or(fee),
        balance,
        // A longer remark is none of ours.
        reference: table.word(row, Role::Reference).filter(|word| cell::is_plain(word)),
        linked: table.word(row, Role::Linked),
        occurrence: 1,
        raw: table.raw(row),
    })
}

fn moment(table: &Table<'_>, row: &Row) -> Result<DateTime<Utc>, CellFault> {
    if table.places.contains_key(&Role::At) {
        let missing = || table.fault(row, Role::At, CellFaultKind::Missing);
        let value = table.value(row, Role::At).ok_or_else(missing)?;
        return cell::moment(value, table.profile).ok_or_else(|| table.fault(row, Role::At, CellFaultKind::NotAMoment));
    }
    let part = |role: Role| table.value(row, role).ok_or_else(|| table.fault(row, role, CellFaultKind::Missing));
    let (date, time) = (part(Role::Date)?, part(Role::Time)?);
    let unreadable = || table.fault(row, Role::Date, CellFaultKind::NotAMoment);
    cell::moment_of_two(date, time, table.profile).ok_or_else(unreadable)
}

fn optional_francs(table: &Table<'_>, row: &Row, role: Role) -> Result<Option<Francs>, CellFault> {
    let Some(value) = table.value(row, role) else { return Ok(None) };
    // A dash is how many people write nothing.
    if matches!(value, Value::Text(text) if matches!(cell::tidy(text).as_str(), "-" | "–" | "—")) {
        return Ok(None);
    }
    let read = cell::francs(value, table.profile.decimal_mark);
    read.map(Some).ok_or_else(|| table.fault(row, role, CellFaultKind::NotWholeFrancs))
}

/// The change of the account: one signed column, or one for each direction.
fn amount(table: &Table<'_>, row: &Row) -> Result<Francs, CellFault> {
    if table.places.contains_key(&Role::Amount) {
        let read = optional_francs(table, row, Role::Amount)?;
        return read.ok_or_else(|| table.fault(row, Role::Amount, CellFaultKind::Missing));
    }
    let nothing = |amount: &Francs| *amount == Francs::ZERO;
    let credit = optional_francs(table, row, Role::Credit)?.filter(|amount| !nothing(amount));
    let debit = optional_francs(table, row, Role::Debit)?.filter(|amount| !nothing(amount));
    match (credit, debit) {
        (Some(credit), None) => Ok(credit),
        (None, Some(debit)) => {
            Francs::new(-debit.get().abs()).map_err(|_| table.fault(row, Role::Debit, CellFaultKind::NotWholeFrancs))
        }
        (Some(_), Some(_)) => Err(table.fault(row, Role::Debit, CellFaultKind::BothWays)),
        (None, None) => Err(table.fault(row, Role::Credit, CellFaultKind::Missing)),
    }
}

fn kind(table: &Table<'_>, row: &Row, amount: Francs) -> LineKind {
    table.profile.kind_of(table.word(row, Role::Kind).as_deref(), amount)
}
