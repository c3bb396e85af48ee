//! Whether the random cases keep the standards of their process: each figure beside what it ought to be.

use super::Many;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use steward_case::Tally;
use steward_model::{Bounds, Lang, Measure, Standard};
use steward_picture::Names;

/// A figure with the standard it is of.
struct Judged<'a> {
    standard: &'a Standard,
    measure: &'a Measure,
    bounds: Bounds,
    tally: &'a Tally,
}

impl Judged<'_> {
    fn kept(&self) -> Option<bool> {
        self.tally.figure().and_then(|figure| self.bounds.hold(figure))
    }

    /// A share in percent, anything else as it is, to one place.
    fn shown(&self, figure: Decimal) -> String {
        match self.measure.is_share() {
            true => format!("{}%", (figure * Decimal::ONE_HUNDRED).round_dp(1).normalize()),
            false => figure.round_dp(1).normalize().to_string(),
        }
    }

    fn wanted(&self) -> String {
        let bound =
            |sign: &str, bound: Option<Decimal>| bound.map(|one| format!("{sign} {}", self.shown(one)));
        let both: Vec<String> = [bound("≥", self.bounds.at_least), bound("≤", self.bounds.at_most)]
            .into_iter()
            .flatten()
            .collect();
        if both.is_empty() { "–".to_owned() } else { both.join(", ") }
    }
}

impl Many<'_> {
    fn judged(&self) -> Vec<Judged<'_>> {
        let standards = self.workflow.standards.iter();
        let measured = standards.filter_map(|standard| Some((standard, standard.measured()?)));
        measured
            .zip(&self.crowd.standards)
            .map(|((standard, (measure, bounds)), tally)| Judged { standard, measure, bounds, tally })
            .collect()
    }

    /// The standards as a table: title, head, rows. `None` where there is nothing to measure.
    pub(super) fn standards(&self) -> Option<(String, Vec<String>, Vec<Vec<String>>)> {
        let judged = self.judged();
        if judged.is_empty() {
            return None;
        }
        let pick = |zh: &'static str, en: &'static str| self.output.pick(zh, en).to_owned();
        let names = Names {
            roles: &self.book.handbook.roles,
            staff: &self.book.handbook.staff,
            calendars: &self.book.handbook.calendar_titles,
            estate: Some(self.estate),
        };
        let rows = judged.iter().map(|one| {
            let text = steward_picture::measured(one.measure, self.workflow, names);
            let kept = match (one.kept(), self.output.lang) {
                (Some(true), Lang::Zh) => "达标",
                (Some(true), Lang::En) => "kept",
                (Some(false), Lang::Zh) => "不达标",
                (Some(false), Lang::En) => "not kept",
                (None, _) => "–",
            };
            vec![
                one.standard.clause.to_string(),
                text.in_(self.output.lang).to_owned(),
                one.wanted(),
                one.tally.figure().map_or_else(|| "–".to_owned(), |figure| one.shown(figure)),
                kept.to_owned(),
                one.tally.of().to_string(),
                one.tally.running().to_string(),
            ]
        });
        let head = vec![
            pick("条款", "clause"),
            pick("指标", "measure"),
            pick("应为", "wanted"),
            pick("结果", "figure"),
            String::new(),
            pick("件数", "of"),
            pick("未了", "running"),
        ];
        Some((pick("标准守不守得住", "Whether the standards are kept"), head, rows.collect()))
    }

    /// The same for programs. A share is from 0 to 1.
    pub(super) fn standards_document(&self) -> Vec<Value> {
        let number = |one: Decimal| one.round_dp(6).normalize().to_string().parse::<f64>().ok();
        let judged = self.judged();
        let one = |one: &Judged<'_>| {
            json!({
                "ref": one.standard.clause.as_str(),
                "measure": steward_picture::written_measure(one.measure),
                "at_least": one.bounds.at_least.and_then(number),
                "at_most": one.bounds.at_most.and_then(number),
                "figure": one.tally.figure().and_then(number),
                "kept": one.kept(),
                "of": one.tally.of(),
                "running": one.tally.running(),
            })
        };
        judged.iter().map(one).collect()
    }
}
