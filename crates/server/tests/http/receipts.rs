//! Receipts: who gets one, what the page says to it, and what proves it.

use std::time::Duration;

use app::ReceiptFile;
use server::Options;
use survey::Channel;
use testkit::{response_id, submission};
use tlog::{note::SigningKey, policy::Policy, proof::Proof};

use crate::client::{Answer, NINE, Served};

/// Signs when a test says so.
async fn start() -> Served {
    let options = Options {
        sign_every: Duration::from_secs(3600),
        public_url: Some("https://skm.sukamaju.go.id".parse().unwrap()),
        ..Options::default()
    };
    Served::start_with(options).await
}

async fn thanked(served: &Served, channel: &str) -> Answer {
    let form = served.get("/s/S-KEC").await;
    let id = form.field("id").unwrap();
    let mut body = format!("id={id}&instrumen=permenpan-14-2017&versi=1&bahasa=id&kanal={channel}");
    NINE.iter()
        .for_each(|code| body.push_str(&format!("&u-{code}=3")));
    let thanks = served.post("/s/S-KEC", &body).await;
    assert_eq!(thanks.status, 200, "{}", thanks.text());
    thanks
}

async fn receipt_of(served: &Served, thanks: &Answer) -> Answer {
    let id = thanks.field("id").unwrap();
    served.post("/bukti/tanda-terima", &format!("id={id}")).await
}

async fn sign(served: &Served) {
    let app = served.app.clone();
    tokio::task::spawn_blocking(move || app.sign().unwrap())
        .await
        .unwrap();
}

/// As a browser uploads a file.
fn uploaded(receipt: &str) -> String {
    format!(
        "--batas\r\nContent-Disposition: form-data; name=\"berkas\"; filename=\"a.txt\"\r\n\
         Content-Type: text/plain\r\n\r\n{}\r\n--batas--\r\n",
        receipt.replace('\n', "\r\n")
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_waits_for_a_checkpoint_and_then_gets_a_proof_that_holds() {
    let served = start().await;
    let thanks = thanked(&served, "qr").await;
    let answer = receipt_of(&served, &thanks).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let receipt = ReceiptFile::parse(&answer.bytes).unwrap();
    let name = format!("attachment; filename=\"tanda-terima-{}.txt\"", receipt.position);
    assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(
        thanks.text().contains(&receipt.code().to_string()) && thanks.text().contains("<svg viewBox=\"0 0 ")
    );

    let upload = uploaded(answer.text());
    let waiting = served.post("/bukti", &upload).await;
    assert_eq!(waiting.status, 200);
    assert!(waiting.text().contains("belum tercakup"), "{}", waiting.text());
    assert!(
        served
            .post("/bukti/tlog-proof", &upload)
            .await
            .text()
            .contains("belum tercakup")
    );

    sign(&served).await;
    let held = served.post("/bukti", &upload).await;
    assert!(
        held.text().contains("berdiri utuh di log, di posisi"),
        "{}",
        held.text()
    );
    let file = served.post("/bukti/tlog-proof", &upload).await;
    let proof = Proof::parse(&file.bytes).unwrap();
    let policy = Policy::parse(format!("log {}\nquorum none\n", receipt.log).as_bytes()).unwrap();
    assert_eq!(proof.index, receipt.position);
    assert!(proof.verify(&receipt.leaf(), &policy).is_ok());
    assert_eq!(proof.extra.as_ref(), Some(&receipt.entry));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_was_changed_is_refused_with_what_is_wrong() {
    let served = start().await;
    let thanks = thanked(&served, "web").await;
    sign(&served).await;
    let text = receipt_of(&served, &thanks).await.text().to_owned();
    let receipt = ReceiptFile::parse(text.as_bytes()).unwrap();
    let moved = ReceiptFile {
        position: 0,
        ..receipt.clone()
    };
    let beyond = ReceiptFile {
        position: 9999,
        ..receipt.clone()
    };
    let other = SigningKey::from_seed(receipt.log.name(), &[1; 32]).unwrap();
    let elsewhere = ReceiptFile {
        log: other.public().clone(),
        ..receipt.clone()
    };
    let mut entry = receipt.entry.clone();
    *entry.last_mut().unwrap() ^= 1;
    let forged = ReceiptFile { entry, ..receipt };
    for (changed, said) in [
        (text.replacen("entri A", "entri B", 1), "tidak cocok dengan sidik"),
        (text.replacen("posisi ", "posisi x", 1), "Baris &#34;posisi&#34;"),
        (text.replacen("log ", "log x", 1), "Baris &#34;log&#34;"),
        (elsewhere.to_string(), "log atau kunci lain"),
        (text.replace("v1", "v2"), "bukan tanda terima"),
        (moved.to_string(), "berdiri catatan lain"),
        (forged.to_string(), "berdiri catatan lain"),
        (beyond.to_string(), "belum ada posisi 9.999"),
    ] {
        for path in ["/bukti", "/bukti/tlog-proof"] {
            let answer = served.post(path, &uploaded(&changed)).await;
            assert_eq!(answer.status, 422, "{path}: {said}");
            assert!(answer.text().contains(said), "{said}: {}", answer.text());
        }
    }
    let large = served.post("/bukti", &"a".repeat(20 << 10)).await;
    assert_eq!(large.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_for_who_shows_the_id_of_an_own_answer() {
    let served = start().await;
    let thanks = thanked(&served, "qr").await;
    let text = receipt_of(&served, &thanks).await.text().to_owned();
    let position = ReceiptFile::parse(text.as_bytes()).unwrap().position;
    let mut kiosk = submission("KEC");
    kiosk.channel = Channel::Kiosk;
    served.app.submit(response_id(70), kiosk).await.unwrap();
    let of_unit = served.app.log().read_all(eventlog::Position(0), 1).unwrap()[0].id();
    for id in [
        response_id(71).to_string(),
        response_id(70).to_string(),
        of_unit.0.to_string(),
        position.to_string(),
        String::new(),
    ] {
        let answer = served.post("/bukti/tanda-terima", &format!("id={id}")).await;
        assert_eq!(answer.status, 404, "{id}");
    }
    let kiosk = thanked(&served, "kiosk").await;
    assert!(!kiosk.text().contains("tanda-terima") && kiosk.field("id").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_a_one_time_code_has_its_receipt_by_the_id_of_its_page() {
    let served = start().await;
    let token = served.issue_tokens().await.remove(0);
    let form = served.get(&format!("/k/{token}")).await;
    let (id, code) = (form.field("id").unwrap(), form.field("kode").unwrap());
    let mut body = format!("id={id}&kode={code}&instrumen=permenpan-14-2017&versi=1&bahasa=id&kanal=qr");
    NINE.iter()
        .for_each(|code| body.push_str(&format!("&u-{code}=4")));
    let thanks = served.post("/s/S-KEC", &body).await;
    let receipt = receipt_of(&served, &thanks).await;
    assert_eq!(receipt.status, 200, "{}", thanks.text());
    assert!(ReceiptFile::parse(&receipt.bytes).is_ok() && !receipt.text().contains(&code));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_code_is_held_against_what_is_signed() {
    let served = start().await;
    let thanks = thanked(&served, "qr").await;
    let receipt = ReceiptFile::parse(&receipt_of(&served, &thanks).await.bytes).unwrap();
    let code = receipt.code().to_string();
    let early = served.get(&format!("/bukti?kode={code}")).await;
    assert!(
        early.status == 200 && early.text().contains("belum tercakup"),
        "{}",
        early.text()
    );
    sign(&served).await;
    for path in [
        format!("/bukti?kode=+{}+", code.to_lowercase()),
        format!("/bukti/{code}"),
    ] {
        let answer = served.get(&path).await;
        assert!(
            answer.status == 200 && answer.text().contains("Kode ini cocok"),
            "{path}"
        );
    }
    let other = format!("{}-0000000000", receipt.position);
    let answer = served.get(&format!("/bukti/{other}")).await;
    assert!(
        answer.status == 422 && answer.text().contains("tidak cocok"),
        "{}",
        answer.text()
    );
    for text in ["1204", "1204-8F3A", "+4-0000000000", "4-+000000000", "%3Cb%3E"] {
        let answer = served.get(&format!("/bukti?kode={text}")).await;
        assert!(answer.status == 422 && !answer.text().contains("<b>"), "{text}");
    }
    assert_eq!(served.get("/bukti").await.status, 200);
}
