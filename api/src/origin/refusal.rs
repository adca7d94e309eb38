//! Why the law of the house says no. A closed list with stable codes; the screen shows the sentence.

use crate::text::Text;

/// A lawful action asked at the wrong time, by the wrong person, or against a rule that never bends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The record's state does not allow this action.
    NotInThisState {
        state: &'static str,
        action: &'static str,
    },
    /// Examiner and signatory are two different people, always.
    SamePerson,
    /// Somebody else holds the file.
    HeldBy {
        name: String,
    },
    /// Nobody holds the file; take it first.
    NotHeld,
    ExporterNotVerified,
    ExporterSuspended,
    FeeNotSettled,
    SchemeNotActive,
    ExportForbidden {
        source: String,
    },
    ChecklistIncomplete,
    NoFeeForScheme,
    TooManyReturns,
    AttemptLive,
    OrderNotPayable,
    /// The money found is not what the order asks for.
    AmountNotDue,
    OperatorUnavailable,
    AlreadyReplaced,
    AlreadyRegistered,
    DocumentLocked,
    TooManyDocuments,
    /// A firm has room for so many people and no more.
    TooManyMembers,
    OwnAccount,
    AccountSuspended,
    /// Whoever asks for a refund is not whoever approves it.
    RefundNeedsTwo,
    /// More would go back than was paid.
    RefundTooMuch,
    /// The fee was due and earned: there is nothing to give back.
    NotRefundable,
    /// The operator has no call for it: a person sends the money back and records the operator's reference.
    RefundByHand,
    /// Nothing was paid.
    NotPaid,
    /// The quittance is cancelled already, or is itself a counter-entry.
    QuittanceClosed,
    /// A statement with faulty cells is not imported.
    StatementHasFaults,
    /// Movements of the statement are known with another amount or day.
    StatementContradicts,
    /// The statement does not read as it did when it was shown.
    StatementReadsOtherwise,
    /// The day still runs, or lies ahead.
    DayNotOver,
    /// An earlier day with movements is still open.
    EarlierDayOpen,
    DayClosed,
    /// Lines of the day still differ without a reason.
    DayDoesNotBalance,
    /// No statement of the day was imported.
    NoStatementOfDay,
    /// Whoever put the money into suspense is not whoever takes it out, and whoever brought the statement in not whoever decides what its
    /// lines pay.
    SecondPersonNeeded,
    /// The order already has a claim under way.
    ClaimUnderWay,
    /// One transaction pays one order.
    TransactionUsed,
    /// The money is on its way back to whoever sent it.
    MoneyGoesBack,
    /// No statement bears the claim out yet.
    ClaimNotBorneOut,
    /// The slip's number was recorded before.
    SlipKnown,
    /// The transfers do not add up to the deposit.
    DepositDiffers,
    /// An idempotency key was used for another request.
    KeyReused,
}

impl Refusal {
    /// The stable code on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotInThisState { .. } => "not_in_this_state",
            Self::SamePerson => "same_person",
            Self::HeldBy { .. } => "held_by_another",
            Self::NotHeld => "not_held",
            Self::ExporterNotVerified => "exporter_not_verified",
            Self::ExporterSuspended => "exporter_suspended",
            Self::FeeNotSettled => "fee_not_settled",
            Self::SchemeNotActive => "scheme_not_active",
            Self::ExportForbidden { .. } => "export_forbidden",
            Self::ChecklistIncomplete => "checklist_incomplete",
            Self::NoFeeForScheme => "no_fee_for_scheme",
            Self::TooManyReturns => "too_many_returns",
            Self::AttemptLive => "attempt_live",
            Self::OrderNotPayable => "order_not_payable",
            Self::AmountNotDue => "amount_not_due",
            Self::OperatorUnavailable => "operator_unavailable",
            Self::AlreadyReplaced => "already_replaced",
            Self::AlreadyRegistered => "already_registered",
            Self::DocumentLocked => "document_locked",
            Self::TooManyDocuments => "too_many_documents",
            Self::TooManyMembers => "too_many_members",
            Self::OwnAccount => "own_account",
            Self::AccountSuspended => "account_suspended",
            Self::RefundNeedsTwo => "refund_needs_two",
            Self::RefundTooMuch => "refund_too_much",
            Self::NotRefundable => "not_refundable",
            Self::RefundByHand => "refund_by_hand",
            Self::NotPaid => "not_paid",
            Self::QuittanceClosed => "quittance_closed",
            Self::StatementHasFaults => "statement_has_faults",
            Self::StatementContradicts => "statement_contradicts",
            Self::StatementReadsOtherwise => "statement_reads_otherwise",
            Self::DayNotOver => "day_not_over",
            Self::EarlierDayOpen => "earlier_day_open",
            Self::DayClosed => "day_closed",
            Self::DayDoesNotBalance => "day_does_not_balance",
            Self::NoStatementOfDay => "no_statement_of_day",
            Self::SecondPersonNeeded => "second_person_needed",
            Self::ClaimUnderWay => "claim_under_way",
            Self::TransactionUsed => "transaction_used",
            Self::MoneyGoesBack => "money_goes_back",
            Self::ClaimNotBorneOut => "claim_not_borne_out",
            Self::SlipKnown => "slip_known",
            Self::DepositDiffers => "deposit_differs",
            Self::KeyReused => "idempotency_key_reused",
        }
    }

    /// The sentence a person reads.
    #[must_use]
    pub fn sentence(&self) -> Text {
        match self {
            Self::NotInThisState { .. } => Text::new(
                "Cette action n'est plus possible : le dossier a changé d'état.",
                "This action is no longer possible: the file has changed state.",
            ),
            Self::SamePerson => Text::new(
                "La personne qui a instruit le dossier ne peut pas le signer.",
                "The person who examined the file may not sign it.",
            ),
            Self::HeldBy { name } => {
                Text::new(format!("Le dossier est tenu par {name}."), format!("{name} holds this file."))
            }
            Self::NotHeld => Text::new("Prenez d'abord le dossier en charge.", "Take the file first."),
            Self::ExporterNotVerified => Text::new(
                "L'exportateur n'est pas encore vérifié par l'agence.",
                "The exporter has not been verified by the agency yet.",
            ),
            Self::ExporterSuspended => Text::new("L'exportateur est suspendu.", "The exporter is suspended."),
            Self::FeeNotSettled => Text::new("Les frais ne sont pas réglés.", "The fee is not settled."),
            Self::SchemeNotActive => Text::new(
                "Aucun certificat n'est délivré sous ce régime aujourd'hui.",
                "No certificate is issued under this scheme today.",
            ),
            Self::ExportForbidden { source } => Text::new(
                format!("L'exportation de ces produits est interdite ou suspendue ({source})."),
                format!("Exporting these products is forbidden or suspended ({source})."),
            ),
            Self::ChecklistIncomplete => Text::new(
                "Complétez la liste de contrôle avant de proposer à la signature.",
                "Complete the checklist before proposing for signature.",
            ),
            Self::NoFeeForScheme => {
                Text::new("Aucun tarif n'est en vigueur pour ce régime.", "No price is in force for this scheme.")
            }
            Self::TooManyReturns => Text::new(
                "Le dossier a déjà été retourné trois fois : décidez ou proposez.",
                "The file has been returned three times already: decide or propose.",
            ),
            Self::AttemptLive => Text::new(
                "Un paiement est déjà en cours avec cet opérateur.",
                "A payment is already under way with this operator.",
            ),
            Self::OrderNotPayable => Text::new("Cet ordre n'est pas à payer.", "This order is not payable."),
            Self::AmountNotDue => Text::new(
                "Ce montant n'est pas celui de l'ordre, qui reste à payer.",
                "This amount is not the order's, which remains to be paid.",
            ),
            Self::OperatorUnavailable => Text::new(
                "Cet opérateur ne répond pas pour le moment. Essayez-en un autre.",
                "This operator does not answer at the moment. Try another one.",
            ),
            Self::AlreadyReplaced => {
                Text::new("Ce certificat est déjà remplacé.", "This certificate is already replaced.")
            }
            Self::AlreadyRegistered => {
                Text::new("Ce compte a déjà une entreprise enregistrée.", "This account already has a registered firm.")
            }
            Self::DocumentLocked => Text::new(
                "Les pièces d'un dossier soumis ne changent plus.",
                "The documents of a submitted file no longer change.",
            ),
            Self::TooManyDocuments => {
                Text::new("Le dossier a déjà trop de pièces.", "The file has too many documents already.")
            }
            Self::TooManyMembers => Text::new(
                "L'entreprise a déjà autant de comptes qu'elle peut en avoir.",
                "The firm has as many accounts as it may have already.",
            ),
            Self::OwnAccount => Text::new(
                "Vous ne pouvez pas faire cela sur votre propre compte.",
                "You may not do this to your own account.",
            ),
            Self::AccountSuspended => Text::new(
                "Ce compte est suspendu. Adressez-vous à l'agence.",
                "This account is suspended. Contact the agency.",
            ),
            Self::RefundNeedsTwo => Text::new(
                "La personne qui demande un remboursement ne peut pas l'approuver.",
                "The person who asks for a refund may not approve it.",
            ),
            Self::RefundTooMuch => Text::new(
                "Le remboursement dépasse ce qui a été payé, remboursements en cours compris.",
                "The refund exceeds what was paid, refunds under way included.",
            ),
            Self::NotRefundable => Text::new(
                "Ce paiement règle un dossier qui suit son cours : il n'est pas remboursable.",
                "This payment settles a file that is under way: it cannot be refunded.",
            ),
            Self::RefundByHand => Text::new(
                "Cet opérateur ne rembourse pas à distance. Remboursez par ses moyens et notez sa référence.",
                "This operator does not refund on request. Refund by its own means and record its reference.",
            ),
            Self::NotPaid => Text::new("Rien n'a été payé.", "Nothing was paid."),
            Self::QuittanceClosed => {
                Text::new("Cette quittance est déjà annulée.", "This quittance is already cancelled.")
            }
            Self::StatementHasFaults => Text::new(
                "Corrigez d'abord les cellules en défaut, ou demandez un autre relevé.",
                "Correct the faulty cells first, or ask for another statement.",
            ),
            Self::StatementContradicts => Text::new(
                "Des mouvements de ce relevé sont déjà importés avec un autre montant ou une autre date. Déposez-le de nouveau pour voir lesquels.",
                "Movements of this statement are already imported with another amount or date. Send it in again to see which.",
            ),
            Self::StatementReadsOtherwise => Text::new(
                "Ce relevé ne se lit plus comme à l'aperçu. Déposez-le de nouveau.",
                "This statement no longer reads as it was shown. Send it in again.",
            ),
            Self::DayNotOver => Text::new("Cette journée n'est pas terminée.", "This day is not over."),
            Self::EarlierDayOpen => Text::new(
                "Une journée antérieure avec des mouvements est encore ouverte.",
                "An earlier day with movements is still open.",
            ),
            Self::DayClosed => Text::new(
                "Cette journée est arrêtée. Les corrections entrent sur la journée ouverte.",
                "This day is closed. Corrections enter on the open day.",
            ),
            Self::DayDoesNotBalance => Text::new(
                "Des lignes diffèrent encore sans motif : traitez-les avant d'arrêter la journée.",
                "Lines still differ without a reason: work on them before closing the day.",
            ),
            Self::NoStatementOfDay => Text::new(
                "Aucun relevé de cette journée n'a été importé.",
                "No statement of this day has been imported.",
            ),
            Self::SecondPersonNeeded => Text::new(
                "Une autre personne doit décider : celle qui a déposé le relevé ou mis cet argent en attente ne le peut pas.",
                "Another person must decide: whoever brought the statement in or put this money into suspense may not.",
            ),
            Self::ClaimUnderWay => Text::new(
                "Une déclaration de paiement est déjà en cours d'examen pour cet ordre.",
                "A claim of payment is already being examined for this order.",
            ),
            Self::TransactionUsed => {
                Text::new("Cette transaction a déjà payé un ordre.", "This transaction has already paid an order.")
            }
            Self::MoneyGoesBack => Text::new(
                "Le remboursement de cet argent est demandé ou décidé : il ne peut plus rien payer.",
                "The refund of this money is asked for or decided: it cannot pay anything any more.",
            ),
            Self::ClaimNotBorneOut => Text::new(
                "Aucun relevé importé ne contient ce numéro avec ce montant.",
                "No imported statement has this number with this amount.",
            ),
            Self::SlipKnown => {
                Text::new("Ce numéro de bordereau est déjà enregistré.", "This slip number is already recorded.")
            }
            Self::DepositDiffers => Text::new(
                "Les virements choisis ne font pas le montant du versement.",
                "The chosen transfers do not add up to the deposit.",
            ),
            Self::KeyReused => Text::new(
                "Cette clé d'idempotence a déjà servi à une autre demande.",
                "This idempotency key was already used for another request.",
            ),
        }
    }
}
