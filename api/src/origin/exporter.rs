//! A firm's standing with the agency: who may change it, from which state to which.

use crate::identity::Role;
use crate::text_enum;

use super::refusal::Refusal;

text_enum! {
    /// Whether the agency knows a firm to be what it says.
    pub enum ExporterStatus {
        /// Registered, papers not looked at yet; may prepare applications, submits none.
        Pending = "pending",
        Verified = "verified",
        /// Stopped for a time: nothing is submitted or sealed for it.
        Suspended = "suspended",
        /// Not what it says; may correct its particulars and ask again.
        Rejected = "rejected",
    }
}

text_enum! {
    /// What may happen to a firm's standing.
    pub enum ExporterAction {
        Verify = "verify",
        Suspend = "suspend",
        Reinstate = "reinstate",
        Reject = "reject",
        /// The firm corrects what does not identify it: address, telephone…
        Edit = "edit",
        /// The firm changes what the agency had verified: its name, kind or identifiers.
        ChangeIdentity = "change_identity",
    }
}

impl ExporterStatus {
    /// The state after an action. `Err` when the action has no meaning in this state.
    ///
    /// A suspended firm that is reinstated was verified before: only verified firms are suspended.
    pub fn after(self, action: ExporterAction) -> Result<Self, Refusal> {
        use ExporterAction as A;
        use ExporterStatus as S;
        let next = match (self, action) {
            (S::Pending, A::Verify) => S::Verified,
            (S::Pending, A::Reject) => S::Rejected,
            (S::Pending, A::Edit | A::ChangeIdentity) => S::Pending,
            (S::Verified, A::Suspend) => S::Suspended,
            (S::Verified, A::Edit) => S::Verified,
            (S::Verified, A::ChangeIdentity) => S::Pending,
            (S::Suspended, A::Reinstate) => S::Verified,
            (S::Suspended, A::Edit) => S::Suspended,
            // A correction is a new request to be looked at.
            (S::Rejected, A::Edit | A::ChangeIdentity) => S::Pending,
            (S::Pending, A::Suspend | A::Reinstate)
            | (S::Verified, A::Verify | A::Reinstate | A::Reject)
            // Whoever is suspended cannot slip out of it by becoming another firm.
            | (S::Suspended, A::Verify | A::Suspend | A::Reject | A::ChangeIdentity)
            | (S::Rejected, A::Verify | A::Suspend | A::Reinstate | A::Reject) => {
                return Err(Refusal::NotInThisState { state: self.as_str(), action: action.as_str() });
            }
        };
        Ok(next)
    }
}

impl ExporterAction {
    /// Who takes this action: the agency's officers, or the firm's own administrator.
    #[must_use]
    pub const fn is_for(self, role: Role) -> bool {
        match self {
            Self::Verify | Self::Suspend | Self::Reinstate | Self::Reject => {
                matches!(role, Role::Examiner | Role::Administrator)
            }
            Self::Edit | Self::ChangeIdentity => matches!(role, Role::ExporterAdministrator),
        }
    }
}

/// What this role may do to a firm in this state, in the words of the API.
#[must_use]
pub fn allowed_actions(status: ExporterStatus, role: Role) -> Vec<&'static str> {
    let offered = ExporterAction::ALL.iter().filter(|action| **action != ExporterAction::ChangeIdentity);
    offered
        .filter(|action| action.is_for(role) && status.after(**action).is_ok())
        .map(|action| action.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table_is_the_one_a_lawyer_reads() {
        let mut table = String::new();
        for state in ExporterStatus::ALL {
            for action in ExporterAction::ALL {
                let cell = state.after(*action).map_or("-", ExporterStatus::as_str);
                table.push_str(&format!("{:<10}{:<16}{cell}\n", state.as_str(), action.as_str()));
            }
        }
        println!("{table}");
        assert_eq!(
            table,
            "\
pending   verify          verified
pending   suspend         -
pending   reinstate       -
pending   reject          rejected
pending   edit            pending
pending   change_identity pending
verified  verify          -
verified  suspend         suspended
verified  reinstate       -
verified  reject          -
verified  edit            verified
verified  change_identity pending
suspended verify          -
suspended suspend         -
suspended reinstate       verified
suspended reject          -
suspended edit            suspended
suspended change_identity -
rejected  verify          -
rejected  suspend         -
rejected  reinstate       -
rejected  reject          -
rejected  edit            pending
rejected  change_identity pending
"
        );
    }

    #[test]
    fn the_agency_decides_and_the_firm_corrects() {
        assert_eq!(allowed_actions(ExporterStatus::Pending, Role::Examiner), ["verify", "reject"]);
        assert_eq!(allowed_actions(ExporterStatus::Verified, Role::Administrator), ["suspend"]);
        assert_eq!(allowed_actions(ExporterStatus::Verified, Role::ExporterAdministrator), ["edit"]);
        for role in [Role::ExporterClerk, Role::Signatory, Role::Customs, Role::Auditor] {
            assert!(ExporterStatus::ALL.iter().all(|status| allowed_actions(*status, role).is_empty()));
        }
    }
}
