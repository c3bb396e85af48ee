//! What `steward schema output/NAME` promises of a document holds for every document that any test
//! gets, and nothing is printed that it does not tell.

use crate::harness::{Folder, Ran, ran, run, steward};
use serde_json::Value;

/// Commands whose documents are called otherwise than they.
const CHANGES: [&str; 15] = [
    "take", "done", "repeat", "sign", "approve", "return", "refuse", "hand", "hold", "resume", "extend",
    "excuse", "set", "note", "cancel",
];

/// Which document a call prints.
fn name(args: &[&str]) -> Option<String> {
    let has = |word: &str| args.contains(&word);
    if !has("--json") || has("--format") || has("--junit") {
        return None;
    }
    let mut words = args.iter();
    let command = loop {
        match *words.next()? {
            "--as" | "--lang" | "--dir" | "--store" | "--color" => _ = words.next(),
            word if word.starts_with('-') => {}
            word => break word,
        }
    };
    Some(match command {
        change if CHANGES.contains(&change) => "act".to_owned(),
        "simulate" if has("--many") => "many".to_owned(),
        "test" if has("--record") => "record".to_owned(),
        "messages" if has("resend") => "resend".to_owned(),
        "explain" if args.iter().filter(|word| !word.starts_with('-')).count() == 1 => "codes".to_owned(),
        other => other.to_owned(),
    })
}

/// The description with every object closed: what it does not tell is a mistake.
fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(keys) => {
            if keys.contains_key("properties") {
                keys.insert("additionalProperties".to_owned(), false.into());
            }
            for (_, inner) in keys.iter_mut() {
                *inner = closed(inner.take());
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|inner| *inner = closed(inner.take())),
        _ => {}
    }
    schema
}

/// Compares what a run printed with its description.
pub(crate) fn compare(args: &[&str], went: &Ran) {
    let Some(name) = name(args) else { return };
    let (name, text) = match went.status {
        0 | 1 => (name, &went.stdout),
        _ => ("error".to_owned(), &went.stderr),
    };
    let Ok(document) = serde_json::from_str::<Value>(text) else { return };
    let described =
        ran(steward().args(["schema", &format!("output/{name}")]).output().expect("it runs")).well();
    let schema = closed(serde_json::from_str(&described).expect("a document"));
    let validator = jsonschema::draft202012::new(&schema).expect("the schema itself is right");
    let wrong: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{args:?} prints what output/{name} does not say: {wrong:#?}");
}

#[test]
fn a_document_of_each_kind_that_needs_no_server_is_as_promised() {
    let folder = Folder::new();
    let case = folder.complaint("ordinary");
    folder.act("wang.li", &["take", &case, "respond"]);
    for call in [
        &["check"][..],
        &["check", "--fix"],
        &["test", "--coverage", "answered"],
        &["coverage"],
        &["explain", "unknown-role"],
        &["explain"],
        &["fmt"],
        &["due", "2026-02-13 16:50", "1 workday", "--calendar", "business"],
        &["simulate", "complaint", "--estate", "riverside", "--nobody"],
        &["simulate", "complaint", "--estate", "riverside", "--many", "3", "--seed", "1"],
        &["graph", "complaint"],
        &["tasks"],
        &["cases"],
        &["show", &case],
        &["why", &case],
        &["messages"],
        &["schema", "workflow"],
        &["show", "no-such-case"],
    ] {
        let went = folder.run(&[call, &["--json"]].concat());
        let text = if went.status < 2 { &went.stdout } else { &went.stderr };
        assert!(serde_json::from_str::<Value>(text).is_ok_and(|document| document.is_object()), "{went:?}");
    }
}

#[test]
fn a_schema_nobody_knows_is_refused_with_those_there_are() {
    let refused = run(&["schema", "output/nothing", "--json"]).error(2);
    assert_eq!(refused["code"], "unknown-schema");
    let help = refused["help"].as_str().expect("a help");
    assert!(help.contains("show") && help.contains("workflow"), "{help}");
}
