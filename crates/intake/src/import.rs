//! Running an import: one thread walks, as many as there are processors read, one writes.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use domain::facts::{Body, Document, ItemClass, SaleRow, Standing};
use domain::record::Warning;
use sources::nfe;
use sources::recognise::{Format, HEAD, recognise};
use sources::table;
use store::{Author, Importer, Incoming, Notice, NoticeKind, StoreError, Workspace, Writer};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::archive::Archive;
use crate::bytes::SharedBytes;
use crate::read::{Batch, FileReader};
use crate::readers::Readers;
use crate::report::Report;
use crate::tables::{Said, TableReport, Tables};
use crate::walk::{Found, walk};

/// Files of one job.
const JOB_FILES: usize = 32;

/// Members of an archive of one job.
const JOB_MEMBERS: usize = 128;

/// A file at least this large may be an archive worth sharing among readers.
const SHARED_BYTES: u64 = 256 << 10;

/// Jobs and batches that wait, for each reader; what bounds memory.
const WAITING: usize = 2;

/// Notes looked up at once among those already known: a look-up reads a page for each.
const TAKEN_AT_ONCE: usize = 4096;

/// Documents of tables looked up at once: their rows are held in memory anyway.
const STATED_AT_ONCE: usize = 1 << 20;

/// Why an import did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A path that does not exist.
    #[error("não existe {}", .path.display())]
    NoSuchPath { path: PathBuf },
    /// The workspace could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A pattern of the settings cannot be used.
    #[error("carteira.toml, [nfe]: {0}")]
    Pattern(#[from] nfe::PatternError),
}

/// Who is told how an import goes, and what time it is.
pub trait Progress {
    /// Another process has the turn.
    fn waiting(&mut self, writer: Option<&Writer>);
    /// What there is to go through.
    fn begins(&mut self, files: u64, bytes: u64);
    /// What was gone through since the last call.
    fn advances(&mut self, bytes: u64, records: u64);
    /// A record that could not be read.
    fn rejected(&mut self, notice: &Notice);
    /// The time, RFC 3339.
    fn now(&self) -> String;
    /// Seconds since the import began.
    fn seconds(&self) -> f64;
}

/// One import to be run.
#[derive(Debug)]
pub struct Import<'w> {
    /// Where to.
    pub workspace: &'w Workspace,
    /// What: files, folders, archives.
    pub paths: Vec<PathBuf>,
    /// Only to say what would happen.
    pub dry_run: bool,
    /// How many threads read.
    pub readers: usize,
    /// How spreadsheets are to be read.
    pub tables: table::Options,
    /// Who imports.
    pub author: Author,
    /// The folder that files are named from in notices and reports; `None` names them as the system does.
    pub named_from: Option<PathBuf>,
}

/// A piece of work for a reader.
enum Job {
    Files(Vec<(PathBuf, u64)>),
    Members { path: PathBuf, archive: Archive, places: Range<usize> },
    Other(Found),
}

impl Import<'_> {
    /// Runs the import to its commit and says what it came to.
    ///
    /// # Errors
    /// A path does not exist, or the workspace cannot be written; nothing was imported then.
    pub async fn run(self, progress: &mut impl Progress) -> Result<(Report, Vec<TableReport>), ImportError> {
        // One that may not be looked at is a reject and not an error.
        if let Some(path) = self.paths.iter().find(|path| path.try_exists().is_ok_and(|exists| !exists)) {
            return Err(ImportError::NoSuchPath { path: path.clone() });
        }
        let roots = self.workspace.roots().to_vec();
        let settings = self.workspace.overlaid().await?.section("nfe")?;
        let mut readers = Readers::new(roots, &settings, self.tables.clone())?;
        readers.named_from.clone_from(&self.named_from);
        let (files, bytes) = self.measure();
        if files == 0 {
            return Ok((Report { seconds: progress.seconds(), ..Report::default() }, Vec::new()));
        }
        let author = Author { at: progress.now(), ..self.author.clone() };
        let mut importer = match self.dry_run {
            true => self.workspace.rehearse_import(&author).await?,
            false => self.workspace.begin_import(&author, |writer| progress.waiting(writer)).await?,
        };
        progress.begins(files, bytes);
        let mut report = Report { batch: importer.batch(), ..Report::default() };
        match self.take_in(Arc::new(readers), &mut importer, &mut report, progress).await {
            Ok(tables) => {
                let tally = importer.tally();
                report.accepted = tally.accepted;
                report.duplicates = tally.duplicates;
                report.facts = tally.facts;
                report.documents = tally.documents;
                report.records = report.accepted + report.duplicates + report.ignored + report.rejects;
                report.seconds = progress.seconds();
                let json = serde_json::to_string(&report).map_err(StoreError::from)?;
                importer.commit(&progress.now(), &json).await?;
                report.seconds = progress.seconds();
                Ok((report, tables))
            }
            Err(error) => {
                importer.abandon().await;
                Err(error.into())
            }
        }
    }

    /// How many files there are and how large, for telling how much is left.
    fn measure(&self) -> (u64, u64) {
        walk(&self.paths, self.workspace.folder()).fold((0, 0), |(files, bytes), found| match found {
            Found::File { bytes: more, .. } => (files + 1, bytes + more),
            Found::Ignored { .. } | Found::Unreadable { .. } => (files + 1, bytes),
        })
    }

    async fn take_in(
        &self,
        readers: Arc<Readers>,
        importer: &mut Importer,
        report: &mut Report,
        progress: &mut impl Progress,
    ) -> Result<Vec<TableReport>, StoreError> {
        let (jobs, work) = crossbeam_channel::bounded(self.readers * WAITING);
        let (results, mut batches) = mpsc::channel(self.readers * WAITING);
        let mut threads = JoinSet::new();
        let (paths, folder) = (self.paths.clone(), self.workspace.folder().to_owned());
        threads.spawn_blocking(move || dispatch(&paths, &folder, &jobs));
        for _ in 0..self.readers.max(1) {
            let (readers, work, results) = (Arc::clone(&readers), work.clone(), results.clone());
            threads.spawn_blocking(move || read_jobs(&readers, &work, &results));
        }
        drop((work, results));
        let mut gathered = Batch::default();
        let mut tables = Tables::default();
        while let Some(batch) = batches.recv().await {
            progress.advances(batch.bytes, batch.records());
            let rejects = batch.others.iter().filter(|notice| notice.kind == NoticeKind::Reject);
            rejects.for_each(|notice| progress.rejected(notice));
            gathered.extend(batch);
            for file in gathered.tables.drain(..) {
                for said in tables.take(file) {
                    said.rejects.iter().for_each(|notice| progress.rejected(notice));
                    take_in_rows(importer, report, said).await?;
                }
            }
            if gathered.documents.len() >= TAKEN_AT_ONCE {
                take_in_batch(importer, report, std::mem::take(&mut gathered)).await?;
            }
        }
        take_in_batch(importer, report, gathered).await?;
        let tables = take_in_tables(importer, report, tables).await?;
        while let Some(ended) = threads.join_next().await {
            if let Err(panicked) = ended {
                std::panic::resume_unwind(panicked.into_panic());
            }
        }
        Ok(tables)
    }
}

/// Hands out jobs until there are no more files or no more readers.
fn dispatch(paths: &[PathBuf], folder: &Path, jobs: &Sender<Job>) {
    let mut files = Vec::new();
    for found in walk(paths, folder) {
        let sent = match found {
            Found::File { path, bytes } => match shared_archive(&path, bytes) {
                Some(archive) => send_members(&path, &archive, jobs),
                None => {
                    files.push((path, bytes));
                    files.len() < JOB_FILES || jobs.send(Job::Files(std::mem::take(&mut files))).is_ok()
                }
            },
            other => jobs.send(Job::Other(other)).is_ok(),
        };
        if !sent {
            return;
        }
    }
    // A send fails only where the import has failed already.
    let _ = jobs.send(Job::Files(files));
}

/// The archive a file is, if it is one that is worth sharing and not the wrapping of a document.
fn shared_archive(path: &Path, bytes: u64) -> Option<Archive> {
    if bytes < SHARED_BYTES {
        return None;
    }
    let file = SharedBytes::of_file(std::fs::File::open(path).ok()?).ok()?;
    let mut head = Vec::with_capacity(HEAD);
    file.clone().take(HEAD as u64).read_to_end(&mut head).ok()?;
    if recognise(&head) != Format::Zip {
        return None;
    }
    Archive::open(file).ok().filter(|archive| !archive.is_document())
}

fn send_members(path: &Path, archive: &Archive, jobs: &Sender<Job>) -> bool {
    let mut from = 0;
    while from < archive.len() {
        let to = (from + JOB_MEMBERS).min(archive.len());
        let job = Job::Members { path: path.to_owned(), archive: archive.clone(), places: from..to };
        if jobs.send(job).is_err() {
            return false;
        }
        from = to;
    }
    true
}

fn read_jobs(readers: &Readers, work: &Receiver<Job>, results: &mpsc::Sender<Batch>) {
    // What cannot be handed over is lost with the import that no longer wants it.
    let mut reader = FileReader::new(readers, |batch| drop(results.blocking_send(batch)));
    for job in work {
        if results.is_closed() {
            return;
        }
        match job {
            Job::Files(files) => files.iter().for_each(|(path, bytes)| reader.file(path, *bytes)),
            Job::Members { path, archive, places } => reader.part(&path, archive, places),
            Job::Other(Found::Ignored { path, reason }) => reader.ignore(&readers.name_of(&path), reason),
            Job::Other(Found::Unreadable { path, detail }) => {
                let cause = domain::record::RejectCause::Unreadable { detail };
                reader.reject(&readers.name_of(&path), cause);
            }
            Job::Other(Found::File { path, bytes }) => reader.file(&path, bytes),
        }
    }
    reader.finish();
}

async fn take_in_batch(importer: &mut Importer, report: &mut Report, batch: Batch) -> Result<(), StoreError> {
    for notice in &batch.others {
        match notice.kind {
            NoticeKind::Reject => report.rejects += 1,
            NoticeKind::Ignored | NoticeKind::Warning => {
                report.ignored += 1;
                *report.ignored_by_reason.entry(notice.code.clone().unwrap_or_default()).or_default() += 1;
            }
        }
        importer.notice(notice).await?;
    }
    let (documents, notices): (Vec<Incoming>, Vec<Vec<Notice>>) = batch.documents.into_iter().unzip();
    let fates = importer.add(&documents).await?;
    let mut classes = BTreeMap::new();
    for ((fate, mut notices), Incoming { file, document, .. }) in fates.into_iter().zip(notices).zip(&documents) {
        if fate.accepted {
            count_classes(document, &mut classes);
        }
        if fate.conflicting {
            let conflict = match document.standing {
                Standing::Stated => Warning::Restated,
                _ => Warning::ConflictingCopies,
            };
            notices.push(Notice::warning(file, &document.label, &conflict));
        }
        for notice in notices {
            report.warnings += 1;
            *report.warnings_by_kind.entry(notice.code.clone().unwrap_or_default()).or_default() += 1;
            importer.notice(&notice).await?;
        }
    }
    for (class, items) in classes {
        *report.items_by_class.entry(class.to_owned()).or_default() += items;
    }
    // Freeing a million of them takes a good part of a second.
    tokio::task::spawn_blocking(move || drop(documents));
    Ok(())
}

/// Accounts for the rows of a table that state no facts.
async fn take_in_rows(importer: &mut Importer, report: &mut Report, said: Said) -> Result<(), StoreError> {
    importer.met_again(said.repeated);
    report.rejects += said.rejects.len() as u64;
    for notice in &said.rejects {
        importer.notice(notice).await?;
    }
    for (notice, rows) in &said.ignored {
        report.ignored += rows;
        *report.ignored_by_reason.entry(notice.code.clone().unwrap_or_default()).or_default() += rows;
        importer.notice(notice).await?;
    }
    Ok(())
}

/// Takes in the documents that the rows of all tables make up.
async fn take_in_tables(
    importer: &mut Importer,
    report: &mut Report,
    tables: Tables,
) -> Result<Vec<TableReport>, StoreError> {
    let (documents, reports) = tables.finish();
    let mut batch = Batch::default();
    for document in documents {
        batch.documents.push(document);
        if batch.documents.len() >= STATED_AT_ONCE {
            take_in_batch(importer, report, std::mem::take(&mut batch)).await?;
        }
    }
    take_in_batch(importer, report, batch).await?;
    Ok(reports)
}

fn count_classes(document: &Document, classes: &mut BTreeMap<&'static str, u64>) {
    let mut count = |class: ItemClass| *classes.entry(class.as_str()).or_default() += 1;
    match &document.body {
        Body::Note(note) => note.items.iter().for_each(|item| count(item.class)),
        Body::Sale(stated) => {
            let class = |row: &SaleRow| if row.returned { ItemClass::Return } else { ItemClass::Sale };
            stated.rows.iter().map(class).for_each(count);
        }
        _ => {}
    }
}
