//! The forms of a token, and where they stand in a text.
//!
//! In comes a token, once, and then texts; out come the places of every piece of the token that is long
//! enough to matter: plain, reversed, with a character between any two, in hexadecimal digits and in
//! base64, in any case, under any escapes that `decode` undoes.

use super::decode::{self, Layer};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use std::collections::HashMap;
use std::ops::Range;

/// The longest piece that is looked up at once.
const GRAM: usize = 8;
/// How many bits tell that a piece belongs to no form.
const FILTER_BITS: u32 = 16;
/// How often one piece of a token that repeats itself is looked at.
const MOST_PLACES: usize = 64;

/// Everything that is looked for. All bytes are in lower case.
#[derive(Clone)]
pub(super) struct Forms {
    forms: Vec<Form>,
    indexes: Vec<Index>,
}

#[derive(Clone)]
struct Form {
    bytes: Vec<u8>,
    /// The length from which on a piece of it is a find.
    least: usize,
}

/// The pieces of one length.
#[derive(Clone)]
struct Index {
    length: usize,
    filter: Vec<u64>,
    /// Form and offset by piece.
    places: HashMap<u64, Vec<(usize, usize)>>,
}

/// A place in a text.
pub(super) struct Found {
    /// The bytes of the text.
    pub(super) at: Range<usize>,
    /// The token is there from its beginning to its end.
    pub(super) whole: bool,
}

impl Forms {
    pub(super) fn new(token: &str) -> Self {
        let forms = forms(token);
        let mut indexes: Vec<Index> = Vec::new();
        for (number, form) in forms.iter().enumerate() {
            let length = form.least.min(GRAM);
            let known = indexes.iter().position(|index| index.length == length);
            let at = known.unwrap_or_else(|| {
                indexes.push(Index::new(length));
                indexes.len() - 1
            });
            indexes[at].add(number, &form.bytes);
        }
        Self { forms, indexes }
    }

    /// Every place in the text, in no order; places may overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        if self.forms.iter().all(|form| form.least > text.len()) {
            return found;
        }
        decode::layers(text, &mut |layer| {
            self.scan(&layer.bytes, &mut |run, whole| {
                found.push(Found { at: layer.starts[run.start]..layer.starts[run.end], whole });
            });
            self.find_spaced(layer, &mut found);
        });
        found
    }

    /// Finds what has one and the same character between any two.
    fn find_spaced(&self, layer: &Layer, found: &mut Vec<Found>) {
        for phase in 0..2 {
            let half: Vec<u8> = layer.bytes.iter().skip(phase).step_by(2).copied().collect();
            self.scan(&half, &mut |run, whole| {
                let (first, last) = (2 * run.start + phase, 2 * (run.end - 1) + phase);
                let separator = layer.bytes[first + 1];
                let is_spaced = separator.is_ascii()
                    && !separator.is_ascii_alphanumeric()
                    && (first + 1..last).step_by(2).all(|at| layer.bytes[at] == separator);
                if is_spaced {
                    let at = layer.starts[first]..layer.starts[last + 1];
                    found.push(Found { at, whole });
                }
            });
        }
    }

    fn scan(&self, bytes: &[u8], found: &mut dyn FnMut(Range<usize>, bool)) {
        for index in &self.indexes {
            let mut piece = 0;
            let mut after = 0;
            for (at, byte) in bytes.iter().enumerate() {
                piece = index.shift(piece, *byte);
                let end = at + 1;
                if end < index.length || end <= after || !index.may_have(piece) {
                    continue;
                }
                for &(form, offset) in index.places.get(&piece).into_iter().flatten() {
                    let start = end - index.length;
                    let Some(run) = self.forms[form].run(bytes, start, offset, index.length) else {
                        continue;
                    };
                    after = after.max(run.end);
                    let whole = run.len() == self.forms[form].bytes.len();
                    found(run, whole);
                }
            }
        }
    }
}

impl Form {
    fn new(bytes: &[u8], least: usize) -> Self {
        let least = least.max(bytes.len() / 2).min(bytes.len());
        Self { bytes: bytes.to_ascii_lowercase(), least }
    }

    /// The longest common run around a piece that stands at `start` of the text and at `offset` here.
    fn run(&self, text: &[u8], start: usize, offset: usize, length: usize) -> Option<Range<usize>> {
        let same = |(a, b): &(&u8, &u8)| a.to_ascii_lowercase() == **b;
        let before = text[..start].iter().rev().zip(self.bytes[..offset].iter().rev());
        let behind = text[start + length..].iter().zip(&self.bytes[offset + length..]);
        let run = start - before.take_while(same).count()
            ..start + length + behind.take_while(same).count();
        (run.len() >= self.least).then_some(run)
    }
}

impl Index {
    fn new(length: usize) -> Self {
        Self { length, filter: vec![0; 1 << (FILTER_BITS - 6)], places: HashMap::new() }
    }

    fn add(&mut self, form: usize, bytes: &[u8]) {
        let mut piece = 0;
        for (at, byte) in bytes.iter().enumerate() {
            piece = self.shift(piece, *byte);
            if let Some(offset) = (at + 1).checked_sub(self.length) {
                let (word, bit) = Self::bit(piece);
                self.filter[word] |= bit;
                let places = self.places.entry(piece).or_default();
                if places.len() < MOST_PLACES {
                    places.push((form, offset));
                }
            }
        }
    }

    /// The piece that ends with this byte.
    fn shift(&self, piece: u64, byte: u8) -> u64 {
        let shifted = (piece << 8) | u64::from(byte.to_ascii_lowercase());
        shifted & (u64::MAX >> (64 - 8 * self.length))
    }

    fn may_have(&self, piece: u64) -> bool {
        let (word, bit) = Self::bit(piece);
        self.filter[word] & bit != 0
    }

    fn bit(piece: u64) -> (usize, u64) {
        let mixed = piece.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let word = usize::try_from(mixed >> (64 + 6 - FILTER_BITS)).unwrap_or_default();
        (word, 1 << ((mixed >> (64 - FILTER_BITS)) & 63))
    }
}

/// The token with every letter in the other case: wrong for a server, a secret all the same.
pub(super) fn swap_case(token: &str) -> String {
    let swap = |c: char| {
        if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
    };
    token.chars().map(swap).collect()
}

fn forms(token: &str) -> Vec<Form> {
    let reversed: Vec<u8> = token.bytes().rev().collect();
    let mut forms = vec![Form::new(token.as_bytes(), GRAM), Form::new(&reversed, GRAM)];
    let mut variants = vec![
        token.to_owned(),
        token.to_ascii_lowercase(),
        token.to_ascii_uppercase(),
        swap_case(token),
    ];
    variants.sort();
    variants.dedup();
    for variant in variants {
        let hex: String = variant.bytes().map(|byte| format!("{byte:02x}")).collect();
        forms.push(Form::new(hex.as_bytes(), 2 * GRAM));
        for text in base64_forms(variant.as_bytes()) {
            forms.push(Form::new(text.as_bytes(), GRAM * 4 / 3));
        }
    }
    forms
}

/// Inside a longer text (`user:token`) the token starts at one of three places of a group of base64;
/// only the characters made of nothing but the token stay the same.
fn base64_forms(token: &[u8]) -> Vec<String> {
    /// Shorter ones would be found in any text.
    const SHORTEST: usize = 6;
    let mut forms = Vec::new();
    for (offset, mixed) in [(0, 0), (1, 2), (2, 3)] {
        let mut padded = vec![0; offset];
        padded.extend(token);
        let pure = padded.len() * 8 / 6;
        let encoded = BASE64_STANDARD_NO_PAD.encode(&padded);
        let inner = encoded.get(mixed..pure).unwrap_or_default();
        forms.push(inner.to_owned());
        forms.push(inner.replace('+', "-").replace('/', "_"));
    }
    forms.retain(|form| form.len() >= SHORTEST);
    forms.dedup();
    forms
}
