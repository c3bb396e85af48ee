use super::{Kind, Node, read};
use crate::findings::Findings;
use steward_model::Files;

/// The tree of a text that has nothing wrong with it.
fn tree(text: &str) -> Node {
    let mut files = Files::new();
    files.insert("a.yaml", text);
    let findings = Findings::default();
    let tree = read(files.get("a.yaml").expect("it was put there"), &findings);
    assert_eq!(findings.into_sorted(), []);
    tree.expect("nothing was wrong with it")
}

/// A tree in one line: texts in quotes where they were written so.
fn shown(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) if scalar.quoted => format!("{:?}", scalar.text),
        Kind::Scalar(scalar) => scalar.text.clone(),
        Kind::Empty => "(nothing)".to_owned(),
        Kind::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Kind::Map(entries) => {
            let entries = entries.iter().map(|entry| format!("{}: {}", entry.key, shown(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// What a place of `text` covers.
fn covered<'a>(text: &'a str, place: &steward_model::Place) -> &'a str {
    &text[place.start..place.end]
}

#[test]
fn every_value_is_the_text_that_was_written() {
    let text = "[2.10, +8613800000101, 08:00, no, 是, null, ~, 0x1F, 1e3, '', 2026-05-01, .inf]";
    assert_eq!(
        shown(&tree(text)),
        "[2.10, +8613800000101, 08:00, no, 是, null, ~, 0x1F, 1e3, \"\", 2026-05-01, .inf]"
    );
}

#[test]
fn keys_keep_their_order_and_their_text() {
    assert_eq!(shown(&tree("是: 1\nno: 2\n2.10: 3\n\"a b\": 4\n")), "{是: 1, no: 2, 2.10: 3, a b: 4}");
}

#[test]
fn places_count_bytes_behind_a_bom_and_wide_letters() {
    let text = "\u{feff}名称: 滨江花园 # 备注\n分区: [ 一, \"二\" ]\n";
    let Kind::Map(entries) = tree(text).kind else { panic!("a map was written") };
    assert_eq!(covered(text, &entries[0].key_place), "名称");
    assert_eq!(covered(text, &entries[0].value.place), "滨江花园");
    assert_eq!(covered(text, &entries[1].value.place), "[ 一, \"二\" ]");
    let Kind::List(items) = &entries[1].value.kind else { panic!("a list was written") };
    assert_eq!(covered(text, &items[1].place), "\"二\"");
    assert_eq!(covered(text, &items[1].inside(0, "二".len())), "二");
}

#[test]
fn a_text_that_is_not_in_the_file_letter_by_letter_is_pointed_at_whole() {
    let text = "a: \"x\\ty\"\nb: 'it''s'\nc: two\n  lines\n";
    let Kind::Map(entries) = tree(text).kind else { panic!("a map was written") };
    let inside: Vec<_> = entries.iter().map(|entry| covered(text, &entry.value.inside(0, 1))).collect();
    assert_eq!(inside, ["\"x\\ty\"", "'it''s'", "two\n  lines"]);
}

#[test]
fn a_block_ends_where_its_last_line_does() {
    let text = "steps:\n  - step: a\n    owner: b\n\n# the end\n";
    let Kind::Map(entries) = tree(text).kind else { panic!("a map was written") };
    assert_eq!(covered(text, &entries[0].value.place), "- step: a\n    owner: b");
    assert_eq!(covered(text, entries[0].value.head()), "step");
}

#[test]
fn an_alias_stands_for_what_it_names() {
    assert_eq!(shown(&tree("a: &hours [1, 2]\nb: *hours\n")), "{a: [1, 2], b: [1, 2]}");
}

#[test]
fn a_comment_with_a_space_or_a_line_of_its_own_is_a_comment() {
    assert_eq!(shown(&tree("#eins\na: b # so\nc: d ## so\n#zwei\n")), "{a: b, c: d}");
}

#[test]
fn a_number_sign_without_a_space_before_it_belongs_to_the_text() {
    assert_eq!(
        shown(&tree("a: 3号楼#2单元\nb: \"3号楼 #2单元\"\n")),
        "{a: 3号楼#2单元, b: \"3号楼 #2单元\"}"
    );
}
