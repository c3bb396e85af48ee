use crate::fixtures::{findings, handbook};
use crate::{compile, compile_one};
use steward_model::{RulesFile, Severity};

/// The one finding in the body of `overdue(case, step, limit)`: its code and the marked words.
fn one(body: &str) -> (&'static str, String) {
    in_file(&format!("fn overdue(case, step, limit) {{\n    {body}\n}}\n"))
}

fn in_file(text: &str) -> (&'static str, String) {
    let found = findings(text);
    match &found[..] {
        [(code, word, _)] => (code, word.clone()),
        _ => panic!("one finding is wanted in {text}, got {found:#?}"),
    }
}

fn finding(code: &'static str, word: &str) -> (&'static str, String) {
    (code, word.to_owned())
}

#[test]
fn the_shipped_rules_have_no_findings() {
    assert_eq!(findings(include_str!("../../../../rules/complaint.rhai")), []);
    assert_eq!(findings(include_str!("../../../../rules/standard.rhai")), []);
}

#[test]
fn the_example_in_the_standard_rules_works_once_its_slashes_are_gone() {
    let text = include_str!("../../../../rules/standard.rhai");
    let (_, example) = text.split_once("// fn ").unwrap();
    let example = format!("// fn {example}");
    let plain: Vec<&str> = example.lines().map(|line| line.trim_start_matches("// ")).collect();
    assert_eq!(findings(&plain.join("\n")), []);
}

#[test]
fn an_unknown_field_is_marked_with_the_nearest() {
    let text = "fn opened(case) {\n    if case.severty == \"major\" { note(\"x\"); }\n}\n";
    let (_, found) = compile(&handbook(text));
    let [finding] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(finding.code, "rule-unknown-field");
    assert_eq!(&text[finding.place.start..finding.place.end], "severty");
    assert_eq!(finding.message.zh, "流程“complaint”没有字段“severty”");
    assert_eq!(finding.help.as_ref().unwrap().zh, "是不是 `severity`？");
    assert_eq!(finding.fix.as_ref().unwrap().with, "severity");
}

#[test]
fn a_private_helper_is_walked_as_well() {
    let text =
        "fn overdue(案件, 步骤, 时限) { tell_them(案件); }\nfn tell_them(case) { note(case.sevrity); }\n";
    assert_eq!(in_file(text), finding("rule-unknown-field", "sevrity"));
}

#[test]
fn a_parameter_of_a_moment_is_known_by_its_place_whatever_its_name() {
    let text = "fn overdue(案件, 步骤, 时限) { if 步骤.rund > 1 { note(\"x\"); } }";
    assert_eq!(in_file(text), finding("rule-unknown-property", "rund"));
}

#[test]
fn unknown_properties_of_step_and_limit_are_marked() {
    assert_eq!(one("note(step.ownr);"), finding("rule-unknown-property", "ownr"));
    assert_eq!(one("note(limit.minuts_left);"), finding("rule-unknown-property", "minuts_left"));
    assert_eq!(one("note(case[\"severity\"]);"), finding("rule-unknown-property", "severity"));
}

#[test]
fn unknown_names_in_verbs_are_marked_inside_their_quotes() {
    assert_eq!(
        one("tell(role(\"region-manger\"), \"overdue\");"),
        finding("rule-unknown-role", "region-manger")
    );
    assert_eq!(one("tell(everyone(\"nobody\"), \"overdue\");"), finding("rule-unknown-role", "nobody"));
    assert_eq!(one("hand_to(superior(\"temp\"));"), finding("rule-unknown-role", "temp"));
    assert_eq!(one("tell(role(\"工程\"), \"overdu\");"), finding("rule-unknown-template", "overdu"));
    assert_eq!(one("set(\"severty\", \"major\");"), finding("rule-unknown-field", "severty"));
    assert_eq!(one("start(\"enquery\", #{});"), finding("rule-unknown-workflow", "enquery"));
    assert_eq!(one("start(\"enquiry\", #{ wat: \"x\" });"), finding("rule-unknown-field", "wat"));
    assert_eq!(one("hold(\"等天气\");"), finding("rule-unknown-reason", "等天气"));
}

#[test]
fn options_and_channels_of_tell_are_known() {
    let told = |options: &str| one(&format!("tell(role(\"engineering\"), \"at-risk\", #{{ {options} }});"));
    assert_eq!(told("vai: [\"sms\"]"), finding("rule-unknown-option", "vai"));
    assert_eq!(told("via: [\"sms\", \"fax\"]"), finding("rule-unknown-channel", "fax"));
}

#[test]
fn a_template_without_a_code_cannot_go_by_sms() {
    assert_eq!(
        one("tell(role(\"engineering\"), \"overdue\", #{ via: [\"sms\"] });"),
        finding("rule-template-without-code", "overdue")
    );
    let by_mail = "fn overdue(a, b, c) { tell(role(\"工程\"), \"overdue\", #{ via: [\"email\"] }); }";
    assert_eq!(findings(by_mail), []);
}

#[test]
fn a_value_a_field_never_has_is_marked() {
    assert_eq!(one("if case.severity == \"majr\" { note(\"x\"); }"), finding("rule-unknown-value", "majr"));
    assert_eq!(one("if \"majr\" != case.severity { note(\"x\"); }"), finding("rule-unknown-value", "majr"));
    assert_eq!(
        one("if case.severity in [\"major\", \"complx\"] { note(\"x\"); }"),
        finding("rule-unknown-value", "complx")
    );
    assert_eq!(one("if step.id == \"respnd\" { note(\"x\"); }"), finding("rule-unknown-value", "respnd"));
    assert_eq!(
        one("if case.estate == \"hillside\" { note(\"x\"); }"),
        finding("rule-unknown-value", "hillside")
    );
    assert_eq!(
        one("let level = case.severity; if level == \"majr\" { note(\"x\"); }"),
        finding("rule-unknown-value", "majr")
    );
    assert_eq!(one("set(\"severity\", \"majr\");"), finding("rule-unknown-value", "majr"));
    assert_eq!(one("set(\"visit\", \"2026-02-30\");"), finding("rule-unknown-value", "2026-02-30"));
}

#[test]
fn a_name_handed_to_changed_is_a_field() {
    let text = "fn changed(case, field) { if field == \"sevrity\" { note(\"x\"); } }";
    assert_eq!(in_file(text), finding("rule-unknown-value", "sevrity"));
}

#[test]
fn what_cannot_be_compared_is_found_before_it_runs() {
    assert_eq!(one("if step.round >= \"3\" { note(\"x\"); }"), finding("rule-compare", ">="));
    assert_eq!(one("if case.satisfied == \"true\" { note(\"x\"); }"), finding("rule-compare", "=="));
    assert_eq!(one("if case.amount > () { note(\"x\"); }"), finding("rule-compare", ">"));
    assert_eq!(one("if case.complainant == \"李四\" { note(\"x\"); }"), finding("rule-compare", "=="));
    assert_eq!(one("if case.address == \"3栋\" { note(\"x\"); }"), finding("rule-compare", "=="));
}

#[test]
fn asking_whether_something_is_there_is_always_allowed() {
    let text = "fn overdue(case, step, limit) {
        if step != () && case.complainant != () && case.amount == () { note(\"x\"); }
    }";
    assert_eq!(findings(text), []);
}

#[test]
fn verbs_and_functions_must_be_there() {
    assert_eq!(one("tel(role(\"engineering\"), \"overdue\");"), finding("rule-unknown-function", "tel"));
    assert_eq!(one("print(\"x\");"), finding("rule-unknown-function", "print"));
    assert_eq!(one("sleep(5);"), finding("rule-unknown-function", "sleep"));
    assert_eq!(one("note(\"a\".shout());"), finding("rule-unknown-function", "shout"));
    assert_eq!(one("note();"), finding("rule-arguments", "note"));
    assert_eq!(one("tell(\"engineering\", \"overdue\");"), finding("rule-arguments", "engineering"));
    assert_eq!(one("hand_to(step.owner);"), finding("rule-arguments", "step"));
    assert_eq!(one("role(\"engineering\").tell(\"overdue\");"), finding("rule-arguments", "tell"));
}

#[test]
fn an_undefined_name_is_marked_and_all_are_told() {
    let found = findings("fn overdue(case, step, limit) {\n    note(cas.id);\n    note(stp.id);\n}\n");
    let words: Vec<_> = found.iter().map(|(code, word, _)| (*code, word.as_str())).collect();
    assert_eq!(words, [("rule-unknown-name", "cas"), ("rule-unknown-name", "stp")]);
}

#[test]
fn a_variable_is_gone_after_its_block() {
    assert_eq!(
        one("if step.taken { let x = 1; note(`${x}`); }\n    note(`${x}`);"),
        finding("rule-unknown-name", "x")
    );
}

#[test]
fn loops_and_ranges_are_not_allowed() {
    assert_eq!(one("while true { note(\"x\"); }"), finding("rule-not-allowed", "while"));
    assert_eq!(one("loop { note(\"x\"); }"), finding("rule-not-allowed", "loop"));
    assert_eq!(one("do { note(\"x\"); } while true;"), finding("rule-not-allowed", "do"));
    assert_eq!(one("for i in 0..1000000 { note(\"x\"); }"), finding("rule-not-allowed", ".."));
    assert_eq!(one("switch step.round { 1 => note(\"x\") }"), finding("rule-not-allowed", "switch"));
    assert_eq!(one("try { note(\"x\"); } catch { }"), finding("rule-not-allowed", "try"));
}

#[test]
fn for_goes_through_a_list() {
    let text = "fn done(case, step) { for item in step.failed_items { note(item); } }";
    assert_eq!(findings(text), []);
}

#[test]
fn a_forbidden_loop_never_runs() {
    let book = handbook("fn overdue(case, step, limit) { while true {} }");
    let (rules, _) = compile(&book);
    let judge = rules.judge(&book.workflows["complaint"]);
    let fault = judge.ask(steward_case::Moment::Overdue, &crate::fixtures::missed()).unwrap_err();
    assert_eq!(fault.place, "rules/complaint.rhai");
}

#[test]
fn words_that_reach_around_the_check_are_no_words() {
    for word in ["eval", "Fn", "call", "curry"] {
        let (code, marked) = one(&format!("{word}(\"40 + 2\");"));
        assert_eq!((code, marked.as_str()), ("rule-syntax", word));
    }
    let (code, _) = one("import \"x\" as y;");
    assert_eq!(code, "rule-syntax");
    let (code, _) = one("let f = |x| x;");
    assert_eq!(code, "rule-syntax");
}

#[test]
fn a_case_is_only_looked_at() {
    assert_eq!(one("case.severity = \"major\";"), finding("rule-read-only", "severity"));
    assert_eq!(one("step.round += 1;"), finding("rule-read-only", "round"));
}

#[test]
fn a_function_that_is_nearly_a_moment_is_an_error() {
    assert_eq!(
        in_file("fn overdu(case, step, limit) { note(\"x\"); }"),
        finding("rule-unknown-moment", "overdu")
    );
    assert_eq!(
        in_file("fn atrisk(case, step, limit) { note(\"x\"); }"),
        finding("rule-unknown-moment", "atrisk")
    );
    assert_eq!(in_file("fn overdue(case) { note(\"x\"); }"), finding("rule-moment-parameters", "overdue"));
}

#[test]
fn a_helper_nothing_calls_is_a_warning() {
    let text = "fn overdue(case, step, limit) { note(\"x\"); }\nfn 帮手(case) { note(case.id); }\n";
    let (_, found) = compile(&handbook(text));
    let [finding] = &found[..] else { panic!("{found:#?}") };
    assert_eq!((finding.code, finding.severity), ("rule-unused-function", Severity::Warning));
    assert_eq!(&text[finding.place.start..finding.place.end], "帮手");
}

#[test]
fn a_helper_may_not_take_a_verb_s_name() {
    assert_eq!(in_file("fn tell(a, b) { }"), finding("rule-shadows-verb", "tell"));
}

#[test]
fn what_stands_outside_every_function_is_an_error() {
    assert_eq!(in_file("let x = 1;\nfn overdue(a, b, c) { }"), finding("rule-outside-function", "let"));
}

#[test]
fn verbs_stand_where_they_can_work() {
    assert_eq!(in_file("fn opened(case) { extend(\"2h\"); }"), finding("rule-wrong-moment", "extend"));
    assert_eq!(one("extend(\"2h\");"), finding("rule-wrong-moment", "extend"));
    assert_eq!(
        in_file("fn closed(case) { hand_to(role(\"engineering\")); }"),
        finding("rule-wrong-moment", "hand_to")
    );
    assert_eq!(in_file("fn ready(case, step) { instead(); }"), finding("rule-wrong-moment", "instead"));
    assert_eq!(
        in_file("fn at_risk(case, step, limit) { extend(\"2 hour\"); }"),
        finding("rule-bad-span", "2 hour")
    );
}

#[test]
fn a_workflow_that_cannot_be_held_has_no_hold() {
    let mut book = handbook("");
    let rules =
        RulesFile { path: "rules/standard.rhai".into(), text: "fn opened(case) { hold(\"x\"); }".into() };
    book.rules.insert("standard".into(), rules);
    let (_, found) = compile(&book);
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["rule-no-hold"]);
}

#[test]
fn a_file_of_several_workflows_must_fit_each_and_is_told_once() {
    let mut book = handbook("fn opened(case) { note(case.severity); note(case.what); }");
    let mut other = (*book.workflows["enquiry"]).clone();
    other.rules = "complaint".into();
    for id in ["enquiry", "another"] {
        other.id = id.into();
        book.workflows.insert(id.into(), other.clone().into());
    }
    let (_, found) = compile(&book);
    let told: Vec<_> = found.iter().map(|one| (one.code, one.message.en.as_str())).collect();
    assert_eq!(told, [("rule-unknown-field", "the workflow `another` has no field `severity`")]);
}

#[test]
fn a_file_nobody_uses_is_read_all_the_same() {
    let mut book = handbook("");
    let rules = RulesFile { path: "rules/other.rhai".into(), text: "fn opened(case) { nte(\"x\"); }".into() };
    book.rules.insert("other".into(), rules);
    let (_, found) = compile(&book);
    let codes: Vec<_> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["rule-unknown-function"]);
}

#[test]
fn syntax_errors_stand_where_the_parser_stopped() {
    assert_eq!(one("note(\"x\""), finding("rule-syntax", "}"));
    assert_eq!(one("note(\"x\") note(\"y\");"), finding("rule-syntax", "note"));
    assert_eq!(in_file("fn opened(case) { note(\"x\");"), finding("rule-syntax", ""));
}

#[test]
fn full_width_punctuation_is_told_with_the_mended_sign() {
    let text = "fn opened(case） { note(\"x\"); }";
    let (_, found) = compile(&handbook(text));
    let [finding] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(finding.code, "rule-full-width");
    assert_eq!(&text[finding.place.start..finding.place.end], "）");
    assert_eq!(finding.fix.as_ref().unwrap().with, ")");
}

#[test]
fn reserved_words_and_chinese_names_may_be_used() {
    let text = "fn opened(case) { if case.default != () && case.严重程度 != () { 记录(case); } }
        fn 记录(案件) { note(案件.严重程度); }
        fn ready(case, step) { if step.id == \"首次响应\" { note(\"x\"); } }";
    assert_eq!(findings(text), []);
}

#[test]
fn places_count_the_byte_order_mark_and_chinese_comments() {
    let text = "\u{feff}// 说明\nfn opened(case) { note(case.severty); }";
    assert_eq!(in_file(text), finding("rule-unknown-field", "severty"));
}

#[test]
fn a_pinned_wording_is_read_even_where_its_names_are_gone() {
    let book = handbook("");
    let workflow = &book.workflows["complaint"];
    let text = "fn opened(case) { tell(role(\"gone\"), \"task\"); }";
    assert!(compile_one(text, "rules/complaint.rhai", workflow, &book).is_ok());
    let Err(found) = compile_one("fn opened(case) {", "rules/complaint.rhai", workflow, &book) else {
        panic!("an unfinished file was read")
    };
    assert_eq!(found[0].code, "rule-syntax");
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let found = findings(&"// 长\n".repeat(60_000));
    assert_eq!(found[0].0, "rule-too-long");
}

#[test]
fn eight_blocks_may_stand_inside_each_other() {
    let text =
        format!("fn opened(case) {{ {}note(\"x\"); {} }}", "if case.id != () { ".repeat(8), "} ".repeat(8));
    assert_eq!(findings(&text), []);
}
