//! What is asked often is answered from an index, however much the store holds.

use super::*;
use steward_case::State;

/// How SQLite would find the rows, in its own words.
fn plan(on: &Connection, sql: &str) -> String {
    let mut explained = on.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let nothing = vec![rusqlite::types::Value::Null; explained.parameter_count()];
    let rows =
        explained.query_map(rusqlite::params_from_iter(nothing), |row| row.get::<_, String>(3)).unwrap();
    rows.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
}

#[test]
fn what_is_asked_often_costs_what_it_returns() {
    let on = connection::memory().unwrap();
    schema::migrate(&on, &Place::memory()).unwrap();
    let asked = [
        (wakes::DUE, "USING INDEX cases_wake"),
        (wakes::EARLIEST, "USING COVERING INDEX cases_wake"),
        (wakes::OPEN, "USING INDEX cases_running"),
        (outbox::CLAIM, "USING COVERING INDEX messages_turn"),
        (outbox::EARLIEST, "USING COVERING INDEX messages_turn"),
        (late::LATE, "USING INDEX messages_late"),
        (late::OF_PERSON, "USING INDEX messages_late (recipient=?)"),
        (late::EARLIEST, "USING COVERING INDEX messages_held"),
        (budget::OF_MESSAGE, "USING COVERING INDEX counted_message (purse=? AND message=?)"),
        (budget::LAST, "USING PRIMARY KEY (purse=?)"),
        (hearing::HEARING, "hearing USING PRIMARY KEY (estate=? AND event=? AND case_seq>?)"),
        (photos::FIRST, "photos USING PRIMARY KEY (hash=?)"),
        (directory::OPENED, "USING INDEX cases_opened (estate=? AND workflow=? AND opened>? AND opened<?)"),
        (budget::FIRST_OVER, "USING PRIMARY KEY (purse=? AND most=?)"),
        (cases::KEYED, "USING INDEX cases_key"),
        (cases::EVENTS, "USING INDEX events_case (case_seq=?)"),
        (cases::ORDER, "USING COVERING INDEX events_case (case_seq=?)"),
    ];
    for (sql, expected) in asked {
        let plan = plan(&on, sql);
        assert!(plan.contains(expected), "{sql}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}\nsorts: {plan}");
    }
}

#[test]
fn lists_of_what_is_rare_look_at_nothing_else() {
    let on = connection::memory().unwrap();
    schema::migrate(&on, &Place::memory()).unwrap();
    let of =
        |state| directory::wanted_messages(&MessageFilter { state: Some(state), ..Default::default() }).sql();
    let running = CaseFilter {
        estates: vec![EstateId::new("riverside")],
        workflow: Some(WorkflowId::new("cleaning")),
        state: Some(State::Open),
        ..Default::default()
    };
    let one = MessageFilter { id: Some(1), ..Default::default() };
    let asked = [
        (of(DeliveryState::Failed), "USING INDEX messages_state (state=?)"),
        (of(DeliveryState::Held), "USING INDEX messages_state (state=?)"),
        (of(DeliveryState::Waiting), "SCAN messages USING COVERING INDEX messages_turn"),
        (directory::wanted_messages(&one).sql(), "messages USING INTEGER PRIMARY KEY (rowid=?)"),
        (directory::wanted_cases(&running).sql(), "USING INDEX cases_running_of (estate=? AND workflow=?)"),
    ];
    for (sql, expected) in asked {
        let plan = plan(&on, &sql);
        assert!(plan.contains(expected), "{sql}\n{plan}");
        assert!(!plan.contains("SCAN messages;") && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}
