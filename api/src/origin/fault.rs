//! What is wrong with something that was sent, told for every field at once and in both languages.

use super::money::fcfa;
use crate::text::Text;

/// One faulty field: where, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A JSON pointer (RFC 6901) into what was sent, e.g. `/goods/0/hsCode`.
    pub pointer: String,
    pub code: FaultCode,
}

impl Fault {
    pub fn at(pointer: impl Into<String>, code: FaultCode) -> Self {
        Self { pointer: pointer.into(), code }
    }
}

/// What can be wrong with a field. The code is stable; the sentences are for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultCode {
    Required,
    TooShort {
        min: usize,
    },
    TooLong {
        max: usize,
    },
    /// A list with more members than are taken.
    TooMany {
        max: usize,
    },
    OutOfRange {
        min: i64,
        max: i64,
    },
    Malformed {
        example: &'static str,
    },
    UnknownValue,
    UnknownHsCode,
    UnknownCountry,
    /// The named field and this one contradict each other.
    Inconsistent {
        with: &'static str,
    },
    /// The scheme wants one product per certificate.
    OneProductOnly,
    CriterionNotInScheme,
    CriterionNeedsDetail,
    SchemeNotForDestination,
    SchemeNotActive,
    /// A dated export measure forbids these goods.
    ExportForbidden {
        source: String,
    },
    /// The scheme has no rule of origin for these goods.
    ExcludedFromScheme {
        source: String,
    },
    InTheFuture,
    /// Another amount is owed.
    NotWhatIsOwed {
        amount_xof: i64,
    },
    DocumentMissing,
    NotAccepted,
    AlreadyTaken,
    TooWeak,
    WrongPassword,
    /// Not the code of the second factor now, or one that was used already.
    WrongCode,
    ReasonNeeded,
    Duplicate,
    /// The value is not of the kind expected there.
    Unreadable {
        why: String,
    },
}

impl FaultCode {
    /// The stable code on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::TooMany { .. } => "too_many",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Malformed { .. } => "malformed",
            Self::UnknownValue => "unknown_value",
            Self::UnknownHsCode => "unknown_hs_code",
            Self::UnknownCountry => "unknown_country",
            Self::Inconsistent { .. } => "inconsistent",
            Self::OneProductOnly => "one_product_only",
            Self::CriterionNotInScheme => "criterion_not_in_scheme",
            Self::CriterionNeedsDetail => "criterion_needs_detail",
            Self::SchemeNotForDestination => "scheme_not_for_destination",
            Self::SchemeNotActive => "scheme_not_active",
            Self::ExportForbidden { .. } => "export_forbidden",
            Self::ExcludedFromScheme { .. } => "excluded_from_scheme",
            Self::InTheFuture => "in_the_future",
            Self::NotWhatIsOwed { .. } => "not_what_is_owed",
            Self::DocumentMissing => "document_missing",
            Self::NotAccepted => "not_accepted",
            Self::AlreadyTaken => "already_taken",
            Self::TooWeak => "too_weak",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::ReasonNeeded => "reason_needed",
            Self::Duplicate => "duplicate",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// The sentence a person reads beside the field.
    #[must_use]
    pub fn sentence(&self) -> Text {
        match self {
            Self::Required => Text::new("Ce champ est obligatoire.", "This field is required."),
            Self::TooShort { min } => {
                Text::new(format!("Écrivez au moins {min} caractères."), format!("Write at least {min} characters."))
            }
            Self::TooLong { max } => {
                Text::new(format!("Ne dépassez pas {max} caractères."), format!("Use at most {max} characters."))
            }
            Self::TooMany { max } => {
                Text::new(format!("Ne donnez pas plus de {max} éléments."), format!("Give at most {max} members."))
            }
            Self::OutOfRange { min, max } => Text::new(
                format!("Donnez un nombre entre {min} et {max}."),
                format!("Give a number between {min} and {max}."),
            ),
            Self::Malformed { example } => Text::new(
                format!("Ce format n'est pas reconnu. Exemple : {example}"),
                format!("This format is not recognised. Example: {example}"),
            ),
            Self::UnknownValue => Text::new("Choisissez une valeur de la liste.", "Choose a value from the list."),
            Self::NotWhatIsOwed { amount_xof } => Text::new(
                format!("Le montant dû est de {}, ni plus ni moins.", fcfa(*amount_xof)),
                format!("The amount due is {}, no more and no less.", fcfa(*amount_xof)),
            ),
            Self::UnknownHsCode => {
                Text::new("Ce code SH n'est pas dans la nomenclature.", "This HS code is not in the nomenclature.")
            }
            Self::UnknownCountry => Text::new("Ce pays n'est pas dans la liste.", "This country is not in the list."),
            Self::Inconsistent { with } => Text::new(
                format!("Cette valeur contredit un autre champ ({with})."),
                format!("This value contradicts another field ({with})."),
            ),
            Self::OneProductOnly => Text::new(
                "Ce régime veut un certificat par produit : gardez une seule ligne.",
                "This scheme wants one certificate per product: keep one line.",
            ),
            Self::CriterionNotInScheme => Text::new(
                "Ce critère n'existe pas dans le régime choisi.",
                "This criterion does not exist in the chosen scheme.",
            ),
            Self::CriterionNeedsDetail => Text::new(
                "Précisez ce critère (position, pourcentage ou pays).",
                "Complete this criterion (heading, percentage or countries).",
            ),
            Self::SchemeNotForDestination => Text::new(
                "Ce régime ne couvre pas le pays de destination.",
                "This scheme does not cover the country of destination.",
            ),
            Self::SchemeNotActive => Text::new(
                "Aucun certificat n'est délivré sous ce régime aujourd'hui.",
                "No certificate is issued under this scheme today.",
            ),
            Self::ExportForbidden { source } => Text::new(
                format!("L'exportation de ce produit est interdite ou suspendue ({source})."),
                format!("Exporting this product is forbidden or suspended ({source})."),
            ),
            Self::ExcludedFromScheme { source } => Text::new(
                format!("Ce régime n'a pas de règle d'origine pour ce produit ({source})."),
                format!("This scheme has no rule of origin for this product ({source})."),
            ),
            Self::InTheFuture => Text::new("Cette date est dans le futur.", "This date is in the future."),
            Self::DocumentMissing => Text::new("Joignez cette pièce.", "Attach this document."),
            Self::NotAccepted => {
                Text::new("Acceptez la déclaration pour continuer.", "Accept the declaration to continue.")
            }
            Self::AlreadyTaken => {
                Text::new("Un compte existe déjà avec cette valeur.", "An account with this value already exists.")
            }
            Self::TooWeak => Text::new(
                "Ce mot de passe est trop courant ou trop simple.",
                "This password is too common or too simple.",
            ),
            Self::WrongCode => Text::new(
                "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant.",
                "This is not the right code, or it was used already. Wait for the next one.",
            ),
            Self::WrongPassword => {
                Text::new("Ce mot de passe n'est pas le bon.", "This password is not the right one.")
            }
            Self::ReasonNeeded => Text::new("Donnez au moins un motif.", "Give at least one reason."),
            Self::Duplicate => Text::new("Cette valeur est donnée deux fois.", "This value is given twice."),
            Self::Unreadable { why } => Text::new(
                format!("Cette valeur n'a pas pu être lue : {why}."),
                format!("This value could not be read: {why}."),
            ),
        }
    }
}

/// Gathers faults while something is parsed, so that all are told at once.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    pub fn add(&mut self, pointer: impl Into<String>, code: FaultCode) {
        self.0.push(Fault::at(pointer, code));
    }

    /// Keeps the value, or notes the fault at this place and gives nothing.
    pub fn keep<T>(&mut self, pointer: &str, parsed: Result<T, FaultCode>) -> Option<T> {
        parsed.map_err(|code| self.add(pointer, code)).ok()
    }

    /// A trimmed text of bounded length, in characters. An empty one is missing.
    pub fn text(&mut self, pointer: &str, given: Option<&str>, max: usize) -> Option<String> {
        let Some(text) = given.map(str::trim).filter(|t| !t.is_empty()) else {
            self.add(pointer, FaultCode::Required);
            return None;
        };
        self.bounded(pointer, text, max)
    }

    /// A text that may be absent but not too long.
    pub fn optional_text(&mut self, pointer: &str, given: Option<&str>, max: usize) -> Option<String> {
        let text = given.map(str::trim).filter(|t| !t.is_empty())?;
        self.bounded(pointer, text, max)
    }

    fn bounded(&mut self, pointer: &str, text: &str, max: usize) -> Option<String> {
        if text.chars().count() > max {
            self.add(pointer, FaultCode::TooLong { max });
            return None;
        }
        // Control characters have no place on a printed form and hide things on a screen.
        if text.chars().any(|c| c.is_control() && c != '\n') {
            self.add(pointer, FaultCode::Malformed { example: "ABC" });
            return None;
        }
        Some(text.to_owned())
    }

    /// The value when nothing was wrong, else every fault.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}
