//! Folders that are looked at again and again, for files to be brought in without anybody asking.
//!
//! A file is brought in once it has settled: it was the same, by size and time of change, in two looks some
//! seconds apart. Whoever watches sleeps between looks, imports the files of a look together, and has them
//! put away: in `feito`, or in `recusado` with the reasons beside them. Whatever moment the process dies,
//! nothing is lost: a file that was imported and not put away is imported again and adds nothing.

mod away;
mod settings;
mod told;
mod walk;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use domain::Day;
use store::Notice;

use away::PutAway;
pub use settings::{FolderSettings, TimeOfDay};
pub use told::{FolderError, Trouble};

const DAY_SECONDS: i64 = 86_400;

/// A moment where the machine stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime {
    /// The day.
    pub day: Day,
    /// Seconds since midnight.
    pub second: u32,
}

impl LocalTime {
    fn seconds(self) -> i64 {
        i64::from(self.day.epoch_days()) * DAY_SECONDS + i64::from(self.second)
    }
}

/// What watching has seen so far.
#[derive(Debug)]
pub struct FolderWatch {
    settings: FolderSettings,
    folders: Vec<PathBuf>,
    workspace: PathBuf,
    /// Files in the folders, and since when they are as they are.
    seen: HashMap<PathBuf, Seen>,
    /// Files that were brought in and could not be moved: they are not brought in again.
    left: HashMap<PathBuf, PutAway>,
    /// What is wrong and was said already.
    told: BTreeSet<Trouble>,
    /// Whether files are brought in now, where that is done at times of the day.
    open: bool,
    opened: Option<LocalTime>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    state: State,
    since: LocalTime,
}

/// By what one tells that a file was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    bytes: u64,
    changed: Option<SystemTime>,
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), changed: metadata.modified().ok() }
    }
}

/// A file of a watched folder.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Watched {
    /// The folder that is watched.
    folder: PathBuf,
    path: PathBuf,
    state: State,
}

/// What a look found.
#[derive(Debug, Default)]
pub struct Look {
    /// Files to be imported together, if there are any.
    pub group: Option<Group>,
    /// What is wrong since this look; what was wrong before is not said again.
    pub troubles: Vec<Trouble>,
}

/// Settled files, to be imported together.
#[derive(Debug)]
pub struct Group {
    files: Vec<Watched>,
}

impl Group {
    /// The files, as an import takes them. It must name them as the system does, or it would not be known which
    /// of them it refused.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| file.path.clone()).collect()
    }
}

/// What importing a group came to.
#[derive(Clone, Copy, Debug)]
pub struct Imported<'a> {
    /// The import's number.
    pub batch: i64,
    /// What it had to say about single records: see [`store::Workspace::notices`].
    pub notices: &'a [Notice],
}

impl FolderWatch {
    /// A watch over the folders of the settings of a workspace, in its folder.
    ///
    /// # Errors
    /// A folder is the workspace's, or lies in another that is watched.
    pub fn new(settings: FolderSettings, workspace: &Path) -> Result<Self, FolderError> {
        let folders: Vec<PathBuf> = settings.folders.iter().map(|folder| walk::real(&workspace.join(folder))).collect();
        told::check(&folders, workspace)?;
        Ok(Self {
            settings,
            folders,
            workspace: walk::real(workspace),
            seen: HashMap::new(),
            left: HashMap::new(),
            told: BTreeSet::new(),
            open: false,
            opened: None,
        })
    }

    /// How often, and which.
    pub fn settings(&self) -> &FolderSettings {
        &self.settings
    }

    /// Looks at the folders.
    pub fn look(&mut self, now: LocalTime) -> Look {
        let mut troubles = self.put_away_the_left();
        let files = self.find(&mut troubles);
        self.remember(&files, now);
        self.open_at_its_time(now);
        let (settled, moving): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| self.is_settled(file, now));
        let files: Vec<Watched> = match self.open {
            true => settled.into_iter().filter(|file| can_be_read(file, &mut troubles)).collect(),
            false => Vec::new(),
        };
        // Between its times it opens again only when what was there at the last one has been brought in.
        self.open &= !moving.is_empty() || !files.is_empty();
        Look { group: (!files.is_empty()).then_some(Group { files }), troubles: self.not_told(troubles) }
    }

    /// Puts the files of a group away, after they were imported.
    pub fn finish(&mut self, group: Group, imported: Imported<'_>, now: LocalTime) -> Vec<Trouble> {
        let mut rejects = away::rejects_by_file(&group.files, imported.notices);
        let mut troubles = BTreeSet::new();
        for file in group.files {
            self.seen.remove(&file.path);
            let rejects = rejects.remove(&file.path).unwrap_or_default();
            let away = PutAway::new(file, (imported.batch, now.day), &rejects);
            self.put_away(away, &mut troubles);
        }
        self.told.extend(troubles.iter().cloned());
        troubles.into_iter().collect()
    }

    /// Takes a group back that could not be imported: the next look gives it again.
    pub fn give_back(&mut self, group: &Group) {
        self.open |= !group.files.is_empty();
    }

    /// Tries again to move what could not be moved.
    fn put_away_the_left(&mut self) -> BTreeSet<Trouble> {
        let mut troubles = BTreeSet::new();
        for (_, away) in std::mem::take(&mut self.left) {
            self.put_away(away, &mut troubles);
        }
        troubles
    }

    fn put_away(&mut self, away: PutAway, troubles: &mut BTreeSet<Trouble>) {
        if let Err(detail) = away.run() {
            troubles.insert(Trouble::NotMoved { path: away.path().to_owned(), detail });
            self.left.insert(away.path().to_owned(), away);
        }
    }

    /// The files that are there to be brought in.
    fn find(&self, troubles: &mut BTreeSet<Trouble>) -> Vec<Watched> {
        let mut files = Vec::new();
        for folder in &self.folders {
            match folder.read_dir() {
                Ok(_) => files.extend(walk::files(folder, &self.workspace, troubles)),
                Err(error) => {
                    troubles.insert(Trouble::folder(folder, &error));
                }
            }
        }
        files.retain(|file| self.left.get(&file.path).is_none_or(|left| !left.is_of(file)));
        files
    }

    /// Remembers since when each file is as it is, and forgets those that are gone.
    fn remember(&mut self, files: &[Watched], now: LocalTime) {
        let here: HashSet<&Path> = files.iter().map(|file| file.path.as_path()).collect();
        self.seen.retain(|path, _| here.contains(path.as_path()));
        for file in files {
            let seen = self.seen.entry(file.path.clone()).or_insert(Seen { state: file.state, since: now });
            // A clock that was set back starts the count anew.
            if seen.state != file.state || seen.since > now {
                *seen = Seen { state: file.state, since: now };
            }
        }
    }

    /// Whether a file was the same for long enough, this not being the first look at it.
    fn is_settled(&self, file: &Watched, now: LocalTime) -> bool {
        let long_enough = i64::from(self.settings.settled_seconds).max(1);
        self.seen.get(&file.path).is_some_and(|seen| now.seconds() - seen.since.seconds() >= long_enough)
    }

    /// Where there are times of the day, opens at the first look and at the first after each of them.
    fn open_at_its_time(&mut self, now: LocalTime) {
        let newest = |time: &TimeOfDay| match time.seconds() <= now.second {
            true => LocalTime { day: now.day, second: time.seconds() },
            false => LocalTime { day: now.day.plus_days(-1), second: time.seconds() },
        };
        let due = match self.settings.at.iter().map(newest).max() {
            None => true,
            Some(newest) => self.opened.is_none_or(|opened| opened < newest),
        };
        if due {
            self.open = true;
            self.opened = Some(now);
        }
    }

    /// The troubles that were not told before; those that are over may be told again.
    fn not_told(&mut self, troubles: BTreeSet<Trouble>) -> Vec<Trouble> {
        let new = troubles.difference(&self.told).cloned().collect();
        self.told = troubles;
        new
    }
}

/// Whether a file can be opened: one that another program keeps to itself, or that may not be read, is left
/// where it is.
fn can_be_read(file: &Watched, troubles: &mut BTreeSet<Trouble>) -> bool {
    match File::open(&file.path) {
        Ok(_) => true,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => {
            troubles.insert(Trouble::file(&file.path, &error));
            false
        }
    }
}
