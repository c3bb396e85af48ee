//! What is no rhai at all, told in both languages.
//!
//! The parser stops at the first thing it can't read, so a file has at most one of these.

use crate::source::Source;
use rhai::{LexError, ParseError, ParseErrorType as P};
use steward_model::{Diagnostic, Fix, Place, Severity, Text};

/// The finding that a parser's error is.
pub(crate) fn finding(source: &Source, error: &ParseError) -> Diagnostic {
    let mut place = source.word(error.position());
    if let Some(plain) = half_width(source.at(&place)) {
        return full_width(source, place, plain);
    }
    let (message, help) = words(error.err_type());
    let mut fix = None;
    // The parser notices a missing end of a statement only at the next one, on another line.
    if matches!(error.err_type(), P::MissingToken(token, _) if token == ";")
        && let Some(end) = source.end_before(&place)
    {
        fix = Some(Fix { place: Place { start: end.end, ..end.clone() }, with: ";".to_owned() });
        place = end;
    }
    Diagnostic {
        code: "rule-syntax",
        severity: Severity::Error,
        message,
        place,
        label: None,
        also: Vec::new(),
        help,
        fix,
    }
}

/// The finding of a file that is too long to be one of rules.
pub(crate) fn too_long(source: &Source, most: usize) -> Diagnostic {
    Diagnostic {
        code: "rule-too-long",
        severity: Severity::Error,
        message: Text::new(
            format!("规则文件太长，最多 {} KB", most / 1024),
            format!("a file of rules has at most {} KB", most / 1024),
        ),
        place: Place::top_of(source.path()),
        label: None,
        also: Vec::new(),
        help: Some(Text::new("分成几个文件，每个流程一个", "split it, one file for each workflow")),
        fix: None,
    }
}

fn full_width(source: &Source, place: Place, plain: &'static str) -> Diagnostic {
    let written = source.at(&place).to_owned();
    Diagnostic {
        code: "rule-full-width",
        severity: Severity::Error,
        message: Text::new(
            format!("“{written}”是全角标点，规则里要用半角的 {plain}"),
            format!("`{written}` is full-width; rules are written with {plain}"),
        ),
        place: place.clone(),
        label: None,
        also: Vec::new(),
        help: None,
        fix: Some(plain_line(source, place)),
    }
}

/// This sign and those after it in its line as plain punctuation, texts in quotes left as they are.
fn plain_line(source: &Source, place: Place) -> Fix {
    let rest = source.line_from(&place);
    let mut with = String::with_capacity(rest.len());
    // What closes the text that is open.
    let mut closing = None;
    // Up to which byte of the line, and of the mended one, something was full-width.
    let mut changed = (0, 0);
    for (at, sign) in rest.char_indices() {
        let in_text = closing.is_some_and(|closing| closing != sign);
        closing = match (closing, sign) {
            (None, '"') => Some('"'),
            (None, '“') => Some('”'),
            (closing, _) => closing.filter(|_| in_text),
        };
        match half_width(&rest[at..at + sign.len_utf8()]).filter(|_| !in_text) {
            Some(plain) => {
                with.push_str(plain);
                changed = (at + sign.len_utf8(), with.len());
            }
            None => with.push(sign),
        }
    }
    with.truncate(changed.1);
    Fix { place: Place { end: place.start + changed.0, ..place }, with }
}

/// The plain form of a sign that a Chinese keyboard writes full-width.
fn half_width(written: &str) -> Option<&'static str> {
    Some(match written {
        "（" => "(",
        "）" => ")",
        "｛" => "{",
        "｝" => "}",
        "【" | "［" => "[",
        "】" | "］" => "]",
        "，" | "、" => ",",
        "；" => ";",
        "：" => ":",
        "。" | "．" => ".",
        "“" | "”" | "＂" | "‘" | "’" => "\"",
        "＝" => "=",
        "！" => "!",
        "＜" => "<",
        "＞" => ">",
        "＃" => "#",
        _ => return None,
    })
}

fn words(error: &P) -> (Text, Option<Text>) {
    let plain = |zh: String, en: String| (Text::new(zh, en), None);
    match error {
        P::UnexpectedEOF => plain(
            "文件到这里就断了，后面少了东西".into(),
            "the file ends here, though something is missing".into(),
        ),
        P::MissingToken(token, _) if token == "}" => (
            Text::new("少了一个 }", "a } is missing"),
            Some(Text::new("每个 { 都要有对应的 }", "every { needs its }")),
        ),
        P::MissingToken(token, _) => plain(format!("这里少了 {token}"), format!("{token} is missing here")),
        P::ExprExpected(_) => plain("这里少了一个值".into(), "a value is missing here".into()),
        P::BadInput(LexError::UnterminatedString) => (
            Text::new("这段文字的引号没有结束", "this text has no closing quote"),
            Some(Text::new("在末尾补上 \"", "write \" at its end")),
        ),
        P::BadInput(LexError::StringTooLong(most)) => {
            plain(format!("这段文字太长，最多 {most} 字节"), format!("this text is longer than {most} bytes"))
        }
        P::BadInput(LexError::UnexpectedInput(sign)) => {
            plain(format!("这里不能写“{sign}”"), format!("`{sign}` can't stand here"))
        }
        P::BadInput(LexError::ImproperSymbol(word, _)) | P::UnknownOperator(word) if word == "=" => (
            Text::new("条件里不能用 =", "= can't stand in a condition"),
            Some(Text::new("比较用 ==", "two things are compared with ==")),
        ),
        P::Reserved(word) | P::BadInput(LexError::ImproperSymbol(word, _)) => {
            (Text::new(format!("规则里不能用“{word}”"), format!("`{word}` can't be used in rules")), None)
        }
        P::FnMissingParams(name) => plain(
            format!("函数“{name}”少了参数，写成 fn {name}(case)"),
            format!("the function `{name}` has no parameters; write fn {name}(case)"),
        ),
        P::FnMissingBody(name) => {
            plain(format!("函数“{name}”少了 {{ }}"), format!("the function `{name}` has no {{ }}"))
        }
        P::FnDuplicatedDefinition(name, _) => {
            plain(format!("函数“{name}”写了两次"), format!("there are two functions `{name}`"))
        }
        P::WrongFnDefinition => {
            plain("函数不能写在另一个函数里面".into(), "a function can't stand inside another".into())
        }
        P::ExprTooDeep => plain(
            "这里嵌套得太深，拆成几个函数".into(),
            "this is nested too deeply; split it into functions".into(),
        ),
        P::AssignmentToConstant(name) => {
            plain(format!("“{name}”是 const，不能再改"), format!("`{name}` is a const and can't be changed"))
        }
        other => plain(format!("看不懂这里的写法：{other}"), format!("this can't be read: {other}")),
    }
}
