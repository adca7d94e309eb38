//! What an application says: a draft in which anything may be missing, and the content parsed from it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::codes::{CountryCode, HsCode, SchemeCode};
use super::day;
use super::fault::{Fault, FaultCode, Faults};
use super::rules::{Basis, Destinations, Rules, Scheme};

/// A draft: every member may be missing. It is stored as it was typed and checked when it is submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(example = json!({
    "scheme": "ZLE", "destination": "MA",
    "consignee": { "name": "Fruits du Bouregreg", "address": "12 rue du Port", "city": "Casablanca", "country": "MA" },
    "transport": { "mode": "3", "from": "Bamako", "to": "Casablanca", "means": "Camion BD-4512-MD" },
    "invoice": { "number": "F-2026-118", "date": "2026-05-04", "currency": "EUR", "amount": "18400.00", "incoterm": "FOB" },
    "goods": [{ "hsCode": "080450", "description": "Mangues fraîches, variété Kent", "packageCount": 2400,
        "packageKind": "CT", "marks": "Sans marques", "grossWeightG": 12600000, "netWeightG": 12000000,
        "fobValueXof": 12069000, "criterion": "WP" }]
}))]
pub struct Draft {
    pub scheme: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub destination: Option<String>,
    pub consignee: Option<DraftConsignee>,
    pub transport: Option<DraftTransport>,
    pub invoice: Option<DraftInvoice>,
    pub goods: Vec<DraftGoods>,
    pub remarks: Option<String>,
}

/// Who receives the goods.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DraftConsignee {
    pub name: Option<String>,
    pub address: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub registration: Option<String>,
}

/// How the goods travel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DraftTransport {
    /// UN Recommendation 19.
    pub mode: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub means: Option<String>,
    pub document_number: Option<String>,
    pub departure_date: Option<String>,
    pub container: Option<String>,
    pub seals: Option<String>,
}

/// The commercial invoice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DraftInvoice {
    pub number: Option<String>,
    pub date: Option<String>,
    pub currency: Option<String>,
    /// Decimal text in the invoice's currency.
    pub amount: Option<String>,
    pub incoterm: Option<String>,
}

/// One line of goods.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DraftGoods {
    /// 6 to 10 digits.
    pub hs_code: Option<String>,
    pub description: Option<String>,
    pub package_count: Option<i64>,
    /// UN Recommendation 21.
    pub package_kind: Option<String>,
    pub marks: Option<String>,
    /// Grams.
    pub gross_weight_g: Option<i64>,
    /// Grams.
    pub net_weight_g: Option<i64>,
    pub supplementary_quantity: Option<String>,
    /// Whole francs.
    pub fob_value_xof: Option<i64>,
    pub criterion: Option<String>,
    pub criterion_detail: Option<String>,
    pub producer: Option<String>,
}

/// An application's content, complete and checked on a given day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub scheme: SchemeCode,
    pub destination: CountryCode,
    pub consignee: Consignee,
    pub transport: Transport,
    pub invoice: Invoice,
    pub goods: Vec<Goods>,
    pub remarks: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consignee {
    pub name: String,
    pub address: String,
    pub city: String,
    pub country: CountryCode,
    pub registration: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transport {
    pub mode: String,
    pub from: String,
    pub to: String,
    pub means: Option<String>,
    pub document_number: Option<String>,
    pub departure_date: Option<NaiveDate>,
    pub container: Option<String>,
    pub seals: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    pub number: String,
    pub date: NaiveDate,
    pub currency: String,
    pub amount: String,
    pub incoterm: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    pub hs_code: HsCode,
    pub description: String,
    pub package_count: u32,
    pub package_kind: String,
    pub marks: String,
    pub gross_weight_g: i64,
    pub net_weight_g: Option<i64>,
    pub supplementary_quantity: Option<String>,
    pub fob_value_xof: i64,
    pub criterion: String,
    pub criterion_detail: Option<String>,
    pub producer: Option<String>,
}

impl Content {
    /// Sum of the lines' FOB values, in whole francs.
    #[must_use]
    pub fn fob_value_xof(&self) -> i64 {
        self.goods.iter().fold(0, |sum, line| sum.saturating_add(line.fob_value_xof))
    }

    /// Sum of the lines' gross weights, in grams.
    #[must_use]
    pub fn gross_weight_g(&self) -> i64 {
        self.goods.iter().fold(0, |sum, line| sum.saturating_add(line.gross_weight_g))
    }
}

/// Lengths follow the WCO Data Model (see the mapping of the UN/CEFACT certificate of origin).
const NAME_MAX: usize = 70;
const ADDRESS_MAX: usize = 256;
const CITY_MAX: usize = 35;
const NUMBER_MAX: usize = 70;
const TEXT_MAX: usize = 512;
const LINES_MAX: usize = 200;
/// A million tonnes and ten thousand billion francs are more than any consignment.
const WEIGHT_MAX_G: i64 = 1_000_000_000_000;
const VALUE_MAX_XOF: i64 = 10_000_000_000_000;
const PACKAGES_MAX: i64 = 99_999_999;

/// What the draft is checked against.
#[derive(Clone, Copy)]
pub struct Day<'a> {
    pub rules: &'a Rules,
    pub today: NaiveDate,
}

impl Draft {
    /// The content, or every fault of the draft on this day. `documents` are the kinds attached.
    pub fn parse(&self, day: Day<'_>, documents: &[String]) -> Result<Content, Vec<Fault>> {
        let mut faults = Faults::default();
        let scheme = self.scheme(&mut faults, day);
        let destination = self.destination(&mut faults, day, scheme);
        let consignee = consignee(&mut faults, day, self.consignee.as_ref(), destination.as_ref(), scheme);
        let transport = transport(&mut faults, day, self.transport.as_ref());
        let invoice = invoice(&mut faults, day, self.invoice.as_ref());
        let goods = goods(&mut faults, day, &self.goods, scheme);
        let remarks = faults.optional_text("/remarks", self.remarks.as_deref(), TEXT_MAX);
        self.documents(&mut faults, day, scheme, documents);
        let content = (|| {
            Some(Content {
                scheme: scheme?.code.clone(),
                destination: destination?,
                consignee: consignee?,
                transport: transport?,
                invoice: invoice?,
                goods,
                remarks,
            })
        })();
        faults.finish(content)
    }

    fn scheme<'a>(&self, faults: &mut Faults, day: Day<'a>) -> Option<&'a Scheme> {
        let given = faults.text("/scheme", self.scheme.as_deref(), 8)?;
        let Some(found) = SchemeCode::parse(&given).ok().and_then(|code| day.rules.scheme_on(&code, day.today)) else {
            faults.add("/scheme", FaultCode::UnknownValue);
            return None;
        };
        if !found.issues() {
            faults.add("/scheme", FaultCode::SchemeNotActive);
        }
        Some(found.scheme)
    }

    fn destination(&self, faults: &mut Faults, day: Day<'_>, scheme: Option<&Scheme>) -> Option<CountryCode> {
        let country = country(faults, day, "/destination", self.destination.as_deref())?;
        if scheme.is_some_and(|scheme| !scheme.covers(&country)) {
            faults.add("/destination", FaultCode::SchemeNotForDestination);
        }
        Some(country)
    }

    fn documents(&self, faults: &mut Faults, day: Day<'_>, scheme: Option<&Scheme>, attached: &[String]) {
        for kind in day.rules.reference().required_documents(&self.lines(scheme)) {
            if !attached.contains(&kind.code) {
                faults.add(format!("/documents/{}", kind.code), FaultCode::DocumentMissing);
            }
        }
    }

    /// The lines that can be read so far: goods code, and whether they claim to be wholly obtained.
    #[must_use]
    pub fn lines(&self, scheme: Option<&Scheme>) -> Vec<(HsCode, bool)> {
        let wholly = |line: &DraftGoods| match (scheme, line.criterion.as_deref()) {
            (Some(scheme), Some(code)) => scheme.criterion(code).is_some_and(|c| c.basis == Basis::WhollyObtained),
            // Without a criterion nothing more than the simplest case can be asked for.
            _ => true,
        };
        self.goods
            .iter()
            .filter_map(|line| Some((HsCode::parse(line.hs_code.as_deref()?).ok()?, wholly(line))))
            .collect()
    }

    /// A copy to start a new application from: invoice, transport and dates belong to one shipment only.
    #[must_use]
    pub fn for_a_new_shipment(&self) -> Self {
        Self { transport: None, invoice: None, ..self.clone() }
    }

    /// What a list shows of the goods.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        let first = self.goods.first()?.description.clone()?;
        let more = self.goods.len() - 1;
        Some(if more == 0 { first } else { format!("{first} (+{more})") })
    }

    /// The value as far as it was given, in whole francs.
    #[must_use]
    pub fn fob_value_xof(&self) -> Option<i64> {
        let known: Vec<i64> = self.goods.iter().filter_map(|line| line.fob_value_xof).collect();
        (!known.is_empty()).then(|| known.into_iter().fold(0, i64::saturating_add))
    }
}

fn country(faults: &mut Faults, day: Day<'_>, pointer: &str, given: Option<&str>) -> Option<CountryCode> {
    let text = faults.text(pointer, given, 2)?;
    let known = CountryCode::parse(&text).ok().filter(|code| day.rules.reference().country(code).is_some());
    if known.is_none() {
        faults.add(pointer, FaultCode::UnknownCountry);
    }
    known
}

fn date(faults: &mut Faults, pointer: &str, given: &str) -> Option<NaiveDate> {
    faults.keep(pointer, day::day(given).ok_or(FaultCode::Malformed { example: "2026-05-04" }))
}

fn choice<'a>(
    faults: &mut Faults,
    pointer: &str,
    given: Option<&str>,
    mut allowed: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let text = faults.text(pointer, given, TEXT_MAX)?;
    if allowed.any(|value| value == text) {
        return Some(text);
    }
    faults.add(pointer, FaultCode::UnknownValue);
    None
}

fn consignee(
    faults: &mut Faults,
    day: Day<'_>,
    given: Option<&DraftConsignee>,
    destination: Option<&CountryCode>,
    scheme: Option<&Scheme>,
) -> Option<Consignee> {
    let empty = DraftConsignee::default();
    let given = given.unwrap_or(&empty);
    let name = faults.text("/consignee/name", given.name.as_deref(), NAME_MAX);
    let address = faults.text("/consignee/address", given.address.as_deref(), ADDRESS_MAX);
    let city = faults.text("/consignee/city", given.city.as_deref(), CITY_MAX);
    let country = country(faults, day, "/consignee/country", given.country.as_deref());
    let registration = faults.optional_text("/consignee/registration", given.registration.as_deref(), NUMBER_MAX);
    // A preference is given to goods consigned to a party of the zone (AfCFTA Annex 2, box 2).
    if let (Some(country), Some(destination), Some(scheme)) = (&country, destination, scheme)
        && matches!(scheme.destinations, Destinations::Only(_))
        && country != destination
    {
        faults.add("/consignee/country", FaultCode::Inconsistent { with: "destination" });
    }
    Some(Consignee { name: name?, address: address?, city: city?, country: country?, registration })
}

fn transport(faults: &mut Faults, day: Day<'_>, given: Option<&DraftTransport>) -> Option<Transport> {
    let empty = DraftTransport::default();
    let given = given.unwrap_or(&empty);
    let modes = day.rules.reference().transport_modes.iter().map(|mode| mode.code.as_str());
    let mode = choice(faults, "/transport/mode", given.mode.as_deref(), modes);
    let from = faults.text("/transport/from", given.from.as_deref(), ADDRESS_MAX);
    let to = faults.text("/transport/to", given.to.as_deref(), ADDRESS_MAX);
    let means = faults.optional_text("/transport/means", given.means.as_deref(), NAME_MAX);
    let document = faults.optional_text("/transport/documentNumber", given.document_number.as_deref(), NUMBER_MAX);
    let departure = given.departure_date.as_deref().filter(|d| !d.is_empty());
    let departure_date = departure.and_then(|d| date(faults, "/transport/departureDate", d));
    let container = faults.optional_text("/transport/container", given.container.as_deref(), CITY_MAX);
    let seals = faults.optional_text("/transport/seals", given.seals.as_deref(), NUMBER_MAX);
    Some(Transport {
        mode: mode?,
        from: from?,
        to: to?,
        means,
        document_number: document,
        departure_date,
        container,
        seals,
    })
}

fn invoice(faults: &mut Faults, day: Day<'_>, given: Option<&DraftInvoice>) -> Option<Invoice> {
    let empty = DraftInvoice::default();
    let given = given.unwrap_or(&empty);
    let number = faults.text("/invoice/number", given.number.as_deref(), NUMBER_MAX);
    let date_text = faults.text("/invoice/date", given.date.as_deref(), 10);
    let date = date_text.and_then(|text| date(faults, "/invoice/date", &text));
    if date.is_some_and(|date| date > day.today) {
        faults.add("/invoice/date", FaultCode::InTheFuture);
    }
    let currencies = day.rules.reference().currencies.iter().map(String::as_str);
    let currency = choice(faults, "/invoice/currency", given.currency.as_deref(), currencies);
    let amount_text = faults.text("/invoice/amount", given.amount.as_deref(), 20);
    let amount = amount_text.and_then(|text| faults.keep("/invoice/amount", decimal(&text)));
    let incoterms = day.rules.reference().incoterms.iter().map(String::as_str);
    let incoterm = given.incoterm.as_deref().filter(|i| !i.is_empty());
    let incoterm = incoterm.and_then(|given| choice(faults, "/invoice/incoterm", Some(given), incoterms));
    Some(Invoice { number: number?, date: date?, currency: currency?, amount: amount?, incoterm })
}

/// A positive amount of at most two decimals, comma or point, spaces between thousands allowed.
fn decimal(text: &str) -> Result<String, FaultCode> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    let (whole, cents) = plain.split_once('.').unwrap_or((&plain, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let positive = plain.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if digits(whole) && digits(cents) && whole.len() <= 15 && cents.len() <= 2 && positive {
        Ok(plain)
    } else {
        Err(FaultCode::Malformed { example: "18400.00" })
    }
}

fn goods(faults: &mut Faults, day: Day<'_>, given: &[DraftGoods], scheme: Option<&Scheme>) -> Vec<Goods> {
    if given.is_empty() {
        faults.add("/goods", FaultCode::Required);
    }
    if given.len() > LINES_MAX {
        faults.add("/goods", FaultCode::TooLong { max: LINES_MAX });
    }
    if given.len() > 1 && scheme.is_some_and(|scheme| scheme.single_product) {
        faults.add("/goods", FaultCode::OneProductOnly);
    }
    given
        .iter()
        .take(LINES_MAX)
        .enumerate()
        .filter_map(|(index, line)| goods_line(faults, day, &format!("/goods/{index}"), line, scheme))
        .collect()
}

fn goods_line(
    faults: &mut Faults,
    day: Day<'_>,
    at: &str,
    given: &DraftGoods,
    scheme: Option<&Scheme>,
) -> Option<Goods> {
    let hs_code = hs_code(faults, day, &format!("{at}/hsCode"), given.hs_code.as_deref(), scheme);
    let description = faults.text(&format!("{at}/description"), given.description.as_deref(), TEXT_MAX);
    let count = whole(faults, &format!("{at}/packageCount"), given.package_count, 1, PACKAGES_MAX);
    let kinds = day.rules.reference().package_kinds.iter().map(|kind| kind.code.as_str());
    let package_kind = choice(faults, &format!("{at}/packageKind"), given.package_kind.as_deref(), kinds);
    let marks = faults.text(&format!("{at}/marks"), given.marks.as_deref(), TEXT_MAX);
    let gross = whole(faults, &format!("{at}/grossWeightG"), given.gross_weight_g, 1, WEIGHT_MAX_G);
    let net = given.net_weight_g.and_then(|net| whole(faults, &format!("{at}/netWeightG"), Some(net), 1, WEIGHT_MAX_G));
    if let (Some(net), Some(gross)) = (net, gross)
        && net > gross
    {
        faults.add(format!("{at}/netWeightG"), FaultCode::Inconsistent { with: "grossWeightG" });
    }
    let quantity =
        faults.optional_text(&format!("{at}/supplementaryQuantity"), given.supplementary_quantity.as_deref(), CITY_MAX);
    let value = whole(faults, &format!("{at}/fobValueXof"), given.fob_value_xof, 1, VALUE_MAX_XOF);
    let (criterion, criterion_detail) = criterion(faults, at, given, scheme);
    let producer = faults.optional_text(&format!("{at}/producer"), given.producer.as_deref(), NAME_MAX);
    Some(Goods {
        hs_code: hs_code?,
        description: description?,
        package_count: u32::try_from(count?).ok()?,
        package_kind: package_kind?,
        marks: marks?,
        gross_weight_g: gross?,
        net_weight_g: net,
        supplementary_quantity: quantity,
        fob_value_xof: value?,
        criterion: criterion?,
        criterion_detail,
        producer,
    })
}

fn whole(faults: &mut Faults, pointer: &str, given: Option<i64>, min: i64, max: i64) -> Option<i64> {
    let Some(value) = given else {
        faults.add(pointer, FaultCode::Required);
        return None;
    };
    if (min..=max).contains(&value) {
        return Some(value);
    }
    faults.add(pointer, FaultCode::OutOfRange { min, max });
    None
}

fn hs_code(
    faults: &mut Faults,
    day: Day<'_>,
    pointer: &str,
    given: Option<&str>,
    scheme: Option<&Scheme>,
) -> Option<HsCode> {
    let text = faults.text(pointer, given, 13)?;
    let known = HsCode::parse(&text).ok().filter(|code| day.rules.nomenclature().find(code).is_some());
    let Some(code) = known else {
        faults.add(pointer, FaultCode::UnknownHsCode);
        return None;
    };
    if let Some(measure) = day.rules.ban_on(&code, day.today) {
        faults.add(pointer, FaultCode::ExportForbidden { source: measure.source.clone() });
    }
    if let Some(exclusion) = scheme.and_then(|scheme| scheme.exclusion(&code)) {
        faults.add(pointer, FaultCode::ExcludedFromScheme { source: exclusion.source.clone() });
    }
    Some(code)
}

fn criterion(
    faults: &mut Faults,
    at: &str,
    given: &DraftGoods,
    scheme: Option<&Scheme>,
) -> (Option<String>, Option<String>) {
    let pointer = format!("{at}/criterion");
    let code = faults.text(&pointer, given.criterion.as_deref(), 8);
    let detail = faults.optional_text(&format!("{at}/criterionDetail"), given.criterion_detail.as_deref(), NAME_MAX);
    if let (Some(code), Some(scheme)) = (&code, scheme) {
        match scheme.criterion(code) {
            None => faults.add(pointer, FaultCode::CriterionNotInScheme),
            Some(criterion) if criterion.detail.is_some() && detail.is_none() => {
                faults.add(format!("{at}/criterionDetail"), FaultCode::CriterionNeedsDetail);
            }
            Some(_) => {}
        }
    }
    (code, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules::embedded().unwrap()
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, 10).unwrap()
    }

    /// A complete application for a consignment of mangoes to Morocco under the AfCFTA.
    fn mangoes() -> Draft {
        let text = |value: &str| Some(value.to_owned());
        Draft {
            scheme: text("ZLE"),
            destination: text("MA"),
            consignee: Some(DraftConsignee {
                name: text("Fruits du Bouregreg"),
                address: text("12 rue du Port"),
                city: text("Casablanca"),
                country: text("MA"),
                registration: None,
            }),
            transport: Some(DraftTransport {
                mode: text("3"),
                from: text("Bamako"),
                to: text("Casablanca"),
                ..DraftTransport::default()
            }),
            invoice: Some(DraftInvoice {
                number: text("F-118"),
                date: text("2026-05-04"),
                currency: text("EUR"),
                amount: text("18 400,00"),
                incoterm: text("FOB"),
            }),
            goods: vec![DraftGoods {
                hs_code: text("080450"),
                description: text("Mangues fraîches, variété Kent"),
                package_count: Some(2400),
                package_kind: text("CT"),
                marks: text("Sans marques"),
                gross_weight_g: Some(12_600_000),
                net_weight_g: Some(12_000_000),
                fob_value_xof: Some(12_069_000),
                criterion: text("WP"),
                ..DraftGoods::default()
            }],
            remarks: None,
        }
    }

    fn attached(rules: &Rules, draft: &Draft) -> Vec<String> {
        rules.reference().required_documents(&draft.lines(None)).iter().map(|kind| kind.code.clone()).collect()
    }

    fn faults_of(draft: &Draft) -> Vec<(String, &'static str)> {
        let rules = rules();
        let attached = attached(&rules, draft);
        let parsed = draft.parse(Day { rules: &rules, today: day() }, &attached);
        parsed.err().unwrap_or_default().iter().map(|fault| (fault.pointer.clone(), fault.code.code())).collect()
    }

    #[test]
    fn a_complete_draft_becomes_content() {
        let rules = rules();
        let draft = mangoes();
        let content = draft.parse(Day { rules: &rules, today: day() }, &attached(&rules, &draft)).unwrap();
        assert_eq!(content.fob_value_xof(), 12_069_000);
        assert_eq!(content.invoice.amount, "18400.00");
    }

    #[test]
    fn an_empty_draft_is_told_everything_at_once() {
        let faults = faults_of(&Draft::default());
        let places: Vec<&str> = faults.iter().map(|(pointer, _)| pointer.as_str()).collect();
        for place in ["/scheme", "/destination", "/consignee/name", "/transport/mode", "/invoice/number", "/goods"] {
            assert!(places.contains(&place), "{place} is missing from {places:?}");
        }
    }

    #[test]
    fn each_fault_points_at_its_field() {
        type Case = (fn(&mut Draft), &'static str, &'static str);
        let cases: Vec<Case> = vec![
            (|d| d.scheme = Some("XX".into()), "/scheme", "unknown_value"),
            (|d| d.destination = Some("ML".into()), "/destination", "scheme_not_for_destination"),
            (|d| d.destination = Some("ZZ".into()), "/destination", "unknown_country"),
            (|d| d.goods[0].hs_code = Some("000000".into()), "/goods/0/hsCode", "unknown_hs_code"),
            (|d| d.goods[0].hs_code = Some("120799".into()), "/goods/0/hsCode", "export_forbidden"),
            (|d| d.goods[0].net_weight_g = Some(99_000_000), "/goods/0/netWeightG", "inconsistent"),
            (|d| d.goods[0].criterion = Some("P".into()), "/goods/0/criterion", "criterion_not_in_scheme"),
            (|d| d.goods[0].criterion = Some("SX".into()), "/goods/0/criterionDetail", "criterion_needs_detail"),
            (|d| d.goods[0].fob_value_xof = Some(-1), "/goods/0/fobValueXof", "out_of_range"),
            (|d| d.invoice.as_mut().unwrap().date = Some("2026-12-31".into()), "/invoice/date", "in_the_future"),
            (|d| d.invoice.as_mut().unwrap().amount = Some("0".into()), "/invoice/amount", "malformed"),
            (|d| d.consignee.as_mut().unwrap().country = Some("SN".into()), "/consignee/country", "inconsistent"),
            (|d| d.consignee.as_mut().unwrap().name = Some("\u{7}".into()), "/consignee/name", "malformed"),
        ];
        for (spoil, pointer, code) in cases {
            let mut draft = mangoes();
            spoil(&mut draft);
            let faults = faults_of(&draft);
            assert!(faults.iter().any(|(p, c)| p == pointer && *c == code), "{pointer} {code} not in {faults:?}");
        }
    }

    #[test]
    fn one_product_schemes_take_one_line() {
        let mut draft = mangoes();
        draft.scheme = Some("UEM".into());
        draft.destination = Some("SN".into());
        draft.consignee.as_mut().unwrap().country = Some("SN".into());
        draft.goods.push(draft.goods[0].clone());
        assert!(faults_of(&draft).contains(&("/goods".to_owned(), "one_product_only")));
    }

    #[test]
    fn a_copy_forgets_what_belongs_to_one_shipment() {
        let copy = mangoes().for_a_new_shipment();
        assert_eq!((copy.invoice, copy.transport), (None, None));
        assert_eq!(copy.goods, mangoes().goods);
    }
}
