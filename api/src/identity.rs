//! Who may do what. Knows nobody: no database, no HTTP, no clock.

use uuid::Uuid;

use crate::text_enum;

text_enum! {
    /// What a person is in the service. One account has one role, so that toxic pairs cannot meet in one person's session.
    pub enum Role {
        ExporterAdministrator = "exporter_administrator",
        ExporterClerk = "exporter_clerk",
        Examiner = "examiner",
        Signatory = "signatory",
        Treasurer = "treasurer",
        Director = "director",
        Customs = "customs",
        Auditor = "auditor",
        Administrator = "administrator",
    }
}

text_enum! {
    /// Whether an account may be used.
    pub enum AccountStatus { Active = "active", Suspended = "suspended" }
}

impl Role {
    /// Someone of an exporting firm, who sees that firm's records and no others.
    #[must_use]
    pub const fn is_exporter(self) -> bool {
        matches!(self, Self::ExporterAdministrator | Self::ExporterClerk)
    }

    /// Someone of the agency or of customs, whose account an administrator makes.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        !self.is_exporter()
    }

    /// Whether this role may do this kind of thing at all. Which record is a second question.
    #[must_use]
    pub const fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match permission {
            P::KeepAccount | P::BeSignedIn => true,
            P::RegisterFirm | P::ManageMembers => matches!(self, Self::ExporterAdministrator),
            P::Apply | P::Pay => self.is_exporter(),
            P::ReadApplications => !matches!(self, Self::Customs | Self::Administrator),
            P::Examine => matches!(self, Self::Examiner),
            P::Sign => matches!(self, Self::Signatory),
            P::TakeFiles => matches!(self, Self::Examiner | Self::Signatory),
            P::WorkQueues => {
                matches!(self, Self::Examiner | Self::Signatory | Self::Director | Self::Auditor | Self::Treasurer)
            }
            P::ReadExporters => matches!(
                self,
                Self::Examiner
                    | Self::Signatory
                    | Self::Director
                    | Self::Auditor
                    | Self::Administrator
                    | Self::Treasurer
            ),
            P::VerifyExporters => matches!(self, Self::Examiner | Self::Administrator),
            P::ReadCertificates => !matches!(self, Self::Administrator),
            P::Endorse => matches!(self, Self::Customs),
            P::SeePayment => !matches!(self, Self::Customs),
            P::ReadPayments => matches!(self, Self::Treasurer | Self::Director | Self::Auditor | Self::Administrator),
            P::ReadBooks => matches!(self, Self::Treasurer | Self::Director | Self::Auditor),
            P::KeepBooks => matches!(self, Self::Treasurer),
            P::ApproveRefund => matches!(self, Self::Treasurer | Self::Director),
            P::Reconcile => matches!(self, Self::Treasurer | Self::Director),
            P::Steer => {
                matches!(self, Self::Director | Self::Administrator | Self::Auditor | Self::Treasurer | Self::Signatory)
            }
            P::ReadAudit => matches!(self, Self::Auditor | Self::Administrator | Self::Director),
            P::CheckAudit => matches!(self, Self::Auditor | Self::Administrator),
            P::ManageAccounts | P::ManageRules => matches!(self, Self::Administrator),
        }
    }
}

/// The kinds of things a role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Look after one's own account: read it, change its password, enrol in the second factor, sign out.
    KeepAccount,
    BeSignedIn,
    RegisterFirm,
    ManageMembers,
    Apply,
    Pay,
    ReadApplications,
    Examine,
    Sign,
    /// Hold a file while working on it.
    TakeFiles,
    WorkQueues,
    ReadExporters,
    VerifyExporters,
    ReadCertificates,
    Endorse,
    ReadPayments,
    /// The ledger, the quittances, the refunds and the receipts of a day.
    ReadBooks,
    /// Take cash, ask for refunds and carry them out, cancel quittances.
    KeepBooks,
    /// Be the second person of a refund.
    ApproveRefund,
    /// One order or attempt: one's own firm's, or any for the agency.
    SeePayment,
    /// Import statements, work on what differs, close days. Two roles, because some of it takes two people.
    Reconcile,
    Steer,
    ReadAudit,
    CheckAudit,
    ManageAccounts,
    ManageRules,
}

/// The person who acts, as the access token and the session say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account_id: Uuid,
    pub session_id: Uuid,
    pub role: Role,
    /// The firm whose records this person sees; none for staff and for a firm not yet registered.
    pub exporter_id: Option<Uuid>,
}

impl Actor {
    /// Whether this person may see records of this firm.
    #[must_use]
    pub fn sees_exporter(&self, exporter_id: Uuid) -> bool {
        self.role.is_staff() || self.exporter_id == Some(exporter_id)
    }
}
