//! How many requests are on their way at once; the number can change while they are.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The bound on requests on their way.
#[derive(Debug)]
pub(super) struct InFlight {
    slots: Arc<Semaphore>,
    size: Mutex<Size>,
}

#[derive(Debug)]
struct Size {
    wanted: usize,
    /// Slots in use that are not given back when they become free.
    surplus: usize,
}

/// A slot; free again when it is dropped.
pub(super) struct Slot<'a> {
    of: &'a InFlight,
    permit: Option<OwnedSemaphorePermit>,
}

impl InFlight {
    pub(super) fn new(wanted: usize) -> Self {
        let wanted = bounded(wanted);
        let size = Mutex::new(Size { wanted, surplus: 0 });
        Self { slots: Arc::new(Semaphore::new(wanted)), size }
    }

    /// Waits for a free slot.
    pub(super) async fn enter(&self) -> Slot<'_> {
        // The semaphore is never closed; without a permit nothing would be bounded, but all would go on.
        Slot { of: self, permit: Arc::clone(&self.slots).acquire_owned().await.ok() }
    }

    /// Changes the number, at least one.
    pub(super) fn resize(&self, wanted: usize) {
        let wanted = bounded(wanted);
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted >= size.wanted {
            let more = wanted - size.wanted;
            let kept = more.min(size.surplus);
            size.surplus -= kept;
            self.slots.add_permits(more - kept);
        } else {
            let less = size.wanted - wanted;
            size.surplus += less - self.slots.forget_permits(less);
        }
        size.wanted = wanted;
    }
}

fn bounded(wanted: usize) -> usize {
    wanted.clamp(1, 10_000)
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let mut size = self.of.size.lock().unwrap_or_else(PoisonError::into_inner);
        if size.surplus > 0 {
            size.surplus -= 1;
            self.permit.take().into_iter().for_each(OwnedSemaphorePermit::forget);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_bound_holds_after_every_change() {
        let bound = InFlight::new(3);
        let free = |bound: &InFlight| bound.slots.available_permits();
        let slots = [bound.enter().await, bound.enter().await];
        bound.resize(1);
        assert_eq!(free(&bound), 0);
        bound.resize(4);
        assert_eq!(free(&bound), 2);
        bound.resize(0);
        drop(slots);
        assert_eq!(free(&bound), 1);
        bound.resize(5);
        assert_eq!(free(&bound), 5);
    }
}
