//! What the database itself refuses, whatever the program asks.

use super::*;

both_engines! {
    async fn the_database_refuses_a_crooked_ledger(till: Till) {
        let (_, reference) = till.start(Which::Wave).await;
        till.operators.pay(&reference, Outcome::Confirm).await;
        till.work().await;
        let refused = |work: fn(&mut Conn, Uuid) -> QueryResult<usize>| {
            let (db, stamp) = (till.app.app.db.clone(), till.app.app.clock.stamp());
            async move {
                let written = db.write(move |conn| work(conn, stamp.ids().make()).map_err(StoreError::from)).await;
                assert!(written.is_err());
            }
        };
        refused(|conn, id| {
            add_line(conn, id, 1, (100, 0))?;
            add_line(conn, id, 2, (0, 99))?;
            add_head(conn, id, 100)
        }).await;
        refused(add_head_alone).await;
        refused(|conn, _| {
            let entry: Id = ledger_entries::table.select(ledger_entries::id).first(conn)?;
            add_line(conn, entry.0, 9, (5, 0))
        }).await;
        refused(|conn, _| diesel::update(ledger_lines::table).set(ledger_lines::debit_xof.eq(1)).execute(conn)).await;
        refused(|conn, _| diesel::delete(ledger_lines::table).execute(conn)).await;
        refused(|conn, _| diesel::delete(ledger_entries::table).execute(conn)).await;
        refused(|conn, id| add_line(conn, id, 1, (7, 0))).await;
        refused(|conn, _| diesel::update(payment_attempts::table).set(payment_attempts::status.eq("failed")).execute(conn)).await;
        refused(|conn, _| diesel::update(payment_attempts::table).set(payment_attempts::amount_xof.eq(1)).execute(conn)).await;
        till.assert_paid_once(Which::Wave).await;
    }
}

fn add_line(conn: &mut Conn, entry: Uuid, number: i64, (debit, credit): (i64, i64)) -> QueryResult<usize> {
    let line = (
        ledger_lines::entry_id.eq(Id(entry)),
        ledger_lines::number.eq(number),
        ledger_lines::account.eq("liabilities:suspense"),
        ledger_lines::debit_xof.eq(debit),
        ledger_lines::credit_xof.eq(credit),
    );
    diesel::insert_into(ledger_lines::table).values(line).execute(conn)
}

fn add_head_alone(conn: &mut Conn, id: Uuid) -> QueryResult<usize> {
    add_head(conn, id, 100)
}

fn add_head(conn: &mut Conn, id: Uuid, total: i64) -> QueryResult<usize> {
    let head = (
        ledger_entries::id.eq(Id(id)),
        ledger_entries::kind.eq("payment"),
        ledger_entries::business_key.eq(id.to_string()),
        ledger_entries::at.eq(At(boyoro_tests::app::beginning())),
        ledger_entries::memo.eq(""),
        ledger_entries::total_xof.eq(total),
    );
    diesel::insert_into(ledger_entries::table).values(head).execute(conn)
}
