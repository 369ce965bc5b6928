//! The tables of people: who they are, how they come in, what they did.

/// Users.
pub mod users {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One user.
    #[derive(Clone, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// What it signs in as, in small letters. Free for another once the user is removed.
        pub login: String,
        /// Its name.
        pub name: String,
        /// `administrator`, `manager`, `seller`, `credit`, `query`.
        pub role: String,
        /// The seller it is, as sales name them.
        pub seller: Option<String>,
        /// The predicate of the customers it may see.
        pub scope: Option<String>,
        /// Whether it may not come in for now.
        pub disabled: bool,
        /// The hash of its password.
        pub password_hash: Option<String>,
        /// The secret of its second factor.
        pub totp_secret: Option<String>,
        /// Whether it has shown that it has the secret.
        pub totp_confirmed: bool,
        /// The step of the last code it used.
        pub totp_last_step: Option<i64>,
        /// Hashes of its recovery codes, a space between.
        pub recovery_hashes: String,
        /// Wrong passwords since the last right one.
        pub failed_attempts: i32,
        /// Until when no password is taken, RFC 3339.
        pub locked_until: Option<String>,
        /// When it was added.
        pub created_at: String,
        /// When it was last here.
        pub last_seen_at: Option<String>,
        /// The subject by which an outside directory knows it.
        pub external: Option<String>,
        /// Counts its changes.
        pub version: i64,
        /// When it was removed; its name stays readable.
        pub removed_at: Option<String>,
    }

    impl std::fmt::Debug for Model {
        /// Without secrets.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Model").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Links that let someone in once.
pub mod invitations {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One link.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "invitations")]
    pub struct Model {
        /// The hash of its token.
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        /// `first_run`, `invitation`.
        pub purpose: String,
        /// The user invited.
        pub user_id: Option<i64>,
        /// Until when it holds, RFC 3339.
        pub expires_at: String,
        /// When it was used.
        pub used_at: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is signed in.
pub mod sessions {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One browser of one user.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        /// The hash of its cookie.
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        /// The user.
        pub user_id: i64,
        /// What its pages send along to show that they are ours.
        pub csrf: String,
        /// The browser, as it names itself.
        pub agent: String,
        /// When it began, RFC 3339.
        pub created_at: String,
        /// When it was last used, to the minute.
        pub seen_at: String,
        /// When it ends, however much it is used.
        pub expires_at: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keys by which other programs come in.
pub mod tokens {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One key of one user.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "tokens")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Whose rights it has.
        pub user_id: i64,
        /// What it is for.
        pub name: String,
        /// The hash of the key.
        #[sea_orm(unique)]
        pub hash: String,
        /// `read`, `write`.
        pub access: String,
        /// The last day it holds.
        pub expires_on: String,
        /// When it was made, RFC 3339.
        pub created_at: String,
        /// When it was last used, to the minute.
        pub last_used_at: Option<String>,
        /// When it was taken back.
        pub revoked_at: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was done, by whom.
pub mod audit {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One thing done.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        /// Its number, from 1 without gaps.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        /// When, RFC 3339.
        pub made_at: String,
        /// The user.
        pub user_id: Option<i64>,
        /// Its name then.
        pub made_by: String,
        /// What was done.
        pub action: String,
        /// To what.
        pub subject: String,
        /// What else there is to say, as JSON.
        pub detail: String,
        /// The hash of the entry before.
        pub previous_hash: String,
        /// BLAKE3 of all of this, in hexadecimal.
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Answers to writes that may be sent twice.
pub mod answers {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The answer to one write; without status while it is being made.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "answers")]
    pub struct Model {
        /// Who sent it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: i64,
        /// The key it was sent under.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// The hash of what was sent.
        pub request_hash: String,
        /// The status answered.
        pub status: Option<i32>,
        /// The headers answered, as the server writes them.
        pub headers: Option<String>,
        /// The body answered.
        pub body: Option<Vec<u8>>,
        /// When it was sent, RFC 3339.
        pub made_at: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Settings that people saved, over those of the file.
pub mod saved_settings {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// One setting.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "settings_saved")]
    pub struct Model {
        /// Section and name: `status.risk_days`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// The value, as JSON; none leaves what the file says.
        pub value: Option<String>,
        /// Counts how often settings were saved, up to when this one was.
        pub version: i64,
        /// When it was saved, RFC 3339.
        pub made_at: String,
        /// By whom.
        pub made_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
