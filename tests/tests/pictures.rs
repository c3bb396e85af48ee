//! Pictures of made-up processes: whatever a definition says, every step is drawn, nothing stands on
//! anything else, and no arrow runs through what it does not belong to. What is judged is the drawn
//! SVG, read back here.

#[path = "pictures/drawn.rs"]
mod drawn;
#[path = "pictures/fresh.rs"]
mod fresh;
#[path = "pictures/readers.rs"]
mod readers;
#[path = "pictures/words.rs"]
mod words;

use drawn::Drawn;
use proptest::prelude::*;
use steward_model::{Handbook, Lang, Workflow};
use steward_picture::{Graph, Names, Sheet, graph, svg};
use steward_tests::stories::{self, Dice};

/// A process made from rolls of dice, and its graph.
fn made_up(rolls: Vec<u16>) -> (Workflow, Graph) {
    let mut dice = Dice::new(rolls);
    let estate = stories::estate(&mut dice);
    let definition = stories::definition(&mut dice);
    let names = Names {
        roles: &estate.roles,
        staff: &estate.staff,
        workflows: &std::collections::BTreeMap::new(),
        calendars: &std::collections::BTreeMap::new(),
        estate: None,
    };
    let graph = graph(&definition, names);
    (definition, graph)
}

/// The processes of the shipped handbook, by their ids.
fn shipped() -> Vec<(String, Graph)> {
    graphs(&fresh::handbook())
}

/// Those of the handbook of examples, which writes every key.
fn examples() -> Vec<(String, Graph)> {
    graphs(&fresh::examples())
}

fn graphs(handbook: &Handbook) -> Vec<(String, Graph)> {
    let names = Names::of_headquarters(handbook);
    handbook.workflows.values().map(|workflow| (workflow.id.to_string(), graph(workflow, names))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_process_says_its_picture_is_legible(
        rolls in prop::collection::vec(any::<u16>(), 0..400),
        english in any::<bool>(),
    ) {
        let (definition, graph) = made_up(rolls);
        let sheet = Sheet { organisation: "江南物业".to_owned(), estate: None };
        let drawn = Drawn::read(&svg(&graph, &sheet, if english { Lang::En } else { Lang::Zh }));
        for step in &definition.steps {
            let is_drawn = drawn.nodes.iter().any(|node| node.step.as_deref() == Some(step.id.as_str()));
            prop_assert!(is_drawn || !reachable(&definition, step), "{} is not drawn", step.id);
        }
        prop_assert!(drawn.ways.len() + 1 >= drawn.nodes.len(), "something stands alone");
        prop_assert_eq!(drawn.hidden(), Vec::<String>::new());
    }
}

#[test]
fn in_pictures_of_written_processes_nothing_hides_anything() {
    let sheet = Sheet { organisation: "江南物业".to_owned(), estate: None };
    for (name, graph) in shipped().into_iter().chain(examples()) {
        for lang in [Lang::Zh, Lang::En] {
            let hidden = Drawn::read(&svg(&graph, &sheet, lang)).hidden();
            assert!(hidden.is_empty(), "{name} {lang:?}: {hidden:#?}");
        }
    }
}

/// Whether anything leads to a step: after a `then` that always goes elsewhere nothing follows.
fn reachable(definition: &steward_model::Workflow, step: &steward_model::Step) -> bool {
    let leaves = |before: &&steward_model::Step| before.then.iter().any(|line| line.guard.is_none());
    !definition.steps.iter().filter(leaves).any(|before| definition.following(&before.id).contains(&step.id))
}
