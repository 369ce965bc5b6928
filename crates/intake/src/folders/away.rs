//! Putting files away once they were imported, with the reasons beside those that were refused.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use domain::Day;
use store::{Notice, NoticeKind};

use super::walk::real;
use super::{State, Watched};
use crate::walk::in_portuguese;

/// Where files go of which everything could be read.
pub(super) const DONE: &str = "feito";

/// Where files go of which something could not be read.
pub(super) const REFUSED: &str = "recusado";

/// Reasons written beside a file; the others can be asked for.
const MOST_REASONS: usize = 1_000;

/// A file to be put away.
#[derive(Debug)]
pub(super) struct PutAway {
    file: Watched,
    day: Day,
    /// Why it was refused, where it was.
    reasons: Option<String>,
}

/// The rejects of each file, those of the members of archives and the sheets of workbooks too.
pub(super) fn rejects_by_file<'n>(files: &[Watched], notices: &'n [Notice]) -> HashMap<PathBuf, Vec<&'n Notice>> {
    let names: HashMap<String, &Path> =
        files.iter().map(|file| (file.path.display().to_string(), file.path.as_path())).collect();
    let mut rejects: HashMap<PathBuf, Vec<&Notice>> = HashMap::new();
    for notice in notices.iter().filter(|notice| notice.kind == NoticeKind::Reject) {
        let mut name = notice.file.as_str();
        let found = loop {
            match (names.get(name), name.rfind('/')) {
                (Some(path), _) => break Some(*path),
                (None, Some(end)) => name = &name[..end],
                (None, None) => break None,
            }
        };
        if let Some(path) = found {
            rejects.entry(path.to_owned()).or_default().push(notice);
        }
    }
    rejects
}

impl PutAway {
    /// A file that was imported, and what was refused of it.
    pub fn new(file: Watched, (batch, day): (i64, Day), rejects: &[&Notice]) -> Self {
        let reasons = (!rejects.is_empty()).then(|| reasons(&file, (batch, day), rejects));
        Self { file, day, reasons }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.file.path
    }

    /// Whether a file is this one, unchanged.
    pub fn is_of(&self, file: &Watched) -> bool {
        self.file == *file
    }

    /// Moves it. A file that was changed since it was imported is another file, and stays.
    pub fn run(&self) -> Result<(), String> {
        let (file, folder) = (&self.file.path, &self.file.folder);
        match fs::symlink_metadata(file) {
            Ok(metadata) if metadata.is_file() && State::of(&metadata) == self.file.state => {}
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(in_portuguese(&error)),
        }
        let below = file.strip_prefix(folder).ok().and_then(Path::parent).unwrap_or_else(|| Path::new(""));
        let kind = if self.reasons.is_some() { REFUSED } else { DONE };
        let place = folder.join(kind).join(self.day.iso()).join(below);
        fs::create_dir_all(&place).map_err(|error| in_portuguese(&error))?;
        for inside in [place.as_path(), file.parent().unwrap_or(folder)] {
            if !real(inside).starts_with(real(folder)) {
                return Err(format!("{} é um atalho para fora da pasta observada", inside.display()));
            }
        }
        self.move_to(&place).map_err(|error| in_portuguese(&error))
    }

    fn move_to(&self, place: &Path) -> io::Result<()> {
        let target = self.free_place(place)?;
        if let Some(reasons) = &self.reasons {
            write_whole(&with_ending(&target, "txt"), |file| file.write_all(reasons.as_bytes()))?;
        }
        match fs::rename(&self.file.path, &target) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                let mut from = File::open(&self.file.path)?;
                write_whole(&target, |file| io::copy(&mut from, file).map(drop))?;
                fs::remove_file(&self.file.path)
            }
            moved => moved,
        }
    }

    /// A name that nothing has, beside it or beside the reasons.
    fn free_place(&self, place: &Path) -> io::Result<PathBuf> {
        let path = &self.file.path;
        let part = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_os_string()).unwrap_or_default();
        let (stem, name) = (part(path.file_stem()), part(path.file_name()));
        for number in 1_u32.. {
            let mut name = name.clone();
            if number > 1 {
                name = stem.clone();
                name.push(format!(" ({number})"));
                if let Some(extension) = path.extension() {
                    name.push(".");
                    name.push(extension);
                }
            }
            let target = place.join(name);
            if is_free(&target)? && (self.reasons.is_none() || is_free(&with_ending(&target, "txt"))?) {
                return Ok(target);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

fn is_free(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// The path with something more at its end: `nota.xml` as `nota.xml.txt`.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(".");
    whole.push(ending);
    whole.into()
}

/// Writes a file whole or not at all: beside its place, and then into it.
fn write_whole(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let partial = with_ending(path, "parcial");
    let written = File::create(&partial).and_then(|mut file| {
        write(&mut file)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&partial, path));
    if placed.is_err() {
        let _ = fs::remove_file(&partial);
    }
    placed
}

/// Why a file was refused, for whoever finds it.
fn reasons(file: &Watched, (batch, day): (i64, Day), rejects: &[&Notice]) -> String {
    let shown = file.path.strip_prefix(&file.folder).unwrap_or(&file.path).display().to_string();
    let whole = file.path.display().to_string();
    let mut text = format!(
        "{shown}\nImportação {batch}, {day}\n\nO que foi recusado neste arquivo, e por quê. O que não está aqui foi importado.\n\
         Corrija e ponha o arquivo corrigido de novo na pasta observada.\n\n"
    );
    for notice in rejects.iter().take(MOST_REASONS) {
        let inside = notice.file.strip_prefix(&whole).map(|inside| inside.trim_start_matches('/').to_owned());
        let parts = [
            inside.filter(|inside| !inside.is_empty()),
            notice.record.as_ref().map(|record| format!("documento {record}")),
            notice.line.map(|line| format!("linha {line}")),
            notice.field.as_ref().map(|field| format!("campo {field}")),
            notice.value.as_ref().map(|value| format!("valor {value:?}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let place = if parts.is_empty() { "arquivo inteiro".to_owned() } else { parts.join(", ") };
        text.push_str(&format!("- {place}: {}\n", notice.reason));
    }
    if rejects.len() > MOST_REASONS {
        text.push_str(&format!(
            "\nHá mais {}: veja com `carteira imports rejects {batch}`.\n",
            rejects.len() - MOST_REASONS
        ));
    }
    text
}
