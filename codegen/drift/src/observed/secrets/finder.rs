//! Finds which of many texts stands at a place of another one, the longest first.
//!
//! The search over lengths is binary: every text leaves marks at the lengths that such a search
//! passes on its way to it. Beginnings are compared by their hashes, so that a step costs the same at
//! any length, and the whole search grows with the text that is searched alone.

use super::SHORT;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// The modulus of the hashes, a Mersenne prime.
const PRIME: u64 = (1 << 61) - 1;

/// The texts that are looked for.
#[derive(Debug, Default)]
pub(super) struct Finder {
    /// The first bytes of all of them.
    starts: HashSet<[u8; SHORT]>,
    /// By length and hash of a beginning: the length of the longest text that it begins with.
    marks: HashMap<(usize, u64), Option<usize>>,
    /// The first step of the search.
    step: usize,
    base: u64,
}

impl Finder {
    /// Looks for these texts, which come in the order of their lengths.
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        // Whoever does not know the base cannot make texts of one hash.
        let base = 256 + RandomState::new().hash_one(SHORT) % (PRIME - 256);
        let mut finder = Self { base, ..Self::default() };
        texts.for_each(|text| finder.add(text.as_bytes()));
        finder
    }

    fn add(&mut self, text: &[u8]) {
        let Some(start) = text.first_chunk() else { return };
        self.starts.insert(*start);
        let searched = self.searched(text);
        let bits = text.len().ilog2();
        self.step = self.step.max(1 << bits);
        let mut length = 0;
        for bit in (0..=bits).rev().filter(|bit| text.len() & (1 << bit) != 0) {
            length += 1 << bit;
            let mark = (length, searched.hash(0, length));
            let longest = if length == text.len() {
                Some(length)
            } else {
                self.longest(&searched, 0, length)
            };
            let known = self.marks.entry(mark).or_default();
            *known = (*known).max(longest);
        }
    }

    /// A text in which the others are looked for.
    pub(super) fn searched<'t>(&self, text: &'t [u8]) -> Searched<'t> {
        let (mut hashes, mut powers) = (vec![0], vec![1]);
        for (index, byte) in text.iter().enumerate() {
            hashes.push((times(hashes[index], self.base) + u64::from(*byte) + 1) % PRIME);
            powers.push(times(powers[index], self.base));
        }
        Searched { text, hashes, powers }
    }

    /// Whether one of the texts may stand here.
    pub(super) fn may_start(&self, text: &[u8]) -> bool {
        text.first_chunk().is_some_and(|start| self.starts.contains(start))
    }

    /// The length of the longest of the texts that stands at a place and within the end.
    pub(super) fn longest(&self, searched: &Searched<'_>, at: usize, end: usize) -> Option<usize> {
        if !self.may_start(&searched.text[at..end]) {
            return None;
        }
        let (mut length, mut step, mut longest) = (0, self.step, None);
        while step > 0 {
            let next = length + step;
            step /= 2;
            if at + next > end {
                continue;
            }
            if let Some(mark) = self.marks.get(&(next, searched.hash(at, at + next))) {
                length = next;
                longest = longest.max(*mark);
            }
        }
        longest
    }
}

/// A text with the hashes of all its beginnings.
pub(super) struct Searched<'t> {
    text: &'t [u8],
    hashes: Vec<u64>,
    powers: Vec<u64>,
}

impl Searched<'_> {
    fn hash(&self, from: usize, to: usize) -> u64 {
        let before = times(self.hashes[from], self.powers[to - from]);
        (self.hashes[to] + PRIME - before) % PRIME
    }
}

/// The product of two numbers below the prime.
fn times(left: u64, right: u64) -> u64 {
    // The remainder is below the prime, which fits.
    (u128::from(left) * u128::from(right) % u128::from(PRIME)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_text_is_found_wherever_it_stands() {
        let long = "a".repeat(20);
        let mut texts: Vec<String> = (8..40).map(|count| "a".repeat(count) + "1").collect();
        texts.extend(["abcdefgh", "abcdefghi", "abcdefghijklmnop"].map(str::to_owned));
        texts.sort_by_key(String::len);
        let finder = Finder::new(texts.iter().map(String::as_str));
        let text = format!("x{long}1 abcdefghijk {long} abcdefghijklmnopq {}1", "a".repeat(50));
        let searched = finder.searched(text.as_bytes());
        for at in 0..text.len() {
            let longest = texts.iter().rev().find(|other| text[at..].starts_with(other.as_str()));
            let found = finder.longest(&searched, at, text.len());
            assert_eq!(found, longest.map(String::len), "{}", &text[at..]);
        }
    }
}
