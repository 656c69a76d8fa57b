//! Writes a poster of each size and a sheet of tickets into a folder, to be looked at.

#![allow(clippy::unwrap_used, reason = "a failure here is seen by whoever looks")]

use std::{env, fs, path::PathBuf};

use report::print::{Poster, PosterSize, Sheet, Tickets};

fn main() {
    let folder = PathBuf::from(env::args().nth(1).expect("name a folder"));
    fs::create_dir_all(&folder).unwrap();
    let unit = env::args()
        .nth(2)
        .unwrap_or_else(|| "Dinas Kependudukan dan Pencatatan Sipil".into());
    let demo = env::args().nth(3).is_some_and(|demo| !demo.is_empty());
    let service = env::args().nth(4);
    let poster = Poster {
        publisher: "Pemerintah Kabupaten Sukamaju".into(),
        logo: None,
        unit: unit.clone(),
        service: service.clone(),
        survey: "DISDUKCAPIL".into(),
        qr: "HTTPS://SKM.SUKAMAJU.GO.ID/s/DISDUKCAPIL".into(),
        address: "skm.sukamaju.go.id/s/DISDUKCAPIL".into(),
        results: "skm.sukamaju.go.id/hasil/DISDUKCAPIL".into(),
        questions: 9,
        demo,
    };
    for (size, name) in PosterSize::ALL.into_iter().zip(["a4", "a5", "kartu"]) {
        let sheet = poster.sheet(size).unwrap();
        fs::write(folder.join(name).with_extension("svg"), sheet.svg()).unwrap();
        fs::write(
            folder.join(name).with_extension("pdf"),
            Sheet::pdf_of_all(&[sheet]),
        )
        .unwrap();
    }
    let code = |n: u32| {
        let code = format!("4F7K-9QX2-M8TD-{n:04}");
        let address = format!("HTTPS://SKM.SUKAMAJU.GO.ID/k/{}", code.replace('-', ""));
        (code, address)
    };
    let tickets = Tickets {
        unit,
        service,
        survey: "DISDUKCAPIL".into(),
        batch: "1204".into(),
        typing: "skm.sukamaju.go.id/k".into(),
        codes: (0..60).map(code).collect(),
        demo,
    };
    let sheets = tickets.sheets().unwrap();
    fs::write(folder.join("tiket.pdf"), Sheet::pdf_of_all(&sheets)).unwrap();
    fs::write(folder.join("tiket.svg"), sheets[0].svg()).unwrap();
}
