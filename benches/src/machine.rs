//! On what, when and beside what else was measured.

use std::process::Command;

use jiff::Timestamp;

use crate::Outcome;

/// One sentence on the day, the machine, the compiler, and how busy the machine was before.
///
/// # Errors
/// There is no Rust compiler.
pub fn described() -> Outcome<String> {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let processor = field(&read("/proc/cpuinfo"), "model name");
    let memory_kb: u64 = field(&read("/proc/meminfo"), "MemTotal").replace(" kB", "").parse().unwrap_or(0);
    let load = read("/proc/loadavg");
    let compiler = Command::new("rustc").arg("--version").output().map_err(|error| format!("rustc: {error}"))?;
    Ok(format!(
        "{} (UTC), {cores} cores ({processor}), {} GB of memory, {}; load average before: {}.",
        Timestamp::now().strftime("%Y-%m-%d %H:%M"),
        memory_kb.div_ceil(1 << 20),
        String::from_utf8_lossy(&compiler.stdout).trim(),
        load.split(' ').next().unwrap_or("unknown"),
    ))
}

/// The value of the first line of a name, as the files of `/proc` write them.
fn field(text: &str, name: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim_start_matches([' ', '\t', ':']).to_owned())
}
