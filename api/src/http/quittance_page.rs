//! The public page of a quittance: what its code leads to. It tells the essential facts and not who paid.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::verification::{PageQuery, html, unavailable};
use super::verification_page::{Safe, page, say};
use crate::app::App;
use crate::document::words;
use crate::failure::Failure;
use crate::origin::french::francs_in_words;
use crate::origin::quittance::QuittanceKind;
use crate::quittances::{self, Shown};
use crate::text::Language;

/// The routes of this file.
pub fn public_routes(config: &mut ServiceConfig) {
    config.service(get_quittance_page).route("/Q/{number}", web::get().to(capital_page));
}

/// The page of a quittance: whether the number is one of the series, for how much, and whether it is cancelled.
#[utoipa::path(tag = "quittances", params(("number" = String, Path, example = "Q-APEX-2026-000071"), PageQuery),
    responses((status = 200, content_type = "text/html", body = String), (status = 404, content_type = "text/html", body = String)))]
#[get("/q/{number}")]
pub async fn get_quittance_page(app: Data<App>, number: Path<String>, query: Query<PageQuery>) -> HttpResponse {
    show(&app, &number, query.language()).await
}

/// The same page under the address as it is printed, in capitals.
async fn capital_page(app: Data<App>, number: Path<String>, query: Query<PageQuery>) -> HttpResponse {
    show(&app, &number, query.language()).await
}

async fn show(app: &App, number: &str, language: Language) -> HttpResponse {
    match quittances::verify(app, number).await {
        Ok(found) => html(StatusCode::OK, language, told(Some(&found), number, language)),
        Err(Failure::NotFound) => html(StatusCode::NOT_FOUND, language, told(None, number, language)),
        Err(failure) => unavailable(failure, language),
    }
}

fn told(found: Option<&Shown>, number: &str, language: Language) -> String {
    let said = say(language, "Quittance", "Quittance");
    let number = found.map_or(number, |found| found.record.number.as_str());
    let title = format!("{said} {number}");
    let (verdict, icon, finding, next) = finding(found, language);
    let facts = found.map(|found| facts(found, language)).unwrap_or_default();
    let body = format!(
        "<main>\n<h1>{}</h1>\n<section class=\"verdict\" data-verdict=\"{verdict}\">\n<p class=\"finding\">\
         <span class=\"icon\" aria-hidden=\"true\">{icon}</span> {finding}</p>\n<p class=\"next\">{}</p>\n</section>\n{facts}</main>\n",
        Safe(&title),
        Safe(&next),
    );
    page(language, &title, false, &body)
}

/// The verdict's word for the style sheet, its sign, what it says, and what to do.
fn finding(found: Option<&Shown>, language: Language) -> (&'static str, char, &'static str, String) {
    let Some(found) = found else {
        let next = say(
            language,
            "Aucune quittance ne porte ce numéro. Comparez chaque caractère ; s’ils sont justes, ce papier n’est pas de l’agence.",
            "No quittance has this number. Compare each character; if they are right, this paper is not the agency’s.",
        );
        return ("unknown_number", '✕', say(language, "Numéro inconnu", "Unknown number"), next.to_owned());
    };
    let compare =
        say(language, "Comparez les faits ci-dessous avec le papier.", "Compare the facts below with the paper.");
    match (&found.cancelled_by, found.record.kind) {
        (Some(by), _) => {
            let told = say(language, "Elle est annulée par la quittance", "It is cancelled by quittance");
            ("cancelled", '✕', say(language, "Annulée", "Cancelled"), format!("{told} {by}."))
        }
        (None, QuittanceKind::Counter) => {
            let said = say(language, "Quittance d’annulation", "Counter-quittance");
            ("replaced", '!', said, compare.to_owned())
        }
        (None, QuittanceKind::Quittance) => ("authentic", '✓', say(language, "Valable", "Valid"), compare.to_owned()),
    }
}

fn facts(found: &Shown, language: Language) -> String {
    let record = &found.record;
    let day = |at: chrono::DateTime<chrono::Utc>| match language {
        Language::Fr => words::date(at.date_naive()),
        Language::En => at.format("%d %B %Y").to_string(),
    };
    let figures = record.amount_xof.display_fcfa();
    let amount = match language {
        Language::Fr => format!("{figures} ({})", francs_in_words(record.amount_xof)),
        Language::En => figures,
    };
    let mut rows = vec![
        (say(language, "Montant", "Amount"), amount),
        (say(language, "Objet", "Subject"), record.subject.document.in_language(language).to_owned()),
        (say(language, "Ordre de recette", "Fee order"), record.subject.order_reference.clone()),
        (say(language, "Mode de paiement", "Paid by"), record.operator.name().to_owned()),
        (say(language, "Payé le", "Paid on"), day(record.paid_at)),
        (say(language, "Émise le", "Issued on"), day(record.issued_at)),
        (say(language, "Émise par", "Issued by"), record.office.name.in_language(language).to_owned()),
    ];
    if let Some(cancelled) = &record.cancels {
        rows.push((say(language, "Annule la quittance", "Cancels quittance"), cancelled.clone()));
    }
    let rows = rows.iter().map(|(label, value)| format!("<div><dt>{label}</dt><dd>{}</dd></div>\n", Safe(value)));
    format!("<dl class=\"facts\">\n{}</dl>\n", rows.collect::<String>())
}
