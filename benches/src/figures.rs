//! Figures of several runs, and how they are written.

/// How often each thing is measured.
pub const RUNS: usize = 5;

/// One figure, as several runs gave it.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    runs: Vec<f64>,
}

impl Figure {
    /// Adds a run's.
    pub fn add(&mut self, value: f64) {
        self.runs.push(value);
        self.runs.sort_by(f64::total_cmp);
    }

    /// The one in the middle; of two, the greater. 0 without runs.
    pub fn median(&self) -> f64 {
        self.runs.get(self.runs.len() / 2).copied().unwrap_or(0.0)
    }

    /// The median, and in brackets the least and the greatest.
    pub fn shown(&self, decimals: usize) -> String {
        let (Some(least), Some(greatest)) = (self.runs.first(), self.runs.last()) else { return String::new() };
        if self.runs.len() == 1 {
            return number(*least, decimals);
        }
        let [median, least, greatest] = [self.median(), *least, *greatest].map(|value| number(value, decimals));
        format!("**{median}** ({least}–{greatest})")
    }
}

/// A number with its thousands apart.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut apart = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            apart.push(' ');
        }
        apart.push(digit);
    }
    apart + rest
}

/// Bytes in MB of a million.
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A bar, and whether it is held.
pub fn bar(text: &str, held: bool) -> String {
    format!("{text}: {}", if held { "held" } else { "**missed**" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_middle_and_the_ends() {
        let mut figure = Figure::default();
        [3.0, 1_234_567.0, 2.0, 40_000.0, 1.0].into_iter().for_each(|value| figure.add(value));
        assert_eq!(figure.shown(0), "**3** (1–1 234 567)");
        assert_eq!(number(999.95, 1), "1 000.0");
        assert_eq!(number(0.25, 2), "0.25");
    }
}
