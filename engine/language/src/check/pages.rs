//! The files as they are written, for checks of the whole handbook that want to point at a word whose
//! place the model does not keep. Asking goes through a file, so it is for what is found and for keys that
//! few steps have.

use crate::tree::{Entry, Kind, Node};
use crate::words::{EstateKey, StepKey, Words, ZoneKey};
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::{Estate, File, Place, Step, ZoneId};

/// The trees of workflows and estates, by the paths of their files.
pub(crate) struct Pages<'a>(BTreeMap<&'a str, &'a Node>);

impl<'a> Pages<'a> {
    /// Those files.
    pub(crate) fn of(files: impl Iterator<Item = &'a (&'a File, Arc<Node>)>) -> Self {
        Self(files.map(|(file, tree)| (&*file.path, &**tree)).collect())
    }

    /// The value of a step's key.
    pub(super) fn step(&self, step: &Step, key: StepKey) -> Option<&'a Node> {
        let entries = around(self.0.get(&*step.place.file)?, &step.place)?;
        value(entries, key.en())
    }

    /// Where the value of a step's key stands, else the step.
    pub(super) fn in_step<'b>(&self, step: &'b Step, key: StepKey) -> &'b Place
    where
        'a: 'b,
    {
        self.step(step, key).map_or(&step.place, Node::head)
    }

    /// Where what stands at a place (a step, a rung, a start) calls something by one of these names, else
    /// that place.
    pub(super) fn naming<'b>(&self, place: &'b Place, names: &[&str]) -> &'b Place
    where
        'a: 'b,
    {
        let entries = self.0.get(&*place.file).and_then(|tree| around(tree, place)).unwrap_or_default();
        let own = entries.iter().find(|entry| entry.key_place == *place);
        let others = entries.iter().filter(|entry| own.is_none() && entry.key != StepKey::Title.en());
        let found = own.into_iter().chain(others).find_map(|entry| named(&entry.value, names));
        found.unwrap_or(place)
    }

    /// Where an estate's key is written, else its name.
    pub(super) fn key_of_estate<'b>(&self, estate: &'b Estate, key: EstateKey) -> &'b Place
    where
        'a: 'b,
    {
        let found = self.estate(estate).iter().find(|entry| entry.key == key.en());
        found.map_or(&estate.place, |entry| &entry.key_place)
    }

    /// Where the value of an estate's key stands, else its name.
    pub(super) fn in_estate<'b>(&self, estate: &'b Estate, key: EstateKey) -> &'b Place
    where
        'a: 'b,
    {
        value(self.estate(estate), key.en()).map_or(&estate.place, Node::head)
    }

    /// Where a key of a zone has its value, else where the zone has its id, else the estate.
    pub(super) fn in_zone<'b>(&self, estate: &'b Estate, zone: &ZoneId, key: &str) -> &'b Place
    where
        'a: 'b,
    {
        let Some(Kind::List(zones)) =
            value(self.estate(estate), EstateKey::Zones.en()).map(|node| &node.kind)
        else {
            return &estate.place;
        };
        let of_zone = |key: &str| ZoneKey::find(key);
        let find = |entries: &'a [Entry], key: ZoneKey| {
            entries.iter().find(|entry| of_zone(&entry.key) == Some(key)).map(|entry| &entry.value)
        };
        let is_it = |zone_node: &&'a Node| {
            find(zone_node.entries(), ZoneKey::Id).and_then(Node::text) == Some(zone.as_str())
        };
        let Some(entries) = zones.iter().find(is_it).map(Node::entries) else { return &estate.place };
        let written = match of_zone(key) {
            Some(key) => find(entries, key),
            None => value(entries, key),
        };
        written.or_else(|| find(entries, ZoneKey::Id)).map_or(&estate.place, |node| &node.place)
    }

    fn estate(&self, estate: &Estate) -> &'a [Entry] {
        self.0.get(&*estate.place.file).map_or(&[], |tree| tree.entries())
    }
}

fn value<'a>(entries: &'a [Entry], key: &str) -> Option<&'a Node> {
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

/// The entries of the map that has a key or value at a place.
fn around<'a>(node: &'a Node, place: &Place) -> Option<&'a [Entry]> {
    if place.start < node.place.start || node.place.end < place.end {
        return None;
    }
    match &node.kind {
        Kind::Map(entries) => {
            let here = entries.iter().any(|entry| entry.key_place == *place || entry.value.place == *place);
            let within = || entries.iter().find_map(|entry| around(&entry.value, place));
            if here { Some(entries) } else { within() }
        }
        Kind::List(items) => items.iter().find_map(|item| around(item, place)),
        Kind::Scalar(_) | Kind::Empty => None,
    }
}

/// The scalar within a node that is one of these names.
fn named<'a>(node: &'a Node, names: &[&str]) -> Option<&'a Place> {
    match &node.kind {
        Kind::Scalar(scalar) => names.contains(&scalar.text.as_str()).then_some(&node.place),
        Kind::Map(entries) => entries.iter().find_map(|entry| named(&entry.value, names)),
        Kind::List(items) => items.iter().find_map(|item| named(item, names)),
        Kind::Empty => None,
    }
}
