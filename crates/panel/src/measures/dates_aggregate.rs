//! `purchase_dates(day)` for the engine: each customer's distinct days in order. Days of all customers
//! are gathered in one flat list, sorted once at the end. Given lists of days, it joins them.

use std::mem::size_of;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Date32Builder, ListArray, ListBuilder,
};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, FieldRef};
use datafusion::common::{Result, not_impl_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{
    Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, TypeSignature, Volatility,
};

/// The aggregate function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct PurchaseDates {
    signature: Signature,
}

impl Default for PurchaseDates {
    fn default() -> Self {
        let days = TypeSignature::Exact(vec![DataType::Date32]);
        let lists = TypeSignature::Exact(vec![dates_type()]);
        Self { signature: Signature::one_of(vec![days, lists], Volatility::Immutable) }
    }
}

/// The type of a list of days.
pub(super) fn dates_type() -> DataType {
    DataType::List(day_field())
}

fn day_field() -> FieldRef {
    Arc::new(Field::new("item", DataType::Date32, true))
}

impl AggregateUDFImpl for PurchaseDates {
    fn name(&self) -> &str {
        "purchase_dates"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(dates_type())
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        not_impl_err!("purchase_dates wants groups")
    }

    fn state_fields(&self, arguments: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let name = format_state_name(arguments.name, "days");
        Ok(vec![Arc::new(Field::new(name, dates_type(), true))])
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Dates::default()))
    }
}

/// The days of all customers: each entry a customer's number above and a day below, so that one sort
/// brings each customer's days together in order.
#[derive(Debug, Default)]
struct Dates {
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

impl Dates {
    fn push(&mut self, group: usize, day: i32) {
        let entry = entry(group, day);
        // Files are sorted by customer and day: repetitions mostly follow one another.
        if self.entries.last() != Some(&entry) {
            self.entries.push(entry);
        }
    }

    fn push_days(&mut self, days: &Date32Array, groups: &[usize], filter: Option<&BooleanArray>) {
        for (row, &group) in groups.iter().enumerate() {
            if counts(filter, row) && days.is_valid(row) {
                self.push(group, days.value(row));
            }
        }
    }

    fn push_lists(&mut self, lists: &ListArray, groups: &[usize], filter: Option<&BooleanArray>) {
        let days = lists.values().as_primitive::<Date32Type>().values();
        let offsets = lists.value_offsets();
        for (row, &group) in groups.iter().enumerate() {
            if counts(filter, row) && lists.is_valid(row) {
                for day in &days[offsets[row] as usize..offsets[row + 1] as usize] {
                    self.push(group, *day);
                }
            }
        }
    }

    /// The days of each of the groups to be emitted, in order; the groups left move down.
    fn emit(&mut self, emit_to: EmitTo) -> ListArray {
        let emitted = match emit_to {
            EmitTo::All => self.groups,
            EmitTo::First(groups) => groups,
        };
        self.entries.sort_unstable();
        self.entries.dedup();
        let rest = self.entries.partition_point(|entry| group_of(*entry) < emitted);
        let left: Vec<u64> = self.entries[rest..].iter().map(|entry| entry - ((emitted as u64) << 32)).collect();
        let mut lists = ListBuilder::with_capacity(Date32Builder::with_capacity(rest), emitted).with_field(day_field());
        let mut entries = self.entries[..rest].iter().peekable();
        for group in 0..emitted {
            while let Some(entry) = entries.next_if(|entry| group_of(**entry) == group) {
                lists.values().append_value(day_of(*entry));
            }
            lists.append(true);
        }
        self.entries = left;
        self.groups -= emitted;
        lists.finish()
    }
}

/// Whether a row counts.
pub(super) fn counts(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
}

impl GroupsAccumulator for Dates {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.groups = total_num_groups;
        match values[0].as_list_opt::<i32>() {
            Some(lists) => self.push_lists(lists, group_indices, filter),
            None => self.push_days(values[0].as_primitive(), group_indices, filter),
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        Ok(Arc::new(self.emit(emit_to)))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![Arc::new(self.emit(emit_to))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.groups = total_num_groups;
        self.push_lists(states[0].as_list(), group_indices, None);
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let each: Vec<usize> = (0..values[0].len()).collect();
        let mut alone = Self { groups: each.len(), ..Self::default() };
        alone.update_batch(values, &each, filter, each.len())?;
        alone.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.entries.capacity() * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(values: &[i32]) -> ArrayRef {
        Arc::new(Date32Array::from(values.to_vec()))
    }

    fn lists(array: &ArrayRef) -> Vec<Vec<i32>> {
        let lists = array.as_list::<i32>();
        lists.iter().flatten().map(|list| list.as_primitive::<Date32Type>().values().to_vec()).collect()
    }

    #[test]
    fn each_customer_s_days_come_out_once_and_in_order() {
        let mut dates = Dates::default();
        dates.update_batch(&[days(&[5, -3, 5, 5, 7])], &[1, 0, 1, 1, 0], None, 3).unwrap();
        let not_the_last = BooleanArray::from(vec![true, false]);
        dates.update_batch(&[days(&[2, 9])], &[1, 1], Some(&not_the_last), 3).unwrap();
        assert_eq!(lists(&dates.evaluate(EmitTo::All).unwrap()), [vec![-3, 7], vec![2, 5], vec![]]);
    }

    #[test]
    fn customers_left_keep_theirs_when_some_are_done() {
        let mut dates = Dates::default();
        dates.update_batch(&[days(&[1, 2, 3])], &[0, 1, 2], None, 3).unwrap();
        assert_eq!(lists(&dates.evaluate(EmitTo::First(1)).unwrap()), [vec![1]]);
        dates.update_batch(&[days(&[4])], &[1], None, 2).unwrap();
        assert_eq!(lists(&dates.evaluate(EmitTo::All).unwrap()), [vec![2], vec![3, 4]]);
    }

    #[test]
    fn what_was_gathered_apart_comes_together() {
        let dates = Dates::default();
        let state = dates.convert_to_state(&[days(&[3, 1, 3])], None).unwrap();
        assert_eq!(lists(&state[0]), [vec![3], vec![1], vec![3]]);
        let mut merged = Dates::default();
        merged.merge_batch(&state, &[0, 0, 1], 2).unwrap();
        // A list is taken as its days are.
        merged.update_batch(&state, &[1, 1, 1], None, 2).unwrap();
        assert_eq!(lists(&merged.evaluate(EmitTo::All).unwrap()), [vec![1, 3], vec![1, 3]]);
    }
}
