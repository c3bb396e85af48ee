//! Writes SVG: shapes by class, texts, groups. Colours and fonts are here alone.

use crate::layout::Area;
use crate::xml::escape;
use std::fmt::Write as _;

/// Lines and texts.
pub(super) const INK: &str = "#1f2937";
/// What matters less.
pub(super) const SOFT: &str = "#6b7280";
/// Ways back.
pub(super) const BACK: &str = "#9a3412";

/// Fonts by the names they have on common systems, Chinese ones first.
const FONTS: &str = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',\
                     'Noto Sans','Helvetica Neue',Arial,sans-serif";

const STYLE: &str = "
.sheet{fill:#fff}
.lane{fill:#fff;stroke:#9ca3af;stroke-width:1}
.lane-itself{fill:#f6f7f8}
.lane-title{fill:#e5e7eb;stroke:#9ca3af;stroke-width:1}
.card{fill:#fff;stroke:#1f2937;stroke-width:1.6}
.approval{fill:#fff8eb}
.again{stroke-dasharray:6 4}
.limit{fill:#eef2f7}
.sign{fill:#fff;stroke:#1f2937;stroke-width:1.6}
.start{fill:#fff;stroke:#1f2937;stroke-width:1.6}
.end{fill:#fff;stroke:#1f2937;stroke-width:3.6}
.branch-end{fill:#fff;stroke:#1f2937;stroke-width:1.6;stroke-dasharray:3 3}
.span{fill:#fff;stroke:#1f2937;stroke-width:1.2}
.label{fill:#fff;stroke:none}
.label-lane{fill:#fff;opacity:.92}
.icon{fill:none;stroke:#1f2937;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.solid{fill:#1f2937;stroke:none}
.way{fill:none;stroke:#1f2937;stroke-width:1.7;stroke-linejoin:round}
.otherwise{stroke:#4b5563;stroke-dasharray:5 4}
.back{stroke:#9a3412;stroke-width:2;stroke-dasharray:11 4}
text{fill:#1f2937}
.soft{fill:#4b5563}
.bold{font-weight:700}
.back-text{fill:#9a3412;font-weight:700}
";

/// Where a text stands to its point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A sheet being drawn on.
pub(super) struct Paper {
    pub(super) width: i32,
    body: String,
}

impl Paper {
    /// A white sheet so wide and high, to be printed so many millimetres wide and high.
    pub(super) fn new(width: i32, height: i32, (mm_wide, mm_high): (i32, i32), title: &str) -> Self {
        let mut body = String::new();
        let _ = write!(
            body,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{mm_wide}mm\" height=\"{mm_high}mm\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\" role=\"img\">\n<title>{}</title>\n\
             <style>{STYLE}@page{{size:{mm_wide}mm {mm_high}mm;margin:0}}\n</style>\n",
            escape(title)
        );
        let mut paper = Self { width, body };
        paper.rect((0, 0, width, height), 0, "sheet");
        paper
    }

    pub(super) fn finish(mut self) -> String {
        self.body.push_str("</svg>\n");
        self.body
    }

    /// Draws with the corner of the sheet moved.
    pub(super) fn group(&mut self, x: i32, y: i32, draw: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.body, "<g transform=\"translate({x} {y})\">");
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// Draws a node; scripts and style sheets find it by its id and its step.
    pub(super) fn node(&mut self, name: &str, step: Option<&str>, draw: impl FnOnce(&mut Self)) {
        let step = step.map(|step| format!(" data-step=\"{}\"", escape(step))).unwrap_or_default();
        let _ = writeln!(self.body, "<g class=\"node\" id=\"{name}\"{step}>");
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// A rectangle by left, top, width and height.
    pub(super) fn rect(&mut self, (x, y, width, height): (i32, i32, i32, i32), round: i32, class: &str) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" class=\"{class}\"/>"
        );
    }

    pub(super) fn polygon(&mut self, points: &[(i32, i32)], class: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let _ = writeln!(self.body, "<polygon points=\"{}\" class=\"{class}\"/>", points.join(" "));
    }

    pub(super) fn bar(&mut self, x: i32, y: i32, width: i32, height: i32) {
        self.rect((x, y, width, height), 2, "solid");
    }

    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32), colour: &str, width: i32) {
        let _ = writeln!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
            from.0, from.1, to.0, to.1
        );
    }

    /// A path in SVG's own words.
    pub(super) fn path(&mut self, path: &str, class: &str) {
        let _ = writeln!(self.body, "<path d=\"{path}\" class=\"{class}\"/>");
    }

    /// The line of an arrow, by the arrow's number.
    pub(super) fn way(&mut self, path: &str, class: &str, arrow: usize) {
        let _ = writeln!(self.body, "<path d=\"{path}\" class=\"{class}\" data-arrow=\"{arrow}\"/>");
    }

    /// The ground of what is written on an arrow.
    pub(super) fn label(&mut self, area: Area, arrow: usize) {
        let Area { x, y, width, height } = area;
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"3\" class=\"label\" data-arrow=\"{arrow}\"/>"
        );
    }

    /// A filled path of a colour.
    pub(super) fn fill(&mut self, path: &str, colour: &str) {
        let _ = writeln!(self.body, "<path d=\"{path}\" fill=\"{colour}\"/>");
    }

    pub(super) fn text(&mut self, (x, y): (i32, i32), size: i32, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" class=\"{class}\">{}</text>",
            escape(text)
        );
    }

    /// The sign of a limit: a small clock around a point.
    pub(super) fn clock(&mut self, x: i32, y: i32) {
        let left = x - 6;
        self.path(&format!("M{left} {y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0M{x} {}v4h3", y - 4), "icon");
    }
}
