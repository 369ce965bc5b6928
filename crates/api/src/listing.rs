//! A list of customers as an address asks for it.

use std::sync::Arc;

use panel::{Cursor, LISTED, Panel, PanelError, Predicate, Query, Sort, segment};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::{App, Asked, When};
use crate::dto::{Date, LevelName};
use crate::masks::Mask;
use crate::pages::PageOf;
use crate::problem::{Code, Problem};
use crate::who::Who;

/// Which customers, in which columns and order.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// The date, `2026-11-30`; where absent, today, or the newest document's date where that is old.
    pub as_of: Option<Date>,
    /// What a row is.
    pub level: Option<LevelName>,
    /// Only customers of which this is true: `status = 'inativo' AND abc = 'A'`.
    #[serde(rename = "where")]
    #[param(rename = "where")]
    pub predicate: Option<String>,
    /// Only customers of this segment.
    pub segment: Option<String>,
    /// The metric to sort by, with a minus before it from the greatest down: `-revenue_12m_cents`.
    pub sort: Option<String>,
    /// The metrics wanted, commas between.
    pub columns: Option<String>,
    /// Also customers who have not bought.
    pub with_prospects: Option<bool>,
}

impl Listing {
    /// The date and level asked for.
    pub fn when(&self) -> When {
        When { as_of: self.as_of, level: self.level }
    }

    /// What asks a panel for it.
    ///
    /// # Errors
    /// No such segment, a predicate that does not hold together, or one about what is covered.
    pub async fn query(&self, app: &App, who: &Who) -> Result<Query, Problem> {
        let named = match &self.segment {
            Some(name) => Some(segment(&app.workspace, name).await?.query()?),
            None => None,
        };
        let asked = self.predicate.as_deref().filter(|text| !text.trim().is_empty());
        let asked = asked.map(Predicate::parse).transpose().map_err(PanelError::from)?;
        let (sort, conditions) = (self.sort(), asked.as_ref().map(Predicate::columns).unwrap_or_default());
        Mask::may_ask(who, conditions.iter().chain(sort.iter().map(|sort| &sort.column)).map(String::as_str))?;
        let with_prospects = self.with_prospects.unwrap_or(named.is_some());
        let predicate = match (named.and_then(|query| query.predicate), asked) {
            (Some(segment), Some(asked)) => Some(segment.and(&asked)),
            (segment, asked) => segment.or(asked),
        };
        Ok(Query { predicate, with_prospects, columns: self.columns(), sort, limit: None })
    }

    fn columns(&self) -> Vec<String> {
        let named = self.columns.as_deref().unwrap_or_default();
        let named: Vec<String> =
            named.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        if named.is_empty() { LISTED.map(str::to_owned).to_vec() } else { named }
    }

    fn sort(&self) -> Option<Sort> {
        let sort = self.sort.as_deref().filter(|sort| !sort.is_empty()).unwrap_or("-revenue_12m_cents");
        Some(Sort { column: sort.trim_start_matches('-').to_owned(), descending: sort.starts_with('-') })
    }
}

/// The panel of a question, with what is asked of it.
pub struct Listed {
    /// The portfolio and who sees what.
    pub asked: Asked,
    /// What is asked.
    pub query: Query,
    /// The panel.
    pub panel: Arc<Panel>,
}

/// The panel that a list is of.
///
/// # Errors
/// As [`Listing::query`]; the facts cannot be read.
pub async fn listed(app: &App, who: &Who, listing: &Listing) -> Result<Listed, Problem> {
    let query = listing.query(app, who).await?;
    let asked = app.asked(who, &listing.when()).await?;
    let panel = asked.now.portfolio.panel(asked.level, asked.day).await?;
    Ok(Listed { asked, query, panel })
}

/// Runs what takes a processor for a while where it keeps nobody else waiting.
///
/// # Errors
/// As what is run.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PanelError> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::internal(&error))?;
    Ok(done?)
}

/// Where a page begins.
///
/// # Errors
/// It is no cursor of ours.
pub fn cursor(page: &PageOf) -> Result<Option<Cursor>, Problem> {
    let after = page.after.as_deref().filter(|after| !after.is_empty());
    let cursor = after.map(Cursor::parse).transpose();
    cursor.map_err(|error| Problem::new(Code::BadCursor, error.to_string()))
}
