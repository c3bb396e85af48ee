//! Guards and computations as managers write them, right and wrong.

use crate::lower::workflow::tests::{check, understood};
use steward_model::{Arithmetic, Compare, Expr, Guard, Operand, Operator, StepKind, Value};

const HEAD: &str = "workflow: w
start: [{ who: front-desk }]
fields:
  severity: { type: choice, of: { ordinary: 一般, major: 重大 }, required: true }
  total: { type: number, required: true }
  day: { type: date, required: true }
  at: { type: datetime, required: true }
  what: { type: text, required: true }
  ok: { type: bool, required: true }
  who: { type: staff, required: true }
  photos: { type: files, required: true }
  金额: { type: money, required: true }
steps:
  - step: record
    owner: front-desk
    form: [severity, total, day, at, what, ok, who, photos, 金额]
    checklist: [摆放整齐]
  - { step: 审批, approve: estate-manager }
  - { step: order, call: complaint }
  - { step: tell, call: complaint, detach: true }
";

/// Compares what is said about guards, one a line, each in a workflow of its own.
#[track_caller]
fn check_guards(cases: &[(&str, &str)]) {
    for (guard, expected) in cases {
        let step = format!("  - step: next\n    owner: front-desk\n    if: {guard}\n");
        check(&format!("{HEAD}{step}"), expected);
    }
}

/// Compares what is said about computations of a field.
#[track_caller]
fn check_sets(cases: &[(&str, &str, &str)]) {
    for (field, expr, expected) in cases {
        check(&format!("{HEAD}  - step: next\n    set: {{ {field}: {expr} }}\n"), expected);
    }
}

/// The guard as it was understood, with every bracket.
fn understood_guard(guard: &str) -> String {
    let step = format!("  - step: next\n    owner: front-desk\n    if: {guard}\n");
    let workflow = understood(&format!("{HEAD}{step}"));
    spoken(workflow.steps[4].guard.as_ref().expect("the step has an if"))
}

fn spoken(guard: &Guard) -> String {
    let all = |parts: &[Guard], word: &str| {
        format!("({})", parts.iter().map(spoken).collect::<Vec<_>>().join(word))
    };
    match guard {
        Guard::And(parts) => all(parts, " and "),
        Guard::Or(parts) => all(parts, " or "),
        Guard::Not(part) => format!("not {}", spoken(part)),
        Guard::Compare(Compare { left, operator, right }) => {
            let sign = match operator {
                Operator::Equal => "==",
                Operator::NotEqual => "!=",
                Operator::Less => "<",
                Operator::AtMost => "<=",
                Operator::Greater => ">",
                Operator::AtLeast => ">=",
            };
            format!("{} {sign} {}", side(left), side(right))
        }
        Guard::In(field, values) => format!("{field} in {values:?}"),
        Guard::Filled(field) => format!("filled({field})"),
        Guard::Failed(step) => format!("failed({step})"),
        Guard::Approved(step) => format!("approved({step})"),
        Guard::Ended(ended) => {
            let words: Vec<&str> = ended.words.iter().map(|word| word.as_str()).collect();
            let is = if ended.with { "one of" } else { "none of" };
            format!("ended({}) {is} {}", ended.step, words.join(" "))
        }
        Guard::Any(step, part) => format!("any of {step}: {}", spoken(part)),
        Guard::All(step, part) => format!("all of {step}: {}", spoken(part)),
    }
}

fn side(operand: &Operand) -> String {
    match operand {
        Operand::Field(field) => field.to_string(),
        Operand::Literal(value) => format!("{value:?}"),
    }
}

fn understood_set(field: &str, expr: &str) -> Expr {
    let step = format!("  - step: next\n    set: {{ {field}: {expr} }}\n");
    let workflow = understood(&format!("{HEAD}{step}"));
    let StepKind::Set(set) = &workflow.steps[4].kind else { panic!("it computes") };
    set[0].1.clone()
}

#[test]
fn not_binds_before_and_and_and_before_or() {
    assert_eq!(
        understood_guard("not ok == true and total > 3 or severity == major"),
        "((not ok == Bool(true) and total > Number(3)) or severity == Choice(\"major\"))"
    );
    assert_eq!(
        understood_guard("ok == true and (total > 3 or total < -1)"),
        "(ok == Bool(true) and (total > Number(3) or total < Number(-1)))"
    );
}

#[test]
fn a_choice_and_a_person_are_called_by_id_or_title() {
    assert_eq!(understood_guard("severity == 重大"), "severity == Choice(\"major\")");
    assert_eq!(understood_guard("重大 != severity"), "Choice(\"major\") != severity");
    assert_eq!(understood_guard("who == 王丽"), "who == Staff(\"wang.li\")");
    assert_eq!(
        understood_guard("severity in [major, 一般]"),
        "severity in [Choice(\"major\"), Choice(\"ordinary\")]"
    );
}

#[test]
fn names_of_any_letters_and_texts_of_any_signs_are_read() {
    assert_eq!(understood_guard("金额 >= 2.50"), "金额 >= Number(2.50)");
    assert_eq!(understood_guard("what == '好，收到'"), "what == Text(\"好，收到\")");
    assert_eq!(
        understood_guard("approved(审批) and not failed(record)"),
        "(approved(审批) and not failed(record))"
    );
    assert_eq!(understood_guard("filled(photos) and 金额 > total"), "(filled(photos) and 金额 > total)");
}

#[test]
fn a_date_and_time_is_read_in_the_organisations_zone() {
    assert_eq!(understood_guard("day < 2026-03-05"), "day < Date(2026-03-05)");
    assert_eq!(understood_guard("at >= 2026-03-05 08:00"), "at >= DateTime(2026-03-05T00:00:00Z)");
}

#[test]
fn a_computation_takes_products_before_sums() {
    let number = |field: &str| Box::new(Expr::Field(field.into()));
    let product = Expr::Arithmetic(number("total"), Arithmetic::Times, number("金额"));
    assert_eq!(
        understood_set("total", "total - total * 金额"),
        Expr::Arithmetic(number("total"), Arithmetic::Minus, Box::new(product))
    );
    assert_eq!(understood_set("severity", "重大"), Expr::Literal(Value::Choice("major".into())));
}

#[test]
fn durations_are_added_to_dates() {
    let span = steward_time::Span::Workdays(2);
    let day = Box::new(Expr::Field("day".into()));
    assert_eq!(understood_set("day", "day + 2 workdays"), Expr::Later(day, span));
    let at = Box::new(Expr::Field("at".into()));
    assert_eq!(understood_set("at", "at - 2h30m"), Expr::Earlier(at, steward_time::Span::Open(9000)));
}

#[test]
fn a_value_that_is_none_of_the_choices_is_answered_with_the_nearest() {
    check_guards(&[
        (
            "severity == majer",
            "guard-value at majer: `majer` is not one of the choices: ordinary, major (write: severity == major)",
        ),
        (
            "severity in [major, oridnary]",
            "guard-value at oridnary: `oridnary` is not one of the choices: ordinary, major (write: severity in [major, ordinary])",
        ),
        ("who == 王莉", "guard-value at 王莉: `王莉` is not the name of a person"),
    ]);
}

#[test]
fn a_field_that_is_nowhere_is_answered_with_the_nearest() {
    check_guards(&[
        (
            "severty == major",
            "unknown-field at severty: `severty` is not the name of a field (write: severity == major)",
        ),
        ("total2 > 3", "unknown-field at total2: `total2` is not the name of a field (write: total > 3)"),
        ("filled(wat)", "unknown-field at wat: `wat` is not the name of a field (write: filled(at))"),
    ]);
}

#[test]
fn signs_from_elsewhere_show_the_mended_line() {
    check_guards(&[
        ("severity = major", "guard-sign at =: `=` is no sign of the language (write: severity == major)"),
        (
            "severity == major && total > 3",
            "guard-sign at &&: `&&` is no sign of the language (write: severity == major and total > 3)",
        ),
        (
            "severity == major||ok == true",
            "guard-sign at ||: `||` is no sign of the language (write: severity == major or ok == true)",
        ),
        ("total ≥ 3", "guard-sign at ≥: `≥` is no sign of the language (write: total >= 3)"),
        ("total => 3", "guard-sign at =>: `=>` is no sign of the language (write: total >= 3)"),
        ("total <> 3", "guard-sign at <>: `<>` is no sign of the language (write: total != 3)"),
    ]);
}

#[test]
fn full_width_signs_show_the_mended_line() {
    check_guards(&[
        (
            "severity == “major”",
            r#"full-width at “: `“` is a full-width sign (write `"`: `severity == "major"`)"#,
        ),
        (
            "severity in 【major，ordinary】",
            "full-width at 【: `【` is a full-width sign (write `[`: `severity in [major, ordinary]`)",
        ),
        ("（total > 3）", "full-width at （: `（` is a full-width sign (write `(`: `(total > 3)`)"),
        ("total ＞ 3", "full-width at ＞: `＞` is a full-width sign (write `>`: `total > 3`)"),
    ]);
}

#[test]
fn types_are_checked() {
    check_guards(&[
        ("total > many", "guard-value at many: `many` is no number; write it like 12 or 3.5"),
        (
            "severity > ordinary",
            "guard-type at >: a choice is neither more nor less than another; `>` compares numbers and dates (use ==, != or in)",
        ),
        (
            "what == hello",
            "guard-type at hello: `what` is text; a text it is compared with is put in quotes (write: what == 'hello')",
        ),
        (
            "day == total",
            "guard-type at total: `day` is a date and `total` is a number; they can't be compared (compare fields of one type)",
        ),
        ("ok == yes", "guard-value at yes: `yes` is neither true nor false (write: ok == true)"),
        (
            "photos == a.jpg",
            "guard-type at a.jpg: `photos` is a list of files, which can't be compared (ask whether it has a value: filled(photos))",
        ),
        (
            "day < 2026/3/5",
            "guard-value at 2026/3/5: `2026/3/5` is no date; write it like 2026-03-02 (write: day < 2026-03-05)",
        ),
        (
            "at > 2026-03-05",
            "guard-value at 2026-03-05: `2026-03-05` is a date alone; write the time too, such as 2026-03-05 08:00 (write: at > 2026-03-05 08:00)",
        ),
        ("3 == total", ""),
        ("3 == 4", "guard-syntax at 3: a field belongs on the left of a comparison (write FIELD == VALUE)"),
    ]);
}

#[test]
fn a_guard_that_breaks_off_says_where() {
    check_guards(&[
        ("ok", "guard-syntax at ok: say whether `ok` is true or false (write: ok == true)"),
        (
            "severity",
            "guard-syntax at severity: `severity` is compared with nothing (write: filled(severity))",
        ),
        (
            "severity == major or",
            "guard-syntax at or: the guard breaks off here (a field or a value is missing after it)",
        ),
        (
            "not (severity == major",
            "guard-syntax at major: a `)` is missing here (write: not (severity == major))",
        ),
        (
            "total > 3 and and ok == true",
            "guard-syntax at and: `and` stands where a field or a value belongs (a whole comparison belongs on each side of it)",
        ),
        (
            "severity in major",
            "guard-syntax at major: `in` is followed by a list in square brackets (write: severity in [major])",
        ),
        ("severity in []", "guard-syntax at ]: this list is empty (write one value at least)"),
        ("what == 'it", "guard-quote at 'it: this quote is never closed (write another ' after the text)"),
        (
            "filled severity",
            "guard-syntax at filled: `filled` takes one name in brackets (write filled(NAME))",
        ),
        ("1 < total < 5", "guard-syntax at <: comparisons can't be chained (write: 1 < total and total < 5)"),
        ("severity is major", "guard-syntax at is: `is` makes no sense here (write: severity == major)"),
        (
            "total == 3 severity == major",
            "guard-syntax at severity: `severity` makes no sense here (a comparison reads FIELD == VALUE, several are joined by `and` or `or`, text is put in quotes)",
        ),
    ]);
}

#[test]
fn steps_are_asked_what_they_can_answer() {
    check_guards(&[
        (
            "approved(record)",
            "guard-never-true at record: `record` is no approval (name a step that says `approve`)",
        ),
        (
            "failed(审批)",
            "guard-never-true at 审批: `审批` has no checklist, so nothing in it can fail (give it a checklist, or ask something else)",
        ),
        ("failed(recrd)", "unknown-step at recrd: `recrd` is not the name of a step (write: failed(record))"),
    ]);
}

#[test]
fn a_guard_asks_how_a_case_ended_that_was_waited_for() {
    assert_eq!(understood_guard("ended(order) == cancelled"), "ended(order) one of cancelled");
    assert_eq!(understood_guard("not ended(order) != done"), "not ended(order) none of done");
    assert_eq!(
        understood_guard("ended(order) in [done, cancelled] and ok == true"),
        "(ended(order) one of done cancelled and ok == Bool(true))"
    );
    let no_case = "guard-never-true at {step}: `{step}` waits for no case, so there is no end to ask for (name a step that says `call`, without `detach: true`)";
    check_guards(&[
        ("ended(record) == cancelled", &no_case.replace("{step}", "record")),
        ("ended(tell) == cancelled", &no_case.replace("{step}", "tell")),
        (
            "ended(ordr) == done",
            "unknown-step at ordr: `ordr` is not the name of a step (write: ended(order) == done)",
        ),
        (
            "ended(order)",
            "guard-syntax at ended(order): say which end `ended(order)` is compared with (write: ended(order) == cancelled)",
        ),
        (
            "ended(order) in cancelled",
            "guard-syntax at cancelled: `in` is followed by a list in square brackets (write: ended(order) in [cancelled])",
        ),
        (
            "ended(order) ==",
            "guard-syntax at ==: the guard breaks off here (a field or a value is missing after it)",
        ),
    ]);
}

#[test]
fn a_computation_comes_out_as_its_field_wants_it() {
    check_sets(&[
        (
            "total",
            "day + 3 days",
            "set-type at day + 3 days: this comes out as a date, but `total` is a number (change the computation, or the field's `type`)",
        ),
        (
            "total",
            "what",
            "set-type at what: this comes out as text, but `total` is a number (change the computation, or the field's `type`)",
        ),
        (
            "day",
            "day + 3h",
            "set-type at +: only days and workdays can be added to a date (write `3 days` or `2 workdays`, or use a field of `type: datetime`)",
        ),
        (
            "total",
            "total + day",
            "set-type at +: `+` can't join a number and a date (numbers take + - * /; a date takes an amount of time after it, such as `due + 3 days`)",
        ),
        (
            "day",
            "at",
            "set-type at at: this comes out as a date and time, but `day` is a date (change the computation, or the field's `type`)",
        ),
        (
            "severity",
            "majr",
            "guard-value at majr: `majr` is not one of the choices: ordinary, major (write: major)",
        ),
    ]);
}

#[test]
fn a_computation_that_breaks_off_says_where() {
    check_sets(&[
        ("total", "totl + 1", "unknown-field at totl: `totl` is not the name of a field (write: total + 1)"),
        (
            "total",
            "(total + 1",
            "set-syntax at total + 1: this bracket is never closed (write the missing `)`)",
        ),
        (
            "total",
            "total +",
            "set-syntax at +: the computation breaks off here (a field or a value is missing after it)",
        ),
        (
            "total",
            "total-1",
            "unknown-field at total-1: `total-1` is not the name of a field (write: total - 1)",
        ),
        (
            "total",
            "total ^ 2",
            "guard-sign at ^: `^` is no sign of the language (there are == != < <= > >= in and or not and brackets, and in `set` + - * /; put text in quotes)",
        ),
        (
            "total",
            "what * 2",
            "set-type at what: `what` is text; it can't be computed with (only numbers, money and dates can be)",
        ),
    ]);
}

#[test]
fn brackets_and_length_have_an_end() {
    let deep = format!("{}total > 1{}", "(".repeat(super::MAX_DEPTH), ")".repeat(super::MAX_DEPTH));
    check_guards(&[(
        &deep,
        "guard-too-deep at (: brackets and `not` stand more than 32 deep (leave out brackets that do nothing)",
    )]);
    let fits = format!("{}total > 1{}", "(".repeat(super::MAX_DEPTH - 1), ")".repeat(super::MAX_DEPTH - 1));
    check_guards(&[(&fits, "")]);
    let head = "what == '";
    let fits = format!("{head}{}'", "x".repeat(super::MAX_LENGTH - head.len() - 1));
    check_guards(&[(&fits, "")]);
    let long = format!("{head}{}'", "x".repeat(super::MAX_LENGTH - head.len()));
    let expected = format!(
        "guard-too-long at {long}: this guard is longer than 2000 bytes (split it over several steps, or write it as a rule)"
    );
    check_guards(&[(&long, &expected)]);
}

#[test]
fn what_each_item_has_its_own_of_is_asked_of_any_or_all() {
    const WALK: &str = "  - { step: walk, for_each: zones, owner: front-desk, form: [clean] }\n";
    let head = HEAD.replace("  photos:", "  clean: { type: bool, required: true }\n  photos:");
    let of = |guard: &str| format!("{head}{WALK}  - step: next\n    owner: front-desk\n    if: {guard}\n");
    let workflow = understood(&of("any(clean == false) and not all(clean == true and ok == true)"));
    assert_eq!(
        spoken(workflow.steps[5].guard.as_ref().expect("the step has an if")),
        "(any of walk: clean == Bool(false) and not all of walk: (clean == Bool(true) and ok == Bool(true)))"
    );
    check(
        &of("ok == true and clean == false"),
        "guard-items-field at clean == false: each item has its own `clean`; say whether one of them is meant or all (write: ok == true and any(clean == false), or: ok == true and all(clean == false))",
    );
    check(
        &of("any(ok == true)"),
        "guard-items at any: `any` names no field that a step with `for_each` asks for (write `any(FIELD == VALUE)`, with a field in the form of a step that says `for_each`)",
    );
}
