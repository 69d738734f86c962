//! Runs are found: by series and time, by id, the last ones, the bad ones.

use futures_util::TryStreamExt as _;
use runner_model::{Outcome, RunId, SeriesRun, Trigger};
use runner_store::{Cursor, Position, WantedRuns};

use crate::sample::{Sample, at, failed, in_full, passed, record, series};

#[tokio::test]
async fn pages_lead_from_the_newest_run_to_the_oldest() {
    let sample = Sample::new().await;
    let runs: Vec<SeriesRun> = (0..25).map(|minute| passed("checkout", 60 * minute)).collect();
    sample.store.record(record(runs.clone())).await.unwrap();
    sample.store.record(record(vec![passed("search", 60)])).await.unwrap();
    let (mut cursor, mut found, mut pages) = (None, Vec::new(), 0);
    loop {
        let page = sample.store.runs();
        let page = page.page(&series("checkout"), at(60), at(24 * 60), cursor, 10).await.unwrap();
        assert!(page.runs.len() <= 10);
        found.extend(page.runs);
        pages += 1;
        match page.next {
            // As a link would carry it.
            Some(next) => cursor = Some(next.to_string().parse::<Cursor>().unwrap()),
            None => break,
        }
    }
    assert_eq!(pages, 3);
    found.reverse();
    assert_eq!(found, runs[1..24]);
    assert!("yesterday".parse::<Cursor>().is_err());
    let nothing = sample.store.runs().page(&series("unknown"), at(0), at(60), None, 10).await;
    assert_eq!(nothing.unwrap().runs, []);
}

#[tokio::test]
async fn runs_of_the_same_moment_are_all_kept_and_paged_over() {
    let sample = Sample::new().await;
    let mut again = passed("checkout", 0);
    again.trigger = Trigger::Confirmation;
    again.run = RunId::at(again.started, [9; 10]);
    let runs = vec![passed("checkout", 0), again.clone()];
    sample.store.record(record(runs)).await.unwrap();
    let page = |cursor| async {
        let runs = sample.store.runs();
        runs.page(&series("checkout"), at(0), at(1), cursor, 1).await.unwrap()
    };
    let first = page(None).await;
    let second = page(first.next).await;
    assert_eq!(second.next, None);
    assert_ne!(first.runs[0].run, second.runs[0].run);
    assert!(first.runs.contains(&again) || second.runs.contains(&again));
}

#[tokio::test]
async fn a_long_time_is_read_in_order() {
    let sample = Sample::new().await;
    let runs: Vec<SeriesRun> = (0..2500).map(|minute| passed("checkout", 60 * minute)).collect();
    sample.store.record(record(runs.clone())).await.unwrap();
    let stream = sample.store.runs().between(&series("checkout"), at(60), at(60 * 2400));
    let found: Vec<SeriesRun> = stream.try_collect().await.unwrap();
    assert_eq!(found, runs[1..2400]);
}

#[tokio::test]
async fn a_run_is_found_by_its_id_with_all_its_series() {
    let sample = Sample::new().await;
    // Two tests of one run; one of them failed and has its detail.
    let one = in_full(failed("checkout", 600));
    let mut other = passed("checkout", 600);
    other.series.test.test = "refund".try_into().unwrap();
    other.run = one.run.clone();
    // Far from when it was due, near, and with an id that tells nothing.
    let mut late = passed("search", 0);
    late.started = at(7200);
    late.run = RunId::at(late.started, [7; 10]);
    let plain = passed("search", 300);
    let mut random = in_full(failed("search", 900));
    random.run = RunId::try_from("ffeeddccbbaa99887766554433221100").unwrap();
    let runs = [&one, &other, &late, &plain, &random].map(Clone::clone).to_vec();
    sample.store.record(record(runs)).await.unwrap();

    let by_id = async |id: RunId| sample.store.runs().by_id(&id).await.unwrap();
    assert_eq!(by_id(one.run.clone()).await, [one, other]);
    assert_eq!(by_id(late.run.clone()).await, [late]);
    assert_eq!(by_id(plain.run.clone()).await, [plain]);
    assert_eq!(by_id(random.run.clone()).await, [random]);
    assert_eq!(by_id(RunId::at(at(300), [1; 10])).await, []);
}

#[tokio::test]
async fn only_the_last_pass_is_kept_in_full() {
    let sample = Sample::new().await;
    let [first, second] = [in_full(passed("checkout", 0)), in_full(passed("checkout", 60))];
    // One that comes late does not take the place of a later one.
    for run in [&first, &second, &first] {
        sample.store.record(record(vec![run.clone()])).await.unwrap();
    }
    sample.store.record(record(vec![passed("checkout", 120)])).await.unwrap();
    let runs = sample.store.runs();
    assert_eq!(runs.last_pass(&series("checkout")).await.unwrap(), Some(second));
    assert_eq!(runs.by_id(&first.run).await.unwrap()[0].detail, None);
    assert_eq!(runs.last_pass(&series("unknown")).await.unwrap(), None);
}

#[tokio::test]
async fn the_last_run_and_the_last_bad_one_of_each_series_are_current() {
    let sample = Sample::new().await;
    let mut errored = failed("search", 60);
    errored.outcome = Outcome::Errored;
    let runs = vec![
        failed("checkout", 0),
        failed("checkout", 60),
        passed("checkout", 120),
        errored.clone(),
        passed("landing", 0),
    ];
    sample.store.record(record(runs)).await.unwrap();
    let current = sample.store.runs().current().await.unwrap();
    let told = current.iter().map(|status| {
        let bad = status.last_bad.as_ref().map(|run| run.planned);
        (status.series.monitor.as_str(), status.last.planned, bad)
    });
    let expected = [
        ("checkout", at(120), Some(at(60))),
        ("landing", at(0), None),
        ("search", at(60), Some(at(60))),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    let bad = sample.store.runs().recent_bad(at(61), 2).await.unwrap();
    assert_eq!(bad, [failed("checkout", 60), errored]);
}

/// All runs of checkout and search that are wanted, a few at a time.
async fn newest(sample: &Sample, only_bad: bool, limit: usize) -> Vec<SeriesRun> {
    let (mut position, mut found) = (None, Vec::new());
    loop {
        let wanted = WantedRuns {
            series: &|series| series.monitor.as_str() != "login",
            run: &|run| run.trigger == Trigger::Schedule,
            only_bad,
            from: at(0),
            until: at(4 * 86_400),
        };
        let page = sample.store.runs().newest(&wanted, position, limit).await.unwrap();
        assert!(page.runs.len() <= limit);
        found.extend(page.runs);
        match page.next {
            // As a link would carry it.
            Some(next) => position = Some(next.to_string().parse::<Position>().unwrap()),
            None => return found,
        }
    }
}

#[tokio::test]
async fn runs_of_many_series_are_found_newest_first() {
    let sample = Sample::new().await;
    let mut runs = Vec::new();
    // Days apart, and several at the same moment.
    for second in [0, 60, 120, 86_400, 86_460, 3 * 86_400] {
        runs.extend(["checkout", "search", "login"].map(|monitor| passed(monitor, second)));
    }
    runs.push(failed("checkout", 90));
    let mut asked = passed("search", 95);
    asked.trigger = Trigger::Manual;
    runs.push(asked);
    sample.store.record(record(runs.clone())).await.unwrap();
    let wanted = |run: &&SeriesRun| {
        run.series.monitor.as_str() != "login" && run.trigger == Trigger::Schedule
    };
    let count = runs.iter().filter(wanted).count();
    for limit in [1, 3, 100] {
        let found = newest(&sample, false, limit).await;
        assert_eq!(found.len(), count, "each once, {limit} at a time");
        assert!(found.is_sorted_by(|a, b| a.planned >= b.planned));
        assert!(runs.iter().filter(wanted).all(|run| found.contains(run)));
    }
    let bad = newest(&sample, true, 1).await;
    assert_eq!((bad.len(), bad[0].planned), (1, at(90)));
    for text in ["", "1", "1.2", "1.zz.3", "1..2.3"] {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn series_may_have_many_runs_or_few_and_have_ended_long_ago() {
    let sample = Sample::new().await;
    let mut runs = vec![passed("ended", 0), passed("ended", 60), passed("rare", 86_400)];
    runs.extend((0..900).map(|minute| passed("often", 2 * 86_400 + 60 * minute)));
    runs.extend((0..40).map(|hour| passed("hourly", 86_400 + 3_600 * hour)));
    sample.store.record(record(runs.clone())).await.unwrap();
    runs.sort_by_key(|run| std::cmp::Reverse(run.planned));
    for limit in [7, 50] {
        let found = newest(&sample, false, limit).await;
        let planned = |runs: &[SeriesRun]| runs.iter().map(|run| run.planned).collect::<Vec<_>>();
        assert_eq!(planned(&found), planned(&runs), "{limit} at a time");
    }
}
