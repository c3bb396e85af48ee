//! `steward serve`: judges what is due and delivers what is waiting, until it is told to stop. A
//! changed handbook is taken as it goes.

mod changes;

use crate::book::{self, Book};
use crate::folder::unwritable;
use crate::lock::Lock;
use crate::office::{open_store, store_path};
use crate::options::Global;
use crate::output::{Done, Output, Problem, Status, Verdict};
use crate::stop::Stop;
use changes::Present;
use std::path::Path;
use std::sync::Arc;
use steward_model::{Handbook, Lang, Text};
use steward_notifiers::{Terms, notifiers};
use steward_ports::Notifier;
use steward_service::{Service, SystemClock, serve};
use steward_store::AlbumFolder;
use tracing_subscriber::EnvFilter;

/// The variable that says what goes to the log: `debug`, `steward_service=trace`.
const LOG: &str = "STEWARD_LOG";

pub(crate) fn run(output: &Output, global: &Global) -> Done {
    let reading = book::read(global)?;
    if reading.errors().next().is_some() {
        let page =
            steward_language::render::text(&reading.findings, &reading.files, output.lang, output.color);
        output.complain(page);
        output.complain(
            output.pick("手册有错误，没有开始运行", "the handbook has errors; nothing was started"),
        );
        return Ok(Verdict::Found);
    }
    let book = reading.sound()?;
    log_to_stderr()?;
    let path = store_path(&book, global)?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    }
    // Held until the end of this function, whichever way it ends.
    let _lock = Lock::take(&path)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::new(Status::Outside, "no-runtime", Text::plain(error.to_string())))?;
    runtime.block_on(until_stopped(output, book, &path))
}

async fn until_stopped(output: &Output, book: Book, path: &Path) -> Done {
    // Listened for before it is said that all is ready, so that no wish to stop is lost.
    let mut stop = Stop::listen()?;
    let store = Arc::new(open_store(path)?);
    let album = Arc::new(AlbumFolder::beside(path));
    let channels = channels(&book.handbook, &book.folder);
    let names: Vec<&str> = channels.iter().map(|channel| channel.name()).collect();
    let names = if names.is_empty() { output.pick("无", "none").to_owned() } else { names.join(", ") };
    let Book { handbook, rules, folder, files } = book;
    let present = Present { folder, files, store: handbook.organisation.store.clone() };
    let clock = Arc::new(SystemClock::new());
    let service = Arc::new(Service::new(Arc::new(handbook), Arc::new(rules), store, album, clock, channels));
    let mut serving = serve(&service);
    let ready = tokio::select! {
        () = serving.ready() => true,
        _ = stop.asked() => false,
    };
    if ready {
        let (shown, process) = (path.display(), std::process::id());
        output.line(match output.lang {
            Lang::Zh => format!("ready  存储 {shown}，渠道 {names}，进程 {process}"),
            Lang::En => format!("ready  store {shown}, channels {names}, process {process}"),
        });
        changes::follow(*output, &service, present);
        tokio::select! {
            signal = stop.asked() => tracing::info!("stopping on {signal}: what is being sent may end"),
            why = serving.broke() => return Err(broke(&why)),
        }
    }
    serving.stop().await;
    tracing::info!("stopped");
    Ok(Verdict::Well)
}

/// The channels that can be used; what keeps others from it is logged.
fn channels(handbook: &Handbook, folder: &Path) -> Vec<Arc<dyn Notifier>> {
    let channels = notifiers(&handbook.organisation, folder, &Terms::usual());
    for broken in &channels.broken {
        tracing::warn!(
            channel = broken.channel.word(),
            "{} can't be used, so its messages wait: {}; {}",
            broken.name,
            broken.text.en,
            broken.help.en
        );
    }
    channels.working
}

fn broke(why: &str) -> Problem {
    let text = Text::new(format!("引擎意外停止：{why}"), format!("the engine stopped by itself: {why}"));
    Problem::new(Status::Outside, "broke", text)
}

fn log_to_stderr() -> Result<(), Problem> {
    let wanted = std::env::var(LOG).unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::try_new(&wanted).map_err(|error| {
        Problem::words(
            "bad-log",
            format!("看不懂 {LOG}={wanted}：{error}"),
            format!("{LOG}={wanted} can't be understood: {error}"),
        )
    })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    Ok(())
}
