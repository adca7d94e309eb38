//! Holding an operator's statement against our own records: which line belongs to which attempt, and what differs.
//!
//! Pure. What it promises: every line and every attempt in the books that is handed in comes back in exactly one finding, and only what is
//! exact counts as matched. What is merely likely is a proposal for a person.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::money::Francs;
use super::payment::Operator;
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
        /// What came beyond what was asked waits to go back to its payer.
        SurplusSetAside = "surplus_set_aside",
        /// What came is less than was asked: it pays nothing, and waits to go back to its payer.
        Corrected = "corrected",
        /// The line paid its order, although the operator cannot be asked about the attempt.
        Settled = "settled",
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
            Self::AmountDiff => &[R::SurplusSetAside, R::Corrected, R::Explained],
            Self::MissingAtProvider | Self::Reversal => &[R::Explained],
            Self::FeeDiff => &[R::FeeAccepted, R::Explained],
            Self::MissingAtUs => &[R::Settled, R::ProposalAccepted, R::ToSuspense, R::Explained],
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

/// Tells movements apart that one statement has more than once, in its order: the second of a kind under a number is its second occurrence.
pub fn count_occurrences(lines: &mut [StatedLine]) {
    let mut seen: HashMap<(String, LineKind), u32> = HashMap::new();
    for line in lines {
        let count = seen.entry((line.transaction_id.clone(), line.kind)).or_insert(0);
        *count += 1;
        line.occurrence = *count;
    }
}

impl Operator {
    /// Whether there are statements of its account at all: what the cash desk took is in nobody's books but ours.
    #[must_use]
    pub const fn has_statements(self) -> bool {
        match self {
            Self::CashDesk => false,
            Self::OrangeMoney
            | Self::Wave
            | Self::PayDunya
            | Self::MtnMomo
            | Self::Gsma
            | Self::CinetPay
            | Self::MerchantCode => true,
        }
    }
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
    /// What the books have of it, or else what was asked.
    pub amount: Francs,
    pub expected_fee: Francs,
    /// Settled, or else begun.
    pub at: DateTime<Utc>,
    /// Its money is in the books: it succeeded, or it waits in suspense.
    pub is_booked: bool,
    /// Refunds of it that two people decided, without those that other lines tell already.
    pub sent_back: Vec<SentBack>,
    /// Its line stands on another day, or a person has found it.
    pub matched_elsewhere: bool,
}

/// What matching needs to know of money that a line told, that is no attempt's, and that two people decided to send back.
#[derive(Debug, Clone)]
pub struct HeldFacts {
    /// The line that told it.
    pub line: Uuid,
    /// The attempt which that line is about, if any.
    pub attempt: Option<Uuid>,
    pub transaction_id: String,
    /// Without the refunds that other lines tell already.
    pub sent_back: Vec<SentBack>,
}

/// Money that we send back ourselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBack {
    pub refund: Uuid,
    /// The operator's number of it, once a person has written it down.
    pub number: Option<String>,
    /// Above zero.
    pub amount: Francs,
    /// Written down as gone, and so in the books. Else the operator may know before us.
    pub is_done: bool,
    /// Written down on the very day that is looked at.
    pub is_of_the_day: bool,
}

impl SentBack {
    fn is_told_by(&self, amount: Francs) -> bool {
        amount.get() == -self.amount.get()
    }

    /// What the books have of it.
    const fn booked_xof(&self) -> i64 {
        if self.is_done { -self.amount.get() } else { 0 }
    }
}

/// The refunds that are left when lines of other days have told theirs.
#[must_use]
pub fn untold(mut refunds: Vec<SentBack>, told: &[Francs]) -> Vec<SentBack> {
    // What is in the books already was told first.
    refunds.sort_by_key(|refund| !refund.is_done);
    let (exact, other): (Vec<Francs>, Vec<Francs>) =
        told.iter().copied().partition(|amount| refunds.iter().any(|refund| refund.is_told_by(*amount)));
    for amount in exact.into_iter().chain(other) {
        let place = refunds.iter().position(|refund| refund.is_told_by(amount)).unwrap_or(0);
        if place < refunds.len() {
            refunds.remove(place);
        }
    }
    refunds
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
    /// The refund of ours that the line tells, or that no line tells.
    pub refund: Option<Uuid>,
    /// What the books have of the movement, in francs; negative when it went out.
    pub booked_xof: i64,
    /// Attempts this may be, for a person to decide: the same amount within a quarter of an hour.
    pub proposals: Vec<Uuid>,
}

impl Finding {
    const fn of(class: FindingClass) -> Self {
        Self {
            class,
            line: None,
            attempt: None,
            about: None,
            basis: None,
            refund: None,
            booked_xof: 0,
            proposals: Vec::new(),
        }
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

/// Holds lines against attempts. Each line and each booked attempt is in exactly one finding, as `line` or as `attempt`; but
/// an attempt whose line is known already is in none. A refund of the day that no line tells is in one of its own.
#[must_use]
pub fn reconcile(lines: &[LineFacts], attempts: &[AttemptFacts], held: &[HeldFacts]) -> Vec<Finding> {
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
                && attempt.is_booked
                && taken.insert(attempt.id)
            {
                findings.insert(place, paired(line, attempt, basis));
            }
        }
    }
    let untold = OurRefunds::of(attempts, held).find(lines, &index, &mut findings);
    for (place, line) in lines.iter().enumerate() {
        findings.entry(place).or_insert_with(|| alone(line, &index));
    }
    let mut findings: Vec<Finding> = findings.into_values().collect();
    let left: Vec<&AttemptFacts> = attempts.iter().filter(|one| one.is_booked && !taken.contains(&one.id)).collect();
    propose(&mut findings, lines, &left);
    findings.extend(left.iter().map(|attempt| Finding {
        attempt: Some(attempt.id),
        booked_xof: attempt.amount.get(),
        ..Finding::of(FindingClass::MissingAtProvider)
    }));
    findings.extend(untold);
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
    Finding {
        line: Some(line.id),
        attempt: Some(attempt.id),
        basis: Some(basis),
        booked_xof: attempt.amount.get(),
        ..Finding::of(class)
    }
}

/// Whose money a refund of ours sends back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// An attempt's.
    Attempt(Uuid),
    /// What a line told and is no attempt's.
    Held(Uuid),
}

/// The money we send back ourselves, by where it came from, as far as no line tells it yet.
struct OurRefunds<'a> {
    left: BTreeMap<Source, Vec<SentBack>>,
    held: &'a [HeldFacts],
}

impl<'a> OurRefunds<'a> {
    fn of(attempts: &[AttemptFacts], held: &'a [HeldFacts]) -> Self {
        let of_attempts = attempts.iter().map(|one| (Source::Attempt(one.id), untold(one.sent_back.clone(), &[])));
        let of_lines = held.iter().map(|one| (Source::Held(one.line), untold(one.sent_back.clone(), &[])));
        Self { left: of_attempts.chain(of_lines).collect(), held }
    }

    /// Finds their lines and gives the refunds of the day that no line tells. The operator's own number says most, then the exact amount.
    fn find(mut self, lines: &[LineFacts], index: &Index<'_>, findings: &mut BTreeMap<usize, Finding>) -> Vec<Finding> {
        for sureness in [Sureness::NumberAndAmount, Sureness::Number, Sureness::Amount, Sureness::Origin] {
            for (place, line) in lines.iter().enumerate() {
                if goes_out(line)
                    && !findings.contains_key(&place)
                    && let Some((source, refund)) = self.take(line, index, sureness)
                {
                    findings.insert(place, sent_back(line, self.attempt_of(source), &refund));
                }
            }
        }
        self.missing()
    }

    fn take(&mut self, line: &LineFacts, index: &Index<'_>, sureness: Sureness) -> Option<(Source, SentBack)> {
        let sources = match sureness {
            Sureness::NumberAndAmount | Sureness::Number => self.left.keys().copied().collect(),
            Sureness::Amount | Sureness::Origin => self.sources_of(line, index),
        };
        for source in sources {
            let refunds = self.left.get_mut(&source)?;
            let has_number = |refund: &SentBack| {
                refund.number.as_ref().is_some_and(|number| number.eq_ignore_ascii_case(&line.transaction_id))
            };
            let is_it = |refund: &SentBack| match sureness {
                Sureness::NumberAndAmount => has_number(refund) && refund.is_told_by(line.amount),
                Sureness::Number => has_number(refund),
                Sureness::Amount => refund.is_told_by(line.amount),
                // Once its number is known, a line of another number and another amount is not it.
                Sureness::Origin => matches!(source, Source::Attempt(_)) || refund.number.is_none(),
            };
            if let Some(at) = refunds.iter().position(is_it) {
                return Some((source, refunds.remove(at)));
            }
        }
        None
    }

    /// Where the money came from that this line says went back: first what is no attempt's.
    fn sources_of(&self, line: &LineFacts, index: &Index<'_>) -> Vec<Source> {
        if line.kind == LineKind::Other {
            return Vec::new();
        }
        let number = line.linked.as_ref().unwrap_or(&line.transaction_id);
        let held = self.held.iter().filter(|one| one.transaction_id == *number).map(|one| Source::Held(one.line));
        let attempt = index.taken_back_by(line).map(|attempt| Source::Attempt(attempt.id));
        held.chain(attempt).filter(|source| self.left.contains_key(source)).collect()
    }

    fn attempt_of(&self, source: Source) -> Option<Uuid> {
        match source {
            Source::Attempt(id) => Some(id),
            Source::Held(line) => self.held.iter().find(|one| one.line == line).and_then(|one| one.attempt),
        }
    }

    /// An attempt's refunds are noted together, the others one by one.
    fn missing(self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (source, refunds) in &self.left {
            let of_the_day: Vec<&SentBack> =
                refunds.iter().filter(|one| one.is_of_the_day && one.booked_xof() != 0).collect();
            match source {
                Source::Attempt(attempt) if !of_the_day.is_empty() => findings.push(Finding {
                    about: Some(*attempt),
                    booked_xof: of_the_day.iter().map(|one| one.booked_xof()).sum(),
                    ..Finding::of(FindingClass::MissingAtProvider)
                }),
                Source::Attempt(_) => {}
                Source::Held(_) => findings.extend(of_the_day.into_iter().map(|one| Finding {
                    refund: Some(one.refund),
                    booked_xof: one.booked_xof(),
                    ..Finding::of(FindingClass::MissingAtProvider)
                })),
            }
        }
        findings
    }
}

/// What a line of our own refund is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sureness {
    /// The operator's number of the refund, and the amount.
    NumberAndAmount,
    /// The operator's number of the refund.
    Number,
    /// The payment that goes back, and the amount.
    Amount,
    /// The payment that goes back.
    Origin,
}

/// Whether a line may be money that we sent back.
fn goes_out(line: &LineFacts) -> bool {
    match line.kind {
        LineKind::Refund | LineKind::Reversal => true,
        // By hand it may leave the account under any name.
        LineKind::Other => line.amount.get() < 0,
        LineKind::Payment | LineKind::Sweep | LineKind::Fee => false,
    }
}

/// The line of a refund of ours. It is never a reversal, whatever the operator calls it.
fn sent_back(line: &LineFacts, attempt: Option<Uuid>, refund: &SentBack) -> Finding {
    let class = if !refund.is_told_by(line.amount) {
        FindingClass::AmountDiff
    } else if !refund.is_done {
        // The operator says it has gone, and nobody here has written that down yet.
        FindingClass::MissingAtUs
    } else if line.fee == Francs::ZERO {
        FindingClass::Matched
    } else {
        FindingClass::FeeDiff
    };
    Finding {
        line: Some(line.id),
        about: attempt,
        basis: Some(MatchBasis::Transaction),
        refund: Some(refund.refund),
        booked_xof: refund.booked_xof(),
        ..Finding::of(class)
    }
}

/// A line that is neither the payment of an attempt in the books nor a refund of ours.
fn alone(line: &LineFacts, index: &Index<'_>) -> Finding {
    let named = index.named_by(line).map(|(attempt, _)| attempt);
    let (class, about, basis) = match line.kind {
        LineKind::Payment => match named {
            Some(attempt) if attempt.is_booked => (FindingClass::DuplicateAtProvider, Some(attempt.id), None),
            // It is ours and not known to be paid: the operator has to be asked.
            Some(attempt) => (FindingClass::MissingAtUs, Some(attempt.id), None),
            None if line.occurrence > 1 => (FindingClass::DuplicateAtProvider, None, None),
            None => (FindingClass::MissingAtUs, None, None),
        },
        LineKind::Refund => match index.taken_back_by(line) {
            // Money went back that nobody here sent.
            Some(attempt) => (FindingClass::Reversal, Some(attempt.id), None),
            None => (FindingClass::MissingAtUs, None, None),
        },
        LineKind::Reversal => (FindingClass::Reversal, index.taken_back_by(line).map(|attempt| attempt.id), None),
        // What is handed over or charged leaves the account; anything else under that name is for a person.
        LineKind::Sweep | LineKind::Fee if line.amount.get() < 0 => {
            (FindingClass::Matched, None, Some(MatchBasis::Movement))
        }
        LineKind::Sweep | LineKind::Fee | LineKind::Other => (FindingClass::MissingAtUs, None, None),
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
            is_booked: transaction.is_some(),
            sent_back: Vec::new(),
            matched_elsewhere: false,
        }
    }

    fn back_to_payer(amount: i64, is_done: bool, is_of_the_day: bool) -> SentBack {
        SentBack { refund: Uuid::from_u128(77), number: None, amount: francs(amount), is_done, is_of_the_day }
    }

    fn classes(lines: &[LineFacts], attempts: &[AttemptFacts]) -> Vec<FindingClass> {
        reconcile(lines, attempts, &[]).into_iter().map(|finding| finding.class).collect()
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
        let found = reconcile(&[named(1, "T2"), named(2, "T1")], &[paid], &[]);
        assert_eq!(found[0].class, FindingClass::DuplicateAtProvider);
        assert_eq!(found[0].about, Some(Uuid::from_u128(9)));
        assert_eq!((found[1].class, found[1].basis), (FindingClass::Matched, Some(MatchBasis::Transaction)));
    }

    #[test]
    fn what_is_only_likely_is_proposed_and_never_matched() {
        let near = attempt(9, "REF", Some("T9"));
        let found = reconcile(&[line(1, "T1", 1500)], std::slice::from_ref(&near), &[]);
        assert_eq!(found[0].class, FindingClass::MissingAtUs);
        assert_eq!(found[0].proposals, [Uuid::from_u128(9)]);
        assert_eq!(found[1].class, FindingClass::MissingAtProvider);
        let far = AttemptFacts { at: at(16), ..near };
        assert!(reconcile(&[line(1, "T1", 1500)], &[far], &[])[0].proposals.is_empty());
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
        for line in
            [back(LineKind::Reversal, Some("T1")), back(LineKind::Reversal, None), back(LineKind::Refund, Some("T1"))]
        {
            let found = reconcile(&[payment.clone(), line], std::slice::from_ref(&paid), &[]);
            assert_eq!((found[0].class, found[1].class), (FindingClass::Matched, FindingClass::Reversal));
            assert_eq!(found[1].about, Some(Uuid::from_u128(9)));
        }
    }

    #[test]
    fn what_we_sent_back_ourselves_is_no_reversal() {
        use FindingClass as C;
        let payment = line(1, "T1", 1500);
        let back = |id, kind, amount| LineFacts { kind, linked: Some("T1".into()), ..line(id, "T8", amount) };
        let told = |lines: &[LineFacts], sent: &[(i64, bool)]| {
            let refund = |(amount, is_done): &(i64, bool)| back_to_payer(*amount, *is_done, true);
            let paid = AttemptFacts { sent_back: sent.iter().map(refund).collect(), ..attempt(9, "REF", Some("T1")) };
            let lines: Vec<LineFacts> = std::iter::once(&payment).chain(lines).cloned().collect();
            let found = reconcile(&lines, &[paid], &[]);
            found.into_iter().skip(1).map(|one| (one.class, one.booked_xof)).collect::<Vec<_>>()
        };
        for kind in [LineKind::Refund, LineKind::Reversal] {
            assert_eq!(told(&[back(2, kind, -1500)], &[(1500, true)]), [(C::Matched, -1500)]);
            assert_eq!(told(&[back(2, kind, -1500)], &[(1500, false)]), [(C::MissingAtUs, 0)]);
            assert_eq!(told(&[back(2, kind, -1000)], &[(1500, true)]), [(C::AmountDiff, -1500)]);
        }
        let parts = [back(2, LineKind::Refund, -500), back(3, LineKind::Refund, -1000)];
        assert_eq!(told(&parts, &[(1000, true), (500, true)]), [(C::Matched, -500), (C::Matched, -1000)]);
        let more = [back(2, LineKind::Refund, -700), back(3, LineKind::Refund, -1500)];
        assert_eq!(told(&more, &[(1500, true)]), [(C::Reversal, 0), (C::Matched, -1500)]);
        let costly = LineFacts { fee: francs(15), ..back(2, LineKind::Refund, -1500) };
        assert_eq!(told(&[costly], &[(1500, true)]), [(C::FeeDiff, -1500)]);
        assert_eq!(told(&[], &[(1500, true)]), [(C::MissingAtProvider, -1500)]);
        assert_eq!(told(&[], &[(1500, false)]), []);
    }

    #[test]
    fn money_that_was_nobodys_goes_back_and_is_no_reversal() {
        use FindingClass as C;
        let held = |number: Option<&str>, is_done| HeldFacts {
            line: Uuid::from_u128(5),
            attempt: None,
            transaction_id: "T5".into(),
            sent_back: vec![SentBack { number: number.map(Into::into), ..back_to_payer(700, is_done, true) }],
        };
        let out = |kind, number, amount, linked: Option<&str>| LineFacts {
            kind,
            linked: linked.map(str::to_owned),
            ..line(6, number, amount)
        };
        let told = |line: LineFacts, held: HeldFacts| {
            let found = reconcile(&[line], &[], &[held]);
            found.into_iter().map(|one| (one.class, one.refund.is_some(), one.booked_xof)).collect::<Vec<_>>()
        };
        for kind in [LineKind::Refund, LineKind::Reversal] {
            assert_eq!(told(out(kind, "B1", -700, Some("T5")), held(None, true)), [(C::Matched, true, -700)]);
            assert_eq!(told(out(kind, "B1", -700, Some("T5")), held(None, false)), [(C::MissingAtUs, true, 0)]);
            assert_eq!(told(out(kind, "B1", -600, Some("T5")), held(None, true)), [(C::AmountDiff, true, -700)]);
        }
        // By the operator's number it is known under any name, and another number is another movement.
        let by_hand = |number| out(LineKind::Other, number, -700, None);
        assert_eq!(told(by_hand("H1"), held(Some("H1"), true)), [(C::Matched, true, -700)]);
        assert_eq!(
            told(by_hand("H2"), held(Some("H1"), true)),
            [(C::MissingAtUs, false, 0), (C::MissingAtProvider, true, -700)]
        );
        assert_eq!(told(out(LineKind::Reversal, "B1", -700, Some("T4")), held(None, false)), [(C::Reversal, false, 0)]);
        assert_eq!(
            told(out(LineKind::Reversal, "B1", -600, Some("T5")), held(Some("H1"), true)),
            [(C::Reversal, false, 0), (C::MissingAtProvider, true, -700)]
        );
    }

    #[test]
    fn refunds_that_other_days_tell_are_not_told_again() {
        let refund = |amount, is_done| back_to_payer(amount, is_done, false);
        let both = vec![refund(500, false), refund(500, true), refund(1000, true)];
        assert_eq!(untold(both.clone(), &[]).len(), 3);
        assert_eq!(untold(both.clone(), &[francs(-500)]), [refund(1000, true), refund(500, false)]);
        assert_eq!(untold(both, &[francs(-1), francs(-500), francs(-500)]), []);
        assert_eq!(untold(vec![], &[francs(-500)]), []);
    }

    #[test]
    fn only_what_leaves_the_account_is_handed_over_or_charged() {
        for kind in [LineKind::Sweep, LineKind::Fee] {
            let moved = |amount| LineFacts { kind, ..line(1, "T1", amount) };
            assert_eq!(classes(&[moved(-500)], &[]), [FindingClass::Matched]);
            assert_eq!(classes(&[moved(500)], &[]), [FindingClass::MissingAtUs]);
            assert_eq!(classes(&[moved(0)], &[]), [FindingClass::MissingAtUs]);
        }
    }

    #[test]
    fn money_in_suspense_is_known_money() {
        let waiting = AttemptFacts { is_booked: true, amount: francs(1000), ..attempt(9, "REF", None) };
        let named = |amount| LineFacts { reference: Some("REF".into()), ..line(1, "T1", amount) };
        assert_eq!(classes(&[named(1000)], std::slice::from_ref(&waiting)), [FindingClass::Matched]);
        assert_eq!(classes(&[named(900)], &[waiting]), [FindingClass::AmountDiff]);
    }

    #[test]
    fn the_same_movement_twice_is_counted() {
        let stated = |transaction: &str, kind| StatedLine {
            place: "1".to_owned(),
            at: at(0),
            kind,
            transaction_id: transaction.to_owned(),
            amount: francs(1500),
            fee: Francs::ZERO,
            balance: None,
            reference: None,
            linked: None,
            occurrence: 1,
            raw: Value::Null,
        };
        let kinds =
            [("T1", LineKind::Payment), ("T1", LineKind::Refund), ("T1", LineKind::Payment), ("T2", LineKind::Payment)];
        let mut lines: Vec<StatedLine> = kinds.map(|(transaction, kind)| stated(transaction, kind)).to_vec();
        count_occurrences(&mut lines);
        assert_eq!(lines.iter().map(|line| line.occurrence).collect::<Vec<_>>(), [1, 1, 2, 1]);
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
        let lost = AttemptFacts { is_booked: false, ..attempt(9, "REF", None) };
        let paid = LineFacts { reference: Some("REF".into()), ..line(1, "T1", 1500) };
        let found = reconcile(&[paid], &[lost], &[]);
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
            let refund = back_to_payer(1500, true, true);
            let attempts: Vec<AttemptFacts> = attempts.iter().zip(0_u8..).map(|((transaction, refunded), n)| AttemptFacts {
                sent_back: if *refunded { vec![refund.clone()] } else { Vec::new() },
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
            let findings = reconcile(&lines, &attempts, &[]);
            for line in &lines {
                prop_assert_eq!(findings.iter().filter(|one| one.line == Some(line.id)).count(), 1);
            }
            for attempt in attempts.iter().filter(|one| one.is_booked) {
                prop_assert_eq!(findings.iter().filter(|one| one.attempt == Some(attempt.id)).count(), 1);
            }
            for attempt in attempts.iter().filter(|one| !one.sent_back.is_empty()) {
                let told = findings.iter().filter(|one| one.about == Some(attempt.id) && one.booked_xof == -1500).count();
                prop_assert_eq!(told, 1, "a refund is told once, or missing once");
            }
            for finding in &findings {
                prop_assert!(finding.line.is_some() || finding.attempt.is_some() || finding.about.is_some());
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
