//! The process itself: lanes, tasks, events, gateways, and the flows between them.

use crate::graph::{Arrow, ArrowKind, Begins, Graph, Node, NodeKind};
use crate::xml::escape;
use std::fmt::Write as _;
use steward_model::{Lang, Text};

/// Writes the process.
pub(super) fn process(xml: &mut String, graph: &Graph, lang: Lang) {
    let name = escape(graph.about.title.in_(lang));
    let _ = writeln!(xml, "  <bpmn:process id=\"process\" name=\"{name}\" isExecutable=\"false\">");
    lanes(xml, graph, lang);
    for at in 0..graph.nodes.len() {
        node(xml, graph, at, lang);
    }
    for (number, arrow) in graph.arrows.iter().enumerate() {
        flow(xml, graph, number, arrow, lang);
    }
    for (number, limit) in graph.about.limits.iter().enumerate() {
        let words = escape(limit.text.in_(lang));
        let _ = writeln!(
            xml,
            "    <bpmn:textAnnotation id=\"limit_{number}\">\n      \
             <bpmn:text>{words}</bpmn:text>\n    </bpmn:textAnnotation>"
        );
    }
    xml.push_str("  </bpmn:process>\n");
}

fn lanes(xml: &mut String, graph: &Graph, lang: Lang) {
    xml.push_str("    <bpmn:laneSet id=\"lanes\">\n");
    for (number, lane) in graph.lanes.iter().enumerate() {
        let name = escape(lane.title.in_(lang));
        let _ = writeln!(xml, "      <bpmn:lane id=\"lane_{number}\" name=\"{name}\">");
        for node in graph.nodes.iter().filter(|node| node.lane == number) {
            let _ = writeln!(xml, "        <bpmn:flowNodeRef>{}</bpmn:flowNodeRef>", node.name);
            if has_timer(node) {
                for part in ["timer", "late"] {
                    let _ =
                        writeln!(xml, "        <bpmn:flowNodeRef>{}_{part}</bpmn:flowNodeRef>", node.name);
                }
            }
        }
        xml.push_str("      </bpmn:lane>\n");
    }
    xml.push_str("    </bpmn:laneSet>\n");
}

/// Whether a timer stands at its edge.
pub(super) fn has_timer(node: &Node) -> bool {
    node.kind.is_card() && node.kind != NodeKind::Wait && !node.limits.is_empty()
}

/// The element of a node, and what is inside it beside the flows.
fn element(node: &Node, joins_some: bool, ends_more: bool) -> (&'static str, &'static str, String) {
    let timer = |what: &str, text: &Text| {
        let text = escape(&text.en);
        format!(
            "<bpmn:timerEventDefinition><bpmn:{what} xsi:type=\"bpmn:tFormalExpression\">{text}</bpmn:{what}></bpmn:timerEventDefinition>"
        )
    };
    let nothing = String::new;
    match node.kind {
        NodeKind::Start(Begins::Event) => ("startEvent", "", "<bpmn:messageEventDefinition/>".to_owned()),
        NodeKind::Start(Begins::Clock) => ("startEvent", "", timer("timeCycle", &node.title)),
        NodeKind::Start(_) => ("startEvent", "", nothing()),
        NodeKind::Task | NodeKind::Again | NodeKind::Approval => ("userTask", "", nothing()),
        NodeKind::Message => ("sendTask", "", nothing()),
        NodeKind::Compute => ("scriptTask", "", nothing()),
        NodeKind::Call => ("callActivity", "", nothing()),
        NodeKind::Wait => {
            let until = node.details.first().unwrap_or(&node.title);
            ("intermediateCatchEvent", "", timer("timeDuration", until))
        }
        NodeKind::Question | NodeKind::Parting => {
            ("exclusiveGateway", " gatewayDirection=\"Diverging\"", nothing())
        }
        NodeKind::Meeting => ("exclusiveGateway", " gatewayDirection=\"Converging\"", nothing()),
        NodeKind::Fork => ("parallelGateway", " gatewayDirection=\"Diverging\"", nothing()),
        // Where a jump may leave a branch out, not all of them come.
        NodeKind::Join if joins_some => ("inclusiveGateway", " gatewayDirection=\"Converging\"", nothing()),
        NodeKind::Join => ("parallelGateway", " gatewayDirection=\"Converging\"", nothing()),
        // An end of the case withdraws whatever else is open.
        NodeKind::End if ends_more => ("endEvent", "", "<bpmn:terminateEventDefinition/>".to_owned()),
        NodeKind::End | NodeKind::BranchEnd => ("endEvent", "", nothing()),
    }
}

fn node(xml: &mut String, graph: &Graph, at: usize, lang: Lang) {
    let node = &graph.nodes[at];
    let jumped_to = graph.arrows.iter().any(|arrow| arrow.to == at && arrow.kind == ArrowKind::Jump);
    let side_by_side = graph.nodes.iter().any(|node| node.kind == NodeKind::Fork);
    let is_end = |node: &&Node| matches!(node.kind, NodeKind::End | NodeKind::BranchEnd);
    let ends_more = side_by_side && graph.nodes.iter().filter(is_end).count() > 1;
    let (tag, attributes, inside) = element(node, jumped_to, ends_more);
    let name = match node.kind {
        NodeKind::Wait => {
            let amount = node.details.first().map_or("", |detail| detail.in_(lang));
            format!("{}：{amount}", node.title.in_(lang))
        }
        _ => node.title.in_(lang).to_owned(),
    };
    let name = if name.is_empty() { String::new() } else { format!(" name=\"{}\"", escape(&name)) };
    let default = default_flow(graph, at).map(|flow| format!(" default=\"flow_{flow}\"")).unwrap_or_default();
    let _ = writeln!(xml, "    <bpmn:{tag} id=\"{}\"{name}{attributes}{default}>", node.name);
    let said: Vec<&str> = (node.clauses.iter().map(String::as_str))
        .chain(node.details.iter().chain(&node.limits).map(|text| text.in_(lang)))
        .collect();
    if !said.is_empty() {
        let _ = writeln!(xml, "      <bpmn:documentation>{}</bpmn:documentation>", escape(&said.join("; ")));
    }
    for (number, arrow) in graph.arrows.iter().enumerate() {
        if arrow.to == at {
            let _ = writeln!(xml, "      <bpmn:incoming>flow_{number}</bpmn:incoming>");
        }
    }
    for (number, arrow) in graph.arrows.iter().enumerate() {
        if arrow.from == at {
            let _ = writeln!(xml, "      <bpmn:outgoing>flow_{number}</bpmn:outgoing>");
        }
    }
    if !inside.is_empty() {
        let _ = writeln!(xml, "      {inside}");
    }
    if node.each {
        xml.push_str("      <bpmn:multiInstanceLoopCharacteristics/>\n");
    }
    let _ = writeln!(xml, "    </bpmn:{tag}>");
    if has_timer(node) {
        timer(xml, node, lang);
    }
}

/// The limit of a task: a timer at its edge that lets the task go on and tells those above.
fn timer(xml: &mut String, node: &Node, lang: Lang) {
    let joined = |texts: Vec<&str>| escape(&texts.join("; "));
    let name = joined(node.limits.iter().map(|limit| limit.in_(lang)).collect());
    let written = joined(node.limits.iter().map(|limit| limit.en.as_str()).collect());
    let late = match lang {
        Lang::Zh => "超时升级",
        Lang::En => "overdue: escalate",
    };
    let id = &node.name;
    let _ = writeln!(
        xml,
        "    <bpmn:boundaryEvent id=\"{id}_timer\" name=\"{name}\" cancelActivity=\"false\" attachedToRef=\"{id}\">\n      \
         <bpmn:outgoing>{id}_overdue</bpmn:outgoing>\n      \
         <bpmn:timerEventDefinition><bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">{written}</bpmn:timeDuration></bpmn:timerEventDefinition>\n    \
         </bpmn:boundaryEvent>\n    \
         <bpmn:endEvent id=\"{id}_late\" name=\"{late}\">\n      \
         <bpmn:incoming>{id}_overdue</bpmn:incoming>\n      <bpmn:escalationEventDefinition/>\n    </bpmn:endEvent>\n    \
         <bpmn:sequenceFlow id=\"{id}_overdue\" sourceRef=\"{id}_timer\" targetRef=\"{id}_late\"/>"
    );
}

/// The flow that is taken when no condition of the others holds.
fn default_flow(graph: &Graph, at: usize) -> Option<usize> {
    if !matches!(graph.nodes[at].kind, NodeKind::Question | NodeKind::Parting) {
        return None;
    }
    graph.arrows.iter().position(|arrow| arrow.from == at && arrow.written.is_none())
}

fn flow(xml: &mut String, graph: &Graph, number: usize, arrow: &Arrow, lang: Lang) {
    let (from, to) = (&graph.nodes[arrow.from].name, &graph.nodes[arrow.to].name);
    let parts = graph.arrows.iter().filter(|other| other.from == arrow.from).count() > 1;
    let name = match &arrow.label {
        // Where nothing parts there is nothing to tell apart.
        Some(label) if parts || arrow.written.is_some() => format!(" name=\"{}\"", escape(label.in_(lang))),
        _ => String::new(),
    };
    let _ = write!(
        xml,
        "    <bpmn:sequenceFlow id=\"flow_{number}\" sourceRef=\"{from}\" targetRef=\"{to}\"{name}"
    );
    match &arrow.written {
        Some(written) => {
            let _ = writeln!(
                xml,
                ">\n      <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">{}</bpmn:conditionExpression>\n    </bpmn:sequenceFlow>",
                escape(written)
            );
        }
        None => xml.push_str("/>\n"),
    }
}
