//! Writes the files of all kinds, several at a time: each is decided by its section alone.
//!
//! In come the kinds and the parts, out come the files that are not empty, each root with what is
//! declared in it.

use super::section::{Section, Written};
use crate::render::Child;
use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

/// A kind of file.
#[derive(Clone, Copy)]
pub(super) struct Family {
    /// Writes a file of the kind.
    pub(super) write: fn(Section<'_>) -> Written,
    /// Whether there is a file for each part.
    pub(super) is_split: bool,
    /// Whether a root has the items of the files below it as its own.
    pub(super) is_reexported: bool,
}

/// The files of some kinds, with the part of each.
pub(super) fn written(root: Section<'_>, families: &[Family]) -> Vec<(Option<usize>, Written)> {
    let mut tasks = Vec::new();
    for family in families {
        let parts = if family.is_split { root.parts.all.len() } else { 0 };
        tasks.extend((0..parts).map(|part| (*family, Some(part))));
        tasks.push((*family, None));
    }
    let files = all(&tasks, |(family, part)| (family.write)(Section { part: *part, ..root }));
    let mut found = Vec::new();
    let mut children = Vec::new();
    for ((family, part), mut file) in tasks.into_iter().zip(files) {
        match part.map(|place| &root.parts.all[place]) {
            None => file.0.children = std::mem::take(&mut children),
            Some(_) if file.0.items.is_empty() => continue,
            Some(part) => {
                let (name, feature) = (part.module.to_string(), part.feature.clone());
                children.push(Child { name, feature, is_reexported: family.is_reexported });
            }
        }
        found.push((part, file));
    }
    found
}

/// What becomes of each task, in their order, by as many threads as the machine runs at once.
fn all<T: Sync, R: Send>(tasks: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(tasks.len());
    let waiting = Mutex::new(tasks.iter().enumerate());
    let work = || {
        let mut done = Vec::new();
        let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
        while let Some((place, task)) = next() {
            done.push((place, run(task)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}
