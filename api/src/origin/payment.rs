//! What is owed, what was tried, and what a piece of news from an operator does to it.
//!
//! Everything here is pure. The rules it keeps:
//! * a verified success wins over every failure, at any time, and is never downgraded;
//! * a success whose amount, currency or reference differs is never a payment, whatever else is said;
//! * what is not known is called `unknown`, never `failed`.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::money::Francs;
use crate::text::Text;
use crate::text_enum;

text_enum! {
    /// A way to be paid, by a mobile-money operator that is asked over HTTP or by a person who takes money or a claim in.
    pub enum Operator {
        /// Orange Money, by its Web Payment product.
        OrangeMoney = "orange_money",
        /// Wave, by its checkout sessions.
        Wave = "wave",
        /// PayDunya, which reaches Orange Money and Moov Money in Mali.
        PayDunya = "pay_dunya",
        /// MTN MoMo Collection. Not in Mali; for agencies elsewhere.
        MtnMomo = "mtn_momo",
        /// An operator with the GSMA's Mobile Money interface, version 1.2.
        Gsma = "gsma",
        /// CinetPay.
        CinetPay = "cinet_pay",
        /// Cash, taken by an officer.
        CashDesk = "cash_desk",
        /// The Treasury's merchant code: the payer types a USSD code and claims the payment by its transaction number.
        MerchantCode = "merchant_code",
    }
}

text_enum! {
    /// Whether an operator wants to know the payer's telephone number.
    pub enum PhoneUse {
        /// It asks the payer itself, on its own page.
        None = "none",
        /// It can send its request to a telephone, or show a page.
        Optional = "optional",
        /// It sends its request to a telephone and has no page.
        Required = "required",
    }
}

text_enum! {
    /// A wallet that an operator of many wallets can send its request to.
    pub enum Wallet {
        /// Orange Money Mali.
        OrangeMoney = "orange_money",
        /// Moov Money Mali.
        MoovMoney = "moov_money",
    }
}

text_enum! {
    /// Where a fee order stands.
    pub enum FeeOrderStatus {
        /// Nothing settled yet.
        Unpaid = "unpaid",
        /// Settled by exactly one attempt.
        Paid = "paid",
        /// An authority decided that nothing is due.
        Exempted = "exempted",
        /// The application ended before it was paid.
        Cancelled = "cancelled",
        /// Money came for an order that no longer needed any; it has to go back.
        RefundDue = "refund_due",
        /// The money went back.
        Refunded = "refunded",
    }
}

text_enum! {
    /// Where one try with one operator stands.
    pub enum AttemptStatus {
        /// Written down; the operator has not answered yet.
        Created = "created",
        /// The operator has opened a session and waits for the payer.
        AwaitingPayer = "awaiting_payer",
        /// The payer confirmed; the operator is working on it.
        Processing = "processing",
        /// Paid, as an authenticated source says, with equal amount, currency and reference. Terminal.
        Succeeded = "succeeded",
        /// The operator's answer was lost: a session may or may not exist. Shown as "being verified".
        Unknown = "unknown",
        /// The operator says the payment failed.
        Failed = "failed",
        /// The session's time is over without a payment.
        Expired = "expired",
        /// It is certain that no session was opened.
        NotCreated = "not_created",
        /// Money came, but not the money that was asked for. A person has to look.
        IntegrityFailure = "integrity_failure",
    }
}

text_enum! {
    /// How far a callback may be believed before the operator has been asked.
    pub enum Trust {
        /// A signature over time and body holds.
        Signed = "signed",
        /// A shared secret was presented; anyone who saw one such request could repeat it.
        SharedSecret = "shared_secret",
        /// Nothing but the secret address and, once matched, the secret token.
        Unsigned = "unsigned",
    }
}

text_enum! {
    /// What a callback finds its attempt by.
    pub enum MatchKind {
        /// Our reference of the attempt.
        Reference = "reference",
        /// The digest of the token that was given to us when the session was opened.
        Token = "token",
        /// Money that belongs to no session of ours.
        Nothing = "nothing",
        /// A test message.
        Test = "test",
    }
}

text_enum! {
    /// Where a callback that was kept stands.
    pub enum DeliveryState {
        /// To be looked into.
        New = "new",
        /// Looked into, for an attempt.
        Done = "done",
        /// It belongs to no attempt: for a person.
        Unmatched = "unmatched",
        /// Nothing to do.
        Ignored = "ignored",
    }
}

text_enum! {
    /// Whose word a payment was taken on.
    pub enum ConfirmedBy {
        /// The operator's, asked by us.
        Query = "query",
        /// The operator's signature, because it could not be asked.
        Signature = "signature",
        /// An officer's, who took the money himself.
        Officer = "officer",
        /// The operator's statement, in which the payment was found.
        Statement = "statement",
    }
}

impl Operator {
    /// What payers call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OrangeMoney => "Orange Money",
            Self::Wave => "Wave",
            Self::PayDunya => "PayDunya",
            Self::MtnMomo => "MTN MoMo",
            Self::Gsma => "Mobile Money",
            Self::CinetPay => "CinetPay",
            Self::CashDesk => "Caisse",
            Self::MerchantCode => "Code marchand du Trésor",
        }
    }

    /// True when the operator is a system that we ask; false when a person takes the payment in.
    #[must_use]
    pub const fn is_online(self) -> bool {
        match self {
            Self::OrangeMoney | Self::Wave | Self::PayDunya | Self::MtnMomo | Self::Gsma | Self::CinetPay => true,
            Self::CashDesk | Self::MerchantCode => false,
        }
    }

    /// Whether it tells about a payment only to whoever has the token it gave when the session was opened: when that answer was lost,
    /// nobody can ask.
    #[must_use]
    pub const fn asks_for_its_token(self) -> bool {
        match self {
            Self::OrangeMoney | Self::PayDunya => true,
            Self::Wave | Self::MtnMomo | Self::Gsma | Self::CinetPay | Self::CashDesk | Self::MerchantCode => false,
        }
    }
}

impl FeeOrderStatus {
    /// Whether nothing is owed any more and no money has to go back.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        match self {
            Self::Paid | Self::Exempted => true,
            Self::Unpaid | Self::Cancelled | Self::RefundDue | Self::Refunded => false,
        }
    }
}

impl AttemptStatus {
    /// True while the payer might still pay through it, so that a second session with the same operator must not be
    /// opened.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Created | Self::AwaitingPayer | Self::Processing | Self::Unknown => true,
            Self::Succeeded | Self::Failed | Self::Expired | Self::NotCreated | Self::IntegrityFailure => false,
        }
    }

    /// The live statuses, for a query.
    pub const LIVE: [Self; 4] = [Self::Created, Self::AwaitingPayer, Self::Processing, Self::Unknown];
}

text_enum! {
    /// One piece of news about an attempt, after it was checked against what was asked.
    pub enum Evidence {
        /// The operator opened a session for us.
        SessionOpened = "session_opened",
        /// The operator refused to open one; certain.
        CreationRefused = "creation_refused",
        /// The request to open one was sent and its answer never came, or made no sense.
        AnswerLost = "answer_lost",
        /// The operator, asked by our reference, knows of no session.
        NotFound = "not_found",
        /// The operator says: waiting for the payer.
        Waiting = "waiting",
        /// The operator says: the payer confirmed, in progress.
        InProgress = "in_progress",
        /// The operator says: failed.
        Declined = "declined",
        /// The operator says: the session's time is over.
        TimedOut = "timed_out",
        /// The longest life of a session is over and the operator offers no way to ask about this one.
        WindowClosed = "window_closed",
        /// Verified success, with the amount, the currency and the reference that were asked for.
        Paid = "paid",
        /// Verified success of something else: other amount, other currency, other reference, or a transaction that
        /// already paid another attempt.
        PaidOtherwise = "paid_otherwise",
    }
}

/// What a piece of news does to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// The status stays as it is.
    Stay,
    /// The status changes; no money is involved.
    Move(AttemptStatus),
    /// The attempt is paid. `late` when it had already been given up.
    Succeed { late: bool },
    /// Money came that was not asked for: to suspense, and to a person.
    Quarantine,
}

impl Transition {
    /// The status after the transition, given the one before.
    #[must_use]
    pub const fn status_after(self, before: AttemptStatus) -> AttemptStatus {
        match self {
            Self::Stay => before,
            Self::Move(status) => status,
            Self::Succeed { .. } => AttemptStatus::Succeeded,
            Self::Quarantine => AttemptStatus::IntegrityFailure,
        }
    }
}

/// What `evidence` does to an attempt in `status`. The whole machine: every pair is decided here and nowhere else.
#[must_use]
pub const fn transition(status: AttemptStatus, evidence: Evidence) -> Transition {
    use AttemptStatus as S;
    use Evidence as E;
    use Transition::{Move, Quarantine, Stay, Succeed};
    match (status, evidence) {
        // A success is never downgraded: what comes after it is another payment or a refund, with rows of their own.
        (
            S::Succeeded,
            E::SessionOpened
            | E::CreationRefused
            | E::AnswerLost
            | E::NotFound
            | E::Waiting
            | E::InProgress
            | E::Declined
            | E::TimedOut
            | E::WindowClosed
            | E::Paid
            | E::PaidOtherwise,
        ) => Stay,

        // A verified success always wins.
        (S::Created | S::AwaitingPayer | S::Processing | S::Unknown, E::Paid) => Succeed { late: false },
        (S::Failed | S::Expired | S::NotCreated | S::IntegrityFailure, E::Paid) => Succeed { late: true },

        // The wrong money is never a payment, and never hidden behind a failure.
        (
            S::Created | S::AwaitingPayer | S::Processing | S::Unknown | S::Failed | S::Expired | S::NotCreated,
            E::PaidOtherwise,
        ) => Quarantine,
        (S::IntegrityFailure, E::PaidOtherwise) => Stay,

        // Opening the session.
        (S::Created | S::Unknown, E::SessionOpened | E::Waiting) => Move(S::AwaitingPayer),
        (S::Created | S::Unknown, E::CreationRefused) => Move(S::NotCreated),
        (S::Created, E::AnswerLost) => Move(S::Unknown),
        (S::Unknown, E::AnswerLost) => Stay,
        // Only after the answer was given up may "no such session" mean that none was opened: before, the request may
        // still be under way.
        (S::Unknown, E::NotFound) => Move(S::NotCreated),
        (S::Created, E::NotFound | E::WindowClosed) => Stay,
        (S::Unknown, E::WindowClosed) => Move(S::Expired),

        // The payer's turn.
        (S::Created | S::Unknown | S::AwaitingPayer, E::InProgress) => Move(S::Processing),
        (S::Created | S::Unknown | S::AwaitingPayer | S::Processing, E::Declined) => Move(S::Failed),
        (S::Created | S::Unknown | S::AwaitingPayer | S::Processing, E::TimedOut) => Move(S::Expired),

        // An open session cannot be refused, lost or not found afterwards; whoever says so is asked again later. A
        // payer's confirmation is not taken back either: the operator's next word is awaited.
        (
            S::AwaitingPayer,
            E::SessionOpened | E::CreationRefused | E::AnswerLost | E::NotFound | E::Waiting | E::WindowClosed,
        )
        | (
            S::Processing,
            E::SessionOpened
            | E::CreationRefused
            | E::AnswerLost
            | E::NotFound
            | E::Waiting
            | E::InProgress
            | E::WindowClosed,
        ) => Stay,

        // What was given up stays given up, until money proves otherwise: the payer may have opened another session
        // meanwhile.
        (
            S::Failed | S::Expired | S::NotCreated | S::IntegrityFailure,
            E::SessionOpened
            | E::CreationRefused
            | E::AnswerLost
            | E::NotFound
            | E::Waiting
            | E::InProgress
            | E::Declined
            | E::TimedOut
            | E::WindowClosed,
        ) => Stay,
    }
}

/// What settling an attempt does to its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The order was open: this attempt pays it.
    Settles,
    /// The order needs no money (any more): the attempt's money is an overpayment, to be refunded. The order's
    /// status becomes the one given.
    Overpays(FeeOrderStatus),
}

/// What one more verified payment means for an order in `status`.
#[must_use]
pub const fn settlement(status: FeeOrderStatus) -> Settlement {
    use FeeOrderStatus as S;
    match status {
        S::Unpaid => Settlement::Settles,
        // The order itself stays good: only the surplus goes back.
        S::Paid => Settlement::Overpays(S::Paid),
        S::Exempted => Settlement::Overpays(S::Exempted),
        S::Cancelled | S::RefundDue | S::Refunded => Settlement::Overpays(S::RefundDue),
    }
}

text_enum! {
    /// Why an attempt is where it is, in words a payer understands. The operator's own code is kept beside it.
    pub enum ReasonCode {
        InsufficientFunds = "insufficient_funds",
        LimitReached = "limit_reached",
        NumberNotRegistered = "number_not_registered",
        Refused = "refused",
        Expired = "expired",
        ServiceUnavailable = "service_unavailable",
        BeingVerified = "being_verified",
        AmountDiffers = "amount_differs",
        CurrencyDiffers = "currency_differs",
        ReferenceDiffers = "reference_differs",
        TransactionReused = "transaction_reused",
    }
}

impl ReasonCode {
    /// The reason behind an operator's own code for a failed try.
    #[must_use]
    pub fn of_operator(code: &str) -> Self {
        let code = code.to_ascii_lowercase().replace('_', "-");
        if code.contains("insufficient") || code.contains("not-enough") {
            Self::InsufficientFunds
        } else if code.contains("limit") {
            Self::LimitReached
        } else if code.contains("not-registered") || code.contains("not-found") {
            Self::NumberNotRegistered
        } else if code.contains("unavailable") || code.contains("internal") {
            Self::ServiceUnavailable
        } else {
            Self::Refused
        }
    }

    /// The reason behind the first of the fields that differ.
    #[must_use]
    pub fn of_difference(field: &str) -> Self {
        match field {
            "amount" => Self::AmountDiffers,
            "currency" => Self::CurrencyDiffers,
            _ => Self::ReferenceDiffers,
        }
    }

    /// The sentence the payer reads.
    #[must_use]
    pub fn sentence(self) -> Text {
        match self {
            Self::InsufficientFunds => Text::new(
                "Le solde du compte ne suffit pas. Rechargez-le ou payez avec un autre opérateur.",
                "The account's balance is too low. Top it up or pay with another operator.",
            ),
            Self::LimitReached => Text::new(
                "Le plafond du compte est atteint. Payez avec un autre compte ou un autre opérateur.",
                "The account's limit is reached. Pay with another account or another operator.",
            ),
            Self::NumberNotRegistered => Text::new(
                "Ce numéro n'a pas de compte chez cet opérateur.",
                "This number has no account with this operator.",
            ),
            Self::Refused => Text::new(
                "Le paiement n'a pas été confirmé. Rien n'a été prélevé.",
                "The payment was not confirmed. Nothing was taken.",
            ),
            Self::Expired => Text::new(
                "Le délai de confirmation est passé. Vous pouvez recommencer.",
                "The time to confirm is over. You can start again.",
            ),
            Self::ServiceUnavailable => Text::new(
                "L'opérateur n'est pas joignable pour le moment. Recommencez ou choisissez un autre opérateur.",
                "The operator cannot be reached at the moment. Try again or choose another operator.",
            ),
            Self::BeingVerified => Text::new(
                "Paiement en cours de vérification auprès de l'opérateur. Ne payez pas une seconde fois.",
                "The payment is being verified with the operator. Do not pay a second time.",
            ),
            Self::AmountDiffers | Self::CurrencyDiffers | Self::ReferenceDiffers | Self::TransactionReused => {
                Text::new(
                    "Ce que l'opérateur a reçu ne correspond pas à ce qui était demandé. Un agent examine le paiement.",
                    "What the operator received is not what was asked for. An officer is looking into the payment.",
                )
            }
        }
    }
}

/// What was asked of the operator, to hold its answer against.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The fee.
    pub amount: Francs,
    /// ISO 4217 code; `OUV` only with Orange's sandbox.
    pub currency: &'a str,
    /// Our reference of the attempt.
    pub reference: &'a str,
}

/// What an authenticated answer states about a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Whole francs. `None` only where the operator does not repeat the amount because the question was bound to it.
    pub amount: Option<Francs>,
    /// ISO 4217 code. `None` as for the amount.
    pub currency: Option<String>,
    /// Our reference, as the operator repeats it.
    pub reference: Option<String>,
}

impl Stated {
    /// Whether it states everything that was asked, and nothing else: what a signature alone must cover.
    #[must_use]
    pub fn is_all_of(&self, asked: &Asked<'_>) -> bool {
        self.amount.is_some()
            && self.currency.is_some()
            && self.reference.is_some()
            && differences(asked, self).is_empty()
    }
}

/// The names of the fields in which `stated` differs from `asked`; empty when a success may be believed.
#[must_use]
pub fn differences(asked: &Asked<'_>, stated: &Stated) -> Vec<&'static str> {
    let mut fields = Vec::new();
    if stated.amount.is_some_and(|amount| amount != asked.amount) {
        fields.push("amount");
    }
    if stated.currency.as_deref().is_some_and(|currency| currency != asked.currency) {
        fields.push("currency");
    }
    if stated.reference.as_deref().is_some_and(|reference| reference != asked.reference) {
        fields.push("reference");
    }
    fields
}

/// Seconds after creation at which an attempt is asked about, then once a day until the seventh day.
const POLL_AFTER_S: [i64; 14] = [20, 40, 60, 120, 180, 300, 480, 720, 1_200, 1_800, 3_600, 10_800, 43_200, 86_400];
/// Days on which an attempt that failed or expired is asked about again: a payer may have confirmed late.
const TAIL_DAYS: [i64; 3] = [1, 3, 7];
/// Nobody is asked any more after this many days.
const LAST_DAY: i64 = 7;
const DAY_S: i64 = 86_400;
/// A spread of more than this, in milliseconds, would only make people wait.
const WIDEST_SPREAD_MS: i64 = 300_000;

/// When to ask the operator next about an attempt made at `created_at`, seen at `now`; `None` when never again.
///
/// `jitter_permille` in −200..=200 moves the moment by as many thousandths of the wait, at most five minutes, so that attempts made in the same second are
/// not asked about in the same second. It is an argument because nothing here may be random.
#[must_use]
pub fn next_poll(
    status: AttemptStatus,
    created_at: DateTime<Utc>,
    now: DateTime<Utc>,
    jitter_permille: i64,
) -> Option<DateTime<Utc>> {
    let age_s = (now - created_at).num_seconds().max(0);
    let due_s = match status {
        AttemptStatus::Succeeded => None,
        AttemptStatus::Created | AttemptStatus::AwaitingPayer | AttemptStatus::Processing | AttemptStatus::Unknown => {
            POLL_AFTER_S.into_iter().chain((2..=LAST_DAY).map(|day| day * DAY_S)).find(|due| *due > age_s)
        }
        AttemptStatus::Failed
        | AttemptStatus::Expired
        | AttemptStatus::NotCreated
        | AttemptStatus::IntegrityFailure => TAIL_DAYS.into_iter().map(|day| day * DAY_S).find(|due| *due > age_s),
    }?;
    let wait_ms = (due_s - age_s).max(1) * 1_000;
    let spread_ms = (wait_ms * jitter_permille.clamp(-200, 200) / 1_000).clamp(-WIDEST_SPREAD_MS, WIDEST_SPREAD_MS);
    Some(now + TimeDelta::milliseconds((wait_ms + spread_ms).max(1_000)))
}

/// Minutes after which a callback that matched no attempt is tried again: the attempt's own answer may still be under
/// way. After the last one a person has to look.
const REMATCH_AFTER_MIN: [i64; 4] = [1, 5, 30, 360];

/// When to look again for the attempt of a callback that has matched none `tries` times; `None` when given up.
#[must_use]
pub fn next_rematch(tries: i64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let index = usize::try_from(tries.max(1) - 1).ok()?;
    REMATCH_AFTER_MIN.get(index).map(|minutes| now + TimeDelta::minutes(*minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The table one shows to the treasurer. `late` marks a success after the attempt had been given up.
    const TABLE: &str = "\
created           session_opened    awaiting_payer
created           creation_refused  not_created
created           answer_lost       unknown
created           not_found         ·
created           waiting           awaiting_payer
created           in_progress       processing
created           declined          failed
created           timed_out         expired
created           window_closed     ·
created           paid              succeeded
created           paid_otherwise    integrity_failure
awaiting_payer    session_opened    ·
awaiting_payer    creation_refused  ·
awaiting_payer    answer_lost       ·
awaiting_payer    not_found         ·
awaiting_payer    waiting           ·
awaiting_payer    in_progress       processing
awaiting_payer    declined          failed
awaiting_payer    timed_out         expired
awaiting_payer    window_closed     ·
awaiting_payer    paid              succeeded
awaiting_payer    paid_otherwise    integrity_failure
processing        session_opened    ·
processing        creation_refused  ·
processing        answer_lost       ·
processing        not_found         ·
processing        waiting           ·
processing        in_progress       ·
processing        declined          failed
processing        timed_out         expired
processing        window_closed     ·
processing        paid              succeeded
processing        paid_otherwise    integrity_failure
succeeded         session_opened    ·
succeeded         creation_refused  ·
succeeded         answer_lost       ·
succeeded         not_found         ·
succeeded         waiting           ·
succeeded         in_progress       ·
succeeded         declined          ·
succeeded         timed_out         ·
succeeded         window_closed     ·
succeeded         paid              ·
succeeded         paid_otherwise    ·
unknown           session_opened    awaiting_payer
unknown           creation_refused  not_created
unknown           answer_lost       ·
unknown           not_found         not_created
unknown           waiting           awaiting_payer
unknown           in_progress       processing
unknown           declined          failed
unknown           timed_out         expired
unknown           window_closed     expired
unknown           paid              succeeded
unknown           paid_otherwise    integrity_failure
failed            session_opened    ·
failed            creation_refused  ·
failed            answer_lost       ·
failed            not_found         ·
failed            waiting           ·
failed            in_progress       ·
failed            declined          ·
failed            timed_out         ·
failed            window_closed     ·
failed            paid              succeeded late
failed            paid_otherwise    integrity_failure
expired           session_opened    ·
expired           creation_refused  ·
expired           answer_lost       ·
expired           not_found         ·
expired           waiting           ·
expired           in_progress       ·
expired           declined          ·
expired           timed_out         ·
expired           window_closed     ·
expired           paid              succeeded late
expired           paid_otherwise    integrity_failure
not_created       session_opened    ·
not_created       creation_refused  ·
not_created       answer_lost       ·
not_created       not_found         ·
not_created       waiting           ·
not_created       in_progress       ·
not_created       declined          ·
not_created       timed_out         ·
not_created       window_closed     ·
not_created       paid              succeeded late
not_created       paid_otherwise    integrity_failure
integrity_failure session_opened    ·
integrity_failure creation_refused  ·
integrity_failure answer_lost       ·
integrity_failure not_found         ·
integrity_failure waiting           ·
integrity_failure in_progress       ·
integrity_failure declined          ·
integrity_failure timed_out         ·
integrity_failure window_closed     ·
integrity_failure paid              succeeded late
integrity_failure paid_otherwise    ·
";

    fn cell(status: AttemptStatus, evidence: Evidence) -> String {
        match transition(status, evidence) {
            Transition::Stay => "·".to_owned(),
            Transition::Move(to) => to.as_str().to_owned(),
            Transition::Succeed { late: false } => "succeeded".to_owned(),
            Transition::Succeed { late: true } => "succeeded late".to_owned(),
            Transition::Quarantine => "integrity_failure".to_owned(),
        }
    }

    #[test]
    fn every_pair_is_in_the_table() {
        let mut table = String::new();
        for status in AttemptStatus::ALL {
            for evidence in Evidence::ALL {
                let line = format!("{:<18}{:<18}{}", status.as_str(), evidence.as_str(), cell(*status, *evidence));
                table.push_str(line.trim_end());
                table.push('\n');
            }
        }
        println!("{table}");
        assert_eq!(table, TABLE);
    }

    fn any_status() -> impl Strategy<Value = AttemptStatus> {
        proptest::sample::select(AttemptStatus::ALL)
    }

    fn any_news() -> impl Strategy<Value = Evidence> {
        proptest::sample::select(Evidence::ALL)
    }

    fn told(start: AttemptStatus, news: &[Evidence]) -> AttemptStatus {
        news.iter().fold(start, |status, evidence| transition(status, *evidence).status_after(status))
    }

    proptest! {
        #[test]
        fn a_success_survives_any_news(news in proptest::collection::vec(any_news(), 0..20)) {
            prop_assert_eq!(told(AttemptStatus::Succeeded, &news), AttemptStatus::Succeeded);
        }

        #[test]
        fn a_verified_success_wins_whatever_came_before_and_after(
            start in any_status(),
            before in proptest::collection::vec(any_news(), 0..20),
            after in proptest::collection::vec(any_news(), 0..20),
        ) {
            let news = [before, vec![Evidence::Paid], after].concat();
            prop_assert_eq!(told(start, &news), AttemptStatus::Succeeded);
        }

        #[test]
        fn money_is_taken_only_for_a_verified_success(start in any_status(), evidence in any_news()) {
            let succeeded = matches!(transition(start, evidence), Transition::Succeed { .. });
            prop_assert_eq!(succeeded, evidence == Evidence::Paid && start != AttemptStatus::Succeeded);
        }

        #[test]
        fn nothing_given_up_comes_back_to_life_without_money(start in any_status(), evidence in any_news()) {
            let after = transition(start, evidence).status_after(start);
            prop_assert!(start.is_live() || !after.is_live());
        }

        #[test]
        fn only_an_operator_s_word_makes_a_failure(start in any_status(), evidence in any_news()) {
            let after = transition(start, evidence).status_after(start);
            if after != start && after == AttemptStatus::Failed {
                prop_assert_eq!(evidence, Evidence::Declined);
            }
        }

        #[test]
        fn polls_come_later_than_now_and_end(age_s in 0_i64..30 * DAY_S, jitter in -200_i64..=200, status in any_status()) {
            let created: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().unwrap();
            let now = created + TimeDelta::seconds(age_s);
            let next = next_poll(status, created, now, jitter);
            prop_assert!(next.is_none_or(|at| at > now && at <= now + TimeDelta::days(5)));
            prop_assert!(age_s < LAST_DAY * DAY_S || next.is_none());
        }
    }

    #[test]
    fn a_second_payment_never_settles() {
        let settling: Vec<_> =
            FeeOrderStatus::ALL.iter().filter(|status| settlement(**status) == Settlement::Settles).collect();
        assert_eq!(settling, [&FeeOrderStatus::Unpaid]);
    }

    #[test]
    fn what_differs_is_named() {
        let asked = Asked { amount: Francs::new(1500).unwrap(), currency: "XOF", reference: "A" };
        let equal =
            Stated { amount: Some(asked.amount), currency: Some("XOF".to_owned()), reference: Some("A".to_owned()) };
        assert!(differences(&asked, &equal).is_empty());
        assert!(differences(&asked, &Stated::default()).is_empty());
        let other =
            Stated { amount: Francs::new(1).ok(), currency: Some("OUV".to_owned()), reference: Some("B".to_owned()) };
        assert_eq!(differences(&asked, &other), ["amount", "currency", "reference"]);
    }

    #[test]
    fn a_fresh_attempt_is_asked_about_within_half_a_minute_and_for_a_week() {
        let created: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().unwrap();
        let mut now = created;
        let mut seconds = Vec::new();
        while let Some(next) = next_poll(AttemptStatus::AwaitingPayer, created, now, 0) {
            now = next;
            seconds.push((now - created).num_seconds());
        }
        assert_eq!(seconds[..4], [20, 40, 60, 120]);
        assert_eq!(seconds.last(), Some(&(7 * DAY_S)));
        assert_eq!(seconds.len(), 20);
    }

    #[test]
    fn a_callback_without_attempt_is_matched_again_four_times() {
        let now: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().unwrap();
        let minutes: Vec<_> =
            (1..=5).map(|tries| next_rematch(tries, now).map(|at| (at - now).num_minutes())).collect();
        assert_eq!(minutes, [Some(1), Some(5), Some(30), Some(360), None]);
    }
}
