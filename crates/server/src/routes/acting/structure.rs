//! `/dasbor/{unit}/susunan`: renaming, moving, merging and closing a unit.

use app::{AppError, Staff};
use survey::{
    Action, Command, Refusal, RegionList, Scope, UnitClosed, UnitMerged, UnitMoved, UnitRegionSet,
    UnitRenamed,
};
use uuid::Uuid;

use super::desk::{Asked, Desk};
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
    let command = command(asked)?;
    may_touch(&asked.ask.staff, &command)?;
    asked.ask.state.app.register(asked.actor, command).map(drop)
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
