//! The files as the editor has them, and what is found in them. What is open there goes before what is
//! saved; everything is looked at again once something changed and somebody asks.

use super::answers::{Voice, begun};
use super::text::Columns;
use crate::{book, folder};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CompletionItem, CompletionOptions,
    CompletionParams, Diagnostic, DocumentFormattingParams, DocumentSymbol, DocumentSymbolParams,
    GotoDefinitionParams, Hover, HoverContents, HoverParams, HoverProviderCapability, InitializeParams,
    InitializeResult, Location, OneOf, Position, PublishDiagnosticsParams, Range, ReferenceParams,
    RenameOptions, RenameParams, ServerCapabilities, ServerInfo, TextDocumentPositionParams,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextEdit, Uri, WorkDoneProgressOptions, WorkspaceEdit,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use steward_language::{Formatted, Workspace, assist, format};
use steward_model::{Allowance, File, Files, Handbook, Lang, Severity, Text};
use steward_time::Timestamp;

/// What the editor and the folder hold.
pub(super) struct Desk {
    lang: Lang,
    columns: Columns,
    /// The handbook's folder, once it is known.
    root: Option<PathBuf>,
    /// What is saved there.
    saved: Files,
    /// What is open in the editor, by its path in the folder, with the number of its version.
    open: BTreeMap<String, (Vec<u8>, i32)>,
    /// What of it was understood before.
    workspace: Workspace,
    /// What was made of it all; `None` once something has changed.
    seen: Option<Seen>,
    /// The handbook as it could last be understood.
    handbook: Option<Handbook>,
    /// Files for which findings were told.
    told: BTreeSet<String>,
}

/// What was found.
struct Seen {
    files: Files,
    findings: Vec<steward_model::Diagnostic>,
    /// Whether the editor knows.
    is_told: bool,
}

impl Desk {
    /// Nothing is known yet but the language and, it may be, the folder.
    pub(super) fn new(lang: Lang, root: Option<PathBuf>) -> Self {
        Self {
            lang,
            columns: Columns::Utf16,
            root,
            saved: Files::new(),
            open: BTreeMap::new(),
            workspace: Workspace::default(),
            seen: None,
            handbook: None,
            told: BTreeSet::new(),
        }
    }

    /// Hears who the editor is, and says what is done for it.
    pub(super) fn begin(&mut self, params: &InitializeParams) -> InitializeResult {
        let offered =
            params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        self.columns = Columns::agreed(offered);
        match params.locale.as_deref() {
            Some(locale) if locale.starts_with("en") => self.lang = Lang::En,
            Some(locale) if locale.starts_with("zh") => self.lang = Lang::Zh,
            _ => {}
        }
        let folders = params.workspace_folders.iter().flatten();
        let mut named = folders.filter_map(|folder| path_of(&folder.uri));
        if self.root.is_none() {
            self.root = named.find(|folder| folder.join("steward.yaml").is_file());
        }
        self.files_changed();
        InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(self.columns.kind()),
                text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
                hover_provider: Some(HoverProviderCapability::Simple(true)),
                completion_provider: Some(CompletionOptions {
                    trigger_characters: Some([" ", "[", "{", ","].map(str::to_owned).to_vec()),
                    ..CompletionOptions::default()
                }),
                definition_provider: Some(OneOf::Left(true)),
                references_provider: Some(OneOf::Left(true)),
                rename_provider: Some(OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                })),
                document_symbol_provider: Some(OneOf::Left(true)),
                code_action_provider: Some(true.into()),
                document_formatting_provider: Some(OneOf::Left(true)),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo {
                name: "steward".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        }
    }

    /// What is saved may be something else now.
    pub(super) fn files_changed(&mut self) {
        // A folder that can't be read now leaves what was read before.
        if let Some(files) = self.root.as_deref().and_then(|root| folder::read(root).ok()) {
            self.saved = files;
        }
        self.seen = None;
    }

    /// A file as the editor has it now.
    pub(super) fn write(&mut self, uri: &Uri, text: String, version: i32) {
        let Some(path) = path_of(uri) else { return };
        if self.root.is_none() {
            let found = path.ancestors().find(|folder| folder.join("steward.yaml").is_file());
            self.root = found.map(Path::to_owned);
            self.files_changed();
        }
        if let Some(name) = self.name_of(uri) {
            self.open.insert(name, (text.into_bytes(), version));
            self.seen = None;
        }
    }

    /// A file is no longer open: what is saved counts.
    pub(super) fn close(&mut self, uri: &Uri) {
        if let Some(name) = self.name_of(uri) {
            self.open.remove(&name);
        }
        self.files_changed();
    }

    /// What is found and not told yet, a file each; also where nothing is found any more.
    pub(super) fn findings(&mut self) -> Vec<PublishDiagnosticsParams> {
        self.look();
        let Some(seen) = self.seen.as_mut().filter(|seen| !seen.is_told) else { return Vec::new() };
        seen.is_told = true;
        let Some(seen) = &self.seen else { return Vec::new() };
        let voice = self.voice(&seen.files);
        let mut by_file: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for finding in &seen.findings {
            by_file.entry(finding.place.file.to_string()).or_default().extend(voice.finding(finding));
        }
        let now: BTreeSet<String> = by_file.keys().cloned().collect();
        for file in self.told.difference(&now).chain(self.open.keys()) {
            by_file.entry(file.clone()).or_default();
        }
        let params = by_file.into_iter().filter_map(|(file, diagnostics)| {
            let version = self.open.get(&file).map(|(_, version)| *version);
            Some(PublishDiagnosticsParams { uri: self.uri_of(&file)?, diagnostics, version })
        });
        let params = params.collect();
        self.told = now;
        params
    }

    /// What stands at a position.
    pub(super) fn hover(&mut self, asked: &HoverParams) -> Option<Hover> {
        let at = &asked.text_document_position_params;
        let (files, file, offset) = self.at(&at.text_document.uri, at.position)?;
        let hint = assist::hint(&files, &file, self.handbook.as_ref(), offset);
        let (place, text) = hint.map_or((None, None), |hint| (Some(hint.place), Some(hint.text)));
        let text = match (text, self.due(&file, offset)) {
            (Some(text), Some(due)) => {
                Text::new(format!("{}\n\n{}", text.zh, due.zh), format!("{}\n\n{}", text.en, due.en))
            }
            (text, due) => text.or(due)?,
        };
        let voice = self.voice(&files);
        let range = place.and_then(|place| voice.range(&place));
        Some(Hover { contents: HoverContents::Markup(voice.markdown(&text)), range })
    }

    /// When the limit on a line would be due if it began now, at the first estate.
    fn due(&self, file: &File, offset: usize) -> Option<Text> {
        let handbook = self.handbook.as_ref()?;
        let (_, line) = assist::allowance(file, handbook, offset)?;
        let Allowance::Within(span) = line.allow else { return None };
        let estate = handbook.estates.values().next()?;
        let hours = estate.calendar(&line.calendar)?;
        let due = hours.local(hours.add(Timestamp::now(), span)?.at).strftime("%Y-%m-%d %H:%M");
        let (calendar, id) = (&line.calendar, &estate.id);
        Some(Text::new(
            format!("现在起算，到期 **{due}**（日历 `{calendar}`，项目 `{id}`）"),
            format!("Begun now it is due **{due}** (calendar `{calendar}`, estate `{id}`)"),
        ))
    }

    /// What may be written at a position.
    pub(super) fn offers(&mut self, asked: &CompletionParams) -> Vec<CompletionItem> {
        let at = &asked.text_document_position;
        let Some((files, file, offset)) = self.at(&at.text_document.uri, at.position) else {
            return Vec::new();
        };
        let voice = self.voice(&files);
        let begun = |offer: &assist::Offer| begun(&file, offset, &offer.text, self.columns);
        let offers = assist::offers(&files, &file.path, offset).into_iter();
        offers.map(|offer| (begun(&offer), offer)).map(|(begun, offer)| voice.offer(offer, begun)).collect()
    }

    /// Where the name at a position is defined.
    pub(super) fn definition(&mut self, asked: &GotoDefinitionParams) -> Option<Location> {
        let at = &asked.text_document_position_params;
        let (files, file, offset) = self.at(&at.text_document.uri, at.position)?;
        let place = assist::definition(&files, &file, self.handbook.as_ref()?, offset)?;
        self.voice(&files).location(&place)
    }

    /// What a file holds.
    pub(super) fn outline(&mut self, asked: &DocumentSymbolParams) -> Vec<DocumentSymbol> {
        let start = Position::default();
        let Some((files, file, _)) = self.at(&asked.text_document.uri, start) else { return Vec::new() };
        let Some(handbook) = &self.handbook else { return Vec::new() };
        let voice = self.voice(&files);
        assist::outline(&file, handbook).iter().filter_map(|item| voice.symbol(item)).collect()
    }

    /// The changes that findings in a stretch of a file offer.
    pub(super) fn changes(&mut self, asked: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let uri = &asked.text_document.uri;
        let Some((files, file, from)) = self.at(uri, asked.range.start) else { return Vec::new() };
        let to = self.columns.offset(&file, asked.range.end);
        let Some(seen) = &self.seen else { return Vec::new() };
        let voice = self.voice(&files);
        let here = seen.findings.iter().filter(|finding| {
            finding.place.file == file.path && finding.place.start <= to && from <= finding.place.end
        });
        here.filter_map(|finding| {
            let fix = finding.fix.as_ref()?;
            let edit = TextEdit { range: voice.range(&fix.place)?, new_text: fix.with.clone() };
            let title = match self.lang {
                Lang::Zh => format!("改成 {}", fix.with.trim()),
                Lang::En => format!("Change to {}", fix.with.trim()),
            };
            #[expect(clippy::mutable_key_type, reason = "the protocol's own type; no key is changed")]
            let changes = std::iter::once((self.uri_of(&fix.place.file)?, vec![edit])).collect();
            Some(CodeActionOrCommand::CodeAction(CodeAction {
                title,
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: voice.finding(finding).map(|one| vec![one]),
                edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
                is_preferred: Some(finding.severity == Severity::Error),
                ..CodeAction::default()
            }))
        })
        .collect()
    }

    /// Every place where the step or field at a position is written.
    pub(super) fn references(&mut self, asked: &ReferenceParams) -> Vec<Location> {
        let at = &asked.text_document_position;
        let Ok((files, name)) = self.name(&at.text_document.uri, at.position) else { return Vec::new() };
        let voice = self.voice(&files);
        name.uses.iter().filter_map(|place| voice.location(place)).collect()
    }

    /// Whether what stands at a position can be renamed: its stretch, or why not.
    pub(super) fn may_rename(&mut self, asked: &TextDocumentPositionParams) -> Result<Option<Range>, String> {
        let (files, name) = self.name(&asked.text_document.uri, asked.position)?;
        Ok(self.voice(&files).range(&name.place))
    }

    /// The changes that give a step or field another name. They are made here first and looked at: where
    /// anything would then be wrong, nothing is changed.
    pub(super) fn rename(&mut self, asked: &RenameParams) -> Result<WorkspaceEdit, String> {
        let at = &asked.text_document_position;
        let (files, name) = self.name(&at.text_document.uri, at.position)?;
        let lang = self.lang;
        let error = |findings: &[steward_model::Diagnostic]| {
            let first = findings.iter().find(|finding| finding.severity == Severity::Error);
            first.map(|finding| finding.message.in_(lang).to_owned())
        };
        let before = self.seen.as_ref().and_then(|seen| error(&seen.findings));
        let renamed = assist::renamed(&files, &name.uses, &asked.new_name);
        let after = || error(&book::look_again(&mut self.workspace, &renamed).1);
        if let Some(why) = before.or_else(after) {
            return Err(match self.lang {
                Lang::Zh => format!("不能改名：{why}"),
                Lang::En => format!("it can't be renamed: {why}"),
            });
        }
        let voice = self.voice(&files);
        #[expect(clippy::mutable_key_type, reason = "the protocol's own type; no key is changed")]
        let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for location in name.uses.iter().filter_map(|place| voice.location(place)) {
            let edit = TextEdit { range: location.range, new_text: asked.new_name.clone() };
            changes.entry(location.uri).or_default().push(edit);
        }
        Ok(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
    }

    /// The step or field at a position, with every place it is written at; or why that isn't known.
    fn name(&mut self, uri: &Uri, position: Position) -> Result<(Files, assist::Name), String> {
        let nothing = Text::new("这里没有可以改名的东西", "nothing that could be renamed stands here");
        let nothing = nothing.in_(self.lang).to_owned();
        let (files, file, offset) = self.at(uri, position).ok_or_else(|| nothing.clone())?;
        let handbook = self.handbook.as_ref().ok_or(nothing)?;
        let name = assist::uses(&files, handbook, &file.path, offset);
        Ok((files, name.map_err(|why| why.in_(self.lang).to_owned())?))
    }

    /// A file with its words written one way.
    pub(super) fn formatted(&mut self, asked: &DocumentFormattingParams) -> Vec<TextEdit> {
        let Some((_, file, _)) = self.at(&asked.text_document.uri, Position::default()) else {
            return Vec::new();
        };
        let Formatted::Changed(new_text) = format(&file, None) else { return Vec::new() };
        let whole = Range { start: Position::default(), end: self.columns.position(&file, file.bytes.len()) };
        vec![TextEdit { range: whole, new_text }]
    }

    /// A file and the byte at a position of it, with all files as they are now.
    fn at(&mut self, uri: &Uri, position: Position) -> Option<(Files, File, usize)> {
        self.look();
        let name = self.name_of(uri)?;
        let files = self.seen.as_ref()?.files.clone();
        let file = files.get(&name)?.clone();
        let offset = self.columns.offset(&file, position);
        Some((files, file, offset))
    }

    /// Looks at everything again where something changed.
    fn look(&mut self) {
        if self.seen.is_some() || self.root.is_none() {
            return;
        }
        let mut files = self.saved.clone();
        for (name, (text, _)) in &self.open {
            files.insert(name, text.clone());
        }
        let (understood, findings) = book::look_again(&mut self.workspace, &files);
        // While a file is half written, what was understood of it before still answers.
        if let Some((handbook, _)) = understood {
            let whole = |before: &Handbook| handbook.workflows.len() >= before.workflows.len();
            let sound = findings.iter().all(|finding| finding.severity != Severity::Error);
            if sound || self.handbook.as_ref().is_none_or(whole) {
                self.handbook = Some(handbook);
            }
        }
        self.seen = Some(Seen { files, findings, is_told: false });
    }

    fn voice<'a>(&'a self, files: &'a Files) -> Voice<'a> {
        Voice { lang: self.lang, columns: self.columns, files, root: self.root.as_deref() }
    }

    /// The path of a file inside the handbook's folder.
    fn name_of(&self, uri: &Uri) -> Option<String> {
        let path = path_of(uri)?;
        let root = self.root.as_deref()?;
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let inside = path.strip_prefix(root).map(Path::to_owned);
        let inside = inside.or_else(|_| real(&path).strip_prefix(real(root)).map(Path::to_owned)).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/")).filter(|name| folder::may_hold(Path::new(name)))
    }

    fn uri_of(&self, name: &str) -> Option<Uri> {
        uri_in(self.root.as_deref()?, name)
    }
}

/// The file of a handbook as an editor names it.
pub(super) fn uri_in(root: &Path, name: &str) -> Option<Uri> {
    let root = std::path::absolute(root).ok()?;
    Uri::from_str(url::Url::from_file_path(root.join(name)).ok()?.as_str()).ok()
}

fn path_of(uri: &Uri) -> Option<PathBuf> {
    url::Url::parse(uri.as_str()).ok()?.to_file_path().ok()
}
