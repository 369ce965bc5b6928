//! `carteira init`

use store::{NewWorkspace, Workspace};

use super::{Failure, Outcome, bucket_options};
use crate::arguments::Init;
use crate::output::say;

/// Creates a workspace.
pub async fn run(arguments: Init) -> Result<Outcome, Failure> {
    let Init { folder, company, name, database, lake } = arguments;
    let mut roots: Vec<String> = company.iter().map(|cnpj| cnpj.root().to_string()).collect();
    roots.sort();
    roots.dedup();
    let new = NewWorkspace { companies: company, name, database, lake };
    let workspace = Workspace::create(&folder, new, &bucket_options()).await?;
    workspace.close().await?;
    say(&format!("Workspace criado em {} para {}.", folder.display(), roots.join(", ")));
    say(&format!("Agora traga suas notas: carteira --workspace {} import PASTA", folder.display()));
    Ok(Outcome::Done)
}
