use std::collections::BTreeMap;

use chrono::TimeZone as _;

use super::*;
use crate::origin::content::Day;

fn until() -> Instant {
    Utc.with_ymd_and_hms(2026, 11, 20, 18, 0, 0).unwrap()
}

fn made(certificates: u64, seed: u64) -> Plan {
    plan(Order { certificates, seed, until: until() }, &Rules::embedded().unwrap())
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    assert_eq!(format!("{:?}", made(120, 7)), format!("{:?}", made(120, 7)));
    assert_ne!(format!("{:?}", made(120, 7)), format!("{:?}", made(120, 8)));
}

#[test]
fn as_many_are_approved_as_were_asked_for() {
    for certificates in [1, 20, 300] {
        let approved = made(certificates, 1).files.iter().filter(|f| f.approved_at().is_some()).count();
        assert_eq!(approved as u64, certificates);
    }
}

#[test]
fn nothing_happens_before_its_cause_or_after_the_end() {
    let plan = made(400, 3);
    for file in &plan.files {
        let mut last = file.created_at;
        for (at, step) in &file.steps {
            assert!(*at >= last, "{step:?} at {at} after {last}");
            last = *at;
        }
        assert!(last < until(), "{:?}", file.steps);
        for (at, what) in &file.afterwards {
            assert!(*at > last && *at < until(), "{what:?}");
        }
        if let Some(old) = file.replaces {
            assert!(plan.files[old].approved_at() < Some(file.created_at));
            assert!(plan.files[old].afterwards.is_empty());
        }
    }
    let approvals: Vec<_> = plan.files.iter().filter_map(File::approved_at).collect();
    assert!(approvals.is_sorted(), "numbers follow the order of decisions");
}

#[test]
fn every_submission_is_one_the_rules_accept() {
    let rules = Rules::embedded().unwrap();
    for file in made(1500, 11).files.iter().filter(|f| !f.steps.is_empty()) {
        let today = file.steps[0].0.date_naive();
        let scheme =
            file.draft.scheme.as_deref().and_then(|code| code.parse().ok()).and_then(|code| rules.scheme(&code));
        let lines = file.draft.lines(scheme);
        let documents: Vec<String> =
            rules.reference().required_documents(&lines).into_iter().map(|d| d.code.clone()).collect();
        let faults = file.draft.parse(Day { rules: &rules, today }, &documents).err();
        assert_eq!(faults, None, "{:?}", file.draft);
    }
}

#[test]
fn the_figures_look_like_the_country() {
    let plan = made(3000, 1);
    let mut value: BTreeMap<String, i64> = BTreeMap::new();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut schemes: BTreeMap<String, usize> = BTreeMap::new();
    for file in plan.files.iter().filter(|f| f.approved_at().is_some()) {
        for line in &file.draft.goods {
            let chapter = line.hs_code.as_deref().unwrap()[..2].to_owned();
            *value.entry(chapter.clone()).or_default() += line.fob_value_xof.unwrap();
            *count.entry(chapter).or_default() += 1;
        }
        *schemes.entry(file.draft.scheme.clone().unwrap()).or_default() += 1;
    }
    let total: i64 = value.values().sum();
    println!(
        "{total} XOF\n{value:#?}\n{count:#?}\n{schemes:?}\n{} files, {} firms",
        plan.files.len(),
        plan.firms.len()
    );
    assert!(value["71"] * 10 > total * 6, "gold leads by value");
    assert!(count["01"] > count["71"], "livestock leads by number");
    assert!(schemes.values().all(|n| *n > 150), "{schemes:?}");
    assert!(!count.contains_key("12") || count["12"] < 3000);
}

#[test]
fn mangoes_leave_in_their_season() {
    let plan = made(3000, 1);
    let fresh =
        |f: &&File| f.draft.goods.iter().any(|l| l.description.as_deref().unwrap().starts_with("Mangues fraîches"));
    let months: Vec<u32> = plan.files.iter().filter(fresh).filter_map(File::approved_at).map(|at| at.month()).collect();
    assert!(months.len() > 50 && months.iter().filter(|m| (4..=7).contains(*m)).count() * 10 > months.len() * 9);
}
