//! Drawing in millimetres from the top left corner, with the tags that give the page its reading order.

use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::graphic::Graphic;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag, SpanTag, TagGroup, TagKind, TagTree};
use qrcodegen::QrCode;

use super::fonts::{Face, Fonts};

/// Points in a millimetre.
pub const PT: f32 = 72.0 / 25.4;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

pub const BLACK: Ink = Ink(0x16, 0x18, 0x1c);
pub const GREY: Ink = Ink(0x4d, 0x52, 0x5a);
pub const WHITE: Ink = Ink(255, 255, 255);

impl Ink {
    /// From `#rrggbb`; anything else is the grey of a form without a colour.
    pub fn parse(text: &str) -> Self {
        let part = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (text.strip_prefix('#'), part(1), part(3), part(5)) {
            (Some(hex), Some(red), Some(green), Some(blue)) if hex.len() == 6 => Self(red, green, blue),
            _ => GREY,
        }
    }

    /// The colour with `share` of white in it.
    pub fn tint(self, share: f32) -> Self {
        let mix = |part: u8| (f32::from(part) + (255.0 - f32::from(part)) * share).round() as u8;
        Self(mix(self.0), mix(self.1), mix(self.2))
    }

    fn fill(self) -> Fill {
        let paint = krilla::color::rgb::Color::new(self.0, self.1, self.2).into();
        Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }
}

/// How a line of text looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub face: Face,
    /// In points.
    pub size: f32,
    pub ink: Ink,
}

impl Style {
    pub const fn new(face: Face, size: f32, ink: Ink) -> Self {
        Self { face, size, ink }
    }

    /// Distance between baselines, in millimetres.
    pub fn leading(&self) -> f32 {
        self.size * 1.22 / PT
    }

    fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }
}

/// Which end of a line stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Left,
    Centre,
    Right,
}

/// A rectangle, in millimetres.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl Area {
    pub const fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// Smaller by `margin` on every side.
    pub fn inset(&self, margin: f32) -> Self {
        Self::new(self.x + margin, self.y + margin, self.w - 2.0 * margin, self.h - 2.0 * margin)
    }

    fn rect(&self) -> Option<Rect> {
        Rect::from_xywh(self.x * PT, self.y * PT, self.w * PT, self.h * PT)
    }
}

/// The tree of tags of the document, open groups innermost last.
pub struct Tags(Vec<TagGroup>, TagTree);

impl Tags {
    pub fn new() -> Self {
        Self(Vec::new(), TagTree::new())
    }

    pub fn open(&mut self, tag: impl Into<TagKind>) {
        self.0.push(TagGroup::new(tag));
    }

    pub fn close(&mut self) {
        if let Some(group) = self.0.pop() {
            match self.0.last_mut() {
                Some(parent) => parent.push(group),
                None => self.1.push(group),
            }
        }
    }

    pub fn finish(mut self) -> TagTree {
        while !self.0.is_empty() {
            self.close();
        }
        self.1
    }
}

/// A pen on one page.
pub struct Pen<'a> {
    surface: Surface<'a>,
    tags: &'a mut Tags,
    pub fonts: &'static Fonts,
}

impl<'a> Pen<'a> {
    pub fn new(surface: Surface<'a>, tags: &'a mut Tags, fonts: &'static Fonts) -> Self {
        Self { surface, tags, fonts }
    }

    /// Puts the page away.
    pub fn finish(self) {
        self.surface.finish();
    }

    /// Groups what `draw` draws under a tag.
    pub fn group(&mut self, tag: impl Into<TagKind>, draw: impl FnOnce(&mut Self)) {
        self.tags.open(tag);
        draw(self);
        self.tags.close();
    }

    /// Ornament: not read aloud.
    pub fn artifact(&mut self, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::default()));
        draw(self);
        self.surface.end_tagged();
    }

    /// Content of the innermost open group, in a language (French when none is given).
    pub fn content(&mut self, lang: Option<&str>, draw: impl FnOnce(&mut Self)) {
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_lang(lang)));
        draw(self);
        self.surface.end_tagged();
        if let Some(group) = self.tags.0.last_mut() {
            group.push(id);
        }
    }

    /// Draws on the side, to be shown as often as wanted.
    pub fn graphic(&mut self, draw: impl FnOnce(&mut Pen)) -> Graphic {
        let mut builder = self.surface.stream_builder();
        let mut tags = Tags::new();
        let mut pen = Pen::new(builder.surface(), &mut tags, self.fonts);
        draw(&mut pen);
        pen.finish();
        Graphic::new(builder.finish(), false)
    }

    /// Shows what was drawn on the side.
    pub fn show(&mut self, graphic: Graphic) {
        self.surface.draw_graphic(graphic);
    }

    /// One line; `x` and `y` place its anchor on the baseline.
    pub fn line(&mut self, x: f32, y: f32, anchor: Anchor, style: Style, text: &str) {
        self.spaced_line(x, y, anchor, style, 0.0, text);
    }

    /// One line with `space` ems between letters.
    pub fn spaced_line(&mut self, x: f32, y: f32, anchor: Anchor, style: Style, space: f32, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut shaped = self.fonts.shape(style.face, text);
        shaped.glyphs.iter_mut().for_each(|glyph| glyph.x_advance += space);
        let visible = self.fonts.width(style.face, style.size, text.trim_end());
        let width = visible + space * style.size * text.chars().count().saturating_sub(1) as f32;
        let shift = match anchor {
            Anchor::Left => 0.0,
            Anchor::Centre => width / 2.0,
            Anchor::Right => width,
        };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(style.ink.fill()));
        let start = Point::from_xy(x * PT - shift, y * PT);
        let font = self.fonts.font(style.face);
        self.surface.draw_glyphs(start, &shaped.glyphs, font, &shaped.text, style.size, false);
    }

    /// Draws lines under each other from `top`; returns the bottom.
    pub fn lines(&mut self, x: f32, top: f32, anchor: Anchor, style: Style, lines: &[String]) -> f32 {
        for (index, line) in lines.iter().enumerate() {
            let baseline = top + style.size * 0.95 / PT + style.leading() * index as f32;
            self.line(x, baseline, anchor, style, line);
        }
        top + style.leading() * lines.len() as f32
    }

    /// A paragraph in an area, as a tag of its own; smaller letters when it would not fit, and at the smallest the end is cut.
    /// Returns the bottom.
    pub fn paragraph(&mut self, area: Area, anchor: Anchor, style: Style, lang: Option<&str>, text: &str) -> f32 {
        let (style, lines) = self.fit(area, style, text);
        let x = match anchor {
            Anchor::Left => area.x,
            Anchor::Centre => area.x + area.w / 2.0,
            Anchor::Right => area.right(),
        };
        let mut bottom = area.y;
        self.group(krilla::tagging::Tag::P, |pen| {
            pen.content(lang, |pen| bottom = pen.lines(x, area.y, anchor, style, &lines));
        });
        bottom
    }

    fn fit(&self, area: Area, style: Style, text: &str) -> (Style, Vec<String>) {
        const SMALLEST: f32 = 4.6;
        let mut size = style.size;
        loop {
            let style = style.sized(size);
            let mut lines = self.fonts.wrap(style.face, style.size, area.w * PT, text);
            let most = (area.h / style.leading()).floor().max(1.0) as usize;
            if lines.len() <= most {
                return (style, lines);
            }
            if size <= SMALLEST {
                lines.truncate(most);
                if let Some(last) = lines.last_mut() {
                    last.truncate(last.trim_end().len());
                    last.push('…');
                }
                return (style, lines);
            }
            size = (size - 0.2).max(SMALLEST);
        }
    }

    /// A straight stroke, `width` in millimetres.
    pub fn stroke(&mut self, from: (f32, f32), to: (f32, f32), width: f32, ink: Ink) {
        let mut path = PathBuilder::new();
        path.move_to(from.0 * PT, from.1 * PT);
        path.line_to(to.0 * PT, to.1 * PT);
        self.outline(path.finish(), width, ink);
    }

    /// The outline of an area.
    pub fn frame(&mut self, area: Area, width: f32, ink: Ink) {
        let mut path = PathBuilder::new();
        if let Some(rect) = area.rect() {
            path.push_rect(rect);
        }
        self.outline(path.finish(), width, ink);
    }

    /// The outline of a path.
    pub fn outline(&mut self, path: Option<Path>, width: f32, ink: Ink) {
        let Some(path) = path else { return };
        let paint = krilla::color::rgb::Color::new(ink.0, ink.1, ink.2).into();
        let stroke = Stroke { paint, width: width * PT, line_cap: LineCap::Butt, ..Stroke::default() };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke));
        self.surface.draw_path(&path);
    }

    /// A dotted rule to write on.
    pub fn dots(&mut self, x: f32, right: f32, y: f32) {
        let mut path = PathBuilder::new();
        let mut at = x;
        while at + 0.25 <= right {
            if let Some(rect) = Rect::from_xywh(at * PT, (y - 0.09) * PT, 0.22 * PT, 0.18 * PT) {
                path.push_rect(rect);
            }
            at += 0.9;
        }
        self.fill(path.finish(), GREY);
    }

    /// A filled area.
    pub fn paint(&mut self, area: Area, ink: Ink) {
        let mut path = PathBuilder::new();
        if let Some(rect) = area.rect() {
            path.push_rect(rect);
        }
        self.fill(path.finish(), ink);
    }

    fn fill(&mut self, path: Option<Path>, ink: Ink) {
        let Some(path) = path else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(ink.fill()));
        self.surface.draw_path(&path);
    }

    /// Letters along a circle, the middle of the text at `middle` degrees clockwise from the top; outside up or inside up.
    pub fn around(&mut self, centre: (f32, f32), radius: f32, middle: f32, style: Style, text: &str, upright: bool) {
        let shaped = self.fonts.shape(style.face, text);
        let turn = if upright { 1.0 } else { -1.0 };
        let degrees = |points: f32| (points / PT / radius).to_degrees() * turn;
        let mut angle = middle - degrees(shaped.width * style.size) / 2.0;
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(style.ink.fill()));
        for glyph in &shaped.glyphs {
            let advance = glyph.x_advance * style.size;
            let at = angle + degrees(advance) / 2.0;
            let (sin, cos) = at.to_radians().sin_cos();
            let (x, y) = ((centre.0 + radius * sin) * PT, (centre.1 - radius * cos) * PT);
            let spin = if upright { at } else { at + 180.0 };
            self.surface.push_transform(&Transform::from_translate(x, y));
            self.surface.push_transform(&Transform::from_rotate(spin));
            let start = Point::from_xy(-advance / 2.0, 0.0);
            let font = self.fonts.font(style.face);
            self.surface.draw_glyphs(start, std::slice::from_ref(glyph), font, &shaped.text, style.size, false);
            self.surface.pop();
            self.surface.pop();
            angle += degrees(advance);
        }
    }

    /// The symbol with its quiet zone; every module is `module` millimetres wide, and a whole number of printer's dots.
    pub fn symbol(&mut self, x: f32, y: f32, module: f32, code: &QrCode) {
        let mut path = PathBuilder::new();
        for row in 0..code.size() {
            let mut column = 0;
            while column < code.size() {
                let start = column;
                while column < code.size() && code.get_module(column, row) {
                    column += 1;
                }
                if column > start {
                    let area = Area::new(
                        x + start as f32 * module,
                        y + row as f32 * module,
                        (column - start) as f32 * module,
                        module,
                    );
                    area.rect().into_iter().for_each(|rect| path.push_rect(rect));
                }
                column += 1;
            }
        }
        self.fill(path.finish(), Ink(0, 0, 0));
    }
}
