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
        for entry in entries.iter().filter(|entry| K::find(&entry.key).is_none()) {
            unknown_key::<K>(entry, entries, findings);
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

fn unknown_key<K: Words>(entry: &Entry, all: &[Entry], findings: &Findings) {
    let (key, place) = (&entry.key, &entry.key_place);
    if K::is_later(key) {
        findings.add(not_yet(place, key));
        return;
    }
    if let Some(mended) = full_width::mended(key) {
        findings.add(full_width::finding(place, key, mended));
        return;
    }
    let draft = error(
        "unknown-key",
        place,
        format!("`{key}` 不是{}的键", spaced(K::PLACE_ZH)),
        format!("`{key}` is no key of {}", K::PLACE_EN),
    );
    let meant_word = K::nearest_of(key, |word| !all.iter().any(|other| other.key == word.en()));
    if meant_word.is_some_and(|word| crate::words::SECRETS.contains(&word)) {
        // A password behind a misspelt key is no less a password: it may not be shown.
        crate::lower::secret::secret(&entry.value, findings);
    }
    findings.add(match meant_word {
        Some(word) => meant(draft, place, word),
        None => {
            let list = K::list();
            draft.help(format!("可用的键：{list}"), format!("the keys are: {list}"))
        }
    });
}

/// Completes a finding about a word with the right one.
pub(crate) fn meant(draft: crate::findings::Draft, place: &Place, word: &str) -> crate::findings::Draft {
    draft.help(format!("是不是 `{word}`？"), format!("did you mean `{word}`?")).fix(place, word)
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
    match (one(LangWord::Zh), one(LangWord::En)) {
        (Some(zh), Some(en)) => Some(Text { zh, en }),
        (Some(text), None) | (None, Some(text)) => Some(Text::plain(text)),
        (None, None) => None,
    }
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
    let draft = error(
        "unknown-word",
        place,
        format!("{}不能是 `{text}`", spaced(zh).trim_start()),
        format!("`{text}` is no word for {en}"),
    );
    match K::nearest(text) {
        Some(word) => meant(draft, place, word),
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
        findings.add(
            error(
                "bad-number",
                &node.place,
                format!("{zh}不能是 `{text}`"),
                format!("{en} can't be `{text}`"),
            )
            .help(
                format!("写 {least} 到 {most} 的整数"),
                format!("write a whole number from {least} to {most}"),
            ),
        );
    }
    found
}
