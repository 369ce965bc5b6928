//! What happens, told to the pages that are open.

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

impl Event {
    /// The event's name in the stream.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Job(_) => "job",
            Self::Changed { .. } => "changed",
        }
    }
}
