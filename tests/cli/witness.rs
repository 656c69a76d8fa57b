//! `skm witness`: a log gets its cosignatures over HTTP or on a stick, and both are the same witness.

use std::fs;

use testkit::SignedLog;
use tlog::{
    add_checkpoint::{AddCheckpoint, Answer, Refused},
    cosignature::CosignerKey,
};

use super::world::words;
use crate::harness::{Ran, Server, Skm};

fn log(size: u64) -> SignedLog {
    SignedLog::new("skm.example/log", 1).of_size(size)
}

/// A witness that knows the log, in the folder `saksi`, and its key.
fn witness() -> (Skm, CosignerKey) {
    let skm = Skm::new();
    let said = skm
        .run(words("witness init --dir saksi --name saksi.example"))
        .ok();
    let vkey = said.lines().last().unwrap().parse().unwrap();
    add_log(&skm, &log(0)).ok();
    (skm, vkey)
}

fn add_log(skm: &Skm, log: &SignedLog) -> Ran {
    skm.run(words(&format!("witness add-log --dir saksi {}", log.vkey())))
}

fn serve(skm: &Skm) -> Server {
    skm.start(words("witness serve --dir saksi --listen 127.0.0.1:0"))
}

/// Asks over HTTP.
fn post(server: &Server, request: &AddCheckpoint, vkey: &CosignerKey) -> Answer {
    let answer = server.post("/add-checkpoint", "text/plain", &request.to_string());
    Answer::read(answer.status, answer.body.as_bytes(), request, vkey)
}

/// Asks by a file.
fn cosign(skm: &Skm, request: &AddCheckpoint) -> Ran {
    fs::write(skm.file("permintaan"), request.to_string()).unwrap();
    skm.run(words("witness cosign --dir saksi permintaan --out jawaban"))
}

/// What the answer file says, read as the log would read it.
fn answer_file(skm: &Skm, request: &AddCheckpoint, vkey: &CosignerKey) -> Answer {
    Answer::read(200, &fs::read(skm.file("jawaban")).unwrap(), request, vkey)
}

fn is_cosigned(answer: &Answer) -> bool {
    matches!(answer, Answer::Cosigned(..))
}

#[test]
fn a_log_is_cosigned_over_http_and_on_a_stick_by_one_memory() {
    let (skm, vkey) = witness();
    let server = serve(&skm);
    assert_eq!(server.get("/").body, format!("{vkey}\n"));
    assert!(is_cosigned(&post(&server, &log(3).request(0), &vkey)));
    let (status, printed) = server.stop();
    assert_eq!(status.code(), Some(0));
    assert!(printed.contains(&format!("Kunci saksi: {vkey}")), "{printed}");

    let request = log(7).request(3);
    assert!(cosign(&skm, &request).ok().contains("jawaban"));
    assert!(is_cosigned(&answer_file(&skm, &request, &vkey)));

    let server = serve(&skm);
    assert_eq!(post(&server, &log(9).request(3), &vkey), Answer::At { size: 7 });
    assert!(is_cosigned(&post(&server, &log(9).request(7), &vkey)));
}

#[test]
fn the_line_on_standard_output_is_the_answer_that_http_gives() {
    let (skm, vkey) = witness();
    let request = log(3).request(0);
    fs::write(skm.file("permintaan"), request.to_string()).unwrap();
    let line = skm.run(words("witness cosign --dir saksi permintaan")).ok();
    assert!(
        is_cosigned(&Answer::read(200, line.as_bytes(), &request, &vkey)),
        "{line}"
    );
}

#[test]
fn what_http_refuses_is_refused_by_files_with_the_same_reason() {
    let (skm, vkey) = witness();
    cosign(&skm, &log(5).request(0)).ok();
    fs::remove_file(skm.file("jawaban")).unwrap();
    let elsewhere = SignedLog::new("lain.example/log", 1).of_size(7);
    let cases = [
        (
            elsewhere.request(0),
            Answer::Refused(Refused::UnknownOrigin),
            2,
            "tidak dikenal",
        ),
        (
            log(7).with_key(2).request(5),
            Answer::Refused(Refused::BadSignature),
            2,
            "tidak ditandatangani",
        ),
        (
            log(7).request(8),
            Answer::Refused(Refused::Malformed),
            2,
            "melebihi",
        ),
        (log(7).request(3), Answer::At { size: 5 }, 2, "ukuran 5"),
        (
            log(7).rewrite(4).request(5),
            Answer::Refused(Refused::BadProof),
            1,
            "tidak terbukti melanjutkan",
        ),
        (log(5).rewrite(4).request(5), Answer::OtherRoot, 1, "dua riwayat"),
    ];
    for (request, _, code, why) in &cases {
        let said = cosign(&skm, request).fails_with(*code);
        assert!(said.contains("permintaan") && said.contains(why), "{said}");
        assert!(!skm.file("jawaban").exists(), "{said}");
    }
    let server = serve(&skm);
    for (request, answer, ..) in &cases {
        assert_eq!(&post(&server, request, &vkey), answer);
    }
}

#[test]
fn beside_a_server_no_file_is_cosigned() {
    let (skm, _) = witness();
    let server = serve(&skm);
    let said = cosign(&skm, &log(3).request(0)).fails_with(3);
    assert!(said.contains("sedang dipakai proses lain"), "{said}");
    server.stop();
    cosign(&skm, &log(3).request(0)).ok();
}

#[test]
fn a_witness_is_made_once_and_knows_only_what_it_was_told() {
    let (skm, _) = witness();
    skm.run(words("witness init --dir saksi --name saksi.example"))
        .fails_with(2);
    assert!(add_log(&skm, &log(0)).ok().contains("sudah dikenal"));
    assert!(add_log(&skm, &log(0).with_key(2)).ok().contains("Kunci baru"));
    let said = skm.run(words("witness add-log --dir saksi abc")).fails_with(2);
    assert!(said.contains("bukan kunci log"), "{said}");
    let said = skm.run(words("witness serve --dir lain")).fails_with(3);
    assert!(
        said.contains("skm witness init") && !skm.file("lain").exists(),
        "{said}"
    );
    let said = skm.run(words("witness init --dir lain --name a+b")).fails_with(2);
    assert!(
        said.contains("nama saksi") && !skm.file("lain").exists(),
        "{said}"
    );
}
