//! How often someone may ask, by whom and from where: buckets that fill again with time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Keys kept before those that are full again are dropped.
const MANY: usize = 10_000;

/// Buckets of equal size, one a key.
pub struct Throttle<K> {
    size: f64,
    per_second: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl<K: Hash + Eq> Throttle<K> {
    /// So many at once, and so many per second from then on.
    pub fn new(size: u32, per_second: f64) -> Self {
        Self { size: f64::from(size), per_second, buckets: Mutex::default() }
    }

    /// Takes one from a bucket at a moment.
    ///
    /// # Errors
    /// The bucket is empty; after this time it will not be.
    pub fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY {
            buckets.retain(|_, bucket| self.level(bucket, now) < self.size);
        }
        let bucket = buckets.entry(key).or_insert(Bucket { left: self.size, at: now });
        bucket.left = self.level(bucket, now);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - bucket.left) / self.per_second));
        }
        bucket.left -= 1.0;
        Ok(())
    }

    fn level(&self, bucket: &Bucket, now: Instant) -> f64 {
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.left + since * self.per_second).min(self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_fills_and_is_nobody_else_s() {
        let throttle = Throttle::new(2, 0.5);
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        assert!(throttle.take("ana", at(0)).is_ok() && throttle.take("ana", at(0)).is_ok());
        assert_eq!(throttle.take("ana", at(0)), Err(Duration::from_secs(2)));
        assert!(throttle.take("bia", at(0)).is_ok());
        assert!(throttle.take("ana", at(1)).is_err());
        assert!(throttle.take("ana", at(2)).is_ok());
        assert!(throttle.take("ana", at(2)).is_err());
    }
}
