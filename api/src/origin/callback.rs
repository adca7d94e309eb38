//! What operators send of their own accord, when it fits nothing: what a person is told of it, and when somebody is warned.

use super::payment::{MatchKind, Operator};
use super::rules::{UNKNOWN_MAX, Watch};
use crate::text_enum;

text_enum! {
    /// Why a callback that was kept waits for a person.
    pub enum StrayCause {
        /// Money that came to the account without any session of ours.
        NoSession = "no_session",
        /// It names a payment that is not ours.
        UnknownPayment = "unknown_payment",
        /// It says that a payment of ours was paid, and the operator, asked again and again, never did.
        NotBorneOut = "not_borne_out",
    }
}

impl StrayCause {
    /// The cause, by what the callback names and whether that is a payment of ours.
    #[must_use]
    pub const fn of(match_kind: MatchKind, is_ours: bool) -> Self {
        match (match_kind, is_ours) {
            (_, true) => Self::NotBorneOut,
            (MatchKind::Nothing, false) => Self::NoSession,
            (MatchKind::Reference | MatchKind::Token | MatchKind::Test, false) => Self::UnknownPayment,
        }
    }
}

text_enum! {
    /// Why a callback was refused at the door.
    pub enum RefusedAs {
        /// It carries no secret of ours, or another account's.
        Forged = "forged",
        /// It was signed at a time that is not now.
        Untimely = "untimely",
        /// It came to the right address and cannot be read.
        Unreadable = "unreadable",
    }
}

text_enum! {
    /// What the treasurer is warned about.
    pub enum AlertKind {
        /// Many callbacks within an hour name no payment of ours.
        UnknownPayments = "unknown_payments",
        /// An operator's clock and ours are apart.
        ClockSkew = "clock_skew",
        /// Callbacks without a secret of ours were refused within the last hour.
        Forged = "forged",
        /// Callbacks signed at another time were refused within the last hour.
        Untimely = "untimely",
        /// Unreadable callbacks were refused within the last hour.
        Unreadable = "unreadable",
    }
}

impl From<RefusedAs> for AlertKind {
    fn from(refused: RefusedAs) -> Self {
        match refused {
            RefusedAs::Forged => Self::Forged,
            RefusedAs::Untimely => Self::Untimely,
            RefusedAs::Unreadable => Self::Unreadable,
        }
    }
}

/// One warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert {
    pub kind: AlertKind,
    pub operator: Operator,
    /// Callbacks; of a skewed clock the seconds by which it is ahead of ours, negative when it is behind.
    pub figure: i64,
}

/// What was heard from operators within the last hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// Callbacks that name no payment of ours.
    pub unknown: Vec<(Operator, i64)>,
    /// The middle of how far signed callbacks' times are ahead of ours, in seconds.
    pub skews: Vec<(Operator, i64)>,
    pub refused: Vec<(Operator, RefusedAs, i64)>,
}

/// What of it somebody should know, in the order in which it is read. Callback addresses are secret, so that each refused callback tells something.
#[must_use]
pub fn alerts(heard: &Heard, watch: &Watch) -> Vec<Alert> {
    let limit = i64::from(watch.unknown_an_hour.min(UNKNOWN_MAX));
    let unknown = heard.unknown.iter().filter(|(_, count)| *count >= limit);
    let unknown = unknown.map(|&(operator, figure)| Alert { kind: AlertKind::UnknownPayments, operator, figure });
    let skewed = heard.skews.iter().filter(|(_, ahead)| ahead.abs() > i64::from(watch.skew_seconds));
    let skewed = skewed.map(|&(operator, figure)| Alert { kind: AlertKind::ClockSkew, operator, figure });
    let refused = heard.refused.iter().map(|&(operator, kind, figure)| Alert { kind: kind.into(), operator, figure });
    let mut all: Vec<Alert> = unknown.chain(skewed).chain(refused).collect();
    all.sort_by_key(|alert| (alert.kind, alert.operator));
    all
}

/// So many values must agree before their middle says anything: one old message must not pass for a wrong clock.
const MIDDLE_OF: usize = 3;

/// The middle of these values; of two in the middle the one nearer to nothing. None of too few.
#[must_use]
pub fn middle(values: &[i64]) -> Option<i64> {
    if values.len() < MIDDLE_OF {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = sorted.get(sorted.len() / 2).copied()?;
    let lower = sorted.get((sorted.len() - 1) / 2).copied()?;
    Some(if lower.abs() < upper.abs() { lower } else { upper })
}

/// The longest name or number of a stranger's that is shown.
const SHOWN_MAX: usize = 64;

/// A stranger's number of a transaction as a person may read it: nothing that is not made like one.
#[must_use]
pub fn shown_number(given: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    (!given.is_empty() && given.len() <= SHOWN_MAX && given.chars().all(plain)).then(|| given.to_owned())
}

/// What a stranger calls his payment, as a person may read it. It may be anything: what looks like a telephone number is hidden but for its
/// end, and words are left out, for they may be a name.
#[must_use]
pub fn shown_name(given: &str) -> Option<String> {
    let bare = given.trim_start_matches('+');
    let shown = shown_number(bare)?;
    if !shown.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    if shown.chars().any(|c| c.is_ascii_alphabetic()) {
        return Some(shown);
    }
    let end = shown.len().saturating_sub(2);
    Some(shown.char_indices().map(|(at, c)| if at < end { '•' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch() -> Watch {
        Watch { unknown_an_hour: 10, skew_seconds: 60, bodies_kept_days: 90, confirmed: false, source: String::new() }
    }

    #[test]
    fn a_middle_needs_three_and_no_single_one_moves_it() {
        assert_eq!(middle(&[200, 200]), None);
        assert_eq!(middle(&[0, 290, 1]), Some(1));
        assert_eq!(middle(&[-90, -95, -85]), Some(-90));
        assert_eq!(middle(&[0, 0, 120, 120]), Some(0));
        assert_eq!(middle(&[-120, -120, 0, 0]), Some(0));
    }

    #[test]
    fn what_is_beyond_the_rules_is_told_and_nothing_less() {
        let heard = Heard {
            unknown: vec![(Operator::Wave, 10), (Operator::OrangeMoney, 9)],
            skews: vec![(Operator::Wave, -61), (Operator::CinetPay, 60)],
            refused: vec![(Operator::OrangeMoney, RefusedAs::Unreadable, 1)],
        };
        let told = [
            Alert { kind: AlertKind::UnknownPayments, operator: Operator::Wave, figure: 10 },
            Alert { kind: AlertKind::ClockSkew, operator: Operator::Wave, figure: -61 },
            Alert { kind: AlertKind::Unreadable, operator: Operator::OrangeMoney, figure: 1 },
        ];
        assert_eq!(alerts(&heard, &watch()), told);
        assert!(alerts(&Heard::default(), &watch()).is_empty());
    }

    #[test]
    fn what_a_stranger_calls_his_payment_names_nobody() {
        assert_eq!(shown_name("ORDER-2026/17").as_deref(), Some("ORDER-2026/17"));
        assert_eq!(shown_name("+22370123456").as_deref(), Some("•••••••••56"));
        assert_eq!(shown_name("70-12-34-56").as_deref(), Some("•••••••••56"));
        for nobody in ["Awa", "Awa Traoré", "awa@example.ml", "", "<b>1</b>", &"1".repeat(65)] {
            assert_eq!(shown_name(nobody), None, "{nobody}");
        }
        assert_eq!(shown_number("MP261121.1341.A00073").as_deref(), Some("MP261121.1341.A00073"));
        assert_eq!(shown_number("awa@example.ml"), None);
    }
}
