//! From rows to documents: all rows of one import that bear one number in one year are one document.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ContentHash;
use domain::facts::{Document, ProductRow, RegistrationRow, SaleRow, SellerRow, Stated, TableRow, TitleRow};

use super::Rows;

/// Gathers the rows of all tables of one import. What comes out does not depend on the order in
/// which tables and rows came in, except for the place told with each document.
#[derive(Default)]
pub struct Gathering {
    sales: Pile<SaleRow>,
    titles: Pile<TitleRow>,
    registrations: Pile<RegistrationRow>,
    products: Pile<ProductRow>,
    sellers: Pile<SellerRow>,
}

/// A document and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// The document.
    pub document: Document,
    /// How many rows it has.
    pub rows: u64,
    /// The file of its first row, as the caller numbered it.
    pub file: u32,
    /// The line of that row.
    pub line: u64,
}

/// Source, number and year.
type Numbered = (Arc<str>, Arc<str>, Option<i16>);

/// The rows of one kind.
struct Pile<R> {
    numbered: HashMap<Numbered, Heap<R>>,
    loose: Vec<Loose<R>>,
}

struct Heap<R> {
    first: (u32, u64),
    rows: Vec<R>,
}

struct Loose<R> {
    source: Arc<str>,
    content: ContentHash,
    place: (u32, u64),
    row: R,
}

impl<R> Default for Pile<R> {
    fn default() -> Self {
        Self { numbered: HashMap::new(), loose: Vec::new() }
    }
}

impl Gathering {
    /// Takes the rows of one table of a file.
    pub fn push(&mut self, file: u32, source: &Arc<str>, rows: Rows) {
        match rows {
            Rows::Sales(rows) => self.sales.push(file, source, rows),
            Rows::Receivables(rows) => self.titles.push(file, source, rows),
            Rows::Customers(rows) => self.registrations.push(file, source, rows),
            Rows::Products(rows) => self.products.push(file, source, rows),
            Rows::Sellers(rows) => self.sellers.push(file, source, rows),
        }
    }

    /// The documents, in the order of kind, source, number and year; those without number by what they say.
    pub fn finish(self) -> impl Iterator<Item = Gathered> {
        let Self { sales, titles, registrations, products, sellers } = self;
        let customers = registrations.finish().chain(products.finish()).chain(sellers.finish());
        customers.chain(sales.finish()).chain(titles.finish())
    }
}

impl<R: TableRow> Pile<R> {
    fn push(&mut self, file: u32, source: &Arc<str>, rows: Vec<(u64, R)>) {
        for (line, row) in rows {
            let place = (file, line);
            match row.number() {
                Some(number) => {
                    let key = (source.clone(), number.clone(), row.year());
                    let heap = self.numbered.entry(key).or_insert_with(|| Heap { first: place, rows: Vec::new() });
                    heap.first = heap.first.min(place);
                    heap.rows.push(row);
                }
                None => {
                    let content = row.content();
                    self.loose.push(Loose { source: source.clone(), content, place, row });
                }
            }
        }
    }

    fn finish(self) -> impl Iterator<Item = Gathered> {
        let mut numbered: Vec<_> = self.numbered.into_iter().collect();
        numbered.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let numbered = numbered.into_iter().map(|((source, number, _), Heap { first: (file, line), rows })| {
            let count = rows.len() as u64;
            let document = Stated { source, number: Some(number), rows }.into_document(0);
            Gathered { document, rows: count, file, line }
        });
        let mut loose = self.loose;
        loose.sort_unstable_by(|one, other| {
            (&one.source, one.content, one.place).cmp(&(&other.source, other.content, other.place))
        });
        let mut last: Option<(Arc<str>, ContentHash)> = None;
        let mut ordinal = 0_i64;
        numbered.chain(loose.into_iter().map(move |Loose { source, content, place: (file, line), row }| {
            let same = last.as_ref().is_some_and(|(other, hash)| *other == source && *hash == content);
            ordinal = if same { ordinal + 1 } else { 0 };
            last = Some((source.clone(), content));
            let document = Stated { source, number: None, rows: vec![row] }.into_document(ordinal);
            Gathered { document, rows: 1, file, line }
        }))
    }
}
