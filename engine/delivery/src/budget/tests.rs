use super::*;
use crate::bundle::tests::{LATE, Late, delivery};
use steward_model::StaffId;
use steward_time::civil::date;

fn budgets() -> Vec<(BudgetOf, u32)> {
    vec![(BudgetOf::Person(StaffId::new("wang.li"), date(2026, 3, 2)), 40), (BudgetOf::Case, 60)]
}

/// The names of the purses a message is counted in.
fn check(late: Late, of_delivery: impl FnOnce(&mut Delivery), expected: &[&str]) {
    let mut delivery = delivery(late);
    of_delivery(&mut delivery);
    let counted = counted(&delivery, budgets());
    let names = counted.iter().flat_map(|counted| &counted.purses).map(|purse| purse.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), expected);
}

const BOTH: &[&str] = &["person wang.li 2026-03-02", "case riverside-complaint-1"];

#[test]
fn a_message_counts_for_its_persons_day_and_for_its_case() {
    check(LATE, |_| (), BOTH);
    check(Late { template: "unreachable", ..LATE }, |_| (), BOTH);
}

#[test]
fn what_is_urgent_is_neither_counted_nor_held_back() {
    check(Late { urgent: true, ..LATE }, |_| (), &[]);
}

#[test]
fn a_list_of_several_is_the_short_form_already() {
    check(Late { template: "digest", ..LATE }, |_| (), &[]);
}

#[test]
fn the_news_of_a_budget_is_no_part_of_one() {
    check(Late { template: "over-budget", ..LATE }, |_| (), &[]);
}

#[test]
fn what_is_sent_again_by_hand_goes() {
    check(LATE, |delivery| delivery.by_hand = true, &[]);
}

#[test]
fn without_a_budget_nothing_is_counted() {
    assert_eq!(counted(&delivery(LATE), Vec::new()), None);
}

#[test]
fn one_message_by_two_channels_is_one() {
    use steward_model::Channel;
    let name =
        |channel| counted(&delivery(Late { channel, ..LATE }), budgets()).map(|counted| counted.message);
    assert_eq!(name(Channel::Email), name(Channel::Sms));
    assert_ne!(
        name(Channel::Email),
        counted(&delivery(Late { id: 2, ..LATE }), budgets()).map(|it| it.message)
    );
}
