//! The pointers that are looked for, and where a reader is among them while the events of a document
//! go by. In come events, out come positions; collections that nobody asked for cost next to nothing.

use super::Position;
use crate::pointer::unescape_pointer;
use std::borrow::Cow;
use std::collections::HashMap;

/// The pointers that are looked for, as a tree of reference tokens.
pub(super) struct Wanted {
    spots: Vec<Spot>,
}

/// One element of the document that is looked for, or that encloses one.
#[derive(Default)]
struct Spot {
    below: HashMap<String, usize>,
    position: Option<Position>,
}

const ROOT: usize = 0;

impl Default for Wanted {
    fn default() -> Self {
        Self { spots: vec![Spot::default()] }
    }
}

impl Wanted {
    /// Asks for a pointer and all that encloses it.
    pub(super) fn add(&mut self, pointer: &str) {
        let mut at = ROOT;
        for token in tokens(pointer) {
            let next = self.spots.len();
            let spot = *self.spots[at].below.entry(token.into_owned()).or_insert(next);
            if spot == next {
                self.spots.push(Spot::default());
            }
            at = spot;
        }
    }

    /// The position of the pointer, or of the nearest element around it that was found, and how deep
    /// that stands.
    pub(super) fn nearest(&self, pointer: &str) -> Option<(usize, Position)> {
        let mut at = ROOT;
        let mut found = self.spots[ROOT].position.map(|position| (0, position));
        for (depth, token) in (1..).zip(tokens(pointer)) {
            at = self.below(at, &token)?;
            match self.spots[at].position {
                Some(position) => found = Some((depth, position)),
                None => break,
            }
        }
        found
    }

    fn below(&self, spot: usize, token: &str) -> Option<usize> {
        self.spots[spot].below.get(token).copied()
    }
}

/// The reference tokens of a pointer, unescaped.
fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape_pointer)
}

/// A reader's place in the document. Positions and names are asked for only where they are wanted.
pub(super) struct Cursor<'w> {
    wanted: &'w mut Wanted,
    open: Vec<Frame>,
}

/// One open collection; `spot` tells whether anything below it is wanted.
struct Frame {
    spot: Option<usize>,
    next: Next,
}

/// What comes next in a collection.
enum Next {
    Key,
    /// The value of a property, and where its key stands.
    Value(Option<(usize, Position)>),
    Item(usize),
}

impl<'w> Cursor<'w> {
    pub(super) fn new(wanted: &'w mut Wanted) -> Self {
        Self { wanted, open: Vec::new() }
    }

    /// A scalar: the name of a property where one is due, else a value.
    pub(super) fn scalar<'t>(
        &mut self,
        name: impl FnOnce() -> Cow<'t, str>,
        here: impl FnOnce() -> Position,
    ) {
        if let Some(Frame { spot, next: next @ Next::Key }) = self.open.last_mut() {
            let spot = spot.and_then(|spot| self.wanted.below(spot, &name()));
            *next = Next::Value(spot.map(|spot| (spot, here())));
            return;
        }
        self.value(here, true);
        self.advance();
    }

    /// A mapping (else a sequence) begins.
    pub(super) fn open(&mut self, mapping: bool, here: impl FnOnce() -> Position) {
        let spot = self.value(here, false);
        let next = if mapping { Next::Key } else { Next::Item(0) };
        self.open.push(Frame { spot, next });
    }

    /// How many collections are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The innermost collection ends.
    pub(super) fn close(&mut self) {
        self.open.pop();
        self.advance();
    }

    /// Notes where the value at hand stands; a property is shown where its key stands, with its value
    /// if that is a scalar.
    fn value(&mut self, here: impl FnOnce() -> Position, scalar: bool) -> Option<usize> {
        let (spot, position) = match self.open.last() {
            None => (ROOT, here()),
            Some(Frame { next: Next::Value(value), .. }) => {
                let (spot, key) = (*value)?;
                (spot, if scalar { key.to(here()) } else { key })
            }
            Some(Frame { spot, next: Next::Item(index) }) => {
                (self.wanted.below((*spot)?, &index.to_string())?, here())
            }
            Some(Frame { next: Next::Key, .. }) => return None,
        };
        self.wanted.spots[spot].position.get_or_insert(position);
        Some(spot)
    }

    fn advance(&mut self) {
        match self.open.last_mut().map(|frame| &mut frame.next) {
            Some(next @ (Next::Key | Next::Value(_))) => *next = Next::Key,
            Some(Next::Item(index)) => *index += 1,
            None => {}
        }
    }
}
