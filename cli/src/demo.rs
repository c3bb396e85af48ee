//! `steward demo`: a complaint from opening to archive, on a fresh store, through real SMTP and a
//! signed SMS API to peers on this machine, with a clock that begins on a fixed Monday morning and
//! runs sixty times fast.

mod act;
mod clock;
mod mail;
mod stage;
mod story;
mod teller;

use crate::office::denied;
use crate::output::{Done, Output, Paint, Problem, Status, Verdict};
use crate::stop::Stop;
use stage::Stage;
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::Path;
use steward_case::CaseId;
use steward_model::{Lang, StaffId, Text};
use steward_service::{Serving, serve};
use story::Story;
use teller::Teller;

/// Who takes the complaint, and where.
const DESK: &str = "wang.li";
const ESTATE: &str = "riverside";
const WORKFLOW: &str = "complaint";

pub(crate) fn run(output: &Output, keep: Option<&Path>) -> Done {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::new(Status::Outside, "no-runtime", Text::plain(error.to_string())))?;
    let done = runtime.block_on(perform(output, keep));
    // A terminal that is still being read from must not keep the program from ending.
    runtime.shutdown_background();
    done
}

async fn perform(output: &Output, keep: Option<&Path>) -> Done {
    let mut stop = Stop::listen()?;
    let stage = stage::set(keep, output.lang).await?;
    let (Some(estate), Some(standard)) =
        (stage.handbook.estates.get(ESTATE), stage.handbook.workflows.get(WORKFLOW))
    else {
        unreachable!("the shipped handbook has both");
    };
    let Ok(workflow) = stage.handbook.at(&estate.id, standard) else {
        unreachable!("the shipped handbook has both");
    };
    let (mails, messages) = (stage.mail.subscribe(), stage.sms.subscribe());
    let mut serving = serve(&stage.service);
    serving.ready().await;
    introduce(output, &stage, keep);
    let case = open(&stage, output).await?;
    if let Some(keep) = keep {
        suggest(output, keep, &case);
    }
    let teller = Teller::new(output, &stage, case.clone(), workflow, estate);
    let story = Story { output, stage: &stage, case };
    let played = tokio::select! {
        played = act_out(&story) => Some(played),
        () = teller.tell(mails, messages) => None,
        _ = stop.asked() => None,
    };
    teller.record().await;
    let over = matches!(played, Some(Ok(())));
    sum_up(output, &teller, keep, over);
    leave(serving, &mut stop).await;
    played.unwrap_or(Ok(())).map(|()| Verdict::Well)
}

async fn act_out(story: &Story<'_>) -> Result<(), Problem> {
    match std::io::stdin().is_terminal() {
        true => story.take_part().await,
        false => story.play().await,
    }
}

/// Stops; who is in a hurry asks a second time.
async fn leave(serving: Serving, stop: &mut Stop) {
    tokio::select! {
        () = serving.stop() => {}
        _ = stop.asked() => {}
    }
}

async fn open(stage: &Stage, output: &Output) -> Result<CaseId, Problem> {
    let fields = [
        ("complainant", output.pick("李先生/13900002222", "Mr Li/13900002222")),
        ("channel", "phone"),
        ("what", output.pick("三号电梯困人二十分钟", "Trapped in lift 3 for twenty minutes")),
        ("severity", "major"),
        ("department", "engineering"),
    ];
    let texts: BTreeMap<String, String> =
        fields.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let desk = stage.service.desk(&StaffId::new(DESK)).map_err(denied)?;
    let opened = desk.open(WORKFLOW, ESTATE, &texts, None, false).await.map_err(denied)?;
    Ok(opened.case)
}

fn introduce(output: &Output, stage: &Stage, keep: Option<&Path>) {
    let speed = stage::SPEED;
    let lines = match output.lang {
        Lang::Zh => [
            "管家演示：滨江花园的一件重大投诉，从立案到归档。".to_owned(),
            format!("时钟从周一 09:00 起走，快 {speed} 倍：一分钟只要一秒。首次响应限 30 分钟。"),
            format!(
                "邮件经 {} 的 SMTP，短信经 {} 的签名接口，都只到本机。",
                stage.mail.url(),
                stage.sms.url()
            ),
        ],
        Lang::En => [
            "Steward's demo: a major complaint at Riverside Gardens, from opening to archive.".to_owned(),
            format!(
                "The clock begins on Monday 09:00 and runs {speed} times fast: a minute takes a second. The first response is due in 30 minutes."
            ),
            format!(
                "Mail goes by SMTP to {}, text messages by a signed API to {}; neither leaves this machine.",
                stage.mail.url(),
                stage.sms.url()
            ),
        ],
    };
    output.line(output.paint(Paint::Bold, &lines[0]));
    lines[1..].iter().for_each(|line| output.line(line));
    if keep.is_some() {
        output.line(format!("{} {}", output.pick("文件夹：", "Folder:"), stage.folder.display()));
    }
    output.line("");
}

/// What to look at from another terminal meanwhile. Looking only: a command's own clock is not the
/// demo's.
fn suggest(output: &Output, keep: &Path, case: &CaseId) {
    output.line(output.pick("在另一个终端里可以看：", "To look at from another terminal:"));
    for command in [format!("show {case}"), format!("why {case}"), format!("messages --case {case}")] {
        output.line(format!("  steward --dir {} {command}", keep.display()));
    }
    output.line("");
}

fn sum_up(output: &Output, teller: &Teller<'_>, keep: Option<&Path>, over: bool) {
    let (mails, messages) = teller.arrived();
    output.line("");
    output.line(match (output.lang, over) {
        (Lang::Zh, true) => format!("演示到此为止：{mails} 封邮件、{messages} 条短信真的送到了。"),
        (Lang::En, true) => {
            format!("That is the demo: {mails} mails and {messages} text messages really arrived.")
        }
        (Lang::Zh, false) => format!("演示停下了：{mails} 封邮件、{messages} 条短信送到了。"),
        (Lang::En, false) => {
            format!("The demo was stopped: {mails} mails and {messages} text messages arrived.")
        }
    });
    match keep {
        Some(keep) => {
            output.line(format!("{} {}", output.pick("都留在", "All of it is kept in"), keep.display()))
        }
        None => output.line(output.pick(
            "想留下来细看：steward demo --keep DIR",
            "To keep it for a closer look: steward demo --keep DIR",
        )),
    }
}
