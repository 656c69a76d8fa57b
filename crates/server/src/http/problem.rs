//! Problem documents (RFC 9457): why a request was refused, for programs and for people.

use app::AppError;
use serde::Serialize;
use survey::Refusal;
use warp::{http::StatusCode, reply::Response};

use crate::{
    http::{body::BodyError, reply},
    limits::BODY_BYTES_MAX,
};

/// Why a request was refused.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(serialize_with = "as_number")]
    status: StatusCode,
    title: &'static str,
    code: &'static str,
    detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            status,
            title: code,
            code,
            detail: detail.into(),
        }
    }

    pub(crate) fn unreadable(what: &str) -> Self {
        let detail =
            format!("Isi permintaan tidak dapat dibaca: {what}. Periksa bentuknya lalu kirim kembali.");
        Self::new(StatusCode::BAD_REQUEST, "body_unreadable", detail)
    }

    pub(crate) fn too_large(bytes_max: usize) -> Self {
        let detail = format!("Isi permintaan melebihi {bytes_max} bita. Perkecil lalu kirim kembali.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail)
    }

    /// What there is not, or not for whoever asks.
    pub(crate) fn not_found() -> Self {
        let detail = "Tidak ada di sini, atau bukan untuk yang meminta.";
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// So many came from one network that the next must wait.
    pub(crate) fn too_many() -> Self {
        let detail = "Terlalu banyak jawaban datang dari jaringan ini. Simpan jawaban lalu kirim kembali sebentar lagi.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", detail)
    }

    pub(crate) fn response(&self) -> Response {
        let body = serde_json::to_string(self).expect("made of maps with text keys");
        let mut response = reply::with_type(self.status, "application/problem+json", body);
        reply::set_retry_after(&mut response);
        response
    }
}

impl From<BodyError> for Problem {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::too_large(BODY_BYTES_MAX),
            BodyError::BrokenOff => Self::unreadable("terputus sebelum selesai"),
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::new(status_of(&refusal), refusal.code(), refusal.to_string()),
            AppError::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error.to_string()),
            AppError::Evidence(_) | AppError::Failed(_) => {
                let detail =
                    "Sistem gagal dan belum tentu mencatat jawaban. Kirim kembali dengan id yang sama.";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", detail)
            }
        }
    }
}

/// The status of a refusal: each says what kind of thing is wrong, 422 where it is the content.
pub(crate) fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal.code() {
        "survey_unknown" | "unit_unknown" | "response_unknown" => StatusCode::NOT_FOUND,
        "survey_closed" => StatusCode::GONE,
        "response_conflict" | "code_spent" => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}
