//! What `--help` says, in the reader's language: what each command is for, an example of it, and
//! what each argument means. One table, so that a command without words fails a test.

mod table;

use clap::{Arg, ArgAction, Command};
use steward_model::Lang;
use table::{ABOUT, ARGUMENTS};

const INTRO: (&str, &str) = (
    "管家 · 让物业手册自己运转：盯时限、催办、升级、留痕",
    "Steward · an operations handbook that runs itself: limits watched, people told, everything on record",
);

const FIRST: (&str, &str) = (
    "先看演示：steward demo\n新建手册：steward init handbook && steward --dir handbook check\n每个命令都有例子：steward open --help",
    "See it at work:   steward demo\nA new handbook:   steward init handbook && steward --dir handbook check\nEvery command has an example:   steward open --help",
);

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The command line with all its words in one language.
pub(crate) fn in_words(command: Command, lang: Lang) -> Command {
    let say = |zh, en| pick(lang, zh, en);
    let template = say(
        "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
    );
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .about(say(INTRO.0, INTRO.1))
        .after_help(say(FIRST.0, FIRST.1))
        .subcommand_help_heading(say("命令", "Commands"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true))
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version))
        .help_template(template);
    command = command.mut_args(|arg| described(arg, lang, say("通用选项", "Global options"), ""));
    for name in names {
        command = command.mut_subcommand(name, |sub| one(sub, lang, template));
    }
    command
}

fn one(command: Command, lang: Lang, template: &'static str) -> Command {
    let say = |zh, en| pick(lang, zh, en);
    let inner: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let Some(&(name, zh, en, examples)) = ABOUT.iter().find(|about| about.0 == command.get_name()) else {
        return command;
    };
    let examples: Vec<String> = examples.iter().map(|line| format!("  {line}")).collect();
    let mut command = command
        .about(say(zh, en))
        .after_help(format!("{}\n{}", say("例：", "Examples:"), examples.join("\n")))
        .subcommand_help_heading(say("命令", "Commands"))
        .help_template(template);
    command = command.mut_args(|arg| {
        let heading = match arg.is_positional() {
            true => say("参数", "Arguments"),
            false => say("选项", "Options"),
        };
        described(arg, lang, heading, name)
    });
    for name in inner {
        command = command.mut_subcommand(name, |sub| one(sub, lang, template));
    }
    command
}

fn described(arg: Arg, lang: Lang, heading: &'static str, command: &str) -> Arg {
    let called = |wanted: &str| ARGUMENTS.iter().find(|(name, ..)| *name == wanted);
    let id = arg.get_id().as_str();
    let words = called(&format!("{command} {id}")).or_else(|| called(id)).map(|(_, zh, en)| (*zh, *en));
    let takes_value = arg.get_action().takes_values();
    let arg = arg.help_heading(heading).hide_possible_values(takes_value).hide_env(true);
    match words {
        Some((zh, en)) => arg.help(pick(lang, zh, en)),
        None => arg,
    }
}

#[cfg(test)]
mod tests;
