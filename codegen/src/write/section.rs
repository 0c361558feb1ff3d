//! What one file holds: everything of its kind, or in a large document what belongs to one part.
//!
//! Every kind has a root file such as `types.rs`; where the document is split, files such as
//! `types/pets.rs` lie below it, and the root has their items as its own. No path that a user writes
//! depends on whether that is so.

use super::imports::Imports;
use crate::decide::examples::Examples;
use crate::decide::operations::{Endpoint, Operations};
use crate::decide::parts::{Part, Parts};
use crate::decide::refusals::Refusals;
use crate::decide::types::{Declared, Types};
use crate::render::{Items, Lines, Module};
use crate::rust::TypeId;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// One file of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section<'a> {
    pub(super) types: &'a Types<'a>,
    pub(super) operations: &'a Operations<'a>,
    pub(super) parts: &'a Parts,
    /// The place of the part that the file is for; none: it is the root.
    pub(super) part: Option<usize>,
}

/// One operation with what was decided beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// Its place among the operations.
    pub(super) place: usize,
    pub(super) endpoint: &'a Endpoint<'a>,
    pub(super) refusals: Refusals,
    pub(super) examples: &'a Examples,
}

/// A module, and the declared types that it spells.
pub(super) type Written = (Module, BTreeSet<TypeId>);

impl<'a> Section<'a> {
    /// Whether the file is a root whose operations stand in files below it.
    pub(super) fn is_split_root(&self) -> bool {
        self.part.is_none() && self.parts.is_split()
    }

    /// The operations that the file knows of: those of its part, in a root all.
    pub(super) fn known(self) -> impl Iterator<Item = Entry<'a>> {
        let all = 0..self.operations.endpoints.len();
        let (all, own) = match self.part {
            None => (all, &[][..]),
            Some(part) => (0..0, self.parts.operations(part)),
        };
        all.chain(own.iter().copied()).map(move |place| Entry {
            place,
            endpoint: &self.operations.endpoints[place],
            refusals: self.operations.refusals[place],
            examples: &self.operations.examples[place],
        })
    }

    /// The operations that stand in the file.
    pub(super) fn entries(self) -> impl Iterator<Item = Entry<'a>> {
        self.known().filter(move |_| !self.is_split_root())
    }

    /// The types that the file knows of: those of its part, in a root all.
    pub(super) fn known_types(self) -> Vec<(TypeId, &'a Declared)> {
        match self.part {
            None => self.types.written().collect(),
            Some(part) => {
                let own = self.parts.types(part).iter();
                own.map(|id| (*id, self.types.declared(*id))).collect()
            }
        }
    }

    /// What a root says of itself, and thereby of the files below; those say nothing.
    pub(super) fn attributes(self, of: impl FnOnce() -> Vec<TokenStream>) -> Lines {
        let lines = if self.part.is_none() { of() } else { Vec::new() };
        lines.into_iter().collect()
    }

    /// What an operation is compiled with, where a root lists those of all parts.
    pub(super) fn gate(&self, entry: &Entry<'_>) -> Option<TokenStream> {
        self.part_of(entry).map(|part| {
            let feature = &part.feature;
            quote!(#[cfg(feature = #feature)])
        })
    }

    /// The same as text in front of an entry.
    pub(super) fn gate_text(&self, entry: &Entry<'_>) -> String {
        let part = self.part_of(entry);
        part.map_or_else(String::new, |part| format!("#[cfg(feature = {:?})] ", part.feature))
    }

    /// What a type is compiled with.
    pub(super) fn gate_of_type(&self, id: TypeId) -> Option<TokenStream> {
        let feature = &self.parts.all[self.parts.of_type(id)?].feature;
        Some(quote!(#[cfg(feature = #feature)]))
    }

    fn part_of(&self, entry: &Entry<'_>) -> Option<&'a Part> {
        self.parts.of_operation(entry.place).map(|place| &self.parts.all[place])
    }

    /// The imports of the file; see [`Imports::new`].
    pub(super) fn imports<'n>(
        &self,
        home: &'static str,
        own: impl IntoIterator<Item = &'n str>,
    ) -> Imports<'a> {
        Imports::new(self.types, home, own, self.part.is_some())
    }

    /// The file.
    pub(super) fn module(
        &self,
        kind: &str,
        docs: &str,
        attributes: Lines,
        imports: &Imports<'_>,
        items: Items,
    ) -> Written {
        let part = self.part.map(|place| &self.parts.all[place]);
        let (path, docs) = match part {
            None => (format!("{kind}.rs"), docs.to_owned()),
            Some(part) => {
                let docs = format!("{docs} Those of {}.", super::docs::code(&part.tag));
                (format!("{kind}/{}.rs", part.module.unraw()), docs)
            }
        };
        let uses = imports.uses().into_iter().collect();
        let module =
            Module { path, docs: vec![docs], attributes, uses, children: Vec::new(), items };
        (module, imports.named())
    }
}
