//! `carteira user`

use std::io::BufRead;

use api::people::{checked_login, checked_name, checked_scope};
use store::{Author, NewUser, Role, TotpChange, User, UserChange, Workspace};

use super::{Failure, Outcome};
use crate::arguments::{AddUser, ReportFormat, SetPassword, Users};
use crate::clock;
use crate::output::{line, say, table};

/// Shows, adds and lets in users, from the machine that holds the workspace.
pub async fn run(workspace: &Workspace, arguments: Users) -> Result<Outcome, Failure> {
    match arguments {
        Users::List(arguments) => list(workspace, arguments.format).await,
        Users::Add(arguments) => add(workspace, arguments).await,
        Users::Password(arguments) => set_password(workspace, arguments).await,
        Users::Disable(arguments) => able(workspace, &arguments.login, true).await,
        Users::Enable(arguments) => able(workspace, &arguments.login, false).await,
        Users::RemoveTotp(arguments) => remove_totp(workspace, &arguments.login).await,
    }
}

async fn list(workspace: &Workspace, format: ReportFormat) -> Result<Outcome, Failure> {
    let users = workspace.users().await?;
    if format == ReportFormat::Json {
        for user in &users {
            let value = serde_json::json!({
                "id": user.id, "login": user.login, "name": user.name, "role": user.role.as_str(),
                "seller": user.seller, "scope": user.scope, "disabled": user.disabled, "totp": user.totp_confirmed,
            });
            line(&value.to_string())?;
        }
        return Ok(Outcome::Done);
    }
    let rows = users.iter().map(|user| {
        let state = if user.disabled { "bloqueado" } else { "ativo" };
        let whose = user.seller.clone().or_else(|| user.scope.clone()).unwrap_or_default();
        vec![user.login.clone(), user.name.clone(), role(user.role).to_owned(), whose, state.to_owned()]
    });
    table(&["usuário", "nome", "papel", "carteira", "situação"], &[], rows)?;
    Ok(Outcome::Done)
}

async fn add(workspace: &Workspace, arguments: AddUser) -> Result<Outcome, Failure> {
    let AddUser { login, name, role, seller, scope, password_stdin } = arguments;
    let new = NewUser {
        login: checked_login(&login)?,
        name: checked_name(name.as_deref().unwrap_or(&login))?,
        role: role.into(),
        seller,
        scope: checked_scope(scope)?,
        external: None,
    };
    let password = password_stdin.then(typed).transpose()?;
    let hash = match password {
        Some(password) => Some(api::people::hashed(password).await?),
        None => None,
    };
    let author = Author::command_line(&clock::now());
    let user = workspace.add_user(&new, &author).await?;
    match hash {
        Some(hash) => workspace.set_password(user.id, &hash, &author).await?,
        None => say("Sem senha ainda: dê um convite na página Usuários, ou use `carteira user password`."),
    }
    say(&format!("Usuário {} criado.", user.login));
    Ok(Outcome::Done)
}

async fn set_password(workspace: &Workspace, arguments: SetPassword) -> Result<Outcome, Failure> {
    let user = found(workspace, &arguments.login).await?;
    let hash = api::people::hashed(typed()?).await?;
    let author = Author::command_line(&clock::now());
    workspace.set_password(user.id, &hash, &author).await?;
    let ended = workspace.end_sessions(user.id, None, &author).await?;
    say(&format!("Senha de {} trocada; {ended} sessões encerradas.", user.login));
    Ok(Outcome::Done)
}

async fn able(workspace: &Workspace, login: &str, disabled: bool) -> Result<Outcome, Failure> {
    let user = found(workspace, login).await?;
    let author = Author::command_line(&clock::now());
    let change = UserChange { disabled, ..UserChange::of(&user) };
    workspace.change_user(user.id, user.version, &change, &author).await?;
    if disabled {
        workspace.end_sessions(user.id, None, &author).await?;
    }
    say(&format!("{} está {}.", user.login, if disabled { "bloqueado" } else { "ativo" }));
    Ok(Outcome::Done)
}

async fn remove_totp(workspace: &Workspace, login: &str) -> Result<Outcome, Failure> {
    let user = found(workspace, login).await?;
    workspace.set_totp(user.id, TotpChange::Remove, &Author::command_line(&clock::now())).await?;
    say(&format!("{} entra só com a senha, até configurar outro segundo fator.", user.login));
    Ok(Outcome::Done)
}

async fn found(workspace: &Workspace, login: &str) -> Result<User, Failure> {
    let user = workspace.user_by_login(login).await?;
    user.ok_or_else(|| Failure::UnknownUser { login: login.to_owned() })
}

/// A password as it comes on stdin, one line.
fn typed() -> Result<String, Failure> {
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => "administrador",
        Role::Manager => "gestor",
        Role::Seller => "vendedor",
        Role::Credit => "analista de crédito",
        Role::Query => "consulta",
    }
}
