//! From rows to documents: all rows of one import that bear one number in one year are one document.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
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
    /// What it says.
    pub content: ContentHash,
    /// How many rows it has.
    pub rows: u64,
    /// The file of its first row, as the caller numbered it.
    pub file: u32,
    /// The line of that row.
    pub line: u64,
    /// Whether two tables bring it with just the same rows.
    pub is_repeated: bool,
}

/// So few are not worth a thread.
const FEW: usize = 10_000;

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
    /// The table of the last rows.
    table: u32,
    /// Where the rows of each table after the first begin.
    borders: Vec<usize>,
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
        let lists = registrations.finish().chain(products.finish()).chain(sellers.finish());
        lists.chain(sales.finish()).chain(titles.finish())
    }
}

impl<R: TableRow> Pile<R> {
    fn push(&mut self, file: u32, source: &Arc<str>, rows: Vec<(u64, R)>) {
        let mut rows = rows.into_iter().peekable();
        let mut together = Vec::new();
        while let Some((line, row)) = rows.next() {
            let place = (file, line);
            let Some(number) = row.number().cloned() else {
                let content = row.content();
                self.loose.push(Loose { source: source.clone(), content, place, row });
                continue;
            };
            // Rows of one document mostly follow one another.
            let year = row.year();
            together.push(row);
            let follows = |(_, next): &(u64, R)| next.number() == Some(&number) && next.year() == year;
            while let Some((_, row)) = rows.next_if(follows) {
                together.push(row);
            }
            let key = (source.clone(), number, year);
            let room = together.len();
            let new = || Heap { first: place, rows: Vec::with_capacity(room), table: file, borders: Vec::new() };
            let heap = self.numbered.entry(key).or_insert_with(new);
            heap.first = heap.first.min(place);
            if heap.table != file {
                heap.table = file;
                heap.borders.push(heap.rows.len());
            }
            heap.rows.append(&mut together);
        }
    }

    fn finish(self) -> impl Iterator<Item = Gathered> {
        let Self { numbered, mut loose } = self;
        let mut numbered: Vec<_> = numbered.into_iter().collect();
        numbered.sort_unstable_by(|((one, number, year), _), ((other, other_number, other_year), _)| {
            // Nearly all are of one source.
            let sources = if Arc::ptr_eq(one, other) { Ordering::Equal } else { one.cmp(other) };
            sources.then_with(|| (number, year).cmp(&(other_number, other_year)))
        });
        let numbered = of_each(numbered, |((source, number, _), heap)| {
            let is_repeated = heap.is_repeated();
            let Heap { first, rows, .. } = heap;
            Gathered { is_repeated, ..gathered(Stated::new(source, Some(number), rows), 0, first) }
        });
        loose.sort_unstable_by(|one, other| {
            (&one.source, one.content, one.place).cmp(&(&other.source, other.content, other.place))
        });
        let mut told_apart: Vec<(i64, Loose<R>)> = Vec::with_capacity(loose.len());
        for one in loose {
            let same = |(ordinal, last): &(i64, Loose<R>)| {
                (last.source == one.source && last.content == one.content).then_some(ordinal + 1)
            };
            let ordinal = told_apart.last().and_then(same).unwrap_or(0);
            told_apart.push((ordinal, one));
        }
        let loose = of_each(told_apart, |(ordinal, Loose { source, content: _, place, row })| {
            gathered(Stated::new(source, None, vec![row]), ordinal, place)
        });
        numbered.into_iter().chain(loose)
    }
}

fn gathered<R: TableRow>(stated: Stated<R>, ordinal: i64, (file, line): (u32, u64)) -> Gathered {
    let rows = stated.rows.len() as u64;
    let document = stated.into_document(ordinal);
    Gathered { content: document.content(), document, rows, file, line, is_repeated: false }
}

impl<R: TableRow> Heap<R> {
    /// Whether two tables bring just the same rows.
    fn is_repeated(&self) -> bool {
        if self.borders.is_empty() {
            return false;
        }
        let starts = std::iter::once(0).chain(self.borders.iter().copied());
        let ends = self.borders.iter().copied().chain([self.rows.len()]);
        let mut of_tables = HashSet::new();
        starts.zip(ends).any(|(start, end)| {
            let mut contents: Vec<ContentHash> = self.rows[start..end].iter().map(R::content).collect();
            contents.sort_unstable();
            !of_tables.insert(contents)
        })
    }
}

/// The same made of each, in order: of many on all processors.
fn of_each<T: Send, U: Send>(mut all: Vec<T>, of: impl Fn(T) -> U + Sync) -> Vec<U> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if all.len() < FEW {
        return all.into_iter().map(of).collect();
    }
    let share = all.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let mut parts = Vec::with_capacity(threads);
        while !all.is_empty() {
            let rest = all.split_off(share.min(all.len()));
            let (part, of) = (std::mem::replace(&mut all, rest), &of);
            parts.push(scope.spawn(move || part.into_iter().map(of).collect::<Vec<U>>()));
        }
        let made = |part: std::thread::ScopedJoinHandle<'_, Vec<U>>| match part.join() {
            Ok(made) => made,
            Err(panicked) => std::panic::resume_unwind(panicked),
        };
        parts.into_iter().flat_map(made).collect()
    })
}
