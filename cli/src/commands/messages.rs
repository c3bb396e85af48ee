//! `steward messages`: what was sent to whom, how far it came and what went wrong; `resend` sends
//! one once more, under the same identity.

use super::cases::more;
use crate::office::Office;
use crate::options::{Global, MessageState, Messages, MessagesAction};
use crate::output::{Done, Output, Paint, Problem, Verdict};
use crate::{instants, names, wire, words};
use serde_json::{Value, json};
use steward_case::CaseId;
use steward_model::{Lang, Text};
use steward_ports::{DeliveryState, MessageFilter, MessageRow};

pub(crate) fn run(output: &Output, global: &Global, asked: Messages) -> Done {
    let office = Office::open(global)?;
    if let Some(MessagesAction::Resend { id }) = asked.action {
        return resend(output, &office, id);
    }
    let filter = MessageFilter {
        id: None,
        case: asked.of_case.as_deref().map(CaseId::new),
        estates: Vec::new(),
        state: asked.delivery.map(state),
        limit: asked.limit,
        after: asked.after,
    };
    if let Some(case) = &filter.case {
        // A case that is nowhere is a mistake in the call, not an empty list.
        office.show(case)?;
    }
    let page = office.messages(filter)?;
    if output.json {
        let messages: Vec<Value> = page.rows.iter().map(|row| document(&office, row)).collect();
        output.document(&json!({ "messages": messages, "next": page.next }));
        return Ok(Verdict::Well);
    }
    if page.rows.is_empty() {
        output.line(output.pick("没有消息", "there are no messages"));
        return Ok(Verdict::Well);
    }
    let head = match output.lang {
        Lang::Zh => ["编号", "时间", "案件", "发给", "途径", "消息", "状态", "次数", "问题"],
        Lang::En => ["id", "at", "case", "to", "via", "message", "state", "tries", "trouble"],
    };
    let rows: Vec<Vec<String>> = page.rows.iter().map(|row| cells(output, &office, row)).collect();
    output.table(&head, &rows);
    more(output, page.next.as_deref());
    Ok(Verdict::Well)
}

fn resend(output: &Output, office: &Office, id: i64) -> Done {
    let Some(state) = office.resend(id)? else {
        return Err(Problem::words(
            "unknown-name",
            format!("没有编号 {id} 的消息"),
            format!("there is no message {id}"),
        )
        .help(Text::new("steward messages 列出全部", "`steward messages` lists them")));
    };
    if output.json {
        output.document(&json!({ "id": id, "state": wire::delivery(state) }));
        return Ok(Verdict::Well);
    }
    let now = words::delivery(state, output.lang);
    output.line(match output.lang {
        Lang::Zh => format!("消息 {id}：{now}；运行中的 serve 会马上再发"),
        Lang::En => format!("message {id}: {now}; a running `serve` sends it at once"),
    });
    Ok(Verdict::Well)
}

fn state(state: MessageState) -> DeliveryState {
    match state {
        MessageState::Waiting => DeliveryState::Waiting,
        MessageState::Held => DeliveryState::Held,
        MessageState::Sending => DeliveryState::Sending,
        MessageState::Sent => DeliveryState::Sent,
        MessageState::Delivered => DeliveryState::Delivered,
        MessageState::Failed => DeliveryState::Failed,
        MessageState::Dead => DeliveryState::Dead,
        MessageState::Dropped => DeliveryState::Dropped,
    }
}

fn document(office: &Office, row: &MessageRow) -> Value {
    json!({
        "id": row.id,
        "case": row.case.as_str(),
        "to": row.to.as_str(),
        "via": row.via.word(),
        "template": row.template.as_str(),
        "state": wire::delivery(row.state),
        "attempts": row.attempts,
        "at": wire::instant(row.at, office.zone_of(&row.case)),
        "error": row.error,
        "message_id": row.message_id,
    })
}

fn cells(output: &Output, office: &Office, row: &MessageRow) -> Vec<String> {
    let lang = output.lang;
    let person = office.handbook.person(&row.to).map_or(row.to.to_string(), |person| person.name.clone());
    let state = words::delivery(row.state, lang);
    let paint = match row.state {
        DeliveryState::Failed | DeliveryState::Dead => Paint::Red,
        DeliveryState::Sent | DeliveryState::Delivered => Paint::Green,
        _ => Paint::Plain,
    };
    vec![
        row.id.to_string(),
        instants::full(row.at, office.zone_of(&row.case), lang),
        row.case.to_string(),
        person,
        row.via.title().in_(lang).to_owned(),
        names::message(&row.template, lang),
        output.paint(paint, state),
        row.attempts.to_string(),
        row.error.clone().unwrap_or_default(),
    ]
}
