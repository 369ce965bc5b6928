//! Whose customers someone sees: those of a seller, those of a place, those with a tag.

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::buffer::BooleanBuffer;
use domain::Day;
use domain::text::normalised_name;
use futures::future::BoxFuture;

use crate::fields::OWNER;
use crate::order::text_at;
use crate::sellers::Directory;
use crate::{Level, Panel, PanelError, Portfolio, Predicate, PredicateError, Query, Visible};

/// Which customers someone may see: all, or those of whom everything said here is true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// They are this seller's.
    seller: Option<String>,
    /// This is true of them, whatever the seller.
    predicate: Option<Predicate>,
}

impl Scope {
    /// Everyone.
    pub fn everyone() -> Self {
        Self::default()
    }

    /// The customers of a seller, by name or code, and of those only the ones of whom a predicate is true.
    ///
    /// # Errors
    /// The predicate is wrong, or asks about more than who is responsible for a customer and where it is.
    pub fn of(seller: Option<&str>, predicate: Option<&str>) -> Result<Self, PredicateError> {
        let predicate = predicate.map(Predicate::parse_scope).transpose()?;
        Ok(Self { seller: seller.map(str::to_owned), predicate })
    }

    /// Whether everyone is seen, and what the company's totals reveal.
    pub fn is_everyone(&self) -> bool {
        self.seller.is_none() && self.predicate.is_none()
    }

    /// What a panel must know to tell.
    fn query(&self) -> Query {
        Query {
            predicate: self.predicate.clone(),
            with_prospects: true,
            columns: vec![OWNER.to_owned()],
            ..Query::default()
        }
    }
}

impl Portfolio {
    /// The customers of a level that someone may see, by what people have decided by a day: today's,
    /// whatever date is asked about. A customer is seen where its own row of the level fits.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn visible<'a>(
        &'a self,
        scope: &'a Scope,
        level: Level,
        today: Day,
    ) -> BoxFuture<'a, Result<Visible, PanelError>> {
        Box::pin(async move {
            if scope.is_everyone() {
                return Ok(Visible::everything());
            }
            let key = (scope.clone(), level, today);
            self.visibles().get(key, self.seen_by(scope, level, today)).await
        })
    }

    async fn seen_by(&self, scope: &Scope, level: Level, today: Day) -> Result<Visible, PanelError> {
        let query = scope.query();
        let panel = self.panel_for(level, today, &query).await?;
        let mut rows = panel.selection(&query, &Visible::everything())?;
        if let Some(seller) = &scope.seller {
            rows = &rows & &panel.owned_by(seller, self.directory().await?.as_ref())?;
        }
        Visible::rows_of(panel.customers()?, rows)
    }
}

impl Panel {
    /// The rows of the customers of a seller.
    pub(crate) fn owned_by(&self, seller: &str, directory: &Directory) -> Result<BooleanBuffer, PanelError> {
        let names = directory.names_of(seller);
        let is_of = |owner: &str| {
            let owner = normalised_name(owner);
            names.contains(&owner) || directory.names_of(&owner).contains(&names[0])
        };
        if names[0].is_empty() {
            // A seller without a letter or digit in its name is nobody.
            return Ok(BooleanBuffer::new_unset(self.rows.num_rows()));
        }
        match self.distinct(OWNER) {
            Some(owners) => {
                let of_seller: Vec<bool> = owners.values.iter().map(|owner| owner.is_some_and(is_of)).collect();
                let rows = owners.places.len();
                Ok(BooleanBuffer::collect_bool(rows, |row| of_seller[usize::from(owners.places[row])]))
            }
            None => {
                let owners = self.column(OWNER)?.as_string::<i32>();
                Ok(BooleanBuffer::collect_bool(owners.len(), |row| text_at(owners, row).is_some_and(is_of)))
            }
        }
    }
}
