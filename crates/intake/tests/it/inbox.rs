//! A watched folder beside a workspace.

use std::path::{Path, PathBuf};

use intake::folders::{FolderSettings, FolderWatch, Group, Imported, LocalTime, Look, Trouble};
use intake::{Import, ImportError, Progress, Report};
use sources::table;
use store::{Author, Notice, Workspace, Writer};
use support::Home;

/// Of a company's sales, one that can be read.
pub const GOOD: &str = "Pedido;Data;CNPJ;Cliente;Valor Total\n1;05/03/2026;44.555.666/0001-81;Alfa;600,00\n";

/// Of two sales, the second of a day that there is not.
pub const HALF_GOOD: &str = "Pedido;Data;CNPJ;Cliente;Valor Total\n2;05/03/2026;44.555.666/0001-81;Alfa;600,00\n\
                             3;31/02/2026;44.555.666/0001-81;Alfa;70,00\n";

/// A workspace and a folder that it watches.
pub struct Inbox {
    pub home: Home,
    pub workspace: Workspace,
    pub watch: FolderWatch,
}

/// A moment of 30/11/2026.
pub fn at(time: &str) -> LocalTime {
    on("2026-11-30", time)
}

pub fn on(day: &str, time: &str) -> LocalTime {
    let parts: Vec<u32> = time.split(':').map(|part| part.parse().unwrap()).collect();
    LocalTime { day: day.parse().unwrap(), second: parts[0] * 3600 + parts[1] * 60 + parts[2] }
}

impl Inbox {
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// With more settings.
    pub async fn with(settings: &str) -> Self {
        let home = Home::on_sqlite().await;
        let workspace = home.create().await;
        std::fs::create_dir(home.beside("entrada")).unwrap();
        let watch = watch(&home, settings);
        Self { home, workspace, watch }
    }

    /// As if the process had been started anew.
    pub fn restarted(&mut self) {
        self.watch = watch(&self.home, "");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.beside("entrada").join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The files of the folder below a part of it, in order.
    pub fn files(&self, below: &str) -> Vec<String> {
        let root = self.path(below);
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        files.sort();
        files
    }

    /// Looks twice, so that what is there has settled, and brings it in.
    pub async fn bring_in(&mut self, first: LocalTime, second: LocalTime) -> (Option<Report>, Vec<Trouble>) {
        let mut troubles = self.watch.look(first).troubles;
        let Look { group, troubles: more } = self.watch.look(second);
        troubles.extend(more);
        let Some(group) = group else { return (None, troubles) };
        let report = import(&self.workspace, &group).await.unwrap();
        troubles.extend(self.put_away(group, report.batch, second).await);
        (Some(report), troubles)
    }

    pub async fn put_away(&mut self, group: Group, batch: i64, now: LocalTime) -> Vec<Trouble> {
        let notices = self.workspace.notices(batch).await.unwrap();
        self.watch.finish(group, Imported { batch, notices: &notices }, now)
    }
}

pub async fn import(workspace: &Workspace, group: &Group) -> Result<Report, ImportError> {
    let tables = table::Options { kind: None, source: None, map: None, today: "2026-11-30".parse().unwrap() };
    let author = Author::machine("pasta observada", "2026-11-30T12:00:00Z");
    let import =
        Import { workspace, paths: group.paths(), dry_run: false, readers: 2, tables, author, named_from: None };
    Ok(import.run(&mut Quiet).await?.0)
}

fn watch(home: &Home, settings: &str) -> FolderWatch {
    let settings: FolderSettings = toml::from_str(&format!("folders = [\"../entrada\"]\n{settings}")).unwrap();
    FolderWatch::new(settings, &home.folder()).unwrap()
}

fn collect(folder: &Path, root: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            collect(&path, root, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
        }
    }
}

struct Quiet;

impl Progress for Quiet {
    fn waiting(&mut self, _: Option<&Writer>) {}
    fn begins(&mut self, _: u64, _: u64) {}
    fn advances(&mut self, _: u64, _: u64) {}
    fn rejected(&mut self, _: &Notice) {}
    fn now(&self) -> String {
        "2026-11-30T12:00:00Z".to_owned()
    }
    fn seconds(&self) -> f64 {
        0.0
    }
}
