//! One after the other: what is done in someone's name waits until what was begun before it is done.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// Names kept before those that nobody waits for are dropped.
const MANY: usize = 1_000;

/// Whose turn it is, name by name.
#[derive(Default)]
pub struct Turns {
    turns: Mutex<HashMap<String, Weak<Turn<()>>>>,
}

impl Turns {
    /// Waits for the turn of a name; it is over when what is given is dropped.
    pub async fn take(&self, name: &str) -> OwnedMutexGuard<()> {
        self.of(name).lock_owned().await
    }

    fn of(&self, name: &str) -> Arc<Turn<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() >= MANY {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        if let Some(turn) = turns.get(name).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        turns.insert(name.to_owned(), Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_name_has_a_turn_of_its_own() {
        let turns = Turns::default();
        let ana = turns.take("ana").await;
        let bia = turns.take("bia").await;
        assert!(turns.of("ana").try_lock().is_err());
        drop(ana);
        assert!(turns.of("ana").try_lock().is_ok());
        drop(bia);
        for number in 0..2 * MANY {
            drop(turns.take(&number.to_string()).await);
        }
        assert!(turns.turns.lock().unwrap().len() <= MANY);
    }
}
