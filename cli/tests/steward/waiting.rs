//! A case that waits for one it called, as a keeper sees the two.

use crate::harness::Folder;
use crate::serving::serve;

const ROUND: &str = "
workflow: round
title: 巡查
start: [ { who: [front-desk] } ]
fields:
  what: { type: text, required: true }
steps:
  - { step: walk, title: 巡查一圈, owner: front-desk, form: [what] }
  - { step: order, title: 派修, call: fix, with: { what: what }, within: 3 days }
  - { step: look, title: 复看, owner: front-desk }
";

const FIX: &str = "
workflow: fix
title: 修理
start: [ { who: [engineering] } ]
fields:
  what: { type: text }
steps:
  - { step: mend, title: 修, owner: engineering }
";

/// Waits until what `show` prints of a case says so.
fn until(folder: &Folder, case: &str, says: &str) -> String {
    folder.until(&["show", case, "--as", "zhao.qiang", "--lang", "en"], says)
}

#[test]
fn a_case_waits_for_the_one_it_called_and_one_above_may_repeat_the_call() {
    let folder = Folder::new();
    folder.write("workflows/round.yaml", ROUND);
    folder.write("workflows/fix.yaml", FIX);
    let serving = serve(&folder);
    serving.line_with("ready");
    let open = ["open", "round", "--estate", "riverside", "--field", "what=漏水", "--as", "wang.li"];
    folder.run(&open).well();
    let round = "riverside-round-1";
    until(&folder, round, "order waits for riverside-fix-1");
    assert!(until(&folder, "riverside-fix-1", "waited for by").contains("waited for by: riverside-round-1"));

    folder.act("zhao.qiang", &["cancel", "riverside-fix-1", "--reason", "重复"]);
    let shown = until(&folder, round, "not done there");
    assert!(shown.contains("order waits for riverside-fix-1, ended cancelled"), "{shown}");
    assert!(folder.run(&["tasks", "--as", "li.na"]).well().contains("派修（所等的案件没有办结）"));
    let why = folder.run(&["why", round, "--as", "li.na", "--lang", "en"]).well();
    assert!(why.contains("whenever the case a step waits for was not done, one above hears of it"), "{why}");

    assert!(why.contains("waits for case riverside-fix-1"), "{why}");
    assert!(why.contains("case riverside-fix-1 ended: cancelled"), "{why}");

    let refused = folder.run(&["repeat", round, "order", "--as", "wang.li", "--json"]).error(3);
    assert_eq!(refused["code"], "refused");
    assert_eq!(folder.act("li.na", &["repeat", round, "order"]), ["started"]);
    until(&folder, round, "order waits for riverside-fix-2");
    folder.act("zhang.wei", &["done", "riverside-fix-2", "mend"]);
    until(&folder, round, "ended done");
    let document = folder.run(&["show", round, "--as", "wang.li", "--json"]).document(0);
    assert_eq!(document["steps"][1]["called"]["case"], "riverside-fix-2");
    assert_eq!(document["steps"][1]["called"]["ended"], "done");
    assert_eq!(document["steps"][2]["state"], "ready");
    assert_eq!(serving.stop("-TERM").status, 0);
}
