//! How faithfully each element of the API stands in the generated code.
//!
//! Whatever decides or writes says here what it makes of an element, by JSON pointer; nothing is
//! lost in silence. An element about which nothing is said counts for nothing.

use oasis_model::finding::Finding;
use oasis_model::loss;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What became of one element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fidelity {
    /// The Rust code says what the element says.
    Typed,
    /// The Rust code is wider than the element, or does only part of it.
    Approximated(Cow<'static, str>),
    /// Nothing in the Rust code stands for the element.
    Ignored(Cow<'static, str>),
}

/// One element and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// JSON pointer of the element.
    pub at: String,
    /// What became of it.
    pub fidelity: Fidelity,
}

/// How many elements are typed, approximated and ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the fidelities")]
pub struct Counts {
    pub typed: usize,
    pub approximated: usize,
    pub ignored: usize,
}

/// The entries of a generation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    elements: BTreeMap<String, Vec<Fidelity>>,
}

impl Ledger {
    /// The element stands in the code as it is.
    pub(crate) fn typed(&mut self, at: &str) {
        self.add(at, Fidelity::Typed);
    }

    /// The code is wider than the element, or does only part of it.
    pub(crate) fn approximated(&mut self, at: &str, why: impl Into<Cow<'static, str>>) {
        self.add(at, Fidelity::Approximated(why.into()));
    }

    /// Nothing in the code stands for the element.
    pub(crate) fn ignored(&mut self, at: &str, why: impl Into<Cow<'static, str>>) {
        self.add(at, Fidelity::Ignored(why.into()));
    }

    /// Enters what of the document was not read, so that the API knows nothing of it.
    pub fn enter_unread(&mut self, findings: &[Finding]) {
        for finding in loss::elements(findings) {
            self.ignored(&finding.at.pointer, finding.message.clone());
        }
    }

    fn add(&mut self, at: &str, fidelity: Fidelity) {
        let said = self.elements.entry(at.to_owned()).or_default();
        if !said.contains(&fidelity) {
            said.push(fidelity);
        }
    }

    /// What was said of each element, by pointer. An element that is approximated in one respect
    /// and typed in all others has only the former entry.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.elements.iter().flat_map(|(at, said)| {
            let worse = said.iter().any(|fidelity| *fidelity != Fidelity::Typed);
            said.iter()
                .filter(move |fidelity| !worse || **fidelity != Fidelity::Typed)
                .map(|fidelity| Entry { at: at.clone(), fidelity: fidelity.clone() })
        })
    }

    /// How many elements there are of each kind; an element counts as the worst that is said of it.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for said in self.elements.values() {
            match said.iter().max() {
                Some(Fidelity::Ignored(_)) => counts.ignored += 1,
                Some(Fidelity::Approximated(_)) => counts.approximated += 1,
                Some(Fidelity::Typed) | None => counts.typed += 1,
            }
        }
        counts
    }

    /// What is not typed, one line an entry: `approximated /paths/...: why`.
    pub fn lines(&self) -> impl Iterator<Item = (Entry, String)> {
        self.entries().filter_map(|entry| {
            let (what, why) = entry.fidelity.loss()?;
            // What the document says may hold line breaks.
            let line = format!("{what} {}: {why}", entry.at).replace(['\n', '\r'], " ");
            Some((entry, line))
        })
    }
}

impl Fidelity {
    /// What is lost in one word, and why; none: nothing is.
    pub fn loss(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Typed => None,
            Self::Approximated(why) => Some(("approximated", why)),
            Self::Ignored(why) => Some(("ignored", why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_counts_as_the_worst_that_is_said_of_it() {
        let mut ledger = Ledger::default();
        ledger.typed("/a");
        ledger.approximated("/a", "wider");
        ledger.approximated("/a", "wider");
        ledger.typed("/b");
        ledger.approximated("/c", "wider");
        ledger.ignored("/c", "lost");
        assert_eq!(ledger.counts(), Counts { typed: 1, approximated: 1, ignored: 1 });
        assert_eq!(ledger.entries().count(), 4);
        assert_eq!(ledger.lines().count(), 3);
    }
}
