//! What a run does, in order: the same for everybody who has the same specification and numbers.
//!
//! Out come items, one at a time, the most telling first; a shard takes every N-th of them.

use crate::{
    deck::{Column, Deck},
    script::Script,
};
use std::str::FromStr;

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A script against the operation of this deck.
    Script(Script, usize),
    /// One draft of this deck.
    Draft(usize, Column, u64),
}

/// Cases per operation and column, unless the user says otherwise.
pub const CASES: u64 = 200;
/// Drafts of each column that come before the slower scripts.
const FIRST: u64 = 40;

/// Everything to do, in order.
pub fn items<'a>(decks: &'a [Deck], cases: Option<u64>) -> impl Iterator<Item = Item> + 'a {
    let all = 0..decks.len();
    let scripts = move |scripts: &'static [Script]| {
        scripts
            .iter()
            .flat_map(move |script| (0..decks.len()).map(|deck| Item::Script(*script, deck)))
    };
    let columns: Vec<(usize, Column, u64)> = all
        .flat_map(|deck| {
            decks[deck].columns().into_iter().map(move |(column, fixed)| {
                let least = if decks[deck].takes_body() { CASES } else { 20 };
                (deck, column, cases.unwrap_or_else(|| least.max(fixed as u64)))
            })
        })
        .collect();
    let most = columns.iter().map(|(_, _, count)| *count).max().unwrap_or(0);
    let rounds = move |numbers: std::ops::Range<u64>| {
        let columns = columns.clone();
        numbers.flat_map(move |number| {
            let row: Vec<Item> = columns
                .iter()
                .filter(|(_, _, count)| number < *count)
                .map(|(deck, column, _)| Item::Draft(*deck, *column, number))
                .collect();
            row
        })
    };
    scripts(&[Script::Auth, Script::State])
        .chain(rounds(0..FIRST.min(most)))
        .chain(scripts(&[Script::Method, Script::Path, Script::Framing, Script::Heavy]))
        .chain(rounds(FIRST.min(most)..most))
        .chain(scripts(&[Script::KnownMethod]))
}

/// Whether an item can show that one of these checks is broken; no checks: whether anything is.
pub fn serves(item: Item, checks: &[&str]) -> bool {
    let column = match item {
        Item::Script(script, _) => script.column(),
        Item::Draft(_, column, _) => column,
    };
    checks.is_empty()
        || checks.iter().any(|check| {
            let area = check.trim_start_matches("contract/").split('-').next().unwrap_or_default();
            match area {
                "state" => column == Column::State,
                "auth" => column == Column::Auth,
                "path" => matches!(column, Column::Path | Column::UnknownId),
                "method" => column == Column::Method,
                "heavy" => column == Column::Heavy,
                "envelope" | "broken" => matches!(column, Column::Broken(_)),
                "valid" | "answer" => matches!(item, Item::Draft(..)) || column == Column::Heavy,
                _ => true,
            }
        })
}

/// A part of the plan, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part.
    pub part: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// Whether the item at this place of the plan belongs to the part.
    pub fn takes(self, place: u64) -> bool {
        place % self.of == self.part - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text
            .split_once('/')
            .and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err("expected I/N with I from 1 to N, such as 2/4".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_disjoint_and_leave_nothing_out() {
        for of in 1..=5 {
            for place in 0..40 {
                let takers = (1..=of).filter(|part| Shard { part: *part, of }.takes(place)).count();
                assert_eq!(takers, 1, "{place} of {of}");
            }
        }
        for wrong in ["0/2", "3/2", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
