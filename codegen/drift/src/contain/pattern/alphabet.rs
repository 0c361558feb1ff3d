//! The letters that several patterns tell apart, as few classes as possible, and the patterns written
//! in these classes: one byte then stands for one character, whatever its length.

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look, Repetition};
use std::collections::{BTreeSet, HashMap};

/// Characters by their first and last number.
type Ranges = Vec<(u32, u32)>;

/// Classes of characters that all patterns treat alike, the plainest first.
pub(super) struct Alphabet {
    /// Where a range of characters starts that belong to one class, and which.
    starts: Vec<(u32, u8)>,
    /// The plainest character of each class.
    letters: Vec<char>,
}

impl Alphabet {
    /// The letters of these patterns. Returns `None` if they are too many.
    pub(super) fn of<'p>(patterns: impl Iterator<Item = &'p Hir>) -> Option<Self> {
        let mut sets = BTreeSet::new();
        for pattern in patterns {
            collect(pattern, &mut sets);
        }
        let mut starts: BTreeSet<u32> = BTreeSet::from([0]);
        starts.extend(sets.iter().flatten().flat_map(|(first, last)| [*first, last + 1]));
        let starts: Vec<u32> = starts.into_iter().filter(|start| *start < END).collect();
        let mut classes = vec![0_usize; starts.len()];
        let mut number = 1;
        for set in &sets {
            number = split(&starts, &mut classes, set, number);
            if number > usize::from(u8::MAX) {
                return None;
            }
        }
        let mut letters: Vec<Option<char>> = vec![None; number];
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(END);
            let best = &mut letters[classes[index]];
            let found = plainest(*start, end).into_iter().chain(*best);
            *best = found.min_by_key(|letter| effort(*letter));
        }
        // Classes of surrogates alone have no letter; they come last.
        let mut order: Vec<usize> = (0..number).collect();
        order.sort_by_key(|class| letters[*class].map_or((1, (0, '\0')), |it| (0, effort(it))));
        let mut rank = vec![0_u8; number];
        for (position, class) in order.iter().enumerate() {
            rank[*class] = u8::try_from(position).ok()?;
        }
        Some(Self {
            starts: starts.into_iter().zip(classes).map(|(at, class)| (at, rank[class])).collect(),
            letters: order.into_iter().filter_map(|class| letters[class]).collect(),
        })
    }

    /// The plainest character of each class.
    pub(super) fn letters(&self) -> &[char] {
        &self.letters
    }

    /// A pattern in which each class of letters is one byte. Returns `None` if it asks for more than
    /// letters and the ends of a string.
    pub(super) fn written(&self, pattern: &Hir) -> Option<Hir> {
        let all = |parts: &[Hir]| parts.iter().map(|it| self.written(it)).collect();
        Some(match pattern.kind() {
            HirKind::Empty => Hir::empty(),
            HirKind::Literal(literal) => {
                let text = str::from_utf8(&literal.0).ok()?;
                let classes: Vec<u8> = text.chars().map(|it| self.class(u32::from(it))).collect();
                Hir::literal(classes)
            }
            HirKind::Class(class) => {
                let mut bytes = BTreeSet::new();
                for (first, last) in ranges(class) {
                    let from = self.starts.partition_point(|(start, _)| *start < first);
                    let own = self.starts[from..].iter().take_while(|(start, _)| *start <= last);
                    bytes.extend(own.map(|(_, class)| *class));
                }
                let bytes = bytes.into_iter().map(|byte| ClassBytesRange::new(byte, byte));
                Hir::class(Class::Bytes(ClassBytes::new(bytes)))
            }
            HirKind::Look(Look::Start) => Hir::look(Look::Start),
            HirKind::Look(Look::End) => Hir::look(Look::End),
            HirKind::Look(_) => return None,
            HirKind::Repetition(Repetition { min, max, greedy, sub }) => {
                let sub = Box::new(self.written(sub)?);
                Hir::repetition(Repetition { min: *min, max: *max, greedy: *greedy, sub })
            }
            HirKind::Capture(capture) => self.written(&capture.sub)?,
            HirKind::Concat(parts) => Hir::concat(all(parts)?),
            HirKind::Alternation(parts) => {
                let parts: Option<Vec<Hir>> = all(parts);
                Hir::alternation(parts?)
            }
        })
    }

    fn class(&self, letter: u32) -> u8 {
        self.starts[self.starts.partition_point(|(start, _)| *start <= letter) - 1].1
    }
}

/// One past the last character.
const END: u32 = 0x11_0000;

/// The sets of characters that a pattern names.
fn collect(pattern: &Hir, sets: &mut BTreeSet<Ranges>) {
    match pattern.kind() {
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            sets.extend(text.chars().map(|letter| vec![(u32::from(letter), u32::from(letter))]));
        }
        HirKind::Class(class) => drop(sets.insert(ranges(class))),
        HirKind::Repetition(repetition) => collect(&repetition.sub, sets),
        HirKind::Capture(capture) => collect(&capture.sub, sets),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| collect(part, sets));
        }
        HirKind::Empty | HirKind::Look(_) => {}
    }
}

fn ranges(class: &Class) -> Ranges {
    match class {
        Class::Unicode(class) => {
            class.iter().map(|it| (u32::from(it.start()), u32::from(it.end()))).collect()
        }
        // Only the set of no characters at all is written in bytes.
        Class::Bytes(class) => {
            class.iter().map(|it| (u32::from(it.start()), u32::from(it.end()))).collect()
        }
    }
}

/// Tells apart what is in a set and what is not; gives the number of classes.
fn split(starts: &[u32], classes: &mut [usize], set: &Ranges, mut number: usize) -> usize {
    let mut inside = HashMap::new();
    let mut size = vec![0_usize; number];
    classes.iter().for_each(|class| size[*class] += 1);
    let mut properties = Vec::new();
    for (first, last) in set {
        let from = starts.partition_point(|start| start < first);
        properties.extend((from..starts.len()).take_while(|index| starts[*index] <= *last));
    }
    let mut taken = vec![0_usize; number];
    properties.iter().for_each(|index| taken[classes[*index]] += 1);
    for index in properties {
        let class = classes[index];
        // A class that lies within the set stays what it is.
        if taken[class] < size[class] {
            classes[index] = *inside.entry(class).or_insert_with(|| {
                number += 1;
                number - 1
            });
        }
    }
    number
}

/// The plainest character from `start` up to `end`, which is excluded.
fn plainest(start: u32, end: u32) -> Option<char> {
    let inside = |letter: &char| (start..end).contains(&u32::from(*letter));
    let plain = "aA0-_. ".chars().find(inside);
    let printable =
        || ('!'..='~').chain(['\u{E4}', '\u{1F600}']).filter(inside).min_by_key(|it| effort(*it));
    plain.or_else(printable).or_else(|| (start..end.min(start + 0x1000)).find_map(char::from_u32))
}

/// How hard a character is to read in a report.
fn effort(letter: char) -> (u8, char) {
    let rank = match letter {
        'a' | 'A' | '0' => 0,
        _ if letter.is_ascii_alphanumeric() => 1,
        _ if letter.is_ascii_graphic() => 2,
        ' ' => 3,
        _ if !letter.is_control() => 4,
        _ => 5,
    };
    (rank, letter)
}
