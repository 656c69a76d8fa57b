//! Who may do what: one table, and the one function that reads it.
//!
//! Each role changes something or takes something away, so everybody shows a second factor when entering.

use super::Role;

/// Something that staff do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// See the figures of a unit, with their suppression.
    SeeFigures,
    /// Read comments that pass suppression.
    ReadComments,
    /// Take documents and tables away.
    Export,
    /// Print posters and blank forms.
    Print,
    /// Type in forms from paper.
    EnterPaper,
    /// Issue one-time codes.
    IssueCodes,
    /// Take devices in and revoke them.
    ManageDevices,
    /// Record service events, plan and close follow-ups, answer complaints.
    ActOnResults,
    /// Publish a period.
    Publish,
    /// Take single answers out of the figures and in again; two people agree.
    ReviewAnswers,
    /// Register, rename, move and close units, services, surveys and holidays.
    ManageRegister,
    /// Read single answers, each reading with its purpose on record.
    ReadRows,
    /// Check the log, its signatures and its suspicions.
    Inspect,
    /// Invite, grant, reset, disable.
    ManageAccounts,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::SeeFigures,
        Self::ReadComments,
        Self::Export,
        Self::Print,
        Self::EnterPaper,
        Self::IssueCodes,
        Self::ManageDevices,
        Self::ActOnResults,
        Self::Publish,
        Self::ReviewAnswers,
        Self::ManageRegister,
        Self::ReadRows,
        Self::Inspect,
        Self::ManageAccounts,
    ];

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SeeFigures => "melihat angka",
            Self::ReadComments => "membaca komentar",
            Self::Export => "mengunduh dokumen dan tabel",
            Self::Print => "mencetak poster dan formulir",
            Self::EnterPaper => "memasukkan formulir kertas",
            Self::IssueCodes => "menerbitkan kode sekali pakai",
            Self::ManageDevices => "mengelola perangkat",
            Self::ActOnResults => "mencatat peristiwa dan tindak lanjut",
            Self::Publish => "menerbitkan hasil",
            Self::ReviewAnswers => "meninjau jawaban",
            Self::ManageRegister => "mengelola unit, layanan, dan survei",
            Self::ReadRows => "membaca jawaban satu per satu",
            Self::Inspect => "memeriksa log",
            Self::ManageAccounts => "mengelola akun",
        }
    }
}

const Y: bool = true;
const N: bool = false;

/// The columns are the roles in the order of [`Role::ALL`].
#[rustfmt::skip]
const TABLE: [(Action, [bool; 5]); 14] = [
    //                        petugas  kepala  Bagian Org.  pemeriksa  administrator
    (Action::SeeFigures,      [Y,      Y,      Y,           Y,         Y]),
    (Action::ReadComments,    [N,      Y,      Y,           Y,         N]),
    (Action::Export,          [N,      Y,      Y,           Y,         N]),
    (Action::Print,           [Y,      Y,      Y,           N,         Y]),
    (Action::EnterPaper,      [Y,      N,      Y,           N,         N]),
    (Action::IssueCodes,      [Y,      Y,      Y,           N,         N]),
    (Action::ManageDevices,   [Y,      Y,      Y,           N,         Y]),
    (Action::ActOnResults,    [N,      Y,      Y,           N,         N]),
    (Action::Publish,         [N,      Y,      Y,           N,         N]),
    (Action::ReviewAnswers,   [N,      N,      Y,           N,         N]),
    (Action::ManageRegister,  [N,      N,      Y,           N,         N]),
    (Action::ReadRows,        [N,      N,      N,           Y,         N]),
    (Action::Inspect,         [N,      N,      N,           Y,         N]),
    (Action::ManageAccounts,  [N,      N,      N,           N,         Y]),
];

/// True if a role may do something to the units that it is held over.
#[must_use]
pub fn permitted(role: Role, action: Action) -> bool {
    let row = TABLE.iter().find(|(of, _)| *of == action);
    let column = Role::ALL.iter().position(|of| *of == role);
    row.zip(column).is_some_and(|((_, row), column)| row[column])
}
