//! Pages for what went otherwise: each says what happened to the answers and what to do.

use askama::Template;

use super::Shell;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The survey was opened after its end; nothing was sent. 410.
    SurveyClosed,
    /// Answers arrived after the end and were not recorded. 410.
    TooLate,
    /// No survey has this code. 404.
    SurveyUnknown,
    /// Other answers stand recorded under the same id; these are kept for review. 409.
    Conflict,
    /// The ticket was opened after its code was used. 410.
    TokenUsed,
    /// Answers came with a code that somebody else had used; these are kept for review. 409.
    TokenSpent,
    /// The queue is full. 503 with `Retry-After`.
    Busy,
    /// The body is over its limit. 413.
    TooLarge,
    /// The body is no form of ours. 400.
    Unreadable,
    /// We failed, and cannot tell whether the answers were recorded. 500.
    Fault,
    /// No such page. 404.
    NotFound,
}

/// The answers as they came, to be sent again with the same id: they count once, whatever happened.
#[derive(Clone, Debug)]
pub struct Resend {
    /// Where to send, "/s/KODE".
    pub action: String,
    /// Fields as received, in their order; `aksi` left out.
    pub fields: Vec<(String, String)>,
}

/// Where to go from a survey that is closed.
#[derive(Clone, Debug)]
pub struct Onward {
    /// Name of the unit that does now what the survey's unit did; none where that is itself.
    pub successor: Option<String>,
    /// Address and name of the surveys that can be answered instead.
    pub surveys: Vec<(String, String)>,
    /// Code of the unit whose results can be seen.
    pub results: Option<String>,
    /// A one-time code led here, which is of no more use.
    pub with_code: bool,
}

/// A notice or failure.
#[derive(Debug, Template)]
#[template(path = "message.html")]
pub struct MessagePage {
    /// The frame.
    pub shell: Shell,
    /// What happened.
    pub notice: Notice,
    /// For [`Notice::Busy`] and [`Notice::Fault`]: the answers, so that they are not lost. None if none came.
    pub resend: Option<Resend>,
    /// For [`Notice::SurveyClosed`] and [`Notice::TooLate`]: where to go.
    pub onward: Option<Onward>,
    /// Id of the fault in the server's own records, to be quoted.
    pub fault_id: Option<String>,
    /// For [`Notice::Conflict`]: the draft in the browser that is done with.
    pub draft: Option<String>,
}

/// Keys of the words of one notice.
struct Keys {
    title: &'static str,
    answers: &'static str,
    remedy: &'static str,
}

impl MessagePage {
    /// A notice without answers to carry.
    #[must_use]
    pub fn new(shell: Shell, notice: Notice) -> Self {
        Self {
            shell,
            notice,
            resend: None,
            onward: None,
            fault_id: None,
            draft: None,
        }
    }

    /// The same with where to go.
    #[must_use]
    pub fn leading(mut self, onward: Onward) -> Self {
        self.onward = Some(onward);
        self
    }

    /// True if these answers will never be taken, however often they are sent.
    fn is_refusal(&self) -> bool {
        match self.notice {
            Notice::TooLate
            | Notice::TokenSpent
            | Notice::SurveyUnknown
            | Notice::TooLarge
            | Notice::Unreadable => true,
            Notice::TokenUsed
            | Notice::SurveyClosed
            | Notice::Conflict
            | Notice::Busy
            | Notice::Fault
            | Notice::NotFound => false,
        }
    }

    fn title(&self) -> &str {
        self.shell.t(self.keys().title)
    }

    fn answers(&self) -> &str {
        self.shell.t(self.keys().answers)
    }

    fn remedy(&self) -> &str {
        self.shell.t(self.keys().remedy)
    }

    fn keys(&self) -> Keys {
        let keys = |title, answers, remedy| Keys {
            title,
            answers,
            remedy,
        };
        let carried = self.resend.is_some();
        // Another survey is for everybody's own screen; that of the office asks the survey it was installed for.
        let surveys = self.onward.iter().flat_map(|onward| &onward.surveys);
        let leads_on = !self.shell.kiosk && surveys.count() > 0;
        match self.notice {
            Notice::SurveyClosed if leads_on => {
                keys("pesan.tutup.judul", "pesan.tutup.jawaban", "pesan.tutup.lanjut")
            }
            Notice::SurveyClosed => keys("pesan.tutup.judul", "pesan.tutup.jawaban", "pesan.tutup.lakukan"),
            Notice::TooLate => keys(
                "pesan.terlambat.judul",
                "pesan.terlambat.jawaban",
                "pesan.terlambat.lakukan",
            ),
            Notice::SurveyUnknown => keys("pesan.asing.judul", "pesan.asing.jawaban", "pesan.asing.lakukan"),
            Notice::Conflict => keys("pesan.beda.judul", "pesan.beda.jawaban", "pesan.beda.lakukan"),
            Notice::TokenUsed => keys(
                "pesan.terpakai.judul",
                "pesan.terpakai.jawaban",
                "pesan.terpakai.lakukan",
            ),
            Notice::TokenSpent => keys(
                "pesan.didahului.judul",
                "pesan.didahului.jawaban",
                "pesan.didahului.lakukan",
            ),
            Notice::Busy if carried => {
                keys("pesan.sibuk.judul", "pesan.sibuk.jawaban", "pesan.sibuk.lakukan")
            }
            Notice::Busy => keys("pesan.sibuk.judul", "pesan.sibuk.kosong", "pesan.sibuk.nanti"),
            Notice::TooLarge => keys("pesan.besar.judul", "pesan.besar.jawaban", "pesan.besar.lakukan"),
            Notice::Unreadable => keys("pesan.rusak.judul", "pesan.rusak.jawaban", "pesan.rusak.lakukan"),
            Notice::Fault if carried => keys(
                "pesan.gangguan.judul",
                "pesan.gangguan.jawaban",
                "pesan.gangguan.lakukan",
            ),
            Notice::Fault => keys(
                "pesan.gangguan.judul",
                "pesan.gangguan.kosong",
                "pesan.gangguan.nanti",
            ),
            Notice::NotFound => keys("pesan.tiada.judul", "pesan.tiada.jawaban", "pesan.tiada.lakukan"),
        }
    }
}
