//! Callbacks that come as a form: read once per name, or not at all.

use std::collections::HashMap;

/// A callback has no more fields than this.
const MOST_FIELDS: usize = 64;

/// The fields of a form. A name that comes twice would leave a choice, and a choice of amounts is a hole: such a form is refused.
pub struct Fields(HashMap<String, String>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; `None` when a name comes twice or there are too many.
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if fields.len() == MOST_FIELDS || fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return None;
            }
        }
        Some(Self(fields))
    }

    /// The field's value; empty when the form has no such field.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plus_and_percent_are_read_and_accents_kept() {
        let fields = Fields::read("designation=Frais+de%20d%C3%A9livrance&cpm_amount=1500&empty=".as_bytes()).unwrap();
        assert_eq!(fields.text("designation"), "Frais de délivrance");
        assert_eq!((fields.text("cpm_amount"), fields.text("empty"), fields.text("none")), ("1500", "", ""));
    }

    #[test]
    fn a_name_that_comes_twice_is_refused() {
        assert!(Fields::read(b"cpm_amount=1&cpm_amount=1500").is_none());
        assert!(Fields::read(b"cpm_amount=1&cpm%5Famount=1500").is_none());
        let many: String = (0..65).map(|n| format!("f{n}=1&")).collect();
        assert!(Fields::read(many.as_bytes()).is_none());
    }
}
