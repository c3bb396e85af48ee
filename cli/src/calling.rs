//! From what was typed to a call: the language is settled first, so that help and mistakes in the
//! call already speak it, in text or as JSON.

use crate::help;
use crate::options::{Call, ColorWhen};
use crate::output::{Output, Problem};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _};
use std::ffi::OsString;
use std::io::IsTerminal as _;
use steward_model::{Lang, Text};

/// What was typed.
pub(crate) enum Typed {
    /// A command.
    Call(Box<Call>),
    /// A wish for help or the version: the page.
    Page(String),
    /// Something that is no call.
    Wrong(Problem),
}

/// Reads the call, and how to answer it.
pub(crate) fn read(args: Vec<OsString>) -> (Output, Typed) {
    let mut output = Output { json: asks_json(&args), lang: language(&args), color: false };
    let command = help::in_words(Call::command(), output.lang);
    let color = |when| match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    match command.try_get_matches_from(args).and_then(|matches| Call::from_arg_matches(&matches)) {
        Ok(call) => {
            output.json = call.global.json;
            output.color = color(call.global.color);
            // Else what writes would look for a terminal once more, and take away what was asked for.
            match call.global.color {
                ColorWhen::Always => anstream::ColorChoice::Always.write_global(),
                ColorWhen::Never => anstream::ColorChoice::Never.write_global(),
                ColorWhen::Auto => {}
            }
            output.lang = call.global.lang.map_or(output.lang, Lang::from);
            (output, Typed::Call(Box::new(call)))
        }
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            let page = match color(ColorWhen::Auto) {
                true => error.render().ansi().to_string(),
                false => error.render().to_string(),
            };
            (output, Typed::Page(page))
        }
        Err(error) => (output, Typed::Wrong(mistake(&error))),
    }
}

fn asks_json(args: &[OsString]) -> bool {
    args.iter().any(|arg| arg == "--json")
}

/// `--lang`, else the locale: English where it begins with `en`, Chinese anywhere else.
fn language(args: &[OsString]) -> Lang {
    let mut asked = None;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            asked = args.next().and_then(|word| word.to_str()).map(str::to_owned);
        } else if let Some(word) = arg.to_str().and_then(|arg| arg.strip_prefix("--lang=")) {
            asked = Some(word.to_owned());
        }
    }
    let named = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let word = asked.or_else(|| ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(named));
    match word {
        Some(word) if word.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

/// What is wrong with a call, in our words.
fn mistake(error: &clap::Error) -> Problem {
    let context = |kind| {
        error.get(kind).map(|value| match value {
            ContextValue::Strings(list) => list.join(" "),
            ContextValue::StyledStrs(list) => {
                list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        })
    };
    let named = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let problem = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            Problem::words("no-command", "没有说要做什么", "no command was given")
        }
        ErrorKind::InvalidSubcommand => {
            let name = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            Problem::words(
                "unknown-command",
                format!("没有命令 {name}"),
                format!("there is no command `{name}`"),
            )
        }
        ErrorKind::UnknownArgument => Problem::words(
            "unknown-option",
            format!("这里不能写 {named}"),
            format!("`{named}` is not expected here"),
        ),
        ErrorKind::MissingRequiredArgument => {
            Problem::words("missing-argument", format!("还缺 {named}"), format!("{named} is missing"))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Problem::words("missing-value", format!("{named} 后面要有值"), format!("{named} needs a value"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let of = context(ContextKind::ValidValue).unwrap_or_default();
            let (zh, en) = match of.is_empty() {
                true => (String::new(), String::new()),
                false => (format!("，可以写：{of}"), format!("; it takes: {of}")),
            };
            Problem::words(
                "bad-value",
                format!("{named} 不能是“{value}”{zh}"),
                format!("{named} can't be `{value}`{en}"),
            )
        }
        ErrorKind::ArgumentConflict => Problem::words(
            "conflict",
            format!("{named} 写了两次，或与别的选项冲突"),
            format!("{named} stands twice, or conflicts with another option"),
        ),
        ErrorKind::InvalidUtf8 => {
            Problem::words("not-utf-8", "参数不是 UTF-8 文字", "an argument is not UTF-8 text")
        }
        _ => {
            let text = error.to_string();
            Problem::words("bad-call", text.clone(), text)
        }
    };
    // Of several, clap names the nearest last.
    let nearest = |kind| match error.get(kind)? {
        ContextValue::Strings(list) => list.last().cloned(),
        other => Some(other.to_string()),
    };
    let meant = nearest(ContextKind::SuggestedSubcommand)
        .or_else(|| nearest(ContextKind::SuggestedArg))
        .or_else(|| nearest(ContextKind::SuggestedValue));
    match meant {
        Some(meant) => {
            problem.help(Text::new(format!("是不是 {meant}？"), format!("did you mean `{meant}`?")))
        }
        None => problem.help(Text::new(
            "steward --help 列出全部命令和例子",
            "`steward --help` lists the commands, each with an example",
        )),
    }
}
