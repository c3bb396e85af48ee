//! Workflows that steps call.

use super::support::*;
use steward_model::{FieldId, Value};

const PATROL: &str = "
workflow: patrol
title: 巡查
start:
  - every: day at 10:00
fields:
  phone: { type: phone, private: true, default: \"+8613800000009\" }
  spot: { type: text, default: 大堂 }
steps:
  - { step: order, call: mending, with: { caller: phone, what: spot }, detach: true }
  - { step: walk, title: 走一圈, owner: manager, form: [spot, phone] }
";

const MENDING: &str = "
workflow: mending
title: 维修
start: [ { who: [manager] } ]
fields:
  caller: { type: phone, private: true }
  what: { type: text }
steps:
  - { step: mend, title: 修, owner: manager, form: [what, caller] }
";

const FILES: [(&str, &str); 2] = [("workflows/patrol.yaml", PATROL), ("workflows/mending.yaml", MENDING)];

#[tokio::test]
async fn a_call_opens_one_case_with_what_is_passed_across_restarts() {
    let world = World::with(&FILES);
    world.look().await;
    world.pass(at("10:00")).await;
    for hour in ["10:00", "10:01"] {
        World::over(&FILES, world.store.clone(), at(hour)).look().await;
    }
    let mut cases = world.cases("mending").await;
    cases.retain(|case| case.to_string().starts_with("riverside"));
    let shown: Vec<String> = cases.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["riverside-mending-1"]);
    let case = world.service.load(&cases[0]).await.expect("a case");
    assert_eq!(case.fields.get(&FieldId::new("what")), Some(&Value::Text("大堂".to_owned())));
    assert!(case.fields.contains_key(&FieldId::new("caller")), "what is private goes where it stays so");
}
