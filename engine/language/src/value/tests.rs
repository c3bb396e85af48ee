//! Values as people type them, at an estate.

use crate::lower::workflow::tests::estate_with;
use crate::{parse_value, read};
use std::sync::Arc;
use steward_model::{Estate, Field, FieldKind, Place, Text, Value};

const RIVERSIDE: &str = r#"estate: riverside
name: 滨江花园
time_zone: Asia/Urumqi
zones: [{ id: b1, name: 1号楼 }]
staff:
  - { id: wang.li, name: 王丽, roles: [front-desk, archivist], email: wang.li@example.com }
  - { id: wang.li2, name: 王丽, roles: [cleaning], email: wang.li2@example.com }
  - { id: he.jun, name: 何军, roles: [engineering, security], email: he.jun@example.com }
"#;

fn estate() -> Arc<Estate> {
    let files = estate_with(&[("estates/riverside.yaml", RIVERSIDE)]);
    let handbook = read(&files).0.expect("there is a steward.yaml");
    handbook.estates["riverside"].clone()
}

fn parsed(kind: FieldKind, text: &str) -> Result<Value, Text> {
    let field = Field {
        id: "x".into(),
        title: Text::plain("x"),
        kind,
        required: false,
        private: false,
        seen_by: Vec::new(),
        default: None,
        place: Place::top_of("w.yaml"),
    };
    parse_value(text, &field, &estate())
}

/// What a text is understood as; what is wrong with it, in English.
#[track_caller]
fn check(kind: FieldKind, text: &str, expected: &str) {
    let said = match parsed(kind, text) {
        Ok(value) => format!("{value:?}"),
        Err(wrong) => wrong.en,
    };
    assert_eq!(said, expected);
}

fn choices() -> FieldKind {
    let choice = |id: &str, title: &str| (id.into(), Text::plain(title));
    FieldKind::Choice(vec![choice("ordinary", "一般"), choice("major", "重大")])
}

#[test]
fn numbers_and_money_are_read_as_written() {
    check(FieldKind::Number, "2.10", "Number(2.10)");
    check(FieldKind::Number, "－３", "Number(-3)");
    check(FieldKind::Number, "1,200", "`1,200` is no number; write it like 12 or 3.5; did you mean `1200`?");
    check(FieldKind::Number, "1e5", "`1e5` is no number; write it like 12 or 3.5");
    check(FieldKind::Money, "¥12.50", "Number(12.50)");
    check(
        FieldKind::Money,
        "12.505",
        "`12.505` goes below the fen; an amount of money has two decimals at most",
    );
}

#[test]
fn dates_and_times_are_the_estates() {
    check(FieldKind::Date, "2026-03-02", "Date(2026-03-02)");
    check(
        FieldKind::Date,
        "2026年3月2日",
        "`2026年3月2日` is no date; write it like 2026-03-02; did you mean `2026-03-02`?",
    );
    check(FieldKind::Date, "2026-02-30", "`2026-02-30` is no date; write it like 2026-03-02");
    check(FieldKind::DateTime, "2026-03-02 16:50", "DateTime(2026-03-02T10:50:00Z)");
    check(FieldKind::DateTime, "2026-03-02T16:50:00+08:00", "DateTime(2026-03-02T08:50:00Z)");
    check(
        FieldKind::DateTime,
        "2026-03-02",
        "`2026-03-02` is a date alone; write the time too, such as 2026-03-02 08:00; did you mean `2026-03-02 08:00`?",
    );
    check(
        FieldKind::DateTime,
        "2026-03-02 25:00",
        "`2026-03-02 25:00` is no date and time; write it like 2026-03-02 16:50",
    );
}

#[test]
fn yes_and_no_are_true_and_false() {
    check(FieldKind::Bool, "true", "Bool(true)");
    check(FieldKind::Bool, "是", "Bool(true)");
    check(FieldKind::Bool, "对", "`对` is neither true nor false; did you mean `true`?");
    check(FieldKind::Bool, "maybe", "`maybe` is neither true nor false; write one of the two");
}

#[test]
fn names_are_ids_or_titles_that_one_alone_has() {
    check(choices(), "major", "Choice(\"major\")");
    check(choices(), "重大", "Choice(\"major\")");
    check(choices(), "majer", "`majer` is not one of the choices: ordinary, major; did you mean `major`?");
    check(FieldKind::Role(vec![]), "保洁", "Role(\"cleaning\")");
    check(
        FieldKind::Role(vec!["security".into()]),
        "cleaning",
        "the role `cleaning` can't be chosen here; there are: security",
    );
    check(FieldKind::Staff, "何军", "Staff(\"he.jun\")");
    check(FieldKind::Staff, "he.jn", "`he.jn` is not the name of a person; did you mean `he.jun`?");
    check(FieldKind::Staff, "王丽", "several have the name `王丽`; write the id of one: wang.li, wang.li2");
    check(FieldKind::Zone, "1号楼", "Zone(\"b1\")");
    check(FieldKind::Zone, "b2", "`b2` is not the name of a zone; did you mean `b1`?");
}

#[test]
fn a_customer_is_a_name_and_a_number_and_never_repeated() {
    let Ok(Value::Person { name, phone }) = parsed(FieldKind::Person, "李四/139-0000-2222") else {
        panic!("it is a customer")
    };
    assert_eq!(name.reveal(), "李四");
    assert_eq!(phone.expect("a number was given").reveal(), "139-0000-2222");
    check(FieldKind::Person, "李四", "Person { name: ****, phone: None }");
    check(FieldKind::Person, "/13900002222", "no name stands before the `/`; write NAME/PHONE");
    check(
        FieldKind::Person,
        "李四/abc",
        "a telephone number has digits, spaces, dashes and a leading +, such as +8613900002222",
    );
    check(FieldKind::Phone, "+8613900002222", "Phone(139****2222)");
}

#[test]
fn lists_are_cut_at_commas() {
    check(FieldKind::List, "灯, 门，窗", "List([\"灯\", \"门\", \"窗\"])");
    check(FieldKind::Files, "a.jpg,b.jpg", "Files([\"a.jpg\", \"b.jpg\"])");
    check(FieldKind::Text, "  ", "nothing is written here");
}

#[test]
fn what_comes_in_has_bounds() {
    let long = "x".repeat(super::MAX_TEXT);
    assert!(parsed(FieldKind::Text, &long).is_ok());
    let longer = format!("{long}x");
    check(FieldKind::Text, &longer, "the text is longer than 10000 characters; put it into a file");
    let items = vec!["x"; super::MAX_ITEMS].join(",");
    assert!(parsed(FieldKind::List, &items).is_ok());
    check(FieldKind::List, &format!("{items},x"), "the list has more than 200 entries");
}
