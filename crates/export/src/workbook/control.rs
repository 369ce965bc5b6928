//! The sheet that people change, and the hidden one by which it is known what they changed.

use panel::Contact;
use panel::metrics::{Metric, Unit};
use rust_xlsxwriter::{Note, Worksheet, XlsxError};
use sources::table::exported::{CONTROL_SHEET, KEY_HEADER, MARK, NAME_HEADER, OPEN_COLUMNS, ORIGINALS_SHEET};

use super::Exported;
use super::sheet::{Formats, Header, finish_list, text, write_text, write_value};

/// The tab.
pub const NAME: &str = CONTROL_SHEET;

/// Metrics that stand beside the key and what people may change.
const METRICS: [(&str, &str, f64); 10] = [
    ("name", NAME_HEADER, 38.0),
    ("tax_id", "CNPJ ou CPF", 17.0),
    ("uf", "UF", 6.0),
    ("city", "Cidade", 18.0),
    ("status", "Situação comercial", 16.0),
    ("abc", "Curva ABC", 10.0),
    ("last_purchase_on", "Última compra", 13.0),
    ("days_since_purchase", "Dias sem comprar", 10.0),
    ("next_purchase_on", "Próxima compra prevista", 13.0),
    ("revenue_12m_cents", "Receita em 12 meses", 16.0),
];

const OPEN_NOTE: &str = "Esta coluna pode ser mudada: importe o arquivo de volta com `carteira import` e o que mudou \
                         passa a valer. Apagar uma célula não muda nada.";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, exported: &Exported<'_>) -> Result<(), XlsxError> {
    let formats = Formats::default();
    let count = exported.rows.num_rows();
    let nobody = Contact::default();
    for (row, line) in (0..count).zip(1..) {
        let contact = exported.contacts.get(&exported.text("customer", row)).unwrap_or(&nobody);
        write_text(sheet, (line, 0), &contact.key, formats.of(Unit::Text))?;
        for ((name, ..), column) in METRICS.iter().zip(1..) {
            let unit = Metric::named(name).map_or(Unit::Text, |metric| metric.column.unit);
            write_value(sheet, (line, column), &panel::value_at(exported.rows, name, row), unit, &formats)?;
        }
        for (content, column) in open(contact).iter().zip(first_open()..) {
            write_text(sheet, (line, column), content, formats.open())?;
        }
    }
    let mut headers = vec![Header::new(KEY_HEADER, 19.0)];
    headers.extend(METRICS.iter().map(|(_, label, width)| Header::new(label, *width)));
    headers.extend(OPEN_COLUMNS.iter().map(|(label, _)| Header { open: true, ..Header::new(label, 28.0) }));
    finish_list(sheet, &headers, count, &formats)?;
    for column in (first_open()..).take(OPEN_COLUMNS.len()) {
        sheet.insert_note(0, column, &Note::new(OPEN_NOTE).add_author_prefix(false).set_width(260).set_height(90))?;
    }
    Ok(())
}

/// Writes what the open columns hold on a sheet that nobody sees.
pub fn write_originals(sheet: &mut Worksheet, exported: &Exported<'_>) -> Result<(), XlsxError> {
    sheet.set_name(ORIGINALS_SHEET)?.set_very_hidden(true);
    sheet.write_string(0, 0, MARK)?;
    sheet.write_string(0, 1, &exported.source)?;
    let nobody = Contact::default();
    for (row, line) in (0..exported.rows.num_rows()).zip(1..) {
        let contact = exported.contacts.get(&exported.text("customer", row)).unwrap_or(&nobody);
        sheet.write_string(line, 0, text(&contact.key))?;
        for (content, column) in open(contact).iter().zip(1..).filter(|(content, _)| !content.is_empty()) {
            sheet.write_string(line, column, text(content))?;
        }
    }
    Ok(())
}

/// What the columns open to change hold, in their order.
fn open(contact: &Contact) -> [String; OPEN_COLUMNS.len()] {
    let shown =
        |phone: &String| phone.parse::<domain::Phone>().map_or_else(|_| phone.clone(), |phone| phone.to_string());
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        said(&contact.trade_name),
        said(&contact.emails),
        contact.phone.as_ref().map(shown).unwrap_or_default(),
        said(&contact.owner),
    ]
}

fn first_open() -> u16 {
    u16::try_from(METRICS.len() + 1).unwrap_or(u16::MAX)
}
