//! The functions that predicates may call, for the engine.

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, BooleanArray, Int64Array, StringArray};
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type};
use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::functions::core::expr_fn::nullif;
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility, binary_expr, cast, col, lit,
};
use domain::Day;
use domain::text::{folded, normalised_name};

use crate::fields::TAGS;

/// The functions of [`crate::predicate::FUNCTIONS`]; `days_since` counts to a date.
pub(crate) fn scalars(as_of: Day) -> Vec<Arc<ScalarUDF>> {
    vec![
        Arc::new(ScalarUDF::from(Reais::default())),
        Arc::new(ScalarUDF::from(DaysSince::new(as_of))),
        Arc::new(ScalarUDF::from(HasTag::default())),
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
    ScalarUDF::from(Collated::default())
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Collated {
    signature: Signature,
}

impl Default for Collated {
    fn default() -> Self {
        Self { signature: Signature::exact(vec![DataType::Utf8], Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Collated {
    fn name(&self) -> &str {
        "collated"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let texts = arrays[0].as_string::<i32>().iter();
        let collated = StringArray::from_iter(texts.map(|text| text.map(normalised_name)));
        Ok(ColumnarValue::Array(Arc::new(collated)))
    }
}

/// Reais as cents, rounded to the nearest.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Reais {
    signature: Signature,
}

impl Default for Reais {
    fn default() -> Self {
        Self { signature: Signature::exact(vec![DataType::Float64], Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Reais {
    fn name(&self) -> &str {
        "reais"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let cents: Int64Array = arrays[0].as_primitive::<Float64Type>().unary(|reais| (reais * 100.0).round() as i64);
        Ok(ColumnarValue::Array(Arc::new(cents)))
    }
}

/// Days from a date to the panel's.
#[derive(Debug, PartialEq, Eq, Hash)]
struct DaysSince {
    signature: Signature,
    as_of: i32,
}

impl DaysSince {
    fn new(as_of: Day) -> Self {
        let signature = Signature::exact(vec![DataType::Date32], Volatility::Immutable);
        Self { signature, as_of: as_of.epoch_days() }
    }
}

impl ScalarUDFImpl for DaysSince {
    fn name(&self) -> &str {
        "days_since"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let days = arrays[0].as_primitive::<Date32Type>();
        let since: Int64Array = days.unary(|day| i64::from(self.as_of) - i64::from(day));
        Ok(ColumnarValue::Array(Arc::new(since)))
    }
}

const HAS_TAG: &str = "has_tag";

/// Whether a tag is among tags. As written it names only the tag, and is told the tags before it runs.
#[derive(Debug, PartialEq, Eq, Hash)]
struct HasTag {
    signature: Signature,
}

impl Default for HasTag {
    fn default() -> Self {
        let texts = |count| TypeSignature::Exact(vec![DataType::Utf8; count]);
        Self { signature: Signature::one_of(vec![texts(1), texts(2)], Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for HasTag {
    fn name(&self) -> &str {
        HAS_TAG
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let (tags, wanted) = (arrays[0].as_string::<i32>(), arrays[1].as_string::<i32>());
        let has = |(tags, wanted): (Option<&str>, Option<&str>)| {
            let wanted = folded(wanted?);
            Some(tags.is_some_and(|tags| tags.split(';').any(|tag| folded(tag) == wanted)))
        };
        let found: BooleanArray = tags.iter().zip(wanted.iter()).map(has).collect();
        Ok(ColumnarValue::Array(Arc::new(found)))
    }
}
