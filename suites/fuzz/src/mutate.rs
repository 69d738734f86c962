//! Inputs that are nearly good.

use crate::corpus::Corpus;
use crate::dice::Dice;

/// No input is longer: what is slow in a build for tests is not slow for people.
const LONGEST: usize = 8_000;

/// How often a part is repeated at most.
const OFTEN: usize = 1_500;

/// Makes inputs of a corpus.
#[derive(Clone, Debug)]
pub struct Mutator {
    corpus: Corpus,
    dice: Dice,
}

impl Mutator {
    /// The same inputs for the same corpus and seed.
    pub fn new(corpus: Corpus, seed: u64) -> Self {
        Self { corpus, dice: Dice::new(seed) }
    }

    /// The next input.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.dice.pick(&self.corpus.inputs).cloned().unwrap_or_default();
        for _ in 0..=self.dice.below(6) {
            input = self.mutated(input);
            input.truncate(LONGEST);
        }
        input
    }

    fn mutated(&mut self, mut input: Vec<u8>) -> Vec<u8> {
        match self.dice.below(11) {
            0 => drop(self.cut_out(&mut input)),
            1 => input.truncate(self.dice.below(input.len() + 1)),
            2 | 3 => {
                let word = self.word();
                self.put_in(&mut input, &word);
            }
            4 => {
                let at = self.cut_out(&mut input);
                let word = self.word();
                input.splice(at..at, word);
            }
            5 => self.repeat(&mut input),
            6 => self.flip(&mut input),
            7 => return self.moved_line(&input),
            8 => return self.indented(&input),
            9 => {
                let other = self.dice.pick(&self.corpus.inputs).cloned().unwrap_or_default();
                let (from, to) = self.range(&other);
                self.put_in(&mut input, &other[from..to]);
            }
            _ => {
                let (from, to) = self.range(&input);
                let part = input[from..to].to_vec();
                self.put_in(&mut input, &part);
            }
        }
        input
    }

    fn word(&mut self) -> Vec<u8> {
        self.dice.pick(&self.corpus.words).cloned().unwrap_or_default()
    }

    /// A part, mostly a short one.
    fn range(&mut self, input: &[u8]) -> (usize, usize) {
        let from = self.dice.below(input.len() + 1);
        let longest = if self.dice.below(4) == 0 { input.len() } else { 12 };
        let to = (from + self.dice.below(longest + 1)).min(input.len());
        (from, to)
    }

    /// Takes a part out; where it was.
    fn cut_out(&mut self, input: &mut Vec<u8>) -> usize {
        let (from, to) = self.range(input);
        input.drain(from..to);
        from
    }

    fn put_in(&mut self, input: &mut Vec<u8>, part: &[u8]) {
        let at = self.dice.below(input.len() + 1);
        input.splice(at..at, part.iter().copied());
    }

    /// Depth and length that nobody writes.
    fn repeat(&mut self, input: &mut Vec<u8>) {
        let part = if self.dice.below(2) == 0 {
            self.word()
        } else {
            let (from, to) = self.range(input);
            input[from..to].to_vec()
        };
        let times = match self.dice.below(3) {
            0 => self.dice.below(OFTEN),
            _ => self.dice.below(8),
        };
        let many = part.repeat(times);
        self.put_in(input, &many[..many.len().min(LONGEST)]);
    }

    fn flip(&mut self, input: &mut [u8]) {
        let at = self.dice.below(input.len());
        let byte = self.dice.roll().to_le_bytes()[0];
        if let Some(place) = input.get_mut(at) {
            *place = byte;
        }
    }

    fn moved_line(&mut self, input: &[u8]) -> Vec<u8> {
        let mut lines: Vec<&[u8]> = input.split(|&byte| byte == b'\n').collect();
        let line = lines.remove(self.dice.below(lines.len()));
        lines.insert(self.dice.below(lines.len() + 1), line);
        lines.join(&b'\n')
    }

    fn indented(&mut self, input: &[u8]) -> Vec<u8> {
        let mut lines: Vec<Vec<u8>> =
            input.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
        let at = self.dice.below(lines.len());
        let by = self.dice.below(5);
        let line = &mut lines[at];
        if self.dice.below(2) == 0 {
            line.splice(0..0, std::iter::repeat_n(b' ', by));
        } else {
            let blanks = line.iter().take_while(|byte| **byte == b' ').count();
            line.drain(..blanks.min(by));
        }
        lines.join(&b'\n')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_inputs_and_none_is_without_end() {
        let corpus = Corpus::of([b"name: a\nsteps:\n  - get: /b\n".to_vec(), Vec::new()]);
        let (mut one, mut other) = (Mutator::new(corpus.clone(), 7), Mutator::new(corpus, 7));
        for _ in 0..2_000 {
            let input = one.next_input();
            assert_eq!(input, other.next_input());
            assert!(input.len() <= LONGEST);
        }
    }
}
