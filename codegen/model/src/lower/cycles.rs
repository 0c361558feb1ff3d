//! Schemas that lead back to themselves without a value in between, by reference, `allOf`, `anyOf`,
//! `oneOf` or `not`. They say nothing that can be worked out: each such ring is cut, with a finding.
//! A long chain of references is made shorter.

use crate::finding::{Finding, Severity};
use crate::ir::{Api, Kind, Schema, SchemaId};
use std::collections::HashSet;

const RULE: &str = "spec/reference-cycle";
/// Limit on references in a row that are followed one by one.
const LONGEST_CHAIN: usize = 100;

/// Cuts every ring and makes every long chain shorter.
pub(super) fn cut(api: &mut Api, curated: bool, findings: &mut Vec<Finding>) {
    let said = findings.iter().filter(|finding| finding.rule == RULE);
    let said = said.map(|finding| finding.at.pointer.clone()).collect();
    let mut scissors = Scissors {
        findings,
        said,
        severity: if curated { Severity::Error } else { Severity::Warning },
    };
    let mut state = vec![State::New; api.schemas.len()];
    for index in 0..api.schemas.len() {
        cut_rings(SchemaId::new(index), api, &mut state, &mut scissors);
    }
    shorten_chains(api);
}

/// What has been said, and where.
struct Scissors<'a> {
    findings: &'a mut Vec<Finding>,
    said: HashSet<String>,
    severity: Severity,
}

impl Scissors<'_> {
    fn cut(&mut self, schema: &mut Schema, message: &str) {
        schema.kind = Kind::Any;
        schema.unknown = true;
        if self.said.insert(schema.at.clone()) {
            let help = "say what it is, or refer to itself below a property or an item";
            let at = schema.at.clone();
            self.findings.push(Finding::new(self.severity, RULE, at, message, help));
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// On the way that led here.
    Open,
    Done,
}

/// Goes down from a schema without recursion: rings and chains may be as long as the document.
fn cut_rings(start: SchemaId, api: &mut Api, state: &mut [State], scissors: &mut Scissors<'_>) {
    if state[start.index()] != State::New {
        return;
    }
    state[start.index()] = State::Open;
    let mut open = vec![(start, 0)];
    while let Some((id, next)) = open.last_mut() {
        let (id, child) = (*id, child(&api.schema(*id).kind, *next));
        *next += 1;
        let Some(child) = child else {
            state[id.index()] = State::Done;
            open.pop();
            continue;
        };
        match state[child.index()] {
            State::New => {
                state[child.index()] = State::Open;
                open.push((child, 0));
            }
            State::Open => {
                let message = "the schema leads back to itself with no value in between";
                scissors.cut(&mut api.schemas[id.index()], message);
                state[id.index()] = State::Done;
                open.pop();
            }
            State::Done => {}
        }
    }
}

/// The schemas whose values are values of this one, by position.
fn child(kind: &Kind, index: usize) -> Option<SchemaId> {
    match kind {
        Kind::Alias(id) | Kind::Not(id) => (index == 0).then_some(*id),
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.get(index).copied(),
        Kind::AllOf(parts) => parts.get(index).copied(),
        _ => None,
    }
}

/// Makes long chains of aliases, now without rings, quick to follow.
fn shorten_chains(api: &mut Api) {
    // How many references lead to the end from here; 0: not known yet.
    let mut length = vec![0_usize; api.schemas.len()];
    for index in 0..api.schemas.len() {
        let (mut chain, mut id) = (Vec::new(), SchemaId::new(index));
        while length[id.index()] == 0 {
            chain.push(id);
            match api.schema(id).kind {
                Kind::Alias(target) => id = target,
                _ => break,
            }
        }
        let mut behind = length[id.index()];
        for id in chain.into_iter().rev() {
            behind += 1;
            if behind > LONGEST_CHAIN {
                // What lies in between says nothing but whether there may be null.
                let (end, nullable) = api.resolve(id);
                let schema = &mut api.schemas[id.index()];
                schema.kind = Kind::Alias(end);
                schema.nullable = nullable;
                behind = 2;
            }
            length[id.index()] = behind;
        }
    }
}
