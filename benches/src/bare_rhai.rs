//! The floor of the rules: rhai itself with the settings of our sandbox, native types with a getter
//! for each property that the measured rules read, and verbs that only push. It checks nothing,
//! knows no fields but these and compares as rhai does.

use anyhow::{Result, anyhow};
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicMapPackage, BasicMathPackage, BasicStringPackage,
    LogicPackage, MoreStringPackage, Package as _,
};
use rhai::{AST, CallFnOptions, Dynamic, Engine, ImmutableString, Map, OptimizationLevel, Scope};
use std::sync::{Arc, Mutex, PoisonError};
use steward_case::View;
use steward_model::Value;

/// Rules in bare rhai.
pub(crate) struct Bare {
    engine: Engine,
    tree: AST,
    done: Arc<Mutex<Vec<Thing>>>,
}

#[derive(Clone)]
struct Matter {
    severity: Dynamic,
}

#[derive(Clone)]
struct Step {
    owner: ImmutableString,
    taken: bool,
    round: i64,
}

#[derive(Clone)]
struct Limit {
    minutes_left: i64,
}

#[derive(Clone)]
#[expect(dead_code, reason = "kept as the rules keep whom they mean")]
enum Who {
    Role(ImmutableString),
    Everyone(ImmutableString),
    Superior(ImmutableString),
}

/// What a verb did. It is only counted, but it has to be kept.
#[expect(dead_code, reason = "kept as the rules keep their actions")]
enum Thing {
    Tell(Who, ImmutableString, Map),
    HandTo(Who),
    Note(ImmutableString),
}

impl Bare {
    pub(crate) fn new(rules: &str) -> Result<Self> {
        let mut engine = Engine::new_raw();
        ArithmeticPackage::new().register_into_engine(&mut engine);
        LogicPackage::new().register_into_engine(&mut engine);
        BasicMathPackage::new().register_into_engine(&mut engine);
        BasicStringPackage::new().register_into_engine(&mut engine);
        MoreStringPackage::new().register_into_engine(&mut engine);
        BasicArrayPackage::new().register_into_engine(&mut engine);
        BasicMapPackage::new().register_into_engine(&mut engine);
        engine.set_optimization_level(OptimizationLevel::None);
        engine.set_fast_operators(false);
        engine.set_max_operations(10_000);
        engine.set_max_call_levels(8);
        engine.set_max_expr_depths(32, 32);
        engine.set_max_string_size(8_192);
        engine.set_max_array_size(256);
        engine.set_max_map_size(64);
        engine.set_max_variables(64);
        engine.register_get("severity", |matter: &mut Matter| matter.severity.clone());
        engine.register_get("owner", |step: &mut Step| step.owner.clone());
        engine.register_get("taken", |step: &mut Step| step.taken);
        engine.register_get("round", |step: &mut Step| step.round);
        engine.register_get("minutes_left", |limit: &mut Limit| limit.minutes_left);
        engine.register_fn("!=", |_: &mut Step, (): ()| true);
        engine.register_fn("role", Who::Role).register_fn("everyone", Who::Everyone);
        engine.register_fn("superior", Who::Superior);
        let done = Arc::new(Mutex::new(Vec::new()));
        let push = |thing: Thing, done: &Mutex<Vec<Thing>>| {
            done.lock().unwrap_or_else(PoisonError::into_inner).push(thing);
        };
        let (telling, handing, noting) = (done.clone(), done.clone(), done.clone());
        engine.register_fn("tell", move |who: Who, template: ImmutableString, options: Map| {
            push(Thing::Tell(who, template, options), &telling);
        });
        engine.register_fn("hand_to", move |who: Who| push(Thing::HandTo(who), &handing));
        engine.register_fn("note", move |text: ImmutableString| push(Thing::Note(text), &noting));
        // A word that rhai keeps for itself; only our sandbox gives it back.
        let rules = rules.replace("case", "matter");
        let tree =
            engine.compile(rules).map_err(|error| anyhow!("bare rhai can't read the rules: {error}"))?;
        Ok(Self { engine, tree, done })
    }

    /// Calls `overdue`. Returns how many things it did.
    pub(crate) fn overdue(&self, view: &View) -> Result<usize> {
        let severity = match view.case.fields.get("severity") {
            Some(Value::Choice(choice)) => choice.as_str().into(),
            _ => Dynamic::UNIT,
        };
        let step = view.step.as_ref().map_or(Dynamic::UNIT, |step| {
            Dynamic::from(Step {
                owner: step.owner.as_str().into(),
                taken: step.taken,
                round: i64::from(step.round),
            })
        });
        let limit = view
            .limit
            .as_ref()
            .map_or(Dynamic::UNIT, |limit| Dynamic::from(Limit { minutes_left: limit.minutes_left }));
        let arguments = [Dynamic::from(Matter { severity }), step, limit];
        let options = CallFnOptions::new().eval_ast(false);
        let _returned: Dynamic = self
            .engine
            .call_fn_with_options(options, &mut Scope::new(), &self.tree, "overdue", arguments)
            .map_err(|error| anyhow!("bare rhai can't call the rules: {error}"))?;
        Ok(std::mem::take(&mut *self.done.lock().unwrap_or_else(PoisonError::into_inner)).len())
    }
}
