//! What can be computed again, kept beside the workspace so that it need not be. Anything here may be
//! deleted at any time.

use std::path::PathBuf;
use std::time::SystemTime;

use crate::error::StoreError;
use crate::lake::run_blocking;
use crate::workspace::Workspace;

/// The folder, below the workspace's.
const FOLDER: &str = "cache";

/// How many files are kept; the oldest go first.
const KEPT_FILES: usize = 16;

impl Workspace {
    /// What was kept under a name; `None` where there is nothing, or it cannot be read.
    pub async fn cached(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder().join(FOLDER).join(name);
        run_blocking(move || Ok(std::fs::read(path).ok())).await.ok().flatten()
    }

    /// Whether something is kept under a name.
    pub async fn has_cached(&self, name: &str) -> bool {
        let path = self.folder().join(FOLDER).join(name);
        run_blocking(move || Ok(path.exists())).await.unwrap_or(false)
    }

    /// Keeps bytes under a name. Where they cannot be written they are not kept, which costs only the
    /// time to compute them again.
    pub async fn keep_cached(&self, name: &str, bytes: Vec<u8>) {
        let folder = self.folder().join(FOLDER);
        let path = folder.join(name);
        let written = move || {
            let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
            let result = std::fs::create_dir_all(&folder)
                .and_then(|()| std::fs::write(&temporary, bytes))
                .and_then(|()| std::fs::rename(&temporary, &path));
            if result.is_err() {
                let _ = std::fs::remove_file(&temporary);
            }
            remove_oldest(&folder);
            Ok::<(), StoreError>(())
        };
        let _ = run_blocking(written).await;
    }
}

fn remove_oldest(folder: &PathBuf) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let age = |path: &PathBuf| path.metadata().and_then(|found| found.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort_by_key(age);
    let excess = files.len().saturating_sub(KEPT_FILES);
    files.iter().take(excess).for_each(|path| drop(std::fs::remove_file(path)));
}
