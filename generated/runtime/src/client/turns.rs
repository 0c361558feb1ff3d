//! One at a time for each key: keeps clones of a client out of each other's way where a change takes
//! several calls.
//!
//! Other processes are not kept out. A key that nobody waits for takes no memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

type Key = Arc<tokio::sync::Mutex<()>>;

/// The keys that somebody holds or waits for.
#[derive(Debug, Default)]
pub(super) struct Turns(Arc<Mutex<HashMap<String, Key>>>);

/// A turn; the next one begins when it is dropped.
#[derive(Debug)]
pub struct Turn {
    // Its own key is given back before the map is looked at.
    held: Option<OwnedMutexGuard<()>>,
    waiting: Waiting,
}

impl Turns {
    /// Waits for the turn of this key.
    pub(super) async fn take(&self, key: &str) -> Turn {
        let waiting = self.wait(key);
        let held = Arc::clone(&waiting.key).lock_owned().await;
        Turn { held: Some(held), waiting }
    }

    fn wait(&self, key: &str) -> Waiting {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = Arc::clone(keys.entry(key.to_owned()).or_default());
        Waiting { name: key.to_owned(), key: shared, keys: Arc::clone(&self.0) }
    }
}

/// Somebody who waits for a key, or holds it.
struct Waiting {
    name: String,
    key: Key,
    keys: Arc<Mutex<HashMap<String, Key>>>,
}

/// The key may be an identifier, so it is not shown.
impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiting")
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.held.take();
        let _ = &self.waiting;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        // The map's own, and this one: nobody else is there.
        if Arc::strong_count(&self.key) <= 2 {
            keys.remove(&self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_is_forgotten_when_nobody_waits() {
        let turns = Turns::default();
        let count = || turns.0.lock().unwrap_or_else(PoisonError::into_inner).len();
        let first = turns.take("a").await;
        let other = turns.take("b").await;
        // Somebody who stops waiting leaves the one who holds the key alone.
        let short = std::time::Duration::from_millis(5);
        assert!(tokio::time::timeout(short, turns.take("a")).await.is_err());
        assert_eq!(count(), 2);
        drop(other);
        assert_eq!(count(), 1);
        assert!(tokio::time::timeout(short, turns.take("a")).await.is_err());
        drop(first);
        assert_eq!(count(), 0);
        drop(turns.take("a").await);
        assert_eq!(count(), 0);
    }
}
