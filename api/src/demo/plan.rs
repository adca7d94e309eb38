//! The plan of a demonstration: which firm asks for which certificate, when, and what becomes of it. Pure: the same
//! numbers in, the same plan out.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};

use super::chance::Chance;
use super::people::{self, Firm};
use super::wares::{Market, Route, WARES, Ware};
use crate::clock::Instant;
use crate::origin::codes::{CountryCode, HsCode};
use crate::origin::content::{Draft, DraftConsignee, DraftGoods, DraftInvoice, DraftTransport};
use crate::origin::rules::{Basis, CriterionDetail, Rules, Scheme};

/// How far back a demonstration goes.
const MONTHS_BACK: u32 = 24;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// Certificates to issue.
    pub certificates: u64,
    pub seed: u64,
    /// Nothing happens after this instant.
    pub until: Instant,
}

/// A whole demonstration: firms, and files in the order of their decisions.
#[derive(Debug)]
pub struct Plan {
    pub firms: Vec<Firm>,
    pub files: Vec<File>,
}

/// One application and all that happens to it.
#[derive(Debug, Clone)]
pub struct File {
    /// For identifiers that are the same at each run.
    pub seed: u128,
    /// Index of its firm.
    pub firm: usize,
    pub draft: Draft,
    pub created_at: Instant,
    pub steps: Vec<(Instant, Step)>,
    /// What happens to its certificate.
    pub afterwards: Vec<(Instant, Afterwards)>,
    /// Index of the file whose certificate this one replaces.
    pub replaces: Option<usize>,
}

/// What happens to an application. Numbers are indices of officers of that role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Submit,
    /// Paid with the first operator or the second; `failed_first` when a try failed before.
    Pay {
        wave: bool,
        failed_first: bool,
    },
    Claim {
        examiner: usize,
    },
    Return {
        examiner: usize,
        reason: ReturnReason,
    },
    Resubmit,
    RequestOpinion {
        examiner: usize,
    },
    GiveOpinion {
        examiner: usize,
    },
    Propose {
        examiner: usize,
    },
    Approve {
        signatory: usize,
    },
    Refuse {
        signatory: usize,
    },
    Withdraw,
    Lapse,
}

/// Why a file went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnReason {
    pub pointer: &'static str,
    pub code: &'static str,
    pub message: &'static str,
}

const RETURN_REASONS: [ReturnReason; 6] = [
    ReturnReason {
        pointer: "/documents/commercial_invoice",
        code: "proforma_invoice",
        message: "La facture jointe est pro forma : joignez la facture commerciale définitive.",
    },
    ReturnReason {
        pointer: "/goods/0/grossWeightG",
        code: "weight_mismatch",
        message: "Le poids brut diffère de celui de la liste de colisage.",
    },
    ReturnReason {
        pointer: "/goods/0/description",
        code: "description_insufficient",
        message: "Précisez la variété et la présentation de la marchandise.",
    },
    ReturnReason {
        pointer: "/consignee/address",
        code: "consignee_wrong",
        message: "L'adresse du destinataire diffère de celle de la facture.",
    },
    ReturnReason {
        pointer: "/invoice/number",
        code: "invoice_mismatch",
        message: "Le numéro de facture ne correspond pas à la pièce jointe.",
    },
    ReturnReason {
        pointer: "/transport/documentNumber",
        code: "transport_incomplete",
        message: "Indiquez le numéro de la lettre de voiture.",
    },
];

/// What happens to a certificate after its issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    Endorse,
    Suspend,
    Revoke,
    Cancel,
}

/// How a file ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Approved,
    Refused,
    Withdrawn,
    Lapsed,
    /// Stays where it is today.
    Draft,
    AwaitingPayment,
    Queued,
    InReview,
    AwaitingOpinion,
    Returned,
    Proposed,
}

/// Lays out a demonstration.
#[must_use]
pub fn plan(order: Order, rules: &Rules) -> Plan {
    let begins = months_before(order.until);
    let others = people::usual_number().min(order.certificates / 6 + 20);
    let firms = people::firms(order.seed, others, begins);
    let mut planner = Planner { order, rules, firms: &firms, begins, chance: Chance::stream(order.seed, "files") };
    let mut files = planner.decided(order.certificates);
    planner.replace_some(&mut files);
    planner.follow_up(&mut files);
    let live = planner.live();
    files.extend(live);
    Plan { files: in_order_of_decision(files), firms }
}

fn months_before(until: Instant) -> Instant {
    until.checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(until)
}

/// Numbers follow the order of decisions, so files are written in that order; what is not decided comes last.
fn in_order_of_decision(files: Vec<File>) -> Vec<File> {
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|&index| {
        files.get(index).map(|file| (file.decided_at().is_none(), file.decided_at(), file.created_at))
    });
    let mut place = vec![0; files.len()];
    for (new, &old) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(old) {
            *slot = new;
        }
    }
    let mut sorted: Vec<(usize, File)> = files.into_iter().enumerate().collect();
    sorted.sort_by_key(|(old, _)| place.get(*old).copied());
    sorted
        .into_iter()
        .map(|(_, mut file)| {
            file.replaces = file.replaces.and_then(|old| place.get(old).copied());
            file
        })
        .collect()
}

impl File {
    /// When it was approved, if it was.
    #[must_use]
    pub fn approved_at(&self) -> Option<Instant> {
        self.steps.iter().find(|(_, step)| matches!(step, Step::Approve { .. })).map(|(at, _)| *at)
    }

    fn decided_at(&self) -> Option<Instant> {
        let decided =
            |step: &Step| matches!(step, Step::Approve { .. } | Step::Refuse { .. } | Step::Withdraw | Step::Lapse);
        self.steps.iter().find(|(_, step)| decided(step)).map(|(at, _)| *at)
    }
}

struct Planner<'a> {
    order: Order,
    rules: &'a Rules,
    firms: &'a [Firm],
    begins: Instant,
    chance: Chance,
}

impl<'a> Planner<'a> {
    /// As many approved files as certificates, with the refusals, withdrawals and forgotten files that come along.
    fn decided(&mut self, certificates: u64) -> Vec<File> {
        let mut files = Vec::new();
        for _ in 0..certificates {
            files.push(self.file_before_today(End::Approved));
            let end = match self.chance.below(1000) {
                0..25 => Some(End::Refused),
                25..45 => Some(End::Withdrawn),
                45..53 => Some(End::Lapsed),
                _ => None,
            };
            files.extend(end.map(|end| self.file_before_today(end)));
        }
        files
    }

    /// A file whose whole course lies before the last instant.
    fn file_before_today(&mut self, end: End) -> File {
        loop {
            let submitted = self.moment();
            let file = self.file(submitted, end);
            if file.steps.last().is_some_and(|(at, _)| *at < self.order.until) {
                return file;
            }
        }
    }

    /// Some files of these last days in every state a file can be in.
    fn live(&mut self) -> Vec<File> {
        const STATES: [(End, u64, i64); 7] = [
            (End::Draft, 9, 200),
            (End::AwaitingPayment, 7, 60),
            (End::Queued, 10, 20),
            (End::InReview, 5, 26),
            (End::AwaitingOpinion, 3, 70),
            (End::Returned, 6, 140),
            (End::Proposed, 6, 30),
        ];
        let mut files = Vec::new();
        for (end, share, hours) in STATES {
            let count = (share * self.order.certificates / 3000).clamp(1, share * 4);
            for _ in 0..count {
                let ago = TimeDelta::minutes(self.chance.between(20, hours * 60));
                let mut file = self.file(self.order.until - ago, end);
                // Whoever was to act next has not done so yet; what was done must lie behind us.
                let until = self.order.until;
                let last = file.steps.last().map_or(file.created_at, |(at, _)| *at);
                if last >= until {
                    let back = last - until + TimeDelta::minutes(self.chance.between(5, 90));
                    file.shift(back);
                }
                files.push(file);
            }
        }
        files
    }

    /// A moment of the period: busier from year to year, quieter at week-ends, by day.
    fn moment(&mut self) -> Instant {
        let days = (self.order.until - self.begins).num_days().max(1);
        loop {
            let day = self.chance.between(0, days - 1);
            let growth = 600 + 400 * day / days;
            let date = self.begins.date_naive() + Days::new(u64::try_from(day).unwrap_or(0));
            let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            let keep = if weekend { growth / 4 } else { growth };
            if self.chance.per_mille(u64::try_from(keep).unwrap_or(0)) {
                let minute = u32::try_from(self.chance.between(7 * 60 + 30, 19 * 60)).unwrap_or(600);
                return at(date, minute) + TimeDelta::seconds(self.chance.between(0, 59));
            }
        }
    }

    fn file(&mut self, submitted: Instant, end: End) -> File {
        let (ware, market) = self.ware(submitted.date_naive());
        let firm = self.firm_for(ware);
        let draft = self.draft(firm, ware, market, submitted.date_naive());
        let slow = self.chance.per_mille(300);
        let written = TimeDelta::minutes(self.chance.between(9, if slow { 2880 } else { 75 }));
        let steps = self.steps(submitted, end);
        let seed = self.chance.wide();
        File { seed, firm, draft, created_at: submitted - written, steps, afterwards: Vec::new(), replaces: None }
    }

    /// What leaves in this month, and to whom.
    fn ware(&mut self, on: NaiveDate) -> (&'static Ware, &'static Market) {
        let month = usize::try_from(on.month0()).unwrap_or(0);
        let weight = |ware: &Ware| ware.share * ware.season.get(month).copied().unwrap_or(0);
        let ware = &WARES[self.chance.weighted(WARES.iter().map(weight))];
        let market = &ware.markets[self.chance.weighted(ware.markets.iter().map(|m| m.share))];
        (ware, market)
    }

    fn firm_for(&mut self, ware: &Ware) -> usize {
        let size = |firm: &Firm| if firm.trades.contains(&ware.trade) { firm.size } else { 0 };
        self.chance.weighted(self.firms.iter().map(size))
    }

    /// The steps of a file, in order.
    fn steps(&mut self, submitted: Instant, end: End) -> Vec<(Instant, Step)> {
        let mut steps = Vec::new();
        if end == End::Draft {
            return steps;
        }
        steps.push((submitted, Step::Submit));
        if end == End::AwaitingPayment {
            return steps;
        }
        if end == End::Withdrawn && self.chance.per_mille(500) {
            steps.push((submitted + TimeDelta::minutes(self.chance.between(30, 4000)), Step::Withdraw));
            return steps;
        }
        let paid = submitted + self.time_to_pay();
        let pay = Step::Pay { wave: self.chance.per_mille(290), failed_first: self.chance.per_mille(60) };
        steps.push((paid, pay));
        if end != End::Queued {
            self.examined(&mut steps, paid, end);
        }
        steps
    }

    fn time_to_pay(&mut self) -> TimeDelta {
        match self.chance.below(100) {
            0..72 => TimeDelta::seconds(self.chance.between(95, 2400)),
            72..95 => TimeDelta::minutes(self.chance.between(60, 1200)),
            _ => TimeDelta::hours(self.chance.between(24, 96)),
        }
    }

    fn examined(&mut self, steps: &mut Vec<(Instant, Step)>, queued: Instant, end: End) {
        let examiner = usize::try_from(self.chance.below(3)).unwrap_or(0);
        let mut now = self.next_turn(queued);
        steps.push((now, Step::Claim { examiner }));
        match end {
            End::InReview => return,
            End::Withdrawn => {
                steps.push((now + TimeDelta::minutes(self.chance.between(5, 60)), Step::Withdraw));
                return;
            }
            _ => {}
        }
        let must_return = matches!(end, End::Returned | End::Lapsed);
        if must_return || self.chance.per_mille(140) {
            now = office(now + TimeDelta::minutes(self.chance.between(12, 70)));
            let reason = self.chance.pick(&RETURN_REASONS).copied().unwrap_or(RETURN_REASONS[0]);
            steps.push((now, Step::Return { examiner, reason }));
            if end == End::Returned {
                return;
            }
            if end == End::Lapsed {
                let days = i64::from(self.rules.deadlines().lapse_after_days);
                steps.push((now + TimeDelta::days(days) + TimeDelta::minutes(7), Step::Lapse));
                return;
            }
            now += TimeDelta::minutes(self.chance.between(90, 8000));
            steps.push((now, Step::Resubmit));
            now = self.next_turn(now);
            steps.push((now, Step::Claim { examiner }));
        }
        if end == End::AwaitingOpinion || self.chance.per_mille(30) {
            now = office(now + TimeDelta::minutes(self.chance.between(10, 50)));
            steps.push((now, Step::RequestOpinion { examiner }));
            if end == End::AwaitingOpinion {
                return;
            }
            now = office(now + TimeDelta::hours(self.chance.between(3, 44)));
            steps.push((now, Step::GiveOpinion { examiner }));
        }
        now = office(now + TimeDelta::minutes(self.chance.between(11, 80)));
        steps.push((now, Step::Propose { examiner }));
        if end == End::Proposed {
            return;
        }
        let wait = TimeDelta::seconds((self.chance.around(55.0) * self.slowness(now) * 60.0) as i64 + 120);
        let signatory = usize::try_from(self.chance.below(2)).unwrap_or(0);
        let decision = if end == End::Refused { Step::Refuse { signatory } } else { Step::Approve { signatory } };
        steps.push((office(now + wait), decision));
    }

    /// When an officer gets to a file that waits since then.
    fn next_turn(&mut self, since: Instant) -> Instant {
        let minutes = self.chance.around(85.0) * self.slowness(since);
        office(office(since) + TimeDelta::seconds((minutes * 60.0) as i64))
    }

    /// The agency gets faster: three times from the beginning to the end.
    fn slowness(&self, at: Instant) -> f64 {
        let whole = (self.order.until - self.begins).num_seconds().max(1) as f64;
        let gone = (at - self.begins).num_seconds() as f64 / whole;
        3.0 - 2.0 * gone.clamp(0.0, 1.0)
    }

    /// A few certificates are replaced by a corrected one.
    fn replace_some(&mut self, files: &mut [File]) {
        let approved: Vec<usize> =
            files.iter().enumerate().filter(|(_, f)| f.approved_at().is_some()).map(|(index, _)| index).collect();
        let count = approved.len() / 80;
        let mut used = std::collections::BTreeSet::new();
        for _ in 0..count {
            let (Some(&new), Some(&old)) = (self.chance.pick(&approved), self.chance.pick(&approved)) else { return };
            if new == old || used.contains(&new) || used.contains(&old) {
                continue;
            }
            let Some(source) = files.get(old).cloned() else { continue };
            let Some(issued) = source.approved_at() else { continue };
            let created = issued + TimeDelta::minutes(self.chance.between(600, 12_000));
            let submitted = created + TimeDelta::minutes(self.chance.between(10, 60));
            let steps = self.steps(submitted, End::Approved);
            if steps.last().is_none_or(|(at, _)| *at >= self.order.until) {
                continue;
            }
            let mut draft = source.draft.clone();
            if let Some(line) = draft.goods.first_mut() {
                line.gross_weight_g = line.gross_weight_g.map(|g| g + g / 200 + 1000);
            }
            draft.remarks = Some("Poids brut corrigé après pesage au départ.".into());
            if let Some(file) = files.get_mut(new) {
                *file =
                    File { created_at: created, draft, steps, firm: source.firm, replaces: Some(old), ..file.clone() };
            }
            used.extend([new, old]);
        }
    }

    /// What becomes of the certificates: most are endorsed by customs, a few end badly.
    fn follow_up(&mut self, files: &mut [File]) {
        let replaced: std::collections::BTreeSet<usize> = files.iter().filter_map(|file| file.replaces).collect();
        for (index, file) in files.iter_mut().enumerate() {
            let Some(issued) = file.approved_at() else { continue };
            if replaced.contains(&index) {
                continue;
            }
            let fate = self.chance.below(1000);
            let mut add = |at: Instant, what| {
                if at < self.order.until {
                    file.afterwards.push((at, what));
                }
            };
            let days =
                |chance: &mut Chance, low: i64, high: i64| TimeDelta::minutes(chance.between(low * 1440, high * 1440));
            match fate {
                0..8 => add(office(issued + days(&mut self.chance, 1, 9)), Afterwards::Cancel),
                8..15 => {
                    add(office(issued + days(&mut self.chance, 1, 4)), Afterwards::Endorse);
                    add(office(issued + days(&mut self.chance, 8, 70)), Afterwards::Revoke);
                }
                15..700 => add(office(issued + days(&mut self.chance, 0, 4)), Afterwards::Endorse),
                _ => {}
            }
        }
        self.suspend_some(files, &replaced);
    }

    /// A few certificates of these days are suspended; a suspension lasts two weeks at most.
    fn suspend_some(&mut self, files: &mut [File], replaced: &std::collections::BTreeSet<usize>) {
        let wanted = (self.order.certificates / 900).clamp(1, 6);
        let since = self.order.until - TimeDelta::days(20);
        let mut recent: Vec<usize> = files
            .iter()
            .enumerate()
            .filter(|(index, f)| !replaced.contains(index) && f.approved_at().is_some_and(|a| a > since))
            .map(|(index, _)| index)
            .collect();
        for _ in 0..wanted {
            if recent.is_empty() {
                return;
            }
            let place = usize::try_from(self.chance.below(recent.len() as u64)).unwrap_or(0);
            let Some(file) = files.get_mut(recent.swap_remove(place)) else { return };
            let Some(issued) = file.approved_at() else { return };
            let earliest = issued.max(self.order.until - TimeDelta::days(12));
            let minutes = (self.order.until - earliest).num_minutes().max(2);
            file.afterwards =
                vec![(earliest + TimeDelta::minutes(self.chance.between(1, minutes - 1)), Afterwards::Suspend)];
        }
    }

    fn draft(&mut self, firm: usize, ware: &Ware, market: &Market, on: NaiveDate) -> Draft {
        let scheme = self.scheme(ware, market, on);
        let (code, wholly) = self.criterion(scheme, ware);
        let mut goods = vec![self.line(ware, &code, wholly)];
        let single = scheme.is_some_and(|s| s.single_product);
        if !single && self.chance.per_mille(130) {
            let others: Vec<&Ware> = WARES.iter().filter(|w| w.trade == ware.trade && w.hs != ware.hs).collect();
            if let Some(second) = self.chance.pick(&others).copied()
                && scheme.is_some_and(|s| allowed(s, second))
            {
                let (code, wholly) = self.criterion(scheme, second);
                goods.push(self.line(second, &code, wholly));
            }
        }
        let value: i64 = goods.iter().filter_map(|line| line.fob_value_xof).sum();
        let city = self.firms.get(firm).map_or("Bamako", |f| f.city);
        Draft {
            scheme: scheme.map(|s| s.code.to_string()),
            destination: Some(market.country.to_owned()),
            consignee: Some(self.consignee(market)),
            transport: Some(self.transport(market, city, on)),
            invoice: Some(self.invoice(market, value, on)),
            goods,
            remarks: None,
        }
    }

    /// The scheme one would choose: a preference where there is one.
    fn scheme(&mut self, ware: &Ware, market: &Market, on: NaiveDate) -> Option<&'a Scheme> {
        let rules: &'a Rules = self.rules;
        let country = CountryCode::parse(market.country).ok()?;
        let open: Vec<&'a Scheme> = rules
            .schemes_for(&country, on)
            .into_iter()
            .filter(|s| s.issues() && allowed(s.scheme, ware))
            .map(|s| s.scheme)
            .collect();
        let weight = |scheme: &&Scheme| match scheme.code.as_str() {
            "UEM" => 60,
            "CED" => 24,
            "ZLE" => 26,
            _ if open.len() > 1 => 3,
            _ => 1,
        };
        open.get(self.chance.weighted(open.iter().map(weight))).copied()
    }

    /// The scheme's letters for why the ware originates, and whether that is because it is wholly obtained.
    fn criterion(&self, scheme: Option<&Scheme>, ware: &Ware) -> ((String, Option<CriterionDetail>), bool) {
        let product = HsCode::parse(ware.hs).ok().and_then(|hs| self.rules.nomenclature().find(&hs));
        let basis = product.and_then(|p| p.usual_basis).unwrap_or(Basis::WhollyObtained);
        let found = scheme.and_then(|s| s.criterion_for(basis).or_else(|| s.criteria.first()));
        let code = found.map_or_else(|| ("WO".to_owned(), None), |c| (c.code.clone(), c.detail));
        (code, basis == Basis::WhollyObtained)
    }

    fn line(&mut self, ware: &Ware, criterion: &(String, Option<CriterionDetail>), wholly: bool) -> DraftGoods {
        let net_wanted = self.chance.around(ware.usual_kg) * 1000.0;
        let packages = ((net_wanted / ware.package.net_g as f64) as i64).max(1);
        let net = packages * ware.package.net_g;
        let gross = net + packages * ware.package.tare_g;
        let price = ware.price_xof_kg * (0.88 + 0.24 * self.chance.unit());
        let value = ((net as f64 / 1000.0 * price / 500.0) as i64).max(1) * 500;
        let lot = self.chance.between(1, 980);
        let live = ware.package.kind == "NE";
        let detail = criterion.1.map(|detail| match detail {
            CriterionDetail::Heading => ware.hs.get(..4).unwrap_or_default().to_owned(),
            CriterionDetail::Percent => format!("{}", self.chance.between(34, 61)),
            CriterionDetail::Countries => "Sénégal".to_owned(),
        });
        DraftGoods {
            hs_code: Some(ware.hs.to_owned()),
            description: Some(ware.description.to_owned()),
            package_count: Some(packages),
            package_kind: Some(ware.package.kind.to_owned()),
            marks: Some(if live { "Sans marques".to_owned() } else { format!("ML {lot:03} / 1-{packages}") }),
            gross_weight_g: Some(gross),
            net_weight_g: (!live).then_some(net),
            supplementary_quantity: live.then(|| format!("{packages} têtes")),
            fob_value_xof: Some(value),
            criterion: Some(criterion.0.clone()),
            criterion_detail: detail,
            producer: (!wholly && self.chance.per_mille(200))
                .then(|| "Producteur tiers, déclaration jointe".to_owned()),
        }
    }

    fn consignee(&mut self, market: &Market) -> DraftConsignee {
        let (name, street) = people::buyer(&mut self.chance, market.country, market.town);
        DraftConsignee {
            name: Some(name),
            address: Some(street),
            city: Some(market.town.to_owned()),
            country: Some(market.country.to_owned()),
            registration: None,
        }
    }

    fn transport(&mut self, market: &Market, city: &str, on: NaiveDate) -> DraftTransport {
        let number = self.chance.between(1000, 9999);
        let truck =
            format!("Camion {} {number} MD", self.chance.pick(&["BA", "BC", "BD", "SK"]).copied().unwrap_or("BA"));
        let (mode, from, means, document) = match market.route {
            Route::Road => ("3", city.to_owned(), truck, format!("LV-{number}")),
            Route::Air => {
                let flight = self.chance.pick(&["AT 523", "TK 598", "ET 908", "SN 255"]).copied().unwrap_or("AT 523");
                (
                    "4",
                    "Bamako-Sénou (BKO)".to_owned(),
                    flight.to_owned(),
                    format!("147-{number}{:04}", self.chance.below(9999)),
                )
            }
            Route::Dakar => ("6", format!("{city}, par Dakar"), truck, format!("BL-DKR-{number}")),
            Route::Abidjan => ("6", format!("{city}, par Abidjan"), truck, format!("BL-ABJ-{number}")),
        };
        let by_sea = matches!(market.route, Route::Dakar | Route::Abidjan);
        let letters = ["MSKU", "CMAU", "MEDU", "HLXU"];
        let container = by_sea.then(|| {
            let owner = self.chance.pick(&letters).copied().unwrap_or("MSKU");
            format!("{owner} {:06}-{}", self.chance.below(999_999), self.chance.below(9))
        });
        let departure = on + Days::new(self.chance.below(9));
        DraftTransport {
            mode: Some(mode.to_owned()),
            from: Some(from),
            to: Some(market.town.to_owned()),
            means: Some(means),
            document_number: Some(document),
            departure_date: Some(departure.to_string()),
            seals: container.is_some().then(|| format!("ML{:07}", self.chance.below(9_999_999))),
            container,
        }
    }

    fn invoice(&mut self, market: &Market, value_xof: i64, on: NaiveDate) -> DraftInvoice {
        let (currency, rate_per_mille) = match market.country {
            "SN" | "CI" | "BF" | "NE" | "TG" | "BJ" | "GN" | "GH" | "MR" | "NG" => ("XOF", 1000),
            "FR" | "NL" | "BE" | "DE" | "DK" | "IT" | "ES" | "MA" | "DZ" | "TN" => ("EUR", 655_957),
            _ => ("USD", 588_000),
        };
        // Hundredths of the invoice's currency, in whole numbers so that no cent depends on the machine.
        let hundredths = i128::from(value_xof) * 100_000 / i128::from(rate_per_mille);
        let number = self.chance.between(3, 940);
        DraftInvoice {
            number: Some(format!("F-{}-{number:03}", on.year())),
            date: Some((on - Days::new(self.chance.below(6))).to_string()),
            currency: Some(currency.to_owned()),
            amount: Some(format!("{}.{:02}", hundredths / 100, hundredths % 100)),
            incoterm: Some(if market.route == Route::Air { "FCA" } else { "FOB" }.to_owned()),
        }
    }
}

impl File {
    /// Moves the whole file back in time, its papers' dates too.
    fn shift(&mut self, back: TimeDelta) {
        self.created_at -= back;
        for (at, _) in &mut self.steps {
            *at -= back;
        }
        let days = Days::new(u64::try_from(back.num_days() + 1).unwrap_or(0));
        let earlier = |date: &mut Option<String>| {
            let moved = date.as_deref().and_then(|text| text.parse::<NaiveDate>().ok()).map(|day| day - days);
            if let Some(day) = moved {
                *date = Some(day.to_string());
            }
        };
        if let Some(invoice) = self.draft.invoice.as_mut() {
            earlier(&mut invoice.date);
        }
        if let Some(transport) = self.draft.transport.as_mut() {
            earlier(&mut transport.departure_date);
        }
    }
}

fn allowed(scheme: &Scheme, ware: &Ware) -> bool {
    HsCode::parse(ware.hs).is_ok_and(|hs| scheme.exclusion(&hs).is_none())
}

const OPENS: u32 = 8 * 60;
const CLOSES: u32 = 16 * 60 + 30;

/// The instant itself when the agency is at work, else the next opening.
fn office(at_: Instant) -> Instant {
    let mut date = at_.date_naive();
    let minute = at_.hour() * 60 + at_.minute();
    let works = |date: NaiveDate| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    if works(date) && (OPENS..CLOSES).contains(&minute) {
        return at_;
    }
    if !works(date) || minute >= CLOSES {
        date = date + Days::new(1);
        while !works(date) {
            date = date + Days::new(1);
        }
    }
    // Not all at the stroke of eight: the seconds of the day before spread the mornings.
    at(date, OPENS + (at_.minute() * 60 + at_.second()) / 60) + TimeDelta::seconds(i64::from(at_.second()))
}

fn at(date: NaiveDate, minute_of_day: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(minute_of_day.min(1439) * 60, 0).unwrap_or_default();
    date.and_time(time).and_utc()
}

#[cfg(test)]
mod tests;
