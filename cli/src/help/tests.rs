use super::*;
use crate::options::Call;
use clap::CommandFactory as _;

fn each(command: &Command, look: &mut impl FnMut(&Command)) {
    look(command);
    command.get_subcommands().for_each(|sub| each(sub, look));
}

#[test]
fn every_command_and_every_argument_has_words_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let command = in_words(Call::command(), lang);
        command.clone().debug_assert();
        each(&command, &mut |command| {
            assert!(command.get_about().is_some(), "{} says nothing", command.get_name());
            assert!(command.get_after_help().is_some(), "{} has no example", command.get_name());
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {}", command.get_name(), arg.get_id());
            }
        });
    }
}

#[test]
fn the_table_has_no_words_for_what_is_not_there() {
    let mut commands = Vec::new();
    let mut arguments = vec!["help".to_owned(), "version".to_owned()];
    each(&Call::command(), &mut |command| {
        commands.push(command.get_name().to_owned());
        for arg in command.get_arguments() {
            arguments.push(arg.get_id().to_string());
            arguments.push(format!("{} {}", command.get_name(), arg.get_id()));
        }
    });
    for (name, ..) in ABOUT {
        assert!(commands.iter().any(|command| command == name), "there is no command {name}");
    }
    for (place, (name, ..)) in ARGUMENTS.iter().enumerate() {
        assert!(!ARGUMENTS[..place].iter().any(|before| before.0 == *name), "{name} has words twice");
        assert!(arguments.iter().any(|argument| argument == *name), "there is no argument {name}");
    }
}
