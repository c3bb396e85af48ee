//! Dice: a list of numbers chosen beforehand, used up one by one; after the last come zeros.

/// Numbers to choose by. A zero is always the simplest choice.
#[derive(Clone, Debug)]
pub struct Dice {
    rolls: Vec<u16>,
    used: usize,
}

impl Dice {
    /// Dice that will fall so.
    pub fn new(rolls: Vec<u16>) -> Self {
        Self { rolls, used: 0 }
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        let roll = self.rolls.get(self.used).copied().unwrap_or(0);
        self.used += 1;
        usize::from(roll) % sides.max(1)
    }

    /// A number from one to another, both included.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        // High rolls are the "yes", so that zero is "no".
        self.below(100) >= 100 - percent
    }

    /// One of these; the first is the simplest.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
