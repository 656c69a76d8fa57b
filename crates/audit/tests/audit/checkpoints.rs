//! Every head that was ever signed, and the lock, against what stands in the log.

use std::{fs, sync::Arc};

use audit::{Inspection, Outcome, PartName, Trust};
use eventlog::{LogReader, Options};
use testkit::{TestApp, TestEdge};
use tlog::{Hash, checkpoint::SignedCheckpoint, tree::TreeHead};

use crate::world::{Closed, World, copy, is_clean, log_key, notices, policy, the_problem, with, with_kept};

/// The world as it was at the first witnessed head, and as it is now.
fn before_and_after() -> (Closed, Closed, SignedCheckpoint) {
    let mut world = World::witnessed();
    let before = tempfile::tempdir().unwrap();
    let reader = LogReader::open(&world.dir.path().join("log.redb"), &Options::default()).unwrap();
    reader.backup(&before.path().join("log.redb"), |_, _| ()).unwrap();
    drop(reader);
    world.answer(41..=50);
    world.sign("2026-09-14T02:11:00Z");
    let seen = world.cosign("inspektorat", "2026-09-14T02:11:01Z");
    (Closed { dir: before }, world.close(), seen)
}

#[test]
fn a_log_that_lost_its_end_is_found_by_the_lock() {
    let (before, after, _) = before_and_after();
    fs::copy(before.path("log.redb"), after.path("log.redb")).unwrap();
    fs::remove_file(after.path("checkpoints.redb")).unwrap();
    let mut inspection = with(policy(1));
    inspection.trust = None;
    let report = after.audit(inspection);
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = the_problem(&report, PartName::Lock);
    assert_eq!(found.position, Some(report.size));
    assert!(found.what.contains("10 peristiwa terakhir hilang"), "{found:?}");
}

#[test]
fn a_log_that_lost_its_end_is_found_by_a_checkpoint_that_a_witness_kept() {
    let (before, after, seen) = before_and_after();
    // Only the log was copied; what was signed of it lies with the witness.
    fs::copy(after.path("log.pub"), before.path("log.pub")).unwrap();
    let report = before.audit(with_kept(policy(1), &seen));
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = &report.part(PartName::Checkpoints).unwrap().problems[0];
    assert_eq!(found.position, Some(report.size));
    assert!(
        found.what.contains("saksi.txt") && found.what.contains("ekor log hilang"),
        "{found:?}"
    );
}

#[test]
fn an_archive_of_a_longer_log_finds_that_its_end_is_lost() {
    let (before, after, _) = before_and_after();
    for file in ["log.pub", "checkpoints.redb"] {
        fs::copy(after.path(file), before.path(file)).unwrap();
    }
    let report = before.audit_by(policy(1));
    assert_eq!(report.outcome(), Outcome::Tampered);
    the_problem(&report, PartName::Checkpoints);
    assert_eq!(notices(&report, PartName::Lock).len(), 1, "the lock is missing");
}

#[test]
fn a_head_in_the_middle_that_the_log_does_not_have_is_found_between_its_neighbours() {
    let mut world = World::witnessed();
    let root = Hash([5; 32]);
    world.forge(TreeHead { size: 40, root }, "2026-09-14T02:08:00Z");
    let report = world.close().audit_by(policy(1));
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = the_problem(&report, PartName::Checkpoints);
    assert_eq!(
        found.position,
        Some(33),
        "the first head has the register and twenty answers"
    );
    assert!(found.what.contains("sampai 39"), "{found:?}");
}

#[test]
fn two_heads_of_one_size_are_a_split_view() {
    let world = World::witnessed();
    let size = world.size();
    let other = SignedCheckpoint::sign(
        TreeHead {
            size,
            root: Hash([6; 32]),
        },
        &log_key(),
    );
    let report = world.close().audit(with_kept(policy(1), &other));
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = the_problem(&report, PartName::Checkpoints);
    assert!(
        found
            .what
            .contains("dua isi ditunjukkan kepada pihak yang berbeda"),
        "{found:?}"
    );
}

#[test]
fn a_history_that_was_made_anew_with_the_same_key_is_not_the_one_that_was_witnessed() {
    let (_, _, seen) = before_and_after();
    let mut anew = World::new("2026-09-14T02:00:00Z");
    anew.answer(101..=160);
    anew.sign("2026-09-14T02:11:00Z");
    let anew = anew.close();
    // The key is the same, and no witness has seen it.
    assert_eq!(anew.audit_by(policy(1)).outcome(), Outcome::PolicyNotMet);
    let report = anew.audit(with_kept(policy(1), &seen));
    assert_eq!(report.outcome(), Outcome::Tampered);
}

#[test]
fn an_older_lock_is_told() {
    let mut world = World::witnessed();
    let older = fs::read(world.dir.path().join("signed")).unwrap();
    world.answer(41..=41);
    world.sign("2026-09-14T02:11:00Z");
    let closed = world.close();
    fs::write(closed.path("signed"), older).unwrap();
    let report = closed.audit_by(policy(1));
    is_clean(&report);
    assert!(notices(&report, PartName::Lock)[0].1.contains("sudah lama"));
}

#[test]
fn a_lock_of_another_log_does_not_meet_the_policy_and_is_not_in_the_tree() {
    let closed = World::witnessed().close();
    let mut other = World::new("2026-09-14T02:00:00Z");
    other.answer(1..=3);
    other.sign("2026-09-14T02:11:00Z");
    let other = other.close();
    fs::copy(other.path("signed"), closed.path("signed")).unwrap();
    let report = closed.audit_by(policy(1));
    assert_eq!(
        report.outcome(),
        Outcome::Clean,
        "the same key, and the same first events"
    );
    fs::write(closed.path("signed"), b"bukan checkpoint").unwrap();
    assert_eq!(closed.audit_by(policy(1)).outcome(), Outcome::Incomplete);
}

#[test]
fn a_break_that_was_declared_is_told_and_not_accused() {
    let app = TestApp::in_files();
    app.sign().unwrap();
    let aside = app.dir().join("aside");
    let app = app.reopen(|data| copy(data.path(), &aside)).unwrap();
    app.answer(1, testkit::submission("DUKCAPIL")).unwrap();
    app.sign().unwrap();
    let size = app.log().head().size;
    let edge: Arc<dyn app::Edge> = Arc::new(TestEdge::new("2026-09-15T02:00:00Z", 2));
    let mut report = None;
    let reopened = app.reopen(|data| {
        fs::copy(aside.join("log.redb"), data.log()).unwrap();
        fs::remove_file(data.views()).unwrap();
        data.resume_signing("Disk rusak, cadangan dipulihkan".into(), &edge)
            .unwrap();
        report = Some(audit_of(data, None));
    });
    reopened.unwrap();
    let report = report.unwrap();
    is_clean(&report);
    let told = notices(&report, PartName::Checkpoints);
    assert_eq!(told[0].0, Some(size - 1));
    assert!(told[0].1.contains("Disk rusak, cadangan dipulihkan"), "{told:?}");
}

#[test]
fn a_key_that_was_lost_is_told_to_those_who_look_and_asked_for_by_those_who_pinned_it() {
    let app = TestApp::in_files();
    app.sign().unwrap();
    let edge: Arc<dyn app::Edge> = Arc::new(TestEdge::new("2026-09-15T02:00:00Z", 2));
    let mut reports = Vec::new();
    let reopened = app.reopen(|data| {
        let pinned = notary::read_vkey(&data.notary().vkey).unwrap().unwrap();
        fs::remove_file(data.notary().key).unwrap();
        fs::remove_file(data.notary().vkey).unwrap();
        data.resume_signing("Kunci hilang".into(), &edge).unwrap();
        reports = vec![audit_of(data, None), audit_of(data, Some(Trust::key(&pinned)))];
    });
    reopened.unwrap();
    is_clean(&reports[0]);
    let told = notices(&reports[0], PartName::Signatures);
    assert!(
        told[0].1.contains("tidak ditandatangani oleh kunci yang dipakai"),
        "{told:?}"
    );
    // Whoever holds the old key sees that the newest head is not signed by it.
    assert_eq!(reports[1].outcome(), Outcome::PolicyNotMet);
}

#[test]
fn views_that_do_not_follow_from_the_log_are_found() {
    let app = TestApp::in_files();
    let other = TestApp::in_files();
    other.answer(1, testkit::submission("DUKCAPIL")).unwrap();
    app.answer(2, testkit::submission("KEL")).unwrap();
    let foreign = other.dir().join("views");
    let other = other
        .reopen(|data| fs::rename(data.views(), &foreign).unwrap())
        .unwrap();
    let mut report = None;
    let reopened = app.reopen(|data| {
        let own = data.path().join("own");
        fs::rename(data.views(), &own).unwrap();
        fs::copy(&foreign, data.views()).unwrap();
        report = Some(audit_of(data, None));
        fs::rename(own, data.views()).unwrap();
    });
    reopened.unwrap();
    drop(other);
    let found = the_problem(&report.unwrap(), PartName::Views);
    assert!(found.what.contains("bukan yang mengikuti dari log"), "{found:?}");
}

fn audit_of(data: &app::DataDir, trust: Option<Trust>) -> audit::Report {
    let files = audit::data_dir::DataFiles {
        log: data.log(),
        vault: data.vault(),
        views: data.views(),
        notary: data.notary(),
    };
    let inspection = Inspection {
        trust,
        ..with(policy(1))
    };
    audit::data_dir::audit(&files, inspection, &mut |_, _, _| ()).unwrap()
}
