//! The agency's side: take a file, examine it, ask, return, propose; and, by another person, decide.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::application::{Step, take, visible};
use crate::clock::{Instant, Stamp};
use crate::failure::Failure;
use crate::identity::{Actor, Role};
use crate::origin::application::{ApplicationAction as Action, ApplicationStatus as Status};
use crate::origin::codes::SchemeCode;
use crate::origin::content::Content;
use crate::origin::drawing_up::{Decided, FirmParticulars, draw_up};
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::number::CertificateNumber;
use crate::origin::record::CertificateRecord;
use crate::origin::refusal::Refusal;
use crate::origin::rules::{Rules, Scheme};
use crate::origin::tally::{self, Outcome};
use crate::store::applications::{self, ApplicationRow, Filter};
use crate::store::{Conn, Document, Id, StoreError, counters, rules};
use crate::text_enum;
use crate::{issuance, payment};

text_enum! {
    /// The queues, named by what is to be done.
    pub enum Queue {
        ToExamine = "to_examine",
        Mine = "mine",
        WaitingExporter = "waiting_exporter",
        AwaitingOpinion = "awaiting_opinion",
        ToSign = "to_sign",
        Late = "late",
        Decided = "decided",
    }
}

impl Queue {
    /// The states a queue holds.
    #[must_use]
    pub const fn statuses(self) -> &'static [Status] {
        match self {
            Self::ToExamine => &[Status::Queued],
            Self::Mine => &[Status::InReview, Status::AwaitingOpinion, Status::Proposed],
            Self::WaitingExporter => &[Status::Returned, Status::AwaitingPayment],
            Self::AwaitingOpinion => &[Status::AwaitingOpinion],
            Self::ToSign => &[Status::Proposed],
            Self::Late => &[Status::Queued, Status::InReview, Status::AwaitingOpinion, Status::Proposed],
            Self::Decided => &[Status::Approved, Status::Refused, Status::Withdrawn, Status::Lapsed],
        }
    }

    /// Narrows a list to this queue, as this person sees it at this instant.
    pub fn narrow(self, filter: &mut Filter, actor: &Actor, now: Instant) {
        filter.statuses = self.statuses().to_vec();
        filter.as_queue = self != Self::Decided;
        if self == Self::Mine {
            filter.assignee_id = Some(actor.account_id);
        }
        if self == Self::Late {
            filter.late_at = Some(now);
        }
    }
}

/// How long each queue is, as one person sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueLengths {
    pub to_examine: i64,
    pub mine: i64,
    pub waiting_exporter: i64,
    pub awaiting_opinion: i64,
    pub to_sign: i64,
    pub late: i64,
}

/// The lengths of the queues.
pub async fn queue_lengths(app: &App, actor: &Actor) -> Result<QueueLengths, Failure> {
    let (me, now) = (actor.account_id, app.clock.now());
    app.db.read(move |conn| lengths(conn, me, now)).await
}

/// As [`queue_lengths`], on a connection one already has.
pub fn lengths(conn: &mut Conn, me: Uuid, now: Instant) -> Result<QueueLengths, Failure> {
    let mut of = |queue: Queue| {
        let assignee = (queue == Queue::Mine).then_some(me);
        let late = (queue == Queue::Late).then_some(now);
        applications::count(conn, queue.statuses(), assignee, late)
    };
    Ok(QueueLengths {
        to_examine: of(Queue::ToExamine)?,
        mine: of(Queue::Mine)?,
        waiting_exporter: of(Queue::WaitingExporter)?,
        awaiting_opinion: of(Queue::AwaitingOpinion)?,
        to_sign: of(Queue::ToSign)?,
        late: of(Queue::Late)?,
    })
}

/// Takes the oldest free file of a queue; none when the queue is empty.
pub async fn claim_next(app: &App, actor: &Actor) -> Result<Option<Uuid>, Failure> {
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let (status, not_mine) = match actor.role {
                Role::Signatory => (Status::Proposed, Some(actor.account_id)),
                _ => (Status::Queued, None),
            };
            let Some(row) = applications::oldest_free(conn, status, not_mine)? else { return Ok(None) };
            hold(conn, &row, &actor, now, json!({}))?;
            Ok(Some(row.id.0))
        })
        .await
}

/// Takes one file. A file somebody else holds is only taken over when that is asked for, and the history says so.
pub async fn claim(app: &App, actor: &Actor, id: Uuid, take_over: bool) -> Result<(), Failure> {
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let row = visible(conn, &actor, id)?;
            may_work_on(&actor, &row)?;
            let from = match row.assignee_id {
                Some(holder) if holder.0 == actor.account_id => return Ok(()),
                Some(holder) if !take_over => {
                    let name = applications::account_name(conn, holder)?.unwrap_or_default();
                    return Err(Refusal::HeldBy { name }.into());
                }
                holder => holder.map(|h| h.0),
            };
            hold(conn, &row, &actor, now, json!({ "takenOverFrom": from }))
        })
        .await
}

/// An examiner works on what is examined, a signatory on what is proposed by somebody else.
fn may_work_on(actor: &Actor, row: &ApplicationRow) -> Result<(), Failure> {
    match (actor.role, row.status) {
        (Role::Signatory, Status::Proposed) if row.examiner_id.map(|id| id.0) == Some(actor.account_id) => {
            Err(Refusal::SamePerson.into())
        }
        (Role::Examiner, Status::Queued | Status::InReview) | (Role::Signatory, Status::Proposed) => Ok(()),
        (_, status) => Err(Refusal::NotInThisState { state: status.as_str(), action: "claim" }.into()),
    }
}

fn hold(
    conn: &mut Conn,
    row: &ApplicationRow,
    actor: &Actor,
    now: Instant,
    data: serde_json::Value,
) -> Result<(), Failure> {
    take(conn, row, Step::new(Action::Claim, actor).with(data), now, |row| {
        row.assignee_id = Some(actor.account_id.into());
        row.assigned_at = Some(now.into());
    })
    .map(|_| ())
}

/// Gives a held file back to its queue.
pub async fn release(app: &App, actor: &Actor, id: Uuid) -> Result<(), Failure> {
    step_of_holder(
        app,
        actor,
        id,
        Action::Release,
        |_, _| Ok(Change::default()),
        |row, _, _| {
            row.assignee_id = None;
            row.assigned_at = None;
        },
    )
    .await
}

/// What a step carries besides the row's change.
#[derive(Debug, Default)]
struct Change {
    reason: Option<String>,
    data: serde_json::Value,
    /// Asked of the row and the rules before the step, and stored by it.
    document: Option<Document>,
}

/// A step that only the holder of the file may take.
async fn step_of_holder(
    app: &App,
    actor: &Actor,
    id: Uuid,
    action: Action,
    check: impl Fn(&mut Conn, &ApplicationRow) -> Result<Change, Failure> + Send + 'static,
    change: impl Fn(&mut ApplicationRow, &Change, Instant) + Send + 'static,
) -> Result<(), Failure> {
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let row = held(conn, &actor, id)?;
            let found = check(conn, &row)?;
            let step = Step::new(action, &actor).because(found.reason.clone()).with(found.data.clone());
            take(conn, &row, step, now, |row| change(row, &found, now)).map(|_| ())
        })
        .await
}

/// The file, if this person holds it.
fn held(conn: &mut Conn, actor: &Actor, id: Uuid) -> Result<ApplicationRow, Failure> {
    let row = visible(conn, actor, id)?;
    match row.assignee_id {
        Some(holder) if holder.0 == actor.account_id => Ok(row),
        Some(holder) => {
            let name = applications::account_name(conn, holder)?.unwrap_or_default();
            Err(Refusal::HeldBy { name }.into())
        }
        None => Err(Refusal::NotHeld.into()),
    }
}

/// A reason tied to a field, as the exporter will read it there.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "pointer": "/goods/0/description", "code": "description_unclear",
    "message": "Précisez la variété et le calibre." }))]
pub struct ReturnReason {
    /// A JSON pointer into the application's content; empty for the whole.
    pub pointer: String,
    /// One of `returnReasons` of the reference data.
    pub code: String,
    pub message: String,
}

/// A reason of a refusal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefusalReason {
    /// One of `refusalReasons` of the reference data.
    pub code: String,
    pub message: String,
}

const MESSAGE_MAX: usize = 1000;
const REASONS_MAX: usize = 50;

/// Sends the file back to the exporter with reasons; the processing clock stops.
pub async fn return_to_exporter(
    app: &App,
    actor: &Actor,
    id: Uuid,
    reasons: Vec<ReturnReason>,
    comment: Option<String>,
) -> Result<(), Failure> {
    let comment = checked_reasons(&app.rules, &reasons, comment.as_deref())?;
    let (actor, now, max) = (actor.clone(), app.clock.now(), i64::from(app.rules.deadlines().max_returns));
    app.db
        .write(move |conn| {
            let row = held(conn, &actor, id)?;
            if row.return_count >= max {
                return Err(Refusal::TooManyReturns.into());
            }
            let stored = Document::of(&reasons)?;
            let number = row.return_count + 1;
            let by = (now.into(), actor.account_id.into());
            applications::keep_return(conn, row.id, number, by, &stored, comment.as_deref())?;
            let step = Step::new(Action::Return, &actor).because(comment.clone()).with(json!({ "reasons": stored.0 }));
            take(conn, &row, step, now, |row| {
                row.return_count = number;
                row.examiner_id = Some(actor.account_id.into());
                row.assignee_id = None;
                row.assigned_at = None;
            })?;
            Ok(counters::add(conn, &tally::decided(Outcome::Returned, 0, now))?)
        })
        .await
}

fn checked_reasons(rules: &Rules, reasons: &[ReturnReason], comment: Option<&str>) -> Result<Option<String>, Failure> {
    let mut faults = Faults::default();
    if reasons.is_empty() || reasons.len() > REASONS_MAX {
        faults.add("/reasons", FaultCode::ReasonNeeded);
    }
    for (index, reason) in reasons.iter().enumerate() {
        let at = format!("/reasons/{index}");
        faults.text(&format!("{at}/message"), Some(&reason.message), MESSAGE_MAX);
        if !rules.reference().return_reasons.iter().any(|known| known.code == reason.code) {
            faults.add(format!("{at}/code"), FaultCode::UnknownValue);
        }
        if !(reason.pointer.is_empty() || reason.pointer.starts_with('/')) || reason.pointer.len() > 120 {
            faults.add(format!("{at}/pointer"), FaultCode::Malformed { example: "/goods/0/hsCode" });
        }
    }
    let comment = faults.optional_text("/comment", comment, MESSAGE_MAX);
    Ok(faults.finish(Some(comment))?)
}

/// Asks another body for its opinion.
pub async fn request_opinion(app: &App, actor: &Actor, id: Uuid, body: &str, question: &str) -> Result<(), Failure> {
    let mut faults = Faults::default();
    let body = faults.text("/body", Some(body), 120);
    let question = faults.text("/question", Some(question), MESSAGE_MAX);
    let asked = faults.finish(body.zip(question))?;
    let check = move |_: &mut Conn, _: &ApplicationRow| {
        let data = json!({ "body": asked.0, "question": asked.1 });
        Ok(Change { reason: None, data: data.clone(), document: Some(Document(data)) })
    };
    step_of_holder(app, actor, id, Action::RequestOpinion, check, |row, change, _| {
        row.opinion.clone_from(&change.document);
    })
    .await
}

/// Records the opinion that was asked for. Any examiner may: the one who asked may be away when it comes.
pub async fn give_opinion(app: &App, actor: &Actor, id: Uuid, text: &str, favourable: bool) -> Result<(), Failure> {
    let mut faults = Faults::default();
    let text = faults.text("/text", Some(text), MESSAGE_MAX);
    let text = faults.finish(text)?;
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let row = visible(conn, &actor, id)?;
            let mut opinion = row.opinion.clone().map_or_else(|| json!({}), |document| document.0);
            if let Some(members) = opinion.as_object_mut() {
                members.insert("text".into(), json!(text));
                members.insert("favourable".into(), json!(favourable));
                members.insert("at".into(), json!(now));
            }
            let step = Step::new(Action::GiveOpinion, &actor)
                .because(Some(text.clone()))
                .with(json!({ "favourable": favourable }));
            take(conn, &row, step, now, |row| row.opinion = Some(Document(opinion))).map(|_| ())
        })
        .await
}

/// One line of the examiner's checklist.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckedItem {
    /// One of the scheme's checklist codes.
    pub code: String,
    pub ok: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The examiner's conclusion.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "opinion": "Marchandise entièrement obtenue, pièces concordantes.",
    "checklist": [{ "code": "invoice_agrees", "ok": true }], "favourable": true }))]
pub struct Proposal {
    pub opinion: String,
    pub checklist: Vec<CheckedItem>,
    /// An unfavourable opinion goes to the signatory too: only a signatory refuses.
    #[serde(default = "yes")]
    pub favourable: bool,
}

const fn yes() -> bool {
    true
}

/// Proposes the file for signature with an opinion and a complete checklist.
pub async fn propose(app: &App, actor: &Actor, id: Uuid, proposal: Proposal) -> Result<(), Failure> {
    let (actor, now, rules) = (actor.clone(), app.clock.now(), app.rules.clone());
    let mut faults = Faults::default();
    faults.text("/opinion", Some(&proposal.opinion), MESSAGE_MAX);
    for (index, item) in proposal.checklist.iter().enumerate() {
        faults.optional_text(&format!("/checklist/{index}/note"), item.note.as_deref(), MESSAGE_MAX);
    }
    faults.finish(Some(()))?;
    app.db
        .write(move |conn| {
            let row = held(conn, &actor, id)?;
            checklist_done(scheme_of(&rules, &row), &proposal)?;
            let mut stored = Document::of(&proposal)?;
            if let Some(members) = stored.0.as_object_mut() {
                members.insert("at".into(), json!(now));
            }
            let step = Step::new(Action::Propose, &actor)
                .because(Some(proposal.opinion.clone()))
                .with(json!({ "favourable": proposal.favourable, "checklist": proposal.checklist }));
            take(conn, &row, step, now, |row| {
                row.examiner_id = Some(actor.account_id.into());
                row.assignee_id = None;
                row.assigned_at = None;
                row.proposal = Some(stored);
            })
            .map(|_| ())
        })
        .await
}

fn scheme_of<'a>(rules: &'a Rules, row: &ApplicationRow) -> Option<&'a Scheme> {
    SchemeCode::parse(row.scheme.as_deref()?).ok().and_then(|code| rules.scheme(&code))
}

fn checklist_done(scheme: Option<&Scheme>, proposal: &Proposal) -> Result<(), Failure> {
    let items = scheme.map(|scheme| scheme.checklist.as_slice()).unwrap_or_default();
    let answered = |code: &str| proposal.checklist.iter().find(|item| item.code == code);
    let faults: Vec<Fault> = items
        .iter()
        .filter(|item| answered(&item.code).is_none())
        .map(|item| Fault::at(format!("/checklist/{}", item.code), FaultCode::Required))
        .collect();
    if !faults.is_empty() {
        return Err(faults.into());
    }
    // A favourable opinion over a failed check would be a contradiction on record.
    if proposal.favourable && items.iter().any(|item| answered(&item.code).is_some_and(|answer| !answer.ok)) {
        return Err(Refusal::ChecklistIncomplete.into());
    }
    Ok(())
}

/// The signatory sends a proposed file back to its examiner.
pub async fn reconsider(app: &App, actor: &Actor, id: Uuid, comment: &str) -> Result<(), Failure> {
    let mut faults = Faults::default();
    let comment = faults.text("/comment", Some(comment), MESSAGE_MAX);
    let comment = faults.finish(comment)?;
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let row = proposed_by_another(conn, &actor, id)?;
            let step = Step::new(Action::Reconsider, &actor).because(Some(comment.clone()));
            take(conn, &row, step, now, |row| {
                row.assignee_id = row.examiner_id;
                row.assigned_at = Some(now.into());
            })
            .map(|_| ())
        })
        .await
}

/// A proposed file, if somebody else examined it. Examiner and signatory are two people, always.
pub fn proposed_by_another(conn: &mut Conn, actor: &Actor, id: Uuid) -> Result<ApplicationRow, Failure> {
    let row = visible(conn, actor, id)?;
    if row.status != Status::Proposed {
        return Err(Refusal::NotInThisState { state: row.status.as_str(), action: "decide" }.into());
    }
    if row.examiner_id.is_none_or(|examiner| examiner.0 == actor.account_id) {
        return Err(Refusal::SamePerson.into());
    }
    match row.assignee_id {
        Some(holder) if holder.0 != actor.account_id => {
            let name = applications::account_name(conn, holder)?.unwrap_or_default();
            Err(Refusal::HeldBy { name }.into())
        }
        _ => Ok(row),
    }
}

/// Refuses the application, with reasons.
pub async fn refuse(app: &App, actor: &Actor, id: Uuid, reasons: Vec<RefusalReason>) -> Result<(), Failure> {
    let mut faults = Faults::default();
    if reasons.is_empty() || reasons.len() > REASONS_MAX {
        faults.add("/reasons", FaultCode::ReasonNeeded);
    }
    for (index, reason) in reasons.iter().enumerate() {
        faults.text(&format!("/reasons/{index}/message"), Some(&reason.message), MESSAGE_MAX);
        if !app.rules.reference().refusal_reasons.iter().any(|known| known.code == reason.code) {
            faults.add(format!("/reasons/{index}/code"), FaultCode::UnknownValue);
        }
    }
    faults.finish(Some(()))?;
    let (actor, now) = (actor.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let row = proposed_by_another(conn, &actor, id)?;
            let decision = json!({ "kind": "refused", "at": now, "reasons": reasons });
            let step = Step::new(Action::Refuse, &actor)
                .because(reasons.first().map(|r| r.message.clone()))
                .with(json!({ "reasons": reasons }));
            let refused = take(conn, &row, step, now, |row| decide(row, &actor, now, decision))?;
            Ok(counters::add(conn, &tally::decided(Outcome::Refused, refused.clock_worked_s, now))?)
        })
        .await
}

/// Approves: everything is checked again in the same write that takes the number and orders the seal.
///
/// Gives the number once the certificate exists; none when the seal is still being made, which a worker then finishes.
pub async fn approve(app: &App, actor: &Actor, id: Uuid) -> Result<Option<CertificateNumber>, Failure> {
    let (parts, actor, stamp) = (app.clone(), actor.clone(), app.clock.stamp());
    let number = app.db.write(move |conn| order_seal(conn, &parts, &actor, id, stamp)).await?;
    match issuance::seal_now(app, &number).await {
        Ok(()) => Ok(Some(number)),
        Err(error) => {
            tracing::warn!(?error, "the seal is left to the worker");
            Ok(None)
        }
    }
}

fn order_seal(conn: &mut Conn, app: &App, actor: &Actor, id: Uuid, stamp: Stamp) -> Result<CertificateNumber, Failure> {
    let (row, now) = (proposed_by_another(conn, actor, id)?, stamp.now);
    let rules = app.rules.with_rows(rules::load(conn)?);
    let content = still_lawful(conn, &rules, &row, now)?;
    if !payment::is_settled(conn, id)? {
        return Err(Refusal::FeeNotSettled.into());
    }
    if let Some(old) = &row.replaces
        && !applications::replaceable(conn, row.exporter_id.0, old)?.is_some_and(|(_, live)| live)
    {
        return Err(Refusal::AlreadyReplaced.into());
    }
    let record = record(conn, app, &rules, &row, &content, actor, now)?;
    let decision = json!({ "kind": "approved", "at": now, "reasons": [] });
    let approved = take(conn, &row, Step::new(Action::Approve, actor), now, |row| decide(row, actor, now, decision))?;
    counters::add(conn, &tally::decided(Outcome::Approved, approved.clock_worked_s, now))?;
    let approval = issuance::Approval {
        order_id: stamp.ids().make(),
        application_id: id,
        examiner_id: row.examiner_id.map(|id| id.0).unwrap_or_default(),
        signatory_id: actor.account_id,
        record,
    };
    issuance::order_seal(conn, approval, now)
}

fn record(
    conn: &mut Conn,
    app: &App,
    rules: &Rules,
    row: &ApplicationRow,
    content: &Content,
    actor: &Actor,
    now: Instant,
) -> Result<CertificateRecord, Failure> {
    let (_, firm_name, particulars) = applications::firm_particulars(conn, row.exporter_id)?;
    let firm: FirmParticulars = particulars.parse()?;
    let mut name = |id: Option<Id>| -> Result<String, Failure> {
        let name = id.map(|id| applications::account_name(conn, id)).transpose()?.flatten();
        Ok(name.unwrap_or_default())
    };
    let (declarant, examiner, signatory) =
        (name(Some(row.created_by))?, name(row.examiner_id)?, name(Some(actor.account_id.into()))?);
    let decided = Decided {
        rules,
        public_url: &app.settings.public_url,
        content,
        firm_name: &firm_name,
        firm: &firm,
        application_reference: &row.reference,
        declared: (&declarant, row.submitted_at.map_or(now, |at| at.0)),
        examiner: &examiner,
        signatory: &signatory,
        replaces: row.replaces.as_deref(),
        issued_on: now.date_naive(),
    };
    draw_up(&decided).map_err(|unknown| StoreError::Corrupt(unknown.to_string()).into())
}

/// What a signatory's decision leaves in the row.
pub fn decide(row: &mut ApplicationRow, actor: &Actor, now: Instant, decision: serde_json::Value) {
    row.signatory_id = Some(actor.account_id.into());
    crate::application::end(row, now, decision);
}

/// Whether the examiner proposed to issue. Conclusions from before there were unfavourable ones say nothing and are favourable.
pub fn is_favourable(row: &ApplicationRow) -> bool {
    row.proposal.as_ref().is_some_and(|proposal| proposal.0.get("favourable") != Some(&serde_json::Value::Bool(false)))
}

/// What an approval must find true again at the moment of signing.
pub fn still_lawful(conn: &mut Conn, rules: &Rules, row: &ApplicationRow, now: Instant) -> Result<Content, Failure> {
    crate::application::exporter_may_apply(conn, row)?;
    if !is_favourable(row) {
        return Err(Refusal::ChecklistIncomplete.into());
    }
    let content = crate::application::checked(conn, rules, row, now)?;
    content.map_err(lawful_refusal)
}

/// A law that changed since submission is a refusal with its own code; anything else is told as faults.
fn lawful_refusal(faults: Vec<Fault>) -> Failure {
    for fault in &faults {
        match &fault.code {
            FaultCode::SchemeNotActive => return Refusal::SchemeNotActive.into(),
            FaultCode::ExportForbidden { source } => return Refusal::ExportForbidden { source: source.clone() }.into(),
            _ => {}
        }
    }
    faults.into()
}
