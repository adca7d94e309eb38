//! Reproducible chance: the same seed gives the same world on any machine. Not for secrets.

/// SplitMix64 (Steele, Lea and Flood, 2014): small, fast, and with independent streams by construction.
#[derive(Debug, Clone)]
pub struct Chance {
    state: u64,
}

impl Chance {
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A stream of its own for one part of the world, so that a change in one part leaves the others alone.
    #[must_use]
    pub fn stream(seed: u64, name: &str) -> Self {
        // FNV-1a spreads the name; the generator's own mixing does the rest.
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash)
    }

    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to and without `bound`; 0 when the bound is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The high half of the product: no bias one could see in a demonstration, and no rejection loop.
        ((u128::from(self.draw()) * u128::from(bound)) >> 64) as u64
    }

    /// A number between two, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// From 0 up to and without 1.
    pub fn unit(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True this many times in a thousand.
    pub fn per_mille(&mut self, rate: u64) -> bool {
        self.below(1000) < rate
    }

    /// One of the items; none of none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = usize::try_from(self.below(items.len() as u64)).unwrap_or(0);
        items.get(index)
    }

    /// The index of one weight, chosen in proportion.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (index, weight) in weights.enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// A skewed amount around a middle, most between half and twice of it: what consignments look like.
    pub fn around(&mut self, middle: f64) -> f64 {
        // The sum of a few uniforms is near enough to a bell; its exponential is near enough to a log-normal.
        let bell = (0..4).map(|_| self.unit()).sum::<f64>() - 2.0;
        middle * (bell * 0.9).exp()
    }

    /// A 128-bit seed for identifiers.
    pub fn wide(&mut self) -> u128 {
        (u128::from(self.draw()) << 64) | u128::from(self.draw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_published_numbers() {
        let mut chance = Chance::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| chance.draw()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn amounts_stay_in_their_bounds() {
        let mut chance = Chance::stream(1, "test");
        for _ in 0..10_000 {
            assert!((3..=7).contains(&chance.between(3, 7)));
            assert!((10.0..1000.0).contains(&chance.around(100.0)));
            assert!(chance.weighted([0, 5, 0, 1].into_iter()) % 2 == 1);
        }
    }
}
