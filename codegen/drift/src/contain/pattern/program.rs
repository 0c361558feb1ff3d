//! A pattern in, its automaton out. Look-around, back references, word boundaries and Unicode
//! classes are not understood: none.

use std::iter::Peekable;
use std::str::Chars;

/// Automata are no larger than this.
const MOST_NODES: usize = 3_000;

/// Groups nest no deeper than this.
const DEEPEST: usize = 50;

/// An automaton: nodes, of which `start` is the first.
pub(super) struct Program {
    pub(super) nodes: Vec<Node>,
    pub(super) start: usize,
    /// Every match begins at the start of the text.
    pub(super) anchored: bool,
}

/// One node of an automaton.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Waits for one of these letters.
    Letter(Letters, usize),
    /// Goes on in any of these ways.
    Fork(Vec<usize>),
    /// Goes on at the start of the text only.
    Start(usize),
    /// Goes on at the end of the text only.
    End(usize),
    Match,
}

/// A set of letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Letters {
    pub(super) ranges: Vec<(char, char)>,
    negated: bool,
}

impl Letters {
    pub(super) fn holds(&self, letter: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&letter)) != self.negated
    }
}

/// The parsed form of a pattern.
#[derive(Clone, Debug)]
enum Tree {
    Letter(Letters),
    Start,
    End,
    Row(Vec<Tree>),
    Choice(Vec<Tree>),
    Repeat(Box<Tree>, u32, Option<u32>),
}

/// The automaton of a pattern.
pub(super) fn program(pattern: &str) -> Option<Program> {
    let mut parser = Parser { rest: pattern.chars().peekable(), depth: 0 };
    let tree = parser.choice()?;
    if parser.rest.peek().is_some() {
        return None;
    }
    let mut program = Program { nodes: vec![Node::Match], start: 0, anchored: starts(&tree) };
    program.start = program.add(&tree, 0)?;
    Some(program)
}

/// Whether nothing matches but at the start of the text.
fn starts(tree: &Tree) -> bool {
    match tree {
        Tree::Start => true,
        Tree::Row(row) => row.first().is_some_and(starts),
        Tree::Choice(ways) => ways.iter().all(starts),
        Tree::Letter(_) | Tree::End | Tree::Repeat(..) => false,
    }
}

impl Program {
    fn push(&mut self, node: Node) -> Option<usize> {
        self.nodes.push(node);
        (self.nodes.len() <= MOST_NODES).then(|| self.nodes.len() - 1)
    }

    /// Adds the nodes of a tree in front of `next`, and gives the first of them.
    fn add(&mut self, tree: &Tree, next: usize) -> Option<usize> {
        match tree {
            Tree::Letter(set) => self.push(Node::Letter(set.clone(), next)),
            Tree::Start => self.push(Node::Start(next)),
            Tree::End => self.push(Node::End(next)),
            Tree::Row(row) => row.iter().rev().try_fold(next, |next, part| self.add(part, next)),
            Tree::Choice(ways) => {
                let ways: Option<Vec<usize>> = ways.iter().map(|way| self.add(way, next)).collect();
                self.push(Node::Fork(ways?))
            }
            Tree::Repeat(part, least, most) => {
                let mut next = next;
                match most {
                    None => {
                        let fork = self.push(Node::Fork(vec![next]))?;
                        let body = self.add(part, fork)?;
                        self.nodes[fork] = Node::Fork(vec![body, next]);
                        next = fork;
                    }
                    Some(most) => {
                        let end = next;
                        for _ in *least..*most {
                            let body = self.add(part, next)?;
                            next = self.push(Node::Fork(vec![body, end]))?;
                        }
                    }
                }
                for _ in 0..*least {
                    next = self.add(part, next)?;
                }
                Some(next)
            }
        }
    }
}

struct Parser<'p> {
    rest: Peekable<Chars<'p>>,
    depth: usize,
}

impl Parser<'_> {
    fn take(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }

    fn choice(&mut self) -> Option<Tree> {
        let mut ways = vec![self.row()?];
        while self.take('|') {
            ways.push(self.row()?);
        }
        Some(if ways.len() == 1 { ways.remove(0) } else { Tree::Choice(ways) })
    }

    fn row(&mut self) -> Option<Tree> {
        let mut row = Vec::new();
        while let Some(c) = self.rest.peek().copied() {
            if matches!(c, '|' | ')') {
                break;
            }
            let part = self.part()?;
            let part = self.repeated(part)?;
            row.push(part);
        }
        Some(Tree::Row(row))
    }

    fn part(&mut self) -> Option<Tree> {
        match self.rest.next()? {
            '^' => Some(Tree::Start),
            '$' => Some(Tree::End),
            '.' => Some(Tree::Letter(Letters { ranges: vec![('\n', '\n')], negated: true })),
            '[' => self.class(),
            '(' => {
                if self.take('?') && !self.take(':') {
                    return None;
                }
                self.depth += 1;
                let inner = if self.depth <= DEEPEST { self.choice()? } else { return None };
                self.depth -= 1;
                self.take(')').then_some(inner)
            }
            '\\' => self.escape().map(Tree::Letter),
            '*' | '+' | '?' | '{' | '}' | ']' | ')' => None,
            c => Some(Tree::Letter(one(c))),
        }
    }

    fn repeated(&mut self, part: Tree) -> Option<Tree> {
        let Some(mark) = self.rest.next_if(|c| matches!(c, '*' | '+' | '?' | '{')) else {
            return Some(part);
        };
        if matches!(part, Tree::Start | Tree::End) {
            return None;
        }
        let (least, most) = match mark {
            '*' => (0, None),
            '+' => (1, None),
            '?' => (0, Some(1)),
            _ => {
                let least = self.count()?;
                let most = if self.take(',') {
                    if self.rest.peek() == Some(&'}') { None } else { Some(self.count()?) }
                } else {
                    Some(least)
                };
                if !self.take('}') || most.is_some_and(|most| most < least) {
                    return None;
                }
                (least, most)
            }
        };
        // Which of several matches is taken does not change whether there is one.
        self.take('?');
        if self.rest.peek().is_some_and(|c| matches!(c, '*' | '+' | '?' | '{')) {
            return None;
        }
        Some(Tree::Repeat(Box::new(part), least, most))
    }

    fn count(&mut self) -> Option<u32> {
        let mut digits = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok().filter(|count| *count <= 1_000)
    }

    fn class(&mut self) -> Option<Tree> {
        let negated = self.take('^');
        let mut ranges = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' => return Some(Tree::Letter(Letters { ranges, negated })),
                '[' | '&' | '~' => return None,
                '\\' => {
                    let set = self.escape()?;
                    match set {
                        Letters { negated: true, .. } => return None,
                        Letters { ranges: own, .. } if own.len() == 1 && own[0].0 == own[0].1 => {
                            own[0].0
                        }
                        Letters { ranges: own, .. } => {
                            ranges.extend(own);
                            continue;
                        }
                    }
                }
                c => c,
            };
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']');
            if !is_range {
                ranges.push((first, first));
                continue;
            }
            self.rest.next();
            let last = match self.rest.next()? {
                '\\' => match self.escape()? {
                    Letters { ranges, negated: false } if ranges.len() == 1 => ranges[0].0,
                    _ => return None,
                },
                c => c,
            };
            if last < first {
                return None;
            }
            ranges.push((first, last));
        }
    }

    fn escape(&mut self) -> Option<Letters> {
        let set = |ranges: &[(char, char)], negated| Letters { ranges: ranges.to_vec(), negated };
        let digits = [('0', '9')];
        let words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
        let spaces = [('\t', '\r'), (' ', ' ')];
        Some(match self.rest.next()? {
            'd' => set(&digits, false),
            'D' => set(&digits, true),
            'w' => set(&words, false),
            'W' => set(&words, true),
            's' => set(&spaces, false),
            'S' => set(&spaces, true),
            'n' => one('\n'),
            'r' => one('\r'),
            't' => one('\t'),
            c if c.is_ascii_alphanumeric() => return None,
            c => one(c),
        })
    }
}

fn one(letter: char) -> Letters {
    Letters { ranges: vec![(letter, letter)], negated: false }
}
