//! `carteira group`

use export::text;
use serde_json::json;
use store::{GroupMember, Workspace};

use super::{Failure, Outcome, checked_name};
use crate::arguments::{Group, GroupAdd, GroupRemove, ReportFormat, Reported};
use crate::clock;
use crate::output::{line, say, table};

/// Joins customers into economic groups.
pub async fn run(workspace: &Workspace, arguments: Group) -> Result<Outcome, Failure> {
    match arguments {
        Group::Add(arguments) => add(workspace, arguments).await,
        Group::List(arguments) => list(workspace, arguments).await,
        Group::Remove(arguments) => remove(workspace, arguments).await,
    }
}

async fn add(workspace: &Workspace, arguments: GroupAdd) -> Result<Outcome, Failure> {
    let GroupAdd { group, customers } = arguments;
    let members = workspace.group_members().await?;
    let group = known(&members, checked_name(&group)?);
    for customer in &customers {
        if workspace.parties_of(customer).await?.is_empty() {
            return Err(panel::PanelError::UnknownCustomer { key: customer.to_string(), near: Vec::new() }.into());
        }
    }
    for member in members.iter().filter(|member| member.group != group) {
        if customers.iter().any(|customer| customer.to_string() == member.customer) {
            say(&format!("{} sai do grupo {}.", member.customer, member.group));
        }
    }
    workspace.join_group(&group, &customers, &clock::author()).await?;
    let joined = text::counted(customers.len() as u64, "cliente", "clientes");
    say(&format!("{joined} no grupo {group}. Veja a carteira por grupo: carteira panel --level group"));
    Ok(Outcome::Done)
}

async fn list(workspace: &Workspace, arguments: Reported) -> Result<Outcome, Failure> {
    let members = workspace.group_members().await?;
    if arguments.format == ReportFormat::Json {
        for member in &members {
            line(&json!({ "group": member.group, "customer": member.customer }).to_string())?;
        }
        return Ok(Outcome::Done);
    }
    if members.is_empty() {
        say("Nenhum grupo ainda. Comece com: carteira group add GRUPO CLIENTE CLIENTE");
        return Ok(Outcome::Done);
    }
    let rows = members.iter().map(|member| vec![member.group.clone(), member.customer.clone()]);
    table(&["grupo", "cliente"], &[], rows)?;
    Ok(Outcome::Done)
}

async fn remove(workspace: &Workspace, arguments: GroupRemove) -> Result<Outcome, Failure> {
    let GroupRemove { group, customers } = arguments;
    let members = workspace.group_members().await?;
    let group = known(&members, checked_name(&group)?);
    if !members.iter().any(|member| member.group == group) {
        return Err(Failure::UnknownGroup { name: group });
    }
    match workspace.leave_group(&group, &customers, &clock::author()).await? {
        0 => Err(Failure::NoMembers { group }),
        left => {
            say(&format!("{} do grupo {group}.", text::counted(left, "cliente saiu", "clientes saíram")));
            Ok(Outcome::Done)
        }
    }
}

/// The name by which a group is known, whatever the capitals it was typed in.
fn known(members: &[GroupMember], name: String) -> String {
    let same = members.iter().find(|member| member.group.to_lowercase() == name.to_lowercase());
    same.map_or(name, |member| member.group.clone())
}
