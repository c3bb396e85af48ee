//! What stands on a drawn sheet, read back from its SVG: each element is on a line of its own.

/// A rectangle on the sheet.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) right: i32,
    pub(crate) bottom: i32,
}

/// A card or a sign.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) step: Option<String>,
    pub(crate) area: Area,
}

/// The corners of an arrow.
#[derive(Debug)]
pub(crate) struct Way {
    arrow: String,
    corners: Vec<(i32, i32)>,
}

/// What is written on an arrow.
#[derive(Debug)]
pub(crate) struct Label {
    arrow: String,
    area: Area,
}

/// A sheet.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) nodes: Vec<Node>,
    pub(crate) ways: Vec<Way>,
    pub(crate) labels: Vec<Label>,
}

impl Area {
    /// Whether two rectangles have more than an edge in common.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

impl Way {
    /// Where its head is.
    fn head(&self) -> Area {
        let (x, y) = *self.corners.last().expect("a way has an end");
        Area { left: x - 5, top: y - 5, right: x + 5, bottom: y + 5 }
    }

    /// Whether it runs through the inside of an area; touching its edge is no more than arriving.
    pub(crate) fn cuts(&self, area: &Area) -> bool {
        self.corners.windows(2).any(|ends| {
            let ((x1, y1), (x2, y2)) = (ends[0], ends[1]);
            x1.min(x2) < area.right
                && x1.max(x2) > area.left
                && y1.min(y2) < area.bottom
                && y1.max(y2) > area.top
        })
    }
}

impl Drawn {
    pub(crate) fn read(svg: &str) -> Self {
        let mut drawn = Self { width: 0, height: 0, nodes: Vec::new(), ways: Vec::new(), labels: Vec::new() };
        let mut moved = (0, 0);
        let mut node: Option<(String, Option<String>)> = None;
        for line in svg.lines() {
            if let Some(view) = attribute(line, "viewBox") {
                let numbers = numbers(&view);
                (drawn.width, drawn.height) = (numbers[2], numbers[3]);
            } else if let Some(by) = attribute(line, "transform") {
                let by = numbers(by.trim_start_matches("translate(").trim_end_matches(')'));
                moved = (by[0], by[1]);
            } else if line.starts_with("<g class=\"node\"") {
                node = Some((attribute(line, "id").expect("a node has an id"), attribute(line, "data-step")));
            } else if line.contains("class=\"label\"") {
                let arrow = attribute(line, "data-arrow").expect("a label has an arrow");
                drawn.labels.push(Label { arrow, area: rectangle(line, moved) });
            } else if line.contains("class=\"way") {
                let path = attribute(line, "d").expect("a way has a path");
                // Those of the legend are no arrows.
                if let Some(arrow) = attribute(line, "data-arrow") {
                    drawn.ways.push(Way { arrow, corners: corners(&path, moved) });
                }
            } else if line.starts_with("<rect") || line.starts_with("<polygon") {
                // The first shape of a node is its outline.
                if let Some((id, step)) = node.take() {
                    let area =
                        if line.starts_with("<rect") { rectangle(line, moved) } else { polygon(line, moved) };
                    drawn.nodes.push(Node { id, step, area });
                }
            }
        }
        drawn
    }

    /// What hides what, in words: nothing may stand on anything else, and no arrow may run through
    /// what it does not belong to.
    pub(crate) fn hidden(&self) -> Vec<String> {
        let mut hidden = Vec::new();
        for (number, one) in self.nodes.iter().enumerate() {
            for other in self.nodes[number + 1..].iter().filter(|other| other.area.overlaps(&one.area)) {
                hidden.push(format!("{} stands on {}", one.id, other.id));
            }
            for way in self.ways.iter().filter(|way| way.cuts(&one.area)) {
                hidden.push(format!("{way:?} runs through {} {:?}", one.id, one.area));
            }
            let Area { left, top, right, bottom } = one.area;
            if left < 0 || top < 0 || right > self.width || bottom > self.height {
                hidden.push(format!("{} leaves the sheet", one.id));
            }
        }
        for (number, label) in self.labels.iter().enumerate() {
            for node in self.nodes.iter().filter(|node| node.area.overlaps(&label.area)) {
                hidden.push(format!("{label:?} stands on {}", node.id));
            }
            for other in self.labels[number + 1..].iter().filter(|other| other.area.overlaps(&label.area)) {
                hidden.push(format!("{label:?} stands on {other:?}"));
            }
            for way in self.ways.iter().filter(|way| way.arrow != label.arrow && way.cuts(&label.area)) {
                hidden.push(format!("{label:?} lies over {way:?}"));
            }
            for way in self.ways.iter().filter(|way| way.head().overlaps(&label.area)) {
                hidden.push(format!("{label:?} hides the head of {way:?}"));
            }
        }
        hidden
    }
}

fn attribute(line: &str, name: &str) -> Option<String> {
    let from = line.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(line[from..].split('"').next().unwrap_or_default().to_owned())
}

fn numbers(text: &str) -> Vec<i32> {
    let parts =
        text.split(|letter: char| !letter.is_ascii_digit() && letter != '-').filter(|part| !part.is_empty());
    parts.map(|part| part.parse().expect("a number")).collect()
}

fn rectangle(line: &str, moved: (i32, i32)) -> Area {
    let get = |name| attribute(line, name).and_then(|text| text.parse::<i32>().ok()).expect("a number");
    let (left, top) = (get("x") + moved.0, get("y") + moved.1);
    Area { left, top, right: left + get("width"), bottom: top + get("height") }
}

fn polygon(line: &str, moved: (i32, i32)) -> Area {
    let numbers = numbers(&attribute(line, "points").expect("points"));
    let xs: Vec<i32> = numbers.iter().step_by(2).map(|x| x + moved.0).collect();
    let ys: Vec<i32> = numbers.iter().skip(1).step_by(2).map(|y| y + moved.1).collect();
    let (least, most) =
        (|of: &[i32]| *of.iter().min().expect("points"), |of: &[i32]| *of.iter().max().expect("points"));
    Area { left: least(&xs), top: least(&ys), right: most(&xs), bottom: most(&ys) }
}

/// `M` and `L` name a corner; of `Q` the first point is the corner that is rounded.
fn corners(path: &str, moved: (i32, i32)) -> Vec<(i32, i32)> {
    let mut found = Vec::new();
    for piece in path.split_inclusive(['M', 'L', 'Q']).collect::<Vec<_>>().windows(2) {
        let numbers = numbers(piece[1].trim_end_matches(['M', 'L', 'Q']));
        found.push((numbers[0] + moved.0, numbers[1] + moved.1));
    }
    found
}
