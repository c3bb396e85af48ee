//! Comparisons that fail loudly.
//!
//! rhai finds `5 > "4"` and `() >= 3` simply false, so a mistyped rule would never fire and nobody
//! would know. Here two values compare when both are numbers, or both are texts; anything may be
//! asked `== ()` (is it empty?); everything else is an error. These overloads only count because
//! the sandbox switches rhai's fast operators off.

use crate::fault::said;
use crate::value::{Hidden, kind};
use crate::view::{CaseRow, LimitRow, StepRow};
use rhai::{Dynamic, Engine, EvalAltResult, FLOAT, INT, ImmutableString, Variant};
use std::cmp::Ordering;
use steward_model::Text;

type Answer = Result<bool, Box<EvalAltResult>>;

/// Which orders of two values a sign is true of.
type Holds = fn(Ordering) -> bool;

const SIGNS: [(&str, Holds); 6] = [
    ("==", Ordering::is_eq),
    ("!=", Ordering::is_ne),
    ("<", Ordering::is_lt),
    ("<=", Ordering::is_le),
    (">", Ordering::is_gt),
    (">=", Ordering::is_ge),
];

/// Registers the signs for the pairs that compare, and a refusal for all others.
pub(crate) fn register(engine: &mut Engine) {
    for (sign, holds) in SIGNS {
        engine
            .register_fn(sign, move |a: INT, b: INT| holds(a.cmp(&b)))
            .register_fn(sign, move |a: FLOAT, b: FLOAT| float(sign, holds, a, b))
            .register_fn(sign, move |a: INT, b: FLOAT| float(sign, holds, a as FLOAT, b))
            .register_fn(sign, move |a: FLOAT, b: INT| float(sign, holds, a, b as FLOAT))
            .register_fn(sign, move |a: ImmutableString, b: ImmutableString| {
                holds(a.as_str().cmp(b.as_str()))
            })
            .register_fn(sign, move |a: bool, b: bool| yes_or_no(sign, holds, a, b))
            .register_fn(sign, move |a: Dynamic, b: Dynamic| other(sign, &a, &b));
    }
    // `other` would answer these, too; but it is only found after all else was looked for.
    emptiness::<CaseRow>(engine);
    emptiness::<StepRow>(engine);
    emptiness::<LimitRow>(engine);
    emptiness::<ImmutableString>(engine);
    emptiness::<Hidden>(engine);
    emptiness::<INT>(engine);
    emptiness::<bool>(engine);
}

/// `x == ()` and `x != ()` of a value that is there.
fn emptiness<T: Variant + Clone>(engine: &mut Engine) {
    // By reference, so that rhai copies nothing to find out that it is there.
    engine.register_fn("==", |_: &mut T, (): ()| false).register_fn("!=", |_: &mut T, (): ()| true);
}

fn yes_or_no(sign: &'static str, holds: Holds, a: bool, b: bool) -> Answer {
    match sign {
        "==" | "!=" => Ok(holds(a.cmp(&b))),
        _ => Err(said(refusal(sign, &a.into(), &b.into()))),
    }
}

/// What is no number is unequal to every number, and neither before nor after it.
fn float(sign: &str, holds: Holds, a: FLOAT, b: FLOAT) -> bool {
    a.partial_cmp(&b).map_or(sign == "!=", holds)
}

fn other(sign: &'static str, a: &Dynamic, b: &Dynamic) -> Answer {
    if matches!(sign, "==" | "!=") && (a.is_unit() || b.is_unit()) {
        return Ok((a.is_unit() == b.is_unit()) == (sign == "=="));
    }
    Err(said(refusal(sign, a, b)))
}

fn refusal(sign: &str, a: &Dynamic, b: &Dynamic) -> Text {
    let (left, right) = (kind(a), kind(b));
    let (mut zh, mut en) = (
        format!("{}和{}不能用 {sign} 比较", left.zh, right.zh),
        format!("{} and {} can't be compared with {sign}", left.en, right.en),
    );
    if a.is_unit() || b.is_unit() {
        zh.push_str("；先用 != () 问它填了没有");
        en.push_str("; ask first whether it is filled, with != ()");
    }
    Text::new(zh, en)
}
