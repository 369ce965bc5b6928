//! `carteira goal`

use domain::Cents;
use domain::text::normalised_name;
use export::value;
use panel::metrics::Unit;
use panel::{GoalProgress, Month, Visible};
use store::Workspace;

use super::portfolio::asked;
use super::{Failure, Outcome, checked_name};
use crate::arguments::{Goal, GoalList, GoalSet, ReportFormat};
use crate::clock;
use crate::output::{line, say, table};

/// What sales without seller are called.
pub const NO_SELLER: &str = "(sem vendedor)";

/// Sets and shows goals.
pub async fn run(workspace: &Workspace, arguments: Goal) -> Result<Outcome, Failure> {
    match arguments {
        Goal::Set(arguments) => set(workspace, arguments).await,
        Goal::List(arguments) => list(workspace, arguments).await,
    }
}

async fn set(workspace: &Workspace, arguments: GoalSet) -> Result<Outcome, Failure> {
    let GoalSet { seller, month, amount } = arguments;
    let seller = checked_name(&seller)?;
    let amount = match amount.trim() {
        "" | "-" => None,
        amount => Some(amount.parse::<Cents>()?).filter(|amount| amount.0 != 0),
    };
    if amount.is_some_and(|amount| amount.0 < 0) {
        return Err(Failure::NegativeGoal);
    }
    // The same name by another hand is the same seller.
    let goals = workspace.goals(Some(&month.iso())).await?;
    let known = goals.into_iter().find(|goal| normalised_name(&goal.seller) == normalised_name(&seller));
    let had = known.is_some();
    let seller = known.map_or(seller, |goal| goal.seller);
    workspace.set_goal(&seller, &month.iso(), amount, &clock::author()).await?;
    say(&match amount {
        Some(amount) => format!("Meta de {seller} em {month}: {amount}."),
        None if had => format!("Meta de {seller} em {month} retirada."),
        None => format!("{seller} não tinha meta em {month}."),
    });
    Ok(Outcome::Done)
}

async fn list(workspace: &Workspace, arguments: GoalList) -> Result<Outcome, Failure> {
    let GoalList { month, as_of, format } = arguments;
    let goals =
        asked(workspace, as_of, async |portfolio, day| portfolio.goals(month, day, &Visible::everything()).await)
            .await?;
    match format {
        ReportFormat::Json => goals.iter().try_for_each(|goal| Ok(line(&serde_json::to_string(goal)?)?)),
        ReportFormat::Table => people(&goals),
    }?;
    Ok(Outcome::Done)
}

fn people(goals: &[GoalProgress]) -> Result<(), Failure> {
    if goals.is_empty() {
        say("Nenhuma meta: defina uma com `carteira goal set VENDEDOR AAAA-MM VALOR`.");
        return Ok(());
    }
    let money = |cents: Option<i64>| cents.map_or_else(String::new, |cents| Cents(cents).to_string());
    let rows = goals.iter().map(|goal| {
        let month = goal.month.parse::<Month>().map_or_else(|_| goal.month.clone(), |month| month.to_string());
        vec![
            goal.seller.clone().unwrap_or_else(|| NO_SELLER.to_owned()),
            month,
            money(goal.goal_cents),
            money(Some(goal.attained_cents)),
            goal.attained_share.map_or_else(String::new, |share| value::shown(&share.into(), Unit::Share)),
            money(goal.projected_cents),
        ]
    });
    let headers = ["vendedor", "mês", "meta", "realizado", "da meta", "no ritmo, fecha em"];
    Ok(table(&headers, &[2, 3, 4, 5], rows)?)
}
