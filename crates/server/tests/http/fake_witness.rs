//! A witness over a socket: a real one, with moods.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use tempfile::TempDir;
use tlog::{
    add_checkpoint::AddCheckpoint,
    cosignature::{CosignedAt, CosigningKey},
    note::VerifierKey,
};
use witness::{NotCosigned, Refusal, Witness};

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// As the protocol says.
    Well,
    /// With a cosignature in its name by another key.
    Forges,
    /// With a cosignature of another checkpoint.
    CosignsAnother,
    /// With a status that no witness gives.
    Confused,
    /// With an endless body.
    Endless,
    /// Not at all: it keeps the connection.
    Hangs,
    /// That it has seen so many events.
    Says(u64),
}

/// A witness, listening until the test ends.
pub(crate) struct FakeWitness {
    pub(crate) address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    witness: Arc<Witness>,
    asked: Arc<AtomicUsize>,
    _dir: TempDir,
}

impl FakeWitness {
    pub(crate) fn new(name: &str, log: &VerifierKey) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Witness::init(dir.path(), name, &seed(name)).unwrap();
        let witness = Arc::new(Witness::open(dir.path()).unwrap());
        witness.add_log(log.clone()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let fake = Self {
            address: listener.local_addr().unwrap(),
            mood: Arc::new(Mutex::new(Mood::Well)),
            witness,
            asked: Arc::default(),
            _dir: dir,
        };
        let (mood, witness, asked) = (fake.mood.clone(), fake.witness.clone(), fake.asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mood, witness, asked) = (mood.clone(), witness.clone(), asked.clone());
                thread::spawn(move || {
                    let _ = serve(stream.unwrap(), &mood, &witness, &asked);
                });
            }
        });
        fake
    }

    pub(crate) fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// How often it was asked.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Its line in a policy.
    pub(crate) fn policy_line(&self, name: &str) -> String {
        format!(
            "witness {name} {} http://{}/saksi\n",
            self.witness.vkey(),
            self.address
        )
    }

    /// Cosigns a request that comes another way.
    pub(crate) fn cosign(&self, request: &AddCheckpoint) {
        let at = CosignedAt::from_posix_seconds(1_790_000_000).unwrap();
        self.witness.answer(request.to_string().as_bytes(), at).unwrap();
    }

    pub(crate) fn vkey(&self) -> &tlog::cosignature::CosignerKey {
        self.witness.vkey()
    }
}

/// Of each name another.
fn seed(name: &str) -> [u8; 32] {
    tlog::leaf_hash(name.as_bytes()).0
}

fn serve(
    mut stream: TcpStream,
    mood: &Mutex<Mood>,
    witness: &Witness,
    asked: &AtomicUsize,
) -> std::io::Result<()> {
    let (head, body) = read_request(&mut stream)?;
    asked.fetch_add(1, Ordering::SeqCst);
    assert!(
        head.starts_with("POST /saksi/add-checkpoint HTTP/1.1\r\n"),
        "{head}"
    );
    let at = CosignedAt::from_posix_seconds(1_790_000_000).unwrap();
    let request = AddCheckpoint::parse(&body).unwrap();
    let forger = CosigningKey::from_seed(witness.vkey().name(), &[99; 32]).unwrap();
    let mood = *mood.lock().unwrap();
    let (status, text) = match mood {
        Mood::Well => match witness.answer(&body, at) {
            Ok(cosignature) => (200, cosignature.to_string()),
            Err(NotCosigned::Refused(refusal)) => status_of(&refusal),
            Err(other) => panic!("{other}"),
        },
        Mood::Forges => {
            // Under the real key's id, or it would not even be looked at.
            let line = forger.cosign(&request.checkpoint, at).to_string();
            let own = witness
                .answer(&body, at)
                .map_or_else(|_| line.clone(), |own| own.to_string());
            let (_, signature) = line.rsplit_once(' ').unwrap();
            let start = own.rsplit_once(' ').unwrap();
            (200, format!("{} {}{}", start.0, &start.1[..6], &signature[6..]))
        }
        Mood::CosignsAnother => {
            let head = tlog::tree::TreeHead {
                size: request.checkpoint.checkpoint().head().size,
                root: tlog::empty_root(),
            };
            let key = tlog::note::SigningKey::from_seed(request.checkpoint.checkpoint().origin(), &[3; 32])
                .unwrap();
            let other = tlog::checkpoint::SignedCheckpoint::sign(head, &key);
            let own = CosigningKey::from_seed(witness.vkey().name(), &seed(witness.vkey().name()));
            (200, own.unwrap().cosign(&other, at).to_string())
        }
        Mood::Confused => (503, "nanti saja\n".into()),
        Mood::Says(size) => (409, format!("{size}\n")),
        Mood::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[b'a'; 4096])?;
            }
        }
        Mood::Hangs => {
            thread::sleep(Duration::from_secs(60));
            return Ok(());
        }
    };
    let media_type = if status == 409 {
        "text/x.tlog.size"
    } else {
        "text/plain"
    };
    write!(
        stream,
        "HTTP/1.1 {status} -\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    )
}

fn status_of(refusal: &Refusal) -> (u16, String) {
    match refusal {
        Refusal::OtherSize { size } => (409, format!("{size}\n")),
        Refusal::OtherRoot { size } => (409, format!("{size}\n")),
        Refusal::UnknownOrigin => (404, String::new()),
        Refusal::BadSignature => (403, String::new()),
        Refusal::BadProof(_) => (422, String::new()),
        Refusal::Malformed(_) | Refusal::TooLong { .. } | Refusal::OldBeyondNew { .. } => {
            (400, String::new())
        }
    }
}

fn read_request(stream: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer)?;
        bytes.extend(&buffer[..read]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8(bytes[..end + 2].to_vec()).unwrap();
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        });
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            return Ok((head, bytes.split_off(end + 4)));
        }
    }
}
