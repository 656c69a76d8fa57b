//! Accounts over HTTP: entering, answering an invitation, and what an administrator does to others.

use app::limits::SESSION_IDLE;
use jiff::SignedDuration;
use server::Options;
use survey::Role;
use testkit::{PASSWORD, Person};

use crate::client::{Answer, Served, entrance};

const HALF_A_MINUTE: SignedDuration = SignedDuration::from_secs(30);

async fn post(served: &Served, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Answer {
    let mut headers = vec![("Sec-Fetch-Site", "same-origin")];
    headers.extend(cookie.map(|cookie| ("Cookie", cookie)));
    let mut body = String::new();
    for (name, value) in fields {
        let value = value.replace(' ', "+");
        body.push_str(&format!("{name}={value}&"));
    }
    served.send("POST", path, &headers, body.as_bytes()).await
}

async fn enter(served: &Served, person: &Person, password: &str) -> Answer {
    let code = person.attempt(&served.app).code;
    let fields = [
        ("nama", person.login.as_str()),
        ("sandi", password),
        ("kode", &code),
    ];
    post(served, "/masuk", None, &fields).await
}

/// What the browser keeps of an answer.
fn cookie(answer: &Answer) -> Option<String> {
    let set = answer.header("set-cookie")?;
    Some(set.split(';').next().unwrap().to_owned())
}

async fn status(served: &Served, path: &str, cookie: &str) -> u16 {
    served.get_with(path, &[("Cookie", cookie)]).await.status
}

/// An officer scans the code of a kiosk, and is asked to enter first.
#[tokio::test(flavor = "multi_thread")]
async fn who_enters_comes_to_where_they_were_on_the_way_to_and_to_no_other_site() {
    let served = Served::start().await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    let way = "/dasbor/perangkat?kode=4F7K9QX2";
    let asked = served.get(&entrance(way)).await;
    assert_eq!(asked.field("ke").as_deref(), Some(way));
    // A mistake loses nothing.
    let wrong = [
        ("nama", &*person.login),
        ("sandi", "salah"),
        ("kode", "000000"),
        ("ke", way),
    ];
    let refused = post(&served, "/masuk", None, &wrong).await;
    assert_eq!((refused.status, refused.field("ke").as_deref()), (403, Some(way)));
    for (way, to) in [
        (way, way),
        ("//evil.example", "/dasbor"),
        ("/\\evil.example", "/dasbor"),
        ("https://evil.example/dasbor", "/dasbor"),
        ("/dasbor@evil.example", "/dasbor"),
    ] {
        served.edge().pass(HALF_A_MINUTE);
        if to == "/dasbor" {
            assert_eq!(served.get(&entrance(way)).await.field("ke"), None, "{way}");
        }
        let code = person.attempt(&served.app).code;
        let fields = [
            ("nama", &*person.login),
            ("sandi", PASSWORD),
            ("kode", &code),
            ("ke", way),
        ];
        let entered = post(&served, "/masuk", None, &fields).await;
        assert_eq!(
            (entered.status, entered.header("location")),
            (303, Some(to)),
            "{way}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_enters_with_name_password_and_code_and_leaves_again() {
    let served = Served::start().await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    served.edge().pass(HALF_A_MINUTE);
    let entered = enter(&served, &person, PASSWORD).await;
    assert_eq!(
        (entered.status, entered.header("location")),
        (303, Some("/dasbor"))
    );
    let cookie = cookie(&entered).unwrap();
    assert_eq!(status(&served, "/dasbor", &cookie).await, 200);
    let left = post(&served, "/keluar", Some(&cookie), &[]).await;
    assert_eq!((left.status, left.header("location")), (303, Some("/masuk")));
    assert!(left.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(status(&served, "/dasbor", &cookie).await, 303);
}

/// Nobody learns from the answer which part was wrong, or whether there is such an account.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_name_a_wrong_password_and_a_wrong_code_get_the_same_page() {
    let served = Served::start().await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    served.edge().pass(HALF_A_MINUTE);
    let code = person.attempt(&served.app).code;
    let login = person.login.as_str();
    let mut pages = Vec::new();
    for fields in [
        [("nama", "tidak-ada"), ("sandi", PASSWORD), ("kode", &code)],
        [
            ("nama", login),
            ("sandi", "sepeda hijau di atas awan"),
            ("kode", &code),
        ],
        [("nama", login), ("sandi", PASSWORD), ("kode", "000000")],
    ] {
        let answer = post(&served, "/masuk", None, &fields).await;
        assert_eq!(answer.status, 403);
        assert!(cookie(&answer).is_none());
        pages.push(answer.text().replace(fields[0].1, "NAMA"));
    }
    assert!(pages[0].contains("tidak cocok"), "{}", pages[0]);
    assert!(pages.iter().all(|page| *page == pages[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_tries_too_often_must_wait_and_an_account_is_not_locked_for_good() {
    let served = Served::start().await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    served.edge().pass(HALF_A_MINUTE);
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(enter(&served, &person, "sepeda hijau di atas awan").await.status);
    }
    assert_eq!(statuses[..10], [403; 10]);
    assert_eq!(statuses[10..], [429; 2]);
    let waits = enter(&served, &person, PASSWORD).await;
    assert_eq!((waits.status, waits.header("retry-after")), (429, Some("30")));
    let other = served.person(Role::Officer, Some("KEL")).await;
    served.edge().pass(HALF_A_MINUTE);
    assert_eq!(enter(&served, &other, PASSWORD).await.status, 303, "others enter");
    assert_eq!(
        enter(&served, &person, PASSWORD).await.status,
        303,
        "half a minute later"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_names_from_one_network_must_wait_too() {
    let served = Served::start_with(Options {
        proxies: vec!["127.0.0.1".parse().unwrap()],
        ..Options::default()
    })
    .await;
    let mut refused = 0;
    for number in 0..62 {
        let headers = [
            ("Sec-Fetch-Site", "same-origin"),
            ("X-Forwarded-For", "203.0.113.7"),
        ];
        // No password: nothing of this is about hashing.
        let body = format!("nama=orang-{number}&sandi=x&kode=0");
        let answer = served.send("POST", "/masuk", &headers, body.as_bytes()).await;
        refused += usize::from(answer.status == 429);
    }
    assert_eq!(refused, 2);
    let body = b"nama=orang&sandi=x&kode=0";
    let elsewhere = [
        ("Sec-Fetch-Site", "same-origin"),
        ("X-Forwarded-For", "198.51.100.7"),
    ];
    assert_eq!(served.send("POST", "/masuk", &elsewhere, body).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_printed_once_and_answered_once() {
    let served = Served::start().await;
    let admin = served.cookie_of(Role::Administrator, None).await;
    let printed = post(
        &served,
        "/dasbor/akun",
        Some(&admin),
        &[
            ("orang", "Budi Santoso"),
            ("nama", "budi.s"),
            ("peran", "unit_head"),
            ("unit", "KEC"),
        ],
    )
    .await;
    assert_eq!(printed.status, 200, "{}", printed.text());
    assert!(printed.text().contains("untuk Budi Santoso") && printed.text().contains("<svg"));
    let link = printed.text().split("/undangan/").nth(1).unwrap()[..64].to_owned();
    let path = format!("/undangan/{link}");
    let page = served.get(&path).await;
    assert_eq!(page.status, 200);
    let secret = page.text().split("class=\"kunci\">").nth(1).unwrap();
    let secret = secret.split('<').next().unwrap();
    let code = testkit::code_of(&served.app, secret);
    let answer = |password: &'static str, code: String| {
        let (served, path) = (&served, path.clone());
        async move {
            let fields = [("sandi", password), ("ulang", password), ("kode", code.as_str())];
            post(served, &path, None, &fields).await
        }
    };
    for (password, code, told) in [
        ("pendek", code.clone(), "paling sedikit 12"),
        (PASSWORD, "000000".into(), "Kode dari aplikasi tidak cocok"),
    ] {
        let again = answer(password, code).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains(told), "{}", again.text());
    }
    let entered = answer(PASSWORD, code.clone()).await;
    assert_eq!(
        (entered.status, entered.header("location")),
        (303, Some("/dasbor"))
    );
    let budi = cookie(&entered).unwrap();
    assert_eq!(status(&served, "/dasbor/KEL", &budi).await, 200);
    assert_eq!(status(&served, "/dasbor/DUKCAPIL", &budi).await, 404);
    assert_eq!(served.get(&path).await.status, 410);
    assert_eq!(answer(PASSWORD, code).await.status, 410, "and only once");
    let listed = served.get_with("/dasbor/akun", &[("Cookie", &admin)]).await;
    assert!(listed.text().contains("Budi Santoso") && listed.text().contains("budi.s"));
    let own = served.get_with("/dasbor/akun", &[("Cookie", &budi)]).await;
    assert!(!own.text().contains("Semua akun"), "names are for administrators");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_account_is_out_with_the_next_request() {
    let served = Served::start().await;
    let admin = served.cookie_of(Role::Administrator, None).await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    let theirs = format!("skm={}", person.token);
    let page = format!("/dasbor/akun/{}", person.account);
    assert_eq!(status(&served, "/dasbor", &theirs).await, 200);
    let silent = post(&served, &page, Some(&admin), &[("aksi", "nonaktif")]).await;
    assert_eq!(silent.status, 422, "a reason is needed");
    let fields = [("aksi", "nonaktif"), ("alasan", "Pindah tugas")];
    assert_eq!(post(&served, &page, Some(&admin), &fields).await.status, 303);
    assert_eq!(status(&served, "/dasbor", &theirs).await, 303);
    served.edge().pass(HALF_A_MINUTE);
    assert_eq!(enter(&served, &person, PASSWORD).await.status, 403);
    let fields = [("aksi", "aktif"), ("alasan", "Kembali")];
    assert_eq!(post(&served, &page, Some(&admin), &fields).await.status, 303);
    assert_eq!(enter(&served, &person, PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_grants_revokes_sends_out_and_resets_but_not_their_own() {
    let served = Served::start().await;
    let admin = served.person(Role::Administrator, None).await;
    let by = format!("skm={}", admin.token);
    let person = served.person(Role::Officer, Some("KEC")).await;
    let theirs = format!("skm={}", person.token);
    let page = format!("/dasbor/akun/{}", person.account);
    let granted = [("aksi", "beri"), ("peran", "unit_head"), ("unit", "KEL")];
    assert_eq!(post(&served, &page, Some(&by), &granted).await.status, 303);
    let revoked = [
        ("aksi", "cabut"),
        ("peran", "officer"),
        ("unit", "KEC"),
        ("alasan", "Pindah tugas"),
    ];
    assert_eq!(post(&served, &page, Some(&by), &revoked).await.status, 303);
    assert_eq!(status(&served, "/dasbor/KEL", &theirs).await, 200);
    assert_eq!(status(&served, "/dasbor/KEC", &theirs).await, 404);
    let out = [("aksi", "keluarkan")];
    assert_eq!(post(&served, &page, Some(&by), &out).await.status, 303);
    assert_eq!(status(&served, "/dasbor", &theirs).await, 303);
    let reset = [("aksi", "atur-ulang"), ("alasan", "Ponsel hilang")];
    let printed = post(&served, &page, Some(&by), &reset).await;
    assert_eq!(printed.status, 200);
    assert!(printed.text().contains("/undangan/"));
    let own = format!("/dasbor/akun/{}", admin.account);
    for fields in [&granted[..], &reset[..], &[("aksi", "nonaktif"), ("alasan", "x")]] {
        let refused = post(&served, &own, Some(&by), fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("akun sendiri"), "{}", refused.text());
    }
    let unknown = "/dasbor/akun/00000000-0000-0000-0000-000000000001";
    assert_eq!(post(&served, unknown, Some(&by), &out).await.status, 404);
    assert_eq!(
        post(&served, &page, Some(&by), &[("aksi", "lain")]).await.status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_keeps_this_device_in_and_no_other() {
    let served = Served::start().await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    served.edge().pass(HALF_A_MINUTE);
    let other = cookie(&enter(&served, &person, PASSWORD).await).unwrap();
    let this = format!("skm={}", person.token);
    let listed = served.get_with("/dasbor/akun", &[("Cookie", &this)]).await;
    assert!(listed.text().contains("Perangkat ini") && listed.text().contains("Perangkat lain"));
    served.edge().pass(HALF_A_MINUTE);
    let code = person.attempt(&served.app).code;
    let new = "sepeda hijau di atas awan";
    let fields = |old: &'static str| {
        [
            ("lama", old),
            ("baru", new),
            ("ulang", new),
            ("kode", code.as_str()),
        ]
    };
    let wrong = post(&served, "/dasbor/akun/sandi", Some(&this), &fields(new)).await;
    assert_eq!(wrong.status, 422);
    let done = post(&served, "/dasbor/akun/sandi", Some(&this), &fields(PASSWORD)).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let now = cookie(&done).unwrap();
    assert_ne!(now, this, "a session of its own");
    for old in [&this, &other] {
        assert_eq!(status(&served, "/dasbor", old).await, 303);
    }
    assert_eq!(status(&served, "/dasbor", &now).await, 200);
    served.edge().pass(HALF_A_MINUTE);
    assert_eq!(enter(&served, &person, PASSWORD).await.status, 403);
    assert_eq!(enter(&served, &person, new).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_another_device_is_ended_from_this_one() {
    let served = Served::start().await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    served.edge().pass(HALF_A_MINUTE);
    let other = cookie(&enter(&served, &person, PASSWORD).await).unwrap();
    let this = format!("skm={}", person.token);
    let page = served.get_with("/dasbor/akun", &[("Cookie", &this)]).await;
    let number = page.field("sesi").unwrap();
    let ended = post(&served, "/dasbor/akun/sesi", Some(&this), &[("sesi", &number)]).await;
    assert_eq!(ended.status, 303);
    assert_eq!(status(&served, "/dasbor", &other).await, 303);
    assert_eq!(status(&served, "/dasbor", &this).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_idles_is_over() {
    let served = Served::start().await;
    let cookie = served.staff_cookie().await;
    served.edge().pass(SESSION_IDLE);
    assert_eq!(status(&served, "/dasbor", &cookie).await, 200);
    served.edge().pass(SESSION_IDLE + SignedDuration::from_secs(1));
    assert_eq!(status(&served, "/dasbor", &cookie).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let served = Served::start_with(Options {
        public_url: Some("https://skm.sukamaju.go.id".parse().unwrap()),
        ..Options::default()
    })
    .await;
    let person = served.person(Role::UnitHead, Some("KEC")).await;
    served.edge().pass(HALF_A_MINUTE);
    let entered = enter(&served, &person, PASSWORD).await;
    let cookie = entered.header("set-cookie").unwrap();
    for part in ["__Host-", "HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(entered.header("strict-transport-security").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_enters_what_is_no_demo() {
    let served = Served::start().await;
    let refused = served.get(&format!("/masuk/{}", "0".repeat(64))).await;
    assert_eq!(refused.status, 403);
    assert!(cookie(&refused).is_none());
}

/// A table, a page, a page's ancestors, a list of devices: nothing of a unit that is not theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a_unit_head_sees_no_unit_above_or_beside() {
    let served = Served::start().await;
    let cookie = served.cookie_of(Role::UnitHead, Some("KEC")).await;
    for path in ["/dasbor", "/dasbor/KEC", "/dasbor/KEL", "/dasbor/perangkat"] {
        let page = served.get_with(path, &[("Cookie", &cookie)]).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("Unit KE"), "{path}");
        for foreign in ["Unit KAB", "Unit DUKCAPIL", "S-DUKCAPIL", "/dasbor/KAB"] {
            assert!(!page.text().contains(foreign), "{path} says {foreign}");
        }
    }
}
