//! A citizen's receipt, from the form to an inspector's desk: nothing but HTTP and files.

use std::{fs, thread, time::Duration};

use super::world::report;
use crate::harness::{Server, Skm};

const FORM: &str = "application/x-www-form-urlencoded";
const WAIT_EACH: Duration = Duration::from_millis(250);
const WAITS_MAX: usize = 240;

/// The receipt of an answer that is given as a browser without scripts gives it.
fn receipt(server: &Server) -> String {
    let form = server.get("/s/DUKCAPIL").body;
    let id = form.split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let mut body = format!("id={id}&bahasa=id&kanal=qr");
    for unsur in crate::cli::HEADER.split(',') {
        body.push_str(&format!("&u-{unsur}=3"));
    }
    let thanks = server.post("/s/DUKCAPIL", FORM, &body);
    assert!(thanks.body.contains("/bukti/tanda-terima"), "{thanks:?}");
    let receipt = server.post("/bukti/tanda-terima", FORM, &format!("id={id}"));
    assert_eq!(receipt.status, 200, "{receipt:?}");
    receipt.body
}

/// The proof for a receipt, once the server has signed so far.
fn proof(server: &Server, receipt: &str) -> String {
    for _ in 0..WAITS_MAX {
        let answer = server.post("/bukti/tlog-proof", "text/plain", receipt);
        assert_eq!(answer.status, 200, "{answer:?}");
        if answer.body.starts_with("c2sp.org/tlog-proof@v1\n") {
            return answer.body;
        }
        thread::sleep(WAIT_EACH);
    }
    panic!("no checkpoint covers the answer");
}

#[test]
fn a_receipt_with_its_proof_convinces_offline_and_one_flipped_byte_does_not() {
    let skm = Skm::with_answers();
    let server = skm.serve();
    let receipt = receipt(&server);
    let proof = proof(&server, &receipt);
    assert!(server.stop().0.success());

    let key = skm.data().join("log.pub");
    let kept = skm.keep("tanda-terima.txt", &receipt);
    let proof = skm.keep("jawaban.tlog-proof", &proof);
    let line = format!("proof {} --format json", proof.display());
    let ran = skm.verify(&line, &[("--key", &key), ("--receipt", &kept)]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(report(&ran)["event_type"], "response_submitted");
    skm.verify(&line, &[("--key", &key)]).ok();

    let at = receipt.find("entri ").unwrap() + "entri ".len() + 20;
    let mut bent = receipt.into_bytes();
    bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
    fs::write(&kept, bent).unwrap();
    let said = skm
        .verify(&line, &[("--key", &key), ("--receipt", &kept)])
        .fails_with(1);
    assert!(said.contains("entri"), "{said}");

    let mut bent = fs::read(&proof).unwrap();
    let hash = bent.iter().rposition(|byte| *byte == b'=').unwrap() - 8;
    bent[hash] = if bent[hash] == b'A' { b'B' } else { b'A' };
    fs::write(&proof, bent).unwrap();
    skm.verify(&line, &[("--key", &key)]).fails_with(1);
}
