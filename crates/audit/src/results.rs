//! Published results: each is made again from the events that it names, and must come out the same, bit for bit.

use std::fmt::Debug;

use survey::{Event, LogHead, ResultPublished, RootHash};
use tlog::Hash;
use views::{Reading, ViewsError};

use crate::{Part, PartName, Step, Watch, events::Published, fold::Fold};

/// Whether each result names a root that the tree has; the figures are looked at only if that is asked for.
pub(crate) fn check_roots<E>(
    results: &[Published],
    root: impl Fn(u64) -> Result<Hash, E>,
) -> Result<Part, E> {
    let mut part = Part::checked(
        PartName::Results,
        format!("{} hasil menyebut akar yang benar", results.len()),
    );
    for Published { position, result, .. } in results {
        if result.log_size > *position {
            let what = format!(
                "hasil {} {} disebut terdiri dari {} peristiwa, lebih banyak daripada yang mendahuluinya",
                result.unit, result.period, result.log_size
            );
            part.accuse(*position, what);
        } else if let Some(stated) = result.log_root
            && root(result.log_size)? != Hash(stated.0)
        {
            let what = format!(
                "hasil {} {}: log_root bukan akar {} peristiwa pertama",
                result.unit, result.period, result.log_size
            );
            part.accuse(*position, what);
        }
    }
    Ok(part)
}

/// Computes every result again.
pub(crate) fn recompute(
    results: &[Published],
    fold: &mut Fold,
    part: &mut Part,
    watch: &mut dyn Watch,
) -> Result<(), ViewsError> {
    let made_of = results
        .iter()
        .map(|published| published.result.log_size)
        .max()
        .unwrap_or(0);
    fold.go_on(made_of, watch)?;
    for (published, done) in results.iter().zip(1..) {
        if let Some(what) = objection(published, fold)? {
            let ResultPublished { unit, period, .. } = &published.result;
            part.accuse(published.position, format!("hasil {unit} {period}: {what}"));
        }
        watch.done(Step::Results, done, results.len() as u64);
    }
    part.note = format!("{} hasil dihitung ulang", results.len());
    Ok(())
}

/// In what a result differs from what the log gives, if it does.
fn objection(published: &Published, fold: &Fold) -> Result<Option<String>, ViewsError> {
    let result = &published.result;
    let reading = Reading {
        log: fold.log(),
        views: fold.views(),
    };
    let Some(found) = reading.published_again(result)? else {
        return Ok(Some("unit itu belum terdaftar pada saat itu".into()));
    };
    // The root was held against the tree before, and no figure depends on the program's version.
    let made_of = LogHead {
        size: result.log_size,
        root: result.log_root.unwrap_or(RootHash([0; 32])),
    };
    let Some(mut again) = found.to_result(made_of, &result.program, result.basis) else {
        return Ok(Some("log tidak memberi indeks untuknya".into()));
    };
    again.log_root = result.log_root;
    if let Some(field) = difference(result, &again) {
        return Ok(Some(field));
    }
    let same_bytes = |payload: &[u8]| Event::ResultPublished(again.clone()).to_payload() == payload;
    let same = published.payload.as_deref().is_none_or(same_bytes);
    Ok((!same).then(|| "bitanya bukan yang ditulis program untuk angka-angka ini".into()))
}

/// The first field that differs, with both sides.
pub(crate) fn difference(published: &ResultPublished, again: &ResultPublished) -> Option<String> {
    differs("method", &published.method, &again.method)
        .or_else(|| differs("instruments", &published.instruments, &again.instruments))
        .or_else(|| differs("n", &published.n, &again.n))
        .or_else(|| differs("n_excluded", &published.n_excluded, &again.n_excluded))
        .or_else(|| unsur(published, again))
        .or_else(|| differs("ikm", &published.ikm.to_string(), &again.ikm.to_string()))
        .or_else(|| differs("mutu", &published.mutu, &again.mutu))
}

fn unsur(published: &ResultPublished, again: &ResultPublished) -> Option<String> {
    let codes = |result: &ResultPublished| -> Vec<_> { result.unsur.iter().map(|line| line.code).collect() };
    let lines = published.unsur.iter().zip(&again.unsur);
    differs("unsur", &codes(published), &codes(again)).or_else(|| {
        let mut lines = lines.filter_map(|(one, other)| {
            differs(&format!("unsur.{}.n", one.code), &one.n, &other.n)
                .or_else(|| differs(&format!("unsur.{}.sum", one.code), &one.sum, &other.sum))
        });
        lines.next()
    })
}

fn differs<T: PartialEq + Debug>(field: &str, published: &T, again: &T) -> Option<String> {
    (published != again).then(|| format!("{field} diterbitkan {published:?}, log memberi {again:?}"))
}
