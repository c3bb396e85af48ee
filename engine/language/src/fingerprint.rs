//! What something says, as sixteen letters: the same for the same keys and texts whatever the
//! layout, quotes and comments around them. Cases are pinned to it, and what changed is known by it.

use crate::tree::{Kind, Node};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A fingerprint being taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds what a tree says.
    #[must_use]
    pub(crate) fn tree(mut self, node: &Node) -> Self {
        self.node(node);
        self
    }

    /// Adds a text as it is.
    #[must_use]
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.part(b't', text);
        self
    }

    /// The first sixteen letters of the whole.
    pub(crate) fn finish(self) -> Arc<str> {
        let digest = self.0.finalize();
        let letters: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        letters.into()
    }

    // Each part says what it is and how long, so that no two trees read the same.
    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::Scalar(scalar) => self.part(b's', &scalar.text),
            Kind::Empty => self.part(b'e', ""),
            Kind::List(items) => {
                self.part(b'l', &items.len().to_string());
                items.iter().for_each(|item| self.node(item));
            }
            Kind::Map(entries) => {
                self.part(b'm', &entries.len().to_string());
                for entry in entries {
                    self.part(b'k', &entry.key);
                    self.node(&entry.value);
                }
            }
        }
    }

    fn part(&mut self, kind: u8, text: &str) {
        self.0.update([kind]);
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }
}
