//! What a column of a table can be, and what kinds of tables there are.

use serde::{Deserialize, Serialize};

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line a customer; also lists of who owns which customer.
    Customers,
    /// One line an item, or one line a document.
    Sales,
    /// One line a receivable or parcel, with its settlement.
    Receivables,
    /// One line a product.
    Products,
    /// One line a seller.
    Sellers,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Sales, Self::Receivables, Self::Customers, Self::Products, Self::Sellers];

    /// The kind as maps and commands write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Sales => "sales",
            Self::Receivables => "receivables",
            Self::Products => "products",
            Self::Sellers => "sellers",
        }
    }

    /// The kind as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Customers => "clientes",
            Self::Sales => "vendas",
            Self::Receivables => "títulos a receber",
            Self::Products => "produtos",
            Self::Sellers => "vendedores",
        }
    }

    /// The kind with a name, as [`Kind::as_str`] gives it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What its columns can be; where one header could be two things, the earlier wins.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Customers => CUSTOMERS,
            Self::Sales => SALES,
            Self::Receivables => RECEIVABLES,
            Self::Products => PRODUCTS,
            Self::Sellers => SELLERS,
        }
    }
}

const CUSTOMERS: &[Field] = &[
    Field::TaxId,
    Field::Cpf,
    Field::Code,
    Field::Store,
    Field::Name,
    Field::TradeName,
    Field::StateRegistration,
    Field::Email,
    Field::PhoneArea,
    Field::Phone,
    Field::Street,
    Field::StreetNumber,
    Field::Complement,
    Field::District,
    Field::CityCode,
    Field::City,
    Field::State,
    Field::Zip,
    Field::Country,
    Field::PersonType,
    Field::Seller,
];

const SALES: &[Field] = &[
    Field::TaxId,
    Field::Cpf,
    Field::Code,
    Field::Store,
    Field::Name,
    Field::TradeName,
    Field::Product,
    Field::Description,
    Field::Quantity,
    Field::Price,
    Field::ItemTotal,
    Field::UnitCost,
    Field::Cost,
    Field::Category,
    Field::Unit,
    Field::Branch,
    Field::Series,
    Field::Number,
    Field::IssueDate,
    Field::DocumentTotal,
    Field::Billed,
    Field::Seller,
    Field::Email,
    Field::Phone,
    Field::City,
    Field::State,
    Field::Zip,
    Field::Country,
    Field::PersonType,
    Field::DocumentType,
    Field::Status,
    Field::Direction,
    Field::Cfop,
    Field::Currency,
    Field::ItemDiscount,
    Field::Freight,
    Field::Charges,
];

const RECEIVABLES: &[Field] = &[
    Field::TaxId,
    Field::Cpf,
    Field::Code,
    Field::Store,
    Field::Name,
    Field::TradeName,
    Field::DueDate,
    Field::IssueDate,
    Field::PaidOn,
    Field::Amount,
    Field::PaidAmount,
    Field::OpenAmount,
    Field::Discount,
    Field::Branch,
    Field::Series,
    Field::Number,
    Field::Parcel,
    Field::BankNumber,
    Field::Method,
    Field::DocumentType,
    Field::Status,
    Field::Direction,
    Field::Currency,
    Field::Seller,
    Field::Email,
    Field::Phone,
    Field::City,
    Field::State,
    Field::Country,
    Field::PersonType,
];

const PRODUCTS: &[Field] =
    &[Field::Product, Field::Description, Field::Category, Field::Brand, Field::Unit, Field::UnitCost];

const SELLERS: &[Field] = &[Field::SellerCode, Field::SellerName, Field::Team, Field::Manager];

macro_rules! fields {
    ($($variant:ident, $name:literal, $label:literal;)+) => {
        /// What a column is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = $label] $variant,)+
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The field as maps write it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The field as people read it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

fields! {
    TaxId, "customer.tax_id", "CNPJ ou CPF do cliente";
    Cpf, "customer.cpf", "CPF do cliente";
    Code, "customer.code", "código do cliente";
    Store, "customer.store_suffix", "loja do cliente";
    Name, "customer.legal_name", "nome do cliente";
    TradeName, "customer.trade_name", "nome fantasia do cliente";
    StateRegistration, "customer.state_registration", "inscrição estadual";
    Email, "customer.email", "e-mail do cliente";
    PhoneArea, "customer.phone_area", "DDD do cliente";
    Phone, "customer.phone", "telefone do cliente";
    Street, "customer.street", "endereço do cliente";
    StreetNumber, "customer.street_number", "número do endereço";
    Complement, "customer.complement", "complemento do endereço";
    District, "customer.district", "bairro do cliente";
    CityCode, "customer.city_code", "código IBGE do município";
    City, "customer.city", "cidade do cliente";
    State, "customer.state", "UF do cliente";
    Zip, "customer.zip", "CEP do cliente";
    Country, "customer.country", "país do cliente";
    PersonType, "customer.person_type", "pessoa física ou jurídica";
    Seller, "customer.seller", "vendedor";
    Branch, "invoice.branch", "filial que emitiu";
    Series, "invoice.series", "série ou prefixo do documento";
    Number, "invoice.number", "número do documento";
    IssueDate, "invoice.issue_date", "data da venda ou emissão";
    DocumentTotal, "invoice.total", "valor do documento";
    Billed, "invoice.billed", "valor faturado, com impostos por fora";
    DocumentType, "invoice.type", "tipo do documento";
    Status, "invoice.status", "situação";
    Direction, "invoice.direction", "receita ou despesa";
    Cfop, "invoice.cfop", "CFOP";
    Currency, "invoice.currency", "moeda";
    Product, "item.product", "código do produto";
    Description, "item.description", "descrição do produto";
    Category, "item.category", "categoria do produto";
    Brand, "item.brand", "marca do produto";
    Unit, "item.unit", "unidade";
    Quantity, "item.quantity", "quantidade";
    Price, "item.price", "preço unitário";
    ItemTotal, "item.total", "valor total do item";
    ItemDiscount, "item.discount", "desconto da linha";
    Freight, "item.freight", "frete";
    Charges, "item.charges", "acréscimo ou outras despesas";
    UnitCost, "item.unit_cost", "custo unitário";
    Cost, "item.cost", "custo total do item";
    Parcel, "receivable.installment", "parcela";
    DueDate, "receivable.due_date", "vencimento";
    Amount, "receivable.amount", "valor do título";
    OpenAmount, "receivable.open_amount", "valor em aberto";
    BankNumber, "receivable.bank_number", "nosso número";
    Method, "receivable.method", "forma de recebimento";
    PaidOn, "payment.date", "data do pagamento";
    PaidAmount, "payment.amount", "valor pago";
    Discount, "payment.discount", "desconto";
    SellerCode, "seller.code", "código do vendedor";
    SellerName, "seller.name", "nome do vendedor";
    Team, "seller.team", "equipe";
    Manager, "seller.manager", "gerente";
}

impl Field {
    /// The field with a name, as [`Field::as_str`] gives it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }
}

/// Which column each field stands in.
#[derive(Clone, Debug)]
pub(super) struct Columns([Option<u16>; Field::ALL.len()]);

impl Columns {
    pub(super) fn none() -> Self {
        Self([None; Field::ALL.len()])
    }

    pub(super) fn get(&self, field: Field) -> Option<usize> {
        self.0[field as usize].map(usize::from)
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.get(field).is_some()
    }

    pub(super) fn has_any(&self, fields: &[Field]) -> bool {
        fields.iter().any(|&field| self.has(field))
    }

    pub(super) fn set(&mut self, field: Field, column: usize) {
        self.0[field as usize] = u16::try_from(column).ok();
    }

    pub(super) fn clear(&mut self, field: Field) {
        self.0[field as usize] = None;
    }

    /// The fields that stand in a column, in the order of the columns.
    pub(super) fn assigned(&self) -> Vec<(usize, Field)> {
        let mut assigned: Vec<_> =
            Field::ALL.iter().filter_map(|&field| self.get(field).map(|column| (column, field))).collect();
        assigned.sort_unstable();
        assigned
    }

    /// The fields that a kind still needs, each as people read it.
    pub(super) fn missing(&self, kind: Kind) -> Vec<&'static str> {
        use Field::*;
        const CUSTOMER: &str = "cliente (CNPJ, CPF, código ou nome)";
        let customer = self.has_any(&[TaxId, Cpf, Code, Name, TradeName]);
        let priced = self.has(Quantity) && self.has(Price);
        let needs = match kind {
            Kind::Sales => vec![
                (CUSTOMER, customer),
                ("data da venda", self.has(IssueDate)),
                ("valor (ou quantidade e preço)", self.has_any(&[ItemTotal, DocumentTotal, Billed]) || priced),
            ],
            Kind::Receivables => vec![
                (CUSTOMER, customer),
                ("vencimento", self.has(DueDate)),
                ("valor do título", self.has_any(&[Amount, OpenAmount])),
            ],
            Kind::Customers => vec![
                (CUSTOMER, customer),
                (
                    "algo sobre o cliente (nome, vendedor, cidade, e-mail ou telefone)",
                    self.has_any(&[TaxId, Cpf, Code]) && self.has_any(&[Name, TradeName])
                        || self.has_any(&[Seller, City, Email, Phone, State, Zip]),
                ),
            ],
            Kind::Products => vec![
                ("produto (código ou descrição)", self.has_any(&[Product, Description])),
                (
                    "algo sobre o produto (categoria, marca, custo ou descrição)",
                    self.has_any(&[Category, Brand, UnitCost]) || self.has(Product) && self.has(Description),
                ),
            ],
            Kind::Sellers => vec![
                ("vendedor (código ou nome)", self.has_any(&[SellerCode, SellerName])),
                (
                    "algo sobre o vendedor (equipe, gerente ou nome)",
                    self.has_any(&[Team, Manager]) || self.has(SellerCode) && self.has(SellerName),
                ),
            ],
        };
        needs.into_iter().filter(|(_, here)| !here).map(|(label, _)| label).collect()
    }
}
