//! A PostgreSQL server for the tests: the one named by TEST_DATABASE_URL, else one of our own, thrown
//! away at the end.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Chore;
use crate::command::{output, program, run, succeeds};
use crate::tools::{install, or_without};

/// The variable by which tests find the server.
pub const VARIABLE: &str = "TEST_DATABASE_URL";

/// A server to test on, stopped and removed when dropped.
pub struct Server {
    /// Its address, with the right to create databases.
    pub url: String,
    ours: Option<Ours>,
}

struct Ours {
    programs: PathBuf,
    folder: PathBuf,
    user: Option<String>,
}

/// The server to test on; `None`, outside CI, where there is none and it cannot be installed.
pub fn server() -> Result<Option<Server>, String> {
    if let Ok(url) = std::env::var(VARIABLE) {
        return Ok(Some(Server { url, ours: None }));
    }
    let programs = match programs() {
        Some(programs) => Ok(programs),
        None => install("PostgreSQL", &["postgresql"])
            .and_then(|()| programs().ok_or_else(|| "PostgreSQL was installed and is not found".to_owned())),
    };
    or_without(programs, "tests on PostgreSQL are skipped")?.map(start).transpose()
}

/// The folder of `initdb` and `pg_ctl`: the newest of Debian's, or wherever the path leads.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok();
    let newest = versions.into_iter().flatten().flatten().map(|entry| entry.path().join("bin")).max();
    let on_path = || {
        let found = output(program("sh").args(["-c", "command -v initdb"])).ok()?;
        Path::new(&found).parent().map(Path::to_owned)
    };
    newest.filter(|folder| folder.join("initdb").exists()).or_else(on_path)
}

fn start(programs: PathBuf) -> Result<Server, String> {
    let folder = std::env::temp_dir().join(format!("carteira-postgres-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let ours = Ours { programs, folder, user: ordinary_user() };
    if let Some(user) = &ours.user {
        run(program("chown").arg(user).arg(&ours.folder))?;
    }
    let data = ours.folder.join("data");
    ours.run("initdb", &["-D", &data.to_string_lossy(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])?;
    let port = free_port()?;
    // The server is thrown away: it need not survive a power cut.
    let options = format!(
        "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200",
        ours.folder.display()
    );
    let log = ours.folder.join("log");
    ours.run("pg_ctl", &["-D", &data.to_string_lossy(), "-l", &log.to_string_lossy(), "-w", "-o", &options, "start"])?;
    Ok(Server { url: format!("postgres://postgres@127.0.0.1:{port}/postgres"), ours: Some(ours) })
}

/// PostgreSQL refuses to run as root.
fn ordinary_user() -> Option<String> {
    if output(program("id").arg("-u")).is_ok_and(|id| id != "0") {
        return None;
    }
    let exists = |user: &&str| succeeds(Command::new("id").arg(user));
    ["postgres", "nobody"].into_iter().find(exists).map(str::to_owned)
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

impl Ours {
    fn run(&self, name: &str, arguments: &[&str]) -> Chore {
        let path = self.programs.join(name);
        let mut command = match &self.user {
            None => Command::new(&path),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(&path);
                command
            }
        };
        let ended = command.args(arguments).current_dir(&self.folder).output().map_err(|error| error.to_string())?;
        match ended.status.success() {
            true => Ok(()),
            false => Err(format!("{name}: {}", String::from_utf8_lossy(&ended.stderr))),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(ours) = &self.ours {
            let data = ours.folder.join("data");
            // What is left behind lies in the system's temporary folder.
            let _ = ours.run("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "stop"]);
            let _ = std::fs::remove_dir_all(&ours.folder);
        }
    }
}
