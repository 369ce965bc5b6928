//! `purchase_rhythm(day)` for the engine: days of all customers gathered in one flat list, sorted
//! once at the end.

use std::mem::size_of;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Builder, Int64Builder, ListArray, StructArray,
};
use datafusion::arrow::array::{Date32Builder, ListBuilder, NullBufferBuilder};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, FieldRef, Fields};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility};

use super::{Rhythm, purchase_rhythm};

/// The aggregate function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct PurchaseRhythm {
    signature: Signature,
}

impl Default for PurchaseRhythm {
    fn default() -> Self {
        Self { signature: Signature::exact(vec![DataType::Date32], Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for PurchaseRhythm {
    fn name(&self) -> &str {
        "purchase_rhythm"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(fields()))
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(OneRhythm::default()))
    }

    fn state_fields(&self, arguments: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let name = format_state_name(arguments.name, "days");
        Ok(vec![Arc::new(Field::new_list(name, day_field(), true))])
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Rhythms::default()))
    }
}

/// The fields of the result, those of [`Rhythm`].
fn fields() -> Fields {
    vec![
        Field::new("first_on", DataType::Date32, true),
        Field::new("last_on", DataType::Date32, true),
        Field::new("days", DataType::Int64, true),
        Field::new("only_gap", DataType::Int64, true),
        Field::new("median", DataType::Float64, true),
        Field::new("p75", DataType::Float64, true),
    ]
    .into()
}

fn day_field() -> FieldRef {
    Arc::new(Field::new("item", DataType::Date32, true))
}

/// The rhythms of several customers, as an array.
fn array(rhythms: impl Iterator<Item = Option<Rhythm>>) -> StructArray {
    let (mut first_on, mut last_on) = (Date32Builder::new(), Date32Builder::new());
    let (mut days, mut only_gap) = (Int64Builder::new(), Int64Builder::new());
    let (mut median, mut p75) = (Float64Builder::new(), Float64Builder::new());
    let mut present = NullBufferBuilder::new(0);
    for rhythm in rhythms {
        present.append(rhythm.is_some());
        first_on.append_option(rhythm.map(|rhythm| rhythm.first_on));
        last_on.append_option(rhythm.map(|rhythm| rhythm.last_on));
        days.append_option(rhythm.map(|rhythm| rhythm.days));
        only_gap.append_option(rhythm.and_then(|rhythm| rhythm.only_gap));
        median.append_option(rhythm.and_then(|rhythm| rhythm.median));
        p75.append_option(rhythm.and_then(|rhythm| rhythm.p75));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(first_on.finish()),
        Arc::new(last_on.finish()),
        Arc::new(days.finish()),
        Arc::new(only_gap.finish()),
        Arc::new(median.finish()),
        Arc::new(p75.finish()),
    ];
    StructArray::new(fields(), columns, present.finish())
}

/// One customer's days.
#[derive(Debug, Default)]
struct OneRhythm {
    days: Vec<i32>,
}

impl Accumulator for OneRhythm {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.days.extend(values[0].as_primitive::<Date32Type>().iter().flatten());
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let rhythm = purchase_rhythm(&mut self.days);
        ScalarValue::try_from_array(&array(std::iter::once(rhythm)), 0)
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.days.capacity() * size_of::<i32>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let days = std::mem::take(&mut self.days);
        let list = ListArray::from_iter_primitive::<Date32Type, _, _>([Some(days.into_iter().map(Some))]);
        Ok(vec![ScalarValue::List(Arc::new(list))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for days in states[0].as_list::<i32>().iter().flatten() {
            self.days.extend(days.as_primitive::<Date32Type>().iter().flatten());
        }
        Ok(())
    }
}

/// The days of all customers: each entry a customer's number above and a day below, so that one sort
/// brings each customer's days together in order.
#[derive(Debug, Default)]
struct Rhythms {
    entries: Vec<u64>,
    groups: usize,
}

fn entry(group: usize, day: i32) -> u64 {
    (group as u64) << 32 | u64::from(day as u32 ^ 1 << 31)
}

fn group_of(entry: u64) -> usize {
    (entry >> 32) as usize
}

fn day_of(entry: u64) -> i32 {
    (entry as u32 ^ 1 << 31) as i32
}

impl Rhythms {
    fn push(&mut self, group: usize, day: i32) {
        let entry = entry(group, day);
        // Files are sorted by customer and day: repetitions mostly follow one another.
        if self.entries.last() != Some(&entry) {
            self.entries.push(entry);
        }
    }

    /// The days of each of the groups to be emitted, in order; the groups left move down.
    fn emit(&mut self, emit_to: EmitTo) -> Vec<Vec<i32>> {
        let emitted = match emit_to {
            EmitTo::All => self.groups,
            EmitTo::First(groups) => groups,
        };
        self.entries.sort_unstable();
        self.entries.dedup();
        let rest = self.entries.partition_point(|entry| group_of(*entry) < emitted);
        let left: Vec<u64> = self.entries[rest..].iter().map(|entry| entry - ((emitted as u64) << 32)).collect();
        let mut days = vec![Vec::new(); emitted];
        for of_group in self.entries[..rest].chunk_by(|one, next| group_of(*one) == group_of(*next)) {
            days[group_of(of_group[0])] = of_group.iter().map(|entry| day_of(*entry)).collect();
        }
        self.entries = left;
        self.groups -= emitted;
        days
    }
}

impl GroupsAccumulator for Rhythms {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.groups = total_num_groups;
        let days = values[0].as_primitive::<Date32Type>();
        for (row, &group) in group_indices.iter().enumerate() {
            let counts = filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
            if counts && days.is_valid(row) {
                self.push(group, days.value(row));
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let mut days = self.emit(emit_to);
        Ok(Arc::new(array(days.iter_mut().map(purchase_rhythm))))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let mut lists = ListBuilder::new(Date32Builder::new()).with_field(day_field());
        for days in self.emit(emit_to) {
            lists.values().append_slice(&days);
            lists.append(true);
        }
        Ok(vec![Arc::new(lists.finish())])
    }

    fn merge_batch(&mut self, states: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.groups = total_num_groups;
        let lists = states[0].as_list::<i32>();
        let days = lists.values().as_primitive::<Date32Type>().values();
        let offsets = lists.value_offsets();
        for (row, &group) in group_indices.iter().enumerate() {
            if lists.is_valid(row) {
                for day in &days[offsets[row] as usize..offsets[row + 1] as usize] {
                    self.push(group, *day);
                }
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let days: &Date32Array = values[0].as_primitive();
        let mut lists = ListBuilder::new(Date32Builder::new()).with_field(day_field());
        for row in 0..days.len() {
            let counts = filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
            if counts && days.is_valid(row) {
                lists.values().append_value(days.value(row));
            }
            lists.append(true);
        }
        Ok(vec![Arc::new(lists.finish())])
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.entries.capacity() * size_of::<u64>()
    }
}
