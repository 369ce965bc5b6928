//! Threads that queries run on, apart from those of whoever asks. A query keeps a thread for as long as it
//! computes; nobody who only wants to know what is there already stands in line behind it.

use std::io;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::EngineError;

/// As many as there are processors, for all sessions of the process.
static THREADS: LazyLock<io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_multi_thread().thread_name("query").enable_all().build());

/// Runs something on these threads to its end, or until nobody waits for it any more.
pub(crate) async fn compute<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, EngineError> {
    let threads = THREADS.as_ref().map_err(|error| EngineError::Threads { detail: error.to_string() })?;
    let mut running = JoinSet::new();
    running.spawn_on(work, threads.handle());
    match running.join_next().await {
        Some(Ok(done)) => Ok(done),
        Some(Err(stopped)) if stopped.is_panic() => std::panic::resume_unwind(stopped.into_panic()),
        _ => Err(EngineError::Threads { detail: "a consulta foi interrompida".to_owned() }),
    }
}
