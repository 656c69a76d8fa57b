//! What the generator sends, written out before the clock runs: responses as the page of a kiosk sends them.

use std::net::SocketAddr;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};
use survey::{Instrument, ResponseId};

/// Ids count their milliseconds from here.
const FIRST_MS: u64 = 1_790_000_000_000;
/// Responses that share a millisecond of their ids.
const PER_MS: u64 = 30;
const SURVEYS: [(&str, &str); 4] = [
    ("S-DUKCAPIL", "KTP"),
    ("S-DUKCAPIL", "KK"),
    ("S-KEC", "SKTM"),
    ("S-KEL", "SKTM"),
];
const COMMENT: &str =
    "Antrean terlalu lama dan kursi tunggu kurang, tetapi petugas loket tiga ramah dan membantu.";

/// Requests on the wire, and the ids in them.
pub(crate) struct Batch {
    pub(crate) ids: Vec<ResponseId>,
    pub(crate) wire: Vec<Vec<u8>>,
}

/// Makes requests, the same in every run.
pub(crate) struct Requests {
    host: SocketAddr,
    instrument: Instrument,
    made: u64,
    random: ChaCha8Rng,
}

impl Requests {
    pub(crate) fn new(host: SocketAddr) -> Self {
        Self {
            host,
            instrument: Instrument::permenpan_14_2017(),
            made: 0,
            random: ChaCha8Rng::seed_from_u64(14),
        }
    }

    pub(crate) fn health(&self) -> Vec<u8> {
        format!("GET /health HTTP/1.1\r\nHost: {}\r\n\r\n", self.host).into_bytes()
    }

    /// So many new responses, so many of a hundred with a comment.
    pub(crate) fn submissions(&mut self, number: usize, comments_percent: u32) -> Batch {
        let (mut ids, mut wire) = (Vec::with_capacity(number), Vec::with_capacity(number));
        for _ in 0..number {
            let id = self.id();
            ids.push(id);
            let with_comment = self.random.random_range(0..100) < comments_percent;
            let body = self.body(id, with_comment);
            wire.push(self.post(&body));
        }
        Batch { ids, wire }
    }

    /// Bytes of one body without a comment.
    pub(crate) fn body_bytes(&self) -> usize {
        self.sample().body(ResponseId(uuid::Uuid::max()), false).len()
    }

    /// Bytes of one request without a comment.
    pub(crate) fn request_bytes(&self) -> usize {
        let mut sample = self.sample();
        let body = sample.body(ResponseId(uuid::Uuid::max()), false);
        sample.post(&body).len()
    }

    /// One that may be asked without changing what the run sends.
    fn sample(&self) -> Self {
        Self::new(self.host)
    }

    fn id(&mut self) -> ResponseId {
        let ms = FIRST_MS + self.made / PER_MS;
        self.made += 1;
        let chance: [u8; 10] = self.random.random();
        ResponseId(uuid::Builder::from_unix_timestamp_millis(ms, &chance).into_uuid())
    }

    fn body(&mut self, id: ResponseId, with_comment: bool) -> String {
        let (survey, service) = self.one_of(&SURVEYS);
        let unsur = self.instrument.unsur_codes();
        let answers: Map<String, Value> = unsur
            .iter()
            .map(|unsur| (unsur.to_string(), json!(self.random.random_range(2..=4))))
            .collect();
        let profile = json!({
            "jenis_kelamin": self.one_of(&["L", "P"]),
            "usia": self.one_of(&["18-25", "26-35", "36-45", "46-55"]),
            "pendidikan": self.one_of(&["SMP", "SMA", "D3", "S1"]),
            "pekerjaan": self.one_of(&["PNS", "SWASTA", "WIRAUSAHA", "LAINNYA"]),
        });
        let mut body = json!({
            "id": id,
            "survey": survey,
            "service": service,
            "instrument": self.instrument.reference(),
            "language": "id",
            "answers": answers,
            "profile": profile,
            "channel": "qr",
            "seconds_taken": self.random.random_range(30..240),
        });
        if with_comment {
            body["comment"] = json!(COMMENT);
        }
        body.to_string()
    }

    fn post(&self, body: &str) -> Vec<u8> {
        let Self { host, .. } = self;
        let length = body.len();
        format!(
            "POST /api/v1/responses HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.random.random_range(0..choices.len())]
    }
}
