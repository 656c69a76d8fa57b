//! `skm evidence` and `skm verify evidence`: a figure that leaves the house, and what is said of it elsewhere.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::{Value, json};

use crate::harness::{Ran, Skm};

/// A small demo, and the evidence of one of its units.
fn bundled(without: &str) -> (Skm, String) {
    let skm = Skm::new();
    skm.on_data("demo --units 6 --months 6 --responses 1200 --seed 5 --until 2026-06-30 --no-serve")
        .ok();
    let out = skm.file("bukti.zip").display().to_string();
    skm.on_data(&format!(
        "evidence --unit DISDUKCAPIL --period 2026-Q1 --out {out} {without}"
    ))
    .ok();
    let key = fs::read_to_string(skm.data().join("log.pub")).unwrap();
    (skm, key.trim().to_owned())
}

fn verify(skm: &Skm, file: &str, more: &[&str]) -> Ran {
    let path = skm.file(file).display().to_string();
    let arguments = ["verify", "evidence", path.as_str()];
    skm.run(arguments.iter().chain(more))
}

/// Where the content of a file begins in a bundle: behind its name in a header of 30 bytes.
fn content_of(bundle: &[u8], name: &str) -> Option<usize> {
    let header =
        |at: usize| bundle[at..].starts_with(b"PK\x03\x04") && bundle[at + 30..].starts_with(name.as_bytes());
    let at = (0..bundle.len() - 30 - name.len()).find(|at| header(*at))?;
    Some(at + 30 + name.len())
}

fn report(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn evidence_is_checked_without_the_log_and_without_its_answers() {
    for (without, hashes) in [("", false), ("--without-entries", true)] {
        let (skm, key) = bundled(without);
        let known = skm.ask("index --unit DISDUKCAPIL --period 2026-Q1");
        fs::remove_dir_all(skm.data()).unwrap();
        let ran = verify(&skm, "bukti.zip", &["--key", &key, "--format", "json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let report = report(&ran);
        assert_eq!(
            (&report["clean"], &report["trust"]),
            (&json!(true), &json!("key"))
        );
        assert_eq!(report["hashes_only"].as_u64().unwrap() > 0, hashes);
        let figures = report["figures"].as_array().unwrap();
        let now = figures.iter().find(|figure| figure["position"].is_null());
        // Without answers nothing exact is there that was not published.
        assert_eq!(
            now.map(|now| &now["ikm"]),
            (!hashes).then_some(&known["ikm_shown"])
        );
        let proof = if hashes { "recorded" } else { "recomputed" };
        let proved = figures.iter().all(|figure| figure["proof"] == proof);
        assert!(proved && !figures.is_empty(), "{report}");
        assert_eq!(report["attested_by"].as_str(), key.split('+').next());
        let said = verify(&skm, "bukti.zip", &["--key", &key]).stdout;
        assert!(said.contains("tidak dibuktikan, hanya disertakan"), "{said}");
        assert_eq!(said.contains("Dihitung ulang"), !hashes, "{said}");
        assert_eq!(said.contains("Tercatat di log"), hashes, "{said}");
    }
}

#[test]
fn one_changed_byte_is_named_and_another_s_key_is_not_ours() {
    let (skm, key) = bundled("");
    let mut bytes = fs::read(skm.file("bukti.zip")).unwrap();
    let place = content_of(&bytes, "angka.json").unwrap();
    bytes[place + 40] ^= 1;
    fs::write(skm.file("diubah.zip"), bytes).unwrap();
    let bent = verify(&skm, "diubah.zip", &["--key", &key]);
    assert_eq!(bent.code, Some(1), "{bent:?}");
    assert!(bent.stderr.contains("angka.json"), "{}", bent.stderr);
    let other = Skm::initialised();
    let other_key = fs::read_to_string(other.data().join("log.pub")).unwrap();
    let foreign = verify(&skm, "bukti.zip", &["--key", other_key.trim()]);
    assert_eq!(foreign.code, Some(4), "{foreign:?}");
    let own = verify(&skm, "bukti.zip", &[]);
    assert_eq!(own.code, Some(0));
    assert!(own.stdout.contains("tidak membuktikan apa pun"), "{}", own.stdout);
}

#[test]
fn what_is_written_for_few_is_read_by_its_owner_and_takes_no_other_file_s_place() {
    let (skm, _) = bundled("");
    for command in ["evidence --unit DISDUKCAPIL --period 2026-Q1", "export events"] {
        let out = skm.file("hasil");
        let line = format!("{command} --out {}", out.display());
        skm.on_data(&line).ok();
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
        let written = fs::read(&out).unwrap();
        let said = skm.on_data(&line).fails_with(2);
        assert!(said.contains("sudah ada; pilih nama berkas lain"), "{said}");
        assert_eq!(fs::read(&out).unwrap(), written);
        fs::remove_file(out).unwrap();
    }
}

#[test]
fn evidence_is_made_where_the_log_is_signed() {
    let (skm, _) = bundled("");
    fs::remove_file(skm.data().join("log.key")).unwrap();
    let out = skm.file("lain.zip");
    let line = format!(
        "evidence --unit DISDUKCAPIL --period 2026-Q1 --out {}",
        out.display()
    );
    let said = skm.on_data(&line).fails_with(2);
    assert!(said.contains("di mesin yang menandatangani log ini"), "{said}");
    assert!(!out.exists());
}

#[test]
fn evidence_for_a_unit_that_is_not_there_leaves_no_file() {
    let (skm, _) = bundled("");
    let other = skm.file("lain.zip");
    let unknown = skm.on_data(&format!(
        "evidence --unit TIDAK-ADA --period 2026-Q1 --out {}",
        other.display()
    ));
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(!other.exists(), "half of it would look like all of it");
}

#[test]
fn published_documents_go_along_and_a_changed_byte_of_one_names_it() {
    let (skm, key) = bundled("");
    let bytes = fs::read(skm.file("bukti.zip")).unwrap();
    for name in [
        "laporan.docx",
        "pengolahan.xlsx",
        "poster.pdf",
        "data-terbuka.csv",
    ] {
        let name = format!("dokumen/terbitan-1-{name}");
        let at = content_of(&bytes, &name).unwrap_or_else(|| panic!("{name} is not in it"));
        let mut bent = bytes.clone();
        bent[at + 40] ^= 1;
        fs::write(skm.file("diubah.zip"), bent).unwrap();
        let bent = verify(&skm, "diubah.zip", &["--key", &key]);
        assert_eq!(bent.code, Some(1), "{bent:?}");
        assert!(bent.stderr.contains(&name), "{}", bent.stderr);
    }
    let (skm, _) = bundled("--without-entries");
    let bytes = fs::read(skm.file("bukti.zip")).unwrap();
    let holds = |name: &str| bytes.windows(name.len()).any(|part| part == name.as_bytes());
    assert!(content_of(&bytes, "dokumen/terbitan-1-poster.pdf").is_some());
    assert!(
        !holds("pengolahan.xlsx") && !holds("laporan.docx"),
        "for anybody to have"
    );
}
