//! What a standard counts, in words: 首次响应的按时率.

use super::{Names, Words, in_words, listed, written};
use steward_model::{Compare, FieldId, Guard, Measure, Operand, Operator, Text, Value, Workflow};

/// What a measure counts, by the titles of what it is about.
pub fn measured(measure: &Measure, workflow: &Workflow, names: Names<'_>) -> Text {
    let words = Words { workflow, names };
    match measure {
        Measure::Met(id) => {
            let limit =
                workflow.limit(id).map_or_else(|| Text::plain(id.as_str()), |limit| limit.title.clone());
            Text::new(format!("{}的按时率", limit.zh), format!("{}: met in time", limit.en))
        }
        Measure::Done(id) => {
            let step = words.step(id);
            Text::new(format!("{}的完成率", step.zh), format!("{}: done", step.en))
        }
        Measure::Share(guard) => match answer(guard) {
            Some((field, yes)) => {
                let field = words.field(field);
                let (zh, en) = if yes { ("是", "yes") } else { ("否", "no") };
                Text::new(
                    format!("“{}”答“{zh}”的占比", field.zh),
                    format!("share answering {en} to “{}”", field.en),
                )
            }
            None => {
                let guard = in_words(&words, guard);
                Text::new(format!("{}的占比", guard.zh), format!("share with {}", guard.en))
            }
        },
        Measure::Average(id) => {
            let field = words.field(id);
            Text::new(format!("{}的平均", field.zh), format!("average of {}", field.en))
        }
        Measure::Complete(fields) => {
            let fields = listed(fields.iter().map(|field| words.field(field)), "、", ", ");
            Text::new(format!("{}的填全率", fields.zh), format!("{} all filled", fields.en))
        }
        Measure::Count => Text::new("件数", "number of cases"),
    }
}

/// The question that a guard asks, and the answer it counts, where it asks one yes-or-no field alone.
fn answer(guard: &Guard) -> Option<(&FieldId, bool)> {
    let Guard::Compare(Compare { left: Operand::Field(field), operator, right }) = guard else {
        return None;
    };
    match (operator, right) {
        (Operator::Equal, Operand::Literal(Value::Bool(yes))) => Some((field, *yes)),
        (Operator::NotEqual, Operand::Literal(Value::Bool(yes))) => Some((field, !yes)),
        _ => None,
    }
}

/// A measure as a manager writes it: `met(respond)`.
pub fn written_measure(measure: &Measure) -> String {
    match measure {
        Measure::Met(limit) => format!("met({limit})"),
        Measure::Done(step) => format!("done({step})"),
        Measure::Share(guard) => format!("share({})", written(guard)),
        Measure::Average(field) => format!("average({field})"),
        Measure::Complete(fields) => {
            let fields: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
            format!("complete({})", fields.join(", "))
        }
        Measure::Count => "count()".to_owned(),
    }
}
