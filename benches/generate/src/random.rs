//! A small seeded generator of random numbers, whose output is the same on every platform: only
//! integer arithmetic and the float operations that IEEE 754 fixes to the last bit.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// An independent generator for one of a seed's purposes, so that drawing more for one does not
    /// change another.
    pub fn fork(seed: u64, purpose: u64) -> Self {
        let mut random = Self::new(seed ^ mixed(purpose.wrapping_mul(GOLDEN_GAMMA) ^ 0x5851_F42D_4C95_7F2D));
        random.bits();
        random
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        mixed(self.state)
    }

    /// A number below a bound, which must not be 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// A place in a list of some length, which must not be 0.
    pub fn place(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }

    /// A number from 0 to 1, 1 excluded.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something happens that has a probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of several things.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.place(things.len())]
    }

    /// One of several words.
    pub fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.place(words.len())]
    }

    /// The place of one of several things with weights, not all of which may be 0.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        unreachable!("what is left is below the sum of the weights")
    }

    /// Near enough to a standard normal variate: the sum of twelve uniform ones less six, which
    /// never leaves ±6.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// A lognormal variate of a median and a standard deviation of the logarithm.
    pub fn lognormal(&mut self, median: f64, spread: f64) -> f64 {
        median * exp(spread * self.normal())
    }

    /// A count from 1 to a limit, falling off geometrically, of about a mean (a little less, for the
    /// limit).
    pub fn geometric(&mut self, mean: f64, limit: usize) -> usize {
        let mut count = 1;
        while count < limit && self.chance(1.0 - 1.0 / mean) {
            count += 1;
        }
        count
    }
}

/// e to a power, the same on every platform, for powers within ±100.
pub fn exp(power: f64) -> f64 {
    let halvings = (power / std::f64::consts::LN_2).round();
    let rest = power - halvings * std::f64::consts::LN_2;
    let mut term = 1.0;
    let mut sum = 1.0;
    for step in 1..=14 {
        term *= rest / f64::from(step);
        sum += term;
    }
    let factor = if halvings < 0.0 { 0.5 } else { 2.0 };
    (0..halvings.abs() as u32).fold(sum, |sum, _| sum * factor)
}

fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_published_sequence() {
        let mut random = Random::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn its_exponential_is_the_exponential() {
        for power in [-20.0, -1.5, -0.1, 0.0, 0.3, 1.0, 5.0, 12.0] {
            assert!((exp(power) / f64::exp(power) - 1.0).abs() < 1e-13, "{power}");
        }
    }

    #[test]
    fn its_variates_have_their_means() {
        let mut random = Random::new(7);
        let mean = |draw: &mut dyn FnMut() -> f64| (0..20_000).map(|_| draw()).sum::<f64>() / 20_000.0;
        assert!(mean(&mut || random.normal()).abs() < 0.03);
        assert!((mean(&mut || random.geometric(4.0, 20) as f64) - 4.0).abs() < 0.15);
        assert!((mean(&mut || random.between(1, 6) as f64) - 3.5).abs() < 0.05);
        let places: Vec<usize> = (0..10_000).map(|_| random.weighted([1, 0, 3].into_iter())).collect();
        assert!(!places.contains(&1) && places.iter().filter(|place| **place == 2).count() > 7_000);
    }
}
