//! Every refusal there is, each by the plainest way to it.

use std::collections::BTreeSet;

use survey::{
    AccountEvent, AccountState, Answers, Channel, DeviceEnrolled, Event, FlagRule, Instrument,
    InstrumentError, Profile, Reasons, Refusal, ResponseFlagged, ResponseSubmitted, Role, ServiceEvent,
    ServiceEventKind, SubmissionConflicted, SubmitResponse, SurveyOpened, Translation, UnitCode, UnsurList,
    limits,
};

use crate::{
    accounts::{account, activated, by, granted, invited, revoked},
    complaints, follow_ups,
    given::{Again, Erase, Exclude, Flag, NOW, Outcome, Reinstate, Withdraw, Withdrawn, given},
    holidays,
    samples::{
        REASON, answer, code, device_enrolled, device_revoked, erased, excluded, ground, ground_with_comment,
        ground_with_response, ground_with_survey, log_opened, nine, sealed, service, service_changed,
        service_event, service_retired, submitted, survey_closed, survey_opened, tokens_issued, unit,
        unit_below, unit_closed, unit_merged, unit_moved, unit_renamed, unsur, with, without,
    },
};

/// Refusals that the edge gives, because the core cannot know.
const GIVEN_AT_THE_EDGE: [&str; 40] = [
    "announcement_unknown",
    "batch_full",
    "code_invalid",
    "code_spent",
    "code_unknown",
    "comment_unknown",
    "complaint_kind_missing",
    "contact_too_long",
    "date_invalid",
    "evidence_too_large",
    "hash_invalid",
    "holiday_line",
    "invitation_gone",
    "login_invalid",
    "login_taken",
    "login_unknown",
    "month_running",
    "no_unit",
    "not_admitted",
    "nothing_changed",
    "nothing_signed",
    "nothing_to_publish",
    "nothing_to_resume",
    "number_invalid",
    "only_in_demo",
    "pairing_unknown",
    "password_weak",
    "passwords_differ",
    "period_invalid",
    "period_running",
    "proof_no_link",
    "proposal_decided",
    "proposal_size",
    "proposal_unknown",
    "publication_unknown",
    "reading_not_open",
    "region_code_unreadable",
    "too_few_changed",
    "totp_wrong",
    "unsur_missing",
];

/// What came of asking, and what should.
pub(crate) type Row = (Outcome, Refusal);

fn about_the_log() -> Vec<Row> {
    vec![
        (given(&[]).when(unit("DINAS")), Refusal::LogNotOpened),
        (
            given(&[log_opened()]).when(log_opened()),
            Refusal::LogOpenedAlready,
        ),
    ]
}

fn about_units() -> Vec<Row> {
    let ground = given(&ground());
    let deep = (1..limits::UNIT_DEPTH_MAX).fold(vec![log_opened(), unit("U0")], |events, depth| {
        with(
            events,
            [unit_below(&format!("U{depth}"), &format!("U{}", depth - 1))],
        )
    });
    let deepest = format!("U{}", limits::UNIT_DEPTH_MAX - 1);
    let mut placeless = crate::samples::unit_registered("RSUD", None);
    placeless.bps = Some(String::new());
    let mut unreasoned = unit_closed("DINAS");
    let mut wordy = unit_closed("DINAS");
    if let (Event::UnitClosed(unreasoned), Event::UnitClosed(wordy)) = (&mut unreasoned, &mut wordy) {
        unreasoned.reason = String::new();
        wordy.reason = "a".repeat(limits::NOTE_CHARS_MAX + 1);
    }
    vec![
        (
            ground.when(unit_renamed("LAIN", "Dinas")),
            Refusal::UnitUnknown(code("LAIN")),
        ),
        (ground.when(unit("DINAS")), Refusal::UnitExists(code("DINAS"))),
        (
            given(&with(self::ground(), [unit_closed("DINAS")])).when(unit_below("UPT", "DINAS")),
            Refusal::UnitClosed(code("DINAS")),
        ),
        (
            ground.when(unit_merged("DINAS", "DINAS")),
            Refusal::UnitIntoItself(code("DINAS")),
        ),
        (
            ground.when(unit_moved("DINAS", Some("DINAS"))),
            Refusal::UnitBelowItself(code("DINAS")),
        ),
        (given(&deep).when(unit_below("X", &deepest)), Refusal::UnitTooDeep),
        (
            given(&ground_with_survey(&["KTP"])).when(unit_closed("DINAS")),
            Refusal::UnitInUse(code("DINAS")),
        ),
        (
            ground.when(Event::UnitRegistered(placeless)),
            Refusal::RegionCodeInvalid,
        ),
        (ground.when(unit_renamed("DINAS", "")), Refusal::NameInvalid),
        (ground.when(unreasoned), Refusal::ReasonMissing),
        (
            ground.when(wordy),
            Refusal::NoteTooLong(limits::NOTE_CHARS_MAX + 1),
        ),
    ]
}

fn about_services() -> Vec<Row> {
    let ground = given(&ground());
    let untold = ServiceEvent {
        visits: None,
        ..service_event(ServiceEventKind::VisitsCounted)
    };
    vec![
        (
            ground.when(service_changed("DINAS", "AKTA")),
            Refusal::ServiceUnknown(code("DINAS"), code("AKTA")),
        ),
        (
            ground.when(service("DINAS", "KTP")),
            Refusal::ServiceExists(code("DINAS"), code("KTP")),
        ),
        (
            given(&ground_with_survey(&["KTP"])).when(service_retired("DINAS", "KTP")),
            Refusal::ServiceAsked(code("KTP"), code("SURVEI")),
        ),
        (
            ground.when(Event::ServiceEvent(untold)),
            Refusal::ServiceEventDetails("Jumlah kunjungan diisi hanya untuk kunjungan yang dihitung."),
        ),
        (ground.when(Withdraw(REASON)), Refusal::ServiceEventUnknown),
    ]
}

fn about_surveys() -> Vec<Row> {
    let ground = given(&ground());
    let opened = || Event::SurveyOpened(survey_opened(&["KTP"]));
    let other_instrument = SurveyOpened {
        instrument: code("sendiri@1"),
        ..survey_opened(&["KTP"])
    };
    let mut silent = Instrument::permenpan_14_2017();
    silent.version = 2;
    silent.unsur.clear();
    let translated = |change: fn(&mut Translation)| {
        let mut translation = Translation::shipped().swap_remove(0);
        change(&mut translation);
        given(&ground_with_survey(&["KTP"])).when(Event::TranslationPublished(translation))
    };
    vec![
        (
            translated(|translation| translation.language = code("en")),
            Refusal::LanguageFrozen(code("en")),
        ),
        (
            translated(|translation| translation.instrument = code("sendiri@1")),
            Refusal::InstrumentUnknown(code("sendiri@1")),
        ),
        (
            translated(|translation| translation.source.clear()),
            Refusal::ReasonMissing,
        ),
        (
            translated(|translation| drop(translation.profile.remove("usia"))),
            Refusal::InstrumentIncomplete(InstrumentError::Untranslated {
                place: "pertanyaan usia".into(),
                language: code("jv"),
            }),
        ),
        (
            ground.when(survey_closed()),
            Refusal::SurveyUnknown(code("SURVEI")),
        ),
        (
            given(&ground_with_survey(&["KTP"])).when(opened()),
            Refusal::SurveyExists(code("SURVEI")),
        ),
        (
            given(&with(ground_with_survey(&["KTP"]), [survey_closed()])).when(survey_closed()),
            Refusal::SurveyClosedAlready(code("SURVEI")),
        ),
        (
            given(&with(ground_with_survey(&["KTP"]), [survey_closed()]))
                .when(Event::TokensIssued(tokens_issued(10))),
            Refusal::SurveyNotOpen(code("SURVEI")),
        ),
        (
            given(&ground_with_survey(&["KTP"])).when(Event::TokensIssued(tokens_issued(9))),
            Refusal::TokenCount(9),
        ),
        (
            ground.when(Event::SurveyOpened(survey_opened(&[]))),
            Refusal::NoServices,
        ),
        (
            ground.when(Event::SurveyOpened(other_instrument)),
            Refusal::InstrumentUnknown(code("sendiri@1")),
        ),
        (
            ground.when(Event::InstrumentPublished(Instrument::permenpan_14_2017())),
            Refusal::InstrumentExists(code("permenpan-14-2017@1")),
        ),
        (
            ground.when(Event::InstrumentPublished(silent)),
            Refusal::InstrumentIncomplete(InstrumentError::UnsurCount(0)),
        ),
    ]
}

fn about_submissions() -> Vec<Row> {
    let survey = given(&ground_with_survey(&["KTP"]));
    let with_answers = |answers: Answers| SubmitResponse { answers, ..answer() };
    let mut ten: Vec<_> = nine(3).iter().collect();
    ten.push((unsur("maklumat"), ten[0].1));
    vec![
        (
            given(&with(ground_with_survey(&["KTP"]), [survey_closed()])).when(answer()),
            Refusal::SurveyClosed(code("SURVEI")),
        ),
        (
            survey.when(SubmitResponse {
                instrument: Some(code("permenpan-14-2017@2")),
                ..answer()
            }),
            Refusal::InstrumentMismatch(code("permenpan-14-2017@2"), code("permenpan-14-2017@1")),
        ),
        (
            survey.when(SubmitResponse {
                service: Some(code("KK")),
                ..answer()
            }),
            Refusal::ServiceNotInSurvey(code("KK")),
        ),
        (
            given(&ground_with_survey(&["KTP", "KK"])).when(answer()),
            Refusal::ServiceMissing,
        ),
        (
            survey.when(with_answers(Answers::from_pairs(ten))),
            Refusal::UnsurUnknown(unsur("maklumat")),
        ),
        (
            survey.when(with_answers(without(&nine(3), "waktu"))),
            Refusal::AnswersMissing(UnsurList(vec![unsur("waktu")])),
        ),
        (survey.when(with_answers(Answers::default())), Refusal::NoAnswers),
        (
            survey.when(SubmitResponse {
                profile: Profile::from([("usia".into(), "muda".into())]),
                ..answer()
            }),
            Refusal::ProfileUnknown("usia".into(), "muda".into()),
        ),
        (
            survey.when(SubmitResponse {
                reasons: Reasons::from([(unsur("waktu"), vec!["hujan".into()])]),
                ..answer()
            }),
            Refusal::ReasonUnknown(unsur("waktu"), "hujan".into()),
        ),
        (
            survey.when(SubmitResponse {
                comment: Some("a".repeat(limits::COMMENT_CHARS_MAX + 1)),
                ..answer()
            }),
            Refusal::CommentTooLong(limits::COMMENT_CHARS_MAX + 1),
        ),
        (
            survey.when(SubmitResponse {
                seconds_taken: Some(limits::SECONDS_TAKEN_MAX + 1),
                ..answer()
            }),
            Refusal::SecondsTakenTooLarge(limits::SECONDS_TAKEN_MAX + 1),
        ),
        (
            survey.when(SubmitResponse {
                device: Some("kios satu".into()),
                ..answer()
            }),
            Refusal::DeviceInvalid,
        ),
    ]
}

fn about_responses() -> Vec<Row> {
    let response = given(&ground_with_response());
    let on_paper = Event::ResponseSubmitted(ResponseSubmitted {
        channel: Channel::Paper,
        ..submitted()
    });
    let paper = given(&with(ground_with_survey(&["KTP"]), [on_paper]));
    let conflict = Event::SubmissionConflicted(SubmissionConflicted {
        unit: code("DINAS"),
        answers: nine(1),
        profile: Profile::new(),
        reasons: Reasons::new(),
        comment: None,
        nonce: submitted().nonce,
    });
    let other = SubmitResponse {
        answers: nine(4),
        ..answer()
    };
    let flagged = Event::ResponseFlagged(ResponseFlagged {
        unit: code("DINAS"),
        rule: FlagRule::TooFast,
        rule_version: 1,
    });
    vec![
        (
            given(&with(
                ground_with_response(),
                [conflict.clone(), conflict.clone(), conflict],
            ))
            .when(Again(other)),
            Refusal::ResponseConflict,
        ),
        (
            given(&ground()).when(Exclude(REASON, "u-1", "u-2")),
            Refusal::ResponseUnknown,
        ),
        (
            given(&with(ground_with_response(), [excluded(None)])).when(Exclude(REASON, "u-1", "u-2")),
            Refusal::ResponseExcludedAlready,
        ),
        (
            response.when(Reinstate(REASON, "u-1", "u-2")),
            Refusal::ResponseNotExcluded,
        ),
        (
            response.when(Erase(sealed().content, "u-1", "u-2")),
            Refusal::ContentUnknown,
        ),
        (
            given(&with(ground_with_comment(), [erased()])).when(Erase(sealed().content, "u-1", "u-2")),
            Refusal::ContentErasedAlready,
        ),
        (
            given(&with(ground_with_response(), [flagged])).when(Flag(FlagRule::TooFast, 1)),
            Refusal::ResponseFlaggedAlready,
        ),
        (response.when(Withdrawn(REASON, NOW)), Refusal::NotPaper),
        (
            paper.when(Withdrawn(REASON, "2026-09-01T00:00:00Z")),
            Refusal::WithdrawalLate,
        ),
        (
            response.when(Exclude(REASON, "u-1", "u-1")),
            Refusal::SecondApprovalMissing,
        ),
    ]
}

fn about_devices() -> Vec<Row> {
    let ground = given(&ground_with_survey(&["KTP"]));
    let enrolled = ground
        .clone()
        .and_at(NOW, &[Event::DeviceEnrolled(device_enrolled())]);
    let revoked = enrolled
        .clone()
        .and_at(NOW, &[Event::DeviceRevoked(device_revoked())]);
    let in_jawa = DeviceEnrolled {
        language: code("jv"),
        ..device_enrolled()
    };
    vec![
        (
            enrolled.when(Event::DeviceEnrolled(device_enrolled())),
            Refusal::DeviceExists(code("KIOS-1")),
        ),
        (
            ground.when(Event::DeviceEnrolled(in_jawa)),
            Refusal::LanguageNotSpoken(code("jv")),
        ),
        (
            ground.when(Event::DeviceRevoked(device_revoked())),
            Refusal::DeviceUnknown(code("KIOS-1")),
        ),
        (
            revoked.when(Event::DeviceRevoked(device_revoked())),
            Refusal::DeviceRevokedAlready(code("KIOS-1")),
        ),
    ]
}

/// Those of what has a stream of its own.
fn of_subjects() -> Vec<Refusal> {
    [
        follow_ups::refusals(),
        complaints::refusals(),
        holidays::refusals(),
    ]
    .concat()
}

fn about_accounts() -> Vec<Row> {
    let ground = given(&ground_with_survey(&["KTP"]));
    let with = |changes: &[AccountEvent]| {
        let events: Vec<_> = changes.iter().cloned().map(Event::Account).collect();
        ground.clone().and_at(NOW, &events)
    };
    let held = with(&[invited(1), granted(1, Role::UnitHead, Some("DINAS"))]);
    let many = (0..limits::GRANTS_PER_ACCOUNT_MAX)
        .map(|number| granted(1, Role::Officer, Some(&format!("U-{number}"))));
    let many: Vec<_> = std::iter::once(invited(1)).chain(many).collect();
    vec![
        (
            with(&[invited(1)]).when(Event::Account(invited(1))),
            Refusal::AccountExists(account(1)),
        ),
        (
            ground.when(Event::Account(activated(1))),
            Refusal::AccountUnknown(account(1)),
        ),
        (
            with(&[invited(1), activated(1)]).when(Event::Account(activated(1))),
            Refusal::AccountState(account(1), AccountState::Active),
        ),
        (
            held.when(by(1, granted(1, Role::Inspector, None))),
            Refusal::OwnAccount,
        ),
        (
            held.when(Event::Account(granted(1, Role::Officer, None))),
            Refusal::RoleNeedsUnit(Role::Officer),
        ),
        (
            held.when(Event::Account(granted(1, Role::Administrator, Some("DINAS")))),
            Refusal::RoleHasNoUnit(Role::Administrator),
        ),
        (
            held.when(Event::Account(granted(1, Role::UnitHead, Some("DINAS")))),
            Refusal::RoleHeld(Role::UnitHead),
        ),
        (
            held.when(Event::Account(revoked(1, Role::Officer, Some("DINAS")))),
            Refusal::RoleNotHeld(Role::Officer),
        ),
        (
            with(&[invited(1), granted(1, Role::Administrator, None)]).when(Event::Account(granted(
                1,
                Role::Inspector,
                None,
            ))),
            Refusal::RolesApart,
        ),
        (
            with(&many).when(Event::Account(granted(1, Role::UnitHead, Some("DINAS")))),
            Refusal::TooManyRoles,
        ),
    ]
}

fn table() -> Vec<Row> {
    let subjects = [
        about_the_log(),
        about_units(),
        about_services(),
        about_surveys(),
        about_accounts(),
        about_devices(),
        crate::rebase::refused(),
        about_submissions(),
        about_responses(),
    ];
    subjects.into_iter().flatten().collect()
}

#[test]
fn each_refusal_is_given_where_it_should_be() {
    for (outcome, refusal) in table() {
        outcome.refused(refusal);
    }
}

#[test]
fn no_refusal_goes_untested() {
    let of_subjects = of_subjects();
    let tested: Vec<Refusal> = table().into_iter().map(|(_, refusal)| refusal).collect();
    let tested = tested.iter().chain(&of_subjects).map(Refusal::code).collect();
    let all: BTreeSet<_> = Refusal::CODES.iter().copied().collect();
    assert_eq!(all.len(), Refusal::CODES.len(), "two refusals share a code");
    let untested: Vec<_> = all.difference(&tested).copied().collect();
    assert_eq!(untested, GIVEN_AT_THE_EDGE);
}

#[test]
fn a_refusal_is_one_or_more_whole_sentences() {
    let at_the_edge = [
        Refusal::DateInvalid("kemarin".into()),
        Refusal::NumberInvalid("dua".into()),
        Refusal::PeriodInvalid("triwulan ini".into()),
        Refusal::UnsurMissing,
        Refusal::HashInvalid,
        Refusal::HolidayLine(3),
        Refusal::CommentUnknown,
        Refusal::ComplaintKindMissing,
        Refusal::AnnouncementUnknown,
        Refusal::MonthRunning(code("2026-10")),
        Refusal::DayToCome(jiff::civil::date(2026, 10, 12)),
        Refusal::NothingChanged(code("DINAS"), code("2026-S1")),
        Refusal::PeriodRunning(code("2026-S1")),
        Refusal::ProofNoLink,
        Refusal::PublicationUnknown(code("DINAS"), 1204),
        Refusal::TooFewChanged(3, 10),
        Refusal::TokenUnknown,
        Refusal::TokenSpent,
        Refusal::OnlyInDemo,
        Refusal::NothingToResume,
        Refusal::ContactTooLong,
        Refusal::InvitationGone,
        Refusal::LoginInvalid,
        Refusal::LoginTaken,
        Refusal::LoginUnknown,
        Refusal::NotAdmitted,
        Refusal::ReadingNotOpen,
        Refusal::NothingSigned,
        Refusal::NoUnit,
        Refusal::RegionCodeUnreadable("35".into(), survey::RegionList::Bps.example()),
        Refusal::EvidenceTooLarge(20_000),
        Refusal::ProposalSize(0),
        Refusal::ProposalUnknown,
        Refusal::ProposalDecided,
        Refusal::PasswordsDiffer,
        Refusal::CodeWrong,
        Refusal::NothingToPublish(code("DINAS"), code("2026-S1")),
        Refusal::Code(UnitCode::new("dinas kami").unwrap_err()),
    ];
    let texts = table().into_iter().map(|(_, refusal)| refusal);
    for refusal in texts.chain(at_the_edge).chain(of_subjects()) {
        let text = refusal.to_string();
        assert!(text.starts_with(char::is_uppercase), "{text}");
        assert!(text.ends_with('.') && !text.ends_with(".."), "{text}");
    }
}
