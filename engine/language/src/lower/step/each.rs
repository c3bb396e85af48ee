//! `for_each:` of a step: the zones of the estate, or the texts of a list.

use crate::findings::error;
use crate::lower::field::is_unknown;
use crate::lower::room::Room;
use crate::reader;
use crate::tree::Node;
use crate::words::{ForEachWord, Words};
use steward_model::{Each, FieldKind};

/// Reads `for_each: zones` or `for_each: FIELD`. `None` when it could not be understood.
pub(super) fn each(node: &Node, room: &Room<'_>) -> Option<Each> {
    let (zh, en) = ("`zones` 或一个列表字段", "zones, or a field that holds a list,");
    let text = reader::scalar(node, room.findings, zh, en)?;
    if ForEachWord::find(text) == Some(ForEachWord::Zones) {
        return Some(Each::Zones);
    }
    let id = match ForEachWord::nearest(text).filter(|_| !room.fields.contains_key(text)) {
        // A slip in the one word there is says more than the fields there are.
        Some(near) => {
            let draft = error(
                "unknown-word",
                &node.place,
                format!("`for_each` 不能是 `{text}`"),
                format!("`{text}` is no word for for_each, and no field"),
            );
            room.findings.add(reader::meant(draft, &node.place, near));
            return None;
        }
        None => room.field_names.resolve(node, room.findings)?,
    };
    let field = room.fields.get(&id)?;
    if is_unknown(&field.kind) {
        return None;
    }
    let wrong = match &field.kind {
        FieldKind::List if !field.is_confined() => return Some(Each::Listed(id)),
        FieldKind::List => (
            format!("“{id}”不是人人可见的，不能拆成任务"),
            format!("`{id}` is not for everybody to see, so no tasks can be made of it"),
        ),
        _ => (
            format!("“{id}”不是列表，没有一项一项可办"),
            format!("`{id}` is no list, so there is nothing in it to do one by one"),
        ),
    };
    room.findings.add(
        error("bad-for-each", &node.place, wrong.0, wrong.1)
            .also(&field.place, "字段在这里", "the field is here")
            .help(
                "写 `zones`（项目的每个分区），或 `type: list`、人人可见的字段",
                "write `zones`, for each zone of the estate, or a field of type list that everybody sees",
            ),
    );
    None
}
