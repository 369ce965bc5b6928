//! The tables of what people keep of customers.

/// Changes of many customers at once.
pub mod changes {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One change.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "changes")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// `owner`, `add_tags`, `remove_tags`, `field`.
        pub what: String,
        /// The field it changes.
        pub field: String,
        /// What it changes it to, or the tags it adds or removes.
        pub value: Option<String>,
        /// Why.
        pub reason: Option<String>,
        /// The day from which it counts, where not at once.
        pub effective_on: Option<String>,
        /// The user.
        pub user_id: Option<i64>,
        /// Its name then.
        pub made_by: String,
        /// When, RFC 3339.
        pub made_at: String,
        /// How many customers it changed.
        pub customers: i64,
        /// The change it takes back.
        pub undoes: Option<i64>,
        /// The change that took it back.
        pub undone_by: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What people wrote down about customers.
pub mod notes {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One note.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "notes")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The customer's key.
        pub customer: String,
        /// What it says.
        #[sea_orm(column_type = "Text")]
        pub text: String,
        /// The user.
        pub user_id: Option<i64>,
        /// Its name then.
        pub made_by: String,
        /// When it was written, RFC 3339.
        pub created_at: String,
        /// When it was last rewritten.
        pub changed_at: Option<String>,
        /// Counts its changes.
        pub version: i64,
        /// When it was removed.
        pub removed_at: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whom to speak to at customers.
pub mod contacts {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One person of one customer.
    #[derive(Clone, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "contacts")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The customer's key.
        pub customer: String,
        /// `compras`, `financeiro`, `direcao`, `fiscal`, `logistica`, `outro`.
        pub department: String,
        /// The person's name.
        pub name: String,
        /// What the person is there.
        pub role: Option<String>,
        /// E-mail addresses, `;` between.
        pub emails: Option<String>,
        /// Telephone.
        pub phone: Option<String>,
        /// Whether the telephone answers messages.
        pub whatsapp: bool,
        /// What else there is to know.
        pub note: Option<String>,
        /// Counts its changes.
        pub version: i64,
        /// When it was removed, RFC 3339.
        pub removed_at: Option<String>,
    }

    impl std::fmt::Debug for Model {
        /// Without what is the person's own.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Model").field("id", &self.id).finish_non_exhaustive()
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Files that people attached to customers.
pub mod attachments {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One file of one customer.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "attachments")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The customer's key.
        pub customer: String,
        /// The file's name.
        pub name: String,
        /// What kind of file it is.
        pub media_type: String,
        /// Bytes.
        pub bytes: i64,
        /// BLAKE3 of its bytes, in hexadecimal, by which it lies in the lake.
        pub hash: String,
        /// The user.
        pub user_id: Option<i64>,
        /// Its name then.
        pub made_by: String,
        /// When it was attached, RFC 3339.
        pub created_at: String,
        /// When it was removed.
        pub removed_at: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
