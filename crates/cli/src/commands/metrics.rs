//! `carteira metrics`

use panel::PanelError;
use panel::metrics::{METRICS, Metric, near_metrics};
use serde_json::json;

use super::{Failure, Outcome};
use crate::arguments::{Metrics, ReportFormat};
use crate::output::{line, table};

/// Explains the metrics that exist.
pub fn run(arguments: &Metrics) -> Result<Outcome, Failure> {
    let Some(name) = &arguments.name else {
        if arguments.format == ReportFormat::Json {
            METRICS.iter().try_for_each(|metric| line(&described(metric).to_string()))?;
            return Ok(Outcome::Done);
        }
        let rows = METRICS.iter().map(|metric| vec![metric.column.name.to_owned(), metric.column.label.to_owned()]);
        table(&["indicador", "o que é"], &[], rows)?;
        return Ok(Outcome::Done);
    };
    let metric = Metric::named(name)
        .ok_or_else(|| PanelError::UnknownMetric { name: name.clone(), near: near_metrics(name) })?;
    match arguments.format {
        ReportFormat::Json => line(&described(metric).to_string())?,
        ReportFormat::Table => line(&panel::metrics::page(metric))?,
    }
    Ok(Outcome::Done)
}

fn described(metric: &Metric) -> serde_json::Value {
    json!({
        "metric": metric.column.name,
        "label": metric.column.label,
        "english": metric.english,
        "unit": metric.column.unit.as_str(),
        "layer": metric.layer.as_str(),
        "formula": metric.formula,
        "source": metric.source,
        "computed_by": metric.computed_by,
        "inputs": metric.inputs,
        "settings": metric.settings,
        "reveals_total": metric.reveals_total,
        "scope": metric.scope,
    })
}
