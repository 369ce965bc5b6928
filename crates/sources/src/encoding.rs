//! From the bytes of a text file to text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text file decoded.
pub struct Decoded<'a> {
    /// The text, without byte order mark.
    pub text: Cow<'a, str>,
    /// Whether the bytes were what the file declares.
    pub as_declared: bool,
}

/// Decodes an XML document: its byte order mark decides, then the encoding it declares, then UTF-8.
/// What is not valid in that encoding is read as Windows-1252, in which old systems wrote whatever
/// they declared.
pub fn decode_xml(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode(&bytes[mark..], encoding);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return decode(bytes, encoding);
    }
    match declared(bytes) {
        // Two-byte characters would not have let the declaration be read: some writers only say so.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            Decoded { as_declared: false, ..decode(bytes, UTF_8) }
        }
        Some(encoding) => decode(bytes, encoding),
        None => decode(bytes, UTF_8),
    }
}

fn decode<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Decoded { text, as_declared: true },
        None => Decoded { text: WINDOWS_1252.decode_without_bom_handling(bytes).0, as_declared: false },
    }
}

/// The encoding named in `<?xml ... encoding="..."?>`; ISO-8859-1 is read as its superset
/// Windows-1252, as browsers do.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(200)];
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memmem::find(declaration, b"?>")?];
    let value = &declaration[memchr::memmem::find(declaration, b"encoding")? + b"encoding".len()..];
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    Encoding::for_label(&value[..memchr::memchr(*quote, value)?])
}

fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_mark_declaration_and_dirt() {
        let text = |bytes: &[u8]| {
            let decoded = decode_xml(bytes);
            (decoded.text.into_owned(), decoded.as_declared)
        };
        assert_eq!(text("\u{feff}<a>ç</a>".as_bytes()), ("<a>ç</a>".to_owned(), true));
        let latin = b"<?xml version='1.0' encoding = 'ISO-8859-1'?><a>\xe7</a>";
        assert!(text(latin).0.ends_with("<a>ç</a>"));
        let lying = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>\xe7</a>";
        let (decoded, as_declared) = text(lying);
        assert!(decoded.ends_with("<a>ç</a>") && !as_declared);
        let wide: Vec<u8> = "<a>ç</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide), ("<a>ç</a>".to_owned(), true));
        assert_eq!(text(b""), (String::new(), true));
    }
}
