//! The complaints of a unit, with the working days they may take.

use app::{App, AppError, ComplaintRecord, limits::GROUP_N_MIN};
use jiff::civil::Date;
use survey::{
    ComplaintChannel, ComplaintEvent, ComplaintKind, ComplaintReceived, Deadline, Entry, Registry,
    Timeliness, Unit, UnitCode, WithdrawnEntry, limits::LETTER_CHARS_MAX,
};
use uuid::Uuid;

use super::{day, erasable::Proposed, known};
use crate::{
    pages::{
        ComplaintDeadline, ComplaintFace, ComplaintsPage, DeviceChoice, ErasableText, KeptTexts, Shell,
        Typed, WithdrawnLine, complaint_field as field,
    },
    present::words,
};

pub(crate) fn complaints_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    typed: Typed,
) -> Result<ComplaintsPage, AppError> {
    let registry = app.registry();
    let unit = known(&registry, unit)?;
    let reader = Reader {
        registry: &registry,
        unit,
        today: day(unit.zone, app.now()),
        proposed: Proposed::of(app)?,
    };
    let records = app.complaints(&unit.code)?;
    let (mut open, mut ended, mut withdrawn, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for record in &records {
        if record.complaint.received().is_none() {
            let entries = record.complaint.trail().withdrawn().iter();
            withdrawn.extend(entries.map(|entry| reader.withdrawn_line(entry)));
            kept.extend(reader.kept(record));
        } else if record.complaint.closed().is_none() && reader.is_here(record) {
            open.push(record);
        } else {
            ended.push(record);
        }
    }
    open.sort_by_key(|record| {
        let answered = record.complaint.answered().is_some();
        (answered, record.complaint.answer_by(&registry))
    });
    Ok(ComplaintsPage {
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        today: reader.today.to_string(),
        channels: channels(),
        kinds: kinds(),
        units: reader.units(),
        letter_max: LETTER_CHARS_MAX,
        comment: comment(app, unit, &typed)?,
        share: reader.share(&records),
        open: open
            .into_iter()
            .filter_map(|record| reader.face(record))
            .collect(),
        ended: ended
            .into_iter()
            .filter_map(|record| reader.face(record))
            .collect(),
        withdrawn,
        kept,
        typed,
        shell,
    })
}

fn received_on(received: &ComplaintReceived) -> String {
    format!("Diterima {}", words::date(received.on))
}

fn channels() -> Vec<DeviceChoice> {
    let entered = ComplaintChannel::ALL
        .iter()
        .filter(|channel| **channel != ComplaintChannel::Survey);
    entered
        .map(|channel| DeviceChoice {
            code: channel.as_str().into(),
            label: channel.label().into(),
        })
        .collect()
}

fn kinds() -> Vec<DeviceChoice> {
    let kind = |kind: &ComplaintKind| DeviceChoice {
        code: kind.as_str().into(),
        label: format!("{} ({} hari kerja)", kind.label(), kind.answer_days()),
    };
    ComplaintKind::ALL.iter().map(kind).collect()
}

/// The comment that is to become a complaint, if the page was asked for with one.
fn comment(app: &App, unit: &Unit, typed: &Typed) -> Result<Option<(String, String)>, AppError> {
    let Ok(content) = typed.get(field::COMMENT).parse::<Uuid>() else {
        return Ok(None);
    };
    let shown = app.shown_comment(&unit.code, content, GROUP_N_MIN)?;
    Ok(shown.map(|(_, said)| (content.to_string(), said)))
}

/// Who looks: which unit, on which day.
struct Reader<'a> {
    registry: &'a Registry,
    unit: &'a Unit,
    today: Date,
    proposed: Proposed,
}

impl Reader<'_> {
    fn is_here(&self, record: &ComplaintRecord) -> bool {
        record.complaint.unit() == Some(&self.unit.code)
    }

    /// Units to forward to, as a list offers them: all others that serve.
    fn units(&self) -> Vec<String> {
        let others = self.registry.tree().into_iter().map(|(_, unit)| unit);
        let others = others.filter(|unit| !unit.closed && unit.code != self.unit.code);
        others
            .map(|unit| format!("{} ({})", unit.name, unit.code))
            .collect()
    }

    fn face(&self, record: &ComplaintRecord) -> Option<ComplaintFace> {
        let complaint = &record.complaint;
        let received = complaint.received()?;
        let over = complaint.answered().is_some() || complaint.closed().is_some();
        let entries = complaint.trail().standing().iter().skip(1);
        Some(ComplaintFace {
            id: record.id.to_string(),
            seen: complaint.trail().seen(),
            channel: received.channel.label().into(),
            kind: received.kind.label().into(),
            received: received_on(received),
            received_day: received.on.to_string(),
            text: record.text.clone(),
            contact: record.contact.clone(),
            forward_by: complaint
                .forward_by(self.registry)
                .map(|deadline| self.deadline("Diteruskan", deadline)),
            answer_by: complaint
                .answer_by(self.registry)
                .filter(|_| !over)
                .map(|deadline| self.deadline("Dijawab", deadline)),
            since: entries.map(|entry| self.since(entry)).collect(),
            standing: self.standing(record),
            class: match (over, complaint.is_overdue(self.registry, self.today)) {
                (true, _) => "selesai",
                (false, true) => "lewat",
                (false, false) => "terbuka",
            },
            here: self.is_here(record),
            open: complaint.closed().is_none(),
            answered: complaint.answered().is_some(),
            withdrawn: complaint
                .trail()
                .withdrawn()
                .iter()
                .map(|entry| self.withdrawn_line(entry))
                .collect(),
            erasable: self.erasable(record, received),
        })
    }

    /// The texts of one that was withdrawn whole.
    fn kept(&self, record: &ComplaintRecord) -> Option<KeptTexts> {
        let received = record.complaint.ever_received()?;
        let erasable = self.erasable(record, received);
        (!erasable.is_empty()).then(|| KeptTexts {
            id: record.id.to_string(),
            what: received_on(received),
            erasable,
        })
    }

    /// What the unit that took it in can propose to erase; what a comment says is erased with the comment.
    fn erasable(&self, record: &ComplaintRecord, received: &ComplaintReceived) -> Vec<ErasableText> {
        if received.unit != self.unit.code {
            return Vec::new();
        }
        let (text, contact) = (record.text.is_some(), record.contact.is_some());
        let texts = [
            self.proposed.text("Isi pengaduan", received.text, text),
            self.proposed
                .text("Nama dan kontak pelapor", received.contact, contact),
        ];
        texts.into_iter().flatten().collect()
    }

    fn standing(&self, record: &ComplaintRecord) -> String {
        let complaint = &record.complaint;
        if !self.is_here(record) {
            return format!("Ada pada {}", self.name(complaint.unit()));
        }
        let standing = match (complaint.closed(), complaint.answered()) {
            (Some(_), None) => "Ditutup tanpa tanggapan".into(),
            (Some(_), Some(_)) => "Ditutup".into(),
            (None, Some(answered)) => format!("Dijawab {}", words::date(answered.on)),
            (None, None) => "Belum dijawab".into(),
        };
        match complaint.timeliness(self.registry, self.today) {
            Timeliness::Late => format!("{standing}, terlambat"),
            Timeliness::InTime | Timeliness::Pending => standing,
        }
    }

    fn name(&self, unit: Option<&UnitCode>) -> String {
        let found = unit.and_then(|unit| self.registry.unit(unit));
        found.map_or_else(String::new, |unit| unit.name.clone())
    }

    fn deadline(&self, what: &str, deadline: Deadline) -> ComplaintDeadline {
        let late = self.today > deadline.on;
        let days = if late {
            self.registry.working_days_between(deadline.on, self.today)
        } else {
            self.registry.working_days_between(self.today, deadline.on)
        };
        ComplaintDeadline {
            text: format!("{what} paling lambat {}", words::date(deadline.on)),
            left: match (late, days) {
                // It ended on a working day, and none has passed since.
                (true, 0) => "lewat".into(),
                (true, days) => format!("lewat {} hari kerja", words::count(days)),
                (false, 0) => "hari ini".into(),
                (false, days) => format!("tinggal {} hari kerja", words::count(days)),
            },
            late,
            certain: deadline.certain,
        }
    }

    fn since(&self, entry: &Entry<ComplaintEvent>) -> (String, String) {
        let recorded = day(self.unit.zone, entry.at);
        let said = self.said(&entry.event);
        match &entry.event {
            // Whoever states another day than the one on which they enter it is seen to.
            ComplaintEvent::Answered(answered) if answered.on != recorded => {
                let said = format!("{said} (dicatat {})", words::date(recorded));
                (words::date(answered.on), said)
            }
            ComplaintEvent::Answered(_)
            | ComplaintEvent::Received(_)
            | ComplaintEvent::Forwarded(_)
            | ComplaintEvent::Closed(_)
            | ComplaintEvent::Withdrawn(_) => (words::date(recorded), said),
        }
    }

    fn said(&self, event: &ComplaintEvent) -> String {
        match event {
            ComplaintEvent::Received(received) => format!("Diterima lewat {}", received.channel.label()),
            ComplaintEvent::Forwarded(forwarded) if forwarded.to == forwarded.unit => {
                format!("Ditangani sendiri: {}", forwarded.note)
            }
            ComplaintEvent::Forwarded(forwarded) => {
                format!(
                    "Diteruskan ke {}: {}",
                    self.name(Some(&forwarded.to)),
                    forwarded.note
                )
            }
            ComplaintEvent::Answered(answered) => {
                format!("Dijawab. {}: {}", answered.about, answered.answer)
            }
            ComplaintEvent::Closed(closed) => format!("Ditutup: {}", closed.note),
            ComplaintEvent::Withdrawn(withdrawn) => format!("Ditarik: {}", withdrawn.reason),
        }
    }

    fn withdrawn_line(&self, withdrawn: &WithdrawnEntry<ComplaintEvent>) -> WithdrawnLine {
        WithdrawnLine {
            text: self.said(&withdrawn.entry.event),
            reason: withdrawn.reason.clone(),
            on: words::date(day(self.unit.zone, withdrawn.at)),
        }
    }

    /// Those that the unit has, by what the checklist counts as in time.
    fn share(&self, records: &[ComplaintRecord]) -> String {
        let here = records.iter().map(|record| &record.complaint);
        let here = here.filter(|complaint| complaint.unit() == Some(&self.unit.code));
        let judged: Vec<_> = here
            .map(|complaint| complaint.timeliness(self.registry, self.today))
            .collect();
        let told = [
            (Timeliness::InTime, "ditangani tepat waktu"),
            (Timeliness::Late, "terlambat"),
            (Timeliness::Pending, "masih dalam tenggat"),
        ];
        let count = |wanted| judged.iter().filter(|found| **found == wanted).count() as u64;
        let parts = told.map(|(wanted, name)| (count(wanted), name)).into_iter();
        let parts = parts.filter(|(n, _)| *n > 0);
        let parts: Vec<_> = parts
            .map(|(n, name)| format!("{} {name}", words::count(n)))
            .collect();
        match judged.len() as u64 {
            0 => String::new(),
            all => format!("{} pengaduan: {}", words::count(all), parts.join(", ")),
        }
    }
}
