//! Where a tool draws each element: bounds, way points, and where names stand.

use super::elements::has_timer;
use super::shapes::{EVENT, GATEWAY, NAME, TASK, TIMER_DROP, TIMER_IN, is_event};
use crate::graph::{Graph, Node, NodeKind};
use crate::layout::{Area, Layout};
use std::fmt::Write as _;

/// The title of the pool and those of the lanes, each so wide.
const TITLES: i32 = 30;
/// From the corner of the canvas.
const CORNER: i32 = 60;
/// A note above the lanes.
const NOTE: (i32, i32) = (320, 30);
/// The widest name of an event.
const NAME_WIDTH: i32 = 90;

/// Bounds: left, top, width, height.
type Bounds = (i32, i32, i32, i32);

/// Writes the diagram.
pub(super) fn diagram(xml: &mut String, graph: &Graph, layout: &Layout) {
    let notes = i32::try_from(graph.about.limits.len()).unwrap_or(0) * (NOTE.1 + 8);
    let (left, top) = (CORNER + 2 * TITLES, CORNER + notes);
    xml.push_str(
        "  <bpmndi:BPMNDiagram id=\"diagram\">\n    <bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">\n",
    );
    let width = layout.width + 2 * TITLES;
    let lanes_top = layout.lanes.first().map_or(0, |lane| lane.0);
    let lanes_bottom = layout.lanes.last().map_or(0, |lane| lane.1);
    row(xml, "pool", (CORNER, top + lanes_top, width, lanes_bottom - lanes_top));
    for (number, (from, to)) in layout.lanes.iter().enumerate() {
        row(xml, &format!("lane_{number}"), (CORNER + TITLES, top + from, width - TITLES, to - from));
    }
    for (node, (x, y)) in graph.nodes.iter().zip(&layout.places) {
        element(xml, node, left + x, top + y);
    }
    for (number, (line, label)) in layout.lines.iter().zip(&layout.labels).enumerate() {
        let _ =
            writeln!(xml, "      <bpmndi:BPMNEdge id=\"flow_{number}_di\" bpmnElement=\"flow_{number}\">");
        for (x, y) in line {
            let _ = writeln!(xml, "        <di:waypoint x=\"{}\" y=\"{}\"/>", left + x, top + y);
        }
        if let Some(area) = label {
            let (x, y) = beside(area, line);
            name(xml, (left + x, top + y, area.width, area.height));
        }
        xml.push_str("      </bpmndi:BPMNEdge>\n");
    }
    for number in 0..graph.about.limits.len() {
        let y = CORNER + i32::try_from(number).unwrap_or(0) * (NOTE.1 + 8);
        shape(xml, &format!("limit_{number}"), (left, y, NOTE.0, NOTE.1), None);
    }
    xml.push_str("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n");
}

/// Tools write names without a ground of their own: beside the line, not on it.
fn beside(label: &Area, line: &[(i32, i32)]) -> (i32, i32) {
    let middle = (label.x + label.width / 2, label.y + label.height / 2);
    let above = line.windows(2).any(|ends| ends[0].1 == ends[1].1 && (ends[0].1 - middle.1).abs() <= 1);
    match above {
        true => (label.x, label.y - label.height / 2 - 2),
        false => (label.x + label.width / 2 + 4, label.y),
    }
}

fn element(xml: &mut String, node: &Node, x: i32, line: i32) {
    if is_event(node.kind) {
        let below = (x + EVENT / 2 - NAME_WIDTH / 2, line + EVENT / 2 + 3, NAME_WIDTH, NAME - 3);
        shape(xml, &node.name, (x, line - EVENT / 2, EVENT, EVENT), Some(below));
        return;
    }
    if !node.kind.is_card() {
        let half = GATEWAY / 2;
        // Left above it, where no line leaves.
        let above = (x - GATEWAY, line - half - 14, GATEWAY + half - 8, 28);
        let named = (!node.title.zh.is_empty()).then_some(above);
        let exclusive = !matches!(node.kind, NodeKind::Fork | NodeKind::Join);
        let marker = if exclusive { " isMarkerVisible=\"true\"" } else { "" };
        shape_with(xml, &node.name, marker, (x, line - half, GATEWAY, GATEWAY), named);
        return;
    }
    let top = line - TASK.1 / 2;
    shape(xml, &node.name, (x, top, TASK.0, TASK.1), None);
    if has_timer(node) {
        let (bottom, middle) = (top + TASK.1, x + TIMER_IN);
        let late = bottom + TIMER_DROP;
        let beside = (middle + EVENT / 2 + 4, bottom + 6, TASK.0 - TIMER_IN - EVENT / 2 + 24, 40);
        shape(
            xml,
            &format!("{}_timer", node.name),
            (middle - EVENT / 2, bottom - EVENT / 2, EVENT, EVENT),
            Some(beside),
        );
        let below = (middle - NAME_WIDTH / 2, late + EVENT + 3, NAME_WIDTH, 14);
        shape(xml, &format!("{}_late", node.name), (middle - EVENT / 2, late, EVENT, EVENT), Some(below));
        let id = format!("{}_overdue", node.name);
        let _ = writeln!(
            xml,
            "      <bpmndi:BPMNEdge id=\"{id}_di\" bpmnElement=\"{id}\">\n        \
             <di:waypoint x=\"{middle}\" y=\"{}\"/>\n        <di:waypoint x=\"{middle}\" y=\"{late}\"/>\n      </bpmndi:BPMNEdge>",
            bottom + EVENT / 2
        );
    }
}

/// A pool or a lane.
fn row(xml: &mut String, id: &str, at: Bounds) {
    let _ = writeln!(
        xml,
        "      <bpmndi:BPMNShape id=\"{id}_di\" bpmnElement=\"{id}\" isHorizontal=\"true\">\n        {}\n      </bpmndi:BPMNShape>",
        bounds(at)
    );
}

fn shape(xml: &mut String, id: &str, at: Bounds, named: Option<Bounds>) {
    shape_with(xml, id, "", at, named);
}

fn shape_with(xml: &mut String, id: &str, attributes: &str, at: Bounds, named: Option<Bounds>) {
    let _ = writeln!(
        xml,
        "      <bpmndi:BPMNShape id=\"{id}_di\" bpmnElement=\"{id}\"{attributes}>\n        {}",
        bounds(at)
    );
    if let Some(at) = named {
        name(xml, at);
    }
    xml.push_str("      </bpmndi:BPMNShape>\n");
}

fn name(xml: &mut String, at: Bounds) {
    let _ = writeln!(xml, "        <bpmndi:BPMNLabel>{}</bpmndi:BPMNLabel>", bounds(at));
}

fn bounds((x, y, width, height): Bounds) -> String {
    format!("<dc:Bounds x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>")
}
