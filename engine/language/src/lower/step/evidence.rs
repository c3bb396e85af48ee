//! `evidence`: what is shown with a step, so that others can see that it was done and where.

use crate::findings::error;
use crate::lower::field::is_unknown;
use crate::lower::room::Room;
use crate::reader::{self, MapReader};
use crate::tree::Node;
use crate::words::{CodeWord, EvidenceKey, Words};
use steward_model::{CodeAt, Each, Evidence, Field, FieldKind, MOST_PHOTOS};

/// Reads `{ photos: 2, location: true, code: zone }`.
pub(super) fn evidence(node: &Node, for_each: Option<&Each>, room: &Room<'_>) -> Evidence {
    let findings = room.findings;
    let before = findings.errors();
    let Some(mut keys) = MapReader::<EvidenceKey>::open(node, findings) else {
        return Evidence::default();
    };
    let photos = keys.take(EvidenceKey::Photos);
    let photos = photos.and_then(|node| number_of_photos(node, room));
    let location = keys.take(EvidenceKey::Location).and_then(|node| reader::yes(node, findings));
    let code = keys.take(EvidenceKey::Code).and_then(|node| code_at(node, for_each, room));
    keys.finish("`evidence`", "`evidence`");
    let evidence = Evidence { photos: photos.unwrap_or(0), location: location.unwrap_or(false), code };
    if evidence.is_nothing() && findings.errors() == before {
        findings.add(
            error(
                "evidence-of-nothing",
                node.head(),
                "这里写了 `evidence`，却什么也不要求",
                "this asks for evidence, but for none of any kind",
            )
            .help(
                "写上要什么，例如 `photos: 2`、`location: true`、`code: zone`；不要求就删掉它",
                "say what is to be shown, such as `photos: 2`, `location: true` or `code: zone`, or leave it out",
            ),
        );
    }
    evidence
}

/// How many photos: a step that wants none leaves the key out.
fn number_of_photos(node: &Node, room: &Room<'_>) -> Option<u32> {
    let most = u32::try_from(MOST_PHOTOS).unwrap_or(u32::MAX);
    reader::number(node, room.findings, 1..=most, ("照片的张数", "the number of photos"))
}

/// At which zone the code hangs: by the name of a field; or `zone`, which is the one the task is for where
/// the step is done for each zone, else that in the only field of the type.
fn code_at(node: &Node, for_each: Option<&Each>, room: &Room<'_>) -> Option<CodeAt> {
    let is_zone = |field: &&Field| matches!(field.kind, FieldKind::Zone);
    if node.text().and_then(CodeWord::find) == Some(CodeWord::Zone) {
        if for_each == Some(&Each::Zones) {
            return Some(CodeAt::Item);
        }
        let mut fields = room.fields.values().filter(is_zone);
        let (first, second) = (fields.next(), fields.next());
        if let (Some(field), None) = (first, second) {
            return Some(CodeAt::Field(field.id.clone()));
        }
        // What a field that could not be understood would have been is not known.
        if first.is_some() || !room.unsure_of_fields.get() {
            room.findings.add(
                error(
                    "no-zone-field",
                    &node.place,
                    "`zone` 指流程里唯一的 `type: zone` 的字段，这里没有或不止一个",
                    "`zone` means the one field of type zone, and here is none or more than one",
                )
                .help(
                    "在 `fields:` 下写一个，例如 `zone: { type: zone }`；有几个就写明是哪个字段",
                    "write one under `fields`, such as `zone: { type: zone }`; of several, name the one that is meant",
                ),
            );
        }
        return None;
    }
    let id = room.field_names.resolve(node, room.findings)?;
    let field = room.fields.get(&id)?;
    if is_zone(&field) || is_unknown(&field.kind) {
        return Some(CodeAt::Field(id));
    }
    room.findings.add(
        error(
            "not-a-zone",
            &node.place,
            format!("字段“{id}”里不是分区，不知道签到码张贴在哪里"),
            format!("`{id}` holds no zone, so nobody knows where its code would hang"),
        )
        .also(&field.place, "字段在这里", "the field is here")
        .help("写 `type: zone` 的字段", "name a field of `type: zone`"),
    );
    None
}
