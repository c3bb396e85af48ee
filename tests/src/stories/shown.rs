//! A made-up definition and estate as a reader would want them when a story fails: a line a step, a
//! line a limit, a line a person.

use std::fmt::Write;
use steward_model::{
    Estate, Guard, Limit, LimitLine, Operand, Owner, Step, StepKind, Then, ThenAction, Value, Workflow,
};

/// The whole of it, nearly as it would be written.
pub fn shown(definition: &Workflow, estate: &Estate) -> String {
    let mut text = format!("workflow on {}", definition.calendar);
    if let Some(hold) = &definition.hold {
        let _ =
            write!(text, ", hold at_most {}", hold.at_most.map_or("-".to_owned(), |span| span.to_string()));
    }
    text.push('\n');
    for step in &definition.steps {
        let _ = writeln!(text, "  {}", step_line(step));
        for rung in step.ladder.rungs.iter() {
            let _ = writeln!(text, "      {} tell {:?} {:?}", rung.written, rung.tell, rung.via);
        }
        if let Some(limit) = &step.limit {
            text.push_str(&limit_lines(limit));
        }
    }
    for limit in &definition.limits {
        text.push_str(&limit_lines(limit));
    }
    for person in &estate.staff {
        let roles: Vec<_> = person.roles.iter().map(|role| role.as_str()).collect();
        let away: Vec<_> = person.away.iter().map(|range| format!("{}..{}", range.from, range.to)).collect();
        let has: Vec<_> = person.contacts.iter().map(|contact| contact.channel().word()).collect();
        let _ = writeln!(
            text,
            "  {} [{}] {} away {:?} substitute {:?}",
            person.id,
            roles.join(" "),
            has.join("+"),
            away,
            person.substitute
        );
    }
    for zone in &estate.zones {
        let _ = writeln!(text, "  zone {} {:?}", zone.id, zone.keys);
    }
    for roster in estate.rosters.values() {
        let shifts: Vec<_> = roster.shifts.iter().map(|shift| (&shift.name, &shift.turns)).collect();
        let _ = writeln!(
            text,
            "  roster {} every {} from {} {shifts:?}",
            roster.role, roster.every, roster.starts
        );
    }
    let office = &estate.calendars["office"].calendar;
    let _ = writeln!(text, "  office: workday_ends {} dates {:?}", office.workday_ends, office.dates);
    text
}

fn step_line(step: &Step) -> String {
    let after: Vec<_> = step.after.iter().map(|id| id.as_str()).collect();
    let kind = match &step.kind {
        StepKind::Person { owner, form, checklist, signoff, evidence, .. } => {
            format!("owner {} form {form:?} items {}", owner_word(owner), checklist.len())
                + if *signoff { " signoff" } else { "" }
                + if evidence.is_nothing() { "" } else { " evidence" }
        }
        StepKind::Approve { enough, returned_to, refused, .. } => {
            let of: Vec<_> = step.owners().map(owner_word).collect();
            format!("approve {} of [{}] returned_to {returned_to} refused {refused:?}", enough, of.join(" "))
        }
        StepKind::Notify { tell, via, .. } => format!("notify {tell:?} {via:?}"),
        StepKind::Wait(span) => format!("wait {span}"),
        StepKind::WaitUntil(field) => format!("wait_until {field}"),
        StepKind::Set(lines) => format!("set {lines:?}"),
        StepKind::WaitFor(event) => format!("wait_for {event}"),
        StepKind::Emit(event) => format!("emit {event}"),
        StepKind::Call { workflow, awaited, .. } => format!("call {workflow} awaited {awaited}"),
        StepKind::End(word) => format!("end {word}"),
    };
    let guard = step.guard.as_ref().map_or(String::new(), |guard| format!(" if {}", guard_word(guard)));
    let then: Vec<_> = step.then.iter().map(then_word).collect();
    let then = if then.is_empty() { String::new() } else { format!(" then [{}]", then.join("; ")) };
    let not_by = if step.not_by.is_empty() { String::new() } else { format!(" not by {:?}", step.not_by) };
    let each = step.for_each.as_ref().map_or(String::new(), |each| format!(" for_each {each:?}"));
    format!("{} after [{}]{guard}:{each} {kind}{not_by}{then}", step.id, after.join(" "))
}

fn then_word(then: &Then) -> String {
    let guard = then.guard.as_ref().map_or(String::new(), |guard| format!("if {}: ", guard_word(guard)));
    format!("{guard}{}", action_word(&then.action))
}

fn action_word(action: &ThenAction) -> String {
    match action {
        ThenAction::BackTo { step, rounds: Some((rounds, after)) } => {
            format!("back_to {step} rounds {rounds} after_that {}", action_word(after))
        }
        ThenAction::BackTo { step, rounds: None } => format!("back_to {step}"),
        ThenAction::OnTo(step) => format!("on_to {step}"),
        ThenAction::HandTo(owner) => format!("hand_to {}", owner_word(owner)),
        ThenAction::End(word) => format!("end {word}"),
    }
}

fn owner_word(owner: &Owner) -> String {
    match owner {
        Owner::Role(role) => role.to_string(),
        Owner::Staff(person) => person.to_string(),
        Owner::Field(field) => format!("{{{field}}}"),
        Owner::Key(field, key) => format!("{{{field}.{key}}}"),
        Owner::Item(key) => format!("{{item.{key}}}"),
        Owner::InZone(zone, key) => format!("{zone}.{key}"),
        Owner::Starter => "starter".to_owned(),
    }
}

fn guard_word(guard: &Guard) -> String {
    let all = |parts: &[Guard], word: &str| parts.iter().map(guard_word).collect::<Vec<_>>().join(word);
    match guard {
        Guard::And(parts) => format!("({})", all(parts, " and ")),
        Guard::Or(parts) => format!("({})", all(parts, " or ")),
        Guard::Not(part) => format!("not {}", guard_word(part)),
        Guard::Compare(c) => format!("{} {:?} {}", operand_word(&c.left), c.operator, operand_word(&c.right)),
        Guard::In(field, values) => format!("{field} in {}", values.len()),
        Guard::Filled(field) => format!("filled({field})"),
        Guard::Failed(step) => format!("failed({step})"),
        Guard::Approved(step) => format!("approved({step})"),
        Guard::Ended(ended) => format!("ended({})", ended.step),
        Guard::Any(step, part) => format!("any of {step} {}", guard_word(part)),
        Guard::All(step, part) => format!("all of {step} {}", guard_word(part)),
    }
}

fn operand_word(operand: &Operand) -> String {
    match operand {
        Operand::Field(field) => field.to_string(),
        Operand::Literal(Value::Choice(choice)) => choice.to_string(),
        Operand::Literal(value) => format!("{value:?}"),
    }
}

fn limit_lines(limit: &Limit) -> String {
    let lines: Vec<_> = limit.lines.iter().map(line_word).collect();
    let mut text = format!("    limit {} [{}] since {:?}", limit.id, lines.join("; "), limit.since);
    if let Some(until) = &limit.until {
        let _ = write!(text, " until {until}");
    }
    text.push_str(if limit.runs_while_held { " runs_while_held\n" } else { "\n" });
    for rung in limit.ladder.rungs.iter() {
        let _ = write!(text, "      {} tell {:?} {:?}", rung.written, rung.tell, rung.via);
        if let Some(repeat) = &rung.repeat {
            let _ = write!(text, " repeat every {} times {}", repeat.every, repeat.times);
        }
        if let Some(to) = &rung.hand_to {
            let _ = write!(text, " hand_to {to:?}");
        }
        text.push('\n');
    }
    text
}

fn line_word(line: &LimitLine) -> String {
    let guard = line.guard.as_ref().map_or(String::new(), |guard| format!("if {} ", guard_word(guard)));
    format!("{guard}{:?} on {}", line.allow, line.calendar)
}
