//! The tables of the workspace's database.

mod customers;
mod people;

pub use customers::{attachments, changes, contacts, notes};
pub use people::{answers, audit, invitations, saved_settings, sessions, tokens, users};

/// One row: which workspace this is and how far it has come.
pub mod state {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The row.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "state")]
    pub struct Model {
        /// Always 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        /// Names the workspace, in the database and in the lake alike.
        pub workspace: String,
        /// Counts changes of the list of files; a reader's snapshot is taken at one number.
        pub sequence: i64,
        /// The sequence at which facts last changed (an import or undo, not a compaction).
        pub facts_sequence: i64,
        /// Counts people's edits.
        pub desk_sequence: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Parties and their numbers.
pub mod parties {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One party.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "parties")]
    pub struct Model {
        /// Its number: the customer's above, the establishment's in the lower 20 bits.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        /// `cnpj`, `cpf`, or the source that knows it.
        pub scheme: String,
        /// The key within the scheme.
        pub code: String,
        /// The first 8 characters of a CNPJ.
        pub root: Option<String>,
        /// `company`, `person`, `foreign`.
        pub kind: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Imports.
pub mod batches {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One import.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "batches")]
    pub struct Model {
        /// Its number, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        /// `writing`, `live`, `undone`, `dead`.
        pub state: String,
        /// When it began, RFC 3339.
        pub started_at: String,
        /// When it was committed.
        pub committed_at: Option<String>,
        /// When it was undone.
        pub undone_at: Option<String>,
        /// The report, as JSON.
        pub report: Option<String>,
        /// Whether facts of it lie in files compacted from several imports.
        pub compacted: bool,
        /// Who brought it.
        pub made_by: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whose turn it is to write: at most one row.
pub mod turns {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The turn.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "turns")]
    pub struct Model {
        /// Always 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        /// Machine and folder of the process.
        pub place: String,
        /// Its number.
        pub pid: i64,
        /// When it began, RFC 3339.
        pub since: String,
        /// Until when it is taken to be alive, in the database's own seconds.
        pub lease_until: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Files of the lake.
pub mod files {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One file.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "files")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The import that wrote it; 0 for what was compacted from several.
        pub batch: i64,
        /// The table of facts, or `claims`, `hides`, `notices`.
        pub kind: String,
        /// Where it lies, below the lake's root.
        pub path: String,
        /// Rows.
        pub rows: i64,
        /// Bytes.
        pub bytes: i64,
        /// BLAKE3 of its bytes, in hexadecimal.
        pub hash: String,
        /// The sequence from which readers see it.
        pub listed_at: i64,
        /// The sequence from which they no longer do.
        pub unlisted_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Readers at work.
pub mod leases {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One reader.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "leases")]
    pub struct Model {
        /// Its name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The sequence its snapshot was taken at.
        pub sequence: i64,
        /// Until when it is taken to be reading, in the database's own seconds.
        pub expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What people corrected.
pub mod edits {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One correction of one field of one customer.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "edits")]
    pub struct Model {
        /// Its number: the greatest of a field counts.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The customer's key, as typed without mask.
        pub customer: String,
        /// The field.
        pub field: String,
        /// The value; none takes the correction back.
        pub value: Option<String>,
        /// When it was made, RFC 3339.
        pub made_at: String,
        /// By whom.
        pub made_by: Option<String>,
        /// The change of many customers it is part of.
        pub change_id: Option<i64>,
        /// The day from which it counts, where not at once.
        pub effective_on: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Predicates that people gave a name.
pub mod segments {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One segment.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "segments")]
    pub struct Model {
        /// Its name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// The predicate, as written.
        pub predicate: String,
        /// When it was saved, RFC 3339.
        pub made_at: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which customers people say belong together.
pub mod members {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One customer of an economic group.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "group_members")]
    pub struct Model {
        /// The customer's key: a company's root, or one party. It is in one group at most.
        #[sea_orm(primary_key, auto_increment = false)]
        pub customer: String,
        /// The group's name.
        pub group_name: String,
        /// When it was put there, RFC 3339.
        pub made_at: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What sellers are to sell.
pub mod goals {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The goal of one seller in one month.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "goals")]
    pub struct Model {
        /// The seller, as sales name them.
        #[sea_orm(primary_key, auto_increment = false)]
        pub seller: String,
        /// The month, `2026-11`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: String,
        /// Revenue to reach, in cents.
        pub revenue_cents: i64,
        /// When it was set, RFC 3339.
        pub made_at: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was there when it was last changed: a row for the catalogue, one for the audit log.
pub mod seals {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The seal.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "seals")]
    pub struct Model {
        /// 1 for the catalogue, 2 for the audit log.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        /// BLAKE3 of what was there, in hexadecimal.
        pub seal: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
