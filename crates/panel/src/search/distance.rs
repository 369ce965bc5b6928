//! How far a word is from another: the letters missing, too many, wrong or two changed over.

/// The longest word that is compared; what is longer is no word people type.
const LONGEST: usize = 40;

/// The letters and digits that a word has, a bit each (digits share a few): words that differ in more of
/// them than so many changes bring about need not be compared.
pub(super) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |found, byte| {
        found
            | 1 << match byte {
                b'A'..=b'Z' => byte - b'A',
                b'0'..=b'9' => 26 + (byte - b'0') % 5,
                _ => 31,
            }
    })
}

/// Whether one letter changed, added or taken away, or two neighbours changed over, at most so many times,
/// make one word the other (optimal string alignment).
pub(super) fn is_within(most: usize, one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > most || one.len() > LONGEST || other.len() > LONGEST {
        return false;
    }
    // The distances between beginnings: of this letter's row, the row's before and the one's before that.
    let mut rows = [[0_usize; LONGEST + 1]; 3];
    rows[0].iter_mut().enumerate().for_each(|(length, distance)| *distance = length);
    for (place, letter) in one.iter().enumerate() {
        let (before, row) = (place % 3, (place + 1) % 3);
        rows[row][0] = place + 1;
        let mut least = place + 1;
        for (other_place, other_letter) in other.iter().enumerate() {
            let changed = rows[before][other_place] + usize::from(letter != other_letter);
            let added = rows[before][other_place + 1].min(rows[row][other_place]) + 1;
            let mut distance = changed.min(added);
            let is_swap = place > 0 && other_place > 0 && *letter == other[other_place - 1];
            if is_swap && one[place - 1] == *other_letter {
                distance = distance.min(rows[(place + 2) % 3][other_place - 1] + 1);
            }
            rows[row][other_place + 1] = distance;
            least = least.min(distance);
        }
        // Two letters changed over reach back one row more.
        if least > most + 1 {
            return false;
        }
    }
    rows[one.len() % 3][other.len()] <= most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("PADARIA", "PADARIA", 0)]
    #[case("PADRAIA", "PADARIA", 1)]
    #[case("PADRIA", "PADARIA", 1)]
    #[case("PPADARIA", "PADARIA", 1)]
    #[case("PEDARIA", "PADARIA", 1)]
    #[case("SUPERMECRADO", "SUPERMERCADO", 1)]
    #[case("SUPREMECADO", "SUPERMERCADO", 2)]
    #[case("ALFA", "BETA", 3)]
    #[case("", "AB", 2)]
    fn distances(#[case] one: &str, #[case] other: &str, #[case] distance: usize) {
        for most in 0..4 {
            assert_eq!(is_within(most, one, other), distance <= most, "{one} {other} {most}");
        }
    }

    proptest! {
        /// The same alignment by a library that is not in a hurry.
        #[test]
        fn agrees_with_the_definition(one in "[ABC]{0,9}", other in "[ABC]{0,9}", most in 0_usize..4) {
            let distance = strsim::osa_distance(&one, &other);
            prop_assert_eq!(is_within(most, &one, &other), distance <= most);
            // Letters never rule out what is near.
            let differing = (letters(&one) ^ letters(&other)).count_ones() as usize;
            prop_assert!(distance > most || differing <= 2 * most);
        }
    }
}
