//! A metric of the catalogue, as it is sent.

use panel::metrics::{Metric, Unit, label_of};
use serde::Serialize;
use utoipa::ToSchema;

/// A metric: one column of the portfolio.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Metric)]
pub struct MetricView {
    /// The column.
    pub name: &'static str,
    /// Its name in Portuguese.
    pub label: &'static str,
    /// Its name in English.
    pub english: &'static str,
    /// `text`, `word`, `date`, `days`, `count`, `cents`, `share`.
    pub unit: &'static str,
    /// The words it may be, of unit `word`.
    pub words: Vec<WordView>,
    /// `registration`, `own`, `rank`.
    pub layer: &'static str,
    /// How it is computed, in words.
    pub formula: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// The step or measure that computes it.
    pub computed_by: &'static str,
    /// What it is computed from.
    pub inputs: Vec<InputView>,
    /// The settings that take part.
    pub settings: Vec<&'static str>,
    /// Whether what someone may see can be told by it.
    pub scope: bool,
    /// Whether it adds up over customers.
    pub summable: bool,
}

/// A word that a metric may be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Word)]
pub struct WordView {
    /// As programs know it.
    pub code: &'static str,
    /// In Portuguese.
    pub label: &'static str,
}

/// A column that a metric is computed from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MetricInput)]
pub struct InputView {
    /// The column.
    pub name: &'static str,
    /// Its name in Portuguese.
    pub label: &'static str,
}

impl From<&Metric> for MetricView {
    fn from(metric: &Metric) -> Self {
        let words = match metric.column.unit {
            Unit::Word(words) => words.iter().map(|word| WordView { code: word.code, label: word.label }).collect(),
            _ => Vec::new(),
        };
        let input = |name: &&'static str| InputView { name, label: label_of(name).unwrap_or(name) };
        Self {
            name: metric.column.name,
            label: metric.column.label,
            english: metric.english,
            unit: metric.column.unit.as_str(),
            words,
            layer: metric.layer.as_str(),
            formula: metric.formula,
            source: metric.source,
            computed_by: metric.computed_by,
            inputs: metric.inputs.iter().map(input).collect(),
            settings: metric.settings.to_vec(),
            scope: metric.scope,
            summable: metric.is_summable(),
        }
    }
}
