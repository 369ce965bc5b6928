//! `carteira serve` in a process of its own, and people who are signed in.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, COOKIE, RETRY_AFTER, SET_COOKIE};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::Outcome;
use crate::place::Place;
use crate::workspace::Workspace;

/// The password of all who are added.
const PASSWORD: &str = "senha só da medição";

/// A server that runs until it is dropped.
pub struct Served {
    child: Child,
    address: String,
}

/// Someone who is signed in, with connections of its own.
#[derive(Clone)]
pub struct Person {
    client: Client,
    address: String,
    cookie: String,
    csrf: String,
}

/// Adds someone to a workspace.
///
/// # Errors
/// It cannot be added.
pub fn add_user(place: &Place, workspace: &Workspace, login: &str, role: &[&str]) -> Outcome<()> {
    let mut command = Command::new(place.program("carteira"));
    command.arg("--workspace").arg(workspace.folder()).args(["user", "add", login, "--password-stdin", "--role"]);
    let mut child = command.args(role).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(shown)?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "{PASSWORD}").map_err(shown)?;
    }
    let ended = child.wait_with_output().map_err(shown)?;
    match ended.status.success() {
        true => Ok(()),
        false => Err(format!("{login}: {}", String::from_utf8_lossy(&ended.stderr))),
    }
}

impl Served {
    /// Serves a workspace.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(place: &Place, workspace: &Workspace) -> Outcome<Self> {
        // Nothing is asked of anybody encrypted here, but the client wants to be able to.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut command = Command::new(place.program("carteira"));
        command.arg("--workspace").arg(workspace.folder()).args(["serve", "--bind", "127.0.0.1:0"]);
        command.env("CARTEIRA_LOG", "warn").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(shown)?;
        let mut first = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut first).map_err(shown)?;
        }
        let address = first.split_whitespace().last().unwrap_or_default().to_owned();
        let served = Self { child, address };
        match served.address.starts_with("http://") {
            true => Ok(served),
            false => Err(format!("carteira serve said {first:?}")),
        }
    }

    /// Signs someone in.
    ///
    /// # Errors
    /// It is refused.
    pub async fn sign_in(&self, login: &str) -> Outcome<Person> {
        let client = Client::builder().build().map_err(shown)?;
        let url = format!("{}/api/v1/session", self.address);
        loop {
            let credentials = json!({ "login": login, "password": PASSWORD });
            let answer = client.post(&url).json(&credentials).send().await.map_err(shown)?;
            if answer.status() == StatusCode::TOO_MANY_REQUESTS {
                // From one address nobody signs in fifty times at once.
                let seconds = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
                tokio::time::sleep(Duration::from_secs(seconds.unwrap_or(1))).await;
                continue;
            }
            let cookie = answer.headers().get(SET_COOKIE).and_then(|value| value.to_str().ok()?.split(';').next());
            let cookie = cookie.ok_or_else(|| format!("{login} was answered {}", answer.status()))?.to_owned();
            let session: Value = answer.json().await.map_err(shown)?;
            let csrf = session["csrf"].as_str().unwrap_or_default().to_owned();
            return Ok(Person { client, address: self.address.clone(), cookie, csrf });
        }
    }

    /// The most memory that the server held, in bytes.
    pub fn peak_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
        kilobytes.unwrap_or(0) * 1024
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Person {
    /// Asks as a browser does, and takes the whole answer.
    ///
    /// # Errors
    /// It is not answered well.
    pub async fn ask(self, resource: String) -> Outcome<()> {
        let asked = self.client.get(format!("{}/api/v1{resource}", self.address)).header(COOKIE, &self.cookie);
        let answer = asked.header(ACCEPT_ENCODING, "gzip, br").send().await.map_err(shown)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(shown)?;
        match status == StatusCode::OK && !body.is_empty() {
            true => Ok(()),
            false => Err(format!("{resource}: {status}")),
        }
    }

    /// How many customers the whole list has; the first to ask waits for the portfolio.
    ///
    /// # Errors
    /// It is not there within minutes.
    pub async fn ready(&self) -> Outcome<u64> {
        let mut waited = Vec::new();
        for _ in 0..60 {
            match self.read("/customers?limit=1").await {
                Ok(page) => return page["count"].as_u64().ok_or_else(|| format!("no count in {page}")),
                Err(problem) => waited.push(problem),
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        Err(waited.pop().unwrap_or_default())
    }

    /// Tells something, and reads the answer.
    ///
    /// # Errors
    /// It is refused.
    pub async fn post(&self, resource: &str, body: &Value) -> Outcome<Value> {
        let told = self.client.post(format!("{}/api/v1{resource}", self.address)).json(body);
        answered(resource, self.ours(told)).await
    }

    /// Sends a file part by part.
    ///
    /// # Errors
    /// It cannot be read, or is refused.
    pub async fn send(&self, upload: &str, file: &Path, part_bytes: usize) -> Outcome<()> {
        let mut file = std::fs::File::open(file).map_err(shown)?;
        let mut offset = 0;
        loop {
            let mut part = Vec::new();
            Read::by_ref(&mut file).take(part_bytes as u64).read_to_end(&mut part).map_err(shown)?;
            if part.is_empty() {
                return Ok(());
            }
            let bytes = part.len();
            let at = format!("{}/api/v1{upload}/parts?path=vendas.csv&offset={offset}", self.address);
            let sent = self.ours(self.client.put(at).body(part)).send().await.map_err(shown)?;
            if !sent.status().is_success() {
                return Err(format!("{upload}: {}", sent.status()));
            }
            offset += bytes;
        }
    }

    /// A request with what shows that it is this person's.
    fn ours(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(COOKIE, &self.cookie).header("x-csrf-token", &self.csrf)
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    /// It is not answered well.
    pub async fn read(&self, resource: &str) -> Outcome<Value> {
        answered(resource, self.ours(self.client.get(format!("{}/api/v1{resource}", self.address)))).await
    }
}

async fn answered(resource: &str, request: RequestBuilder) -> Outcome<Value> {
    let answer = request.send().await.map_err(shown)?;
    let status = answer.status();
    let body = answer.text().await.map_err(shown)?;
    match status.is_success() {
        true => serde_json::from_str(&body).map_err(shown),
        false => Err(format!("{resource}: {status} {body}")),
    }
}

fn shown(error: impl std::fmt::Display) -> String {
    error.to_string()
}
