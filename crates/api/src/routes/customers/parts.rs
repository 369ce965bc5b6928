//! What a customer bought, owes and lived through.

use std::sync::Arc;

use axum::extract::State;
use panel::{BoughtItem, Happening, PurchaseDay, PurchaseMonth, Purchases, Title, Titles};
use serde::Serialize;
use store::{Attachment, Note, OwnerChange};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::customer_of;
use crate::app::{App, When};
use crate::dto::{Date, Items};
use crate::extract::{Json, Path, Query};
use crate::pages::PageOf;
use crate::problem::Problem;
use crate::rights::Right;
use crate::routes::explain::DocumentView;
use crate::who::Who;

/// Parts of a customer's page.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(purchases)).routes(routes!(titles)).routes(routes!(timeline))
}

/// What a customer bought.
#[derive(Serialize, ToSchema)]
#[schema(as = Purchases)]
struct PurchasesView {
    /// Each month with movement, the earliest first.
    months: Vec<MonthView>,
    /// Each purchase day, the earliest first.
    days: Vec<DayView>,
    /// The newest documents, the newest first.
    documents: Vec<DocumentView>,
    /// Products, those of greatest revenue in 12 months first.
    items: Vec<ItemView>,
    /// When the next purchase is expected.
    expected_on: Option<Date>,
    /// The customer's own purchase cycle, in days.
    cycle_days: Option<f64>,
}

/// A month of a customer.
#[derive(Serialize, ToSchema)]
#[schema(as = PurchaseMonth)]
struct MonthView {
    /// `2026-11`
    month: String,
    /// Revenue, net of returns, in cents.
    revenue_cents: i64,
    /// Sale documents.
    documents: i64,
}

/// A purchase day.
#[derive(Serialize, ToSchema)]
#[schema(as = PurchaseDay)]
struct DayView {
    /// The day.
    on: Date,
    /// In cents.
    revenue_cents: i64,
}

/// A product that a customer bought.
#[derive(Serialize, ToSchema)]
#[schema(as = BoughtItem)]
struct ItemView {
    /// Its code.
    product: String,
    /// What it is.
    description: Option<String>,
    /// The last day it was bought.
    last_on: Date,
    /// On how many days it was.
    times: i64,
    /// Median days from one to the next.
    median_gap_days: Option<f64>,
    /// What a unit cost on the last of them, in cents.
    last_price_cents: Option<i64>,
    /// Revenue of 12 months, net of returns, in cents.
    revenue_12m_cents: i64,
    /// Whether it is no longer bought.
    stopped: bool,
}

/// A customer's titles.
#[derive(Serialize, ToSchema)]
#[schema(as = Titles)]
struct TitlesView {
    /// Those due last first.
    items: Vec<TitleView>,
    /// What is open less credits, in cents.
    open_cents: i64,
    /// What is overdue, in cents.
    overdue_cents: i64,
}

/// A title.
#[derive(Serialize, ToSchema)]
#[schema(as = Title)]
struct TitleView {
    /// Its number.
    number: String,
    /// The day it was issued.
    issued_on: Option<Date>,
    /// The day it is due.
    due_on: Date,
    /// What it is over, in cents.
    amount_cents: i64,
    /// What of it is open.
    open_cents: i64,
    /// The day of the last payment, once all is settled.
    settled_on: Option<Date>,
    /// Days late.
    days_late: Option<i64>,
    /// `open`, `overdue`, `settled`, `credit`.
    state: &'static str,
}

/// Something that happened with a customer.
#[derive(Serialize, ToSchema)]
struct TimelineEntry {
    /// The day, or the moment in RFC 3339.
    at: String,
    /// `purchase`, `return`, `payment`, `note`, `attachment`, `transfer`.
    kind: &'static str,
    /// What it is called in Portuguese.
    title: String,
    /// More of it.
    detail: String,
    /// What it moved, in cents.
    amount_cents: Option<i64>,
    /// Who did it, where it was someone here.
    by: Option<String>,
    /// The key of its document.
    document: Option<String>,
}

/// What a customer bought by the date.
#[utoipa::path(get, path = "/customers/{customer}/purchases", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = PurchasesView)))]
async fn purchases(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<PurchasesView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, asked) = customer_of(&app, &who, &customer, &when).await?;
    let found = asked.now.portfolio.purchases(&key, asked.day, &asked.visible).await?;
    Ok(Json(found.into()))
}

/// A customer's titles at the date.
#[utoipa::path(get, path = "/customers/{customer}/titles", tag = "customers", params(("customer" = String, Path, description = "Its key"), When), responses((status = 200, body = TitlesView)))]
async fn titles(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<TitlesView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, asked) = customer_of(&app, &who, &customer, &when).await?;
    let Titles { items, open_cents, overdue_cents } =
        asked.now.portfolio.titles(&key, asked.day, &asked.visible).await?;
    Ok(Json(TitlesView { items: items.into_iter().map(TitleView::from).collect(), open_cents, overdue_cents }))
}

/// What happened with a customer, the newest first: purchases, payments, notes, files, sellers.
#[utoipa::path(get, path = "/customers/{customer}/timeline", tag = "customers", params(("customer" = String, Path, description = "Its key"), When, PageOf), responses((status = 200, body = Items<TimelineEntry>)))]
async fn timeline(
    State(app): State<Arc<App>>,
    who: Who,
    Path(customer): Path<String>,
    Query(when): Query<When>,
    Query(page): Query<PageOf>,
) -> Result<Json<Items<TimelineEntry>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (key, asked) = customer_of(&app, &who, &customer, &when).await?;
    let limit = page.limit()?;
    let before = page.after.as_deref();
    let portfolio = &asked.now.portfolio;
    let facts = portfolio.timeline(&key, asked.day, &asked.visible, before, limit + 1).await?;
    let next = (facts.len() > limit).then(|| facts[limit - 1].place.clone());
    let mut entries: Vec<TimelineEntry> = facts.into_iter().take(limit).map(TimelineEntry::from).collect();
    let to = before.map(|place| place.chars().take(DAY_LETTERS).collect::<String>());
    let from = next.as_ref().and_then(|_| entries.last()).map(|entry| entry.at.clone());
    // What people did lies between the days of a page of what documents say.
    let is_here = |entry: &TimelineEntry| {
        let day: String = entry.at.chars().take(DAY_LETTERS).collect();
        from.as_ref().is_none_or(|from| day > *from) && to.as_ref().is_none_or(|to| day <= *to)
    };
    entries.extend(of_people(&app, &key).await?.into_iter().filter(is_here));
    entries.sort_by(|one, other| other.at.cmp(&one.at));
    Ok(Json(Items { items: entries, next }))
}

/// Letters of a day, at the beginning of a moment or place.
const DAY_LETTERS: usize = 10;

async fn of_people(app: &App, key: &domain::CustomerKey) -> Result<Vec<TimelineEntry>, Problem> {
    let notes = app.workspace.notes(key).await?.into_iter().map(TimelineEntry::from);
    let files = app.workspace.attachments(key).await?.into_iter().map(TimelineEntry::from);
    let owners = app.workspace.owner_history(key).await?.into_iter().map(TimelineEntry::from);
    Ok(notes.chain(files).chain(owners).collect())
}

impl From<Purchases> for PurchasesView {
    fn from(purchases: Purchases) -> Self {
        let Purchases { months, days, documents, items, expected_on, cycle_days } = purchases;
        let month = |PurchaseMonth { month, revenue_cents, documents }: PurchaseMonth| MonthView {
            month: month.iso(),
            revenue_cents,
            documents,
        };
        let day = |PurchaseDay { on, revenue_cents }: PurchaseDay| DayView { on: Date(on), revenue_cents };
        Self {
            months: months.into_iter().map(month).collect(),
            days: days.into_iter().map(day).collect(),
            documents: documents.into_iter().map(DocumentView::from).collect(),
            items: items.into_iter().map(ItemView::from).collect(),
            expected_on: expected_on.map(Date),
            cycle_days,
        }
    }
}

impl From<BoughtItem> for ItemView {
    fn from(item: BoughtItem) -> Self {
        Self {
            product: item.product,
            description: item.description,
            last_on: Date(item.last_on),
            times: item.times,
            median_gap_days: item.median_gap_days,
            last_price_cents: item.last_price_cents,
            revenue_12m_cents: item.revenue_12m_cents,
            stopped: item.stopped,
        }
    }
}

impl From<Title> for TitleView {
    fn from(title: Title) -> Self {
        Self {
            number: title.number,
            issued_on: title.issued_on.map(Date),
            due_on: Date(title.due_on),
            amount_cents: title.amount_cents,
            open_cents: title.open_cents,
            settled_on: title.settled_on.map(Date),
            days_late: title.days_late,
            state: title.state.as_str(),
        }
    }
}

impl From<Happening> for TimelineEntry {
    fn from(happening: Happening) -> Self {
        Self {
            at: happening.on.iso(),
            kind: happening.kind.as_str(),
            title: happening.title.to_owned(),
            detail: happening.detail,
            amount_cents: Some(happening.amount_cents),
            by: None,
            document: Some(happening.document),
        }
    }
}

impl From<Note> for TimelineEntry {
    fn from(note: Note) -> Self {
        Self::of_person(note.created_at, "note", "Anotação", note.text, Some(note.by))
    }
}

impl From<Attachment> for TimelineEntry {
    fn from(attachment: Attachment) -> Self {
        Self::of_person(attachment.created_at, "attachment", "Arquivo anexado", attachment.name, Some(attachment.by))
    }
}

impl From<OwnerChange> for TimelineEntry {
    fn from(change: OwnerChange) -> Self {
        let owner = change.owner.unwrap_or_else(|| "o que dizem as listas".to_owned());
        let detail = change.reason.map_or_else(|| owner.clone(), |reason| format!("{owner}: {reason}"));
        Self::of_person(change.at, "transfer", "Vendedor responsável", detail, change.by)
    }
}

impl TimelineEntry {
    fn of_person(at: String, kind: &'static str, title: &str, detail: String, by: Option<String>) -> Self {
        Self { at, kind, title: title.to_owned(), detail, amount_cents: None, by, document: None }
    }
}
