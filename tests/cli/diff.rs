//! `diff`: why an index moved between two points of the log.

use serde_json::json;

use crate::harness::Skm;

/// Five answers, and how many events there were then; since then one more for the same quarter, and one for another.
fn moved() -> (Skm, u64) {
    let skm = Skm::initialised();
    skm.answers("jawaban.csv", &["3,3,3,3,3,3,3,3,3"; 5]);
    skm.import("jawaban.csv", "2019-03-31").ok();
    let then = skm.events();
    skm.answers("susulan.csv", &["4,4,4,4,4,4,4,4,4"]);
    skm.import("susulan.csv", "2019-03-30").ok();
    skm.answers("lain.csv", &["1,1,1,1,1,1,1,1,1"]);
    skm.import("lain.csv", "2019-04-30").ok();
    (skm, then)
}

#[test]
fn what_came_between_two_points_leads_from_one_index_to_the_other() {
    let (skm, then) = moved();
    let asked = "--unit DUKCAPIL --period 2019-Q1";
    let found = skm.ask(&format!("diff {asked} --from {then}"));
    let before = skm.ask(&format!("index {asked} --as-of {then}"));
    let after = skm.ask(&format!("index {asked}"));
    assert_eq!(
        (&found["from"]["ikm"], &found["from"]["as_of"]),
        (&before["ikm"], &json!(then))
    );
    assert_eq!(
        (&found["to"]["ikm"], &found["to"]["as_of"]),
        (&after["ikm"], &json!(skm.events()))
    );
    assert_eq!(
        found["steps"],
        json!([{"kind": "imported", "n": 1, "ikm": after["ikm"]}])
    );
    let events = found["events"].as_array().unwrap();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(
        (&events[0]["event"], &events[0]["kind"]),
        (&json!("response_submitted"), &json!("imported"))
    );
    assert!(events[0]["position"].as_u64().unwrap() >= then);
    let table = skm.on_data(&format!("diff {asked} --from {then}")).ok();
    for told in [
        "Jawaban diimpor dari berkas",
        "Kemudian",
        "Jawaban dicatat (posisi",
    ] {
        assert!(table.contains(told), "{told} in {table}");
    }
}

#[test]
fn between_a_point_and_itself_lies_nothing_and_points_in_the_wrong_order_are_refused() {
    let (skm, then) = moved();
    let asked = "diff --unit DUKCAPIL --period 2019-Q1";
    let nothing = skm.ask(&format!("{asked} --from {then} --to {then}"));
    assert_eq!((&nothing["steps"], &nothing["events"]), (&json!([]), &json!([])));
    for (line, told) in [
        (
            format!("{asked} --from {then} --to 1"),
            "--from harus sebelum --to",
        ),
        (format!("{asked} --from 1 --to 99999"), "hanya memuat"),
        ("diff --unit TIDAK --period 2019-Q1 --from 1".into(), "TIDAK"),
    ] {
        let said = skm.on_data(&line).fails_with(2);
        assert!(said.contains(told), "{said}");
    }
}
