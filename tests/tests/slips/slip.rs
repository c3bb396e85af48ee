//! Slips of the hand: what a file has that nobody meant to write.

use std::path::Path;
use std::sync::LazyLock;
use steward_language::{Formatted, format};
use steward_model::{Files, Lang};
use steward_tests::folders::lay;
use steward_tests::stories::Dice;

/// A handbook with one file spoilt.
pub(crate) struct Spoilt {
    pub(crate) files: Files,
    /// The file that was spoilt.
    pub(crate) path: String,
    /// Places of it that an editor asks about.
    pub(crate) at: Vec<usize>,
    before: String,
}

/// Letters and signs that don't belong where they land.
const SIGNS: [&str; 60] = [
    "x", " ", "\n", "\t", ":", ": ", "：", "，", ",", "、", "【", "】", "[", "]", "{", "}", "“", "”", "\"",
    "'", "#", " #", "＃", "%", "％", "&", "&a ", "*", "*a", "!", "!!str ", "!x ", "|", "|\n", ">", ">-\n",
    "-", "- ", "?", "? ", "---\n", "...\n", "<<: ", "@", "`", "\u{feff}", "\u{3000}", "\u{a0}", "\u{200b}",
    "\r", "\r\n", "\0", "\u{7}", "😀", "（", "）", "０", "三", "\u{2028}", "\\",
];

/// Values of no sense where they land.
const VALUES: [&str; 36] = [
    "",
    "~",
    "null",
    "true",
    "12",
    "-3",
    "1e9",
    "99999999999999999999",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "{ a: b }",
    "{ zh: 甲 }",
    "{ zh: 甲, en: [x] }",
    "{ zh: , en: }",
    "\"\"",
    "''",
    "\"\\u0000\"",
    "30分钟",
    "三个工作日",
    "半小时",
    "2h30m",
    "1.5h",
    "30",
    "-1 day",
    "0m",
    "999999999999h",
    "2026-13-45",
    "2026/5/1",
    "5月1日",
    "08:00",
    "25:99",
    "owner",
    "{department}",
    "前台；客服",
];

static BASES: LazyLock<Vec<Files>> = LazyLock::new(|| {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut bases = Vec::new();
    for folder in [tests.join("golden/healthy"), tests.join("../docs/language/handbook")] {
        let mut files = Files::new();
        lay(&mut files, &folder, "");
        assert!(files.iter().count() > 4, "{} is no handbook", folder.display());
        for words in [Lang::En, Lang::Zh] {
            let mut said = files.clone();
            for file in files.iter() {
                if let Formatted::Changed(text) = format(file, Some(words)) {
                    said.insert(&file.path, text);
                }
            }
            bases.push(said);
        }
    }
    bases
});

/// A handbook spoilt as the dice say.
pub(crate) fn spoilt(dice: &mut Dice) -> Spoilt {
    let mut files = dice.one(&BASES).clone();
    let paths: Vec<String> = files.iter().map(|file| file.path.to_string()).collect();
    let path = dice.one(&paths).clone();
    let before = String::from_utf8(files.get(&path).expect("a file").bytes.to_vec()).expect("UTF-8");
    let mut text = before.clone();
    for _ in 0..dice.between(1, 4) {
        text = slip(dice, text);
    }
    let at = (0..6).map(|_| boundary(&text, dice.below(text.len() + 1))).collect();
    files.insert(&path, text);
    Spoilt { files, path, at, before }
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn slip(dice: &mut Dice, text: String) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if lines.is_empty() {
        return dice.one(&VALUES).to_string();
    }
    let at = dice.below(lines.len());
    match dice.below(16) {
        0 | 1 => {
            let at = boundary(&text, dice.below(text.len() + 1));
            let (before, after) = text.split_at(at);
            return format!("{before}{}{after}", dice.one(&SIGNS));
        }
        2 => {
            let at = boundary(&text, dice.below(text.len() + 1));
            let (before, after) = text.split_at(at);
            let mut after = after.chars();
            after.next();
            return format!("{before}{}", after.as_str());
        }
        3 => {
            let at = boundary(&text, dice.below(text.len() + 1));
            return text[..at].to_owned();
        }
        4 => {
            lines.remove(at);
        }
        5 => {
            let line = lines[at].clone();
            lines.insert(at, line);
        }
        6 => {
            let other = dice.below(lines.len());
            lines.swap(at, other);
        }
        7 => {
            let more = " ".repeat(dice.between(1, 4));
            lines[at] = format!("{more}{}", lines[at]);
        }
        8 => {
            let less = dice.between(1, 4);
            let bare = lines[at].trim_start_matches(' ');
            let kept = (lines[at].len() - bare.len()).saturating_sub(less);
            lines[at] = format!("{}{bare}", " ".repeat(kept));
        }
        9 => lines[at] = lines[at].replacen(": ", "：", 1),
        10 => lines[at] = lines[at].replace(", ", "，").replace('[', "【").replace(']', "】"),
        11 | 12 => {
            let value = dice.one(&VALUES);
            if let Some((key, _)) = lines[at].split_once(": ") {
                lines[at] = format!("{key}: {value}\n");
            } else {
                lines[at] = format!("{}- {value}\n", " ".repeat(dice.below(8)));
            }
        }
        13 => {
            let from = dice.below(lines.len());
            let to = (from + dice.between(1, 5)).min(lines.len());
            let piece: Vec<String> = lines[from..to].to_vec();
            lines.splice(at..at, piece);
        }
        14 => {
            // The other vocabulary for one line.
            let mut files = Files::new();
            files.insert("workflows/x.yaml", text.clone());
            let file = files.iter().next().expect("it was put in");
            let words = *dice.one(&[Lang::Zh, Lang::En]);
            if let Formatted::Changed(other) = format(file, Some(words))
                && let Some(line) = other.split_inclusive('\n').nth(at)
            {
                lines[at] = line.to_owned();
            }
        }
        _ => return text.replace('\n', "\r\n"),
    }
    lines.concat()
}

impl Spoilt {
    /// What was changed: the stretch of lines that differs.
    pub(crate) fn told(&self) -> String {
        let text = String::from_utf8_lossy(&self.files.get(&self.path).expect("a file").bytes).into_owned();
        let (before, after): (Vec<&str>, Vec<&str>) = (self.before.lines().collect(), text.lines().collect());
        let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let rest = before.len().min(after.len()) - same;
        let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count().min(rest);
        let show = |lines: &[&str]| format!("{:#?}", &lines[same..lines.len() - tail]);
        format!("{} from line {}: {} became {}", self.path, same + 1, show(&before), show(&after))
    }
}
