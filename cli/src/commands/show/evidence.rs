//! What was shown with the steps of a case: as lines to read, and its photos as files.

use super::heading;
use crate::office::Office;
use crate::output::{Output, Paint, Problem, Status};
use crate::wire::Saved;
use crate::{folder, instants, names::Names, wire};
use std::path::Path;
use steward_case::{Earlier, Exhibit, exhibits};
use steward_model::evidence::{listed, photos};
use steward_model::{Lang, Photo, StepId, Text};
use steward_service::Shown;

/// Writes the photos of a case into a folder. A name says which step and round it belongs to and, by
/// its hash, what is in it: written again, nothing else is overwritten.
pub(super) fn save(office: &Office, shown: &Shown, into: &Path) -> Result<Saved, Problem> {
    folder::make(into)?;
    let mut saved = Saved::new();
    for exhibit in exhibits(&shown.events) {
        for photo in &exhibit.photos {
            if saved.contains_key(&photo.hash) {
                continue;
            }
            let Some(bytes) = office.photo(&shown.case.id, &photo.hash)? else { return Err(gone(photo)) };
            let (hash, end) = (&photo.hash.as_str()[..12], photo.kind.extension());
            let path = into.join(format!("{}-{}-{hash}.{end}", in_a_name(&exhibit.step), exhibit.round));
            folder::write_bytes(&path, &bytes)?;
            saved.insert(photo.hash.clone(), path);
        }
    }
    Ok(saved)
}

/// A step, and its item, as part of a file's name: a text of a list may hold anything.
fn in_a_name(step: &StepId) -> String {
    step.as_str().chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// What steps ask to be shown and what was shown, a line each.
pub(super) fn tell(output: &Output, shown: &Shown, names: &Names<'_>, saved: &Saved) {
    let exhibits = exhibits(&shown.events);
    let asking = shown.workflow.steps.iter().filter(|step| step.is_task() && step.evidence().is_some());
    let rows: Vec<Vec<String>> = asking
        .map(|step| {
            let asked = step.evidence().and_then(|evidence| evidence.text());
            let asked = asked.map_or_else(String::new, |text| text.in_(names.lang).to_owned());
            let given: Vec<&Exhibit> = exhibits.iter().filter(|one| one.step == step.id).collect();
            (step, asked, given)
        })
        .flat_map(|(step, asked, given)| match given.as_slice() {
            [] => vec![vec![step.id.to_string(), asked, String::new(), String::new(), String::new()]],
            given => given.iter().map(|one| cells(one, &asked, shown, names)).collect(),
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    heading(output, "佐证", "Evidence");
    let head = [
        output.pick("步骤", "step"),
        output.pick("要求", "asks for"),
        output.pick("已提交", "shown"),
        output.pick("办理", "by"),
        output.pick("时间", "at"),
    ];
    output.table(&head, &rows);
    for (exhibit, photo) in exhibits.iter().flat_map(|it| it.photos.iter().map(move |photo| (it, photo))) {
        let size = photo.size.div_ceil(1024);
        let place = saved.get(&photo.hash).map(|path| format!("  → {}", path.display()));
        let (name, hash) = (&photo.name, &photo.hash.as_str()[..12]);
        output.line(format!("  {name}  {size} KB  {hash}{}", place.unwrap_or_default()));
        if let Some(earlier) = wire::before(photo, exhibit) {
            let flag = handed_in_before(earlier, shown, names.lang);
            output.line(format!("    {}", output.paint(Paint::Yellow, &flag)));
        }
    }
}

/// Where a photo was handed in before; a case that whoever looks may not see is not named.
fn handed_in_before(earlier: &Earlier, shown: &Shown, lang: Lang) -> String {
    let at = instants::full(earlier.at, &shown.estate.zone, lang);
    let Earlier { case, step, .. } = earlier;
    match (shown.unseen_cases.contains(case), lang) {
        (false, Lang::Zh) => format!("以前交过：{at}，案件 {case}，步骤 {step}"),
        (false, Lang::En) => format!("handed in before: {at}, case {case}, step {step}"),
        (true, Lang::Zh) => format!("以前交过：{at}，在您看不到的案件里"),
        (true, Lang::En) => format!("handed in before: {at}, in a case that you may not see"),
    }
}

fn cells(exhibit: &Exhibit, asked: &str, shown: &Shown, names: &Names<'_>) -> Vec<String> {
    let count = u32::try_from(exhibit.photos.len()).unwrap_or(u32::MAX);
    let photos = (count > 0).then(|| photos(count));
    let place = exhibit.location.map(|place| {
        let place = place.reveal();
        Text::new(format!("定位 {place}"), format!("location {place}"))
    });
    let zone = wire::zone_shown(exhibit, shown).map(|zone| {
        let name = shown.estate.zones.iter().find(|one| one.id.as_str() == zone).map(|one| &one.name);
        let name = name.map_or(zone.as_str(), |name| name.in_(names.lang));
        Text::new(format!("在{name}签到"), format!("checked in at {name}"))
    });
    let given = listed([photos, place, zone].into_iter().flatten());
    vec![
        exhibit.step.to_string(),
        asked.to_owned(),
        given.map_or_else(String::new, |text| text.in_(names.lang).to_owned()),
        exhibit.by.as_ref().map_or_else(String::new, |by| names.person(by).to_owned()),
        instants::full(exhibit.at, &shown.estate.zone, names.lang),
    ]
}

fn gone(photo: &Photo) -> Problem {
    let name = &photo.name;
    Problem::new(
        Status::Outside,
        "photo-gone",
        Text::new(
            format!("照片 {name} 不在存放照片的文件夹里了"),
            format!("the photo {name} is gone from the folder where photos are kept"),
        ),
    )
    .help(Text::new(
        "存放照片的文件夹在数据库旁边，名称以 -photos 结尾，要和数据库一起备份和恢复",
        "that folder lies beside the database, its name ends in -photos, and both are backed up and restored together",
    ))
}
