//! Counters for whoever watches the machine. Nothing in them is about a respondent.

use std::{
    sync::atomic::{AtomicI64, AtomicU64},
    time::Duration,
};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Bounds of the histogram of acknowledgements, in seconds.
const ACKNOWLEDGE_SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

/// What became of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Recorded,
    Repeated,
    Refused,
    Busy,
    Failed,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Repeated => "repeated",
            Self::Refused => "refused",
            Self::Busy => "busy",
            Self::Failed => "failed",
        }
    }
}

/// What became of a one-time code that somebody showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Open,
    Spent,
    Unknown,
}

impl Shown {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Spent => "spent",
            Self::Unknown => "unknown",
        }
    }
}

/// The counters.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    responses: Family<OutcomeLabels, Counter>,
    tokens: Family<OutcomeLabels, Counter>,
    acknowledge: Histogram,
    pub(crate) connections: Gauge<i64, AtomicI64>,
    log_size: Gauge<u64, AtomicU64>,
    views_progress: Gauge<u64, AtomicU64>,
    signed_size: Gauge<u64, AtomicU64>,
    cosigned_size: Gauge<u64, AtomicU64>,
}

/// Numbers of events.
pub(crate) struct Sizes {
    pub(crate) log: u64,
    pub(crate) views: u64,
    pub(crate) signed: u64,
    pub(crate) cosigned: u64,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("skm");
        let requests = Family::default();
        let responses = Family::default();
        let tokens = Family::default();
        let acknowledge = Histogram::new(ACKNOWLEDGE_SECONDS);
        let connections = Gauge::default();
        let log_size = Gauge::default();
        let views_progress = Gauge::default();
        registry.register("requests", "Requests answered", requests.clone());
        registry.register("responses", "Responses by what became of them", responses.clone());
        registry.register(
            "tokens",
            "One-time codes shown, by what they were",
            tokens.clone(),
        );
        registry.register(
            "acknowledge_seconds",
            "Seconds from a response's body to its acknowledgement",
            acknowledge.clone(),
        );
        registry.register("connections", "Open connections", connections.clone());
        registry.register("log_size", "Events in the log", log_size.clone());
        registry.register(
            "views_progress",
            "Events that the views hold",
            views_progress.clone(),
        );
        let (signed_size, cosigned_size) = (Gauge::default(), Gauge::default());
        registry.register("signed_size", "Events that are signed", signed_size.clone());
        registry.register(
            "cosigned_size",
            "Events that witnesses have seen",
            cosigned_size.clone(),
        );
        Self {
            registry,
            requests,
            responses,
            tokens,
            acknowledge,
            connections,
            log_size,
            views_progress,
            signed_size,
            cosigned_size,
        }
    }

    pub(crate) fn request(&self, route: &'static str, status: u16) {
        self.requests
            .get_or_create(&RequestLabels { route, status })
            .inc();
    }

    pub(crate) fn response(&self, outcome: Outcome, took: Duration) {
        self.responses
            .get_or_create(&OutcomeLabels {
                outcome: outcome.as_str(),
            })
            .inc();
        self.acknowledge.observe(took.as_secs_f64());
    }

    pub(crate) fn token(&self, shown: Shown) {
        let outcome = shown.as_str();
        self.tokens.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    pub(crate) fn text(&self, sizes: &Sizes) -> String {
        self.log_size.set(sizes.log);
        self.views_progress.set(sizes.views);
        self.signed_size.set(sizes.signed);
        self.cosigned_size.set(sizes.cosigned);
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to memory does not fail");
        text
    }
}
