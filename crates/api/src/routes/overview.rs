//! The portfolio at a glance, and who is responsible for how much of it.

use std::sync::Arc;

use axum::extract::State;
use panel::words::{Word, label};
use panel::{Changed, Counted, MonthOfSales, Moved, Overview, Owner, ParetoPoint, Part, Since, StatusMove, Tag};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, When};
use crate::dto::{Date, Items, LevelName};
use crate::extract::{Json, Query};
use crate::masks::Mask;
use crate::problem::Problem;
use crate::rights::Right;
use crate::who::Who;

/// Customers that moved, named at once.
const MOST_MOVED: usize = 1000;

/// The overview.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(moves)).routes(routes!(owners)).routes(routes!(tags))
}

/// The portfolio at a date, of the customers that may be seen.
#[derive(Serialize, ToSchema)]
#[schema(as = Overview)]
struct OverviewView {
    /// The date.
    as_of: Date,
    /// What a row is.
    level: LevelName,
    /// Customers, without those who have not bought.
    customers: u64,
    /// Those who buy: new and active.
    active: u64,
    /// The same at the end of the month before.
    active_before: u64,
    /// Those at risk who bought yesterday still.
    moved_to_risk: PartView,
    /// Revenue of 12 months, in cents.
    revenue_12m_cents: i64,
    /// The same of the 12 months before.
    revenue_prev_12m_cents: i64,
    /// The share of the ten largest; where all is seen.
    cr10: Option<f64>,
    /// The last 24 months.
    months: Vec<MonthView>,
    /// Who has another status than at the end of the month before.
    moves: Vec<StatusMoveView>,
    /// The classes of the ABC curve; where all is seen.
    abc: Option<Vec<ValueView>>,
    /// The ABC curve; where all is seen.
    pareto: Option<Vec<ParetoView>>,
    /// By state.
    ufs: Vec<ValueView>,
    /// By commercial status.
    statuses: Vec<ValueView>,
    /// Those who grew most.
    rises: Vec<ChangedView>,
    /// Those who fell most.
    falls: Vec<ChangedView>,
}

/// Some customers and their revenue of 12 months.
#[derive(Serialize, ToSchema)]
#[schema(as = Part)]
pub struct PartView {
    /// How many.
    customers: u64,
    /// In cents.
    revenue_12m_cents: i64,
}

/// A month.
#[derive(Serialize, ToSchema)]
#[schema(as = MonthOfSales)]
struct MonthView {
    /// `2026-11`
    month: String,
    /// In cents.
    revenue_cents: i64,
    /// Customers who bought.
    buyers: u64,
    /// The same month a year before, in cents.
    revenue_year_before_cents: i64,
    /// The least of the same month in the three years before, in cents; none where fewer than two are known.
    seasonal_low_cents: Option<i64>,
    /// The greatest of them.
    seasonal_high_cents: Option<i64>,
}

/// Customers that went from one status to another.
#[derive(Serialize, ToSchema)]
#[schema(as = StatusMove)]
struct StatusMoveView {
    /// The status before.
    from: &'static str,
    /// In Portuguese.
    from_label: &'static str,
    /// The status now.
    to: &'static str,
    /// In Portuguese.
    to_label: &'static str,
    /// How many.
    customers: u64,
    /// Their revenue of 12 months, in cents.
    revenue_12m_cents: i64,
}

/// The customers that have a value.
#[derive(Serialize, ToSchema)]
#[schema(as = ValuePart)]
struct ValueView {
    /// The value; none of those without one.
    value: Option<String>,
    /// In Portuguese.
    label: Option<String>,
    /// How many.
    customers: u64,
    /// Their revenue of 12 months, in cents.
    revenue_12m_cents: i64,
}

/// A point of the Pareto curve.
#[derive(Serialize, ToSchema)]
#[schema(as = ParetoPoint)]
struct ParetoView {
    /// Of the customers with revenue, the greatest first.
    customers_share: f64,
    /// Of their revenue.
    revenue_share: f64,
}

/// A customer whose revenue changed.
#[derive(Serialize, ToSchema)]
#[schema(as = Changed)]
struct ChangedView {
    /// Its key.
    customer: String,
    /// Its name.
    name: Option<String>,
    /// Revenue of 12 months, in cents.
    revenue_12m_cents: i64,
    /// Of the 12 months before.
    revenue_prev_12m_cents: i64,
}

/// Which moves are meant.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Moving {
    /// The status before; any where absent.
    from: Option<String>,
    /// The status now; any where absent.
    to: Option<String>,
    /// Since when the status is another: the end of the month before where absent.
    #[param(inline)]
    since: Option<SinceName>,
}

/// Since when a status is another.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SinceName {
    Month,
    Yesterday,
}

/// A customer that went from one status to another.
#[derive(Serialize, ToSchema)]
#[schema(as = Moved)]
struct MovedView {
    /// Its key.
    customer: String,
    /// Its name.
    name: Option<String>,
    /// The status before.
    from: &'static str,
    /// The status now.
    to: &'static str,
    /// Revenue of 12 months, in cents.
    revenue_12m_cents: i64,
}

/// Who is responsible for some customers.
#[derive(Serialize, ToSchema)]
#[schema(as = Owner)]
struct OwnerView {
    /// The seller; none of customers without one.
    owner: Option<String>,
    /// The team.
    team: Option<String>,
    /// How many customers.
    customers: u64,
    /// Their revenue of 12 months, in cents.
    revenue_12m_cents: i64,
}

/// A tag.
#[derive(Serialize, ToSchema)]
#[schema(as = Tag)]
struct TagView {
    /// As it is written most often.
    tag: String,
    /// How many customers have it.
    customers: u64,
}

/// The portfolio at a glance.
#[utoipa::path(get, path = "/overview", tag = "portfolio", params(When), responses((status = 200, body = OverviewView)))]
async fn show(State(app): State<Arc<App>>, who: Who, Query(when): Query<When>) -> Result<Json<OverviewView>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let asked = app.asked(&who, &when).await?;
    let portfolio = &asked.now.portfolio;
    let found = portfolio.overview(asked.level, asked.day, &asked.visible).await?;
    let mask = Mask::of(&who, portfolio.identity());
    Ok(Json(viewed(&found, asked.level.into(), &mask)))
}

/// Who has another status than before, those of most revenue first: at most 1000.
#[utoipa::path(get, path = "/overview/moves", tag = "portfolio", params(Moving, When), responses((status = 200, body = Items<MovedView>)))]
async fn moves(
    State(app): State<Arc<App>>,
    who: Who,
    Query(Moving { from, to, since }): Query<Moving>,
    Query(when): Query<When>,
) -> Result<Json<Items<MovedView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let (from, to) = (status(from, "from")?, status(to, "to")?);
    let asked = app.asked(&who, &when).await?;
    let portfolio = &asked.now.portfolio;
    let mask = Mask::of(&who, portfolio.identity());
    let since = since.map_or(Since::Month, Since::from);
    let moved = portfolio.moved(asked.level, asked.day, since, &asked.visible).await?;
    let is_meant =
        |moved: &Moved| from.is_none_or(|from| from == moved.from.code) && to.is_none_or(|to| to == moved.to.code);
    let view = |Moved { customer, name, from, to, revenue_12m_cents }: Moved| MovedView {
        customer: mask.key(&customer),
        name,
        from: from.code,
        to: to.code,
        revenue_12m_cents,
    };
    Ok(Json(Items::all(moved.into_iter().filter(is_meant).take(MOST_MOVED).map(view).collect())))
}

/// A status as programs know it.
fn status(named: Option<String>, field: &str) -> Result<Option<&'static str>, Problem> {
    let Some(named) = named else { return Ok(None) };
    let known = panel::words::STATUSES.iter().map(|word| word.code);
    let found = known.clone().find(|code| *code == named);
    let detail = || format!("Não existe a situação {named:?}: use {}.", known.collect::<Vec<_>>().join(", "));
    found.map(Some).ok_or_else(|| Problem::invalid(field, detail()))
}

impl From<SinceName> for Since {
    fn from(since: SinceName) -> Self {
        match since {
            SinceName::Month => Self::Month,
            SinceName::Yesterday => Self::Yesterday,
        }
    }
}

/// Who is responsible for how many of the customers that may be seen.
#[utoipa::path(get, path = "/owners", tag = "portfolio", params(When), responses((status = 200, body = Items<OwnerView>)))]
async fn owners(
    State(app): State<Arc<App>>,
    who: Who,
    Query(when): Query<When>,
) -> Result<Json<Items<OwnerView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let asked = app.asked(&who, &when).await?;
    let found = asked.now.portfolio.owners(asked.level, asked.day, &asked.visible).await?;
    let view = |Owner { owner, team, part }: Owner| OwnerView {
        owner,
        team,
        customers: part.customers,
        revenue_12m_cents: part.revenue_12m_cents,
    };
    Ok(Json(Items::all(found.into_iter().map(view).collect())))
}

/// The tags of the customers that may be seen.
#[utoipa::path(get, path = "/tags", tag = "portfolio", params(When), responses((status = 200, body = Items<TagView>)))]
async fn tags(
    State(app): State<Arc<App>>,
    who: Who,
    Query(when): Query<When>,
) -> Result<Json<Items<TagView>>, Problem> {
    who.needs(Right::ViewCustomers)?;
    let asked = app.asked(&who, &when).await?;
    let found = asked.now.portfolio.tags(asked.level, asked.day, &asked.visible).await?;
    Ok(Json(Items::all(found.into_iter().map(|Tag { tag, customers }| TagView { tag, customers }).collect())))
}

fn viewed(overview: &Overview, level: LevelName, mask: &Mask<'_>) -> OverviewView {
    let Overview { months, moves, abc, pareto, ufs, statuses, rises, falls, .. } = overview;
    let changed = |changed: &Vec<Changed>| changed.iter().map(|one| changed_view(one, mask)).collect();
    let plain = |counted: &Vec<Counted>| counted.iter().map(|one| value_view(one, None)).collect();
    OverviewView {
        as_of: Date(overview.as_of),
        level,
        customers: overview.customers,
        active: overview.active,
        active_before: overview.active_before,
        moved_to_risk: overview.moved_to_risk.into(),
        revenue_12m_cents: overview.revenue_12m_cents,
        revenue_prev_12m_cents: overview.revenue_prev_12m_cents,
        cr10: overview.cr10,
        months: months.iter().map(month_view).collect(),
        moves: moves.iter().map(move_view).collect(),
        abc: abc.as_ref().map(plain),
        pareto: pareto.as_ref().map(|points| points.iter().map(point_view).collect()),
        ufs: plain(ufs),
        statuses: statuses.iter().map(|one| value_view(one, Some(&panel::words::STATUSES))).collect(),
        rises: changed(rises),
        falls: changed(falls),
    }
}

fn month_view(month: &MonthOfSales) -> MonthView {
    MonthView {
        month: month.month.iso(),
        revenue_cents: month.revenue_cents,
        buyers: month.buyers,
        revenue_year_before_cents: month.revenue_year_before_cents,
        seasonal_low_cents: month.seasonal_cents.map(|(low, _)| low),
        seasonal_high_cents: month.seasonal_cents.map(|(_, high)| high),
    }
}

fn move_view(StatusMove { from, to, part }: &StatusMove) -> StatusMoveView {
    StatusMoveView {
        from: from.code,
        from_label: from.label,
        to: to.code,
        to_label: to.label,
        customers: part.customers,
        revenue_12m_cents: part.revenue_12m_cents,
    }
}

fn value_view(Counted { value, part }: &Counted, words: Option<&'static [Word]>) -> ValueView {
    let called = value.as_deref().map(|value| words.map_or_else(|| value.to_owned(), |words| label(words, value)));
    ValueView {
        value: value.clone(),
        label: called,
        customers: part.customers,
        revenue_12m_cents: part.revenue_12m_cents,
    }
}

fn point_view(ParetoPoint { customers_share, revenue_share }: &ParetoPoint) -> ParetoView {
    ParetoView { customers_share: *customers_share, revenue_share: *revenue_share }
}

fn changed_view(changed: &Changed, mask: &Mask<'_>) -> ChangedView {
    ChangedView {
        customer: mask.key(&changed.customer),
        name: changed.name.clone(),
        revenue_12m_cents: changed.revenue_12m_cents,
        revenue_prev_12m_cents: changed.revenue_prev_12m_cents,
    }
}

impl From<Part> for PartView {
    fn from(Part { customers, revenue_12m_cents }: Part) -> Self {
        Self { customers, revenue_12m_cents }
    }
}
