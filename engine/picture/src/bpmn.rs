//! A process as BPMN 2.0 XML with its layout, for tools that other people draw and analyse with.
//!
//! What BPMN has no words for is written as text: a limit is a timer at its task's edge whose duration
//! is what the manager wrote (working hours have no ISO form), a condition is the handbook's own guard.
//! Limits of the case are notes above the lanes.

mod diagram;
mod elements;
mod shapes;

use crate::graph::Graph;
use crate::layout::lay_out;
use crate::xml::escape;
use std::fmt::Write as _;
use steward_model::Lang;

/// Writes a process as a BPMN 2.0 document.
pub fn bpmn(graph: &Graph, lang: Lang) -> String {
    let graph = graph.with_signs();
    let shapes: Vec<_> = graph.nodes.iter().map(shapes::shape).collect();
    let layout = lay_out(&shapes, &shapes::wires(&graph, lang), graph.lanes.len());
    let mut xml = String::from(HEAD);
    let title = escape(graph.about.title.in_(lang));
    let _ = writeln!(
        xml,
        "  <bpmn:collaboration id=\"collaboration\">\n    \
         <bpmn:participant id=\"pool\" name=\"{title}\" processRef=\"process\"/>\n  </bpmn:collaboration>"
    );
    elements::process(&mut xml, &graph, lang);
    diagram::diagram(&mut xml, &graph, &layout);
    xml.push_str("</bpmn:definitions>\n");
    xml
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" \
xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" \
xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
id=\"definitions\" targetNamespace=\"urn:steward\" exporter=\"Steward\">\n";
