//! Rows in words, for people who check whether a table was understood.

use domain::facts::{ProductRow, RegistrationRow, RowParty, SaleRow, SellerRow, TitleRow};

use super::Rows;

/// What a row states: names of values, and the values as people read them.
pub type Described = Vec<(String, String)>;

impl Rows {
    /// The first rows, each as what it states.
    pub fn described(&self, count: usize) -> Vec<Described> {
        match self {
            Self::Sales(rows) => rows.iter().take(count).map(|(_, row)| sale(row)).collect(),
            Self::Receivables(rows) => rows.iter().take(count).map(|(_, row)| title(row)).collect(),
            Self::Customers(rows) => rows.iter().take(count).map(|(_, row)| registration(row)).collect(),
            Self::Products(rows) => rows.iter().take(count).map(|(_, row)| product(row)).collect(),
            Self::Sellers(rows) => rows.iter().take(count).map(|(_, row)| seller(row)).collect(),
        }
    }
}

/// The values there are.
fn given(values: Vec<(&str, Option<String>)>) -> Described {
    values.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn text(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}

fn customer(customer: &RowParty) -> Option<String> {
    let key = customer.party().key.formatted();
    let also = customer.linked().map(|linked| format!(" (também {linked})")).unwrap_or_default();
    let name = customer.observation().and_then(|said| said.name.as_deref());
    Some(name.map_or_else(|| format!("{key}{also}"), |name| format!("{key}{also}, {name}")))
}

fn sale(row: &SaleRow) -> Described {
    let product = row.product.as_deref();
    given(vec![
        ("documento", text(row.number.as_deref())),
        ("data", Some(row.day.to_string())),
        ("cliente", row.customer.as_deref().map_or_else(|| Some("não identificado".to_owned()), customer)),
        ("produto", text(product.and_then(|product| product.code()))),
        ("descrição", text(product.and_then(|product| product.description()))),
        ("categoria", text(product.and_then(|product| product.category()))),
        ("quantidade", row.quantity.map(|quantity| quantity.to_string())),
        (if row.returned { "devolvido" } else { "valor" }, Some(row.revenue.to_string())),
        ("faturado", row.billed.map(|billed| billed.to_string())),
        ("custo", row.cost.map(|cost| cost.to_string())),
        ("vendedor", text(row.seller.as_deref())),
    ])
}

fn title(row: &TitleRow) -> Described {
    given(vec![
        ("título", text(row.number.as_deref())),
        ("parcela", text(row.parcel.as_deref())),
        ("cliente", customer(&row.customer)),
        ("emissão", row.issued_on.map(|day| day.to_string())),
        ("vencimento", Some(row.due_on.to_string())),
        (if row.credit { "crédito" } else { "valor" }, Some(row.amount.to_string())),
        ("pago em", row.paid_on.map(|day| day.to_string())),
        ("valor pago", row.paid_amount.map(|amount| amount.to_string())),
        ("em aberto", row.open.map(|amount| amount.to_string())),
    ])
}

fn registration(row: &RegistrationRow) -> Described {
    let said = row.customer.observation();
    given(vec![
        ("cliente", customer(&row.customer)),
        ("cidade", text(said.and_then(|said| said.city.as_deref()))),
        ("UF", said.and_then(|said| said.uf).map(|uf| uf.to_string())),
        ("e-mails", text(said.and_then(|said| said.emails.as_deref()))),
        ("telefone", text(said.and_then(|said| said.phone.as_deref()))),
        ("vendedor responsável", text(row.owner.as_deref())),
    ])
}

fn product(row: &ProductRow) -> Described {
    given(vec![
        ("produto", Some(row.code.to_string())),
        ("descrição", row.description.clone()),
        ("categoria", text(row.category.as_deref())),
        ("marca", text(row.brand.as_deref())),
        ("unidade", text(row.unit.as_deref())),
        ("custo", row.cost.map(|cost| cost.to_string())),
    ])
}

fn seller(row: &SellerRow) -> Described {
    given(vec![
        ("vendedor", Some(row.code.to_string())),
        ("nome", row.name.clone()),
        ("equipe", text(row.team.as_deref())),
        ("gerente", text(row.manager.as_deref())),
    ])
}
