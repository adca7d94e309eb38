//! The treasurer's day on paper: the journal of receipts, and the deposit slip that goes with the money to the Treasury.

use std::num::NonZeroU16;

use chrono::NaiveDate;
use krilla::Document;
use krilla::metadata::Metadata;
use krilla::outline::Outline;
use krilla::page::PageSettings;
use krilla::tagging::{TableHeaderScope, Tag};

use super::fonts::{Face, Fonts};
use super::pen::{Anchor, Area, BLACK, GREY, Ink, PT, Pen, Style, Tags};
use super::receipts::state;
use super::{DocumentFault, day_of, settings, words};
use crate::origin::quittance::PrintedOffice;

/// A4, in millimetres, across and upright.
const ACROSS: (f32, f32) = (297.0, 210.0);
const UPRIGHT: (f32, f32) = (210.0, 297.0);
const LEFT: f32 = 13.0;
const GREEN: Ink = Ink(0x0b, 0x4f, 0x36);
const TEXT: Style = Style::new(Face::Sans, 7.2, BLACK);
const STRONG: Style = Style::new(Face::Bold, 7.2, BLACK);
const HEAD: Style = Style::new(Face::Bold, 6.8, GREEN);
/// Height of a row of one line.
const ROW: f32 = 5.0;
/// Where a table begins under the head of its page.
const TOP: f32 = 42.0;

/// A column: title, width in millimetres, and which end its cells stand at.
pub type Column = (&'static str, f32, Anchor);

pub use super::pen::Anchor as Side;

/// A table with its title; the last row is set in bold when it is a sum.
#[derive(Debug)]
pub struct Table {
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    pub sum: Option<Vec<String>>,
}

/// A paper of the day.
#[derive(Debug)]
pub struct Paper {
    pub title: String,
    pub number: String,
    pub day: NaiveDate,
    pub office: PrintedOffice,
    pub is_across: bool,
    /// Sentences above the tables.
    pub said: Vec<String>,
    pub tables: Vec<Table>,
    /// Who signs, at the end, from left to right.
    pub signers: Vec<String>,
}

/// Draws a paper.
///
/// # Errors
/// [`DocumentFault`] when the fonts cannot be read.
pub fn draw(paper: &Paper) -> Result<Vec<u8>, DocumentFault> {
    let mut document = Document::new_with(settings()?);
    let fonts = Fonts::get()?;
    let mut tags = Tags::new();
    let pages = lay_out(paper, fonts);
    for (index, blocks) in pages.iter().enumerate() {
        let size = size_of(paper);
        let page = PageSettings::from_wh(size.0 * PT, size.1 * PT);
        let mut page =
            document.start_page_with(page.ok_or_else(|| DocumentFault::Pdf("the paper has no size".into()))?);
        let mut pen = Pen::new(page.surface(), &mut tags, fonts);
        head(&mut pen, paper, size.0);
        for block in blocks {
            block.draw(&mut pen, paper);
        }
        foot(&mut pen, paper, size, (index + 1, pages.len()));
        pen.finish();
        page.finish();
    }
    document.set_tag_tree(tags.finish());
    document.set_outline(Outline::new());
    document.set_metadata(
        Metadata::new()
            .title(format!("{} {}", paper.title, paper.number))
            .authors(vec![paper.office.agency.clone()])
            .creator("boyoro".into())
            .language("fr".into())
            .document_id(paper.number.clone())
            .creation_date(day_of(paper.day)),
    );
    document.finish().map_err(|fault| DocumentFault::Pdf(format!("{fault:?}")))
}

const fn size_of(paper: &Paper) -> (f32, f32) {
    if paper.is_across { ACROSS } else { UPRIGHT }
}

/// Something that stands on a page from `y` down.
enum Block<'a> {
    Said { y: f32, lines: &'a [String] },
    Rows { y: f32, table: &'a Table, rows: Vec<(Vec<Vec<String>>, f32, bool)> },
    Signers { y: f32 },
}

/// Spreads the paper over its pages.
fn lay_out<'a>(paper: &'a Paper, fonts: &Fonts) -> Vec<Vec<Block<'a>>> {
    let bottom = size_of(paper).1 - 16.0;
    let mut pages: Vec<Vec<Block<'a>>> = vec![Vec::new()];
    let mut y = TOP;
    let mut put = |block: Block<'a>, is_new_page: bool| {
        if is_new_page {
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push(block);
        }
    };
    if !paper.said.is_empty() {
        put(Block::Said { y, lines: &paper.said }, false);
        y += 5.6 * paper.said.len() as f32 + 2.0;
    }
    for table in &paper.tables {
        let mut rows = Vec::new();
        let (mut start, mut used) = (y, 12.5);
        let mut is_new_page = false;
        let all = table.rows.iter().map(|row| (row, false)).chain(table.sum.iter().map(|row| (row, true)));
        for (row, is_sum) in all {
            let cells: Vec<Vec<String>> =
                row.iter().zip(&table.columns).map(|(cell, column)| wrap(fonts, column, cell)).collect();
            let most = cells.iter().map(Vec::len).max().unwrap_or(1);
            let height = ROW + (most.saturating_sub(1)) as f32 * TEXT.leading();
            if start + used + height > bottom {
                put(Block::Rows { y: start, table, rows: std::mem::take(&mut rows) }, is_new_page);
                (start, used, is_new_page) = (TOP, 12.5, true);
            }
            used += height;
            rows.push((cells, height, is_sum));
        }
        put(Block::Rows { y: start, table, rows }, is_new_page);
        y = start + used + 6.0;
    }
    if !paper.signers.is_empty() {
        let fits = y + 34.0 <= bottom;
        put(Block::Signers { y: if fits { y } else { TOP } }, !fits);
    }
    pages
}

fn wrap(fonts: &Fonts, column: &Column, text: &str) -> Vec<String> {
    let mut lines = fonts.wrap(TEXT.face, TEXT.size, (column.1 - 2.4) * PT, text);
    lines.truncate(3);
    lines
}

fn head(pen: &mut Pen, paper: &Paper, width: f32) {
    state(pen, &paper.office);
    let area = Area::new(80.0, 12.0, width - 80.0 - LEFT, 8.0);
    pen.group(Tag::Hn(NonZeroU16::MIN, Some(paper.title.clone())), |pen| {
        pen.content(None, |pen| {
            let style = Style::new(Face::SerifBold, 15.0, GREEN);
            pen.line(area.right(), 18.0, Anchor::Right, style, &paper.title);
        });
    });
    let said = format!("N° {} – journée du {}", paper.number, words::date(paper.day));
    pen.paragraph(Area { y: 21.0, ..area }, Anchor::Right, Style::new(Face::Bold, 9.0, BLACK), None, &said);
    pen.artifact(|pen| pen.stroke((LEFT, 38.0), (width - LEFT, 38.0), 0.3, GREEN));
}

fn foot(pen: &mut Pen, paper: &Paper, size: (f32, f32), (page, pages): (usize, usize)) {
    let quiet = Style::new(Face::Sans, 6.4, GREY);
    let said = format!("{} – montants en francs CFA entiers – page {page} / {pages}", paper.number);
    pen.paragraph(Area::new(LEFT, size.1 - 12.0, size.0 - 2.0 * LEFT, 4.0), Anchor::Right, quiet, None, &said);
}

impl Block<'_> {
    fn draw(&self, pen: &mut Pen, paper: &Paper) {
        match self {
            Self::Said { y, lines } => {
                let style = Style::new(Face::Sans, 8.6, BLACK);
                for (index, line) in lines.iter().enumerate() {
                    let area = Area::new(LEFT, y + 5.6 * index as f32, size_of(paper).0 - 2.0 * LEFT, 5.4);
                    pen.paragraph(area, Anchor::Left, style, None, line);
                }
            }
            Self::Rows { y, table, rows } => table.draw(pen, *y, rows),
            Self::Signers { y } => signers(pen, paper, *y),
        }
    }
}

impl Table {
    fn draw(&self, pen: &mut Pen, top: f32, rows: &[(Vec<Vec<String>>, f32, bool)]) {
        let width: f32 = self.columns.iter().map(|column| column.1).sum();
        pen.group(Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(self.title.clone())), |pen| {
            let style = Style::new(Face::Bold, 9.0, BLACK);
            pen.content(None, |pen| pen.line(LEFT, top + 3.6, Anchor::Left, style, &self.title));
        });
        let head = top + 6.0;
        pen.artifact(|pen| {
            pen.paint(Area::new(LEFT, head, width, 6.0), GREEN.tint(0.9));
            let mut y = head + 6.0;
            for (_, height, is_sum) in rows {
                if *is_sum {
                    pen.stroke((LEFT, y), (LEFT + width, y), 0.35, GREEN);
                }
                y += height;
                pen.stroke((LEFT, y), (LEFT + width, y), 0.08, GREEN.tint(0.5));
            }
        });
        pen.group(Tag::Table, |pen| {
            pen.group(Tag::THead, |pen| pen.group(Tag::TR, |pen| self.titles(pen, head)));
            pen.group(Tag::TBody, |pen| {
                let mut y = head + 6.0;
                for (cells, height, is_sum) in rows {
                    pen.group(Tag::TR, |pen| self.row(pen, y, cells, if *is_sum { STRONG } else { TEXT }));
                    y += height;
                }
            });
        });
    }

    fn titles(&self, pen: &mut Pen, y: f32) {
        let mut x = LEFT;
        for (title, width, side) in &self.columns {
            pen.group(Tag::TH(TableHeaderScope::Column), |pen| {
                pen.content(None, |pen| pen.line(at(x, *width, *side), y + 4.1, *side, HEAD, title));
            });
            x += width;
        }
    }

    fn row(&self, pen: &mut Pen, y: f32, cells: &[Vec<String>], style: Style) {
        let mut x = LEFT;
        for ((_, width, side), lines) in self.columns.iter().zip(cells) {
            pen.group(Tag::TD, |pen| {
                pen.content(None, |pen| _ = pen.lines(at(x, *width, *side), y + 1.0, *side, style, lines));
            });
            x += width;
        }
    }
}

fn at(x: f32, width: f32, side: Anchor) -> f32 {
    match side {
        Anchor::Left => x + 1.2,
        Anchor::Centre => x + width / 2.0,
        Anchor::Right => x + width - 1.2,
    }
}

fn signers(pen: &mut Pen, paper: &Paper, y: f32) {
    let room = (size_of(paper).0 - 2.0 * LEFT) / paper.signers.len().max(1) as f32;
    for (index, signer) in paper.signers.iter().enumerate() {
        let area = Area::new(LEFT + room * index as f32, y, room - 6.0, 12.0);
        pen.paragraph(area, Anchor::Left, Style::new(Face::Sans, 8.0, BLACK), None, signer);
        pen.artifact(|pen| pen.dots(area.x, area.right(), y + 28.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::receipts::tests::office;

    fn paper(rows: usize) -> Paper {
        let row =
            |index: usize| vec![format!("Q-APEX-2026-{index:06}"), "Karité du Mandé".repeat(4), "1 500".to_owned()];
        Paper {
            title: "Journal des recettes".into(),
            number: "JR-APEX-20261121".into(),
            day: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            office: office(),
            is_across: true,
            said: vec!["Arrêté à la somme de mille cinq cents francs CFA.".into()],
            tables: vec![Table {
                title: "Recettes".into(),
                columns: vec![
                    ("Quittance", 60.0, Anchor::Left),
                    ("Payeur", 60.0, Anchor::Left),
                    ("Montant", 40.0, Anchor::Right),
                ],
                rows: (0..rows).map(row).collect(),
                sum: Some(vec!["Total".into(), String::new(), "1 500".into()]),
            }],
            signers: vec!["Le régisseur".into(), "Le receveur".into()],
        }
    }

    #[test]
    fn no_row_is_lost_between_pages() {
        let fonts = Fonts::get().unwrap();
        for rows in [0, 1, 14, 15, 16, 200] {
            let paper = paper(rows);
            let pages = lay_out(&paper, fonts);
            let drawn: usize = pages
                .iter()
                .flatten()
                .map(|block| if let Block::Rows { rows, .. } = block { rows.len() } else { 0 })
                .sum();
            assert_eq!(drawn, rows + 1);
            assert!(draw(&paper).unwrap().starts_with(b"%PDF"));
        }
    }

    #[test]
    fn writes_the_samples_to_look_at() {
        let Some(folder) = std::env::var_os("BOYORO_PICTURES").map(std::path::PathBuf::from) else { return };
        std::fs::write(folder.join("daybook.pdf"), draw(&paper(40)).unwrap()).unwrap();
    }
}
