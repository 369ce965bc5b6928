//! One workspace: its SQL database (the desk and the catalogue) and its files of facts. The only
//! crate that opens SQL or writes facts.

mod attachments;
mod backup;
mod cache;
mod catalogue;
mod changes;
mod claims;
mod compaction;
mod contacts;
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
mod notes;
mod notices;
mod parties;
mod people;
mod saved_settings;
mod seal;
mod settings;
mod snapshot;
mod turn;
mod undo;
mod verify;
mod workspace;

pub use attachments::Attachment;
pub use backup::BackupSize;
pub use changes::{Change, ChangeKind, Changed, Known, OwnerChange, Terms};
pub use contacts::{ContactDetails, CustomerContact, Department, UnknownDepartment};
pub use desk::{Goal, GroupMember, SavedSegment};
pub use edits::Edit;
pub use error::{StoreError, without_password};
pub use facts::Table;
pub use import::{Fate, Importer, Incoming, Tally};
pub use imports::{Import, ImportState};
pub use lake::Lake;
pub use notes::Note;
pub use notices::{Notice, NoticeKind};
pub use parties::{BRANCH_BITS, KnownParty};
pub use people::{
    Access, Action, Answer, ApiToken, AuditEntry, AuditFilter, AuditVerification, Author, Begun, Invitation,
    NewSession, NewToken, NewUser, Purpose, Role, Session, TotpChange, UnknownAccess, UnknownAction, UnknownRole, User,
    UserChange,
};
pub use saved_settings::SavedSettings;
pub use settings::Settings;
pub use snapshot::{FactFile, Snapshot};
pub use turn::Writer;
pub use undo::Undone;
pub use verify::{Problem, Verification};
pub use workspace::{NewWorkspace, Versions, Workspace};
