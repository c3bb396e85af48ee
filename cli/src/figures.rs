//! A standard with what it came to: as a row of a table, and for programs.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};
use steward_case::Figure;
use steward_model::{Bounds, Lang};

/// The head of the table.
pub(crate) fn head(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Zh => ["条款", "指标", "应为", "结果", "", "件数", "未了"],
        Lang::En => ["clause", "measure", "wanted", "figure", "", "of", "running"],
    }
}

/// A row of it.
pub(crate) fn row(one: &Figure, lang: Lang) -> Vec<String> {
    let kept = match (one.kept(), lang) {
        (Some(true), Lang::Zh) => "达标",
        (Some(true), Lang::En) => "kept",
        (Some(false), Lang::Zh) => "不达标",
        (Some(false), Lang::En) => "not kept",
        (None, _) => "–",
    };
    vec![
        one.clause.to_string(),
        one.title.in_(lang).to_owned(),
        wanted(one),
        one.figure.map_or_else(|| "–".to_owned(), |figure| shown(one, figure)),
        kept.to_owned(),
        one.of.to_string(),
        one.running.to_string(),
    ]
}

/// The same for programs. A share is from 0 to 1.
pub(crate) fn document(one: &Figure) -> Value {
    let number = |one: Decimal| one.round_dp(6).normalize().to_string().parse::<f64>().ok();
    json!({
        "ref": one.clause.as_str(),
        "measure": one.written,
        "at_least": one.bounds.at_least.and_then(number),
        "at_most": one.bounds.at_most.and_then(number),
        "figure": one.figure.and_then(number),
        "kept": one.kept(),
        "of": one.of,
        "running": one.running,
    })
}

/// A share in percent, anything else as it is; so many places as [`legible`] says.
fn shown(one: &Figure, figure: Decimal) -> String {
    let unit = unit(one);
    let Bounds { at_least, at_most } = one.bounds;
    let bounds =
        Bounds { at_least: at_least.map(|bound| bound * unit), at_most: at_most.map(|bound| bound * unit) };
    with_sign(one, legible(figure * unit, bounds))
}

fn unit(one: &Figure) -> Decimal {
    if one.share { Decimal::ONE_HUNDRED } else { Decimal::ONE }
}

fn with_sign(one: &Figure, number: Decimal) -> String {
    let sign = if one.share { "%" } else { "" };
    format!("{}{sign}", number.normalize())
}

fn wanted(one: &Figure) -> String {
    // A bound is shown as it is written.
    let bound = |sign: &str, bound: Option<Decimal>| {
        bound.map(|bound| format!("{sign} {}", with_sign(one, bound * unit(one))))
    };
    let both: Vec<String> =
        [bound("≥", one.bounds.at_least), bound("≤", one.bounds.at_most)].into_iter().flatten().collect();
    if both.is_empty() { "–".to_owned() } else { both.join(", ") }
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
