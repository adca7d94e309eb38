//! What a file is, by its content and never by its name: a PDF, a JPEG or a PNG, whole and of a sane size.

use crate::text_enum;

text_enum! {
    /// The kinds of files that are accepted as documents.
    pub enum MediaType {
        Pdf = "application/pdf",
        Jpeg = "image/jpeg",
        Png = "image/png",
    }
}

impl MediaType {
    /// The endings a name of such a file may have; the first is given to a name that has another.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

/// A picture of more would only be there to exhaust whoever opens it. A phone of 108 megapixels is within.
const SIDE_MAX: u32 = 20_000;
const PIXELS_MAX: u64 = 120_000_000;

/// How far from the end a PDF's end mark may be (as readers do: the last kilobyte).
const PDF_TAIL: usize = 1024;

/// The kind of file these bytes are; none when they are no acceptable file.
#[must_use]
pub fn recognise(bytes: &[u8]) -> Option<MediaType> {
    if is_pdf(bytes) {
        Some(MediaType::Pdf)
    } else if png_size(bytes).is_some_and(sane) {
        Some(MediaType::Png)
    } else if jpeg_size(bytes).is_some_and(sane) {
        Some(MediaType::Jpeg)
    } else {
        None
    }
}

fn sane((width, height): (u32, u32)) -> bool {
    let side = 1..=SIDE_MAX;
    side.contains(&width) && side.contains(&height) && u64::from(width) * u64::from(height) <= PIXELS_MAX
}

fn is_pdf(bytes: &[u8]) -> bool {
    let versioned = bytes.starts_with(b"%PDF-1.") || bytes.starts_with(b"%PDF-2.");
    let tail = &bytes[bytes.len().saturating_sub(PDF_TAIL)..];
    versioned && tail.windows(5).any(|window| window == b"%%EOF")
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 2)?.try_into().ok().map(|b| u32::from(u16::from_be_bytes(b)))
}

/// Width and height of a PNG whose chunks reach from the header to the end mark.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
    if !bytes.starts_with(SIGNATURE) || bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let size = (u32_at(bytes, 16)?, u32_at(bytes, 20)?);
    let mut at = SIGNATURE.len();
    loop {
        let length = usize::try_from(u32_at(bytes, at)?).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        at = at.checked_add(length)?.checked_add(12)?;
        if at > bytes.len() {
            return None;
        }
        if kind == b"IEND" {
            return Some(size);
        }
    }
}

/// Width and height of a JPEG whose segments reach a frame, a scan and the end mark.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return None;
    }
    let mut at = 2;
    let mut size = None;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Fill bytes before a marker.
            0xff => at += 1,
            // Start of scan: compressed data follow, up to the end mark.
            0xda => {
                let ended = bytes.get(at..)?.windows(2).any(|pair| pair == [0xff, 0xd9]);
                return size.filter(|_| ended);
            }
            // Frames of every coding process, without the tables that share the range.
            marker @ 0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                size = Some((u16_at(bytes, at + 7)?, u16_at(bytes, at + 5)?));
                at += 2 + usize::try_from(u16_at(bytes, at + 2)?).ok()?;
            }
            0xc4 | 0xcc | 0xdb..=0xef | 0xfe => at += 2 + usize::try_from(u16_at(bytes, at + 2)?).ok()?.max(2),
            _ => return None,
        }
    }
}

const FILE_NAME_MAX: usize = 120;

/// A name one can show and save under: no folders, no hidden signs, the ending of what the file really is.
#[must_use]
pub fn safe_name(given: &str, media: MediaType) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String =
        base.chars().filter(|c| !is_hidden(*c) && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*')).collect();
    let shown = shown.trim().trim_matches('.');
    let (stem, ending) = shown.rsplit_once('.').unwrap_or((shown, ""));
    let ending = ending.to_ascii_lowercase();
    let fits = media.endings().contains(&ending.as_str());
    let (stem, ending) = if fits { (stem, ending.as_str()) } else { (shown, media.endings()[0]) };
    let stem: String = stem.chars().take(FILE_NAME_MAX - 5).collect();
    let stem = if stem.trim().is_empty() { "document" } else { stem.trim() };
    format!("{stem}.{ending}")
}

/// Control signs, and the signs that turn the direction of writing: `fdp.exe` can be made to read `exe.pdf`.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The `Content-Disposition` of a download (RFC 6266): a plain name for old programs, the real one for the others.
#[must_use]
pub fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let exact: String = name
        .bytes()
        .map(|b| match b {
            b if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
        bytes
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 9, 9, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn files_are_known_by_their_content() {
        assert_eq!(recognise(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"), Some(MediaType::Pdf));
        assert_eq!(recognise(&png(640, 480)), Some(MediaType::Png));
        assert_eq!(recognise(&jpeg(4000, 3000)), Some(MediaType::Jpeg));
    }

    #[test]
    fn what_is_cut_hostile_or_something_else_is_refused() {
        let (whole_png, whole_jpeg) = (png(640, 480), jpeg(640, 480));
        let refused: [&[u8]; 13] = [
            b"",
            b"%PDF-1.7\nno end",
            b"%PDF-9.9\n%%EOF",
            b" %PDF-1.7\n%%EOF",
            b"MZ\x90\0\x03",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a\x01\0\x01\0",
            b"\xff\xd8\xff\xff\xff\xff\xff",
            &png(0, 10),
            &png(20_000, 20_000),
            &whole_png[..whole_png.len() - 1],
            &whole_jpeg[..whole_jpeg.len() - 2],
            &jpeg(640, 0),
        ];
        for (index, bytes) in refused.iter().enumerate() {
            assert_eq!(recognise(bytes), None, "{index}");
        }
    }

    #[test]
    fn no_beginning_of_a_good_file_makes_the_reader_fail() {
        for whole in [png(10, 10), jpeg(10, 10)] {
            for end in 0..whole.len() {
                assert_eq!(recognise(&whole[..end]), None);
            }
        }
    }

    #[test]
    fn names_are_made_safe_and_say_what_the_file_is() {
        for (given, media, safe) in [
            ("facture.pdf", MediaType::Pdf, "facture.pdf"),
            ("Facture n° 12 – août.PDF", MediaType::Pdf, "Facture n° 12 – août.pdf"),
            ("photo.jpeg", MediaType::Jpeg, "photo.jpeg"),
            ("rapport.pdf", MediaType::Png, "rapport.pdf.png"),
            ("../../etc/passwd", MediaType::Pdf, "passwd.pdf"),
            ("C:\\dossier\\a<b>.png", MediaType::Png, "ab.png"),
            ("a\u{202e}fdp.exe", MediaType::Pdf, "afdp.exe.pdf"),
            ("", MediaType::Pdf, "document.pdf"),
            ("...", MediaType::Png, "document.png"),
        ] {
            assert_eq!(safe_name(given, media), safe, "{given}");
        }
        assert!(safe_name(&"é".repeat(500), MediaType::Jpeg).chars().count() <= FILE_NAME_MAX);
    }

    #[test]
    fn a_disposition_cannot_be_broken_out_of() {
        let header = disposition("a\"; b\r\n é.pdf");
        assert_eq!(header, "attachment; filename=\"a__ b__ _.pdf\"; filename*=UTF-8''a%22%3B%20b%0D%0A%20%C3%A9.pdf");
    }
}
