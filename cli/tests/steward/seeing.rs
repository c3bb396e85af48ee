//! What somebody may not see: `seen_by` of a workflow and of a field.

use crate::harness::{Folder, keys};
use serde_json::Value;

const INQUIRY: &str = "\
workflow: inquiry
title: { zh: 内部调查, en: An inquiry }
seen_by: [estate-manager]
start: [ { who: [estate-manager] } ]
fields:
  what: { type: text }
steps:
  - { step: note, owner: estate-manager, form: [what], within: 1 workday }
";

const WEIGHING: &str = "\
workflow: weighing
title: { zh: 评级, en: Weighing }
start: [ { who: [estate-manager] } ]
fields:
  what: { type: text }
  blame: { type: text, seen_by: [estate-manager] }
steps:
  - { step: note, owner: estate-manager, form: [what, blame], within: 1 workday }
  - { step: answer, owner: estate-manager, within: 1 workday }
";

fn opened(folder: &Folder, workflow: &str, fields: &[&str]) -> String {
    let mut args = vec!["open", workflow, "--estate", "riverside", "--as", "zhao.qiang", "--later", "--json"];
    fields.iter().for_each(|field| args.extend(["--field", field]));
    folder.run(&args).document(0)["case"].as_str().expect("an id").to_owned()
}

#[test]
fn a_case_that_somebody_may_not_see_is_as_if_it_were_not_there() {
    let folder = Folder::new();
    folder.write("workflows/inquiry.yaml", INQUIRY);
    let case = opened(&folder, "inquiry", &["what=钥匙"]);
    let listed = |args: &[&str]| folder.run(&[args, &["--json"]].concat()).document(0).to_string();
    for list in ["cases", "messages"] {
        assert!(listed(&[list]).contains(&case), "the keeper sees all");
        assert!(listed(&[list, "--as", "zhao.qiang"]).contains(&case));
        assert!(!listed(&[list, "--as", "wang.li"]).contains(&case));
    }
    for command in ["show", "why"] {
        let said = |case: &str, who: &str| folder.run(&[command, case, "--as", who, "--json"]);
        let hidden = said(&case, "wang.li").error(2);
        assert_eq!(hidden["code"], said("riverside-inquiry-9", "wang.li").error(2)["code"]);
        said(&case, "zhao.qiang").document(0);
    }
}

#[test]
fn a_field_that_somebody_may_not_see_is_left_out() {
    let folder = Folder::new();
    folder.write("workflows/weighing.yaml", WEIGHING);
    let case = opened(&folder, "weighing", &["what=漏水", "blame=前台"]);
    let shown = |who: &str| folder.run(&["show", &case, "--as", who, "--json"]).document(0);
    let named =
        |document: &Value| keys(&document["fields"]).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(named(&shown("zhao.qiang")).len(), 2);
    let hidden = shown("wang.li");
    assert_eq!(named(&hidden), ["what"]);
    assert!(!hidden.to_string().contains("前台"), "{hidden}");
}
