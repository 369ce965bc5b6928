//! From values of the domain to columns of a fact file.

use arrow::array::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Decimal128Builder, Int16Builder, Int32Builder, Int64Builder,
    StringBuilder, StringDictionaryBuilder,
};
use arrow::datatypes::{DataType, Int32Type};
use domain::{Cents, Day, Quantity};

/// What a column holds: the type its values have in Rust and in the file.
pub trait Kind {
    /// One value.
    type Value<'a>;
    /// Collects the column.
    type Builder: ArrayBuilder;
    /// Whether a row may have no value.
    const NULLABLE: bool = false;
    /// The column's type in the file.
    fn data_type() -> DataType;
    /// An empty column.
    fn builder() -> Self::Builder;
    /// Adds a value.
    fn push(builder: &mut Self::Builder, value: Self::Value<'_>);
    /// Adds a row without value.
    fn push_null(builder: &mut Self::Builder);
}

/// Text that repeats from row to row: dictionary-encoded.
pub struct Text;

/// Text that seldom repeats: kept as it is.
pub struct UniqueText;

macro_rules! number_kind {
    ($value:ty, $builder:ty, $data_type:expr, $convert:expr) => {
        impl Kind for $value {
            type Value<'a> = $value;
            type Builder = $builder;
            fn data_type() -> DataType {
                $data_type
            }
            fn builder() -> $builder {
                <$builder>::new()
            }
            fn push(builder: &mut $builder, value: $value) {
                builder.append_value($convert(value));
            }
            fn push_null(builder: &mut $builder) {
                builder.append_null();
            }
        }
    };
}

number_kind!(i64, Int64Builder, DataType::Int64, |value| value);
number_kind!(i32, Int32Builder, DataType::Int32, |value| value);
number_kind!(i16, Int16Builder, DataType::Int16, |value| value);
number_kind!(bool, BooleanBuilder, DataType::Boolean, |value| value);
number_kind!(Day, Date32Builder, DataType::Date32, Day::epoch_days);
number_kind!(Cents, Int64Builder, DataType::Int64, |cents: Cents| cents.0);

impl Kind for Quantity {
    type Value<'a> = Quantity;
    type Builder = Decimal128Builder;
    fn data_type() -> DataType {
        DataType::Decimal128(18, 4)
    }
    fn builder() -> Decimal128Builder {
        Decimal128Builder::new().with_data_type(Self::data_type())
    }
    fn push(builder: &mut Decimal128Builder, value: Quantity) {
        builder.append_value(i128::from(value.0));
    }
    fn push_null(builder: &mut Decimal128Builder) {
        builder.append_null();
    }
}

impl Kind for Text {
    type Value<'a> = &'a str;
    type Builder = StringDictionaryBuilder<Int32Type>;
    fn data_type() -> DataType {
        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
    }
    fn builder() -> Self::Builder {
        StringDictionaryBuilder::new()
    }
    fn push(builder: &mut Self::Builder, value: &str) {
        builder.append_value(value);
    }
    fn push_null(builder: &mut Self::Builder) {
        builder.append_null();
    }
}

impl Kind for UniqueText {
    type Value<'a> = &'a str;
    type Builder = StringBuilder;
    fn data_type() -> DataType {
        DataType::Utf8
    }
    fn builder() -> StringBuilder {
        StringBuilder::new()
    }
    fn push(builder: &mut StringBuilder, value: &str) {
        builder.append_value(value);
    }
    fn push_null(builder: &mut StringBuilder) {
        builder.append_null();
    }
}

impl<K: Kind> Kind for Option<K> {
    type Value<'a> = Option<K::Value<'a>>;
    type Builder = K::Builder;
    const NULLABLE: bool = true;
    fn data_type() -> DataType {
        K::data_type()
    }
    fn builder() -> K::Builder {
        K::builder()
    }
    fn push(builder: &mut K::Builder, value: Option<K::Value<'_>>) {
        match value {
            Some(value) => K::push(builder, value),
            None => K::push_null(builder),
        }
    }
    fn push_null(builder: &mut K::Builder) {
        K::push_null(builder);
    }
}

/// Declares a table once: its columns in order, what they hold and what they mean. From the
/// declaration come the schema of its files, the row that is pushed and the collector of rows.
macro_rules! table {
    ($(#[$doc:meta])* $table:ident of $row:ident {
        $($(#[$column_doc:meta])* $column:ident: $kind:ty,)+
    }) => {
        $(#[$doc])*
        pub struct $row<'a> {
            $($(#[$column_doc])* pub $column: <$kind as $crate::facts::column::Kind>::Value<'a>,)+
        }

        /// Collects rows into one record batch.
        pub struct $table {
            $($column: <$kind as $crate::facts::column::Kind>::Builder,)+
            rows: usize,
        }

        impl Default for $table {
            fn default() -> Self {
                Self { $($column: <$kind as $crate::facts::column::Kind>::builder(),)+ rows: 0 }
            }
        }

        impl $table {
            /// The columns, in order.
            pub fn schema() -> arrow::datatypes::SchemaRef {
                std::sync::Arc::new(arrow::datatypes::Schema::new(vec![$(
                    arrow::datatypes::Field::new(
                        stringify!($column),
                        <$kind as $crate::facts::column::Kind>::data_type(),
                        <$kind as $crate::facts::column::Kind>::NULLABLE,
                    ),
                )+]))
            }

            /// Adds a row.
            pub fn push(&mut self, row: $row<'_>) {
                $(<$kind as $crate::facts::column::Kind>::push(&mut self.$column, row.$column);)+
                self.rows += 1;
            }

            /// How many rows were collected.
            pub fn rows(&self) -> usize {
                self.rows
            }

            /// What was collected; the collector is empty again.
            pub fn finish(&mut self) -> Result<arrow::array::RecordBatch, arrow::error::ArrowError> {
                self.rows = 0;
                let columns = vec![$(arrow::array::ArrayBuilder::finish(&mut self.$column),)+];
                arrow::array::RecordBatch::try_new(Self::schema(), columns)
            }
        }
    };
}

pub(crate) use table;
