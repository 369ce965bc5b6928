//! `monthly_revenue(day, cents)` for the engine: what each customer brought in each of the months that
//! [`Months`] names, as a list of places and cents in turn. Given such lists, it adds them up.

use std::mem::size_of;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Builder, ListArray, ListBuilder};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, FieldRef, Int64Type};
use datafusion::common::{Result, not_impl_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{
    Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, TypeSignature, Volatility,
};

use super::Months;
use super::dates_aggregate::counts;

/// The aggregate function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct MonthlyRevenue {
    signature: Signature,
    months: Arc<Months>,
}

impl MonthlyRevenue {
    pub(super) fn new(months: Months) -> Self {
        let movements = TypeSignature::Exact(vec![DataType::Date32, DataType::Int64]);
        let lists = TypeSignature::Exact(vec![months_type()]);
        let signature = Signature::one_of(vec![movements, lists], Volatility::Immutable);
        Self { signature, months: Arc::new(months) }
    }
}

/// The type of a list of places and cents in turn.
pub(super) fn months_type() -> DataType {
    DataType::List(number_field())
}

fn number_field() -> FieldRef {
    Arc::new(Field::new("item", DataType::Int64, true))
}

impl AggregateUDFImpl for MonthlyRevenue {
    fn name(&self) -> &str {
        "monthly_revenue"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(months_type())
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        not_impl_err!("monthly_revenue wants groups")
    }

    fn state_fields(&self, arguments: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let name = format_state_name(arguments.name, "months");
        Ok(vec![Arc::new(Field::new(name, months_type(), true))])
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Sums { months: Arc::clone(&self.months), entries: Vec::new(), groups: 0 }))
    }
}

/// The months of all customers: each entry a customer's number and a month's place, and its cents.
#[derive(Debug)]
struct Sums {
    months: Arc<Months>,
    entries: Vec<((u32, u8), i64)>,
    groups: usize,
}

impl Sums {
    fn push(&mut self, group: usize, place: u8, cents: i64) {
        let key = (group as u32, place);
        // Files are sorted by customer and day: lines of one month mostly follow one another.
        match self.entries.last_mut() {
            Some((last, sum)) if *last == key => *sum = sum.saturating_add(cents),
            _ => self.entries.push((key, cents)),
        }
    }

    fn push_lists(&mut self, lists: &ListArray, groups: &[usize], filter: Option<&BooleanArray>) {
        let numbers = lists.values().as_primitive::<Int64Type>().values();
        let offsets = lists.value_offsets();
        for (row, &group) in groups.iter().enumerate() {
            if counts(filter, row) && lists.is_valid(row) {
                for pair in numbers[offsets[row] as usize..offsets[row + 1] as usize].chunks_exact(2) {
                    self.push(group, pair[0] as u8, pair[1]);
                }
            }
        }
    }

    /// The months of each of the groups to be emitted; the groups left move down.
    fn emit(&mut self, emit_to: EmitTo) -> ListArray {
        let emitted = match emit_to {
            EmitTo::All => self.groups,
            EmitTo::First(groups) => groups,
        };
        self.entries.sort_unstable_by_key(|(key, _)| *key);
        self.entries.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            is_same
        });
        let rest = self.entries.partition_point(|((group, _), _)| (*group as usize) < emitted);
        let moved = |((group, place), cents): &((u32, u8), i64)| ((group - emitted as u32, *place), *cents);
        let left = self.entries[rest..].iter().map(moved).collect();
        let mut lists =
            ListBuilder::with_capacity(Int64Builder::with_capacity(2 * rest), emitted).with_field(number_field());
        let mut entries = self.entries[..rest].iter().peekable();
        for group in 0..emitted {
            while let Some(((_, place), cents)) = entries.next_if(|((of, _), _)| *of as usize == group) {
                lists.values().append_value(i64::from(*place));
                lists.values().append_value(*cents);
            }
            lists.append(true);
        }
        self.entries = left;
        self.groups -= emitted;
        lists.finish()
    }
}

impl GroupsAccumulator for Sums {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.groups = total_num_groups;
        if let Some(lists) = values[0].as_list_opt::<i32>() {
            self.push_lists(lists, group_indices, filter);
            return Ok(());
        }
        let (days, cents) = (values[0].as_primitive::<Date32Type>(), values[1].as_primitive::<Int64Type>());
        for (row, &group) in group_indices.iter().enumerate() {
            let is_there = counts(filter, row) && days.is_valid(row) && cents.is_valid(row);
            if let Some(place) = self.months.place(days.value(row)).filter(|_| is_there) {
                self.push(group, place, cents.value(row));
            }
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
        let mut alone = Self { months: Arc::clone(&self.months), entries: Vec::new(), groups: each.len() };
        alone.update_batch(values, &each, filter, each.len())?;
        alone.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.entries.capacity() * size_of::<((u32, u8), i64)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::{Date32Array, Int64Array};
    use domain::Day;

    /// July 2024 to June 2026.
    fn sums() -> Sums {
        let as_of: Day = "2026-06-30".parse().unwrap();
        Sums { months: Arc::new(Months::complete_by(as_of)), entries: Vec::new(), groups: 0 }
    }

    fn movements(moved: &[(&str, i64)]) -> Vec<ArrayRef> {
        let days = moved.iter().map(|(on, _)| on.parse::<Day>().unwrap().epoch_days());
        let cents = moved.iter().map(|(_, cents)| *cents);
        vec![Arc::new(Date32Array::from_iter_values(days)), Arc::new(Int64Array::from_iter_values(cents))]
    }

    fn lists(array: &ArrayRef) -> Vec<Vec<i64>> {
        let lists = array.as_list::<i32>();
        lists.iter().flatten().map(|list| list.as_primitive::<Int64Type>().values().to_vec()).collect()
    }

    const MOVED: [(&str, i64); 5] =
        [("2024-07-01", 1), ("2026-06-30", 20), ("2024-07-31", 300), ("2024-06-30", 4_000), ("2026-06-01", -5)];

    #[test]
    fn each_customer_s_months_are_added_up() {
        let mut all = sums();
        all.update_batch(&movements(&MOVED), &[0, 1, 0, 0, 1], None, 3).unwrap();
        assert_eq!(lists(&all.evaluate(EmitTo::First(1)).unwrap()), [[0, 301]]);
        assert_eq!(lists(&all.evaluate(EmitTo::All).unwrap()), [vec![23, 15], vec![]]);
    }

    #[test]
    fn what_was_gathered_apart_comes_together() {
        let counted = BooleanArray::from(vec![true, true, true, true, false]);
        let state = sums().convert_to_state(&movements(&MOVED), Some(&counted)).unwrap();
        assert_eq!(lists(&state[0]), [vec![0, 1], vec![23, 20], vec![0, 300], vec![], vec![]]);
        let mut merged = sums();
        merged.merge_batch(&state, &[0; 5], 1).unwrap();
        assert_eq!(lists(&merged.evaluate(EmitTo::First(1)).unwrap()), [[0, 301, 23, 20]]);
        let mut added = sums();
        added.update_batch(&state, &[0; 5], None, 1).unwrap();
        assert_eq!(lists(&added.evaluate(EmitTo::All).unwrap()), [[0, 301, 23, 20]]);
    }
}
