//! `steward diff OLD NEW`: what another wording of a handbook, or of one workflow, changes: in the
//! language's terms, for which estates, and how many open cases there are of it. Open cases keep the
//! wording they were opened by; the number says for how many both will be in use.

use crate::book::{self, Book};
use crate::folder;
use crate::office::{open_store, store_failed, store_path};
use crate::options::Global;
use crate::output::{Done, Output, Paint, Problem, Status, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use steward_case::State;
use steward_language::difference::{Change, Difference, Differences, Fate, OtherFile, Wording, differences};
use steward_model::{EstateId, Files, Handbook, Lang, Text, WorkflowId};
use steward_ports::{CaseFilter, Store as _};
use steward_store::SqliteStore;
use tokio::runtime::Runtime;

/// Estates left out of a change are named up to this many; more are counted.
const MOST_NAMED: usize = 4;

/// Cases are counted so many at a time.
const PAGE: u32 = 1_000;

pub(crate) fn run(output: &Output, global: &Global, old: &Path, new: &Path) -> Done {
    let (old, new) = if old.is_dir() && new.is_dir() {
        let read = |folder: &Path| book::understand(folder.to_owned(), folder::read(folder)?).sound();
        (read(&folder::find(Some(old))?)?, read(&folder::find(Some(new))?)?)
    } else {
        let surroundings = Surroundings::of(global, new)?;
        (surroundings.with(old)?, surroundings.with(new)?)
    };
    let found = differences(
        Wording { files: &old.files, handbook: &old.handbook },
        Wording { files: &new.files, handbook: &new.handbook },
    );
    let cases = Cases::of([&old, &new], global)?;
    let counted =
        found.workflows.iter().map(|one| cases.open(one, &new.handbook)).collect::<Result<Vec<_>, _>>()?;
    if output.json {
        output.document(&document(output, &found, &counted));
    } else {
        tell(output, &found, &counted, &new.handbook);
    }
    Ok(Verdict::Well)
}

/// The handbook that two files of one workflow are compared in.
struct Surroundings {
    folder: PathBuf,
    files: Files,
    book: Handbook,
}

impl Surroundings {
    /// The handbook's folder that the call names, else the one the file lies in.
    fn of(global: &Global, file: &Path) -> Result<Self, Problem> {
        let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let above = || whole.ancestors().find(|up| up.join("steward.yaml").is_file());
        let folder = folder::find(global.dir.as_deref().or_else(above))?;
        let files = folder::read(&folder)?;
        let reading = book::understand(folder.clone(), files.clone());
        let book = reading.understood.map(|(handbook, _)| handbook).ok_or_else(|| {
            Problem::new(
                Status::Refused,
                "handbook-broken",
                Text::new("读不懂 steward.yaml", "steward.yaml can't be understood"),
            )
        })?;
        Ok(Self { folder, files, book })
    }

    /// The handbook with a file in the place of the workflow of that name.
    fn with(&self, file: &Path) -> Result<Book, Problem> {
        let text = folder::read_one(file)?;
        let mut alone = Files::new();
        for other in self.files.iter().filter(|other| !is_workflow(&other.path)) {
            alone.insert(&*other.path, &*other.bytes);
        }
        let name = format!(
            "workflows/{}",
            file.file_name().map_or("new.yaml".into(), |name| name.to_string_lossy())
        );
        alone.insert(&name, text.clone());
        let id = book::understand(self.folder.clone(), alone).understood;
        let id = id.and_then(|(handbook, _)| handbook.workflows.into_keys().next());
        let Some(id) = id else {
            return Err(Problem::words(
                "no-workflow",
                format!("{} 不是流程文件", file.display()),
                format!("{} is no workflow", file.display()),
            ));
        };
        let there = self.book.workflows.get(&id).map(|one| one.place.file.to_string());
        let path = there.unwrap_or(name);
        let mut files = Files::new();
        // A scenario may be about what only the other wording has.
        for other in self.files.iter().filter(|other| !other.path.starts_with("scenarios/")) {
            files.insert(&*other.path, &*other.bytes);
        }
        files.insert(&path, text);
        let estates = |place: &str| place == path || place.starts_with("estates/");
        book::understand(self.folder.clone(), files).sound_in(estates)
    }
}

fn is_workflow(path: &str) -> bool {
    path.starts_with("workflows/") || path.starts_with("scenarios/")
}

/// The open cases of a store, where there is one.
struct Cases(Option<(SqliteStore, Runtime)>);

impl Cases {
    /// The store of the call, else of either handbook. None is made.
    fn of(books: [&Book; 2], global: &Global) -> Result<Self, Problem> {
        let there = books.iter().filter_map(|book| store_path(book, global).ok()).find(|path| path.is_file());
        let Some(path) = there else { return Ok(Self(None)) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime
            .map_err(|error| Problem::new(Status::Outside, "no-runtime", Text::plain(error.to_string())))?;
        Ok(Self(Some((open_store(&path)?, runtime))))
    }

    /// How many open cases there are where a difference is taken; `None` without a store.
    fn open(&self, difference: &Difference, handbook: &Handbook) -> Result<Option<usize>, Problem> {
        let Some((store, runtime)) = &self.0 else { return Ok(None) };
        let estates: BTreeSet<EstateId> = match difference.fate {
            Fate::Changed => difference.changes.iter().flat_map(|change| change.estates.clone()).collect(),
            Fate::New | Fate::Gone => handbook.estates.keys().cloned().collect(),
        };
        let mut count = 0;
        if estates.is_empty() {
            return Ok(Some(count));
        }
        for state in [State::Open, State::Held] {
            let mut filter = CaseFilter {
                estates: estates.iter().cloned().collect(),
                workflow: Some(difference.workflow.clone()),
                state: Some(state),
                limit: PAGE,
                ..CaseFilter::default()
            };
            loop {
                let page = runtime.block_on(store.cases(&filter)).map_err(store_failed)?;
                count += page.rows.len();
                match page.next {
                    Some(next) => filter.after = Some(next),
                    None => break,
                }
            }
        }
        Ok(Some(count))
    }
}

fn tell(output: &Output, found: &Differences, counted: &[Option<usize>], handbook: &Handbook) {
    if found.workflows.is_empty() && found.files.is_empty() {
        output.line(output.pick("说的是一样的", "both say the same"));
        return;
    }
    for (difference, count) in found.workflows.iter().zip(counted) {
        output.line(output.paint(Paint::Bold, &head(output, difference)));
        for change in &difference.changes {
            output.line(format!("  {}", output.say(&change.text)));
            let taken = taking(change, &difference.workflow, handbook);
            output.line(output.paint(Paint::Dim, &format!("    {}", output.say(&taken))));
        }
        if let Some(count) = count.filter(|count| *count > 0) {
            output.line(match output.lang {
                Lang::Zh => format!("  未结案件 {count} 件，仍按立案时的版本办理"),
                Lang::En => format!(
                    "  {count} open {} to the wording {} opened by",
                    if count == 1 { "case keeps" } else { "cases keep" },
                    if count == 1 { "it was" } else { "they were" },
                ),
            });
        }
        output.line("");
    }
    if !found.files.is_empty() {
        output.line(output.paint(Paint::Bold, output.pick("其他文件", "Other files")));
        for OtherFile { path, fate, text } in &found.files {
            output.line(format!("  {path}  {}", output.say(&fate_text(*fate))));
            text.iter().for_each(|said| output.line(format!("    {}", output.say(said))));
        }
    }
}

fn head(output: &Output, difference: &Difference) -> String {
    let (id, title) = (&difference.workflow, difference.title.in_(output.lang));
    let about = match (difference.fate, difference.editions) {
        (Fate::Changed, (Some(old), Some(new))) if old != new => {
            Text::new(format!("第{old}版 → 第{new}版"), format!("edition {old} → {new}"))
        }
        (Fate::Changed, (_, Some(edition))) => {
            Text::new(format!("第{edition}版"), format!("edition {edition}"))
        }
        (fate, _) => fate_text(fate),
    };
    match output.lang {
        Lang::Zh => format!("{title}（{id}）{}", about.zh),
        Lang::En => format!("{title} ({id}), {}", about.en),
    }
}

fn fate_text(fate: Fate) -> Text {
    match fate {
        Fate::New => Text::new("新增", "new"),
        Fate::Gone => Text::new("没有了", "gone"),
        Fate::Changed => Text::new("改了", "changed"),
    }
}

/// Which estates take a change, in words.
fn taking(change: &Change, workflow: &WorkflowId, handbook: &Handbook) -> Text {
    let name = |id: &EstateId| {
        handbook.estates.get(id).map_or(Text::plain(id.as_str()), |estate| estate.name.clone())
    };
    let row = |ids: &[&EstateId]| {
        let all: Vec<Text> = ids.iter().map(|id| name(id)).collect();
        Text::new(
            all.iter().map(|text| text.zh.as_str()).collect::<Vec<_>>().join("、"),
            all.iter().map(|text| text.en.as_str()).collect::<Vec<_>>().join(", "),
        )
    };
    let taken: Vec<&EstateId> = change.estates.iter().collect();
    if !change.of_headquarters {
        let row = row(&taken);
        return Text::new(format!("只在{}", row.zh), format!("only at {}", row.en));
    }
    let standard = handbook.workflows.get(workflow);
    let does = |id: &EstateId| standard.is_some_and(|one| handbook.at(id, one).is_ok());
    let left: Vec<&EstateId> =
        handbook.estates.keys().filter(|id| !change.estates.contains(id) && does(id)).collect();
    match (taken.len(), left.len()) {
        (0, _) => Text::new("没有项目照此办理", "no estate takes it"),
        (all, 0) => Text::new(format!("所有项目（{all} 个）"), format!("every estate ({all})")),
        (_, few) if few <= MOST_NAMED => {
            let row = row(&left);
            Text::new(
                format!("除{}外的项目：那里有自己的规定", row.zh),
                format!("every estate but {}, which has its own", row.en),
            )
        }
        (few, _) if few <= MOST_NAMED => {
            let row = row(&taken);
            Text::new(row.zh, row.en)
        }
        (some, others) => Text::new(
            format!("{some} 个项目；另外 {others} 个有自己的规定"),
            format!("{some} estates; {others} have their own"),
        ),
    }
}

fn document(output: &Output, found: &Differences, counted: &[Option<usize>]) -> Value {
    let ids = |estates: &[EstateId]| estates.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    let change = |change: &Change| {
        json!({
            "what": change.what,
            "about": (!change.about.is_empty()).then_some(&change.about),
            "text": output.say(&change.text),
            "by": if change.of_headquarters { "headquarters" } else { "estate" },
            "estates": ids(&change.estates),
        })
    };
    let workflow = |(difference, count): (&Difference, &Option<usize>)| {
        json!({
            "workflow": difference.workflow.as_str(),
            "what": word(difference.fate),
            "editions": { "old": difference.editions.0, "new": difference.editions.1 },
            "changes": difference.changes.iter().map(change).collect::<Vec<_>>(),
            "open_cases": count,
        })
    };
    let file = |file: &OtherFile| json!({ "file": file.path, "what": word(file.fate) });
    json!({
        "workflows": found.workflows.iter().zip(counted).map(workflow).collect::<Vec<_>>(),
        "files": found.files.iter().map(file).collect::<Vec<_>>(),
    })
}

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Gone => "gone",
        Fate::Changed => "changed",
    }
}
