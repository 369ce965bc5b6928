//! What is derived from facts: one row per customer at a date, with the metrics of the catalogue,
//! why each has its value, and what may be seen of it. Everything here can be rebuilt; nothing is
//! stored but as a cache.

mod before;
mod columns;
mod completeness;
mod compute;
mod computed;
mod concentration;
mod condition;
mod contacts;
mod corrections;
mod course;
mod customer;
mod distinct;
mod effect;
mod error;
mod explain;
mod facts;
mod fields;
mod functions;
mod identities;
mod kept;
pub mod measures;
pub mod metrics;
mod month;
mod monthly;
mod ncm_chapters;
mod numbers;
mod order;
mod overview;
mod owners;
mod page;
mod panel;
mod portfolio;
mod positivation;
mod predicate;
mod purchases;
mod reconciliation;
mod rows;
mod scalar;
mod scope;
mod search;
mod seen;
mod segments;
mod selection;
mod sellers;
pub mod settings;
mod shared;
mod steps;
mod summary;
mod timeline;
mod titles;
mod totals;
mod visible;
mod windows;
pub mod words;
mod worsened;

pub use completeness::{Completeness, MonthWithoutCancellations, SeriesGap};
pub use concentration::{Alarm, BY_CUSTOMER, Concentration, Share, WithoutLargest};
pub use contacts::Contact;
pub use customer::{Change, CustomerRecord, FieldValue, Origin};
pub use effect::{Effect, EffectMove, Shift};
pub use error::PanelError;
pub use explain::{Explanation, FactDocument};
pub use fields::{EDITABLE, FieldError, checked_value};
pub use month::{Month, MonthError};
pub use monthly::{CustomerLine, LINE_MONTHS, MonthOfSales};
pub use overview::{Changed, Counted, Moved, Overview, ParetoPoint, Part, Since, StatusMove};
pub use owners::{Balance, Owner, SellerBalance, Tag, Transfer};
pub use page::{Cursor, Page};
pub use panel::{LISTED, Panel, Query, Sort};
pub use portfolio::{AsOf, Portfolio};
pub use positivation::{Positivation, PositivationBy};
pub use predicate::{Predicate, PredicateError};
pub use purchases::{BoughtItem, PurchaseDay, PurchaseMonth, Purchases};
pub use reconciliation::{Declared, Difference, DifferenceKind, ReconciledMonth, Reconciliation};
pub use rows::{Rows, column_names, parquet, value_at};
pub use scope::Scope;
pub use search::{Found, Matched, Search};
pub use segments::{Move, STARTERS, Segment, StarterSegment, segment, segments};
pub use sellers::GoalProgress;
pub use settings::Settings;
pub use steps::{Step, steps};
pub use timeline::{Happening, HappeningKind};
pub use titles::{Title, TitleState, Titles};
pub use totals::Totals;
pub use visible::Visible;
pub use worsened::Worsened;

use domain::CustomerKey;

/// What one row of a panel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A company with all its establishments.
    Root,
    /// One establishment.
    Establishment,
    /// An economic group that people put together; a company that is in none stands for itself.
    Group,
}

impl Level {
    /// The level that a key alone is of: a root is asked for as a company, a full key as an establishment.
    pub fn of(customer: &CustomerKey) -> Self {
        match customer {
            CustomerKey::Root(_) => Self::Root,
            CustomerKey::Party(_) => Self::Establishment,
        }
    }

    /// `root`, `establishment`
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Establishment => "establishment",
            Self::Group => "group",
        }
    }
}
