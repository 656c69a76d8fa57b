//! The harness itself, proven on a shell script that stands in for the program.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use tempfile::TempDir;

use super::{Server, Skm};

/// An executable script, and the folder that holds it.
fn script(body: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("program");
    // Another process writes it: a test that forks meanwhile would hold our handle, and the file be "busy".
    let mut shell = Command::new("sh")
        .args(["-c", "cat > \"$0\" && chmod +x \"$0\""])
        .arg(&path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    write!(shell.stdin.take().unwrap(), "#!/bin/sh\n{body}\n").unwrap();
    assert!(shell.wait().unwrap().success());
    (folder, path)
}

/// Answers one request on a free port with its own first line; returns `http://127.0.0.1:PORT`.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 1024];
        let read = stream.read(&mut request).unwrap();
        let asked = String::from_utf8_lossy(&request[..read])
            .lines()
            .next()
            .unwrap()
            .to_owned();
        let length = asked.len();
        write!(
            stream,
            "HTTP/1.1 409 Conflict\r\ncontent-length: {length}\r\nx-a: b\r\n\r\n{asked}"
        )
        .unwrap();
    });
    address
}

const SERVES: &str = r#"
trap 'echo selesai; exit 7' TERM
echo "data: $3"
echo "Alamat: $ADDRESS/"
while :; do sleep 0.05; done"#;

#[test]
fn a_run_tells_its_output_and_its_exit_code() {
    let (_folder, program) = script("echo out \"$@\"; echo err >&2; exit 3");
    let ran = Skm::at(&program).run(["a", "b c"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (Some(3), "out a b c\n", "err\n")
    );
}

#[test]
fn two_programs_do_not_share_a_data_directory() {
    let (_folder, program) = script("exit 0");
    let (one, two) = (Skm::at(&program), Skm::at(&program));
    assert_ne!(one.data(), two.data());
    assert!(!one.data().exists() && one.file("x").parent().unwrap().exists());
}

#[test]
#[should_panic(expected = "code: Some(3)")]
fn a_run_that_failed_is_not_ok() {
    let (_folder, program) = script("exit 3");
    Skm::at(&program).run(["a"]).ok();
}

#[test]
#[should_panic(expected = "code: Some(0)")]
fn a_run_that_went_well_has_not_failed() {
    let (_folder, program) = script("exit 0");
    Skm::at(&program).run(["a"]).fails_with(1);
}

#[test]
fn a_server_is_given_its_data_directory_and_stops_when_asked() {
    let (_folder, program) = script(&SERVES.replace("$ADDRESS", "http://127.0.0.1:9"));
    let skm = Skm::at(&program);
    let server = skm.serve();
    assert_eq!(server.address(), "http://127.0.0.1:9");
    let (status, printed) = server.stop();
    assert_eq!(status.code(), Some(7), "{status:?}");
    assert!(
        printed.starts_with(&format!("data: {}\n", skm.data().display())),
        "{printed}"
    );
    assert!(printed.ends_with("selesai\n"), "{printed}");
}

#[test]
fn a_dropped_server_is_no_longer_running() {
    let (folder, program) = script(&SERVES.replace("echo selesai", "touch \"${0%/*}/stopped\""));
    drop(Skm::at(&program).serve());
    assert!(folder.path().join("stopped").exists());
}

#[test]
#[should_panic(expected = "printed: no port is free")]
fn a_server_that_never_says_its_address_is_named() {
    let (_folder, program) = script("echo no port is free; exit 4");
    Skm::at(&program).serve();
}

#[test]
fn an_answer_is_told_whatever_its_status() {
    let server = |address: &str| -> (TempDir, Server) {
        let (folder, program) = script(&SERVES.replace("$ADDRESS", address));
        (folder, Skm::at(&program).serve())
    };
    let (_folder, asked) = server(&echo());
    let got = asked.get("/a?b");
    assert_eq!((got.status, got.body.as_str()), (409, "GET /a?b HTTP/1.1"));
    assert_eq!(got.headers["x-a"], "b");
    let (_folder, told) = server(&echo());
    assert_eq!(told.post("/c", "application/json", "{}").body, "POST /c HTTP/1.1");
}

#[test]
fn a_killed_program_has_no_exit_code() {
    let (_folder, program) = script("kill -KILL $$");
    assert_eq!(Skm::at(&program).run(["a"]).code, None);
}

#[test]
fn the_real_program_is_found_and_starts() {
    Skm::new().run(["--help"]).ok();
}
