//! The wordings of the folder: a text and perhaps an HTML in each language.

use crate::findings::Findings;
use crate::folder::Wording;
use crate::names::{Noun, Register, check_name};
use crate::tree;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward_model::handbook::SHIPPED_TEMPLATES;
use steward_model::{Place, Template, TemplateId};

/// A text of a template, and where it is written.
#[derive(Debug)]
pub(crate) struct WordingText {
    /// The template it words.
    pub(crate) template: TemplateId,
    /// Its file.
    pub(crate) path: Arc<str>,
    /// Its words.
    pub(crate) text: String,
}

/// The templates, and each of their texts.
pub(crate) fn templates(
    wordings: &[Wording<'_>],
    findings: &Findings,
) -> (BTreeMap<TemplateId, Template>, Vec<WordingText>) {
    let mut templates: BTreeMap<TemplateId, Template> = BTreeMap::new();
    let mut texts = Vec::new();
    for wording in wordings {
        let place = Place::top_of(&*wording.file.path);
        check_name(wording.id.as_str(), &place, Noun::Template, findings);
        let Some(text) = tree::text(wording.file, findings) else {
            continue;
        };
        let template = templates.entry(wording.id.clone()).or_default();
        let texts_of = if wording.html { &mut template.html } else { &mut template.text };
        texts_of.insert(wording.lang, text.to_owned());
        texts.push(WordingText {
            template: wording.id.clone(),
            path: wording.file.path.clone(),
            text: text.to_owned(),
        });
    }
    (templates, texts)
}

/// The names of all templates: the folder's, and those that come with the program.
pub(crate) fn names(templates: &BTreeMap<TemplateId, Template>) -> Register<TemplateId> {
    let mut names = Register::new(Noun::Template);
    for id in SHIPPED_TEMPLATES {
        names.enter_built_in(id);
    }
    for id in templates.keys() {
        names.enter_built_in(id.as_str());
    }
    names
}
