//! Which file of the folder is what. A handbook may live at the root of a repository, so whatever
//! is not in one of its rooms is none of its business.

use crate::findings::Findings;
use crate::tree;
use std::collections::BTreeMap;
use steward_model::handbook::RulesFile;
use steward_model::{File, Files, Lang, RulesId, TemplateId};

/// The files of a handbook by what they hold, each room in the order of its paths.
#[derive(Debug, Default)]
pub(crate) struct Folder<'a> {
    /// `steward.yaml`.
    pub(crate) organisation: Option<&'a File>,
    /// A second one, under its other ending.
    pub(crate) second: Option<&'a File>,
    /// `workflows/**.yaml`.
    pub(crate) workflows: Vec<&'a File>,
    /// `calendars/*.yaml`: calendars and lists of days off.
    pub(crate) calendars: Vec<&'a File>,
    /// `estates/*.yaml`.
    pub(crate) estates: Vec<&'a File>,
    /// `scenarios/*.yaml`.
    pub(crate) scenarios: Vec<&'a File>,
    /// `rules/*.rhai`.
    pub(crate) rules: Vec<&'a File>,
    /// `templates/**`.
    pub(crate) templates: Vec<Wording<'a>>,
}

/// A file of `templates/`: `at-risk.zh.txt`, or `at-risk.zh.html` beside it.
#[derive(Debug)]
pub(crate) struct Wording<'a> {
    /// The template it words.
    pub(crate) id: TemplateId,
    /// In which language.
    pub(crate) lang: Lang,
    /// Whether it is the HTML.
    pub(crate) html: bool,
    /// The file.
    pub(crate) file: &'a File,
}

impl<'a> Folder<'a> {
    /// Sorts the files into their rooms.
    pub(crate) fn sort(files: &'a Files) -> Self {
        let mut folder = Self::default();
        for file in files.iter() {
            folder.place(file);
        }
        folder
    }

    fn place(&mut self, file: &'a File) {
        let yaml = file.path.ends_with(".yaml") || file.path.ends_with(".yml");
        match file.path.split_once('/') {
            None if &*file.path == "steward.yaml" || &*file.path == "steward.yml" => {
                let slot =
                    if self.organisation.is_none() { &mut self.organisation } else { &mut self.second };
                *slot = Some(file);
            }
            Some(("workflows", _)) if yaml => self.workflows.push(file),
            Some(("calendars", _)) if yaml => self.calendars.push(file),
            Some(("estates", _)) if yaml => self.estates.push(file),
            Some(("scenarios", _)) if yaml => self.scenarios.push(file),
            Some(("rules", name)) if name.ends_with(".rhai") => self.rules.push(file),
            Some(("templates", path)) => self.templates.extend(wording(path, file)),
            _ => {}
        }
    }

    /// The rules by name. They are only read as text here; what they say is for the rules' own
    /// compiler.
    pub(crate) fn rules(&self, findings: &Findings) -> BTreeMap<RulesId, RulesFile> {
        let one = |file: &&File| {
            let name = file.path.strip_prefix("rules/")?.strip_suffix(".rhai")?;
            let text = tree::text(file, findings)?.into();
            Some((RulesId::new(name), RulesFile { path: file.path.clone(), text }))
        };
        self.rules.iter().filter_map(one).collect()
    }
}

fn wording<'a>(path: &str, file: &'a File) -> Option<Wording<'a>> {
    let name = path.rsplit('/').next()?;
    let (rest, html) = match name.strip_suffix(".html") {
        Some(rest) => (rest, true),
        None => (name.strip_suffix(".txt")?, false),
    };
    let (id, lang) = match (rest.strip_suffix(".zh"), rest.strip_suffix(".en")) {
        (Some(id), _) => (id, Lang::Zh),
        (_, Some(id)) => (id, Lang::En),
        _ => (rest, Lang::Zh),
    };
    Some(Wording { id: TemplateId::new(id), lang, html, file })
}
