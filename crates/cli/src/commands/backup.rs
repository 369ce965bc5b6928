//! `carteira backup`, `carteira restore`, `carteira verify`

use std::path::Path;

use export::text;
use store::{BackupSize, Workspace};

use super::{Failure, Outcome, bucket_options};
use crate::arguments::{BackupFile, Restore};
use crate::clock;
use crate::output::{line, say};

/// Keeps the whole workspace in a file.
pub async fn backup(workspace: &Workspace, arguments: BackupFile) -> Result<Outcome, Failure> {
    let size = workspace.backup(&arguments.file, &clock::now()).await?;
    say(&format!("Backup gravado em {}: {}.", arguments.file.display(), measured(size)));
    Ok(Outcome::Done)
}

/// Makes a workspace of a backup.
pub async fn restore(folder: &Path, arguments: Restore) -> Result<Outcome, Failure> {
    let Restore { file, database, lake } = arguments;
    let size = Workspace::restore(&file, folder, (database, lake), &bucket_options()).await?;
    say(&format!("Workspace recriado em {}: {}.", folder.display(), measured(size)));
    Ok(Outcome::Done)
}

/// Checks that the workspace is whole.
pub async fn verify(workspace: &Workspace) -> Result<Outcome, Failure> {
    let found = workspace.verify().await?;
    let size = measured(BackupSize { files: found.files, bytes: found.bytes });
    if found.problems.is_empty() {
        line(&format!("Tudo certo: {size}, {}.", text::counted(found.documents, "documento", "documentos")))?;
        if found.left_behind > 0 {
            say(&format!(
                "Na pasta de fatos há {} que nenhuma importação usa: sobra de uma interrompida, ou posto ali por outro programa.",
                text::counted(found.left_behind, "arquivo", "arquivos")
            ));
        }
        return Ok(Outcome::Done);
    }
    found.problems.iter().try_for_each(|problem| line(&problem.to_string()))?;
    Err(Failure::Damaged { problems: found.problems.len() })
}

fn measured(size: BackupSize) -> String {
    let megabytes = size.bytes as f64 / 1_000_000.0;
    let files = text::counted(size.files, "arquivo de fatos", "arquivos de fatos");
    format!("{files}, {} MB", format!("{megabytes:.1}").replace('.', ","))
}
