//! How people are reached: e-mail addresses and telephone numbers, in the one form in which they are kept and compared.

use super::fault::FaultCode;

/// RFC 5321 allows no more in a path.
const EMAIL_MAX: usize = 254;
const LOCAL_PART_MAX: usize = 64;

/// An e-mail address in small letters. Only what nearly every provider gives out is accepted: ASCII, no quotes, a domain with a dot.
pub fn email(given: &str) -> Result<String, FaultCode> {
    let malformed = FaultCode::Malformed { example: "awa.traore@exemple.ml" };
    let address = given.trim().to_ascii_lowercase();
    let Some((local, domain)) = address.split_once('@') else { return Err(malformed) };
    let good_local = !local.is_empty()
        && local.len() <= LOCAL_PART_MAX
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let good_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let good_domain = domain.contains('.') && domain.split('.').all(good_label);
    if address.len() <= EMAIL_MAX && good_local && good_domain { Ok(address) } else { Err(malformed) }
}

/// A telephone number as E.164 writes it: `+`, country, number. Eight digits alone are Malian.
pub fn phone(given: &str) -> Result<String, FaultCode> {
    let bare: String =
        given.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' | '\u{202f}')).collect();
    let international = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
    let digits = match international {
        Some(digits) => digits.to_owned(),
        None if bare.len() == 8 => format!("223{bare}"),
        None if bare.len() == 11 && bare.starts_with("223") => bare.clone(),
        None => String::new(),
    };
    let plausible =
        (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    // A Malian number has eight digits; a wrong count is a slip of the finger, not another numbering plan.
    let malian = !digits.starts_with("223") || digits.len() == 11;
    if plausible && malian {
        Ok(format!("+{digits}"))
    } else {
        Err(FaultCode::Malformed { example: "+223 70 00 00 00" })
    }
}

/// What somebody types to sign in, in the form in which accounts keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    Email(String),
    Phone(String),
    /// Nothing an account could have.
    Nothing(String),
}

impl Login {
    #[must_use]
    pub fn read(given: &str) -> Self {
        if given.contains('@') {
            email(given).map_or_else(|_| Self::Nothing(given.trim().to_lowercase()), Self::Email)
        } else {
            phone(given).map_or_else(|_| Self::Nothing(given.trim().to_lowercase()), Self::Phone)
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Phone(text) | Self::Nothing(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_in_one_form() {
        for given in ["70 12 34 56", "+223 70 12 34 56", "0022370123456", "223-70-12-34-56", "(+223) 70.12.34.56"] {
            assert_eq!(phone(given).as_deref(), Ok("+22370123456"), "{given}");
        }
        assert_eq!(phone("+33 6 12 34 56 78").as_deref(), Ok("+33612345678"));
        for given in
            ["", "7012345", "+2237012345", "70 12 34 5a", "+0123456789", "٧٠١٢٣٤٥٦", "+", "++22370123456", "0612345678"]
        {
            assert!(phone(given).is_err(), "{given}");
        }
    }

    #[test]
    fn addresses_are_kept_in_small_letters() {
        assert_eq!(email(" Awa.Traore@Exemple.ML ").as_deref(), Ok("awa.traore@exemple.ml"));
        for given in [
            "",
            "awa",
            "awa@",
            "@exemple.ml",
            "awa@exemple",
            "a b@exemple.ml",
            "awa@ex..ml",
            "a@b@c.ml",
            "awa@-x.ml",
            "é@x.ml",
        ] {
            assert!(email(given).is_err(), "{given}");
        }
    }

    #[test]
    fn a_login_is_an_address_or_a_number() {
        assert_eq!(Login::read("70123456"), Login::Phone("+22370123456".into()));
        assert_eq!(Login::read("AWA@x.ml"), Login::Email("awa@x.ml".into()));
        assert_eq!(Login::read(" Awa "), Login::Nothing("awa".into()));
    }
}
