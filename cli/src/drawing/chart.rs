//! The picture itself: lanes under a row of days, people under the lanes, as SVG. Each thing has its
//! shape beside its colour, so that a print in black and white says the same.

use super::markup::{fit, px, safe, width};
use super::scale::Scale;
use super::scene::{Bar, ClockBar, Dot, Lane, Listener, Mood, Scene, Tick, pick};
use crate::instants;
use steward_model::Lang;
use steward_time::{Timestamp, WorkingTime};

mod legend;

use legend::mark;

/// Days narrower than this, in pixels, are crowded: no date or line of each would be told from the next.
const CLOSE: f64 = 8.0;

/// What the picture is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    /// A file of its own, with its title on it.
    Alone,
    /// A page on a desk or on A4 across.
    Wide,
    /// A page on a phone: titles stand over the bars.
    Narrow,
}

/// How large everything is on a paper, in pixels.
struct Sizes {
    /// Where the bars begin.
    left: f64,
    /// Where they end.
    right: f64,
    whole: f64,
    /// The height of a lane and of a person, the title's place over the bars among it.
    lane: f64,
    person: f64,
    over: f64,
    font: f64,
}

impl Paper {
    fn sizes(self) -> Sizes {
        match self {
            Self::Alone | Self::Wide => Sizes {
                left: 168.0,
                right: 1_084.0,
                whole: 1_100.0,
                lane: 47.0,
                person: 27.0,
                over: 0.0,
                font: 13.0,
            },
            Self::Narrow => Sizes {
                left: 8.0,
                right: 372.0,
                whole: 380.0,
                lane: 62.0,
                person: 42.0,
                over: 16.0,
                font: 12.0,
            },
        }
    }

    /// Ids in two pictures of one page must not be the same.
    fn hatch(self) -> &'static str {
        if self == Self::Narrow { "late-n" } else { "late-w" }
    }
}

const DAYS: f64 = 36.0;

const STYLE: &str = "text{font-family:'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif;fill:#1f2933}\
.dim{fill:#66727f}.shut{fill:#e4e8ed}.line{stroke:#d3d9e0;stroke-width:1}.told{stroke:#1f2933;stroke-opacity:.13;stroke-width:1}\
.open{fill:#6f93bd}.bar{fill:#3f6ea3}.on{fill:#fff}.run{fill:#9cc3a0}.over{fill:#d4564d}.frame{fill:none;stroke:#55616d;stroke-width:.6}\
.plain{fill:#3f6ea3;stroke:#3f6ea3}.risk{fill:#e0a100;stroke:#946a00}.late{fill:#c2352b;stroke:#8d1d15}.not{fill:#fff;stroke:#98a3ae}\
.due{stroke:#1f2933;stroke-width:1.6}a{cursor:pointer}";

/// The picture on a paper.
pub(crate) fn chart(scene: &Scene<'_>, paper: Paper) -> String {
    let sizes = paper.sizes();
    let drawn = scene.drawn;
    let calendars: Vec<&WorkingTime> = scene
        .lanes
        .iter()
        .flat_map(|lane| &lane.clocks)
        .filter_map(|clock| clock.calendar)
        .chain(drawn.estate.calendar(&drawn.workflow.calendar))
        .filter(|calendar| !calendar.calendar.always)
        .collect();
    let scale = Scale::new(
        (drawn.went.opened, scene.until),
        &scene.busy,
        &calendars,
        &drawn.estate.zone,
        sizes.right - sizes.left,
    );
    let mut chart = Chart {
        scene,
        paper,
        sizes,
        scale,
        shut: String::new(),
        lines: String::new(),
        body: String::new(),
        y: 0.0,
    };
    if paper == Paper::Alone {
        chart.heading();
    }
    chart.draw();
    chart.whole()
}

struct Chart<'c, 'a> {
    scene: &'c Scene<'a>,
    paper: Paper,
    sizes: Sizes,
    scale: Scale,
    /// Three layers: what is shut, the lines over it, everything else.
    shut: String,
    lines: String,
    body: String,
    /// Down to where it is drawn.
    y: f64,
}

impl Chart<'_, '_> {
    fn put(&mut self, markup: impl AsRef<str>) {
        self.body.push_str(markup.as_ref());
        self.body.push('\n');
    }

    fn x(&self, at: Timestamp) -> f64 {
        self.sizes.left + self.scale.x(at)
    }

    fn text(&mut self, (x, y): (f64, f64), size: f64, class: &str, anchor: &str, text: &str) {
        let text = safe(text);
        self.put(format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" class=\"{class}\" text-anchor=\"{anchor}\">{text}</text>",
            px(x),
            px(y),
            px(size)
        ));
    }

    fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), attributes: &str, title: &str) {
        let title = if title.is_empty() { String::new() } else { format!("<title>{}</title>", safe(title)) };
        let place = format!("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", px(x), px(y), px(w), px(h));
        self.put(match title.is_empty() {
            true => format!("<rect {place} {attributes}/>"),
            false => format!("<rect {place} {attributes}>{title}</rect>"),
        });
    }

    fn whole(self) -> String {
        let (whole, height) = (px(self.sizes.whole), px(self.y + 4.0));
        let hatch = format!(
            "<pattern id=\"{}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" fill=\"#d4564d\"/><rect width=\"1.6\" height=\"5\" fill=\"#fff\" fill-opacity=\".55\"/></pattern>",
            self.paper.hatch()
        );
        let white = match self.paper {
            Paper::Alone => "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
            _ => "",
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {height}\" width=\"{whole}\" height=\"{height}\" role=\"img\">\n<style>{STYLE}</style><defs>{hatch}</defs>{white}\n{}{}{}</svg>\n",
            self.shut, self.lines, self.body
        )
    }

    fn heading(&mut self) {
        let drawn = self.scene.drawn;
        let lang = drawn.lang;
        let (title, estate) = (drawn.workflow.title.in_(lang), drawn.estate.name.in_(lang));
        self.text((14.0, 30.0), 20.0, "", "start", &format!("{title} · {estate}"));
        let opened = instants::full(drawn.went.opened, &drawn.estate.zone, lang);
        let how = drawn.conduct;
        let line = match lang {
            Lang::Zh => format!("{opened} 立案，{how}"),
            Lang::En => format!("opened {opened}, {how}"),
        };
        self.text((14.0, 50.0), 13.0, "dim", "start", &line);
        self.y = 64.0;
    }

    fn draw(&mut self) {
        let top = self.y;
        self.y += DAYS;
        let scene = self.scene;
        for lane in &scene.lanes {
            self.lane(lane);
        }
        let lanes = self.y;
        if !scene.unreached.is_empty() {
            let comma = crate::names::comma(scene.drawn.lang);
            let all = scene.unreached.join(comma);
            let say = format!("{}{all}", pick(scene.drawn, "没有轮到：", "Never their turn: "));
            let size = self.sizes.font - 1.5;
            let room = self.sizes.right - 14.0;
            let y = self.y + 15.0;
            self.text((10.0, y), size, "dim", "start", &fit(&say, size, room));
            self.y += 24.0;
        }
        if !scene.people.is_empty() {
            let y = self.y + 17.0;
            let size = self.sizes.font;
            self.text((10.0, y), size, "dim", "start", pick(scene.drawn, "谁收到消息", "Who is told"));
            self.y += 24.0;
        }
        let people = self.y;
        for person in &scene.people {
            self.person(person);
        }
        let bottom = self.y;
        self.days(top, bottom);
        self.told_lines(top + DAYS, lanes);
        self.told_lines(people, bottom);
        self.y += 8.0;
        self.legend();
    }

    /// Whether days lie so close that a line for each would be a grey wall. Then only the dates that are
    /// written have one, and a date may stand over the days after it.
    fn is_crowded(&self) -> bool {
        self.sizes.whole - self.sizes.left < CLOSE * self.scale.columns.len() as f64
    }

    /// The dates over everything, a line where a day begins.
    fn days(&mut self, top: f64, bottom: f64) {
        let lang = self.scene.drawn.lang;
        let mut free = f64::MIN;
        let mut year = None;
        let crowded = self.is_crowded();
        for column in self.scale.columns.clone() {
            let x = self.sizes.left + column.left;
            if !crowded {
                self.down(x, (top + 4.0, bottom), "line");
            }
            let (first, second) = if column.quiet && column.first != column.last {
                let days = column.first.until(column.last).map_or(0, |span| span.get_days()) + 1;
                let between =
                    format!("{}–{}", column.first.strftime("%-m/%-d"), column.last.strftime("%-m/%-d"));
                (
                    between,
                    match lang {
                        Lang::Zh => format!("{days} 天"),
                        Lang::En => format!("{days} days"),
                    },
                )
            } else {
                let turned = year.is_some_and(|year| year != column.first.year());
                let form = if turned && !crowded { "%Y/%-m/%-d" } else { "%-m/%-d" };
                // Where dates are close, the year stands below and takes no room of its own.
                let below = match turned && crowded {
                    true => column.first.year().to_string(),
                    false => instants::weekday(column.first, lang).to_owned(),
                };
                (column.first.strftime(form).to_string(), below)
            };
            let size = 11.0;
            let wide = width(&first, size).max(width(&second, 10.0));
            // A date that would run into the one before, or out of its own narrow column on a phone, is left out.
            let room = column.right - column.left;
            if column.quiet && room < wide + 5.0 {
                // What happens goes before what does not: only how many days, where that fits.
                if column.first != column.last && width(&second, 10.0) + 4.0 < room && x >= free {
                    self.text((x + 3.0, top + 28.0), 10.0, "dim", "start", &second);
                }
                continue;
            }
            let runs_out = room < wide * 0.7 && self.paper == Paper::Narrow && !crowded;
            if x + 3.0 < free || runs_out {
                continue;
            }
            if x + 3.0 + wide > self.sizes.whole {
                continue;
            }
            free = x + 3.0 + wide + 3.0;
            if !column.quiet {
                year = Some(column.first.year());
            }
            if crowded {
                self.down(x, (top + 4.0, bottom), "line");
            }
            let class = if column.quiet { "dim" } else { "" };
            self.text((x + 3.0, top + 15.0), size, class, "start", &first);
            self.text((x + 3.0, top + 28.0), 10.0, "dim", "start", &second);
        }
    }

    /// A hair line down from each moment at which somebody was told.
    fn told_lines(&mut self, top: f64, bottom: f64) {
        if self.is_crowded() {
            return;
        }
        let mut at: Vec<Timestamp> =
            self.scene.people.iter().flat_map(|person| person.dots.iter().map(|dot| dot.at)).collect();
        at.sort_unstable();
        at.dedup();
        for at in at {
            self.down(self.x(at), (top, bottom), "told");
        }
    }

    /// A line from top to bottom, under what is drawn.
    fn down(&mut self, x: f64, (top, bottom): (f64, f64), class: &str) {
        let [x, top, bottom] = [x, top, bottom].map(px);
        self.lines.push_str(&format!(
            "<line x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{bottom}\" class=\"{class}\"/>\n"
        ));
    }

    fn shade(&mut self, calendar: Option<&WorkingTime>, (y, height): (f64, f64)) {
        let Some(calendar) = calendar else { return };
        for (left, right) in self.scale.shut(calendar) {
            let place = [self.sizes.left + left, y, right - left, height].map(px);
            let [x, y, wide, high] = &place;
            self.shut.push_str(&format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" class=\"shut\"/>\n"
            ));
        }
    }

    fn lane(&mut self, lane: &Lane<'_>) {
        let (top, over) = (self.y, self.sizes.over);
        let drawn = self.scene.drawn;
        let calendar = lane.clocks.first().and_then(|clock| clock.calendar);
        let calendar = calendar.or_else(|| drawn.estate.calendar(&drawn.workflow.calendar));
        self.shade(calendar, (top + over, self.sizes.lane - over));
        self.name((&lane.title, &lane.note), top);
        let y = top + over + 4.0;
        for bar in &lane.bars {
            self.bar(
                bar,
                lane.clocks.iter().find(|clock| clock.missed && clock.due < bar.to && clock.to >= bar.from),
                y,
            );
        }
        if let Some(at) = lane.skipped.filter(|_| lane.bars.is_empty()) {
            let x = self.x(at);
            self.text((x + 3.0, y + 12.0), 11.0, "dim", "start", pick(drawn, "跳过", "skipped"));
        }
        for clock in &lane.clocks {
            self.clock(clock, y + 20.0);
        }
        self.y += self.sizes.lane;
        let bottom = px(self.y);
        self.put(format!(
            "<line x1=\"8\" x2=\"{}\" y1=\"{bottom}\" y2=\"{bottom}\" class=\"line\"/>",
            px(self.sizes.right)
        ));
    }

    /// What a lane is called: beside it, or on a phone over it.
    fn name(&mut self, (title, note): (&str, &str), top: f64) {
        let size = self.sizes.font;
        if self.paper == Paper::Narrow {
            let note_room = width(note, size - 2.0);
            let title = fit(title, size, self.sizes.right - self.sizes.left - note_room - 12.0);
            let after = self.sizes.left + width(&title, size) + 8.0;
            self.text((self.sizes.left, top + 13.0), size, "", "start", &title);
            self.text((after, top + 13.0), size - 2.0, "dim", "start", note);
            return;
        }
        let room = self.sizes.left - 20.0;
        self.text((10.0, top + 17.0), size, "", "start", &fit(title, size, room));
        self.text((10.0, top + 33.0), size - 2.0, "dim", "start", &fit(note, size - 2.0, room));
    }

    fn bar(&mut self, bar: &Bar, late: Option<&ClockBar<'_>>, y: f64) {
        let (from, to) = (self.x(bar.from), self.x(bar.to));
        let class = if bar.done { "bar" } else { "open" };
        self.rect(
            (from, y),
            ((to - from).max(2.5), 16.0),
            &format!("class=\"{class}\" rx=\"2\""),
            &bar.title,
        );
        if let Some(clock) = late {
            let due = self.x(clock.due.max(bar.from));
            let fill = format!("fill=\"url(#{})\" rx=\"2\"", self.paper.hatch());
            self.rect((due, y), ((to - due).max(1.0), 16.0), &fill, &bar.title);
        }
        if bar.label.is_empty() {
            return;
        }
        let wide = width(&bar.label, 11.0);
        if late.is_none() && wide + 8.0 < to - from {
            self.text((from + 4.0, y + 12.0), 11.0, "on", "start", &bar.label);
        } else if to + wide + 4.0 < self.sizes.right {
            self.text((to + 4.0, y + 12.0), 11.0, "", "start", &bar.label);
        }
    }

    fn clock(&mut self, clock: &ClockBar<'_>, y: f64) {
        let (from, due, to) = (self.x(clock.from), self.x(clock.due), self.x(clock.to));
        let met = due.min(to);
        self.rect((from, y), ((met - from).max(1.0), 7.0), "class=\"run\"", &clock.title);
        if clock.missed && to > due {
            self.rect((due, y), (to - due, 7.0), "class=\"over\"", &clock.title);
        }
        let frame = if clock.missed { to.max(due) } else { due };
        self.rect((from, y), ((frame - from).max(1.0), 7.0), "class=\"frame\"", &clock.title);
        let line = format!(
            "<line x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\" class=\"due\"/>",
            px(due),
            px(y - 2.5),
            px(y + 9.5)
        );
        self.put(line);
        for tick in &clock.ticks {
            self.tick(tick, y + 3.5);
        }
        let local = self.scene.drawn.estate.zone.to_datetime(clock.due);
        let at = instants::clock(local);
        let word = pick(self.scene.drawn, "到期", "due");
        // A due time off the paper says its day.
        let said = match clock.due > self.scene.until {
            true => format!("{word} {} {at} →", local.strftime("%-m/%-d")),
            false => format!("{word} {at}"),
        };
        let wide = width(&said, 9.5);
        let x = (due - wide / 2.0).clamp(self.sizes.left, self.sizes.right - wide);
        self.text((x, y + 19.0), 9.5, "dim", "start", &said);
    }

    /// Before the miss a triangle, from it on a diamond; hollow where it never came.
    fn tick(&mut self, tick: &Tick, y: f64) {
        let x = self.x(tick.at);
        let class = match (tick.came, tick.mood) {
            (false, _) => "not",
            (true, Mood::Late) => "late",
            (true, _) => "risk",
        };
        let points = match tick.mood {
            Mood::Late => [(0.0, -5.5), (4.5, 0.0), (0.0, 5.5), (-4.5, 0.0)].to_vec(),
            _ => [(0.0, -5.0), (4.5, 4.0), (-4.5, 4.0)].to_vec(),
        };
        let points: Vec<String> =
            points.iter().map(|(dx, dy)| format!("{},{}", px(x + dx), px(y + dy))).collect();
        let (points, title) = (points.join(" "), safe(&tick.title));
        self.put(format!("<polygon points=\"{points}\" class=\"{class}\"><title>{title}</title></polygon>"));
    }

    fn person(&mut self, person: &Listener<'_>) {
        let top = self.y;
        let size = self.sizes.font;
        let middle = match self.paper {
            Paper::Narrow => {
                self.name((&person.name, &person.role), top);
                top + 28.0
            }
            _ => {
                let after = 10.0 + width(&person.name, size) + 8.0;
                let room = self.sizes.left - after - 6.0;
                self.text((10.0, top + 17.0), size, "", "start", &person.name);
                self.text(
                    (after, top + 17.0),
                    size - 2.0,
                    "dim",
                    "start",
                    &fit(&person.role, size - 2.0, room),
                );
                top + 13.0
            }
        };
        self.y += self.sizes.person;
        let line = format!(
            "<line x1=\"{}\" x2=\"{}\" y1=\"{2}\" y2=\"{2}\" class=\"line\"/>",
            px(self.sizes.left),
            px(self.sizes.right),
            px(middle)
        );
        self.put(line);
        for dot in &person.dots {
            self.dot(dot, middle);
        }
    }

    fn dot(&mut self, dot: &Dot<'_>, y: f64) {
        let x = self.x(dot.at);
        let shape = mark(dot.mood, dot.via, (x, y));
        let title = safe(&dot.title);
        self.put(match self.paper {
            Paper::Alone => format!("<g>{shape}<title>{title}</title></g>"),
            _ => format!("<a href=\"#e{}\">{shape}<title>{title}</title></a>", dot.event),
        });
    }
}
