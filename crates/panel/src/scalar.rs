//! A function over columns, known to the engine.

use std::sync::Arc;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, TypeSignature, Volatility,
};

type Compute = Arc<dyn Fn(&[ArrayRef]) -> ArrayRef + Send + Sync>;

/// A function over columns; its name tells it from others, for a session has one set of rules.
pub(crate) struct Scalar {
    name: &'static str,
    signature: Signature,
    returns: DataType,
    compute: Compute,
}

impl Scalar {
    /// A function of columns of some types.
    pub(crate) fn new(
        name: &'static str,
        takes: Vec<DataType>,
        returns: DataType,
        compute: impl Fn(&[ArrayRef]) -> ArrayRef + Send + Sync + 'static,
    ) -> Self {
        let signature = Signature::exact(takes, Volatility::Immutable);
        Self { name, signature, returns, compute: Arc::new(compute) }
    }

    /// The same, known by columns of other types too, with which it is written and never computed.
    pub(crate) fn also_written(self, with: Vec<DataType>) -> Self {
        let forms = vec![self.signature.type_signature, TypeSignature::Exact(with)];
        Self { signature: Signature::one_of(forms, Volatility::Immutable), ..self }
    }
}

impl std::fmt::Debug for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scalar").field("name", &self.name).finish_non_exhaustive()
    }
}

impl PartialEq for Scalar {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && Arc::ptr_eq(&self.compute, &other.compute)
    }
}

impl Eq for Scalar {}

impl std::hash::Hash for Scalar {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Scalar {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.clone())
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        Ok(ColumnarValue::Array((self.compute)(&arrays)))
    }
}
