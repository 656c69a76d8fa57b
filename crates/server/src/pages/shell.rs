//! What every page has around its content: language, print size, who publishes, how current it is.

use std::fmt::Display;

use super::{Surface, Words};

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Language of the page.
    pub words: &'static Words,
    /// The government whose units are surveyed, for example "Pemerintah Kabupaten Sukamaju"; may be empty.
    pub publisher: String,
    /// The log is a demonstration: the page says DATA CONTOH.
    pub demo: bool,
    /// Larger letters, by `?huruf=besar`.
    pub large_print: bool,
    /// The screen belongs to the office: nothing of one citizen stays for the next.
    pub kiosk: bool,
    /// For somebody who is in: where else they may go.
    pub menu: Option<Menu>,
    /// Position of the log that the page shows, formatted ("202.114"); none if it shows no data.
    pub position: Option<String>,
}

/// Where somebody who is in may go, beside the dashboard and their own account.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// To everybody's accounts.
    pub accounts: bool,
    /// To the devices.
    pub devices: bool,
    /// To what was known at any point of the log.
    pub inspection: bool,
    /// To tables that are taken along.
    pub exports: bool,
    /// To what units there are.
    pub register: bool,
    /// To these pages of the unit that the page is about, each by the last part of its address.
    pub unit: Vec<&'static str>,
}

impl Shell {
    /// A frame in Bahasa Indonesia, of normal size and without data.
    #[must_use]
    pub fn new(publisher: impl Into<String>, demo: bool) -> Self {
        Self {
            words: Words::indonesian(),
            publisher: publisher.into(),
            demo,
            large_print: false,
            kiosk: false,
            menu: None,
            position: None,
        }
    }

    /// True if whoever looks may come to a page of the unit that this page is about, named by the last part of its address.
    pub(crate) fn leads_to(&self, place: &str) -> bool {
        let menu = self.menu.as_ref();
        menu.is_some_and(|menu| menu.unit.contains(&place))
    }

    pub(crate) fn surface(&self) -> Surface {
        if self.kiosk { Surface::Kiosk } else { Surface::Own }
    }

    /// Names of units and services are Indonesian, whatever the language around them.
    pub(crate) fn is_indonesian(&self) -> bool {
        self.lang() == Words::indonesian().language()
    }

    pub(crate) fn lang(&self) -> &'static str {
        self.words.language()
    }

    pub(crate) fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.text(key)
    }

    pub(crate) fn number(&self, n: &u64) -> String {
        self.words.number(*n)
    }

    pub(crate) fn fill(&self, key: &str, first: impl Display, second: impl Display) -> String {
        self.words.fill(key, &first, &second)
    }
}
