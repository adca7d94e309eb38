//! The pages of verification, as HTML. The style sheet `verify.css` shows their structure; `verify.js` adds the check of the digits
//! after `#` in the reader's browser.

use std::fmt::Write as _;

use crate::document::words;
use crate::seal::facts::SealedFacts;
use crate::text::{Language, Text};
use crate::verification::{Answer, Facts, Verdict, Verification};

/// Text that stands in a page, whatever is in it.
pub(super) struct Safe<'a>(pub(super) &'a str);

impl std::fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// French or English.
pub(super) fn say(language: Language, fr: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

/// The page of a verdict.
pub fn verdict(answer: &Answer, language: Language) -> String {
    let said = &answer.verification;
    let number = said.number.as_deref().unwrap_or_default();
    let title = if number.is_empty() {
        say(language, "Vérification d’un certificat", "Verification of a certificate").to_owned()
    } else {
        format!("{} {number}", say(language, "Certificat", "Certificate"))
    };
    let mut body = format!(
        "<main data-verify data-number=\"{}\" data-lang=\"{language}\">\n<h1>{}</h1>\n",
        Safe(number),
        Safe(&title)
    );
    body.push_str(&finding(said, language));
    body.push_str("<section id=\"signature-check\" role=\"status\" hidden></section>\n");
    if let Some(facts) = &said.facts {
        body.push_str(&comparison(facts, answer.sealed.as_ref(), language));
    }
    body.push_str("</main>\n");
    body.push_str(&lookup(language, "", None));
    page(language, &title, true, &body)
}

const fn icon(verdict: Verdict) -> char {
    match verdict {
        Verdict::Authentic => '✓',
        Verdict::Expired | Verdict::Replaced | Verdict::Suspended => '!',
        Verdict::Unreadable | Verdict::UnsupportedVersion => '?',
        Verdict::Revoked | Verdict::Cancelled | Verdict::Tampered | Verdict::UnknownKey | Verdict::UnknownNumber => '✕',
    }
}

fn word(verdict: Verdict, language: Language) -> &'static str {
    let (fr, en) = match verdict {
        Verdict::Authentic => ("Authentique", "Authentic"),
        Verdict::Revoked => ("Révoqué", "Revoked"),
        Verdict::Suspended => ("Suspendu", "Suspended"),
        Verdict::Replaced => ("Remplacé", "Replaced"),
        Verdict::Cancelled => ("Annulé", "Cancelled"),
        Verdict::Expired => ("Périmé", "Expired"),
        Verdict::Tampered => ("Falsifié", "Tampered with"),
        Verdict::UnknownKey => ("Clé inconnue", "Unknown key"),
        Verdict::UnknownNumber => ("Numéro inconnu", "Unknown number"),
        Verdict::Unreadable => ("Illisible", "Unreadable"),
        Verdict::UnsupportedVersion => ("Version inconnue", "Unknown version"),
    };
    say(language, fr, en)
}

fn finding(said: &Verification, language: Language) -> String {
    let as_of = match language {
        Language::Fr => said.status_as_of.format("État au %d/%m/%Y à %H:%M UTC."),
        Language::En => said.status_as_of.format("Status as of %d %B %Y, %H:%M UTC."),
    };
    format!(
        "<section class=\"verdict\" data-verdict=\"{}\">\n<p class=\"finding\"><span class=\"icon\" aria-hidden=\"true\">{}</span> \
         {}</p>\n<p>{}</p>\n<p class=\"next\">{}</p>\n<p class=\"note\">{as_of}</p>\n</section>\n",
        said.verdict,
        icon(said.verdict),
        word(said.verdict, language),
        Safe(said.message.in_language(language)),
        Safe(said.next_step.in_language(language)),
    )
}

/// The facts to compare with the paper. `data-value` holds each as the printed symbol carries it.
fn comparison(facts: &Facts, sealed: Option<&SealedFacts>, language: Language) -> String {
    let mut out = format!(
        "<h2>{}</h2>\n<dl class=\"facts\">\n",
        say(language, "À comparer avec le papier", "To compare with the paper")
    );
    let date = |day: chrono::NaiveDate| match language {
        Language::Fr => words::date(day),
        Language::En => day.format("%d %B %Y").to_string(),
    };
    let spoken = |text: &Text| text.in_language(language).to_owned();
    let exporter = sealed.map_or(facts.exporter.as_str(), |sealed| sealed.exporter.as_str());
    let hs6 = facts.goods.first().map(|line| line.hs_code.chars().take(6).collect::<String>()).unwrap_or_default();
    let country = format!("{} ({})", spoken(&facts.destination_name), facts.destination);
    let weight = words::kilograms(facts.total_gross_weight_g);
    let mut row = |label: &str, fact: Option<(&str, &str)>, shown: &str| {
        let marks = fact.map(|(name, value)| format!(" data-fact=\"{name}\" data-value=\"{}\"", Safe(value)));
        let marks = marks.unwrap_or_default();
        let _ = writeln!(out, "<div><dt>{label}</dt><dd{marks}>{}</dd></div>", Safe(shown));
    };
    row(say(language, "Numéro", "Number"), Some(("number", &facts.number)), &facts.number);
    row(say(language, "Régime", "Scheme"), Some(("scheme", &facts.scheme)), &spoken(&facts.scheme_name));
    row(say(language, "Exportateur", "Exporter"), Some(("exporter", exporter)), &facts.exporter);
    row(say(language, "Destination", "Destination"), Some(("destination", &facts.destination)), &country);
    row(say(language, "Délivré le", "Issued on"), None, &date(facts.issued_on));
    if let Some(day) = facts.valid_until {
        row(say(language, "Valable jusqu’au", "Valid until"), None, &date(day));
    }
    for (index, line) in facts.goods.iter().enumerate() {
        let label = format!("{} {}", say(language, "Marchandise", "Goods"), index + 1);
        let gross = words::kilograms(line.gross_weight_g);
        let code = words::hs_code(&line.hs_code);
        let shown = format!("{} – {code} – {} – {gross}", line.description, line.packages);
        row(&label, (index == 0).then_some(("hsCode", &hs6)), &shown);
    }
    let lines = facts.goods.len().to_string();
    row(say(language, "Lignes", "Lines"), Some(("lineCount", &lines)), &lines);
    let grams = facts.total_gross_weight_g.to_string();
    row(say(language, "Poids brut total", "Total gross weight"), Some(("totalGrossWeightG", &grams)), &weight);
    if let Some(day) = facts.revoked_on {
        row(say(language, "Révoqué le", "Revoked on"), None, &date(day));
    }
    if let Some(reason) = &facts.reason {
        row(say(language, "Motif", "Reason"), None, &spoken(reason));
    }
    out.push_str("</dl>\n");
    if let Some(number) = &facts.replaced_by {
        let label = say(language, "Voir le certificat qui le remplace", "See the certificate that replaces it");
        let _ = writeln!(out, "<p><a class=\"button\" href=\"/v/{0}\">{label} : {0}</a></p>", Safe(number));
    }
    out
}

/// The page that asks for a number; `refused` is what could not be read.
pub fn form(language: Language, refused: Option<&str>) -> String {
    let title = say(language, "Vérifier un certificat d’origine", "Verify a certificate of origin");
    let intro = say(
        language,
        "Saisissez le numéro imprimé en haut du certificat, ou collez le contenu de son code QR. Vous pouvez aussi scanner le code \
         avec l’appareil photo de votre téléphone.",
        "Enter the number printed at the top of the certificate, or paste the content of its QR code. You can also scan the code with \
         the camera of your telephone.",
    );
    let fault = say(
        language,
        "Ceci n’est ni un numéro de certificat ni le contenu d’un code QR. Vérifiez chaque caractère.",
        "This is neither a certificate number nor the content of a QR code. Check each character.",
    );
    let body = format!("<main>\n<h1>{title}</h1>\n<p>{intro}</p>\n</main>\n");
    let lookup = lookup(language, refused.unwrap_or_default(), refused.map(|_| fault));
    page(language, title, false, &(body + &lookup))
}

fn lookup(language: Language, given: &str, fault: Option<&str>) -> String {
    let label = say(language, "Numéro ou contenu du code QR", "Number or content of the QR code");
    let hint = say(language, "Par exemple ML-ZLE-2026-000123-A", "For example ML-ZLE-2026-000123-A");
    let verify = say(language, "Vérifier", "Verify");
    let error = fault.map(|fault| format!("<p class=\"error\" id=\"n-error\">{fault}</p>")).unwrap_or_default();
    let described = if fault.is_some() { "n-hint n-error" } else { "n-hint" };
    let invalid = if fault.is_some() { " aria-invalid=\"true\"" } else { "" };
    format!(
        "<form class=\"lookup\" role=\"search\" action=\"/v\" method=\"post\">\n<input type=\"hidden\" name=\"lang\" value=\"{language}\">\n\
         <label for=\"n\">{label}</label>\n<p class=\"hint\" id=\"n-hint\">{hint}</p>\n{error}<input id=\"n\" name=\"n\" value=\"{}\" \
         aria-describedby=\"{described}\"{invalid} autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" required>\n\
         <button>{verify}</button>\n</form>\n",
        Safe(given)
    )
}

/// The page while the register cannot be asked.
pub fn unavailable(language: Language) -> String {
    let title = say(language, "Le registre ne répond pas", "The register does not answer");
    let next = say(
        language,
        "Réessayez dans un instant. En attendant, ne concluez ni pour ni contre le certificat.",
        "Try again in a moment. Meanwhile, conclude neither for nor against the certificate.",
    );
    let body = format!(
        "<main data-verify data-lang=\"{language}\">\n<h1>{title}</h1>\n<section class=\"verdict\" data-verdict=\"unavailable\">\
         <p class=\"next\">{next}</p></section>\n<section id=\"signature-check\" role=\"status\" hidden></section>\n</main>\n"
    );
    page(language, title, true, &body)
}

pub(super) fn page(language: Language, title: &str, script: bool, body: &str) -> String {
    let (other, name) = match language {
        Language::Fr => (Language::En, "English"),
        Language::En => (Language::Fr, "Français"),
    };
    let script = if script { "<script type=\"module\" src=\"/assets/verify.js\"></script>\n" } else { "" };
    let home = say(language, "Accueil", "Home");
    let keys = say(language, "Clés publiques de l’agence", "Public keys of the agency");
    let again = say(language, "Vérifier un autre certificat", "Verify another certificate");
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title} – Bɔyɔrɔ</title>\n<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"/assets/verify.css\">\n{script}</head>\n<body>\n\
         <header class=\"band\"><a href=\"/\" class=\"brand\">Bɔyɔrɔ</a> \
         <nav><a href=\"?lang={other}\" lang=\"{other}\" hreflang=\"{other}\">{name}</a></nav></header>\n{body}\
         <footer><a href=\"/\">{home}</a> · <a href=\"/verifier\">{again}</a> · <a href=\"/.well-known/jwks.json\">{keys}</a></footer>\n\
         </body>\n</html>\n",
        title = Safe(title),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_typed_becomes_markup() {
        let page = form(Language::Fr, Some("\"><script>alert('x')</script>&"));
        assert!(!page.contains("<script>alert"));
        assert!(page.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"));
    }

    #[test]
    fn a_page_speaks_one_language_and_offers_the_other() {
        let french = form(Language::Fr, None);
        assert!(french.contains("<html lang=\"fr\">") && french.contains("href=\"?lang=en\""));
        let english = form(Language::En, None);
        assert!(english.contains("<html lang=\"en\">") && english.contains("href=\"?lang=fr\""));
    }
}
