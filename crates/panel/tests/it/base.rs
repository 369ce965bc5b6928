//! A throw-away workspace to be asked, and its answers as values.

use std::collections::BTreeMap;

use domain::Day;
use domain::facts::Document;
use futures::future::BoxFuture;
use panel::{Level, Panel, Portfolio, Query, Rows, Totals, Visible};
use serde_json::{Map, Value};
use store::{Author, Workspace};
use support::Home;

/// When everything is done, for nothing may depend on it.
pub const NOW: &str = "2026-11-22T10:00:00Z";

/// A company, the root of its two establishments, and the second of them.
pub const ALFA: &str = "44555666000181";
pub const ALFA_ROOT: &str = "44555666";
pub const ALFA_BRANCH: &str = "44555666000262";

/// Another company.
pub const BETA: &str = "55666777000181";
pub const BETA_ROOT: &str = "55666777";

/// A third.
pub const GAMA: &str = "66777888000181";
pub const GAMA_ROOT: &str = "66777888";

/// A person.
pub const ANA: &str = "52998224725";

/// A row of a panel, by column.
pub type Row = Map<String, Value>;

/// A workspace, and the place it lies in.
pub struct Base {
    pub home: Home,
    pub workspace: Workspace,
}

// Futures are boxed here, once, so that not every test is compiled together with all it waits for.
impl Base {
    /// A workspace without documents.
    pub fn empty() -> BoxFuture<'static, Self> {
        Self::of(Vec::new())
    }

    /// A workspace of one import, or of none where there is nothing to import.
    pub fn of(documents: Vec<Document>) -> BoxFuture<'static, Self> {
        Self::with("", documents)
    }

    /// A workspace of one import, with sections of settings.
    pub fn with(sections: &str, documents: Vec<Document>) -> BoxFuture<'static, Self> {
        let sections = sections.to_owned();
        Box::pin(async move {
            let home = Home::on_sqlite().await;
            let mut workspace = home.create().await;
            if !sections.is_empty() {
                home.set(&sections);
                workspace = home.open().await;
            }
            if !documents.is_empty() {
                import(&workspace, documents).await;
            }
            Self { home, workspace }
        })
    }

    /// Imports documents in one batch and gives its number.
    pub fn import(&self, documents: Vec<Document>) -> BoxFuture<'_, i64> {
        import(&self.workspace, documents)
    }

    /// Corrects a field of a customer; without value, takes the correction back.
    pub fn correct<'a>(&'a self, customer: &'a str, field: &'a str, value: Option<&'a str>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let customer = customer.parse().expect("a customer's key");
            self.workspace.edit(&customer, field, value, &Author::command_line(NOW)).await.expect("a correction");
        })
    }

    /// The facts as they are now.
    pub fn portfolio(&self) -> BoxFuture<'_, Portfolio> {
        portfolio(&self.workspace)
    }

    /// The portfolio of a date added up.
    pub fn totals<'a>(&'a self, on: &'a str) -> BoxFuture<'a, Totals> {
        Box::pin(async move {
            let portfolio = self.portfolio().await;
            let panel = portfolio.panel(Level::Root, day(on)).await.expect("a panel can be computed");
            panel.totals(&Query::default(), &Visible::everything()).await.expect("and added up")
        })
    }

    /// All customers at a date, prospects too, by their keys.
    pub fn rows<'a>(&'a self, level: Level, on: &'a str) -> BoxFuture<'a, BTreeMap<String, Row>> {
        Box::pin(async move {
            let portfolio = self.portfolio().await;
            let panel = portfolio.panel(level, day(on)).await.expect("a panel can be computed");
            everyone(&panel).await
        })
    }

    /// One customer at a date.
    pub fn row<'a>(&'a self, level: Level, customer: &'a str, on: &'a str) -> BoxFuture<'a, Row> {
        Box::pin(async move {
            let mut rows = self.rows(level, on).await;
            rows.remove(customer).unwrap_or_else(|| panic!("{customer} is not among {:?}", rows.keys()))
        })
    }
}

/// Imports documents in one batch and gives its number.
pub fn import(workspace: &Workspace, documents: Vec<Document>) -> BoxFuture<'_, i64> {
    Box::pin(async move {
        let mut importer =
            workspace.begin_import(&Author::command_line(NOW), |_| {}).await.expect("an import can begin");
        let batch = importer.batch();
        let documents: Vec<_> = documents.into_iter().map(support::incoming).collect();
        importer.add(&documents).await.expect("documents can be taken in");
        importer.commit(NOW, "{}").await.expect("an import can be committed");
        batch
    })
}

/// The facts of a workspace as they are now.
pub fn portfolio(workspace: &Workspace) -> BoxFuture<'_, Portfolio> {
    Box::pin(async move { Portfolio::open(workspace, 2).await.expect("a portfolio can be opened") })
}

/// All customers of a panel, prospects too, by their keys.
pub fn everyone(panel: &Panel) -> BoxFuture<'_, BTreeMap<String, Row>> {
    Box::pin(async move {
        let query = Query { with_prospects: true, ..Query::default() };
        let rows = panel.list(&query, &Visible::everything()).await.expect("a panel can be listed");
        rows_of(&rows).into_iter().map(|row| (text(&row, "customer"), row)).collect()
    })
}

/// Rows as values.
pub fn rows_of(rows: &Rows) -> Vec<Row> {
    let names = panel::column_names(rows);
    let row = |place| names.iter().map(|name| (name.clone(), panel::value_at(rows, name, place))).collect();
    (0..rows.num_rows()).map(row).collect()
}

/// The keys of rows, in their order.
pub fn keys(rows: &Rows) -> Vec<String> {
    rows_of(rows).iter().map(|row| text(row, "customer")).collect()
}

/// A text of a row.
pub fn text(row: &Row, column: &str) -> String {
    row[column].as_str().unwrap_or_else(|| panic!("{column} is a text, not {}", row[column])).to_owned()
}

/// A whole number of a row.
pub fn whole(row: &Row, column: &str) -> i64 {
    row[column].as_i64().unwrap_or_else(|| panic!("{column} is a whole number, not {}", row[column]))
}

/// A date.
pub fn day(text: &str) -> Day {
    text.parse().expect("a date")
}
