//! Reading an operator's statement: bytes in, lines out. No clock, no database, no network.
//!
//! A file is known by its first bytes and never by its name; which operator wrote it is found by its header row, which the profiles of
//! `api/rules/statements.toml` describe. Whatever cannot be read is told with its cell, all at once, and nothing is guessed: a wrong
//! guess here would be a wrong franc in the books.

mod apart;
mod cell;
mod grid;
mod profile;
mod reading;

use std::fmt;

pub use apart::{OldWorkbooks, WORD as READ_OLD_WORKBOOK, work as read_old_workbook};
pub use cell::{CellFault, CellFaultKind, is_plain};
pub use profile::{Account, Profile, Profiles};
pub use reading::{Reading, Skipped, read};

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// No file is larger, in bytes.
pub const SIZE_MAX_BYTES: usize = 10 * 1024 * 1024;
/// No file has more rows; a month of a busy account fits ten times.
pub const ROWS_MAX: usize = 100_000;
/// More faults than anybody corrects one by one.
pub const FAULTS_MAX: usize = 500;

/// Where something stands in the file, as a spreadsheet program calls it: `Relevé!D17`, or `D17` in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub sheet: Option<String>,
    /// From 1.
    pub row: u32,
    /// From 0.
    pub column: u32,
}

impl Place {
    /// The row's name, for a line as a whole: `Relevé!17`.
    #[must_use]
    pub fn row_name(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{sheet}!{}", self.row),
            None => self.row.to_string(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "{sheet}!")?;
        }
        write!(f, "{}{}", column_letters(self.column), self.row)
    }
}

/// `A` is 0, `Z` 25, `AA` 26.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        match rest / 26 {
            0 => break,
            more => rest = more - 1,
        }
    }
    letters.into_iter().rev().collect()
}

/// Why a file as a whole is not a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// Nothing in it.
    Empty,
    /// More bytes, once unpacked, than are looked at.
    TooLarge,
    /// More rows than are looked at.
    TooManyRows,
    /// Neither a workbook nor a text with columns.
    NotATable,
    /// A workbook that is damaged or protected by a password.
    Broken,
    /// No row names the columns of a known statement; the closest profile lacks these columns.
    NoHeader { closest: Option<(String, Vec<String>)> },
}

impl Unreadable {
    /// The stable code on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "statement_empty",
            Self::TooLarge => "statement_too_large",
            Self::TooManyRows => "statement_too_many_rows",
            Self::NotATable => "statement_not_a_table",
            Self::Broken => "statement_broken",
            Self::NoHeader { .. } => "statement_without_header",
        }
    }

    /// What the treasurer reads.
    #[must_use]
    pub fn sentence(&self) -> Text {
        match self {
            Self::Empty => Text::new("Ce fichier est vide.", "This file is empty."),
            Self::TooLarge => Text::new(
                "Ce fichier est trop volumineux une fois décompressé.",
                "This file is too large once unpacked.",
            ),
            Self::TooManyRows => Text::new(
                format!("Ce fichier a plus de {ROWS_MAX} lignes. Demandez un relevé par période plus courte."),
                format!("This file has more than {ROWS_MAX} rows. Ask for a statement of a shorter period."),
            ),
            Self::NotATable => Text::new(
                "Ce fichier n'est ni un classeur Excel ni un texte à colonnes.",
                "This file is neither an Excel workbook nor a text with columns.",
            ),
            Self::Broken => Text::new(
                "Ce classeur est abîmé ou protégé par un mot de passe.",
                "This workbook is damaged or protected by a password.",
            ),
            Self::NoHeader { closest: None } => Text::new(
                "Aucune ligne d'en-tête d'un relevé connu n'a été trouvée.",
                "No header row of a known statement was found.",
            ),
            Self::NoHeader { closest: Some((name, missing)) } => Text::new(
                format!("L'en-tête ressemble à « {name} », mais il manque : {}.", missing.join(", ")),
                format!("The header looks like “{name}”, but these columns are missing: {}.", missing.join(", ")),
            ),
        }
    }
}

#[cfg(test)]
mod tests;
