//! Statistics on the wire: JSON for pages, CSV for everyone else.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::caller::{Caller, right};
use super::problem::{Problem, language};
use crate::app::App;
use crate::origin::record::sha256;
use crate::statistics::{self, Period, Row, Statistics, Steering};
use crate::text::{Language, Text};
use crate::text_enum;

/// The routes of this file.
pub fn routes(config: &mut ServiceConfig) {
    config.service(get_statistics).service(get_steering).service(get_revenue_table).service(get_statistics_table);
}

/// Which months, and for tables in which language their headings are.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct PeriodQuery {
    /// First month; eleven before the last when absent.
    #[param(example = "2025-12")]
    pub from: Option<String>,
    /// Last month; this one when absent.
    #[param(example = "2026-11")]
    pub to: Option<String>,
    /// Headings of a table: `fr` or `en`; the language of the request when absent.
    pub lang: Option<Language>,
}

impl PeriodQuery {
    fn period(&self, app: &App) -> Result<Period, Problem> {
        Period::parse(self.from.as_deref(), self.to.as_deref(), app.clock.now()).map_err(Problem::invalid)
    }

    fn language(&self) -> Language {
        self.lang.unwrap_or_else(language)
    }
}

/// Certificates, values, weights, decisions and processing times, for anyone.
#[utoipa::path(tag = "statistics", params(PeriodQuery), responses((status = 200, body = Statistics)))]
#[get("/statistics")]
pub async fn get_statistics(
    app: Data<App>,
    query: Query<PeriodQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let statistics = statistics::published(&app, query.period(&app)?).await?;
    let tag = figures_tag(&statistics)?;
    let known = request.headers().get("if-none-match").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let fresh = known.split(',').any(|given| given.trim() == tag);
    let mut response = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    // Kept, but asked for each time: a page that was just told of a change must not see the figures of before.
    response.insert_header(("ETag", tag)).insert_header(("Cache-Control", "public, no-cache"));
    Ok(if fresh { response.finish() } else { response.json(statistics) })
}

/// Names the figures themselves: two answers with one tag differ in their moment of reading only.
fn figures_tag(statistics: &Statistics) -> Result<String, Problem> {
    let figures = Statistics { as_of: DateTime::<Utc>::UNIX_EPOCH, ..statistics.clone() };
    let bytes = serde_json::to_vec(&figures).map_err(|error| Problem::internal(&error))?;
    let digest = hex::encode(sha256(&bytes));
    Ok(format!("W/\"{}\"", digest.get(..32).unwrap_or_default()))
}

/// The same with the day's figures, revenue and queues.
#[utoipa::path(
    tag = "statistics", params(PeriodQuery), security(("bearer" = [])), responses((status = 200, body = Steering))
)]
#[get("/statistics/steering")]
pub async fn get_steering(
    app: Data<App>,
    query: Query<PeriodQuery>,
    caller: Caller<right::Steer>,
) -> Result<HttpResponse, Problem> {
    let steering = statistics::steering(&app, caller.actor.account_id, query.period(&app)?).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(steering))
}

text_enum! {
    /// The public tables.
    pub enum Table {
        Months = "months",
        Schemes = "schemes",
        Destinations = "destinations",
        Chapters = "chapters",
        Processing = "processing",
        Decisions = "decisions",
    }
}

/// A public table as CSV (RFC 4180, UTF-8, comma).
#[utoipa::path(
    tag = "statistics",
    params(("table" = Table, Path), PeriodQuery),
    responses((status = 200, content_type = "text/csv", body = CsvTable))
)]
#[get("/statistics/{table}.csv")]
pub async fn get_statistics_table(
    app: Data<App>,
    table: Path<String>,
    query: Query<PeriodQuery>,
) -> Result<HttpResponse, Problem> {
    let table: Table = table.parse().map_err(|_| Problem::not_found())?;
    let statistics = statistics::published(&app, query.period(&app)?).await?;
    let name = format!("{table}-{}-{}.csv", statistics.from, statistics.to);
    csv_answer(&name, "public, no-cache", &table_of(&statistics, table, query.language()))
}

/// Revenue by operator as CSV.
#[utoipa::path(
    tag = "statistics", params(PeriodQuery), security(("bearer" = [])),
    responses((status = 200, content_type = "text/csv", body = CsvTable))
)]
#[get("/statistics/steering/revenue.csv")]
pub async fn get_revenue_table(
    app: Data<App>,
    query: Query<PeriodQuery>,
    caller: Caller<right::Steer>,
) -> Result<HttpResponse, Problem> {
    let steering = statistics::steering(&app, caller.actor.account_id, query.period(&app)?).await?;
    let name = format!("revenue-{}-{}.csv", steering.statistics.from, steering.statistics.to);
    csv_answer(&name, "no-store", &revenue_of(&steering, query.language()))
}

/// Lines of comma-separated values; the first names the columns.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, example = "Régime,Nom,Certificats,Valeur FOB (FCFA),Poids brut (g)\r\nZLE,Zone de libre-échange continentale africaine,128,4350000000,96400000\r\n")]
pub struct CsvTable(#[expect(dead_code, reason = "only described")] String);

/// A table with its heading, ready to be written.
type Lines = Vec<Vec<String>>;

fn heading(language: Language, columns: &[(&str, &str)]) -> Vec<String> {
    columns.iter().map(|(fr, en)| Text::new(*fr, *en).in_language(language).to_owned()).collect()
}

const CERTIFICATES: (&str, &str) = ("Certificats", "Certificates");
const FOB_VALUE: (&str, &str) = ("Valeur FOB (FCFA)", "FOB value (FCFA)");
const GROSS_WEIGHT: (&str, &str) = ("Poids brut (g)", "Gross weight (g)");
const MONTH: (&str, &str) = ("Mois", "Month");
const NAME: (&str, &str) = ("Nom", "Name");

fn table_of(statistics: &Statistics, table: Table, language: Language) -> Lines {
    match table {
        Table::Months => {
            let heading = heading(language, &[MONTH, CERTIFICATES, FOB_VALUE, GROSS_WEIGHT]);
            let line = |row: &Row| [vec![row.key.clone()], figures(row)].concat();
            std::iter::once(heading).chain(statistics.months.iter().map(line)).collect()
        }
        Table::Schemes => labelled(&statistics.schemes, ("Régime", "Scheme"), language),
        Table::Destinations => labelled(&statistics.destinations, ("Pays", "Country"), language),
        Table::Chapters => labelled(&statistics.chapters, ("Chapitre SH", "HS chapter"), language),
        Table::Processing => processing_of(statistics, language),
        Table::Decisions => decisions_of(statistics, language),
    }
}

fn figures(row: &Row) -> Vec<String> {
    [row.certificates, row.fob_value_xof, row.gross_weight_g].map(|n| n.to_string()).to_vec()
}

fn labelled(rows: &[Row], key: (&str, &str), language: Language) -> Lines {
    let heading = heading(language, &[key, NAME, CERTIFICATES, FOB_VALUE, GROSS_WEIGHT]);
    let line = |row: &Row| {
        let label = row.label.as_ref().map_or("", |label| label.in_language(language));
        [vec![row.key.clone(), label.to_owned()], figures(row)].concat()
    };
    std::iter::once(heading).chain(rows.iter().map(line)).collect()
}

fn processing_of(statistics: &Statistics, language: Language) -> Lines {
    let columns = [
        MONTH,
        ("Médiane (h)", "Median (h)"),
        ("90e centile (h)", "90th percentile (h)"),
        ("Demandes", "Applications"),
    ];
    let hours = |h: Option<i64>| h.map_or_else(String::new, |h| h.to_string());
    let lines = statistics
        .processing
        .months
        .iter()
        .map(|m| vec![m.month.clone(), hours(m.median_hours), hours(m.p90_hours), m.count.to_string()]);
    std::iter::once(heading(language, &columns)).chain(lines).collect()
}

fn decisions_of(statistics: &Statistics, language: Language) -> Lines {
    let d = &statistics.decisions;
    let lines = [
        (("Approuvées", "Approved"), d.approved),
        (("Refusées", "Refused"), d.refused),
        (("Renvois à l'exportateur", "Returns to the exporter"), d.returned),
        (("Retirées", "Withdrawn"), d.withdrawn),
        (("Classées sans réponse", "Closed without an answer"), d.lapsed),
    ];
    let line = |(name, count): ((&str, &str), i64)| [heading(language, &[name]), vec![count.to_string()]].concat();
    std::iter::once(heading(language, &[("Décision", "Decision"), ("Nombre", "Count")]))
        .chain(lines.map(line))
        .collect()
}

fn revenue_of(steering: &Steering, language: Language) -> Lines {
    let columns = [("Opérateur", "Operator"), ("Paiements", "Payments"), ("Montant (FCFA)", "Amount (FCFA)")];
    let lines =
        steering.revenue.iter().map(|r| vec![r.operator.clone(), r.count.to_string(), r.amount_xof.to_string()]);
    std::iter::once(heading(language, &columns)).chain(lines).collect()
}

pub(super) fn csv_answer(name: &str, cache: &'static str, lines: &Lines) -> Result<HttpResponse, Problem> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line.iter().map(|cell| harmless(cell))).map_err(|e| Problem::internal(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| Problem::internal(&e))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Cache-Control", cache))
        .insert_header(("Content-Disposition", format!("attachment; filename=\"boyoro-{name}\"")))
        .body(bytes))
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
fn harmless(cell: &str) -> String {
    let number = cell.parse::<i64>().is_ok();
    if !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula() {
        for bad in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"] {
            assert!(harmless(bad).starts_with('\''), "{bad}");
        }
        assert_eq!(harmless("-12"), "-12");
        assert_eq!(harmless("Côte d'Ivoire"), "Côte d'Ivoire");
    }
}
