//! A policy as a file: reading it, line by line, and writing it.

use std::str::FromStr;

use super::{Group, Item, Log, Policy, Voter, Witness};
use crate::limits::{POLICY_BYTES_MAX, POLICY_ITEMS_MAX};
use crate::note::KeyError;
use crate::text;

const NONE: &[u8] = b"none";

/// Why bytes are not a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the policy: {mistake}")]
pub struct PolicyError {
    /// In which line, from 1; the last, when something is missing at the end.
    pub line: usize,
    /// What is wrong there.
    pub mistake: Mistake,
}

/// What can be wrong with a line of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// The file is longer than [`POLICY_BYTES_MAX`], or has more than [`POLICY_ITEMS_MAX`] of a kind.
    #[error("there is more than fits")]
    TooMuch,
    /// A control character other than tab and newline.
    #[error("there is a control character")]
    ControlCharacter,
    /// The last line does not end.
    #[error("the file does not end in a newline")]
    Unended,
    /// Not `log`, `witness`, `group` or `quorum`, or too few or too many words.
    #[error(
        "a line is one of: log KEY [URL], witness NAME KEY [URL], group NAME all|any|K MEMBER..., quorum NAME"
    )]
    Shape,
    /// The key is not one, or one of the wrong kind.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Two logs, or two witnesses, with the same public key.
    #[error("the same key stands in an earlier line")]
    DuplicateKey,
    /// The name is taken by an earlier line, or is `none`.
    #[error("the name {0} is taken")]
    NameTaken(Item),
    /// No earlier line defines the name.
    #[error("no earlier line defines {0}")]
    Undefined(Item),
    /// The member is in another group, or twice in this one.
    #[error("{0} is a member already")]
    MemberTwice(Item),
    /// The threshold is not a number from 1 to the number of members.
    #[error("the threshold is not a number from 1 to the number of members")]
    Threshold,
    /// There must be one quorum.
    #[error("there must be exactly one quorum line")]
    Quorum,
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`PolicyError`], with the line, when the bytes are not a policy.
    pub fn parse(bytes: &[u8]) -> Result<Policy, PolicyError> {
        let at = |line, mistake| PolicyError { line, mistake };
        if bytes.len() > POLICY_BYTES_MAX {
            return Err(at(1, Mistake::TooMuch));
        }
        let mut reader = Reader::default();
        let mut line = 0;
        for text in bytes.split_inclusive(|byte| *byte == b'\n') {
            line += 1;
            let text = text
                .strip_suffix(b"\n")
                .ok_or_else(|| at(line, Mistake::Unended))?;
            reader.line(text).map_err(|mistake| at(line, mistake))?;
        }
        let quorum = reader.quorum.ok_or_else(|| at(line, Mistake::Quorum))?;
        Ok(Policy {
            logs: reader.logs,
            witnesses: reader.witnesses,
            groups: reader.groups,
            quorum,
        })
    }

    /// Writes the policy as a file: without comments, thresholds as numbers.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut write = |words: &[&[u8]], url: Option<&Item>| {
            let url = url.map(Item::as_bytes);
            let words: Vec<&[u8]> = words.iter().copied().chain(url).collect();
            bytes.extend(words.join(&b' '));
            bytes.push(b'\n');
        };
        for Log { key, url } in &self.logs {
            write(&[b"log", key.to_string().as_bytes()], url.as_ref());
        }
        for Witness { name, key, url } in &self.witnesses {
            write(&[b"witness", &name.0, key.to_string().as_bytes()], url.as_ref());
        }
        for group in &self.groups {
            let threshold = group.threshold.to_string();
            let mut words = vec![&b"group"[..], &group.name.0, threshold.as_bytes()];
            words.extend(group.members.iter().map(|member| self.name_of(*member)));
            write(&words, None);
        }
        write(
            &[b"quorum", self.quorum.map_or(NONE, |voter| self.name_of(voter))],
            None,
        );
        bytes
    }

    fn name_of(&self, voter: Voter) -> &[u8] {
        match voter {
            Voter::Witness(witness) => &self.witnesses[witness].name.0,
            Voter::Group(group) => &self.groups[group].name.0,
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    quorum: Option<Option<Voter>>,
}

impl Reader {
    fn line(&mut self, line: &[u8]) -> Result<(), Mistake> {
        if line
            .iter()
            .any(|byte| (*byte < b' ' && *byte != b'\t') || *byte == 0x7f)
        {
            return Err(Mistake::ControlCharacter);
        }
        let words = line
            .split(|byte| matches!(byte, b' ' | b'\t'))
            .filter(|word| !word.is_empty());
        let words: Vec<&[u8]> = words.collect();
        match *words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", key] => self.log(key, None),
            [b"log", key, url] => self.log(key, Some(url)),
            [b"witness", name, key] => self.witness(name, key, None),
            [b"witness", name, key, url] => self.witness(name, key, Some(url)),
            [b"group", name, threshold, ref members @ ..] if !members.is_empty() => {
                self.group(name, threshold, members)
            }
            [b"quorum", name] => self.quorum(name),
            _ => Err(Mistake::Shape),
        }
    }

    fn log(&mut self, key: &[u8], url: Option<&[u8]>) -> Result<(), Mistake> {
        let log = Log {
            key: read_key(key)?,
            url: url.map(item),
        };
        if self.logs.iter().any(|there| there.key.bytes() == log.key.bytes()) {
            return Err(Mistake::DuplicateKey);
        }
        push(&mut self.logs, log)
    }

    fn witness(&mut self, name: &[u8], key: &[u8], url: Option<&[u8]>) -> Result<(), Mistake> {
        self.check_new(name)?;
        let witness = Witness {
            name: item(name),
            key: read_key(key)?,
            url: url.map(item),
        };
        if self
            .witnesses
            .iter()
            .any(|there| there.key.bytes() == witness.key.bytes())
        {
            return Err(Mistake::DuplicateKey);
        }
        push(&mut self.witnesses, witness)
    }

    fn group(&mut self, name: &[u8], threshold: &[u8], names: &[&[u8]]) -> Result<(), Mistake> {
        self.check_new(name)?;
        let mut members = Vec::with_capacity(names.len());
        for name in names {
            let member = self.find(name).ok_or_else(|| Mistake::Undefined(item(name)))?;
            let before = self.groups.iter().flat_map(|group| &group.members);
            if before.chain(&members).any(|there| *there == member) {
                return Err(Mistake::MemberTwice(item(name)));
            }
            members.push(member);
        }
        let threshold = match threshold {
            b"all" => members.len(),
            b"any" => 1,
            number => read_threshold(number, members.len()).ok_or(Mistake::Threshold)?,
        };
        let name = item(name);
        push(
            &mut self.groups,
            Group {
                name,
                threshold,
                members,
            },
        )
    }

    fn quorum(&mut self, name: &[u8]) -> Result<(), Mistake> {
        if self.quorum.is_some() {
            return Err(Mistake::Quorum);
        }
        let voter = match name {
            NONE => None,
            name => Some(self.find(name).ok_or_else(|| Mistake::Undefined(item(name)))?),
        };
        self.quorum = Some(voter);
        Ok(())
    }

    fn find(&self, name: &[u8]) -> Option<Voter> {
        let witness = self.witnesses.iter().position(|witness| witness.name.0 == name);
        let group = || self.groups.iter().position(|group| group.name.0 == name);
        witness.map(Voter::Witness).or_else(|| group().map(Voter::Group))
    }

    fn check_new(&self, name: &[u8]) -> Result<(), Mistake> {
        if name == NONE || self.find(name).is_some() {
            return Err(Mistake::NameTaken(item(name)));
        }
        Ok(())
    }
}

fn item(bytes: &[u8]) -> Item {
    Item(bytes.to_vec())
}

fn read_key<K: FromStr<Err = KeyError>>(bytes: &[u8]) -> Result<K, KeyError> {
    str::from_utf8(bytes).map_err(|_| KeyError::Malformed)?.parse()
}

fn read_threshold(bytes: &[u8], members: usize) -> Option<usize> {
    let threshold = text::decimal(str::from_utf8(bytes).ok()?)?;
    let threshold = usize::try_from(threshold).ok()?;
    (1..=members).contains(&threshold).then_some(threshold)
}

fn push<T>(items: &mut Vec<T>, item: T) -> Result<(), Mistake> {
    if items.len() == POLICY_ITEMS_MAX {
        return Err(Mistake::TooMuch);
    }
    items.push(item);
    Ok(())
}
