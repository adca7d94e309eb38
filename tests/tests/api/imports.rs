//! The layers of the program: who may know whom. Reads every path in `api/src` and fails on one that goes the wrong way.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What one part of the program may and may not name.
struct Layer {
    /// Modules directly below the crate's root that belong to this layer.
    modules: &'static [&'static str],
    /// Modules of the crate it may name; `None` for all.
    may_name: Option<&'static [&'static str]>,
    /// Paths it must not name, other crates' or our own.
    must_not_name: &'static [&'static str],
}

const WORDS: &[&str] = &["text", "text_enum", "clock"];

const LAYERS: &[Layer] = &[
    // The domain knows nobody: no database, no HTTP, no operator, nothing that waits.
    Layer {
        modules: &["origin", "identity"],
        may_name: Some(&["origin", "identity"]),
        must_not_name: &["actix_web", "diesel", "tokio", "reqwest", "crate::clock::Clock"],
    },
    Layer {
        modules: &["seal", "document"],
        may_name: Some(&["origin", "seal", "document"]),
        must_not_name: &["actix_web", "diesel"],
    },
    // Reading statements is as pure as the domain it reads for.
    Layer {
        modules: &["statement"],
        may_name: Some(&["origin", "statement"]),
        must_not_name: &["actix_web", "diesel", "tokio", "reqwest", "crate::clock::Clock"],
    },
    Layer {
        modules: &["operators"],
        may_name: Some(&["origin", "operators", "settings", "token"]),
        must_not_name: &["actix_web", "diesel"],
    },
    Layer {
        modules: &["store"],
        may_name: Some(&["origin", "identity", "store", "each_backend"]),
        must_not_name: &["actix_web", "reqwest", "crate::clock::Clock"],
    },
    // Use cases are told the time, speak to the store and to the traits of operators and seal; HTTP and SQL are not their business.
    Layer {
        modules: &[
            "application",
            "audit",
            "callbacks",
            "certificates",
            "demo",
            "documents",
            "examination",
            "failure",
            "housekeeping",
            "idempotent",
            "issuance",
            "payment",
            "books",
            "cash_desk",
            "quittances",
            "reconciliation",
            "refunds",
            "registration",
            "rules",
            "metrics",
            "statistics",
            "stream",
            "treasury",
            "verification",
            "workers",
        ],
        may_name: None,
        must_not_name: &["actix_web", "diesel", "crate::http", "crate::store::schema"],
    },
    // HTTP calls use cases. Of the store it knows the door and how it fails.
    Layer { modules: &["http"], may_name: None, must_not_name: &["diesel", "crate::store::schema"] },
    // What the parts above are built with.
    Layer {
        modules: &["app", "clock", "password", "settings", "text", "token", "totp", "lib", "main"],
        may_name: None,
        must_not_name: &["diesel"],
    },
];

/// Who may name what all the same: `text` teaches words to the database so that nobody else must, `failure` is where the
/// database's errors get their meaning, and `main` owns the runtime.
const EXCUSED: &[(&str, &str)] = &[("text", "diesel"), ("failure", "diesel::result::Error"), ("main", "actix_web")];

#[test]
fn every_path_goes_the_right_way() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../api/src"));
    let mut files = Vec::new();
    rust_files(root, &mut files);
    assert!(files.len() > 40, "the sources were not found");
    let mut breaches = Vec::new();
    for file in files {
        let inside = file.strip_prefix(root).expect("below the root");
        let source = std::fs::read_to_string(&file).expect("a source file");
        for breach in breaches_in(&module_of(inside), &source) {
            breaches.push(format!("{}: {breach}", inside.display()));
        }
    }
    assert!(breaches.is_empty(), "paths that go the wrong way:\n  {}", breaches.join("\n  "));
}

/// The rule must be able to fail: one breach of each kind is found, in each way of writing it.
#[test]
fn breaches_are_found_however_they_are_written() {
    let found = |module: &[&str], source: &str| {
        breaches_in(&module.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>(), source).len()
    };
    assert_eq!(found(&["origin", "money"], "use crate::store::Db;"), 1);
    assert_eq!(found(&["origin", "money"], "use crate::{origin::event, store::{Db, StoreError}};"), 2);
    assert_eq!(found(&["origin", "money"], "fn f() { let x = super::super::http::problem(); }"), 1);
    assert_eq!(found(&["origin", "money"], "fn f(c: &mut diesel::PgConnection) {}"), 1);
    assert_eq!(found(&["http", "mod"], "use diesel::prelude::*;"), 1);
    assert_eq!(found(&["payment"], "pub use crate::http::body::Body;"), 1);
    assert_eq!(found(&["store", "payments"], "use crate::payment;"), 1);
    assert_eq!(found(&["newcomer"], "use crate::origin;"), 1, "a module without a layer");
    assert_eq!(
        found(&["origin", "money"], "// use diesel::x;\nuse crate::text::Text; const S: &str = \"diesel::x\";"),
        0
    );
    assert_eq!(found(&["origin", "money"], "#[cfg(test)]\nmod tests { use crate::clock::Clock; }"), 0);
}

fn breaches_in(module: &[String], source: &str) -> BTreeSet<String> {
    let first = module[0].as_str();
    let Some(layer) = LAYERS.iter().find(|layer| layer.modules.contains(&first)) else {
        return BTreeSet::from([format!("the module {first} belongs to no layer; give it one in this test")]);
    };
    let excused = |path: &str| EXCUSED.iter().any(|(who, what)| *who == first && path.starts_with(what));
    let mut breaches = BTreeSet::new();
    for path in paths(module, &without_tests(source)) {
        let names = |prefix: &str| path == prefix || path.starts_with(&format!("{prefix}::"));
        let forbidden = layer.must_not_name.iter().any(|prefix| names(prefix)) && !excused(&path);
        let unknown = path.starts_with("crate::")
            && layer
                .may_name
                .is_some_and(|allowed| !allowed.iter().chain(WORDS).any(|module| names(&format!("crate::{module}"))));
        if forbidden || unknown {
            breaches.insert(format!("{first} must not name {path}"));
        }
    }
    breaches
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()) {
        if entry.is_dir() {
            rust_files(&entry, found);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            found.push(entry);
        }
    }
}

/// `http/mod.rs` is the module `http`, `http/problem.rs` is `http::problem`.
fn module_of(file: &Path) -> Vec<String> {
    let mut parts: Vec<String> = file.with_extension("").iter().map(|p| p.to_string_lossy().into_owned()).collect();
    if parts.len() > 1 && parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The source up to its tests: what tests name does not ship.
fn without_tests(source: &str) -> String {
    let shipped = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or(source);
    shipped.to_owned()
}

/// Every path a source names, absolute, groups written out.
fn paths(module: &[String], source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let starts = tokens[at].chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
        let continues = at > 0 && tokens[at - 1] == "::";
        if starts && !continues && tokens.get(at + 1).is_some_and(|t| t == "::") {
            at = read_path(&tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found.into_iter().map(|path| absolute(module, &path).join("::")).collect()
}

/// Reads one path, following a group into each of its branches; gives the position after it.
fn read_path(tokens: &[String], mut at: usize, prefix: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    while let Some(token) = tokens.get(at) {
        if token == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|t| t != "}") {
                at = if tokens[at] == "," { at + 1 } else { read_path(tokens, at, &path, found) };
            }
            return at + 1;
        }
        path.push(token.clone());
        at += 1;
        if tokens.get(at).is_none_or(|t| t != "::") {
            break;
        }
        at += 1;
    }
    found.push(path);
    // A renamed import is still the same path.
    if tokens.get(at).is_some_and(|t| t == "as") { at + 2 } else { at }
}

/// `self` and `super` resolved against the module; a path that is not ours stays as it is.
fn absolute(module: &[String], path: &[String]) -> Vec<String> {
    let mut here: Vec<String> = module.to_vec();
    let mut rest = path;
    let relative = matches!(rest.first().map(String::as_str), Some("self" | "super"));
    while let Some(first) = rest.first() {
        match first.as_str() {
            "super" => drop(here.pop()),
            "self" => {}
            _ => break,
        }
        rest = &rest[1..];
    }
    if relative {
        std::iter::once("crate".to_owned()).chain(here).chain(rest.iter().cloned()).collect()
    } else {
        path.to_vec()
    }
}

/// Identifiers, `::` and the punctuation of groups; comments, strings and everything else fall away.
fn tokens(source: &str) -> Vec<String> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        match c {
            '/' if next == '/' => at = position(&chars, at, |c| c == '\n'),
            '"' => at = after_string(&chars, at),
            ':' if next == ':' => {
                tokens.push("::".into());
                at += 2;
            }
            '{' | '}' | ',' | ';' | '*' => {
                tokens.push(c.into());
                at += 1;
            }
            c if c.is_alphanumeric() || c == '_' => {
                let end = position(&chars, at, |c| !c.is_alphanumeric() && c != '_');
                tokens.push(chars[at..end].iter().collect());
                at = end;
            }
            _ => at += 1,
        }
    }
    tokens
}

fn position(chars: &[char], from: usize, matches: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|at| matches(chars[*at])).unwrap_or(chars.len())
}

fn after_string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}
