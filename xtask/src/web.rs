//! The web application: its packages, its build, its checks, and its tests in a browser.
//!
//! It is built before anything of Rust: the crate `api` takes `web/dist` in.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Chore;
use crate::command::{output, program, root, run, succeeds, target};
use crate::tools::{install, or_without};

/// The oldest Node that runs the tools of the web, as major and minor version.
const NODE: (u32, u32) = (20, 19);

/// Browsers that the tests can drive, by the names of their programs.
const BROWSERS: [&str; 6] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge"];

/// Browsers where macOS keeps them, which is not on the path.
const MAC_BROWSERS: [&str; 3] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// The application's folder, with all that builds and checks it installed.
pub struct Web {
    folder: PathBuf,
}

impl Web {
    /// What builds the web; `None`, outside CI, where Node is missing and cannot be installed.
    pub fn prepare() -> Result<Option<Self>, String> {
        let Some(()) = or_without(node(), "the web application is left out")? else { return Ok(None) };
        let web = Self { folder: root().join("web") };
        web.install_packages()?;
        Ok(Some(web))
    }

    /// Whether there is a `web/dist`, of whatever age.
    pub fn is_built(&self) -> bool {
        self.folder.join("dist").join("index.html").is_file()
    }

    /// Makes `web/dist`, which the binary takes in.
    pub fn build(&self) -> Chore {
        self.npm(&["run", "build"])
    }

    /// Format, lints, types and the tests that need no browser.
    pub fn check(&self) -> Chore {
        ["lint", "typecheck", "test"].into_iter().try_for_each(|script| self.npm(&["run", script]))
    }

    /// The tests in a browser, against the built binary; `false`, outside CI, where there is no browser.
    pub fn browse(&self) -> Result<bool, String> {
        let Some(browser) = or_without(browser(), "tests in a browser are skipped")? else { return Ok(false) };
        run(self.with_binary("e2e").env("CHROME_BIN", browser))?;
        Ok(true)
    }

    /// A script that runs the built binary.
    pub fn with_binary(&self, script: &str) -> Command {
        let built = target().join("debug");
        let mut command = npm(&self.folder, &["run", script]);
        command.env("CARTEIRA_BIN", built.join("carteira")).env("GENERATE_BIN", built.join("generate"));
        command
    }

    /// Installs the packages that the lock file names, unless they are what was installed last.
    fn install_packages(&self) -> Chore {
        let lock = self.folder.join("package-lock.json");
        let wanted = std::fs::read(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
        // Beside the packages, so that it goes when they go, and other checkouts have their own.
        let stamp = self.folder.join("node_modules").join(".installed-lock.json");
        if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        self.npm(&["ci", "--include=dev", "--no-audit", "--no-fund"])?;
        std::fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
    }

    fn npm(&self, arguments: &[&str]) -> Chore {
        run(&mut npm(&self.folder, arguments))
    }
}

fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder).args(arguments);
    command
}

/// Checks Node and npm; as root on Debian they are installed.
fn node() -> Chore {
    let installed = || succeeds(program("node").arg("--version")) && succeeds(program("npm").arg("--version"));
    if !installed() {
        install("Node.js with npm", &["nodejs", "npm"])?;
    }
    let version = output(program("node").arg("--version"))?;
    match parse_version(&version) {
        Some(found) if found >= NODE => Ok(()),
        _ => Err(format!("Node.js {version} is too old: install {}.{} or newer", NODE.0, NODE.1)),
    }
}

/// Major and minor of a version as Node prints it: `v20.19.1`.
fn parse_version(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

/// The browser to test in: the one that CHROME_BIN names, else any that is installed; as root on Debian it is
/// installed.
fn browser() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("CHROME_BIN") {
        return Ok(named.into());
    }
    installed_browser()
        .map_or_else(|| install("Chromium", &["chromium"]).map(|()| installed_browser()), |found| Ok(Some(found)))?
        .ok_or_else(|| "Chromium was installed and is not found: set CHROME_BIN to its program".to_owned())
}

fn installed_browser() -> Option<PathBuf> {
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let on_path = BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    on_path.chain(MAC_BROWSERS.map(PathBuf::from)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_that_node_prints() {
        assert_eq!(parse_version("v20.19.1"), Some((20, 19)));
        assert_eq!(parse_version("v24.1.0-nightly"), Some((24, 1)));
        assert_eq!(parse_version("20.19.1"), None);
        assert_eq!(parse_version("v20"), None);
    }
}
