//! What is shown with a step, so that others can see that it was done and where: whether it is all
//! that the step asks for, and what of it is on the record.
//!
//! What was not asked for is refused rather than kept: where somebody was is nobody's business unless
//! the process says so. A code leaves no trace but the zone it belongs to. A wrong one is refused, and the
//! record keeps that it was tried, so that nobody guesses at leisure. A photo that was handed in before is
//! taken, and the record says where it was.

use crate::judge::shown;
use crate::turn::{Fact, Turn};
use crate::{CaseId, Change, Event, Refusal, What};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::evidence::{listed, photos};
use steward_model::{
    CheckInCode, CodeAt, Evidence, FieldId, Location, Photo, PhotoHash, StaffId, Step, StepId, Text, Value,
    ZoneId,
};
use steward_time::Timestamp;

/// So many wrong codes one person may send with a step while they count.
pub(crate) const MOST_WRONG_CODES: usize = 5;

/// A wrong code counts for so many minutes. That leaves a slip of the finger unpunished and a guesser five
/// hundred tries a day, each of them on the record.
pub(crate) const WRONG_CODES_WITHIN: i64 = 15;

/// Whether a wrong code of that moment still counts.
pub(crate) fn is_recent(tried: Timestamp, now: Timestamp) -> bool {
    now.as_second() - tried.as_second() < WRONG_CODES_WITHIN * 60
}

/// What somebody shows with a step they send.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Given {
    /// Photos. The same one twice counts once.
    pub photos: Vec<Photo>,
    /// Where they are.
    pub location: Option<Location>,
    /// The code they read at the zone.
    pub code: Option<CheckInCode>,
    /// Which of the photos were handed in before, as far as whoever carries the command knows.
    pub earlier: Vec<Earlier>,
}

/// Where a photo was handed in first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// The photo.
    pub photo: PhotoHash,
    /// The case.
    pub case: CaseId,
    /// The step.
    pub step: StepId,
    /// When.
    pub at: Timestamp,
}

/// What was shown once, as the record has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exhibit {
    /// The step.
    pub step: StepId,
    /// Its round.
    pub round: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<StaffId>,
    /// The photos.
    pub photos: Vec<Photo>,
    /// Where it was.
    pub location: Option<Location>,
    /// The zone whose code was shown.
    pub zone: Option<ZoneId>,
    /// Which of the photos were handed in before.
    pub earlier: Vec<Earlier>,
}

/// All that was shown in a case, in the order in which it was.
pub fn exhibits<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Exhibit> {
    let (mut found, mut rounds, mut before) = (Vec::new(), BTreeMap::new(), Vec::new());
    for event in events {
        for change in &event.changes {
            match change {
                Change::Round { step, round, .. } => _ = rounds.insert(step.clone(), *round),
                // Noted just before the sending that the photo belongs to.
                Change::ShownBefore { earlier, .. } => before.push(earlier.clone()),
                Change::Shown { step, photos, location, zone } => found.push(Exhibit {
                    step: step.clone(),
                    round: rounds.get(step).copied().unwrap_or(1),
                    at: event.at,
                    by: event.by.clone(),
                    photos: photos.clone(),
                    location: *location,
                    zone: zone.clone(),
                    earlier: std::mem::take(&mut before),
                }),
                _ => {}
            }
        }
    }
    found
}

impl Turn<'_> {
    /// What goes on the record of what was given with a step; `None` where it asks for nothing.
    /// `fields` are those of the form that is sent with it: they may say which zone it is.
    ///
    /// # Errors
    /// What is lacking, all of it; what was not asked for; a code that is not the zone's, or one more after
    /// too many of those.
    pub(crate) fn shown(
        &self,
        step: &Step,
        evidence: &Evidence,
        given: &Given,
        fields: &BTreeMap<FieldId, Value>,
        by: &StaffId,
    ) -> Result<Option<Change>, Refusal> {
        let mut seen = BTreeSet::new();
        let photos: Vec<Photo> =
            given.photos.iter().filter(|photo| seen.insert(&photo.hash)).cloned().collect();
        not_asked(step, evidence, given)?;
        lacking(step, evidence, given, photos.len())?;
        let zone = match (&evidence.code, &given.code) {
            (Some(at), Some(code)) => {
                if let Some(again) = self.codes_again(&step.id, by) {
                    return Err(Refusal::TooManyWrongCodes { step: step.id.clone(), again });
                }
                Some(self.zone_of(step, at, fields, code)?)
            }
            _ => None,
        };
        Ok((!evidence.is_nothing()).then(|| Change::Shown {
            step: step.id.clone(),
            photos,
            location: given.location,
            zone,
        }))
    }

    /// When the next code of a person is compared at a step, as the estate's clocks show it; `None`: now. Of
    /// so many wrong ones the first must count no more.
    fn codes_again(&self, step: &StepId, by: &StaffId) -> Option<String> {
        let counting = self.case.wrong_codes.iter().filter(|wrong| is_recent(wrong.at, self.now));
        let theirs: Vec<_> = counting.filter(|wrong| wrong.step == *step && wrong.by == *by).collect();
        let first = theirs.len().checked_sub(MOST_WRONG_CODES).map(|place| theirs[place].at)?;
        // Clocks are read to the minute, so a minute that has begun is not named yet.
        let minute = (first.as_second() + 59).div_euclid(60);
        let again = Timestamp::from_second((minute + WRONG_CODES_WITHIN) * 60).unwrap_or(Timestamp::MAX);
        Some(shown(again, &self.ctx.estate.zone))
    }

    /// Refuses a step for its wrong code, and puts on the record that it was tried.
    pub(crate) fn refuse_code(&mut self, step: &StepId, by: &StaffId, refusal: Refusal) {
        self.record(
            Fact::new(What::Noted)
                .step(step)
                .by(Some(by))
                .change(Change::WrongCode { step: step.clone(), by: by.clone() }),
        );
        let mut text = Text::new("签到码不对，没有办理", "a wrong check-in code; not done");
        if let Some(again) = self.codes_again(step, by) {
            text = Text::new(
                format!("{}；已输错 {MOST_WRONG_CODES} 次，{again} 起才能再试", text.zh),
                format!("{}; that makes {MOST_WRONG_CODES}, no more before {again}", text.en),
            );
        }
        if let Some(noted) = self.events.last_mut() {
            noted.text = Some(text);
        }
        self.refused = Some(refusal);
    }

    /// Puts on the record which photos of a sending were handed in before.
    pub(crate) fn note_earlier(&mut self, step: &StepId, given: &Given) {
        if given.earlier.is_empty() {
            return;
        }
        let count = given.earlier.len();
        let text = Text::new(
            format!("有 {count} 张照片以前交过，见佐证"),
            format!("photos that were handed in before: {count}, see the evidence"),
        );
        let before = given
            .earlier
            .iter()
            .map(|earlier| Change::ShownBefore { step: step.clone(), earlier: earlier.clone() });
        self.record(Fact::new(What::Noted).step(step).text(Some(text)).changes(before));
    }

    /// The zone whose code this is: the one of the task, or in the field.
    fn zone_of(
        &self,
        step: &Step,
        at: &CodeAt,
        fields: &BTreeMap<FieldId, Value>,
        code: &CheckInCode,
    ) -> Result<ZoneId, Refusal> {
        let id = match at {
            CodeAt::Zone(id) => id,
            CodeAt::Field(field) => match fields.get(field).or_else(|| self.case.fields.get(field)) {
                Some(Value::Zone(id)) => id,
                _ => return Err(Refusal::NoZone { step: step.id.clone(), field: field.clone() }),
            },
            // Only tasks of items are sent.
            CodeAt::Item => return Err(Refusal::NoSuchStep(step.id.clone())),
        };
        let Some(zone) = self.ctx.estate.zone(id) else {
            return Err(self.no_zone_any_more(id, at));
        };
        if zone.check_in() != *code {
            return Err(Refusal::WrongCode { step: step.id.clone(), zone: zone.name.clone() });
        }
        Ok(id.clone())
    }

    fn no_zone_any_more(&self, zone: &ZoneId, at: &CodeAt) -> Refusal {
        let (zh, en) = match at {
            CodeAt::Field(id) => {
                let title = self
                    .ctx
                    .definition
                    .field(id)
                    .map_or_else(|| Text::plain(id.as_str()), |field| field.title.clone());
                (
                    format!("请由上级改字段“{}”（set {id}）", title.zh),
                    format!("one above the owner changes “{}” with `set {id}`", title.en),
                )
            }
            CodeAt::Item | CodeAt::Zone(_) => (
                "请把分区补回项目文件，或由上级取消案件（cancel）".to_owned(),
                "put the zone back into the estate's file, or have one above the owner cancel the case"
                    .to_owned(),
            ),
        };
        let estate = &self.ctx.estate.name;
        Refusal::Unfit(Text::new(
            format!("项目“{}”已经没有分区 {zone}，无法核对签到码；{zh}", estate.zh),
            format!("{} has no zone {zone} any more, so no code can be compared; {en}", estate.en),
        ))
    }
}

/// That nothing is shown which the step does not ask for.
pub(crate) fn not_asked(step: &Step, evidence: &Evidence, given: &Given) -> Result<(), Refusal> {
    let stray = [
        (evidence.photos == 0 && !given.photos.is_empty()).then(|| Text::new("照片", "photos")),
        (!evidence.location && given.location.is_some()).then(|| Text::new("定位", "the location")),
        (evidence.code.is_none() && given.code.is_some()).then(|| Text::new("签到码", "a check-in code")),
    ];
    match listed(stray.into_iter().flatten()) {
        Some(what) => Err(Refusal::EvidenceNotAsked { step: step.id.clone(), what }),
        None => Ok(()),
    }
}

fn lacking(step: &Step, evidence: &Evidence, given: &Given, count: usize) -> Result<(), Refusal> {
    let wanted = usize::try_from(evidence.photos).unwrap_or(usize::MAX);
    let missing = [
        (count < wanted).then(|| {
            let asked = photos(evidence.photos);
            match count {
                0 => asked,
                _ => Text::new(
                    format!("{}（只有 {count} 张）", asked.zh),
                    format!("{} (there are only {count})", asked.en),
                ),
            }
        }),
        (evidence.location && given.location.is_none()).then(|| Text::new("定位", "the location")),
        (evidence.code.is_some() && given.code.is_none())
            .then(|| Text::new("现场签到码", "the check-in code on the spot")),
    ];
    match listed(missing.into_iter().flatten()) {
        Some(what) => Err(Refusal::EvidenceMissing { step: step.id.clone(), what }),
        None => Ok(()),
    }
}
