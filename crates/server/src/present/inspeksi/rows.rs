//! Single responses, and what is proposed about them.

use app::{App, AppError, KnownProposal, Recall, Row, Staff};
use survey::{ErasedOf, FlagRules, Refusal, Review, ReviewProposed, Standing, UnitCode, Zone};

use crate::{
    limits::ROWS_PER_PAGE,
    pages::{BarisPage, ProposalLine, RowLine, Shell, UsulanPage},
    present::{
        inspeksi::{
            Inspected,
            point::{Points, is_open, problems},
        },
        period::{chosen, offered},
        words,
    },
};

/// The page with the responses of a unit's period; closed, it asks what for.
pub(crate) fn baris_page(
    app: &App,
    staff: &Staff,
    mut shell: Shell,
    unit: &UnitCode,
    asked: &Inspected,
    refusal: Option<String>,
) -> Result<BarisPage, AppError> {
    let period = chosen(app, Some(unit), Some(&asked.period))?;
    let registry = app.registry();
    let own = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let open = is_open(app, staff, unit, period, asked.reading)?;
    let points = Points {
        app,
        zone: own.zone,
        published: &[],
        open,
    };
    let point = points.find(&asked.at)?;
    shell.position = Some(words::count(point.as_of.0));
    let from = asked.after.map_or(0, |after| after + 1);
    let rows = if open {
        app.rows(unit, period, point.as_of, from, ROWS_PER_PAGE)?
    } else {
        Vec::new()
    };
    let next = rows.last().filter(|_| rows.len() == ROWS_PER_PAGE);
    let next = next.map(|last| {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("periode", &period.to_string());
        pairs.append_pair("baca", &asked.reading.unwrap_or_default().to_string());
        if !point.code.is_empty() {
            pairs.append_pair("pada", &point.code);
        }
        pairs.append_pair("sesudah", &last.position.to_string());
        format!("/inspeksi/{unit}/baris?{}", pairs.finish())
    });
    let unsur: Vec<_> = registry
        .surveys(unit)
        .last()
        .map_or_else(Vec::new, |survey| survey.instrument.unsur_codes());
    Ok(BarisPage {
        unit_code: unit.to_string(),
        unit_name: own.name.clone(),
        period: words::period(period),
        period_code: period.to_string(),
        periods: offered(app, Some(unit), period)?,
        problems: problems(asked, &[&point]),
        at: point.code.clone(),
        point: point.label,
        reading: asked.reading.filter(|_| open).map(|reading| reading.to_string()),
        refusal,
        asked_again: asked.reading.is_some() && !open,
        rows: rows.iter().map(|row| line(row, &unsur, own.zone)).collect(),
        next,
        shell,
    })
}

fn line(row: &Row, unsur: &[ikm::UnsurCode], zone: Zone) -> RowLine {
    let submitted = &row.submitted;
    let score = |code| {
        let score = submitted.answers.get(code);
        score.map_or_else(|| "\u{2013}".into(), |score| score.get().to_string())
    };
    let codes: Vec<_> = if unsur.is_empty() {
        submitted.answers.iter().map(|(code, _)| code).collect()
    } else {
        unsur.to_vec()
    };
    let flags = row.flags.iter().map(|flag| FlagRules::in_force().words(*flag));
    RowLine {
        id: row.id.0.to_string(),
        position: words::count(row.position),
        given: words::moment(submitted.occurred_at.start(), zone),
        recorded: words::moment(row.recorded_at, zone),
        channel: words::channel(submitted.channel).into(),
        service: submitted.service.to_string(),
        scores: codes.into_iter().map(score).collect::<Vec<_>>().join(" "),
        seconds: submitted
            .seconds_taken
            .map_or_else(String::new, |seconds| format!("{seconds} detik")),
        device: submitted.device.clone().unwrap_or_default(),
        flags: flags
            .map(|words| words.label.clone())
            .collect::<Vec<_>>()
            .join(", "),
        excluded: row.excluded.clone(),
        counts: row.standing != Standing::Excluded,
        comment: row.comment.as_ref().and_then(|comment| comment.text.clone()),
        erased: row.comment.as_ref().is_some_and(|comment| comment.text.is_none()),
        content: row
            .comment
            .as_ref()
            .filter(|comment| comment.text.is_some())
            .map(|comment| comment.content.to_string()),
    }
}

/// What was proposed about responses of a unit, the newest first.
pub(crate) fn usulan_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    refusal: Option<String>,
) -> Result<UsulanPage, AppError> {
    let registry = app.registry();
    let own = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let proposals = app.proposals_of(unit)?;
    Ok(UsulanPage {
        unit_code: unit.to_string(),
        unit_name: own.name.clone(),
        refusal,
        proposals: proposals
            .iter()
            .rev()
            .map(|known| proposal_line(app, known, own.zone))
            .collect::<Result<_, _>>()?,
        shell,
    })
}

fn proposal_line(app: &App, known: &KnownProposal, zone: Zone) -> Result<ProposalLine, AppError> {
    let proposed = &known.proposal.proposed;
    let erased = proposed.review == Review::Erase
        && known
            .proposal
            .decided
            .as_ref()
            .is_some_and(|decided| decided.agreed);
    let n = words::count(proposed.responses.len() as u64);
    Ok(ProposalLine {
        id: known.id.to_string(),
        unit: proposed.unit.to_string(),
        what: match proposed.review {
            Review::Exclude => format!("Keluarkan {n} jawaban dari hitungan"),
            Review::Reinstate => format!("Hitung kembali {n} jawaban"),
            Review::Erase => format!("Hapus satu teks {}", erased_of(proposed.of)),
        },
        entry: entry(proposed),
        reason: proposed.reason.clone(),
        proposed: words::moment(known.proposed_at, zone),
        proposed_by: who(app, &known.proposal.proposed_by)?,
        decided: match &known.proposal.decided {
            Some(decided) => {
                let what = if decided.agreed { "disetujui" } else { "ditolak" };
                Some(format!("{what} oleh {}", who(app, &decided.decided_by)?))
            }
            None => None,
        },
        recall: match proposed.responses.first().filter(|_| erased) {
            Some(id) => recall_lines(app, &app.recall(*id)?, zone)?,
            None => Vec::new(),
        },
    })
}

const fn erased_of(of: Option<ErasedOf>) -> &'static str {
    match of {
        None | Some(ErasedOf::Response { .. }) => "jawaban",
        Some(ErasedOf::Complaint { .. }) => "pengaduan",
        Some(ErasedOf::FollowUp { .. }) => "rencana tindak lanjut",
        Some(ErasedOf::Account { .. }) => "akun: nama dan kontak orangnya",
    }
}

/// Where the entry of a unit stands that a proposal is about.
fn entry(proposed: &ReviewProposed) -> Option<String> {
    let unit = &proposed.unit;
    match proposed.of? {
        ErasedOf::Complaint { complaint } => Some(format!("/dasbor/{unit}/pengaduan#p-{complaint}")),
        ErasedOf::FollowUp { follow_up } => Some(format!("/dasbor/{unit}/tindak-lanjut#t-{follow_up}")),
        ErasedOf::Account { .. } | ErasedOf::Response { .. } => None,
    }
}

/// Who may hold what an erased text said, and what was published while it was there.
fn recall_lines(app: &App, recall: &Recall, zone: Zone) -> Result<Vec<String>, AppError> {
    let readers = recall.readers.iter().map(|reader| {
        let (at, read) = (words::moment(reader.at, zone), &reader.read);
        let of = format!("jawaban {} {}", read.unit, words::period(read.period));
        let who = who(app, &reader.actor)?;
        Ok(format!("{who} membuka {of} pada {at}, untuk: {}", read.purpose))
    });
    let publications = recall.publications.iter().map(|(position, result)| {
        let of = format!("{} {}", result.unit, words::period(result.period));
        Ok(format!(
            "Dokumen hasil {of}, terbitan posisi {}",
            words::count(*position)
        ))
    });
    readers.chain(publications).collect()
}

/// Whoever did it, by name where it is still known; else by the pseudonym of the log.
pub(super) fn who(app: &App, pseudonym: &str) -> Result<String, AppError> {
    Ok(app
        .name_behind(pseudonym)?
        .unwrap_or_else(|| pseudonym.to_owned()))
}
