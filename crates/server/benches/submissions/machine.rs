//! Which threads spent how much of the processor, as Linux counts it: it says what bounds a turn.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

/// Time on a processor, by the name of the thread.
pub(crate) struct Spent(BTreeMap<String, Duration>);

impl Spent {
    /// Since each thread began; of threads that are still there.
    pub(crate) fn so_far() -> Self {
        let mut spent = BTreeMap::new();
        for task in fs::read_dir("/proc/self/task").into_iter().flatten().flatten() {
            let name = fs::read_to_string(task.path().join("comm")).unwrap_or_default();
            *spent.entry(name.trim().to_owned()).or_default() += on_processor(&task.path());
        }
        Self(spent)
    }

    pub(crate) fn since(self, before: &Self) -> Self {
        let difference = |(name, spent): (String, Duration)| {
            let before = before.0.get(&name).copied().unwrap_or_default();
            (name, spent.saturating_sub(before))
        };
        Self(self.0.into_iter().map(difference).collect())
    }

    /// With what a thread spent that is no longer there.
    pub(crate) fn and(mut self, thread: &str, spent: Duration) -> Self {
        self.0.insert(thread.to_owned(), spent);
        self
    }

    /// The share of each thread in one of so many, in microseconds.
    pub(crate) fn per(&self, number: usize) -> String {
        let share = |(name, spent): (&String, &Duration)| {
            let us = spent.as_secs_f64() * 1e6 / number as f64;
            (us >= 0.1).then(|| format!("{name} {us:.1} us"))
        };
        self.0.iter().filter_map(share).collect::<Vec<_>>().join(", ")
    }
}

/// How long a thread was on a processor since it began; zero where nobody counts.
pub(crate) fn on_processor(task: &Path) -> Duration {
    let times = fs::read_to_string(task.join("schedstat")).unwrap_or_default();
    let ns = times.split(' ').next().and_then(|ns| ns.parse().ok());
    Duration::from_nanos(ns.unwrap_or(0))
}
