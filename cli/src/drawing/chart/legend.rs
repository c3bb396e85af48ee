//! The signs of the picture, and what each means.

use super::super::markup::{px, width};
use super::super::scene::{Mood, pick};
use super::{Chart, Paper};
use std::fmt::Write as _;
use steward_model::Channel;

impl Chart<'_, '_> {
    /// What each sign means, in a line or two under everything.
    pub(super) fn legend(&mut self) {
        let drawn = self.scene.drawn;
        let say = |zh, en| pick(drawn, zh, en);
        let (y, size) = (self.y + 12.0, 10.5);
        type Sign = fn(f64, f64) -> String;
        let polygon = |class: &str, points: &[(f64, f64)], (x, y): (f64, f64)| {
            let points: Vec<String> =
                points.iter().map(|(dx, dy)| format!("{},{}", px(x + dx), px(y + dy))).collect();
            format!("<polygon points=\"{}\" class=\"{class}\"/>", points.join(" "))
        };
        let signs: [(&str, Sign); 3] = [
            (say("邮件", "e-mail"), |x, y| mark(Mood::Plain, &[Channel::Email], (x, y))),
            (say("短信", "SMS"), |x, y| mark(Mood::Plain, &[Channel::Sms], (x, y))),
            (say("短信和邮件", "both"), |x, y| {
                mark(Mood::Plain, &[Channel::Sms, Channel::Email], (x, y))
            }),
        ];
        let mut x = if self.paper == Paper::Narrow { 14.0 } else { self.sizes.left + 6.0 };
        let mut line = y;
        let right = self.sizes.right;
        let mut place = |chart: &mut Self, wide: f64| {
            if x + wide + 14.0 > right {
                x = 14.0;
                line += 18.0;
            }
            let here = (x, line);
            x += wide + 26.0;
            chart.y = line + 8.0;
            here
        };
        for (words, sign) in signs {
            let (x, y) = place(self, width(words, size));
            let sign = sign(x, y - 4.0);
            self.put(sign);
            self.text((x + 8.0, y), size, "dim", "start", words);
        }
        let triangle = [(0.0, -5.0), (4.5, 4.0), (-4.5, 4.0)];
        let diamond = [(0.0, -5.5), (4.5, 0.0), (0.0, 5.5), (-4.5, 0.0)];
        for (words, class, points) in [
            (say("临期提醒", "before the miss"), "risk", &triangle[..]),
            (say("超时及以后", "the miss and after"), "late", &diamond[..]),
            (say("办完了，没有到这一档", "done before it came"), "not", &triangle[..]),
        ] {
            let (x, y) = place(self, width(words, size));
            self.put(polygon(class, points, (x, y - 4.0)));
            self.text((x + 8.0, y), size, "dim", "start", words);
        }
        let words = say("灰底：不计时的时间", "grey: time that does not count");
        let (x, y) = place(self, width(words, size) + 10.0);
        self.rect((x - 6.0, y - 9.0), (16.0, 11.0), "class=\"shut\"", "");
        self.text((x + 14.0, y), size, "dim", "start", words);
        self.y += 4.0;
    }
}

/// A message's sign: a disc for mail, a square for a text message, a disc in a square for both.
pub(super) fn mark(mood: Mood, via: &[Channel], (x, y): (f64, f64)) -> String {
    let class = match mood {
        Mood::Plain => "plain",
        Mood::Risk => "risk",
        Mood::Late => "late",
    };
    let (sms, mail) = (via.contains(&Channel::Sms), via.contains(&Channel::Email));
    let mut sign = String::new();
    let (left, top) = (px(x - 5.0), px(y - 5.0));
    let (x, y) = (px(x), px(y));
    let _ = match (sms, mail) {
        (true, true) => write!(
            sign,
            "<rect x=\"{left}\" y=\"{top}\" width=\"10\" height=\"10\" class=\"{class}\" style=\"fill:#fff\"/><circle cx=\"{x}\" cy=\"{y}\" r=\"3.1\" class=\"{class}\"/>"
        ),
        (true, false) => {
            write!(sign, "<rect x=\"{left}\" y=\"{top}\" width=\"10\" height=\"10\" class=\"{class}\"/>")
        }
        _ => write!(sign, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4.6\" class=\"{class}\"/>"),
    };
    sign
}
