//! A server in the small world of the testkit, and a client that speaks plain HTTP/1.1 to it.

use std::{net::SocketAddr, sync::Arc};

use app::{AdminAccess, App, SystemEdge, operator};
use server::{Options, State};
use survey::{SurveyCode, Token};
use testkit::TestApp;
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
    pub(crate) secret: String,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    _dirs: (TestApp, tempfile::TempDir),
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
        let dir = tempfile::tempdir().unwrap();
        let secret = AdminAccess::renew(dir.path(), &SystemEdge).unwrap();
        let access = AdminAccess::open(dir.path()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let state = State::new(Arc::clone(&app), access, options);
        let task = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            server::serve(state, listener, stopped).await.unwrap();
        });
        Self {
            app,
            address,
            secret,
            stop: Some(stop),
            task,
            _dirs: (world, dir),
        }
    }

    /// The clock and the chance.
    pub(crate) fn edge(&self) -> &testkit::TestEdge {
        self._dirs.0.edge()
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

    /// The cookie of a staff session.
    pub(crate) async fn staff_cookie(&self) -> String {
        let answer = self.get(&format!("/masuk/{}", self.secret)).await;
        answer
            .header("set-cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
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
        match event.unwrap() {
            survey::Event::ResponseSubmitted(submitted) => submitted,
            other => panic!("{other:?}"),
        }
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

impl Answer {
    pub(crate) async fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
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
