//! Whoever runs the log cheats, with its key in hand: what is found, at which position, and with which exit code.

use std::fs;

use tlog::{Hash, tree::TreeHead};

use super::world::{now, report};
use crate::harness::Skm;

/// A log of eleven events, and the file of its log as it was when it had ten.
fn shortened() -> Skm {
    let skm = Skm::initialised();
    skm.answers("jawaban.csv", &["3,3,3,3,3,3,3,3,3"; 5]);
    skm.import("jawaban.csv", "2019-03-31").ok();
    skm.on_data(&format!("backup --to {}", skm.file("lama").display()))
        .ok();
    skm.answers("lagi.csv", &["3,3,4,3,3,3,3,3,3"]);
    skm.import("lagi.csv", "2019-04-01").ok();
    skm.export("out");
    skm
}

#[test]
fn the_last_event_is_taken_away_and_the_lock_knows_of_it() {
    let skm = shortened();
    fs::copy(skm.file("lama/log.redb"), skm.data().join("log.redb")).unwrap();
    fs::remove_file(skm.data().join("views.redb")).unwrap();
    let ran = skm.verify_data(&[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let found = report(&ran);
    assert_eq!(found["lock"]["problems"][0]["position"], 12, "{found}");
    let said = skm.on_data("serve --listen 127.0.0.1:0").fails_with(1);
    assert!(said.contains("1 peristiwa terakhir hilang"), "{said}");
}

#[test]
fn the_last_event_is_taken_away_everywhere_and_the_witness_knows_of_it() {
    let skm = shortened();
    let (policy, seen) = (skm.policy(), skm.witnessed("out", now(), "saksi"));
    let key = fs::read(skm.data().join("log.pub")).unwrap();
    fs::remove_dir_all(skm.data()).unwrap();
    fs::rename(skm.file("lama"), skm.data()).unwrap();
    fs::write(skm.data().join("log.pub"), key).unwrap();
    fs::remove_file(skm.file("data.signed")).unwrap();
    let ran = skm.verify_data(&[("--policy", &policy), ("--checkpoint", &seen)]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let found = report(&ran);
    assert_eq!(found["checkpoints"]["problems"][0]["position"], 12, "{found}");
}

#[test]
fn the_whole_history_is_made_anew_and_signed_with_the_same_key() {
    let skm = Skm::exported();
    let (policy, seen) = (skm.policy(), skm.witnessed("out", now(), "saksi"));
    let anew = Skm::initialised();
    anew.answers("jawaban.csv", &["4,4,4,4,4,4,4,4,4"; 6]);
    anew.import("jawaban.csv", "2019-03-31").ok();
    anew.export("out");
    let head = anew.checkpoint("out").checkpoint().head();
    let forged = skm.forged(head, "palsu");
    fs::copy(&forged, anew.file("out/checkpoint")).unwrap();
    fs::remove_file(anew.file("out/checkpoints")).unwrap();
    // By its own words it is sound; no witness has seen it, and one has seen something else.
    let ran = anew.verify_export("out", &[("--key", &skm.data().join("log.pub"))]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(anew.verify_export("out", &[("--policy", &policy)]).code, Some(4));
    let ran = anew.verify_export("out", &[("--policy", &policy), ("--checkpoint", &seen)]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
}

#[test]
fn two_heads_of_one_size_were_shown_to_two_people() {
    let skm = Skm::exported();
    let head = skm.checkpoint("out").checkpoint().head();
    let root = Hash([9; 32]);
    let forged = skm.forged(TreeHead { root, ..head }, "lain");
    let ran = skm.verify_data(&[("--checkpoint", &forged)]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stdout
            .contains("dua isi ditunjukkan kepada pihak yang berbeda"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_batch_that_was_given_an_earlier_date_is_listed() {
    let skm = Skm::exported();
    let (policy, seen) = (skm.policy(), skm.witnessed("out", now(), "saksi"));
    skm.answers("susulan.csv", &["4,4,4,4,4,4,4,4,4"; 20]);
    skm.import("susulan.csv", "2019-03-30").ok();
    let ran = skm.verify_data(&[("--policy", &policy), ("--checkpoint", &seen)]);
    assert_eq!(ran.code, Some(0), "an import is late, and says so: {ran:?}");
    let found = report(&ran);
    let late = &found["times"]["notices"][0];
    assert_eq!(late["position"], 13, "{found}");
    assert!(
        late["what"]
            .as_str()
            .unwrap()
            .contains("impor data lama: 20 jawaban sampai posisi 32"),
        "{late}"
    );
    assert!(
        late["what"].as_str().unwrap().contains("2019-03-30T05:00:00Z"),
        "{late}"
    );
}

#[test]
fn an_export_that_lacks_a_file_is_incomplete_and_one_that_was_bent_is_not_what_was_written() {
    let skm = Skm::exported();
    let (tile, bundle) = (
        skm.file("out/tile/0/000.p/13"),
        skm.file("out/tile/entries/000.p/13"),
    );
    let kept = fs::read(&tile).unwrap();
    fs::remove_file(&tile).unwrap();
    let ran = skm.verify_export("out", &[]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stdout.contains("tile/0/000.p/13 tidak ada"), "{}", ran.stdout);
    fs::write(&tile, kept).unwrap();
    assert_eq!(skm.verify_export("out", &[]).code, Some(0));
    let mut bytes = fs::read(&bundle).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let ran = skm.verify_export("out", &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(report(&ran)["log"]["problems"][0]["position"], 12);
}

#[test]
fn a_published_result_that_the_log_does_not_give_is_named_with_its_field() {
    let skm = Skm::with_answers();
    skm.on_data("publish --unit DUKCAPIL --period 2019").ok();
    assert_eq!(
        skm.ask("verify --results")["results"]["note"],
        "1 hasil dihitung ulang"
    );
    skm.export("out");
    // The figure is changed where it stands, and the tree is made anew over it by the one who holds the key.
    super::independent::change_and_sign(&skm, "out", "\"ikm\":\"75.46\"", "\"ikm\":\"95.46\"");
    let ran = skm.verify_export("out", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = skm.verify(
        &format!("export {} --results --format json", skm.file("out").display()),
        &[],
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let found = report(&ran);
    assert_eq!(found["results"]["problems"][0]["position"], 13, "{found}");
    let what = found["results"]["problems"][0]["what"].as_str().unwrap();
    assert!(
        what.contains("ikm diterbitkan \"95.46\", log memberi \"75.46\""),
        "{what}"
    );
}
