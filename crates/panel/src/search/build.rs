//! Gathering what customers are known by.

use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use domain::text::folded;
use domain::{CustomerKey, Day};
use futures::future::BoxFuture;

use super::Search;
use super::codes::Codes;
use super::words::Gathering;
use crate::corrections::Corrections;
use crate::metrics::Metric;
use crate::numbers::{Numbers, row_of};
use crate::order::text_at;
use crate::{Level, Panel, PanelError, Portfolio, facts};

/// What a code begins with that is a name.
const NAMED: &str = "nome:";

/// Of each establishment its newest name and trade name.
const KNOWN_AS: &str = "
SELECT o.party,
    last_value(o.name ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.name IS NOT NULL) AS name,
    last_value(o.trade_name ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.trade_name IS NOT NULL) AS trade_name
FROM observations o
LEFT ANTI JOIN excluded x ON x.document = o.document
WHERE o.role = 'registration' AND (o.observed_on <= $as_of OR o.undated)
GROUP BY o.party";

impl Portfolio {
    /// The customers of a date, to be searched. It takes seconds where they are a million, and may be used
    /// while they change, until another is there.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn search(&self, as_of: Day) -> BoxFuture<'_, Result<Search, PanelError>> {
        Box::pin(async move {
            let panel = self.panel(Level::Root, as_of).await?;
            let numbers = self.numbers(&panel).await?;
            let movements = self.movements(Level::Root, as_of).await?;
            let known_as = movements.session.query(KNOWN_AS, &movements.parameters).await?;
            let identities = self.identities(Level::Root).await?;
            let parties = facts::parties(self.snapshot(), &identities).await?;
            let edits = self.edits(as_of).await?;
            let mut building = Building::of(panel)?;
            building.add_rows()?;
            building.add_known_as(&known_as, &numbers)?;
            building.add_trade_names(&Corrections::of(&edits))?;
            let row = |party: i64| numbers.row_of_party(identities.read_under(party));
            building.add_parties(&parties, row)?;
            Ok(building.search())
        })
    }
}

struct Building {
    panel: Arc<Panel>,
    rows: Vec<u32>,
    /// The document of each row; none of a row without customer.
    documents: Vec<Option<u32>>,
    gathering: Gathering,
    trade_names: Vec<Option<String>>,
    tax_ids: Vec<(String, u32)>,
    codes: Vec<(String, u32)>,
}

impl Building {
    fn of(panel: Arc<Panel>) -> Result<Self, PanelError> {
        let revenue = Metric::named("revenue_12m_cents");
        let revenue = revenue.ok_or(PanelError::Inconsistent { detail: "falta um indicador" })?;
        let customers = panel.customers()?;
        let order = panel.order(revenue, true)?;
        let rows: Vec<u32> = order.iter().copied().filter(|row| customers.is_valid(*row as usize)).collect();
        let mut documents = vec![None; customers.len()];
        rows.iter().enumerate().for_each(|(document, row)| documents[*row as usize] = Some(document as u32));
        Ok(Self {
            trade_names: vec![None; rows.len()],
            panel,
            rows,
            documents,
            gathering: Gathering::default(),
            tax_ids: Vec::new(),
            codes: Vec::new(),
        })
    }

    /// Names and cities as the panel has them, people's corrections included.
    fn add_rows(&mut self) -> Result<(), PanelError> {
        let panel = Arc::clone(&self.panel);
        let (names, cities) = (panel.text("name")?, panel.text("city")?);
        for (document, row) in self.rows.iter().enumerate() {
            for texts in [names, cities] {
                if let Some(text) = text_at(texts, *row as usize) {
                    self.gathering.add(document as u32, text);
                }
            }
        }
        Ok(())
    }

    /// Names of establishments, which may be others than their company's, and trade names.
    fn add_known_as(&mut self, known_as: &RecordBatch, numbers: &Numbers) -> Result<(), PanelError> {
        let panel = Arc::clone(&self.panel);
        let of_panel = panel.text("name")?;
        // Facts keep repeated texts as dictionaries or as they are, whichever is smaller.
        let text = |name: &str| {
            let column = cast(known_as.column_by_name(name)?, &DataType::Utf8).ok()?;
            column.as_string_opt::<i32>().cloned()
        };
        let (Some(names), Some(trade_names)) = (text("name"), text("trade_name")) else {
            return Err(PanelError::Inconsistent { detail: "falta uma coluna nos nomes" });
        };
        for (place, party) in known_as.column(0).as_primitive::<Int64Type>().values().iter().enumerate() {
            let Some(row) = numbers.row_of_party(*party) else { continue };
            let Some(document) = self.documents[row as usize] else { continue };
            if let Some(name) = text_at(&names, place).filter(|name| text_at(of_panel, row as usize) != Some(name)) {
                self.gathering.add(document, name);
            }
            if let Some(trade_name) = text_at(&trade_names, place) {
                self.gathering.add(document, trade_name);
                self.trade_names[document as usize].get_or_insert_with(|| trade_name.to_owned());
            }
        }
        Ok(())
    }

    /// Trade names as people corrected them.
    fn add_trade_names(&mut self, corrections: &Corrections<'_>) -> Result<(), PanelError> {
        let panel = Arc::clone(&self.panel);
        let customers = panel.text("customer")?;
        for (key, trade_name) in corrections.said("trade_name") {
            let company = || match key.parse().ok()? {
                CustomerKey::Party(party) => row_of(customers, party.root()?.as_str()),
                CustomerKey::Root(_) => None,
            };
            let row = row_of(customers, key).or_else(company);
            let Some(document) = row.and_then(|row| self.documents[row as usize]) else { continue };
            self.gathering.add(document, trade_name);
            self.trade_names[document as usize] = Some(trade_name.to_owned());
        }
        Ok(())
    }

    /// Tax ids, and the codes by which sources know customers, whatever tax id they have.
    fn add_parties(&mut self, parties: &RecordBatch, row: impl Fn(i64) -> Option<u32>) -> Result<(), PanelError> {
        let text = |name: &str| parties.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let (Some(keys), Some(codes)) = (text("shown_key"), text("code")) else {
            return Err(PanelError::Inconsistent { detail: "falta uma coluna nas partes" });
        };
        for (place, party) in parties.column(0).as_primitive::<Int64Type>().values().iter().enumerate() {
            let document = row(*party).and_then(|row| self.documents[row as usize]);
            let (Some(document), Some(code)) = (document, text_at(codes, place)) else { continue };
            match text_at(keys, place).is_some_and(|key| key.contains(':')) {
                true if code.starts_with(NAMED) => {}
                true => self.codes.push((folded(code), document)),
                false => self.tax_ids.push((code.to_owned(), document)),
            }
        }
        Ok(())
    }

    fn search(self) -> Search {
        Search {
            panel: self.panel,
            rows: self.rows,
            words: self.gathering.words(),
            trade_names: StringArray::from(self.trade_names),
            tax_ids: Codes::of(self.tax_ids),
            codes: Codes::of(self.codes),
        }
    }
}
