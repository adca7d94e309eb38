//! The fine-line band around the page, the rosette behind it, and the round mark of the electronic seal.
//!
//! They make a coarse copy look coarse. They prove nothing: the seal does.

use std::f32::consts::TAU;

use krilla::geom::{Path, PathBuilder};
use krilla::graphic::Graphic;

use super::fonts::Face;
use super::pen::{Anchor, Area, Ink, PT, Pen, Style, WHITE};

/// Outer edge of the band, from the edge of the paper.
const MARGIN: f32 = 6.0;
/// Width of the band.
const BAND: f32 = 4.6;
/// A4, in millimetres.
pub const PAPER: (f32, f32) = (210.0, 297.0);
const WAVELENGTH: f32 = 6.5;
const STRANDS: u8 = 4;

/// The band and the rosette, written once in a document and shown on each of its pages.
pub fn background(pen: &mut Pen, ink: Ink, shared: &mut Option<Graphic>) {
    let graphic = shared.take().unwrap_or_else(|| {
        pen.graphic(|pen| {
            rosette(pen, (105.0, 169.0), 40.0, ink.tint(0.86));
            band(pen, ink);
        })
    });
    pen.artifact(|pen| pen.show(graphic.clone()));
    *shared = Some(graphic);
}

fn band(pen: &mut Pen, ink: Ink) {
    let outer = Area::new(MARGIN, MARGIN, PAPER.0 - 2.0 * MARGIN, PAPER.1 - 2.0 * MARGIN);
    let inner = outer.inset(BAND);
    for strand in 0..STRANDS {
        let phase = (f32::from(strand) + 0.5) / f32::from(STRANDS);
        let middle = outer.inset(BAND / 2.0);
        let colour = if strand % 2 == 0 { ink.tint(0.35) } else { ink.tint(0.55) };
        pen.outline(ring(middle, BAND / 2.0 - 0.55, phase), 0.11, colour);
    }
    corners(pen, outer, ink);
    pen.frame(outer, 0.35, ink);
    pen.frame(outer.inset(0.55), 0.1, ink);
    pen.frame(inner.inset(-0.5), 0.1, ink);
    pen.frame(inner, 0.25, ink);
}

/// Squares at the corners, where waves cannot turn.
fn corners(pen: &mut Pen, outer: Area, ink: Ink) {
    for (x, y) in [
        (outer.x, outer.y),
        (outer.right() - BAND, outer.y),
        (outer.x, outer.bottom() - BAND),
        (outer.right() - BAND, outer.bottom() - BAND),
    ] {
        let square = Area::new(x, y, BAND, BAND);
        pen.paint(square, WHITE);
        pen.frame(square.inset(0.5), 0.2, ink);
        let centre = (x + BAND / 2.0, y + BAND / 2.0);
        pen.outline(petals(centre, BAND / 2.0 - 0.75, 8.0, 0.0), 0.12, ink);
        pen.outline(petals(centre, BAND / 2.0 - 0.75, 8.0, 0.5), 0.12, ink.tint(0.4));
    }
}

/// A wave that runs around a rectangle and closes on itself.
fn ring(area: Area, amplitude: f32, phase: f32) -> Option<Path> {
    let length = 2.0 * (area.w + area.h);
    let waves = (length / WAVELENGTH).round();
    let steps = (waves * 2.0) as usize;
    // Two cubics a wave, from values and slopes at their ends, follow the sine closely enough for an ornament.
    let points = (0..=steps).map(|step| {
        let share = step as f32 / steps as f32;
        let angle = TAU * (waves * share + phase);
        let (place, along, across) = on_edge(area, length * share);
        let swing = amplitude * angle.sin();
        let slope = amplitude * angle.cos() * TAU * waves / length;
        let at = (place.0 + across.0 * swing, place.1 + across.1 * swing);
        (at, (along.0 + across.0 * slope, along.1 + across.1 * slope))
    });
    smooth(points, length / steps as f32)
}

/// The place at a distance along a rectangle's edge from its top left corner clockwise, its direction, and the way outward.
fn on_edge(area: Area, distance: f32) -> ((f32, f32), (f32, f32), (f32, f32)) {
    let (w, h) = (area.w, area.h);
    if distance < w {
        ((area.x + distance, area.y), (1.0, 0.0), (0.0, -1.0))
    } else if distance < w + h {
        ((area.right(), area.y + distance - w), (0.0, 1.0), (1.0, 0.0))
    } else if distance < 2.0 * w + h {
        ((area.right() - (distance - w - h), area.bottom()), (-1.0, 0.0), (0.0, 1.0))
    } else {
        ((area.x, area.bottom() - (distance - 2.0 * w - h)), (0.0, -1.0), (-1.0, 0.0))
    }
}

/// A smooth curve through places with given slopes per millimetre of parameter.
fn smooth(points: impl Iterator<Item = ((f32, f32), (f32, f32))>, step: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    let third = step / 3.0 * PT;
    let mut previous: Option<((f32, f32), (f32, f32))> = None;
    for (at, slope) in points {
        let at = (at.0 * PT, at.1 * PT);
        match previous {
            None => path.move_to(at.0, at.1),
            Some((from, rise)) => path.cubic_to(
                from.0 + rise.0 * third,
                from.1 + rise.1 * third,
                at.0 - slope.0 * third,
                at.1 - slope.1 * third,
                at.0,
                at.1,
            ),
        }
        previous = Some((at, slope));
    }
    path.finish()
}

/// Nested petals, as on old bonds.
fn rosette(pen: &mut Pen, centre: (f32, f32), radius: f32, ink: Ink) {
    for turn in 0..3u8 {
        pen.outline(petals(centre, radius, 12.0, f32::from(turn) / 3.0), 0.12, ink);
    }
    for turn in 0..2u8 {
        pen.outline(petals(centre, radius * 0.55, 8.0, f32::from(turn) / 2.0), 0.12, ink);
    }
}

fn petals(centre: (f32, f32), radius: f32, count: f32, phase: f32) -> Option<Path> {
    let steps = (count * 8.0) as usize;
    let points = (0..=steps).map(|step| {
        let angle = TAU * step as f32 / steps as f32;
        let wave = count * angle + TAU * phase;
        let reach = radius * (0.74 + 0.26 * wave.cos());
        let growth = -radius * 0.26 * count * wave.sin();
        let (sin, cos) = angle.sin_cos();
        let at = (centre.0 + reach * cos, centre.1 + reach * sin);
        (at, (growth * cos - reach * sin, growth * sin + reach * cos))
    });
    smooth(points, TAU / steps as f32)
}

/// What the round mark says.
pub struct Mark<'a> {
    /// Along the top.
    pub authority: &'a str,
    /// Along the bottom.
    pub country: &'a str,
    pub lines: [&'a str; 3],
}

/// The round mark of the electronic seal, `radius` in millimetres.
pub fn mark(pen: &mut Pen, centre: (f32, f32), radius: f32, ink: Ink, mark: &Mark) {
    pen.artifact(|pen| {
        circle(pen, centre, radius, 0.45, ink);
        circle(pen, centre, radius - 0.8, 0.15, ink);
        circle(pen, centre, radius * 0.62, 0.2, ink);
        for turn in 0..2u8 {
            pen.outline(petals(centre, radius * 0.6, 18.0, f32::from(turn) / 2.0), 0.07, ink.tint(0.72));
        }
        let letters = Style::new(Face::Bold, radius * 0.43, ink);
        let baseline = radius * 0.695;
        pen.around(centre, baseline, 0.0, letters, mark.authority, true);
        pen.around(centre, baseline + letters.size * 0.72 / PT, 180.0, letters, mark.country, false);
        let [top, middle, bottom] = mark.lines;
        let small = Style::new(Face::Sans, radius * 0.36, ink);
        let large = Style::new(Face::Bold, radius * 0.385, ink);
        pen.line(centre.0, centre.1 - radius * 0.17, Anchor::Centre, small, top);
        pen.line(centre.0, centre.1 + radius * 0.055, Anchor::Centre, large, middle);
        pen.line(centre.0, centre.1 + radius * 0.27, Anchor::Centre, small, bottom);
    });
}

fn circle(pen: &mut Pen, centre: (f32, f32), radius: f32, width: f32, ink: Ink) {
    let points = (0..=8u8).map(|step| {
        let (sin, cos) = (TAU * f32::from(step) / 8.0).sin_cos();
        ((centre.0 + radius * cos, centre.1 + radius * sin), (-radius * sin, radius * cos))
    });
    pen.outline(smooth(points, TAU / 8.0), width, ink);
}
