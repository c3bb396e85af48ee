//! The sweep: a thousand cases fall due among ten thousand, a hundred thousand, a million open ones.
//!
//! What is timed is a start of the service at the moment they are due, until it says that everything
//! due is judged and on disk. No message is sent meanwhile: the channel takes a few and never answers.

use crate::crowd::{DUE, MOMENTS, Pattern, milliseconds};
use crate::figure::{Figure, Wanted, median};
use crate::floor::Hand;
use crate::{house, idle, progress};
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use std::time::Instant;
use steward_ports::Store as _;
use steward_service::serve;
use steward_store::SqliteStore;
use steward_time::Timestamp;
use tokio::runtime::Runtime;

/// How many cases are open.
const AMONG: [usize; 3] = [10_000, 100_000, 1_000_000];

/// One store, and what was measured on it.
struct Crowd {
    cases: usize,
    store: PathBuf,
    swept: Vec<f64>,
    by_hand: Vec<f64>,
}

pub(crate) fn measure(runtime: &Runtime, folder: &Path) -> Result<Vec<Figure>> {
    let pattern = runtime.block_on(Pattern::make(folder))?;
    let mut crowds = Vec::new();
    for cases in AMONG {
        progress(&format!("filling a store with {cases} open cases"));
        let store = folder.join(format!("crowd-{cases}.db"));
        pattern.fill(&store, cases)?;
        crowds.push(Crowd { cases, store, swept: Vec::new(), by_hand: Vec::new() });
    }
    let mut figures = Vec::new();
    if let Some(most) = crowds.last() {
        // Before anything is due, and while nothing waits to be sent.
        figures.extend(idle::measure(&most.store, folder)?);
    }
    for moment in 0..MOMENTS {
        progress(&format!("the sweep, round {} of {MOMENTS}", moment + 1));
        for crowd in &mut crowds {
            let by_hand = by_hand(&pattern, crowd, moment)?;
            crowd.by_hand.push(by_hand);
            let due = pattern.moments[moment].due;
            crowd.swept.push(runtime.block_on(sweep(&crowd.store, due))?);
        }
    }
    let middle: Vec<f64> = crowds.iter().map(|crowd| median(crowd.swept.clone())).collect();
    for (crowd, swept) in crowds.iter().zip(&middle) {
        figures.push(Figure {
            name: format!("sweep-of-{DUE}-among-{}", crowd.cases),
            value: *swept,
            unit: "ms",
            floor: Some(median(crowd.by_hand.clone())),
            wanted: Some(Wanted::AtMost(0.5)).filter(|_| crowd.cases == 1_000_000),
        });
    }
    if let [among_few, .., among_most] = middle[..] {
        figures.push(Figure {
            name: "sweep-among-1000000-beside-10000".to_owned(),
            value: among_most,
            unit: "ms",
            floor: Some(among_few),
            wanted: Some(Wanted::AtMost(1.2)),
        });
    }
    Ok(figures)
}

/// The rows of as many judgements, written by hand with one commit each.
fn by_hand(pattern: &Pattern, crowd: &Crowd, moment: usize) -> Result<f64> {
    let rows = pattern.by_hand(moment, crowd.cases)?;
    ensure!(rows.len() == DUE, "{} cases to judge by hand instead of {DUE}", rows.len());
    let hand = Hand::open(&crowd.store, &pattern.tables)?;
    let began = Instant::now();
    for written in &rows {
        hand.write(written, false)?;
    }
    Ok(milliseconds(began.elapsed()))
}

/// A start of the service at a moment when cases are due, until they are judged.
async fn sweep(path: &Path, due: Timestamp) -> Result<f64> {
    let (service, _) = house::quiet_service(path, due)?;
    let store = SqliteStore::open(path)?;
    let limit = u32::try_from(2 * DUE)?;
    let before = store.due(due, limit).await?.len();
    ensure!(before == DUE, "{before} cases are due instead of {DUE}");
    let began = Instant::now();
    let mut serving = serve(&service);
    serving.ready().await;
    let took = milliseconds(began.elapsed());
    drop(serving);
    ensure!(store.due(due, limit).await?.is_empty(), "the sweep has left cases due");
    Ok(took)
}
