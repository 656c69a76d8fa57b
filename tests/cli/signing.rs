//! Signing, seen from outside: what is signed binds the operator, a store that is not what was signed does not start,
//! a declared ceremony goes on, and an export is checked with nothing but itself.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, thread, time::Duration};

use serde_json::{Value, json};
use tlog::{
    Hash,
    checkpoint::SignedCheckpoint,
    leaf_hash,
    note::VerifierKey,
    tile::{Bundle, ReadTiles, Tile, TiledNodes},
    tree::{Frontier, TreeHead, root},
};

use super::evidence::{change, copy, with_a_comment};
use crate::harness::{Server, Skm};

impl Skm {
    /// What the lock holds.
    fn locked(&self) -> TreeHead {
        let bytes = fs::read(self.file("data.signed")).unwrap();
        SignedCheckpoint::parse(&bytes).unwrap().checkpoint().head()
    }

    /// Answers once more, without a server.
    fn import_one_more(&self, waktu: u8) {
        let name = format!("lagi-{waktu}.csv");
        self.answers(&name, &[&format!("3,3,{waktu},3,3,3,3,3,3")]);
        // Of another day another answer.
        self.import(&name, &format!("2019-05-0{waktu}")).ok();
    }

    /// Puts the folder of an earlier moment in the place of the data directory.
    fn put_back(&self, earlier: &Path) {
        fs::remove_dir_all(self.data()).unwrap();
        copy(earlier, &self.data());
    }

    /// Why the server does not start; it ends by itself.
    fn refuses_to_serve(&self, code: i32) -> String {
        self.on_data("serve --listen 127.0.0.1:0").fails_with(code)
    }
}

fn answer(server: &Server, number: u32) {
    let answers: serde_json::Map<_, _> = super::world::HEADER
        .split(',')
        .map(|code| (code.to_owned(), json!(3)))
        .collect();
    let id = format!("01922f4e-6a00-7c3e-9c55-{number:012x}");
    let body = json!({"id": id, "survey": "DUKCAPIL", "answers": answers});
    let told = server.post("/api/v1/responses", "application/json", &body.to_string());
    assert_eq!(told.status, 201, "{told:?}");
}

fn health(server: &Server) -> Value {
    serde_json::from_str(&server.get("/health").body).unwrap()
}

#[test]
fn init_names_the_log_keeps_its_key_secret_and_signs_it() {
    let skm = Skm::new();
    let said = skm
        .on_data("init --name Sukamaju --origin skm.sukamaju.example/log")
        .ok();
    assert!(said.contains("skm.sukamaju.example/log+"), "{said}");
    let key = fs::metadata(skm.data().join("log.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    assert_eq!(skm.locked().size, 4);
    for wrong in ["https://skm.example/log", "dua+kata"] {
        let refused = Skm::new().on_data(&format!("init --name Sukamaju --origin {wrong}"));
        assert!(refused.fails_with(2).contains("tanpa skema"), "{wrong}");
    }
    fs::remove_dir_all(skm.data()).unwrap();
    let said = skm.on_data("init --name Sukamaju").fails_with(3);
    assert!(said.contains("milik log lain"), "{said}");
}

#[test]
fn a_store_that_lost_its_last_events_does_not_start_until_a_ceremony_says_why() {
    let skm = Skm::with_answers();
    let earlier = skm.file("earlier");
    copy(&skm.data(), &earlier);
    skm.import_one_more(1);
    let signed = skm.locked();
    skm.put_back(&earlier);
    let events = skm.events();
    let said = skm.refuses_to_serve(1);
    assert!(
        said.contains(&format!("log memuat {events} peristiwa, padahal {}", signed.size))
            && said.contains("skm resume-signing"),
        "{said}"
    );
    skm.on_data("publish --unit DUKCAPIL --period 2019").fails_with(1);
    assert_eq!(skm.events(), events, "something was written");
    assert_eq!(skm.locked(), signed);
    let mut ceremony = super::world::words("resume-signing --data data --reason");
    ceremony.push("Disk rusak, dipulihkan dari cadangan".into());
    let said = skm.run(&ceremony).ok();
    assert!(said.contains(&signed.root.to_string()), "{said}");
    assert_eq!((skm.events(), skm.locked().size), (events + 1, events + 1));
    assert!(
        skm.run(&ceremony)
            .fails_with(2)
            .contains("Tidak ada yang perlu dinyatakan")
    );
    let server = skm.serve();
    answer(&server, 1);
    server.stop();
    assert_eq!(skm.locked().size, events + 2);
}

#[test]
fn a_history_that_was_lived_again_does_not_start() {
    let skm = Skm::with_answers();
    let earlier = skm.file("earlier");
    copy(&skm.data(), &earlier);
    skm.import_one_more(1);
    let kept = skm.file("kept");
    fs::rename(skm.file("data.signed"), &kept).unwrap();
    // The operator lives the last days again, without the lock and its archive, and then brings both back.
    let archive = fs::read(skm.data().join("checkpoints.redb")).unwrap();
    skm.put_back(&earlier);
    for file in ["checkpoints.redb", "log.key", "log.pub"] {
        fs::rename(skm.data().join(file), skm.file(file)).unwrap();
    }
    skm.import_one_more(2);
    skm.import_one_more(4);
    for file in ["log.key", "log.pub"] {
        fs::rename(skm.file(file), skm.data().join(file)).unwrap();
    }
    fs::write(skm.data().join("checkpoints.redb"), archive).unwrap();
    fs::rename(&kept, skm.file("data.signed")).unwrap();
    let said = skm.refuses_to_serve(1);
    assert!(said.contains("bukan yang dulu ditandatangani"), "{said}");
}

#[test]
fn without_the_lock_nothing_starts_and_elsewhere_it_is_found_by_name() {
    let skm = Skm::with_answers();
    fs::rename(skm.file("data.signed"), skm.file("elsewhere")).unwrap();
    let said = skm.refuses_to_serve(1);
    assert!(said.contains("data.signed") && said.contains("--lock"), "{said}");
    let lock = skm.file("elsewhere");
    let server = skm.serve_with(&["--lock".as_ref(), lock.as_ref()]);
    answer(&server, 1);
    server.stop();
    assert!(!skm.file("data.signed").exists());
    let bytes = fs::read(lock).unwrap();
    let head = SignedCheckpoint::parse(&bytes).unwrap().checkpoint().head();
    assert_eq!(head.size, skm.events());
}

#[test]
fn a_byte_that_changed_before_it_was_signed_is_never_signed() {
    let skm = with_a_comment();
    let signed = skm.locked();
    change(&skm.data().join("log.redb"), "\"channel\":\"import\"");
    skm.answers("lagi.csv", &["3,3,1,3,3,3,3,3,3"]);
    let refused = skm.import("lagi.csv", "2019-04-02");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert_eq!(skm.locked(), signed);
    let server = skm.serve();
    answer(&server, 2);
    let told = health(&server);
    assert_eq!(
        (&told["status"], &told["signing"]),
        (&json!("failed"), &json!("failed"))
    );
    server.stop();
    assert_eq!(skm.locked(), signed);
}

#[test]
fn of_two_copies_of_a_log_that_share_a_lock_one_signs_and_the_other_says_so() {
    let skm = Skm::with_answers();
    let twin = Skm::new();
    copy(&skm.data(), &twin.data());
    let lock = skm.file("data.signed");
    let arguments = [
        "--lock".as_ref(),
        lock.as_ref(),
        "--sign-every".as_ref(),
        "1".as_ref(),
    ];
    let (one, two) = (skm.serve_with(&arguments), twin.serve_with(&arguments));
    answer(&one, 1);
    answer(&two, 2);
    answer(&two, 3);
    let failed = || {
        [&one, &two]
            .into_iter()
            .filter(|server| health(server)["signing"] == "failed")
            .count()
    };
    for _ in 0..200 {
        if failed() == 1 {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(failed(), 1);
    answer(&one, 4);
    answer(&two, 5);
}

/// Reads a folder and nothing else.
struct Folder<'a>(&'a Path);

impl ReadTiles for Folder<'_> {
    type Error = std::io::Error;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, std::io::Error> {
        Ok(tile.decode(&fs::read(self.0.join(tile.to_string()))?).unwrap())
    }
}

/// Checks an export with nothing but itself; tells how many events it has, and their bytes.
fn checked(out: &Path) -> (u64, Vec<u8>) {
    let vkey: VerifierKey = fs::read_to_string(out.join("log.pub"))
        .unwrap()
        .trim_end()
        .parse()
        .unwrap();
    let checkpoint = SignedCheckpoint::parse(&fs::read(out.join("checkpoint")).unwrap()).unwrap();
    assert_eq!(checkpoint.verify(&vkey), Ok(()));
    let head = checkpoint.checkpoint().head();
    let folder = Folder(out);
    assert_eq!(
        root(&TiledNodes::new(&folder, head.size), head.size).unwrap(),
        head.root
    );
    let mut bytes = Vec::new();
    if out.join("tile/entries").exists() {
        let mut tree = Frontier::new();
        for bundle in Bundle::all_in_tree(head.size) {
            let entries = fs::read(out.join(bundle.to_string())).unwrap();
            for entry in bundle.decode(&entries).unwrap() {
                tree.append(leaf_hash(entry), |_, _, _| ());
            }
            bytes.extend(entries);
        }
        assert_eq!(tree.head(), head);
    }
    (head.size, bytes)
}

#[test]
fn an_export_beside_a_running_server_is_whole_at_any_moment() {
    let skm = Skm::with_answers();
    let server = skm.serve_with(&["--sign-every".as_ref(), "1".as_ref()]);
    thread::scope(|scope| {
        let answering = scope.spawn(|| (0..400).for_each(|number| answer(&server, number)));
        let mut last = 0;
        for number in 0.. {
            let done = answering.is_finished();
            let out = skm.file(&format!("out-{number}"));
            skm.on_data(&format!("export-log --out out-{number}")).ok();
            let (size, _) = checked(&out);
            assert!(size >= last);
            last = size;
            if done {
                break;
            }
        }
    });
    let (status, _) = server.stop();
    assert!(status.success());
    skm.on_data("export-log --out whole").ok();
    assert_eq!(checked(&skm.file("whole")).0, skm.events());
    let said = skm.on_data("export-log --out whole").fails_with(2);
    assert!(said.contains("sudah berisi"), "{said}");
}

#[test]
fn an_export_without_entries_says_nothing_about_anybody() {
    let skm = Skm::with_answers();
    skm.on_data("export-log --out out --without-entries").ok();
    let (size, bytes) = checked(&skm.file("out"));
    assert_eq!((size, bytes.len()), (skm.events(), 0));
    skm.on_data("export-log --out with").ok();
    let (_, bytes) = checked(&skm.file("with"));
    assert!(String::from_utf8_lossy(&bytes).contains("response_submitted"));
}

#[test]
fn a_backup_of_a_running_server_is_restored_and_says_what_it_lacks() {
    let skm = with_a_comment();
    let server = skm.serve();
    answer(&server, 1);
    skm.on_data("backup --to cadangan").ok();
    let (backed_up, key) = (skm.events(), skm.file("key"));
    answer(&server, 2);
    server.stop();
    let signed = skm.locked().size;
    assert_eq!(signed, backed_up + 1);
    fs::copy(skm.data().join("log.key"), &key).unwrap();
    let said = skm.on_data("restore --from cadangan").fails_with(2);
    assert!(said.contains("sudah berisi"), "{said}");
    fs::rename(skm.data(), skm.file("rusak")).unwrap();
    let said = skm.on_data("restore --from cadangan --key key").ok();
    assert!(
        said.contains("LEBIH LAMA: 1 peristiwa") && said.contains("skm resume-signing"),
        "{said}"
    );
    assert!(skm.refuses_to_serve(1).contains("1 peristiwa terakhir hilang"));
    skm.run(["resume-signing", "--data", "data", "--reason", "Disk rusak"])
        .ok();
    skm.on_data("account reset admin --reason pulih").ok();
    let server = skm.serve();
    answer(&server, 3);
    server.stop();
    assert_eq!(skm.locked().size, backed_up + 3);
    assert!(fs::read_to_string(skm.data().join("log.key")).unwrap() == fs::read_to_string(key).unwrap());
}

#[test]
fn what_is_restored_is_erased_again_and_without_its_key_it_does_not_start() {
    let skm = with_a_comment();
    skm.on_data("backup --to cadangan").ok();
    skm.on_data("export-log --out out").ok();
    // What an erasure after the backup leaves in the list.
    let (_, entries) = checked(&skm.file("out"));
    let entries = String::from_utf8_lossy(&entries).into_owned();
    let after = |mark: &str| entries.split_once(mark).unwrap().1[..36].to_owned();
    let (content, response) = (after("\"comment\":{\"content\":\""), after("response-01922f4e"));
    let response = format!("01922f4e{}", &response[..28]);
    fs::write(
        skm.file("data.erasures"),
        format!(
            "{{\"response\":\"{response}\",\"content\":\"{content}\",\"basis\":\"UU 27/2022\",\"actor\":\"operator\",\"approved_by\":\"kepala\"}}\n"
        ),
    )
    .unwrap();
    let key = skm.file("key");
    fs::rename(skm.data().join("log.key"), &key).unwrap();
    fs::remove_dir_all(skm.data()).unwrap();
    let said = skm.on_data("restore --from cadangan").ok();
    assert!(said.contains("2 teks") && said.contains("salin kunci"), "{said}");
    let texts = fs::read(skm.data().join("vault/texts.redb")).unwrap();
    let content_id: Vec<u8> = (0..32)
        .step_by(2)
        .map(|at| u8::from_str_radix(&content.replace('-', "")[at..at + 2], 16).unwrap())
        .rev()
        .collect();
    assert!(
        !texts.windows(16).any(|bytes| bytes == content_id),
        "the text is still there"
    );
    let before = fs::read(skm.file("cadangan/vault/texts.redb")).unwrap();
    assert!(
        before.windows(16).any(|bytes| bytes == content_id),
        "the method finds what is there"
    );
    assert!(skm.refuses_to_serve(1).contains("kunci penanda tangan"));
    fs::rename(&key, skm.data().join("log.key")).unwrap();
    let events = skm.events();
    skm.serve().stop();
    assert_eq!(
        skm.events(),
        events + 1,
        "the log does not say that it was erased"
    );
    assert_eq!(skm.ask("verify")["vault"]["problem_count"], 0);
}

#[test]
fn the_checkpoint_of_a_server_is_the_one_in_the_lock() {
    let skm = Skm::with_answers();
    let server = skm.serve();
    let told = server.get("/log/checkpoint");
    assert_eq!(told.headers["cache-control"], "no-cache");
    assert_eq!(told.body.as_bytes(), fs::read(skm.file("data.signed")).unwrap());
}

#[test]
fn a_policy_that_is_none_or_of_another_log_is_refused_with_its_line() {
    let skm = Skm::with_answers();
    for (policy, told) in [
        ("witness x\n", "line 1"),
        ("quorum none\n", "tambahkan baris `log skm.invalid/"),
    ] {
        fs::write(skm.file("policy"), policy).unwrap();
        let said = skm
            .on_data("serve --listen 127.0.0.1:0 --policy policy")
            .fails_with(2);
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn a_witness_without_a_network_is_asked_by_files_and_its_answer_is_shown() {
    let skm = Skm::with_answers();
    skm.run(["witness", "init", "--dir", "saksi", "--name", "saksi.example"])
        .ok();
    let key = |file: &str| fs::read_to_string(skm.file(file)).unwrap().trim_end().to_owned();
    let (log, witness) = (key("data/log.pub"), key("saksi/witness.vkey"));
    skm.run(["witness", "add-log", "--dir", "saksi", &log]).ok();
    fs::write(
        skm.file("policy"),
        format!("log {log}\nwitness Inspektorat {witness}\nquorum Inspektorat\n"),
    )
    .unwrap();
    let carry = |seen: &str| {
        skm.on_data(&format!("cosignature request --seen {seen} --out tanya"))
            .ok();
        skm.run(["witness", "cosign", "--dir", "saksi", "tanya", "--out", "jawab"])
    };
    let add = || skm.on_data("cosignature add --policy policy --request tanya --answer jawab");
    carry("0").ok();
    assert!(add().ok().contains("Inspektorat sudah melihat 13 peristiwa"));
    let size = skm.locked().size;
    skm.import_one_more(1);
    assert!(carry("0").fails_with(2).contains(&size.to_string()));
    carry(&size.to_string()).ok();
    // An answer to another question is none to this one.
    fs::rename(skm.file("tanya"), skm.file("tadi")).unwrap();
    skm.import_one_more(2);
    skm.on_data(&format!("cosignature request --seen {size} --out tanya"))
        .ok();
    assert!(add().fails_with(2).contains("jawab: bukan tanda tangan saksi"));
    fs::rename(skm.file("tadi"), skm.file("tanya")).unwrap();
    add().ok();
    let server = skm.serve_with(&["--policy".as_ref(), skm.file("policy").as_ref()]);
    let page = server.get("/log").body;
    assert!(page.contains("Inspektorat"), "{page}");
    let shown = SignedCheckpoint::parse(server.get("/log/checkpoint").body.as_bytes()).unwrap();
    assert_eq!(shown.checkpoint().head().size, size + 1);
    let key: tlog::cosignature::CosignerKey = witness.parse().unwrap();
    assert!(key.verify_cosignature(&shown).is_ok());
}
