//! The gate: every route, every role, own units and foreign ones; other sites' posts; the headers of every answer.
//!
//! All of it is taken from the table of routes, so that a route of which nobody has said who may come fails here.

use std::collections::{BTreeMap, BTreeSet};

use server::{ACCESS, Access, Options, ROUTES};
use survey::{Action, Command, Role, permitted};
use testkit::{TestApp, service_event, submission, unit};
use uuid::Uuid;

use crate::client::{Answer, Served, entrance};

/// Everybody's unit in these tests: KEC, with KEL below it. DUKCAPIL lies beside, KAB above.
const OVER: &str = "KEC";
const OWN: [&str; 2] = ["KEC", "KEL"];
const FOREIGN: [&str; 4] = ["DUKCAPIL", "KAB", "TIADA", "kec"];

fn over(role: Role) -> Option<&'static str> {
    (role != Role::Administrator).then_some(OVER)
}

/// An address of a route, and what is posted to it: enough that whoever may is not told that it is not there.
fn request(
    route: &str,
    unit: &str,
    account: &str,
    (position, publication): (u64, u64),
) -> (String, String, String) {
    let (method, pattern) = route.split_once(' ').unwrap();
    let id = Uuid::from_u128(7);
    let path = pattern
        .replace("{unit}", unit)
        .replace("/dasbor/poster/{file}", "/dasbor/poster/a4.pdf")
        .replace(
            "/dokumen/{file}",
            &format!("/dokumen/pengolahan.xlsx?terbitan={publication}"),
        )
        .replace("{langkah}", "tarik")
        .replace("{file}", "a4.svg")
        .replace("{device}", "KIOS-1")
        .replace("{account}", account)
        .replace("{id}", &id.to_string())
        .replace("{bundle..}", "000.p/1")
        .replace("{secret}", "0")
        .replace("{survey}", "S-KEC")
        .replace("{code}", "0")
        .replace("{position}", &position.to_string());
    let body = if pattern.contains("kertas") {
        format!("tumpukan={id}&id={id}&survei=S-{unit}")
    } else if pattern == "/dasbor/akun/{account}" {
        "aksi=nonaktif".into()
    } else if pattern.ends_with("/susunan") {
        "langkah=nama".into()
    } else if pattern.ends_with("/survei") {
        "langkah=daftar".into()
    } else {
        String::new()
    };
    (method.into(), path, body)
}

async fn ask(served: &Served, route: &str, unit: &str, cookie: Option<&str>) -> Answer {
    let (method, path, body) = address(served, route, unit).await;
    let mut headers = vec![("Sec-Fetch-Site", "same-origin")];
    headers.extend(cookie.map(|cookie| ("Cookie", cookie)));
    served.send(&method, &path, &headers, body.as_bytes()).await
}

/// How a route is asked for in a unit: method, address, and what is posted.
async fn address(served: &Served, route: &str, unit: &str) -> (String, String, String) {
    let account = served.person(Role::Officer, Some("KEL")).await.account;
    // What the topmost unit did concerns every unit.
    let events = served.app.service_events(&testkit::unit("KAB")).unwrap();
    let position = events.first().map_or(0, |event| event.position.0);
    // What was published of the unit; of one that has nothing, what was published of another.
    let published = |unit: &str| {
        let unit = unit.parse().ok()?;
        served
            .app
            .results(&unit)
            .unwrap()
            .last()
            .map(|last| last.position.0)
    };
    let publication = published(unit).or_else(|| published(OVER)).unwrap_or(0);
    request(route, unit, &account.to_string(), (position, publication))
}

#[test]
fn of_every_route_it_is_said_who_may_come_and_only_pages_of_staff_stand_below_their_address() {
    let routes: BTreeSet<_> = ROUTES.iter().copied().collect();
    let said: BTreeSet<_> = ACCESS.iter().map(|(route, _)| *route).collect();
    assert_eq!(routes, said);
    assert_eq!(said.len(), ACCESS.len(), "said twice");
    for (route, access) in ACCESS {
        let below = route.contains(" /dasbor") || route.contains(" /inspeksi");
        assert!(
            !below || !matches!(access, Access::Open | Access::OwnForms),
            "{route}"
        );
        assert_eq!(
            matches!(access, Access::InUnit(_) | Access::InUnitEither(..)),
            below && route.contains("{unit}"),
            "{route}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_every_page_of_staff_leads_to_the_entrance_or_is_not_there() {
    let served = Served::start().await;
    for (route, access) in ACCESS {
        let wrong = format!("skm={}", "0".repeat(64));
        for cookie in [None, Some(wrong.as_str())] {
            let answer = ask(&served, route, "KEC", cookie).await;
            match access {
                Access::Open | Access::OwnForms => {}
                Access::Inside | Access::Somewhere(_) | Access::InUnit(_) | Access::InUnitEither(..) => {
                    let (method, path, _) = address(&served, route, "KEC").await;
                    let home = path == "/dasbor" || method != "GET";
                    let back = if home { "/masuk".into() } else { entrance(&path) };
                    let to = (answer.status, answer.header("location"));
                    assert_eq!(to, (303, Some(&*back)), "{route}");
                }
                Access::Everywhere(_) => assert_eq!(answer.status, 404, "{route}"),
            }
        }
    }
}

/// A server that says where people find it, over units of which each own one has answers and a publication.
async fn served_with_a_publication_of_each() -> Served {
    let world = tokio::task::spawn_blocking(|| {
        let world = TestApp::in_memory();
        for id in 0..24 {
            let code = OWN[usize::from(id >= 12)];
            world.answer(id, submission(code)).unwrap();
        }
        for code in OWN {
            let period = "2026-09".parse().unwrap();
            world.publish(&app::operator(), &unit(code), period).unwrap();
        }
        let event = service_event("KAB", "Perda baru");
        world.command(Command::RecordServiceEvent(event)).unwrap();
        world
    });
    let options = Options {
        public_url: Some("http://skm.example".parse().unwrap()),
        ..Options::default()
    };
    Served::start_in(world.await.unwrap(), options).await
}

/// The addresses of ours that a page leads to.
fn leads_to(page: &str) -> BTreeSet<String> {
    let marked = page.split(" href=\"/").skip(1);
    let addresses = marked.filter_map(|rest| rest.split_once('"'));
    addresses
        .map(|(address, _)| format!("/{}", address.replace("&amp;", "&")))
        .map(|address| address.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// How often one page is asked for, with whatever after its address.
const TIMES_MAX: usize = 3;

/// Whoever is in and follows every link that they are shown, and every link of what they come to, is never told that it is
/// not theirs, nor that it is not there.
#[tokio::test(flavor = "multi_thread")]
async fn no_page_shows_a_link_to_somebody_who_may_not_follow_it() {
    let served = served_with_a_publication_of_each().await;
    for (role, over) in Role::ALL
        .map(|role| (role, over(role)))
        .into_iter()
        .chain([(Role::BagianOrganisasi, None), (Role::Inspector, None)])
    {
        let cookie = served.cookie_of(role, over).await;
        let mut seen = BTreeSet::new();
        let mut waiting = vec!["/dasbor".to_owned()];
        let (mut of_units, mut astray) = (BTreeSet::new(), Vec::new());
        let mut of_page: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(address) = waiting.pop() {
            // Of the many days and periods of one page, some.
            let page = address.split('?').next().unwrap_or_default();
            let times = of_page.entry(page.to_owned()).or_insert(0);
            if *times == TIMES_MAX || !seen.insert(address.clone()) {
                continue;
            }
            *times += 1;
            let answer = served.get_with(&address, &[("Cookie", &cookie)]).await;
            if answer.status != 200 {
                astray.push(format!("{role} {over:?} to {address}: {}", answer.status));
            }
            let place = address.split(['?', '/']).nth(3).unwrap_or_default();
            of_units.insert(place.to_owned());
            let is_page = answer
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("text/html"));
            if is_page {
                waiting.extend(leads_to(answer.text()));
            }
        }
        assert_eq!(astray, Vec::<String>::new());
        let comes_to = |place: &str| of_units.contains(place);
        assert_eq!(comes_to("terbit"), permitted(role, Action::Publish), "{role}");
        assert_eq!(comes_to("dokumen"), permitted(role, Action::Export), "{role}");
        assert_eq!(comes_to("kertas"), permitted(role, Action::EnterPaper), "{role}");
        assert_eq!(
            comes_to("komentar"),
            permitted(role, Action::ReadComments),
            "{role}"
        );
        assert!(seen.len() > 20, "{role} came to {seen:?}");
    }
}

/// Whether a role may come where the address names a unit of its own.
fn wanted(role: Role, access: Access) -> bool {
    match access {
        Access::InUnit(action) => permitted(role, action),
        Access::InUnitEither(one, other) => permitted(role, one) || permitted(role, other),
        Access::Open | Access::OwnForms | Access::Inside | Access::Somewhere(_) | Access::Everywhere(_) => {
            true
        }
    }
}

/// What somebody may is told by the one table of roles and actions; units that are not theirs are to them not there,
/// and what is refused leaves nothing in the log.
#[tokio::test(flavor = "multi_thread")]
async fn every_role_comes_where_its_actions_and_its_units_allow_and_nowhere_else() {
    // Posters say where people find the survey.
    let served = served_with_a_publication_of_each().await;
    served.person(Role::Officer, Some("KEL")).await;
    for role in Role::ALL {
        let cookie = served.cookie_of(role, over(role)).await;
        for (route, access) in ACCESS {
            let events = served.app.log().head().size;
            match access {
                Access::Open | Access::OwnForms => continue,
                Access::Inside => {
                    let answer = ask(&served, route, "KEC", Some(&cookie)).await;
                    assert!(!matches!(answer.status, 403 | 404), "{route} {role}");
                }
                Access::Somewhere(action) => {
                    let answer = ask(&served, route, "KEC", Some(&cookie)).await;
                    let denied = answer.status == 403;
                    assert_eq!(denied, !permitted(role, *action), "{route} {role}");
                }
                Access::Everywhere(action) => {
                    let answer = ask(&served, route, "KEC", Some(&cookie)).await;
                    let everywhere = role == Role::Administrator;
                    let seen = answer.status != 404;
                    assert_eq!(seen, everywhere && permitted(role, *action), "{route} {role}");
                }
                Access::InUnit(_) | Access::InUnitEither(..) => {
                    for unit in OWN {
                        let answer = ask(&served, route, unit, Some(&cookie)).await;
                        let allowed = !matches!(answer.status, 303 | 403 | 404)
                            || answer
                                .header("location")
                                .is_some_and(|to| !to.starts_with("/masuk"));
                        let want = wanted(role, *access);
                        assert_eq!(allowed, want, "{route} {role} {unit}: {}", answer.status);
                        assert_eq!(answer.status == 403, !want, "{route} {role} {unit}");
                    }
                    for unit in FOREIGN {
                        // An administrator's units are all units.
                        let is_theirs = role == Role::Administrator && !matches!(unit, "TIADA" | "kec");
                        if !is_theirs {
                            let answer = ask(&served, route, unit, Some(&cookie)).await;
                            assert_eq!(answer.status, 404, "{route} {role} {unit}");
                        }
                    }
                }
            }
            assert_eq!(
                served.app.log().head().size,
                events,
                "{route} {role} wrote something"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_site_makes_a_browser_send_is_refused_before_anything_is_done() {
    let served = Served::start().await;
    let cookies = [
        served.cookie_of(Role::BagianOrganisasi, None).await,
        served.cookie_of(Role::Administrator, None).await,
    ];
    let account = served
        .person(Role::Officer, Some("KEL"))
        .await
        .account
        .to_string();
    let events = served.app.log().head().size;
    let changing = ACCESS
        .iter()
        .filter(|(route, access)| *access != Access::Open && !route.starts_with("GET "));
    let mut tried = 0;
    for (route, _) in changing {
        let (method, path, body) = request(route, "KEC", &account, (0, 0));
        for cookie in &cookies {
            for foreign in [
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Site", "same-site"),
                ("Origin", "http://evil.example"),
                ("Origin", "null"),
                ("X-Nothing", "said"),
            ] {
                let headers = [("Cookie", cookie.as_str()), foreign];
                let answer = served.send(&method, &path, &headers, body.as_bytes()).await;
                assert_eq!(answer.status, 403, "{route} {foreign:?}");
                assert_eq!(answer.json()["code"], "foreign_origin", "{route} {foreign:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 80, "{tried}");
    assert_eq!(served.app.log().head().size, events);
    for cookie in &cookies {
        let page = served.get_with("/dasbor", &[("Cookie", cookie)]).await;
        assert_eq!(page.status, 200, "and nobody was sent out");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_to_staff_carries_the_headers_whatever_it_is() {
    let served = Served::start().await;
    let cookies = [
        None,
        Some(served.cookie_of(Role::BagianOrganisasi, None).await),
        Some(served.cookie_of(Role::Inspector, Some("KEC")).await),
    ];
    for (route, access) in ACCESS {
        if *access == Access::Open {
            continue;
        }
        for cookie in &cookies {
            let answer = ask(&served, route, "KEC", cookie.as_deref()).await;
            let policy = answer.header("content-security-policy").unwrap();
            assert!(
                policy.contains("default-src 'none'")
                    && policy.contains("frame-ancestors 'none'")
                    && policy.contains("form-action 'self'"),
                "{route}"
            );
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cross-origin-embedder-policy", "require-corp"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{route} {name}");
            }
        }
    }
}

/// The one route of rows so far: inspectors of everything, and nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn rows_are_there_for_inspectors_of_everything() {
    let served = Served::start().await;
    served.settled().await;
    tokio::task::spawn_blocking({
        let app = std::sync::Arc::clone(&served.app);
        move || app.sign().unwrap()
    })
    .await
    .unwrap();
    let size = served.app.signed().borrow().size();
    let path = format!("/log/tile/entries/000.p/{size}");
    for (role, over, status) in [
        (Role::Inspector, None, 200),
        (Role::Inspector, Some("KAB"), 404),
        (Role::BagianOrganisasi, None, 404),
        (Role::Administrator, None, 404),
    ] {
        let cookie = served.cookie_of(role, over).await;
        let answer = served.get_with(&path, &[("Cookie", &cookie)]).await;
        assert_eq!(answer.status, status, "{role} {over:?}");
    }
}
