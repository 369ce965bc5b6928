//! Where programs, generated files and results lie.

use std::path::{Path, PathBuf};

use crate::Outcome;

/// The folders of a measurement.
pub struct Place {
    /// Where cargo put the release build, this program among it.
    programs: PathBuf,
    /// Under the target directory: what is generated or installed once and used again.
    kept: PathBuf,
}

impl Place {
    /// The folders around this program.
    pub fn find() -> Outcome<Self> {
        let program = std::env::current_exe().map_err(|error| format!("where is this program? {error}"))?;
        let programs = program.parent().ok_or("this program lies in no folder")?.to_owned();
        let kept = programs.parent().unwrap_or(&programs).join("benches");
        std::fs::create_dir_all(&kept).map_err(|error| format!("{}: {error}", kept.display()))?;
        Ok(Self { programs, kept })
    }

    /// A program of the build.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// A place for what is used again.
    pub fn kept(&self, name: &str) -> PathBuf {
        self.kept.join(name)
    }

    /// A place that does not exist, for what is thrown away.
    pub fn fresh(&self, name: &str) -> Outcome<PathBuf> {
        let path = self.kept.join(name);
        remove(&path)?;
        Ok(path)
    }
}

/// A file of this crate's sources.
pub fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Removes a folder; none is fine.
pub fn remove(folder: &Path) -> Outcome<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {error}", folder.display())),
        _ => Ok(()),
    }
}
