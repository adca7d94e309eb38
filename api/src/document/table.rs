//! The goods: rows measured first, spread over the pages, then drawn.

use std::ops::Range;

use krilla::tagging::{TableHeaderScope, Tag};

use super::fonts::{Face, Fonts};
use super::forms::{Caption, Cell, Column};
use super::pen::{Anchor, Area, BLACK, GREY, Ink, PT, Pen, Style};
use super::words;
use crate::origin::record::{CertificateRecord, Goods};

/// Height of the captions' row.
pub const HEAD: f32 = 12.4;
/// Height of the last row, total or "continued".
const FOOT: f32 = 5.4;
const PADDING: f32 = 1.1;
/// Text of one cell beyond this many lines is left to the attached record.
const MOST_LINES: usize = 16;
const TEXT: Style = Style::new(Face::Sans, 6.9, BLACK);
const STRONG: Style = Style::new(Face::Bold, 6.9, BLACK);

/// A row: the lines of each cell, and its height in millimetres.
pub struct Row {
    cells: Vec<Vec<String>>,
    height: f32,
}

/// The table of a record.
pub struct Table<'a> {
    record: &'a CertificateRecord,
    columns: &'static [Column],
    rows: Vec<Row>,
}

impl<'a> Table<'a> {
    /// Breaks every cell into lines.
    pub fn measure(fonts: &Fonts, columns: &'static [Column], record: &'a CertificateRecord) -> Self {
        let row = |goods: &Goods| {
            let cells: Vec<_> =
                columns.iter().map(|column| wrap(fonts, column, &text(column.cell, goods, record))).collect();
            let most = cells.iter().map(Vec::len).max().unwrap_or(1);
            Row { cells, height: most as f32 * TEXT.leading() + 2.0 * PADDING }
        };
        Self { record, columns, rows: record.goods.iter().map(row).collect() }
    }

    /// Which rows stand on which page, given the room for the table on the first and on the others.
    pub fn pages(&self, first: f32, others: f32) -> Vec<Range<usize>> {
        let mut pages = Vec::new();
        let (mut start, mut used) = (0, 0.0);
        for (index, row) in self.rows.iter().enumerate() {
            let room = if pages.is_empty() { first } else { others } - HEAD - FOOT;
            if used + row.height > room && index > start {
                pages.push(start..index);
                (start, used) = (index, 0.0);
            }
            used += row.height;
        }
        pages.push(start..self.rows.len());
        pages
    }

    /// Draws the rows of one page; `continued` names the next page, if there is one.
    pub fn draw(&self, pen: &mut Pen, area: Area, ink: Ink, rows: Range<usize>, continued: Option<usize>) {
        let body: f32 = self.rows[rows.clone()].iter().map(|row| row.height).sum();
        let end = area.y + HEAD + body + FOOT;
        pen.artifact(|pen| {
            self.grid(pen, area, ink, end);
            self.separate(pen, area, ink, rows.clone());
        });
        pen.group(Tag::Table, |pen| {
            pen.group(Tag::THead, |pen| pen.group(Tag::TR, |pen| self.head(pen, area)));
            pen.group(Tag::TBody, |pen| self.body(pen, area, rows));
            let foot = Area::new(area.x, end - FOOT, area.w, FOOT);
            pen.group(Tag::TFoot, |pen| pen.group(Tag::TR, |pen| self.foot(pen, foot, continued)));
        });
        pen.artifact(|pen| cross_out(pen, Area::new(area.x, end, area.w, area.bottom() - end), ink));
    }

    fn grid(&self, pen: &mut Pen, area: Area, ink: Ink, end: f32) {
        pen.paint(Area::new(area.x, area.y, area.w, HEAD), ink.tint(0.91));
        pen.frame(area, 0.25, ink);
        pen.stroke((area.x, area.y + HEAD), (area.right(), area.y + HEAD), 0.2, ink);
        pen.stroke((area.x, end - FOOT), (area.right(), end - FOOT), 0.2, ink);
        pen.stroke((area.x, end), (area.right(), end), 0.35, ink);
        let mut x = area.x;
        for column in &self.columns[..self.columns.len() - 1] {
            x += column.width;
            pen.stroke((x, area.y), (x, end - FOOT), 0.12, ink.tint(0.25));
        }
    }

    fn separate(&self, pen: &mut Pen, area: Area, ink: Ink, rows: Range<usize>) {
        let mut y = area.y + HEAD;
        for row in &self.rows[rows.start..rows.end.saturating_sub(1)] {
            y += row.height;
            pen.stroke((area.x, y), (area.right(), y), 0.08, ink.tint(0.5));
        }
    }

    fn head(&self, pen: &mut Pen, area: Area) {
        let mut x = area.x;
        for column in self.columns {
            let cell = Area::new(x + 0.9, area.y + 0.9, column.width - 1.6, HEAD - 1.2);
            pen.group(Tag::TH(TableHeaderScope::Column), |pen| caption_cell(pen, cell, &column.caption));
            x += column.width;
        }
    }

    fn body(&self, pen: &mut Pen, area: Area, rows: Range<usize>) {
        let mut y = area.y + HEAD;
        for row in &self.rows[rows] {
            pen.group(Tag::TR, |pen| {
                let mut x = area.x;
                for (column, lines) in self.columns.iter().zip(&row.cells) {
                    let (anchor, at) = match column.cell {
                        Cell::Line | Cell::Hs | Cell::Criterion => (Anchor::Centre, x + column.width / 2.0),
                        Cell::Gross | Cell::Supplementary => (Anchor::Right, x + column.width - 1.1),
                        _ => (Anchor::Left, x + 1.1),
                    };
                    let style = if column.cell == Cell::Criterion { STRONG } else { TEXT };
                    pen.group(Tag::TD, |pen| {
                        pen.content(None, |pen| _ = pen.lines(at, y + PADDING, anchor, style, lines))
                    });
                    x += column.width;
                }
            });
            y += row.height;
        }
    }

    fn foot(&self, pen: &mut Pen, area: Area, continued: Option<usize>) {
        let baseline = area.y + 3.7;
        if let Some(page) = continued {
            let said = format!("Suite page {page} / Continued on page {page}");
            pen.group(Tag::TD, |pen| {
                pen.content(None, |pen| pen.line(area.right() - 1.1, baseline, Anchor::Right, STRONG, &said));
            });
            return;
        }
        let packages = i64::try_from(self.record.total_packages()).unwrap_or(i64::MAX);
        let total = format!("Total : {} colis / packages", words::grouped(packages));
        let weight = words::kilograms(self.record.total_gross_weight_g());
        let said = format!("Poids brut total / Total gross weight : {weight}");
        pen.group(Tag::TD, |pen| {
            pen.content(None, |pen| pen.line(area.x + 1.1, baseline, Anchor::Left, STRONG, &total))
        });
        pen.group(Tag::TD, |pen| {
            pen.content(None, |pen| pen.line(area.right() - 1.1, baseline, Anchor::Right, STRONG, &said));
        });
    }
}

/// Number, French and English above a column.
fn caption_cell(pen: &mut Pen, area: Area, caption: &Caption) {
    let french = Style::new(Face::Bold, 5.5, BLACK);
    let english = Style::new(Face::Italic, 5.1, GREY);
    let said =
        if caption.number.is_empty() { caption.fr.to_owned() } else { format!("{}. {}", caption.number, caption.fr) };
    let bottom = pen.paragraph(Area { h: 7.4, ..area }, Anchor::Left, french, None, &said);
    let rest = Area::new(area.x, bottom, area.w, area.bottom() - bottom);
    pen.paragraph(rest, Anchor::Left, english, Some("en"), caption.en);
}

/// Unused space is struck out with a Z, as the form's rules ask, so that nothing can be added.
fn cross_out(pen: &mut Pen, area: Area, ink: Ink) {
    let inside = Area::new(area.x + 2.5, area.y + 2.0, area.w - 5.0, area.h - 4.0);
    if inside.h > 2.0 {
        let ink = ink.tint(0.2);
        pen.stroke((inside.x, inside.y), (inside.right(), inside.y), 0.3, ink);
        pen.stroke((inside.right(), inside.y), (inside.x, inside.bottom()), 0.3, ink);
        pen.stroke((inside.x, inside.bottom()), (inside.right(), inside.bottom()), 0.3, ink);
    }
}

fn wrap(fonts: &Fonts, column: &Column, text: &str) -> Vec<String> {
    let face = if column.cell == Cell::Criterion { Face::Bold } else { TEXT.face };
    let mut lines = fonts.wrap(face, TEXT.size, (column.width - 2.2) * PT, text);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES - 1);
        lines.push("…".into());
    }
    lines
}

fn text(cell: Cell, goods: &Goods, record: &CertificateRecord) -> String {
    match cell {
        Cell::Line => goods.line.to_string(),
        Cell::Marks => goods.marks.clone(),
        Cell::Invoice if goods.line == 1 => invoice(record),
        Cell::Invoice => "″".into(),
        Cell::Packages => packages(goods),
        Cell::Description => match &goods.producer {
            Some(producer) => format!("{}\nProducteur / Producer : {producer}", goods.description),
            None => goods.description.clone(),
        },
        Cell::Gross => match goods.net_weight_g {
            Some(net) => format!("{}\nnet {}", words::kilograms(goods.gross_weight_g), words::kilograms(net)),
            None => words::kilograms(goods.gross_weight_g),
        },
        Cell::Supplementary => goods.supplementary_quantity.clone().unwrap_or_else(|| "—".into()),
        Cell::Hs => words::hs_code(if record.form.layout == crate::origin::record::Layout::Afcfta {
            // Box 11 asks for six digits, which is what both countries share.
            goods.hs_code.get(..6).unwrap_or(&goods.hs_code)
        } else {
            &goods.hs_code
        }),
        Cell::Criterion => match &goods.criterion_detail {
            Some(detail) => format!("{}\n{detail}", goods.criterion.code),
            None => goods.criterion.code.clone(),
        },
    }
}

fn invoice(record: &CertificateRecord) -> String {
    let invoice = &record.invoice;
    let amount = format!("{}\u{a0}{}", words::amount(&invoice.amount), invoice.currency);
    let term = invoice.incoterm.as_deref().map(|term| format!("\n{term}")).unwrap_or_default();
    format!("{}\n{}\n{amount}{term}", invoice.number, words::date(invoice.date))
}

fn packages(goods: &Goods) -> String {
    let kind = &goods.package_kind.name;
    let count = words::grouped(i64::from(goods.package_count));
    if kind.fr == kind.en { format!("{count} {}", kind.fr) } else { format!("{count} {} / {}", kind.fr, kind.en) }
}
