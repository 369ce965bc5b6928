//! Whom to look after: customers whose status grew worse, and customers to make an offer to.

use domain::Day;
use panel::metrics::Unit;
use panel::words::{STATUSES, label};
use panel::{Contact, metrics::Metric};
use rust_xlsxwriter::{Worksheet, XlsxError};
use serde_json::Value;

use super::Exported;
use super::sheet::{Formats, Header, finish_list, result, write_day, write_text, write_value};

/// The tab of those whose status grew worse; a tab's name has room for no more.
pub const WORSENED: &str = "Piora no perfil de risco";

/// The tab of offers.
pub const OFFERS: &str = "Ofertas e prazos";

/// Days ahead within which an expected purchase is prepared.
const DAYS_AHEAD: i32 = 15;

/// Writes whose status grew worse.
pub fn worsened(sheet: &mut Worksheet, exported: &Exported<'_>) -> Result<(), XlsxError> {
    let formats = Formats::default();
    let text = formats.of(Unit::Text);
    for (one, line) in exported.worsened.iter().zip(1..) {
        write_text(sheet, (line, 0), &one.customer, text)?;
        write_text(sheet, (line, 1), one.name.as_deref().unwrap_or_default(), text)?;
        write_text(sheet, (line, 2), &label(&STATUSES, &one.before), text)?;
        write_text(sheet, (line, 3), &label(&STATUSES, &one.after), text)?;
        write_day(sheet, (line, 4), one.since, &formats)?;
        let revenue = Value::from(one.revenue_12m_cents);
        write_value(sheet, (line, 5), &revenue, Unit::Cents, &formats)?;
    }
    let before = format!("Situação em {}", exported.compared_with);
    let now = format!("Situação em {}", exported.as_of);
    let sum: i64 = exported.worsened.iter().map(|one| one.revenue_12m_cents).sum();
    let headers = [
        Header::new("Chave", 17.0),
        Header::new("Cliente", 38.0),
        Header::new(&before, 18.0),
        Header::new(&now, 18.0),
        Header::new("Desde", 13.0),
        Header { total: Some((result(sum), Unit::Cents)), ..Header::new("Receita em 12 meses", 16.0) },
    ];
    finish_list(sheet, &headers, exported.worsened.len(), &formats)
}

/// Writes whom to make an offer to, and when.
pub fn offers(sheet: &mut Worksheet, exported: &Exported<'_>) -> Result<(), XlsxError> {
    let formats = Formats::default();
    let mut wanted: Vec<(Day, usize)> =
        (0..exported.rows.num_rows()).filter_map(|row| Some((contact_on(exported, row)?, row))).collect();
    // Who is to be reached first; the rows come in the order of revenue.
    wanted.sort_unstable();
    for ((on, row), line) in wanted.iter().zip(1..) {
        offer(sheet, line, exported, (*on, *row), &formats)?;
    }
    let headers = [
        Header::new("Chave", 17.0),
        Header::new("Cliente", 38.0),
        Header::new("Situação comercial", 16.0),
        Header::new("Curva ABC", 10.0),
        Header::new("Contato sugerido", 13.0),
        Header::new("Vendedor responsável", 22.0),
        Header::new("Telefone", 18.0),
        Header::new("Produto principal", 34.0),
        Header::new("Categoria principal", 28.0),
        Header::new("Ticket médio", 14.0),
        Header::new("Prazo habitual (dias)", 16.0),
        Header { open: true, ..Header::new("Combinado", 40.0) },
    ];
    finish_list(sheet, &headers, wanted.len(), &formats)
}

fn offer(
    sheet: &mut Worksheet,
    line: u32,
    exported: &Exported<'_>,
    (on, row): (Day, usize),
    formats: &Formats,
) -> Result<(), XlsxError> {
    let text = formats.of(Unit::Text);
    let nobody = Contact::default();
    let customer = exported.text("customer", row);
    let contact = exported.contacts.get(&customer).unwrap_or(&nobody);
    let item = match (&contact.main_item, &contact.main_item_description) {
        (Some(code), Some(description)) if code != description => format!("{code} – {description}"),
        (code, description) => code.clone().or(description.clone()).unwrap_or_default(),
    };
    let phone = contact.phone.clone().unwrap_or_default();
    let phone = phone.parse::<domain::Phone>().map_or(phone, |phone| phone.to_string());
    write_text(sheet, (line, 0), &customer, text)?;
    for (name, column) in [("name", 1), ("status", 2), ("abc", 3), ("main_category", 8), ("average_ticket_cents", 9)] {
        let unit = Metric::named(name).map_or(Unit::Text, |metric| metric.column.unit);
        write_value(sheet, (line, column), &panel::value_at(exported.rows, name, row), unit, formats)?;
    }
    write_day(sheet, (line, 4), on, formats)?;
    let owner = contact.owner.clone().unwrap_or_default();
    let terms = contact.terms.clone().unwrap_or_default();
    for (content, column) in [(owner, 5), (phone, 6), (item, 7), (terms, 10)] {
        write_text(sheet, (line, column), &content, text)?;
    }
    write_text(sheet, (line, 11), "", formats.open())
}

/// When a customer is to be reached: those at risk of being lost, and those expected within days.
fn contact_on(exported: &Exported<'_>, row: usize) -> Option<Day> {
    let next = exported.day("next_purchase_on", row);
    let ahead = next.filter(|next| *next >= exported.as_of);
    let at_risk = exported.text("status", row) == "risco_de_perda";
    let soon = ahead.is_some_and(|next| next.days_since(exported.as_of) <= DAYS_AHEAD);
    (at_risk || soon).then(|| ahead.unwrap_or(exported.as_of))
}
