//! `/dasbor/{unit}/susunan`: renaming, moving, merging and closing a unit.

use app::{AppError, Staff};
use survey::{
    Action, Command, Refusal, RegionList, Scope, UnitClosed, UnitCode, UnitMerged, UnitMoved, UnitRegionSet,
    UnitRenamed,
};
use uuid::Uuid;

use super::{
    desk::{Asked, Desk},
    surveys,
};
use crate::{gate::refused, http::reply, pages::structure_field as field, present::structure_page};

pub(super) const DESK: Desk = Desk {
    name: "susunan",
    page: |ask, unit, typed, status| {
        let page = structure_page(&ask.state.app, &ask.staff, ask.shell_in(unit), unit, typed)?;
        Ok(reply::page(status, &page))
    },
    enter,
    step: |asked, _: Uuid, _| Err(Refusal::UnitUnknown(asked.unit.clone()).into()),
};

fn enter(asked: &Asked<'_>) -> Result<(), AppError> {
    let commands = commands(asked)?;
    for command in &commands {
        may_touch(&asked.ask.staff, command)?;
    }
    // All or none is decided on. Should the machine die in between, a beginning of it stands: the surveys closed, say,
    // and the unit not yet merged; the page shows that, and the rest is asked for again.
    asked.ask.state.app.register_many(asked.actor, commands).map(drop)
}

/// What is asked for, behind what has to end first.
fn commands(asked: &Asked<'_>) -> Result<Vec<Command>, Refusal> {
    let last = command(asked)?;
    let mut commands = Vec::new();
    if let Command::MergeUnit(merged) = &last {
        commands.extend(ended(asked, &merged.reason)?);
        commands.extend(handed_over(asked, merged)?);
    } else if let Command::CloseUnit(closed) = &last {
        commands.extend(ended(asked, &closed.reason)?);
    }
    commands.push(last);
    Ok(commands)
}

/// Closes the surveys that the page named. One that opened since is not among them, so that nothing ends unseen: the
/// decision refuses then, and the page names it.
fn ended(asked: &Asked<'_>, reason: &str) -> Result<Vec<Command>, Refusal> {
    let named = asked.ask.fields.text(field::SURVEYS);
    let named = named.split_whitespace();
    named
        .map(|survey| surveys::closing(asked, survey, reason.to_owned()))
        .collect()
}

/// Moves the units right below that the page named to the one that goes on.
fn handed_over(asked: &Asked<'_>, merged: &UnitMerged) -> Result<Vec<Command>, Refusal> {
    let registry = asked.ask.state.app.registry();
    let named = asked.ask.fields.text(field::UNITS);
    let moved = |unit: &str| {
        let unit: UnitCode = unit.parse().map_err(Refusal::Code)?;
        let below = registry.unit(&unit).and_then(|unit| unit.parent.as_ref());
        if below != Some(asked.unit) {
            return Err(Refusal::UnitUnknown(unit));
        }
        Ok(Command::MoveUnit(UnitMoved {
            unit,
            parent: Some(merged.into.clone()),
            reason: merged.reason.clone(),
        }))
    };
    named.split_whitespace().map(moved).collect()
}

/// A unit moves within what somebody may manage, and is merged into nothing else: the gate has seen only where it stands.
fn may_touch(staff: &Staff, command: &Command) -> Result<(), Refusal> {
    let to = if let Command::MoveUnit(moved) = command {
        match &moved.parent {
            Some(parent) => parent,
            None if staff.scope(Action::ManageRegister) == Scope::Everything => return Ok(()),
            None => return Err(Refusal::UnitUnknown(moved.unit.clone())),
        }
    } else if let Command::MergeUnit(merged) = command {
        &merged.into
    } else {
        return Ok(());
    };
    if staff.may_in(Action::ManageRegister, to) {
        Ok(())
    } else {
        refused(Some(staff), Action::ManageRegister);
        Err(Refusal::UnitUnknown(to.clone()))
    }
}

fn command(asked: &Asked<'_>) -> Result<Command, Refusal> {
    let posted = &asked.ask.fields;
    let (unit, reason) = (asked.unit.clone(), posted.text(field::REASON));
    Ok(match posted.text(field::ACTION).as_str() {
        "nama" => Command::RenameUnit(UnitRenamed {
            unit,
            name: posted.text(field::NAME),
            reason,
        }),
        "induk" => Command::MoveUnit(UnitMoved {
            unit,
            parent: match posted.text(field::PARENT).as_str() {
                "" => None,
                parent => Some(parent.parse().map_err(Refusal::Code)?),
            },
            reason,
        }),
        "wilayah" => Command::SetRegion(UnitRegionSet {
            unit,
            kemendagri: RegionList::Kemendagri.read(&posted.text(field::KEMENDAGRI))?,
            bps: RegionList::Bps.read(&posted.text(field::BPS))?,
            reason,
        }),
        "gabung" => Command::MergeUnit(UnitMerged {
            unit,
            into: posted.text(field::INTO).parse().map_err(Refusal::Code)?,
            on: posted.date(field::DAY)?,
            reason,
        }),
        "tutup" => Command::CloseUnit(UnitClosed { unit, reason }),
        _ => return Err(Refusal::UnitUnknown(unit)),
    })
}
