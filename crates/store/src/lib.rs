//! One workspace: its SQL database (the desk and the catalogue) and its files of facts. The only
//! crate that opens SQL or writes facts.

mod backup;
mod cache;
mod catalogue;
mod claims;
mod compaction;
mod desk;
mod edits;
mod error;
mod facts;
mod files;
mod hides;
mod import;
mod imports;
mod lake;
mod maintenance;
mod notices;
mod parties;
mod seal;
mod settings;
mod snapshot;
mod turn;
mod undo;
mod verify;
mod workspace;

pub use backup::BackupSize;
pub use desk::{Goal, GroupMember, SavedSegment};
pub use edits::Edit;
pub use error::{StoreError, without_password};
pub use facts::Table;
pub use import::{Fate, Importer, Incoming, Tally};
pub use imports::{Import, ImportState};
pub use lake::Lake;
pub use notices::{Notice, NoticeKind};
pub use parties::{BRANCH_BITS, KnownParty};
pub use settings::Settings;
pub use snapshot::{FactFile, Snapshot};
pub use turn::Writer;
pub use undo::Undone;
pub use verify::{Problem, Verification};
pub use workspace::{NewWorkspace, Workspace};
