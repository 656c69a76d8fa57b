//! `GET /aset/{file}`: styles, scripts and pictures, named by their content and kept by browsers for a year; and
//! `GET /pekerja.js`, the one script that must keep its name.

use std::{collections::HashMap, sync::LazyLock};

use warp::{Filter, Rejection, http::HeaderMap};

use crate::{http::packed::Packed, pages, routes::Route};

static FILES: LazyLock<HashMap<&'static str, Packed>> = LazyLock::new(|| {
    let pack = |asset: &'static pages::Asset| {
        let is_picture = asset.content_type.starts_with("image/");
        let pack = if is_picture { Packed::picture } else { Packed::text };
        (asset.path.as_str(), pack(asset.content_type, asset.bytes.clone()))
    };
    pages::assets().into_iter().map(pack).collect()
});

static WORKER: LazyLock<Packed> =
    LazyLock::new(|| Packed::text("text/javascript; charset=utf-8", pages::worker_script()));

pub(super) fn routes() -> Route {
    let files = warp::path!("aset" / String)
        .and(warp::get())
        .and(warp::header::headers_cloned())
        .and_then(|file: String, headers: HeaderMap| async move {
            let path = format!("/aset/{file}");
            let file = FILES.get(path.as_str()).ok_or_else(warp::reject::not_found)?;
            Ok::<_, Rejection>(file.answer(&headers, "public, max-age=31536000, immutable"))
        });
    let worker = warp::path!("pekerja.js")
        .and(warp::get())
        .and(warp::header::headers_cloned())
        .map(|headers: HeaderMap| WORKER.answer(&headers, "no-cache"));
    files.or(worker).unify().boxed()
}
