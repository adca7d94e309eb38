//! Finding records by the words people remember of them, accents and capitals left out.

use super::rules::fold;

const QUESTION_MAX_CHARS: usize = 120;
const QUESTION_MAX_WORDS: usize = 8;

/// What is stored beside a record so that it can be found by any of these texts.
#[must_use]
pub fn searchable(texts: &[&str]) -> String {
    texts.iter().filter(|t| !t.is_empty()).map(|t| fold(t)).collect::<Vec<_>>().join(" ")
}

/// The words of a question, each of which must be found somewhere in the text stored beside a record.
#[must_use]
pub fn words(question: &str) -> Vec<String> {
    let cut: String = question.chars().take(QUESTION_MAX_CHARS).collect();
    fold(&cut).split_whitespace().take(QUESTION_MAX_WORDS).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_finds_its_record_whatever_the_accents() {
        let stored = searchable(&["Coopérative Bɛnkadi", "", "RCCM ML-BKO-2019-B-1234"]);
        assert!(words("BENKADI  cooperative b-1234").iter().all(|word| stored.contains(word)));
    }
}
