//! Evidence, byte by byte: whatever differs from what the office handed out is found and named. Method: every byte of the
//! container and many of its contents, one bit of each; bytes before and after; and files that were packed anew with a
//! list of contents that fits, as anybody can who has no key.

use std::io::Cursor;

use audit::{
    Trust,
    evidence::{EvidenceError, Proof as Shown, check},
};
use notary::Entries;
use tlog::note::{SignedNote, SigningKey};
use zip::ZipArchive;

use crate::{
    evidence::{
        accuses, attested, changed, checked, evidence, evidence_withholding, listed, members, packed,
    },
    world::{ORIGIN, World, log_key},
};

/// What is said of a file that is not as it was; empty if nothing is.
fn said(bytes: &[u8]) -> String {
    match check(Cursor::new(bytes), Some(&Trust::key(log_key().public()))) {
        Ok(checked) => {
            let found = checked.problems.into_iter().chain(checked.policy);
            found.collect::<Vec<_>>().join("; ")
        }
        Err(EvidenceError::NotOne(why)) => why,
        Err(error) => panic!("{error}"),
    }
}

/// The bytes of a file that are content of one of its parts.
fn contents(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts = (0..zip.len()).map(|at| {
        let part = zip.by_index_raw(at).unwrap();
        let start = usize::try_from(part.data_start().unwrap()).unwrap();
        start..start + usize::try_from(part.size()).unwrap()
    });
    parts.collect()
}

#[test]
fn every_byte_of_the_container_and_many_of_its_contents_are_held_to_what_they_were() {
    let bytes = evidence(Entries::Written);
    let contents = contents(&bytes);
    let is_content = |at| contents.iter().any(|part| part.contains(&at));
    let container = (0..bytes.len()).filter(|at| !is_content(*at)).count();
    assert!(container > 500, "headers and directory are met: {container}");
    for at in 0..bytes.len() {
        // Each byte of the entries once would take minutes; every 37th meets every part.
        if is_content(at) && at % 37 != 0 {
            continue;
        }
        let mut bent = bytes.clone();
        bent[at] ^= 1 << (at % 8);
        assert_ne!(said(&bent), "", "byte {at} of {}", bytes.len());
    }
}

#[test]
fn nothing_stands_before_or_after_it_and_nothing_is_cut_off() {
    let bytes = evidence(Entries::LeftOut);
    let before = [b"#!/bin/sh\n".as_slice(), &bytes].concat();
    let after = [bytes.as_slice(), b"\0"].concat();
    assert!(
        said(&before).contains("wadah ZIP berbeda pada bita ke-0"),
        "{}",
        said(&before)
    );
    let place = format!("wadah ZIP berbeda pada bita ke-{}", bytes.len());
    assert!(said(&after).contains(&place), "{}", said(&after));
    assert_ne!(said(&bytes[..bytes.len() - 1]), "");
}

#[test]
fn one_byte_that_differs_in_any_file_of_it_is_found_and_the_file_is_named() {
    let good = members(&evidence(Entries::Written));
    let names: Vec<_> = good.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "BACA-SAYA.md",
            "angka.json",
            "metode.json",
            "checkpoint",
            "log.pub",
            "entri.jsonl",
            "dokumen/terbitan-1-laporan.docx",
            "dokumen/terbitan-1-poster.png",
            "isi.sha256",
            "isi.segel"
        ]
    );
    for changed in 0..good.len() {
        let (name, content) = &good[changed];
        // The first byte, the last, and some between.
        for at in [0, content.len() / 3, content.len() / 2, content.len() - 1] {
            let mut bent = good.clone();
            bent[changed].1[at] ^= 1;
            let said = said(&packed(&bent));
            assert!(said.contains(name.as_str()), "byte {at} of {name}: {said}");
        }
    }
}

#[test]
fn whoever_packs_it_anew_with_a_list_that_fits_has_no_seal_for_it() {
    for entries in [Entries::Written, Entries::LeftOut] {
        let bytes = evidence(entries);
        let files = members(&bytes);
        for changed in 0..files.len() - 2 {
            let mut bent = files.clone();
            bent[changed].1.push(b' ');
            let said = said(&packed(&listed(bent)));
            assert!(said.contains("isi.sha256 diubah"), "{}: {said}", files[changed].0);
        }
        let mut swapped = files.clone();
        swapped.swap(1, 2);
        assert!(
            said(&packed(&swapped)).contains("urutan berkas"),
            "{}",
            said(&packed(&swapped))
        );
    }
}

#[test]
fn a_seal_by_another_key_of_the_same_name_is_not_the_office_s() {
    let mut files = members(&evidence(Entries::LeftOut));
    let attestation = files.last_mut().unwrap();
    let note = SignedNote::parse(&attestation.1).unwrap();
    let other = SigningKey::from_seed(ORIGIN, &[8; 32]).unwrap();
    attestation.1 = SignedNote::sign(note.text().into(), &other)
        .to_string()
        .into_bytes();
    let checked = checked(&packed(&files));
    assert_eq!(checked.attested_by, None);
    assert!(checked.policy.unwrap().contains("isi.segel tidak ditandatangani"));
}

#[test]
fn a_figure_that_nothing_proves_is_refused_even_from_the_office() {
    let bytes = evidence(Entries::LeftOut);
    // What was exact in it once: now it is not there, and cannot be put there.
    let with = |text: String| {
        let mut stated: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut now = stated["published"][0]["result"].clone();
        now["ikm"] = "55.55".into();
        now["mutu"] = "D".into();
        stated["now"] = now;
        serde_json::to_string_pretty(&stated).unwrap()
    };
    let bent = attested(changed(&bytes, "angka.json", with));
    accuses(&bent, "angka menurut checkpoint tidak dapat dibuktikan");
    let found = checked(&bent);
    assert_eq!(
        (found.count(Shown::Recorded), found.count(Shown::Nothing)),
        (1, 1)
    );
}

#[test]
fn what_is_said_of_the_unit_and_its_method_is_the_register_s() {
    for entries in [Entries::Written, Entries::LeftOut] {
        let bytes = evidence(entries);
        let bent = |name, from: &'static str, to: &'static str| {
            attested(changed(&bytes, name, move |text| text.replacen(from, to, 1)))
        };
        accuses(
            &bent("angka.json", "\"unit_name\": \"", "\"unit_name\": \"Bukan "),
            "nama unit",
        );
        accuses(
            &bent("angka.json", "\"demo\": false", "\"demo\": true"),
            "data contoh",
        );
        let other = ikm::Method::by_id("bobot-0.111").unwrap();
        let other = |_| serde_json::to_string(&other).unwrap();
        let method = attested(changed(&bytes, "metode.json", other));
        accuses(&method, "metode.json bukan metode unit ini menurut log");
        let quiet = |text: String| {
            let mut stated: serde_json::Value = serde_json::from_str(&text).unwrap();
            stated["published"] = serde_json::json!([]);
            stated.to_string()
        };
        accuses(
            &attested(changed(&bytes, "angka.json", quiet)),
            "tidak menyebut hasil pada posisi",
        );
    }
}

#[test]
fn only_files_that_evidence_knows_are_in_it() {
    for name in [
        "dokumen/terbitan-1-surat.pdf",
        "dokumen/terbitan-01-poster.pdf",
        "catatan.txt",
    ] {
        let mut files = members(&evidence(Entries::Written));
        let list = files.len() - 2;
        files.insert(list, (name.into(), b"isi".to_vec()));
        accuses(&attested(files), &format!("{name} tidak dikenal"));
    }
    // For staff, in evidence for anybody.
    let mut files = members(&evidence(Entries::LeftOut));
    let list = files.len() - 2;
    files.insert(list, ("dokumen/terbitan-1-laporan.docx".into(), b"isi".to_vec()));
    accuses(&attested(files), "tidak untuk umum");
}

#[test]
fn a_publication_of_few_goes_along_with_its_answers_or_not_at_all() {
    let last = |size| vec![size - 1];
    let shown = evidence_withholding(World::witnessed(), Entries::Written, last);
    assert_eq!(checked(&shown).count(Shown::Recomputed), 2);
    let withheld = evidence_withholding(World::witnessed(), Entries::LeftOut, last);
    let found = checked(&withheld);
    assert_eq!((found.problems, found.figures.len()), (Vec::<String>::new(), 0));
}
