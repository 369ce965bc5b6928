//! A throw-away workspace and the binary that works on it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::{Backend, Home};

/// A company with a workspace of its own.
pub struct Company {
    home: Home,
}

/// What a run of the binary gave.
pub struct Run {
    /// Exit code; -1 where a signal ended it.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it said.
    pub err: String,
}

impl Company {
    /// The company of the fixtures, on SQLite.
    pub fn new() -> Self {
        Self::on(Backend::Sqlite).expect("SQLite needs no server")
    }

    /// The company of the fixtures, on a database; `None` where there is no server.
    pub fn on(backend: Backend) -> Option<Self> {
        Some(Self::at(wait_for(Home::on(backend))?))
    }

    /// The company of the fixtures, at a place of its own.
    pub fn at(home: Home) -> Self {
        let company = Self { home };
        let folder = company.folder();
        let mut init = company.command(["init", &folder.to_string_lossy(), "--company", "11.222.333/0001-81"]);
        if let Some(database) = company.home.database() {
            init.args(["--database", &database]);
        }
        let created = run(&mut init);
        assert_eq!(created.code, 0, "{}", created.err);
        company
    }

    /// The same company with the same workspace, to go another way from here.
    pub fn copy(&self) -> Self {
        Self { home: wait_for(self.home.copy()) }
    }

    /// Runs SQL on the workspace's database, behind the program's back.
    pub fn run_sql(&self, sql: &str) {
        wait_for(self.home.run_sql(sql));
    }

    /// Asserts that the workspace is whole.
    pub fn expect_whole(&self) {
        let verified = self.run(["verify"]);
        assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    }

    /// Asserts that nothing lies in the lake that the catalogue does not know.
    pub fn expect_tidy(&self) {
        let stray = wait_for(self.home.stray_files());
        assert!(stray.is_empty(), "{stray:?}");
    }

    /// The workspace's folder.
    pub fn folder(&self) -> PathBuf {
        self.home.folder()
    }

    /// A path beside the workspace.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.home.beside(name)
    }

    /// Writes a file beside the workspace.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.beside(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(&path, bytes).expect("files can be written");
        path
    }

    /// The binary, to be run on the workspace.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_carteira"));
        command.env_remove("CARTEIRA_WORKSPACE").arg("--workspace").arg(self.folder()).args(arguments);
        command
    }

    /// Runs the binary.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        run(&mut self.command(arguments))
    }

    /// Imports paths and gives the exit code and the report.
    pub fn import<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> (i32, Value) {
        let paths: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
        let mut command = self.command(["import", "--format", "json"]);
        let run = run(command.args(paths));
        let report = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("no report: {} {}", run.out, run.err));
        (run.code, report)
    }

    /// Runs the binary, which succeeds, and gives the one object it prints.
    pub fn json<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Value {
        let run = run(self.command(arguments).args(["--format", "json"]));
        assert_eq!(run.code, 0, "{}", run.err);
        serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("no object: {}", run.out))
    }

    /// Runs the binary, which succeeds, and gives the objects it prints, one a line.
    pub fn json_lines<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Vec<Value> {
        let run = run(self.command(arguments).args(["--format", "json"]));
        assert_eq!(run.code, 0, "{}", run.err);
        run.out.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
    }

    /// The totals at the newest document's date.
    pub fn totals(&self) -> Value {
        self.json(["totals", "--as-of", "latest"])
    }

    /// The whole panel at the newest document's date, as it is printed.
    pub fn panel(&self) -> String {
        let run = self.run(["panel", "--as-of", "latest", "--with-prospects", "--format", "json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    }
}

/// What a future of the store comes to.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the binary can be run");
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A file or folder of the notes written for this project.
pub fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/nfe").join(name)
}
