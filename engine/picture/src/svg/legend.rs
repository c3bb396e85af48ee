//! What the signs mean, and what is true of the whole: below the lanes, in as many lines as needed.

use super::card;
use super::paint::{Anchor, Paper};
use crate::graph::{ArrowKind, Graph, Node, NodeKind};
use crate::text;
use steward_model::{Lang, Text};

const SIZE: i32 = 14;
const LINE: i32 = 24;
/// Between two entries.
const APART: i32 = 26;
/// The sign before an entry.
const SIGN: i32 = 38;

pub(super) struct Legend {
    /// Lines of entries, each with where it stands.
    lines: Vec<Vec<(i32, Entry, String)>>,
    /// Sentences below them.
    notes: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    Step(NodeKind),
    Each,
    Question,
    Bars,
    Way(ArrowKind),
    Limit,
}

impl Legend {
    /// What this picture has, and no more.
    pub(super) fn of(graph: &Graph, width: i32, lang: Lang) -> Self {
        let mut lines: Vec<Vec<(i32, Entry, String)>> = vec![Vec::new()];
        let mut x = 0;
        for (entry, words) in entries(graph) {
            let words = words.in_(lang).to_owned();
            let wide = SIGN + text::width(&words, SIZE);
            if x > 0 && x + wide > width {
                lines.push(Vec::new());
                x = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push((x, entry, words));
            }
            x += wide + APART;
        }
        let held = graph.about.hold.iter().map(|hold| match lang {
            Lang::Zh => format!("{}；挂起期间时限暂停，注明照计的除外。", hold.zh),
            Lang::En => {
                format!("A case {}; limits stand still meanwhile unless they say they run on.", hold.en)
            }
        });
        let branches = graph.nodes.iter().any(|node| node.kind == NodeKind::BranchEnd).then(|| match lang {
            Lang::Zh => "各支都结束，案件办结。".to_owned(),
            Lang::En => "The case is done when every branch has ended.".to_owned(),
        });
        let notes = held.chain(branches).flat_map(|note| text::wrap(&note, 14, width)).collect();
        Self { lines, notes }
    }

    pub(super) fn height(&self) -> i32 {
        let rows = i32::try_from(self.lines.len() + self.notes.len()).unwrap_or(0);
        14 + rows * LINE + 8
    }

    pub(super) fn draw(&self, paper: &mut Paper, left: i32, top: i32) {
        let mut y = top + LINE / 2;
        for line in &self.lines {
            for (x, entry, words) in line {
                draw(paper, *entry, left + x, y);
                paper.text((left + x + SIGN, y + 4), SIZE, Anchor::Start, "soft", words);
            }
            y += LINE;
        }
        for note in &self.notes {
            paper.text((left, y + 5), 14, Anchor::Start, "bold", note);
            y += LINE;
        }
    }
}

fn entries(graph: &Graph) -> Vec<(Entry, Text)> {
    let has = |is: &dyn Fn(&Node) -> bool| graph.nodes.iter().any(is);
    let kinds = [
        (NodeKind::Task, Text::new("有人办", "a person does it")),
        (NodeKind::Approval, Text::new("审批", "an approval")),
        (NodeKind::Message, Text::new("自动发消息", "a message goes out")),
        (NodeKind::Wait, Text::new("等待", "time passes")),
        (NodeKind::Compute, Text::new("自动计算", "computed")),
        (NodeKind::Call, Text::new("等另一个流程办结", "waits for another process")),
        (NodeKind::Again, Text::new("再办一次", "once more")),
    ];
    let mut entries: Vec<(Entry, Text)> = kinds
        .into_iter()
        .filter(|(kind, _)| has(&|node| node.kind == *kind))
        .map(|(kind, text)| (Entry::Step(kind), text))
        .collect();
    if has(&|node| node.each) {
        entries.push((Entry::Each, Text::new("逐项办，都办完才完成", "once for each; done when all are")));
    }
    if has(&|node| !node.limits.is_empty()) || !graph.about.limits.is_empty() {
        entries.push((Entry::Limit, Text::new("时限", "a limit")));
    }
    if has(&|node| node.kind == NodeKind::Question) {
        entries.push((Entry::Question, Text::new("按条件办或跳过", "done or skipped")));
    }
    if has(&|node| matches!(node.kind, NodeKind::Fork | NodeKind::Join)) {
        entries.push((
            Entry::Bars,
            Text::new("同时进行；都完成或跳过后才往下", "side by side; on when all are done or skipped"),
        ));
    }
    let ways = [
        (ArrowKind::Otherwise, Text::new("条件不成立，跳过", "skipped")),
        (ArrowKind::Back, Text::new("退回重办", "back, a new round")),
    ];
    let used = ways.into_iter().filter(|(kind, _)| graph.arrows.iter().any(|arrow| arrow.kind == *kind));
    entries.extend(used.map(|(kind, text)| (Entry::Way(kind), text)));
    entries
}

fn draw(paper: &mut Paper, entry: Entry, x: i32, y: i32) {
    match entry {
        Entry::Step(kind) => card::icon(paper, kind, x + 14, y - 8),
        Entry::Each => card::bars(paper, x + 14, y - 6),
        Entry::Question => {
            let middle = x + 22;
            paper.polygon(&[(middle - 10, y), (middle, y - 10), (middle + 10, y), (middle, y + 10)], "sign");
        }
        Entry::Bars => paper.bar(x + 22, y - 10, 5, 20),
        Entry::Limit => paper.clock(x + 22, y),
        Entry::Way(ArrowKind::Back) => paper.path(&format!("M{x} {y}h32"), "way back"),
        Entry::Way(_) => paper.path(&format!("M{x} {y}h32"), "way otherwise"),
    }
}
