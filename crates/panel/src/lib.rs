//! What is derived from facts: one row per customer at a date, with the metrics of the catalogue,
//! why each has its value, and what may be seen of it. Everything here can be rebuilt; nothing is
//! stored but as a cache.

mod completeness;
mod compute;
mod concentration;
mod contacts;
mod corrections;
mod course;
mod customer;
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
mod ncm_chapters;
mod panel;
mod portfolio;
mod positivation;
mod predicate;
mod reconciliation;
mod rows;
mod segments;
mod sellers;
mod settings;
mod steps;
mod totals;
mod visible;
mod windows;
pub mod words;
mod worsened;

pub use completeness::{Completeness, MonthWithoutCancellations, SeriesGap};
pub use concentration::{Alarm, BY_CUSTOMER, Concentration, Share, WithoutLargest};
pub use contacts::Contact;
pub use customer::{Change, CustomerRecord, FieldValue, Origin};
pub use error::PanelError;
pub use explain::{Explanation, FactDocument};
pub use fields::{EDITABLE, FieldError, checked_value};
pub use month::{Month, MonthError};
pub use panel::{Panel, Query, Sort};
pub use portfolio::{AsOf, Portfolio};
pub use positivation::{Positivation, PositivationBy};
pub use predicate::{Predicate, PredicateError};
pub use reconciliation::{Declared, Difference, DifferenceKind, ReconciledMonth, Reconciliation};
pub use rows::{Rows, column_names, parquet, value_at};
pub use segments::{Move, STARTERS, Segment, StarterSegment, segment, segments};
pub use sellers::GoalProgress;
pub use settings::Settings;
pub use steps::{Step, steps};
pub use totals::Totals;
pub use visible::Visible;
pub use worsened::Worsened;

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
    /// `root`, `establishment`
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Establishment => "establishment",
            Self::Group => "group",
        }
    }
}
