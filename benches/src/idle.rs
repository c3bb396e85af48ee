//! What it costs to do nothing: a program that serves a store where nothing is due, in a process of
//! its own so that nobody else's work is counted.

use crate::figure::{Figure, Wanted};
use crate::house;
use crate::progress;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use steward_service::{SystemClock, serve};

/// The word by which this program is asked to stand idle on a store.
pub(crate) const STAND: &str = "stand-idle";

/// How long it is watched.
const WATCHED: Duration = Duration::from_secs(10);

/// It is watched once it has settled.
const SETTLING: Duration = Duration::from_secs(2);

/// The kernel counts a process's time in these, whatever the machine.
const TICKS_A_SECOND: f64 = 100.0;

/// Two ticks: as fine as the kernel tells.
const INDISTINGUISHABLE: f64 = 20.0;

/// Watches a program on this store, and one on an empty store.
pub(crate) fn measure(crowded: &Path, folder: &Path) -> Result<Vec<Figure>> {
    progress("standing idle with a million open cases, then with none");
    let (crowded, empty) = (watch(crowded)?, watch(&folder.join("empty.db"))?);
    let figure = |name: &str, key: &str, unit, wanted| -> Result<Figure> {
        let of = |told: &Value| told[key].as_f64().with_context(|| format!("no {key} was told"));
        Ok(Figure { name: name.to_owned(), value: of(&crowded)?, unit, floor: Some(of(&empty)?), wanted })
    };
    let wanted = Some(Wanted::Within(INDISTINGUISHABLE));
    Ok(vec![
        figure("idle-cpu-in-10-s-with-1000000-cases", "cpu", "ms", wanted)?,
        figure("idle-memory-with-1000000-cases", "memory", "MiB", None)?,
    ])
}

fn watch(store: &Path) -> Result<Value> {
    let output = Command::new(std::env::current_exe()?)
        .args([STAND.as_ref(), store.as_os_str()])
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the idle process ended with {}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Serves a store where nothing is due, and tells what that cost.
pub(crate) async fn stand_idle(store: &Path) -> Result<Value> {
    let service = house::service(store, Arc::new(SystemClock::new()), Vec::new())?;
    let mut serving = serve(&service);
    serving.ready().await;
    tokio::time::sleep(SETTLING).await;
    let before = cpu()?;
    tokio::time::sleep(WATCHED).await;
    let told = json!({ "cpu": cpu()? - before, "memory": memory()? });
    serving.stop().await;
    Ok(told)
}

/// The processor time this process has used, in milliseconds.
fn cpu() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("there is no /proc to ask")?;
    // The name in brackets may hold anything; behind it, user and system time are the 12th and 13th.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    let ticks = ticks(11).zip(ticks(12)).context("/proc/self/stat can't be understood")?;
    Ok((ticks.0 + ticks.1) * 1000.0 / TICKS_A_SECOND)
}

/// The memory this process holds, in MiB.
fn memory() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kib.context("/proc/self/status can't be understood")? / 1024.0)
}
