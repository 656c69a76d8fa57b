//! The subcommands, one file each: its arguments, what it does, what it prints.

mod figures;

mod account;
mod backup;
mod compute;
mod cosignature;
mod demo;
mod diff;
mod evidence;
mod export;
mod export_log;
mod import;
mod index;
mod init;
mod publish;
mod rebuild;
mod register;
mod replay;
mod restore;
mod resume_signing;
mod review;
mod serve;
mod tokens;
mod translate;
mod verify;
mod witness;

use clap::Subcommand;

use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Arguments),
    Account(account::Arguments),
    Serve(serve::Arguments),
    Demo(demo::Arguments),
    Evidence(evidence::Arguments),
    Import(import::Arguments),
    Register(register::Arguments),
    Publish(publish::Arguments),
    Translate(translate::Arguments),
    Compute(compute::Arguments),
    Index(index::Arguments),
    Diff(diff::Arguments),
    Replay(replay::Arguments),
    Verify(verify::Arguments),
    Backup(backup::Arguments),
    Export(export::Arguments),
    ExportLog(export_log::Arguments),
    Cosignature(cosignature::Arguments),
    Rebuild(rebuild::Arguments),
    Restore(restore::Arguments),
    ResumeSigning(resume_signing::Arguments),
    Review(review::Arguments),
    Tokens(tokens::Arguments),
    Witness(witness::Arguments),
}

impl Command {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Init(arguments) => arguments.run(),
            Self::Account(arguments) => arguments.run(),
            Self::Serve(arguments) => arguments.run(),
            Self::Demo(arguments) => arguments.run(),
            Self::Evidence(arguments) => arguments.run(),
            Self::Import(arguments) => arguments.run(),
            Self::Register(arguments) => arguments.run(),
            Self::Publish(arguments) => arguments.run(),
            Self::Translate(arguments) => arguments.run(),
            Self::Compute(arguments) => arguments.run(),
            Self::Index(arguments) => arguments.run(),
            Self::Diff(arguments) => arguments.run(),
            Self::Replay(arguments) => arguments.run(),
            Self::Verify(arguments) => arguments.run(),
            Self::Backup(arguments) => arguments.run(),
            Self::Export(arguments) => arguments.run(),
            Self::ExportLog(arguments) => arguments.run(),
            Self::Cosignature(arguments) => arguments.run(),
            Self::Rebuild(arguments) => arguments.run(),
            Self::Restore(arguments) => arguments.run(),
            Self::ResumeSigning(arguments) => arguments.run(),
            Self::Review(arguments) => arguments.run(),
            Self::Tokens(arguments) => arguments.run(),
            Self::Witness(arguments) => arguments.run(),
        }
    }
}
