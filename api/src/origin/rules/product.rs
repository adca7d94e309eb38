//! The products Mali exports, found by word or by code.

use std::cmp::Reverse;

use super::Basis;
use crate::origin::codes::HsCode;
use crate::text::Text;

/// A product of the nomenclature, in the agency's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Six digits.
    pub hs: HsCode,
    /// Ten digits of the CEDEAO common tariff, where known.
    pub tec: Option<HsCode>,
    pub label: Text,
    /// Other words people have for it, local names included.
    pub synonyms: Vec<String>,
    /// Unit of the supplementary quantity: `kg`, `u` (pieces), `2u` (pairs), `l`, `m2`, `m3`, `g`, `carat`, `1000 kWh`.
    pub unit: Option<String>,
    /// Why it usually originates.
    pub usual_basis: Option<Basis>,
}

/// A chapter of the Harmonized System under a short title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    pub number: String,
    pub label: Text,
}

/// A list of products, ordered by code and ready to be searched.
#[derive(Debug, Clone)]
pub struct Nomenclature {
    products: Vec<Product>,
    words: Vec<Vec<Word>>,
    chapters: Vec<Chapter>,
}

/// A word one can find a product by, and how much finding it there is worth.
#[derive(Debug, Clone)]
struct Word {
    folded: String,
    stem: String,
    weight: u32,
}

const FIRST_WORD: u32 = 5;
const LABEL: u32 = 4;
const SYNONYM: u32 = 3;

/// Words that tell products apart from nothing. The French `or` is gold and stays.
const EMPTY_WORDS: [&str; 22] = [
    "de", "du", "des", "la", "le", "les", "en", "et", "au", "aux", "ou", "un", "une", "pour", "par", "sur", "of",
    "and", "the", "in", "for", "with",
];

/// Longer questions are cut: a search box is not a text field.
const MAX_QUERY_CHARS: usize = 120;
const MAX_QUERY_WORDS: usize = 8;

impl Nomenclature {
    /// Orders the products and prepares their words.
    #[must_use]
    pub fn new(mut products: Vec<Product>, chapters: Vec<Chapter>) -> Self {
        products.sort_by(|a, b| a.hs.cmp(&b.hs));
        let words = products.iter().map(words_of).collect();
        Self { products, words, chapters }
    }

    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// The short title of a chapter, by its two digits.
    #[must_use]
    pub fn chapter(&self, number: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|c| c.number == number)
    }

    /// The product of these goods, by their six shared digits.
    #[must_use]
    pub fn find(&self, hs: &HsCode) -> Option<&Product> {
        self.products.binary_search_by(|p| p.hs.as_str().cmp(hs.subheading())).ok().and_then(|i| self.products.get(i))
    }

    /// Products by words (French, English, local names; accents, capitals and plurals do not matter, the beginning of a
    /// word is enough) or by the beginning of a code, best first. An empty question gives the beginning of the list.
    #[must_use]
    pub fn search(&self, question: &str, limit: usize) -> Vec<&Product> {
        let question: String = question.chars().take(MAX_QUERY_CHARS).collect();
        let digits: String = question.chars().filter(char::is_ascii_digit).collect();
        let only_code = !digits.is_empty() && question.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
        if only_code { self.by_code(&digits, limit) } else { self.by_words(&question, limit) }
    }

    fn by_code(&self, digits: &str, limit: usize) -> Vec<&Product> {
        let matches = |p: &&Product| {
            let line = p.tec.as_ref().unwrap_or(&p.hs).as_str();
            line.starts_with(digits) || digits.starts_with(p.hs.as_str())
        };
        self.products.iter().filter(matches).take(limit).collect()
    }

    fn by_words(&self, question: &str, limit: usize) -> Vec<&Product> {
        let asked: Vec<(String, String)> = split(question)
            .filter(|w| !EMPTY_WORDS.contains(&w.as_str()))
            .take(MAX_QUERY_WORDS)
            .map(|w| (stem(&w), w))
            .collect();
        if asked.is_empty() {
            return self.products.iter().take(limit).collect();
        }
        let mut found: Vec<(usize, u32, &Product)> = self
            .products
            .iter()
            .zip(&self.words)
            .filter_map(|(product, words)| {
                let scores: Vec<u32> = asked.iter().filter_map(|(s, w)| best(words, w, s)).collect();
                (!scores.is_empty()).then(|| (scores.len(), scores.iter().sum(), product))
            })
            .collect();
        // Every word should be found; a question of several words may have one too many, not half of them.
        let most = found.iter().map(|(hits, _, _)| *hits).max().unwrap_or(0);
        found.retain(|(hits, _, _)| *hits == most && 2 * most > asked.len());
        found.sort_by_key(|(_, score, product)| (Reverse(*score), product.hs.clone()));
        found.into_iter().take(limit).map(|(_, _, product)| product).collect()
    }
}

/// What the best place of one asked word in a product's words is worth.
fn best(words: &[Word], asked: &str, asked_stem: &str) -> Option<u32> {
    words
        .iter()
        .filter_map(|word| {
            let likeness = if word.stem == asked_stem {
                2
            } else if word.folded.starts_with(asked) {
                1
            } else {
                return None;
            };
            Some(likeness * word.weight)
        })
        .max()
}

fn words_of(product: &Product) -> Vec<Word> {
    let mut words = Vec::new();
    for label in [&product.label.fr, &product.label.en] {
        for (index, folded) in split(label).enumerate() {
            words.push(word(folded, if index == 0 { FIRST_WORD } else { LABEL }));
        }
    }
    for synonym in &product.synonyms {
        words.extend(split(synonym).map(|folded| word(folded, SYNONYM)));
    }
    words
}

fn word(folded: String, weight: u32) -> Word {
    Word { stem: stem(&folded), folded, weight }
}

/// The words of a text, folded, single letters left out (`l'or` gives `or`).
fn split(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 1).map(str::to_owned).collect();
    words.into_iter()
}

/// Small letters without accents, ligatures opened, letters of Malian languages in their plain form.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ɛ' => out.push('e'),
            'î' | 'ï' | 'í' | 'ì' => out.push('i'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ɔ' => out.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => out.push('u'),
            'ç' => out.push('c'),
            'ñ' | 'ɲ' | 'ŋ' => out.push('n'),
            'ÿ' => out.push('y'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            // Combining accents follow a plain letter in decomposed text.
            '\u{300}'..='\u{36f}' => {}
            other => out.push(other),
        }
    }
    out
}

/// The word without its plural, French or English. Only equality of two stems means anything.
fn stem(word: &str) -> String {
    const ENDINGS: [(&str, &str); 4] = [("eaux", "eau"), ("aux", "al"), ("ies", "y"), ("oes", "o")];
    if word.len() < 4 {
        return word.to_owned();
    }
    for (plural, singular) in ENDINGS {
        if let Some(root) = word.strip_suffix(plural)
            && root.len() >= 2
        {
            return format!("{root}{singular}");
        }
    }
    word.strip_suffix(['s', 'x']).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_plurals_do_not_matter() {
        assert_eq!(fold("Œufs DÉCORTIQUÉS, bɔgɔlan"), "oeufs decortiques, bogolan");
        for (one, many) in [("mangue", "mangues"), ("mango", "mangoes"), ("animal", "animaux"), ("couteau", "couteaux")]
        {
            assert_eq!(stem(one), stem(many), "{one}");
        }
        assert_eq!(stem("riz"), "riz");
        assert_eq!(stem("jus"), "jus");
    }
}
