//! Documents of tables, in the words of the domain.

use std::sync::Arc;

use domain::facts::{
    Body, Document, Observation, ObservationRole, ProductRow, RegistrationRow, RowParty, RowProduct, SaleRow,
    SellerRow, SourceRank, Stated, TitleRow,
};
use domain::party::{CustomerKey, Party, PartyKey, PartyKind};
use domain::{Cents, Day, Quantity};

/// A sale of a table: of each line the product and the cents it is worth, negative of what came back.
pub fn stated_sale(number: &str, customer: &str, on: &str, lines: &[(&str, i64)]) -> Document {
    let customer = Arc::new(RowParty::new(party(customer), None, None));
    let row = |(product, cents): &(&str, i64)| SaleRow {
        number: Some(number.into()),
        day: on.parse().expect("a date"),
        customer: Some(Arc::clone(&customer)),
        product: RowProduct::new(Some((*product).to_owned()), None, None, None).map(Arc::new),
        returned: *cents < 0,
        quantity: Some(Quantity(10_000)),
        revenue: Cents(cents.abs()),
        billed: None,
        cost: None,
        seller: None,
    };
    let rows = lines.iter().map(row).collect();
    Stated::new("tabela".into(), Some(number.into()), rows).into_document(0)
}

/// A title of a table to be filled in: its number, who owes it, when it is due and its cents. Nothing is
/// known of when it was issued and whether it was paid.
pub fn title(number: &str, customer: &str, due_on: Day, cents: i64) -> TitleBuilder {
    TitleBuilder(TitleRow {
        number: Some(number.into()),
        parcel: None,
        customer: Arc::new(RowParty::new(party(customer), None, None)),
        issued_on: None,
        due_on,
        credit: false,
        amount: Cents(cents),
        paid_on: None,
        paid_amount: None,
        open: None,
        method: None,
        bank_number: None,
        seller: None,
    })
}

/// A title of a table being filled in.
#[derive(Clone, Debug)]
pub struct TitleBuilder(TitleRow);

impl TitleBuilder {
    /// When it was issued.
    pub fn issued(mut self, on: Day) -> Self {
        self.0.issued_on = Some(on);
        self
    }

    /// When it was last paid.
    pub fn paid_on(mut self, on: Day) -> Self {
        self.0.paid_on = Some(on);
        self
    }

    /// How much was paid.
    pub fn paid(mut self, cents: i64) -> Self {
        self.0.paid_amount = Some(Cents(cents));
        self
    }

    /// What was open when the table was brought.
    pub fn open(mut self, cents: i64) -> Self {
        self.0.open = Some(Cents(cents));
        self
    }

    /// A credit of the customer's.
    pub fn credit(mut self) -> Self {
        self.0.credit = true;
        self
    }

    /// The document.
    pub fn document(self) -> Document {
        Stated::new("tabela".into(), self.0.number.clone(), vec![self.0]).into_document(0)
    }
}

/// A line of a list of customers: its key, another key it goes by, its name.
pub fn stated_customer(customer: &str, also: Option<&str>, name: &str, on: &str) -> Document {
    let said = Observation {
        name: Some(name.to_owned()),
        ..Observation::new(ObservationRole::Registration, SourceRank::Table)
    };
    let also = also.map(|also| party(also).key);
    let customer = Arc::new(RowParty::new(party(customer), also, Some(said)));
    let row = RegistrationRow { customer, owner: None, observed_on: on.parse().expect("a date") };
    Stated::new("tabela".into(), None, vec![row]).into_document(0)
}

/// A line of a list of customers that says who is responsible for one, and perhaps its phone, but no name.
pub fn listed(customer: &str, owner: Option<&str>, phone: Option<&str>, on: Day) -> Document {
    let said = phone.map(|phone| Observation {
        phone: Some(phone.to_owned()),
        ..Observation::new(ObservationRole::Registration, SourceRank::Table)
    });
    let customer = Arc::new(RowParty::new(party(customer), None, said));
    let row = RegistrationRow { customer, owner: owner.map(Into::into), observed_on: on };
    Stated::new("tabela".into(), None, vec![row]).into_document(0)
}

/// A line of a list of sellers.
pub fn stated_seller(code: &str, name: Option<&str>, team: Option<&str>) -> Document {
    let row = SellerRow { code: code.into(), name: name.map(str::to_owned), team: team.map(Into::into), manager: None };
    Stated::new("tabela".into(), Some(code.into()), vec![row]).into_document(0)
}

/// A line of a list of products, with what one unit costs.
pub fn stated_product(code: &str, cost_cents: Option<i64>) -> Document {
    let row = ProductRow {
        code: code.into(),
        description: None,
        category: None,
        brand: None,
        unit: None,
        cost: cost_cents.map(Cents),
    };
    Stated::new("tabela".into(), Some(code.into()), vec![row]).into_document(0)
}

/// A sale of a table of one line, which says what its goods cost, and of how many units it is.
pub fn with_cost(
    number: &str,
    customer: &str,
    product: &str,
    cents: i64,
    cost_cents: Option<i64>,
    units: Option<i64>,
) -> Document {
    let mut sale = stated_sale(number, customer, "2026-03-02", &[(product, cents)]);
    if let Body::Sale(stated) = sale.body {
        let mut stated = *stated;
        stated.rows[0].cost = cost_cents.map(Cents);
        stated.rows[0].quantity = units.map(|units| Quantity(units * 10_000));
        sale = stated.into_document(0);
    }
    sale
}

fn party(customer: &str) -> Party {
    let Ok(CustomerKey::Party(key)) = customer.parse() else { panic!("{customer} is no party") };
    let kind = match &key {
        PartyKey::Cpf(_) => PartyKind::Person,
        PartyKey::Cnpj(_) | PartyKey::Coded { .. } => PartyKind::Company,
    };
    Party { key, kind }
}
