//! The books: proved against the records, exported for other programs, and read day by day.

mod check;
mod day;
mod export;
mod paper;

pub use check::check;
pub use day::{Day, DayLine, Totals, read_day};
pub use export::{Export, Span, export_journal, export_table};
pub use paper::{journal_pdf, journal_rows, slip_pdf, slip_rows};
