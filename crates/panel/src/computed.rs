//! What was computed of facts, whatever people have decided since: it stays at hand while they do.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::Panel;
use crate::before::Before;
use crate::monthly::Monthly;
use crate::shared::Shared;

/// How many panels are held, of a few hundred megabytes each where customers are a million.
pub(crate) const HELD_PANELS: usize = 4;

/// How many dates and levels have their months and earlier statuses at hand.
const HELD_OVERVIEWS: usize = 4;

/// By what each would be kept as: see [`crate::Portfolio::cache_name`].
pub(crate) struct Computed {
    /// Whole panels, before people's corrections.
    pub panels: Shared<String, Arc<Panel>>,
    /// What customers brought month by month.
    pub monthly: Shared<String, Arc<Monthly>>,
    /// What customers were before.
    pub befores: Shared<String, Arc<Before>>,
    /// Whose turn it is to compute a panel. One at a time: each takes all threads, needs its own memory, and leaves
    /// its steps on the way in the session that others of its date and level use.
    pub turn: Mutex<()>,
}

impl Default for Computed {
    fn default() -> Self {
        Self {
            panels: Shared::at_most(HELD_PANELS),
            monthly: Shared::at_most(HELD_OVERVIEWS),
            befores: Shared::at_most(HELD_OVERVIEWS),
            turn: Mutex::default(),
        }
    }
}
