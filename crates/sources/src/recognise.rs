//! What a file is, by its content: names lie.

use crate::table;

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Nothing at all.
    Empty,
    /// Markup: fiscal documents and their like.
    Xml,
    /// A zip archive, or one of the many formats that are zips inside.
    Zip,
    /// One file under gzip.
    Gzip,
    /// A PDF.
    Pdf,
    /// A picture.
    Image,
    /// A workbook: XLSX, XLS, ODS.
    Workbook,
    /// Lines of cells: CSV and its like.
    Table,
    /// What operating systems leave in folders.
    SystemFile,
    /// Tax books: SPED EFD ICMS/IPI or EFD-Contribuições.
    Sped,
    /// Something known that is not read yet, by its name in Portuguese.
    Unread(&'static str),
}

/// How many bytes [`recognise`] wants to see.
pub const HEAD: usize = 512;

/// What a file that begins with these bytes is.
pub fn recognise(head: &[u8]) -> Format {
    const MAGIC: [(&[u8], Format); 15] = [
        (b"PK\x03\x04", Format::Zip),
        (b"PK\x05\x06", Format::Zip),
        (b"\x1f\x8b", Format::Gzip),
        (b"%PDF", Format::Pdf),
        (b"\x89PNG", Format::Image),
        (b"\xff\xd8\xff", Format::Image),
        (b"GIF8", Format::Image),
        (b"II*\0", Format::Image),
        (b"MM\0*", Format::Image),
        (b"\0\0\0\x01Bud1", Format::SystemFile),
        (b"[.ShellClassInfo]", Format::SystemFile),
        (b"\0\x05\x16\x07", Format::SystemFile),
        (b"Rar!", Format::Unread("compactado RAR")),
        (b"7z\xbc\xaf\x27\x1c", Format::Unread("compactado 7-Zip")),
        (b"OFXHEADER", Format::Unread("extrato OFX")),
    ];
    if head.is_empty() {
        return Format::Empty;
    }
    if table::sniff_workbook(head) {
        return Format::Workbook;
    }
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *format;
    }
    let is_webp = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP");
    let is_bitmap = head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]);
    if is_webp || is_bitmap {
        return Format::Image;
    }
    if is_markup(head) {
        return Format::Xml;
    }
    let is_cnab_240 =
        head.get(..3).is_some_and(|bank| bank.iter().all(u8::is_ascii_digit)) && head.get(3..8) == Some(b"00000");
    if head.starts_with(b"02RETORNO") || is_cnab_240 {
        return Format::Unread("retorno bancário CNAB");
    }
    if let Some(opening) = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).strip_prefix(b"|0000|") {
        return match opening.get(..4) {
            Some(b"LECD") => Format::Unread("SPED contábil, ECD"),
            Some(b"LECF") => Format::Unread("SPED do imposto de renda, ECF"),
            _ => Format::Sped,
        };
    }
    if table::sniff(head) {
        return Format::Table;
    }
    match head.contains(&0) {
        true => Format::Unread("conteúdo binário desconhecido"),
        false => Format::Unread("texto sem colunas"),
    }
}

/// Whether the first character that is neither mark nor white space opens a tag, in one-byte or
/// two-byte characters.
fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let wide = head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || head.get(1) == Some(&0)
        || head.first() == Some(&0);
    let head =
        if wide { head.strip_prefix(b"\xff\xfe").or(head.strip_prefix(b"\xfe\xff")).unwrap_or(head) } else { head };
    let passed_over = |byte: &u8| byte.is_ascii_whitespace() || wide && *byte == 0;
    head.iter().find(|byte| !passed_over(byte)) == Some(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"", Format::Empty)]
    #[case(b"<?xml version=\"1.0\"?>", Format::Xml)]
    #[case(b"\xef\xbb\xbf  \r\n<nfeProc>", Format::Xml)]
    #[case(b"\xff\xfe<\0n\0", Format::Xml)]
    #[case(b"<\0n\0", Format::Xml)]
    #[case(b"PK\x03\x04....", Format::Zip)]
    #[case(b"\x1f\x8b\x08", Format::Gzip)]
    #[case(b"%PDF-1.7", Format::Pdf)]
    #[case(b"\x89PNG\r\n", Format::Image)]
    #[case(b"\0\0\0\x01Bud1", Format::SystemFile)]
    #[case(b"02RETORNO01COBRANCA", Format::Unread("retorno bancário CNAB"))]
    #[case(b"|0000|020|0|", Format::Sped)]
    #[case(b"|0000|LECD|01012025|", Format::Unread("SPED contábil, ECD"))]
    #[case(b"Nome;CNPJ\r\n", Format::Table)]
    #[case(b"00004 0001 19970101  2   29.33\r\n00021 0002 19970101  3   63.34\r\n", Format::Table)]
    #[case(b"N\0o\0m\0e\0;\0C\0N\0P\0J\0\r\0\n\0", Format::Table)]
    #[case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Workbook)]
    #[case(b"PK\x03\x04\x14\0\0\0\x08\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml", Format::Workbook)]
    #[case(b"palavra", Format::Unread("texto sem colunas"))]
    #[case(b"\0\x01\x02\x03;", Format::Unread("conteúdo binário desconhecido"))]
    fn knows_by_content(#[case] head: &[u8], #[case] format: Format) {
        assert_eq!(recognise(head), format);
    }
}
