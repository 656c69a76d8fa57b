//! A server in the small world of the testkit, and a client that speaks plain HTTP/1.1 to it.

use std::{collections::HashMap, net::SocketAddr, sync::Arc};

use app::{App, operator};
use server::{Options, State};
use survey::{Role, SurveyCode, Token};
use testkit::{Person, TestApp, enter_as};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

/// A running server.
pub(crate) struct Served {
    pub(crate) app: Arc<App>,
    pub(crate) address: SocketAddr,
    /// Who has entered already, by role and unit.
    inside: tokio::sync::Mutex<HashMap<(Role, Option<String>), Person>>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    world: TestApp,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) bytes: Vec<u8>,
}

impl Served {
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        let world = tokio::task::spawn_blocking(TestApp::in_memory).await.unwrap();
        Self::start_in(world, options).await
    }

    /// A server in a world that a test has prepared.
    pub(crate) async fn start_in(world: TestApp, options: Options) -> Self {
        let app = world.shared();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let state = State::new(Arc::clone(&app), options);
        let task = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            server::serve(state, listener, stopped).await.unwrap();
        });
        Self {
            app,
            address,
            inside: tokio::sync::Mutex::default(),
            stop: Some(stop),
            task,
            world,
        }
    }

    /// The clock and the chance.
    pub(crate) fn edge(&self) -> &testkit::TestEdge {
        self.world.edge()
    }

    /// Tells the server to stop and waits until it has.
    pub(crate) async fn stop(mut self) -> Arc<App> {
        drop(self.stop.take());
        (&mut self.task).await.unwrap();
        Arc::clone(&self.app)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"").await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, b"").await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &[], body.as_bytes()).await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        send(self.address, method, path, headers, body).await
    }

    /// The cookie of whoever looks after all units: what most tests of staff's pages need.
    pub(crate) async fn staff_cookie(&self) -> String {
        self.cookie_of(Role::BagianOrganisasi, None).await
    }

    /// The cookie of somebody in a role, over a unit or over all; the same person each time.
    pub(crate) async fn cookie_of(&self, role: Role, unit: Option<&str>) -> String {
        format!("skm={}", self.person(role, unit).await.token)
    }

    /// Somebody in a role, over a unit or over all, who has entered; the same person each time.
    pub(crate) async fn person(&self, role: Role, unit: Option<&str>) -> Person {
        let mut inside = self.inside.lock().await;
        let key = (role, unit.map(str::to_owned));
        if let Some(person) = inside.get(&key) {
            return person.clone();
        }
        let (app, over) = (Arc::clone(&self.app), key.1.clone());
        let enter = move || enter_as(&app, role, over.as_deref());
        let person = tokio::task::spawn_blocking(enter).await.unwrap();
        inside.insert(key, person.clone());
        person
    }

    /// What `/health` says.
    pub(crate) async fn health(&self) -> serde_json::Value {
        serde_json::from_slice(&self.get("/health").await.bytes).unwrap()
    }

    /// The response that stands at a position of the log.
    pub(crate) fn response(&self, position: u64) -> survey::ResponseSubmitted {
        let found = self.app.log().read_all(eventlog::Position(position), 1).unwrap();
        let event =
            survey::Event::from_stored(found[0].event_type(), found[0].type_version(), found[0].payload());
        let survey::Event::ResponseSubmitted(submitted) = event.unwrap() else {
            panic!("another event")
        };
        submitted
    }

    /// A batch of codes for the survey of KEC.
    pub(crate) async fn issue_tokens(&self) -> Vec<Token> {
        self.issue_tokens_for("S-KEC").await
    }

    /// A batch of codes for a survey.
    pub(crate) async fn issue_tokens_for(&self, survey: &str) -> Vec<Token> {
        let (app, survey) = (Arc::clone(&self.app), SurveyCode::new(survey).unwrap());
        let issue = move || app.issue_tokens(&operator(), &survey, 10).unwrap();
        tokio::task::spawn_blocking(issue).await.unwrap().tokens
    }

    pub(crate) async fn settled(&self) {
        self.app.followed(self.app.log().head().size).await.unwrap();
    }
}

/// Sends a request on a connection of its own.
pub(crate) async fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server may answer and close before it has read a body that is too large.
    let _ = stream.write_all(body).await;
    Answer::read(stream).await
}

/// More than the head of a stream of events and its first event take.
const EVENT_BYTES_MAX: usize = 4096;

impl Answer {
    /// Reads to the end; of a stream of events, which has none, the first.
    pub(crate) async fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        let is_event = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(EVENT_BYTES_MAX)]).to_lowercase();
            let parts = text.split_once("\r\n\r\n");
            parts.is_some_and(|(head, body)| head.contains("text/event-stream") && body.contains("\n\n"))
        };
        while stream.read_buf(&mut bytes).await.is_ok_and(|read| read > 0) && !is_event(&bytes) {}
        let end = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("a whole head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head[9..12].parse().unwrap();
        Self {
            status,
            head,
            bytes: bytes.split_off(end + 4),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines
            .into_iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The values of every header of a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// The value of the first hidden or other field of a name.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let tag = self
            .text()
            .split('<')
            .find(|tag| tag.contains(&format!("name=\"{name}\"")))?;
        let value = tag.split("value=\"").nth(1)?;
        Some(value.split('"').next()?.to_owned())
    }
}

/// The nine unsur, in the order in which they are asked.
pub(crate) const NINE: [&str; 9] = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarpras",
    "pengaduan",
];

/// Where somebody is sent who asks for a page of staff and is not in: to the entrance, with the way back.
pub(crate) fn entrance(path: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("ke", path)
        .finish();
    format!("/masuk?{query}")
}
