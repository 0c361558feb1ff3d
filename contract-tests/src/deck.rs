//! The bodies of one operation: fixed ones first, then random ones, each by its number.
//!
//! In come a column of the table, a number and the run's seed; out comes a [`Draft`], always the
//! same for the same three. Nothing is sent here.

mod dealt;
mod dice;

pub use dealt::case_of;
pub use dice::Dice;

use crate::{
    checks::Context,
    ids::Whose,
    judge::Class,
    mutation::{self, Change, Damage, Family},
    strategy,
};
use oasis_model::ir::{Content, SchemaId};
use proptest::strategy::SBoxedStrategy;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::{Mutex, PoisonError};

/// What a request is about: a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// Valid bodies.
    Valid,
    /// Broken bodies.
    Broken(Family),
    /// Bodies sent to ids that nothing has.
    UnknownId,
    /// Credentials.
    Auth,
    /// State.
    State,
    /// Hostile paths.
    Path,
    /// Other methods.
    Method,
    /// Framing.
    Framing,
    /// Heavy and foreign bodies.
    Heavy,
}

impl Column {
    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Broken(family) => family.heading(),
            Self::UnknownId => "unknown id",
            Self::Auth => "auth",
            Self::State => "state",
            Self::Path => "path",
            Self::Method => "method",
            Self::Framing => "framing",
            Self::Heavy => "heavy",
        }
    }
}

/// Kinds of changes that are surely seen next to each other.
const COMBINED: [Family; 5] =
    [Family::Missing, Family::WrongType, Family::Null, Family::Enum, Family::Format];

/// A body in the making: valid, then broken, then damaged.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The column it belongs to.
    pub column: Column,
    /// The valid body; none where the operation takes none.
    pub base: Option<Value>,
    /// How it is broken.
    pub changes: Vec<Change>,
    /// How its bytes are damaged.
    pub damage: Option<Damage>,
    /// Whose ids the path names.
    pub whose: Whose,
}

/// Everything that can be dealt for one operation.
pub struct Deck {
    /// The operation's place in the API.
    pub operation: usize,
    body: Option<Body>,
}

struct Body {
    content: Content,
    schema: SchemaId,
    valid: Vec<Value>,
    strategy: SBoxedStrategy<Value>,
    complete: Value,
    fixed: Vec<(Family, Vec<Change>)>,
    last: Mutex<Option<((u64, u64), Value)>>,
}

impl Deck {
    /// The deck of an operation.
    pub fn new(context: &Context, index: usize) -> Self {
        let operation = &context.api.operations[index];
        let content = operation.body.as_ref().and_then(|body| body.json());
        let body = content.and_then(|content| {
            let schema = content.schema?;
            let api = &context.api;
            let complete = strategy::complete(api, schema);
            let fixed = Family::ALL.map(|family| {
                let mut changes = mutation::changes(api, schema, &complete, family);
                changes.retain(|change| {
                    let broken = mutation::applied(&complete, change);
                    broken.is_some_and(|broken| {
                        family == Family::UnknownMember
                            || context.judge.class(content, &broken) != Class::Valid
                    })
                });
                (family, spread(changes))
            });
            Some(Body {
                content: content.clone(),
                schema,
                valid: strategy::telling(api, schema),
                strategy: strategy::value(api, schema),
                complete,
                fixed: fixed.into(),
                last: Mutex::default(),
            })
        });
        Self { operation: index, body }
    }

    /// Whether the operation takes a JSON body.
    pub fn takes_body(&self) -> bool {
        self.body.is_some()
    }

    /// The columns that have anything to deal, with how many fixed drafts each begins.
    pub fn columns(&self) -> Vec<(Column, usize)> {
        let Some(body) = &self.body else { return vec![(Column::Valid, 1)] };
        let mut columns = vec![(Column::Valid, body.valid.len())];
        for (family, changes) in &body.fixed {
            let count = match family {
                Family::Several if self.several(body).is_empty() => continue,
                Family::Several => 1,
                Family::Malformed => Damage::ALL.len(),
                _ if changes.is_empty() => continue,
                _ => changes.len(),
            };
            columns.push((Column::Broken(*family), count));
        }
        columns.push((Column::UnknownId, 1));
        columns
    }

    /// The draft with this number.
    pub fn draft(
        &self,
        context: &Context,
        column: Column,
        number: u64,
        seed: u64,
    ) -> Option<Draft> {
        let Some(body) = &self.body else {
            let whose = Whose::Known(number % 2 == 1);
            return Some(Draft { column, base: None, changes: Vec::new(), damage: None, whose });
        };
        let mut dice = Dice::new(&[seed, self.operation as u64, number, column_number(column)]);
        let draft = |base, changes, damage| Draft {
            column,
            base: Some(base),
            changes,
            damage,
            // The other session is named now and then, so that mixed-up answers show.
            whose: match column {
                Column::UnknownId => Whose::Unknown(Dice::new(&[seed, number, 77]).roll()),
                _ => Whose::Known(number % 4 == 3),
            },
        };
        let at = usize::try_from(number).ok()?;
        Some(match column {
            Column::Valid => match body.valid.get(at) {
                Some(value) => draft(value.clone(), Vec::new(), None),
                None => draft(strategy::generate(&body.strategy, dice.seed())?, Vec::new(), None),
            },
            Column::Broken(Family::Malformed) => {
                let base = self.base(context, body, number, seed);
                draft(base, Vec::new(), Some(Damage::ALL[at % Damage::ALL.len()]))
            }
            Column::Broken(Family::Several) => {
                let base = if at == 0 {
                    body.complete.clone()
                } else {
                    self.base(context, body, number, seed)
                };
                let count = if at == 0 { 4 } else { 2 + dice.below(3) };
                let changes = self.combined(context, body, &base, count, &mut dice);
                draft(base, changes, None)
            }
            Column::Broken(family) => {
                let fixed = &body.fixed.iter().find(|(other, _)| *other == family)?.1;
                match fixed.get(at) {
                    Some(change) => draft(body.complete.clone(), vec![change.clone()], None),
                    None => {
                        let base = self.base(context, body, number, seed);
                        let sites = mutation::changes(&context.api, body.schema, &base, family);
                        match dice.pick(sites) {
                            Some(change) => draft(base, vec![change], None),
                            None => draft(
                                body.complete.clone(),
                                dice.pick(fixed.clone()).into_iter().collect(),
                                None,
                            ),
                        }
                    }
                }
            }
            Column::UnknownId => {
                let base = self.base(context, body, number, seed);
                let changes = match number % 2 {
                    0 => Vec::new(),
                    _ => dice.pick(self.several(body)).into_iter().collect(),
                };
                let base = if changes.is_empty() { base } else { body.complete.clone() };
                draft(base, changes, None)
            }
            _ => return None,
        })
    }

    /// A surely valid random body, the same for two numbers in a row and for all columns: making
    /// one costs more than breaking it.
    fn base(&self, context: &Context, body: &Body, number: u64, seed: u64) -> Value {
        let pair = number / 2;
        let mut last = body.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((at, value)) if *at == (pair, seed) => value.clone(),
            _ => {
                let mut dice = Dice::new(&[seed, self.operation as u64, pair, 3]);
                let value = (0..4)
                    .filter_map(|_| strategy::generate(&body.strategy, dice.seed()))
                    .find(|value| context.judge.class(&body.content, value) == Class::Valid)
                    .unwrap_or_else(|| body.complete.clone());
                *last = Some(((pair, seed), value.clone()));
                value
            }
        }
    }

    /// Some changes that do not stand in each other's way, each surely wrong by itself.
    fn combined(
        &self,
        context: &Context,
        body: &Body,
        base: &Value,
        count: usize,
        dice: &mut Dice,
    ) -> Vec<Change> {
        let mut sites: Vec<Change> = COMBINED
            .iter()
            .flat_map(|family| mutation::changes(&context.api, body.schema, base, *family))
            .collect();
        let mut chosen: Vec<Change> = Vec::new();
        while chosen.len() < count && !sites.is_empty() {
            let site = sites.swap_remove(dice.below(sites.len()));
            let wrong = || {
                mutation::applied(base, &site).is_some_and(|broken| {
                    context.judge.class(&body.content, &broken) == Class::Wrong
                })
            };
            if chosen.iter().all(|other| mutation::apart(other, &site)) && wrong() {
                chosen.push(site);
            }
        }
        chosen
    }

    fn several(&self, body: &Body) -> Vec<Change> {
        body.fixed
            .iter()
            .filter(|(family, _)| COMBINED.contains(family))
            .flat_map(|(_, changes)| changes.clone())
            .collect()
    }
}

/// Changes from everywhere first: one in a row of each place, then the next in a row.
fn spread(changes: Vec<Change>) -> Vec<Change> {
    let mut counted: Vec<(usize, Change)> = Vec::new();
    for change in changes {
        let before = counted.iter().filter(|(_, other)| other.at == change.at).count();
        counted.push((before, change));
    }
    counted.sort_by_key(|(before, _)| *before);
    counted.into_iter().map(|(_, change)| change).collect()
}

fn column_number(column: Column) -> u64 {
    match column {
        Column::Broken(family) => 100 + family as u64,
        Column::UnknownId => 2,
        _ => 1,
    }
}
