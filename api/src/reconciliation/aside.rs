//! Money that statements told and that is no payment: nobody's, or more or less than was asked. It waits for a claim, or to go back.

use std::collections::HashMap;

use super::queue;
use crate::app::App;
use crate::failure::Failure;
use crate::origin::ledger::Standing;
use crate::store::payments::Attempt;
use crate::store::reconciliation as records;
use crate::store::statements::{self, StatementLine};
use crate::store::{Conn, Id, ledger, refunds};

/// Money of one line that waits.
#[derive(Debug, Clone)]
pub struct Aside {
    pub line: StatementLine,
    /// Overpaid, or in suspense.
    pub standing: Standing,
    /// What was put aside and not taken elsewhere, refunds included.
    pub amount_xof: i64,
    /// What of it no refund is asked for.
    pub left_xof: i64,
    /// The attempt it came for, if any, with the reference of its order.
    pub attempt: Option<(Attempt, String)>,
}

/// No more fit a screen. What is left out is younger.
const SHOWN_MAX: usize = 100;

/// All that waits and no refund is asked for, oldest first.
pub async fn list(app: &App) -> Result<Vec<Aside>, Failure> {
    app.db
        .read_snapshot(|conn| {
            let lines = records::lines_put_aside(conn)?;
            let held: HashMap<Id, (Standing, i64)> = ledger::held(conn, &lines)?;
            let mut found = Vec::new();
            for id in lines {
                let Some((standing, amount)) = held.get(&id).cloned() else { continue };
                if found.len() < SHOWN_MAX
                    && let Some(aside) = waiting(conn, id, standing, amount)?
                {
                    found.push(aside);
                }
            }
            Ok(found)
        })
        .await
}

fn waiting(conn: &mut Conn, line: Id, standing: Standing, amount_xof: i64) -> Result<Option<Aside>, Failure> {
    let left_xof = amount_xof - refunds::promised_of_line(conn, line.0)?;
    if left_xof <= 0 {
        return Ok(None);
    }
    let line = statements::line(conn, line.0)?;
    let attempt = line.attempt_id.map(|id| queue::with_order(conn, id.0)).transpose()?;
    Ok(Some(Aside { line, standing, amount_xof, left_xof, attempt }))
}
