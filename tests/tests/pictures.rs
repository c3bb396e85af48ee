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

use drawn::{Area, Drawn};
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
    let names = Names {
        roles: &handbook.roles,
        staff: &handbook.staff,
        calendars: &handbook.calendar_titles,
        estate: None,
    };
    handbook.workflows.values().map(|workflow| (workflow.id.to_string(), graph(workflow, names))).collect()
}

fn overlaps(one: &Area, other: &Area) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
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
        for (number, one) in drawn.nodes.iter().enumerate() {
            for other in &drawn.nodes[number + 1..] {
                prop_assert!(!overlaps(&one.area, &other.area), "{} stands on {}", one.id, other.id);
            }
            prop_assert!(one.area.left >= 0 && one.area.top >= 0, "{} leaves the sheet", one.id);
            prop_assert!(one.area.right <= drawn.width && one.area.bottom <= drawn.height, "{} leaves the sheet", one.id);
            for way in &drawn.ways {
                prop_assert!(!way.cuts(&one.area), "{way:?} runs through {} {:?}", one.id, one.area);
            }
            for label in &drawn.labels {
                prop_assert!(!overlaps(label, &one.area), "a label {label:?} stands on {}", one.id);
            }
        }
    }
}

/// Whether anything leads to a step: after a `then` that always goes elsewhere nothing follows.
fn reachable(definition: &steward_model::Workflow, step: &steward_model::Step) -> bool {
    let leaves = |before: &&steward_model::Step| before.then.iter().any(|line| line.guard.is_none());
    !definition.steps.iter().filter(leaves).any(|before| definition.following(&before.id).contains(&step.id))
}
