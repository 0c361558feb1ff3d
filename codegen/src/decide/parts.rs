//! The parts that a large document is written in: a module and a feature for each tag.
//!
//! In come the decided operations, out comes the part of each operation, refusal and type. What more
//! than one part needs belongs to none of them and is always compiled. Operations without a tag are
//! told apart by their paths.

use super::operations::Operations;
use super::refusals::Refusals;
use super::types::Types;
use crate::names::{self, Ident, Scope};
use crate::rust::TypeId;
use oasis_model::ir::Operation;
use std::collections::{BTreeSet, HashMap};

/// A part: the operations with one tag, and what only they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The tag, or the segment of the paths.
    pub(crate) tag: String,
    /// The module below each root.
    pub(crate) module: Ident,
    /// The feature that it is compiled with.
    pub(crate) feature: String,
}

/// The parts, and which of them things belong to; none: to the root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) all: Vec<Part>,
    of_operation: Vec<Option<usize>>,
    of_refusal: Vec<Option<usize>>,
    of_type: Vec<Option<usize>>,
    /// The operations of each part, by place.
    operations: Vec<Vec<usize>>,
    /// The types of each part, in the order in which they are written.
    types: Vec<Vec<TypeId>>,
}

/// What a module cannot be called: other features, what the modules know by that name, and files
/// that some systems cannot have.
const TAKEN: &[&str] = &[
    "alloc",
    "aux",
    "client",
    "con",
    "core",
    "default",
    "examples",
    "indexmap",
    "jiff",
    "mod",
    "nul",
    "oasis_runtime",
    "operations",
    "prn",
    "refusals",
    "schema",
    "schemars",
    "serde",
    "serde_json",
    "server",
    "std",
    "types",
];

impl Parts {
    /// The parts of a document with more operations than this; a smaller one has none.
    pub(crate) fn decide(operations: &Operations<'_>, split_above: Option<usize>) -> Self {
        let endpoints = &operations.endpoints;
        let is_large = split_above.is_some_and(|limit| endpoints.len() > limit);
        let tags = tags(endpoints.iter().map(|endpoint| endpoint.operation));
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut parts = Self::default();
        let mut names = Scope::with(TAKEN);
        for (operation, tag) in tags.iter().enumerate() {
            let place = *places.entry(tag).or_insert_with(|| {
                parts.all.push(part(tag, &mut names));
                parts.operations.push(Vec::new());
                parts.all.len() - 1
            });
            parts.of_operation.push(Some(place));
            parts.operations[place].push(operation);
        }
        if !is_large || parts.all.len() < 2 {
            return Self::default();
        }
        parts.of_refusal = of_refusal(&operations.refusals, &parts.of_operation);
        parts
    }

    /// Whether there are any.
    pub(crate) fn is_split(&self) -> bool {
        !self.all.is_empty()
    }

    /// The operations of a part, by place.
    pub(crate) fn operations(&self, part: usize) -> &[usize] {
        &self.operations[part]
    }

    /// The types of a part.
    pub(crate) fn types(&self, part: usize) -> &[TypeId] {
        &self.types[part]
    }

    /// The part of the operation at this place.
    pub(crate) fn of_operation(&self, place: usize) -> Option<usize> {
        self.of_operation.get(place).copied().flatten()
    }

    /// The part of the refusals that the operation at this place declares.
    pub(crate) fn of_refusal(&self, place: usize) -> Option<usize> {
        self.of_refusal.get(place).copied().flatten()
    }

    /// The part of a type.
    pub(crate) fn of_type(&self, id: TypeId) -> Option<usize> {
        self.of_type.get(id.0 as usize).copied().flatten()
    }

    /// Decides the parts of the types from those that each part, or the root, names.
    pub(crate) fn give_types<'n>(
        &mut self,
        types: &Types<'_>,
        named: impl Iterator<Item = (Option<usize>, &'n BTreeSet<TypeId>)>,
    ) {
        let mut owners: Vec<Owner> = Vec::new();
        for (part, ids) in named {
            let owner = part.map_or(Owner::Several, Owner::One);
            spread(types, &mut owners, ids.iter().map(|id| (*id, owner)).collect());
        }
        for (id, _) in types.written() {
            if owners.get(id.0 as usize).is_none_or(|owner| *owner == Owner::Nobody) {
                spread(types, &mut owners, vec![(id, Owner::Several)]);
            }
        }
        let part = |owner: Owner| if let Owner::One(part) = owner { Some(part) } else { None };
        self.of_type = owners.into_iter().map(part).collect();
        self.types = vec![Vec::new(); self.all.len()];
        for (id, _) in types.written() {
            if let Some(part) = self.of_type(id) {
                self.types[part].push(id);
            }
        }
    }
}

/// Who needs a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Owner {
    #[default]
    Nobody,
    One(usize),
    Several,
}

/// Whoever needs a type needs what it mentions.
fn spread(types: &Types<'_>, owners: &mut Vec<Owner>, mut open: Vec<(TypeId, Owner)>) {
    while let Some((id, owner)) = open.pop() {
        let place = id.0 as usize;
        if owners.len() <= place {
            owners.resize(place + 1, Owner::Nobody);
        }
        let joined = match owners[place] {
            Owner::Nobody => owner,
            before if before == owner => continue,
            Owner::Several => continue,
            Owner::One(_) => Owner::Several,
        };
        owners[place] = joined;
        let declared = types.declared(id);
        let mentions = declared.body.mentions().into_iter().filter_map(|rust| rust.core());
        let mentions = mentions.chain(declared.widens.iter().copied());
        open.extend(mentions.map(|id| (id, joined)));
    }
}

/// Refusals stand in the part of all operations that have them, if that is one.
fn of_refusal(refusals: &[Refusals], of_operation: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut found = of_operation.to_vec();
    for (place, refusals) in refusals.iter().enumerate() {
        if let Refusals::Same(first) = refusals
            && found[*first] != of_operation[place]
        {
            found[*first] = None;
        }
    }
    found
}

fn part(tag: &str, names: &mut Scope) -> Part {
    let wanted = if tag.is_ascii() { names::snake(tag) } else { names::snake("tag") };
    let module = names.claim(wanted);
    let feature = module.unraw().trim_matches('_').replace('_', "-");
    Part { tag: tag.to_owned(), module, feature }
}

/// The tag of each operation; where it has none, the first segment in which the paths of such
/// operations differ.
fn tags<'a>(operations: impl Iterator<Item = &'a Operation> + Clone) -> Vec<String> {
    let segments = |operation: &'a Operation| -> Vec<&'a str> {
        operation.path.split('/').filter(|segment| !segment.is_empty()).collect()
    };
    let untagged = operations.clone().filter(|operation| operation.tags.is_empty()).map(segments);
    let common = untagged.reduce(|left, right| {
        left.into_iter().zip(right).take_while(|(l, r)| l == r).map(|(l, _)| l).collect()
    });
    let common = common.unwrap_or_default().len();
    let tag = |operation: &'a Operation| match operation.tags.first() {
        Some(tag) => tag.clone(),
        None => {
            let rest = segments(operation).into_iter().skip(common);
            let named = rest.into_iter().find(|segment| !segment.contains('{'));
            named.unwrap_or("other").to_owned()
        }
    };
    operations.map(tag).collect()
}
