//! Amounts in French words, as a receipt of public money must carry them.

use super::money::Francs;

const UNITS: [&str; 17] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
];
const TENS: [&str; 7] = ["", "dix", "vingt", "trente", "quarante", "cinquante", "soixante"];
/// The long scale; each is a noun and takes an s.
const SCALES: [(u64, &str); 5] = [
    (1_000_000_000_000_000, "billiard"),
    (1_000_000_000_000, "billion"),
    (1_000_000_000, "milliard"),
    (1_000_000, "million"),
    (1_000, "mille"),
];

/// An amount in words: `mille cinq cents francs CFA`. The traditional spelling: hyphens below a hundred, none around `et`.
#[must_use]
pub fn francs_in_words(amount: Francs) -> String {
    let number = amount.get().unsigned_abs();
    let words = number_in_words(number);
    let minus = if amount.get() < 0 { "moins " } else { "" };
    // "un million de francs", but "un million mille francs".
    let of = if number != 0 && number.is_multiple_of(1_000_000) { "de " } else { "" };
    let francs = if number < 2 { "franc" } else { "francs" };
    format!("{minus}{words} {of}{francs} CFA")
}

/// A whole number in words.
#[must_use]
pub fn number_in_words(number: u64) -> String {
    if number == 0 {
        return UNITS[0].to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut rest = number;
    for (scale, name) in SCALES {
        let count = rest / scale;
        rest %= scale;
        match (count, name) {
            (0, _) => {}
            (1, "mille") => parts.push("mille".to_owned()),
            // "Mille" never takes an s, and "cent" and "vingt" before it lose theirs.
            (_, "mille") => parts.push(format!("{} mille", below_thousand(count, false))),
            (1, noun) => parts.push(format!("un {noun}")),
            (_, noun) => parts.push(format!("{} {noun}s", below_thousand(count, true))),
        }
    }
    if rest > 0 {
        parts.push(below_thousand(rest, true));
    }
    parts.join(" ")
}

/// 1 to 999. `plural` when nothing follows but a noun, so that `cents` and `quatre-vingts` keep their s.
fn below_thousand(number: u64, plural: bool) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    let s = if plural && rest == 0 { "s" } else { "" };
    let head = match hundreds {
        0 => String::new(),
        1 => "cent".to_owned(),
        _ => format!("{} cent{s}", word(hundreds)),
    };
    match (head.is_empty(), rest) {
        (_, 0) => head,
        (true, _) => below_hundred(rest, plural),
        (false, _) => format!("{head} {}", below_hundred(rest, plural)),
    }
}

/// 1 to 99. Seventy and ninety count on from sixty and eighty.
fn below_hundred(number: u64, plural: bool) -> String {
    let (tens, unit) = (number / 10, number % 10);
    match (tens, unit) {
        (0 | 1, _) if number <= 16 => word(number).to_owned(),
        (1, _) => format!("dix-{}", word(unit)),
        (7, 1) => "soixante et onze".to_owned(),
        (7, _) => format!("soixante-{}", below_hundred(10 + unit, plural)),
        (8, 0) if plural => "quatre-vingts".to_owned(),
        (8, 0) => "quatre-vingt".to_owned(),
        (8, _) => format!("quatre-vingt-{}", word(unit)),
        (9, _) => format!("quatre-vingt-{}", below_hundred(10 + unit, plural)),
        (_, 0) => ten(tens).to_owned(),
        (_, 1) => format!("{} et un", ten(tens)),
        _ => format!("{}-{}", ten(tens), word(unit)),
    }
}

fn word(number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|index| UNITS.get(index)).copied().unwrap_or_default()
}

fn ten(tens: u64) -> &'static str {
    usize::try_from(tens).ok().and_then(|index| TENS.get(index)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_spelt_as_a_french_cashier_spells_them() {
        for (number, words) in [
            (0, "zéro"),
            (1, "un"),
            (11, "onze"),
            (16, "seize"),
            (17, "dix-sept"),
            (20, "vingt"),
            (21, "vingt et un"),
            (22, "vingt-deux"),
            (61, "soixante et un"),
            (69, "soixante-neuf"),
            (70, "soixante-dix"),
            (71, "soixante et onze"),
            (72, "soixante-douze"),
            (77, "soixante-dix-sept"),
            (79, "soixante-dix-neuf"),
            (80, "quatre-vingts"),
            (81, "quatre-vingt-un"),
            (90, "quatre-vingt-dix"),
            (91, "quatre-vingt-onze"),
            (97, "quatre-vingt-dix-sept"),
            (99, "quatre-vingt-dix-neuf"),
            (100, "cent"),
            (101, "cent un"),
            (180, "cent quatre-vingts"),
            (200, "deux cents"),
            (201, "deux cent un"),
            (280, "deux cent quatre-vingts"),
            (999, "neuf cent quatre-vingt-dix-neuf"),
            (1_000, "mille"),
            (1_001, "mille un"),
            (1_500, "mille cinq cents"),
            (2_000, "deux mille"),
            (80_000, "quatre-vingt mille"),
            (81_000, "quatre-vingt-un mille"),
            (200_000, "deux cent mille"),
            (280_280, "deux cent quatre-vingt mille deux cent quatre-vingts"),
            (1_000_000, "un million"),
            (1_000_001, "un million un"),
            (2_000_000, "deux millions"),
            (80_000_000, "quatre-vingts millions"),
            (200_000_000, "deux cents millions"),
            (1_000_000_000, "un milliard"),
            (3_200_000_000, "trois milliards deux cents millions"),
            (1_000_000_000_000, "un billion"),
            (
                9_007_199_254_740_991,
                "neuf billiards sept billions cent quatre-vingt-dix-neuf milliards deux cent cinquante-quatre millions sept cent quarante mille neuf cent quatre-vingt-onze",
            ),
        ] {
            assert_eq!(number_in_words(number), words, "{number}");
        }
    }

    #[test]
    fn an_amount_agrees_with_its_noun() {
        let words = |francs| francs_in_words(Francs::new(francs).unwrap());
        assert_eq!(words(0), "zéro franc CFA");
        assert_eq!(words(1), "un franc CFA");
        assert_eq!(words(1_500), "mille cinq cents francs CFA");
        assert_eq!(words(-71), "moins soixante et onze francs CFA");
        assert_eq!(words(1_000_000), "un million de francs CFA");
        assert_eq!(words(2_000_000_000), "deux milliards de francs CFA");
        assert_eq!(words(1_000_500), "un million cinq cents francs CFA");
    }

    /// Reads the words back, by another road than they were written.
    fn read(words: &str) -> u64 {
        let (mut total, mut group, mut last) = (0_u64, 0_u64, 0_u64);
        for word in words.split([' ', '-']).filter(|word| *word != "et") {
            let singular = word.strip_suffix('s').filter(|w| UNITS.iter().all(|u| *u != word) && *w != "troi");
            let word = singular.unwrap_or(word);
            let scale = SCALES.iter().find(|(_, name)| *name == word).map(|(scale, _)| *scale);
            if let Some(scale) = scale {
                total += group.max(1) * scale;
                (group, last) = (0, 0);
            } else if word == "cent" {
                group = group.max(1) * 100;
                last = 0;
            } else if word == "vingt" && last == 4 {
                group += 76;
                last = 0;
            } else {
                let unit = UNITS.iter().position(|unit| *unit == word).map(|at| at as u64);
                let ten = TENS.iter().position(|ten| *ten == word && !ten.is_empty()).map(|at| at as u64 * 10);
                let value = unit.or(ten).unwrap_or_else(|| panic!("{word}"));
                group += value;
                last = value;
            }
        }
        total + group
    }

    proptest! {
        #[test]
        fn words_say_the_number_and_no_other(number in 0_u64..=9_007_199_254_740_991) {
            prop_assert_eq!(read(&number_in_words(number)), number);
        }

        #[test]
        fn small_words_too(number in 0_u64..2_000_000) {
            prop_assert_eq!(read(&number_in_words(number)), number);
        }
    }
}
