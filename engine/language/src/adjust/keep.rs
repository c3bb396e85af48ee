//! What is kept of an estate's file with a case that is pinned to its adjustment: the words about that
//! workflow and nothing else, since the file holds the staff and their telephones too. Each part keeps
//! its line, so that what points there goes on pointing right.

use crate::tree::{Entry, Kind, Node, quote};
use crate::words::{EstateKey, Words};
use steward_model::{EstateId, Place};

/// An estate's file with `entry` of `adjusts:` alone. `whole`: the file's text.
pub(crate) fn text(estate: &EstateId, entry: &Entry, whole: &str) -> String {
    let (estate_key, adjusts) = (EstateKey::Estate.en(), EstateKey::Adjusts.en());
    let mut writer = Writer { out: String::new(), line: 2, whole };
    writer.put(&format!("{estate_key}: {}\n{adjusts}: {{ ", quote(estate.as_str())));
    writer.entry(entry);
    writer.put(" }\n");
    writer.out
}

struct Writer<'a> {
    out: String,
    /// The line being written, from 1.
    line: usize,
    whole: &'a str,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Goes down to the line of a place. What an alias repeats stands further up and stays here.
    fn reach(&mut self, place: &Place) {
        let before = self.whole.as_bytes().get(..place.start).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        while self.line < line {
            self.put("\n ");
            self.line += 1;
        }
    }

    fn entry(&mut self, entry: &Entry) {
        self.reach(&entry.key_place);
        self.put(&format!("{}: ", quote(&entry.key)));
        self.node(&entry.value);
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::Scalar(scalar) => {
                self.reach(&node.place);
                self.put(&quote(&scalar.text));
            }
            Kind::Empty => self.put("\"\""),
            Kind::List(items) => {
                self.put("[ ");
                for (at, item) in items.iter().enumerate() {
                    self.put(if at == 0 { "" } else { ", " });
                    self.node(item);
                }
                self.put(" ]");
            }
            Kind::Map(entries) => {
                self.put("{ ");
                for (at, entry) in entries.iter().enumerate() {
                    self.put(if at == 0 { "" } else { ", " });
                    self.entry(entry);
                }
                self.put(" }");
            }
        }
    }
}
