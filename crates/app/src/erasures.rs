//! The list of erasures: every text that was erased by law, kept where no backup reaches.
//!
//! A backup of yesterday has the text that was erased today. Whoever puts it back has this list, and it is erased
//! again before anybody can ask for it. The list says nothing of what the texts were.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use eventlog::{Actor, Version};
use serde::{Deserialize, Serialize};
use survey::{
    AccountCommand, AccountErased, AccountEvent, AccountId, Command, ErasedOf, Event, Refusal, Response,
    Stream,
};
use uuid::Uuid;

use crate::{App, AppError};

/// One erasure, as a line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// What the text belongs to.
    #[serde(flatten)]
    pub of: ErasedOf,
    /// Where the vault kept it.
    pub content: Uuid,
    /// The legal basis.
    pub basis: String,
    /// Who erased it: a pseudonym.
    pub actor: String,
    /// The second person who agreed.
    pub approved_by: String,
}

/// The list, a file of JSON lines.
#[derive(Clone, Debug)]
pub struct ErasureList(PathBuf);

impl ErasureList {
    /// Names it; touches nothing.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Everything on it; nothing if it is not there. A last line without its end was never acknowledged.
    ///
    /// # Errors
    /// If it cannot be read, or a line is not an erasure.
    pub fn read(&self) -> Result<Vec<Erasure>, AppError> {
        let mut text = String::new();
        match File::open(&self.0).and_then(|mut file| file.read_to_string(&mut text)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read.map_err(|error| self.failed(&error))?,
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let lines = whole.lines().zip(1..).filter(|(line, _)| !line.is_empty());
        let read = lines.map(|(line, number)| {
            let malformed = |error| self.failed(&format_args!("baris {number}: {error}"));
            serde_json::from_str(line).map_err(malformed)
        });
        read.collect()
    }

    /// Adds a line; it is on disk once this returns.
    fn add(&self, erasure: &Erasure) -> Result<(), AppError> {
        let add = || {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&self.0)?;
            let mut text = Vec::new();
            file.read_to_end(&mut text)?;
            // What a crash left of a line says nothing.
            let whole = text
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |end| end + 1);
            file.set_len(whole as u64)?;
            file.seek(SeekFrom::End(0))?;
            let line = serde_json::to_string(erasure).expect("made of text");
            file.write_all(format!("{line}\n").as_bytes())?;
            file.sync_all()?;
            let directory = self.0.parent().filter(|parent| !parent.as_os_str().is_empty());
            File::open(directory.unwrap_or_else(|| Path::new(".")))?.sync_all()
        };
        add().map_err(|error: io::Error| self.failed(&error))
    }

    fn failed(&self, why: &dyn std::fmt::Display) -> AppError {
        AppError::Failed(format!("{}: {why}", self.0.display()))
    }
}

impl App {
    /// Erases a text from the vault by law: a comment, what a complainant said or how to reach them, a name. Scores, and
    /// what was done under an account or about a complaint, stand. Returns once no file holds the text. Blocks; not for
    /// use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it. After any other error the text may still be there: the next start erases
    /// what the list says.
    pub fn erase(&self, erasure: &Erasure) -> Result<(), AppError> {
        let none =
            || AppError::Failed("tidak ada daftar penghapusan, sehingga tidak ada yang dihapus".into());
        let list = self.erasures.as_ref().ok_or_else(none)?;
        self.may_be_erased(erasure)?;
        list.add(erasure)?;
        self.say_erased(erasure)?;
        // A crash from the list on leaves a text that was to be erased. The next start does it.
        Ok(self.vault.erase([erasure.content])?)
    }

    fn may_be_erased(&self, erasure: &Erasure) -> Result<(), AppError> {
        match erasure.of {
            ErasedOf::Response { response } => {
                let (response, _) = self.response(&Stream::Response(response))?;
                erasure.of_response(&response)?;
            }
            ErasedOf::Account { account } => {
                survey::decide(&self.registry(), erasure.of_account(account))?;
            }
            ErasedOf::Complaint { complaint } => {
                self.decided_beside(&Stream::Complaint(complaint), erasure)?;
            }
            ErasedOf::FollowUp { follow_up } => {
                self.decided_beside(&Stream::FollowUp(follow_up), erasure)?;
            }
        }
        Ok(())
    }

    /// Says in the log that a text is erased.
    fn say_erased(&self, erasure: &Erasure) -> Result<(), AppError> {
        let actor =
            Actor::new(erasure.actor.as_str()).map_err(|error| AppError::Failed(error.to_string()))?;
        match erasure.of {
            ErasedOf::Response { response } => self
                .review(&actor, response, |response| erasure.of_response(response))
                .map(drop),
            ErasedOf::Account { account } => self.register(&actor, erasure.of_account(account)).map(drop),
            ErasedOf::Complaint { complaint } => {
                self.say_beside(&actor, &Stream::Complaint(complaint), erasure)
            }
            ErasedOf::FollowUp { follow_up } => {
                self.say_beside(&actor, &Stream::FollowUp(follow_up), erasure)
            }
        }
    }

    fn say_beside(&self, actor: &Actor, stream: &Stream, erasure: &Erasure) -> Result<(), AppError> {
        let (event, next) = self.decided_beside(stream, erasure)?;
        self.append_to(actor, stream, next, event)
    }

    /// What the log is to say of an erasure, and as which event of its stream.
    fn decided_beside(&self, stream: &Stream, erasure: &Erasure) -> Result<(Event, Version), AppError> {
        let (told, next) = self.stream(stream)?;
        let (basis, approved_by) = (erasure.basis.clone(), erasure.approved_by.clone());
        let event = survey::erase_beside(&told, erasure.content, basis, &erasure.actor, approved_by)?;
        Ok((event, next))
    }

    /// Keeps a list of erasures. Whatever it calls erased is erased again, and a log that does not know it says so: an
    /// older one that was put back, or one whose process was cut off on the way.
    ///
    /// # Errors
    /// If the list cannot be read, or what it says cannot be done.
    pub fn with_erasures(mut self, list: ErasureList) -> Result<Self, AppError> {
        let erasures = list.read()?;
        for erasure in &erasures {
            match self.say_erased(erasure) {
                // The log says so already, or it is older than the text.
                Ok(()) | Err(AppError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        if !erasures.is_empty() {
            self.vault.erase(erasures.iter().map(|erasure| erasure.content))?;
        }
        self.erasures = Some(list);
        Ok(self)
    }
}

impl Erasure {
    /// What the log is to say of a response.
    fn of_response(&self, response: &Response) -> Result<Event, Refusal> {
        let (basis, approved_by) = (self.basis.clone(), self.approved_by.clone());
        survey::erase(response, self.content, basis, &self.actor, approved_by)
    }

    /// Asks that the log says it of an account.
    fn of_account(&self, account: AccountId) -> Command {
        Command::Account(AccountCommand {
            by: self.actor.parse().ok(),
            change: AccountEvent::Erased(AccountErased {
                account,
                content: self.content,
                basis: self.basis.clone(),
                approved_by: self.approved_by.clone(),
            }),
        })
    }
}
