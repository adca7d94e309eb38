//! The certificate after its seal: its record never changes, its standing does.

use chrono::NaiveDate;

use super::refusal::Refusal;
use crate::identity::Role;
use crate::text_enum;

text_enum! {
    /// Where a certificate stands.
    pub enum CertificateStatus {
        Issued = "issued",
        /// Customs of export put its visa.
        Endorsed = "endorsed",
        /// Presented at import.
        Used = "used",
        /// Not to be accepted for the time being.
        Suspended = "suspended",
        /// Authentic; another country asked for its origin to be checked.
        UnderVerification = "under_verification",
        /// Another certificate stands in its place.
        Replaced = "replaced",
        /// Given up before it was used.
        Cancelled = "cancelled",
        Revoked = "revoked",
        Expired = "expired",
    }
}

text_enum! {
    /// Where a sealing order stands.
    pub enum SealingStatus {
        /// The number is taken and the record frozen; the seal is not there yet.
        Pending = "pending",
        /// The certificate exists.
        Sealed = "sealed",
    }
}

text_enum! {
    /// What may happen to a certificate.
    pub enum CertificateAction {
        Endorse = "endorse",
        Use = "use",
        Suspend = "suspend",
        Reinstate = "reinstate",
        BeginVerification = "begin_verification",
        EndVerification = "end_verification",
        Cancel = "cancel",
        Revoke = "revoke",
        /// Its successor was sealed.
        Replace = "replace",
        Expire = "expire",
    }
}

/// What an action leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    To(CertificateStatus),
    /// To where it stood before it was suspended or put under verification.
    Back,
    No,
}

/// The law of the certificate; the test prints it.
#[must_use]
pub const fn outcome(status: CertificateStatus, action: CertificateAction) -> Outcome {
    use CertificateAction as A;
    use CertificateStatus as S;
    match (status, action) {
        (S::Issued, A::Endorse) => Outcome::To(S::Endorsed),
        (S::Issued | S::Endorsed, A::Use) => Outcome::To(S::Used),
        (S::Issued | S::Endorsed | S::Used, A::Suspend) => Outcome::To(S::Suspended),
        (S::Suspended, A::Reinstate) => Outcome::Back,
        (S::Issued | S::Endorsed | S::Used | S::Expired, A::BeginVerification) => Outcome::To(S::UnderVerification),
        (S::UnderVerification, A::EndVerification) => Outcome::Back,
        // Once customs has seen the goods leave, a certificate is no longer given up but replaced or revoked.
        (S::Issued, A::Cancel) => Outcome::To(S::Cancelled),
        // A false certificate stays false after its last day.
        (S::Issued | S::Endorsed | S::Used | S::Suspended | S::UnderVerification | S::Expired, A::Revoke) => {
            Outcome::To(S::Revoked)
        }
        (S::Issued | S::Endorsed | S::Used, A::Replace) => Outcome::To(S::Replaced),
        (S::Issued | S::Endorsed, A::Expire) => Outcome::To(S::Expired),
        (S::Issued, A::Reinstate | A::EndVerification)
        | (S::Endorsed, A::Endorse | A::Reinstate | A::EndVerification | A::Cancel)
        | (S::Used, A::Endorse | A::Use | A::Reinstate | A::EndVerification | A::Cancel | A::Expire)
        | (
            S::Suspended,
            A::Endorse
            | A::Use
            | A::Suspend
            | A::BeginVerification
            | A::EndVerification
            | A::Cancel
            | A::Replace
            | A::Expire,
        )
        | (
            S::UnderVerification,
            A::Endorse | A::Use | A::Suspend | A::Reinstate | A::BeginVerification | A::Cancel | A::Replace | A::Expire,
        )
        | (
            S::Expired,
            A::Endorse | A::Use | A::Suspend | A::Reinstate | A::EndVerification | A::Cancel | A::Replace | A::Expire,
        )
        | (S::Replaced | S::Cancelled | S::Revoked, _) => Outcome::No,
    }
}

/// A certificate's standing: its state, and the one to return to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub status: CertificateStatus,
    /// Where a suspended certificate, or one under verification, stood before.
    pub before: Option<CertificateStatus>,
    pub valid_until: Option<NaiveDate>,
}

impl Standing {
    /// What anyone should be told on this day: past its last day a certificate is expired, whether or not that was written down.
    #[must_use]
    pub fn on(self, today: NaiveDate) -> CertificateStatus {
        let over = self.valid_until.is_some_and(|last| last < today);
        match self.status {
            CertificateStatus::Issued | CertificateStatus::Endorsed if over => CertificateStatus::Expired,
            other => other,
        }
    }

    /// The standing after an action on this day.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] when the law does not know the action in this state.
    pub fn after(self, action: CertificateAction, today: NaiveDate) -> Result<Self, Refusal> {
        let now = if action == CertificateAction::Expire { self.status } else { self.on(today) };
        let refused = Refusal::NotInThisState { state: now.as_str(), action: action.as_str() };
        let status = match outcome(now, action) {
            Outcome::To(status) => status,
            Outcome::Back => self.before.ok_or(refused)?,
            Outcome::No => return Err(refused),
        };
        let pauses = matches!(status, CertificateStatus::Suspended | CertificateStatus::UnderVerification);
        Ok(Self { status, before: pauses.then_some(now), ..self })
    }
}

impl CertificateAction {
    /// Whose action it is, for those that people take through the API.
    #[must_use]
    pub const fn is_for(self, role: Role) -> bool {
        match self {
            Self::Suspend | Self::Reinstate | Self::Cancel | Self::Revoke => matches!(role, Role::Signatory),
            Self::Endorse => matches!(role, Role::Customs),
            Self::Replace => role.is_exporter(),
            Self::Use | Self::BeginVerification | Self::EndVerification | Self::Expire => false,
        }
    }
}

/// What this role may do to a certificate on this day, in the words of the API.
#[must_use]
pub fn allowed_actions(standing: Standing, role: Role, today: NaiveDate) -> Vec<&'static str> {
    let may = |action: &&CertificateAction| action.is_for(role) && standing.after(**action, today).is_ok();
    CertificateAction::ALL.iter().filter(may).map(|action| action.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_whole_table_is_the_one_a_lawyer_reads() {
        let mut table = String::new();
        for status in CertificateStatus::ALL {
            let cells = CertificateAction::ALL.iter().map(|action| match outcome(*status, *action) {
                Outcome::To(next) => format!("{action}:{next}"),
                Outcome::Back => format!("{action}:(before)"),
                Outcome::No => String::new(),
            });
            let cells: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
            table.push_str(format!("{:<19}{}", status.as_str(), cells.join(" ")).trim_end());
            table.push('\n');
        }
        println!("{table}");
        let expected = "\
issued             endorse:endorsed use:used suspend:suspended begin_verification:under_verification cancel:cancelled revoke:revoked replace:replaced expire:expired
endorsed           use:used suspend:suspended begin_verification:under_verification revoke:revoked replace:replaced expire:expired
used               suspend:suspended begin_verification:under_verification revoke:revoked replace:replaced
suspended          reinstate:(before) revoke:revoked
under_verification end_verification:(before) revoke:revoked
replaced
cancelled
revoked
expired            begin_verification:under_verification revoke:revoked
";
        assert_eq!(table, expected);
    }

    #[test]
    fn a_suspension_returns_to_where_it_began() {
        let today = day("2026-11-21");
        let standing = Standing { status: CertificateStatus::Endorsed, before: None, valid_until: None };
        let suspended = standing.after(CertificateAction::Suspend, today).unwrap();
        assert_eq!(suspended.before, Some(CertificateStatus::Endorsed));
        assert_eq!(suspended.after(CertificateAction::Reinstate, today).unwrap(), standing);
    }

    #[test]
    fn the_last_day_is_a_whole_day() {
        let valid_until = Some(day("2027-11-21"));
        let standing = Standing { status: CertificateStatus::Issued, before: None, valid_until };
        assert_eq!(standing.on(day("2027-11-21")), CertificateStatus::Issued);
        assert_eq!(standing.on(day("2027-11-22")), CertificateStatus::Expired);
        assert!(standing.after(CertificateAction::Endorse, day("2027-11-22")).is_err());
        assert!(standing.after(CertificateAction::Expire, day("2027-11-22")).is_ok());
        let revoked = Standing { status: CertificateStatus::Revoked, ..standing };
        assert_eq!(revoked.on(day("2030-01-01")), CertificateStatus::Revoked, "expiry hides nothing");
    }

    #[test]
    fn each_role_has_its_own_actions() {
        let today = day("2026-11-21");
        let standing = Standing { status: CertificateStatus::Issued, before: None, valid_until: None };
        assert_eq!(allowed_actions(standing, Role::Signatory, today), ["suspend", "cancel", "revoke"]);
        assert_eq!(allowed_actions(standing, Role::Customs, today), ["endorse"]);
        assert_eq!(allowed_actions(standing, Role::ExporterClerk, today), ["replace"]);
        assert!(allowed_actions(standing, Role::Examiner, today).is_empty());
    }
}
