//! What holds when many write, follow and read at once.

use super::*;

/// Promise 4, as far as it can be seen from outside: an answer comes after the event can be read.
pub fn whoever_was_answered_finds_the_event(new: &dyn NewLog) {
    let log = empty(new);
    for number in 0..50 {
        let appended = written(&*log, "a", number, vec![tagged(number, &["t"])]);
        assert_eq!(log.head().size, number + 1);
        assert_eq!(log.watch().borrow().size, number + 1);
        let position = log.position_of(event_id(number)).expect("readable");
        assert_eq!(position, Some(appended.position));
        assert_eq!(log.read_all(appended.position, 1).expect("readable").len(), 1);
        assert_eq!(
            log.read_stream(&stream("a"), appended.version, 1)
                .expect("readable")
                .len(),
            1
        );
        assert_eq!(
            log.read_tag(&tag("t"), appended.position, 1)
                .expect("readable")
                .len(),
            1
        );
    }
}

/// Catching up and following are one loop, and miss nothing while 16 writers append.
pub fn a_follower_sees_every_event_once_and_in_order(new: &dyn NewLog) {
    const EACH: u64 = 40;
    let log: Arc<dyn EventLog> = empty(new).into();
    let follower = std::thread::spawn({
        let log = log.clone();
        move || follow(&*log, WRITERS * EACH)
    });
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let log = log.clone();
            std::thread::spawn(move || {
                for next in 0..EACH {
                    written(
                        &*log,
                        &format!("w{writer}"),
                        next,
                        vec![event(writer * 1000 + next)],
                    );
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no writer fails");
    }
    let seen = follower.join().expect("the follower does not fail");
    assert_eq!(seen, all(&*log));
    assert_eq!(seen.len() as u64, WRITERS * EACH);
}

fn follow(log: &dyn EventLog, until: u64) -> Vec<RecordedEvent> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime without drivers");
    let mut watermark = log.watch();
    let mut seen: Vec<RecordedEvent> = Vec::new();
    while (seen.len() as u64) < until {
        let head = *watermark.borrow_and_update();
        while (seen.len() as u64) < head.size {
            let next = log.read_all(Position(seen.len() as u64), 7).expect("readable");
            assert!(!next.is_empty(), "the watermark promised more");
            seen.extend(next);
        }
        if (seen.len() as u64) < until {
            runtime.block_on(watermark.changed()).expect("the log is open");
        }
    }
    seen
}

/// Optimistic concurrency: contenders for one stream never both win.
pub fn one_of_many_writers_wins_each_version(new: &dyn NewLog) {
    const VERSIONS: u64 = 30;
    let log: Arc<dyn EventLog> = empty(new).into();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let log = log.clone();
            std::thread::spawn(move || {
                let mut won = 0;
                for next in 0..VERSIONS {
                    match log
                        .append(append("contested", next, vec![event(writer * 1000 + next)]))
                        .wait()
                    {
                        Ok(_) => won += 1,
                        Err(AppendError::WrongExpectedVersion { actual, .. }) => {
                            assert!(actual >= Some(Version(next)), "a conflict needs a winner");
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
                won
            })
        })
        .collect();
    let won: u64 = writers
        .into_iter()
        .map(|writer| writer.join().expect("no writer fails"))
        .sum();
    assert_eq!(won, log.head().size);
    assert_eq!(won, VERSIONS, "each version is won by exactly one writer");
}

/// More than any queue holds: each append is taken or refused as busy, none is lost.
pub fn a_flood_is_answered_append_by_append(new: &dyn NewLog) {
    const FLOOD: u64 = 10_000;
    let log = empty(new);
    let send = |number: u64| log.append(append(&format!("s{number}"), 0, vec![event(number)]));
    let mut open: Vec<u64> = (0..FLOOD).collect();
    while !open.is_empty() {
        let before = open.len();
        let pending: Vec<_> = open.drain(..).map(|number| (number, send(number))).collect();
        for (number, pending) in pending {
            match pending.wait() {
                Ok(appended) => assert!(
                    !appended.was_there,
                    "{number} was refused and written all the same"
                ),
                Err(AppendError::Busy) => open.push(number),
                Err(other) => panic!("{other}"),
            }
        }
        assert!(open.len() < before, "nothing was taken");
    }
    assert_eq!(log.head().size, FLOOD);
    for number in (0..FLOOD).step_by(997) {
        assert!(log.position_of(event_id(number)).expect("readable").is_some());
    }
}

/// Model-based: what a plain map says, for operations that a seed chooses.
pub fn random_operations_agree_with_a_plain_map(new: &dyn NewLog) {
    for seed in 0..4 {
        let clock = TestClock::default();
        let log = new(clock.clock());
        let mut model = Model::default();
        run(
            &mut ChaCha8Rng::seed_from_u64(seed),
            400,
            &*log,
            &clock,
            &mut model,
        );
        model.agrees(&*log);
    }
}
