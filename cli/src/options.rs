//! What can be typed: the commands of `steward` and their options. What each is for, in two
//! languages with an example, is in `help`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use steward_model::Lang;

#[derive(Parser, Debug)]
#[command(name = "steward", version, disable_help_subcommand = true)]
pub(crate) struct Call {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that may stand before or after the command.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) store: Option<String>,
    #[arg(
        long = "as",
        id = "as",
        global = true,
        env = "STEWARD_AS",
        hide_env_values = true,
        value_name = "PERSON"
    )]
    pub(crate) actor: Option<String>,
    #[arg(long, global = true, value_enum, hide_possible_values = true, value_name = "zh|en")]
    pub(crate) lang: Option<LangWord>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(
        long,
        global = true,
        value_enum,
        hide_possible_values = true,
        hide_default_value = true,
        default_value = "auto",
        value_name = "auto|always|never"
    )]
    pub(crate) color: ColorWhen,
}

/// A language by its word.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LangWord {
    Zh,
    En,
}

impl From<LangWord> for Lang {
    fn from(word: LangWord) -> Self {
        match word {
            LangWord::Zh => Self::Zh,
            LangWord::En => Self::En,
        }
    }
}

/// When colours are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ColorWhen {
    Auto,
    Always,
    Never,
}

/// How `check` looks and speaks.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct CheckHow {
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(long)]
    pub(crate) fix: bool,
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        hide_default_value = true,
        default_value = "text",
        value_name = "text|json|github|sarif"
    )]
    pub(crate) format: CheckFormat,
}

/// What `check` writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
    Github,
    Sarif,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Init {
        #[arg(value_name = "DIR")]
        target: PathBuf,
    },
    Test(Test),
    Coverage,
    Check(CheckHow),
    Explain {
        code: Option<String>,
    },
    Fmt {
        #[arg(value_name = "FILE")]
        files: Vec<String>,
        #[arg(long, value_enum, hide_possible_values = true, value_name = "zh|en")]
        words: Option<LangWord>,
        #[arg(long)]
        check: bool,
    },
    Lsp,
    Schema {
        kind: String,
    },
    Simulate(Simulate),
    Diff {
        old: PathBuf,
        new: PathBuf,
    },
    New(New),
    Due(Due),
    Graph(Graph),
    Why {
        case: String,
    },
    Serve,
    Open(Open),
    Tasks(Tasks),
    Take {
        case: String,
        step: String,
        #[arg(long, value_name = "X")]
        item: Option<String>,
    },
    Done(StepDone),
    Repeat {
        case: String,
        step: String,
    },
    Sign {
        case: String,
        step: String,
        #[arg(long, value_name = "X")]
        item: Option<String>,
    },
    Approve {
        case: String,
        step: String,
    },
    Return {
        case: String,
        step: String,
        #[arg(long, value_name = "TEXT")]
        comment: String,
    },
    Refuse {
        case: String,
        step: String,
        #[arg(long, value_name = "TEXT")]
        comment: String,
    },
    Hand {
        case: String,
        step: String,
        person: String,
        #[arg(long, value_name = "X")]
        item: Option<String>,
    },
    Hold {
        case: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    Resume {
        case: String,
    },
    Extend {
        case: String,
        limit: String,
        span: String,
        #[arg(long, value_name = "X")]
        item: Option<String>,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    Excuse {
        case: String,
        limit: String,
        #[arg(long, value_name = "X")]
        item: Option<String>,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    Set {
        case: String,
        #[arg(long = "field", value_name = "K=V", required = true)]
        fields: Vec<String>,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    Note {
        case: String,
        text: String,
    },
    Cancel {
        case: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    Event {
        name: String,
        #[arg(long)]
        estate: String,
        #[arg(long = "field", value_name = "K=V")]
        fields: Vec<String>,
        #[arg(long)]
        key: Option<String>,
    },
    Show {
        case: String,
        #[arg(long = "files", value_name = "DIR")]
        into: Option<PathBuf>,
    },
    Cases(Cases),
    Messages(Messages),
    Doctor {
        #[arg(long, value_name = "PERSON")]
        to: Option<String>,
    },
    Demo {
        #[arg(long, value_name = "DIR")]
        keep: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Test {
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    #[arg(long)]
    pub(crate) coverage: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    #[arg(long)]
    pub(crate) watch: bool,
    #[arg(long, value_name = "CASE", conflicts_with_all = ["names", "coverage", "junit", "watch"])]
    pub(crate) record: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Simulate {
    pub(crate) workflow: String,
    #[arg(long)]
    pub(crate) estate: String,
    #[arg(long, value_name = "TIME")]
    pub(crate) opened: Option<String>,
    #[arg(long = "field", value_name = "K=V")]
    pub(crate) fields: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) story: Option<PathBuf>,
    #[arg(long)]
    pub(crate) nobody: bool,
    #[arg(long, value_name = "N")]
    pub(crate) many: Option<u64>,
    #[arg(long, value_name = "N", requires = "many")]
    pub(crate) seed: Option<u64>,
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        hide_default_value = true,
        default_value = "text",
        value_name = "text|svg|html"
    )]
    pub(crate) format: Format,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// In which form a rehearsal is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    Text,
    Svg,
    Html,
}

#[derive(Args, Debug)]
pub(crate) struct Due {
    pub(crate) from: String,
    pub(crate) span: String,
    #[arg(long)]
    pub(crate) calendar: String,
    #[arg(long)]
    pub(crate) before: bool,
    #[arg(long)]
    pub(crate) estate: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct New {
    /// Read for its word alone: there is one kind so far.
    #[arg(id = "new_kind", value_enum, value_name = "workflow", hide_possible_values = true)]
    pub(crate) kind: NewKind,
    #[arg(long = "id", id = "new_id")]
    pub(crate) id: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    #[arg(long)]
    pub(crate) section: Option<String>,
    #[arg(long = "owner", id = "new_owner", value_name = "ROLE")]
    pub(crate) owner: Option<String>,
    #[arg(long, value_name = "ROLE")]
    pub(crate) starter: Option<String>,
    #[arg(long, value_name = "SPAN")]
    pub(crate) within: Option<String>,
    #[arg(long = "calendar", id = "new_calendar", value_name = "CALENDAR")]
    pub(crate) calendar: Option<String>,
    #[arg(long, value_name = "ROLE")]
    pub(crate) approver: Option<String>,
}

/// What can be begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum NewKind {
    Workflow,
}

#[derive(Args, Debug)]
pub(crate) struct Graph {
    pub(crate) workflow: String,
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        hide_default_value = true,
        default_value = "svg",
        value_name = "svg|mermaid|bpmn"
    )]
    pub(crate) format: GraphFormat,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) estate: Option<String>,
}

/// What a process is drawn as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum GraphFormat {
    Svg,
    Mermaid,
    Bpmn,
}

#[derive(Args, Debug)]
pub(crate) struct Open {
    pub(crate) workflow: String,
    #[arg(long)]
    pub(crate) estate: String,
    #[arg(long = "field", value_name = "K=V")]
    pub(crate) fields: Vec<String>,
    #[arg(long)]
    pub(crate) key: Option<String>,
    #[arg(long)]
    pub(crate) later: bool,
}

#[derive(Args, Debug)]
pub(crate) struct StepDone {
    pub(crate) case: String,
    pub(crate) step: String,
    #[arg(long, value_name = "X")]
    pub(crate) item: Option<String>,
    #[arg(long = "field", value_name = "K=V")]
    pub(crate) fields: Vec<String>,
    #[arg(long = "tick", value_name = "ITEM")]
    pub(crate) ticks: Vec<String>,
    #[arg(long = "fail", value_name = "ITEM=REMARK")]
    pub(crate) fails: Vec<String>,
    #[arg(long = "file", value_name = "F")]
    pub(crate) photos: Vec<PathBuf>,
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub(crate) location: Option<String>,
    #[arg(long = "code", value_name = "C", allow_hyphen_values = true)]
    pub(crate) check_in: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Cases {
    #[arg(long)]
    pub(crate) estate: Option<String>,
    #[arg(long)]
    pub(crate) workflow: Option<String>,
    #[arg(long, value_enum)]
    pub(crate) state: Option<CaseState>,
    #[arg(long)]
    pub(crate) owner: Option<String>,
    #[arg(long)]
    pub(crate) overdue: bool,
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) limit: u32,
    #[arg(long, value_name = "NEXT")]
    pub(crate) after: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Tasks {
    #[arg(long, value_name = "PERSON")]
    pub(crate) of: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) limit: u32,
    #[arg(long, value_name = "NEXT")]
    pub(crate) after: Option<String>,
}

/// Where a case stands, by its word.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CaseState {
    Open,
    Held,
    Closed,
    Cancelled,
}

#[derive(Args, Debug)]
pub(crate) struct Messages {
    #[command(subcommand)]
    pub(crate) action: Option<MessagesAction>,
    #[arg(long = "case", value_name = "CASE")]
    pub(crate) of_case: Option<String>,
    #[arg(long = "state", value_enum)]
    pub(crate) delivery: Option<MessageState>,
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) limit: u32,
    #[arg(long, value_name = "NEXT")]
    pub(crate) after: Option<String>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum MessagesAction {
    Resend { id: i64 },
}

/// Where a message stands, by its word.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum MessageState {
    Waiting,
    Held,
    Sending,
    Sent,
    Delivered,
    Failed,
    Dead,
    Dropped,
}
