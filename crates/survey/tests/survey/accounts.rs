//! Accounts: who may be asked in, in which roles, over which units; and what each role may do there.

use std::collections::BTreeSet;

use proptest::prelude::*;
use survey::{
    AccountActivated, AccountCommand, AccountDisabled, AccountEnabled, AccountErased, AccountEvent,
    AccountId, AccountInvited, AccountReset, AccountState, Action, Event, Refusal, Role, RoleGranted,
    RoleRevoked, Scope, SessionsEnded, UnitCode, permitted,
};
use uuid::Uuid;

use crate::{
    given::{Given, NOW, given},
    samples::{REASON, code, ground_with_survey, log_opened, sealed, unit, unit_below, unit_moved},
};

pub(crate) fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

pub(crate) fn invited(number: u128) -> AccountEvent {
    AccountEvent::Invited(AccountInvited {
        account: account(number),
        person: sealed(),
    })
}

pub(crate) fn activated(number: u128) -> AccountEvent {
    AccountEvent::Activated(AccountActivated {
        account: account(number),
    })
}

pub(crate) fn granted(number: u128, role: Role, unit: Option<&str>) -> AccountEvent {
    AccountEvent::RoleGranted(RoleGranted {
        account: account(number),
        role,
        unit: unit.map(code),
    })
}

pub(crate) fn revoked(number: u128, role: Role, unit: Option<&str>) -> AccountEvent {
    AccountEvent::RoleRevoked(RoleRevoked {
        account: account(number),
        role,
        unit: unit.map(code),
        reason: REASON.into(),
    })
}

/// Asked by somebody with an account.
pub(crate) fn by(number: u128, change: AccountEvent) -> AccountCommand {
    AccountCommand {
        by: Some(account(number)),
        change,
    }
}

fn reset(reason: &str) -> AccountEvent {
    AccountEvent::Reset(AccountReset {
        account: account(1),
        reason: reason.into(),
    })
}

fn disabled() -> AccountEvent {
    AccountEvent::Disabled(AccountDisabled {
        account: account(1),
        reason: REASON.into(),
    })
}

fn enabled() -> AccountEvent {
    AccountEvent::Enabled(AccountEnabled {
        account: account(1),
        reason: REASON.into(),
    })
}

fn happened(changes: &[AccountEvent]) -> Given {
    let events: Vec<_> = changes.iter().cloned().map(Event::Account).collect();
    given(&ground_with_survey(&["KTP"])).and_at(NOW, &events)
}

fn state(given: &Given) -> Option<AccountState> {
    let known = given.registry.accounts().get(account(1))?;
    Some(known.state())
}

#[test]
fn an_account_is_invited_then_active_and_whatever_it_was_again_after_it_was_disabled() {
    assert_eq!(state(&happened(&[])), None);
    assert_eq!(state(&happened(&[invited(1)])), Some(AccountState::Invited));
    let active = [invited(1), activated(1)];
    assert_eq!(state(&happened(&active)), Some(AccountState::Active));
    for before in [&active[..1], &active[..]] {
        let mut changes = before.to_vec();
        let was = state(&happened(&changes));
        changes.push(disabled());
        assert_eq!(state(&happened(&changes)), Some(AccountState::Disabled));
        happened(&changes)
            .when(Event::Account(disabled()))
            .refused(Refusal::AccountState(account(1), AccountState::Disabled));
        changes.push(enabled());
        assert_eq!(state(&happened(&changes)), was);
    }
    happened(&active)
        .when(Event::Account(enabled()))
        .refused(Refusal::AccountState(account(1), AccountState::Active));
}

#[test]
fn a_reset_account_waits_for_an_answer_and_its_credentials_are_of_another_number() {
    let before = happened(&[invited(1), activated(1)]);
    let after = happened(&[invited(1), activated(1), reset(REASON)]);
    let changed = |given: &Given| {
        given
            .registry
            .accounts()
            .get(account(1))
            .unwrap()
            .credentials_changed
    };
    assert_eq!(state(&after), Some(AccountState::Invited));
    assert_eq!(changed(&after), changed(&before) + 1);
    before
        .when(Event::Account(reset(" ")))
        .refused(Refusal::ReasonMissing);
    happened(&[invited(1), disabled()])
        .when(Event::Account(reset(REASON)))
        .refused(Refusal::AccountState(account(1), AccountState::Disabled));
}

/// So an administrator remains, and whoever got rights got them from somebody else.
#[test]
fn nobody_changes_their_own_rights() {
    let ground = happened(&[invited(1), activated(1), granted(1, Role::Administrator, None)]);
    for change in [
        granted(1, Role::BagianOrganisasi, None),
        revoked(1, Role::Administrator, None),
        disabled(),
        reset(REASON),
    ] {
        ground.when(by(1, change.clone())).refused(Refusal::OwnAccount);
        ground.when(by(2, change.clone())).then(&[Event::Account(change)]);
    }
}

#[test]
fn sessions_are_ended_of_accounts_that_can_have_some() {
    let ended = AccountEvent::SessionsEnded(SessionsEnded { account: account(1) });
    happened(&[invited(1), activated(1)])
        .when(Event::Account(ended.clone()))
        .then(&[Event::Account(ended.clone())]);
    happened(&[invited(1)])
        .when(Event::Account(ended))
        .refused(Refusal::AccountState(account(1), AccountState::Invited));
}

#[test]
fn a_role_is_held_over_a_unit_that_there_is() {
    let ground = happened(&[invited(1)]);
    ground
        .when(Event::Account(granted(1, Role::Officer, Some("LAIN"))))
        .refused(Refusal::UnitUnknown(code("LAIN")));
    for (role, unit) in [
        (Role::Officer, Some("DINAS")),
        (Role::BagianOrganisasi, Some("DINAS")),
        (Role::BagianOrganisasi, None),
        (Role::Inspector, None),
        (Role::Administrator, None),
    ] {
        ground
            .when(Event::Account(granted(1, role, unit)))
            .then(&[Event::Account(granted(1, role, unit))]);
    }
}

#[test]
fn a_person_is_erased_by_two_once_and_only_what_the_account_names() {
    let erased = |content, second: &str| {
        AccountEvent::Erased(AccountErased {
            account: account(1),
            content,
            basis: REASON.into(),
            approved_by: second.into(),
        })
    };
    let ground = happened(&[invited(1)]);
    let content = sealed().content;
    ground
        .when(by(2, erased(content, "u-3")))
        .then(&[Event::Account(erased(content, "u-3"))]);
    for second in ["", " ", &account(2).to_string()] {
        ground
            .when(by(2, erased(content, second)))
            .refused(Refusal::SecondApprovalMissing);
    }
    ground
        .when(by(2, erased(Uuid::nil(), "u-3")))
        .refused(Refusal::ContentUnknown);
    happened(&[invited(1), erased(content, "u-3")])
        .when(by(2, erased(content, "u-3")))
        .refused(Refusal::ContentErasedAlready);
}

#[test]
fn administrators_read_no_answers_and_inspectors_change_nothing() {
    let all = |role| {
        Action::ALL
            .into_iter()
            .filter(move |action| permitted(role, *action))
    };
    assert!(all(Role::Administrator).all(|action| !matches!(
        action,
        Action::ReadRows | Action::ReadComments | Action::Export | Action::Inspect
    )));
    let reading = [
        Action::SeeFigures,
        Action::ReadComments,
        Action::Export,
        Action::ReadRows,
        Action::Inspect,
    ];
    assert_eq!(all(Role::Inspector).collect::<Vec<_>>(), reading);
    let holders = |action| Role::ALL.into_iter().filter(move |role| permitted(*role, action));
    assert_eq!(
        holders(Action::ManageAccounts).collect::<Vec<_>>(),
        [Role::Administrator]
    );
    assert_eq!(holders(Action::ReadRows).collect::<Vec<_>>(), [Role::Inspector]);
}

/// Four units: A above B above C, and D beside.
fn four_units() -> Vec<Event> {
    vec![
        log_opened(),
        unit("A"),
        unit_below("B", "A"),
        unit_below("C", "B"),
        unit("D"),
    ]
}

fn held(scope: &Scope, given: &Given) -> Vec<String> {
    let held = |unit: &&str| scope.holds(&given.registry, &code::<UnitCode>(unit));
    let units = ["A", "B", "C", "D", "E"].into_iter();
    units.filter(held).map(str::to_owned).collect()
}

#[test]
fn a_scope_is_a_subtree_and_follows_its_units() {
    let ground = given(&four_units());
    let of = |units: &[&str]| Scope::Subtrees(units.iter().map(|unit| code(unit)).collect());
    assert_eq!(held(&of(&["B"]), &ground), ["B", "C"]);
    assert_eq!(held(&of(&["B", "D"]), &ground), ["B", "C", "D"]);
    assert_eq!(held(&of(&[]), &ground), [""; 0]);
    assert_eq!(held(&of(&["E"]), &ground), [""; 0]);
    assert_eq!(held(&Scope::Everything, &ground), ["A", "B", "C", "D"]);
    let moved = ground.clone().and_at(NOW, &[unit_moved("C", Some("D"))]);
    assert_eq!(held(&of(&["B"]), &moved), ["B"]);
    assert_eq!(held(&of(&["D"]), &moved), ["C", "D"]);
    let tree = |scope: &Scope| {
        let tree = scope.tree(&ground.registry);
        let line = |(depth, unit): &(usize, &survey::Unit)| format!("{depth}{}", unit.code);
        tree.iter().map(line).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(tree(&Scope::Everything), "0A 1B 2C 0D");
    assert_eq!(tree(&of(&["B", "C"])), "0B 1C");
    assert_eq!(tree(&of(&["C", "D"])), "0C 0D");
}

fn grants() -> impl Strategy<Value = Vec<(Role, Option<&'static str>)>> {
    let role = prop::sample::select(&Role::ALL[..]);
    let unit = prop::sample::select(&["A", "B", "C", "D"][..]);
    prop::collection::vec((role, prop::option::of(unit)), 0..5)
}

proptest! {
    /// Against the rule as one would say it: some role that may do it is held over the unit, or over one above it.
    #[test]
    fn an_account_may_do_what_one_of_its_roles_may_where_that_is_held(grants in grants()) {
        let mut events = four_units();
        events.push(Event::Account(invited(1)));
        events.extend(grants.iter().map(|(role, unit)| Event::Account(granted(1, *role, *unit))));
        let given = given(&events);
        let account = given.registry.accounts().get(account(1)).unwrap();
        let above = [("A", vec!["A"]), ("B", vec!["A", "B"]), ("C", vec!["A", "B", "C"]), ("D", vec!["D"])];
        for action in Action::ALL {
            let scope = account.scope(action);
            for (unit, above) in &above {
                let granted = grants.iter().any(|(role, over)| {
                    permitted(*role, action) && over.is_none_or(|over| above.contains(&over))
                });
                prop_assert_eq!(scope.holds(&given.registry, &code(unit)), granted, "{:?} {}", action, unit);
            }
            let shown: BTreeSet<_> = scope.tree(&given.registry).iter().map(|(_, unit)| unit.code.to_string()).collect();
            let held: BTreeSet<_> = held(&scope, &given).into_iter().collect();
            prop_assert_eq!(shown, held);
        }
    }
}
