//! `/bukti`: receipts for citizens, and whether they hold. Nothing that is sent here is kept or logged.

use std::sync::Arc;

use app::{AppError, CodeStanding, ReceiptCode, ReceiptFile, Standing};
use bytes::Bytes;
use survey::ResponseId;
use warp::{
    Filter,
    http::{StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        fields::Fields,
        reply,
    },
    pages::{BuktiPage, Checked, MessagePage, Notice, field},
    present::words,
    routes::{Route, blocking, fault, not_found, query, sent_form::SentForm, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let typed = warp::path!("bukti")
        .and(warp::get())
        .and(with(state))
        .and(query())
        .then(|state: Arc<State>, query: Fields| {
            blocking(move || match query.get("kode").map(str::trim) {
                None | Some("") => reply::page(StatusCode::OK, &page(&state, None)),
                Some(code) => look_up(&state, code),
            })
        });
    let scanned = warp::path!("bukti" / String)
        .and(warp::get())
        .and(with(state))
        .then(|code: String, state: Arc<State>| blocking(move || look_up(&state, &code)));
    let check = warp::path!("bukti")
        .and(warp::post())
        .and(with(state))
        .and(body::limited())
        .then(|state: Arc<State>, body| blocking(move || with_body(&state, body, check)));
    let keep = warp::path!("bukti" / "tanda-terima")
        .and(warp::post())
        .and(with(state))
        .and(body::limited())
        .then(|state: Arc<State>, body| blocking(move || with_body(&state, body, keep)));
    let prove = warp::path!("bukti" / "tlog-proof")
        .and(warp::post())
        .and(with(state))
        .and(body::limited())
        .then(|state: Arc<State>, body| blocking(move || with_body(&state, body, prove)));
    let access = warp::path!("bukti" / "akses")
        .and(warp::post())
        .and(with(state))
        .and(body::limited())
        .then(|state: Arc<State>, body| blocking(move || with_body(&state, body, access)));
    typed
        .or(access)
        .unify()
        .or(scanned)
        .unify()
        .or(check)
        .unify()
        .or(keep)
        .unify()
        .or(prove)
        .unify()
        .boxed()
}

fn with_body(
    state: &State,
    body: Result<Bytes, BodyError>,
    answer: impl FnOnce(&State, &[u8]) -> Result<Response, AppError>,
) -> Response {
    let notice = |status, notice| reply::page(status, &MessagePage::new(state.shell(), notice));
    match body {
        Ok(body) => answer(state, &body).unwrap_or_else(|error| fault(state, &error)),
        Err(BodyError::TooLarge) => {
            let what = "Berkas ini terlalu besar untuk sebuah tanda terima".to_owned();
            refusal(state, StatusCode::PAYLOAD_TOO_LARGE, Checked::Refused(what))
        }
        Err(BodyError::BrokenOff) => notice(StatusCode::BAD_REQUEST, Notice::Unreadable),
    }
}

/// The receipt, for the page that minted the id. To everybody else there is none.
fn keep(state: &State, body: &[u8]) -> Result<Response, AppError> {
    let form = SentForm::read(body);
    let id = form.get(field::ID).and_then(|id| id.parse().ok()).map(ResponseId);
    let receipt = id.map(|id| state.app.receipt_file(id)).transpose()?.flatten();
    Ok(receipt.map_or_else(
        || not_found(state),
        |receipt| {
            let name = format!("tanda-terima-{}.txt", receipt.position);
            download(receipt.to_string(), &name)
        },
    ))
}

/// The proof for a receipt. Without one to give, the page says why.
fn prove(state: &State, body: &[u8]) -> Result<Response, AppError> {
    let Ok(receipt) = ReceiptFile::parse(body) else {
        return check(state, body);
    };
    match state.app.standing(&receipt)? {
        Standing::Proved(proof) => {
            let name = format!("jawaban-{}.tlog-proof", proof.index);
            Ok(download(proof.to_string(), &name))
        }
        standing
        @ (Standing::NotCovered | Standing::Other | Standing::Beyond { .. } | Standing::OtherLog) => {
            Ok(said(state, &receipt, standing))
        }
    }
}

/// What is kept about the answer of a receipt, for whoever holds it.
fn access(state: &State, body: &[u8]) -> Result<Response, AppError> {
    let Ok(receipt) = ReceiptFile::parse(body) else {
        return check(state, body);
    };
    match state.app.access_report(&receipt)? {
        Some(report) => Ok(download(
            report,
            &format!("laporan-akses-{}.txt", receipt.position),
        )),
        None => check(state, body),
    }
}

fn check(state: &State, body: &[u8]) -> Result<Response, AppError> {
    match ReceiptFile::parse(body) {
        Ok(receipt) => {
            let standing = state.app.standing(&receipt)?;
            Ok(said(state, &receipt, standing))
        }
        Err(error) => {
            let refused = Checked::Refused(sentence(&error.to_string()));
            Ok(refusal(state, StatusCode::UNPROCESSABLE_ENTITY, refused))
        }
    }
}

fn said(state: &State, receipt: &ReceiptFile, standing: Standing) -> Response {
    let position = words::count(receipt.position);
    let missing = |what| refusal(state, StatusCode::UNPROCESSABLE_ENTITY, Checked::Missing(what));
    match standing {
        Standing::Proved(proof) => {
            let checked = Checked::Proved {
                position,
                size: words::count(proof.checkpoint.checkpoint().head().size),
                witnesses: state.app.witnesses_of(&proof.checkpoint),
                receipt: receipt.to_string(),
            };
            reply::page(StatusCode::OK, &page(state, Some(checked)))
        }
        Standing::NotCovered => {
            let checked = Checked::NotCovered { position };
            reply::page(StatusCode::OK, &page(state, Some(checked)))
        }
        Standing::Other => missing(format!("Di posisi {position} berdiri catatan lain")),
        Standing::Beyond { size } => missing(format!(
            "Log ini memuat {} catatan, jadi belum ada posisi {position}",
            words::count(size)
        )),
        Standing::OtherLog => {
            let what = format!(
                "Tanda terima ini untuk log atau kunci lain: {}, bukan {}",
                receipt.log,
                state.app.vkey()
            );
            refusal(state, StatusCode::UNPROCESSABLE_ENTITY, Checked::Refused(what))
        }
    }
}

fn look_up(state: &State, text: &str) -> Response {
    let (status, checked) = match text.parse::<ReceiptCode>() {
        Err(error) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Checked::Refused(sentence(&error.to_string())),
        ),
        Ok(code) => {
            let position = words::count(code.position);
            match state.app.code_standing(&code) {
                Ok(CodeStanding::Begins) => (StatusCode::OK, Checked::CodeBegins { position }),
                Ok(CodeStanding::NotCovered) => (StatusCode::OK, Checked::CodeNotCovered { position }),
                Ok(CodeStanding::Other) => (
                    StatusCode::UNPROCESSABLE_ENTITY,
                    Checked::CodeDiffers { position },
                ),
                Err(error) => return fault(state, &error),
            }
        }
    };
    let page = BuktiPage {
        code: text.to_owned(),
        ..page(state, Some(checked))
    };
    reply::page(status, &page)
}

fn page(state: &State, checked: Option<Checked>) -> BuktiPage {
    BuktiPage {
        shell: state.shell(),
        code: String::new(),
        checked,
        wait_seconds: state.options.sign_every.as_secs().max(1),
    }
}

fn refusal(state: &State, status: StatusCode, checked: Checked) -> Response {
    reply::page(status, &page(state, Some(checked)))
}

/// A file for the citizen alone.
fn download(text: String, name: &str) -> Response {
    let mut response = reply::text(StatusCode::OK, text);
    let disposition = format!("attachment; filename=\"{name}\"");
    reply::set(&mut response, header::CONTENT_DISPOSITION, &disposition);
    reply::set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

/// With a capital letter in front.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
