//! Telling how far an audit has come.

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Entries are hashed, and held against the tree.
    Tree,
    /// Signatures are checked.
    Signatures,
    /// Events are read one by one.
    Events,
    /// The log is folded.
    Fold,
    /// Published results are computed again.
    Results,
}

/// Whoever wants to know how far an audit has come: what is being done, how much of it, and of how much.
pub trait Watch {
    /// So much is done.
    fn done(&mut self, step: Step, done: u64, total: u64);
}

impl<F: FnMut(Step, u64, u64)> Watch for F {
    fn done(&mut self, step: Step, done: u64, total: u64) {
        self(step, done, total);
    }
}
