//! Sets of strings given by regular expressions: exact answers for the common dialect, by walking
//! the automata of all patterns side by side. What the parser does not know stays undecided.

mod program;

use program::{Node, Program, program};
use std::collections::{HashSet, VecDeque};

/// No more combinations of states than this are visited.
const MOST_STATES: usize = 20_000;

/// No more steps of single automata than this are taken.
const MOST_STEPS: usize = 2_000_000;

/// Lengths beyond this are not counted.
const LONGEST: u64 = 400;

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
    if min > LONGEST || max.is_some_and(|max| max < min) {
        return if min > LONGEST { Search::Unknown } else { Search::Nothing };
    }
    let patterns: Option<Vec<Program>> =
        wanted.iter().chain(refused).map(|pattern| program(pattern)).collect();
    let Some(patterns) = patterns else { return Search::Unknown };
    let letters = letters(&patterns);
    // Only lengths that still matter are told apart.
    let counted = max.filter(|max| *max <= LONGEST).map_or(min, |max| max + 1);
    let fits = |states: &[State], length: u64| {
        let accepted = |(program, state): (&Program, &State)| state.accepts(program);
        let (all, last) = states.split_at(wanted.len());
        length >= min
            && max.is_none_or(|max| length <= max)
            && patterns.iter().zip(all).all(accepted)
            && patterns[wanted.len()..].iter().zip(last).all(|pair| !accepted(pair))
    };
    let first: Vec<State> = patterns.iter().map(State::first).collect();
    let mut seen = HashSet::from([(first.clone(), 0)]);
    let mut waiting = VecDeque::from([(first, 0_u64, String::new())]);
    let mut work = 0;
    while let Some((states, length, text)) = waiting.pop_front() {
        work += letters.len() * states.iter().map(|state| state.nodes.len()).sum::<usize>();
        if fits(&states, text.chars().count() as u64) {
            return Search::Found(text);
        }
        if max.is_some_and(|max| length >= max) {
            continue;
        }
        for letter in &letters {
            let pairs = patterns.iter().zip(&states);
            let next: Vec<State> =
                pairs.map(|(program, state)| state.step(program, *letter)).collect();
            if next[..wanted.len()].iter().any(State::is_dead) {
                continue;
            }
            let length = (length + 1).min(counted);
            if seen.insert((next.clone(), length)) {
                waiting.push_back((next, length, format!("{text}{letter}")));
            }
        }
        if seen.len() > MOST_STATES || work > MOST_STEPS {
            return Search::Unknown;
        }
    }
    Search::Nothing
}

/// Where the automaton of one pattern may be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    /// Nodes that wait for a letter or for the end, sorted.
    nodes: Vec<usize>,
    /// The pattern has matched, whatever follows.
    matched: bool,
    /// Whether a match may still begin.
    open: bool,
}

impl State {
    fn first(program: &Program) -> Self {
        let mut state = Self { nodes: Vec::new(), matched: false, open: !program.anchored };
        state.reach(program, program.start, true);
        state.tidy();
        state
    }

    /// Follows what needs no letter.
    fn reach(&mut self, program: &Program, from: usize, at_start: bool) {
        let mut waiting = vec![from];
        let mut seen = HashSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            match &program.nodes[node] {
                Node::Letter(..) | Node::End(_) => self.nodes.push(node),
                Node::Fork(ways) => waiting.extend(ways),
                Node::Start(next) if at_start => waiting.push(*next),
                Node::Start(_) => {}
                Node::Match => self.matched = true,
            }
        }
    }

    fn tidy(&mut self) {
        if self.matched {
            self.nodes.clear();
        }
        self.nodes.sort_unstable();
        self.nodes.dedup();
    }

    fn step(&self, program: &Program, letter: char) -> Self {
        let mut next = Self { nodes: Vec::new(), matched: self.matched, open: self.open };
        if !self.matched {
            for node in &self.nodes {
                if let Node::Letter(set, to) = &program.nodes[*node]
                    && set.holds(letter)
                {
                    next.reach(program, *to, false);
                }
            }
            if self.open {
                next.reach(program, program.start, false);
            }
        }
        next.tidy();
        next
    }

    /// Whether the text may end here.
    fn accepts(&self, program: &Program) -> bool {
        if self.matched {
            return true;
        }
        let mut waiting: Vec<usize> = self.nodes.clone();
        let mut seen = HashSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            match &program.nodes[node] {
                Node::End(next) => waiting.push(*next),
                // A start is no longer at hand here, except in the empty text, which `first` saw.
                Node::Letter(..) | Node::Start(_) => {}
                Node::Fork(ways) => waiting.extend(ways),
                Node::Match => return true,
            }
        }
        false
    }

    fn is_dead(&self) -> bool {
        !self.matched && !self.open && self.nodes.is_empty()
    }
}

/// One letter for each class that the patterns tell apart, plain ones first.
fn letters(patterns: &[Program]) -> Vec<char> {
    let mut starts: Vec<u32> = vec![0];
    for pattern in patterns {
        for node in &pattern.nodes {
            if let Node::Letter(set, _) = node {
                for (first, last) in &set.ranges {
                    starts.extend([*first as u32, *last as u32 + 1]);
                }
            }
        }
    }
    starts.sort_unstable();
    starts.dedup();
    let plain = "aA0-_. ";
    let mut letters: Vec<char> = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(0x0011_0000);
        let inside = |c: &char| (*start..end).contains(&(*c as u32));
        let printable = || ('!'..='~').chain(['ä', '\u{1F600}']).find(inside);
        let any = || (*start..end.min(start + 0x1000)).find_map(char::from_u32);
        letters.extend(plain.chars().find(inside).or_else(printable).or_else(any));
    }
    letters.sort_by_key(|letter| {
        (!letter.is_ascii_alphanumeric(), !letter.is_ascii_graphic(), *letter)
    });
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: (u64, Option<u64>) = (0, None);

    #[test]
    fn containment_of_patterns_is_exact() {
        for (left, right, within) in [
            ("^[A-Z]{4}$", "^[A-Z]{3,5}$", true),
            ("^[A-Z]{4}$", "^[A-Z]+$", true),
            ("^[A-Z]{3,5}$", "^[A-Z]{4}$", false),
            ("^a", "a", true),
            ("a", "^a", false),
            ("^(foo|bar)$", "^(bar|foo|baz)$", true),
            ("^(foo|bar)$", "o|r", true),
            (r"^\d+$", "^[0-9]*$", true),
            (r"^\w+$", r"^\S+$", true),
            ("^a?$", "^$|^a$", true),
            ("^a*b$", "^a*$", false),
            ("^.*$", "", true),
            ("", "^.*$", false),
            ("x|^$", "^$|x", true),
        ] {
            let answer = search(&[left], &[right], ANY);
            assert_eq!(answer == Search::Nothing, within, "{left} in {right}: {answer:?}");
            if let Search::Found(text) = answer {
                let fits = |pattern| regex_lite::Regex::new(pattern).unwrap().is_match(&text);
                assert!(fits(left) && !fits(right), "{left} {right} {text:?}");
            }
        }
    }

    #[test]
    fn examples_fit_and_keep_to_the_lengths() {
        for (pattern, lengths, expected) in [
            ("^[A-Z]{2}-[0-9]{3}$", ANY, Some(6)),
            ("^a+$", (5, Some(7)), Some(5)),
            ("^a{3}$", (4, None), None),
            ("b", (3, None), Some(3)),
        ] {
            let found = match search(&[pattern], &[], lengths) {
                Search::Found(text) => Some(text.chars().count()),
                _ => None,
            };
            assert_eq!(found, expected, "{pattern}");
        }
    }

    #[test]
    fn other_dialects_are_not_guessed_at() {
        for pattern in ["(?=a)b", r"\bfoo", r"(a)\1", r"\p{L}", "(", "[a", "a{1000000}"] {
            assert_eq!(search(&[pattern], &[], ANY), Search::Unknown, "{pattern}");
        }
    }
}
