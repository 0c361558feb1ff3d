//! Where an operation is called: the path of the base address and the operation's own path. A prefix
//! may move from one to the other without a message changing. Whole addresses are `servers`' business.

use oasis_model::ir::{Api, Method, Operation};
use std::collections::HashSet;

/// An operation as it shows on the wire: names of path parameters say nothing.
pub(super) type Key = (Method, String);

/// Whether a prefix of all paths moved between the base addresses and the paths.
pub(super) fn moved(base: &Api, new: &Api) -> bool {
    let (Some(old), Some(now)) = (common_path(base), common_path(new)) else {
        return false;
    };
    if old == now || base.operations.is_empty() {
        return false;
    }
    let found = |moved| {
        let keys = |api| paths(api, moved).map(|(path, operation)| key(&path, operation));
        let known: HashSet<Key> = keys(new).collect();
        keys(base).filter(|key| known.contains(key)).count()
    };
    found(true) > found(false)
}

/// Every operation with its path, the prefix of the addresses included where that moved.
pub(super) fn paths(api: &Api, moved: bool) -> impl Iterator<Item = (String, &Operation)> {
    let prefix = if moved { common_path(api).unwrap_or_default() } else { "" };
    api.operations.iter().map(move |operation| (format!("{prefix}{}", operation.path), operation))
}

/// What tells an operation at this path from all others.
pub(super) fn key(path: &str, operation: &Operation) -> Key {
    (operation.method, nameless(path))
}

/// The path with its parameters' names taken out.
fn nameless(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        plain.push(c);
    }
    plain
}

/// An address without a slash at the end.
pub(super) fn plain(url: &str) -> &str {
    url.trim_end_matches('/')
}

/// The path of an address, without a slash at the end.
pub(super) fn path(url: &str) -> &str {
    let url = plain(url);
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    }
}

/// The path that all base addresses share.
pub(super) fn common_path(api: &Api) -> Option<&str> {
    let first = path(&api.servers.first()?.url);
    api.servers.iter().all(|server| path(&server.url) == first).then_some(first)
}
