//! What `--help` says, in the reader's language: what each command is for, an example of it, and
//! what each argument means. One table, so that a command without words fails a test.

use clap::{Arg, ArgAction, Command};
use steward_model::Lang;

/// A command: its name, what it is for in Chinese and English, and examples.
type About = (&'static str, &'static str, &'static str, &'static [&'static str]);

const ABOUT: &[About] = &[
    (
        "init",
        "在新文件夹里写一份示例手册",
        "Write the shipped handbook into a new folder",
        &["steward init handbook"],
    ),
    (
        "check",
        "检查手册，指出每处错误和改法",
        "Check the handbook: every mistake, where it is, and the way out",
        &["steward check", "steward check --fix", "steward check --strict --format sarif"],
    ),
    (
        "explain",
        "说明一种发现是什么意思，怎么改；不写编码就列出全部",
        "Explain a kind of finding and the way out; without a code, list them all",
        &["steward explain unknown-role", "steward explain"],
    ),
    (
        "fmt",
        "把手册里的词写成统一的样子，或换成另一套词（注释、名称和版面不动）",
        "Write the words of the handbook one way, or in the other vocabulary; comments, names and layout stay",
        &["steward fmt", "steward fmt --words zh workflows/complaint.yaml", "steward fmt --check"],
    ),
    (
        "lsp",
        "语言服务器：编辑器启动它，边写边看到错误、补全和说明（见 docs/editors.md）",
        "The language server: editors start it, to show mistakes, complete and explain while you write",
        &["steward lsp", "steward --dir handbook lsp"],
    ),
    (
        "schema",
        "输出一种文件的 JSON Schema，编辑器用它补全和提示；或 --json 的一种输出的",
        "Print the JSON Schema of a kind of file, with which editors complete and explain, or of what --json prints",
        &[
            "steward schema workflow",
            "steward schema estate > schemas/estate.json",
            "steward schema output/show",
        ],
    ),
    (
        "test",
        "在虚拟时间里运行场景测试",
        "Run the scenarios in virtual time",
        &[
            "steward test",
            "steward test 春节",
            "steward test scenarios/complaint/weekend.yaml",
            "steward test --watch",
            "steward test --junit report.xml --coverage",
            "steward test --record riverside-complaint-17",
        ],
    ),
    (
        "coverage",
        "列出场景没有走到的步骤、条件、时限和升级档",
        "Show which steps, guards, limits and rungs no scenario reaches",
        &["steward coverage", "steward coverage --json"],
    ),
    (
        "simulate",
        "在虚拟时间里预演一件案子：谁在何时被怎样通知",
        "Rehearse a case in virtual time: who is told what, when, and how",
        &[
            "steward simulate complaint --estate riverside --opened \"2026-03-02 16:50\" --field severity=major",
            "steward simulate complaint --estate hillside --nobody",
            "steward simulate complaint --estate riverside --opened \"2026-02-13 16:50\" --nobody --format html --out friday.html",
            "steward simulate complaint --estate riverside --many 1000 --seed 7",
        ],
    ),
    (
        "diff",
        "比较两份手册，或同一流程的两个文件：改了什么，哪些项目照办，有多少未结案件",
        "Compare two handbooks, or two files of one workflow: what changed, for which estates, with how many open cases",
        &["steward diff handbook handbook-new", "steward diff complaint-3.yaml workflows/complaint.yaml"],
    ),
    (
        "new",
        "写一份新流程：问几个问题，写出带注释的文件",
        "Begin a process: asks a few questions and writes a file with comments",
        &[
            "steward new workflow",
            "steward new workflow --id tree-care --title 修剪树木 --owner engineering --approver estate-manager",
        ],
    ),
    (
        "due",
        "算到期时间，并说明是怎么算出来的",
        "Work out a due time and explain it",
        &[
            "steward due \"2026-02-13 16:50\" \"1 workday\" --calendar business",
            "steward due \"2026-03-02 09:00\" \"by closing\" --calendar desk --estate riverside",
            "steward due \"2026-03-06 17:00\" 2h --calendar business --before",
        ],
    ),
    (
        "graph",
        "把流程画成图：可打印张贴的 SVG、Mermaid 或 BPMN 2.0",
        "Draw a process: an SVG to print and hang up, Mermaid, or BPMN 2.0",
        &[
            "steward graph complaint --out complaint.svg",
            "steward graph complaint --estate riverside --lang en --out complaint.svg",
            "steward graph complaint --format mermaid",
            "steward graph complaint --format bpmn --out complaint.bpmn",
        ],
    ),
    (
        "why",
        "说明一件案子的每个到期时间和每条消息从何而来",
        "Explain how each due time and message of a case came about",
        &["steward why riverside-complaint-17"],
    ),
    (
        "serve",
        "运行引擎：盯时限、发消息，直到被停下",
        "Run the engine: watch limits and send messages until stopped",
        &["steward serve", "STEWARD_LOG=debug steward serve"],
    ),
    (
        "open",
        "立案",
        "Open a case",
        &[
            "steward open complaint --estate riverside --as wang.li --field complainant=李先生/13900002222 \\\n    --field channel=phone --field what=电梯困人 --field severity=major --field department=engineering",
        ],
    ),
    ("tasks", "列出待办", "List open tasks", &["steward tasks --of wang.li"]),
    (
        "take",
        "接手一个步骤，让别人知道有人在办",
        "Take a step, so that others know",
        &["steward take riverside-complaint-17 respond --as wang.li"],
    ),
    (
        "done",
        "办完一个步骤",
        "Do a step",
        &[
            "steward done riverside-complaint-17 respond --tick 已致歉安抚 --tick 已感谢反馈 --as wang.li",
            "steward done riverside-complaint-17 plan --field plan=更换门机 --as zhang.wei",
            "steward done riverside-cleaning-5 clean --file lobby.jpg --file stairs.jpg --code K7Q2-18 --as fang.hua",
            "steward done riverside-storm-2 secure --item b1 --field secured=true --as fang.hua",
        ],
    ),
    (
        "repeat",
        "重新发起所等的案件没有办结的步骤",
        "Have a step call once more whose case was not done",
        &["steward repeat riverside-patrol-4 order --as zhao.qiang"],
    ),
    (
        "sign",
        "复核他人办理的步骤",
        "Sign what another has sent",
        &["steward sign riverside-safety-3 isolate --as zhao.qiang"],
    ),
    ("approve", "批准", "Approve", &["steward approve riverside-complaint-17 approve-plan --as zhao.qiang"]),
    (
        "return",
        "退回，写明意见",
        "Return for another try, with a comment",
        &["steward return riverside-complaint-17 approve-plan --comment 请写明完工日期 --as zhao.qiang"],
    ),
    (
        "refuse",
        "否决，写明意见",
        "Refuse, with a comment",
        &["steward refuse riverside-complaint-17 approve-plan --comment 不属物业范围 --as zhao.qiang"],
    ),
    (
        "hand",
        "把一个步骤移交给某人",
        "Hand a step to a person",
        &["steward hand riverside-complaint-17 respond zhou.min --as li.na"],
    ),
    ("hold", "挂起案子", "Hold a case", &["steward hold riverside-complaint-17 --reason 等配件 --as li.na"]),
    (
        "resume",
        "恢复挂起的案子",
        "Let a held case go on",
        &["steward resume riverside-complaint-17 --as li.na"],
    ),
    (
        "extend",
        "延长一个时限",
        "Give a running limit more time",
        &["steward extend riverside-complaint-17 plan 4h --reason 等厂家报价 --as li.na"],
    ),
    (
        "excuse",
        "说明一次超时的原因",
        "Excuse a miss",
        &["steward excuse riverside-complaint-17 respond --reason 全市停电 --as zhao.qiang"],
    ),
    (
        "set",
        "在表单之外改字段（写成 K= 即清空）",
        "Change fields outside a form (`K=` empties one)",
        &["steward set riverside-complaint-17 --field severity=major --reason 媒体介入 --as li.na"],
    ),
    (
        "note",
        "记一条备注",
        "Write a note",
        &["steward note riverside-complaint-17 业主下午在家 --as wang.li"],
    ),
    (
        "cancel",
        "取消案子",
        "Call a case off",
        &["steward cancel riverside-complaint-17 --reason 重复登记 --as zhao.qiang"],
    ),
    (
        "event",
        "报告一件事，由它发起流程、唤起规则",
        "Raise an event: workflows begin by it, rules answer it",
        &["steward event inspection.failed --estate riverside --key round-2026-03-02"],
    ),
    (
        "show",
        "看一件案子：步骤、时限、全部经过",
        "Show a case: its steps, its limits, its record",
        &["steward show riverside-complaint-17", "steward show riverside-cleaning-5 --files photos"],
    ),
    (
        "cases",
        "列出案子",
        "List cases",
        &["steward cases --estate riverside --state open", "steward cases --overdue"],
    ),
    (
        "messages",
        "看消息：发给谁、发到哪一步、出了什么错",
        "Look at messages: to whom, how far, what went wrong",
        &[
            "steward messages --case riverside-complaint-17",
            "steward messages --state failed",
            "steward messages resend 42",
        ],
    ),
    ("resend", "把一条消息再发一次", "Send a message once more", &["steward messages resend 42"]),
    (
        "doctor",
        "检查每个通知渠道、存储和手册，说明哪里不对",
        "Examine every channel, the store and the handbook, and say what is wrong",
        &["steward doctor", "steward doctor --to wang.li"],
    ),
    (
        "demo",
        "看一件投诉从立案到归档：时间快六十倍，可以动手参与",
        "Watch a complaint from opening to archive, sixty times fast, and take part",
        &["steward demo", "steward demo --keep /tmp/steward-demo"],
    ),
];

/// What each argument means: the same words wherever it stands, unless it is named with its command,
/// `graph format`.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    (
        "dir",
        "手册所在的文件夹（默认：从当前目录往上，最近的有 steward.yaml 的）",
        "The handbook's folder (default: the nearest one upwards with a steward.yaml)",
    ),
    (
        "store",
        "存储，如 sqlite:data/steward.db（默认：steward.yaml 里写的）",
        "The store, such as sqlite:data/steward.db (default: what steward.yaml says)",
    ),
    (
        "as",
        "由谁办理：人员编号（或环境变量 STEWARD_AS）",
        "Who acts: a staff id (or the variable STEWARD_AS)",
    ),
    ("lang", "语言（默认：按环境，中文优先）", "Language (default: the locale's, Chinese first)"),
    ("json", "输出一份 JSON", "Print one JSON document"),
    ("color", "是否用颜色", "Whether to use colours"),
    ("help", "显示帮助", "Show help"),
    ("version", "显示版本", "Show the version"),
    ("target", "新文件夹", "The new folder"),
    (
        "files",
        "只改这些文件（手册里的路径，或它的末尾）",
        "Only these files: paths inside the handbook, or the ends of them",
    ),
    (
        "kind",
        "handbook、workflow、estate、calendar、holidays 或 scenario",
        "handbook, workflow, estate, calendar, holidays or scenario",
    ),
    ("words", "换成哪套词", "The vocabulary to write in"),
    (
        "check",
        "只看，不改文件；有要改的就算没通过",
        "Look and write nothing; what would change counts as found",
    ),
    ("strict", "有警告也算没通过", "Warnings count as errors"),
    ("fix", "先把有把握的改好，其余照列", "Make the changes that are certain first, and list the rest"),
    (
        "format",
        "输出形式（默认 text；github 是代码评审里的批注，sarif 是 SARIF 2.1.0）",
        "What to print (default: text; github annotates a review, sarif is SARIF 2.1.0)",
    ),
    (
        "names",
        "只运行名字或文件里含有这些字的场景",
        "Only scenarios whose name or file contains one of these",
    ),
    ("coverage", "再列出场景没有走到的地方", "Show what no scenario reached as well"),
    ("junit", "把结果写成 JUnit 文件，供持续集成读取", "Write the outcome as JUnit XML for a build server"),
    (
        "record",
        "把发生过的一件案子记成场景，私密内容替换掉",
        "Write a case that happened as a scenario, without what is private",
    ),
    ("watch", "文件一改就再测，直到按 Ctrl-C", "Run again whenever a file changes, until Ctrl-C"),
    ("new_kind", "写什么：workflow（流程）", "What to begin: workflow"),
    ("new_id", "流程编号，也是文件名", "The id of the process, and its file's name"),
    ("title", "流程名称", "The title of the process"),
    ("section", "对应手册的哪一章", "The section of the handbook"),
    ("new_owner", "由哪个岗位办", "The role that does it"),
    ("starter", "由哪个岗位立案（默认同 --owner）", "The role that opens a case (default: as --owner)"),
    ("within", "多长时间办完（默认 1个工作日）", "How long it may take (default: 1 workday)"),
    ("new_calendar", "时限按哪个日历计（默认全天候）", "The calendar its limits count on (default: always)"),
    ("approver", "由哪个岗位审批（默认不审批）", "The role that approves it (default: nobody)"),
    ("old", "原来的手册文件夹，或流程文件", "The folder as it was, or a workflow's file"),
    ("new", "改过的手册文件夹，或流程文件", "The folder as it is to be, or a workflow's file"),
    ("workflow", "流程", "The workflow"),
    ("estate", "项目", "The estate"),
    (
        "opened",
        "立案时间，如 \"2026-03-02 16:50\"（默认：现在）",
        "When it is opened, such as \"2026-03-02 16:50\" (default: now)",
    ),
    (
        "fields",
        "字段=值，可多次；客户写成 姓名/电话，列表写成 A,B",
        "FIELD=VALUE, as often as needed; a person is NAME/PHONE, a list A,B",
    ),
    ("story", "照这个文件里的 story 演", "Follow the story in this file"),
    ("nobody", "立案之后谁也不办", "Nobody does anything after the opening"),
    (
        "many",
        "随机演这么多件，汇总超时、消息和待办",
        "So many random cases: misses, messages and tasks in sum",
    ),
    ("seed", "随机的种子：同样的种子，同样的案件", "The seed of --many: the same seed gives the same cases"),
    (
        "simulate format",
        "text 文字（默认）、svg 图、html 网页",
        "text (default), svg (the picture), html (picture and messages)",
    ),
    ("out", "写进这个文件，而不是显示出来", "Write into this file instead of showing it"),
    (
        "from",
        "起点，如 \"2026-02-13 16:50\"，可带时差",
        "From when, such as \"2026-02-13 16:50\", with or without an offset",
    ),
    (
        "span",
        "时长：30m、2h30m、\"2 workdays\"、\"3 days\"、\"by closing\"、\"by 18:00\"、2个工作日",
        "How long: 30m, 2h30m, \"2 workdays\", \"3 days\", \"by closing\", \"by 18:00\"",
    ),
    ("calendar", "日历（always 为全天候）", "The calendar (`always` is open every minute)"),
    (
        "graph format",
        "画成什么：svg、mermaid 或 bpmn（默认 svg）",
        "What to draw: svg, mermaid or bpmn (default: svg)",
    ),
    ("graph out", "写到这个文件（默认：打印出来）", "Write to this file (default: print)"),
    ("before", "往回算", "Count backwards"),
    (
        "code",
        "发现的编码，如 unknown-role（默认：列出全部）",
        "The code of a finding, such as unknown-role (default: list them all)",
    ),
    ("case", "案件编号", "The case"),
    ("step", "步骤", "The step"),
    (
        "item",
        "逐个办理的步骤：哪一项（只有一项可办时可以不写）",
        "Of a step done item by item, which (may be left out where only one can be meant)",
    ),
    ("limit", "时限", "The limit"),
    ("cases limit", "最多几行", "How many rows at most"),
    ("messages limit", "最多几行", "How many rows at most"),
    ("tasks limit", "最多几行", "How many rows at most"),
    (
        "of",
        "谁的待办（默认：--as 的人；都没有则全部）",
        "Whose tasks (default: those of --as; without it, all)",
    ),
    ("comment", "意见", "The comment"),
    ("reason", "原因", "The reason"),
    ("person", "人员编号", "The person's staff id"),
    ("text", "内容", "The text"),
    ("key", "这次请求的标识：同一标识只立一件", "The request's key: the same key twice is one case"),
    ("later", "第一步留着以后办", "Leave the first step open"),
    ("ticks", "核对项已完成，可多次", "An item of the checklist is fine; as often as needed"),
    ("fails", "核对项=问题，可多次", "ITEM=REMARK: an item is not fine; as often as needed"),
    ("photos", "照片（JPEG、PNG、WebP、HEIC），可多次", "A photo; as often as needed"),
    ("location", "在哪里：纬度,经度，如 31.23,121.47", "Where it was done: latitude, longitude"),
    ("check_in", "现场张贴的签到码", "The check-in code that hangs on the spot"),
    ("into", "把照片写进这个文件夹", "Write the photos into this folder"),
    ("name", "事件名", "The event's name"),
    ("state", "只看这种状态：open held closed cancelled", "Only in this state: open held closed cancelled"),
    ("owner", "只看有待办属于这个岗位或人的", "Only with an open task of this role or person"),
    ("overdue", "只看已超时的", "Only those past a due time"),
    ("after", "从上一页给出的 next 之后继续", "Go on after the `next` of the page before"),
    ("of_case", "只看这件案子的", "Only of this case"),
    (
        "delivery",
        "只看这种状态：waiting held sending sent delivered failed dead dropped",
        "Only in this state: waiting held sending sent delivered failed dead dropped",
    ),
    ("id", "消息编号", "The message's number"),
    ("to", "每个渠道给此人发一条试验消息", "Send this person one message by each channel"),
    ("keep", "把演示的文件夹留在这里", "Keep the demo's folder here"),
];

const INTRO: (&str, &str) = (
    "管家 · 让物业手册自己运转：盯时限、催办、升级、留痕",
    "Steward · an operations handbook that runs itself: limits watched, people told, everything on record",
);

const FIRST: (&str, &str) = (
    "先看演示：steward demo\n新建手册：steward init handbook && steward --dir handbook check\n每个命令都有例子：steward open --help",
    "See it at work:   steward demo\nA new handbook:   steward init handbook && steward --dir handbook check\nEvery command has an example:   steward open --help",
);

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The command line with all its words in one language.
pub(crate) fn in_words(command: Command, lang: Lang) -> Command {
    let say = |zh, en| pick(lang, zh, en);
    let template = say(
        "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
    );
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .about(say(INTRO.0, INTRO.1))
        .after_help(say(FIRST.0, FIRST.1))
        .subcommand_help_heading(say("命令", "Commands"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true))
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version))
        .help_template(template);
    command = command.mut_args(|arg| described(arg, lang, say("通用选项", "Global options"), ""));
    for name in names {
        command = command.mut_subcommand(name, |sub| one(sub, lang, template));
    }
    command
}

fn one(command: Command, lang: Lang, template: &'static str) -> Command {
    let say = |zh, en| pick(lang, zh, en);
    let inner: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let Some(&(name, zh, en, examples)) = ABOUT.iter().find(|about| about.0 == command.get_name()) else {
        return command;
    };
    let examples: Vec<String> = examples.iter().map(|line| format!("  {line}")).collect();
    let mut command = command
        .about(say(zh, en))
        .after_help(format!("{}\n{}", say("例：", "Examples:"), examples.join("\n")))
        .subcommand_help_heading(say("命令", "Commands"))
        .help_template(template);
    command = command.mut_args(|arg| {
        let heading = match arg.is_positional() {
            true => say("参数", "Arguments"),
            false => say("选项", "Options"),
        };
        described(arg, lang, heading, name)
    });
    for name in inner {
        command = command.mut_subcommand(name, |sub| one(sub, lang, template));
    }
    command
}

fn described(arg: Arg, lang: Lang, heading: &'static str, command: &str) -> Arg {
    let called = |wanted: &str| ARGUMENTS.iter().find(|(name, ..)| *name == wanted);
    let id = arg.get_id().as_str();
    let words = called(&format!("{command} {id}")).or_else(|| called(id)).map(|(_, zh, en)| (*zh, *en));
    let takes_value = arg.get_action().takes_values();
    let arg = arg.help_heading(heading).hide_possible_values(takes_value).hide_env(true);
    match words {
        Some((zh, en)) => arg.help(pick(lang, zh, en)),
        None => arg,
    }
}

#[cfg(test)]
mod tests;
