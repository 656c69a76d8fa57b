//! The load generator: a thread of its own with many keep-alive connections, each of which asks again as soon as it
//! was answered.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::machine;

/// The thread's name, by which its share of the processor is told apart.
pub(crate) const THREAD: &str = "generator";

/// More than any answer of ours to these requests.
const ANSWER_BYTES_MAX: usize = 16 << 10;
const HEADERS_MAX: usize = 32;

/// What came back for one request.
pub(crate) struct Answer {
    /// Which of the requests it was.
    pub(crate) number: usize,
    pub(crate) took: Duration,
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// What a turn brought.
pub(crate) struct Load {
    pub(crate) answers: Vec<Answer>,
    pub(crate) took: Duration,
    /// How long the generator itself was on a processor.
    pub(crate) on_processor: Duration,
}

impl Load {
    pub(crate) fn per_second(&self) -> f64 {
        self.answers.len() as f64 / self.took.as_secs_f64()
    }
}

/// Sends the requests until there are no more or the time is up; waits for every answer.
pub(crate) fn run(address: SocketAddr, connections: usize, requests: Vec<Vec<u8>>, time: Duration) -> Load {
    let requests: Arc<[Vec<u8>]> = requests.into();
    let generator = thread::Builder::new().name(THREAD.into()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        runtime
            .expect("a runtime")
            .block_on(load(address, connections, requests, time))
    });
    let generator = generator.expect("a thread");
    generator.join().expect("no connection breaks")
}

async fn load(address: SocketAddr, connections: usize, requests: Arc<[Vec<u8>]>, time: Duration) -> Load {
    let mut streams = Vec::with_capacity(connections);
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("an open connection");
        streams.push(stream);
    }
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let conversations: Vec<_> = streams
        .into_iter()
        .map(|stream| {
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            tokio::spawn(converse(stream, requests, next, start + time))
        })
        .collect();
    let mut answers = Vec::new();
    for conversation in conversations {
        answers.extend(conversation.await.expect("no connection breaks"));
    }
    let took = start.elapsed();
    Load {
        answers,
        took,
        on_processor: machine::on_processor("/proc/thread-self".as_ref()),
    }
}

async fn converse(
    mut stream: TcpStream,
    requests: Arc<[Vec<u8>]>,
    next: Arc<AtomicUsize>,
    end: Instant,
) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut buffer = vec![0; ANSWER_BYTES_MAX];
    loop {
        let asked = Instant::now();
        let number = next.fetch_add(1, Relaxed);
        let Some(request) = requests.get(number).filter(|_| asked < end) else {
            return answers;
        };
        stream.write_all(request).await.expect("an open connection");
        let mut read = 0;
        let (status, body) = loop {
            let more = stream
                .read(&mut buffer[read..])
                .await
                .expect("an open connection");
            assert_ne!(
                more, 0,
                "the server closed a connection, or its answer is too long"
            );
            read += more;
            if let Some(whole) = whole_answer(&buffer[..read]) {
                break whole;
            }
        };
        answers.push(Answer {
            number,
            took: asked.elapsed(),
            status,
            body,
        });
    }
}

/// Status and body, once all of the answer is there.
fn whole_answer(bytes: &[u8]) -> Option<(u16, Vec<u8>)> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut head = httparse::Response::new(&mut headers);
    let parsed = head.parse(bytes).expect("an answer by HTTP/1.1");
    let httparse::Status::Complete(head_bytes) = parsed else {
        return None;
    };
    let length = head
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))?;
    let length: usize = std::str::from_utf8(length.value).ok()?.parse().ok()?;
    let body = bytes.get(head_bytes..head_bytes + length)?;
    Some((head.code.expect("the head is complete"), body.to_vec()))
}
