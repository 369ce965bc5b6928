//! The rows of a panel in the order of one of its columns.
//!
//! Rows without value come last either way, and equal ones stand in the order of their customers, as they do
//! in the panel.

use std::cmp::Ordering;
use std::collections::HashSet;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Date32Array, Float64Array, Int64Array, StringArray};
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type};
use domain::text::normalised_name;
use serde::{Deserialize, Serialize};

use crate::distinct::Distinct;
use crate::metrics::Unit;

/// Where more than one row of so many has another value than before, rows are put in order anew.
const MANY_CHANGED: usize = 8;

/// What a row is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Key {
    /// A number, a date, or the bits of a fraction in its order.
    Number(i64),
    /// A text as people look it up, or a word as it is.
    Text(String),
}

/// A column to order by.
#[derive(Clone, Copy)]
pub(crate) enum Sorted<'c> {
    Whole(&'c Int64Array),
    Days(&'c Date32Array),
    Fractions(&'c Float64Array),
    /// Looked up without regard to accents, capitals and punctuation.
    Texts(&'c StringArray),
    /// Codes, as they are.
    Words(&'c StringArray),
}

/// A column and which way it goes.
#[derive(Clone, Copy)]
pub(crate) struct By<'c> {
    pub column: Sorted<'c>,
    /// From the greatest down.
    pub descending: bool,
}

impl<'c> Sorted<'c> {
    /// A column of a unit; `None` where its values are of another type.
    pub(crate) fn of(column: &'c ArrayRef, unit: Unit) -> Option<Self> {
        Some(match column.data_type() {
            DataType::Int64 => Self::Whole(column.as_primitive::<Int64Type>()),
            DataType::Date32 => Self::Days(column.as_primitive::<Date32Type>()),
            DataType::Float64 => Self::Fractions(column.as_primitive::<Float64Type>()),
            DataType::Utf8 if unit == Unit::Text => Self::Texts(column.as_string::<i32>()),
            DataType::Utf8 => Self::Words(column.as_string::<i32>()),
            _ => return None,
        })
    }

    fn number(&self, row: usize) -> Option<i64> {
        match self {
            Self::Whole(column) => column.is_valid(row).then(|| column.value(row)),
            Self::Days(column) => column.is_valid(row).then(|| i64::from(column.value(row))),
            Self::Fractions(column) => column.is_valid(row).then(|| in_order(column.value(row))),
            Self::Texts(_) | Self::Words(_) => None,
        }
    }

    fn key(&self, row: usize) -> Option<Key> {
        match self {
            Self::Texts(column) => text_at(column, row).map(|text| Key::Text(normalised_name(text))),
            Self::Words(column) => text_at(column, row).map(|word| Key::Text(word.to_owned())),
            _ => self.number(row).map(Key::Number),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Whole(column) => column.len(),
            Self::Days(column) => column.len(),
            Self::Fractions(column) => column.len(),
            Self::Texts(column) | Self::Words(column) => column.len(),
        }
    }

    /// The rows that do not have the same in another column of the same type.
    fn changed(&self, before: &Self) -> Option<Vec<u32>> {
        fn differing<V: PartialEq>(rows: usize, one: impl Fn(usize) -> V, other: impl Fn(usize) -> V) -> Vec<u32> {
            (0..rows).filter(|row| one(*row) != other(*row)).map(|row| row as u32).collect()
        }
        if self.len() != before.len() {
            return None;
        }
        Some(match (self, before) {
            (Self::Texts(one), Self::Texts(other)) | (Self::Words(one), Self::Words(other)) => {
                differing(self.len(), |row| text_at(one, row), |row| text_at(other, row))
            }
            _ => differing(self.len(), |row| self.number(row), |row| before.number(row)),
        })
    }
}

impl By<'_> {
    /// What a row is ordered by.
    pub(crate) fn key(&self, row: usize) -> Option<Key> {
        self.column.key(row)
    }

    /// All rows in this order, with the values of the column where it has few.
    pub(crate) fn order(&self, distinct: Option<&Distinct>) -> Vec<u32> {
        match (self.column, distinct) {
            (Sorted::Texts(_), Some(distinct)) => self.by_value(distinct, normalised_name),
            (Sorted::Words(_), Some(distinct)) => self.by_value(distinct, str::to_owned),
            (Sorted::Texts(column), None) => {
                let looked_up = column.iter().map(|text| text.map(normalised_name));
                self.by_text(&StringArray::from_iter(looked_up))
            }
            (Sorted::Words(column), None) => self.by_text(column),
            (numbers, _) => {
                let keyed = |row: usize| Some((numbers.number(row)?, row as u32));
                let mut keyed: Vec<(i64, u32)> = (0..numbers.len()).filter_map(keyed).collect();
                match self.descending {
                    true => keyed.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1))),
                    false => keyed.sort_unstable(),
                }
                with_the_empty(keyed.into_iter().map(|(_, row)| row), numbers.len(), |row| {
                    numbers.number(row).is_none()
                })
            }
        }
    }

    /// The order of rows that were in order before some of them changed; `None` where it is no less to begin
    /// anew.
    pub(crate) fn patched(&self, before: &Sorted<'_>, order: &[u32]) -> Option<Vec<u32>> {
        let changed = self.column.changed(before)?;
        if changed.len() > order.len() / MANY_CHANGED {
            return None;
        }
        let gone: HashSet<u32> = changed.iter().copied().collect();
        let mut moved: Vec<(Option<Key>, u32)> = changed.into_iter().map(|row| (self.key(row as usize), row)).collect();
        moved.sort_unstable_by(|one, other| self.compare(one, other));
        let kept: Vec<u32> = order.iter().copied().filter(|row| !gone.contains(row)).collect();
        let mut patched = Vec::with_capacity(order.len());
        let mut from = 0;
        for moved in &moved {
            let to = from + kept[from..].partition_point(|row| self.stands_before(*row, moved));
            patched.extend_from_slice(&kept[from..to]);
            patched.push(moved.1);
            from = to;
        }
        patched.extend_from_slice(&kept[from..]);
        Some(patched)
    }

    /// The first place in the order of whatever does not stand before a key and row.
    pub(crate) fn place_after(&self, order: &[u32], key: Option<Key>, row: u32) -> usize {
        let at = (key, row);
        order.partition_point(|row| self.stands_before(*row, &at))
    }

    fn stands_before(&self, row: u32, other: &(Option<Key>, u32)) -> bool {
        self.compare(&(self.key(row as usize), row), other) == Ordering::Less
    }

    fn compare(&self, one: &(Option<Key>, u32), other: &(Option<Key>, u32)) -> Ordering {
        let by_value = match (&one.0, &other.0) {
            (Some(one), Some(other)) if self.descending => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        };
        by_value.then(one.1.cmp(&other.1))
    }

    /// By the rank of each row's value: values that people look up alike have one rank.
    fn by_value(&self, distinct: &Distinct, looked_up: impl Fn(&str) -> String) -> Vec<u32> {
        let mut ranked: Vec<(String, usize)> =
            (1..distinct.values.len()).map(|place| (looked_up(distinct.values.value(place)), place)).collect();
        ranked.sort_unstable();
        if self.descending {
            ranked.reverse();
        }
        // What has no value comes after all ranks.
        let mut rank_of = vec![ranked.len(); distinct.values.len()];
        let mut rank = 0;
        for (place, (text, value)) in ranked.iter().enumerate() {
            if place > 0 && *text != ranked[place - 1].0 {
                rank += 1;
            }
            rank_of[*value] = rank;
        }
        let mut starts = vec![0_usize; ranked.len() + 2];
        distinct.places.iter().for_each(|place| starts[rank_of[usize::from(*place)] + 1] += 1);
        for rank in 1..starts.len() {
            starts[rank] += starts[rank - 1];
        }
        let mut order = vec![0_u32; distinct.places.len()];
        for (row, place) in distinct.places.iter().enumerate() {
            let next = &mut starts[rank_of[usize::from(*place)]];
            order[*next] = row as u32;
            *next += 1;
        }
        order
    }

    /// By texts compared as they are: most are told apart by how they begin.
    fn by_text(&self, texts: &StringArray) -> Vec<u32> {
        let beginning = |text: &str| {
            let mut bytes = [0; 16];
            let length = text.len().min(bytes.len());
            bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
            u128::from_be_bytes(bytes)
        };
        let keyed = |row: usize| Some((beginning(text_at(texts, row)?), row as u32));
        let mut keyed: Vec<(u128, u32)> = (0..texts.len()).filter_map(keyed).collect();
        let by_text = |one: &(u128, u32), other: &(u128, u32)| {
            let whole = |row: u32| texts.value(row as usize);
            one.0.cmp(&other.0).then_with(|| whole(one.1).cmp(whole(other.1)))
        };
        keyed.sort_unstable_by(|one, other| {
            let by_text = if self.descending { by_text(other, one) } else { by_text(one, other) };
            by_text.then(one.1.cmp(&other.1))
        });
        with_the_empty(keyed.into_iter().map(|(_, row)| row), texts.len(), |row| texts.is_null(row))
    }
}

/// Rows in order, and after them those without value.
fn with_the_empty(in_order: impl Iterator<Item = u32>, rows: usize, is_empty: impl Fn(usize) -> bool) -> Vec<u32> {
    let mut order = Vec::with_capacity(rows);
    order.extend(in_order);
    if order.len() < rows {
        order.extend((0..rows).filter(|row| is_empty(*row)).map(|row| row as u32));
    }
    order
}

/// A whole number in the total order of fractions.
fn in_order(fraction: f64) -> i64 {
    let bits = fraction.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// A text of a row; `None` where the row, if there is one, has none.
pub(crate) fn text_at(texts: &StringArray, row: usize) -> Option<&str> {
    (row < texts.len() && texts.is_valid(row)).then(|| texts.value(row))
}

/// The first row of texts in order, those without text first, that is no less than a text.
pub(crate) fn place_from(texts: &StringArray, text: &str) -> usize {
    partition(texts, |known| known < Some(text))
}

/// The first row of texts in order, those without text first, that is greater than a text.
pub(crate) fn place_after(texts: &StringArray, text: &str) -> usize {
    partition(texts, |known| known <= Some(text))
}

fn partition(texts: &StringArray, is_before: impl Fn(Option<&str>) -> bool) -> usize {
    let (mut from, mut to) = (0, texts.len());
    while from < to {
        let middle = from + (to - from) / 2;
        if is_before(text_at(texts, middle)) { from = middle + 1 } else { to = middle }
    }
    from
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;

    /// The order that sorting pairs of value and row gives.
    fn expected<V: Ord>(values: &[Option<V>], descending: bool) -> Vec<u32> {
        let mut rows: Vec<u32> = (0..values.len() as u32).collect();
        rows.sort_by(|one, other| match (&values[*one as usize], &values[*other as usize]) {
            (Some(one), Some(other)) if descending => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        });
        rows
    }

    fn texts() -> impl Strategy<Value = Vec<Option<String>>> {
        prop::collection::vec(prop::option::of("[aAáÁbZ .]{0,10}"), 0..60)
    }

    proptest! {
        #[test]
        fn texts_are_in_the_order_people_look_them_up(values in texts(), descending in any::<bool>()) {
            let column: ArrayRef = Arc::new(StringArray::from(values.clone()));
            let by = By { column: Sorted::of(&column, Unit::Text).unwrap(), descending };
            let looked_up: Vec<Option<String>> = values.iter().map(|text| Some(normalised_name(text.as_ref()?))).collect();
            let expected = expected(&looked_up, descending);
            let distinct = Distinct::of(column.as_string::<i32>());
            prop_assert_eq!(&by.order(None), &expected);
            prop_assert_eq!(&by.order(distinct.as_ref()), &expected);
            for (place, row) in expected.iter().enumerate() {
                prop_assert_eq!(by.place_after(&expected, by.key(*row as usize), row + 1), place + 1);
            }
        }

        #[test]
        fn fractions_are_in_order(
            eighths in prop::collection::vec(prop::option::of(-20_i64..20), 0..60),
            descending in any::<bool>(),
        ) {
            let fractions = eighths.iter().map(|eighths| eighths.map(|eighths| eighths as f64 / 8.0));
            let column: ArrayRef = Arc::new(Float64Array::from_iter(fractions));
            let by = By { column: Sorted::of(&column, Unit::Share).unwrap(), descending };
            prop_assert_eq!(by.order(None), expected(&eighths, descending));
        }

        #[test]
        fn a_patched_order_is_the_order(
            before in prop::collection::vec(prop::option::of(0_i64..6), 1..80),
            changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(0_i64..6)), 0..6),
            descending in any::<bool>(),
        ) {
            let mut after = before.clone();
            changes.iter().for_each(|(at, value)| after[at.index(before.len())] = *value);
            let (old, new): (ArrayRef, ArrayRef) =
                (Arc::new(Int64Array::from(before)), Arc::new(Int64Array::from(after.clone())));
            let by = |column| By { column: Sorted::of(column, Unit::Count).unwrap(), descending };
            let order = by(&old).order(None);
            let expected = expected(&after, descending);
            if let Some(patched) = by(&new).patched(&by(&old).column, &order) {
                prop_assert_eq!(&patched, &expected);
            }
            prop_assert_eq!(by(&new).order(None), expected);
        }
    }

    #[test]
    fn places_in_texts_in_order() {
        let texts = StringArray::from(vec![None, Some("b"), Some("d")]);
        assert_eq!(["a", "b", "c", "d", "e"].map(|text| place_from(&texts, text)), [1, 1, 2, 2, 3]);
        assert_eq!(["a", "b", "c", "d", "e"].map(|text| place_after(&texts, text)), [1, 2, 2, 3, 3]);
        assert_eq!(place_from(&StringArray::from(vec![None::<&str>]), ""), 1);
    }
}
