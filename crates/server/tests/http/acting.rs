//! What a unit does with its index, over HTTP: service events and follow-ups, entered by plain forms.

use server::Options;
use testkit::{TestApp, submission};

use crate::client::{Answer, Served, entrance};

async fn get(served: &Served, path: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    served.get_with(path, &[("Cookie", &cookie)]).await
}

async fn post(served: &Served, path: &str, body: &str) -> Answer {
    let cookie = served.staff_cookie().await;
    let own = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    served.send("POST", path, &own, body.as_bytes()).await
}

/// The address of the first form of a page that ends so.
fn action(page: &Answer, end: &str) -> String {
    let text = page.text();
    let actions = text
        .split("action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let mut fitting = actions.filter(|action| action.ends_with(end));
    fitting
        .next()
        .unwrap_or_else(|| panic!("no form {end}"))
        .to_owned()
}

const EVENTS: &str = "/dasbor/DUKCAPIL/peristiwa";
const FOLLOW_UPS: &str = "/dasbor/DUKCAPIL/tindak-lanjut";

#[tokio::test(flavor = "multi_thread")]
async fn a_service_event_is_entered_and_withdrawn_with_a_reason() {
    let world = tokio::task::spawn_blocking(|| {
        let world = TestApp::in_memory();
        // Figures advance in steps of ten answers, and a chart begins with a figure.
        for number in 0..10 {
            world.answer(number, submission("DUKCAPIL")).unwrap();
        }
        world
    });
    let served = Served::start_in(world.await.unwrap(), Options::default()).await;
    let entered = post(
        &served,
        EVENTS,
        "jenis=sop_revised&tanggal=2026-09-10&layanan=KTP&judul=SOP+nomor+12&kunjungan=7",
    )
    .await;
    assert_eq!((entered.status, entered.header("location")), (303, Some(EVENTS)));
    let page = get(&served, EVENTS).await;
    for said in ["SOP direvisi", "SOP nomor 12", "Layanan KTP", "10 September 2026"] {
        assert!(page.text().contains(said), "{said}");
    }
    assert!(
        !page.text().contains("7 kunjungan"),
        "visits belong to another kind"
    );
    let unit = get(&served, "/dasbor/DUKCAPIL").await;
    assert!(
        unit.text().contains("SOP nomor 12"),
        "it is said beside the chart"
    );
    let withdraw = action(&page, "/tarik");
    assert_eq!(post(&served, &withdraw, "alasan=").await.status, 422);
    assert_eq!(
        post(&served, &withdraw, "alasan=Dicatat+dua+kali").await.status,
        303
    );
    let page = get(&served, EVENTS).await;
    assert!(page.text().contains("Ditarik: Dicatat dua kali"));
    let unit = get(&served, "/dasbor/DUKCAPIL").await;
    assert!(!unit.text().contains("SOP nomor 12"));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_verdicts_go_with_their_kind() {
    let served = Served::start().await;
    let visits = "jenis=visits_counted&tanggal=2026-08-31&judul=Buku+tamu&kunjungan=1204";
    assert_eq!(post(&served, EVENTS, visits).await.status, 303);
    let running = post(&served, EVENTS, &visits.replace("08-31", "09-10")).await;
    assert_eq!(running.status, 422);
    assert!(running.text().contains("Bulan 2026-09 belum berakhir"));
    let verdict = "jenis=external_assessment_recorded&tanggal=2026-08-31&judul=Surat+KemenPANRB&skema=PEKPPP&tahun=2025&hasil=B";
    assert_eq!(post(&served, EVENTS, verdict).await.status, 303);
    let page = get(&served, EVENTS).await;
    assert!(page.text().contains("1.204 kunjungan") && page.text().contains("PEKPPP 2025: B"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_entered_comes_back_as_it_was_typed() {
    let served = Served::start().await;
    served.staff_cookie().await;
    let before = served.app.log().head().size;
    for (body, said) in [
        ("jenis=&tanggal=2026-09-10&judul=Loket", "Pilih jenis peristiwa"),
        ("jenis=sop_revised&tanggal=kemarin&judul=Loket", "bukan tanggal"),
        (
            "jenis=sop_revised&tanggal=2026-09-10&judul=",
            "Tuliskan keterangan",
        ),
        (
            "jenis=visits_counted&tanggal=2026-09-10&judul=Loket&kunjungan=dua",
            "bukan bilangan",
        ),
        (
            "jenis=visits_counted&tanggal=2026-09-10&judul=Loket&kunjungan=",
            "Jumlah kunjungan",
        ),
        (
            "jenis=sop_revised&tanggal=2026-09-10&judul=Loket&layanan=TIDAK",
            "tidak tersedia",
        ),
    ] {
        let again = post(&served, EVENTS, body).await;
        assert_eq!(again.status, 422, "{body}");
        assert!(again.text().contains(said), "{said}");
        assert!(again.text().contains("<title>Kesalahan: "), "{body}");
        assert!(
            again.text().contains("value=\"Loket\"") || body.ends_with("judul="),
            "{body}"
        );
    }
    assert_eq!(served.app.log().head().size, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_is_planned_carried_out_and_finished() {
    let served = Served::start().await;
    let plan =
        "periode=2026-Q3&unsur=waktu&tenggat=2026-Q4&program=Loket+kedua&jabatan=Kasi+Pelayanan&nama=Siti";
    let planned = post(&served, FOLLOW_UPS, plan).await;
    assert_eq!(
        (planned.status, planned.header("location")),
        (303, Some(FOLLOW_UPS))
    );
    let page = get(&served, FOLLOW_UPS).await;
    for said in [
        "Loket kedua",
        "Kasi Pelayanan (Siti)",
        "Triwulan IV 2026",
        "0 dari 1 selesai",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let progress = action(&page, "/kemajuan");
    let step = "catatan=1&uraian=Petugas+ditunjuk&tanggal=2026-09-14&persen=40&tautan=https%3A%2F%2Fsukamaju.go.id%2Fsk";
    assert_eq!(post(&served, &progress, step).await.status, 303);
    assert_eq!(
        post(&served, &progress, step).await.status,
        422,
        "the page was older than that"
    );
    let page = get(&served, FOLLOW_UPS).await;
    assert!(page.text().contains("href=\"https://sukamaju.go.id/sk\"") && page.text().contains("40 %"));
    let finish = action(&page, "/selesai");
    let evidence = format!(
        "catatan=2&uraian=Dua+loket&tanggal=2026-09-14&berkas=foto.jpg&sidik={}",
        "AB".repeat(32)
    );
    assert_eq!(post(&served, &finish, &evidence).await.status, 303);
    let page = get(&served, FOLLOW_UPS).await;
    for said in [
        "1 dari 1 selesai",
        "Selesai 14 September 2026",
        "foto.jpg",
        "abababababab",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let withdraw = action(&page, "/tarik");
    assert_eq!(
        post(&served, &withdraw, "catatan=3&alasan=Terlalu+dini")
            .await
            .status,
        303
    );
    let page = get(&served, FOLLOW_UPS).await;
    assert!(page.text().contains("0 dari 1 selesai") && page.text().contains("Terlalu dini"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_unit_does_is_for_staff_and_another_unit_s_things_are_not_found_here() {
    let served = Served::start().await;
    for path in [EVENTS, FOLLOW_UPS, COMPLAINTS, "/dasbor/DUKCAPIL/susunan"] {
        assert_eq!(
            served.get(path).await.header("location"),
            Some(&*entrance(path)),
            "{path}"
        );
        assert_eq!(served.post(path, "").await.status, 403, "{path}: from nowhere");
        let cookie = served.staff_cookie().await;
        let foreign = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
        assert_eq!(
            served.send("POST", path, &foreign, b"").await.status,
            403,
            "{path}"
        );
        let nowhere = path.replace("DUKCAPIL", "TIDAK-ADA");
        assert_eq!(get(&served, &nowhere).await.status, 404, "{nowhere}");
        assert_eq!(post(&served, &nowhere, "").await.status, 404, "{nowhere}");
    }
    let plan = "periode=2026-Q3&unsur=waktu&tenggat=2026-Q4&program=Loket&jabatan=Kasi&nama=";
    assert_eq!(post(&served, FOLLOW_UPS, plan).await.status, 303);
    let finish = action(&get(&served, FOLLOW_UPS).await, "/batal").replace("DUKCAPIL", "KEC");
    served.staff_cookie().await;
    let before = served.app.log().head().size;
    assert_eq!(
        post(&served, &finish, "catatan=1&alasan=Bukan+milik+saya")
            .await
            .status,
        422
    );
    assert_eq!(
        post(&served, &format!("{FOLLOW_UPS}/{}/lenyap", "0".repeat(32)), "")
            .await
            .status,
        404
    );
    assert_eq!(served.app.log().head().size, before);
}

const COMPLAINTS: &str = "/dasbor/DUKCAPIL/pengaduan";
const HOLIDAYS: &str = "/dasbor/hari-libur";

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_is_taken_in_forwarded_answered_and_closed_with_its_deadlines_shown() {
    let served = Served::start().await;
    let said = "saluran=counter&tanggal=2026-09-14&jenis=information&isi=Syarat+pindah%3F&kontak=Siti+0812";
    let taken = post(&served, COMPLAINTS, said).await;
    assert_eq!((taken.status, taken.header("location")), (303, Some(COMPLAINTS)));
    let page = get(&served, COMPLAINTS).await;
    for said in [
        "Syarat pindah?",
        "Pelapor: Siti 0812",
        "Diteruskan paling lambat 17 September 2026",
        "Dijawab paling lambat 21 September 2026",
        "tinggal 5 hari kerja",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let forward = action(&page, "/teruskan");
    let there = "catatan=1&kepada=KEC&keterangan=Kewenangan+kecamatan";
    assert_eq!(post(&served, &forward, there).await.status, 303);
    let page = get(&served, COMPLAINTS).await;
    assert!(page.text().contains("Ada pada Unit KEC") && !page.text().contains("/jawab\""));
    let there = COMPLAINTS.replace("DUKCAPIL", "KEC");
    let page = get(&served, &there).await;
    assert!(!page.text().contains("Diteruskan paling lambat"));
    let answer = action(&page, "/jawab");
    let said = "catatan=2&tanggal=2026-09-14&perihal=Syarat+pindah&tanggapan=Cukup+KTP+dan+KK";
    assert_eq!(post(&served, &answer, said).await.status, 303);
    let page = get(&served, &there).await;
    assert!(
        page.text().contains("Dijawab 14 September 2026")
            && page.text().contains("1 pengaduan: 1 ditangani tepat waktu")
    );
    let close = action(&page, "/tutup");
    assert_eq!(
        post(&served, &close, "catatan=3&keterangan=Pelapor+puas")
            .await
            .status,
        303
    );
    let withdraw = action(&get(&served, &there).await, "/tarik");
    assert_eq!(
        post(&served, &withdraw, "catatan=4&alasan=Belum+dihubungi")
            .await
            .status,
        303
    );
    assert!(get(&served, &there).await.text().contains("Belum dihubungi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_that_cannot_be_taken_in_comes_back_as_it_was_typed() {
    let served = Served::start().await;
    served.staff_cookie().await;
    let before = served.app.log().head().size;
    for (body, said) in [
        (
            "saluran=&tanggal=2026-09-14&jenis=ordinary&isi=Lama",
            "Saluran survei",
        ),
        (
            "saluran=survey&tanggal=2026-09-14&jenis=ordinary&isi=Lama",
            "Saluran survei",
        ),
        ("saluran=phone&tanggal=2026-09-14&jenis=&isi=Lama", "Pilih jenis"),
        ("saluran=phone&tanggal=&jenis=ordinary&isi=Lama", "bukan tanggal"),
        (
            "saluran=phone&tanggal=2026-09-14&jenis=ordinary&komentar=7&isi=Lama",
            "Komentar ini tidak ada",
        ),
    ] {
        let again = post(&served, COMPLAINTS, body).await;
        assert_eq!(again.status, 422, "{body}");
        assert!(again.text().contains(said), "{said}");
        assert!(again.text().contains(">Lama</textarea>"), "{body}");
    }
    assert_eq!(served.app.log().head().size, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_a_wrong_day_comes_back_open_and_as_it_was_typed() {
    let served = Served::start().await;
    let letter = "Antre+dua+jam.%0D%0A".repeat(190);
    let said = format!("saluran=letter&tanggal=2026-09-14&jenis=ordinary&isi={letter}");
    assert_eq!(
        post(&served, COMPLAINTS, &said).await.status,
        303,
        "a letter fits"
    );
    let future = "saluran=letter&tanggal=2099-01-01&jenis=ordinary&isi=Lama";
    let refused = post(&served, COMPLAINTS, future).await;
    assert!(refused.status == 422 && refused.text().contains("Tanggal 2099-01-01 belum tiba"));
    let answer = action(&get(&served, COMPLAINTS).await, "/jawab");
    let early = "catatan=1&tanggal=1999-01-01&perihal=Antrean&tanggapan=Loket+kedua+dibuka";
    let again = post(&served, &answer, early).await;
    assert_eq!(again.status, 422);
    let text = again.text();
    for said in [
        "Tanggal 1999-01-01 mendahului hari pengaduan diterima, 2026-09-14",
        "<details open><summary>Jawab",
        ">Loket kedua dibuka</textarea>",
        "value=\"Antrean\"",
        "value=\"1999-01-01\"",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert_eq!(text.matches("1999-01-01\"").count(), 1, "and in no other form");
    let plan = "periode=2026-Q2&unsur=waktu&tenggat=2026-Q4&program=Loket+kedua&jabatan=Kasi";
    assert_eq!(post(&served, FOLLOW_UPS, plan).await.status, 303);
    let finish = action(&get(&served, FOLLOW_UPS).await, "/selesai");
    let done = |on| format!("catatan=1&uraian=Dua+loket&tanggal={on}&tautan=https%3A%2F%2Fa.id%2F1");
    for (on, said) in [
        ("2031-01-01", "Tanggal 2031-01-01 belum tiba"),
        ("2026-06-30", "Tanggal 2026-06-30 mendahului rencananya"),
    ] {
        let again = post(&served, &finish, &done(on)).await;
        assert_eq!(again.status, 422, "{on}");
        for said in [
            said,
            "value=\"Dua loket\"",
            "value=\"https://a.id/1\"",
            "<details open><summary>Selesai",
        ] {
            assert!(again.text().contains(said), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_is_forwarded_to_a_unit_by_its_name_and_kept_where_none_is_named() {
    let served = Served::start().await;
    let said = "saluran=counter&tanggal=2026-09-14&jenis=information&isi=Syarat+pindah%3F";
    assert_eq!(post(&served, COMPLAINTS, said).await.status, 303);
    let page = get(&served, COMPLAINTS).await;
    let offered = "<option value=\"Unit KEC (KEC)\"></option>";
    assert_eq!(page.text().matches(offered).count(), 1, "one list for all");
    let forward = action(&page, "/teruskan");
    let nowhere = post(&served, &forward, "catatan=1&kepada=Dinas+Tiada&keterangan=Salah").await;
    assert_eq!(nowhere.status, 422);
    for said in ["bernama &#34;Dinas Tiada&#34;", "value=\"Dinas Tiada\""] {
        assert!(nowhere.text().contains(said), "{said}");
    }
    let own = post(&served, &forward, "catatan=1&kepada=&keterangan=Wewenang+kami").await;
    assert_eq!(own.status, 303);
    let page = get(&served, COMPLAINTS).await;
    assert!(page.text().contains("Ditangani sendiri: Wewenang kami"));
    let named = "catatan=2&kepada=unit+kec+%28KEC%29&keterangan=Kewenangan+kecamatan";
    assert_eq!(post(&served, &forward, named).await.status, 303);
    assert!(
        get(&served, COMPLAINTS)
            .await
            .text()
            .contains("Ada pada Unit KEC")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_answers_the_last_quarter_that_is_over_unless_another_is_asked_for() {
    let world = tokio::task::spawn_blocking(|| {
        let world = TestApp::in_memory();
        for (from, day) in [(0, "2026-05-06T03Z"), (20, "2026-09-07T03Z")] {
            for number in from..from + 12 {
                let mut answer = submission("DUKCAPIL");
                answer.claimed_at = Some(testkit::hour(day));
                world.answer(number, answer).unwrap();
            }
        }
        world
    });
    let served = Served::start_in(world.await.unwrap(), Options::default()).await;
    let page = get(&served, FOLLOW_UPS).await;
    let planned_for = |quarter: &str| format!("name=\"periode\" value=\"{quarter}\"");
    assert!(page.text().contains(&planned_for("2026-Q2")));
    assert!(page.text().contains("Unsur terendah pada Triwulan II 2026"));
    let running = get(&served, &format!("{FOLLOW_UPS}?periode=2026-Q3")).await;
    assert!(running.text().contains(&planned_for("2026-Q3")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_becomes_a_complaint_once_it_may_be_shown_and_says_what_became_of_it() {
    const COMMENTS: &str = "/dasbor/DUKCAPIL/komentar?periode=2026-Q3";
    let world = tokio::task::spawn_blocking(|| {
        let world = TestApp::in_memory();
        let mut answer = submission("DUKCAPIL");
        answer.comment = Some("Kursi tunggu <kurang>".into());
        let position = world.answer(0, answer).unwrap().position;
        for number in 1..9 {
            world.answer(number, submission("DUKCAPIL")).unwrap();
        }
        (world, position)
    });
    let (world, position) = world.await.unwrap();
    let served = Served::start_in(world, Options::default()).await;
    let content = served.response(position).comment.unwrap().content;
    let form = format!("{COMPLAINTS}?komentar={content}");
    let body = format!("komentar={content}&tanggal=2026-09-14&jenis=ordinary");
    // Figures have not advanced to it: nobody who guesses its name reads it.
    assert!(!get(&served, &form).await.text().contains("Kursi tunggu"));
    let refused = post(&served, COMPLAINTS, &body).await;
    assert!(refused.status == 422 && refused.text().contains("Komentar ini tidak ada"));

    let tenth = served.app.submit(testkit::response_id(9), submission("DUKCAPIL"));
    tenth.await.unwrap();
    served.settled().await;
    let comments = get(&served, COMMENTS).await;
    let link = format!("{COMPLAINTS}?komentar={content}#catat");
    assert!(
        comments.text().contains(&link) && !comments.text().contains("<b>"),
        "nobody took it up"
    );
    let page = get(&served, &form).await;
    assert!(page.text().contains("Kursi tunggu") && !page.text().contains("<kurang>"));
    assert_eq!(
        page.field("komentar").as_deref(),
        Some(content.to_string().as_str())
    );
    let elsewhere = form.replace("DUKCAPIL", "KEC");
    assert!(!get(&served, &elsewhere).await.text().contains("Kursi tunggu"));
    assert_eq!(post(&served, COMPLAINTS, &body).await.status, 303);
    assert_eq!(post(&served, COMPLAINTS, &body).await.status, 422, "once");
    let taken = get(&served, COMPLAINTS).await;
    assert!(taken.text().contains("Komentar survei"));

    let with = |status: &str| format!("{COMMENTS}&keadaan={status}");
    assert!(
        get(&served, COMMENTS)
            .await
            .text()
            .contains("<b>Menjadi pengaduan</b>")
    );
    assert!(!get(&served, &with("baru")).await.text().contains("Kursi tunggu"));
    let answer = "catatan=1&tanggal=2026-09-14&perihal=Ruang+tunggu&tanggapan=Kursi+ditambah";
    let answered = post(&served, &action(&taken, "/jawab"), answer).await;
    assert_eq!(answered.status, 303);
    assert!(
        get(&served, &with("dijawab"))
            .await
            .text()
            .contains("<b>Dijawab</b>")
    );
    assert!(
        !get(&served, &with("diadukan"))
            .await
            .text()
            .contains("Kursi tunggu")
    );
    let public = served.get("/hasil/DUKCAPIL").await;
    assert!(public.text().contains("Kursi ditambah") && !public.text().contains("Kursi tunggu"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_holidays_is_added_from_two_columns() {
    let served = Served::start().await;
    assert_eq!(
        served.get(HOLIDAYS).await.header("location"),
        Some(&*entrance(HOLIDAYS))
    );
    let page = get(&served, HOLIDAYS).await;
    assert!(page.text().contains("1497 Tahun 2025") && page.text().contains("17 Agustus 2026"));
    for (days, said) in [
        ("2027-01-01+Tahun+Baru", "Baris 1 tidak terbaca"),
        (
            "2027-01-01%3BTahun+Baru%0A%0A2026-01-01%3BTahun+Baru",
            "tidak berada dalam tahun 2027",
        ),
    ] {
        let again = post(&served, HOLIDAYS, &format!("tahun=2027&sumber=SKB&hari={days}")).await;
        assert_eq!(again.status, 422, "{days}");
        assert!(again.text().contains(said), "{said}");
        assert!(again.text().contains("2027-01-01"), "what was typed is kept");
    }
    let table = "2027-01-01%09Tahun+Baru+2027%0D%0A2027-03-10%2CIdulfitri";
    assert_eq!(
        post(&served, HOLIDAYS, &format!("tahun=2027&sumber=SKB&hari={table}"))
            .await
            .status,
        303
    );
    let page = get(&served, HOLIDAYS).await;
    assert!(page.text().contains("10 Maret 2027") && page.text().contains("Idulfitri"));
}

const BULK: &str = "/dasbor/daftar-unit";
const STRUCTURE: &str = "/dasbor/KEL/susunan";

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_checked_and_then_registered_and_all_posters_are_one_file() {
    let options = Options {
        public_url: Some("http://skm.example".parse().unwrap()),
        ..Options::default()
    };
    let served = Served::start_with(options).await;
    assert_eq!(served.get(BULK).await.status, 404, "not there for anybody else");
    let table = "tabel=unit%3Bnama%3Bjenis%3Blayanan%3Bnama_layanan%3Bsurvei%0ADESA-1%3BDesa+Satu%3Bdesa%3BSKTM%3BSurat%3BS-DESA-1";
    served.staff_cookie().await;
    let before = served.app.log().head().size;
    let checked = post(&served, BULK, &format!("{table}&langkah=periksa")).await;
    assert_eq!(checked.status, 200);
    assert!(
        checked
            .text()
            .contains("1 unit, 1 layanan, 1 survei; 0 sudah ada")
    );
    assert!(
        checked.text().contains("Desa Satu"),
        "the table is kept for the next step"
    );
    let wrong = post(&served, BULK, &format!("{table}%0AX%3B%3B%3B&langkah=daftarkan")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("<b>Baris 3</b>") && wrong.text().contains("1 masalah"));
    assert_eq!(served.app.log().head().size, before);
    let done = post(&served, BULK, &format!("{table}&langkah=daftarkan")).await;
    assert!(done.status == 200 && done.text().contains("Didaftarkan."));
    assert_eq!(served.app.log().head().size, before + 3);
    assert!(done.text().contains("dengan 4 poster"));
    let posters = get(&served, "/dasbor/poster/a4.pdf").await;
    assert_eq!(posters.header("content-type"), Some("application/pdf"));
    let pages = String::from_utf8_lossy(&posters.bytes)
        .matches("/Type /Page\n")
        .count();
    assert!(pages == 4 || posters.bytes.len() > 4000, "{pages} pages");
    assert_eq!(get(&served, "/dasbor/poster/a9.pdf").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_is_renamed_moved_and_merged_and_its_page_stays() {
    let served = Served::start().await;
    let renamed = post(
        &served,
        STRUCTURE,
        "langkah=nama&nama=Kelurahan+Wanasari&alasan=Perda",
    )
    .await;
    assert_eq!(
        (renamed.status, renamed.header("location")),
        (303, Some(STRUCTURE))
    );
    assert!(
        get(&served, STRUCTURE)
            .await
            .text()
            .contains("Kelurahan Wanasari")
    );
    assert_eq!(
        post(&served, STRUCTURE, "langkah=induk&induk=KAB&alasan=Perda")
            .await
            .status,
        303
    );
    let merge = "langkah=gabung&ke=DUKCAPIL&tanggal=2027-01-01&alasan=Perda";
    let refused = post(&served, STRUCTURE, merge).await;
    assert!(refused.status == 422 && refused.text().contains("survei yang terbuka"));
    let merge = format!("{merge}&survei=S-KEL");
    assert_eq!(post(&served, STRUCTURE, &merge).await.status, 303);
    let page = get(&served, STRUCTURE).await;
    assert!(page.text().contains("Digabung ke") && page.text().contains("1 Januari 2027"));
    let into = get(&served, &STRUCTURE.replace("KEL", "DUKCAPIL")).await;
    assert!(into.text().contains("Meneruskan tugas") && into.text().contains("Kelurahan Wanasari"));
    assert_eq!(
        get(&served, "/dasbor/KEL").await.status,
        200,
        "its history can still be read"
    );
    assert_eq!(
        post(&served, STRUCTURE, "langkah=tutup&alasan=Perda")
            .await
            .status,
        422
    );
    assert_eq!(
        post(&served, STRUCTURE, "langkah=bubar&alasan=Perda")
            .await
            .status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_page_says_what_was_mended_and_names_nobody() {
    let served = Served::start().await;
    let plan = "periode=2026-Q3&unsur=waktu&tenggat=2026-Q4&program=Rahasia+dapur&jabatan=Kasi&nama=Siti";
    assert_eq!(post(&served, FOLLOW_UPS, plan).await.status, 303);
    let public = served.get("/hasil/DUKCAPIL").await;
    assert!(!public.text().contains("Apa yang sudah diperbaiki"));
    let finish = action(&get(&served, FOLLOW_UPS).await, "/selesai");
    let done = "catatan=1&uraian=Dua+loket+dibuka&tanggal=2026-09-14";
    assert_eq!(post(&served, &finish, done).await.status, 303);
    let said = "saluran=counter&tanggal=2026-09-14&jenis=information&isi=Pak+Budi+kasar&kontak=Ani+0812";
    assert_eq!(post(&served, COMPLAINTS, said).await.status, 303);
    let answer = action(&get(&served, COMPLAINTS).await, "/jawab");
    let said = "catatan=1&tanggal=2026-09-14&perihal=Sikap+petugas&tanggapan=Petugas+dibina";
    assert_eq!(post(&served, &answer, said).await.status, 303);
    let public = served.get("/hasil/DUKCAPIL").await;
    for shown in [
        "Apa yang sudah diperbaiki",
        "Waktu Penyelesaian",
        "Dua loket dibuka",
        "Pengaduan: Sikap petugas",
        "Petugas dibina",
    ] {
        assert!(public.text().contains(shown), "{shown}");
    }
    for hidden in ["Rahasia", "Siti", "Kasi", "Budi", "Ani", "0812"] {
        assert!(!public.text().contains(hidden), "{hidden}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checklist_says_what_is_missing_and_leads_to_where_it_is_mended() {
    let served = Served::start().await;
    let path = "/dasbor/DUKCAPIL/kelengkapan";
    assert_eq!(served.get(path).await.header("location"), Some(&*entrance(path)));
    assert_eq!(get(&served, "/dasbor/TIDAK-ADA/kelengkapan").await.status, 404);
    let page = get(&served, path).await;
    assert!(page.text().contains("0 dari 19 lengkap") && page.text().contains("PermenPANRB 14/2017"));
    assert!(page.text().contains(&format!("href=\"{EVENTS}\"")));
    let maklumat = "jenis=maklumat_published&tanggal=2026-01-02&judul=Maklumat+2026";
    assert_eq!(post(&served, EVENTS, maklumat).await.status, 303);
    let said = "saluran=counter&tanggal=2026-08-03&jenis=information&isi=Lama&kontak=";
    assert_eq!(post(&served, COMPLAINTS, said).await.status, 303);
    let page = get(&served, path).await;
    assert!(page.text().contains("1 dari 19 lengkap") && page.text().contains("terakhir 2 Januari 2026"));
    assert!(page.text().contains("1 pengaduan lewat tenggat"));
}
