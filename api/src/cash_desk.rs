//! The cash desk: an officer takes money for an unpaid order, and the order is settled through the same door as any other payment.

use uuid::Uuid;

use crate::app::App;
use crate::clock::Stamp;
use crate::failure::Failure;
use crate::idempotent::Once;
use crate::identity::Actor;
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::money::XOF;
use crate::origin::payment::{Evidence, Operator};
use crate::payment::{self, KeptPhone, News, NewsSource, OrderWithAttempts};
use crate::quittances::{self, Printing};
use crate::store::{Conn, payments};

/// What an officer says he has in his hand.
#[derive(Debug, Clone, Copy)]
pub struct Cash {
    pub order_id: Uuid,
    /// Francs, counted; must be what is owed.
    pub received_xof: i64,
}

/// Takes cash for an order: attempt, ledger, order, application and quittance in one write.
///
/// # Errors
/// A fault at `/receivedXof` unless it is exactly what is owed; [`Refusal::OrderNotPayable`](crate::origin::refusal::Refusal) when
/// nothing is.
pub async fn take(app: &App, actor: &Actor, cash: Cash, once: Once) -> Result<OrderWithAttempts, Failure> {
    let (actor, printing, stamp) = (actor.clone(), Printing::of(app), app.clock.stamp());
    app.db
        .write(move |conn| {
            once.run(conn, stamp.now, |conn| settle(conn, &actor, cash, &printing, &stamp))?;
            payment::order_for(conn, &actor, cash.order_id)
        })
        .await
}

fn settle(conn: &mut Conn, actor: &Actor, cash: Cash, printing: &Printing, stamp: &Stamp) -> Result<Uuid, Failure> {
    let order = payments::order(conn, cash.order_id)?;
    if cash.received_xof != order.amount_xof {
        return Err(Fault::at("/receivedXof", FaultCode::NotWhatIsOwed { amount_xof: order.amount_xof }).into());
    }
    let attempt =
        payment::new_attempt(conn, actor, cash.order_id, (Operator::CashDesk, XOF, &KeptPhone::default()), stamp)?;
    let reference = payments::attempt(conn, attempt)?.reference;
    // The desk has no operator to number its takings; the attempt's own reference does.
    let news = News { transaction_id: Some(reference), ..News::of(Evidence::Paid, NewsSource::CashDesk) };
    payment::apply(conn, attempt, &news, None, stamp)?;
    quittances::issue(conn, printing, cash.order_id, Some(actor), stamp.now)?;
    Ok(attempt)
}
