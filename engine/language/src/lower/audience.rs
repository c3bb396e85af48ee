//! Who is meant: `owner`, `[owner, superior]`, `all front-desk`, `"{department}"`, a role, a person.

use crate::findings::{Draft, Findings, error};
use crate::full_width;
use crate::lower::Known;
use crate::lower::field::is_unknown;
use crate::reader;
use crate::tree::{Kind, Node};
use crate::words::{AudienceWord, ChannelWord, ItemWord, ViaKey, Words};
use std::collections::BTreeMap;
use steward_model::nearest;
use steward_model::{Audience, Channel, Field, FieldId, FieldKind, Owner, Place, Via};

/// What names of people can call: the handbook's, and the fields of the workflow at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Callable<'a> {
    pub(crate) known: &'a Known<'a>,
    /// None in `steward.yaml`, whose ladder serves many workflows.
    pub(crate) fields: &'a BTreeMap<FieldId, Field>,
    pub(crate) findings: &'a Findings,
}

impl Callable<'_> {
    /// Everyone a `tell:` or `notify:` names, in the order written.
    pub(crate) fn audiences(self, node: &Node) -> Vec<Audience> {
        let mut found = Vec::new();
        for item in reader::one_or_many(node) {
            let audience = self.audience(item);
            found.extend(audience.filter(|audience| !found.contains(audience)));
        }
        found
    }

    /// The one a node names.
    pub(crate) fn audience(self, node: &Node) -> Option<Audience> {
        let text = reader::scalar(node, self.findings, "一个岗位或人员", "a role or a person")?;
        if let Some(rest) = after_all(text) {
            let place = node.inside(text.len() - rest.len(), text.len());
            return match self.one(rest, &place)? {
                Audience::Owner => Some(Audience::AllOwner),
                Audience::Role(role) => Some(Audience::All(role)),
                _ => {
                    self.findings.add(
                        error(
                            "bad-audience",
                            &place,
                            format!("`all` 后面只能是岗位或 `owner`，不能是“{rest}”"),
                            format!("`all` is followed by a role or by owner, not by `{rest}`"),
                        )
                        .help("去掉 `all`", "leave `all` out"),
                    );
                    None
                }
            };
        }
        if let Some(draft) = self.known.roles.list_without_brackets(node) {
            self.findings.add(draft);
            return None;
        }
        self.one(text, &node.place)
    }

    fn one(self, text: &str, place: &Place) -> Option<Audience> {
        match AudienceWord::find(text) {
            Some(AudienceWord::Owner) => return Some(Audience::Owner),
            Some(AudienceWord::Superior) => return Some(Audience::Superior),
            Some(AudienceWord::Starter) => return Some(Audience::Starter),
            Some(AudienceWord::All) => {
                self.findings.add(
                    error("bad-audience", place, "`all` 后面缺少岗位", "`all` is followed by a role")
                        .help("写成 `all owner` 或 `all 岗位`", "write `all owner` or `all ROLE`"),
                );
                return None;
            }
            None => {}
        }
        if let Some(name) = braced(text) {
            return self.field(name, place).map(Audience::Field);
        }
        if let Some(role) = self.known.roles.find(text) {
            return Some(Audience::Role(role));
        }
        if let Some(person) = self.known.people.find(text) {
            return Some(Audience::Staff(person));
        }
        self.findings.add(self.unknown(text, place));
        // In the wording an open case began with, the name was somebody's.
        Some(Audience::Staff(text.into()))
    }

    /// Whose a step is.
    pub(crate) fn owner(self, node: &Node) -> Option<Owner> {
        if let Kind::Scalar(scalar) = &node.kind
            && let Some((field, key)) = braced(&scalar.text).and_then(|name| name.split_once('.'))
        {
            let (field, key) = (field.trim(), key.trim());
            // Whether there is an item, and whether it is a zone, is asked of the step.
            return match ItemWord::find(field) {
                Some(ItemWord::Item) => Some(Owner::Item(key.to_owned())),
                None => self.zone_key(field, key, &node.place),
            };
        }
        match self.audience(node)? {
            Audience::Role(role) => Some(Owner::Role(role)),
            Audience::Staff(person) => Some(Owner::Staff(person)),
            Audience::Field(field) => Some(Owner::Field(field)),
            Audience::Starter => Some(Owner::Starter),
            Audience::Owner
            | Audience::AllOwner
            | Audience::Superior
            | Audience::All(_)
            | Audience::SuperiorOf(_) => {
                self.findings.add(
                    error(
                        "bad-owner",
                        &node.place,
                        "这里要写由谁来做：岗位、人员、`{字段}` 或 `starter`",
                        "say whose it is: a role, a person, `{FIELD}` or starter",
                    )
                    .help("写一个岗位，例如 front-desk", "name a role, such as front-desk"),
                );
                None
            }
        }
    }

    /// What `"{zone.cleaner}"` names: a key of the zone in a field. Whether each zone has it is asked
    /// once the estates are known.
    fn zone_key(self, name: &str, key: &str, place: &Place) -> Option<Owner> {
        let Some(field) = self.fields.get(name) else {
            self.findings.add(self.no_field(name, place));
            return None;
        };
        if matches!(field.kind, FieldKind::Zone) || is_unknown(&field.kind) {
            return Some(Owner::Key(field.id.clone(), key.to_owned()));
        }
        self.findings.add(
            error(
                "bad-audience",
                place,
                format!("字段“{name}”不是分区，没有叫 `{key}` 的一项"),
                format!("the field `{name}` is no zone, so it has no `{key}`"),
            )
            .also(&field.place, "字段在这里", "the field is here")
            .help("用 `type: zone` 的字段", "name a field of `type: zone`"),
        );
        None
    }

    /// The field in `"{department}"`: it must hold a role or a person.
    fn field(self, name: &str, place: &Place) -> Option<FieldId> {
        if name.contains('.') {
            self.findings.add(reader::not_yet(place, &format!("{{{name}}}")));
            return None;
        }
        if let Some(field) = self.fields.get(name) {
            if matches!(field.kind, FieldKind::Role(_) | FieldKind::Staff) || is_unknown(&field.kind) {
                return Some(field.id.clone());
            }
            self.findings.add(
                error(
                    "bad-audience",
                    place,
                    format!("字段“{name}”里不是岗位，也不是员工"),
                    format!("the field `{name}` holds neither a role nor a member of the staff"),
                )
                .also(&field.place, "字段在这里", "the field is here")
                .help(
                    "用 `type: role` 或 `type: staff` 的字段",
                    "name a field of `type: role` or `type: staff`",
                ),
            );
            return None;
        }
        self.findings.add(self.no_field(name, place));
        None
    }

    fn no_field(self, name: &str, place: &Place) -> Draft {
        let draft = error(
            "unknown-field",
            place,
            format!("没有叫 `{name}` 的字段"),
            format!("`{name}` is not the name of a field"),
        );
        match nearest(name, self.fields.keys().map(FieldId::as_str)) {
            Some(near) => reader::meant(draft, place, &format!("\"{{{near}}}\"")).naming(near),
            None => draft.help(
                "写本流程里一个 `role` 或 `staff` 类型的字段",
                "name a field of this workflow of type role or staff",
            ),
        }
    }

    fn unknown(self, text: &str, place: &Place) -> Draft {
        if let Some(mended) = full_width::mended(text) {
            return full_width::finding(place, text, mended);
        }
        let several = self.known.people.titled(text).count() > 1;
        if several && self.known.roles.titled(text).next().is_none() {
            return self.known.people.unknown(text, place);
        }
        if self.fields.contains_key(text) {
            let mended = format!("\"{{{text}}}\"");
            return error(
                "unknown-role",
                place,
                format!("“{text}”是字段，不是岗位或人员"),
                format!("`{text}` is a field, not a role or a person"),
            )
            .help(
                format!("要用字段里的岗位或人员，写成 {mended}"),
                format!("for the role or person in that field, write {mended}"),
            )
            .fix(place, mended);
        }
        let word = AudienceWord::nearest(text);
        let draft = || {
            error(
                "unknown-role",
                place,
                format!("没有叫 `{text}` 的岗位或人员"),
                format!("`{text}` is not the name of a role or a person"),
            )
        };
        match (word, self.known.roles.nearest(text), self.known.people.nearest(text)) {
            (Some(near), None, _) => reader::meant(draft(), place, near),
            (None, None, Some(near)) => reader::called(draft(), place, near),
            _ => self.known.roles.unknown(text, place),
        }
    }

    /// What a `via:` says.
    pub(crate) fn via(self, node: &Node) -> Via {
        if !matches!(node.kind, Kind::Map(_)) {
            return Via::all(self.channels(node));
        }
        let Some(mut keys) = reader::MapReader::<ViaKey>::open(node, self.findings) else {
            return Via::default();
        };
        let channels = keys.required(ViaKey::FirstOf).map_or_else(Vec::new, |node| self.channels(node));
        keys.finish("`via`", "`via`");
        Via { channels, in_turn: true }
    }

    /// One channel or several.
    pub(crate) fn channels(self, node: &Node) -> Vec<Channel> {
        let mut channels = Vec::new();
        for item in reader::one_or_many(node) {
            if let Some((parts, list)) = item.several()
                && parts.iter().all(|part| ChannelWord::TABLE.find(part).is_some())
            {
                self.findings.add(
                    error(
                        "several-names",
                        &item.place,
                        "几个途径要写成列表",
                        "several channels are written as a list",
                    )
                    .help(format!("写成 `{list}`"), format!("write `{list}`"))
                    .fix(&item.place, list),
                );
                continue;
            }
            let channel = match reader::word::<ChannelWord>(item, self.findings) {
                Some(ChannelWord::Sms) => Channel::Sms,
                Some(ChannelWord::Email) => Channel::Email,
                None => continue,
            };
            if !channels.contains(&channel) {
                channels.push(channel);
            }
        }
        channels
    }
}

/// What stands after `all`.
fn after_all(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(AudienceWord::All.en())?;
    let name = rest.trim_start();
    (name.len() < rest.len() && !name.is_empty()).then_some(name)
}

/// The name in `{name}`.
fn braced(text: &str) -> Option<&str> {
    Some(text.strip_prefix('{')?.strip_suffix('}')?.trim())
}
