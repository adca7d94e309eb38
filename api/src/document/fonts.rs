//! The faces of the form, read once, and the shaping of a line.

use std::sync::OnceLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};

use super::DocumentFault;

/// The faces in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Sans,
    Bold,
    Italic,
    Serif,
    SerifBold,
}

const FILES: [&[u8]; 5] = [
    include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../assets/fonts/NotoSans-Italic.ttf"),
    include_bytes!("../../assets/fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSerif-Bold.ttf"),
];

struct Loaded {
    font: Font,
    shaper: rustybuzz::Face<'static>,
}

/// All faces.
pub struct Fonts(Vec<Loaded>);

/// A line of text turned into glyphs.
pub struct Shaped {
    /// The text the glyphs stand for; letters that the face lacks are question marks.
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In ems.
    pub width: f32,
}

impl Fonts {
    /// The fonts, read on the first use.
    ///
    /// # Errors
    /// [`DocumentFault::Fonts`] when a file is not a font.
    pub fn get() -> Result<&'static Self, DocumentFault> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        FONTS.get_or_init(Self::load).as_ref().ok_or(DocumentFault::Fonts)
    }

    fn load() -> Option<Self> {
        let load = |bytes: &'static [u8]| {
            let font = Font::new(bytes.into(), 0)?;
            Some(Loaded { font, shaper: rustybuzz::Face::from_slice(bytes, 0)? })
        };
        FILES.into_iter().map(load).collect::<Option<Vec<_>>>().map(Self)
    }

    fn face(&self, face: Face) -> &Loaded {
        &self.0[face as usize]
    }

    /// The face as the PDF embeds it.
    pub fn font(&self, face: Face) -> Font {
        self.face(face).font.clone()
    }

    /// Turns a line into glyphs.
    pub fn shape(&self, face: Face, text: &str) -> Shaped {
        let shaper = &self.face(face).shaper;
        let known = |letter: char| match letter {
            letter if letter.is_whitespace() && letter != '\u{a0}' && letter != '\u{202f}' => ' ',
            // Typed apostrophes are printed as the typographer's.
            '\'' => '’',
            letter if printable(letter) && shaper.glyph_index(letter).is_some() => letter,
            _ => '?',
        };
        let text: String = text.chars().map(known).collect();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(shaper, &[], buffer);
        let glyphs = place(&shaped, &text, self.face(face).font.units_per_em());
        Shaped { width: glyphs.iter().map(|glyph| glyph.x_advance).sum(), text, glyphs }
    }

    /// Width of a line, in points at that size.
    pub fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        self.shape(face, text).width * size
    }

    /// Breaks a text into lines of at most `room` points; all lines but the last of a paragraph keep their space.
    pub fn wrap(&self, face: Face, size: f32, room: f32, text: &str) -> Vec<String> {
        let fits = |line: &str| self.width(face, size, line.trim_end()) <= room;
        let mut lines: Vec<String> = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            for word in paragraph.split_inclusive(' ') {
                if !line.is_empty() && !fits(&format!("{line}{word}")) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(word);
                while !fits(&line) && line.chars().count() > 1 {
                    let tail = line.split_off(longest_head(&line, &fits));
                    lines.push(std::mem::replace(&mut line, tail));
                }
            }
            lines.push(line);
        }
        lines
    }
}

/// Bytes of the longest beginning of a word that fits; at least one letter.
fn longest_head(word: &str, fits: &impl Fn(&str) -> bool) -> usize {
    let ends: Vec<usize> = word.char_indices().skip(1).map(|(at, _)| at).collect();
    let count = ends.partition_point(|end| fits(&word[..*end]));
    ends.get(count.saturating_sub(1)).copied().unwrap_or(word.len())
}

/// Controls and marks that turn or hide text have no place on paper.
fn printable(letter: char) -> bool {
    let hidden = ['\u{200b}'..='\u{200f}', '\u{2028}'..='\u{202e}', '\u{2060}'..='\u{206f}', '\u{e000}'..='\u{f8ff}'];
    !letter.is_control() && letter != '\u{feff}' && !hidden.iter().any(|range| range.contains(&letter))
}

fn place(shaped: &rustybuzz::GlyphBuffer, text: &str, units_per_em: f32) -> Vec<KrillaGlyph> {
    let infos = shaped.glyph_infos();
    let glyph = |(index, position): (usize, &rustybuzz::GlyphPosition)| {
        let start = infos[index].cluster as usize;
        let end = infos[index..].iter().map(|info| info.cluster as usize).find(|cluster| *cluster > start);
        let em = |units: i32| units as f32 / units_per_em;
        KrillaGlyph::new(
            GlyphId::new(infos[index].glyph_id),
            em(position.x_advance),
            em(position.x_offset),
            em(position.y_offset),
            em(position.y_advance),
            start..end.unwrap_or(text.len()),
            None,
        )
    };
    shaped.glyph_positions().iter().enumerate().map(glyph).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_has_the_letters_of_mali_and_of_french() {
        let fonts = Fonts::get().unwrap();
        for face in [Face::Sans, Face::Bold, Face::Italic, Face::Serif, Face::SerifBold] {
            let text = "Bɔyɔrɔ ɛ ɲ ŋ Ɔ Ɛ Ɲ Ŋ éèêëàâçîïôûùœæ ÉÈÊÀÇÔŒ N° « – — ’ … » € № 0123456789";
            assert_eq!(fonts.shape(face, text).text, text, "{face:?}");
        }
    }

    #[test]
    fn a_letter_that_no_face_has_does_not_stop_the_printing() {
        let shaped = Fonts::get().unwrap().shape(Face::Sans, "北京 Mali\n🥭");
        assert_eq!(shaped.text, "?? Mali ?");
    }
}
