//! `/dasbor/{unit}/susunan`: renaming, moving, merging and closing a unit.

use app::AppError;
use survey::{Command, Refusal, UnitClosed, UnitMerged, UnitMoved, UnitRenamed};
use uuid::Uuid;

use super::desk::{Asked, Desk};
use crate::{http::reply, pages::structure_field as field, present::structure_page};

pub(super) const DESK: Desk = Desk {
    name: "susunan",
    page: |state, unit, typed, status| {
        let page = structure_page(&state.app, state.shell(), unit, typed)?;
        Ok(reply::page(status, &page))
    },
    enter,
    step: |asked, _: Uuid, _| Err(Refusal::UnitUnknown(asked.unit.clone()).into()),
};

fn enter(asked: &Asked<'_>) -> Result<(), AppError> {
    let command = command(asked)?;
    asked.state.app.register(asked.actor, command).map(drop)
}

fn command(asked: &Asked<'_>) -> Result<Command, Refusal> {
    let posted = asked.posted;
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
