//! `steward graph`: a process drawn, to print and hang up, or for other tools.

use crate::book;
use crate::folder;
use crate::options::{Global, Graph, GraphFormat};
use crate::output::{Done, Output, Problem, Status, Verdict};
use serde_json::json;
use steward_picture::{Names, Sheet, bpmn, mermaid, svg};

pub(crate) fn run(output: &Output, global: &Global, asked: &Graph) -> Done {
    let book = book::open(global)?;
    let estate = asked.estate.as_deref().map(|name| book.estate(name)).transpose()?;
    let workflow = match estate {
        Some(estate) => book.workflow_at(&asked.workflow, estate)?,
        None => book.workflow(&asked.workflow)?,
    };
    let handbook = &book.handbook;
    let workflow = match estate {
        Some(estate) => handbook.at(&estate.id, workflow).map_err(|not_here| {
            Problem::new(Status::Refused, "not-here", not_here.in_names(&workflow.title, &estate.name))
        })?,
        None => workflow,
    };
    let names = match estate {
        Some(estate) => Names::of(handbook, estate),
        None => Names::of_headquarters(handbook),
    };
    let graph = steward_picture::graph(workflow, names);
    let (format, picture) = match asked.format {
        GraphFormat::Svg => {
            let sheet = Sheet {
                organisation: handbook.organisation.name.clone(),
                estate: estate.map(|estate| estate.name.clone()),
            };
            ("svg", svg(&graph, &sheet, output.lang))
        }
        GraphFormat::Bpmn => ("bpmn", bpmn(&graph, output.lang)),
        GraphFormat::Mermaid => ("mermaid", mermaid(&graph, output.lang)),
    };
    if let Some(out) = &asked.out {
        folder::write_one(out, &picture)?;
    }
    let file = asked.out.as_ref().map(|out| out.display().to_string());
    if output.json {
        output.document(&json!({
            "workflow": workflow.id.as_str(),
            "estate": estate.map(|estate| estate.id.as_str()),
            "format": format,
            "file": file,
            "picture": if file.is_none() { Some(picture) } else { None },
        }));
    } else if let Some(file) = file {
        output.line(match output.lang {
            steward_model::Lang::Zh => format!("已画到 {file}"),
            steward_model::Lang::En => format!("drawn to {file}"),
        });
    } else {
        output.text(picture);
    }
    Ok(Verdict::Well)
}
