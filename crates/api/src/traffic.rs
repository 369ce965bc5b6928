//! What was asked of the server and how long it took, for Prometheus.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Upper bounds of the buckets of durations, in seconds.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0, 30.0];

/// Counts of requests.
pub struct Traffic {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<Route, Histogram>,
    customers: Gauge<u64, AtomicU64>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

impl Default for Traffic {
    fn default() -> Self {
        let requests = Family::<Asked, Counter>::default();
        let seconds = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        let customers = Gauge::<u64, AtomicU64>::default();
        let mut registry = Registry::with_prefix("carteira");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "How long requests took", seconds.clone());
        registry.register("customers", "Customers of the portfolio shown", customers.clone());
        Self { registry, requests, seconds, customers }
    }
}

impl Traffic {
    /// Counts a request.
    pub fn count(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let asked = Asked { method: method.to_string(), route: route.to_owned(), status: status.as_u16() };
        self.requests.get_or_create(&asked).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Says how many customers there are.
    pub fn customers(&self, count: u64) {
        self.customers.set(count);
    }

    /// All of it as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            return "# EOF\n".to_owned();
        }
        text
    }
}
