//! The pages: the form itself, continuation sheets, and the back.

use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::graphic::Graphic;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::Tag;
use qrcodegen::QrCode;
use std::num::NonZeroU16;

use super::DocumentFault;
use super::fonts::{Face, Fonts};
use super::forms::{self, Caption, Plan};
use super::ornament::{self, Mark, PAPER};
use super::pen::{Anchor, Area, BLACK, GREY, Ink, PT, Pen, Style, Tags, WHITE};
use super::table::Table;
use super::words;
use crate::origin::record::CertificateRecord;

const LEFT: f32 = 14.0;
const WIDTH: f32 = 182.0;
const RIGHT: f32 = LEFT + WIDTH;
/// Where the goods begin and end on the first page.
const GOODS: Area = Area::new(LEFT, 128.0, WIDTH, 83.0);
/// And on a continuation sheet.
const MORE_GOODS: Area = Area::new(LEFT, 34.0, WIDTH, 234.0);
const FOOT: f32 = 270.0;
/// A printer's dot at 300 dpi, in millimetres; modules of the symbol are whole numbers of them.
const DOT: f32 = 25.4 / 300.0;
/// Width of the printed symbol, in millimetres; the nearest whole number of dots a module below it.
const SYMBOL: f32 = 30.0;

/// Everything needed to draw the pages.
pub struct Sheets<'a> {
    record: &'a CertificateRecord,
    symbol: &'a QrCode,
    plan: &'static Plan,
    fonts: &'static Fonts,
    ink: Ink,
    table: Table<'a>,
    /// SHA-256 of the record, in groups.
    fingerprint: String,
    /// The key's name under the seal.
    key: String,
}

impl<'a> Sheets<'a> {
    pub fn new(record: &'a CertificateRecord, symbol: &'a QrCode, cose: &[u8]) -> Result<Self, DocumentFault> {
        let fonts = Fonts::get()?;
        let plan = forms::plan(record.form.layout);
        let hash = record.sha256().map_err(|fault| DocumentFault::Record(fault.to_string()))?;
        let fingerprint = hash.chunks(4).map(hex::encode).collect::<Vec<_>>().join(" ");
        // Tag, array, head of the header, and in it: map, alg, its value, kid, head of the name.
        let key = cose.get(8..12).map(hex::encode).unwrap_or_default();
        let table = Table::measure(fonts, plan.columns, record);
        Ok(Self { record, symbol, plan, fonts, ink: Ink::parse(&record.form.colour), table, fingerprint, key })
    }

    /// Draws all pages; returns the outline.
    pub fn draw(&self, document: &mut Document) -> Result<Outline, DocumentFault> {
        let pages = self.table.pages(GOODS.h, MORE_GOODS.h);
        let count = pages.len() + usize::from(self.plan.back);
        let mut tags = Tags::new();
        let mut outline = Outline::new();
        let mut ornament = None;
        for (index, rows) in pages.iter().enumerate() {
            let continued = (index + 1 < pages.len()).then_some(index + 2);
            self.page(document, &mut tags, &mut ornament, |pen| {
                if index == 0 {
                    self.front(pen)
                } else {
                    self.continuation_head(pen)
                }
                let area = if index == 0 { GOODS } else { MORE_GOODS };
                self.table.draw(pen, area, self.ink, rows.clone(), continued);
                if index == 0 {
                    self.signatures(pen);
                }
                self.foot(pen, index + 1, count);
            })?;
            outline
                .push_child(entry(if index == 0 { "Certificat d’origine" } else { "Feuille complémentaire" }, index));
        }
        if self.plan.back {
            self.page(document, &mut tags, &mut ornament, |pen| self.back(pen, count))?;
            outline.push_child(entry("Contrôle", count - 1));
        }
        document.set_tag_tree(tags.finish());
        Ok(outline)
    }

    fn page(
        &self,
        document: &mut Document,
        tags: &mut Tags,
        ornament: &mut Option<Graphic>,
        draw: impl FnOnce(&mut Pen),
    ) -> Result<(), DocumentFault> {
        let settings = PageSettings::from_wh(PAPER.0 * PT, PAPER.1 * PT);
        let settings = settings.ok_or_else(|| DocumentFault::Pdf("the paper has no size".into()))?;
        let mut page = document.start_page_with(settings);
        let mut pen = Pen::new(page.surface(), tags, self.fonts);
        ornament::background(&mut pen, self.ink, ornament);
        draw(&mut pen);
        pen.finish();
        page.finish();
        Ok(())
    }

    fn front(&self, pen: &mut Pen) {
        self.state(pen);
        self.title(pen);
        self.printed_symbol(pen);
        self.strip(pen);
        self.parties(pen);
    }

    /// The state, its motto, the ministry and the authority.
    fn state(&self, pen: &mut Pen) {
        let authority = &self.record.authority;
        let area = |y: f32, h: f32| Area::new(LEFT, y, 56.0, h);
        let middle = LEFT + 28.0;
        let state = Style::new(Face::Bold, 8.6, BLACK);
        pen.group(Tag::P, |pen| {
            pen.content(None, |pen| {
                pen.spaced_line(middle, 17.6, Anchor::Centre, state, 0.06, &authority.state.to_uppercase())
            });
        });
        pen.paragraph(area(18.6, 4.0), Anchor::Centre, Style::new(Face::Italic, 7.0, GREY), None, &authority.motto);
        pen.artifact(|pen| {
            for (index, ink) in
                [Ink(0x14, 0xb5, 0x3a), Ink(0xfc, 0xd1, 0x16), Ink(0xce, 0x11, 0x26)].into_iter().enumerate()
            {
                pen.paint(Area::new(middle - 12.0 + index as f32 * 8.0, 23.0, 8.0, 0.9), ink);
            }
        });
        let mut y = 25.2;
        if let Some(supervision) = &authority.supervision {
            y = pen.paragraph(area(y, 6.2), Anchor::Centre, Style::new(Face::Sans, 6.8, BLACK), None, supervision)
                + 1.0;
        }
        let name = Style::new(Face::Bold, 7.4, self.ink);
        y = pen.paragraph(area(y, 7.6), Anchor::Centre, name, None, &authority.name.fr);
        pen.paragraph(
            area(y + 0.3, 3.2),
            Anchor::Centre,
            Style::new(Face::Italic, 6.2, GREY),
            Some("en"),
            &authority.name.en,
        );
    }

    fn title(&self, pen: &mut Pen) {
        let middle = 117.0;
        let area = |y: f32, h: f32| Area::new(72.0, y, 90.0, h);
        let level = NonZeroU16::MIN;
        let title = "Certificat d’origine";
        pen.group(Tag::Hn(level, Some(title.into())), |pen| {
            pen.content(None, |pen| {
                pen.spaced_line(
                    middle,
                    22.6,
                    Anchor::Centre,
                    Style::new(Face::SerifBold, 18.0, self.ink),
                    0.02,
                    &title.to_uppercase(),
                );
            });
            pen.content(Some("en"), |pen| {
                let style = Style::new(Face::Serif, 9.6, self.ink);
                pen.spaced_line(middle, 27.6, Anchor::Centre, style, 0.14, "CERTIFICATE OF ORIGIN");
            });
        });
        pen.artifact(|pen| pen.stroke((middle - 17.0, 30.2), (middle + 17.0, 30.2), 0.25, self.ink));
        let scheme = &self.record.scheme_title;
        let y = pen.paragraph(area(31.8, 7.6), Anchor::Centre, Style::new(Face::Bold, 7.8, BLACK), None, &scheme.fr);
        pen.paragraph(area(y + 0.2, 4.0), Anchor::Centre, Style::new(Face::Italic, 7.0, GREY), Some("en"), &scheme.en);
    }

    /// The symbol, on white, its modules snapped to the dots of a 300 dpi printer.
    fn printed_symbol(&self, pen: &mut Pen) {
        let size = self.symbol.size() as f32;
        let module = (SYMBOL / size / DOT).floor().max(1.0) * DOT;
        let side = size * module;
        let snap = |at: f32| (at / DOT).round() * DOT;
        let (x, y) = (snap(RIGHT - 4.0 * module - side), snap(14.6));
        pen.artifact(|pen| pen.paint(Area::new(x, y, side, side).inset(-3.6 * module), WHITE));
        let said = format!("Code QR de vérification du certificat {}", self.record.number);
        pen.group(Tag::Figure(Some(said)), |pen| pen.content(None, |pen| pen.symbol(x, y, module, self.symbol)));
    }

    /// Number, country, dates.
    fn strip(&self, pen: &mut Pen) {
        let area = Area::new(LEFT, 48.0, WIDTH, 10.6);
        pen.artifact(|pen| {
            pen.paint(area, self.ink);
        });
        let label = Style::new(Face::Sans, 5.6, self.ink.tint(0.82));
        let number = Style::new(Face::Bold, 13.0, WHITE);
        let value = Style::new(Face::Bold, 8.6, WHITE);
        let record = self.record;
        let until = record.valid_until.map_or_else(|| "—".into(), words::date);
        let fields = [
            (16.0, "Numéro / Number", record.number.clone(), number),
            (99.0, "Pays / Country code", record.authority.country.code.clone(), value),
            (127.0, "Délivré le / Issued on", words::date(record.issued_on), value),
            (160.0, "Valable jusqu’au / Valid until", until, value),
        ];
        for (x, said, shown, style) in fields {
            pen.group(Tag::P, |pen| {
                pen.content(None, |pen| {
                    pen.line(x, area.y + 3.2, Anchor::Left, label, said);
                    pen.line(x, area.y + 8.6, Anchor::Left, style, &shown);
                });
            });
        }
        pen.artifact(|pen| self.microtext(pen, area.bottom() + 0.75));
    }

    /// A rule that turns out to be text under a glass.
    fn microtext(&self, pen: &mut Pen, y: f32) {
        let style = Style::new(Face::Sans, 1.5, self.ink);
        let authority = &self.record.authority;
        let phrase =
            format!("{} · {} · {} · ", authority.state, authority.short_name, self.record.number).to_uppercase();
        let width = self.fonts.width(style.face, style.size, &phrase) / PT;
        let times = (WIDTH / width).floor().max(1.0) as usize;
        let space = (WIDTH - width * times as f32) * PT / style.size / (phrase.chars().count() * times) as f32;
        pen.spaced_line(LEFT, y, Anchor::Left, style, space, phrase.repeat(times).trim_end());
    }

    fn parties(&self, pen: &mut Pen) {
        let record = self.record;
        let half = WIDTH / 2.0;
        let (top, row) = (60.4, 22.6);
        let exporter = &record.exporter;
        let identifiers: Vec<String> = exporter
            .identifiers
            .iter()
            .map(|(kind, id)| format!("{} {id}", kind.to_uppercase().replace('_', " ")))
            .collect();
        let at = &exporter.address;
        let region = at.region.as_deref().filter(|region| *region != at.city).map(|region| format!(", {region}"));
        let lines = [
            at.street.clone(),
            format!("{}{} – {}", at.city, region.unwrap_or_default(), at.country.name.fr),
            identifiers.join(" · "),
        ];
        self.field(pen, Area::new(LEFT, top, half, row), &self.plan.exporter, &exporter.name, &lines);
        let consignee = &record.consignee;
        let at = &consignee.address;
        let lines = [
            at.street.clone(),
            format!("{} – {}", at.city, both(&at.country.name.fr, &at.country.name.en)),
            consignee.registration.clone().unwrap_or_default(),
        ];
        self.field(pen, Area::new(LEFT, top + row, half, row), &self.plan.consignee, &consignee.name, &lines);
        self.official(pen, Area::new(LEFT + half, top, half, row));
        self.countries(pen, Area::new(LEFT + half, top + row, half, row));
        self.transport(pen, Area::new(LEFT, top + 2.0 * row, WIDTH, GOODS.y - top - 2.0 * row));
    }

    /// A box with its caption, a name in bold and lines under it.
    fn field(&self, pen: &mut Pen, area: Area, caption: &Caption, name: &str, lines: &[String]) {
        pen.artifact(|pen| pen.frame(area, 0.25, self.ink));
        pen.group(Tag::Div, |pen| {
            let mut y = self.caption(pen, area, caption);
            let inside = Area::new(area.x + 2.0, y, area.w - 4.0, area.bottom() - y - 1.0);
            if !name.is_empty() {
                let room = if lines.iter().all(String::is_empty) { inside.h } else { 7.4 };
                let room = Area { h: room, ..inside };
                y = pen.paragraph(room, Anchor::Left, Style::new(Face::Bold, 8.2, BLACK), None, name);
            }
            let text = lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n");
            let rest = Area::new(inside.x, y + 0.2, inside.w, area.bottom() - y - 0.8);
            if !text.is_empty() {
                pen.paragraph(rest, Anchor::Left, Style::new(Face::Sans, 7.6, BLACK), None, &text);
            }
        });
    }

    /// Draws a caption at the top of a box; returns where the content begins.
    fn caption(&self, pen: &mut Pen, area: Area, caption: &Caption) -> f32 {
        let baseline = area.y + 3.3;
        let french = Style::new(Face::Bold, 5.9, self.ink);
        let said =
            if caption.number.is_empty() { caption.fr.into() } else { format!("{}. {} ", caption.number, caption.fr) };
        let width = self.fonts.width(french.face, french.size, &said) / PT;
        pen.group(Tag::P, |pen| {
            pen.content(None, |pen| pen.line(area.x + 2.0, baseline, Anchor::Left, french, &said));
            pen.content(Some("en"), |pen| {
                let english = Style::new(Face::Italic, 5.6, GREY);
                let needed = pen.fonts.width(english.face, english.size, caption.en) / PT;
                let share = ((area.w - 4.2 - width) / needed).min(1.0);
                let english = Style { size: english.size * share, ..english };
                pen.line(area.x + 2.6 + width, baseline, Anchor::Left, english, caption.en);
            });
        });
        area.y + 4.4
    }

    fn official(&self, pen: &mut Pen, area: Area) {
        let record = self.record;
        let mut lines: Vec<String> =
            record.endorsements.iter().map(|named| both(&named.name.fr, &named.name.en)).collect();
        lines.extend(record.replaces.iter().map(|number| format!("Remplace / Replaces : {number}")));
        lines.extend(record.remarks.clone());
        lines.push(format!("Demande / Application : {}", record.application_reference));
        self.field(pen, area, &self.plan.official, "", &lines);
    }

    fn countries(&self, pen: &mut Pen, area: Area) {
        let half = area.w / 2.0;
        let origin = Caption { number: "", fr: "Pays d’origine", en: "Country of origin" };
        let destination = Caption { number: "", fr: "Pays de destination", en: "Country of destination" };
        let pairs = [(area.x, origin, &self.record.origin), (area.x + half, destination, &self.record.destination)];
        for (x, caption, country) in pairs {
            let area = Area::new(x, area.y, half, area.h);
            let name = country.name.fr.to_uppercase();
            let english = if country.name.en == country.name.fr { String::new() } else { country.name.en.clone() };
            self.field(pen, area, &caption, &name, &[english, country.code.clone()]);
        }
    }

    fn transport(&self, pen: &mut Pen, area: Area) {
        let transport = &self.record.transport;
        let mut first = vec![both(&transport.mode.name.fr, &transport.mode.name.en)];
        first.push(format!("de / from {}", transport.from));
        first.push(format!("à / to {}", transport.to));
        first.extend(transport.means.clone());
        let mut second = Vec::new();
        let mut say =
            |label: &str, value: Option<String>| second.extend(value.map(|value| format!("{label} : {value}")));
        say("Titre de transport / Transport document", transport.document_number.clone());
        say("Départ / Departure", transport.departure_date.map(words::date));
        let mut third = Vec::new();
        third.extend(transport.container.as_ref().map(|value| format!("Conteneurs / Containers : {value}")));
        third.extend(transport.seals.as_ref().map(|value| format!("Scellés / Seals : {value}")));
        let lines = [first.join(" · "), second.join(" · "), third.join(" · ")];
        self.field(pen, area, &self.plan.transport, "", &lines);
    }

    fn signatures(&self, pen: &mut Pen) {
        let third = WIDTH / 3.0;
        let area =
            |index: u8| Area::new(LEFT + third * f32::from(index), GOODS.bottom(), third, FOOT - GOODS.bottom() - 1.4);
        self.declaration(pen, area(0));
        self.certification(pen, area(1));
        self.customs(pen, area(2));
    }

    fn wording(&self, pen: &mut Pen, area: Area, words: &crate::text::Text) -> f32 {
        let french = Style::new(Face::Sans, 6.9, BLACK);
        let english = Style::new(Face::Italic, 6.2, GREY);
        let bottom = pen.paragraph(Area { h: area.h * 0.56, ..area }, Anchor::Left, french, None, &words.fr);
        let rest = Area::new(area.x, bottom + 0.5, area.w, area.bottom() - bottom - 0.5);
        pen.paragraph(rest, Anchor::Left, english, Some("en"), &words.en)
    }

    fn declaration(&self, pen: &mut Pen, area: Area) {
        pen.artifact(|pen| pen.frame(area, 0.25, self.ink));
        let declaration = &self.record.declaration;
        pen.group(Tag::Div, |pen| {
            let y = self.caption(pen, area, &self.plan.declaration);
            self.wording(pen, Area::new(area.x + 2.0, y, area.w - 4.0, 33.0), &self.record.wording.declaration);
            let signed = Area::new(area.x + 2.0, area.bottom() - 19.0, area.w - 4.0, 5.6);
            let y = pen.paragraph(signed, Anchor::Left, Style::new(Face::Bold, 7.8, BLACK), None, &declaration.name);
            let how = format!(
                "Pour {}. Déclaré en ligne le {} à {} UTC, demande {}.",
                self.record.exporter.name,
                words::date(declaration.at.date_naive()),
                declaration.at.format("%H:%M"),
                self.record.application_reference,
            );
            let rest = Area::new(area.x + 2.0, y + 0.3, area.w - 4.0, area.bottom() - y - 5.0);
            let y = pen.paragraph(rest, Anchor::Left, Style::new(Face::Sans, 6.3, BLACK), None, &how);
            let note = Area::new(area.x + 2.0, y + 0.2, area.w - 4.0, area.bottom() - y - 0.8);
            pen.paragraph(
                note,
                Anchor::Left,
                Style::new(Face::Italic, 5.7, GREY),
                Some("en"),
                "Declared electronically.",
            );
        });
    }

    fn certification(&self, pen: &mut Pen, area: Area) {
        pen.artifact(|pen| pen.frame(area, 0.25, self.ink));
        let record = self.record;
        pen.group(Tag::Div, |pen| {
            let y = self.caption(pen, area, &self.plan.certification);
            self.wording(pen, Area::new(area.x + 2.0, y, area.w - 4.0, 21.0), &record.wording.certification);
            let place = format!("{}, le {}", record.authority.place, words::date(record.issued_on));
            let left = Area::new(area.x + 2.0, area.bottom() - 29.5, 29.0, 4.0);
            let y = pen.paragraph(left, Anchor::Left, Style::new(Face::Sans, 6.9, BLACK), None, &place);
            let name = Area::new(left.x, y + 2.4, left.w, 8.0);
            let y = pen.paragraph(name, Anchor::Left, Style::new(Face::Bold, 7.8, BLACK), None, &record.signatory.name);
            let title = Area::new(left.x, y, left.w, 6.4);
            let y = pen.paragraph(
                title,
                Anchor::Left,
                Style::new(Face::Sans, 6.3, BLACK),
                None,
                &record.signatory.title.fr,
            );
            let seal = format!("Scellé électroniquement / Sealed electronically\nES256 · clé / key {}", self.key);
            let rest = Area::new(left.x, y + 0.6, left.w, area.bottom() - y - 1.4);
            pen.paragraph(rest, Anchor::Left, Style::new(Face::Sans, 5.5, GREY), None, &seal);
        });
        let day = words::date(record.issued_on);
        let country = format!("• {} •", record.authority.country.name.fr).to_uppercase();
        let lines = ["SCELLÉ", "ÉLECTRONIQUE", day.as_str()];
        let mark = Mark { authority: &record.authority.short_name.to_uppercase(), country: &country, lines };
        ornament::mark(pen, (area.right() - 15.0, area.bottom() - 15.6), 13.2, self.ink, &mark);
    }

    fn customs(&self, pen: &mut Pen, area: Area) {
        pen.artifact(|pen| pen.frame(area, 0.25, self.ink));
        pen.group(Tag::Div, |pen| {
            let mut y = self.caption(pen, area, &self.plan.customs) + 3.2;
            let labels = [
                "Déclaration n° / Export document no.",
                "Bureau / Customs office",
                "Date",
                "Agent / Officer",
                "Signature et cachet / Signature and stamp",
            ];
            for label in labels {
                let style = Style::new(Face::Sans, 5.9, BLACK);
                pen.group(Tag::P, |pen| pen.content(None, |pen| pen.line(area.x + 2.0, y, Anchor::Left, style, label)));
                let width = self.fonts.width(style.face, style.size, label) / PT;
                let last = label.starts_with("Signature");
                if !last {
                    pen.artifact(|pen| {
                        let start = if width > 26.0 { area.x + 2.0 } else { area.x + 3.0 + width };
                        let lower = if width > 26.0 { 5.0 } else { 0.4 };
                        pen.dots(start, area.right() - 2.0, y + lower);
                    });
                }
                y += if width > 26.0 { 10.2 } else { 7.2 };
            }
        });
    }

    fn continuation_head(&self, pen: &mut Pen) {
        let record = self.record;
        let state = format!("{} · {}", record.authority.state, record.authority.short_name);
        let small = Style::new(Face::Sans, 7.0, BLACK);
        pen.group(Tag::P, |pen| pen.content(None, |pen| pen.line(LEFT, 17.6, Anchor::Left, small, &state)));
        pen.group(Tag::Hn(NonZeroU16::MIN, Some("Feuille complémentaire".into())), |pen| {
            pen.content(None, |pen| {
                let style = Style::new(Face::SerifBold, 12.0, self.ink);
                pen.line(LEFT, 24.6, Anchor::Left, style, "Certificat d’origine – feuille complémentaire");
            });
            pen.content(Some("en"), |pen| {
                let style = Style::new(Face::Italic, 7.4, GREY);
                pen.line(LEFT, 29.0, Anchor::Left, style, "Certificate of origin – continuation sheet");
            });
        });
        pen.group(Tag::P, |pen| {
            pen.content(None, |pen| {
                pen.line(RIGHT, 24.6, Anchor::Right, Style::new(Face::Bold, 12.0, BLACK), &record.number);
                let issued = format!("Délivré le / Issued on {}", words::date(record.issued_on));
                pen.line(RIGHT, 29.0, Anchor::Right, small, &issued);
            });
        });
    }

    /// How to verify, the legal reminder, the fingerprint, the page.
    fn foot(&self, pen: &mut Pen, page: usize, count: usize) {
        let record = self.record;
        let address = record.authority.verification.trim_start_matches("https://").trim_start_matches("http://");
        let how = format!(
            "Vérifiez ce certificat : scannez le code QR ou saisissez le numéro sur {address}/verifier. \
             / Verify this certificate: scan the QR code or enter the number at {address}/verifier.",
        );
        let contact = record.authority.contact.as_deref().unwrap_or_default();
        let legal = format!("{} / {}", record.wording.notice.fr, record.wording.notice.en);
        let area = |y: f32, h: f32| Area::new(LEFT + 1.0, y, WIDTH - 2.0, h);
        let y = pen.paragraph(area(FOOT, 3.2), Anchor::Left, Style::new(Face::Bold, 6.0, self.ink), None, &how);
        let y = pen.paragraph(area(y, 5.2), Anchor::Left, Style::new(Face::Sans, 5.6, GREY), None, &legal);
        let print = format!("Empreinte / Fingerprint SHA-256 : {}", self.fingerprint);
        pen.paragraph(area(y, 2.8), Anchor::Left, Style::new(Face::Sans, 5.6, GREY), None, &print);
        pen.artifact(|pen| {
            let style = Style::new(Face::Sans, 6.0, BLACK);
            pen.line(RIGHT - 1.0, 283.4, Anchor::Right, style, &format!("Page {page} / {count}"));
            pen.line(LEFT + 1.0, 283.4, Anchor::Left, Style::new(Face::Sans, 5.6, GREY), contact);
        });
    }

    /// The back: request for verification, and its result.
    fn back(&self, pen: &mut Pen, count: usize) {
        self.back_head(pen);
        self.request(pen, Area::new(LEFT, 36.0, WIDTH, 88.0));
        self.result(pen, Area::new(LEFT, 128.0, WIDTH, 78.0));
        self.advice(pen, Area::new(LEFT, 210.0, WIDTH, 57.0));
        self.foot(pen, count, count);
    }

    fn back_head(&self, pen: &mut Pen) {
        pen.group(Tag::Hn(NonZeroU16::MIN, Some("Contrôle".into())), |pen| {
            pen.content(None, |pen| {
                pen.line(
                    LEFT,
                    20.6,
                    Anchor::Left,
                    Style::new(Face::SerifBold, 12.0, self.ink),
                    "Contrôle a posteriori",
                );
            });
            pen.content(Some("en"), |pen| {
                pen.line(LEFT, 25.4, Anchor::Left, Style::new(Face::Italic, 7.6, GREY), "Subsequent verification");
            });
        });
        pen.group(Tag::P, |pen| {
            pen.content(None, |pen| {
                pen.line(RIGHT, 20.6, Anchor::Right, Style::new(Face::Bold, 12.0, BLACK), &self.record.number);
            });
        });
    }

    fn request(&self, pen: &mut Pen, area: Area) {
        let caption = Caption { number: "A", fr: "Demande de contrôle", en: "Request for verification" };
        let french = format!(
            "Le contrôle de l’authenticité et de la régularité du présent certificat est demandé à : {}, {}.",
            self.record.authority.name.fr, self.record.authority.country.name.fr
        );
        let english = "Verification of the authenticity and accuracy of this certificate is requested.";
        let blanks = [
            ("Motifs / Reasons", 3),
            ("Autorité requérante / Requesting authority", 1),
            ("Lieu et date / Place and date", 1),
        ];
        self.to_fill(pen, area, &caption, (&french, english), &blanks);
    }

    fn result(&self, pen: &mut Pen, area: Area) {
        let caption = Caption { number: "B", fr: "Résultat du contrôle", en: "Result of verification" };
        let french = "Le contrôle effectué a permis de constater que le présent certificat (cocher la case) :";
        let english = "Verification carried out shows that this certificate (tick the box):";
        let blanks = [
            (
                "[   ]  a été délivré par l’autorité indiquée et est exact / was issued by the authority indicated and is accurate",
                0,
            ),
            ("[   ]  ne satisfait pas aux conditions requises, case / does not meet the requirements, box", 1),
            ("Lieu et date / Place and date", 1),
        ];
        self.to_fill(pen, area, &caption, (french, english), &blanks);
    }

    fn to_fill(&self, pen: &mut Pen, area: Area, caption: &Caption, said: (&str, &str), blanks: &[(&str, u8)]) {
        pen.artifact(|pen| pen.frame(area, 0.25, self.ink));
        pen.group(Tag::Div, |pen| {
            let y = self.caption(pen, area, caption);
            let inside = Area::new(area.x + 2.0, y + 1.0, area.w - 4.0, 9.0);
            let y = pen.paragraph(inside, Anchor::Left, Style::new(Face::Sans, 7.6, BLACK), None, said.0);
            let y = pen.paragraph(
                Area { y, ..inside },
                Anchor::Left,
                Style::new(Face::Italic, 6.8, GREY),
                Some("en"),
                said.1,
            );
            let mut y = y + 6.0;
            for (label, rules) in blanks {
                let style = Style::new(Face::Sans, 7.0, BLACK);
                pen.group(Tag::P, |pen| pen.content(None, |pen| pen.line(inside.x, y, Anchor::Left, style, label)));
                let width = self.fonts.width(style.face, style.size, label) / PT;
                pen.artifact(|pen| {
                    for rule in 0..*rules {
                        let start = if rule == 0 { inside.x + width + 1.5 } else { inside.x };
                        pen.dots(start, inside.right(), y + 0.4 + 7.4 * f32::from(rule));
                    }
                });
                y += 7.4 * f32::from((*rules).max(1)) + 1.4;
            }
            let style = Style::new(Face::Sans, 7.0, BLACK);
            let label = "Signature et cachet / Signature and stamp";
            pen.group(Tag::P, |pen| pen.content(None, |pen| pen.line(inside.x, y, Anchor::Left, style, label)));
        });
    }

    fn advice(&self, pen: &mut Pen, area: Area) {
        let authority = &self.record.authority;
        let caption = Caption { number: "", fr: "À l’attention des services douaniers", en: "Notice to customs" };
        let french = "Ce certificat est électronique : l’original est l’enregistrement scellé, joint au fichier PDF. Le code QR en porte les faits \
             essentiels et la signature de l’autorité ; il se vérifie avec un téléphone, même sans réseau. Aucune rature ni surcharge n’est \
             admise : une erreur se corrige par un certificat de remplacement. Un cachet humide n’est pas requis.";
        let english = "This certificate is electronic: the original is the sealed record attached to the PDF file. The QR code carries its \
             essential facts and the authority’s signature, and can be checked with a telephone, even without a network. No erasure or \
             superimposition is admitted: an error is corrected by a replacement certificate. A wet stamp is not required.";
        pen.artifact(|pen| pen.frame(area, 0.25, self.ink));
        pen.group(Tag::Div, |pen| {
            let y = self.caption(pen, area, &caption);
            let inside = Area::new(area.x + 2.0, y + 1.0, area.w - 4.0, 18.0);
            let y = pen.paragraph(inside, Anchor::Left, Style::new(Face::Sans, 7.6, BLACK), None, french);
            let next = Area { y: y + 1.0, ..inside };
            let y = pen.paragraph(next, Anchor::Left, Style::new(Face::Italic, 7.0, GREY), Some("en"), english);
            let key = format!(
                "Clés publiques de l’autorité / Public keys of the authority : {}/.well-known/jwks.json",
                authority.verification
            );
            let next = Area::new(inside.x, y + 1.4, inside.w, area.bottom() - y - 2.0);
            pen.paragraph(next, Anchor::Left, Style::new(Face::Sans, 7.0, BLACK), None, &key);
        });
    }
}

fn entry(title: &str, page: usize) -> OutlineNode {
    OutlineNode::new(title.into(), XyzDestination::new(page, Point::from_xy(0.0, 0.0)))
}

/// French and English, once when they are the same.
fn both(fr: &str, en: &str) -> String {
    if fr == en { fr.to_owned() } else { format!("{fr} / {en}") }
}
