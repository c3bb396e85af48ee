//! lsp: an editor's own library speaks to it.

use crate::harness::Folder;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const COMPLAINT: &str = "workflows/complaint.yaml";

fn readers() -> PathBuf {
    let own = std::env::var_os("STEWARD_TEST_READERS").map(PathBuf::from);
    let readers = own.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/test-readers"));
    assert!(
        readers.join("installed.json").exists(),
        "{} is missing: run .ci/servers.sh once, or name such a folder in STEWARD_TEST_READERS",
        readers.display()
    );
    readers
}

/// What an editor hears that opens the conversation and does these things.
fn edit(folder: &Folder, steps: &Value) -> Vec<Value> {
    folder.write("steps.json", &steps.to_string());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/readers/client.mjs");
    let script = std::fs::File::open(script).expect("a script");
    let output = Command::new("node")
        .args(["--input-type=module", "-", env!("CARGO_BIN_EXE_steward")])
        .arg(folder.path())
        .arg(folder.path().join("steps.json"))
        .current_dir(readers())
        .stdin(script)
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).expect("what the client heard");
    assert_eq!(said["status"], 0, "the server takes leave");
    said["answers"].as_array().expect("answers").clone()
}

fn text(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path().join(path)).expect("a file")
}

/// The position right behind the first such words.
fn behind(text: &str, words: &str) -> Value {
    let end = text.find(words).unwrap_or_else(|| panic!("no `{words}`")) + words.len();
    let line = text[..end].matches('\n').count();
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": text[start..end].encode_utf16().count() })
}

#[test]
fn what_is_wrong_shows_while_it_is_written_and_goes_when_it_is_mended() {
    let folder = Folder::new();
    let good = text(&folder, COMPLAINT);
    let wrong = good.replace("owner: archivist", "owner: archivst");
    let half = format!("{good}\n  - step: [half");
    let range =
        json!({ "start": behind(&wrong, "owner: archivs"), "end": behind(&wrong, "owner: archivst") });
    let answers = edit(
        &folder,
        &json!([
            { "open": COMPLAINT },
            { "change": COMPLAINT, "text": wrong },
            { "ask": "textDocument/codeAction", "in": COMPLAINT, "params": { "range": range, "context": { "diagnostics": [] } } },
            { "change": COMPLAINT, "text": half },
            { "garbage": "{ this is no message" },
            { "change": COMPLAINT, "text": good },
        ]),
    );
    assert_eq!(answers[0], json!({ "error": -32002 }), "nothing is answered before `initialize`");
    assert_eq!(answers[1]["serverInfo"]["name"], "steward");
    assert_eq!(answers[1]["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answers[2], json!([]));
    let found = &answers[3][0];
    assert_eq!((&found["code"], &found["severity"]), (&json!("unknown-role"), &json!(1)));
    assert_eq!(found["range"]["end"], behind(&wrong, "owner: archivst"));
    assert_eq!(
        found["range"]["start"],
        behind(
            &wrong,
            "within: 2 workdays\n\n  - step: archive\n    title: { zh: 归档, en: Archive }\n    ref: [2.3-P7]\n    owner: "
        )
    );
    assert!(found["message"].as_str().is_some_and(|text| text.contains("archivst")), "{found}");
    let change = &answers[4][0];
    let edits = change["edit"]["changes"].as_object().expect("changes").values().next().expect("a file");
    assert!(
        edits[0]["newText"].as_str().is_some_and(|text| text.eq_ignore_ascii_case("archivist")),
        "{change}"
    );
    assert!(!answers[5].as_array().expect("problems").is_empty(), "a file half written is told");
    assert_eq!(answers[7], json!([]), "and when it is whole, all is well again, whatever came between");
}

#[test]
fn keys_words_and_names_are_offered_where_they_fit() {
    let folder = Folder::new();
    let good = text(&folder, COMPLAINT);
    let with = |line: &str| format!("{good}\n  - step: more\n    {line}");
    let offered = |line: &str| {
        let text = with(line);
        json!([
            { "change": COMPLAINT, "text": text },
            { "ask": "textDocument/completion", "in": COMPLAINT, "params": { "position": behind(&text, &format!("step: more\n    {line}")) } },
        ])
    };
    let lines = [
        "own",
        "owner: fr",
        "owner: ",
        "for_each: ",
        "after: [rec",
        "form: [pl",
        "within: ",
        "calendar: bu",
        "escalate: [{ at: 80%, te",
        "evidence: { ph",
        "if: sever",
        "if: severity == ma",
        "escalate: [{ at: over",
        "template: ta",
        "owner: \"{dep",
    ];
    let mut steps = vec![json!({ "open": COMPLAINT })];
    for line in lines {
        steps.extend(offered(line).as_array().expect("steps").clone());
    }
    let answers = edit(&folder, &Value::from(steps));
    let labels = |nth: usize| -> Vec<String> {
        let items = answers[4 + nth * 2].as_array().expect("items").iter();
        items.map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    };
    for (nth, wanted) in [
        "owner",
        "front-desk",
        "\"{item.cleaner}\"",
        "zones",
        "record",
        "plan",
        "30m",
        "business",
        "tell",
        "photos",
        "severity",
        "major",
        "overdue + 4h",
        "at-risk",
        "\"{department}\"",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(labels(nth).iter().any(|label| label == wanted), "{}: {:?}", lines[nth], labels(nth));
    }
    assert!(!labels(0).iter().any(|label| label == "step"), "what stands there already is not offered");
    assert!(!labels(1).iter().any(|label| label == "superior"), "who can't own a step is not offered");
    let item = |nth: usize, label: &str| -> Value {
        let items = answers[4 + nth * 2].as_array().expect("items").iter();
        items.clone().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no {label}")).clone()
    };
    let sought = item(1, "front-desk");
    assert!(sought["filterText"].as_str().is_some_and(|text| text.contains("前台")), "{sought}");
    let held = item(14, "\"{department}\"");
    let range = &held["textEdit"]["range"];
    let begun = range["end"]["character"].as_u64().zip(range["start"]["character"].as_u64());
    assert_eq!(begun.map(|(end, start)| end - start), Some(5), "the quote and brace are there already");
    let owner =
        &answers[4].as_array().expect("items").iter().find(|item| item["label"] == "owner").expect("owner");
    assert_eq!(owner["textEdit"]["newText"], "owner: ");
    assert!(owner["documentation"]["value"].as_str().is_some_and(|text| text.len() > 20), "{owner}");
}

#[test]
fn a_file_in_chinese_words_is_offered_chinese_words() {
    let folder = Folder::new();
    folder.run(&["fmt", "--words", "zh"]).well();
    let text = format!("{}\n  - 步骤: 收尾\n    负", text(&folder, COMPLAINT));
    let answers = edit(
        &folder,
        &json!([
            { "open": COMPLAINT },
            { "change": COMPLAINT, "text": text },
            { "ask": "textDocument/completion", "in": COMPLAINT, "params": { "position": behind(&text, "收尾\n    负") } },
        ]),
    );
    let items = answers[4].as_array().expect("items");
    let owner = items.iter().find(|item| item["label"] == "负责").expect("the key");
    assert_eq!(owner["textEdit"]["newText"], "负责: ");
    let start = &owner["textEdit"]["range"]["start"]["character"];
    assert_eq!(start, 4, "it takes the place of what is begun");
}

#[test]
fn a_new_file_and_a_story_are_offered_what_belongs_there() {
    let folder = Folder::new();
    folder.run(&["fmt", "--words", "zh"]).well();
    folder.write("workflows/new.yaml", "流");
    let story = "scenarios/complaint/answered-in-time.yaml";
    let played = format!("{}\n  - {{ 时刻: +9天, 做: ar", text(&folder, story).trim_end());
    let amount = text(&folder, COMPLAINT);
    let answers = edit(
        &folder,
        &json!([
            { "open": "workflows/new.yaml" },
            { "ask": "textDocument/completion", "in": "workflows/new.yaml", "params": { "position": { "line": 0, "character": 1 } } },
            { "open": story },
            { "change": story, "text": played },
            { "ask": "textDocument/completion", "in": story, "params": { "position": behind(&played, "+9天, 做: ar") } },
            { "open": COMPLAINT },
            { "ask": "textDocument/hover", "in": COMPLAINT, "params": { "position": behind(&amount, "时限: 10") } },
        ]),
    );
    let offers = |nth: usize, label: &str| {
        answers[nth].as_array().expect("items").iter().any(|item| item["label"] == label)
    };
    assert!(offers(3, "流程"), "in the organisation's words: {}", answers[3]);
    assert!(offers(6, "archive"), "the steps of the process that is played: {}", answers[6]);
    let due = answers[8]["contents"]["value"].as_str().expect("a text");
    assert!(due.contains("due **20"), "{due}");
}

#[test]
fn a_word_says_what_it_means_and_a_name_where_it_comes_from() {
    let folder = Folder::new();
    let good = text(&folder, COMPLAINT);
    let role = text(&folder, "steward.yaml");
    let at = |words: &str| json!({ "position": behind(&good, words) });
    let answers = edit(
        &folder,
        &json!([
            { "open": COMPLAINT },
            { "ask": "textDocument/hover", "in": COMPLAINT, "params": at("    form: [complainant, channel, what, photos, severity, department]\n    wit") },
            { "ask": "textDocument/hover", "in": COMPLAINT, "params": at("owner: archi") },
            { "ask": "textDocument/definition", "in": COMPLAINT, "params": at("owner: archi") },
            { "ask": "textDocument/definition", "in": COMPLAINT, "params": at("back_to: pl") },
            { "ask": "textDocument/documentSymbol", "in": COMPLAINT },
            { "ask": "textDocument/formatting", "in": COMPLAINT, "params": { "options": { "tabSize": 2, "insertSpaces": true } } },
            { "ask": "textDocument/hover", "in": "no/such/file.yaml", "params": at("owner: archi") },
            { "ask": "textDocument/hover", "params": { "position": "nowhere" } },
            { "ask": "steward/no-such-thing" },
        ]),
    );
    let said = |nth: usize| answers[nth]["contents"]["value"].as_str().expect("a text").to_owned();
    assert!(said(3).contains("**within** · 时限") && said(3).contains("due **20"), "{}", said(3));
    assert!(said(4).contains("Archivist") && said(4).contains("service-supervisor"), "{}", said(4));
    assert!(answers[5]["uri"].as_str().is_some_and(|uri| uri.ends_with("/steward.yaml")), "{}", answers[5]);
    let line = |text: &str, words: &str| text[..text.find(words).expect("there")].matches('\n').count();
    assert_eq!(answers[5]["range"]["start"]["line"], line(&role, "  archivist:"));
    assert_eq!(answers[6]["range"]["start"]["line"], line(&good, "  - step: plan"));
    let symbols = answers[7].as_array().expect("symbols");
    let names: Vec<&str> = symbols.iter().map(|symbol| symbol["detail"].as_str().expect("a name")).collect();
    assert_eq!(names[..2], ["complaint", "complainant"]);
    assert_eq!(names.last(), Some(&"archive"));
    assert_eq!(answers[8], json!([]), "it is written so already");
    assert_eq!(answers[9], Value::Null);
    assert_eq!(answers[10], json!({ "error": -32602 }));
    assert_eq!(answers[11], json!({ "error": -32601 }));
}

#[test]
fn a_step_is_renamed_wherever_it_is_meant_and_not_where_that_is_unsure() {
    let folder = Folder::new();
    let good = text(&folder, COMPLAINT);
    let at = |words: &str| json!({ "position": behind(&good, words) });
    let to = |words: &str, new: &str| json!({ "position": behind(&good, words), "newName": new });
    let answers = edit(
        &folder,
        &json!([
            { "open": COMPLAINT },
            { "ask": "textDocument/prepareRename", "in": COMPLAINT, "params": at("- step: resp") },
            { "ask": "textDocument/rename", "in": COMPLAINT, "params": to("- step: resp", "first-reply") },
            { "ask": "textDocument/rename", "in": COMPLAINT, "params": to("- step: resp", "feedback") },
            { "ask": "textDocument/rename", "in": COMPLAINT, "params": to("- step: pl", "proposal") },
            { "ask": "textDocument/prepareRename", "in": COMPLAINT, "params": at("section: ") },
            { "ask": "textDocument/references", "in": COMPLAINT, "params": { "position": behind(&good, "- step: resp"), "context": { "includeDeclaration": true } } },
        ]),
    );
    assert_eq!(answers[3]["end"], behind(&good, "- step: respond"));
    let changes = answers[4]["changes"].as_object().expect("changes");
    let files: Vec<&str> = changes.keys().map(|uri| uri.rsplit_once('/').expect("a path").1).collect();
    for file in ["complaint.yaml", "hillside.yaml", "answered-in-time.yaml"] {
        assert!(files.contains(&file), "{file} is not in {files:?}");
    }
    let edits: usize = changes.values().map(|edits| edits.as_array().expect("edits").len()).sum();
    assert_eq!(answers[8].as_array().map(Vec::len), Some(edits));
    for (uri, edits) in changes {
        let path = url_path(uri);
        let mut text = std::fs::read_to_string(&path).expect("a file");
        let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(offset(&text, &edit["range"]["start"])));
        for edit in edits {
            let range = offset(&text, &edit["range"]["start"])..offset(&text, &edit["range"]["end"]);
            assert_eq!(&text[range.clone()], "respond", "{uri}");
            text.replace_range(range, "first-reply");
        }
        std::fs::write(&path, text).expect("it is written");
    }
    assert!(folder.run(&["check", "--strict"]).well().starts_with("手册没有问题"));
    folder.run(&["test"]).well();
    let refused = json!({ "error": -32803 });
    assert_eq!((&answers[5], &answers[6], &answers[7]), (&refused, &refused, &refused));
}

fn url_path(uri: &str) -> PathBuf {
    PathBuf::from(uri.strip_prefix("file://").expect("a file"))
}

fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().expect("a line") as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let wanted = position["character"].as_u64().expect("a column") as usize;
    let mut passed = 0;
    let end = text[start..].char_indices().find(|(_, letter)| {
        let there = passed >= wanted;
        passed += letter.len_utf16();
        there
    });
    end.map_or(text.len(), |(at, _)| start + at)
}

#[test]
fn what_an_estate_adjusts_is_offered_the_names_of_the_process_it_adjusts() {
    let folder = Folder::new();
    let estate = "estates/hillside.yaml";
    let good = text(&folder, estate);
    let head = &good[..good.find("adjusts:").expect("there")];
    let calling = format!("{}\n  - {{ step: more, call: arch", text(&folder, COMPLAINT).trim_end());
    let cases = [
        ("adjusts:\n  comp", "complaint"),
        ("adjusts:\n  complaint:\n    tighten: { resp", "respond"),
        ("adjusts:\n  complaint:\n    tighten: { clo", "closed"),
        ("adjusts:\n  complaint:\n    owners: { arch", "archive"),
        ("adjusts:\n  complaint:\n    owners: { archive: fr", "front-desk"),
        ("adjusts:\n  complaint:\n    add:\n      - { after: resp", "respond"),
        ("adjusts:\n  complaint:\n    add:\n      - { after: respond, form: [pl", "plan"),
        ("calendars: { bu", "business"),
    ];
    let mut steps = vec![json!({ "open": estate })];
    for (written, _) in cases {
        let text = format!("{head}{written}");
        let at = behind(&text, written);
        steps.push(json!({ "change": estate, "text": text }));
        steps.push(json!({ "ask": "textDocument/completion", "in": estate, "params": { "position": at } }));
    }
    steps.push(json!({ "open": COMPLAINT }));
    steps.push(json!({ "change": COMPLAINT, "text": calling }));
    let at = behind(&calling, "call: arch");
    steps.push(json!({ "ask": "textDocument/completion", "in": COMPLAINT, "params": { "position": at } }));
    let answers = edit(&folder, &Value::from(steps));
    let offer = |nth: usize, label: &str| -> Option<Value> {
        answers[nth].as_array().expect("items").iter().find(|item| item["label"] == label).cloned()
    };
    for (nth, (written, wanted)) in cases.into_iter().enumerate() {
        assert!(offer(4 + nth * 2, wanted).is_some(), "{written}: {}", answers[4 + nth * 2]);
    }
    assert_eq!(offer(4, "complaint").expect("offered")["textEdit"]["newText"], "complaint: ");
    assert!(offer(6, "archive-loan").is_none(), "no name of another kind");
    assert!(offer(answers.len() - 1, "archive-loan").is_some());
}

#[test]
fn calendars_templates_choices_and_zones_say_what_they_are_and_where_they_stand() {
    let folder = Folder::new();
    let own = text(&folder, COMPLAINT).replace("template: major-complaint", "template: of-ours");
    folder.write("templates/of-ours.zh.txt", "重大投诉：{{ title }}\n");
    folder.write(COMPLAINT, &own);
    let estate = "estates/riverside.yaml";
    let at = |text: &str, words: &str| json!({ "position": behind(text, words) });
    let zones = text(&folder, estate);
    let (hover, definition) = ("textDocument/hover", "textDocument/definition");
    let answers = edit(
        &folder,
        &json!([
            { "open": COMPLAINT },
            { "ask": hover, "in": COMPLAINT, "params": at(&own, "calendar: busi") },
            { "ask": definition, "in": COMPLAINT, "params": at(&own, "calendar: busi") },
            { "ask": hover, "in": COMPLAINT, "params": at(&own, "template: of-o") },
            { "ask": definition, "in": COMPLAINT, "params": at(&own, "template: of-o") },
            { "ask": hover, "in": COMPLAINT, "params": at(&own, "if: severity == maj") },
            { "ask": definition, "in": COMPLAINT, "params": at(&own, "if: severity == maj") },
            { "open": estate },
            { "ask": hover, "in": estate, "params": at(&zones, "- { id: b") },
            { "ask": definition, "in": estate, "params": at(&zones, "- { id: b") },
        ]),
    );
    let said = |nth: usize| answers[nth]["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let leads = |nth: usize, path: &str, text: &str, words: &str| {
        let answer = &answers[nth];
        assert!(answer["uri"].as_str().is_some_and(|uri| uri.ends_with(path)), "{path}: {answer}");
        let line = text[..text.find(words).expect("there")].matches('\n').count();
        assert_eq!(answer["range"]["start"]["line"], line, "{path}");
    };
    assert!(said(3).contains("a calendar"), "{}", answers[3]);
    let calendar = text(&folder, "calendars/business.yaml");
    leads(4, "/calendars/business.yaml", &calendar, "calendar:");
    assert!(said(5).contains("a template of a message"), "{}", answers[5]);
    leads(6, "/templates/of-ours.zh.txt", "", "");
    assert!(said(7).contains("a choice of “Severity”"), "{}", answers[7]);
    leads(8, "/workflows/complaint.yaml", &own, "  severity:");
    assert!(said(10).contains("a zone of"), "{}", answers[10]);
    leads(11, "/estates/riverside.yaml", &zones, "- { id: b");
}

#[test]
fn a_field_is_renamed_in_the_texts_of_messages_too_and_not_where_two_processes_have_it() {
    let folder = Folder::new();
    let good = text(&folder, COMPLAINT);
    let wording =
        "投诉：{{ channel }} {% if channel %}（{{channel}}）{% endif %} channel {{ case }}\n{{ what }}\n";
    folder.write("templates/major-complaint.zh.txt", wording);
    let to = |words: &str, new: &str| json!({ "position": behind(&good, words), "newName": new });
    let answers = edit(
        &folder,
        &json!([
            { "open": COMPLAINT },
            { "ask": "textDocument/rename", "in": COMPLAINT, "params": to("  channel", "way") },
            { "ask": "textDocument/rename", "in": COMPLAINT, "params": to("  what", "matter") },
        ]),
    );
    let changes = answers[3]["changes"].as_object().unwrap_or_else(|| panic!("{}", answers[3]));
    let (_, edits) =
        changes.iter().find(|(uri, _)| uri.ends_with("major-complaint.zh.txt")).expect("the wording");
    assert_eq!(edits.as_array().map(Vec::len), Some(3), "what stands in braces: {edits}");
    assert_eq!(answers[4], json!({ "error": -32803 }), "other processes have a `what` as well");
}
