//! Threads for what nobody stands waiting for: imports, and what follows from them. Answers are given by others,
//! and wait for none of it.

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use crate::problem::Problem;

/// The threads.
pub struct Background {
    threads: Handle,
    /// Taken when it is dropped.
    runtime: Option<Runtime>,
}

impl Background {
    /// As many as there are processors.
    ///
    /// # Errors
    /// The system gives none.
    pub fn new() -> Result<Self, Problem> {
        let runtime = Builder::new_multi_thread().thread_name("background").enable_all().build();
        let runtime = runtime.map_err(|error| Problem::internal(&error))?;
        Ok(Self { threads: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// Does something there, whether or not anybody waits for it.
    pub fn spawn<F>(&self, work: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.threads.spawn(work)
    }

    /// Does something there and waits for it.
    ///
    /// # Errors
    /// As what is done; it panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Problem> {
        self.spawn(work).await.map_err(|error| Problem::internal(&error))?
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // Whatever is under way is left: an import is visible whole or not at all.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
