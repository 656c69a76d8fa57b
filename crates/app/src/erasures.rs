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
    AccountCommand, AccountErased, AccountEvent, AccountId, Command, Event, Refusal, Response, ResponseId,
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

/// What a text belonged to: one of these stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ErasedOf {
    /// A response: its comment.
    Response {
        /// Which.
        response: ResponseId,
    },
    /// An account: whose it is.
    Account {
        /// Which.
        account: AccountId,
    },
    /// A complaint: what was said, or how to reach whoever said it.
    Complaint {
        /// Which.
        complaint: Uuid,
    },
    /// A follow-up: who is responsible.
    FollowUp {
        /// Which.
        follow_up: Uuid,
    },
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
    /// Erases a text from the vault by law; `approved_by` is the second person. Returns once no file holds it. Blocks;
    /// not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it. After any other error the text may still be there: the next start erases
    /// what the list says.
    pub fn erase(
        &self,
        actor: &Actor,
        response: ResponseId,
        content: Uuid,
        basis: String,
        approved_by: String,
    ) -> Result<(), AppError> {
        let decide = |state: &Response| {
            survey::erase(state, content, basis.clone(), actor.as_str(), approved_by.clone())
        };
        let list = self.erasure_list()?;
        decide(&self.response(&Stream::Response(response))?.0)?;
        list.add(&Erasure {
            of: ErasedOf::Response { response },
            content,
            basis: basis.clone(),
            actor: actor.as_str().to_owned(),
            approved_by: approved_by.clone(),
        })?;
        self.review(actor, response, decide)?;
        // A crash from the list on leaves a text that was to be erased. The next start does it.
        Ok(self.vault.erase([content])?)
    }

    /// Erases name and contact of an account's person from the vault by law; `approved_by` is the second person. What was
    /// done under the id stands. Returns once no file holds them. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it. After any other error the text may still be there: the next start erases
    /// what the list says.
    pub fn erase_person(
        &self,
        actor: &Actor,
        account: AccountId,
        basis: String,
        approved_by: String,
    ) -> Result<(), AppError> {
        let list = self.erasure_list()?;
        let registry = self.registry();
        let known = registry
            .accounts()
            .get(account)
            .ok_or(Refusal::AccountUnknown(account))?;
        let content = known.person.ok_or(Refusal::ContentErasedAlready)?.content;
        let erasure = Erasure {
            of: ErasedOf::Account { account },
            content,
            basis,
            actor: actor.as_str().to_owned(),
            approved_by,
        };
        survey::decide(&registry, erase_account(&erasure, account))?;
        list.add(&erasure)?;
        self.register(actor, erase_account(&erasure, account))?;
        // As above.
        Ok(self.vault.erase([content])?)
    }

    /// Erases from the vault by law what the stream of a complaint or a follow-up names: what was said, a contact, a name;
    /// `approved_by` is the second person. What was done about it stands. Returns once no file holds it. Blocks; not for
    /// use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: [`Refusal::ContentUnknown`] for anything that is neither. After any other error
    /// the text may still be there: the next start erases what the list says.
    pub fn erase_beside(
        &self,
        actor: &Actor,
        of: ErasedOf,
        content: Uuid,
        basis: String,
        approved_by: String,
    ) -> Result<(), AppError> {
        let list = self.erasure_list()?;
        let stream = of.subject().ok_or(Refusal::ContentUnknown)?;
        let erasure = Erasure {
            of,
            content,
            basis,
            actor: actor.as_str().to_owned(),
            approved_by,
        };
        let (event, next) = self.decided_beside(&stream, &erasure)?;
        list.add(&erasure)?;
        self.append_to(actor, &stream, next, event)?;
        // As above.
        Ok(self.vault.erase([content])?)
    }

    /// What the log is to say of an erasure, and as which event of its stream.
    fn decided_beside(&self, stream: &Stream, erasure: &Erasure) -> Result<(Event, Version), AppError> {
        let (told, next) = self.stream(stream)?;
        let Erasure {
            content,
            basis,
            actor,
            approved_by,
            ..
        } = erasure;
        let event = survey::erase_beside(&told, *content, basis.clone(), actor, approved_by.clone())?;
        Ok((event, next))
    }

    fn say_again(&self, actor: &Actor, stream: &Stream, erasure: &Erasure) -> Result<(), AppError> {
        let (event, next) = self.decided_beside(stream, erasure)?;
        self.append_to(actor, stream, next, event)
    }

    fn erasure_list(&self) -> Result<&ErasureList, AppError> {
        let none =
            || AppError::Failed("tidak ada daftar penghapusan, sehingga tidak ada yang dihapus".into());
        self.erasures.as_ref().ok_or_else(none)
    }

    /// Keeps a list of erasures. Whatever it calls erased is erased again, and a log that does not know it says so: an
    /// older one that was put back, or one whose process was cut off on the way.
    ///
    /// # Errors
    /// If the list cannot be read, or what it says cannot be done.
    pub fn with_erasures(mut self, list: ErasureList) -> Result<Self, AppError> {
        let erasures = list.read()?;
        for erasure in &erasures {
            let actor = Actor::new(erasure.actor.as_str()).map_err(|error| list.failed(&error))?;
            let said = match erasure.of {
                ErasedOf::Response { response } => self
                    .review(&actor, response, |state| {
                        let (basis, approved_by) = (erasure.basis.clone(), erasure.approved_by.clone());
                        survey::erase(state, erasure.content, basis, actor.as_str(), approved_by)
                    })
                    .map(drop),
                ErasedOf::Account { account } => {
                    self.register(&actor, erase_account(erasure, account)).map(drop)
                }
                ErasedOf::Complaint { complaint } => {
                    self.say_again(&actor, &Stream::Complaint(complaint), erasure)
                }
                ErasedOf::FollowUp { follow_up } => {
                    self.say_again(&actor, &Stream::FollowUp(follow_up), erasure)
                }
            };
            match said {
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

impl ErasedOf {
    /// The stream of a complaint or a follow-up.
    const fn subject(self) -> Option<Stream> {
        match self {
            Self::Complaint { complaint } => Some(Stream::Complaint(complaint)),
            Self::FollowUp { follow_up } => Some(Stream::FollowUp(follow_up)),
            Self::Response { .. } | Self::Account { .. } => None,
        }
    }
}

/// Asks that the log says it.
fn erase_account(erasure: &Erasure, account: AccountId) -> Command {
    Command::Account(AccountCommand {
        by: erasure.actor.parse().ok(),
        change: AccountEvent::Erased(AccountErased {
            account,
            content: erasure.content,
            basis: erasure.basis.clone(),
            approved_by: erasure.approved_by.clone(),
        }),
    })
}
