//! A file of rules, read once: its functions, and an engine that knows the properties it reads.

use crate::check::syntax;
use crate::sandbox::Sandbox;
use crate::source::Source;
use crate::view::Properties;
use rhai::{AST, ASTNode, Engine, Expr, Position};
use std::collections::BTreeSet;
use std::sync::PoisonError;
use steward_case::Moment;
use steward_model::Diagnostic;

/// A file longer than this is no file of rules.
const MOST_BYTES: usize = 256 * 1024;

/// A file of rules that could be read.
pub(crate) struct Program {
    pub(crate) source: Source,
    pub(crate) engine: Engine,
    pub(crate) tree: AST,
    /// What it reads of cases, steps and limits.
    pub(crate) properties: Properties,
    /// The functions, and where each is named.
    pub(crate) functions: Vec<Function>,
}

/// A function of a file of rules.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: Vec<String>,
    /// Where its name stands.
    pub(crate) named: Position,
    /// From its opening brace to its closing one.
    pub(crate) body: (Position, Position),
}

impl Program {
    /// Reads a file. What is no rhai at all stops it at the first finding.
    pub(crate) fn read(sandbox: &Sandbox, source: Source) -> Result<Self, Box<Diagnostic>> {
        if source.script().len() > MOST_BYTES {
            return Err(syntax::too_long(&source, MOST_BYTES).into());
        }
        let (mut engine, headers) = sandbox.engine();
        let tree =
            engine.compile(source.script()).map_err(|error| Box::new(syntax::finding(&source, &error)))?;
        let headers = std::mem::take(&mut *headers.lock().unwrap_or_else(PoisonError::into_inner));
        let functions = functions(&tree, &headers);
        let properties = Properties::new(read(&tree));
        properties.register(&mut engine);
        Ok(Self { source, engine, tree, properties, functions })
    }

    /// Whether the file has the function of a moment.
    pub(crate) fn answers(&self, moment: Moment) -> bool {
        self.function(moment).is_some()
    }

    /// Where the function of a moment is named.
    pub(crate) fn named(&self, moment: Moment) -> Position {
        self.function(moment).map_or(Position::NONE, |function| function.named)
    }

    fn function(&self, moment: Moment) -> Option<&Function> {
        self.functions.iter().find(|function| {
            function.name == moment.word() && function.parameters.len() == parameters(moment).len()
        })
    }
}

/// What the function of a moment takes.
pub(crate) fn parameters(moment: Moment) -> &'static [&'static str] {
    match moment {
        Moment::Opened | Moment::Held | Moment::Closed => &["case"],
        Moment::Ready | Moment::Done | Moment::Returned => &["case", "step"],
        Moment::Changed => &["case", "field"],
        Moment::AtRisk | Moment::Overdue | Moment::Rung => &["case", "step", "limit"],
        Moment::Event => &["case", "name"],
    }
}

fn functions(tree: &AST, headers: &[(String, Position)]) -> Vec<Function> {
    let mut found: Vec<Function> = tree
        .shared_lib()
        .iter_script_fn_info()
        .map(|(.., definition)| {
            let body = (definition.body.start_position(), definition.body.end_position());
            // A function is named by the last header before its body.
            let named = headers
                .iter()
                .filter(|(name, at)| *name == definition.name.as_str() && *at < body.0)
                .map(|(_, at)| *at)
                .max()
                .unwrap_or(body.0);
            Function {
                name: definition.name.to_string(),
                parameters: definition.params.iter().map(ToString::to_string).collect(),
                named,
                body,
            }
        })
        .collect();
    found.sort_by_key(|function| function.named);
    found
}

/// Each property that is read anywhere, whatever of.
fn read(tree: &AST) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    tree.walk(&mut |path: &[ASTNode<'_>]| {
        if let Some(ASTNode::Expr(Expr::Property(property, _))) = path.last() {
            found.insert(property.2.to_string());
        }
        true
    });
    found
}
