//! A case that can be made smaller: proptest's value tree over a draft.
//!
//! Only what makes sense is offered: the body without its changes stays valid, every change still applies,
//! and a body that broke a documented rule still does. Each candidate is smaller than the last case that
//! failed, and none is offered twice, so that every request of a shrinking run can tell something.

use super::Case;
use super::draft::Draft;
use super::shrink::{self, Edit, Size};
use super::subject::{Subject, Wrong};
use proptest::strategy::ValueTree;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A case and the smaller ones it can be simplified to.
#[derive(Debug)]
pub struct CaseTree {
    subject: Arc<Subject>,
    best: (Draft, Case),
    offered: Option<(Edit, Draft, Case)>,
    /// Whether anybody looked at what is offered: only then it can have failed.
    is_seen: AtomicBool,
    search: Option<Search>,
}

/// What was tried and what is left to try.
#[derive(Debug)]
struct Search {
    edits: std::vec::IntoIter<Edit>,
    /// What was tried since the last round began. It is seldom worth trying again on a smaller body, so
    /// that it waits for the next round.
    tried: HashSet<Edit>,
    /// Something became smaller in this round, so that another one is worth it.
    progress: bool,
    /// The requests that were offered.
    known: HashSet<String>,
    /// How wrong the first body was.
    wrong: Option<Wrong>,
    /// How large the last case that failed is.
    size: Size,
}

impl CaseTree {
    /// The tree of a draft, if it makes a case.
    pub(super) fn new(subject: &Arc<Subject>, draft: Draft) -> Option<Self> {
        let case = draft.case(subject)?;
        Some(Self {
            subject: subject.clone(),
            best: (draft, case),
            offered: None,
            is_seen: AtomicBool::new(false),
            search: None,
        })
    }

    /// The next candidate, if there is one.
    fn advance(&mut self) -> bool {
        let mut search = match self.search.take() {
            Some(search) => search,
            None => Search::new(&self.subject, &self.best),
        };
        self.offered = search.next(&self.subject, &self.best.0);
        self.is_seen.store(false, Ordering::Relaxed);
        self.search = Some(search);
        self.offered.is_some()
    }
}

impl Search {
    fn new(subject: &Subject, best: &(Draft, Case)) -> Self {
        Self {
            edits: shrink::edits(subject, &best.0).into_iter(),
            tried: HashSet::new(),
            progress: false,
            known: HashSet::from([fingerprint(&best.1)]),
            wrong: wrong(subject, &best.0),
            size: shrink::size(subject.json.as_ref(), &best.0),
        }
    }

    fn next(&mut self, subject: &Subject, best: &Draft) -> Option<(Edit, Draft, Case)> {
        loop {
            let Some(edit) = self.edits.next() else {
                if !std::mem::take(&mut self.progress) {
                    return None;
                }
                self.tried.clear();
                self.edits = shrink::edits(subject, best).into_iter();
                continue;
            };
            if self.tried.insert(edit.clone())
                && let Some((draft, case)) = self.candidate(subject, best, &edit)
            {
                return Some((edit, draft, case));
            }
        }
    }

    /// The draft after an edit, if it is smaller, makes sense, and is new.
    fn candidate(&mut self, subject: &Subject, best: &Draft, edit: &Edit) -> Option<(Draft, Case)> {
        let json = subject.json.as_ref();
        let draft = shrink::edited(subject, best, edit)?;
        if shrink::size(json, &draft) >= self.size {
            return None;
        }
        if let (Some(base), Some(json)) = (&draft.base, json)
            && !json.is_valid(subject.api(), base)
        {
            return None;
        }
        if wrong(subject, &draft) != self.wrong {
            return None;
        }
        let case = draft.case(subject)?;
        self.known.insert(fingerprint(&case)).then_some((draft, case))
    }
}

fn wrong(subject: &Subject, draft: &Draft) -> Option<Wrong> {
    draft.wrong(subject, subject.json.as_ref()?)
}

/// What tells two requests apart.
fn fingerprint(case: &Case) -> String {
    let body = case.request.body.as_ref().map(|body| super::chance::digest(&body.0));
    format!("{} {:?} {body:?}", case.request.path, case.request.headers)
}

impl ValueTree for CaseTree {
    type Value = Case;

    fn current(&self) -> Case {
        self.is_seen.store(true, Ordering::Relaxed);
        self.offered.as_ref().map_or(&self.best.1, |(_, _, case)| case).clone()
    }

    /// Takes what is offered for a case that failed, and offers a smaller one. What nobody looked at stays
    /// on offer.
    fn simplify(&mut self) -> bool {
        if let Some((edit, draft, case)) = self.offered.take() {
            if !self.is_seen.load(Ordering::Relaxed) {
                self.offered = Some((edit, draft, case));
                return true;
            }
            self.best = (draft, case);
            if let Some(search) = &mut self.search {
                search.tried.remove(&edit);
                search.progress = true;
                search.size = shrink::size(self.subject.json.as_ref(), &self.best.0);
                search.edits = shrink::edits(&self.subject, &self.best.0).into_iter();
            }
        }
        self.advance()
    }

    /// Goes back to the last case that failed, and offers another one that is smaller than it; `false`
    /// where there is none, or where nobody looked at the last one offered.
    fn complicate(&mut self) -> bool {
        let Some(_) = self.offered.take() else { return false };
        self.is_seen.load(Ordering::Relaxed) && self.advance()
    }
}
