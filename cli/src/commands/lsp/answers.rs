//! What the language says, as editors read it.

use super::desk::uri_in;
use super::text::Columns;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Diagnostic, DiagnosticRelatedInformation,
    DiagnosticSeverity, DocumentSymbol, Documentation, Location, MarkupContent, MarkupKind, NumberOrString,
    Range, SymbolKind, TextEdit,
};
use std::path::Path;
use steward_language::assist::{Item, ItemKind, Offer, OfferKind};
use steward_model::{File, Files, Lang, Place, Severity, Text};

/// How an editor is answered: its language, its way of counting, and where its files lie.
pub(super) struct Voice<'a> {
    pub(super) lang: Lang,
    pub(super) columns: Columns,
    pub(super) files: &'a Files,
    pub(super) root: Option<&'a Path>,
}

impl Voice<'_> {
    pub(super) fn say(&self, text: &Text) -> String {
        text.in_(self.lang).to_owned()
    }

    /// A place in some file.
    pub(super) fn location(&self, place: &Place) -> Option<Location> {
        Some(Location { uri: uri_in(self.root?, &place.file)?, range: self.range(place)? })
    }

    pub(super) fn range(&self, place: &Place) -> Option<Range> {
        Some(self.columns.range(self.files.get(&place.file)?, place))
    }

    /// A finding.
    pub(super) fn finding(&self, found: &steward_model::Diagnostic) -> Option<Diagnostic> {
        let mut message = self.say(&found.message);
        for more in found.label.iter().chain(&found.help) {
            message.push('\n');
            message.push_str(more.in_(self.lang));
        }
        let related = found.also.iter().filter_map(|label| {
            let location = self.location(&label.place)?;
            Some(DiagnosticRelatedInformation { location, message: self.say(&label.text) })
        });
        Some(Diagnostic {
            range: self.range(&found.place)?,
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
            }),
            code: Some(NumberOrString::String(found.code.to_owned())),
            source: Some("steward".to_owned()),
            message,
            related_information: Some(related.collect()),
            ..Diagnostic::default()
        })
    }

    /// An item of a file.
    pub(super) fn symbol(&self, item: &Item) -> Option<DocumentSymbol> {
        let range = self.range(&item.place)?;
        #[expect(deprecated, reason = "the type has no other way to be made")]
        Some(DocumentSymbol {
            name: self.say(&item.title),
            detail: Some(item.name.clone()),
            kind: match item.kind {
                ItemKind::Whole => SymbolKind::MODULE,
                ItemKind::Step => SymbolKind::FUNCTION,
                ItemKind::Field => SymbolKind::FIELD,
                ItemKind::Limit => SymbolKind::EVENT,
                ItemKind::Role => SymbolKind::CLASS,
                ItemKind::Person => SymbolKind::OBJECT,
            },
            tags: None,
            deprecated: None,
            range,
            selection_range: range,
            children: None,
        })
    }

    /// Something that may be written in place of what is begun.
    pub(super) fn offer(&self, offer: Offer, begun: Range) -> CompletionItem {
        let new_text = if offer.is_key { format!("{}: ", offer.text) } else { offer.text.clone() };
        CompletionItem {
            kind: Some(match (offer.is_key, offer.kind) {
                (true, _) => CompletionItemKind::PROPERTY,
                (false, OfferKind::Word) => CompletionItemKind::KEYWORD,
                (false, OfferKind::Name) => CompletionItemKind::REFERENCE,
                (false, OfferKind::Example) => CompletionItemKind::VALUE,
            }),
            documentation: Some(Documentation::MarkupContent(self.markdown(&offer.about))),
            // An editor shows what is begun alike: by the title as well as by the name.
            filter_text: Some(format!("{} {}", offer.text, offer.also)),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: begun, new_text })),
            label: offer.text,
            ..CompletionItem::default()
        }
    }

    pub(super) fn markdown(&self, text: &Text) -> MarkupContent {
        MarkupContent { kind: MarkupKind::Markdown, value: self.say(text) }
    }
}

/// The stretch of the word that is begun before a byte, which is to become `text`: of one in quotes and
/// braces, those that stand there already too.
pub(super) fn begun(file: &File, at: usize, text: &str, columns: Columns) -> Range {
    let in_quotes = text.starts_with("\"{");
    let text = String::from_utf8_lossy(file.bytes.get(..at).unwrap_or_default());
    let of_word = |letter: &char| {
        letter.is_alphanumeric()
            || matches!(letter, '-' | '_' | '.')
            || in_quotes && matches!(letter, '"' | '{')
    };
    let length: usize = text.chars().rev().take_while(of_word).map(char::len_utf8).sum();
    Range { start: columns.position(file, at.saturating_sub(length)), end: columns.position(file, at) }
}
