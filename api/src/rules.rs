//! The dated rules: what applies today, and what an administrator decides about fees, schemes and export measures.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::clock::Stamp;
use crate::failure::Failure;
use crate::identity::Actor;
use crate::origin::codes::SchemeCode;
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::refusal::Refusal;
use crate::origin::rules::{ExportMeasure, FeeRate, OperatorPeriod, Rules, StatusPeriod};
use crate::store::rules::{StoredMeasure, Written};
use crate::store::{Db, StoreError, events, rules as store};

/// Puts the packs' rows into an empty store. Safe to repeat and to run in several processes at once.
pub async fn seed(db: &Db, rules: &Rules, stamp: Stamp) -> Result<bool, StoreError> {
    let rules = rules.clone();
    db.write(move |conn| store::seed(conn, &rules, &stamp)).await
}

/// The rules as they stand now.
pub async fn current(app: &App) -> Result<Rules, Failure> {
    let rules = app.rules.clone();
    app.db.read(move |conn| store::current(conn, &rules).map_err(Failure::from)).await
}

/// Every fee, older first.
pub async fn fees(app: &App) -> Result<Vec<FeeRate>, Failure> {
    app.db.read(|conn| store::fees(conn).map_err(Failure::from)).await
}

/// Every export measure with its identifier, older first.
pub async fn measures(app: &App) -> Result<Vec<StoredMeasure>, Failure> {
    app.db.read(|conn| store::measures(conn).map_err(Failure::from)).await
}

/// Sets the price of a scheme's certificates from a day on. Orders already made keep their amount.
pub async fn set_fee(app: &App, actor: &Actor, fee: FeeRate) -> Result<FeeRate, Failure> {
    let (stamp, by) = (app.clock.stamp(), By::from(actor));
    let written = Written { by: Some(actor.account_id), at: stamp.now };
    app.db
        .write(move |conn| {
            store::add_fee(conn, stamp.ids().make(), &fee, written)?;
            let data = json!({ "amountXof": fee.amount_xof, "validFrom": fee.valid_from, "confirmed": fee.confirmed });
            let id = format!("fee-{}", fee.scheme);
            let happening = Happening::new(RecordKind::Rule, id, format!("Tarif {}", fee.scheme), by, "set_fee")
                .because(&fee.source)
                .with(data);
            events::append(conn, &happening, stamp.now)?;
            Ok(fee.clone())
        })
        .await
}

/// Opens, suspends or closes a scheme from a day on.
pub async fn set_status(
    app: &App,
    actor: &Actor,
    scheme: SchemeCode,
    period: StatusPeriod,
) -> Result<StatusPeriod, Failure> {
    let (stamp, by, packs) = (app.clock.stamp(), By::from(actor), app.rules.clone());
    let written = Written { by: Some(actor.account_id), at: stamp.now };
    app.db
        .write(move |conn| {
            let rules = store::current(conn, &packs)?;
            let before = rules.scheme_on(&scheme, period.from).map(|on| on.period.status.as_str());
            store::add_status(conn, stamp.ids().make(), &scheme, &period, written)?;
            let id = format!("scheme-{scheme}");
            let mut happening = Happening::new(RecordKind::Rule, id, format!("Régime {scheme}"), by, "set_status")
                .because(&period.source)
                .with(json!({ "validFrom": period.from }));
            happening.from = before;
            happening.to = Some(period.status.as_str());
            events::append(conn, &happening, stamp.now)?;
            Ok(period.clone())
        })
        .await
}

/// Switches a way to pay on or off from a day on. Payments under way go on: only new ones are not begun.
pub async fn set_operator(app: &App, actor: &Actor, period: OperatorPeriod) -> Result<OperatorPeriod, Failure> {
    let (stamp, by, account) = (app.clock.stamp(), By::from(actor), actor.account_id);
    app.db
        .write(move |conn| {
            store::add_operator_period(conn, stamp.ids().make(), &period, account, stamp.now)?;
            let (id, label) = (format!("operator-{}", period.operator), format!("Paiement {}", period.operator.name()));
            let mut happening = Happening::new(RecordKind::Rule, id, label, by, "set_operator")
                .because(&period.source)
                .with(json!({ "validFrom": period.from }));
            happening.to = Some(if period.enabled { "enabled" } else { "disabled" });
            events::append(conn, &happening, stamp.now)?;
            Ok(period.clone())
        })
        .await
}

/// Adds an export ban or condition. Its code becomes its identifier, whatever it was given.
pub async fn add_measure(app: &App, actor: &Actor, given: ExportMeasure) -> Result<StoredMeasure, Failure> {
    let (stamp, by) = (app.clock.stamp(), By::from(actor));
    let written = Written { by: Some(actor.account_id), at: stamp.now };
    app.db
        .write(move |conn| {
            let id = stamp.ids().make();
            let mut measure = given.clone();
            measure.code = id.to_string();
            store::add_measure(conn, id, &measure, written)?;
            let data = json!({ "hsPrefix": measure.hs_prefix, "from": measure.from, "to": measure.to });
            let mut happening = measure_event(id, &measure, by, "add_measure").because(&measure.source).with(data);
            happening.to = Some(measure.effect.as_str());
            events::append(conn, &happening, stamp.now)?;
            Ok(StoredMeasure { id, measure })
        })
        .await
}

/// Gives a measure its last day.
pub async fn end_measure(
    app: &App,
    actor: &Actor,
    id: Uuid,
    to: NaiveDate,
    reason: String,
) -> Result<StoredMeasure, Failure> {
    let (stamp, by) = (app.clock.stamp(), By::from(actor));
    app.db
        .write(move |conn| {
            let mut stored = store::measure(conn, id)?.ok_or(Failure::NotFound)?;
            if to < stored.measure.from {
                return Err(Fault::at("/to", FaultCode::Inconsistent { with: "from" }).into());
            }
            if !store::end_measure(conn, id, to)? {
                // A last day is set once: what comes after it is another measure, with its own text.
                return Err(Refusal::NotInThisState { state: "ended", action: "end_measure" }.into());
            }
            stored.measure.to = Some(to);
            let happening =
                measure_event(id, &stored.measure, by, "end_measure").because(&reason).with(json!({ "to": to }));
            events::append(conn, &happening, stamp.now)?;
            Ok(stored)
        })
        .await
}

fn measure_event(id: Uuid, measure: &ExportMeasure, by: By, action: &'static str) -> Happening {
    let label = format!("Mesure {}", measure.hs_prefix.dotted());
    Happening::new(RecordKind::Rule, format!("measure-{id}"), label, by, action)
}
