//! Goal: what makes no index, and no method, is refused with the reason; the built-in data say what they should.

use ikm::{
    IndexError, Method, MethodError, MethodUnsur, Mutu, ProvenanceStatus, Score, Tallies, UnsurCode, compute,
};

fn codes(texts: &[&str]) -> Vec<UnsurCode> {
    texts
        .iter()
        .map(|text| UnsurCode::new(text).expect("well formed"))
        .collect()
}

const NINE: [&str; 9] = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarpras",
    "pengaduan",
];

/// One respondent who gives every unsur the same score.
fn all(unsur: &[UnsurCode], score: u8) -> Tallies {
    let mut tallies = Tallies::default();
    for code in unsur {
        tallies.add(*code, Score::new(score).expect("a score"));
    }
    tallies
}

fn listed(id: &str) -> Vec<UnsurCode> {
    match Method::by_id(id).expect("built in").unsur() {
        MethodUnsur::Listed(listed) => listed.clone(),
        MethodUnsur::AsInInstrument => panic!("{id} lists its unsur"),
    }
}

#[test]
fn an_unsur_that_nobody_answered_is_named_and_there_is_no_index() {
    let unsur = codes(&NINE);
    let tallies = all(&unsur[1..8], 4);
    let error = compute(Method::exact(), &unsur, &tallies, 1).unwrap_err();
    assert_eq!(error, IndexError::Unanswered(vec![unsur[0], unsur[8]]));
    assert_eq!(
        error.to_string(),
        "nobody has answered persyaratan, pengaduan, so there is no index yet"
    );
}

#[test]
fn a_missing_answer_is_not_a_zero() {
    let unsur = codes(&["waktu", "biaya"]);
    let mut tallies = all(&unsur, 4);
    tallies.add(unsur[0], Score::new(2).unwrap());
    // The second respondent left biaya out: 3 and 4, not 3 and 2.
    let index = compute(Method::exact(), &unsur, &tallies, 2).unwrap();
    assert_eq!(index.ikm.to_string(), "87.50");
    assert_eq!((index.n, index.unsur[0].n, index.unsur[1].n), (2, 2, 1));
}

#[test]
fn answers_outside_the_asked_unsur_do_not_count() {
    let unsur = codes(&NINE);
    let index = compute(Method::exact(), &unsur[..3], &all(&unsur, 3), 1).unwrap();
    assert_eq!((index.ikm.to_string().as_str(), index.unsur.len()), ("75.00", 3));
}

#[test]
fn an_index_of_no_unsur_or_of_one_twice_is_refused() {
    let unsur = codes(&["waktu", "biaya", "waktu"]);
    let tallies = all(&unsur, 3);
    assert_eq!(
        compute(Method::exact(), &[], &tallies, 2),
        Err(IndexError::NoUnsur)
    );
    assert_eq!(
        compute(Method::exact(), &unsur, &tallies, 2),
        Err(IndexError::UnsurTwice(unsur[0]))
    );
}

#[test]
fn more_answers_than_respondents_are_refused() {
    let unsur = codes(&["waktu"]);
    let mut tallies = all(&unsur, 3);
    tallies.add(unsur[0], Score::new(3).unwrap());
    let expected = IndexError::MoreAnswersThanRespondents {
        unsur: unsur[0],
        answers: 2,
        respondents: 1,
    };
    assert_eq!(compute(Method::exact(), &unsur, &tallies, 1), Err(expected));
}

#[test]
fn a_rounded_weight_is_refused_for_another_number_of_unsur() {
    let unsur = codes(&NINE[..8]);
    let method = Method::by_id("bobot-0.11").unwrap();
    let expected = IndexError::UnsurCount {
        method: "bobot-0.11".into(),
        expected: 9,
        actual: 8,
    };
    assert_eq!(compute(method, &unsur, &all(&unsur, 4), 1), Err(expected));
}

#[test]
fn a_method_with_its_own_unsur_refuses_another_instrument_and_says_why() {
    let unsur = codes(&NINE);
    let method = Method::by_id("permenpan-2014").unwrap();
    let error = compute(method, &unsur, &all(&unsur, 4), 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "method \"permenpan-2014\" lacks in the instrument: [maklumat]; does not know: [sarpras]"
    );
}

#[test]
fn the_built_in_methods_are_these_and_what_is_recalled_says_so() {
    let known: Vec<_> = Method::all()
        .iter()
        .map(|m| (m.id(), m.provenance().status))
        .collect();
    let expected = [
        ("exact", ProvenanceStatus::Read),
        ("bobot-0.111", ProvenanceStatus::Read),
        ("bobot-0.11", ProvenanceStatus::Read),
        ("permenpan-2014", ProvenanceStatus::Recalled),
        ("kepmenpan-2004", ProvenanceStatus::Recalled),
    ];
    assert_eq!(known, expected);
    assert_eq!(Method::exact().id(), "exact");
}

#[test]
fn a_built_in_method_never_changes() {
    let of_2017 = ["88.31", "76.61", "65.00", "25.00"];
    let of_2004 = ["81.26", "62.51", "43.76", "25.00"];
    let expected = [
        ("exact", r#""equal""#, of_2017),
        (
            "bobot-0.111",
            r#"{"fixed":{"weight":"0.111","unsur_count":9}}"#,
            of_2017,
        ),
        (
            "bobot-0.11",
            r#"{"fixed":{"weight":"0.11","unsur_count":9}}"#,
            of_2017,
        ),
        ("permenpan-2014", r#""equal""#, of_2004),
        ("kepmenpan-2004", r#""equal""#, of_2004),
    ];
    for (method, (id, weights, bands)) in Method::all().iter().zip(expected) {
        assert_eq!(method.id(), id);
        assert_eq!(serde_json::to_string(method.weights()).unwrap(), weights, "{id}");
        assert_eq!(
            Mutu::ALL.map(|mutu| method.bands().lowest(mutu).to_string()),
            bands,
            "{id}"
        );
    }
}

#[test]
fn the_same_answers_fall_into_another_band_under_the_older_schemes() {
    // All 3 but one 4 of fourteen: 76.79, B in 2004 and 2017; all 3 of nine: 75.00, C in 2017, B in 2014.
    let fourteen = listed("kepmenpan-2004");
    assert_eq!(fourteen.len(), 14);
    let mut tallies = all(&fourteen[1..], 3);
    tallies.add(fourteen[0], Score::new(4).unwrap());
    let old = compute(Method::by_id("kepmenpan-2004").unwrap(), &fourteen, &tallies, 1).unwrap();
    assert_eq!(
        (old.ikm.to_string().as_str(), old.mutu, old.kinerja),
        ("76.79", Mutu::B, "Baik")
    );

    let nine = listed("permenpan-2014");
    let middle = compute(Method::by_id("permenpan-2014").unwrap(), &nine, &all(&nine, 3), 1).unwrap();
    let today = compute(Method::exact(), &nine, &all(&nine, 3), 1).unwrap();
    assert_eq!(
        (middle.ikm, middle.mutu, today.mutu),
        (today.ikm, Mutu::B, Mutu::C)
    );
}

#[test]
fn the_worst_answers_under_a_rounded_weight_are_still_d() {
    let unsur = codes(&NINE);
    let index = compute(Method::by_id("bobot-0.11").unwrap(), &unsur, &all(&unsur, 1), 1).unwrap();
    assert_eq!((index.ikm.to_string().as_str(), index.mutu), ("24.75", Mutu::D));
}

#[test]
fn custom_weights_must_sum_to_exactly_one() {
    let custom = |weights: &[(&str, &str)]| {
        let weights = weights
            .iter()
            .map(|(code, weight)| {
                (
                    UnsurCode::new(code).expect("a code"),
                    weight.parse().expect("a weight"),
                )
            })
            .collect();
        Method::custom("kab-x-2026", "Perbup X/2026", weights, *Method::exact().bands())
    };
    assert!(custom(&[("waktu", "0.5"), ("biaya", "1/3"), ("produk", "1/6")]).is_ok());
    let error = custom(&[("waktu", "0.5"), ("biaya", "0.333"), ("produk", "0.166")]).unwrap_err();
    assert!(matches!(error, MethodError::Sum { .. }), "{error}");
    assert_eq!(custom(&[]), Err(MethodError::NoUnsur("kab-x-2026".into())));
}

#[test]
fn weights_per_unsur_are_for_those_unsur_alone() {
    let unsur = codes(&["waktu", "biaya"]);
    let weights = [
        (unsur[0], "0.25".parse().unwrap()),
        (unsur[1], "0.75".parse().unwrap()),
    ]
    .into();
    let method = Method::custom("kab-x-2026", "Perbup X/2026", weights, *Method::exact().bands()).unwrap();
    let mut tallies = all(&unsur, 2);
    assert_eq!(
        compute(&method, &unsur, &tallies, 1).unwrap().ikm.to_string(),
        "50.00"
    );
    tallies.add(unsur[1], Score::new(4).unwrap());
    // 25 * (2 * 0.25 + 3 * 0.75)
    assert_eq!(
        compute(&method, &unsur, &tallies, 2).unwrap().ikm.to_string(),
        "68.75"
    );
    let error = compute(&method, &unsur[..1], &tallies, 2).unwrap_err();
    assert!(matches!(error, IndexError::OtherUnsur { .. }), "{error}");
    let three = codes(&["waktu", "biaya", "produk"]);
    let error = compute(&method, &three, &all(&three, 3), 1).unwrap_err();
    assert!(matches!(error, IndexError::OtherUnsur { .. }), "{error}");
}

#[test]
fn a_method_survives_json_and_a_built_in_id_cannot_be_given_another_meaning() {
    for method in Method::all() {
        let json = serde_json::to_string(method).unwrap();
        assert_eq!(&serde_json::from_str::<Method>(&json).unwrap(), method);
        let forged = json.replacen("\"A\":\"8", "\"A\":\"9", 1);
        assert_ne!(forged, json);
        let error = serde_json::from_str::<Method>(&forged).unwrap_err();
        assert!(
            error.to_string().contains("built in and means something else"),
            "{error}"
        );
    }
}

#[test]
fn malformed_methods_are_refused_when_read() {
    let exact = serde_json::to_string(Method::exact()).unwrap();
    let refused = |from: &str, to: &str, why: &str| {
        let changed = exact.replacen(from, to, 1);
        assert_ne!(changed, exact, "{from} is not there");
        let error = serde_json::from_str::<Method>(&changed).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    };
    refused("\"exact\"", "\"exAct\"", "first a letter");
    refused("\"exact\"", "\"2017\"", "first a letter");
    refused("\"exact\"", &format!("\"{}\"", "x".repeat(41)), "first a letter");
    refused("\"as_in_instrument\"", "{\"listed\":[]}", "has no unsur");
    refused(
        "\"as_in_instrument\"",
        "{\"listed\":[\"waktu\",\"waktu\"]}",
        "waktu twice",
    );
    refused("\"88.31\"", "\"60.00\"", "bands must fall");
    refused("\"name\"", "\"nama\"", "unknown field");
}

#[test]
fn a_list_beside_weights_per_unsur_is_refused() {
    let mixed = r#"{"id":"x","name":"X","provenance":{"status":"decided","note":""},
        "unsur":{"listed":["waktu"]},"weights":{"per_unsur":{"biaya":"1"}},
        "bands":{"A":"88.31","B":"76.61","C":"65.00"}}"#;
    let error = serde_json::from_str::<Method>(mixed).unwrap_err().to_string();
    assert!(error.contains("must leave its unsur"), "{error}");
}

#[test]
fn the_json_of_an_index_is_what_the_command_line_prints() {
    let unsur = codes(&["waktu"]);
    let mut tallies = all(&unsur, 3);
    tallies.add(unsur[0], Score::new(4).unwrap());
    tallies.add(unsur[0], Score::new(4).unwrap());
    let index = compute(Method::exact(), &unsur, &tallies, 3).unwrap();
    assert_eq!(
        serde_json::to_string(&index).unwrap(),
        concat!(
            r#"{"method":"exact","n":3,"unsur":[{"code":"waktu","n":3,"sum":11,"nrr":"3.67","nrr_3":"3.667","#,
            r#""tertimbang":"3.667"}],"ikm":"91.67","mutu":"A","kinerja":"Sangat Baik"}"#
        )
    );
}
