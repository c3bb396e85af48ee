//! Whether the random cases keep the standards of their process: each figure beside what it ought to be.

use super::Many;
use rust_decimal::{Decimal, RoundingStrategy};
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

    /// A share in percent, anything else as it is; so many places as [`legible`] says.
    fn shown(&self) -> Option<String> {
        let (unit, bounds) = (self.unit(), self.bounds);
        let bounds = Bounds {
            at_least: bounds.at_least.map(|one| one * unit),
            at_most: bounds.at_most.map(|one| one * unit),
        };
        self.tally.figure().map(|figure| self.with_sign(legible(figure * unit, bounds)))
    }

    fn unit(&self) -> Decimal {
        if self.measure.is_share() { Decimal::ONE_HUNDRED } else { Decimal::ONE }
    }

    fn with_sign(&self, number: Decimal) -> String {
        let sign = if self.measure.is_share() { "%" } else { "" };
        format!("{}{sign}", number.normalize())
    }

    fn wanted(&self) -> String {
        // A bound is shown as it is written.
        let bound = |sign: &str, bound: Option<Decimal>| {
            bound.map(|one| format!("{sign} {}", self.with_sign(one * self.unit())))
        };
        let both: Vec<String> = [bound("≥", self.bounds.at_least), bound("≤", self.bounds.at_most)]
            .into_iter()
            .flatten()
            .collect();
        if both.is_empty() { "–".to_owned() } else { both.join(", ") }
    }
}

/// A figure has more places than one only where it would read on the wrong side of a bound.
const MOST_PLACES: u32 = 4;

/// A figure with as few places as read on the side of its bounds on which it is: one mostly. With the
/// most places it is turned away from a bound that is nearer than they show.
fn legible(figure: Decimal, bounds: Bounds) -> Decimal {
    let away = [RoundingStrategy::ToZero, RoundingStrategy::AwayFromZero];
    let away = away.map(|way| figure.round_dp_with_strategy(MOST_PLACES, way));
    let mut ways = (1..=MOST_PLACES).map(|places| figure.round_dp(places)).chain(away);
    let reads_right = |shown: &Decimal| bounds.hold(*shown) == bounds.hold(figure);
    ways.find(reads_right).unwrap_or(figure)
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
                one.shown().unwrap_or_else(|| "–".to_owned()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(figure: &str, at_least: &str, at_most: &str, shown: &str) {
        let number = |text: &str| Decimal::from_str_exact(text).ok();
        let bounds = Bounds { at_least: number(at_least), at_most: number(at_most) };
        let figure = number(figure).expect("a number");
        assert_eq!(legible(figure, bounds).normalize().to_string(), shown, "{figure}");
    }

    #[test]
    fn a_figure_reads_on_its_side_of_the_bound_with_as_few_places_as_do() {
        check("94.96", "95", "", "94.96");
        check("94.94", "95", "", "94.9");
        check("95.04", "95", "", "95");
        check("95.04", "", "", "95");
        check("3.5004", "", "3.5", "3.5004");
        check("3.46", "", "3.5", "3.5");
        check("94.97", "94.98", "", "94.97");
        check("95", "95", "95", "95");
    }

    #[test]
    fn nearer_to_its_bound_than_four_places_show_it_is_turned_away_from_it() {
        check("94.999996", "95", "", "94.9999");
        check("3.500004", "", "3.5", "3.5001");
    }
}
