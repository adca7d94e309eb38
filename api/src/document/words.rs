//! Dates, weights and amounts as they are printed.

use chrono::NaiveDate;

/// Between groups of digits, and before a unit: a number never breaks over two lines.
const THIN: char = '\u{202f}';
const GAP: char = '\u{a0}';

/// `21/11/2026`, as Mali writes dates.
pub fn date(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// An integer in groups of three.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        // The faces have no minus sign of their own.
        out.push('–');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// Grams as kilograms, with the decimals that are not zero.
pub fn kilograms(grams: i64) -> String {
    let rest = grams.unsigned_abs() % 1_000;
    let whole = grouped(grams / 1_000);
    let decimals = format!("{rest:03}");
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() { format!("{whole}{GAP}kg") } else { format!("{whole},{decimals}{GAP}kg") }
}

/// A decimal text, its whole part grouped: `20540.50` is `20 540,50`.
pub fn amount(decimal: &str) -> String {
    let (whole, rest) = decimal.split_once(['.', ',']).unwrap_or((decimal, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    if rest.is_empty() { whole } else { format!("{whole},{rest}") }
}

/// `0804.50`, or `0804.50.20.00` when the line is known further.
pub fn hs_code(code: &str) -> String {
    let mut out = String::new();
    for (index, digit) in code.chars().enumerate() {
        if index >= 4 && index % 2 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_french_way() {
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(-1_500), "–1\u{202f}500");
        assert_eq!(kilograms(938_500), "938,5\u{a0}kg");
        assert_eq!(kilograms(70_512_000), "70\u{202f}512\u{a0}kg");
        assert_eq!(kilograms(1), "0,001\u{a0}kg");
        assert_eq!(amount("20540.50"), "20\u{202f}540,50");
        assert_eq!(amount("tbc"), "tbc");
        assert_eq!(hs_code("080450"), "0804.50");
        assert_eq!(hs_code("0804502000"), "0804.50.20.00");
    }
}
