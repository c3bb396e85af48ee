//! A process as Mermaid text: a flowchart for wikis and code hosts that draw it themselves.

use crate::graph::{Arrow, ArrowKind, Graph, Node, NodeKind};
use std::fmt::Write as _;
use steward_model::{Lang, Text};

/// Writes a process as a Mermaid flowchart, a subgraph for each lane.
pub fn mermaid(graph: &Graph, lang: Lang) -> String {
    let graph = graph.plain();
    let mut text = format!("---\ntitle: \"{}\"\n---\nflowchart LR\n", yaml(graph.about.title.in_(lang)));
    for (number, lane) in graph.lanes.iter().enumerate() {
        let _ = writeln!(text, "  subgraph lane_{number} [\"{}\"]", escape(lane.title.in_(lang)));
        for node in graph.nodes.iter().filter(|node| node.lane == number) {
            let _ = writeln!(text, "    {}", shape(node, lang));
        }
        text.push_str("  end\n");
    }
    for arrow in &graph.arrows {
        let _ = writeln!(text, "  {}", way(&graph, arrow, lang));
    }
    for (number, limit) in graph.about.limits.iter().enumerate() {
        let _ = writeln!(text, "  limit_{number}[/\"⏱ {}\"/]", escape(limit.text.in_(lang)));
    }
    for (class, style, kinds) in CLASSES {
        let names: Vec<&str> = graph
            .nodes
            .iter()
            .filter(|node| kinds.contains(&node.kind))
            .map(|node| node.name.as_str())
            .collect();
        if !names.is_empty() {
            let _ = writeln!(text, "  classDef {class} {style}\n  class {} {class}", names.join(","));
        }
    }
    text
}

/// How kinds of node look beside their shape.
const CLASSES: [(&str, &str, &[NodeKind]); 3] = [
    ("bar", "fill:#1f2937,stroke:#1f2937,color:#fff", &[NodeKind::Fork, NodeKind::Join]),
    ("again", "stroke-dasharray:5 4", &[NodeKind::Again]),
    ("ends", "stroke-width:3px", &[NodeKind::End]),
];

fn shape(node: &Node, lang: Lang) -> String {
    let words = words(node, lang);
    let (open, close) = match node.kind {
        NodeKind::Start(_) | NodeKind::BranchEnd | NodeKind::End => ("([", "])"),
        NodeKind::Approval => ("{{", "}}"),
        NodeKind::Message => (">", "]"),
        NodeKind::Wait => ("(", ")"),
        NodeKind::Compute => ("[[", "]]"),
        NodeKind::Call => ("[/", "/]"),
        NodeKind::Question | NodeKind::Parting | NodeKind::Meeting => ("{", "}"),
        NodeKind::Task | NodeKind::Again | NodeKind::Fork | NodeKind::Join => ("[", "]"),
    };
    format!("{}{open}\"{words}\"{close}", node.name)
}

fn words(node: &Node, lang: Lang) -> String {
    let sign = match node.kind {
        NodeKind::Fork => Some(Text::new("同时", "side by side")),
        NodeKind::Join => Some(Text::new("全部完成后", "when all are done")),
        NodeKind::Question => Some(Text::plain("?")),
        _ => None,
    };
    let mut lines = vec![escape(sign.as_ref().unwrap_or(&node.title).in_(lang))];
    lines.extend(node.details.iter().map(|detail| escape(detail.in_(lang))));
    lines.extend(node.limits.iter().map(|limit| format!("⏱ {}", escape(limit.in_(lang)))));
    if !node.clauses.is_empty() {
        lines.push(escape(&node.clauses.join(" ")));
    }
    lines.join("<br/>")
}

fn way(graph: &Graph, arrow: &Arrow, lang: Lang) -> String {
    let line = match arrow.kind {
        ArrowKind::Next | ArrowKind::Jump => "-->",
        ArrowKind::Otherwise | ArrowKind::Back => "-.->",
    };
    let (from, to) = (&graph.nodes[arrow.from].name, &graph.nodes[arrow.to].name);
    match &arrow.label {
        Some(label) => format!("{from} {line}|\"{}\"| {to}", escape(label.in_(lang))),
        None => format!("{from} {line} {to}"),
    }
}

/// A text inside quotes: what Mermaid or HTML would read as more than text is written by its number.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '&' | '<' | '>' | '#' | '`' | ';' | '\\' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A title inside the quotes of the front matter.
fn yaml(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.replace('\\', "\\\\").replace('"', "\\\"")
}
