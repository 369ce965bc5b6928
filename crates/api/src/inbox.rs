//! Files that come by themselves: folders of the settings, looked at again and again.

use std::sync::Arc;
use std::time::Duration;

use domain::Day;
use intake::folders::{FolderSettings, FolderWatch, Group, Imported, LocalTime, Look, Trouble};
use sources::table::Options;
use store::Author;

use crate::app::App;
use crate::clock;
use crate::jobs::{JobKind, Order};
use crate::problem::{Code, Problem};

/// Who the imports are by.
const NAME: &str = "pasta observada";

/// Looks are this far apart at least: a file settles between two.
const SHORTEST: Duration = Duration::from_secs(1);

/// The folders that are watched.
pub struct Inbox {
    app: Arc<App>,
    watch: FolderWatch,
}

impl Inbox {
    /// The folders of the settings; `None` where there are none.
    ///
    /// # Errors
    /// The settings cannot be read, or a folder cannot be watched.
    pub fn of(app: &Arc<App>) -> Result<Option<Self>, Problem> {
        let told = |error: &dyn std::error::Error| Problem::new(Code::Invalid, error.to_string());
        let settings: FolderSettings = app.workspace.section("intake").map_err(|error| told(&error))?;
        if settings.folders.is_empty() {
            return Ok(None);
        }
        let watch = FolderWatch::new(settings, app.workspace.folder()).map_err(|error| told(&error))?;
        Ok(Some(Self { app: Arc::clone(app), watch }))
    }

    /// Looks, imports what has settled and puts it away, as long as the server runs.
    pub async fn watch(self) {
        let Self { app, mut watch } = self;
        loop {
            // A share that hangs keeps nobody else waiting.
            let looked = tokio::task::spawn_blocking(move || {
                let look = watch.look(now());
                (watch, look)
            });
            let Ok((watched, Look { group, troubles })) = looked.await else { return };
            watch = watched;
            troubles.iter().for_each(tell);
            if let Some(group) = group {
                bring_in(&app, &mut watch, group).await;
            }
            tokio::time::sleep(watch.settings().every().max(SHORTEST)).await;
        }
    }
}

/// Imports files and puts them away.
async fn bring_in(app: &Arc<App>, watch: &mut FolderWatch, group: Group) {
    let order = Order {
        paths: group.paths(),
        named_from: None,
        kind: JobKind::Import,
        tables: Options { kind: None, source: None, map: None, today: today() },
        author: Author::machine(NAME, &clock::now()),
    };
    let imported = async {
        let batch = app.jobs.run(&app.workspace, order).await?.batch;
        let notices = app.workspace.notices(batch).await?;
        app.current.refresh().await?;
        Ok::<_, Problem>((batch, notices))
    };
    match imported.await {
        Ok((batch, notices)) => {
            let troubles = watch.finish(group, Imported { batch, notices: &notices }, now());
            troubles.iter().for_each(tell);
        }
        Err(problem) => {
            tracing::error!(detail = problem.detail(), "files of a watched folder were not imported");
            watch.give_back(&group);
        }
    }
}

/// What is wrong with a folder or file. Paths are the company's own, and name no customer of themselves.
fn tell(trouble: &Trouble) {
    tracing::warn!(%trouble, "a watched folder");
}

fn now() -> LocalTime {
    LocalTime { day: today(), second: clock::second_of_day() }
}

fn today() -> Day {
    clock::today()
}
