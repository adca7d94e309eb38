//! Holding an operator's statement against our own records: which line belongs to which attempt, and what differs.
//!
//! Pure. What it promises: every line and every succeeded attempt that is handed in comes back in exactly one finding, and only what is
//! exact counts as matched. What is merely likely is a proposal for a person.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::money::Francs;
use crate::text_enum;

text_enum! {
    /// What kind of movement a statement's line is.
    pub enum LineKind {
        /// A payer's money came in.
        Payment = "payment",
        /// Money we sent back.
        Refund = "refund",
        /// The operator took a movement back by itself.
        Reversal = "reversal",
        /// The operator handed over what it had collected.
        Sweep = "sweep",
        /// The operator charged for its service, on a line of its own.
        Fee = "fee",
        /// Anything else: for a person.
        Other = "other",
    }
}

text_enum! {
    /// What came of holding a line and an attempt against each other.
    pub enum FindingClass {
        /// The same movement on both sides.
        Matched = "matched",
        /// The same movement with another amount.
        AmountDiff = "amount_diff",
        /// The same movement, of which the operator kept another fee than agreed.
        FeeDiff = "fee_diff",
        /// We say paid, the operator does not. Critical.
        MissingAtProvider = "missing_at_provider",
        /// The operator says paid, we do not: a lost callback, or money without an order.
        MissingAtUs = "missing_at_us",
        /// The operator has it twice.
        DuplicateAtProvider = "duplicate_at_provider",
        /// The operator took a payment back.
        Reversal = "reversal",
    }
}

text_enum! {
    /// What a match rests on.
    pub enum MatchBasis {
        /// The operator's transaction number is the same.
        Transaction = "transaction",
        /// Our reference is the same.
        Reference = "reference",
        /// A person found that they belong together.
        Person = "person",
        /// A movement that needs no attempt: a sweep, a charge.
        Movement = "movement",
    }
}

text_enum! {
    /// Where a statement came from.
    pub enum StatementSource {
        /// A file a person uploaded.
        File = "file",
        /// The operator's own answer to our question.
        Operator = "operator",
    }
}

text_enum! {
    /// How far a statement's import is.
    pub enum ImportStatus {
        /// Read and shown; nothing counts yet.
        Read = "read",
        /// Its lines are being written down.
        Importing = "importing",
        /// All its lines are there.
        Imported = "imported",
        /// Put away without import.
        Discarded = "discarded",
    }
}

text_enum! {
    /// Whether a difference still waits for a person.
    pub enum DiscrepancyStatus { Open = "open", Resolved = "resolved" }
}

text_enum! {
    /// What became of a difference.
    pub enum Resolution {
        /// The other side turned up by itself.
        Matched = "matched",
        /// A person found that the proposed attempt is the line's.
        ProposalAccepted = "proposal_accepted",
        /// A person knows why, and nothing is booked.
        Explained = "explained",
        /// The money waits in suspense for its owner.
        ToSuspense = "to_suspense",
        /// It is a further payment of the same order: overpaid, to be refunded.
        Adopted = "adopted",
        /// The agency bears the fee that was kept.
        FeeAccepted = "fee_accepted",
        /// A payer's claim explained it.
        Claimed = "claimed",
    }
}

text_enum! {
    /// How far a claim to have paid by merchant code is.
    pub enum ClaimStatus {
        /// No statement has borne it out yet, or nobody has looked.
        Pending = "pending",
        /// It paid the order.
        Approved = "approved",
        /// It did not.
        Refused = "refused",
    }
}

impl FindingClass {
    /// What a person may do about it.
    #[must_use]
    pub const fn actions(self) -> &'static [Resolution] {
        use Resolution as R;
        match self {
            Self::Matched => &[],
            Self::AmountDiff | Self::MissingAtProvider | Self::Reversal => &[R::Explained],
            Self::FeeDiff => &[R::FeeAccepted, R::Explained],
            Self::MissingAtUs => &[R::ProposalAccepted, R::ToSuspense, R::Explained],
            Self::DuplicateAtProvider => &[R::Adopted, R::ToSuspense, R::Explained],
        }
    }
}

/// A statement's line as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatedLine {
    /// The row's name in its file.
    pub place: String,
    pub at: DateTime<Utc>,
    pub kind: LineKind,
    pub transaction_id: String,
    /// Change of the account before fees; negative when money left it.
    pub amount: Francs,
    /// What the operator kept, never negative.
    pub fee: Francs,
    /// The account afterwards, where the statement says so.
    pub balance: Option<Francs>,
    pub reference: Option<String>,
    /// The movement that this one takes back.
    pub linked: Option<String>,
    /// 1, and more when the same file has the same movement again.
    pub occurrence: u32,
    /// The row by the names of its columns.
    pub raw: Value,
}

/// What matching needs to know of a line.
#[derive(Debug, Clone)]
pub struct LineFacts {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub kind: LineKind,
    pub transaction_id: String,
    pub amount: Francs,
    pub fee: Francs,
    pub reference: Option<String>,
    pub linked: Option<String>,
    pub occurrence: u32,
}

/// What matching needs to know of an attempt.
#[derive(Debug, Clone)]
pub struct AttemptFacts {
    pub id: Uuid,
    pub reference: String,
    pub transaction_id: Option<String>,
    pub amount: Francs,
    pub expected_fee: Francs,
    /// Settled, or else begun.
    pub at: DateTime<Utc>,
    pub succeeded: bool,
    /// Sent back by us, and done.
    pub refunded: bool,
    /// Its line stands on another day, or a person has found it.
    pub matched_elsewhere: bool,
}

/// What came of one line, one attempt, or one of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub class: FindingClass,
    pub line: Option<Uuid>,
    /// The attempt that is found with the line, or missing at the operator.
    pub attempt: Option<Uuid>,
    /// An attempt that the line speaks about without being its payment: what a reversal takes back, what a duplicate repeats, an attempt
    /// that has not succeeded.
    pub about: Option<Uuid>,
    pub basis: Option<MatchBasis>,
    /// Attempts this may be, for a person to decide: the same amount within a quarter of an hour.
    pub proposals: Vec<Uuid>,
}

impl Finding {
    const fn of(class: FindingClass) -> Self {
        Self { class, line: None, attempt: None, about: None, basis: None, proposals: Vec::new() }
    }
}

/// How far apart a payment and its line may be to be proposed.
const NEAR: TimeDelta = TimeDelta::minutes(15);

/// Attempts by what a line can name.
struct Index<'a> {
    by_id: HashMap<Uuid, &'a AttemptFacts>,
    by_transaction: HashMap<&'a str, Uuid>,
    by_reference: HashMap<&'a str, Uuid>,
}

impl<'a> Index<'a> {
    fn of(attempts: &'a [AttemptFacts]) -> Self {
        let mut index = Self { by_id: HashMap::new(), by_transaction: HashMap::new(), by_reference: HashMap::new() };
        for attempt in attempts {
            index.by_id.insert(attempt.id, attempt);
            index.by_reference.insert(&attempt.reference, attempt.id);
            if let Some(transaction) = &attempt.transaction_id {
                index.by_transaction.insert(transaction, attempt.id);
            }
        }
        index
    }

    fn named_by(&self, line: &LineFacts) -> Option<(&'a AttemptFacts, MatchBasis)> {
        let by_transaction = self.by_transaction.get(line.transaction_id.as_str());
        if let Some(id) = by_transaction {
            return self.by_id.get(id).map(|attempt| (*attempt, MatchBasis::Transaction));
        }
        let id = self.by_reference.get(line.reference.as_deref()?)?;
        self.by_id.get(id).map(|attempt| (*attempt, MatchBasis::Reference))
    }

    /// The attempt that a reversal or refund takes back.
    fn taken_back_by(&self, line: &LineFacts) -> Option<&'a AttemptFacts> {
        let linked = line.linked.as_deref().and_then(|linked| self.by_transaction.get(linked));
        match linked {
            Some(id) => self.by_id.get(id).copied(),
            None => self.named_by(line).map(|(attempt, _)| attempt),
        }
    }
}

/// Holds lines against attempts. Each line and each succeeded attempt is in exactly one finding, as `line` or as `attempt`; but
/// an attempt whose line is known already is in none.
#[must_use]
pub fn reconcile(lines: &[LineFacts], attempts: &[AttemptFacts]) -> Vec<Finding> {
    let index = Index::of(attempts);
    let mut taken: HashSet<Uuid> = attempts.iter().filter(|one| one.matched_elsewhere).map(|one| one.id).collect();
    let mut findings: BTreeMap<usize, Finding> = BTreeMap::new();
    // The operator's own number says more than a reference that its payer may have typed: it goes first.
    for wanted in [MatchBasis::Transaction, MatchBasis::Reference] {
        for (place, line) in lines.iter().enumerate() {
            if line.kind == LineKind::Payment
                && line.occurrence == 1
                && !findings.contains_key(&place)
                && let Some((attempt, basis)) = index.named_by(line)
                && basis == wanted
                && attempt.succeeded
                && taken.insert(attempt.id)
            {
                findings.insert(place, paired(line, attempt, basis));
            }
        }
    }
    for (place, line) in lines.iter().enumerate() {
        findings.entry(place).or_insert_with(|| alone(line, &index));
    }
    let mut findings: Vec<Finding> = findings.into_values().collect();
    let left: Vec<&AttemptFacts> = attempts.iter().filter(|one| one.succeeded && !taken.contains(&one.id)).collect();
    propose(&mut findings, lines, &left);
    findings.extend(
        left.iter()
            .map(|attempt| Finding { attempt: Some(attempt.id), ..Finding::of(FindingClass::MissingAtProvider) }),
    );
    findings
}

fn paired(line: &LineFacts, attempt: &AttemptFacts, basis: MatchBasis) -> Finding {
    let class = if line.amount != attempt.amount {
        FindingClass::AmountDiff
    } else if line.fee != attempt.expected_fee {
        FindingClass::FeeDiff
    } else {
        FindingClass::Matched
    };
    Finding { line: Some(line.id), attempt: Some(attempt.id), basis: Some(basis), ..Finding::of(class) }
}

/// A line that is not the payment of a succeeded attempt.
fn alone(line: &LineFacts, index: &Index<'_>) -> Finding {
    let named = index.named_by(line).map(|(attempt, _)| attempt);
    let (class, about, basis) = match line.kind {
        LineKind::Payment => match named {
            Some(attempt) if attempt.succeeded => (FindingClass::DuplicateAtProvider, Some(attempt.id), None),
            // It is ours and not known to be paid: the operator has to be asked.
            Some(attempt) => (FindingClass::MissingAtUs, Some(attempt.id), None),
            None if line.occurrence > 1 => (FindingClass::DuplicateAtProvider, None, None),
            None => (FindingClass::MissingAtUs, None, None),
        },
        LineKind::Refund => match index.taken_back_by(line) {
            Some(attempt) if attempt.refunded => {
                (FindingClass::Matched, Some(attempt.id), Some(MatchBasis::Transaction))
            }
            // Money went back that nobody here sent.
            Some(attempt) => (FindingClass::Reversal, Some(attempt.id), None),
            None => (FindingClass::MissingAtUs, None, None),
        },
        LineKind::Reversal => (FindingClass::Reversal, index.taken_back_by(line).map(|attempt| attempt.id), None),
        LineKind::Sweep | LineKind::Fee => (FindingClass::Matched, None, Some(MatchBasis::Movement)),
        LineKind::Other => (FindingClass::MissingAtUs, None, None),
    };
    Finding { line: Some(line.id), about, basis, ..Finding::of(class) }
}

/// Names, beside each payment nobody here knows, the attempts it may be. Nothing is decided.
fn propose(findings: &mut [Finding], lines: &[LineFacts], left: &[&AttemptFacts]) {
    let by_id: HashMap<Uuid, &LineFacts> = lines.iter().map(|line| (line.id, line)).collect();
    for finding in findings.iter_mut().filter(|one| one.class == FindingClass::MissingAtUs && one.about.is_none()) {
        let Some(line) = finding.line.and_then(|id| by_id.get(&id)) else { continue };
        if line.kind != LineKind::Payment {
            continue;
        }
        let near = |attempt: &&&AttemptFacts| attempt.amount == line.amount && (attempt.at - line.at).abs() <= NEAR;
        finding.proposals = left.iter().filter(near).take(5).map(|attempt| attempt.id).collect();
    }
}

/// One operator's account over one day, in francs. Fees lie inside the payments they were kept from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayFigures {
    pub opening: i64,
    pub money_in: i64,
    /// Refunds, reversals and whatever else went out; positive.
    pub money_out: i64,
    pub fees: i64,
    pub swept: i64,
}

impl DayFigures {
    /// `opening + in − out − fees − sweep`.
    #[must_use]
    pub const fn closing(&self) -> i64 {
        self.opening + self.money_in - self.money_out - self.fees - self.swept
    }

    /// Counts one movement in.
    pub fn add(&mut self, kind: LineKind, amount: i64, fee: i64) {
        self.fees += fee;
        match kind {
            LineKind::Sweep => self.swept -= amount,
            LineKind::Fee => self.fees -= amount,
            LineKind::Payment | LineKind::Refund | LineKind::Reversal | LineKind::Other => {
                if amount >= 0 {
                    self.money_in += amount;
                } else {
                    self.money_out -= amount;
                }
            }
        }
    }
}

/// What the books and the statement say of the same thing, wherever they differ: the statement less the books, by what it is about. The
/// differences add up to the difference of the two sums, so nothing that differs can hide.
#[must_use]
pub fn differing(books: &[(Uuid, i64)], statement: &[(Uuid, i64)]) -> BTreeMap<Uuid, i64> {
    let mut by_subject: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (subject, amount) in statement {
        *by_subject.entry(*subject).or_default() += amount;
    }
    for (subject, amount) in books {
        *by_subject.entry(*subject).or_default() -= amount;
    }
    by_subject.retain(|_, amount| *amount != 0);
    by_subject
}

/// The day a movement is booked on: its own, or the open one when its own is closed.
#[must_use]
pub fn accounting_day(at: DateTime<Utc>, last_closed: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    let own = at.date_naive();
    match last_closed {
        Some(closed) if own <= closed => closed.succ_opt().map_or(today, |next| next.max(own)),
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn francs(amount: i64) -> Francs {
        Francs::new(amount).unwrap()
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000, 0).unwrap() + TimeDelta::minutes(minute)
    }

    fn line(id: u128, transaction: &str, amount: i64) -> LineFacts {
        LineFacts {
            id: Uuid::from_u128(id),
            at: at(0),
            kind: LineKind::Payment,
            transaction_id: transaction.to_owned(),
            amount: francs(amount),
            fee: Francs::ZERO,
            reference: None,
            linked: None,
            occurrence: 1,
        }
    }

    fn attempt(id: u128, reference: &str, transaction: Option<&str>) -> AttemptFacts {
        AttemptFacts {
            id: Uuid::from_u128(id),
            reference: reference.to_owned(),
            transaction_id: transaction.map(str::to_owned),
            amount: francs(1500),
            expected_fee: Francs::ZERO,
            at: at(5),
            succeeded: transaction.is_some(),
            refunded: false,
            matched_elsewhere: false,
        }
    }

    fn classes(lines: &[LineFacts], attempts: &[AttemptFacts]) -> Vec<FindingClass> {
        reconcile(lines, attempts).into_iter().map(|finding| finding.class).collect()
    }

    #[test]
    fn exact_numbers_match_and_differences_are_told_apart() {
        use FindingClass as C;
        let paid = attempt(9, "REF", Some("T1"));
        assert_eq!(classes(&[line(1, "T1", 1500)], std::slice::from_ref(&paid)), [C::Matched]);
        assert_eq!(classes(&[line(1, "T1", 1000)], std::slice::from_ref(&paid)), [C::AmountDiff]);
        let with_fee = LineFacts { fee: francs(15), ..line(1, "T1", 1500) };
        assert_eq!(classes(&[with_fee], std::slice::from_ref(&paid)), [C::FeeDiff]);
        let by_reference = LineFacts { reference: Some("REF".into()), ..line(1, "T7", 1500) };
        assert_eq!(classes(&[by_reference], std::slice::from_ref(&paid)), [C::Matched]);
        assert_eq!(classes(&[], std::slice::from_ref(&paid)), [C::MissingAtProvider]);
        let twice = [line(1, "T1", 1500), LineFacts { occurrence: 2, ..line(2, "T1", 1500) }];
        assert_eq!(classes(&twice, &[paid]), [C::Matched, C::DuplicateAtProvider]);
    }

    #[test]
    fn a_second_payment_of_one_attempt_is_a_duplicate_whatever_the_order_of_the_file() {
        let paid = attempt(9, "REF", Some("T1"));
        let named = |id, transaction| LineFacts { reference: Some("REF".into()), ..line(id, transaction, 1500) };
        let found = reconcile(&[named(1, "T2"), named(2, "T1")], &[paid]);
        assert_eq!(found[0].class, FindingClass::DuplicateAtProvider);
        assert_eq!(found[0].about, Some(Uuid::from_u128(9)));
        assert_eq!((found[1].class, found[1].basis), (FindingClass::Matched, Some(MatchBasis::Transaction)));
    }

    #[test]
    fn what_is_only_likely_is_proposed_and_never_matched() {
        let near = attempt(9, "REF", Some("T9"));
        let found = reconcile(&[line(1, "T1", 1500)], std::slice::from_ref(&near));
        assert_eq!(found[0].class, FindingClass::MissingAtUs);
        assert_eq!(found[0].proposals, [Uuid::from_u128(9)]);
        assert_eq!(found[1].class, FindingClass::MissingAtProvider);
        let far = AttemptFacts { at: at(16), ..near };
        assert!(reconcile(&[line(1, "T1", 1500)], &[far])[0].proposals.is_empty());
    }

    #[test]
    fn money_that_went_back_by_itself_is_a_reversal() {
        let paid = attempt(9, "REF", Some("T1"));
        let back = |kind, linked: Option<&str>| LineFacts {
            kind,
            linked: linked.map(str::to_owned),
            reference: Some("REF".into()),
            ..line(2, "T8", -1500)
        };
        let payment = line(1, "T1", 1500);
        for (line, refunded, class) in [
            (back(LineKind::Reversal, Some("T1")), false, FindingClass::Reversal),
            (back(LineKind::Reversal, None), false, FindingClass::Reversal),
            (back(LineKind::Refund, Some("T1")), false, FindingClass::Reversal),
            (back(LineKind::Refund, Some("T1")), true, FindingClass::Matched),
        ] {
            let paid = AttemptFacts { refunded, ..paid.clone() };
            let found = reconcile(&[payment.clone(), line], &[paid]);
            assert_eq!((found[0].class, found[1].class), (FindingClass::Matched, class));
            assert_eq!(found[1].about, Some(Uuid::from_u128(9)));
        }
    }

    #[test]
    fn an_attempt_has_one_line_even_on_two_days() {
        let paid = AttemptFacts { matched_elsewhere: true, ..attempt(9, "REF", Some("T1")) };
        let again = LineFacts { reference: Some("REF".into()), ..line(1, "T2", 1500) };
        assert_eq!(classes(&[again], std::slice::from_ref(&paid)), [FindingClass::DuplicateAtProvider]);
        assert_eq!(classes(&[], &[paid]), []);
    }

    #[test]
    fn an_attempt_we_gave_up_is_named_so_that_the_operator_can_be_asked() {
        let lost = AttemptFacts { succeeded: false, ..attempt(9, "REF", None) };
        let paid = LineFacts { reference: Some("REF".into()), ..line(1, "T1", 1500) };
        let found = reconcile(&[paid], &[lost]);
        assert_eq!(
            (found.len(), found[0].class, found[0].about),
            (1, FindingClass::MissingAtUs, Some(Uuid::from_u128(9)))
        );
    }

    #[test]
    fn a_movement_of_a_closed_day_enters_on_the_next_one() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let moment = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let seen = moment("2026-11-20T23:59:59Z");
        assert_eq!(accounting_day(seen, None, day("2026-11-23")), day("2026-11-20"));
        assert_eq!(accounting_day(seen, Some(day("2026-11-19")), day("2026-11-23")), day("2026-11-20"));
        assert_eq!(accounting_day(seen, Some(day("2026-11-20")), day("2026-11-23")), day("2026-11-21"));
    }

    proptest! {
        #[test]
        fn every_line_and_every_paid_attempt_is_in_exactly_one_finding(
            lines in proptest::collection::vec((0_u8..6, 0_usize..6, 0_u8..6, 0_u8..6, 0_i64..3, 0_i64..2), 0..14),
            attempts in proptest::collection::vec((proptest::option::of(0_u8..6), proptest::bool::ANY), 0..8),
        ) {
            let attempts: Vec<AttemptFacts> = attempts.iter().zip(0_u8..).map(|((transaction, refunded), n)| AttemptFacts {
                refunded: *refunded,
                // An operator's number belongs to one attempt, as the store's index has it.
                ..attempt(1000 + u128::from(n), &format!("R{n}"), transaction.map(|t| format!("T{t}-{n}")).as_deref())
            }).collect();
            let lines: Vec<LineFacts> = lines.iter().zip(1_u128..).map(|((t, kind, r, n, amount, fee), id)| LineFacts {
                kind: LineKind::ALL[*kind],
                amount: francs((amount - 1) * 1500),
                fee: francs(*fee),
                reference: (*r < 4).then(|| format!("R{r}")),
                linked: (*r > 2).then(|| format!("T{t}-{n}")),
                ..line(id, &format!("T{t}-{n}"), 0)
            }).collect();
            let findings = reconcile(&lines, &attempts);
            for line in &lines {
                prop_assert_eq!(findings.iter().filter(|one| one.line == Some(line.id)).count(), 1);
            }
            for attempt in attempts.iter().filter(|one| one.succeeded) {
                prop_assert_eq!(findings.iter().filter(|one| one.attempt == Some(attempt.id)).count(), 1);
            }
            for finding in &findings {
                prop_assert!(finding.line.is_some() || finding.attempt.is_some());
                if finding.class == FindingClass::Matched && finding.attempt.is_some() {
                    let line = lines.iter().find(|one| Some(one.id) == finding.line).unwrap();
                    let attempt = attempts.iter().find(|one| Some(one.id) == finding.attempt).unwrap();
                    prop_assert_eq!(line.amount, attempt.amount);
                    let same = Some(&line.transaction_id) == attempt.transaction_id.as_ref();
                    prop_assert!(same || line.reference.as_ref() == Some(&attempt.reference));
                }
            }
        }

        #[test]
        fn differences_add_up_to_the_whole_difference(
            books in proptest::collection::vec((0_u128..5, -3_000_i64..3_000), 0..12),
            statement in proptest::collection::vec((0_u128..5, -3_000_i64..3_000), 0..12),
        ) {
            let of = |rows: &[(u128, i64)]| rows.iter().map(|(id, xof)| (Uuid::from_u128(*id), *xof)).collect::<Vec<_>>();
            let sum = |rows: &[(u128, i64)]| rows.iter().map(|(_, xof)| xof).sum::<i64>();
            let found = differing(&of(&books), &of(&statement));
            prop_assert_eq!(found.values().sum::<i64>(), sum(&statement) - sum(&books));
            prop_assert!(found.values().all(|amount| *amount != 0));
        }

        #[test]
        fn a_day_adds_up_to_the_sum_of_its_movements(
            movements in proptest::collection::vec((0_usize..6, -5_000_i64..5_000, 0_i64..50), 0..20),
            opening in -10_000_i64..10_000,
        ) {
            let mut day = DayFigures { opening, ..DayFigures::default() };
            for (kind, amount, fee) in &movements {
                day.add(LineKind::ALL[*kind], *amount, *fee);
            }
            let moved: i64 = movements.iter().map(|(_, amount, fee)| amount - fee).sum();
            prop_assert_eq!(day.closing(), opening + moved);
        }
    }
}
