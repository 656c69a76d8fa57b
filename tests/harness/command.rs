//! One run of `skm`, from its arguments to its exit code.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::binary;
use super::server::Server;

/// The program with a data directory of its own, which is deleted with it.
pub(crate) struct Skm {
    program: PathBuf,
    folder: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Skm {
    /// The real program.
    pub(crate) fn new() -> Skm {
        Skm::at(binary::skm())
    }

    /// Another program in its place: the harness's own tests use a script.
    pub(crate) fn at(program: &Path) -> Skm {
        Skm {
            program: program.to_owned(),
            folder: TempDir::new().unwrap(),
        }
    }

    /// The data directory: inside the folder that is deleted, and not there until the program makes it.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data directory, for a test to write or to have written.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs to the end. Adds nothing to `args`: say `--data` where it is wanted.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Ran {
        let output = self.command(args).output().unwrap();
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts serving the data directory on a free port, and returns once the address is known.
    pub(crate) fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// The same with further arguments.
    pub(crate) fn serve_with(&self, more: &[&OsStr]) -> Server {
        self.serve_by(Command::new(&self.program), more)
    }

    /// The same by another program, which is given its arguments, then ours.
    pub(crate) fn serve_under<'a>(&self, wrapper: impl IntoIterator<Item = &'a OsStr>) -> Server {
        let mut wrapper = wrapper.into_iter();
        let mut command = Command::new(wrapper.next().expect("a program"));
        command.args(wrapper).arg(&self.program);
        self.serve_by(command, &[])
    }

    fn serve_by(&self, mut command: Command, more: &[&OsStr]) -> Server {
        command.args(["serve", "--data"]).arg(self.data());
        command.args(["--listen", "127.0.0.1:0"]).args(more);
        Server::start(self.here(command))
    }

    /// Starts what serves until it is stopped, and returns once the address is known.
    pub(crate) fn start<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Server {
        Server::start(self.command(args))
    }

    fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args);
        self.here(command)
    }

    /// In the folder that is deleted.
    fn here(&self, mut command: Command) -> Command {
        command.current_dir(self.folder.path()).env("NO_COLOR", "1");
        command
    }
}

impl Ran {
    /// The standard output of a run that must have gone well.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.stdout
    }

    /// The standard error of a run that must have ended with `code`.
    pub(crate) fn fails_with(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        self.stderr
    }
}
