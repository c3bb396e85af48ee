//! The picture to print and hang up: an SVG of a sheet of paper, A4 or larger, lying.
//!
//! Lanes are rows, the flow goes from left to right. Kinds of step differ by outline and sign, kinds of
//! arrow by their dashes, so that the picture says the same without colours.

mod card;
mod legend;
mod lines;
mod paint;

use crate::graph::{Graph, Node, NodeKind};
use crate::layout::{Layout, Shape, Touch, lay_out};
use crate::text;
use card::Card;
use paint::{Anchor, INK, Paper, SOFT};
use steward_model::{Lang, StepId, Text};

/// What stands on a sheet beside the process.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Whose handbook it is.
    pub organisation: String,
    /// The estate, where the picture is one's own.
    pub estate: Option<Text>,
}

/// Around everything.
const MARGIN: i32 = 28;
/// The narrowest and the widest column with the titles of the lanes.
const LANE_TITLES: (i32, i32) = (112, 220);
/// From that column to the lanes.
const BESIDE_TITLES: i32 = 12;
/// The size of a lane's title.
const LANE_TITLE: i32 = 17;
/// The title and the line below it.
const HEAD: i32 = 78;
/// One more line there: who sees the cases, where not everybody does.
const SEEN_BY: i32 = 20;
/// A bar of a limit of the case.
const BAR: i32 = 30;
/// How much a lane may grow above and below to fill the sheet.
const MOST_STRETCH: i32 = 36;
/// The longest line in a pill.
const PILL: i32 = 130;
/// The line at the foot of the page.
const FOOT: i32 = 30;
/// Sheets of paper: up to how wide a drawing is still legible on it, and its size in millimetres.
const SHEETS: [(i32, i32, i32); 4] =
    [(1500, 297, 210), (2200, 420, 297), (3200, 594, 420), (i32::MAX, 841, 594)];

/// Draws a process. The picture is as wide as its steps need and as high as a sheet of that width.
pub fn svg(graph: &Graph, sheet: &Sheet, lang: Lang) -> String {
    let graph = graph.plain();
    let cards: Vec<Option<Card>> =
        graph.nodes.iter().map(|node| node.kind.is_card().then(|| Card::of(node, lang))).collect();
    let cards_and_signs = graph.nodes.iter().zip(&cards);
    let shapes: Vec<Shape> = cards_and_signs.map(|(node, card)| shape(node, card.as_ref(), lang)).collect();
    let wires = lines::wires(&graph, lang);
    let mut layout = lay_out(&shapes, &wires, graph.lanes.len());
    let titles = lane_titles(&graph, lang);
    let bars = BAR * i32::try_from(graph.about.limits.len()).unwrap_or(0);
    let notes = legend::Legend::of(&graph, layout.width + titles, lang);
    let width = layout.width + titles + 2 * MARGIN;
    let needed = MARGIN + head_height(&graph) + bars + layout.height + notes.height() + FOOT + MARGIN;
    let (_, paper_width, paper_height) = sheet_for(width.max(needed * 297 / 210));
    let (width, height) = match width * paper_height >= needed * paper_width {
        true => (width, width * paper_height / paper_width),
        false => (needed * paper_width / paper_height, needed),
    };
    // What is left of the sheet goes to the lanes, as far as that looks well.
    let lanes = i32::try_from(graph.lanes.len()).unwrap_or(1).max(1);
    let more = ((height - needed) / (2 * lanes)).min(MOST_STRETCH);
    layout.stretch(more, &shapes, &wires);
    let spare = (height - needed - 2 * more * lanes) / 3;
    let mut paper = Paper::new(width, height, (paper_width, paper_height), graph.about.title.in_(lang));
    head(&mut paper, &graph, sheet, lang);
    let left = MARGIN + (width - 2 * MARGIN - titles - layout.width) / 2;
    let top = MARGIN + head_height(&graph) + bars + spare;
    draw_lanes(&mut paper, &graph, &layout, (left, top, titles), lang);
    paper.group(left + titles, top, |paper| {
        case_limits(paper, &graph, &layout, (bars, titles), lang);
        lines::draw(paper, &graph, &layout);
        for (at, node) in graph.nodes.iter().enumerate() {
            let (x, y) = layout.places[at];
            paper.node(&node.name, node.step.as_ref().map(StepId::as_str), |paper| match &cards[at] {
                Some(card) => card.draw(paper, x, y),
                None => sign(paper, node, (x, y), lang),
            });
        }
        lines::labels(paper, &graph, &layout, lang);
    });
    notes.draw(&mut paper, left, top + layout.height + 14 + spare / 2);
    foot(&mut paper, &graph, (width, height), lang);
    paper.finish()
}

/// How wide the column with the titles of the lanes is: no word of theirs is broken while that is possible.
fn lane_titles(graph: &Graph, lang: Lang) -> i32 {
    let words = graph.lanes.iter().map(|lane| text::longest_word(lane.title.in_(lang), LANE_TITLE));
    (words.max().unwrap_or(0) + BESIDE_TITLES + 10).clamp(LANE_TITLES.0, LANE_TITLES.1)
}

fn sheet_for(width: i32) -> (i32, i32, i32) {
    SHEETS.into_iter().find(|(most, ..)| width <= *most).unwrap_or(SHEETS[3])
}

/// The text in a pill: how a case begins or ends.
fn pill_lines(node: &Node, lang: Lang) -> Vec<String> {
    let texts = std::iter::once(&node.title).chain(&node.details);
    texts.flat_map(|text| text::wrap(text.in_(lang), 14, PILL)).collect()
}

/// How much room a node takes.
fn shape(node: &Node, card: Option<&Card>, lang: Lang) -> Shape {
    let (width, up, down, touch, order) = match (node.kind, card) {
        (kind, Some(card)) => {
            let half = card.height() / 2;
            (card::WIDTH, half, card.height() - half, Touch::Anywhere, usize::from(kind == NodeKind::Again))
        }
        (NodeKind::Question | NodeKind::Parting | NodeKind::Meeting, _) => (34, 17, 17, Touch::Middle, 0),
        (NodeKind::Fork | NodeKind::Join, _) => (7, 32, 32, Touch::Sides, 0),
        _ => {
            let lines = pill_lines(node, lang);
            let half = (i32::try_from(lines.len()).unwrap_or(1) * 18 + 16) / 2;
            let widest = lines.iter().map(|line| text::width(line, 14)).max().unwrap_or(0);
            (widest + 30, half, half, Touch::Middle, 2)
        }
    };
    Shape { width, up, down, lane: node.lane, touch, order }
}

fn sign(paper: &mut Paper, node: &Node, (x, y): (i32, i32), lang: Lang) {
    match node.kind {
        NodeKind::Question | NodeKind::Parting | NodeKind::Meeting => {
            let points = [(x, y), (x + 17, y - 17), (x + 34, y), (x + 17, y + 17)];
            paper.polygon(&points, "sign");
            paper.text((x + 17, y + 5), 14, Anchor::Middle, "bold", "?");
        }
        NodeKind::Fork | NodeKind::Join => paper.bar(x, y - 32, 7, 64),
        kind => {
            let lines = pill_lines(node, lang);
            let shape = shape(node, None, lang);
            let class = match kind {
                NodeKind::Start(_) => "start",
                NodeKind::BranchEnd => "branch-end",
                _ => "end",
            };
            paper.rect((x, y - shape.up, shape.width, shape.up + shape.down), shape.up.min(20), class);
            let mut baseline = y - shape.up + 8 + 14;
            for line in &lines {
                paper.text((x + shape.width / 2, baseline), 14, Anchor::Middle, "bold", line);
                baseline += 18;
            }
        }
    }
}

fn head_height(graph: &Graph) -> i32 {
    if graph.about.seen_by.is_some() { HEAD + SEEN_BY } else { HEAD }
}

fn head(paper: &mut Paper, graph: &Graph, sheet: &Sheet, lang: Lang) {
    let about = &graph.about;
    paper.text((MARGIN, MARGIN + 26), 28, Anchor::Start, "bold", about.title.in_(lang));
    let pick = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut facts = Vec::new();
    if let Some(section) = &about.section {
        facts.push(pick(format!("手册 {section} 节"), format!("section {section} of the handbook")));
    }
    facts.push(pick(format!("第 {} 版", about.edition), format!("edition {}", about.edition)));
    let hours = about.hours.in_(lang);
    facts.push(pick(
        format!("时限按{hours}计，另注的除外"),
        format!("limits count on {hours} unless they say otherwise"),
    ));
    paper.text((MARGIN, MARGIN + 52), 14, Anchor::Start, "soft", &facts.join(" · "));
    if let Some(seen_by) = &about.seen_by {
        paper.text((MARGIN, MARGIN + 52 + SEEN_BY), 14, Anchor::Start, "soft", seen_by.in_(lang));
    }
    let right = paper.width - MARGIN;
    paper.text((right, MARGIN + 22), 16, Anchor::End, "bold", &sheet.organisation);
    let place = match &sheet.estate {
        Some(estate) => estate.in_(lang).to_owned(),
        None => pick("全部项目".to_owned(), "every estate".to_owned()),
    };
    paper.text((right, MARGIN + 46), 14, Anchor::End, "soft", &place);
    let rule = MARGIN + head_height(graph) - 14;
    paper.line((MARGIN, rule), (right, rule), INK, 2);
}

fn draw_lanes(
    paper: &mut Paper,
    graph: &Graph,
    layout: &Layout,
    (left, top, titles): (i32, i32, i32),
    lang: Lang,
) {
    for (lane, (from, to)) in graph.lanes.iter().zip(&layout.lanes) {
        let (y, height) = (top + from, to - from);
        let by_itself = lane.of == crate::graph::LaneOf::Itself;
        let class = if by_itself { "lane lane-itself" } else { "lane" };
        paper.rect((left, y, titles + layout.width, height), 0, class);
        paper.rect((left, y, titles - BESIDE_TITLES, height), 0, "lane-title");
        let lines = text::wrap(lane.title.in_(lang), LANE_TITLE, titles - BESIDE_TITLES - 8);
        let mut baseline = y + height / 2 + 6 - 11 * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        for line in &lines {
            let middle = left + (titles - BESIDE_TITLES) / 2;
            paper.text((middle, baseline), LANE_TITLE, Anchor::Middle, "bold", line);
            baseline += 22;
        }
    }
}

/// A bar above the lanes for each limit of the case, from where it begins to where it ends.
fn case_limits(paper: &mut Paper, graph: &Graph, layout: &Layout, (height, titles): (i32, i32), lang: Lang) {
    let card_of = |step: &StepId| {
        let card = |node: &Node| {
            node.step.as_ref() == Some(step) && (node.kind.is_card() || node.kind == NodeKind::End)
        };
        graph.nodes.iter().position(card)
    };
    let first = layout.places.iter().map(|(x, _)| *x).min().unwrap_or(0);
    for (number, limit) in graph.about.limits.iter().enumerate() {
        let y = -height + BAR * i32::try_from(number).unwrap_or(0) + 12;
        let right = |at: usize| layout.places[at].0 + card::WIDTH;
        let from = limit.from.as_ref().and_then(card_of).map_or(first, right);
        let to = limit.until.as_ref().and_then(card_of).map_or(layout.width - 10, right);
        // A limit that runs to a step drawn before its beginning still has a bar to be read on.
        let to = to.max(from + 60);
        paper.line((from, y), (to, y), INK, 2);
        for end in [from, to] {
            paper.line((end, y - 7), (end, y + 7), INK, 2);
        }
        let words = limit.text.in_(lang);
        let wide = text::width(words, 15) + 40;
        let x = ((from + to) / 2 - wide / 2).min(layout.width - wide).max(-titles);
        paper.rect((x, y - 12, wide, 24), 12, "span");
        paper.clock(x + 16, y);
        paper.text((x + 30, y + 5), 15, Anchor::Start, "bold", words);
    }
}

fn foot(paper: &mut Paper, graph: &Graph, (width, height): (i32, i32), lang: Lang) {
    let about = &graph.about;
    let y = height - MARGIN;
    paper.line((MARGIN, y - 18), (width - MARGIN, y - 18), SOFT, 1);
    let (left, right) = match lang {
        Lang::Zh => (
            format!("流程 {} · 第 {} 版 · 校验 {} · 由管家按手册绘制", about.id, about.edition, about.hash),
            "第 1 页 / 共 1 页",
        ),
        Lang::En => (
            format!(
                "workflow {} · edition {} · {} · drawn by Steward from the handbook",
                about.id, about.edition, about.hash
            ),
            "page 1 of 1",
        ),
    };
    paper.text((MARGIN, y), 11, Anchor::Start, "soft", &left);
    paper.text((width - MARGIN, y), 11, Anchor::End, "soft", right);
}
