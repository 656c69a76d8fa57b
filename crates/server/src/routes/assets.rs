//! `GET /aset/{file}`: styles and scripts, named by their content and kept by browsers for a year.

use warp::{
    Filter, Rejection,
    http::{StatusCode, header},
};

use crate::{http::reply, pages, routes::Route};

pub(super) fn route() -> Route {
    warp::path!("aset" / String)
        .and(warp::get())
        .and_then(|file: String| async move {
            let path = format!("/aset/{file}");
            let asset = pages::assets()
                .iter()
                .find(|asset| asset.path == path)
                .ok_or_else(warp::reject::not_found)?;
            let mut response = reply::with_type(StatusCode::OK, asset.content_type, asset.text.clone());
            reply::set(
                &mut response,
                header::CACHE_CONTROL,
                "public, max-age=31536000, immutable",
            );
            Ok::<_, Rejection>(response)
        })
        .boxed()
}
