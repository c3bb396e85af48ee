//! What comes in is bounded: each limit is tried at its edge and one past it.

use super::folder;
use crate::read;
use crate::tree::{MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_NODES};

/// The codes of everything said about an estate's file.
fn codes(bytes: impl Into<Vec<u8>>) -> Vec<&'static str> {
    let mut folder = folder(&[]);
    folder.insert("estates/riverside.yaml", bytes);
    let (_, findings) = read(&folder);
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_file_of_a_megabyte_is_read_and_one_byte_more_is_not() {
    let head = "estate: riverside\n#";
    let filled = |length: usize| format!("{head}{}", "x".repeat(length - head.len()));
    assert_eq!(codes(filled(MAX_BYTES)), [""; 0]);
    assert_eq!(codes(filled(MAX_BYTES + 1)), ["file-too-big"]);
}

#[test]
fn fifty_megabytes_are_refused_without_being_read() {
    assert_eq!(codes(vec![b'x'; 50 << 20]), ["file-too-big"]);
}

#[test]
fn nodes_are_counted() {
    // The map, its two keys, the name, the list; then an item each.
    let zones = |items: usize| format!("estate: riverside\nzones: [{}]\n", "x,".repeat(items - 5));
    assert!(!codes(zones(MAX_NODES)).contains(&"too-many-nodes"));
    assert_eq!(codes(zones(MAX_NODES + 1)), ["too-many-nodes"]);
}

#[test]
fn depth_is_counted() {
    let nested = |depth: usize| format!("estate: {}x{}\n", "[".repeat(depth - 1), "]".repeat(depth - 1));
    assert_eq!(codes(nested(MAX_DEPTH)), ["wrong-shape"]);
    assert_eq!(codes(nested(MAX_DEPTH + 1)), ["too-deep"]);
    assert_eq!(codes("[".repeat(100_000)), ["too-deep"]);
}

#[test]
fn aliases_are_counted() {
    let aliases = |count: usize| format!("estate: &a riverside\nzones: [{}]\n", "*a,".repeat(count));
    assert!(!codes(aliases(MAX_ALIASES)).contains(&"too-many-aliases"));
    assert_eq!(codes(aliases(MAX_ALIASES + 1)), ["too-many-aliases"]);
}

#[test]
fn a_bomb_of_aliases_stops_before_it_goes_off() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let before = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    assert_eq!(codes(bomb), ["too-many-aliases"]);
}

#[test]
fn an_alias_inside_what_it_repeats_is_refused() {
    assert_eq!(codes("estate: &a [*a]\n"), ["bad-alias"]);
}

#[test]
fn another_encoding_is_called_by_its_name() {
    let said = |bytes: &[u8]| {
        let mut folder = folder(&[]);
        folder.insert("estates/riverside.yaml", bytes);
        read(&folder).1.iter().map(|finding| finding.message.en.clone()).collect::<String>()
    };
    // 滨江 in GBK; "e" in UTF-16 with and without its mark, in UTF-32; and a torn letter.
    assert!(said(b"name: \xB1\xF5\xBD\xAD\n").contains("written in GBK"));
    assert!(said(b"\xFF\xFEe\0").contains("written in UTF-16;"));
    assert!(said(b"e\0s\0t\0a\0").contains("written in UTF-16;"));
    assert!(said(b"\xFF\xFE\0\0e\0\0\0").contains("written in UTF-32;"));
    assert!(said(b"name: \xFF\n").contains("not written in UTF-8;"));
}

#[test]
fn a_bom_is_fine() {
    assert_eq!(codes("\u{feff}estate: riverside\n"), [""; 0]);
}
