//! What somebody hears who comes on duty: one message with what was held for them and what their role
//! has open. What both speak of is one line.

use crate::bundle::{Group, Occasion, line, list, one};
use crate::facts::{self, Variables};
use steward_case::{CaseId, Relevance};
use steward_model::{Channel, StaffId, StepId, TemplateId, Text};
use steward_ports::{Delivery, Digest, Enqueue};
use steward_time::Timestamp;

/// A step that waits for somebody of a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenTask {
    /// The case.
    pub case: CaseId,
    /// The step.
    pub step: StepId,
    /// What people read.
    pub title: Text,
    /// When it is due, in words; empty where it is due at no time.
    pub due: Text,
}

/// Where somebody comes on duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post<'a> {
    /// Who.
    pub to: &'a StaffId,
    /// By which channel they are told.
    pub channel: Channel,
    /// The estate's name.
    pub estate: &'a Text,
    /// The estate's id.
    pub estate_id: &'a str,
    /// What the first case's process is called.
    pub title: &'a Text,
    /// What the message is called outside.
    pub message_id: String,
}

/// The message, made now. `None` when there is nothing to say beside one held message, which is then
/// let go as it is.
pub fn coming_on(post: Post<'_>, held: Vec<Delivery>, open: &[OpenTask], now: Timestamp) -> Option<Digest> {
    let lists = held.iter().map(|delivery| delivery.id).collect();
    let first = held.first().map(|delivery| &delivery.case).or(open.first().map(|task| &task.case))?.clone();
    let (event, urgent) = held.first().map_or((0, false), |held| (held.message.event, held.message.urgent));
    let group = Group { to: post.to.clone(), channel: post.channel, messages: held };
    let told = group.lines();
    let about = |task: &&OpenTask| {
        told.iter().any(|held| held.case == task.case && held.message.step.as_ref() == Some(&task.step))
    };
    let fresh = open.iter().filter(|task| !about(task)).map(|task| {
        let what = Text::new(format!("{} 待办理", task.title.zh), format!("{} to do", task.title.en));
        one(&what, &task.due, post.estate, &task.case)
    });
    let fresh: Vec<Text> = fresh.collect();
    if fresh.is_empty() && group.messages.len() < 2 {
        return None;
    }
    let lines = told.iter().map(|held| line(held)).chain(fresh).collect();
    let mut variables = Variables::from([
        ("case".to_owned(), Text::plain(first.as_str())),
        ("estate".to_owned(), post.estate.clone()),
        ("title".to_owned(), post.title.clone()),
        ("step".to_owned(), post.title.clone()),
        (facts::ESTATE.to_owned(), Text::plain(post.estate_id)),
    ]);
    variables.extend(list(lines, Occasion::Shift));
    Some(Digest {
        case: first,
        lists,
        message: Enqueue {
            event,
            to: post.to.clone(),
            channel: post.channel,
            then: Vec::new(),
            template: TemplateId::new("digest"),
            urgent,
            variables,
            step: None,
            limit: None,
            due: None,
            relevance: Relevance::Always,
            at: now,
            late: false,
            message_id: post.message_id,
        },
    })
}
