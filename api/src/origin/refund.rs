//! Money that goes back: who may move a refund, from where to where, and how much of a payment may go back at all.

use uuid::Uuid;

use super::money::Francs;
use super::refusal::Refusal;
use crate::text_enum;

text_enum! {
    /// Where a refund stands.
    pub enum RefundStatus {
        /// The service noticed that money has to go back; nobody has asked for it yet.
        Due = "due",
        /// A person asked for it; another one has to agree.
        Asked = "asked",
        /// Two people agree. From now on the agency owes it.
        Approved = "approved",
        /// The operator was told to send it, and its answer is not known.
        Sent = "sent",
        /// The money has gone back.
        Done = "done",
        /// It was decided that nothing goes back.
        Refused = "refused",
    }
}

text_enum! {
    /// Why money goes back.
    pub enum RefundReason {
        /// The order needed no money (any more).
        Overpayment = "overpayment",
        /// The application ended without a certificate, and it was decided to give the fee back.
        ApplicationEnded = "application_ended",
        /// The money was not what had been asked for.
        WrongMoney = "wrong_money",
        /// It belongs to no order.
        Unclaimed = "unclaimed",
    }
}

text_enum! {
    /// What is done to a refund.
    pub enum RefundAction {
        Ask = "ask",
        Approve = "approve",
        Refuse = "refuse",
        /// The operator is about to be told.
        Send = "send",
        /// The operator said no, for certain: the money is still here.
        Return = "return",
        /// The money has gone back.
        Finish = "finish",
    }
}

/// Where an action leads. Every pair is decided here and nowhere else.
///
/// # Errors
/// [`Refusal::NotInThisState`].
pub const fn next(status: RefundStatus, action: RefundAction) -> Result<RefundStatus, Refusal> {
    use RefundAction as A;
    use RefundStatus as S;
    match (status, action) {
        (S::Due, A::Ask) => Ok(S::Asked),
        (S::Asked, A::Approve) => Ok(S::Approved),
        // A decision of two is not undone by one: once approved, the money is owed.
        (S::Due | S::Asked, A::Refuse) => Ok(S::Refused),
        (S::Approved, A::Send) => Ok(S::Sent),
        (S::Sent, A::Return) => Ok(S::Approved),
        // Also without having been sent by us: a person paid it back by other means.
        (S::Approved | S::Sent, A::Finish) => Ok(S::Done),
        (S::Due, A::Approve | A::Send | A::Return | A::Finish)
        | (S::Asked, A::Ask | A::Send | A::Return | A::Finish)
        | (S::Approved, A::Ask | A::Approve | A::Refuse | A::Return)
        | (S::Sent, A::Ask | A::Approve | A::Refuse | A::Send)
        | (S::Done | S::Refused, A::Ask | A::Approve | A::Refuse | A::Send | A::Return | A::Finish) => {
            Err(Refusal::NotInThisState { state: status.as_str(), action: action.as_str() })
        }
    }
}

/// Whoever asks is not whoever approves.
///
/// # Errors
/// [`Refusal::RefundNeedsTwo`].
pub fn second_person(asked_by: Option<Uuid>, approves: Uuid) -> Result<(), Refusal> {
    if asked_by.is_some_and(|asked_by| asked_by != approves) { Ok(()) } else { Err(Refusal::RefundNeedsTwo) }
}

/// What may still go back of a payment, when so much of it has gone back or is about to.
///
/// # Errors
/// [`Refusal::RefundTooMuch`] unless `wanted` is above zero and no more than that.
pub fn within(paid: Francs, promised: Francs, wanted: Francs) -> Result<(), Refusal> {
    let left = paid.minus(promised).unwrap_or(Francs::ZERO);
    if wanted.is_positive() && wanted <= left { Ok(()) } else { Err(Refusal::RefundTooMuch) }
}

impl RefundStatus {
    /// Those that somebody still has to do something about.
    pub const OPEN: [Self; 4] = [Self::Due, Self::Asked, Self::Approved, Self::Sent];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        let mut lines = Vec::new();
        for status in RefundStatus::ALL {
            for action in RefundAction::ALL {
                if let Ok(to) = next(*status, *action) {
                    lines.push(format!("{status} --{action}--> {to}"));
                }
            }
        }
        assert_eq!(
            lines,
            [
                "due --ask--> asked",
                "due --refuse--> refused",
                "asked --approve--> approved",
                "asked --refuse--> refused",
                "approved --send--> sent",
                "approved --finish--> done",
                "sent --return--> approved",
                "sent --finish--> done",
            ]
        );
    }

    #[test]
    fn one_person_never_decides_alone() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert!(second_person(Some(one), other).is_ok());
        assert!(second_person(Some(one), one).is_err());
        assert!(second_person(None, one).is_err());
    }

    #[test]
    fn never_more_than_was_paid() {
        let francs = |n| Francs::new(n).unwrap();
        assert!(within(francs(1500), francs(0), francs(1500)).is_ok());
        assert!(within(francs(1500), francs(1000), francs(500)).is_ok());
        for (promised, wanted) in [(0, 1501), (1000, 501), (1500, 1), (0, 0), (0, -5), (2000, 1)] {
            assert!(within(francs(1500), francs(promised), francs(wanted)).is_err(), "{promised} {wanted}");
        }
    }
}
