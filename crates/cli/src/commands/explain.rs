//! `carteira explain`

use std::collections::HashSet;

use domain::text::printable;
use domain::{Cents, CustomerKey};
use export::{text, value};
use panel::metrics::Drill;
use panel::{Explanation, Visible};
use serde_json::{Map, Value, json};
use store::Workspace;

use super::portfolio::{asked, level};
use super::{Failure, Outcome};
use crate::arguments::{Explain, Level, ReportFormat, When};
use crate::clock;
use crate::output::{line, table};

/// Says why a metric of a customer has its value.
pub async fn run(workspace: &Workspace, arguments: Explain) -> Result<Outcome, Failure> {
    let Explain { customer, metric, when: When { as_of, level: wanted }, format } = arguments;
    let customer = customer_of(workspace, &customer, wanted).await?;
    let level = level(wanted);
    let explanation = asked(workspace, as_of, async |portfolio, day| {
        portfolio.explain(&customer, &metric, level, day, &Visible::everything()).await
    })
    .await?;
    match format {
        ReportFormat::Json => line(&described(&explanation).to_string())?,
        ReportFormat::Table => people(&explanation)?,
    }
    Ok(Outcome::Done)
}

/// The customer asked for; a group's name stands for any company in it.
async fn customer_of(workspace: &Workspace, typed: &str, wanted: Level) -> Result<CustomerKey, Failure> {
    if wanted == Level::Group {
        let members = workspace.group_members().await?;
        let member = members.iter().find(|member| member.group.to_lowercase() == typed.trim().to_lowercase());
        if let Some(Ok(customer)) = member.map(|member| member.customer.parse()) {
            return Ok(customer);
        }
    }
    Ok(typed.parse::<CustomerKey>()?)
}

fn described(explanation: &Explanation) -> Value {
    let inputs: Map<String, Value> =
        explanation.inputs.iter().map(|(column, value)| (column.name.to_owned(), value.clone())).collect();
    let documents: Vec<Value> = explanation
        .documents
        .iter()
        .map(|document| {
            json!({
                "key": document.key,
                "on": document.on.iso(),
                "kind": document.kind,
                "amount_cents": document.amount_cents,
                "lines": document.lines,
                "detail": document.detail,
            })
        })
        .collect();
    json!({
        "metric": explanation.metric.column.name,
        "customer": explanation.customer,
        "level": explanation.level.as_str(),
        "as_of": explanation.as_of.iso(),
        "value": explanation.value,
        "formula": explanation.metric.formula,
        "settings": explanation.settings,
        "inputs": inputs,
        "documents": documents,
        "corrected_at": explanation.corrected_at,
    })
}

fn people(explanation: &Explanation) -> Result<(), Failure> {
    let column = explanation.metric.column;
    let answer = match value::shown(&explanation.value, column.unit) {
        nothing if nothing.is_empty() && explanation.metric.drill == Drill::Registration => "não informado".to_owned(),
        nothing if nothing.is_empty() => "não se aplica".to_owned(),
        shown => shown,
    };
    let name = printable(explanation.name.as_deref().unwrap_or("Sem nome"));
    let level = text::level(explanation.level);
    line(&format!("{name} ({}, {level}) em {}", explanation.customer, explanation.as_of))?;
    line(&format!("{}: {}\n", column.label, printable(&answer)))?;
    if let Some(at) = &explanation.corrected_at {
        line(&format!("Corrigido por uma pessoa em {}, por cima do que dizem os documentos.", clock::local(at)))?;
    }
    line(&format!("Como se calcula: {}", explanation.metric.formula))?;
    if !explanation.settings.is_empty() {
        let settings: Vec<String> =
            explanation.settings.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        line(&format!("Ajustes em vigor: {}", settings.join(", ")))?;
    }
    if !explanation.inputs.is_empty() {
        line("\nCalculado de:")?;
        let rows = explanation
            .inputs
            .iter()
            .map(|(column, value)| vec![column.label.to_owned(), value::shown(value, column.unit)]);
        table(&["", "valor"], &[1], rows)?;
    }
    documents(explanation)
}

fn documents(explanation: &Explanation) -> Result<(), Failure> {
    if explanation.documents.is_empty() {
        return Ok(line("\nNenhum documento por trás deste valor.")?);
    }
    let title = match explanation.metric.drill {
        Drill::Registration => "\nDocumentos mais recentes que falam do cliente:",
        _ => "\nDocumentos por trás deste valor:",
    };
    line(title)?;
    // A document may be shown part by part: by product, chapter, seller.
    let in_parts = explanation.documents.iter().any(|document| document.detail.is_some());
    let rows = explanation.documents.iter().map(|document| {
        let mut row = vec![
            document.on.to_string(),
            text::movement_kind(&document.kind).to_owned(),
            document.key.clone(),
            Cents(document.amount_cents).plain(),
        ];
        if in_parts {
            row.insert(3, document.detail.clone().unwrap_or_default());
        }
        row
    });
    match in_parts {
        true => table(&["data", "o que é", "chave", "de que", "R$"], &[4], rows)?,
        false => table(&["data", "o que é", "chave", "R$"], &[3], rows)?,
    }
    if explanation.metric.drill != Drill::Registration {
        let sum = Cents::checked_sum(explanation.documents.iter().map(|document| Cents(document.amount_cents)));
        let sum = sum.map_or_else(|| "grande demais".to_owned(), |sum| sum.to_string());
        let distinct: HashSet<&str> = explanation.documents.iter().map(|document| document.key.as_str()).collect();
        let documents = text::counted(distinct.len() as u64, "documento", "documentos");
        line(&format!("Soma: {sum} em {documents}."))?;
    }
    Ok(())
}
