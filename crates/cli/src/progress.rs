//! Progress bars, on standard error and only where a person looks at it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const TICK: Duration = Duration::from_millis(200);

/// A bar for so many steps; gone once it is dropped.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// `what` says what is being done.
    pub(crate) fn new(what: &'static str, steps: u64) -> Self {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} sisa {eta}");
        let bar = ProgressBar::new(steps)
            .with_style(style.expect("a well-formed template"))
            .with_message(what);
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// So many steps are done, of so many.
    pub(crate) fn set_of(&self, done: u64, steps: u64) {
        self.0.set_length(steps);
        self.set(done);
    }

    /// So many steps are done.
    pub(crate) fn set(&self, done: u64) {
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
