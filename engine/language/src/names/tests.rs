//! Every way three names may change, beside a fourth that stays.

use super::{Asked, Changed, Entries, Noun, Register};
use crate::findings::Findings;
use std::collections::BTreeSet;
use steward_model::{Place, StaffId, Text};

/// What each of `a`, `b` and `c` is called; `None` where nobody has the id.
type Staff = [Option<&'static str>; 3];

fn everybody() -> Vec<Staff> {
    let called = [None, Some("甲"), Some("乙"), Some("a")];
    let two = called.into_iter().flat_map(|one| called.map(|other| (one, other)));
    two.flat_map(|(one, other)| called.map(|third| [one, other, third])).collect()
}

fn people(staff: Staff) -> Vec<(StaffId, Text)> {
    let one = |(id, name): (&str, Option<&str>)| Some((StaffId::new(id), Text::plain(name?)));
    ["a", "b", "c"].into_iter().zip(staff).filter_map(one).collect()
}

fn register(staff: Staff) -> Register<StaffId> {
    let mut register = Register::new(Noun::Person);
    let stays = [(StaffId::new("d"), Text::plain("甲"))];
    for (id, name) in people(staff).iter().chain(&stays) {
        register.enter(id, Some(name), &Place::top_of(""), &Findings::default());
    }
    register
}

/// All that can be asked, with the answers.
fn answers(register: &Register<StaffId>) -> Vec<(Asked, String)> {
    let texts = ["a", "b", "c", "d", "甲", "乙", "丙"];
    let mut answers = Vec::new();
    let mut ask = |question: &dyn Fn() -> String| {
        let (answer, asked) = Asked::during(&[register.log()], question);
        answers.push((asked, answer));
    };
    for text in texts {
        let ids = BTreeSet::from([StaffId::new(text)]);
        ask(&|| format!("{:?}", register.find(text)));
        ask(&|| format!("{:?}", register.titled(text).collect::<Vec<_>>()));
        ask(&|| format!("{:?}", register.titles(&ids).collect::<Vec<_>>()));
        ask(&|| format!("{:?}", register.nearest(text)));
    }
    let place = Place::top_of("");
    ask(&|| format!("{:?}", register.unknown("丙", &place)));
    answers
}

/// What changed is touched by every question that `now` answers otherwise than `before`.
#[track_caller]
fn told(changed: &Changed, before: &Register<StaffId>, now: &Register<StaffId>) {
    for ((asked, answer), (_, answered)) in answers(now).iter().zip(answers(before)) {
        assert!(*answer == answered || changed.touches(asked), "{answered} is {answer} now");
    }
}

fn each_change(mut look: impl FnMut(Staff, Staff)) {
    for before in everybody() {
        everybody().into_iter().for_each(|now| look(before, now));
    }
}

#[test]
fn what_is_answered_otherwise_is_told() {
    each_change(|before, now| {
        let (before, now) = (register(before), register(now));
        told(&now.changed_since(&before), &before, &now);
    });
}

#[test]
fn names_put_in_place_of_others_are_as_if_entered_anew() {
    let place = Place::top_of("");
    each_change(|old, new| {
        let (before, now) = (register(old), register(new));
        let mut replaced = register(old);
        let (old, new) = (people(old), people(new));
        let old: Entries<'_, _> = old.iter().map(|(id, name)| (id, (Some(name), &place))).collect();
        let new: Entries<'_, _> = new.iter().map(|(id, name)| (id, (Some(name), &place))).collect();
        let changed = replaced.replace(&old, &new).expect("no name is taken");
        told(&changed, &before, &replaced);
        let plain = |answers: Vec<(Asked, String)>| answers.into_iter().map(|(_, answer)| answer);
        assert!(plain(answers(&replaced)).eq(plain(answers(&now))), "{replaced:?} is not {now:?}");
    });
}

#[test]
fn a_name_that_is_taken_replaces_nothing() {
    let mut register = register([Some("甲"), None, None]);
    let (id, name, place) = (StaffId::new("d"), Text::plain("乙"), Place::top_of(""));
    let new = Entries::from([(&id, (Some(&name), &place))]);
    assert!(register.replace(&Entries::new(), &new).is_none());
    assert_eq!(register.find("乙"), None);
}

#[test]
fn where_some_could_not_be_read_every_answer_is_another() {
    let (before, mut now) = (register([None; 3]), register([None; 3]));
    now.leave_open();
    told(&now.changed_since(&before), &before, &now);
}
