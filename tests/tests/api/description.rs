//! The description of the API is a product of the program and is checked in.

use std::collections::BTreeSet;
use std::path::Path;

use boyoro_tests::operations::{self, Operation};

#[test]
fn openapi_yaml_is_in_step() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.yaml"));
    let checked_in = std::fs::read_to_string(path).unwrap_or_default();
    let current = boyoro::http::openapi::yaml().expect("the description can be written");
    let line = checked_in.lines().zip(current.lines()).position(|(a, b)| a != b);
    assert!(checked_in == current, "openapi.yaml is not in step (first difference: line {line:?}); run `make openapi`");
}

#[test]
fn every_operation_has_a_name_a_summary_and_the_errors() {
    let mut names = BTreeSet::new();
    for Operation { id, method, path, summary, example, body_types, .. } in operations::all() {
        assert!(names.insert(id.clone()), "{method} {path}: the name {id} is taken");
        let (verb, noun) = id.split_once('_').unwrap_or_default();
        assert!(!verb.is_empty() && !noun.is_empty(), "{method} {path}: {id} is not a verb_noun");
        assert!(!summary.is_empty(), "{method} {path}: no summary");
        assert!(example.is_some() || !takes_json(&body_types), "{method} {path}: its body has no example");
    }
    assert!(names.len() > 1, "no operations");
}

fn takes_json(body_types: &[String]) -> bool {
    body_types.iter().any(|kind| kind == "application/json")
}
