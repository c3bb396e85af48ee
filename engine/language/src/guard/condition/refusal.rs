//! What is said where a guard does not read on as it should.

use super::Parser;
use crate::guard::operand::Side;
use crate::guard::token::{Kind, Token};
use crate::reader;
use crate::words::{GuardWord, Words};
use std::ops::Range;
use steward_model::FieldKind;

impl Parser<'_> {
    pub(super) fn refuse_keyword(&self, side: Side) -> Option<Side> {
        if side.quoted {
            return Some(side);
        }
        if GuardWord::is_later(&side.text) {
            self.tray.add(reader::not_yet(&self.tray.place_of(&side.at), &side.text));
            return None;
        }
        if GuardWord::find(&side.text).is_some() {
            let word = &side.text;
            self.tray.add(
                self.tray
                    .error(
                        "guard-syntax",
                        &side.at,
                        format!("`{word}` 站在了字段或值的位置"),
                        format!("`{word}` stands where a field or a value belongs"),
                    )
                    .help("前后各要一个完整的比较", "a whole comparison belongs on each side of it"),
            );
            return None;
        }
        Some(side)
    }

    /// `if: satisfied` asks nothing yet.
    pub(super) fn refuse_bare(&self, side: &Side) {
        let alone = match self.peek() {
            None => true,
            Some(next) => {
                matches!(self.word(), Some(GuardWord::And | GuardWord::Or)) || next.kind == Kind::Close
            }
        };
        let field = self.scope.fields.get(side.text.as_str()).filter(|_| alone && !side.quoted);
        let name = &side.text;
        match field.map(|field| &field.kind) {
            Some(FieldKind::Bool) => self.tray.add_mended(
                self.tray.error(
                    "guard-syntax",
                    &side.at,
                    format!("要说出“{name}”是 `true` 还是 `false`"),
                    format!("say whether `{name}` is true or false"),
                ),
                &side.at,
                &format!("{name} == true"),
            ),
            Some(_) => self.tray.add_mended(
                self.tray.error(
                    "guard-syntax",
                    &side.at,
                    format!("字段“{name}”后面缺少比较"),
                    format!("`{name}` is compared with nothing"),
                ),
                &side.at,
                &format!("filled({name})"),
            ),
            None => self.refuse_rest(Token { kind: Kind::Word(name.clone()), at: side.at.clone() }),
        }
    }

    /// Something stands where `and`, `or` or the end belongs.
    pub(super) fn refuse_rest(&self, token: Token) {
        let next = self.peek().filter(|next| next.at.start > token.at.start);
        let odd = next.unwrap_or(&token);
        let written = &self.tray.written.text[odd.at.clone()];
        let draft = self.tray.error(
            "guard-syntax",
            &odd.at,
            format!("看不懂这里的“{written}”"),
            format!("`{written}` makes no sense here"),
        );
        match self.meant(&token, odd) {
            Some((part, with)) => self.tray.add_mended(draft, &part, &with),
            None => self.tray.add(draft.help(
                "比较写成 `字段 == 值`；几个比较之间用 `and`、`or`；文字要加引号",
                "a comparison reads FIELD == VALUE, several are joined by `and` or `or`, text is put in quotes",
            )),
        }
    }

    /// What `odd`, behind `token`, was meant as: the part of the guard to write otherwise, and how.
    fn meant(&self, token: &Token, odd: &Token) -> Option<(Range<usize>, String)> {
        let text = self.tray.written.text;
        let Kind::Word(word) = &odd.kind else {
            // `empty(cost)` asks the contrary of what can be asked.
            let asks = matches!((&token.kind, &odd.kind), (Kind::Word(word), Kind::Open) if EMPTY.contains(&word.as_str()));
            return asks.then(|| (token.at.clone(), "not filled".to_owned()));
        };
        if let Kind::Word(first) = &token.kind
            && INTRODUCING.contains(&first.as_str())
        {
            return Some((token.at.start..odd.at.start, String::new()));
        }
        let (before, after) = (text[..odd.at.start].trim_end(), text[odd.at.end..].trim_start());
        if after.is_empty() && TRAILING.contains(&word.as_str()) {
            return Some((before.len()..odd.at.end, String::new()));
        }
        let between = !before.is_empty() && !after.is_empty();
        if let Some((_, sign)) = SPOKEN.iter().find(|(spoken, _)| spoken == word) {
            return between.then(|| (odd.at.clone(), (*sign).to_owned()));
        }
        if let Some(parted) = parted(word, |name| self.scope.fields.contains_key(name)) {
            return Some((odd.at.clone(), parted));
        }
        let near = GuardWord::nearest(word).and_then(GuardWord::find)?;
        let fits = match near {
            GuardWord::And | GuardWord::Or | GuardWord::In => between,
            GuardWord::Not => !after.is_empty(),
            _ => after.starts_with('('),
        };
        fits.then(|| (odd.at.clone(), near.en().to_owned()))
    }
}

/// Comparisons and joints as people say them, the longer before what they begin with.
const SPOKEN: [(&str, &str); 29] = [
    ("大于等于", ">="),
    ("大于或等于", ">="),
    ("小于等于", "<="),
    ("小于或等于", "<="),
    ("不等于", "!="),
    ("不小于", ">="),
    ("不低于", ">="),
    ("不少于", ">="),
    ("不大于", "<="),
    ("不高于", "<="),
    ("不超过", "<="),
    ("不多于", "<="),
    ("等于", "=="),
    ("大于", ">"),
    ("超过", ">"),
    ("高于", ">"),
    ("多于", ">"),
    ("小于", "<"),
    ("低于", "<"),
    ("少于", "<"),
    ("不是", "!="),
    ("是", "=="),
    ("为", "=="),
    ("is", "=="),
    ("equals", "=="),
    ("isnt", "!="),
    ("并且", "and"),
    ("而且", "and"),
    ("或者", "or"),
];

/// Words before a condition that say that it is one.
const INTRODUCING: [&str; 6] = ["如果", "若", "当", "如", "if", "when"];

/// Words after it.
const TRAILING: [&str; 4] = ["时", "的时候", "则", "then"];

/// Questions whether a field is empty.
const EMPTY: [&str; 5] = ["未填", "没填", "为空", "空", "empty"];

/// A comparison written without spaces, as Chinese is: `金额大于500`.
fn parted(word: &str, is_field: impl Fn(&str) -> bool) -> Option<String> {
    SPOKEN.iter().find_map(|(spoken, sign)| {
        let (field, value) = word.split_once(spoken)?;
        let whole = is_field(field) && !value.is_empty() && !sign.starts_with(char::is_alphabetic);
        whole.then(|| format!("{field} {sign} {value}"))
    })
}
