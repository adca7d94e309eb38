//! The third side: what operators handed over, and what arrived at the Treasury. Several transfers may be in one deposit.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::app::App;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::money::Francs;
use crate::origin::payment::Operator;
use crate::origin::reconciliation::LineKind;
use crate::origin::refusal::Refusal;
use crate::store::statements::{self as store, Deposit, StatementLine};
use crate::store::{At, Conn, Id, events};

/// A deposit as somebody records it.
#[derive(Debug, Clone)]
pub struct NewDeposit {
    pub operator: Operator,
    /// The number on the slip.
    pub slip: String,
    pub deposited_on: NaiveDate,
    pub amount_xof: i64,
    /// The transfers it is made of.
    pub sweeps: Vec<Uuid>,
}

/// A deposit with its transfers.
pub type Deposited = (Deposit, Vec<StatementLine>);

/// Money takes at most so many days from an operator to the Treasury.
const DAYS_UNDER_WAY: i64 = 10;
const LISTED: i64 = 100;
const SLIP_MAX: usize = 40;
/// No deposit is made of more transfers.
const SWEEPS_MAX: usize = 100;

/// Records a deposit whose transfers add up to it, and no other.
pub async fn record(app: &App, actor: &Actor, given: NewDeposit) -> Result<Deposited, Failure> {
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    let given = checked(given, stamp.now.date_naive())?;
    app.db
        .write(move |conn| {
            let deposit = Deposit {
                id: Id(stamp.ids().make()),
                operator: given.operator,
                slip: given.slip.clone(),
                deposited_on: given.deposited_on,
                amount_xof: given.amount_xof,
                recorded_by: Id(actor.account_id),
                recorded_at: At(stamp.now),
            };
            if !store::insert_deposit(conn, &deposit)? {
                return Err(Refusal::SlipKnown.into());
            }
            put_in(conn, &deposit, &given.sweeps)?;
            let facts = serde_json::json!({
                "operator": deposit.operator, "amountXof": deposit.amount_xof, "sweeps": given.sweeps.len(),
            });
            let happening =
                Happening::new(RecordKind::TreasuryDeposit, deposit.id.0, &deposit.slip, By::from(&actor), "record")
                    .with(facts);
            events::append(conn, &happening, stamp.now)?;
            Ok((deposit.clone(), store::sweeps_of_deposit(conn, deposit.id.0)?))
        })
        .await
}

fn checked(given: NewDeposit, today: NaiveDate) -> Result<NewDeposit, Vec<Fault>> {
    let mut faults = Faults::default();
    let slip = faults.text("/slip", Some(&given.slip), SLIP_MAX);
    if given.deposited_on > today {
        faults.add("/depositedOn", FaultCode::InTheFuture);
    }
    if !(1..=Francs::MAX.get()).contains(&given.amount_xof) {
        faults.add("/amountXof", FaultCode::OutOfRange { min: 1, max: Francs::MAX.get() });
    }
    if !given.operator.has_statements() {
        faults.add("/operator", FaultCode::UnknownValue);
    }
    if given.sweeps.is_empty() {
        faults.add("/sweeps", FaultCode::Required);
    } else if given.sweeps.len() > SWEEPS_MAX {
        faults.add("/sweeps", FaultCode::TooMany { max: SWEEPS_MAX });
    }
    faults.finish(slip.map(|slip| NewDeposit { slip, ..given }))
}

fn put_in(conn: &mut Conn, deposit: &Deposit, sweeps: &[Uuid]) -> Result<(), Failure> {
    let mut left = deposit.amount_xof;
    for (place, id) in sweeps.iter().enumerate() {
        let fault = |code| Failure::from(Fault::at(format!("/sweeps/{place}"), code));
        let line = match store::line(conn, *id).map_err(Failure::from) {
            Err(Failure::NotFound) => return Err(fault(FaultCode::UnknownValue)),
            found => found?,
        };
        let days = (deposit.deposited_on - line.at.0.date_naive()).num_days();
        if line.kind != LineKind::Sweep || line.operator != deposit.operator || line.amount_xof >= 0 {
            return Err(fault(FaultCode::UnknownValue));
        }
        if !(0..=DAYS_UNDER_WAY).contains(&days) {
            return Err(fault(FaultCode::Inconsistent { with: "depositedOn" }));
        }
        if !store::insert_deposited(conn, line.id, deposit.id)? {
            return Err(fault(FaultCode::AlreadyTaken));
        }
        left += line.amount_xof;
    }
    if left == 0 { Ok(()) } else { Err(Refusal::DepositDiffers.into()) }
}

/// The deposits, newest first, and the transfers that have not arrived yet.
pub async fn overview(app: &App, operator: Option<Operator>) -> Result<(Vec<Deposited>, Vec<StatementLine>), Failure> {
    app.db
        .read(move |conn| {
            let deposits = store::deposits(conn, operator, LISTED)?;
            let with_sweeps = deposits
                .into_iter()
                .map(|deposit| Ok((deposit.clone(), store::sweeps_of_deposit(conn, deposit.id.0)?)))
                .collect::<Result<Vec<_>, Failure>>()?;
            Ok((with_sweeps, store::sweeps_under_way(conn, operator)?))
        })
        .await
}
