//! What any store must do. Each behaviour is a function over `&dyn Store`; it is run on every kind
//! of store there is, so another database joins by one more line at the end of this file. Where
//! a caller's thread may be blocked, a store may write on it, so a file is tried on both runtimes.

#![expect(clippy::unwrap_used, reason = "a store that fails where it must not is a failed test")]

mod conformance {
    pub(crate) mod cases;
    pub(crate) mod fixture;
    pub(crate) mod lists;
    pub(crate) mod outbox;
    pub(crate) mod starts;
}

use conformance::{cases, lists, outbox, starts};
use steward_store::SqliteStore;
use tempfile::TempDir;

/// A store, with whatever has to outlive it.
type Made = (SqliteStore, Option<TempDir>);

fn in_memory() -> Made {
    (SqliteStore::open_in_memory().unwrap(), None)
}

fn in_a_file() -> Made {
    let folder = tempfile::tempdir().unwrap();
    (SqliteStore::open(&folder.path().join("steward.db")).unwrap(), Some(folder))
}

macro_rules! suite {
    ($suite:ident: $kind:ident, $runtime:literal) => {
        suite! { $suite, $kind, $runtime:
            cases::a_case_is_read_back_from_its_events,
            cases::an_unknown_case_has_no_events,
            cases::what_was_committed_first_is_told_across_cases,
            cases::a_decision_on_an_older_version_is_a_conflict_and_writes_nothing,
            cases::of_many_decisions_on_one_version_one_is_kept,
            cases::many_callers_at_once_all_find_their_cases_kept,
            cases::the_same_request_twice_is_one_case,
            cases::an_id_that_is_taken_is_a_conflict,
            cases::events_that_leave_a_gap_are_refused,
            cases::a_wording_is_kept_for_whoever_comes_later,
            cases::numbers_are_never_given_twice,
            cases::each_process_at_each_estate_counts_for_itself,
            cases::only_what_is_due_is_due_and_the_earliest_comes_first,
            cases::a_case_that_waits_for_a_person_alone_is_never_due,
            cases::all_cases_that_have_not_ended_can_be_gone_through,
            outbox::a_message_comes_out_as_it_went_in,
            outbox::urgent_messages_are_taken_first,
            outbox::nothing_is_taken_twice_while_its_lease_lasts,
            outbox::a_message_whose_lease_ran_out_may_have_arrived,
            outbox::the_one_more_attempt_is_known_whoever_makes_it_and_so_is_that_it_was_cut_off,
            outbox::one_that_failed_is_followed_by_the_next_channel_once,
            outbox::a_message_that_waits_comes_back_at_its_time,
            outbox::the_earliest_turn_is_known,
            outbox::what_is_settled_never_comes_back,
            outbox::holding_a_message_is_no_attempt,
            outbox::who_comes_on_duty_gets_what_is_held_for_them_once,
            outbox::an_attempt_that_outlived_its_lease_does_not_undo_a_later_one,
            outbox::a_receipt_turns_sent_into_delivered,
            outbox::a_message_is_sent_again_under_the_same_identity,
            outbox::a_message_under_way_is_not_put_in_line_a_second_time,
            outbox::two_messages_of_a_case_never_share_an_identity,
            outbox::late_messages_wait_until_they_are_let_go,
            outbox::a_digest_stands_in_for_what_it_lists,
            outbox::what_was_bundled_is_not_bundled_again,
            outbox::a_purse_has_room_for_so_many_messages_each_counted_once,
            outbox::a_purse_that_became_smaller_than_what_is_in_it_is_full_and_says_so_once,
            outbox::where_one_purse_is_full_nothing_is_taken_from_the_others,
            outbox::what_was_over_a_budget_stays_dropped_and_is_listed_once,
            lists::cases_come_newest_first_a_page_at_a_time,
            lists::cases_are_found_by_what_is_asked_for,
            lists::cases_are_found_by_when_they_were_opened,
            lists::who_hears_an_event_is_found_by_its_name,
            lists::a_photo_is_known_by_where_it_was_shown_first,
            lists::messages_come_newest_first_a_page_at_a_time,
            lists::messages_are_found_by_what_is_asked_for,
            lists::a_page_after_nonsense_is_empty,
            lists::tasks_are_replaced_as_a_whole,
            lists::tasks_are_found_by_estate_role_and_person,
            lists::tasks_come_by_due_time,
            lists::tasks_come_a_page_at_a_time_and_a_step_of_several_once,
            starts::a_case_asked_for_stays_asked_for_until_it_is_opened,
            starts::a_case_that_is_there_is_not_asked_for_again,
            starts::a_case_that_cannot_be_opened_is_dropped,
            starts::a_scheduled_start_and_its_case_are_kept_together,
            starts::a_start_that_was_carried_out_before_is_left_as_it_was,
            starts::facts_are_remembered,
            starts::the_pulse_changes_with_every_commit_and_with_nothing_else,
        }
    };
    ($suite:ident, $kind:ident, $runtime:literal: $($group:ident::$name:ident,)+) => {
        mod $suite {
            $(
                #[tokio::test(flavor = $runtime)]
                async fn $name() {
                    let (store, _folder) = super::$kind();
                    super::$group::$name(&store).await;
                }
            )+
        }
    };
}

suite!(in_memory: in_memory, "current_thread");
suite!(in_a_file: in_a_file, "current_thread");
suite!(in_a_file_with_many_threads: in_a_file, "multi_thread");
