//! Sets of strings given by regular expressions: exact answers, by walking the automata of all
//! patterns side by side. The automata are those of `regex-automata`, one byte for each class of
//! characters that the patterns tell apart; the dialect is read where `conform` reads it.
//!
//! What is of another dialect or becomes too large stays undecided.

mod alphabet;
#[cfg(test)]
mod tests;

use crate::limits::{
    LARGEST_AUTOMATON, LONGEST_COUNTED, LONGEST_PATTERN, MOST_AUTOMATA, MOST_STATES,
};
use alphabet::Alphabet;
use oasis_model::conform::pattern_conditions;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, Look, Repetition};
use std::collections::HashSet;

/// An automaton of one pattern.
type Dfa = dense::DFA<Vec<u32>>;

/// The outcome of looking for a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// A shortest one.
    Found(String),
    /// There is none.
    Nothing,
    /// A pattern is of another dialect, or there is too much to visit.
    Unknown,
}

/// Whether a pattern lets every string through.
pub(super) fn is_universal(pattern: &str) -> bool {
    matches!(pattern, "" | "^" | "$" | ".*" | "^.*" | ".*$")
}

/// The pattern that these strings fit and no others.
pub(super) fn exactly(texts: &[&str]) -> String {
    let escaped = |c: char| match c {
        '\n' => "\\n".to_owned(),
        c if c.is_ascii_punctuation() => format!("\\{c}"),
        c => c.to_string(),
    };
    let texts: Vec<String> = texts.iter().map(|text| text.chars().map(escaped).collect()).collect();
    format!("^({})$", texts.join("|"))
}

/// Looks for a string of a length in the range that fits all of `wanted` and none of `refused`.
pub(super) fn search(wanted: &[&str], refused: &[&str], lengths: (u64, Option<u64>)) -> Search {
    let (min, max) = lengths;
    if max.is_some_and(|max| max < min) {
        return Search::Nothing;
    }
    if min > LONGEST_COUNTED {
        return Search::Unknown;
    }
    let product = Product::of(wanted, refused);
    product.map_or(Search::Unknown, |product| product.search(lengths))
}

/// Conditions that stand for one pattern, by the numbers of their automata.
struct Group {
    /// Whether strings have to fit the pattern, or must not.
    wanted: bool,
    conditions: Vec<(usize, bool)>,
}

/// Several automata that read the same string.
struct Product {
    alphabet: Alphabet,
    automata: Vec<Dfa>,
    groups: Vec<Group>,
}

impl Product {
    /// Returns `None` if a pattern is not understood or there are too many or too large ones.
    fn of(wanted: &[&str], refused: &[&str]) -> Option<Self> {
        let (mut parsed, mut groups) = (Vec::new(), Vec::new());
        let refused = refused.iter().map(|pattern| (false, *pattern));
        for (wanted, pattern) in wanted.iter().map(|pattern| (true, *pattern)).chain(refused) {
            let mut conditions = Vec::new();
            if pattern.len() > LONGEST_PATTERN {
                return None;
            }
            for condition in pattern_conditions(pattern)? {
                conditions.push((parsed.len(), condition.wanted));
                parsed.push(regex_syntax::parse(&condition.pattern).ok()?);
            }
            groups.push(Group { wanted, conditions });
        }
        if parsed.len() > MOST_AUTOMATA {
            return None;
        }
        let alphabet = Alphabet::of(parsed.iter())?;
        let letters = alphabet.letters().len();
        let automata = parsed.iter().map(|pattern| automaton(alphabet.written(pattern)?, letters));
        Some(Self { automata: automata.collect::<Option<_>>()?, alphabet, groups })
    }

    /// A shortest string, and of those the plainest: the walk goes breadth first.
    fn search(&self, (min, max): (u64, Option<u64>)) -> Search {
        // Only lengths that still matter are told apart.
        let counted = max.filter(|max| *max <= LONGEST_COUNTED).map_or(min, |max| max + 1);
        let anchored = start::Config::new().anchored(Anchored::Yes);
        let first: Option<Vec<StateID>> =
            self.automata.iter().map(|it| it.start_state(&anchored).ok()).collect();
        let Some(first) = first else { return Search::Unknown };
        // Where each place was come to from, and by which letter; its length.
        let mut trail = vec![(0, 0_u8, 0_u64)];
        let mut waiting = vec![first.clone()];
        let mut seen = HashSet::from([(first, 0)]);
        let mut at = 0;
        while at < waiting.len() {
            let states = std::mem::take(&mut waiting[at]);
            let length = trail[at].2;
            if length >= min && max.is_none_or(|max| length <= max) && self.accepts(&states) {
                return Search::Found(self.spelt(&trail, at));
            }
            for letter in 0..self.alphabet.letters().len() {
                let letter = u8::try_from(letter).unwrap_or(u8::MAX);
                if max.is_some_and(|max| length >= max) {
                    break;
                }
                let pairs = self.automata.iter().zip(&states);
                let next: Vec<StateID> =
                    pairs.map(|(automaton, state)| automaton.next_state(*state, letter)).collect();
                let key = (next, (length + 1).min(counted));
                if self.is_dead(&key.0) || seen.contains(&key) {
                    continue;
                }
                waiting.push(key.0.clone());
                trail.push((at, letter, length + 1));
                seen.insert(key);
            }
            if waiting.len() > MOST_STATES {
                return Search::Unknown;
            }
            at += 1;
        }
        Search::Nothing
    }

    /// Whether a string that ends here fits.
    fn accepts(&self, states: &[StateID]) -> bool {
        let holds = |(index, wanted): &(usize, bool)| {
            let automaton = &self.automata[*index];
            automaton.is_match_state(automaton.next_eoi_state(states[*index])) == *wanted
        };
        self.groups.iter().all(|group| group.conditions.iter().all(holds) == group.wanted)
    }

    /// Whether no string that starts like this fits.
    fn is_dead(&self, states: &[StateID]) -> bool {
        let wanted = self.groups.iter().filter(|group| group.wanted);
        wanted
            .flat_map(|group| &group.conditions)
            .any(|(index, wanted)| *wanted && self.automata[*index].is_dead_state(states[*index]))
    }

    fn spelt(&self, trail: &[(usize, u8, u64)], mut at: usize) -> String {
        let mut letters = Vec::new();
        while at > 0 {
            let (before, letter, _) = trail[at];
            letters.push(self.alphabet.letters()[usize::from(letter)]);
            at = before;
        }
        letters.iter().rev().collect()
    }
}

/// An automaton that takes the strings in which the pattern matches somewhere.
fn automaton(pattern: Hir, letters: usize) -> Option<Dfa> {
    let last = u8::try_from(letters.checked_sub(1)?).ok()?;
    let anything = || {
        let all = ClassBytes::new([ClassBytesRange::new(0, last)]);
        let sub = Box::new(Hir::class(Class::Bytes(all)));
        Hir::repetition(Repetition { min: 0, max: None, greedy: true, sub })
    };
    let looks = pattern.properties();
    let before = (!looks.look_set_prefix().contains(Look::Start)).then(anything);
    let after = (!looks.look_set_suffix().contains(Look::End)).then(anything);
    let parts = before.into_iter().chain([pattern]).chain(after);
    let searched = Hir::concat(parts.chain([Hir::look(Look::End)]).collect());
    let limits = thompson::Config::new()
        .utf8(false)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(LARGEST_AUTOMATON));
    let nfa = NFA::compiler().configure(limits).build_from_hir(&searched).ok()?;
    let limits = dense::Config::new()
        .start_kind(StartKind::Anchored)
        .match_kind(MatchKind::All)
        .accelerate(false)
        .dfa_size_limit(Some(LARGEST_AUTOMATON))
        .determinize_size_limit(Some(LARGEST_AUTOMATON));
    dense::Builder::new().configure(limits).build_from_nfa(&nfa).ok()
}
