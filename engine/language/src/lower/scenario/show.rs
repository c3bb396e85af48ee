//! What a line of a story shows with a step: `photos: 2, location: "31.2,121.5", code: b1`. The code is
//! told by the zone it belongs to, so that a story knows no codes.

use super::Stage;
use crate::findings::error;
use crate::lower::field;
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{StoryKey, Words};
use steward_model::{Evidence, FieldKind, Location, MOST_PHOTOS, Showing, Step, Value, ZoneId};

/// The keys that show something with a step.
const SHOWN: [StoryKey; 3] = [StoryKey::Photos, StoryKey::Location, StoryKey::Code];

impl Stage<'_> {
    /// What the line shows, taken before it is known which step it is.
    pub(super) fn shown<'n>(keys: &mut MapReader<'n, StoryKey>) -> [Option<&'n Node>; 3] {
        SHOWN.map(|key| keys.take(key))
    }

    /// What is shown with a step. What the step does not ask for is reported.
    pub(super) fn showing(&self, shown: [Option<&Node>; 3], step: &Step) -> Showing {
        let nothing = Evidence::default();
        let asked = step.evidence().unwrap_or(&nothing);
        let asks = [asked.photos > 0, asked.location, asked.code.is_some()];
        for ((node, key), asks) in shown.into_iter().zip(SHOWN).zip(asks) {
            if let Some(node) = node.filter(|_| !asks) {
                self.not_asked(node, key, step);
            }
        }
        let [photos, location, code] = shown;
        Showing {
            photos: photos.and_then(|node| self.photos(node)).unwrap_or(0),
            location: location.and_then(|node| self.location(node)),
            code: code.and_then(|node| self.zone(node)),
        }
    }

    fn photos(&self, node: &Node) -> Option<u32> {
        let most = u32::try_from(MOST_PHOTOS).unwrap_or(u32::MAX);
        reader::number(node, self.findings, 1..=most, ("照片的张数", "the number of photos"))
    }

    fn location(&self, node: &Node) -> Option<Location> {
        let (zh, en) = ("一个定位，例如 \"31.2,121.5\"", "a location, such as \"31.2,121.5\",");
        let text = reader::scalar(node, self.findings, zh, en)?;
        match Location::parse(text) {
            Ok(location) => Some(location),
            Err(why) => {
                self.findings.add(error("bad-value", &node.place, why.zh, why.en));
                None
            }
        }
    }

    fn zone(&self, node: &Node) -> Option<ZoneId> {
        match field::node_value(node, &FieldKind::Zone, self.around(), self.findings)? {
            Value::Zone(id) => Some(id),
            _ => None,
        }
    }

    fn not_asked(&self, node: &Node, key: StoryKey, step: &Step) {
        let (id, word) = (&step.id, key.en());
        self.refuse(
            error(
                "evidence-not-asked",
                node.head(),
                format!("步骤“{id}”不要求 `{word}`"),
                format!("`{id}` does not ask for `{word}`"),
            )
            .also(&step.place, "步骤在这里", "the step is here")
            .help(
                format!("在流程的这一步写 `evidence: {{ {word}: … }}`，或在这里删掉它"),
                format!("write `evidence: {{ {word}: … }}` at the step, or leave it out here"),
            ),
        );
    }
}
