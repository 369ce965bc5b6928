//! `carteira customer`

use domain::text::printable;
use domain::{Cents, CustomerKey};
use export::{text, value};
use panel::metrics::Metric;
use panel::{Change, CustomerRecord, FieldValue, Level, Origin, Visible, checked_value};
use serde_json::{Map, Value, json};
use store::Workspace;

use super::portfolio::asked;
use super::{Failure, Outcome};
use crate::arguments::{Customer, OneCustomer, ReportFormat, SetField};
use crate::clock;
use crate::output::{line, say, table};

/// Shows and corrects a customer's registration.
pub async fn run(workspace: &Workspace, arguments: Customer) -> Result<Outcome, Failure> {
    match arguments {
        Customer::Show(arguments) => show(workspace, arguments).await,
        Customer::History(arguments) => history(workspace, arguments).await,
        Customer::Set(arguments) => set(workspace, arguments).await,
    }
}

async fn show(workspace: &Workspace, arguments: OneCustomer) -> Result<Outcome, Failure> {
    let OneCustomer { customer, format } = arguments;
    let (record, as_of) = asked(workspace, None, async |portfolio, day| {
        Ok((portfolio.customer(&customer, day, &Visible::everything()).await?, day))
    })
    .await?;
    if format == ReportFormat::Json {
        let mut described = described(&record);
        described["as_of"] = as_of.iso().into();
        line(&described.to_string())?;
        return Ok(Outcome::Done);
    }
    let level = if matches!(customer, CustomerKey::Root(_)) { Level::Root } else { Level::Establishment };
    line(&format!("{} ({})", value::customer(&customer), text::level(level)))?;
    if record.establishments.len() > 1 {
        line(&format!("Estabelecimentos: {}", record.establishments.join(", ")))?;
    }
    let fields = record.fields.iter().map(|field| vec![field.label.to_owned(), field.value.clone(), origin(field)]);
    table(&["cadastro", "", "de onde"], &[], fields)?;
    let metrics = record.metrics.iter().filter_map(|(name, value)| {
        let column = Metric::named(name)?.column;
        Some(vec![column.label.to_owned(), value::shown(value, column.unit)])
    });
    table(&["indicador", "valor"], &[1], metrics)?;
    if record.undelivered_cents != 0 {
        line(&format!("Saldo faturado e ainda não entregue: {}", Cents(record.undelivered_cents)))?;
    }
    if let Some(seller) = &record.last_seller {
        line(&format!("Vendedor da última venda: {}", printable(seller)))?;
    }
    Ok(Outcome::Done)
}

async fn history(workspace: &Workspace, arguments: OneCustomer) -> Result<Outcome, Failure> {
    let OneCustomer { customer, format } = arguments;
    let changes = asked(workspace, None, async |portfolio, day| {
        portfolio.customer_history(&customer, day, &Visible::everything()).await
    })
    .await?;
    if format == ReportFormat::Json {
        changes.iter().try_for_each(|change| line(&described_change(change).to_string()))?;
        return Ok(Outcome::Done);
    }
    let rows = changes.iter().map(|change| {
        let value = match change.field.value.as_str() {
            "" => "(correção desfeita)".to_owned(),
            value => value.to_owned(),
        };
        vec![when(&change.field), change.party.clone(), change.field.label.to_owned(), value, origin(&change.field)]
    });
    table(&["quando", "estabelecimento", "campo", "passou a ser", "de onde"], &[], rows)?;
    Ok(Outcome::Done)
}

async fn set(workspace: &Workspace, arguments: SetField) -> Result<Outcome, Failure> {
    let SetField { customer, field, value } = arguments;
    if workspace.parties_of(&customer).await?.is_empty() {
        return Err(panel::PanelError::UnknownCustomer { key: customer.to_string(), near: Vec::new() }.into());
    }
    let value = checked_value(&field, &value)?;
    workspace.edit(&customer, &field, value.as_deref(), &clock::author()).await?;
    say(&match value {
        Some(value) => format!("{field} de {} agora é {value}.", value::customer(&customer)),
        None if field == "tags" => format!("{} ficou sem etiquetas.", value::customer(&customer)),
        None => format!("{field} de {} volta a ser o que dizem os documentos.", value::customer(&customer)),
    });
    Ok(Outcome::Done)
}

fn origin(field: &FieldValue) -> String {
    match &field.origin {
        Origin::Document { key, on } => format!("nota {key} de {on}"),
        Origin::Person { at } => format!("corrigido em {}", clock::local(at)),
    }
}

fn when(field: &FieldValue) -> String {
    match &field.origin {
        Origin::Document { on, .. } => on.to_string(),
        Origin::Person { at } => clock::local(at),
    }
}

fn described(record: &CustomerRecord) -> Value {
    let metrics: Map<String, Value> =
        record.metrics.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    json!({
        "customer": record.customer,
        "establishments": record.establishments,
        "fields": record.fields.iter().map(described_field).collect::<Vec<_>>(),
        "metrics": metrics,
        "undelivered_cents": record.undelivered_cents,
        "last_seller": record.last_seller,
    })
}

fn described_field(field: &FieldValue) -> Value {
    match &field.origin {
        Origin::Document { key, on } => {
            json!({ "field": field.field, "value": field.value, "document": key, "on": on.iso() })
        }
        Origin::Person { at } => json!({ "field": field.field, "value": field.value, "corrected_at": at }),
    }
}

fn described_change(change: &Change) -> Value {
    let mut described = described_field(&change.field);
    described["party"] = change.party.clone().into();
    described
}
