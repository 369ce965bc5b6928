//! Many people asking at once, at a rate that does not wait for answers: whoever waits in a queue has waited
//! since the moment they meant to ask.

use std::future::Future;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::figures::{bar, number};
use crate::{Outcome, say};

/// Nobody waits longer for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long each rate is tried that looks for the highest.
const TRIED: Duration = Duration::from_secs(15);

/// The answer that 95 of 100 must not wait longer for, where the highest rate is looked for.
pub const HELD_MS: f64 = 200.0;

/// Rates between which the highest is looked for are this close at last.
const CLOSE: f64 = 1.1;

/// No rate above is tried.
const FASTEST: f64 = 2_560.0;

/// How long answers took, from when they were meant to be asked for.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    taken: Vec<Duration>,
    /// Questions without a good answer.
    failed: usize,
    /// What the first of them came to.
    problem: Option<String>,
}

impl Answers {
    /// So many of a hundred were not slower, in milliseconds.
    fn ms(&self, share: usize) -> f64 {
        let place = (self.taken.len() * share).div_ceil(100).saturating_sub(1);
        self.taken.get(place).map_or(0.0, |taken| taken.as_secs_f64() * 1e3)
    }

    /// A row of a table: who was answered, the median, the 95th and the 99th of a hundred, whether the 95th holds
    /// its bar where there is one, and how many failed.
    pub fn row(&self, who: &str, most_ms: Option<f64>) -> Vec<String> {
        let held = most_ms.map_or_else(String::new, |most| bar(&format!("p95 < {most}"), self.ms(95) < most));
        let said = self.problem.as_ref().map_or_else(String::new, |problem| format!(" ({problem})"));
        let failed = format!("{} of {}{said}", self.failed, self.failed + self.taken.len());
        let [median, p95, p99] = [50, 95, 99].map(|share| number(self.ms(share), 1));
        vec![who.to_owned(), median, p95, p99, held, failed]
    }

    /// Whether all were answered, and 95 of 100 in time.
    fn is_held(&self) -> bool {
        self.failed == 0 && self.ms(95) < HELD_MS
    }

    fn add(&mut self, answer: Outcome<Duration>) {
        match answer {
            Ok(taken) => self.taken.push(taken),
            Err(problem) => {
                self.failed += 1;
                self.problem.get_or_insert(problem);
            }
        }
    }
}

/// Asks so many times a second for so long.
pub async fn at_rate<F>(rate: f64, lasting: Duration, ask: impl Fn(usize) -> F) -> Answers
where
    F: Future<Output = Outcome<()>> + Send + 'static,
{
    let mut left = (rate * lasting.as_secs_f64()).round() as usize;
    let more = || {
        left = left.saturating_sub(1);
        left > 0
    };
    at_rate_while(rate, more, ask).await
}

/// Asks so many times a second, once and then as long as there is to be more.
pub async fn at_rate_while<F>(rate: f64, mut more: impl FnMut() -> bool, ask: impl Fn(usize) -> F) -> Answers
where
    F: Future<Output = Outcome<()>> + Send + 'static,
{
    let began = Instant::now();
    let mut asking = JoinSet::new();
    for place in 0.. {
        let meant = began + Duration::from_secs_f64(place as f64 / rate);
        tokio::time::sleep_until(meant.into()).await;
        let answer = tokio::time::timeout(PATIENCE, ask(place));
        asking.spawn(async move {
            match answer.await {
                Ok(Ok(())) => Ok(meant.elapsed()),
                Ok(Err(problem)) => Err(problem),
                Err(_) => Err(format!("no answer in {} s", PATIENCE.as_secs())),
            }
        });
        if !more() {
            break;
        }
    }
    let mut answers = Answers::default();
    while let Some(answer) = asking.join_next().await {
        answers.add(answer.unwrap_or_else(|error| Err(error.to_string())));
    }
    answers.taken.sort_unstable();
    answers
}

/// The highest rate at which 95 of 100 wait less than [`HELD_MS`] and none in vain: doubled until it is not held,
/// and then closed in on.
pub async fn highest<F>(from: f64, ask: impl Fn(usize) -> F) -> f64
where
    F: Future<Output = Outcome<()>> + Send + 'static,
{
    let (mut held, mut missed) = (0.0, from);
    while missed <= FASTEST && tried(missed, &ask).await {
        held = missed;
        missed *= 2.0;
    }
    while held > 0.0 && missed <= FASTEST && missed / held > CLOSE {
        let between = (held * missed).sqrt();
        match tried(between, &ask).await {
            true => held = between,
            false => missed = between,
        }
    }
    held
}

async fn tried<F>(rate: f64, ask: &impl Fn(usize) -> F) -> bool
where
    F: Future<Output = Outcome<()>> + Send + 'static,
{
    let answers = at_rate(rate, TRIED, ask).await;
    say(&format!("{rate:.0} a second: p95 {:.0} ms, {} failed", answers.ms(95), answers.failed));
    // What waits in queues is let out before the next is tried.
    tokio::time::sleep(Duration::from_secs(2)).await;
    answers.is_held()
}
