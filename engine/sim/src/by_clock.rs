//! A case that the clock opens: alone, or with `for_each: zones` beside one for each other zone.

use crate::world::World;
use std::collections::BTreeMap;
use steward_case::{Origin, Refusal};
use steward_model::{FieldId, StartKind, Value, Workflow};

/// Opens what the workflow's schedule opens. Returns the place of the case looked at: of several
/// zones the one that `fields` name, else the first. The others are opened after it, of the same moment.
///
/// # Errors
/// A start that the workflow refuses.
pub(crate) fn open<'w>(
    world: &mut World<'w>,
    definition: &'w Workflow,
    fields: &BTreeMap<FieldId, Value>,
) -> Result<usize, Refusal> {
    let clock = Origin::Clock(world.now);
    let each = definition.starts.iter().find_map(|start| match &start.kind {
        StartKind::Schedule { for_each, .. } => Some(for_each.as_ref()),
        _ => None,
    });
    let Some(field) = each.flatten() else {
        return world.begin(definition, clock, fields.clone());
    };
    let zones: Vec<Value> = world.estate.zones.iter().map(|zone| Value::Zone(zone.id.clone())).collect();
    let Some(own) = fields.get(field).or(zones.first()).cloned() else {
        return Err(Refusal::NotOpenable(steward_model::Text::new(
            "本项目没有分区，不会立案",
            "This estate has no zones, so no case is opened",
        )));
    };
    let mut of = |zone: &Value| {
        let mut fields = fields.clone();
        fields.insert(field.clone(), zone.clone());
        world.begin(definition, clock.clone(), fields)
    };
    let place = of(&own)?;
    for zone in zones.iter().filter(|zone| **zone != own) {
        of(zone)?;
    }
    Ok(place)
}
