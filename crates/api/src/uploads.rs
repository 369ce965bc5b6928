//! Files on their way in: sent part by part, kept in a folder of the workspace until they are imported.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::fs;
use tokio::io::AsyncWriteExt;
use tokio::sync::Mutex;
use walk::files_below;

use crate::problem::{Code, Problem};

mod walk;

/// Bytes of a part at most.
pub const PART_BYTES: usize = 8 << 20;

/// Bytes of one upload at most.
const MOST_BYTES: u64 = 50 << 30;

/// Files of one upload at most.
const MOST_FILES: u64 = 500_000;

/// Folders within folders, and characters of a name, at most.
const DEEPEST: usize = 32;
const LONGEST_NAME: usize = 255;

/// The file beside an upload's files that counts them.
const COUNT: &str = "count";

/// An upload that nothing was added to for so long is thrown away.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// The folder of uploads of a workspace.
#[derive(Clone, Debug)]
pub struct Uploads {
    folder: PathBuf,
    /// One part is taken at a time: files grow and are counted as a whole.
    turn: Arc<Mutex<()>>,
    /// The folders of uploads that are being imported or rehearsed.
    in_use: Arc<std::sync::Mutex<Vec<PathBuf>>>,
}

/// Keeps an upload from being thrown away for as long as it is held.
pub struct InUse {
    folder: PathBuf,
    in_use: Arc<std::sync::Mutex<Vec<PathBuf>>>,
}

/// One upload.
#[derive(Clone, Debug)]
pub struct Upload {
    folder: PathBuf,
    turn: Arc<Mutex<()>>,
}

/// A file of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedFile {
    /// Its path, as whoever sent it has it.
    pub path: String,
    /// Bytes so far.
    pub bytes: u64,
}

impl Uploads {
    /// Those of a workspace's folder.
    pub fn of(workspace: &Path) -> Self {
        Self { folder: workspace.join("uploads"), turn: Arc::default(), in_use: Arc::default() }
    }

    /// Begins an upload of a user; its name.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub async fn begin(&self, user: i64) -> Result<String, Problem> {
        let name = format!("{user}-{}", uuid::Uuid::new_v4().simple());
        fs::create_dir_all(self.folder.join(&name).join("files")).await?;
        Ok(name)
    }

    /// An upload of a user.
    ///
    /// # Errors
    /// There is none of that name, or it is someone else's.
    pub async fn of_user(&self, name: &str, user: i64) -> Result<Upload, Problem> {
        let well_formed = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
        let folder = self.folder.join(name);
        if !well_formed || !name.starts_with(&format!("{user}-")) || !fs::try_exists(&folder).await? {
            return Err(Problem::not_found("Este envio não existe ou já foi importado: envie os arquivos de novo."));
        }
        Ok(Upload { folder, turn: Arc::clone(&self.turn) })
    }

    /// Keeps an upload for as long as what is given is held.
    pub fn keep(&self, upload: &Upload) -> InUse {
        locked(&self.in_use).push(upload.folder.clone());
        InUse { folder: upload.folder.clone(), in_use: Arc::clone(&self.in_use) }
    }

    fn is_in_use(&self, folder: &Path) -> bool {
        locked(&self.in_use).iter().any(|kept| kept == folder)
    }

    /// Throws away uploads that nothing was added to for a day.
    pub async fn sweep(&self, now: SystemTime) -> io::Result<()> {
        let mut entries = match fs::read_dir(&self.folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        while let Some(entry) = entries.next_entry().await? {
            let counted = fs::metadata(entry.path().join(COUNT)).await.and_then(|count| count.modified());
            let changed = entry.metadata().await?.modified()?;
            let changed = counted.map_or(changed, |counted| counted.max(changed));
            if self.is_in_use(&entry.path()) {
                continue;
            }
            if now.duration_since(changed).is_ok_and(|age| age > KEPT) {
                fs::remove_dir_all(entry.path()).await?;
            }
        }
        Ok(())
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        let mut in_use = locked(&self.in_use);
        // It may be kept more than once.
        if let Some(place) = in_use.iter().position(|kept| *kept == self.folder) {
            in_use.swap_remove(place);
        }
    }
}

fn locked(folders: &std::sync::Mutex<Vec<PathBuf>>) -> std::sync::MutexGuard<'_, Vec<PathBuf>> {
    folders.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Upload {
    /// Where its files lie.
    pub fn files_folder(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Takes a part of a file. A part that is there already is no harm.
    ///
    /// # Errors
    /// A path that leads elsewhere, a part that does not follow the last one, an upload that grows too large.
    pub async fn take(&self, path: &str, offset: u64, part: Bytes) -> Result<(), Problem> {
        let place = self.files_folder().join(checked_path(path)?);
        let _turn = self.turn.lock().await;
        let there = match fs::metadata(&place).await {
            Ok(found) => found.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(clash(error, path)),
        };
        if offset > there {
            let detail = format!(
                "De {path} chegaram {there} bytes, e esta parte começa em {offset}: envie a partir de {there}."
            );
            return Err(Problem::new(Code::PartOutOfOrder, detail).about("offset", there.to_string()));
        }
        let known = usize::try_from(there - offset).unwrap_or(usize::MAX).min(part.len());
        // Counted before it is there: what is refused leaves nothing. The count is also what shows that somebody is
        // still at it.
        self.grow((part.len() - known) as u64, u64::from(there == 0)).await?;
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent).await.map_err(|error| clash(error, path))?;
        }
        let mut file =
            fs::OpenOptions::new().append(true).create(true).open(&place).await.map_err(|error| clash(error, path))?;
        file.write_all(&part[known..]).await?;
        file.flush().await?;
        Ok(())
    }

    /// Its files.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn files(&self) -> Result<Vec<UploadedFile>, Problem> {
        let folder = self.files_folder();
        let files = tokio::task::spawn_blocking(move || files_below(&folder)).await;
        Ok(files.map_err(|error| Problem::internal(&error))??)
    }

    /// Throws it away.
    ///
    /// # Errors
    /// The folder cannot be removed.
    pub async fn remove(self) -> Result<(), Problem> {
        Ok(fs::remove_dir_all(self.folder).await?)
    }

    /// Counts what is added; the count lies beside the files, so that it outlives the server.
    async fn grow(&self, bytes: u64, files: u64) -> Result<(), Problem> {
        let count = self.folder.join(COUNT);
        let (known_bytes, known_files) = match fs::read_to_string(&count).await {
            Ok(text) => counts(&text),
            Err(_) => (0, 0),
        };
        let (bytes, files) = (known_bytes + bytes, known_files + files);
        if bytes > MOST_BYTES || files > MOST_FILES {
            let detail = "Este envio passou de 50 GB ou de 500 mil arquivos: importe por partes, ou use `carteira import` no servidor.";
            return Err(Problem::new(Code::TooLarge, detail));
        }
        Ok(fs::write(&count, format!("{bytes} {files}")).await?)
    }
}

fn counts(text: &str) -> (u64, u64) {
    let mut numbers = text.split(' ').map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

/// A path within an upload, if it stays there.
fn checked_path(path: &str) -> Result<PathBuf, Problem> {
    let wrong = |why: &str| Problem::invalid("path", format!("O nome {path:?} não serve: {why}."));
    let path_of = PathBuf::from(path.replace('\\', "/"));
    let parts: Vec<Component> = path_of.components().collect();
    if parts.is_empty() || parts.len() > DEEPEST {
        return Err(wrong("está vazio ou tem pastas demais"));
    }
    for part in &parts {
        let Component::Normal(name) = part else { return Err(wrong("leva para fora do envio")) };
        let name = name.to_string_lossy();
        if name.len() > LONGEST_NAME || name.chars().any(char::is_control) || name.contains(':') {
            return Err(wrong("tem um nome longo demais, ou caracteres que um arquivo não pode ter"));
        }
    }
    Ok(path_of)
}

/// A file where a folder is wanted, or a folder where a file is.
fn clash(error: io::Error, path: &str) -> Problem {
    match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
            Problem::invalid("path", format!("{path} é pasta em um lugar e arquivo em outro."))
        }
        // The system takes no path of this length, or no name of these letters.
        io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => {
            Problem::invalid("path", format!("O nome {path:?} não serve: o caminho inteiro é longo demais."))
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("../fora.xml")]
    #[case("pasta/../../fora.xml")]
    #[case("/etc/passwd")]
    #[case("..\\..\\fora.xml")]
    #[case("C:\\Windows\\x.xml")]
    #[case("nota\0.xml")]
    #[case("nota\n.xml")]
    #[case("")]
    #[case("./")]
    fn a_path_that_leads_elsewhere_is_refused(#[case] path: &str) {
        assert!(checked_path(path).is_err());
    }

    #[rstest]
    #[case("nota.xml")]
    #[case("2026/11/nota fiscal é esta.xml")]
    #[case("2026\\11\\nota.xml")]
    fn any_other_is_taken(#[case] path: &str) {
        assert!(checked_path(path).is_ok());
    }

    #[tokio::test]
    async fn parts_come_in_order_once_or_twice() {
        let place = tempfile::tempdir().unwrap();
        let uploads = Uploads::of(place.path());
        let name = uploads.begin(7).await.unwrap();
        let upload = uploads.of_user(&name, 7).await.unwrap();
        upload.take("a/b.txt", 0, Bytes::from_static(b"carte")).await.unwrap();
        upload.take("a/b.txt", 0, Bytes::from_static(b"carte")).await.unwrap();
        let gap = upload.take("a/b.txt", 7, Bytes::from_static(b"ra")).await.unwrap_err();
        assert_eq!(gap.code(), Code::PartOutOfOrder);
        upload.take("a/b.txt", 3, Bytes::from_static(b"teira")).await.unwrap();
        assert_eq!(std::fs::read(upload.files_folder().join("a/b.txt")).unwrap(), b"carteira");
        assert_eq!(upload.files().await.unwrap(), [UploadedFile { path: "a/b.txt".to_owned(), bytes: 8 }]);
        let refused = upload.take("c/d.txt", 5, Bytes::from_static(b"x")).await.unwrap_err();
        assert_eq!(refused.code(), Code::PartOutOfOrder);
        assert!(!upload.files_folder().join("c").exists(), "what is refused leaves nothing");
        let deep = vec!["a".repeat(LONGEST_NAME); DEEPEST - 1].join("/");
        let long = upload.take(&deep, 0, Bytes::from_static(b"x")).await.unwrap_err();
        assert_eq!(long.code(), Code::Invalid);
        assert!(uploads.of_user(&name, 8).await.is_err(), "someone else's");
        assert!(uploads.of_user("7-../x", 7).await.is_err());
    }

    #[tokio::test]
    async fn what_nobody_is_at_any_more_is_thrown_away() {
        let place = tempfile::tempdir().unwrap();
        let uploads = Uploads::of(place.path());
        let mut of = Vec::new();
        for path in ["esquecido.txt", "em-uso.txt", "crescendo.txt"] {
            let upload = uploads.of_user(&uploads.begin(7).await.unwrap(), 7).await.unwrap();
            upload.take(path, 0, Bytes::from_static(b"x")).await.unwrap();
            let old = SystemTime::now() - 2 * KEPT;
            for aged in [upload.folder.clone(), upload.folder.join(COUNT)] {
                std::fs::File::open(aged).unwrap().set_modified(old).unwrap();
            }
            of.push(upload);
        }
        of[2].take("crescendo.txt", 1, Bytes::from_static(b"y")).await.unwrap();
        let kept = uploads.keep(&of[1]);
        uploads.sweep(SystemTime::now()).await.unwrap();
        assert_eq!([0, 1, 2].map(|one: usize| of[one].folder.exists()), [false, true, true]);
        drop(kept);
        uploads.sweep(SystemTime::now()).await.unwrap();
        assert!(!of[1].folder.exists());
    }
}
