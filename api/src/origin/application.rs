//! The application: what an exporter asks, and what may happen to it until it is decided.

use crate::clock::Instant;
use crate::text_enum;

text_enum! {
    /// Where an application stands.
    pub enum ApplicationStatus {
        /// The exporter writes; nobody else sees it.
        Draft = "draft",
        /// Frozen and checked; the next step follows in the same breath.
        Submitted = "submitted",
        AwaitingPayment = "awaiting_payment",
        /// Paid, in the examiners' queue.
        Queued = "queued",
        InReview = "in_review",
        /// Another body was asked.
        AwaitingOpinion = "awaiting_opinion",
        /// Back with the exporter, with reasons; the processing clock stands still.
        Returned = "returned",
        /// Favourable opinion, waiting for a signatory.
        Proposed = "proposed",
        Approved = "approved",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// Returned and never answered.
        Lapsed = "lapsed",
    }
}

text_enum! {
    /// What may be done to an application.
    pub enum ApplicationAction {
        Edit = "edit",
        Submit = "submit",
        DemandFee = "demand_fee",
        Queue = "queue",
        Claim = "claim",
        Release = "release",
        Return = "return",
        RequestOpinion = "request_opinion",
        GiveOpinion = "give_opinion",
        Propose = "propose",
        Reconsider = "reconsider",
        Approve = "approve",
        Refuse = "refuse",
        Withdraw = "withdraw",
        Lapse = "lapse",
    }
}

/// The state an action leads to; none when it is not allowed in this state.
///
/// This is the whole law of the application: `transition_table` prints it.
#[must_use]
pub const fn next(status: ApplicationStatus, action: ApplicationAction) -> Option<ApplicationStatus> {
    use ApplicationAction as A;
    use ApplicationStatus as S;
    match (status, action) {
        (S::Draft, A::Edit) => Some(S::Draft),
        (S::Returned, A::Edit) => Some(S::Returned),
        (S::Draft | S::Returned, A::Submit) => Some(S::Submitted),
        (S::Submitted, A::DemandFee) => Some(S::AwaitingPayment),
        (S::Submitted | S::AwaitingPayment, A::Queue) => Some(S::Queued),
        (S::Queued | S::InReview, A::Claim) => Some(S::InReview),
        (S::InReview, A::Release) => Some(S::Queued),
        // A signatory takes a proposed file to read it; it stays proposed.
        (S::Proposed, A::Claim | A::Release) => Some(S::Proposed),
        (S::InReview, A::Return) => Some(S::Returned),
        (S::InReview, A::RequestOpinion) => Some(S::AwaitingOpinion),
        (S::AwaitingOpinion, A::GiveOpinion) => Some(S::InReview),
        (S::InReview, A::Propose) => Some(S::Proposed),
        (S::Proposed, A::Reconsider) => Some(S::InReview),
        (S::Proposed, A::Approve) => Some(S::Approved),
        (S::InReview | S::Proposed, A::Refuse) => Some(S::Refused),
        (
            S::Draft
            | S::Submitted
            | S::AwaitingPayment
            | S::Queued
            | S::InReview
            | S::AwaitingOpinion
            | S::Returned
            | S::Proposed,
            A::Withdraw,
        ) => Some(S::Withdrawn),
        (S::Returned, A::Lapse) => Some(S::Lapsed),
        (
            S::Draft,
            A::DemandFee
            | A::Queue
            | A::Claim
            | A::Release
            | A::Return
            | A::RequestOpinion
            | A::GiveOpinion
            | A::Propose
            | A::Reconsider
            | A::Approve
            | A::Refuse
            | A::Lapse,
        )
        | (
            S::Submitted,
            A::Edit
            | A::Submit
            | A::Claim
            | A::Release
            | A::Return
            | A::RequestOpinion
            | A::GiveOpinion
            | A::Propose
            | A::Reconsider
            | A::Approve
            | A::Refuse
            | A::Lapse,
        )
        | (
            S::AwaitingPayment,
            A::Edit
            | A::Submit
            | A::DemandFee
            | A::Claim
            | A::Release
            | A::Return
            | A::RequestOpinion
            | A::GiveOpinion
            | A::Propose
            | A::Reconsider
            | A::Approve
            | A::Refuse
            | A::Lapse,
        )
        | (
            S::Queued,
            A::Edit
            | A::Submit
            | A::DemandFee
            | A::Queue
            | A::Release
            | A::Return
            | A::RequestOpinion
            | A::GiveOpinion
            | A::Propose
            | A::Reconsider
            | A::Approve
            | A::Refuse
            | A::Lapse,
        )
        | (
            S::InReview,
            A::Edit | A::Submit | A::DemandFee | A::Queue | A::GiveOpinion | A::Reconsider | A::Approve | A::Lapse,
        )
        | (
            S::AwaitingOpinion,
            A::Edit
            | A::Submit
            | A::DemandFee
            | A::Queue
            | A::Claim
            | A::Release
            | A::Return
            | A::RequestOpinion
            | A::Propose
            | A::Reconsider
            | A::Approve
            | A::Refuse
            | A::Lapse,
        )
        | (
            S::Returned,
            A::DemandFee
            | A::Queue
            | A::Claim
            | A::Release
            | A::Return
            | A::RequestOpinion
            | A::GiveOpinion
            | A::Propose
            | A::Reconsider
            | A::Approve
            | A::Refuse,
        )
        | (
            S::Proposed,
            A::Edit
            | A::Submit
            | A::DemandFee
            | A::Queue
            | A::Return
            | A::RequestOpinion
            | A::GiveOpinion
            | A::Propose
            | A::Lapse,
        )
        | (S::Approved | S::Refused | S::Withdrawn | S::Lapsed, _) => None,
    }
}

impl ApplicationStatus {
    /// Whether nothing more can happen to it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Refused | Self::Withdrawn | Self::Lapsed)
    }

    /// Whether the processing clock runs: the agency has the file, and it is paid.
    #[must_use]
    pub const fn clock_runs(self) -> bool {
        matches!(self, Self::Queued | Self::InReview | Self::AwaitingOpinion | Self::Proposed)
    }
}

/// The processing clock. It runs while the agency has the file and stands still while the exporter has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessingClock {
    pub started_at: Option<Instant>,
    pub running_since: Option<Instant>,
    /// Seconds counted before `running_since`.
    pub worked_s: i64,
    pub due_at: Option<Instant>,
}

impl ProcessingClock {
    /// The clock after a change of state at this instant. `allowed_hours` is what the agency promises.
    #[must_use]
    pub fn after(self, status: ApplicationStatus, now: Instant, allowed_hours: i64) -> Self {
        match (self.running_since, status.clock_runs()) {
            (None, true) => {
                let left = chrono::TimeDelta::hours(allowed_hours) - chrono::TimeDelta::seconds(self.worked_s);
                Self {
                    started_at: Some(self.started_at.unwrap_or(now)),
                    running_since: Some(now),
                    due_at: Some(now + left),
                    ..self
                }
            }
            (Some(_), false) => {
                let due_at = if status == ApplicationStatus::Returned { None } else { self.due_at };
                Self { running_since: None, worked_s: self.total_s(now), due_at, ..self }
            }
            (None, false) | (Some(_), true) => self,
        }
    }

    /// Seconds the agency has had the file up to this instant.
    #[must_use]
    pub fn total_s(self, now: Instant) -> i64 {
        self.worked_s + self.running_since.map_or(0, |since| (now - since).num_seconds().max(0))
    }

    /// Whether the promise is broken at this instant.
    #[must_use]
    pub fn late(self, now: Instant) -> bool {
        self.running_since.is_some() && self.due_at.is_some_and(|due| now > due)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::clock::Clock;

    /// The page one shows to a lawyer.
    pub fn transition_table() -> String {
        let mut table = String::from("| state | action | next |\n|---|---|---|\n");
        for status in ApplicationStatus::ALL {
            for action in ApplicationAction::ALL {
                if let Some(next) = next(*status, *action) {
                    table.push_str(&format!("| {status} | {action} | {next} |\n"));
                }
            }
        }
        table
    }

    #[test]
    fn the_transition_table_is_the_one_agreed_on() {
        assert_eq!(transition_table(), include_str!("application_transitions.md"));
    }

    #[test]
    fn nothing_happens_to_a_decided_application() {
        for status in ApplicationStatus::ALL.iter().filter(|s| s.is_final()) {
            assert!(ApplicationAction::ALL.iter().all(|a| next(*status, *a).is_none()), "{status}");
        }
    }

    #[test]
    fn the_clock_counts_the_agency_and_not_the_exporter() {
        let start = Clock::System.now();
        let at = |hours| start + TimeDelta::hours(hours);
        let clock = ProcessingClock { started_at: None, running_since: None, worked_s: 0, due_at: None };
        let queued = clock.after(ApplicationStatus::Queued, at(0), 48);
        let reviewed = queued.after(ApplicationStatus::InReview, at(5), 48);
        let returned = reviewed.after(ApplicationStatus::Returned, at(10), 48);
        assert_eq!((returned.worked_s, returned.due_at), (10 * 3600, None));
        assert!(!returned.late(at(900)));
        let again = returned.after(ApplicationStatus::Queued, at(100), 48);
        assert_eq!(again.due_at, Some(at(138)));
        assert_eq!(again.started_at, Some(at(0)));
        assert!(again.late(at(139)) && !again.late(at(138)));
        let decided = again.after(ApplicationStatus::Approved, at(110), 48);
        assert_eq!(decided.worked_s, 20 * 3600);
    }
}
