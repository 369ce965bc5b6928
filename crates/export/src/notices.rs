//! What an import had to say about single records, as a table.

use store::Notice;

use crate::csv;

/// The headers of the columns.
pub const HEADERS: [&str; 6] = ["arquivo", "documento", "linha", "campo", "valor", "motivo"];

/// The cells of a notice.
pub fn cells(notice: &Notice) -> [String; HEADERS.len()] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let line = notice.line.map(|line| line.to_string()).unwrap_or_default();
    let (record, field, value) = (text(&notice.record), text(&notice.field), text(&notice.value));
    [notice.file.clone(), record, line, field, value, notice.reason.clone()]
}

/// Notices as CSV, a line at a time, the headers first.
pub fn csv_lines(notices: &[Notice]) -> impl Iterator<Item = String> {
    let headers = csv::line(HEADERS.map(str::to_owned));
    std::iter::once(headers).chain(notices.iter().map(|notice| csv::line(cells(notice))))
}
