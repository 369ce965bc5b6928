//! Long answers, page by page.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::dto::Items;
use crate::problem::{Code, Problem};

/// Items of a page where nobody says how many.
pub const USUAL: usize = 100;

/// Items of a page at most.
pub const MOST: usize = 1000;

/// Which part of a long answer.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageOf {
    /// How many at most: 100 where absent, 1000 at most.
    #[param(minimum = 1, maximum = 1000)]
    pub limit: Option<u32>,
    /// Where to begin, as the last answer said in `next`.
    pub after: Option<String>,
}

impl PageOf {
    /// How many at most.
    ///
    /// # Errors
    /// None, or more than are sent at once.
    pub fn limit(&self) -> Result<usize, Problem> {
        match self.limit.map_or(USUAL, |limit| limit as usize) {
            limit @ 1..=MOST => Ok(limit),
            _ => Err(Problem::new(Code::BadRequest, "limit precisa ser de 1 a 1000.").about("limit", "de 1 a 1000")),
        }
    }

    /// The number that the last page ended with.
    ///
    /// # Errors
    /// It is none that this server gave.
    pub fn after_number(&self) -> Result<Option<i64>, Problem> {
        let number = |after: &String| {
            let number = after.parse().ok().filter(|number| *number >= 0);
            number.ok_or_else(|| {
                Problem::new(
                    Code::BadCursor,
                    "O marcador de página não foi dado por este servidor: comece da primeira página.",
                )
            })
        };
        self.after.as_ref().filter(|after| !after.is_empty()).map(number).transpose()
    }
}

/// The part of a list that is at hand which a page shows.
///
/// # Errors
/// As [`PageOf::limit`] and [`PageOf::after_number`].
pub fn page_of<T>(all: Vec<T>, page: &PageOf) -> Result<Items<T>, Problem> {
    let from = usize::try_from(page.after_number()?.unwrap_or(0)).unwrap_or(usize::MAX);
    let to = from.saturating_add(page.limit()?);
    let next = (to < all.len()).then(|| to.to_string());
    let limit = to - from;
    Ok(Items { items: all.into_iter().skip(from).take(limit).collect(), next })
}
