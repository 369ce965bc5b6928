//! What the commands that read the portfolio share: opening it, and saying which date it is of.

use std::future::Future;

use domain::Day;
use panel::{AsOf, Level, PanelError, Portfolio, Predicate, Query};
use store::Workspace;

use super::Failure;
use crate::arguments::{self, Selection};
use crate::clock;
use crate::output::say;

/// Opens the portfolio, asks it something at a date, and closes it. The date is said on stderr.
pub async fn asked<T, F>(
    workspace: &Workspace,
    as_of: Option<arguments::AsOf>,
    question: impl FnOnce(std::sync::Arc<Portfolio>, Day) -> F,
) -> Result<T, Failure>
where
    F: Future<Output = Result<T, PanelError>>,
{
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let portfolio = std::sync::Arc::new(Portfolio::open(workspace, threads).await?);
    let answer = async {
        let today = clock::today();
        let day = portfolio.date(which(as_of), today).await?;
        say(&announcement(as_of, day, today));
        question(std::sync::Arc::clone(&portfolio), day).await
    };
    let answer = answer.await;
    if let Some(portfolio) = std::sync::Arc::into_inner(portfolio) {
        portfolio.close().await?;
    }
    Ok(answer?)
}

/// What a selection asks a panel for.
pub fn query(selection: &Selection) -> Result<Query, Failure> {
    let predicate = selection.predicate.as_deref().map(Predicate::parse).transpose();
    let predicate = predicate.map_err(PanelError::from)?;
    Ok(Query { predicate, with_prospects: selection.with_prospects, ..Query::default() })
}

/// The level, as the panel has it.
pub fn level(level: arguments::Level) -> Level {
    match level {
        arguments::Level::Root => Level::Root,
        arguments::Level::Establishment => Level::Establishment,
        arguments::Level::Group => Level::Group,
    }
}

fn which(as_of: Option<arguments::AsOf>) -> AsOf {
    match as_of {
        None => AsOf::Recent,
        Some(arguments::AsOf::Today) => AsOf::Today,
        Some(arguments::AsOf::Latest) => AsOf::Latest,
        Some(arguments::AsOf::Day(day)) => AsOf::Day(day),
    }
}

fn announcement(as_of: Option<arguments::AsOf>, day: Day, today: Day) -> String {
    match as_of {
        None if day != today => {
            format!(
                "Carteira em {day}, a data do documento mais novo (há mais de 45 dias; use --as-of today para hoje)."
            )
        }
        Some(arguments::AsOf::Latest) => format!("Carteira em {day}, a data do documento mais novo."),
        _ if day == today => format!("Carteira em {day} (hoje)."),
        _ => format!("Carteira em {day}."),
    }
}
