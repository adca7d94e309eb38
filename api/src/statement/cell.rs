//! One cell's meaning: a moment, whole francs, a word. What cannot be read is a fault at its place.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::Place;
use super::grid::Value;
use super::profile::{Profile, is_space};
use crate::origin::money::Francs;
use crate::text::Text;
use crate::text_enum;

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    pub place: Place,
    pub kind: CellFaultKind,
    /// What the cell holds, cut short.
    pub content: String,
}

text_enum! {
    /// What can be wrong with a cell.
    pub enum CellFaultKind {
        Missing = "missing",
        NotAMoment = "not_a_moment",
        NotWholeFrancs = "not_whole_francs",
        OtherCurrency = "other_currency",
        UnknownStatus = "unknown_status",
        /// A number longer than any operator's.
        TooLong = "too_long",
        /// Credit and debit in one row.
        BothWays = "both_ways",
        /// The same movement is known with another amount, fee or day.
        Contradicts = "contradicts",
    }
}

impl CellFaultKind {
    /// What the treasurer reads beside the cell.
    #[must_use]
    pub fn sentence(self) -> Text {
        match self {
            Self::Missing => Text::new("La cellule est vide.", "The cell is empty."),
            Self::NotAMoment => Text::new("Ce n'est pas une date lisible.", "This is not a date that can be read."),
            Self::NotWholeFrancs => {
                Text::new("Ce n'est pas un nombre entier de francs.", "This is not a whole number of francs.")
            }
            Self::OtherCurrency => Text::new("La devise n'est pas le franc CFA.", "The currency is not the CFA franc."),
            Self::UnknownStatus => Text::new("Ce statut n'est pas connu.", "This status is not known."),
            Self::TooLong => Text::new(
                format!("Plus de {WORD_MAX_CHARS} caractères : ce n'est pas un numéro d'opération."),
                format!("More than {WORD_MAX_CHARS} characters: this is no number of a transaction."),
            ),
            Self::BothWays => Text::new("La ligne a un débit et un crédit.", "The row has both a debit and a credit."),
            Self::Contradicts => Text::new(
                "Ce mouvement est déjà importé avec un autre montant, d'autres frais ou une autre date.",
                "This movement is already imported with another amount, fee or date.",
            ),
        }
    }
}

/// Words kept from a faulty cell.
const SHOWN_CHARS: usize = 60;
/// No operator's number of a movement is longer, nor any reference of ours.
const WORD_MAX_CHARS: usize = 100;

/// Whether a number or reference can be one: not too long, and with no signs that hide.
#[must_use]
pub fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().count() <= WORD_MAX_CHARS && !word.chars().any(char::is_control)
}

/// The cell as a person would see it.
#[must_use]
pub fn shown(value: Option<&Value>) -> String {
    let whole = match value {
        None => String::new(),
        Some(Value::Text(text)) => tidy(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Moment(moment)) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
        Some(Value::Strange(text)) => tidy(text),
    };
    whole.chars().take(SHOWN_CHARS).collect()
}

/// A text without what surrounds it, with plain spaces only, as browsers put a narrow no-break space before `AM`, and without signs that
/// nobody sees and no database keeps.
#[must_use]
pub fn tidy(text: &str) -> String {
    let spaced = text.chars().map(|c| if is_space(c) { ' ' } else { c });
    let plain: String = spaced.filter(|c| !c.is_control()).collect();
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text of a cell that should be a name or a number of something; a number in a numeric cell is that number's digits.
#[must_use]
pub fn word(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::Text(text) => tidy(text),
        Value::Number(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Value::Number(number) => number.to_string(),
        Value::Moment(_) | Value::Strange(_) => return None,
    };
    // What protects a spreadsheet from a long number or a formula is not part of the word.
    let text = text.trim_start_matches('\'').trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Days from 30 December 1899 that lie between 1990 and 2100.
const SERIAL_DAYS: std::ops::Range<f64> = 32_874.0..73_051.0;

/// A moment written as a number of days, to the second.
fn of_serial(days: f64) -> Option<NaiveDateTime> {
    if !SERIAL_DAYS.contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded to a hundred years of seconds")]
    let seconds = (days * 86_400.0).round() as i64;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(seconds))
}

fn in_utc(local: NaiveDateTime, profile: &Profile) -> Option<DateTime<Utc>> {
    let offset = FixedOffset::east_opt(profile.utc_offset_minutes.checked_mul(60)?)?;
    let moment = local.and_local_timezone(offset).single()?;
    Some(moment.with_timezone(&Utc)).filter(|at| (1990..2100).contains(&chrono::Datelike::year(at)))
}

/// A date with its time in one cell.
#[must_use]
pub fn moment(value: &Value, profile: &Profile) -> Option<DateTime<Utc>> {
    match value {
        Value::Moment(local) => in_utc(*local, profile),
        Value::Number(days) => in_utc(of_serial(*days)?, profile),
        Value::Text(text) => {
            let text = tidy(text);
            let with_zone = |format: &String| DateTime::parse_from_str(&text, format).ok();
            let without = |format: &String| NaiveDateTime::parse_from_str(&text, format).ok();
            match profile.moments.iter().find_map(with_zone) {
                Some(at) => Some(at.with_timezone(&Utc)),
                None => in_utc(profile.moments.iter().find_map(without)?, profile),
            }
        }
        Value::Strange(_) => None,
    }
}

/// A date and a time in two cells.
#[must_use]
pub fn moment_of_two(date: &Value, time: &Value, profile: &Profile) -> Option<DateTime<Utc>> {
    let day = match date {
        Value::Moment(moment) => moment.date(),
        Value::Number(days) => of_serial(days.trunc())?.date(),
        Value::Text(text) => {
            let text = tidy(text);
            profile.dates.iter().find_map(|format| NaiveDate::parse_from_str(&text, format).ok())?
        }
        Value::Strange(_) => return None,
    };
    let clock = match time {
        Value::Moment(moment) => moment.time(),
        Value::Number(days) if (0.0..1.0).contains(days) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "less than a day of seconds")]
            let seconds = (days * 86_400.0).round() as u32;
            NaiveTime::from_num_seconds_from_midnight_opt(seconds.min(86_399), 0)?
        }
        Value::Text(text) => {
            let text = tidy(text);
            profile.times.iter().find_map(|format| NaiveTime::parse_from_str(&text, format).ok())?
        }
        Value::Number(_) | Value::Strange(_) => return None,
    };
    in_utc(day.and_time(clock), profile)
}

/// Whole francs. `1500.0` in a numeric cell is 1 500; `1500.5` is nobody's amount.
#[must_use]
pub fn francs(value: &Value, decimal_mark: char) -> Option<Francs> {
    match value {
        Value::Number(number) => francs_of_double(*number),
        Value::Text(text) => francs_of_text(text, decimal_mark),
        Value::Moment(_) | Value::Strange(_) => None,
    }
}

fn francs_of_double(number: f64) -> Option<Francs> {
    #[expect(clippy::cast_precision_loss, reason = "the bound is a power of two less one")]
    let bound = Francs::MAX.get() as f64;
    if !number.is_finite() || number.fract() != 0.0 || number.abs() > bound {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and bounded")]
    let whole = number as i64;
    Francs::new(whole).ok()
}

/// Francs have no decimals, and money is written with two at most.
const DECIMALS_MAX: usize = 2;

fn francs_of_text(text: &str, decimal_mark: char) -> Option<Francs> {
    let mut rest: String = text.chars().filter(|c| !is_space(*c) && !matches!(c, '\'' | '\u{2019}')).collect();
    rest = rest.to_uppercase();
    for unit in ["FCFA", "XOF", "CFA", "F"] {
        rest = rest.strip_suffix(unit).map_or(rest.clone(), str::to_owned);
    }
    let negative = rest.starts_with(['-', '\u{2212}']);
    let digits = rest.trim_start_matches(['-', '\u{2212}', '+']);
    if rest.chars().count() - digits.chars().count() > 1 {
        return None;
    }
    let (whole, decimals) = digits.split_once(decimal_mark).unwrap_or((digits, ""));
    let whole = if decimal_mark == '.' { ungrouped(whole, ',') } else { ungrouped(whole, '.') }?;
    // `1.000` is a thousand to one reader and one to another: nobody guesses.
    if decimals.len() > DECIMALS_MAX {
        return None;
    }
    // Decimals are nothing, or not francs.
    if !decimals.bytes().all(|digit| digit == b'0') || whole.is_empty() {
        return None;
    }
    let amount: i64 = whole.parse().ok()?;
    Francs::new(if negative { -amount } else { amount }).ok()
}

/// The digits without the marks between thousands, which must be where thousands are.
fn ungrouped(text: &str, mark: char) -> Option<String> {
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        grouped = true;
        digits.push_str(group);
    }
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && (!grouped || !first.is_empty())).then_some(digits)
}
