//! A running `skm serve`: its address, its answers, and its graceful end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

const START_TIMEOUT: Duration = Duration::from_secs(60);
const STOP_TIMEOUT: Duration = Duration::from_secs(30);
const ADDRESS_LINE: &str = "Alamat: ";

/// The process. Dropping it asks it to stop, as an operator would, and kills it if it does not.
pub(crate) struct Server {
    child: Child,
    address: String,
    agent: ureq::Agent,
    output: Option<JoinHandle<String>>,
}

/// An HTTP answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: String,
}

impl Server {
    /// Starts `command` and waits until it prints `Alamat: http://...` on a line of its standard output.
    pub(crate) fn start(mut command: Command) -> Server {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().expect("it was piped");
        let (found, address) = mpsc::channel();
        let output = thread::spawn(move || read_output(stdout, |address| drop(found.send(address))));
        // No address if the process closed its output, or took too long.
        let Ok(address) = address.recv_timeout(START_TIMEOUT) else {
            drop(child.kill());
            let output = output.join().unwrap();
            panic!(
                "{:?} while waiting for `{ADDRESS_LINE}`; printed: {output}",
                child.wait()
            );
        };
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)));
        Server {
            child,
            address,
            agent: config.build().into(),
            output: Some(output),
        }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Asks for a page. Follows no redirect.
    pub(crate) fn get(&self, path: &str) -> Answer {
        answer(self.agent.get(format!("{}{path}", self.address)).call())
    }

    /// Sends a body of the given content type.
    pub(crate) fn post(&self, path: &str, content_type: &str, body: &str) -> Answer {
        answer(self.send(path, content_type, body))
    }

    /// The same, or none if the process ended before it answered.
    pub(crate) fn try_post(&self, path: &str, content_type: &str, body: &str) -> Option<Answer> {
        self.send(path, content_type, body).ok().map(read)
    }

    fn send(
        &self,
        path: &str,
        content_type: &str,
        body: &str,
    ) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let request = self
            .agent
            .post(format!("{}{path}", self.address))
            .header("content-type", content_type);
        request.send(body)
    }

    /// How it ended by itself, which it must do soon.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let status = self.ends().expect("it goes on");
        (status, self.output.take().expect("ended once").join().unwrap())
    }

    /// Ends it as a power cut would: nothing gets to know of it.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the process to stop; its exit status and everything it printed.
    pub(crate) fn stop(mut self) -> (ExitStatus, String) {
        let status = self.terminate();
        (status, self.output.take().expect("stopped once").join().unwrap())
    }

    fn terminate(&mut self) -> ExitStatus {
        if let Some(status) = self.child.try_wait().unwrap() {
            return status;
        }
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        if let Some(status) = self.ends() {
            return status;
        }
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert!(
            thread::panicking(),
            "it did not stop within {STOP_TIMEOUT:?} of SIGTERM and was killed"
        );
        status
    }

    fn ends(&mut self) -> Option<ExitStatus> {
        let deadline = Instant::now() + STOP_TIMEOUT;
        while Instant::now() < deadline {
            let status = self.child.try_wait().unwrap();
            if status.is_some() {
                return status;
            }
            thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.terminate();
    }
}

/// Reads to the end, so that the process never waits for us to read; hands out the address on its way.
fn read_output(stdout: impl Read, found: impl Fn(String)) -> String {
    let mut all = String::new();
    let mut reader = BufReader::new(stdout);
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap_or(0) > 0 {
        if let Some(address) = line.trim().strip_prefix(ADDRESS_LINE) {
            found(address.trim_end_matches('/').to_owned());
        }
        all.push_str(&line);
        line.clear();
    }
    all
}

fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    read(result.unwrap())
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.body_mut().read_to_string().unwrap(),
    }
}
