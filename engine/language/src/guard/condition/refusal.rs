//! What is said where a guard does not read on as it should.

use super::Parser;
use crate::guard::operand::Side;
use crate::guard::token::{Kind, Token};
use crate::reader;
use crate::words::{GuardWord, Words};
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
                    format!("要说出“{name}”是 true 还是 false"),
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
        let near = match &odd.kind {
            Kind::Word(word) => match word.as_str() {
                "is" | "equals" | "等于" | "是" => Some("=="),
                "isnt" | "不等于" | "不是" => Some("!="),
                "并且" | "而且" => Some("and"),
                "或者" => Some("or"),
                word => GuardWord::nearest(word),
            },
            _ => None,
        };
        match near {
            Some(near) => self.tray.add_mended(draft, &odd.at, near),
            None => self.tray.add(draft.help(
                "比较写成 字段 == 值；几个比较之间用 and 或 or；文字要加引号",
                "a comparison reads FIELD == VALUE, several are joined by `and` or `or`, text is put in quotes",
            )),
        }
    }
}
