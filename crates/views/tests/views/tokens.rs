//! One-time codes in the views: counted exactly, whatever the history and however it was folded.

use proptest::prelude::*;
use survey::{Admission, Event, TokenHash, TokenKeyId};
use testkit::survey_code;

use crate::{
    history::{History, acts},
    oracle::told,
    support::folded,
};

proptest! {
    #[test]
    fn issued_and_used_are_what_the_events_say(acts in acts(0..80)) {
        let history = History::of(&acts);
        let (views, events) = (folded(history.log()), told(&**history.log()));
        for unit in ["DUKCAPIL", "KEC", "KEL"] {
            let survey = survey_code(unit);
            let (mut issued, mut used_in_all, mut open, mut key) = (Vec::new(), 0, 0, TokenKeyId([0; 8]));
            for (_, at, event) in &events {
                if let Event::TokensIssued(batch) = event
                    && batch.survey == survey
                {
                    issued.push((batch.hashes.len() as u64, *at));
                    // What is open under a key is void once there is another.
                    open = if batch.key == key { open } else { 0 } + 10;
                    key = batch.key;
                }
                if let Event::ResponseSubmitted(response) = event
                    && response.survey == survey
                    && response.admission == Admission::Code
                {
                    used_in_all += 1;
                    open -= 1;
                }
            }
            let counts = views.token_counts(&survey).unwrap();
            let batches: Vec<_> = counts.batches.iter().map(|batch| (batch.count, batch.issued_at)).collect();
            prop_assert_eq!(&batches, &issued);
            prop_assert_eq!(counts.used(), used_in_all);
            // Random histories use more codes than there are.
            if let Ok(open) = u64::try_from(open) {
                prop_assert_eq!(counts.open(key), open);
            }
            prop_assert_eq!(counts.open(TokenKeyId([0xff; 8])), 0);
        }
    }

    #[test]
    fn a_hash_leads_to_the_survey_it_was_issued_for_and_no_other_does(acts in acts(0..80)) {
        let history = History::of(&acts);
        let views = folded(history.log());
        let mut any = false;
        for (_, _, event) in told(&**history.log()) {
            if let Event::TokensIssued(batch) = event {
                any = true;
                for hash in batch.hashes {
                    prop_assert_eq!(views.survey_of_token(hash).unwrap(), Some(batch.survey.clone()));
                }
            }
        }
        prop_assert_eq!(views.has_tokens().unwrap(), any);
        prop_assert_eq!(views.survey_of_token(TokenHash([0xee; 16])).unwrap(), None);
    }
}
