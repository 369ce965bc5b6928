//! Columns of texts that have few values: what is asked of a text is asked once of each value, and not of
//! a million rows.

use std::collections::HashMap;

use datafusion::arrow::array::{Array, BooleanArray, StringArray};
use datafusion::arrow::buffer::{BooleanBuffer, NullBuffer};

use crate::order::text_at;

/// A column as its values and which of them each row has.
#[derive(Debug)]
pub(crate) struct Distinct {
    /// The values. The first is none at all, whether or not a row has none.
    pub values: StringArray,
    /// The place among them of each row's.
    pub places: Vec<u16>,
}

impl Distinct {
    /// A column's; `None` where it has more values than places can tell apart.
    pub(crate) fn of(texts: &StringArray) -> Option<Self> {
        let mut values: Vec<Option<&str>> = vec![None];
        let mut known: HashMap<&str, u16> = HashMap::new();
        let mut places = Vec::with_capacity(texts.len());
        for row in 0..texts.len() {
            let Some(text) = text_at(texts, row) else {
                places.push(0);
                continue;
            };
            let place = match known.get(text) {
                Some(place) => *place,
                None => {
                    let place = u16::try_from(values.len()).ok()?;
                    values.push(Some(text));
                    known.insert(text, place);
                    place
                }
            };
            places.push(place);
        }
        Some(Self { values: StringArray::from(values), places })
    }

    /// What was found of each value, for each row.
    pub(crate) fn spread(&self, found: &BooleanArray) -> BooleanArray {
        let over_rows = |of_values: &BooleanBuffer| {
            let of_values: Vec<bool> = of_values.iter().collect();
            BooleanBuffer::collect_bool(self.places.len(), |row| of_values[usize::from(self.places[row])])
        };
        let known = found.nulls().filter(|nulls| nulls.null_count() > 0);
        BooleanArray::new(over_rows(found.values()), known.map(|nulls| NullBuffer::new(over_rows(nulls.inner()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_value() {
        let texts = StringArray::from(vec![Some("SP"), None, Some("RJ"), Some("SP"), Some("")]);
        let distinct = Distinct::of(&texts).unwrap();
        let back: Vec<Option<&str>> =
            distinct.places.iter().map(|place| text_at(&distinct.values, usize::from(*place))).collect();
        assert_eq!(StringArray::from(back), texts);
        let found = BooleanArray::from(vec![None, Some(true), Some(false), Some(true)]);
        let expected = BooleanArray::from(vec![Some(true), None, Some(false), Some(true), Some(true)]);
        assert_eq!(distinct.spread(&found), expected);
    }

    #[test]
    fn of_too_many_values_there_is_none() {
        let texts = |count: u32| StringArray::from_iter_values((0..count).map(|number| number.to_string()));
        assert!(Distinct::of(&texts(65_535)).is_some());
        assert!(Distinct::of(&texts(65_536)).is_none());
    }
}
