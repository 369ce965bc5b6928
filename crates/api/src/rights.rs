//! What each role may do. Which customers someone may do it to is another matter: see [`crate::who::Who::scope`].

use serde::Serialize;
use store::Role;
use utoipa::ToSchema;

/// Something that a role may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// See customers, lists, totals and explanations.
    ViewCustomers,
    /// Correct registrations, write notes, contacts and tags, attach files.
    EditCustomers,
    /// Hand customers from one seller to another.
    AssignOwners,
    /// Save and remove segments, put companies into groups.
    ManageSegments,
    /// Set goals.
    ManageGoals,
    /// Bring files in and undo imports.
    Import,
    /// See what was imported and what was refused.
    SeeImports,
    /// See thresholds.
    SeeSettings,
    /// Change thresholds.
    ChangeSettings,
    /// Take lists away as files.
    Export,
    /// See who the users are.
    SeeUsers,
    /// Add, change and remove users.
    ManageUsers,
    /// Read the audit log.
    Audit,
    /// See CPFs, e-mails and telephones of people in full.
    PersonalData,
}

use Right::*;

const ADMINISTRATOR: [Right; 14] = [
    ViewCustomers,
    EditCustomers,
    AssignOwners,
    ManageSegments,
    ManageGoals,
    Import,
    SeeImports,
    SeeSettings,
    ChangeSettings,
    Export,
    SeeUsers,
    PersonalData,
    ManageUsers,
    Audit,
];

/// The last of them, which are theirs alone: users, and the log of what everyone did.
const ADMINISTRATORS_ONLY: usize = 2;

const SELLER: [Right; 4] = [ViewCustomers, EditCustomers, Export, PersonalData];
const CREDIT: [Right; 7] =
    [ViewCustomers, EditCustomers, ManageSegments, SeeImports, SeeSettings, Export, PersonalData];
const QUERY: [Right; 1] = [ViewCustomers];

/// What a role may do.
pub fn rights(role: Role) -> &'static [Right] {
    match role {
        Role::Administrator => &ADMINISTRATOR,
        Role::Manager => &ADMINISTRATOR[..ADMINISTRATOR.len() - ADMINISTRATORS_ONLY],
        Role::Seller => &SELLER,
        Role::Credit => &CREDIT,
        Role::Query => &QUERY,
    }
}

/// What a right is called, in Portuguese.
pub fn label(right: Right) -> &'static str {
    match right {
        ViewCustomers => "ver clientes",
        EditCustomers => "corrigir cadastros, anotar e anexar",
        AssignOwners => "mudar o vendedor responsável",
        ManageSegments => "gravar segmentações",
        ManageGoals => "definir metas",
        Import => "importar arquivos",
        SeeImports => "ver importações",
        SeeSettings => "ver configurações",
        ChangeSettings => "mudar configurações",
        Export => "exportar",
        SeeUsers => "ver usuários",
        ManageUsers => "administrar usuários",
        Audit => "ler a auditoria",
        PersonalData => "ver dados pessoais",
    }
}
