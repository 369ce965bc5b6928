//! What is computed once for all who ask.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

/// Values by key, of the keys last asked for and no more than a few: whoever asks for one that is being
/// computed waits for it, and for no other.
pub(crate) struct Shared<K, V> {
    most: usize,
    cells: Mutex<Vec<(K, Arc<OnceCell<V>>)>>,
}

impl<K: PartialEq, V: Clone> Shared<K, V> {
    /// None yet, and never more than so many.
    pub(crate) fn at_most(most: usize) -> Self {
        Self { most, cells: Mutex::default() }
    }

    /// The value of a key, computed now if it is not there.
    pub(crate) async fn get<E>(&self, key: K, compute: impl Future<Output = Result<V, E>>) -> Result<V, E> {
        let cell = self.cell(key);
        cell.get_or_try_init(|| compute).await.cloned()
    }

    /// Whether the value of a key is there.
    pub(crate) fn has(&self, key: &K) -> bool {
        let cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.iter().any(|(known, cell)| known == key && cell.initialized())
    }

    fn cell(&self, key: K) -> Arc<OnceCell<V>> {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        let place = cells.iter().position(|(known, _)| *known == key);
        let found = place.map_or_else(|| (key, Arc::default()), |place| cells.remove(place));
        let cell = Arc::clone(&found.1);
        if cells.len() >= self.most {
            cells.remove(0);
        }
        // The one asked for last stands last, and goes last.
        cells.push(found);
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn keeps_those_asked_for_last() {
        let shared = Shared::at_most(2);
        let computed = Mutex::new(Vec::new());
        let ask = async |key: i64| {
            let compute = async {
                computed.lock().unwrap().push(key);
                Ok::<_, ()>(key * 10)
            };
            assert_eq!(shared.get(key, compute).await, Ok(key * 10));
        };
        for key in [1, 2, 1, 3, 1, 2] {
            ask(key).await;
        }
        assert_eq!(*computed.lock().unwrap(), [1, 2, 3, 2]);
        assert!(shared.has(&1) && shared.has(&2) && !shared.has(&3));
    }

    #[tokio::test]
    async fn what_failed_is_computed_again() {
        let shared = Shared::at_most(1);
        assert_eq!(shared.get(1, async { Err::<i64, _>("no") }).await, Err("no"));
        assert!(!shared.has(&1));
        assert_eq!(shared.get(1, async { Ok::<_, &str>(5) }).await, Ok(5));
    }
}
