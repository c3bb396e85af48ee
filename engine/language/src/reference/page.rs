//! The pages of the reference as Markdown: Chinese first, English below it.

use super::entries::{self, Entry, PAGES, Place};
use super::example::{self, Example};
use super::takes::{guard_of, takes};
use super::{in_chinese, phrase_shape};
use crate::words::grammar::{Keys, Shape, all_keys};
use crate::words::{Table, all_tables};
use std::fmt::Write as _;
use steward_model::Files;

/// A page of the reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The name of its file in `docs/language`.
    pub name: String,
    /// Its text, in Markdown.
    pub text: String,
}

/// Stands at the head of each page.
const MADE: &str = "<!-- 由程序生成，请勿手改 / made by the program: STEWARD_BLESS=1 cargo nextest run -p steward-tests reference -->";

/// All pages, the index first. `examples` is the handbook that the examples are cut from.
pub fn pages(examples: &Files) -> Vec<Page> {
    let examples = example::all(examples);
    let mut pages = vec![Page { name: "README.md".to_owned(), text: index() }];
    for (name, zh, en, _) in PAGES {
        let mut text = format!("{MADE}\n# {zh} · {en}\n\n[目录 / Contents](README.md)\n");
        let places = entries::all().iter().find(|(page, _)| *page == name);
        for place in places.iter().flat_map(|(_, places)| places) {
            text.push_str(&section(place, &examples));
        }
        pages.push(Page { name: format!("{name}.md"), text });
    }
    pages
}

/// What holds in every file.
const READING: &str = "
## 文件怎样读 · How a file is read

- 缩进用空格，冒号后面空一格，`#` 前面空一格才是注释；用半角标点：`:` `,` `[ ]`，不用 `：` `，` `【 】`。
  Indent with spaces, a space after each colon, and one before the `#` of a comment; no full-width punctuation.
- 值就是写下的文字，由键决定意思：`2.10`、`08:00`、`+86138…` 都照原样读。文字里有 `: ` 或 ` #` 时加引号。
  A value is the text that was written, and the key says what it means. Quote a text that holds `: ` or ` #`.
- `{ }` 里用逗号隔开；值里有逗号或方括号的，给值加引号。
  Entries in `{ }` are parted by commas; quote a value that holds a comma or brackets.
- 名称可以用任何文字、数字、`-`、`_`，不用空格；字段名不用 `-`。岗位、项目、人员可以写编号，也可以写名称。
  A name is letters of any script, digits, `-` and `_`, without spaces; a field's has no `-`. Roles, estates and people are
  called by id or by title.
- 警告是有意的，就在那一行注明原因：`# 管家：允许 编码，原因`。
  A warning that is meant is allowed at its line: `# steward: allow CODE — the reason`.
- 规则（`rules/*.rhai`）能做什么，`rules/standard.rhai` 里的注释都列出来了。
  What rules can do is listed in the comments of `rules/standard.rhai`.
";

fn index() -> String {
    let mut text = format!(
        "{MADE}\n# 流程语言参考 · The language\n\n\
         从[写第一个流程](first-process.md)开始；下面是每个键、每个词的说明。每个例子都取自[例子手册](handbook)，\
         它通过检查，也跑通场景。\n\n\
         Begin with [your first process](first-process.md); below, every key and word is told. Every example is taken \
         from the [handbook of examples](handbook), which passes its own checks and scenarios.\n\n\
         一个文件用中文词或英文词都可以，意思完全一样；`steward fmt --words zh` 和 `--words en` 互相转换。\
         岗位、步骤、字段的名称随你写，不会被转换。\n\n\
         A file may be written in Chinese words or in English ones and means the same; `steward fmt --words zh` and \
         `--words en` turn one into the other. Names of roles, steps and fields are yours and stay.\n\n\
         用 VS Code 等编辑器装上 YAML 扩展，示例手册的文件打开就有补全、说明和检查：每个文件第一行写着它的 schema，\
         在 `schemas/` 里。自己新建的文件照样加上那一行；`steward schema workflow` 打印最新的。\n\n\
         In an editor with a YAML language server (VS Code's YAML extension, say) the files of the example complete, \
         explain and check themselves: the first line of each names its schema in `schemas/`. Give files of your own that \
         line too; `steward schema workflow` prints the newest.\n{READING}"
    );
    for ((name, zh, en, _), (_, places)) in PAGES.iter().zip(entries::all()) {
        let _ = write!(text, "\n## [{zh} · {en}]({name}.md)\n\n");
        for place in places {
            let _ = writeln!(
                text,
                "- [{} · {}]({name}.md#{})：{}",
                place.title.zh,
                place.title.en,
                place.anchor,
                listed(place)
            );
        }
    }
    text
}

/// The words of a place in a row, each in both vocabularies.
fn listed(place: &Place) -> String {
    let Some(table) = all_tables().find(|table| table.name == place.table) else {
        let words = place.entries.iter().map(|entry| format!("`{}`", entry.word));
        return words.collect::<Vec<_>>().join(" ");
    };
    let words = place.entries.iter().filter_map(|entry| {
        let (en, zh) = table.words.iter().find(|(en, _)| *en == entry.word)?;
        let anchor = entries::whereabouts(place.table).filter(|_| table.name.ends_with("Key"));
        Some(match anchor {
            Some((page, anchor)) => format!("[{zh}]({page}.md#{anchor}-{en}) `{en}`"),
            None => format!("{zh} `{en}`"),
        })
    });
    words.collect::<Vec<_>>().join(" · ")
}

fn section(place: &Place, examples: &[Example]) -> String {
    let mut text = format!(
        "\n<a id=\"{}\"></a>\n## {} · {}\n\n{}\n\n{}\n",
        place.anchor, place.title.zh, place.title.en, place.text.zh, place.text.en
    );
    if let Some(shape) = phrase_shape(place.table) {
        text.push_str(&phrases(place, &shape));
        return text;
    }
    let Some(table) = all_tables().find(|table| table.name == place.table) else { return text };
    match all_keys().into_iter().find(|keys| keys.table.name == place.table) {
        Some(keys) => {
            for entry in &place.entries {
                text.push_str(&key(place, entry, keys, examples));
            }
        }
        None => text.push_str(&words(place, table, examples)),
    }
    text
}

fn key(place: &Place, entry: &Entry, keys: Keys, examples: &[Example]) -> String {
    let Some(at) = keys.table.words.iter().position(|(en, _)| *en == entry.word) else {
        return String::new();
    };
    let (en, zh) = keys.table.words[at];
    let shape = keys.shape(at);
    let holds_guard = match &shape {
        Shape::Guard => true,
        // A story sets values; only a step computes them.
        Shape::Named(inner) => matches!(**inner, Shape::Guard),
        _ => false,
    };
    let takes = guard_of(en).filter(|_| holds_guard).unwrap_or_else(|| takes(&shape));
    let mut text = format!(
        "\n<a id=\"{0}-{en}\"></a>\n### {zh} · `{en}`\n\n{1}\n\n{2}\n\n- 写什么 · takes: {3} · {4}\n",
        place.anchor, entry.text.zh, entry.text.en, takes.zh, takes.en
    );
    if keys.is_required(at) {
        text.push_str("- 必须写 · must be there\n");
    } else if let Some(default) = &entry.default {
        let both = if default.zh == default.en {
            default.zh.clone()
        } else {
            format!("{} · {}", default.zh, default.en)
        };
        let _ = writeln!(text, "- 不写时 · left out: {both}");
    }
    let name = format!("{}.{en}", place.anchor);
    text.push_str(&shown(examples.iter().find(|example| example.of == name)));
    text
}

/// An example in both vocabularies.
fn shown(example: Option<&Example>) -> String {
    example.map_or_else(String::new, |example| {
        format!("\n```yaml\n{}\n```\n\n```yaml\n{}\n```\n", example.zh, example.en)
    })
}

fn words(place: &Place, table: &Table, examples: &[Example]) -> String {
    let mut text = "\n| 中文 | English | 意思 | Meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for entry in &place.entries {
        let Some((en, zh)) = table.words.iter().find(|(en, _)| *en == entry.word) else { continue };
        let _ = writeln!(text, "| {zh} | `{en}` | {} | {} |", entry.text.zh, entry.text.en);
    }
    let names: Vec<String> =
        place.entries.iter().map(|entry| format!("{}.{}", place.anchor, entry.word)).collect();
    text.push_str(&shown(examples.iter().find(|example| names.contains(&example.of))));
    text
}

fn phrases(place: &Place, shape: &Shape) -> String {
    let mut text = "\n| 中文写法 | English | 意思 | Meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for entry in &place.entries {
        let chinese = in_chinese(shape, entry.word);
        let _ = writeln!(text, "| `{chinese}` | `{}` | {} | {} |", entry.word, entry.text.zh, entry.text.en);
    }
    text
}
