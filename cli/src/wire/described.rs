//! The documents of `--json`, described as JSON Schemas: `steward schema output/NAME`. A key that is
//! there today stays; others may come, so a schema allows them. Every document that the tests of the
//! command line get is compared with its description, in both directions.

use serde_json::{Map, Value, json};

/// What is described, as `steward schema output/NAME` calls it: commands, and the error that stands on
/// stderr in place of a document. Every command that changes one case prints an `act`.
pub(crate) const OUTPUTS: [&str; 26] = [
    "check", "test", "coverage", "explain", "codes", "fmt", "init", "new", "due", "simulate", "many",
    "graph", "diff", "open", "act", "event", "tasks", "cases", "show", "why", "messages", "resend", "doctor",
    "record", "schema", "error",
];

/// The description of a document. `None` when there is none of this name.
pub(crate) fn described(name: &str) -> Option<Value> {
    let mut schema = match name {
        "check" => with(check(), "fixed", list(change_made())),
        "test" => with(test(), "coverage", coverage()),
        "coverage" => coverage(),
        "explain" => explained(),
        "codes" => object([("codes", list(object(head())))]),
        "fmt" => object([("changed", list(text())), ("unreadable", list(text()))]),
        "init" => object([("dir", text()), ("files", list(text()))]),
        "new" => object([("workflow", text()), ("file", text())]),
        "due" => object([
            ("from", instant()),
            ("span", text()),
            ("calendar", text()),
            ("due", instant()),
            ("provisional", yes_no()),
            ("pieces", pieces()),
        ]),
        "simulate" => simulated(),
        "many" => many(),
        "graph" => object([
            ("workflow", text()),
            ("estate", or_null(text())),
            ("format", text()),
            ("file", or_null(text())),
            ("picture", or_null(text())),
        ]),
        "diff" => diff(),
        "open" => object([("case", text())]),
        "act" => object([("case", text()), ("events", events())]),
        "event" => object([
            ("case", or_null(text())),
            ("events", events()),
            ("opened", list(text())),
            ("asked", list(text())),
        ]),
        "tasks" => object([("tasks", list(task())), ("next", or_null(text()))]),
        "cases" => object([("cases", list(case_row())), ("next", or_null(text()))]),
        "show" => shown(),
        "why" => object([("case", text()), ("answers", list(answer()))]),
        "messages" => object([("messages", list(message())), ("next", or_null(text()))]),
        "resend" => object([("id", count()), ("state", delivery())]),
        "doctor" => doctor(),
        "record" => object([("case", text()), ("file", text())]),
        "schema" => json!({ "type": "object" }),
        "error" => object([(
            "error",
            object([
                ("status", one_of([2, 3, 4])),
                ("code", text()),
                ("message", text()),
                ("help", or_null(text())),
            ]),
        )]),
        _ => return None,
    };
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = format!("steward --json: {name}").into();
    Some(schema)
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn yes_no() -> Value {
    json!({ "type": "boolean" })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// RFC 3339 with the estate's offset.
fn instant() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$" })
}

fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn one_of<T: Into<Value>, const N: usize>(values: [T; N]) -> Value {
    json!({ "enum": Vec::from(values.map(Into::into)) })
}

/// Keys that are always there.
fn object<const N: usize>(keys: [(&str, Value); N]) -> Value {
    let required: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
    let properties: Map<String, Value> =
        keys.iter().map(|(key, schema)| ((*key).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// Keys of the author's own: fields, days.
fn named(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

/// A key that is there when the call asks for it.
fn with(mut object: Value, key: &str, schema: Value) -> Value {
    object["properties"][key] = schema;
    object
}

fn place() -> Value {
    object([
        ("file", text()),
        ("line", count()),
        ("column", count()),
        ("end_line", count()),
        ("end_column", count()),
    ])
}

fn check() -> Value {
    let finding = object([
        ("code", text()),
        ("severity", one_of(["error", "warning"])),
        ("message", text()),
        ("help", or_null(text())),
        ("place", place()),
        ("also", list(object([("place", place()), ("label", text())]))),
        ("fix", or_null(object([("place", place()), ("with", text())]))),
    ]);
    object([("errors", count()), ("warnings", count()), ("files", count()), ("findings", list(finding))])
}

fn change_made() -> Value {
    object([
        ("code", text()),
        ("file", text()),
        ("line", count()),
        ("before", or_null(text())),
        ("after", or_null(text())),
    ])
}

fn test() -> Value {
    let scenario = object([
        ("file", text()),
        ("line", count()),
        ("name", text()),
        ("outcome", one_of(["passed", "failed"])),
        ("at", or_null(instant())),
        ("expected", or_null(text())),
        ("got", or_null(text())),
    ]);
    object([("passed", count()), ("failed", count()), ("scenarios", list(scenario))])
}

fn coverage() -> Value {
    let counted = || object([("reached", count()), ("all", count())]);
    let workflow = object([
        ("workflow", text()),
        ("steps", counted()),
        ("guards", counted()),
        ("limits", counted()),
        ("rungs", counted()),
    ]);
    let unreached = object([("file", text()), ("line", count()), ("text", text())]);
    object([("workflows", list(workflow)), ("unreached", list(unreached))])
}

fn head() -> [(&'static str, Value); 3] {
    [("code", text()), ("severity", one_of(["error", "warning"])), ("title", text())]
}

fn explained() -> Value {
    let excerpts = || list(object([("file", text()), ("text", text())]));
    let [code, severity, title] = head();
    object([code, severity, title, ("text", text()), ("wrong", excerpts()), ("right", excerpts())])
}

fn pieces() -> Value {
    list(object([("from", instant()), ("to", instant()), ("seconds", count())]))
}

fn events() -> Value {
    list(object([
        ("n", count()),
        ("at", instant()),
        ("what", text()),
        ("step", or_null(text())),
        ("item", or_null(text())),
        ("limit", or_null(text())),
        ("rung", or_null(text())),
        ("to", list(text())),
        ("via", list(text())),
        ("template", or_null(text())),
        ("by", or_null(text())),
        ("text", or_null(text())),
    ]))
}

fn simulated() -> Value {
    let letter = object([
        ("event", count()),
        ("to", text()),
        ("via", list(text())),
        ("template", text()),
        ("subject", or_null(text())),
        ("text", or_null(text())),
        ("sms", or_null(object([("code", text()), ("variables", named(text()))]))),
    ]);
    object([
        ("workflow", text()),
        ("estate", text()),
        ("opened", instant()),
        ("closed", or_null(instant())),
        ("timeline", events()),
        ("messages", list(letter)),
    ])
}

/// A standard with what it came to.
fn standard() -> Value {
    let figure = || or_null(number());
    object([
        ("ref", text()),
        ("measure", text()),
        ("at_least", figure()),
        ("at_most", figure()),
        ("figure", figure()),
        ("kept", or_null(yes_no())),
        ("of", count()),
        ("running", count()),
    ])
}

fn many() -> Value {
    let limit = object([("limit", text()), ("met", count()), ("missed", count()), ("first_missed", count())]);
    let person = object([
        ("person", text()),
        ("messages", count()),
        ("days", named(count())),
        ("days_over_budget", or_null(count())),
    ]);
    let role = object([("owner", text()), ("tasks_by_hour", list(count()))]);
    object([
        ("workflow", text()),
        ("estate", text()),
        ("from", instant()),
        ("seed", count()),
        ("cases", count()),
        ("closed", count()),
        ("limits", list(limit)),
        ("people", list(person)),
        ("roles", list(role)),
        ("standards", list(standard())),
    ])
}

fn diff() -> Value {
    let fate = || one_of(["new", "gone", "changed"]);
    let change = object([
        ("what", text()),
        ("about", or_null(text())),
        ("text", text()),
        ("by", one_of(["headquarters", "estate"])),
        ("estates", list(text())),
    ]);
    let workflow = object([
        ("workflow", text()),
        ("what", fate()),
        ("editions", object([("old", or_null(count())), ("new", or_null(count()))])),
        ("changes", list(change)),
        ("open_cases", or_null(count())),
    ]);
    object([("workflows", list(workflow)), ("files", list(object([("file", text()), ("what", fate())])))])
}

fn task() -> Value {
    object([
        ("case", text()),
        ("step", text()),
        ("item", or_null(text())),
        ("title", text()),
        ("estate", text()),
        ("owner", or_null(text())),
        ("holder", or_null(text())),
        ("due", or_null(instant())),
        ("left_seconds", or_null(json!({ "type": "integer" }))),
        ("state", one_of(["ready"])),
    ])
}

fn case_state() -> Value {
    one_of(["open", "held", "closed", "cancelled"])
}

fn case_row() -> Value {
    object([
        ("case", text()),
        ("workflow", text()),
        ("estate", text()),
        ("state", case_state()),
        ("opened", instant()),
        ("due", or_null(instant())),
    ])
}

fn shown() -> Value {
    let asked = object([("photos", count()), ("location", yes_no()), ("code", or_null(text()))]);
    let report = object([
        ("workflow", text()),
        ("from", or_null(instant())),
        ("until", instant()),
        ("cases", count()),
        ("standards", list(standard())),
    ]);
    let step = object([
        ("step", text()),
        ("item", or_null(text())),
        ("round", count()),
        ("state", one_of(["waiting", "ready", "done", "skipped", "withdrawn"])),
        ("owner", or_null(text())),
        ("holder", or_null(text())),
        ("since", or_null(instant())),
        ("done", or_null(instant())),
        ("by", or_null(text())),
        ("asks_for", or_null(asked)),
        ("called", or_null(object([("case", or_null(text())), ("ended", or_null(text()))]))),
        ("report", or_null(report)),
    ]);
    let rung = object([("at", text()), ("when", or_null(instant())), ("fired", or_null(instant()))]);
    let limit = object([
        ("limit", text()),
        ("step", or_null(text())),
        ("item", or_null(text())),
        ("round", count()),
        ("state", one_of(["running", "paused", "met", "missed", "stopped"])),
        ("due", or_null(instant())),
        ("provisional", yes_no()),
        ("used_seconds", count()),
        ("rungs", list(rung)),
    ]);
    object([
        ("case", text()),
        ("workflow", text()),
        ("edition", count()),
        ("estate", text()),
        ("state", case_state()),
        ("opened", instant()),
        ("closed", or_null(instant())),
        ("ended", or_null(text())),
        ("caller", or_null(text())),
        ("fields", named(json!({}))),
        ("steps", list(step)),
        ("limits", list(limit)),
        ("evidence", list(exhibit())),
        ("events", events()),
    ])
}

/// What was shown with a step.
fn exhibit() -> Value {
    let photo = object([
        ("name", text()),
        ("sha256", text()),
        ("size", count()),
        ("type", one_of(steward_model::PhotoKind::ALL.map(steward_model::PhotoKind::word))),
        ("file", or_null(text())),
        (
            "before",
            or_null(object([
                ("case", or_null(text())),
                ("step", or_null(text())),
                ("item", or_null(text())),
                ("at", instant()),
            ])),
        ),
    ]);
    object([
        ("step", text()),
        ("item", or_null(text())),
        ("round", count()),
        ("at", instant()),
        ("by", or_null(text())),
        ("photos", list(photo)),
        ("location", or_null(text())),
        ("zone", or_null(text())),
    ])
}

fn answer() -> Value {
    object([
        ("about", one_of(["limit", "message"])),
        ("name", text()),
        ("text", text()),
        ("pieces", pieces()),
        ("rule", or_null(object([("file", text()), ("line", count())]))),
        ("skipped", list(object([("who", text()), ("reason", text())]))),
    ])
}

fn delivery() -> Value {
    one_of(["waiting", "held", "sending", "sent", "delivered", "failed", "dead", "dropped"])
}

fn message() -> Value {
    object([
        ("id", count()),
        ("case", text()),
        ("to", text()),
        ("via", text()),
        ("template", text()),
        ("state", delivery()),
        ("attempts", count()),
        ("at", instant()),
        ("error", or_null(text())),
        ("message_id", or_null(text())),
    ])
}

fn doctor() -> Value {
    let channel = object([
        ("channel", text()),
        ("name", text()),
        ("ok", yes_no()),
        ("text", text()),
        ("help", or_null(text())),
    ]);
    object([
        ("ok", yes_no()),
        ("channels", list(channel)),
        ("store", object([("ok", yes_no()), ("text", text())])),
        ("handbook", object([("errors", count()), ("warnings", count())])),
    ])
}
