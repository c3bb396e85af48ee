//! The verbs of rules and their lookers: what a rule can ask for, and whom it can mean.
//!
//! A verb does nothing itself. It checks what it was given and adds an [`Action`] to the turn; what
//! becomes of that is for the case to decide. Each is registered for exactly what it takes, which is
//! the quick road, and once more for anything else, to say in plain words what it wants.

use crate::fault::said;
use crate::names::{Look, Names, fields_of_case};
use crate::turn::{Done, Turn, within};
use crate::value::{kind, meant, written};
use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString, Map, NativeCallContext};
use std::collections::BTreeMap;
use steward_case::Action;
use steward_model::{Audience, Channel, TemplateId, Text};
use steward_time::Span;

/// A verb or a looker: its name, how it is written, and how many arguments it takes.
pub(crate) struct Verb {
    pub(crate) name: &'static str,
    pub(crate) usage: &'static str,
    pub(crate) takes: &'static [usize],
}

/// All of them. Nothing else can be asked for.
pub(crate) const VERBS: [Verb; 11] = [
    verb("tell", "tell(role(\"…\"), \"TEMPLATE\", #{ via: [\"sms\"], urgent: true })", &[2, 3]),
    verb("hand_to", "hand_to(role(\"…\"))", &[1]),
    verb("set", "set(\"FIELD\", value)", &[2]),
    verb("extend", "extend(\"2h\")", &[1]),
    verb("note", "note(\"…\")", &[1]),
    verb("hold", "hold(\"REASON\")", &[1]),
    verb("start", "start(\"WORKFLOW\", #{ field: value })", &[2]),
    verb("instead", "instead()", &[0]),
    verb("role", "role(\"ROLE\")", &[1]),
    verb("everyone", "everyone(\"ROLE\")", &[1]),
    verb("superior", "superior(step.owner)", &[1]),
];

/// The lookers, and whom each means.
pub(crate) const LOOKERS: [(&str, Look); 3] =
    [("role", Look::Role), ("everyone", Look::Everyone), ("superior", Look::Superior)];

/// The options of `tell`.
pub(crate) const OPTIONS: [&str; 2] = ["via", "urgent"];

const fn verb(name: &'static str, usage: &'static str, takes: &'static [usize]) -> Verb {
    Verb { name, usage, takes }
}

/// Somebody, as a looker found them.
#[derive(Clone)]
struct Who(Audience);

/// Registers all verbs and lookers.
pub(crate) fn register(engine: &mut Engine) {
    type Context<'a> = NativeCallContext<'a>;
    type Word = ImmutableString;
    engine.register_type_with_name::<Who>("somebody");
    engine.register_type_with_name::<crate::value::Hidden>("private");
    engine.register_fn("to_string", |_: &mut crate::value::Hidden| "****");
    for (name, look) in LOOKERS {
        engine.register_fn(name, move |context: Context<'_>, id: Word| {
            within(&context, |turn| turn.about().names.audience(look, &id).map(Who))
        });
    }
    engine
        .register_fn("tell", |context: Context<'_>, who: Who, template: Word| {
            within(&context, |turn| tell(turn, who, &template, &Map::new()))
        })
        .register_fn("tell", |context: Context<'_>, who: Who, template: Word, options: Map| {
            within(&context, |turn| tell(turn, who, &template, &options))
        })
        .register_fn("hand_to", |context: Context<'_>, who: Who| {
            within(&context, |turn| {
                turn.needs_step("hand_to")?;
                turn.push(Action::HandTo(who.0))
            })
        })
        .register_fn("set", |context: Context<'_>, field: Word, value: Dynamic| {
            within(&context, |turn| set(turn, &field, &value))
        })
        .register_fn("extend", |context: Context<'_>, span: Word| {
            within(&context, |turn| {
                turn.needs_running_limit("extend")?;
                turn.push(Action::Extend(self::span(&span)?))
            })
        })
        .register_fn("note", |context: Context<'_>, text: Word| {
            within(&context, |turn| turn.push(Action::Note(text.into())))
        })
        .register_fn("hold", |context: Context<'_>, reason: Word| {
            within(&context, |turn| {
                let reason = self::reason(turn.about().reasons.as_deref(), &reason)?;
                turn.push(Action::Hold(reason))
            })
        })
        .register_fn("start", |context: Context<'_>, workflow: Word, fields: Map| {
            within(&context, |turn| start(turn, &workflow, &fields))
        })
        .register_fn("instead", |context: Context<'_>| {
            within(&context, |turn| {
                turn.needs_rung("instead")?;
                turn.push(Action::Instead)
            })
        });
    for verb in &VERBS {
        register_refusals(engine, verb);
    }
}

fn register_refusals(engine: &mut Engine, verb: &'static Verb) {
    type Refused = Result<(), Box<EvalAltResult>>;
    for count in verb.takes {
        match count {
            1 => engine
                .register_fn(verb.name, move |a: Dynamic| -> Refused { Err(said(unusable(verb, &[a]))) }),
            2 => engine.register_fn(verb.name, move |a: Dynamic, b: Dynamic| -> Refused {
                Err(said(unusable(verb, &[a, b])))
            }),
            3 => engine.register_fn(verb.name, move |a: Dynamic, b: Dynamic, c: Dynamic| -> Refused {
                Err(said(unusable(verb, &[a, b, c])))
            }),
            _ => continue,
        };
    }
}

fn unusable(verb: &Verb, given: &[Dynamic]) -> Text {
    let given: Vec<Text> = given.iter().map(describe).collect();
    let list =
        |pick: fn(&Text) -> &str, between: &str| given.iter().map(pick).collect::<Vec<_>>().join(between);
    Text::new(
        format!("要写成 {}，给的是 {}", verb.usage, list(|text| &text.zh, "、")),
        format!("write {}; given was {}", verb.usage, list(|text| &text.en, ", ")),
    )
}

fn describe(value: &Dynamic) -> Text {
    if value.is::<Who>() { Text::new("岗位或人员", "somebody") } else { kind(value) }
}

fn tell(turn: &Turn, who: Who, template: &str, options: &Map) -> Done {
    let names = &turn.about().names;
    let template = self::template(names, template)?.clone();
    let (mut via, mut urgent) = (Vec::new(), false);
    for (option, value) in options {
        match option.as_str() {
            "via" => via = channels(value)?,
            "urgent" => {
                urgent = value
                    .as_bool()
                    .map_err(|_| Text::new("urgent 只能是 true 或 false", "urgent is true or false"))?;
            }
            other => return Err(unknown_option(other)),
        }
    }
    if via.contains(&Channel::Sms) && names.lacks_code(&template) {
        return Err(no_code(&template));
    }
    turn.push(Action::Tell { who: who.0, template, via, urgent })
}

fn set(turn: &Turn, field: &str, value: &Dynamic) -> Done {
    let about = turn.about();
    let Some((id, field)) = about.fields.get_key_value(field) else {
        return Err(crate::view::no_property("case", field));
    };
    let value = meant(field, value, &about.names, turn.zone())?;
    turn.push(Action::Set(id.clone(), value))
}

fn start(turn: &Turn, workflow: &str, given: &Map) -> Done {
    let Some(started) = turn.about().names.workflow(workflow) else {
        return Err(unknown_workflow(workflow));
    };
    let mut fields = BTreeMap::new();
    for (name, value) in given {
        if !fields_of_case(started).any(|field| field.id.as_str() == name.as_str()) {
            return Err(no_field_of(workflow, name));
        }
        // What is empty here stays empty there.
        if value.is_unit() {
            continue;
        }
        let Some(text) = written(value) else {
            let what = kind(value);
            return Err(Text::new(
                format!("字段“{name}”不能是{}", what.zh),
                format!("the field `{name}` can't be {}", what.en),
            ));
        };
        fields.insert(name.to_string(), text);
    }
    turn.push(Action::Start(started.id.clone(), fields))
}

/// The template of a name.
pub(crate) fn template<'a>(names: &'a Names, name: &str) -> Result<&'a TemplateId, Text> {
    names
        .template(name)
        .ok_or_else(|| Text::new(format!("没有名为“{name}”的模板"), format!("there is no template `{name}`")))
}

/// The channels of `via`: a list, or a single word.
pub(crate) fn channels(value: &Dynamic) -> Result<Vec<Channel>, Text> {
    if let Ok(word) = value.as_immutable_string_ref() {
        return Ok(vec![channel(&word)?]);
    }
    let words = value.as_array_ref().ok().and_then(|items| {
        items
            .iter()
            .map(|item| item.as_immutable_string_ref().ok().map(|word| word.clone()))
            .collect::<Option<Vec<_>>>()
    });
    let Some(words) = words else {
        return Err(Text::new(
            "via 要写成 [\"sms\", \"email\"] 这样的列表",
            "via is a list like [\"sms\", \"email\"]",
        ));
    };
    words.iter().map(|word| channel(word)).collect()
}

fn channel(word: &str) -> Result<Channel, Text> {
    Channel::from_word(word).ok_or_else(|| {
        Text::new(
            format!("没有“{word}”这个途径，可用：sms、email"),
            format!("there is no channel `{word}`; there are sms and email"),
        )
    })
}

/// The amount of time of `extend`.
pub(crate) fn span(text: &str) -> Result<Span, Text> {
    Span::parse(text).map_err(|mistake| Text::new(mistake.zh, mistake.en))
}

/// The reason of a hold as the workflow words it, from either language.
pub(crate) fn reason(allowed: Option<&[Text]>, given: &str) -> Result<String, Text> {
    let Some(allowed) = allowed else {
        return Err(Text::new(
            "这个流程不能挂起：它没有写 hold",
            "this workflow can't be held: it has no `hold:`",
        ));
    };
    if allowed.is_empty() || allowed.iter().any(|reason| reason.zh == given || reason.en == given) {
        return Ok(given.to_owned());
    }
    let list =
        |pick: fn(&Text) -> &str, between: &str| allowed.iter().map(pick).collect::<Vec<_>>().join(between);
    Err(Text::new(
        format!("“{given}”不是这个流程的挂起事由，可用：{}", list(|text| &text.zh, "、")),
        format!("`{given}` is no reason for a hold here; there are {}", list(|text| &text.en, ", ")),
    ))
}

/// What is said of an option that `tell` does not have.
pub(crate) fn unknown_option(name: &str) -> Text {
    Text::new(
        format!("tell 没有选项“{name}”，可用：{}", OPTIONS.join("、")),
        format!("tell has no option `{name}`; there are {}", OPTIONS.join(" and ")),
    )
}

/// What is said of a template that no text message can carry.
pub(crate) fn no_code(template: &TemplateId) -> Text {
    Text::new(
        format!("模板“{template}”没有在短信服务商登记编号，不能用短信发"),
        format!(
            "the template `{template}` has no code with an SMS provider, so no text message can carry it"
        ),
    )
}

/// What is said of a workflow that is not there.
pub(crate) fn unknown_workflow(name: &str) -> Text {
    Text::new(format!("没有名为“{name}”的流程"), format!("there is no workflow `{name}`"))
}

/// What is said of a field that another workflow does not have.
pub(crate) fn no_field_of(workflow: &str, field: &str) -> Text {
    Text::new(
        format!("流程“{workflow}”没有字段“{field}”"),
        format!("the workflow `{workflow}` has no field `{field}`"),
    )
}
