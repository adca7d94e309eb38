//! From a messy statement to a closed day: import, matching, what differs, deposits, the end of the day.

use boyoro::identity::Role;
use boyoro::store::ledger;
use boyoro::store::schema::{events, statement_lines};
use boyoro_tests::agency::Agency;
use boyoro_tests::{Answer, Caller, Engine, OnEngine, both_engines, eventually};
use chrono::TimeDelta;
use diesel::prelude::*;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

/// The day on which every test begins.
const DAY: &str = "2026-11-16";
const FEE: i64 = 1_500;

/// An agency with a treasurer and a second person for what takes two.
pub struct Office {
    pub agency: Agency,
    pub treasurer: Caller,
    pub director: Caller,
}

impl OnEngine for Office {
    async fn on(engine: Engine) -> Self {
        let agency = Agency::on(engine).await;
        let (treasurer, director) = (agency.another(Role::Treasurer).await, agency.another(Role::Director).await);
        Self { agency, treasurer, director }
    }
}

/// A payment as an order has it.
pub struct Paid {
    pub application: Value,
    pub order: String,
    pub reference: String,
    pub transaction: String,
}

impl Office {
    /// An application paid with an operator.
    pub async fn paid(&self, operator: &str) -> Paid {
        let application = self.agency.submitted().await;
        self.agency.pay(&application, operator).await;
        let payment = self.agency.operators.payments().pop().unwrap();
        Paid {
            order: application["feeOrder"]["id"].as_str().unwrap().to_owned(),
            application,
            reference: payment.reference.clone(),
            transaction: payment.transaction_id.unwrap(),
        }
    }

    /// Uploads a file as this person.
    pub async fn upload(&self, by: &Caller, name: &str, bytes: Vec<u8>, operator: Option<&str>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let mut form = reqwest::multipart::Form::new().part("file", part);
        if let Some(operator) = operator {
            form = form.text("operator", operator.to_owned());
        }
        by.send(by.request(reqwest::Method::POST, "statements").multipart(form)).await
    }

    /// Uploads and imports; gives the statement as it then is.
    pub async fn import(&self, bytes: Vec<u8>, operator: Option<&str>) -> Value {
        let read = self.upload(&self.treasurer, "releve.xlsx", bytes, operator).await.expect(201);
        assert_eq!(read["faults"], json!([]), "{read}");
        let path = format!("statements/{}/import", read["id"].as_str().unwrap());
        let imported = self.treasurer.post(&path, &json!({})).await.expect(200);
        assert_eq!(imported["status"], "imported", "{imported}");
        imported
    }

    pub async fn queue(&self) -> Vec<Value> {
        let page = self.treasurer.get("reconciliation/discrepancies?status=open&limit=100").await.expect(200);
        page["items"].as_array().unwrap().clone()
    }

    pub async fn resolve(&self, by: &Caller, id: &Value, body: &Value) -> Answer {
        by.post(&format!("reconciliation/discrepancies/{}/resolution", id.as_str().unwrap()), body).await
    }

    pub async fn day(&self, operator: &str, day: &str) -> Value {
        self.treasurer.get(&format!("treasury/days/{operator}/{day}")).await.expect(200)
    }

    pub async fn close(&self, operator: &str, day: &str) -> Answer {
        self.treasurer.post(&format!("treasury/days/{operator}/{day}/closing"), &json!({})).await
    }

    pub fn balance(&self, account: &str) -> i64 {
        let balances = ledger::balances(&mut self.agency.app.connect()).unwrap();
        balances.iter().filter(|one| one.account == account).map(|one| one.debit_xof - one.credit_xof).sum()
    }

    pub async fn order(&self, id: &str) -> Value {
        self.agency.exporter.get(&format!("fee-orders/{id}")).await.expect(200)
    }

    /// The kinds of the quittances an order has had, oldest first.
    pub async fn quittances(&self, order: &str) -> Vec<Value> {
        self.agency.app.settle().await;
        let shown = self.agency.exporter.get(&format!("fee-orders/{order}/quittances")).await.expect(200);
        shown["items"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect()
    }

    pub fn next_day(&self) {
        self.agency.app.advance(TimeDelta::days(1));
    }
}

/// One row of Wave's file.
pub struct Row<'a> {
    pub transaction: &'a str,
    pub kind: &'a str,
    pub amount: &'a str,
    pub fee: &'a str,
    pub reference: &'a str,
}

/// A payment's row.
pub fn row<'a>(transaction: &'a str, amount: &'a str, reference: &'a str) -> Row<'a> {
    Row { transaction, kind: "api_checkout", amount, fee: "0", reference }
}

/// Wave's export of collections.
pub fn wave(rows: &[Row<'_>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = [
        "timestamp",
        "transaction_id",
        "transaction_type",
        "amount",
        "fee",
        "currency",
        "counterparty_mobile",
        "client_reference",
    ];
    let mut put = |row: u32, cells: [&str; 8]| {
        for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    };
    put(0, header);
    for (number, row) in (1_u32..).zip(rows) {
        let at = format!("Nov 16, 2026, 9:{:02}:00\u{202f}AM", number % 60);
        put(number, [&at, row.transaction, row.kind, row.amount, row.fee, "XOF", "+22370000000", row.reference]);
    }
    book.save_to_buffer().unwrap()
}

/// Moov's export, for the Treasury's merchant code.
pub fn moov(rows: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = [
        "Receipt No.",
        "Completion Time",
        "Transaction Status",
        "Currency",
        "Paid In",
        "Withdrawn",
        "Balance",
        "Reason Type",
        "Opposite Party",
    ];
    for (column, title) in (0_u16..).zip(header) {
        sheet.write_string(5, column, title).unwrap();
    }
    for (number, (transaction, amount)) in (6_u32..).zip(rows) {
        let cells = [
            *transaction,
            "\t16-11-2026 08:30:00",
            "Completed",
            "XOF",
            amount,
            "",
            "",
            "Merchants Online Payment",
            "22970000000",
        ];
        for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(number, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn classes(queue: &[Value]) -> Vec<&str> {
    let mut classes: Vec<&str> = queue.iter().map(|one| one["class"].as_str().unwrap()).collect();
    classes.sort_unstable();
    classes
}

fn find<'a>(queue: &'a [Value], class: &str) -> &'a Value {
    queue.iter().find(|one| one["class"] == class).unwrap_or_else(|| panic!("no {class} in {queue:?}"))
}

both_engines! {
    async fn a_statement_is_shown_before_it_counts_and_counts_once(office: Office) {
        let paid = office.paid("wave").await;
        let file = wave(&[row(&paid.transaction, "1500", &paid.reference)]);
        let read = office.upload(&office.treasurer, "relevé du 16.xlsx", file.clone(), None).await.expect(201);
        assert_eq!((&read["status"], &read["profile"], &read["lineCount"]), (&json!("read"), &json!("wave_collections"), &json!(1)));
        assert_eq!((&read["inXof"], &read["first"][0]["transactionId"]), (&json!(1500), &json!(paid.transaction)));
        let known: i64 = statement_lines::table.count().get_result(&mut office.agency.app.connect()).unwrap();
        assert_eq!(known, 0, "nothing counts before it is confirmed");
        let again = office.upload(&office.treasurer, "copie.xlsx", file.clone(), None).await.expect(201);
        assert_eq!(again["id"], read["id"], "the same bytes are the same statement");
        let imported = office.import(file.clone(), None).await;
        assert_eq!((&imported["newCount"], &imported["doneCount"]), (&json!(1), &json!(1)));
        let path = format!("statements/{}/import", imported["id"].as_str().unwrap());
        let twice = office.treasurer.post(&path, &json!({})).await.expect(200);
        assert_eq!((&twice["newCount"], &twice["importedAt"]), (&json!(1), &imported["importedAt"]));
        let other_file = wave(&[row(&paid.transaction, "1500", &paid.reference), row("T_other", "700", "")]);
        let second = office.upload(&office.treasurer, "mois.xlsx", other_file.clone(), None).await.expect(201);
        assert_eq!(second["knownCount"], 1);
        assert_eq!(office.import(other_file, None).await["newCount"], 1, "a movement two files tell is one movement");
        let contradicting = wave(&[row(&paid.transaction, "1400", &paid.reference)]);
        let refused = office.upload(&office.treasurer, "faux.xlsx", contradicting, None).await.expect(201);
        assert_eq!(refused["faults"][0]["code"], "contradicts");
    }

    async fn faulty_cells_are_told_and_nothing_is_imported(office: Office) {
        let file = wave(&[row("T_1", "1500.5", ""), row("T_2", "douze", ""), row("T_3", "1500", "")]);
        let read = office.upload(&office.treasurer, "x.xls", file, None).await.expect(201);
        let cells: Vec<(&Value, &Value)> =
            read["faults"].as_array().unwrap().iter().map(|fault| (&fault["cell"], &fault["code"])).collect();
        assert_eq!(cells, [(&json!("Sheet1!D2"), &json!("not_whole_francs")), (&json!("Sheet1!D3"), &json!("not_whole_francs"))]);
        let path = format!("statements/{}", read["id"].as_str().unwrap());
        office.treasurer.post(&format!("{path}/import"), &json!({})).await.problem(409, "statement_has_faults");
        assert_eq!(office.treasurer.post(&format!("{path}/discard"), &json!({})).await.expect(200)["status"], "discarded");
        for (bytes, code) in [
            (b"<html><body>relev\xe9</body></html>".to_vec(), "statement_not_a_table"),
            (b"PK\x03\x04 broken".to_vec(), "statement_broken"),
            (b"a;b\n1;2\n".to_vec(), "statement_without_header"),
        ] {
            office.upload(&office.treasurer, "releve.xlsx", bytes, None).await.problem(422, code);
        }
    }

    async fn exact_movements_match_and_the_rest_is_a_queue(office: Office) {
        let (exact, wrong, lost) = (office.paid("wave").await, office.paid("wave").await, office.paid("wave").await);
        office.import(wave(&[
            row(&exact.transaction, "1500", ""),
            row(&wrong.transaction, "1000", &wrong.reference),
            row("T_second", "1500", &exact.reference),
            row("T_stranger", "1500", ""),
            Row { transaction: "T_sweep", kind: "merchant_sweep", amount: "-2500", fee: "0", reference: "" },
        ]), None).await;
        let queue = office.queue().await;
        assert_eq!(classes(&queue), ["amount_diff", "duplicate_at_provider", "missing_at_provider", "missing_at_us"]);
        let stranger = find(&queue, "missing_at_us");
        assert_eq!(stranger["proposals"][0]["reference"], lost.reference, "the same amount in the same quarter of an hour");
        assert_eq!(find(&queue, "amount_diff")["amountXof"], -500);
        // A proposal is only that until a person says so; then both its sides are explained.
        let chosen = json!({ "action": "proposal_accepted", "attemptId": stranger["proposals"][0]["attemptId"] });
        office.resolve(&office.treasurer, &stranger["id"], &chosen).await.expect(200);
        assert_eq!(classes(&office.queue().await), ["amount_diff", "duplicate_at_provider"]);
        office.resolve(&office.treasurer, &stranger["id"], &chosen).await.problem(409, "not_in_this_state");
    }

    async fn a_second_payment_found_in_a_statement_goes_back(office: Office) {
        let paid = office.paid("wave").await;
        office.import(wave(&[row(&paid.transaction, "1500", ""), row("T_second", "1500", &paid.reference)]), None).await;
        let queue = office.queue().await;
        let double = find(&queue, "duplicate_at_provider");
        office.resolve(&office.treasurer, &double["id"], &json!({ "action": "adopted" })).await.expect(200);
        assert_eq!(office.order(&paid.order).await["status"], "paid");
        assert_eq!((office.balance("assets:operator:wave"), office.balance("liabilities:overpayment")), (2 * FEE, -FEE));
        let today = office.treasurer.get("treasury/today").await.expect(200);
        assert_eq!(today["toRefund"], json!({ "count": 1, "amountXof": FEE }));
    }

    async fn a_reversal_opens_the_order_again_and_the_application_shows_it(office: Office) {
        let paid = office.paid("wave").await;
        let reversal = Row { transaction: "T_back", kind: "api_checkout_refund", amount: "-1500", fee: "0", reference: &paid.reference };
        let file = wave(&[row(&paid.transaction, "1500", &paid.reference), reversal]);
        assert_eq!(office.quittances(&paid.order).await, ["quittance"]);
        office.import(file, None).await;
        assert_eq!(classes(&office.queue().await), ["reversal"]);
        assert_eq!(office.quittances(&paid.order).await, ["quittance", "counter"], "its quittance is worth nothing any more");
        let order = office.order(&paid.order).await;
        assert_eq!(order["status"], "unpaid");
        assert!(order["attempts"][0]["reversedAt"].is_string(), "{order}");
        assert_eq!((office.balance("assets:operator:wave"), office.balance("income:fees:ZLE")), (0, 0));
        let told: i64 = events::table
            .filter(events::record_kind.eq("application"))
            .filter(events::action.eq("payment_reversed"))
            .count()
            .get_result(&mut office.agency.app.connect())
            .unwrap();
        assert_eq!(told, 1);
        // Nothing is decided on an application whose fee was taken back; it can be paid again.
        let application = paid.application["id"].as_str().unwrap();
        office.agency.examiner.post(&format!("applications/{application}/claim"), &json!({})).await.expect(200);
        let body = json!({ "opinion": "Origine établie.", "checklist": office.agency.checklist("ZLE").await });
        let proposed = office.agency.examiner.post(&format!("applications/{application}/proposal"), &body).await;
        if proposed.status == 200 {
            office.agency.signatory.post(&format!("applications/{application}/approval"), &json!({})).await.problem(409, "fee_not_settled");
        } else {
            proposed.problem(409, "fee_not_settled");
        }
        let shown = office.agency.exporter.get(&format!("applications/{application}")).await.expect(200);
        office.agency.pay(&shown, "wave").await;
        assert_eq!(office.order(&paid.order).await["status"], "paid");
        assert_eq!(office.quittances(&paid.order).await, ["quittance", "counter", "quittance"], "paid again, receipted again");
        // The same statement again, or a longer one, reverses nothing twice.
        office.import(wave(&[
            row(&paid.transaction, "1500", &paid.reference),
            Row { transaction: "T_back", kind: "api_checkout_refund", amount: "-1500", fee: "0", reference: &paid.reference },
            row("T_new", "900", ""),
        ]), None).await;
        assert_eq!(office.order(&paid.order).await["status"], "paid");
        let checked = office.agency.app.person(Role::Auditor, None).await.post("event-checks", &json!({})).await.expect(200);
        assert_eq!(checked["ok"], true, "{checked}");
    }

    async fn a_lost_callback_found_in_a_statement_is_asked_about(office: Office) {
        office.agency.operators.behave(
            boyoro_tests::simulator::Which::Wave,
            boyoro_tests::simulator::Behaviour { drop_callback: true, ..Default::default() },
        );
        let application = office.agency.submitted().await;
        let order = application["feeOrder"]["id"].as_str().unwrap().to_owned();
        office.agency.exporter.post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" })).await.expect(201);
        let payment = office.agency.operators.payments().pop().unwrap();
        office.agency.operators.pay(&payment.reference, boyoro_tests::simulator::Outcome::Confirm).await;
        let paid = office.agency.operators.payment(&payment.reference).unwrap();
        let file = wave(&[row(paid.transaction_id.as_deref().unwrap(), "1500", &paid.reference)]);
        office.import(file, None).await;
        eventually("the operator is asked and the order is paid", || async {
            office.agency.app.settle().await;
            (office.order(&order).await["status"] == "paid").then_some(())
        }).await;
        office.next_day();
        assert_eq!(office.close("wave", DAY).await.expect(200)["closed"], true);
        assert!(office.queue().await.is_empty(), "what turned up by itself waits for nobody");
    }

    async fn a_day_says_what_differs_and_closes_once_it_balances(office: Office) {
        let (first, second) = (office.paid("wave").await, office.paid("wave").await);
        office.import(wave(&[
            row(&first.transaction, "1500", ""),
            Row { fee: "15", ..row(&second.transaction, "1500", "") },
            row("T_stranger", "700", ""),
            Row { transaction: "T_sweep", kind: "merchant_sweep", amount: "-1000", fee: "0", reference: "" },
        ]), None).await;
        office.close("wave", DAY).await.problem(409, "day_not_over");
        office.next_day();
        let day = office.day("wave", DAY).await;
        let figures = ["openingXof", "inXof", "outXof", "feesXof", "sweptXof", "closingXof"].map(|name| day[name].as_i64().unwrap());
        assert_eq!(figures, [0, 3_700, 0, 15, 1_000, 2_685]);
        let differing: Vec<(i64, &str)> = day["differences"].as_array().unwrap().iter()
            .map(|one| (one["amountXof"].as_i64().unwrap(), one["class"].as_str().unwrap())).collect();
        assert!(differing.contains(&(700, "missing_at_us")) && differing.contains(&(-15, "fee_diff")), "{differing:?}");
        assert_eq!(differing.len(), 2);
        let whole: i64 = differing.iter().map(|one| one.0).sum();
        assert_eq!(whole, (3_700 - 15 - 1_000) - (day["booksInXof"].as_i64().unwrap() - day["booksOutXof"].as_i64().unwrap()));
        office.close("wave", DAY).await.problem(409, "day_does_not_balance");
        let queue = office.queue().await;
        office.resolve(&office.treasurer, &find(&queue, "fee_diff")["id"], &json!({ "action": "fee_accepted" })).await.expect(200);
        office.resolve(&office.treasurer, &find(&queue, "missing_at_us")["id"], &json!({ "action": "explained" })).await.problem(422, "invalid");
        office.resolve(&office.treasurer, &find(&queue, "missing_at_us")["id"], &json!({ "action": "to_suspense" })).await.expect(200);
        let day = office.day("wave", DAY).await;
        assert_eq!((&day["differences"], &day["obstacles"]), (&json!([]), &json!([])));
        assert_eq!(day["booksClosingXof"], day["closingXof"]);
        assert_eq!(office.close("wave", DAY).await.expect(200)["closed"], true);
        office.close("wave", DAY).await.problem(409, "day_closed");
        // What comes later enters on the open day.
        office.import(wave(&[row("T_late", "300", "")]), None).await;
        let queue = office.queue().await;
        assert_eq!((&queue[0]["day"], &queue[0]["line"]["at"]), (&json!("2026-11-17"), &json!("2026-11-16T09:01:00Z")));
        assert_eq!(office.day("wave", DAY).await["inXof"], 3_700);
        assert_eq!(office.balance("liabilities:suspense"), -700);
    }

    async fn transfers_meet_the_treasurys_deposits(office: Office) {
        let paid = office.paid("wave").await;
        office.import(wave(&[
            row(&paid.transaction, "1500", ""),
            Row { transaction: "T_s1", kind: "merchant_sweep", amount: "-1000", fee: "0", reference: "" },
            Row { transaction: "T_s2", kind: "merchant_sweep", amount: "-400", fee: "0", reference: "" },
        ]), None).await;
        let found = office.treasurer.get("reconciliation/deposits").await.expect(200);
        let ids: Vec<Value> = found["underWay"].as_array().unwrap().iter().map(|line| line["id"].clone()).collect();
        assert_eq!(ids.len(), 2);
        let deposit = |amount: i64, sweeps: &[Value]| json!({
            "operator": "wave", "slip": "BV-2026-0117", "depositedOn": DAY, "amountXof": amount, "sweeps": sweeps,
        });
        office.treasurer.post("reconciliation/deposits", &deposit(1_500, &ids)).await.problem(409, "deposit_differs");
        office.treasurer.post("reconciliation/deposits", &deposit(1_400, &ids)).await.expect(201);
        office.treasurer.post("reconciliation/deposits", &deposit(1_400, &ids)).await.problem(409, "slip_known");
        let found = office.treasurer.get("reconciliation/deposits").await.expect(200);
        assert_eq!((&found["underWay"], found["deposits"][0]["sweeps"].as_array().map(Vec::len)), (&json!([]), Some(2)));
        assert_eq!((office.balance("assets:treasury:bank"), office.balance("assets:operator:wave")), (1_400, 100));
    }

    async fn a_statements_bytes_stay_where_they_are(office: Office) {
        let file = wave(&[row("T_1", "1500", "")]);
        let read = office.upload(&office.treasurer, "x.xlsx", file, None).await.expect(201);
        // Long enough for everything that nobody names to be swept away.
        office.agency.app.advance(TimeDelta::days(60));
        office.agency.app.settle().await;
        let path = format!("statements/{}/import", read["id"].as_str().unwrap());
        assert_eq!(office.treasurer.post(&path, &json!({})).await.expect(200)["newCount"], 1);
    }

    async fn a_large_statement_is_imported_piece_by_piece(office: Office) {
        let numbers: Vec<String> = (0..1_203).map(|n| format!("T_{n:05}")).collect();
        let rows: Vec<Row<'_>> = numbers.iter().map(|number| row(number, "500", "")).collect();
        let imported = office.import(wave(&rows), None).await;
        assert_eq!((&imported["doneCount"], &imported["newCount"]), (&json!(1_203), &json!(1_203)));
        let today = office.treasurer.get("treasury/today").await.expect(200);
        assert_eq!(today["unmatched"], 1_203);
    }
}
