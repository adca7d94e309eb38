//! The exporter's side: start an application, write it, submit it, follow it, withdraw it.

use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::clock::{Instant, Stamp};
use crate::failure::Failure;
use crate::idempotent::Once;
use crate::identity::{Actor, Role};
use crate::origin::application::{ApplicationAction, ApplicationStatus, next};
use crate::origin::codes::SchemeCode;
use crate::origin::content::{Content, Day, Draft};
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::exporter::ExporterStatus;
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::money::Francs;
use crate::origin::refusal::Refusal;
use crate::origin::rules::Rules;
use crate::origin::search::{searchable, words};
use crate::origin::tally::{self, Outcome};
use crate::payment::{self, OrderWithAttempts};
use crate::registration::exporters::Particulars;
use crate::store::applications::{self, ApplicationRow, Filter, Listed, ReturnRow};
use crate::store::documents::DocumentRow;
use crate::store::{Conn, Document, StoreError, counters, documents, events, rules};
use crate::text::Text;
use crate::workers::Worked;

/// How a new application begins.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Start {
    /// An older application of the same firm to copy from.
    pub copy_of: Option<Uuid>,
    /// A certificate of the same firm to replace.
    pub replaces: Option<String>,
}

/// Starts a draft, empty or from an older application.
pub async fn start(app: &App, actor: &Actor, start: Start, once: Once) -> Result<Uuid, Failure> {
    let exporter_id = actor.exporter_id.ok_or(Refusal::ExporterNotVerified)?;
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let made = once.run(conn, stamp.now, |conn| {
                let (content, copy_of, replaces) = beginning(conn, &actor, &start)?;
                let row = new_row(conn, &actor, exporter_id, stamp, content, (copy_of, replaces))?;
                applications::insert(conn, &row)?;
                let created = happening(&row, By::from(&actor), "start").with(json!({ "copyOf": copy_of }));
                events::append(conn, &created, stamp.now)?;
                Ok(row.id.0)
            });
            made.map(|(id, _)| id)
        })
        .await
}

fn beginning(conn: &mut Conn, actor: &Actor, start: &Start) -> Result<(Draft, Option<Uuid>, Option<String>), Failure> {
    if let Some(number) = &start.replaces {
        let old = applications::replaceable(conn, actor.exporter_id.unwrap_or_default(), number)?;
        let (id, live) = old.ok_or_else(|| Fault::at("/replaces", FaultCode::UnknownValue))?;
        if !live {
            return Err(Refusal::AlreadyReplaced.into());
        }
        let source = applications::find(conn, id.0)?.ok_or(Failure::NotFound)?;
        return Ok((source.content.parse()?, Some(source.id.0), Some(number.clone())));
    }
    let Some(id) = start.copy_of else { return Ok((Draft::default(), None, None)) };
    let source = visible(conn, actor, id).map_err(|_| Fault::at("/copyOf", FaultCode::UnknownValue))?;
    Ok((source.content.parse::<Draft>()?.for_a_new_shipment(), Some(id), None))
}

fn new_row(
    conn: &mut Conn,
    actor: &Actor,
    exporter_id: Uuid,
    stamp: Stamp,
    content: Draft,
    (copy_of, replaces): (Option<Uuid>, Option<String>),
) -> Result<ApplicationRow, Failure> {
    let mut ids = stamp.ids();
    let id = ids.make();
    let mut row = ApplicationRow {
        id: id.into(),
        reference: reference(ids.make(), stamp.now),
        exporter_id: exporter_id.into(),
        status: ApplicationStatus::Draft,
        version: 1,
        scheme: None,
        destination: None,
        content: Document(Value::Null),
        search: String::new(),
        fob_value_xof: None,
        copy_of: copy_of.map(Into::into),
        replaces,
        created_by: actor.account_id.into(),
        created_at: stamp.now.into(),
        updated_at: stamp.now.into(),
        submitted_at: None,
        queued_at: None,
        decided_at: None,
        assignee_id: None,
        assigned_at: None,
        examiner_id: None,
        signatory_id: None,
        proposal: None,
        decision: None,
        opinion: None,
        clock_started_at: None,
        clock_running_since: None,
        clock_worked_s: 0,
        due_at: None,
        return_count: 0,
        promised_hours: 0,
        certificate_number: None,
    };
    set_content(conn, &mut row, &content)?;
    Ok(row)
}

/// What a person calls the application: the year and 35 bits of chance, in letters that are not mistaken for digits.
fn reference(chance: Uuid, now: Instant) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letters: String = chance.as_bytes()[8..16]
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)).map(|letter| char::from(*letter)))
        .collect();
    format!("D{}-{}-{}", now.format("%y"), &letters[1..4], &letters[4..8])
}

/// Stores the draft together with the columns that are derived from it.
fn set_content(conn: &mut Conn, row: &mut ApplicationRow, draft: &Draft) -> Result<(), Failure> {
    let firm = applications::firm(conn, row.exporter_id)?.map(|(name, _)| name).unwrap_or_default();
    let consignee = draft.consignee.as_ref().and_then(|c| c.name.clone()).unwrap_or_default();
    let invoice = draft.invoice.as_ref().and_then(|i| i.number.clone()).unwrap_or_default();
    let goods: Vec<String> = draft
        .goods
        .iter()
        .flat_map(|line| [line.description.clone(), line.hs_code.clone()].into_iter().flatten())
        .collect();
    row.search = searchable(&[row.reference.as_str(), &firm, &consignee, &invoice, &goods.join(" ")]);
    row.scheme.clone_from(&draft.scheme);
    row.destination.clone_from(&draft.destination);
    row.fob_value_xof = draft.fob_value_xof();
    row.content = Document::of(draft)?;
    Ok(())
}

/// An event about an application, without change of state.
fn happening(row: &ApplicationRow, by: By, action: &'static str) -> Happening {
    Happening::new(RecordKind::Application, row.id.0, row.reference.clone(), by, action)
}

/// An application this person may see; otherwise it does not exist for them. Drafts are the firm's own affair.
pub fn visible(conn: &mut Conn, actor: &Actor, id: Uuid) -> Result<ApplicationRow, Failure> {
    let row = applications::find(conn, id)?.ok_or(Failure::NotFound)?;
    let own = actor.exporter_id == Some(row.exporter_id.0);
    let staff = actor.role.is_staff() && row.status != ApplicationStatus::Draft;
    if own || staff { Ok(row) } else { Err(Failure::NotFound) }
}

/// One step of an application's life.
#[derive(Debug)]
pub struct Step {
    pub action: ApplicationAction,
    pub by: By,
    pub reason: Option<String>,
    pub data: Value,
}

impl Step {
    /// A step without reason or further facts.
    pub fn new(action: ApplicationAction, by: impl Into<By>) -> Self {
        Self { action, by: by.into(), reason: None, data: json!({}) }
    }

    #[must_use]
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }

    #[must_use]
    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }
}

/// Takes one step: asks the state machine, moves the clock, writes the row and its event. The only door to a change of state.
///
/// `change` sets what else the step changes; it cannot touch the state.
pub fn take(
    conn: &mut Conn,
    before: &ApplicationRow,
    step: Step,
    now: Instant,
    change: impl FnOnce(&mut ApplicationRow),
) -> Result<ApplicationRow, Failure> {
    let status = next(before.status, step.action)
        .ok_or(Refusal::NotInThisState { state: before.status.as_str(), action: step.action.as_str() })?;
    let mut after = before.clone();
    change(&mut after);
    after.status = status;
    after.updated_at = now.into();
    after.set_clock(before.clock().after(status, now, after.promised_hours));
    if !applications::advance(conn, before, &after)? {
        // Inside a write the row cannot have changed since it was read, except on PostgreSQL, which then wants a new run.
        return Err(StoreError::Busy("the application changed".into()).into());
    }
    let mut event = happening(before, step.by, step.action.as_str()).change(before.status.as_str(), status.as_str());
    event.reason = step.reason;
    event.data = step.data;
    events::append(conn, &event, now)?;
    after.version = before.version + 1;
    Ok(after)
}

/// Replaces members of a draft's content. `seen` is the version the writer was looking at.
pub async fn edit(app: &App, actor: &Actor, id: Uuid, seen: i64, members: Map<String, Value>) -> Result<(), Failure> {
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let before = own(conn, &actor, id)?;
            if next(before.status, ApplicationAction::Edit).is_none() {
                return Err(Refusal::NotInThisState { state: before.status.as_str(), action: "edit" }.into());
            }
            if before.version != seen {
                return Err(Failure::Changed(Box::new(changed(&before))));
            }
            let draft = merged(before.content.0.clone(), &members)?;
            let mut after = before.clone();
            set_content(conn, &mut after, &draft)?;
            after.updated_at = stamp.now.into();
            // Autosaved keystrokes are not history: the submission keeps what was sent, and its event says so.
            if applications::advance(conn, &before, &after)? {
                Ok(())
            } else {
                Err(StoreError::Busy("edited".into()).into())
            }
        })
        .await
}

/// What the loser of a race needs to see to decide.
fn changed(row: &ApplicationRow) -> Value {
    json!({ "id": row.id.0, "version": row.version, "status": row.status, "content": row.content.0 })
}

fn merged(content: Value, members: &Map<String, Value>) -> Result<Draft, Failure> {
    let Value::Object(mut whole) = content else {
        return Err(StoreError::Corrupt("content is no object".into()).into());
    };
    for (name, value) in members {
        match value {
            Value::Null => whole.remove(name),
            value => whole.insert(name.clone(), value.clone()),
        };
    }
    serde_path_to_error::deserialize(Value::Object(whole)).map_err(|error| {
        let pointer = format!("/{}", error.path().to_string().replace(['.', '['], "/").replace(']', ""));
        let pointer = pointer.replace("//", "/");
        Fault::at(pointer.trim_end_matches('/'), FaultCode::Unreadable { why: error.inner().to_string() }).into()
    })
}

/// The application, if it is this person's firm's own.
fn own(conn: &mut Conn, actor: &Actor, id: Uuid) -> Result<ApplicationRow, Failure> {
    let row = visible(conn, actor, id)?;
    if actor.exporter_id == Some(row.exporter_id.0) { Ok(row) } else { Err(Failure::Forbidden) }
}

/// What submission would say now.
pub async fn faults(app: &App, actor: &Actor, id: Uuid) -> Result<Vec<Fault>, Failure> {
    let (actor, now, base) = (actor.clone(), app.clock.now(), app.rules.clone());
    app.db
        .read(move |conn| {
            let row = visible(conn, &actor, id)?;
            let rules = base.with_rows(rules::load(conn)?);
            Ok(checked(conn, &rules, &row, now)?.err().unwrap_or_default())
        })
        .await
}

/// The content as the rules of this day read it. The outer error is the store's, the inner one the draft's.
pub fn checked(
    conn: &mut Conn,
    rules: &Rules,
    row: &ApplicationRow,
    now: Instant,
) -> Result<Result<Content, Vec<Fault>>, Failure> {
    let draft: Draft = row.content.clone().parse()?;
    let attached = applications::attached_kinds(conn, row.id)?;
    Ok(draft.parse(Day { rules, today: now.date_naive() }, &attached))
}

/// Submits: freezes the content, checks everything at once, and demands the fee or goes back to the queue.
pub async fn submit(app: &App, actor: &Actor, id: Uuid, declaration_accepted: bool) -> Result<(), Failure> {
    let (actor, stamp, base) = (actor.clone(), app.clock.stamp(), app.rules.clone());
    app.db
        .write(move |conn| {
            let before = own(conn, &actor, id)?;
            let rules = base.with_rows(rules::load(conn)?);
            exporter_may_apply(conn, &before)?;
            let content = checked_with_declaration(conn, &rules, &before, stamp.now, declaration_accepted)?;
            let again = before.return_count > 0 && before.queued_at.is_some();
            let number = applications::keep_submission(conn, before.id, stamp.now.into(), &before.content)?;
            let step = Step::new(ApplicationAction::Submit, &actor).with(json!({
                "submission": number,
                "content": crate::origin::event::hash_fields(&[&crate::origin::event::canonical(&before.content.0)]),
            }));
            let submitted = take(conn, &before, step, stamp.now, |row| {
                row.submitted_at = Some(stamp.now.into());
                row.fob_value_xof = Some(content.fob_value_xof());
                row.promised_hours = i64::from(rules.deadlines().processing_hours);
            })?;
            if again {
                return queue(conn, &submitted, stamp.now).map(|_| ());
            }
            counters::add(conn, &tally::submitted(content.scheme.as_str(), stamp.now))?;
            demand_fee(conn, &rules, &submitted, &actor, stamp)
        })
        .await
}

/// Nothing is asked for and nothing is issued in the name of a firm that is not verified on that day.
pub fn exporter_may_apply(conn: &mut Conn, row: &ApplicationRow) -> Result<(), Failure> {
    use ExporterStatus as S;
    match applications::firm(conn, row.exporter_id)?.ok_or(Failure::NotFound)?.1 {
        S::Verified => Ok(()),
        S::Suspended => Err(Refusal::ExporterSuspended.into()),
        S::Pending | S::Rejected => Err(Refusal::ExporterNotVerified.into()),
    }
}

fn checked_with_declaration(
    conn: &mut Conn,
    rules: &Rules,
    row: &ApplicationRow,
    now: Instant,
    declared: bool,
) -> Result<Content, Failure> {
    let declaration = (!declared).then(|| Fault::at("/declarationAccepted", FaultCode::NotAccepted));
    match (checked(conn, rules, row, now)?, declaration) {
        (Ok(content), None) => Ok(content),
        (Ok(_), Some(fault)) => Err(fault.into()),
        (Err(mut faults), declaration) => {
            faults.extend(declaration);
            Err(faults.into())
        }
    }
}

/// Opens the fee order at the price in force. Where the schedule exempts, the application goes straight to the queue.
fn demand_fee(
    conn: &mut Conn,
    rules: &Rules,
    submitted: &ApplicationRow,
    actor: &Actor,
    stamp: Stamp,
) -> Result<(), Failure> {
    let code =
        submitted.scheme.as_deref().and_then(|code| SchemeCode::parse(code).ok()).ok_or(Refusal::NoFeeForScheme)?;
    let rate = rules.fee_on(&code, stamp.now.date_naive()).ok_or(Refusal::NoFeeForScheme)?;
    let request = payment::OrderRequest {
        application_id: submitted.id.0,
        application_reference: submitted.reference.clone(),
        exporter_id: submitted.exporter_id.0,
        scheme: code.to_string(),
        amount: Francs::new(rate.amount_xof).map_err(|_| Refusal::NoFeeForScheme)?,
        tariff: json!({
            "amountXof": rate.amount_xof, "validFrom": rate.valid_from, "source": rate.source, "confirmed": rate.confirmed
        }),
    };
    let order = payment::open_order(conn, &request, By::from(actor), &mut stamp.ids(), stamp.now)?;
    if order.status.is_settled() {
        return queue(conn, submitted, stamp.now).map(|_| ());
    }
    let step = Step::new(ApplicationAction::DemandFee, By::Service).with(json!({ "amountXof": order.amount_xof }));
    take(conn, submitted, step, stamp.now, |_| ()).map(|_| ())
}

fn queue(conn: &mut Conn, row: &ApplicationRow, now: Instant) -> Result<ApplicationRow, Failure> {
    take(conn, row, Step::new(ApplicationAction::Queue, By::Service), now, |row| {
        // A resubmitted file keeps its place: the oldest is still examined first.
        row.queued_at = row.queued_at.or(Some(now.into()));
        row.assignee_id = None;
        row.assigned_at = None;
    })
}

/// The fee is settled: the application enters the queue. Called inside the write that settles the order.
///
/// A payment that arrives after withdrawal changes nothing here; whether the fee goes back is then decided by a person.
pub fn mark_paid(conn: &mut Conn, application_id: Uuid, now: Instant) -> Result<(), Failure> {
    let row = applications::find(conn, application_id)?.ok_or(Failure::NotFound)?;
    if row.status != ApplicationStatus::AwaitingPayment {
        return Ok(());
    }
    queue(conn, &row, now).map(|_| ())
}

/// The exporter gives up the application.
pub async fn withdraw(app: &App, actor: &Actor, id: Uuid, reason: Option<String>) -> Result<(), Failure> {
    let (actor, stamp) = (actor.clone(), app.clock.stamp());
    app.db
        .write(move |conn| {
            let before = own(conn, &actor, id)?;
            let step = Step::new(ApplicationAction::Withdraw, &actor).because(reason.clone());
            let decision = json!({ "kind": "withdrawn", "at": stamp.now, "reasons": [] });
            take(conn, &before, step, stamp.now, |row| end(row, stamp.now, decision))?;
            if before.submitted_at.is_some() {
                counters::add(conn, &tally::decided(Outcome::Withdrawn, 0, stamp.now))?;
            }
            payment::cancel_order(conn, before.id.0, By::from(&actor), stamp.now)?;
            Ok(())
        })
        .await
}

/// What the end of an application leaves in its row, whoever ended it.
pub fn end(row: &mut ApplicationRow, now: Instant, decision: Value) {
    row.decided_at = Some(now.into());
    row.decision = Some(Document(decision));
    row.assignee_id = None;
    row.assigned_at = None;
}

/// How many forgotten applications one turn closes.
const LAPSE_BATCH: usize = 50;

/// Closes returned applications nobody answered. Run by a worker.
pub async fn lapse_forgotten(app: &App) -> Result<Worked, Failure> {
    let (stamp, days) = (app.clock.stamp(), i64::from(app.rules.deadlines().lapse_after_days));
    let since = stamp.now - chrono::TimeDelta::days(days);
    let closed = app
        .db
        .write(move |conn| {
            let forgotten = applications::forgotten(conn, since, LAPSE_BATCH as i64)?;
            for row in &forgotten {
                let decision = json!({ "kind": "lapsed", "at": stamp.now, "reasons": [] });
                let step = Step::new(ApplicationAction::Lapse, By::Service);
                take(conn, row, step, stamp.now, |row| end(row, stamp.now, decision))?;
                counters::add(conn, &tally::decided(Outcome::Lapsed, 0, stamp.now))?;
            }
            Ok::<_, Failure>(forgotten.len())
        })
        .await?;
    Ok(Worked::of(closed, LAPSE_BATCH))
}

/// What a list asks for.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub queue: Option<crate::examination::Queue>,
    pub status: Option<ApplicationStatus>,
    pub scheme: Option<String>,
    pub q: Option<String>,
    pub after: Option<Uuid>,
    pub limit: i64,
}

/// The applications this person may see.
pub async fn list(app: &App, actor: &Actor, listing: Listing) -> Result<Vec<Listed>, Failure> {
    let now = app.clock.now();
    let mut filter = Filter {
        statuses: listing.status.into_iter().collect(),
        scheme: listing.scheme,
        words: words(listing.q.as_deref().unwrap_or_default()),
        after: listing.after,
        limit: listing.limit,
        ..Filter::default()
    };
    if actor.role.is_exporter() {
        // A person without a firm sees the applications of no firm, not of all.
        filter.exporter_id = Some(actor.exporter_id.unwrap_or(Uuid::nil()));
    } else {
        filter.without_drafts = true;
        if let Some(queue) = listing.queue {
            queue.narrow(&mut filter, actor, now);
        }
    }
    app.db.read(move |conn| Ok(applications::list(conn, &filter)?)).await
}

/// The application's history, for those who may see it.
pub async fn timeline(app: &App, actor: &Actor, id: Uuid) -> Result<Vec<events::EventWithActor>, Failure> {
    let actor = actor.clone();
    app.db
        .read(move |conn| {
            let row = visible(conn, &actor, id)?;
            let history = events::of_record(conn, RecordKind::Application, &row.id.0.to_string())?;
            Ok(crate::audit::told_to(&actor, history))
        })
        .await
}

/// What changed since the content was last returned: pointer, before, after.
pub async fn changes(app: &App, actor: &Actor, id: Uuid) -> Result<Vec<(String, Value, Value)>, Failure> {
    let actor = actor.clone();
    app.db
        .read(move |conn| {
            let row = visible(conn, &actor, id)?;
            let submissions = applications::submissions(conn, row.id)?;
            let mut found = Vec::new();
            if let [.., before, after] = submissions.as_slice() {
                difference("", &before.0, &after.0, &mut found);
            }
            Ok(found)
        })
        .await
}

/// Walks two documents and notes every place where they differ.
fn difference(pointer: &str, before: &Value, after: &Value, found: &mut Vec<(String, Value, Value)>) {
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names {
                let (left, right) = (a.get(name).unwrap_or(&Value::Null), b.get(name).unwrap_or(&Value::Null));
                difference(&format!("{pointer}/{name}"), left, right, found);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for index in 0..a.len().max(b.len()) {
                let (left, right) = (a.get(index).unwrap_or(&Value::Null), b.get(index).unwrap_or(&Value::Null));
                difference(&format!("{pointer}/{index}"), left, right, found);
            }
        }
        (a, b) if a != b => found.push((pointer.to_owned(), a.clone(), b.clone())),
        _ => {}
    }
}

/// A firm as an application shows it.
#[derive(Debug, Clone)]
pub struct Firm {
    pub status: ExporterStatus,
    pub particulars: Particulars,
}

/// One application with everything around it.
#[derive(Debug, Clone)]
pub struct Details {
    pub listed: Listed,
    pub exporter: Firm,
    pub documents: Vec<DocumentRow>,
    /// Kind, name, and whether it is there.
    pub required: Vec<(String, Text, bool)>,
    /// What is owed, with its attempts.
    pub order: Option<OrderWithAttempts>,
    /// The price in force for the draft's scheme, or the one that was demanded. Whole francs.
    pub fee_xof: Option<i64>,
    pub last_return: Option<ReturnRow>,
    /// The name of whoever proposed it.
    pub examiner: Option<String>,
}

/// One application, whole, for a person who may see it.
pub async fn details(app: &App, actor: &Actor, id: Uuid) -> Result<Details, Failure> {
    let (actor, now, base) = (actor.clone(), app.clock.now(), app.rules.clone());
    app.db
        .read(move |conn| {
            let row = visible(conn, &actor, id)?;
            let rules = base.with_rows(rules::load(conn)?);
            let (status, name, particulars) = applications::firm_particulars(conn, row.exporter_id)?;
            let documents = documents::of_owner(conn, "application", id)?;
            let holder = row.assignee_id.map(|id| applications::account_name(conn, id)).transpose()?.flatten();
            let examiner = row.examiner_id.map(|id| applications::account_name(conn, id)).transpose()?.flatten();
            let order = payment::order_of_application(conn, id)?;
            Ok(Details {
                required: required(&rules, &row, &documents)?,
                fee_xof: fee(&rules, &row, order.as_ref(), now),
                order,
                last_return: applications::last_return(conn, row.id)?,
                exporter: Firm { status, particulars: particulars.parse()? },
                listed: (row, name, holder),
                documents,
                examiner,
            })
        })
        .await
}

fn required(
    rules: &Rules,
    row: &ApplicationRow,
    present: &[DocumentRow],
) -> Result<Vec<(String, Text, bool)>, Failure> {
    let draft: Draft = row.content.clone().parse()?;
    let code = draft.scheme.as_deref().and_then(|code| SchemeCode::parse(code).ok());
    let lines = draft.lines(code.as_ref().and_then(|code| rules.scheme(code)));
    let kinds = rules.reference().required_documents(&lines);
    Ok(kinds
        .into_iter()
        .map(|kind| (kind.code.clone(), kind.name.clone(), present.iter().any(|d| d.kind == kind.code)))
        .collect())
}

/// What was demanded, or what would be today.
fn fee(rules: &Rules, row: &ApplicationRow, owed: Option<&OrderWithAttempts>, now: Instant) -> Option<i64> {
    if let Some(owed) = owed {
        return Some(owed.order.amount_xof);
    }
    let code = SchemeCode::parse(row.scheme.as_deref()?).ok()?;
    rules.fee_on(&code, now.date_naive()).map(|rate| rate.amount_xof)
}

/// What this person may do with the application now; the screens show these and no others.
#[must_use]
pub fn allowed_actions(actor: &Actor, row: &ApplicationRow) -> Vec<&'static str> {
    use ApplicationAction as A;
    let may = |action| next(row.status, action).is_some();
    let mine = row.assignee_id.is_some_and(|id| id.0 == actor.account_id);
    let mut allowed = Vec::new();
    let mut offer = |name, yes: bool| {
        if yes {
            allowed.push(name);
        }
    };
    if actor.role.is_exporter() {
        offer("edit", may(A::Edit));
        offer("submit", may(A::Submit));
        offer("pay", row.status == ApplicationStatus::AwaitingPayment);
        offer("withdraw", may(A::Withdraw));
        offer("copy", true);
    }
    if actor.role == Role::Examiner {
        let examining = row.status == ApplicationStatus::InReview && mine;
        offer("claim", matches!(row.status, ApplicationStatus::Queued | ApplicationStatus::InReview) && !mine);
        offer("release", examining);
        offer("return", examining);
        offer("request_opinion", examining);
        offer("propose", examining);
        offer("give_opinion", may(A::GiveOpinion));
    }
    if actor.role == Role::Signatory && row.status == ApplicationStatus::Proposed {
        let other_examined = row.examiner_id.is_some_and(|id| id.0 != actor.account_id);
        offer("claim", !mine && other_examined);
        offer("release", mine);
        offer("reconsider", other_examined);
        offer("approve", other_examined && crate::examination::is_favourable(row));
        offer("refuse", other_examined);
    }
    allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_by_place() {
        let before = json!({ "goods": [{ "marks": "A" }], "destination": "MA" });
        let after = json!({ "goods": [{ "marks": "B" }, { "marks": "C" }], "destination": "MA" });
        let mut found = Vec::new();
        difference("", &before, &after, &mut found);
        let places: Vec<&str> = found.iter().map(|(pointer, _, _)| pointer.as_str()).collect();
        assert_eq!(places, ["/goods/0/marks", "/goods/1"]);
    }

    #[test]
    fn a_merged_draft_names_the_member_that_is_wrong() {
        let members = json!({ "goods": [{ "packageCount": "douze" }] });
        let Value::Object(members) = members else { panic!("an object") };
        let Err(Failure::Invalid(faults)) = merged(json!({ "destination": "MA" }), &members) else { panic!("a fault") };
        assert_eq!(faults[0].pointer, "/goods/0/packageCount");
    }

    #[test]
    fn a_reference_can_be_read_aloud() {
        let reference =
            reference(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef), crate::clock::Clock::System.now());
        assert_eq!(reference.len(), 12, "{reference}");
        assert!(!reference.contains(['I', 'L', 'O', 'U']), "{reference}");
    }
}
