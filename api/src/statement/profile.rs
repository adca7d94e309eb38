//! What statements look like: one profile per shape of file. Data with its source, never code.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::origin::money::Francs;
use crate::origin::payment::Operator;
use crate::origin::reconciliation::LineKind;
use crate::origin::rules::fold;
use crate::text::Text;

/// The meaning a column can have for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Date and time in one.
    At,
    Date,
    Time,
    /// The operator's number of the movement.
    Transaction,
    /// Our own reference, as the operator repeats it.
    Reference,
    /// Change of the account, negative when money leaves it.
    Amount,
    /// Money that came in.
    Credit,
    /// Money that left, with or without a minus.
    Debit,
    Fee,
    /// The account after the movement.
    Balance,
    Currency,
    Status,
    Kind,
    /// The movement that this one takes back.
    Linked,
}

/// How a column is named in the files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub role: Role,
    /// Any of these, whatever their accents, capitals and spaces.
    pub names: Vec<String>,
    /// Where several columns have the same name: the first one after the column with this name.
    #[serde(default)]
    pub after: Option<String>,
    /// A file without it is another kind of file.
    #[serde(default)]
    pub required: bool,
}

/// The word of a cell and what kind of movement it stands for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWord {
    pub word: String,
    pub kind: LineKind,
}

/// One shape of file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// `wave_collections`.
    pub code: String,
    pub name: Text,
    /// Whose account the file is about, unless whoever imports it says otherwise.
    pub operator: Operator,
    /// Where the shape is known from.
    pub source: String,
    /// Whether the operator has confirmed it with a statement of our own account.
    pub confirmed: bool,
    pub columns: Vec<Column>,
    /// For texts: how moments, or dates and times, are written, in the notation of `strftime`.
    #[serde(default)]
    pub moments: Vec<String>,
    #[serde(default)]
    pub dates: Vec<String>,
    #[serde(default)]
    pub times: Vec<String>,
    /// Minutes that the operator's clock is ahead of UTC, where a moment does not say.
    #[serde(default)]
    pub utc_offset_minutes: i32,
    /// The sign before decimals.
    pub decimal_mark: char,
    /// Statuses of movements that took place.
    #[serde(default)]
    pub settled: Vec<String>,
    /// Statuses of those that did not.
    #[serde(default)]
    pub not_settled: Vec<String>,
    /// What kinds of movement the words stand for. The first one a cell begins with counts.
    #[serde(default)]
    pub kinds: Vec<KindWord>,
    /// What a movement is when the words do not say.
    pub incoming: LineKind,
    pub outgoing: LineKind,
    /// Rows whose first cells begin with one of these are sums and balances.
    #[serde(default)]
    pub sums: Vec<String>,
    /// Columns that name a person: kept with all but their last digits hidden.
    #[serde(default)]
    pub personal: Vec<String>,
}

impl Profile {
    /// The column of a role.
    #[must_use]
    pub fn column(&self, role: Role) -> Option<&Column> {
        self.columns.iter().find(|column| column.role == role)
    }

    /// What kind of movement the operator's word stands for.
    #[must_use]
    pub fn kind_of(&self, word: Option<&str>, amount: Francs) -> LineKind {
        let said = word.map(essence).unwrap_or_default();
        let known = self.kinds.iter().find(|known| !said.is_empty() && said.starts_with(&essence(&known.word)));
        match known {
            Some(known) => known.kind,
            None if amount.is_positive() => self.incoming,
            None => self.outgoing,
        }
    }
}

/// What is agreed with an operator about its account.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub operator: Operator,
    /// What the operator keeps of each payment, in thousandths, rounded down; what differs is a difference to look into.
    pub fee_permille: i64,
    pub source: String,
    pub confirmed: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    #[serde(default)]
    account: Vec<Account>,
    profile: Vec<Profile>,
}

/// Every shape of file that is known, and what is agreed about the accounts.
#[derive(Debug, Clone)]
pub struct Profiles {
    pub profiles: Vec<Profile>,
    accounts: BTreeMap<Operator, Account>,
}

impl Profiles {
    /// The profiles that come with the program.
    ///
    /// # Errors
    /// A sentence naming the first fault of the pack.
    pub fn embedded() -> Result<Self, String> {
        Self::parse(include_str!("../../rules/statements.toml"))
    }

    /// The profiles of a pack.
    ///
    /// # Errors
    /// A sentence naming its first fault.
    pub fn parse(pack: &str) -> Result<Self, String> {
        let pack: Pack = toml::from_str(pack).map_err(|error| error.to_string())?;
        for profile in &pack.profile {
            check(profile).map_err(|fault| format!("profile {}: {fault}", profile.code))?;
        }
        let accounts = pack.account.into_iter().map(|account| (account.operator, account)).collect();
        Ok(Self { profiles: pack.profile, accounts })
    }

    /// What an operator is expected to keep of a payment of so many francs; zero where nothing was agreed.
    #[must_use]
    pub fn expected_fee(&self, operator: Operator, amount_xof: i64) -> i64 {
        let permille = self.accounts.get(&operator).map_or(0, |account| account.fee_permille);
        amount_xof.saturating_mul(permille) / 1_000
    }
}

/// A profile must tell when, which movement, and how much.
fn check(profile: &Profile) -> Result<(), &'static str> {
    let has = |role: Role| profile.column(role).is_some();
    if !(has(Role::At) || has(Role::Date) && has(Role::Time)) {
        return Err("no column says when");
    }
    if !has(Role::Transaction) {
        return Err("no column names the movement");
    }
    if !has(Role::Amount) && !has(Role::Credit) {
        return Err("no column says how much");
    }
    if profile.columns.iter().any(|column| column.names.is_empty()) {
        return Err("a column without a name");
    }
    if has(Role::Status) && profile.settled.is_empty() {
        return Err("statuses without a meaning");
    }
    Ok(())
}

/// A header's or a word's essence: accents, capitals and spaces apart, and put right where UTF-8 was once read as Windows-1252.
#[must_use]
pub fn essence(text: &str) -> String {
    let spaced: String = repaired(text).chars().map(|c| if is_space(c) { ' ' } else { c }).collect();
    fold(&spaced).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Any sign that takes room and says nothing: no-break spaces, tabs, the mark at the beginning of a file.
#[must_use]
pub const fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{200b}' | '\u{feff}')
}

/// `NumÃ©ro` was `Numéro` before somebody read its bytes in the wrong encoding.
fn repaired(text: &str) -> String {
    if !text.contains(['Ã', 'Â', 'â']) {
        return text.to_owned();
    }
    let (bytes, _, had_errors) = encoding_rs::WINDOWS_1252.encode(text);
    if had_errors {
        return text.to_owned();
    }
    String::from_utf8(bytes.into_owned()).unwrap_or_else(|_| text.to_owned())
}
