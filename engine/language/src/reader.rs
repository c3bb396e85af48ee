//! Reading a map: keys are taken by their word from the table, and whatever stays behind, is
//! missing or has the wrong shape becomes a finding.
//!
//! ```text
//! let mut keys = MapReader::<RoleKey>::open(node, findings)?;
//! let title = keys.take(RoleKey::Title).map(|node| reader::text(node, findings));
//! let superior = keys.take(RoleKey::Superior);
//! keys.finish("岗位", "a role");
//! ```
//!
//! A node that stands empty (`key:` with nothing behind it) was reported when the tree was read, so
//! every function here answers `None` for it and says nothing more.

use crate::findings::{Findings, error};
use crate::full_width;
use crate::tree::{Entry, Kind, Node};
use crate::words::{BoolWord, LangWord, Words};
use std::collections::BTreeSet;
use std::marker::PhantomData;
use steward_model::{Place, Text};

/// A map whose keys have a meaning.
#[derive(Debug)]
pub(crate) struct MapReader<'a, K> {
    node: &'a Node,
    entries: &'a [Entry],
    taken: BTreeSet<&'static str>,
    findings: &'a Findings,
    keys: PhantomData<K>,
}

impl<'a, K: Words> MapReader<'a, K> {
    /// Begins to read a node as a map. Unknown keys, and keys of a later version, are reported
    /// here; `None` when the node is no map.
    pub(crate) fn open(node: &'a Node, findings: &'a Findings) -> Option<Self> {
        let entries = map(node, findings, K::PLACE_ZH, K::PLACE_EN)?;
        // Of a map of thousands of strange keys each is met with the words that are still free.
        let written: BTreeSet<&str> = entries.iter().map(|entry| &*entry.key).collect();
        for entry in entries.iter().filter(|entry| K::find(&entry.key).is_none()) {
            unknown_key::<K>(entry, &written, findings);
        }
        Some(Self { node, entries, taken: BTreeSet::new(), findings, keys: PhantomData })
    }

    /// The value of a key. `None` when the key is not there or stands empty.
    pub(crate) fn take(&mut self, key: K) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.value).filter(|node| !matches!(node.kind, Kind::Empty))
    }

    /// A key with its value, empty or not.
    pub(crate) fn entry(&mut self, key: K) -> Option<&'a Entry> {
        self.taken.insert(key.en());
        self.find(key)
    }

    /// The value of a key that must be there.
    pub(crate) fn required(&mut self, key: K) -> Option<&'a Node> {
        if self.find(key).is_none() && !self.is_misspelt(&[key]) {
            let key = key.en();
            self.findings.add(
                error(
                    "missing-key",
                    self.node.head(),
                    format!("{}缺少 `{key}`", spaced(K::PLACE_ZH).trim_start()),
                    format!("`{key}` is missing in {}", K::PLACE_EN),
                )
                .help(format!("加上 `{key}: …`"), format!("write `{key}: …`")),
            );
        }
        self.take(key)
    }

    /// Whether one of these keys is there under a slip of the pen, which was reported as that.
    pub(crate) fn is_misspelt(&self, keys: &[K]) -> bool {
        let meant = |entry: &Entry| K::nearest(&entry.key).filter(|_| K::find(&entry.key).is_none());
        self.entries.iter().filter_map(meant).any(|near| keys.iter().any(|key| key.en() == near))
    }

    /// Where a key is written, when it is there.
    pub(crate) fn place(&self, key: K) -> Option<&'a Place> {
        self.find(key).map(|entry| &entry.key_place)
    }

    /// Where the map is written, for what is wrong with it as a whole.
    pub(crate) fn head(&self) -> &'a Place {
        self.node.head()
    }

    /// Reports the keys that nobody took: they are words of the language, but not here. `zh` and
    /// `en` name the place: 一个等待步骤, `a step that waits`.
    pub(crate) fn finish(self, zh: &str, en: &str) {
        for entry in self.entries {
            let known = K::find(&entry.key).filter(|key| !self.taken.contains(key.en()));
            if known.is_some() {
                let key = &entry.key;
                self.findings.add(
                    error(
                        "misplaced-key",
                        &entry.key_place,
                        format!("`{key}` 在{}里没有意义", spaced(zh)),
                        format!("`{key}` has no meaning in {en}"),
                    )
                    .help("删掉它", "leave it out"),
                );
            }
        }
    }

    fn find(&self, key: K) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key == key.en())
    }
}

/// A name inside Chinese text: a space on each side where it begins or ends in Latin letters.
fn spaced(name: &str) -> String {
    let before = if name.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    let after = if name.ends_with(|c: char| c.is_ascii()) { " " } else { "" };
    format!("{before}{name}{after}")
}

fn unknown_key<K: Words>(entry: &Entry, written: &BTreeSet<&str>, findings: &Findings) {
    let (key, place) = (&entry.key, &entry.key_place);
    if K::is_later(key) {
        findings.add(not_yet(place, key));
        return;
    }
    // A full-width sign is what is wrong with a key that is one without it.
    let mended = full_width::mended(key).filter(|mended| K::find(mended).is_some());
    if let Some(mended) = mended {
        findings.add(full_width::finding(place, key, mended));
        return;
    }
    let draft = error(
        "unknown-key",
        place,
        format!("`{key}` 不是{}的键", spaced(K::PLACE_ZH)),
        format!("`{key}` is no key of {}", K::PLACE_EN),
    );
    let free = |word: K| !written.contains(word.en());
    let meant_word =
        K::ALL.iter().find(|word| free(**word) && is_numbered(key, **word)).map(|word| word.en());
    let meant_word = meant_word.or_else(|| K::nearest_of(key, free));
    if meant_word.is_some_and(|word| crate::words::SECRETS.contains(&word)) {
        // A password behind a misspelt key is no less a password: it may not be shown.
        crate::lower::secret::secret(&entry.value, findings);
    }
    findings.add(match meant_word {
        Some(word) => meant(draft, place, word),
        None if REMARKS.contains(&key.as_str()) => {
            draft.help("写给人看的话写成注释：`# 话`", "a remark is written as a comment: `# so`")
        }
        None => {
            let list = K::list();
            draft.help(format!("可用的键：{list}"), format!("the keys are: {list}"))
        }
    });
}

/// Keys under which people write what is for people alone.
const REMARKS: [&str; 8] = ["备注", "注意", "注", "描述", "note", "notes", "comment", "remark"];

/// Whether a key is a word with the number of a chapter before it: `一、标题`, `2. 步骤`.
fn is_numbered<K: Words>(key: &str, word: K) -> bool {
    let rest = [word.zh(), word.en()].into_iter().find_map(|word| key.strip_suffix(word));
    rest.is_some_and(|number| {
        let of_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十（）()、.．,， 　".contains(c);
        !number.is_empty() && number.chars().all(of_number)
    })
}

/// Completes a finding about a word with the right one.
pub(crate) fn meant(draft: crate::findings::Draft, place: &Place, word: &str) -> crate::findings::Draft {
    draft.help(format!("是不是 `{word}`？"), format!("did you mean `{word}`?")).fix(place, word)
}

/// Completes a finding about a name with the right one.
pub(crate) fn called(draft: crate::findings::Draft, place: &Place, name: &str) -> crate::findings::Draft {
    meant(draft, place, name).naming(name)
}

/// The finding about a word that comes in a later version.
pub(crate) fn not_yet(place: &Place, word: &str) -> crate::findings::Draft {
    error(
        "not-yet",
        place,
        format!("`{word}` 要到以后的版本才有"),
        format!("`{word}` comes in a later version"),
    )
    .help("现在先去掉它", "leave it out for now")
}

/// The finding about a node of the wrong shape: what was wanted, in both languages.
pub(crate) fn wrong_shape(node: &Node, zh: &str, en: &str) -> crate::findings::Draft {
    let (got_zh, got_en) = match &node.kind {
        Kind::Scalar(_) => ("一段文字", "a text"),
        Kind::Map(_) => ("键和值", "keys and values"),
        Kind::List(_) => ("一个列表", "a list"),
        Kind::Empty => ("空的", "nothing"),
    };
    error(
        "wrong-shape",
        node.head(),
        format!("这里要写{zh}，写的却是{got_zh}"),
        format!("{en} is wanted here, not {got_en}"),
    )
}

/// The entries of a map whose keys are names. `zh` and `en` say what the map holds.
pub(crate) fn map<'a>(node: &'a Node, findings: &Findings, zh: &str, en: &str) -> Option<&'a [Entry]> {
    match &node.kind {
        Kind::Map(entries) => Some(entries),
        Kind::Empty => None,
        Kind::Scalar(_) if !node.meant_as_keys().is_empty() => {
            node.meant_as_keys().into_iter().for_each(|draft| findings.add(draft));
            None
        }
        _ => {
            let draft = wrong_shape(node, "键和值", "a map of keys and values").help(
                format!("写出{}的键和值：`键: 值`，每行一个，或写在 `{{ }}` 里", spaced(zh)),
                format!("write the keys of {en} as `key: value`, one a line or inside `{{ }}`"),
            );
            findings.add(draft);
            None
        }
    }
}

/// The items of a list.
pub(crate) fn list<'a>(node: &'a Node, findings: &Findings) -> Option<&'a [Node]> {
    match &node.kind {
        Kind::List(items) => Some(items),
        Kind::Empty => None,
        Kind::Scalar(scalar) if full_width::mended(&scalar.text).is_some() => {
            let mended = full_width::mended(&scalar.text).unwrap_or_default();
            let mended = if mended.starts_with('[') { mended } else { format!("[{mended}]") };
            findings.add(full_width::finding(&node.place, &scalar.text, mended));
            None
        }
        Kind::Scalar(scalar) => {
            let mended = format!("[{}]", scalar.text.trim_matches(['[', ']']));
            findings.add(
                wrong_shape(node, "一个列表", "a list")
                    .help(format!("写成 `{mended}`"), format!("write `{mended}`"))
                    .fix(&node.place, mended),
            );
            None
        }
        Kind::Map(_) => {
            let help = wrong_shape(node, "一个列表", "a list");
            findings.add(help.help("每一项前面写 `- `", "begin each item with `- `"));
            None
        }
    }
}

/// The items of a list, or the one thing that stands in its place: `owner` or `[owner, superior]`.
pub(crate) fn one_or_many(node: &Node) -> &[Node] {
    match &node.kind {
        Kind::List(items) => items,
        Kind::Empty => &[],
        _ => std::slice::from_ref(node),
    }
}

/// The text of a scalar. `zh` and `en` say what is wanted when it is none.
pub(crate) fn scalar<'a>(node: &'a Node, findings: &Findings, zh: &str, en: &str) -> Option<&'a str> {
    match &node.kind {
        Kind::Scalar(scalar) if scalar.text.trim().is_empty() => {
            let draft = error("no-value", &node.place, "这里是空的", "nothing is written here");
            findings.add(draft.help(format!("写上{zh}"), format!("write {en}")));
            None
        }
        Kind::Scalar(scalar) => Some(&scalar.text),
        Kind::Empty => None,
        Kind::Map(_) | Kind::List(_) => {
            findings.add(wrong_shape(node, zh, en));
            None
        }
    }
}

/// A text that people read: plain, or one for each language. A language left out reads the other.
pub(crate) fn text(node: &Node, findings: &Findings) -> Option<Text> {
    if !matches!(node.kind, Kind::Map(_)) {
        return scalar(node, findings, "一段文字，或 `{ zh: …, en: … }`", "a text, or `{ zh: …, en: … }`,")
            .map(|text| Text::plain(text.trim()));
    }
    if let [only] = node.entries()
        && LangWord::find(&only.key).is_none()
        && let Kind::Scalar(value) = &only.value.kind
    {
        // `- 现场: 已清理` was meant as one text.
        let draft = error(
            "needs-quotes",
            &only.key_place,
            "文字里有冒号时要加引号",
            "a text that holds a colon is written in quotes",
        );
        findings.add(draft.fix(&node.place, crate::tree::quote(&format!("{}: {}", only.key, value.text))));
        return None;
    }
    let mut keys = MapReader::<LangWord>::open(node, findings)?;
    let mut one = |key| {
        let node = keys.take(key)?;
        scalar(node, findings, "一段文字", "a text").map(|text| text.trim().to_owned())
    };
    let found = match (one(LangWord::Zh), one(LangWord::En)) {
        (Some(zh), Some(en)) => Some(Text { zh, en }),
        (Some(text), None) | (None, Some(text)) => Some(Text::plain(text)),
        (None, None) => None,
    };
    if node.entries().is_empty() {
        findings.add(
            error("no-value", &node.place, "这里是空的", "nothing is written here")
                .help("写上文字，或删掉这个键", "write a text, or leave the key out"),
        );
    }
    found
}

/// A word that has a meaning at its place.
pub(crate) fn word<K: Words>(node: &Node, findings: &Findings) -> Option<K> {
    let text = scalar(node, findings, &K::list(), &K::list())?;
    let found = K::find(text);
    if found.is_none() {
        findings.add(unknown_word::<K>(&node.place, text));
    }
    found
}

/// The finding about a word that its place does not know.
pub(crate) fn unknown_word<K: Words>(place: &Place, text: &str) -> crate::findings::Draft {
    if K::is_later(text) {
        return not_yet(place, text);
    }
    let (list, zh, en) = (K::list(), K::PLACE_ZH, K::PLACE_EN);
    let said_zh = match K::TABLE.name == BoolWord::TABLE.name {
        true => format!("这里写 `true` 或 `false`，不能写 `{text}`"),
        false => format!("{}不能是 `{text}`", spaced(zh).trim_start()),
    };
    let draft = error("unknown-word", place, said_zh, format!("`{text}` is no word for {en}"));
    match K::nearest(text) {
        Some(word) => meant(draft, place, word),
        None if K::ALL.len() == 1 => draft.help(format!("写 `{list}`"), format!("write `{list}`")),
        None => draft.help(format!("可用的词：{list}"), format!("the words are: {list}")),
    }
}

/// Yes or no.
pub(crate) fn yes(node: &Node, findings: &Findings) -> Option<bool> {
    word::<BoolWord>(node, findings).map(|word| word == BoolWord::True)
}

/// A whole number between two bounds. `zh` and `en` name what is counted.
pub(crate) fn number(
    node: &Node,
    findings: &Findings,
    bounds: std::ops::RangeInclusive<u32>,
    (zh, en): (&str, &str),
) -> Option<u32> {
    let text = scalar(node, findings, "一个整数", "a whole number")?;
    let found = text.parse().ok().filter(|number| bounds.contains(number));
    if found.is_none() {
        let (least, most) = (bounds.start(), bounds.end());
        let draft = error(
            "bad-number",
            &node.place,
            format!("{zh}不能是 `{text}`"),
            format!("{en} can't be `{text}`"),
        );
        findings.add(match counted(text).filter(|number| bounds.contains(number)) {
            Some(number) => meant(draft, &node.place, &number.to_string()),
            None => draft.help(
                format!("写 {least} 到 {most} 的整数"),
                format!("write a whole number from {least} to {most}"),
            ),
        });
    }
    found
}

/// The number in `3次`, `两张`, `３`.
fn counted(text: &str) -> Option<u32> {
    let text = text.trim();
    let bare = text.trim_end_matches(['次', '个', '张', '轮', '人', '份', '版', '条', '位']);
    let said = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let digit = |c: char| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        c => c,
    };
    match said.iter().position(|number| *number == bare) {
        Some(number) => u32::try_from(number).ok(),
        None if bare == "两" => Some(2),
        None => bare.chars().map(digit).collect::<String>().parse().ok(),
    }
}
