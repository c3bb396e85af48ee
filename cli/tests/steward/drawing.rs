//! graph.

use crate::harness::{Folder, keys};
use std::fs;

#[test]
fn a_process_is_printed_or_written_to_a_file_in_either_language() {
    let folder = Folder::new();
    let printed = folder.run(&["graph", "complaint", "--lang", "zh"]);
    assert_eq!(printed.status, 0, "{printed:?}");
    for said in ["首次响应", "30分钟", "从立案起", "等级是重大", "最多3轮", "15个工作日", "前台"]
    {
        assert!(printed.stdout.contains(said), "{said} is not said");
    }
    let file = folder.path().join("complaint.svg");
    let ran =
        folder.run(&["graph", "投诉与建议处理", "--lang", "en", "--out", file.to_str().expect("a path")]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let written = fs::read_to_string(&file).expect("a picture");
    for said in ["First response", "30m", "at most 3 rounds", "15 workdays", "Front desk"] {
        assert!(written.contains(said), "{said} is not said");
    }
    assert!(written.starts_with("<svg"), "{written:.100}");
}

#[test]
fn an_estates_picture_counts_on_its_own_calendars() {
    let folder = Folder::new();
    let everywhere = folder.run(&["graph", "complaint", "--lang", "zh"]).stdout;
    let here = folder.run(&["graph", "complaint", "--estate", "riverside", "--lang", "zh"]).stdout;
    assert!(!everywhere.contains("全天候") && here.contains("全天候"));
    assert!(everywhere.contains("全部项目") && here.contains("滨江花园"));
}

#[test]
fn the_document_names_the_file_or_holds_the_picture() {
    let folder = Folder::new();
    let document = folder.run(&["graph", "enquiry", "--format", "mermaid", "--json"]).document(0);
    assert_eq!(keys(&document), ["workflow", "estate", "format", "file", "picture"]);
    assert!(document["picture"].as_str().is_some_and(|text| text.contains("flowchart LR")), "{document}");
}

#[test]
fn a_process_nobody_wrote_and_a_file_nobody_can_write_are_told() {
    let folder = Folder::new();
    let ran = folder.run(&["graph", "complant", "--lang", "en"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("did you mean `complaint`?"), "{}", ran.stderr);
    let ran = folder.run(&["graph", "complaint", "--out", "no/such/folder/x.svg", "--lang", "en"]);
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("no/such/folder/x.svg"), "{}", ran.stderr);
}
