//! The cookies that there are. None is ever given to a citizen's own browser.

use std::time::Duration;

use warp::{
    http::{HeaderMap, HeaderValue, header},
    reply::Response,
};

use app::limits::SESSION_LIFE;

use crate::limits::{DEVICE_COOKIE_LIFE, PAIRING_COOKIE_LIFE};

/// A cookie of ours: sent to us alone, kept from scripts, and over TLS only where there is TLS.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cookie {
    name: &'static str,
    life: Duration,
}

/// Of staff: their session.
pub(crate) const SESSION: Cookie = Cookie {
    name: "skm",
    life: SESSION_LIFE.unsigned_abs(),
};
/// Of a device that asks to be taken in.
pub(crate) const PAIRING: Cookie = Cookie {
    name: "skm-daftar",
    life: PAIRING_COOKIE_LIFE,
};
/// Of a device of an office: its token.
pub(crate) const DEVICE: Cookie = Cookie {
    name: "skm-kios",
    life: DEVICE_COOKIE_LIFE,
};

impl Cookie {
    /// Its value in a request.
    pub(crate) fn read(self, headers: &HeaderMap, https: bool) -> Option<&str> {
        self.value(headers.get(header::COOKIE)?.to_str().ok()?, https)
    }

    /// Its value in a `Cookie` header.
    pub(crate) fn value(self, cookies: &str, https: bool) -> Option<&str> {
        let prefix = prefix(https);
        let mut pairs = cookies
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='));
        pairs
            .find(|(name, _)| name.strip_prefix(prefix) == Some(self.name))
            .map(|(_, value)| value)
    }

    /// Gives it to a browser, or takes it away again.
    pub(crate) fn set(self, response: &mut Response, value: Option<&str>, https: bool) {
        let secure = if https { "; Secure" } else { "" };
        let (value, age) = value.map_or(("", 0), |value| (value, self.life.as_secs()));
        let (prefix, name) = (prefix(https), self.name);
        let cookie =
            format!("{prefix}{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}");
        // Values are hex digits.
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

const fn prefix(https: bool) -> &'static str {
    if https { "__Host-" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_cookie_is_read() {
        assert_eq!(SESSION.value("a=1; skm=abc; b=2", false), Some("abc"));
        assert_eq!(SESSION.value("a=1; skm=abc", true), None);
        assert_eq!(SESSION.value("__Host-skm=abc", true), Some("abc"));
        assert_eq!(SESSION.value("__Host-skm=abc", false), None);
        assert_eq!(DEVICE.value("skm=abc; skm-kios=def", false), Some("def"));
    }

    #[test]
    fn a_cookie_is_kept_from_scripts_and_other_sites_and_goes_over_tls_where_there_is_tls() {
        let mut response = Response::default();
        DEVICE.set(&mut response, Some("x"), true);
        PAIRING.set(&mut response, None, true);
        let set: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
        assert_eq!(
            set,
            [
                "__Host-skm-kios=x; Path=/; HttpOnly; SameSite=Strict; Max-Age=34560000; Secure",
                "__Host-skm-daftar=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure",
            ]
        );
    }
}
