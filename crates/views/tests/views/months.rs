//! Months begin at the midnight of the unit's zone; what is taken out of a month goes without a trace. Method:
//! answers at the edge of a month, one hour apart.

use survey::{Event, ResponseExcluded, ResponseReinstated, Stream};
use testkit::{Chronicle, hour, response_id, submitted, unit};
use views::Basis;

use crate::support::{figures, folded};

fn n(chronicle: &Chronicle, code: &str, month: &str) -> u64 {
    let views = folded(chronicle.log());
    let month = month.parse().unwrap();
    let found = figures(&views, chronicle.log(), code, month, Basis::Exact, None);
    found.figures.total.n_counted()
}

#[test]
fn the_same_hour_is_august_in_the_west_and_september_in_the_east() {
    // 15:00 UTC is 22:00 WIB, 23:00 WITA, 00:00 WIT.
    for (hour_utc, septembers) in [
        ("2026-08-31T14Z", [0, 0, 0]),
        ("2026-08-31T15Z", [0, 0, 1]),
        ("2026-08-31T16Z", [0, 1, 1]),
        ("2026-08-31T17Z", [1, 1, 1]),
    ] {
        let mut chronicle = Chronicle::of_kabupaten("2026-08-31T18:00:00Z");
        for (id, code) in (0..).zip(["DUKCAPIL", "KEC", "KEL"]) {
            let event = Event::ResponseSubmitted(submitted(code, hour(hour_utc), [3; 9]));
            chronicle.record(&Stream::Response(response_id(id)), &[event]);
        }
        for (code, september) in ["DUKCAPIL", "KEC", "KEL"].into_iter().zip(septembers) {
            assert_eq!(n(&chronicle, code, "2026-09"), september, "{code} at {hour_utc}");
            assert_eq!(
                n(&chronicle, code, "2026-08"),
                1 - september,
                "{code} at {hour_utc}"
            );
        }
    }
}

#[test]
fn an_exclusion_taken_back_leaves_no_trace_in_the_figures() {
    let mut chronicle = Chronicle::of_kabupaten("2026-09-14T00:00:00Z");
    let streams: Vec<Stream> = (0..5).map(|id| Stream::Response(response_id(id))).collect();
    for (stream, score) in streams.iter().zip([1, 2, 3, 4, 4]) {
        let event = Event::ResponseSubmitted(submitted("KEC", hour("2026-09-13T04Z"), [score; 9]));
        chronicle.record(stream, &[event]);
    }
    let all = |chronicle: &Chronicle| {
        let views = folded(chronicle.log());
        let month = "2026-09".parse().unwrap();
        figures(&views, chronicle.log(), "KEC", month, Basis::Exact, None).figures
    };
    let before = all(&chronicle);
    for stream in &streams {
        let reason = String::from("Diisi petugas");
        let excluded = ResponseExcluded {
            unit: unit("KEC"),
            reason,
            approved_by: None,
        };
        chronicle.record(stream, &[Event::ResponseExcluded(excluded)]);
    }
    assert_eq!(all(&chronicle).total.n_counted(), 0);
    assert_eq!(all(&chronicle).total.everybody(), before.total.everybody());
    for stream in streams.iter().rev() {
        let reason = String::from("Ternyata benar");
        let reinstated = ResponseReinstated {
            unit: unit("KEC"),
            reason,
            approved_by: "kepala".into(),
        };
        chronicle.record(stream, &[Event::ResponseReinstated(reinstated)]);
    }
    assert_eq!(all(&chronicle), before);
}
