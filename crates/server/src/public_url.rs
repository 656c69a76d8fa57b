//! The address by which people reach the site, and the short addresses below it that go into QR codes.

use std::{fmt, str::FromStr};

use app::ReceiptCode;
use survey::{ServiceCode, SurveyCode, Token, UnitCode};

use crate::limits::PUBLIC_URL_BYTES_MAX;

/// An address such as `https://skm.sukamaju.go.id`: scheme, host, and a port where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// The text is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "tulis alamat lengkap tanpa jalur di belakangnya, paling panjang {PUBLIC_URL_BYTES_MAX} huruf, misalnya https://skm.sukamaju.go.id"
)]
pub struct PublicUrlError;

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let url = text.trim_end_matches('/').to_ascii_lowercase();
        let host = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        let of_host = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
        match host {
            Some(host)
                if !host.is_empty() && url.len() <= PUBLIC_URL_BYTES_MAX && host.bytes().all(of_host) =>
            {
                Ok(Self(url))
            }
            Some(_) | None => Err(PublicUrlError),
        }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PublicUrl {
    /// True if people reach the site over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// True if nobody but this machine itself gets there: good for trying out, not for a poster.
    #[must_use]
    pub fn is_local(&self) -> bool {
        let host = self.0.split_once("://").map_or("", |(_, host)| host);
        ["127.", "0.0.0.0", "localhost", "[::"]
            .iter()
            .any(|local| host.starts_with(local))
    }

    /// Where a unit's results are.
    #[must_use]
    pub fn of_results(&self, unit: &UnitCode) -> Address {
        self.of(&format!("/hasil/{unit}"))
    }

    /// The address of a survey, with one of its services chosen already or without.
    #[must_use]
    pub fn of_survey(&self, survey: &SurveyCode, service: Option<&ServiceCode>) -> Address {
        self.of(&format!("/s/{survey}{}", choosing(service)))
    }

    /// The address at which a one-time code begins its survey, likewise.
    #[must_use]
    pub fn of_token(&self, token: &Token, service: Option<&ServiceCode>) -> Address {
        self.of(&format!("/k/{}{}", token.compact(), choosing(service)))
    }

    /// Where the code of a receipt is looked up.
    #[must_use]
    pub fn of_receipt(&self, code: &ReceiptCode) -> Address {
        self.of(&format!("/bukti/{code}"))
    }

    /// Where a one-time code is typed in.
    #[must_use]
    pub fn of_typing(&self) -> Address {
        self.of("/k")
    }

    fn of(&self, path: &str) -> Address {
        Address {
            text: format!("{self}{path}"),
            site: self.0.len(),
        }
    }
}

/// Behind an address: which service is meant.
fn choosing(service: Option<&ServiceCode>) -> String {
    service.map_or_else(String::new, |service| format!("?layanan={service}"))
}

/// An address below the site, for a phone and for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    /// How long scheme and host are.
    site: usize,
}

impl Address {
    /// As a QR code holds it: scheme and host in capitals, of which a symbol holds nearly half as many again, and which
    /// mean the same in either case.
    #[must_use]
    pub fn for_qr(&self) -> String {
        let (site, path) = self.text.split_at(self.site);
        format!("{}{path}", site.to_ascii_uppercase())
    }

    /// As people read it and type it: without the scheme.
    #[must_use]
    pub fn for_people(&self) -> &str {
        self.text
            .split_once("://")
            .map_or(self.text.as_str(), |(_, rest)| rest)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_with_its_scheme_is_an_address_of_the_site() {
        for (text, read) in [
            ("https://skm.sukamaju.go.id", "https://skm.sukamaju.go.id"),
            ("HTTPS://SKM.Sukamaju.go.id/", "https://skm.sukamaju.go.id"),
            ("http://10.0.0.7:8080", "http://10.0.0.7:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().unwrap().to_string(), read);
        }
        for text in [
            "",
            "skm.sukamaju.go.id",
            "ftp://a.id",
            "https://",
            "https://a.id/skm",
            "https://a id",
            "https://a@b",
            &format!("https://{}.id", "a".repeat(40)),
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn addresses_are_short_and_have_a_form_for_phones_and_one_for_people() {
        let site: PublicUrl = "https://skm.sukamaju.go.id".parse().unwrap();
        let survey = site.of_survey(&SurveyCode::new("DISDUKCAPIL").unwrap(), None);
        assert_eq!(survey.for_people(), "skm.sukamaju.go.id/s/DISDUKCAPIL");
        let token = site.of_token(&"4f7k-9qx2-m8td-v3rb".parse().unwrap(), None);
        assert_eq!(token.for_qr(), "HTTPS://SKM.SUKAMAJU.GO.ID/k/4F7K9QX2M8TDV3RB");
        assert!(site.is_https());
    }
}
