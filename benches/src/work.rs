//! Work at the desk: cases opened and steps done a second, each answered once its commit is on disk.

use crate::figure::{Figure, Wanted, median};
use crate::floor::Hand;
use crate::house::{self, STEPS};
use crate::progress;
use crate::script::{Reader, Renamed, Tables, Written};
use anyhow::{Context as _, Result};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use steward_case::CaseId;
use steward_service::Service;
use steward_store::SqliteStore;
use steward_time::Timestamp;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

/// Each round measures everything once, one after the other, so that what else the machine does
/// falls on all alike.
const ROUNDS: usize = 7;

/// Callers, and how many cases they work on together in a round.
const CALLERS: [(usize, usize); 3] = [(1, 300), (8, 800), (64, 1600)];

/// How many cases are written by hand in a round.
const BY_HAND: usize = 300;

/// Starts and completions a second.
#[derive(Clone, Copy)]
struct Rate {
    starts: f64,
    completions: f64,
}

pub(crate) fn measure(runtime: &Runtime, folder: &Path) -> Result<Vec<Figure>> {
    let now = Timestamp::from_second(Timestamp::now().as_second())?;
    let store = folder.join("work.db");
    let (service, _) = house::quiet_service(&store, now)?;
    let (case, tables, script) = runtime.block_on(one_case(&service, &store))?;
    let floor = folder.join("work-floor.db");
    drop(SqliteStore::open(&floor)?);
    let hand = Hand::open(&floor, &tables)?;
    let mut by_hand = Vec::new();
    let mut rates = CALLERS.map(|_| Vec::new());
    for round in 0..ROUNDS {
        progress(&format!("work at the desk, round {} of {ROUNDS}", round + 1));
        let cases = round * BY_HAND..(round + 1) * BY_HAND;
        let cases: Vec<Vec<Written>> = cases
            .map(|number| {
                let to = format!("riverside-repair-h{number}");
                let seq = i64::try_from(number)? + 1;
                let renamed =
                    Renamed { tables: &tables, from: case.as_str(), to: &to, seq, state: "waiting" };
                script.iter().map(|written| renamed.rows(written)).collect()
            })
            .collect::<Result<_>>()?;
        by_hand.push(write_by_hand(&hand, &cases)?);
        for ((callers, cases), rates) in CALLERS.into_iter().zip(&mut rates) {
            rates.push(runtime.block_on(work(&service, callers, cases))?);
        }
    }
    let middle = |of: &[Rate], rate: fn(&Rate) -> f64| median(of.iter().map(rate).collect());
    let kinds = [
        ("starts", "starts/s", (|rate| rate.starts) as fn(&Rate) -> f64),
        ("completions", "completions/s", |rate| rate.completions),
    ];
    let mut figures = Vec::new();
    for (name, unit, rate) in kinds {
        for ((callers, _), rates) in CALLERS.into_iter().zip(&rates) {
            let wanted = match callers {
                1 => Some(Wanted::AtLeast(0.7)),
                64 => Some(Wanted::AtLeast(3.0)),
                _ => None,
            };
            let floor = Some(middle(&by_hand, rate));
            figures.push(Figure {
                name: format!("{name}-{callers}-callers"),
                value: middle(rates, rate),
                unit,
                floor,
                wanted,
            });
        }
    }
    Ok(figures)
}

/// Works through one case and reads what each commit wrote.
async fn one_case(service: &Service, store: &Path) -> Result<(CaseId, Tables, Vec<Written>)> {
    let case = house::open(service).await?;
    let mut reader = Reader::new(store, &case)?;
    let mut script = vec![reader.written()?];
    for step in STEPS {
        house::complete(service, &case, step).await?;
        script.push(reader.written()?);
    }
    Ok((case, reader.tables, script))
}

fn write_by_hand(hand: &Hand, cases: &[Vec<Written>]) -> Result<Rate> {
    let began = Instant::now();
    for case in cases {
        hand.write(case.first().context("a case without an opening")?, true)?;
    }
    let starts = cases.len() as f64 / began.elapsed().as_secs_f64();
    let began = Instant::now();
    for case in cases {
        for written in &case[1..] {
            hand.write(written, false)?;
        }
    }
    let completions = (cases.len() * STEPS.len()) as f64 / began.elapsed().as_secs_f64();
    Ok(Rate { starts, completions })
}

/// So many callers open cases, then do every step of them; each waits for its answer before it
/// goes on.
async fn work(service: &Arc<Service>, callers: usize, cases: usize) -> Result<Rate> {
    let each = cases / callers;
    let began = Instant::now();
    let mut opening = JoinSet::new();
    for _ in 0..callers {
        let service = service.clone();
        opening.spawn(async move {
            let mut opened = Vec::with_capacity(each);
            for _ in 0..each {
                opened.push(house::open(&service).await?);
            }
            anyhow::Ok(opened)
        });
    }
    let opened = opening.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    let starts = (each * callers) as f64 / began.elapsed().as_secs_f64();
    let began = Instant::now();
    let mut working = JoinSet::new();
    for cases in opened {
        let service = service.clone();
        working.spawn(async move {
            for case in cases {
                for step in STEPS {
                    house::complete(&service, &case, step).await?;
                }
            }
            anyhow::Ok(())
        });
    }
    working.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    let completions = (each * callers * STEPS.len()) as f64 / began.elapsed().as_secs_f64();
    Ok(Rate { starts, completions })
}
