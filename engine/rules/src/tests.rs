//! How rules behave at work: what they see, what they return, what stops them.

use crate::fixtures::{ask, ask_unchecked, handbook, missed, rulebook};
use crate::{compile, compile_one};
use steward_case::{Action, Moment};
use steward_model::{Audience, Channel, Private, Value};
use steward_time::Span;

fn body(text: &str) -> String {
    format!("fn overdue(case, step, limit) {{\n{text}\n}}")
}

/// The notes a body writes.
fn notes(text: &str) -> Vec<String> {
    ask(&body(text), Moment::Overdue, &missed())
        .unwrap()
        .into_iter()
        .map(|action| match action {
            Action::Note(text) => text,
            other => panic!("{other:?} is no note"),
        })
        .collect()
}

/// The fault of a body, whatever `check` thinks of it.
fn fault(text: &str) -> (String, String) {
    let fault = ask_unchecked(&body(text), Moment::Overdue, &missed()).unwrap_err();
    (fault.place, fault.text.en)
}

#[test]
fn a_major_complaint_reaches_the_region_manager_by_the_shipped_rules() {
    let text = include_str!("../../../rules/complaint.rhai");
    let mut view = missed();
    let told = Action::Tell {
        who: Audience::Role("region-manager".into()),
        template: "major-complaint".into(),
        via: vec![Channel::Sms],
        urgent: true,
    };
    assert_eq!(ask(text, Moment::Overdue, &view).unwrap(), std::slice::from_ref(&told));
    view.step.as_mut().unwrap().round = 3;
    let actions = ask(text, Moment::Overdue, &view).unwrap();
    assert_eq!(actions[..2], [told, Action::HandTo(Audience::SuperiorOf("front-desk".into()))]);
    view.case.fields.clear();
    view.step = None;
    assert_eq!(ask(text, Moment::Overdue, &view).unwrap(), []);
    assert_eq!(ask(text, Moment::AtRisk, &view).unwrap(), []);
}

#[test]
fn nobody_took_it_so_everyone_hears_by_the_shipped_rules() {
    let text = include_str!("../../../rules/complaint.rhai");
    let mut view = missed();
    view.limit.as_mut().unwrap().minutes_left = 6;
    let everyone = Action::Tell {
        who: Audience::All("front-desk".into()),
        template: "at-risk".into(),
        via: Vec::new(),
        urgent: false,
    };
    assert_eq!(ask(text, Moment::AtRisk, &view).unwrap(), [everyone]);
    view.step.as_mut().unwrap().taken = true;
    assert_eq!(ask(text, Moment::AtRisk, &view).unwrap(), []);
}

#[test]
fn the_standard_rules_answer_nothing() {
    let (book, workflow) = rulebook(include_str!("../../../rules/standard.rhai"));
    let judge = book.judge(&workflow);
    assert!(Moment::ALL.iter().all(|moment| !judge.answers(*moment)));
}

#[test]
fn a_workflow_without_its_file_has_no_rules() {
    let book = handbook("fn opened(case) { note(\"x\"); }");
    let (rules, _) = compile(&book);
    let judge = rules.judge(&book.workflows["enquiry"]);
    assert!(!judge.answers(Moment::Opened));
    assert_eq!(judge.ask(Moment::Opened, &missed()).unwrap(), []);
}

#[test]
fn a_moment_is_answered_where_it_has_a_function() {
    let (book, workflow) = rulebook("fn held(case) { note(case.id); }");
    let judge = book.judge(&workflow);
    assert!(judge.answers(Moment::Held));
    assert!(!judge.answers(Moment::Closed));
    assert_eq!(judge.ask(Moment::Closed, &missed()).unwrap(), []);
}

#[test]
fn every_moment_hands_over_what_its_function_takes() {
    for moment in Moment::ALL {
        let parameters = crate::program::parameters(moment).join(", ");
        let mut view = missed();
        view.name = Some("severity".into());
        let text = format!("fn {}({parameters}) {{ note(case.id); }}", moment.word());
        assert_eq!(ask(&text, moment, &view).unwrap(), [Action::Note("C-1".into())], "{moment:?}");
    }
}

#[test]
fn a_rule_sees_all_the_words_of_case_step_and_limit() {
    let seen = notes(
        "note(`${case.id} ${case.estate} ${case.opened}`);
         note(`${step.id} ${step.owner} ${step.holder == ()} ${step.taken} ${step.round} ${step.failed_items[0]}`);
         note(`${limit.id} ${limit.due} ${limit.minutes_left} ${limit.minutes_over} ${limit.rung}`);",
    );
    assert_eq!(
        seen,
        [
            "C-1 riverside 2026-03-02 16:50",
            "respond front-desk true false 1 已致歉安抚",
            "respond 2026-03-02 17:20 0 0 overdue",
        ]
    );
}

#[test]
fn fields_are_texts_numbers_and_times_of_the_estate() {
    assert_eq!(
        notes(
            "note(case.severity); note(case.department); note(`${case.amount * 2}`); note(case.since);
             note(`${case.what == ()}`);
             if case.amount > 12 && case.amount < 12.6 && case.since > \"2026-03-02\" { note(\"ok\"); }"
        ),
        ["major", "engineering", "25.0", "2026-03-02 16:50", "true", "ok"]
    );
}

#[test]
fn what_is_private_only_shows_that_it_is_there() {
    assert_eq!(notes("if case.complainant != () { note(`${case.complainant}`); }"), ["****"]);
    assert_eq!(notes("note(\"from \" + case.complainant);"), ["from ****"]);
    let (_, text) = fault("let who = case; if who.complainant == \"李四\" { note(\"x\"); }");
    assert_eq!(text, "a private value and a text can't be compared with ==");
}

#[test]
fn every_verb_returns_its_action() {
    let text = "fn at_risk(case, step, limit) {
        tell(role(\"region-manager\"), \"at-risk\", #{ via: \"sms\" });
        tell(everyone(\"wang.li\"), \"task\");
        hand_to(superior(\"wang.li\"));
        set(\"severity\", \"complex\");
        extend(\"2h\");
        hold(\"waiting for parts\");
        start(\"enquiry\", #{ what: case.what, count: 1.50 });
        instead();
    }";
    let tell = |who, template: &str, via| Action::Tell { who, template: template.into(), via, urgent: false };
    assert_eq!(
        ask(text, Moment::AtRisk, &missed()).unwrap(),
        [
            tell(Audience::Role("region-manager".into()), "at-risk", vec![Channel::Sms]),
            tell(Audience::Staff("wang.li".into()), "task", Vec::new()),
            Action::HandTo(Audience::SuperiorOf("front-desk".into())),
            Action::Set("severity".into(), Value::Choice("complex".into())),
            Action::Extend(Span::parse("2h").unwrap()),
            Action::Hold("waiting for parts".into()),
            Action::Start("enquiry".into(), [("count".to_owned(), "1.5".to_owned())].into()),
            Action::Instead,
        ]
    );
}

#[test]
fn set_takes_what_the_field_holds() {
    let set = |field: &str, value: &str| -> Result<Value, String> {
        let text = body(&format!("let value = {value}; set(\"{field}\", value);"));
        match &ask(&text, Moment::Overdue, &missed()).map_err(|fault| fault.text.en)?[..] {
            [Action::Set(_, value)] => Ok(value.clone()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(set("amount", "0.1"), Ok(Value::Number("0.1".parse().unwrap())));
    assert_eq!(set("satisfied", "true"), Ok(Value::Bool(true)));
    assert_eq!(set("visit", "\"2026-03-04\""), Ok(Value::Date("2026-03-04".parse().unwrap())));
    assert_eq!(
        set("since", "\"2026-03-02 16:50\""),
        Ok(Value::DateTime("2026-03-02T08:50:00Z".parse().unwrap()))
    );
    assert_eq!(set("tags", "[\"a\", \"b\"]"), Ok(Value::List(vec!["a".into(), "b".into()])));
    assert_eq!(
        set("complainant", "\"李四/13900002222\""),
        Ok(Value::Person { name: Private::new("李四"), phone: Some(Private::new("13900002222")) })
    );
    assert_eq!(
        set("severity", "\"huge\""),
        Err("the field `severity` takes one of ordinary, complex, major, not `huge`".into())
    );
    assert_eq!(set("amount", "()"), Err("the field `amount` takes a number, not an empty value".into()));
    assert_eq!(
        set("department", "\"region-manager\""),
        Err("the field `department` takes one of the roles engineering, front-desk, not `region-manager`"
            .into())
    );
}

#[test]
fn the_same_view_gives_the_same_actions() {
    let (book, workflow) = rulebook(include_str!("../../../rules/complaint.rhai"));
    let judge = book.judge(&workflow);
    let mut view = missed();
    view.step.as_mut().unwrap().round = 3;
    let first = judge.ask(Moment::Overdue, &view).unwrap();
    for _ in 0..50 {
        assert_eq!(judge.ask(Moment::Overdue, &view).unwrap(), first);
    }
    let (again, _) = rulebook(include_str!("../../../rules/complaint.rhai"));
    assert_eq!(again.judge(&workflow).ask(Moment::Overdue, &view).unwrap(), first);
}

#[test]
fn nothing_stays_from_one_asking_to_the_next() {
    let (book, workflow) =
        rulebook(&body("if case.severity == \"major\" { note(\"x\"); hand_to(role(case.severity)); }"));
    let judge = book.judge(&workflow);
    judge.ask(Moment::Overdue, &missed()).unwrap_err();
    let mut view = missed();
    view.case.fields.clear();
    assert_eq!(judge.ask(Moment::Overdue, &view).unwrap(), []);
}

#[test]
fn comparing_a_number_with_a_text_is_a_fault_at_its_line() {
    let (place, text) = fault("let rounds = \"3\";\nif step.round >= rounds { note(\"x\"); }");
    assert_eq!(place, "rules/complaint.rhai:3");
    assert_eq!(text, "a number and a text can't be compared with >=");
    let (_, text) = fault("let rounds = \"1\";\nif step.round == rounds { note(\"x\"); }");
    assert_eq!(text, "a number and a text can't be compared with ==");
}

#[test]
fn an_empty_field_is_neither_before_nor_after_anything() {
    let mut view = missed();
    view.case.fields.clear();
    let text = body("if case.amount >= 3 { note(\"x\"); }");
    let fault = ask(&text, Moment::Overdue, &view).unwrap_err();
    assert_eq!(
        fault.text.en,
        "an empty value and a number can't be compared with >=; ask first whether it is filled, with != ()"
    );
    let text = body("if case.severity == \"major\" { note(\"x\"); }");
    assert_eq!(ask(&text, Moment::Overdue, &view).unwrap(), []);
}

#[test]
fn a_comparison_inside_a_list_is_as_strict() {
    let (_, text) = fault("if step.round in [\"1\", \"2\"] { note(\"x\"); }");
    assert_eq!(text, "a text and a number can't be compared with ==");
    assert_eq!(notes("if case.severity in [\"complex\", \"major\"] { note(\"x\"); }"), ["x"]);
    assert_eq!(notes("if case.severity !in [\"complex\"] { note(\"x\"); }"), ["x"]);
}

#[test]
fn a_rule_that_works_without_end_is_stopped() {
    let loops = "let list = [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1];
        for a in list { for b in list { for c in list { let x = a; } } }";
    assert_eq!(fault(loops).1, "the rule was stopped after 10000 operations");
    // The deepest blocks there may be, so that a thread's stack is seen to hold them.
    let nest = format!("{}overdue(case, step, limit){}", "if case.id != () { ".repeat(8), "}".repeat(8));
    let (place, text) = fault(&nest);
    assert_eq!(place, "rules/complaint.rhai:1");
    assert_eq!(text, "the rule was stopped: its functions call each other too deeply");
}

#[test]
fn a_rule_that_eats_memory_is_stopped() {
    for eating in [
        "let text = \"xxxxxxxxxxxxxxxx\"; for a in [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] { text += text; }",
        "let list = [1]; for a in [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] { list += list; }",
        "let list = []; list.pad(1000000000, \"x\");",
        "let text = \"x\"; text.pad(1000000000, 'x');",
        "let map = #{}; let text = \"x\"; for a in step.failed_items { text += text; map[text] = [map, map]; }
         let nested = [map]; for a in [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] { nested = [nested, nested]; }",
    ] {
        let (_, text) = fault(eating);
        assert!(text.starts_with("the rule was stopped: its data grew too large"), "{eating}: {text}");
    }
}

#[test]
fn no_more_than_thirty_two_things_are_done() {
    let many = "let list = [1,1,1,1,1,1]; for a in list { for b in list { note(\"x\"); } }";
    assert_eq!(fault(many).1, "a rule does at most 32 things at one moment");
}

#[test]
fn a_long_text_is_seen_as_far_as_its_bound() {
    let mut view = missed();
    view.case.fields.insert("what".into(), Value::Text("长".repeat(100_000)));
    view.case.fields.insert("tags".into(), Value::List(vec!["x".into(); 100_000]));
    let text = body("note(`${case.what.len} ${case.tags.len}`);");
    assert_eq!(ask(&text, Moment::Overdue, &view).unwrap(), [Action::Note("2000 200".into())]);
}

#[test]
fn names_put_together_at_work_are_checked_at_work() {
    assert_eq!(fault("let who = \"region\"; hand_to(role(who));").1, "there is no role or person `region`");
    assert_eq!(fault("let name = \"x\"; tell(role(\"engineering\"), name);").1, "there is no template `x`");
    assert_eq!(fault("let name = \"x\"; set(name, 1);").1, "the case has no field `x`");
    assert_eq!(fault("let name = \"x\"; start(name, #{});").1, "there is no workflow `x`");
    assert_eq!(
        fault("let why = \"x\"; hold(why);").1,
        "`x` is no reason for a hold here; there are waiting for parts"
    );
    assert_eq!(
        fault("let other = #{ sound: true }; tell(role(\"engineering\"), \"task\", other);").1,
        "tell has no option `sound`; there are via and urgent"
    );
    assert_eq!(
        fault("let via = [\"sms\"]; tell(role(\"engineering\"), \"task\", #{ via: via });").1,
        "the template `task` has no code with an SMS provider, so no text message can carry it"
    );
}

#[test]
fn what_a_verb_cannot_take_is_said_in_plain_words() {
    assert_eq!(
        fault("let x = \"y\"; x.shout(3);").1,
        "there is no function that could be called as shout (string, i64)"
    );
    assert_eq!(fault("let x = 3; note(x);").1, "write note(\"…\"); given was a number");
    assert_eq!(fault("hand_to(role(step.holder));").1, "write role(\"ROLE\"); given was an empty value");
}

#[test]
fn a_verb_in_a_helper_fails_at_a_moment_that_lacks_its_step() {
    let text = "fn opened(case) { hand_on(); }\nfn hand_on() {\n    hand_to(role(\"engineering\"));\n}";
    let mut view = missed();
    view.step = None;
    let fault = ask(text, Moment::Opened, &view).unwrap_err();
    assert_eq!(fault.place, "rules/complaint.rhai:3");
    assert_eq!(fault.text.zh, "这个时刻没有步骤，hand_to 用不上");
}

#[test]
fn a_limit_without_a_step_hands_over_nothing() {
    let mut view = missed();
    view.step = None;
    assert_eq!(
        ask(&body("if step == () { note(limit.id); }"), Moment::Overdue, &view).unwrap(),
        [Action::Note("respond".into())]
    );
    let fault = ask(&body("if step.taken { note(\"x\"); }"), Moment::Overdue, &view).unwrap_err();
    assert!(fault.text.en.starts_with("this is empty"), "{}", fault.text.en);
}

#[test]
fn what_a_rule_throws_is_its_fault() {
    assert_eq!(fault("throw \"no such thing\";").1, "the rule says: no such thing");
}

#[test]
fn a_pinned_wording_is_asked_like_any_other() {
    let book = handbook("");
    let workflow = &book.workflows["complaint"];
    let judge =
        compile_one("fn opened(case) { note(case.severity); }", "rules/complaint.rhai", workflow, &book)
            .unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(judge.ask(Moment::Opened, &missed()).unwrap(), [Action::Note("major".into())]);
}

#[test]
fn an_earlier_wording_of_a_workflow_sees_its_own_fields() {
    let (book, workflow) = rulebook("fn opened(case) { note(case.what); }");
    let mut earlier = (*workflow).clone();
    earlier.hash = "earlier".into();
    earlier.fields.retain(|field| field.id.as_str() != "what");
    let fault = book.judge(&earlier).ask(Moment::Opened, &missed()).unwrap_err();
    assert_eq!(fault.text.en, "the case has no field `what`");
}

#[test]
fn the_functions_rules_have_are_really_there() {
    for (call, wanted) in [
        ("(-3).abs()", "3"),
        ("(2.5).ceiling()", "3.0"),
        ("\"abc\".contains(\"b\")", "true"),
        ("\"abc\".ends_with(\"c\")", "true"),
        ("(2.5).floor()", "2.0"),
        ("\"abc\".index_of(\"b\")", "1"),
        ("\"\".is_empty()", "true"),
        ("#{ a: 1 }.keys().len()", "1"),
        ("max(1, 2)", "2"),
        ("min(1, 2)", "1"),
        ("parse_float(\"2.5\")", "2.5"),
        ("parse_int(\"2\")", "2"),
        ("(2.4).round()", "2.0"),
        ("\"a,b\".split(\",\").len()", "2"),
        ("\"abc\".starts_with(\"a\")", "true"),
        ("\"abc\".sub_string(1)", "bc"),
        ("(2).to_float()", "2.0"),
        ("(2.5).to_int()", "2"),
        ("\"A\".to_lower()", "a"),
        ("(2).to_string()", "2"),
        ("\"a\".to_upper()", "A"),
    ] {
        assert_eq!(notes(&format!("note(`${{{call}}}`);")), [wanted], "{call}");
    }
    assert_eq!(notes("let list = [2]; list.push(1); list.sort(); note(`${list.pop()}`);"), ["2"]);
    assert_eq!(notes("let text = \" ab \"; text.trim(); text.replace(\"a\", \"c\"); note(text);"), ["cb"]);
}
