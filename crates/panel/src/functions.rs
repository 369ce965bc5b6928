//! The functions that predicates may call, for the engine.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray, Int64Array, StringArray};
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type};
use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::functions::core::expr_fn::nullif;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, ScalarUDF, binary_expr, cast, col, lit};
use domain::Day;
use domain::text::{folded, normalised_name};

use crate::fields::TAGS;
use crate::scalar::Scalar;

/// The functions of [`crate::predicate::FUNCTIONS`]; `days_since` counts to a date.
pub(crate) fn scalars(as_of: Day) -> Vec<Arc<ScalarUDF>> {
    vec![
        Arc::new(ScalarUDF::from(reais())),
        Arc::new(ScalarUDF::from(days_since(as_of))),
        Arc::new(ScalarUDF::from(has_tag())),
        datafusion::functions::string::lower(),
        datafusion::functions::core::coalesce(),
    ]
}

/// The condition as the engine can compute it.
pub(crate) fn computable(condition: Expr) -> Result<Expr> {
    of_tags(with_plain_arithmetic(condition)?)
}

/// The condition with each `has_tag('vip')` told where tags are.
fn of_tags(condition: Expr) -> Result<Expr> {
    let told = |expression| match expression {
        Expr::ScalarFunction(mut call) if call.name() == HAS_TAG && call.args.len() == 1 => {
            call.args.insert(0, col(TAGS));
            Ok(Transformed::yes(Expr::ScalarFunction(call)))
        }
        other => Ok(Transformed::no(other)),
    };
    Ok(condition.transform_up(told)?.data)
}

/// The condition with arithmetic as people mean it: 1 / 2 is a half, not 0, what is divided by zero is
/// unknown, not the end of the whole list, and what grows beyond 64 bits is large, not negative. Amounts
/// are exact up to 90 trillion reais.
fn with_plain_arithmetic(condition: Expr) -> Result<Expr> {
    let plain = |expression| match expression {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_arithmetic(op) => {
            let (left, right) = (cast(*left, DataType::Float64), cast(*right, DataType::Float64));
            let right = if op == Operator::Divide { nullif(right, lit(0.0)) } else { right };
            Ok(Transformed::yes(binary_expr(left, op, right)))
        }
        other => Ok(Transformed::no(other)),
    };
    Ok(condition.transform_up(plain)?.data)
}

fn is_arithmetic(op: Operator) -> bool {
    matches!(op, Operator::Plus | Operator::Minus | Operator::Multiply | Operator::Divide)
}

/// A text as people look it up: without regard to accents, capitals and punctuation.
pub(crate) fn collated(text: Expr) -> Expr {
    collation().call(vec![text])
}

/// The same as a function of SQL steps, `collated`.
pub(crate) fn collation() -> ScalarUDF {
    COLLATED.clone()
}

/// One for all sessions: the engine tells functions apart by what they compute with.
static COLLATED: LazyLock<ScalarUDF> = LazyLock::new(|| {
    ScalarUDF::from(Scalar::new("collated", vec![DataType::Utf8], DataType::Utf8, |texts| {
        let texts = texts[0].as_string::<i32>().iter();
        Arc::new(StringArray::from_iter(texts.map(|text| text.map(normalised_name))))
    }))
});

/// Reais as cents, rounded to the nearest.
fn reais() -> Scalar {
    Scalar::new("reais", vec![DataType::Float64], DataType::Int64, |reais| {
        let cents = reais[0].as_primitive::<Float64Type>().unary(|reais| (reais * 100.0).round() as i64);
        Arc::new(cents as Int64Array)
    })
}

/// Days from a date to the panel's.
fn days_since(as_of: Day) -> Scalar {
    let as_of = i64::from(as_of.epoch_days());
    Scalar::new("days_since", vec![DataType::Date32], DataType::Int64, move |days| {
        let since = days[0].as_primitive::<Date32Type>().unary(|day| as_of - i64::from(day));
        Arc::new(since as Int64Array)
    })
}

pub(crate) const HAS_TAG: &str = "has_tag";

/// Whether a tag is among tags. As written it names only the tag, and is told the tags before it runs.
fn has_tag() -> Scalar {
    let texts = |count| vec![DataType::Utf8; count];
    let has = |(tags, wanted): (Option<&str>, Option<&str>)| {
        let wanted = folded(wanted?);
        Some(tags.is_some_and(|tags| tags.split(';').any(|tag| folded(tag) == wanted)))
    };
    let found = move |arrays: &[ArrayRef]| -> ArrayRef {
        let (tags, wanted) = (arrays[0].as_string::<i32>(), arrays[1].as_string::<i32>());
        Arc::new(tags.iter().zip(wanted.iter()).map(has).collect::<BooleanArray>())
    };
    Scalar::new(HAS_TAG, texts(2), DataType::Boolean, found).also_written(texts(1))
}
