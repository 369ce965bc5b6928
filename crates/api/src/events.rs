//! What happens, told to the pages that are open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use crate::jobs::JobView;

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Event {
    /// An import or a rehearsal went on.
    Job(Box<JobView>),
    /// The portfolio is another.
    Changed {
        /// `facts` or `desk`.
        what: &'static str,
    },
}

/// Streams that one user may have open: a page has one.
const MOST_STREAMS: usize = 20;

/// The streams that are open, by user.
#[derive(Default)]
pub struct Listeners {
    open: Arc<Mutex<HashMap<i64, usize>>>,
}

/// An open stream of a user; it is one less when this is dropped.
pub struct Listening {
    user: i64,
    open: Arc<Mutex<HashMap<i64, usize>>>,
}

impl Listeners {
    /// One more stream of a user; `None` where there are too many.
    pub fn admit(&self, user: i64) -> Option<Listening> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(user).or_default();
        if *count >= MOST_STREAMS {
            return None;
        }
        *count += 1;
        Some(Listening { user, open: Arc::clone(&self.open) })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.user);
            }
        }
    }
}

impl Event {
    /// The event's name in the stream.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Job(_) => "job",
            Self::Changed { .. } => "changed",
        }
    }
}
