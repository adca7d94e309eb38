//! Writes a plan through the doors a day's work goes through: the same use cases, with a clock that stands where the plan
//! says and identifiers that repeat. Only passwords' salts and signatures differ from one run to the next.

use chrono::{Days, NaiveTime, TimeDelta};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use serde_json::Value;
use uuid::Uuid;

use super::chance::Chance;
use super::people::{Firm, OFFICERS};
use super::plan::{Afterwards, File, Order, Plan, ReturnReason, Step};
use crate::app::App;
use crate::certificates::{self, Deed, Endorsement};
use crate::clock::{Clock, Instant};
use crate::documents::{self, Document, Incoming};
use crate::examination::{self, CheckedItem, Proposal, RefusalReason};
use crate::failure::Failure;
use crate::idempotent::Once;
use crate::identity::{AccountStatus, Actor, Role};
use crate::origin::codes::SchemeCode;
use crate::origin::content::Draft;
use crate::origin::event::By;
use crate::origin::payment::{Evidence, Operator, ReasonCode};
use crate::origin::search::searchable;
use crate::payment::{self, KeptPhone, News, NewsSource};
use crate::quittances::{self, Printing};
use crate::registration::accounts as accounts_desk;
use crate::registration::exporters::{self, AddressInput, ExporterInput, Note};
use crate::store::accounts::{self, AccountRow};
use crate::store::documents::Owner;
use crate::store::{At, Conn, Id, StoreError, Target, applications, counters, events};
use crate::text::Language;
use crate::workers::Worked;
use crate::{application, rules};

/// The password of every account of a demonstration. It opens nothing but a demonstration.
pub const PASSWORD: &str = "boyoro-demo-2026";

/// How many files are written at the same time. On SQLite the single writer runs them together and in order; on
/// PostgreSQL serializable writers of nearly empty tables would only wait for each other, and one that runs again would
/// not get the same identifiers.
fn at_once(app: &App) -> usize {
    match app.db.target() {
        Target::Sqlite { .. } => 24,
        Target::Postgres { .. } => 1,
    }
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Summary {
    pub firms: usize,
    pub applications: usize,
    pub certificates: usize,
    /// Login, role and name of the accounts to try.
    pub accounts: Vec<(String, Role, String)>,
}

/// The people who act, ready to act.
struct Cast {
    officers: Vec<Actor>,
    exporters: Vec<Actor>,
    /// The paper every document of the demonstration is.
    paper: Document,
}

impl Cast {
    /// The officer of this role and number.
    fn officer(&self, role: Role, number: usize) -> Result<&Actor, Failure> {
        self.officers.iter().filter(|actor| actor.role == role).nth(number).ok_or(Failure::NotFound)
    }

    fn exporter(&self, file: &File) -> Result<&Actor, Failure> {
        self.exporters.get(file.firm).ok_or(Failure::NotFound)
    }
}

/// Whether the store holds nothing yet that a demonstration would mix with.
///
/// # Errors
/// When the store does not answer.
pub async fn is_empty(app: &App) -> Result<bool, Failure> {
    let everyone = accounts::Wanted { limit: 1, ..accounts::Wanted::default() };
    app.db.read(move |conn| Ok(accounts::list(conn, &everyone)?.is_empty())).await
}

/// Writes the plan; `progress` is told how many certificates of how many exist.
///
/// # Errors
/// The first thing that could not be written, which a correct plan does not have.
pub async fn load(app: &App, order: Order, plan: &Plan, progress: impl Fn(usize, usize)) -> Result<Summary, Failure> {
    let begins = plan.files.iter().map(|file| file.created_at).min().unwrap_or(order.until) - TimeDelta::days(1);
    rules::seed(&app.db, &app.rules, app.clock.stamp()).await?;
    let cast = cast(app, order, plan, begins).await?;
    let scripts: Vec<App> = plan.files.iter().map(|file| scripted(app, file)).collect();
    let ids = write_first_parts(at_once(app), &scripts, &cast, plan).await?;
    let certificates = decide_in_order(&scripts, &cast, plan, ids, &progress).await?;
    follow_certificates(at_once(app), &scripts, &cast, plan, &certificates).await?;
    close_what_time_closes(app, order, plan).await?;
    receipt_payments(app).await?;
    settle_down(app).await?;
    let known = |(email, role, name): (&str, Role, &str)| (email.to_owned(), role, name.to_owned());
    let mut accounts: Vec<_> = OFFICERS.iter().map(|o| known((o.email, o.role, o.name))).collect();
    let exporters = plan.firms.iter().take(2);
    accounts.extend(exporters.map(|f| known((&f.email, Role::ExporterAdministrator, &f.administrator))));
    let certificates = certificates.iter().flatten().count();
    Ok(Summary { firms: plan.firms.len(), applications: plan.files.len(), certificates, accounts })
}

/// The application with a clock of this file's own.
fn scripted(app: &App, file: &File) -> App {
    App { clock: Clock::scripted(file.created_at, file.seed), ..app.clone() }
}

async fn cast(app: &App, order: Order, plan: &Plan, begins: Instant) -> Result<Cast, Failure> {
    let hash = app.passwords.hash(PASSWORD.to_owned()).await.map_err(|e| StoreError::Corrupt(e.to_string()))?;
    let seed = Chance::stream(order.seed, "people").wide();
    let app = App { clock: Clock::scripted(begins, seed), ..app.clone() };
    let mut officers = Vec::new();
    for officer in OFFICERS {
        let person = Person { name: officer.name, email: officer.email, phone: None, role: officer.role };
        officers.push(open_account(&app, &person, &hash, begins).await?);
    }
    let examiner = officers.first().cloned().ok_or(Failure::NotFound)?;
    let mut chance = Chance::stream(order.seed, "registrations");
    let firms: Vec<(&Firm, u128)> = plan.firms.iter().map(|firm| (firm, chance.wide())).collect();
    let opened: Vec<(Actor, Document)> = stream::iter(firms)
        .map(|(firm, seed)| {
            let at = firm.registered_at.min(begins);
            let app = App { clock: Clock::scripted(at, seed), ..app.clone() };
            let (hash, examiner) = (&hash, &examiner);
            async move { open_firm(&app, firm, hash, at, examiner).await }
        })
        .buffered(at_once(&app))
        .try_collect()
        .await?;
    let paper = opened.first().map(|(_, paper)| paper.clone()).ok_or(Failure::NotFound)?;
    let exporters = opened.into_iter().map(|(actor, _)| actor).collect();
    Ok(Cast { officers, exporters, paper })
}

/// Somebody who gets an account.
struct Person<'a> {
    name: &'a str,
    email: &'a str,
    phone: Option<&'a str>,
    role: Role,
}

async fn open_account(app: &App, person: &Person<'_>, hash: &str, at: Instant) -> Result<Actor, Failure> {
    app.clock.put(at);
    let mut ids = app.clock.stamp().ids();
    let row = AccountRow {
        id: Id(ids.make()),
        email: Some(person.email.to_owned()),
        phone: person.phone.map(str::to_owned),
        full_name: person.name.to_owned(),
        password_hash: hash.to_owned(),
        role: person.role,
        exporter_id: None,
        status: AccountStatus::Active,
        language: Language::Fr,
        search: searchable(&[person.name, person.email, person.phone.unwrap_or_default()]),
        totp_secret: None,
        totp_pending: None,
        totp_last_step: None,
        created_at: At(at),
        version: 1,
    };
    let actor = Actor { account_id: row.id.0, session_id: ids.make(), role: row.role, exporter_id: None };
    app.db.write(move |conn| accounts_desk::insert(conn, &row, Some(By::Service), "create")).await?;
    Ok(actor)
}

/// A firm with its administrator and its papers, looked at and verified a day later. Gives one of its papers.
async fn open_firm(
    app: &App,
    firm: &Firm,
    hash: &str,
    at: Instant,
    examiner: &Actor,
) -> Result<(Actor, Document), Failure> {
    let role = Role::ExporterAdministrator;
    let person = Person { name: &firm.administrator, email: &firm.email, phone: Some(&firm.phone), role };
    let mut actor = open_account(app, &person, hash, at).await?;
    let particulars = ExporterInput {
        profile: Some(firm.profile.to_owned()),
        name: Some(firm.name.clone()),
        identifiers: Some(firm.identifiers.clone()),
        address: Some(AddressInput {
            street: Some(firm.street.clone()),
            city: Some(firm.city.to_owned()),
            region: Some(firm.region.to_owned()),
            country: Some("ML".to_owned()),
        }),
        phone: Some(firm.phone.clone()),
        email: Some(Some(firm.email.clone())),
        trade_name: None,
    };
    let key = actor.account_id.to_string();
    let registered = exporters::register(app, actor.clone(), key, particulars).await?;
    actor.exporter_id = Some(registered.id);
    let profile = app.rules.reference().profile(firm.profile).ok_or(Failure::NotFound)?;
    let mut first = None;
    for paper in profile.papers.iter().filter(|paper| paper.required) {
        let mut incoming = Incoming::open(app).await?;
        incoming.write(PAPER).await?;
        let given = (paper.kind.clone(), format!("{}.pdf", paper.kind), incoming);
        let added = documents::add(app, actor.clone(), Owner::Exporter(registered.id), given).await?;
        first = first.or(Some(added));
    }
    app.clock.put(at + TimeDelta::hours(22));
    exporters::verify(app, examiner.clone(), registered.id, &Note { note: None }).await?;
    Ok((actor, first.ok_or(Failure::NotFound)?))
}

/// One page that says what it is.
const PAPER: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n\
4 0 obj<</Length 69>>stream\nBT /F 22 Tf 120 700 Td (Piece de demonstration / Demonstration) Tj ET\nendstream endobj\n\
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Everything of each file up to its decision by a signatory, many files at once: nothing of it needs an order. Files
/// that replace a certificate wait for it.
async fn write_first_parts(
    at_once: usize,
    apps: &[App],
    cast: &Cast,
    plan: &Plan,
) -> Result<Vec<Option<Uuid>>, Failure> {
    stream::iter(plan.files.iter().zip(apps))
        .map(|(file, app)| async move {
            match file.replaces {
                Some(_) => Ok(None),
                None => write_first_part(app, cast, file, None).await.map(Some),
            }
        })
        .buffered(at_once)
        .try_collect()
        .await
}

async fn write_first_part(app: &App, cast: &Cast, file: &File, replaces: Option<String>) -> Result<Uuid, Failure> {
    let exporter = cast.exporter(file)?;
    app.clock.put(file.created_at);
    let start = application::Start { copy_of: None, replaces };
    let once = Once::new(exporter.account_id, format!("{:032x}", file.seed), "demo", &())?;
    let id = application::start(app, exporter, start, once).await?;
    change(app, exporter, id, &file.draft).await?;
    if !file.steps.is_empty() {
        attach(app, cast, exporter, id, &file.draft).await?;
    }
    for (at, step) in &file.steps {
        app.clock.put(*at);
        if matches!(step, Step::Approve { .. } | Step::Lapse) {
            break;
        }
        take(app, cast, file, id, step).await?;
    }
    Ok(id)
}

/// Puts this content into the application, as the form does.
async fn change(app: &App, exporter: &Actor, id: Uuid, draft: &Draft) -> Result<(), Failure> {
    let content = serde_json::to_value(draft).map_err(|e| StoreError::Corrupt(e.to_string()))?;
    let Value::Object(members) = content else { return Ok(()) };
    let row = app.db.read(move |conn| applications::find(conn, id)?.ok_or(Failure::NotFound)).await?;
    application::edit(app, exporter, id, row.version, members).await
}

async fn attach(app: &App, cast: &Cast, exporter: &Actor, id: Uuid, draft: &Draft) -> Result<(), Failure> {
    let scheme = draft.scheme.as_deref().and_then(|code| SchemeCode::parse(code).ok());
    let lines = draft.lines(scheme.and_then(|code| app.rules.scheme(&code)));
    let kinds: Vec<String> =
        app.rules.reference().required_documents(&lines).into_iter().map(|kind| kind.code.clone()).collect();
    let given: Vec<_> = kinds.into_iter().map(|kind| (kind, app.clock.stamp())).collect();
    let (exporter, paper) = (exporter.clone(), cast.paper.clone());
    app.db
        .write(move |conn| {
            for (kind, stamp) in &given {
                let named = (kind.as_str(), format!("{kind}.pdf"));
                let named = (named.0, named.1.as_str());
                documents::add_same(conn, &exporter, Owner::Application(id), named, (&paper, *stamp))?;
            }
            Ok::<(), Failure>(())
        })
        .await
}

/// One step of a file, by whoever takes it.
async fn take(app: &App, cast: &Cast, file: &File, id: Uuid, step: &Step) -> Result<(), Failure> {
    let exporter = cast.exporter(file)?;
    let examiner = |number| cast.officer(Role::Examiner, number);
    match step {
        Step::Submit => application::submit(app, exporter, id, true).await,
        Step::Pay { wave, failed_first } => pay(app, exporter, id, *wave, *failed_first).await,
        Step::Claim { examiner: number } => examination::claim(app, examiner(*number)?, id, false).await,
        Step::Return { examiner: number, reason } => send_back(app, examiner(*number)?, id, *reason).await,
        Step::Resubmit => {
            let reason = file.steps.iter().find_map(|(_, step)| match step {
                Step::Return { reason, .. } => Some(*reason),
                _ => None,
            });
            change(app, exporter, id, &corrected(&file.draft, reason)).await?;
            application::submit(app, exporter, id, true).await
        }
        Step::RequestOpinion { examiner: number } => {
            let question = "Ce produit entre-t-il dans votre compétence et son origine est-elle établie ?";
            examination::request_opinion(app, examiner(*number)?, id, "Direction nationale de l'industrie", question)
                .await
        }
        Step::GiveOpinion { examiner: number } => {
            examination::give_opinion(app, examiner(*number)?, id, "Origine établie au vu des pièces.", true).await
        }
        Step::Propose { examiner: number } => {
            let favourable = !file.steps.iter().any(|(_, step)| matches!(step, Step::Refuse { .. }));
            examination::propose(app, examiner(*number)?, id, proposal(app, &file.draft, favourable)).await
        }
        Step::Refuse { signatory } => {
            let signatory = cast.officer(Role::Signatory, *signatory)?;
            let message = "Les pièces n'établissent pas l'origine malienne de la marchandise.".to_owned();
            let reason = RefusalReason { code: "not_originating".to_owned(), message };
            examination::refuse(app, signatory, id, vec![reason]).await
        }
        Step::Withdraw => application::withdraw(app, exporter, id, Some("Vente annulée par l'acheteur.".into())).await,
        // Both have their turn later: approvals in the order of their numbers, lapses when nothing else is returned.
        Step::Approve { .. } | Step::Lapse => Ok(()),
    }
}

async fn send_back(app: &App, examiner: &Actor, id: Uuid, reason: ReturnReason) -> Result<(), Failure> {
    let reasons = vec![examination::ReturnReason {
        pointer: reason.pointer.to_owned(),
        code: reason.code.to_owned(),
        message: reason.message.to_owned(),
    }];
    examination::return_to_exporter(app, examiner, id, reasons, None).await
}

fn proposal(app: &App, draft: &Draft, favourable: bool) -> Proposal {
    let scheme = draft.scheme.as_deref().and_then(|code| SchemeCode::parse(code).ok());
    let items = scheme.and_then(|code| app.rules.scheme(&code)).map(|s| s.checklist.as_slice()).unwrap_or_default();
    let answer = |code: &str| favourable || code != "origin_proved";
    let checklist =
        items.iter().map(|i| CheckedItem { code: i.code.clone(), ok: answer(&i.code), note: None }).collect();
    let opinion = if favourable {
        "Pièces conformes et concordantes ; origine établie. Avis favorable."
    } else {
        "L'origine n'est pas établie par les pièces produites. Avis défavorable."
    };
    Proposal { opinion: opinion.to_owned(), checklist, favourable }
}

/// The draft with what was complained about put right.
fn corrected(draft: &Draft, reason: Option<ReturnReason>) -> Draft {
    let mut draft = draft.clone();
    match reason.map(|r| r.pointer).unwrap_or_default() {
        "/goods/0/grossWeightG" => {
            if let Some(line) = draft.goods.first_mut() {
                line.gross_weight_g = line.gross_weight_g.map(|grams| grams + 2_000);
            }
        }
        "/goods/0/description" => {
            if let Some(line) = draft.goods.first_mut() {
                line.description = line.description.take().map(|text| format!("{text}, origine Mali, qualité export"));
            }
        }
        "/consignee/address" => {
            if let Some(consignee) = draft.consignee.as_mut() {
                consignee.address = consignee.address.take().map(|text| format!("{text}, 2e étage"));
            }
        }
        "/invoice/number" => {
            if let Some(invoice) = draft.invoice.as_mut() {
                invoice.number = invoice.number.take().map(|number| format!("{number}-B"));
            }
        }
        _ => {
            if let Some(transport) = draft.transport.as_mut() {
                transport.document_number = transport.document_number.take().map(|number| format!("{number}/1"));
            }
        }
    }
    draft
}

/// Pays as an operator's news would: a session, then the payer's confirmation, perhaps after a try that failed.
async fn pay(app: &App, exporter: &Actor, application_id: Uuid, wave: bool, failed_first: bool) -> Result<(), Failure> {
    let paid_at = app.clock.now();
    let operator = if wave { Operator::Wave } else { Operator::OrangeMoney };
    if failed_first {
        app.clock.put(paid_at - TimeDelta::seconds(80));
        let failed = News {
            reason: Some((ReasonCode::InsufficientFunds, None)),
            ..News::of(Evidence::Declined, NewsSource::Callback)
        };
        try_to_pay(app, exporter, application_id, operator, (failed, paid_at - TimeDelta::seconds(61))).await?;
    }
    app.clock.put(paid_at - TimeDelta::seconds(45));
    let number = app.clock.stamp().ids().make().simple().to_string();
    let transaction =
        format!("{}{}", if wave { "T_" } else { "MP" }, number.get(20..).unwrap_or_default().to_uppercase());
    let paid = News { transaction_id: Some(transaction), ..News::of(Evidence::Paid, NewsSource::Callback) };
    try_to_pay(app, exporter, application_id, operator, (paid, paid_at)).await
}

async fn try_to_pay(
    app: &App,
    exporter: &Actor,
    application_id: Uuid,
    operator: Operator,
    (news, heard_at): (News, Instant),
) -> Result<(), Failure> {
    let begun = app.clock.stamp();
    app.clock.put(heard_at);
    let heard = app.clock.stamp();
    let exporter = exporter.clone();
    app.db
        .write(move |conn: &mut Conn| {
            let order = payment::order_of_application(conn, application_id)?.ok_or(Failure::NotFound)?.order;
            let attempt =
                payment::new_attempt(conn, &exporter, order.id.0, (operator, "XOF", &KeptPhone::default()), &begun)?;
            payment::apply(conn, attempt, &News::of(Evidence::SessionOpened, NewsSource::Creation), None, &begun)?;
            payment::apply(conn, attempt, &news, None, &heard)?;
            Ok::<(), Failure>(())
        })
        .await
}

/// Approves and seals, one after the other, so that numbers follow time.
async fn decide_in_order(
    apps: &[App],
    cast: &Cast,
    plan: &Plan,
    ids: Vec<Option<Uuid>>,
    progress: &impl Fn(usize, usize),
) -> Result<Vec<Option<String>>, Failure> {
    let wanted = plan.files.iter().filter(|file| file.approved_at().is_some()).count();
    let mut numbers: Vec<Option<String>> = Vec::with_capacity(plan.files.len());
    let mut made = 0;
    for ((file, app), id) in plan.files.iter().zip(apps).zip(ids) {
        let decision = file.steps.iter().find_map(|(at, step)| match step {
            Step::Approve { signatory } => Some((*at, *signatory)),
            _ => None,
        });
        let id = match (id, file.replaces) {
            (Some(id), _) => id,
            (None, replaces) => {
                let old = replaces.and_then(|index| numbers.get(index).cloned().flatten());
                write_first_part(app, cast, file, old).await?
            }
        };
        let Some((at, signatory)) = decision else {
            numbers.push(None);
            continue;
        };
        app.clock.put(at);
        let number = examination::approve(app, cast.officer(Role::Signatory, signatory)?, id).await?;
        numbers.push(number.map(|n| n.to_string()));
        made += 1;
        if made % 500 == 0 {
            progress(made, wanted);
        }
    }
    Ok(numbers)
}

/// Endorsements, revocations, suspensions: each certificate's own, many at once.
async fn follow_certificates(
    at_once: usize,
    apps: &[App],
    cast: &Cast,
    plan: &Plan,
    numbers: &[Option<String>],
) -> Result<(), Failure> {
    stream::iter(plan.files.iter().zip(apps).zip(numbers))
        .map(|((file, app), number)| async move {
            let Some(number) = number else { return Ok(()) };
            for (at, what) in &file.afterwards {
                app.clock.put(*at);
                let (role, deed) = deed(*what, *at, file.seed);
                certificates::act(app, cast.officer(role, 0)?, number, deed).await?;
            }
            Ok::<(), Failure>(())
        })
        .buffered(at_once)
        .try_collect()
        .await
}

fn deed(what: Afterwards, at: Instant, seed: u128) -> (Role, Deed) {
    match what {
        Afterwards::Endorse => {
            let office = ["Bamako-Sénou", "Kayes-Diboli", "Zégoua", "Kadiana", "Mopti"];
            let place = usize::try_from(seed % 5).unwrap_or(0);
            let declaration_number = format!("E-{}-{:06}", at.format("%Y"), seed % 1_000_000);
            let office = office.get(place).copied().unwrap_or("Bamako-Sénou").to_owned();
            (Role::Customs, Deed::Endorse(Endorsement { declaration_number, office, date: at.date_naive() }))
        }
        Afterwards::Suspend => {
            (Role::Signatory, Deed::Suspend { reason: "Vérification en cours après un signalement.".to_owned() })
        }
        Afterwards::Revoke => {
            let reason = "Le contrôle a posteriori n'a pas confirmé l'origine déclarée.".to_owned();
            (Role::Signatory, Deed::Revoke { code: "verification_failed".to_owned(), reason })
        }
        Afterwards::Cancel => {
            (Role::Signatory, Deed::Cancel { reason: "Vente annulée, marchandise non exportée.".to_owned() })
        }
    }
}

/// What nobody does but time: forgotten files lapse, certificates expire, each on its day.
async fn close_what_time_closes(app: &App, order: Order, plan: &Plan) -> Result<(), Failure> {
    let app = App { clock: Clock::scripted(order.until, Chance::stream(order.seed, "time").wide()), ..app.clone() };
    let mut lapses: Vec<Instant> =
        plan.files.iter().flat_map(|file| &file.steps).filter(|(_, s)| *s == Step::Lapse).map(|(at, _)| *at).collect();
    lapses.sort_unstable();
    for at in lapses {
        app.clock.put(at);
        application::lapse_forgotten(&app).await?;
    }
    let first = plan.files.iter().filter_map(File::approved_at).min().unwrap_or(order.until).date_naive();
    let mut day = first;
    while day <= order.until.date_naive() {
        let morning = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(10);
        app.clock.put(morning.min(order.until));
        while certificates::expire_overdue(&app).await? == Worked::More {}
        day = day + Days::new(1);
    }
    Ok(())
}

/// Issues every quittance as it would have been, at the moment of its settlement and in that order.
async fn receipt_payments(app: &App) -> Result<(), Failure> {
    let printing = Printing::of(app);
    loop {
        let printing = printing.clone();
        let issued = app.db.write(move |conn: &mut Conn| quittances::issue_as_settled(conn, &printing));
        if issued.await? == 0 {
            return Ok(());
        }
    }
}

/// Numbers the events and folds the counters, so that the service starts with nothing left to do.
async fn settle_down(app: &App) -> Result<(), Failure> {
    while app.db.write::<_, StoreError, _>(events::sequence).await? > 0 {}
    while app.db.write::<_, StoreError, _>(counters::fold).await? > 0 {}
    Ok(())
}
