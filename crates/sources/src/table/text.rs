//! From the bytes of a text file to rows of cells.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use domain::record::CellError;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr, memchr_iter};

use super::row::{Cell, Form, MAX_COLUMNS, Row};

/// Text that a quote may hold before it counts as never closed.
const MAX_QUOTED: usize = 64 * 1024;

/// How much of a text is looked at to find the separator.
const SAMPLE_LINES: usize = 200;

/// What separates the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// One ASCII character.
    Byte(u8),
    /// Any run of spaces and tabs.
    Spaces,
}

impl Separator {
    /// The separator as maps write it: the character, `tab` or `spaces`.
    pub fn as_text(self) -> String {
        match self {
            Self::Byte(b'\t') => "tab".to_owned(),
            Self::Byte(byte) => char::from(byte).to_string(),
            Self::Spaces => "spaces".to_owned(),
        }
    }

    /// The separator that a map writes so.
    pub fn from_text(text: &str) -> Option<Self> {
        match (text, text.as_bytes()) {
            ("tab" | "\t", _) => Some(Self::Byte(b'\t')),
            ("spaces" | " ", _) => Some(Self::Spaces),
            (_, &[byte]) if byte.is_ascii_punctuation() && byte != b'"' => Some(Self::Byte(byte)),
            _ => None,
        }
    }
}

/// Decodes a text file: its mark decides, then what a map says, then UTF-8 if it is that, then what
/// the bytes look like.
pub(super) fn decode<'a>(bytes: &'a [u8], said: Option<&'static Encoding>) -> (Cow<'a, str>, &'static str) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[mark..]).0, encoding.name());
    }
    if let Some(encoding) = said {
        return (encoding.decode_without_bom_handling(bytes).0, encoding.name());
    }
    let zeros_at = |odd: usize| bytes.iter().take(200).skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let looked_at = bytes.len().min(200) / 2;
    if looked_at > 1 && zeros_at(1) * 10 > looked_at * 8 {
        return (UTF_16LE.decode_without_bom_handling(bytes).0, UTF_16LE.name());
    }
    if looked_at > 1 && zeros_at(0) * 10 > looked_at * 8 {
        return (UTF_16BE.decode_without_bom_handling(bytes).0, UTF_16BE.name());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), UTF_8.name());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let encoding = detector.guess(Some(b"br"), Utf8Detection::Deny);
    (encoding.decode_without_bom_handling(bytes).0, encoding.name())
}

/// The separator under which most lines have the same number of cells.
pub(super) fn separator(text: &str) -> Separator {
    let mut best = (0, Separator::Byte(b';'));
    for byte in *b";\t|," {
        let score = regularity(text, Separator::Byte(byte));
        if score > best.0 {
            best = (score, Separator::Byte(byte));
        }
    }
    if best.0 < 500 {
        let score = regularity(text, Separator::Spaces);
        if score >= 900 && score > best.0 {
            best.1 = Separator::Spaces;
        }
    }
    best.1
}

/// How many thousandths of a sample's lines have the commonest number of cells, at least two; wider
/// tables first where as regular.
fn regularity(text: &str, separator: Separator) -> usize {
    let mut rows = Splitter::new(text, separator);
    let mut row = Row::default();
    let mut widths: Vec<usize> = Vec::new();
    while widths.len() < SAMPLE_LINES && rows.next_row(&mut row) {
        let filled = row.cells.iter().rposition(|cell| !cell.text.trim().is_empty());
        if filled.is_some() {
            widths.push(row.cells.len());
        }
    }
    let lines = widths.len();
    widths.retain(|&width| width > 1);
    widths.sort_unstable();
    let commonest = widths.chunk_by(|one, other| one == other).max_by_key(|run| run.len());
    commonest.map_or(0, |run| run.len() * 1_000 / lines.max(1) + run[0].min(50))
}

/// Splits a text into rows. A quote opens only at the start of a cell, two quotes inside are one, and
/// a quote that nothing closes is the fault of its line alone: the next line is read as it stands.
#[derive(Clone)]
pub(super) struct Splitter<'a> {
    text: &'a str,
    separator: Separator,
    line_end: u8,
    at: usize,
    line: u64,
}

impl<'a> Splitter<'a> {
    pub(super) fn new(text: &'a str, separator: Separator) -> Self {
        let head = &text.as_bytes()[..text.len().min(1 << 16)];
        let line_end = if memchr(b'\n', head).is_none() && memchr(b'\r', head).is_some() { b'\r' } else { b'\n' };
        Self { text, separator, line_end, at: 0, line: 0 }
    }

    /// Reads the next line that is not the end of the file; `false` at the end.
    pub(super) fn next_row(&mut self, row: &mut Row<'a>) -> bool {
        row.cells.clear();
        row.fault = None;
        if self.at >= self.text.len() {
            return false;
        }
        self.line += 1;
        row.line = self.line;
        let end = self.end_of_line(self.at);
        let line = &self.text[self.at..end];
        match self.separator {
            Separator::Spaces => {
                row.cells.extend(line.split_ascii_whitespace().take(MAX_COLUMNS + 1).map(Cell::text));
                self.at = end + 1;
            }
            Separator::Byte(separator) => match memchr(b'"', line.as_bytes()) {
                None => {
                    split_plain(trimmed_end(line), separator, &mut row.cells);
                    self.at = end + 1;
                }
                Some(_) => self.split_quoted(separator, end, row),
            },
        }
        true
    }

    fn end_of_line(&self, from: usize) -> usize {
        memchr(self.line_end, &self.text.as_bytes()[from..]).map_or(self.text.len(), |length| from + length)
    }

    /// Reads a line that has quotes, which may reach over the following lines.
    fn split_quoted(&mut self, separator: u8, mut end: usize, row: &mut Row<'a>) {
        let first_end = end;
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let mut lines = 0;
        loop {
            let blank = bytes[at..end].iter().take_while(|byte| **byte == b' ').count();
            if bytes[..end].get(at + blank) == Some(&b'"') {
                let Some(close) = self.closing_quote(at + blank + 1) else {
                    row.cells.clear();
                    row.cells.push(Cell::text(trimmed_end(&self.text[self.at..first_end])));
                    row.fault = Some(CellError::OpenQuote);
                    self.at = first_end + 1;
                    return;
                };
                if close >= end {
                    lines += memchr_iter(self.line_end, &bytes[end..close]).count() as u64;
                    end = self.end_of_line(close);
                }
                let stop = memchr(separator, &bytes[close..end]).map_or(end, |length| close + length);
                let tail = trimmed_end(&self.text[(close + 1).min(stop)..stop]);
                row.cells.push(Cell::of(unquoted(&self.text[at + blank + 1..close], tail), Form::Text));
                at = stop;
            } else {
                let stop = memchr(separator, &bytes[at..end]).map_or(end, |length| at + length);
                let cell = &self.text[at..stop];
                row.cells.push(Cell::text(if stop == end { trimmed_end(cell) } else { cell }));
                at = stop;
            }
            if at >= end || row.cells.len() > MAX_COLUMNS {
                break;
            }
            at += 1;
        }
        self.line += lines;
        self.at = end + 1;
    }

    /// Where the quote that was opened before `from` closes.
    fn closing_quote(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let limit = bytes.len().min(from + MAX_QUOTED);
        let mut at = from;
        loop {
            let quote = at + memchr(b'"', bytes.get(at..limit)?)?;
            match bytes.get(quote + 1) {
                Some(b'"') => at = quote + 2,
                _ => return Some(quote),
            }
        }
    }
}

fn split_plain<'a>(line: &'a str, separator: u8, cells: &mut Vec<Cell<'a>>) {
    let mut from = 0;
    for at in memchr_iter(separator, line.as_bytes()) {
        cells.push(Cell::text(&line[from..at]));
        from = at + 1;
        if cells.len() > MAX_COLUMNS {
            return;
        }
    }
    cells.push(Cell::text(&line[from..]));
}

fn trimmed_end(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

fn unquoted<'a>(inside: &'a str, tail: &'a str) -> Cow<'a, str> {
    let doubled = memchr(b'"', inside.as_bytes()).is_some();
    match (doubled, tail.trim().is_empty()) {
        (false, true) => Cow::Borrowed(inside),
        (_, true) => Cow::Owned(inside.replace("\"\"", "\"")),
        (_, false) => Cow::Owned(inside.replace("\"\"", "\"") + tail),
    }
}

/// A character that no text of cells means: a command to a terminal or a printer.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text has more control characters than a few that strayed into its cells.
pub(super) fn is_binary(text: &str) -> bool {
    let head = text.chars().take(4_096);
    let (all, controls) =
        head.fold((0_usize, 0_usize), |(all, controls), c| (all + 1, controls + usize::from(is_control(c))));
    controls * 100 > all.max(300)
}

/// The text with a space in the place of each control character.
pub(super) fn without_controls(text: Cow<'_, str>) -> Cow<'_, str> {
    // Most texts have none, and most bytes tell so at once.
    let suspect =
        |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t') || matches!(byte, 0x7F | 0xC2 | 0xE2);
    if !text.bytes().any(suspect) || !text.contains(is_control) {
        return text;
    }
    Cow::Owned(text.replace(is_control, " "))
}

/// Whether the head of a file looks like lines of cells: text, with a separator in it or as many words
/// in each of its lines.
pub fn sniff(head: &[u8]) -> bool {
    let (text, _) = decode(head, None);
    let separated = || text.contains([';', ',', '\t', '|']) || regularity(&text, Separator::Spaces) >= 900;
    !is_binary(&text) && separated()
}
