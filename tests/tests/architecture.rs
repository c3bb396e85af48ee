//! Who may know whom: the picture of `ARCHITECTURE.md`, held against what Cargo says. A new arrow is
//! a decision, made in a commit of its own that changes both.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each room may use of the others.
const ARROWS: [(&str, &[&str]); 15] = [
    ("time", &[]),
    ("model", &["time"]),
    ("language", &["time", "model"]),
    ("case", &["time", "model"]),
    ("picture", &["time", "model"]),
    ("delivery", &["time", "model", "case", "ports"]),
    ("rules", &["time", "model", "case"]),
    ("ports", &["time", "model", "case"]),
    ("sim", &["time", "model", "case", "picture"]),
    ("store", &["time", "model", "case", "ports"]),
    ("notifiers", &["time", "model", "ports"]),
    ("peers", &[]),
    ("service", &["time", "model", "case", "ports", "rules", "delivery", "language", "picture"]),
    ("cli", EVERYTHING),
    ("benches", EVERYTHING),
];

const EVERYTHING: &[&str] = &[
    "time",
    "model",
    "language",
    "case",
    "picture",
    "delivery",
    "rules",
    "ports",
    "sim",
    "store",
    "notifiers",
    "peers",
    "service",
];

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    serde_json::from_slice(&output.stdout).expect("cargo tells its metadata")
}

/// The dependencies of each room, those of its tests left out.
fn rooms() -> BTreeMap<String, BTreeSet<String>> {
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap_or_default().to_owned();
    metadata()["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| {
            let uses = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(name)
                .collect();
            (name(package), uses)
        })
        .collect()
}

#[test]
fn every_arrow_between_rooms_is_in_the_picture() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    for (package, uses) in rooms() {
        let room = package.strip_prefix("steward-").expect("every crate is a room");
        if room == "tests" {
            continue;
        }
        let may = allowed.get(room).unwrap_or_else(|| panic!("{room} is not in the picture"));
        for used in uses.iter().filter_map(|used| used.strip_prefix("steward-")) {
            assert!(may.contains(&used), "{room} uses {used}, which the picture does not allow");
        }
    }
}

#[test]
fn each_library_is_named_in_one_room() {
    let alone = [
        ("granit-parser", "language"),
        ("rhai", "rules"),
        ("rusqlite", "store"),
        ("lettre", "notifiers"),
        ("reqwest", "notifiers"),
        ("clap", "cli"),
    ];
    for (package, uses) in rooms() {
        for (library, room) in alone {
            // Benchmarks write the floor by hand, so they open the database themselves.
            let bench = package == "steward-benches" && matches!(library, "rusqlite" | "rhai");
            if uses.contains(library) && !bench {
                assert_eq!(package, format!("steward-{room}"), "{library} belongs to {room} alone");
            }
        }
    }
}

#[test]
fn the_engine_runs_no_async_runtime_and_opens_nothing() {
    let engine = ["time", "model", "language", "case", "picture", "delivery", "rules", "ports", "sim"];
    for (package, uses) in rooms() {
        let room = package.strip_prefix("steward-").unwrap_or(&package);
        if engine.contains(&room) {
            for foreign in ["tokio", "rusqlite", "lettre", "reqwest", "hyper", "rand", "uuid"] {
                assert!(!uses.contains(foreign), "{room} is pure, but uses {foreign}");
            }
        }
    }
}
