//! From a messy statement to a closed day: import, matching, what differs, deposits, the end of the day.

use boyoro::identity::Role;
use boyoro::store::schema::{applications, events, statement_files, statement_lines};
use boyoro::store::{Id, ledger};
use boyoro_tests::agency::Agency;
use boyoro_tests::simulator::{Behaviour, Outcome, Payment, Which};
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

    /// The exporter withdraws a paid application, so that its fee may go back.
    pub async fn withdraw(&self, paid: &Paid) {
        let id: uuid::Uuid = paid.application["id"].as_str().unwrap().parse().unwrap();
        diesel::update(applications::table.find(Id(id)))
            .set(applications::status.eq("withdrawn"))
            .execute(&mut self.agency.app.connect())
            .unwrap();
    }

    /// A refund of a payment that two people agreed on.
    pub async fn approved_refund(&self, paid: &Paid) -> String {
        let attempt = self.order(&paid.order).await["attempts"][0]["id"].clone();
        let asked =
            self.treasurer.post("refunds", &json!({ "attemptId": attempt, "note": "retirée" })).await.expect(201);
        let id = asked["id"].as_str().unwrap().to_owned();
        self.director.post(&format!("refunds/{id}/approval"), &json!({})).await.expect(200);
        id
    }

    /// A payment of Wave's that is not what was asked for, as the simulator was told; with its order.
    async fn paid_wrongly(&self) -> (Payment, String) {
        let application = self.agency.submitted().await;
        let order = application["feeOrder"]["id"].as_str().unwrap().to_owned();
        self.agency
            .exporter
            .post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" }))
            .await
            .expect(201);
        let reference = self.agency.operators.payments().pop().unwrap().reference;
        self.agency.operators.pay(&reference, Outcome::Confirm).await;
        (self.agency.operators.payment(&reference).unwrap(), order)
    }

    /// Has the operator asked about its payments once more.
    pub async fn hear_again(&self) {
        let asked = || self.agency.operators.calls("wave.get");
        let before = asked();
        eventually("the operator is asked again", || async {
            self.agency.app.advance(TimeDelta::hours(6));
            self.agency.app.settle().await;
            (asked() > before).then_some(())
        })
        .await;
        self.agency.app.settle().await;
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
    export_of(rows, |number| format!("Nov 16, 2026, 9:{:02}:00\u{202f}AM", number % 60))
}

/// Wave's export of one moment.
fn wave_on(at: &str, rows: &[Row<'_>]) -> Vec<u8> {
    export_of(rows, |_| at.to_owned())
}

fn export_of(rows: &[Row<'_>], at: impl Fn(u32) -> String) -> Vec<u8> {
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
        put(
            number,
            [&at(number), row.transaction, row.kind, row.amount, row.fee, "XOF", "+22370000000", row.reference],
        );
    }
    book.save_to_buffer().unwrap()
}

/// One row of Moov's file.
pub struct Moved<'a> {
    pub transaction: &'a str,
    pub paid_in: &'a str,
    pub withdrawn: &'a str,
    pub reason: &'a str,
    pub linked: &'a str,
}

impl<'a> Moved<'a> {
    /// A payment's row.
    pub const fn payment(transaction: &'a str, paid_in: &'a str) -> Self {
        Self { transaction, paid_in, withdrawn: "", reason: "Merchants Online Payment", linked: "" }
    }
}

/// Moov's export of payments, for the Treasury's merchant code.
pub fn moov(rows: &[(&str, &str)]) -> Vec<u8> {
    let rows: Vec<Moved<'_>> = rows.iter().map(|(transaction, amount)| Moved::payment(transaction, amount)).collect();
    moov_rows(&rows)
}

/// Moov's export, for the Treasury's merchant code.
pub fn moov_rows(rows: &[Moved<'_>]) -> Vec<u8> {
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
        "Linked Transaction ID",
    ];
    for (column, title) in (0_u16..).zip(header) {
        sheet.write_string(5, column, title).unwrap();
    }
    for (number, row) in (6_u32..).zip(rows) {
        let at = "\t16-11-2026 08:30:00";
        let cells = [
            row.transaction,
            at,
            "Completed",
            "XOF",
            row.paid_in,
            row.withdrawn,
            "",
            row.reason,
            "22970000000",
            row.linked,
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
        office.resolve(&office.treasurer, &stranger["id"], &chosen).await.problem(409, "second_person_needed");
        office.resolve(&office.director, &stranger["id"], &chosen).await.expect(200);
        assert_eq!(classes(&office.queue().await), ["amount_diff", "duplicate_at_provider"]);
        office.resolve(&office.director, &stranger["id"], &chosen).await.problem(409, "not_in_this_state");
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
        office.agency.examiner.post(&format!("applications/{application}/proposal"), &body).await.expect(200);
        office.agency.signatory.post(&format!("applications/{application}/approval"), &json!({})).await.problem(409, "fee_not_settled");
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
        office.agency.operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        let application = office.agency.submitted().await;
        let order = application["feeOrder"]["id"].as_str().unwrap().to_owned();
        office.agency.exporter.post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" })).await.expect(201);
        let payment = office.agency.operators.payments().pop().unwrap();
        office.agency.operators.pay(&payment.reference, Outcome::Confirm).await;
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
        let too_many = vec![ids[0].clone(); 101];
        let refused = office.treasurer.post("reconciliation/deposits", &deposit(1_500, &too_many)).await;
        assert_eq!(refused.problem(422, "invalid")["errors"][0]["pointer"], "/sweeps");
        office.treasurer.post("reconciliation/deposits", &deposit(1_500, &ids)).await.problem(409, "deposit_differs");
        office.treasurer.post("reconciliation/deposits", &deposit(1_400, &ids)).await.expect(201);
        office.treasurer.post("reconciliation/deposits", &deposit(1_400, &ids)).await.problem(409, "slip_known");
        let found = office.treasurer.get("reconciliation/deposits").await.expect(200);
        assert_eq!((&found["underWay"], found["deposits"][0]["sweeps"].as_array().map(Vec::len)), (&json!([]), Some(2)));
        assert_eq!((office.balance("assets:treasury:bank"), office.balance("assets:operator:wave")), (1_400, 100));
    }

    async fn waves_own_statement_is_asked_for_page_by_page(office: Office) {
        for _ in 0..3 {
            office.paid("wave").await;
        }
        let ask = json!({ "operator": "wave", "day": DAY });
        let read = office.treasurer.post("statement-requests", &ask).await.expect(201);
        assert_eq!((&read["lineCount"], &read["source"], &read["inXof"]), (&json!(3), &json!("operator"), &json!(3 * FEE)));
        assert_eq!(office.treasurer.post("statement-requests", &ask).await.expect(201)["id"], read["id"]);
        let path = format!("statements/{}/import", read["id"].as_str().unwrap());
        assert_eq!(office.treasurer.post(&path, &json!({})).await.expect(200)["newCount"], 3);
        assert!(office.queue().await.is_empty(), "what Wave says and what we have are the same");
        office.next_day();
        assert_eq!(office.close("wave", DAY).await.expect(200)["closingXof"], 3 * FEE);
        let by_file_only = json!({ "operator": "orange_money", "day": DAY });
        office.treasurer.post("statement-requests", &by_file_only).await.problem(422, "invalid");
    }

    async fn a_movement_an_operator_tells_twice_is_counted_twice(office: Office) {
        office.agency.operators.behave(Which::Wave, Behaviour { transaction_id: Some("T_same".to_owned()), ..Behaviour::default() });
        office.paid("wave").await;
        let application = office.agency.submitted().await;
        let order = application["feeOrder"]["id"].as_str().unwrap();
        office.agency.exporter.post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" })).await.expect(201);
        let payment = office.agency.operators.payments().pop().unwrap();
        office.agency.operators.pay(&payment.reference, Outcome::Confirm).await;
        let read = office.treasurer.post("statement-requests", &json!({ "operator": "wave", "day": DAY })).await.expect(201);
        let path = format!("statements/{}/import", read["id"].as_str().unwrap());
        assert_eq!(office.treasurer.post(&path, &json!({})).await.expect(200)["newCount"], 2);
        assert_eq!(classes(&office.queue().await), ["duplicate_at_provider"]);
    }

    async fn our_own_refund_in_a_statement_is_no_reversal(office: Office) {
        let paid = office.paid("wave").await;
        office.withdraw(&paid).await;
        let refund = office.approved_refund(&paid).await;
        let back = Row { transaction: "T_back", kind: "api_checkout_refund", amount: "-1500", fee: "0", reference: &paid.reference };
        // The operator's statement knows it before anybody here wrote it down.
        office.import(wave(&[row(&paid.transaction, "1500", &paid.reference), back]), None).await;
        let queue = office.queue().await;
        assert_eq!(classes(&queue), ["missing_at_us"]);
        assert_eq!((&queue[0]["amountXof"], &queue[0]["actions"]), (&json!(-FEE), &json!(["explained"])));
        assert_eq!(office.order(&paid.order).await["status"], "refund_due", "nothing was taken back");
        assert_eq!((office.balance("assets:operator:wave"), office.balance("liabilities:refund_payable")), (FEE, -FEE));
        let done = json!({ "operatorReference": "T_back" });
        office.treasurer.post(&format!("refunds/{refund}/execution"), &done).await.expect(200);
        office.next_day();
        assert_eq!(office.close("wave", DAY).await.expect(200)["closingXof"], 0);
        assert!(office.queue().await.is_empty(), "both sides say that it has gone");
        assert_eq!((office.balance("assets:operator:wave"), office.balance("income:fees:ZLE")), (0, 0));
        assert_eq!(office.order(&paid.order).await["status"], "refunded");
    }

    async fn a_refund_the_statement_does_not_have_is_a_difference(office: Office) {
        let paid = office.paid("wave").await;
        office.withdraw(&paid).await;
        let refund = office.approved_refund(&paid).await;
        office.treasurer.post(&format!("refunds/{refund}/execution"), &json!({ "operatorReference": "T_hand" })).await.expect(200);
        let less = Row { transaction: "T_back", kind: "api_checkout_refund", amount: "-1000", fee: "0", reference: &paid.reference };
        let payment = || row(&paid.transaction, "1500", &paid.reference);
        office.import(wave(&[payment()]), None).await;
        let queue = office.queue().await;
        assert_eq!((classes(&queue), &queue[0]["amountXof"]), (vec!["missing_at_provider"], &json!(FEE)));
        // Less than was sent back is told as that, and not taken for it.
        office.import(wave(&[payment(), less]), None).await;
        let queue = office.queue().await;
        assert_eq!(find(&queue, "amount_diff")["amountXof"], 500);
    }

    async fn part_of_a_payment_that_went_back_reverses_nothing(office: Office) {
        let paid = office.paid("wave").await;
        let back = |transaction, amount| Row { transaction, kind: "api_checkout_refund", amount, fee: "0", reference: &paid.reference };
        office.import(wave(&[row(&paid.transaction, "1500", ""), back("T_part", "-700"), back("T_none", "0")]), None).await;
        let queue = office.queue().await;
        let mut amounts: Vec<i64> = queue.iter().map(|one| one["amountXof"].as_i64().unwrap()).collect();
        amounts.sort_unstable();
        assert_eq!((classes(&queue), amounts), (vec!["reversal", "reversal"], vec![-700, 0]));
        assert_eq!(office.order(&paid.order).await["status"], "paid");
        assert_eq!(office.balance("assets:operator:wave"), FEE);
        office.next_day();
        office.close("wave", DAY).await.problem(409, "day_does_not_balance");
    }

    async fn a_transfer_that_came_back_is_not_taken_for_one_that_left(office: Office) {
        let moved = |transaction, amount| Row { transaction, kind: "merchant_sweep", amount, fee: "0", reference: "" };
        office.import(wave(&[moved("T_out", "-1000"), moved("T_in", "400"), moved("T_zero", "0")]), None).await;
        let queue = office.queue().await;
        assert_eq!(classes(&queue), ["missing_at_us", "missing_at_us"]);
        assert_eq!((office.balance("assets:treasury:bank"), office.balance("assets:operator:wave")), (1_000, -1_000));
    }

    async fn the_wrong_money_waits_in_suspense_once_whoever_tells_it_first(office: Office) {
        office.agency.operators.behave(Which::Wave, Behaviour { wrong_amount: Some(1_000), ..Behaviour::default() });
        // The operator says it first, then its statement.
        let (first, order) = office.paid_wrongly().await;
        eventually("the wrong money is noticed", || async {
            office.agency.app.settle().await;
            (office.order(&order).await["attempts"][0]["status"] == "integrity_failure").then_some(())
        }).await;
        assert_eq!(office.balance("liabilities:suspense"), -1_000);
        let line = |payment: &Payment| (payment.transaction_id.clone().unwrap(), payment.reference.clone());
        let (transaction, reference) = line(&first);
        office.import(wave(&[row(&transaction, "1000", &reference)]), None).await;
        assert!(office.queue().await.is_empty(), "the statement says what the books say");
        assert_eq!(office.balance("liabilities:suspense"), -1_000);
        // The statement says it first, a person puts it into suspense, and then the operator is heard.
        office.agency.operators.behave(
            Which::Wave,
            Behaviour { wrong_amount: Some(1_000), drop_callback: true, query_http_error: Some(503), ..Behaviour::default() },
        );
        let (second, _) = office.paid_wrongly().await;
        let (transaction, reference) = line(&second);
        office.import(wave(&[row(&transaction, "1000", &reference)]), None).await;
        let queue = office.queue().await;
        office.resolve(&office.treasurer, &find(&queue, "missing_at_us")["id"], &json!({ "action": "to_suspense" })).await.expect(200);
        assert_eq!(office.balance("liabilities:suspense"), -2_000);
        office.agency.operators.behave(Which::Wave, Behaviour { wrong_amount: Some(1_000), drop_callback: true, ..Behaviour::default() });
        office.hear_again().await;
        assert_eq!(office.balance("liabilities:suspense"), -2_000, "one payment waits once");
        assert_eq!(office.balance("assets:operator:wave"), 2_000);
        office.next_day();
        office.close("wave", DAY).await.expect(200);
    }

    async fn what_waited_in_suspense_is_withdrawn_when_the_operator_says_whose_it_was(office: Office) {
        let application = office.agency.submitted().await;
        let order = application["feeOrder"]["id"].as_str().unwrap().to_owned();
        office.agency.operators.behave(Which::Wave, Behaviour { drop_callback: true, query_http_error: Some(503), ..Behaviour::default() });
        office.agency.exporter.post(&format!("fee-orders/{order}/attempts"), &json!({ "operator": "wave" })).await.expect(201);
        let reference = office.agency.operators.payments().pop().unwrap().reference;
        office.agency.operators.pay(&reference, Outcome::Confirm).await;
        let payment = office.agency.operators.payment(&reference).unwrap();
        // The statement does not repeat our reference: the money is nobody's, and its day is closed with it in suspense.
        office.import(wave(&[row(payment.transaction_id.as_deref().unwrap(), "1500", "")]), None).await;
        let queue = office.queue().await;
        office.resolve(&office.treasurer, &queue[0]["id"], &json!({ "action": "to_suspense" })).await.expect(200);
        office.next_day();
        office.close("wave", DAY).await.expect(200);
        assert_eq!(office.balance("assets:operator:wave"), FEE);
        office.agency.operators.behave(Which::Wave, Behaviour { drop_callback: true, ..Behaviour::default() });
        eventually("the operator is asked and the order is paid", || async {
            office.agency.app.advance(TimeDelta::minutes(10));
            office.agency.app.settle().await;
            (office.order(&order).await["status"] == "paid").then_some(())
        }).await;
        let settled = office.agency.app.now().date_naive();
        let moved = [Row { transaction: "T_sweep", kind: "merchant_sweep", amount: "-1500", fee: "0", reference: "" }];
        office.import(wave_on(&format!("{}, 9:00:00 AM", settled.format("%b %-d, %Y")), &moved), None).await;
        office.next_day();
        office.close("wave", &settled.to_string()).await.expect(200);
        assert!(office.queue().await.is_empty(), "its line is known, though its day is closed");
        assert_eq!((office.balance("liabilities:suspense"), office.balance("assets:operator:wave")), (0, 0));
    }

    async fn only_what_is_explained_leaves_a_difference_on_a_closed_day(office: Office) {
        let (wrong, paid) = (office.paid("wave").await, office.paid("wave").await);
        office.import(wave(&[row(&paid.transaction, "1500", "")]), None).await;
        assert_eq!(classes(&office.queue().await), ["missing_at_provider"]);
        office.next_day();
        // It turns up a day later with another amount: no longer missing, and still not what the books say.
        office.import(wave_on("Nov 17, 2026, 6:01:00 AM", &[row(&wrong.transaction, "1000", "")]), None).await;
        assert_eq!(classes(&office.queue().await), ["amount_diff"]);
        let day = office.day("wave", DAY).await;
        assert_eq!((&day["differences"][0]["standing"], &day["differences"][0]["amountXof"]), (&json!("open"), &json!(-FEE)));
        office.close("wave", DAY).await.problem(409, "day_does_not_balance");
        let id = office.queue().await.remove(0)["id"].clone();
        let explained = json!({ "action": "explained", "reason": "L'opérateur reconnaît son erreur" });
        office.resolve(&office.treasurer, &id, &explained).await.expect(200);
        assert_eq!(office.day("wave", DAY).await["differences"][0]["standing"], "explained");
        office.close("wave", DAY).await.expect(200);
    }

    async fn the_number_says_more_than_the_reference_also_when_it_comes_later(office: Office) {
        let paid = office.paid("wave").await;
        office.import(wave(&[row("T_second", "1500", &paid.reference)]), None).await;
        assert!(office.queue().await.is_empty(), "our reference is as good as a number as long as there is no other");
        office.import(wave(&[row("T_second", "1500", &paid.reference), row(&paid.transaction, "1500", "")]), None).await;
        let queue = office.queue().await;
        assert_eq!(classes(&queue), ["duplicate_at_provider"]);
        office.resolve(&office.treasurer, &queue[0]["id"], &json!({ "action": "adopted" })).await.expect(200);
        assert_eq!((office.balance("assets:operator:wave"), office.balance("liabilities:overpayment")), (2 * FEE, -FEE));
    }

    async fn a_second_payment_never_pays_an_open_order_with_another_amount_or_by_one_person(office: Office) {
        let paid = office.paid("wave").await;
        let back = Row { transaction: "T_back", kind: "api_checkout_refund", amount: "-1500", fee: "0", reference: &paid.reference };
        office.import(wave(&[
            row(&paid.transaction, "1500", ""), back, row("T_small", "1", &paid.reference), row("T_whole", "1500", &paid.reference),
        ]), None).await;
        assert_eq!(office.order(&paid.order).await["status"], "unpaid");
        let queue = office.queue().await;
        let of = |transaction: &str| queue.iter().find(|one| one["line"]["transactionId"] == transaction).unwrap()["id"].clone();
        let adopt = json!({ "action": "adopted" });
        office.resolve(&office.treasurer, &of("T_whole"), &adopt).await.problem(409, "second_person_needed");
        office.resolve(&office.director, &of("T_small"), &adopt).await.problem(409, "amount_not_due");
        office.resolve(&office.director, &of("T_whole"), &adopt).await.expect(200);
        assert_eq!(office.order(&paid.order).await["status"], "paid");
    }

    async fn the_cash_desk_has_no_statements(office: Office) {
        let file = wave(&[row("T_1", "1500", "")]);
        office.upload(&office.treasurer, "x.xlsx", file, Some("cash_desk")).await.problem(422, "invalid");
        let ask = json!({ "operator": "cash_desk", "day": DAY });
        office.treasurer.post("statement-requests", &ask).await.problem(422, "invalid");
        let application = office.agency.submitted().await;
        let order = application["feeOrder"]["id"].as_str().unwrap();
        office.treasurer.post("cash-payments", &json!({ "feeOrderId": order, "receivedXof": FEE })).await.expect(201);
        office.next_day();
        assert_eq!(office.treasurer.get("treasury/days").await.expect(200)["items"], json!([]), "it waits for no statement");
        office.treasurer.get(&format!("treasury/days/cash_desk/{DAY}")).await.problem(404, "not_found");
        office.close("cash_desk", DAY).await.problem(404, "not_found");
        assert!(office.queue().await.is_empty());
    }

    async fn statements_that_contradict_each_other_are_not_both_imported(office: Office) {
        let one = wave(&[row("T_1", "1500", ""), row("T_2", "700", "")]);
        let other = wave(&[row("T_3", "1", ""), row("T_2", "701", "")]);
        // Both were looked at before either counted.
        let first = office.upload(&office.treasurer, "a.xlsx", one, None).await.expect(201);
        let second = office.upload(&office.treasurer, "b.xlsx", other.clone(), None).await.expect(201);
        assert_eq!((&first["faults"], &second["faults"]), (&json!([]), &json!([])));
        let import = async |read: &Value| {
            office.treasurer.post(&format!("statements/{}/import", read["id"].as_str().unwrap()), &json!({})).await
        };
        import(&first).await.expect(200);
        import(&second).await.problem(409, "statement_contradicts");
        let known: i64 = statement_lines::table.count().get_result(&mut office.agency.app.connect()).unwrap();
        assert_eq!(known, 2, "nothing of the second one counts");
        let again = office.upload(&office.treasurer, "b.xlsx", other, None).await.expect(201);
        assert_eq!((&again["status"], &again["faults"][0]["code"]), (&json!("read"), &json!("contradicts")));
        // The same number on another day is another movement, or a mistake.
        let later = office.upload(&office.treasurer, "c.xlsx", wave_on("Nov 18, 2026, 9:01:00 AM", &[row("T_1", "1500", "")]), None).await;
        assert_eq!(later.expect(201)["faults"][0]["code"], "contradicts");
    }

    async fn a_statement_that_reads_otherwise_than_it_was_shown_is_not_imported(office: Office) {
        let read = office.upload(&office.treasurer, "a.xlsx", wave(&[row("T_1", "1500", "")]), None).await.expect(201);
        diesel::update(statement_files::table).set(statement_files::line_count.eq(2)).execute(&mut office.agency.app.connect()).unwrap();
        let path = format!("statements/{}/import", read["id"].as_str().unwrap());
        office.treasurer.post(&path, &json!({})).await.problem(409, "statement_reads_otherwise");
        let known: i64 = statement_lines::table.count().get_result(&mut office.agency.app.connect()).unwrap();
        assert_eq!(known, 0);
    }

    async fn hostile_cells_are_faults_and_never_break_the_service(office: Office) {
        let long = "T".repeat(101);
        let huge = "R".repeat(5_000);
        let read = office.upload(&office.treasurer, "a.xlsx", wave(&[
            row(&long, "1500", ""), row("T_2", "1500", &huge), row("T_3", "1.000", ""), row("T_4", "1500.00", ""),
        ]), None).await.expect(201);
        let faults: Vec<&Value> = read["faults"].as_array().unwrap().iter().map(|fault| &fault["code"]).collect();
        assert_eq!(faults, ["too_long", "not_whole_francs"]);
        assert_eq!((&read["lineCount"], &read["first"][0]["reference"]), (&json!(2), &Value::Null));
        // Signs that nobody sees are no part of a number.
        let csv = "timestamp;transaction_id;transaction_type;amount;client_reference\n\
            2026-11-16 09:00:00;T_\u{1b}5;api_checkout;1500;R\u{7}EF\n";
        let read = office.upload(&office.treasurer, "a.csv", csv.as_bytes().to_vec(), None).await.expect(201);
        assert_eq!((&read["first"][0]["transactionId"], &read["first"][0]["reference"]), (&json!("T_5"), &json!("REF")));
        let path = format!("statements/{}/import", read["id"].as_str().unwrap());
        office.treasurer.post(&path, &json!({})).await.expect(200);
        let word = "w".repeat(500);
        let refused = office.upload(&office.treasurer, "x.xlsx", wave(&[row("T_1", "1", "")]), Some(&word)).await;
        assert_eq!(refused.problem(422, "invalid")["errors"][0]["pointer"], "/operator");
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
