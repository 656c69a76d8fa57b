//! Why a command changed nothing, in words for whoever asked, and under a code for programs.

use ikm::UnsurCode;
use jiff::civil::Date;

use crate::{
    AccountId, AccountState, CodeError, DeviceCode, InstrumentError, InstrumentRef, Language, Month, Period,
    Role, ServiceCode, SurveyCode, UnitCode, UnsurList, limits,
};

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident $(($($of:ty),*))? = $code:literal, $text:literal $(, $arg:expr)*;)*) => {
        /// Why a command changed nothing. The text is for the person who asked, in Bahasa Indonesia.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$doc])* #[error($text $(, $arg)*)] $variant $(($($of),*))?,)*
        }

        impl Refusal {
            /// Every code, for the documentation.
            pub const CODES: &[&str] = &[$($code),*];

            /// The code that programs read.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(refusals!(@pattern $variant $(($($of),*))?) => $code,)*
                }
            }
        }
    };
    (@pattern $variant:ident) => { Self::$variant };
    (@pattern $variant:ident ($($of:ty),*)) => { Self::$variant(..) };
}

refusals! {
    /// Name a survey that exists.
    SurveyUnknown(SurveyCode) = "survey_unknown",
        "Survei {0} tidak ada. Periksa kembali alamat atau kode QR.";
    /// The survey takes no answers any more.
    SurveyClosed(SurveyCode) = "survey_closed",
        "Survei {0} sudah ditutup, sehingga jawaban tidak dicatat. Terima kasih atas kesediaan Saudara.";
    /// Use a code of its own for each survey.
    SurveyExists(SurveyCode) = "survey_exists",
        "Survei {0} sudah ada. Pilih kode lain.";
    /// The survey was closed already.
    SurveyClosedAlready(SurveyCode) = "survey_closed_already",
        "Survei {0} sudah ditutup sebelumnya. Tidak ada yang perlu dilakukan.";
    /// Type the code again as it stands on the ticket, or ask for another ticket.
    TokenUnknown = "code_unknown",
        "Kode sekali pakai ini tidak dikenal. Periksa tulisannya, atau mintalah kode baru di loket.";
    /// A code admits one response. Ask for another ticket if the first response was not yours.
    TokenSpent = "code_spent",
        "Kode sekali pakai ini sudah digunakan. Jawaban pertama tetap berlaku; bila itu bukan jawaban Saudara, mintalah kode baru di loket.";
    /// Choose a survey that is open.
    SurveyNotOpen(SurveyCode) = "survey_not_open",
        "Survei {0} sudah ditutup, sehingga kode untuknya tidak berguna lagi. Pilih survei yang masih terbuka.";
    /// Issue as many at once as fit a batch.
    TokenCount(usize) = "code_count",
        "Jumlah kode {0}; sekali terbit paling sedikit {min} dan paling banyak {max}.", min = limits::TOKENS_PER_BATCH_MIN, max = limits::TOKENS_PER_BATCH_MAX;
    /// Answer the version that the survey asks.
    InstrumentMismatch(InstrumentRef, InstrumentRef) = "instrument_mismatch",
        "Jawaban dibuat untuk instrumen {0}, sedangkan survei memakai {1}. Muat ulang halaman lalu jawab kembali.";
    /// Name a service of the survey.
    ServiceNotInSurvey(ServiceCode) = "service_not_in_survey",
        "Layanan {0} tidak termasuk survei ini. Pilih layanan dari daftar.";
    /// Choose one of the services.
    ServiceMissing = "service_missing",
        "Pilih layanan yang Saudara terima.";
    /// Answer only what the instrument asks.
    UnsurUnknown(UnsurCode) = "unsur_unknown",
        "Unsur {0} tidak ada dalam instrumen ini. Gunakan kode unsur dari instrumen.";
    /// Answer every question.
    AnswersMissing(UnsurList) = "answers_missing",
        "Belum dijawab: {0}. Pilih satu jawaban untuk setiap pertanyaan.";
    /// A response without a single answer says nothing.
    NoAnswers = "no_answers",
        "Belum ada jawaban. Isi paling sedikit satu unsur.";
    /// Use the codes of the instrument.
    ProfileUnknown(String, String) = "profile_unknown",
        "Pilihan {1:?} untuk {0:?} tidak ada dalam instrumen ini. Gunakan kode pilihan dari instrumen.";
    /// Use the codes of the instrument.
    ReasonUnknown(UnsurCode, String) = "reason_unknown",
        "Alasan {1:?} untuk unsur {0} tidak ada dalam instrumen ini atau ditulis dua kali. Gunakan setiap kode alasan dari instrumen paling banyak sekali.";
    /// Shorten the comment.
    CommentTooLong(usize) = "comment_too_long",
        "Saran terdiri dari {0} karakter; paling banyak {max} karakter. Mohon dipersingkat.", max = limits::COMMENT_CHARS_MAX;
    /// State a time that can be true.
    SecondsTakenTooLarge(u32) = "seconds_taken_too_large",
        "Lama pengisian {0} detik tidak masuk akal. Isi paling lama {max} detik, atau kosongkan.", max = limits::SECONDS_TAKEN_MAX;
    /// Make another code and token.
    DeviceExists(DeviceCode) = "device_exists",
        "Perangkat {0} sudah terdaftar. Mulai kembali pendaftaran di perangkat itu.";
    /// Name a device that is enrolled.
    DeviceUnknown(DeviceCode) = "device_unknown",
        "Perangkat {0} tidak terdaftar. Periksa kembali kodenya.";
    /// The device was revoked already.
    DeviceRevokedAlready(DeviceCode) = "device_revoked_already",
        "Pendaftaran perangkat {0} sudah dicabut sebelumnya. Tidak ada yang perlu dilakukan.";
    /// Let the device show a new code, and use that within its time.
    PairingUnknown = "pairing_unknown",
        "Kode ini tidak ditampilkan perangkat mana pun, atau waktunya sudah lewat. Mulai kembali pendaftaran di perangkat itu.";
    /// Choose a language that the survey's instrument speaks.
    LanguageNotSpoken(Language) = "language_not_spoken",
        "Survei ini belum tersedia dalam bahasa {0}. Pilih bahasa lain.";
    /// Use an id of the device within the limit, without spaces.
    DeviceInvalid = "device_invalid",
        "Nama perangkat harus terdiri dari 1 sampai {max} huruf, angka, atau tanda baca tanpa spasi.", max = limits::DEVICE_ID_BYTES_MAX;
    /// Under this id other answers stand already. Mint a new id for a new response.
    ResponseConflict = "response_conflict",
        "Jawaban dengan nomor ini sudah tercatat dengan isi yang berbeda. Jawaban pertama tetap berlaku; untuk jawaban baru, muat ulang halaman survei.";
    /// Name a response that is in the log.
    ResponseUnknown = "response_unknown",
        "Jawaban dengan nomor ini tidak ada. Periksa kembali nomornya.";
    /// The response is excluded already.
    ResponseExcludedAlready = "response_excluded_already",
        "Jawaban ini sudah dikeluarkan dari perhitungan. Tidak ada yang perlu dilakukan.";
    /// Only an excluded response can be reinstated.
    ResponseNotExcluded = "response_not_excluded",
        "Jawaban ini tidak sedang dikeluarkan dari perhitungan. Tidak ada yang perlu dilakukan.";
    /// The same rule has flagged it already.
    ResponseFlaggedAlready = "response_flagged_already",
        "Jawaban ini sudah ditandai oleh aturan yang sama. Tidak ada yang perlu dilakukan.";
    /// Name a text of that response.
    ContentUnknown = "content_unknown",
        "Teks ini tidak ada pada catatan itu. Pilih teks yang akan dihapus.";
    /// The text is gone already.
    ContentErasedAlready = "content_erased_already",
        "Teks ini sudah dihapus. Tidak ada yang perlu dilakukan.";
    /// Two people must agree.
    SecondApprovalMissing = "second_approval_missing",
        "Mintalah persetujuan orang kedua, yang bukan pengusul.";
    /// Ask a second person to agree to its exclusion.
    WithdrawalLate = "withdrawal_late",
        "Isian ini sudah lebih dari {hours} jam. Ajukan pengeluaran dengan persetujuan orang kedua.", hours = limits::PAPER_WITHDRAWAL_HOURS;
    /// Only what staff entered from paper is theirs to withdraw.
    NotPaper = "not_paper",
        "Jawaban ini bukan isian kertas, sehingga tidak dapat ditarik oleh pengisi. Ajukan pengeluaran dengan persetujuan orang kedua.";
    /// Begin another stack.
    BatchFull(usize) = "batch_full",
        "Tumpukan ini sudah berisi {0} lembar. Mulai tumpukan baru.";
    /// Say why.
    ReasonMissing = "reason_missing",
        "Tuliskan keterangan atau alasannya.";
    /// Shorten the note.
    NoteTooLong(usize) = "note_too_long",
        "Teks terdiri dari {0} karakter; paling banyak {max} karakter. Mohon dipersingkat.", max = limits::NOTE_CHARS_MAX;
    /// Shorten the letter.
    LetterTooLong(usize) = "letter_too_long",
        "Isinya {0} karakter; paling banyak {max} karakter. Mohon dipersingkat.", max = limits::LETTER_CHARS_MAX;
    /// Correct the day: nothing is answered before it came.
    DayBeforeReceipt(Date, Date) = "day_before_receipt",
        "Tanggal {0} mendahului hari pengaduan diterima, {1}. Periksa kembali tanggalnya.";
    /// Correct the day: nothing is carried out before it is planned, or before there is a result that it follows from.
    DayBeforePlan(Date, Date) = "day_before_plan",
        "Tanggal {0} mendahului rencananya, yang dimulai paling awal {1}. Periksa kembali tanggalnya.";
    /// Write the name or the code of one unit that serves.
    UnitNotNamed(String) = "unit_not_named",
        "Tidak ada tepat satu unit yang melayani bernama {0:?}. Pilih dari daftar, atau tulis kode unitnya.";
    /// Give it a name within the limit.
    NameInvalid = "name_invalid",
        "Nama harus diisi, paling panjang {max} karakter.", max = limits::NAME_CHARS_MAX;
    /// Name a unit that exists.
    UnitUnknown(UnitCode) = "unit_unknown",
        "Unit {0} tidak terdaftar. Periksa kembali kodenya.";
    /// Use a code of its own for each unit.
    UnitExists(UnitCode) = "unit_exists",
        "Unit {0} sudah terdaftar. Pilih kode lain.";
    /// The unit serves nobody any more.
    UnitClosed(UnitCode) = "unit_closed",
        "Unit {0} sudah ditutup. Pilih unit yang masih melayani.";
    /// A unit cannot lie below itself.
    UnitBelowItself(UnitCode) = "unit_below_itself",
        "Unit {0} tidak dapat berada di bawah dirinya sendiri. Pilih unit induk yang lain.";
    /// Choose the unit that goes on.
    UnitIntoItself(UnitCode) = "unit_into_itself",
        "Unit {0} tidak dapat digabung ke dirinya sendiri. Pilih unit yang meneruskan tugasnya.";
    /// Make the tree flatter.
    UnitTooDeep = "unit_too_deep",
        "Susunan unit paling dalam {max} tingkat. Pilih unit induk yang lebih tinggi.", max = limits::UNIT_DEPTH_MAX;
    /// Close or move what is open in it first.
    UnitInUse(UnitCode) = "unit_in_use",
        "Unit {0} masih memiliki survei yang terbuka atau unit di bawahnya. Tutup atau pindahkan lebih dahulu.";
    /// Write the code with the year of its list.
    RegionCodeUnreadable(String, &'static str) = "region_code_unreadable",
        "Kode wilayah {0:?} tidak terbaca. Tulis kode dan tahun daftarnya, misalnya {1}.";
    /// Give a code, and not a long text.
    RegionCodeInvalid = "region_code_invalid",
        "Kode wilayah harus diisi, paling panjang {max} karakter, misalnya 35.10.01.2001 (2023).", max = limits::REGION_CODE_CHARS_MAX;
    /// Name a service that the unit offers.
    ServiceUnknown(UnitCode, ServiceCode) = "service_unknown",
        "Layanan {1} tidak tersedia pada unit {0}. Pilih layanan yang masih ditawarkan.";
    /// Use a code of its own for each service.
    ServiceExists(UnitCode, ServiceCode) = "service_exists",
        "Layanan {1} sudah ada pada unit {0}. Pilih kode lain.";
    /// Close the survey first, or open one about another service.
    ServiceAsked(ServiceCode, SurveyCode) = "service_asked",
        "Layanan {0} satu-satunya yang masih ditanyakan survei {1}. Tutup survei itu lebih dahulu.";
    /// A survey is about at least one service.
    NoServices = "no_services",
        "Pilih paling sedikit satu layanan untuk survei.";
    /// Publish the instrument first.
    InstrumentUnknown(InstrumentRef) = "instrument_unknown",
        "Instrumen {0} belum diterbitkan. Terbitkan lebih dahulu, atau pilih instrumen lain.";
    /// An instrument is frozen: publish the change as a new version.
    InstrumentExists(InstrumentRef) = "instrument_exists",
        "Instrumen {0} sudah terbit dan tidak dapat diubah. Terbitkan sebagai versi baru.";
    /// The wording in this language is frozen with the instrument: publish the change as a new version.
    LanguageFrozen(Language) = "language_frozen",
        "Bahasa {0} terbit bersama instrumennya dan tidak dapat diubah. Terbitkan instrumen sebagai versi baru.";
    /// Complete the instrument.
    InstrumentIncomplete(InstrumentError) = "instrument_incomplete",
        "{0}";
    /// The figures that belong to the kind of event are missing or too many.
    ServiceEventDetails(&'static str) = "service_event_details",
        "{0}";
    /// Count the visits of a month once it is over.
    MonthRunning(Month) = "month_running",
        "Bulan {0} belum berakhir, sehingga kunjungannya belum dapat dihitung seluruhnya. Catat setelah bulan itu selesai.";
    /// Name a service event that stands in the log and was not withdrawn.
    ServiceEventUnknown = "service_event_unknown",
        "Peristiwa layanan ini tidak ada atau sudah ditarik. Periksa kembali nomornya.";
    /// Name a follow-up of the unit that was not withdrawn.
    FollowUpUnknown = "follow_up_unknown",
        "Tindak lanjut ini tidak ada atau sudah ditarik. Periksa kembali daftarnya.";
    /// Withdraw its end first, if that was a mistake.
    FollowUpOver = "follow_up_over",
        "Tindak lanjut ini sudah selesai atau dibatalkan. Bila itu keliru, tarik lebih dahulu catatan terakhirnya.";
    /// Choose a quarter.
    QuarterExpected(Period) = "quarter_expected",
        "Periode {0} bukan triwulan. Pilih triwulan, misalnya 2026-Q3.";
    /// State how much is done; what is done whole is completed.
    PercentInvalid(u8) = "percent_invalid",
        "Capaian {0} persen tidak dapat dicatat sebagai kemajuan. Isi 0 sampai 99; yang sudah tuntas dicatat sebagai selesai.";
    /// Give an address that can be opened.
    LinkInvalid = "link_invalid",
        "Alamat bukti harus dimulai dengan https:// atau http://, tanpa spasi, paling panjang {max} karakter.", max = limits::LINK_CHARS_MAX;
    /// Name a complaint that the unit has, and that was not withdrawn.
    ComplaintUnknown = "complaint_unknown",
        "Pengaduan ini tidak ada pada unit ini, sudah diteruskan, atau sudah ditarik. Periksa kembali daftarnya.";
    /// Withdraw its closing first, if that was a mistake.
    ComplaintClosed = "complaint_closed_already",
        "Pengaduan ini sudah ditutup. Bila itu keliru, tarik lebih dahulu catatan terakhirnya.";
    /// Choose the survey only for what came as a comment of it.
    ComplaintChannel = "complaint_channel",
        "Saluran survei hanya untuk komentar survei, dan komentar survei hanya lewat saluran itu. Pilih saluran yang lain.";
    /// Leave contact and text blank: the answer has no identity, and the comment says it already.
    ComplaintContact = "complaint_contact",
        "Jawaban survei tidak beridentitas. Kosongkan isi dan kontak; isinya sudah ada dalam komentar.";
    /// Choose what it asks for.
    ComplaintKindMissing = "complaint_kind_missing",
        "Pilih jenis pengaduan dari daftar.";
    /// Write what was said.
    ComplaintTextMissing = "complaint_text_missing",
        "Tuliskan isi pengaduan.";
    /// Name an answer of the unit whose comment can still be read, and that is no complaint yet.
    CommentUnknown = "comment_unknown",
        "Komentar ini tidak ada pada unit ini, sudah dihapus, atau sudah menjadi pengaduan. Pilih komentar lain.";
    /// State a year that can be meant.
    HolidayYear(i16) = "holiday_year",
        "Tahun {0} tidak dapat dimasukkan. Isi tahun 2000 sampai 2200.";
    /// Give at least one day, and no more than a year may have.
    HolidayCount(usize) = "holiday_count",
        "Jumlah hari libur {0}; isi 1 sampai {max} hari, satu hari tiap baris.", max = limits::HOLIDAYS_PER_YEAR_MAX;
    /// Give days of that year only.
    HolidayElsewhere(Date, i16) = "holiday_elsewhere",
        "Hari libur {0} tidak berada dalam tahun {1}. Periksa tanggalnya.";
    /// Give each day once.
    HolidayTwice(Date) = "holiday_twice",
        "Hari libur {0} disebut dua kali. Tulis setiap hari sekali.";
    /// Write a day and its name.
    HolidayLine(usize) = "holiday_line",
        "Baris {0} tidak terbaca. Tulis tanggal dan nama, misalnya 2027-01-01;Tahun Baru 2027 Masehi.";
    /// Write a day of the calendar.
    DateInvalid(String) = "date_invalid",
        "Isian {0:?} bukan tanggal. Tulis misalnya 2026-09-14.";
    /// Write a whole number.
    NumberInvalid(String) = "number_invalid",
        "Isian {0:?} bukan bilangan bulat. Tulis angka saja.";
    /// Write a period.
    PeriodInvalid(String) = "period_invalid",
        "Isian {0:?} bukan periode. Tulis misalnya 2026-Q3 atau 2026-09.";
    /// Choose an unsur.
    UnsurMissing = "unsur_missing",
        "Pilih unsur dari daftar.";
    /// Compute it again, for example with sha256sum.
    HashInvalid = "hash_invalid",
        "Sidik berkas SHA-256 terdiri dari 64 angka heksadesimal. Hitung kembali, misalnya dengan sha256sum.";
    /// Look at it again, then decide again.
    ChangedMeanwhile = "changed_meanwhile",
        "Catatan ini berubah sementara Saudara membukanya. Periksa keadaan terakhirnya, lalu ulangi.";
    /// The log is opened once, by its first event.
    LogOpenedAlready = "log_opened_already",
        "Log ini sudah dibuka. Gunakan folder data lain untuk log baru.";
    /// Open the log first.
    LogNotOpened = "log_not_opened",
        "Log belum dibuka. Jalankan `skm init` lebih dahulu.";
    /// Only a demo may state times and nonces.
    OnlyInDemo = "only_in_demo",
        "Waktu dan nonce hanya boleh ditentukan dalam log contoh. Hapus keduanya dari permintaan.";
    /// Correct the code.
    Code(CodeError) = "code_invalid",
        "{0}.";
    /// Nothing can be published for the period yet.
    NothingToPublish(UnitCode, Period) = "nothing_to_publish",
        "Belum ada indeks unit {0} untuk periode {1} yang dapat diterbitkan. Terbitkan setelah ada jawaban yang dihitung.";
    /// Say again what for.
    ReadingNotOpen = "reading_not_open",
        "Jawaban satu per satu belum dibuka untuk Saudara, atau waktunya habis. Tuliskan keperluannya lebih dahulu.";
    /// Wait until the log was signed once.
    NothingSigned = "nothing_signed",
        "Log belum ditandatangani. Tunggu beberapa detik lalu ulangi.";
    /// Make the evidence on the machine itself.
    EvidenceTooLarge(u64) = "evidence_too_large",
        "Periode ini memuat lebih dari {0} jawaban. Buat buktinya di mesin server dengan `skm evidence`, atau pilih periode yang lebih pendek.";
    /// Register a unit first: a proposal is decided where one is looked after.
    NoUnit = "no_unit",
        "Belum ada unit. Daftarkan unit lebih dahulu; usulan diputus di halaman sebuah unit.";
    /// Propose fewer at a time, and at least one.
    ProposalSize(usize) = "proposal_size",
        "Usulan menyebut {0} jawaban. Usulkan 1 sampai {max} jawaban sekaligus.", max = limits::PROPOSAL_RESPONSES_MAX;
    /// Name a proposal that is there.
    ProposalUnknown = "proposal_unknown",
        "Usulan ini tidak ada. Buka kembali daftar usulan.";
    /// Look at what was decided.
    ProposalDecided = "proposal_decided",
        "Usulan ini sudah diputus. Buka kembali daftar usulan.";
    /// Withdraw the other first, or choose another month.
    RebaseExists(Month) = "rebase_exists",
        "Batas kendali sudah dihitung ulang mulai {0}. Tarik dahulu yang lama, atau pilih bulan lain.";
    /// Name a month from which the limits are computed anew.
    RebaseUnknown(Month) = "rebase_unknown",
        "Batas kendali tidak dihitung ulang mulai {0}. Muat ulang halaman ini.";
    /// Publish once the period is over: its figures still move.
    PeriodRunning(Period) = "period_running",
        "Periode {0} masih berjalan. Terbitkan setelah periode itu berakhir.";
    /// What was published holds; there is nothing else to say.
    NothingChanged(UnitCode, Period) = "nothing_changed",
        "Angka unit {0} untuk periode {1} masih sama dengan terbitan terakhir. Tidak ada yang perlu diterbitkan lagi.";
    /// Wait until more has changed: the difference of two publications must tell nobody's answer.
    TooFewChanged(u64, usize) = "too_few_changed",
        "Baru {0} responden berubah sejak terbitan terakhir. Terbitkan lagi setelah sedikitnya {1} berubah, agar jawaban seseorang tidak terbaca dari selisihnya.";
    /// Choose a publication of the unit.
    PublicationUnknown(UnitCode, u64) = "publication_unknown",
        "Unit {0} tidak mempunyai terbitan di posisi {1}. Pilih salah satu terbitannya.";
    /// Correct the day.
    DayToCome(Date) = "day_to_come",
        "Tanggal {0} belum tiba. Catat setelah terjadi.";
    /// Write the whole address, or give the hash of a file.
    ProofNoLink = "proof_no_link",
        "Tautan harus alamat lengkap yang diawali https:// atau http://, paling panjang {max} karakter.", max = limits::LINK_CHARS_MAX;
    /// Name an announcement that stands.
    AnnouncementUnknown = "announcement_unknown",
        "Catatan publikasi itu tidak ada, atau sudah ditarik.";
    /// Ids are made anew for each account.
    AccountExists(AccountId) = "account_exists",
        "Akun {0} sudah ada. Ulangi undangannya.";
    /// Name an account that exists.
    AccountUnknown(AccountId) = "account_unknown",
        "Akun {0} tidak ada. Periksa daftar akun.";
    /// As the account stands, that cannot be done to it.
    AccountState(AccountId, AccountState) = "account_state",
        "Akun ini {1}, sehingga hal itu tidak dapat dilakukan. Periksa daftar akun.";
    /// Ask another administrator.
    OwnAccount = "own_account",
        "Hal itu tidak dapat dilakukan pada akun sendiri. Minta administrator lain, atau pakai `skm account` di mesin server.";
    /// Say over which unit.
    RoleNeedsUnit(Role) = "role_needs_unit",
        "Peran {0} berlaku untuk satu unit dan bawahannya. Pilih unitnya.";
    /// Leave the unit out.
    RoleHasNoUnit(Role) = "role_has_no_unit",
        "Peran {0} berlaku untuk semua unit. Kosongkan unitnya.";
    /// There is nothing to do.
    RoleHeld(Role) = "role_held",
        "Akun ini sudah memegang peran {0} untuk unit itu. Tidak ada yang perlu dilakukan.";
    /// Name a role that the account holds.
    RoleNotHeld(Role) = "role_not_held",
        "Akun ini tidak memegang peran {0} untuk unit itu. Periksa daftar akun.";
    /// Use another account.
    RolesApart = "roles_apart",
        "Administrator dan pemeriksa tidak boleh satu akun. Buat akun lain untuk peran itu.";
    /// Revoke some first.
    TooManyRoles = "too_many_roles",
        "Satu akun memegang paling banyak {max} peran. Cabut yang tidak dipakai lebih dahulu.", max = limits::GRANTS_PER_ACCOUNT_MAX;
    /// Choose another name.
    LoginInvalid = "login_invalid",
        "Nama masuk terdiri dari 3 sampai 40 huruf kecil, angka, titik, garis bawah, atau tanda hubung.";
    /// Choose another name.
    LoginTaken = "login_taken",
        "Nama masuk itu sudah dipakai. Pilih nama lain.";
    /// Name somebody who has an account.
    LoginUnknown = "login_unknown",
        "Tidak ada akun dengan nama masuk itu. Lihat daftarnya dengan `skm account list`.";
    /// Ask for another invitation.
    InvitationGone = "invitation_gone",
        "Undangan ini tidak berlaku: sudah dipakai, diganti, atau kedaluwarsa. Minta yang baru kepada administrator.";
    /// Try again; which part was wrong is not said.
    NotAdmitted = "not_admitted",
        "Nama masuk, kata sandi, atau kode tidak cocok. Periksa ketiganya lalu ulangi.";
    /// Type the code that the application shows now.
    CodeWrong = "totp_wrong",
        "Kode dari aplikasi tidak cocok. Tunggu kode berikutnya lalu ulangi; periksa juga jam ponsel.";
    /// Choose another password.
    PasswordWeak(&'static str) = "password_weak",
        "{0}";
    /// Type the same password twice.
    PasswordsDiffer = "passwords_differ",
        "Kedua kata sandi berbeda. Ketik ulang keduanya.";
    /// Say how to reach its person, shortly.
    ContactTooLong = "contact_too_long",
        "Kontak paling panjang {max} karakter. Persingkat lalu ulangi.", max = limits::CONTACT_CHARS_MAX;
    /// The log is what was signed of it: start the server.
    NothingToResume = "nothing_to_resume",
        "Isi log sesuai dengan yang ditandatangani. Tidak ada yang perlu dinyatakan; jalankan server seperti biasa.";
}
