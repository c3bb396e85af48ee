//! What went wrong at work, in words people can act on.
//!
//! Errors that our own verbs raise carry their text along; those of rhai are put into both
//! languages here. Either way the line is that of the innermost call, where the cause is.

use rhai::{Dynamic, EvalAltResult, Position};
use steward_case::Fault;
use steward_model::Text;

/// An error of ours on its way through rhai.
#[derive(Clone)]
struct Said(Text);

/// An error that says this. rhai adds the position of the call.
pub(crate) fn said(text: Text) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(Dynamic::from(Said(text)), Position::NONE).into()
}

/// The fault that an error of a rule is, in the file at `path`.
///
/// What stops a rule from outside (too much work, too deep calls) has no line of its own; then it is
/// that of the function asked.
pub(crate) fn fault(path: &str, asked: Position, mut error: EvalAltResult) -> Fault {
    let mut line = error.position().line();
    while let EvalAltResult::ErrorInFunctionCall(_, _, cause, _) = error {
        error = *cause;
        line = error.position().line().or(line);
    }
    let place = line.or(asked.line()).map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"));
    // The place says where; rhai would say it again in its sentence.
    error.clear_position();
    Fault { place, text: text(&error) }
}

fn text(error: &EvalAltResult) -> Text {
    use EvalAltResult as E;
    match error {
        E::ErrorRuntime(value, _) => match value.read_lock::<Said>() {
            Some(said) => said.0.clone(),
            None => Text::new(format!("规则自己报错：{value}"), format!("the rule says: {value}")),
        },
        E::ErrorTooManyOperations(_) => Text::new(
            format!("规则做的事太多，超过 {} 步，已停止", crate::sandbox::MOST_OPERATIONS),
            format!("the rule was stopped after {} operations", crate::sandbox::MOST_OPERATIONS),
        ),
        E::ErrorStackOverflow(_) => Text::new(
            "规则的函数互相调用太深，已停止",
            "the rule was stopped: its functions call each other too deeply",
        ),
        E::ErrorDataTooLarge(what, _) => Text::new(
            format!("规则里的数据太大（{what}），已停止"),
            format!("the rule was stopped: its data grew too large ({what})"),
        ),
        E::ErrorTooManyVariables(_) => {
            Text::new("规则的变量太多，已停止", "the rule was stopped: too many variables")
        }
        E::ErrorVariableNotFound(name, _) => {
            Text::new(format!("没有名为“{name}”的变量"), format!("there is no `{name}`"))
        }
        E::ErrorFunctionNotFound(call, _) => {
            // What rhai calls a text when it lists the types of a call.
            let call = call.replace("&str | ImmutableString | String", "string");
            Text::new(
                format!("没有可以这样调用的函数：{call}"),
                format!("there is no function that could be called as {call}"),
            )
        }
        E::ErrorPropertyNotFound(name, _) => {
            Text::new(format!("没有“{name}”这一项"), format!("there is no `{name}` in it"))
        }
        E::ErrorMismatchDataType(wanted, given, _) => Text::new(
            format!("类型不对：要 {wanted}，给的是 {given}"),
            format!("wrong type: {wanted} is wanted, {given} was given"),
        ),
        E::ErrorDotExpr(what, _) if what.ends_with("'()'") => Text::new(
            "这里是空的：这个时刻没有步骤或时限，或字段没有填；先用 != () 问",
            "this is empty: there is no step or limit at this moment, or a field is not filled; ask first with != ()",
        ),
        E::ErrorFor(_) => Text::new("for 只能逐个走过列表", "`for` can only go through a list"),
        E::ErrorArithmetic(what, _) => {
            Text::new(format!("算不出来：{what}"), format!("this can't be computed: {what}"))
        }
        E::ErrorArrayBounds(length, at, _) | E::ErrorStringBounds(length, at, _) => Text::new(
            format!("只有 {length} 项，没有第 {at} 项"),
            format!("there are {length} items, none at {at}"),
        ),
        other => Text::new(format!("规则出错：{other}"), format!("the rule failed: {other}")),
    }
}
