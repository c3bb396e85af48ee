//! The engine a file of rules runs in: what it can call, and what bounds it.
//!
//! It begins with nothing and is given arithmetic, texts, lists and maps; so there is no clock, no
//! file, no network, no random number, no `print`, no `eval` and no `import` to be switched off.
//! Work is bounded by operations and call depth, memory by the size of values and the number of
//! variables. (Time is bounded by these: ten thousand operations take a few milliseconds.)

use crate::{compare, verbs};
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicMapPackage, BasicMathPackage, BasicStringPackage,
    LogicPackage, MoreStringPackage, Package,
};
use rhai::{Engine, Module, OptimizationLevel, Position, Shared, Token};
use std::sync::{Arc, Mutex, PoisonError};

/// A rule that does more than this is stopped.
pub(crate) const MOST_OPERATIONS: u64 = 10_000;

/// Functions of rhai that reach around the check: they call by a name put together at work, or run
/// a text as a rule.
const SWITCHED_OFF: [&str; 8] =
    ["eval", "Fn", "call", "curry", "is_def_fn", "is_def_var", "is_shared", "type_of"];

/// What all engines of a handbook share.
pub(crate) struct Sandbox {
    library: Shared<Module>,
}

/// Where the functions of a file are named, noted while it is read.
pub(crate) type Headers = Arc<Mutex<Vec<(String, Position)>>>;

impl Sandbox {
    pub(crate) fn new() -> Self {
        // One module in place of seven, because each call looks through them one by one.
        let mut library = Module::new();
        ArithmeticPackage::init(&mut library);
        LogicPackage::init(&mut library);
        BasicMathPackage::init(&mut library);
        BasicStringPackage::init(&mut library);
        MoreStringPackage::init(&mut library);
        BasicArrayPackage::init(&mut library);
        BasicMapPackage::init(&mut library);
        // Packages name their functions without entering them; a look-up would then try each in turn.
        library.register_lazy_functions();
        library.build_index();
        Self { library: library.into() }
    }

    /// An engine for one file, and where it will note the names of its functions.
    pub(crate) fn engine(&self) -> (Engine, Headers) {
        let mut engine = Engine::new_raw();
        engine.register_global_module(self.library.clone());
        // What is folded while reading would lose its place, and its error.
        engine.set_optimization_level(OptimizationLevel::None);
        engine.set_fast_operators(false);
        engine.set_fail_on_invalid_map_property(true);
        engine.set_allow_anonymous_fn(false);
        engine.set_max_operations(MOST_OPERATIONS);
        engine.set_max_call_levels(8);
        // Nine blocks inside each other; the deepest rule at the deepest call fits a thread's stack.
        engine.set_max_expr_depths(32, 32);
        engine.set_max_string_size(8_192);
        engine.set_max_array_size(256);
        engine.set_max_map_size(64);
        engine.set_max_variables(64);
        engine.set_max_functions(64);
        for word in SWITCHED_OFF {
            engine.disable_symbol(word);
        }
        compare::register(&mut engine);
        verbs::register(&mut engine);
        let headers = Headers::default();
        give_words_back(&mut engine, headers.clone());
        (engine, headers)
    }
}

/// `case` is a word rhai keeps for itself without using it, and a field may be called like others of
/// these (`default`, `public`). The parser gets them as plain names: `case` everywhere, the others
/// behind a dot.
fn give_words_back(engine: &mut Engine, headers: Headers) {
    let before = Mutex::new(Before::Other);
    let read = move |token: Token, position: Position, _: &rhai::TokenizeState| {
        let mut before = before.lock().unwrap_or_else(PoisonError::into_inner);
        let token = match token {
            Token::Reserved(word)
                if *word == "case" || (*before == Before::Dot && rhai::is_valid_identifier(&word)) =>
            {
                Token::Identifier(word)
            }
            token => token,
        };
        if let (Before::Fn, Token::Identifier(name)) = (&*before, &token) {
            headers.lock().unwrap_or_else(PoisonError::into_inner).push((name.to_string(), position));
        }
        *before = match token {
            Token::Fn => Before::Fn,
            Token::Period => Before::Dot,
            _ => Before::Other,
        };
        token
    };
    #[expect(deprecated, reason = "rhai marks what may change this way; the tests hold what it does here")]
    engine.on_parse_token(read);
}

/// What stood before a token, as far as it matters.
#[derive(PartialEq)]
enum Before {
    Fn,
    Dot,
    Other,
}
