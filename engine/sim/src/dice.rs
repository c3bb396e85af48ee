//! Chance that is the same every time: a seed and the name of a question give an answer. Nothing is
//! drawn in an order, so a change in one place leaves every other answer as it was.

/// A seed that answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// Other dice, for one of many.
    pub fn number(self, n: u64) -> Self {
        Self(mix(self.0 ^ mix(n.wrapping_add(1))))
    }

    /// A number below `sides`, evenly; 0 of no sides.
    pub fn roll(self, question: &str, sides: u64) -> u64 {
        // FNV-1a over the question, then the finisher of splitmix64: both fixed for good, so that a
        // seed that was written down gives the same cases years later.
        let hash = question.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        mix(self.0 ^ hash).checked_rem(sides).unwrap_or(0)
    }
}

fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_answers_alike_and_the_answers_are_even() {
        assert_eq!(Dice(7).roll("when", 1_000), Dice(7).roll("when", 1_000));
        assert_eq!(Dice(7).roll("when", 0), 0);
        let mut counts = [0_u32; 6];
        for n in 0..6_000 {
            let side = usize::try_from(Dice(42).number(n).roll("side", 6)).expect("below six");
            counts[side] += 1;
        }
        assert!(counts.iter().all(|count| (850..1_150).contains(count)), "{counts:?}");
    }
}
