//! Folding changes into rows: the one place where rows change.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
};

use redb::{Durability, ReadableDatabase, WriteTransaction};
use serde::Serialize;
use survey::Registry;

use crate::{
    Views, ViewsError,
    comments::CommentChanges,
    devices::DeviceChanges,
    dictionary::{Dictionary, Kind},
    figures::Facets,
    groups::CLOSED_FACETS,
    interpret::{Changes, EventKey, MonthKey, PlacedLine},
    month_row::MonthRow,
    subjects::{SUBJECTS, SubjectKey},
    tables::{
        DICTIONARY, FACETS, LAST, LEDGER, META, PROGRESS, RESULTS, SERVICE_EVENTS, SNAPSHOTS, Shared, TOTALS,
        read_row,
    },
    tokens::TokenChanges,
    visits::VisitChanges,
};

/// Months kept unpacked between batches. Each takes some ten kilobytes.
const MONTHS_CACHED_MAX: usize = 4096;

/// Lets this many events pass between two syncs. The views can be rebuilt, so a crash costs only time.
const EVENTS_PER_SYNC: u64 = 500_000;

/// Folds changes into rows, in order.
pub(crate) struct Fold {
    views: Arc<Views>,
    months: HashMap<MonthKey, MonthRow>,
    written: u64,
    synced: u64,
    batch: Batch,
    scratch: Scratch,
}

/// What was folded and is not written yet.
#[derive(Default)]
struct Batch {
    progress: u64,
    last: Option<u64>,
    codes: Vec<(Kind, u32, Box<str>)>,
    lines: Vec<PlacedLine>,
    service_events: Vec<(EventKey, Vec<u8>)>,
    subjects: Vec<(SubjectKey, Box<str>)>,
    acted: Vec<Box<str>>,
    results: Vec<(EventKey, Vec<u8>)>,
    tokens: TokenChanges,
    devices: DeviceChanges,
    visits: VisitChanges,
    comments: CommentChanges,
    registry: Option<Arc<Registry>>,
    registered: Option<Arc<Vec<u64>>>,
    dictionary: Option<Arc<Dictionary>>,
}

impl Fold {
    pub(crate) fn new(views: Arc<Views>) -> Self {
        let progress = views.progress();
        Self {
            views,
            months: HashMap::new(),
            written: progress,
            synced: progress,
            batch: Batch {
                progress,
                ..Batch::default()
            },
            scratch: Scratch::default(),
        }
    }

    /// How many events the rows hold.
    pub(crate) const fn written(&self) -> u64 {
        self.written
    }

    /// How many events are folded and not written yet.
    pub(crate) const fn unwritten(&self) -> u64 {
        self.batch.progress - self.written
    }

    /// Takes changes in; nobody sees them before [`write`](Self::write).
    pub(crate) fn take(&mut self, changes: Changes) {
        let batch = &mut self.batch;
        batch.progress = changes.progress;
        batch.last = changes.last;
        batch.codes.extend(changes.codes);
        batch.lines.extend(changes.lines);
        batch.service_events.extend(changes.service_events);
        batch.subjects.extend(changes.subjects);
        batch.acted.extend(changes.acted);
        batch.results.extend(changes.results);
        batch.tokens.extend(changes.tokens);
        batch.devices.extend(changes.devices);
        batch.registered = changes.registered.or_else(|| batch.registered.take());
        batch.visits.extend(changes.visits);
        batch.comments.extend(changes.comments);
        batch.registry = changes.registry.or_else(|| batch.registry.take());
        batch.dictionary = changes.dictionary.or_else(|| batch.dictionary.take());
    }

    /// Writes what was folded in one transaction. A crash before the commit leaves the rows as they were; one after
    /// it leaves them with the whole batch and the progress that says so.
    pub(crate) fn write(&mut self) -> Result<(), ViewsError> {
        if self.unwritten() == 0 {
            return Ok(());
        }
        let mut batch = std::mem::take(&mut self.batch);
        self.batch.progress = batch.progress;
        self.batch.last = batch.last;
        if let Some(dictionary) = batch.dictionary.take() {
            // Before the commit: whoever sees the rows must know their numbers.
            self.views.share(Shared {
                dictionary,
                ..self.views.shared()
            });
        }
        let mut write = self.views.database.begin_write()?;
        let sync = batch.progress - self.synced >= EVENTS_PER_SYNC;
        write.set_durability(if sync {
            Durability::Immediate
        } else {
            Durability::None
        })?;
        Self::write_rows(&write, &batch)?;
        let months = self.fold_lines(&write, std::mem::take(&mut batch.lines))?;
        write.commit()?;
        self.views.spans.widen(months.iter().copied());
        let changed = months.iter().copied().chain(batch.visits.months());
        self.views.marks.set(changed, batch.progress);
        self.views
            .marks
            .set_acted(std::mem::take(&mut batch.acted), batch.progress);
        self.written = batch.progress;
        if sync {
            self.synced = self.written;
        }
        if self.months.len() > MONTHS_CACHED_MAX {
            self.months.retain(|key, _| months.contains(key));
        }
        let before = self.views.shared();
        self.views.share(Shared {
            registry: batch
                .registry
                .take()
                .unwrap_or_else(|| Arc::clone(&before.registry)),
            registered: batch
                .registered
                .take()
                .unwrap_or_else(|| Arc::clone(&before.registered)),
            progress: self.written,
            ..before
        });
        Ok(())
    }

    /// Makes everything written so far survive a power cut.
    pub(crate) fn sync(&mut self) -> Result<(), ViewsError> {
        let mut write = self.views.database.begin_write()?;
        write.set_durability(Durability::Immediate)?;
        write.commit()?;
        self.synced = self.written;
        Ok(())
    }

    /// Adds lines to the ledger and to their months, month by month; returns these.
    fn fold_lines(
        &mut self,
        write: &WriteTransaction,
        mut lines: Vec<PlacedLine>,
    ) -> Result<HashSet<MonthKey>, ViewsError> {
        let (mut ledger, mut snapshots) = (write.open_table(LEDGER)?, write.open_table(SNAPSHOTS)?);
        let (mut totals, mut facets) = (write.open_table(TOTALS)?, write.open_table(FACETS)?);
        let mut closed = write.open_table(CLOSED_FACETS)?;
        let mut months = HashSet::new();
        lines.sort_unstable_by_key(|line| (line.month, line.position));
        let mut lines = lines.into_iter().peekable();
        while let Some(key) = lines.peek().map(|line| line.month) {
            let row = match self.months.entry(key) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(self.views.month_row(key)?.unwrap_or_default()),
            };
            while let Some(PlacedLine { position, line, .. }) = lines.next_if(|line| line.month == key) {
                let place = (key.0, key.1, position);
                if row.settles(&line) {
                    closed.insert(key, self.scratch.of(&row.facets)?)?;
                }
                ledger.insert(place, self.scratch.of(&line)?)?;
                if row.apply(line, position) {
                    snapshots.insert(place, self.scratch.of(row)?)?;
                }
            }
            totals.insert(key, self.scratch.of(&row.total)?)?;
            facets.insert(key, self.scratch.of(&row.facets)?)?;
            months.insert(key);
        }
        Ok(months)
    }

    fn write_rows(write: &WriteTransaction, batch: &Batch) -> Result<(), ViewsError> {
        let mut meta = write.open_table(META)?;
        meta.insert(PROGRESS, batch.progress)?;
        if let Some(last) = batch.last {
            meta.insert(LAST, last)?;
        }
        let mut dictionary = write.open_table(DICTIONARY)?;
        for (kind, number, code) in &batch.codes {
            dictionary.insert((kind.number(), *number), &**code)?;
        }
        batch.tokens.write(write)?;
        batch.devices.write(write)?;
        batch.visits.write(write)?;
        batch.comments.write(write)?;
        let mut results = write.open_table(RESULTS)?;
        for (key, row) in &batch.results {
            results.insert(*key, row.as_slice())?;
        }
        let mut subjects = write.open_table(SUBJECTS)?;
        for (key, stream) in &batch.subjects {
            subjects.insert(*key, &**stream)?;
        }
        let mut service_events = write.open_table(SERVICE_EVENTS)?;
        for (key, row) in &batch.service_events {
            service_events.insert(*key, row.as_slice())?;
        }
        Ok(())
    }
}

/// Room for one row at a time, used again and again.
#[derive(Default)]
struct Scratch(Vec<u8>);

impl Scratch {
    fn of(&mut self, row: &impl Serialize) -> Result<&[u8], ViewsError> {
        let mut room = std::mem::take(&mut self.0);
        room.clear();
        self.0 = postcard::to_extend(row, room)?;
        Ok(&self.0)
    }
}

impl Views {
    /// The whole row of a month, unpacked.
    fn month_row(&self, key: MonthKey) -> Result<Option<MonthRow>, ViewsError> {
        let read = self.database.begin_read()?;
        let Some(total) = read.open_table(TOTALS)?.get(key)? else {
            return Ok(None);
        };
        let facets = match read.open_table(FACETS)?.get(key)? {
            Some(row) => read_row(row.value())?,
            None => Facets::default(),
        };
        let total = read_row(total.value())?;
        Ok(Some(MonthRow { total, facets }))
    }
}
