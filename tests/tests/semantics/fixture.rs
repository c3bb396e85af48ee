//! A small handbook, and a script that is played in it.
//!
//! A script is read from top to bottom. `> 03-02 09:10 ann does note ok=true` is something done (a
//! value's blanks are written `_`, an item that fails `!item`, what is shown `@photo:a`); `> 03-02 12:00`
//! lets time pass;
//! `> 03-02 12:00 shows work` asks. Lines without `>` are what the record says then, all of it, and
//! `= …` is an answer. `> 03-02 09:10 tom in hill-mending-1 does mend` is done in another case, `in last`
//! in the one opened last. Several things done at one instant come one after the other, before what time
//! brings at it.

use std::collections::BTreeMap;
use std::fmt::Write;
use steward_case::{
    Actor, Case, CaseId, Command, Earlier, Event, Given, Refusal, Tally, What, exhibits, report,
};
use steward_model::{
    Bounds, CheckInCode, Estate, Field, FieldId, Files, Handbook, Location, Measure, Photo, PhotoHash,
    PhotoKind, Severity, Standard, StepId, StepKind, Value, Workflow,
};
use steward_sim::{Judges, World};
use steward_time::{Span, Timestamp, civil};

const ORGANISATION: &str = r#"
organisation: Hill
last_resort: quality
time_zone: Asia/Shanghai
language: en
roles:
  clerk:   { title: Clerk, superior: lead }
  lead:    { title: Lead, superior: manager }
  tech:    { title: Technician, superior: manager }
  manager: { title: Manager, superior: quality }
  quality: { title: Quality }
staff:
  - { id: qin, name: Qin, roles: [quality], email: qin@example.com }
"#;

/// Open from 08:30 to 12:00 and from 13:30 to 17:30, Monday to Friday.
const OFFICE: &str = r#"
calendar: office
hours: { mon-fri: ["08:30-12:00", "13:30-17:30"] }
"#;

const ESTATE: &str = r#"
estate: hill
name: Hill
staff:
  - { id: ann, name: Ann, roles: [clerk], email: ann@example.com, phone: "+8613800000001" }
  - { id: bob, name: Bob, roles: [clerk], email: bob@example.com }
  - { id: tom, name: Tom, roles: [tech], phone: "+8613800000002" }
  - { id: tia, name: Tia, roles: [tech], email: tia@example.com }
  - { id: lee, name: Lee, roles: [lead], email: lee@example.com, phone: "+8613800000003" }
  - { id: max, name: Max, roles: [manager], email: max@example.com, phone: "+8613800000004" }
"#;

/// A handbook of one workflow at one estate, where 2026-03-02 is a Monday.
pub(crate) struct House {
    files: Files,
}

impl House {
    /// A workflow from its `calendar:` on; clerks and technicians may open it.
    pub(crate) fn of(workflow: &str) -> Self {
        let mut files = Files::new();
        files.insert("steward.yaml", ORGANISATION);
        files.insert("calendars/office.yaml", OFFICE);
        files.insert("estates/hill.yaml", ESTATE);
        let head = "workflow: small\ntitle: Small\nsection: \"0\"\nstart: [ { who: [clerk, tech] } ]\n";
        files.insert("workflows/small.yaml", format!("{head}{workflow}"));
        Self { files }
    }

    /// The same with a file more, or another in its place.
    pub(crate) fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path, text);
        self
    }

    /// The same where `steward.yaml` says more.
    pub(crate) fn organised(self, more: &str) -> Self {
        self.with("steward.yaml", &format!("{ORGANISATION}{more}"))
    }

    /// The same where a person's line says more, such as `away: [2026-03-02]`.
    pub(crate) fn away(self, who: &[(&str, &str)]) -> Self {
        let mut estate = ESTATE.to_owned();
        for (person, more) in who {
            let id = format!("id: {person}, ");
            estate = estate.replace(&id, &format!("{id}{more}, "));
        }
        self.with("estates/hill.yaml", &estate)
    }

    /// The same where roles have shifts: `rosters:` as an estate has them.
    pub(crate) fn on_shift(self, rosters: &str) -> Self {
        self.with("estates/hill.yaml", &format!("{ESTATE}{rosters}"))
    }

    /// Both: some away or otherwise described, and shifts.
    pub(crate) fn away_on_shift(self, who: &[(&str, &str)], rosters: &str) -> Self {
        let away = self.away(who);
        let estate = away.files.iter().find(|file| &*file.path == "estates/hill.yaml");
        let text = estate.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
        away.with("estates/hill.yaml", &format!("{text}{rosters}"))
    }

    /// Codes of what `check` finds, those of warnings too.
    pub(crate) fn findings(&self) -> Vec<&'static str> {
        let (handbook, mut found) = steward_language::read(&self.files);
        if let Some(handbook) = &handbook {
            found.extend(steward_rules::compile(handbook).1);
        }
        found.iter().map(|one| one.code).collect()
    }

    /// The handbook, without any error, and its rules.
    pub(crate) fn read(&self) -> (Handbook, Judges) {
        let (handbook, mut found) = steward_language::read(&self.files);
        let handbook = handbook.expect("steward.yaml can be read");
        let (book, more) = steward_rules::compile(&handbook);
        found.extend(more);
        found.retain(|one| one.severity == Severity::Error);
        let shown = steward_language::render::text(&found, &self.files, steward_model::Lang::En, false);
        assert!(found.is_empty(), "the handbook of this test is not sound:\n{shown}");
        (handbook, book.judges())
    }

    /// Plays each script as a case of its own, and holds what they come to against the figures wanted.
    pub(crate) fn figures(&self, scripts: &[&str], wanted: &str) {
        let (handbook, judges) = self.read();
        let standards = handbook.workflows["small"].standards.iter();
        let mut measured: Vec<(&Measure, Bounds, Tally)> = standards
            .filter_map(Standard::measured)
            .map(|(measure, bounds)| (measure, bounds, Tally::new(measure.clone())))
            .collect();
        for script in scripts {
            let stage = Stage::after(script, &handbook, &judges);
            assert!(!stage.told.contains("refused"), "{}", stage.told);
            measured.iter_mut().for_each(|(_, _, tally)| tally.add(&stage.world.cases[0].case));
        }
        let got = measured.iter().map(|(measure, bounds, tally)| {
            let figure = tally.figure().map_or("-".to_owned(), |figure| figure.normalize().to_string());
            let kept = match tally.figure().and_then(|figure| bounds.hold(figure)) {
                Some(true) => ", kept",
                Some(false) => ", not kept",
                None => "",
            };
            let written = steward_picture::written_measure(measure);
            format!("{written} {figure} of {}, {} running{kept}", tally.of(), tally.running())
        });
        let wanted: Vec<&str> = wanted.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(got.collect::<Vec<_>>(), wanted);
    }

    /// Plays the script, whatever is refused of it, and looks at the cases there are then.
    pub(crate) fn leaves(&self, script: &str, look: impl FnOnce(&World<'_>)) {
        let (handbook, judges) = self.read();
        look(&Stage::after(script, &handbook, &judges).world);
    }

    /// Plays the script and holds the record against it.
    pub(crate) fn goes(&self, script: &str) {
        let (handbook, judges) = self.read();
        let stage = Stage::after(script, &handbook, &judges);
        let wanted: Vec<&str> = script.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let got: Vec<&str> = stage.told.lines().collect();
        if wanted != got {
            let place = wanted.iter().zip(&got).take_while(|(a, b)| a == b).count();
            let or_end = |lines: &[&str]| lines.get(place).map_or("(the end)", |line| *line).to_owned();
            panic!(
                "the record is another\n  expected: {}\n  got:      {}\n\nas it went:\n{}",
                or_end(&wanted),
                or_end(&got),
                stage.told
            );
        }
    }
}

struct Stage<'a> {
    world: World<'a>,
    definition: &'a Workflow,
    estate: &'a Estate,
    opened: bool,
    /// How many events of the record have been written down.
    said: usize,
    told: String,
}

impl<'a> Stage<'a> {
    /// How it stands when all that people do in a script is done.
    fn after(script: &str, handbook: &'a Handbook, judges: &'a Judges) -> Self {
        let estate = &handbook.estates["hill"];
        let definition = &handbook.workflows["small"];
        let world = World::new(handbook, estate, judges, Timestamp::UNIX_EPOCH);
        let mut stage = Stage { world, definition, estate, opened: false, said: 0, told: String::new() };
        for line in script.lines().map(str::trim).filter(|line| line.starts_with('>')) {
            stage.play(line);
        }
        stage.settle();
        for running in &stage.world.cases {
            let replayed = Case::replay(&running.events);
            assert_eq!(replayed.as_ref(), Some(&running.case), "the record is the case");
        }
        stage
    }

    fn play(&mut self, line: &str) {
        let words: Vec<&str> = line.trim_start_matches('>').split_whitespace().collect();
        let at = moment(words[0], words[1]);
        self.world.pass(at);
        self.write_down();
        let _ = writeln!(self.told, "{line}");
        match words[2..] {
            [] => self.settle(),
            ["steps"] => self.steps(),
            ["rounds"] => self.rounds(),
            ["cases"] => self.cases(),
            ["evidence"] => self.evidence(),
            ["record", case] => self.record(case),
            ["shows", limit] => self.shows(limit),
            ["engine", "stops"] => self.world.stopped = true,
            ["engine", "starts"] => self.world.stopped = false,
            [who, ref deed @ ..] => {
                let (place, deed) = match deed {
                    ["in", case, deed @ ..] => (self.place(case), deed),
                    deed => (0, deed),
                };
                let [verb, rest @ ..] = deed else { panic!("this line does nothing: {line}") };
                if let Err(refusal) = self.act(place, who, verb, rest) {
                    let name = format!("{refusal:?}");
                    let name = name.split([' ', '(']).next().unwrap_or_default();
                    let _ = writeln!(self.told, "= refused: {name}");
                }
            }
        }
        self.write_down();
    }

    fn place(&self, case: &str) -> usize {
        if case == "last" {
            return self.world.cases.len() - 1;
        }
        let place = self.world.cases.iter().position(|running| running.case.id.as_str() == case);
        place.unwrap_or_else(|| panic!("there is no case {case}"))
    }

    /// The workflow of a case; before there is any, of those that are opened.
    fn definition(&self, place: usize) -> &'a Workflow {
        self.world.cases.get(place).map_or(self.definition, |running| running.definition)
    }

    fn act(&mut self, place: usize, who: &str, verb: &str, rest: &[&str]) -> Result<(), Refusal> {
        let actor = if who == "engine" { Actor::Engine } else { Actor::Person(who.into()) };
        let command = match (verb, rest) {
            ("opens", rest) => {
                let later = rest.contains(&"later");
                let fields = self.values(0, rest).into_iter().filter_map(|(id, value)| Some((id, value?)));
                self.opened = true;
                return self.world.open(self.definition, who.into(), fields.collect(), later).map(drop);
            }
            ("does", [step, rest @ ..]) => self.complete(place, step, rest),
            ("repeats", [step]) => Command::Repeat((*step).into()),
            ("takes", [step]) => Command::Take((*step).into()),
            ("signs", [step]) => Command::Sign((*step).into()),
            ("approves", [step]) => Command::Approve((*step).into()),
            ("returns", [step]) => Command::Return { step: (*step).into(), comment: "again".to_owned() },
            ("refuses", [step]) => Command::Refuse { step: (*step).into(), comment: "no".to_owned() },
            ("hands", [step, to]) => Command::Hand { step: (*step).into(), to: (*to).into() },
            ("holds", []) => Command::Hold("parts".to_owned()),
            ("resumes", []) => Command::Resume,
            ("cancels", []) => Command::Cancel("twice".to_owned()),
            ("sets", rest) => Command::Set { fields: self.values(place, rest), reason: "news".to_owned() },
            ("extends", [limit, span @ ..]) => Command::Extend {
                limit: (*limit).into(),
                span: Span::parse(&span.join(" ")).expect("a span"),
                reason: "late parts".to_owned(),
            },
            ("excuses", [limit]) => Command::Excuse { limit: (*limit).into(), reason: "storm".to_owned() },
            ("wakes", []) => Command::Wake,
            ("raises", [name]) => {
                return self.world.happen(&(*name).into(), &BTreeMap::new(), None);
            }
            _ => panic!("nobody knows how to do this: {who} {verb} {rest:?}"),
        };
        self.world.act(place, &actor, &command)
    }

    fn complete(&self, place: usize, step: &str, rest: &[&str]) -> Command {
        let written = StepId::new(StepId::new(step).written());
        let items = match self.definition(place).step(&written).map(|step| &step.kind) {
            Some(StepKind::Person { checklist, .. }) => checklist.as_slice(),
            _ => &[],
        };
        let fails = |item: &str| rest.iter().any(|word| word.strip_prefix('!') == Some(item));
        let (failed, ticked): (Vec<_>, Vec<_>) =
            items.iter().map(|item| item.en.clone()).partition(|item| fails(item));
        Command::Complete {
            step: step.into(),
            fields: self
                .values(place, rest)
                .into_iter()
                .filter_map(|(id, value)| Some((id, value?)))
                .collect(),
            ticked,
            failed: failed.into_iter().map(|item| (item, "remark".to_owned())).collect(),
            given: self.given(rest),
        }
    }

    /// What is shown with a step: `@photo:a`, `@at:31.2,121.5`, `@code:K7Q2`; `@earlier:a` is a photo that
    /// was handed in before, in another case.
    fn given(&self, words: &[&str]) -> Given {
        let of =
            |sign: &str| words.iter().filter_map(move |word| word.strip_prefix(sign)).collect::<Vec<_>>();
        let photo = |name: &&str| {
            let mut hash = [0; 32];
            hash[..name.len()].copy_from_slice(name.as_bytes());
            Photo { name: format!("{name}.jpg"), hash: PhotoHash::of(hash), size: 1, kind: PhotoKind::Jpeg }
        };
        let earlier = |photo: PhotoHash| Earlier {
            photo,
            case: CaseId::new("hill-small-0"),
            step: "clean".into(),
            at: Timestamp::UNIX_EPOCH,
        };
        Given {
            photos: of("@photo:").iter().map(photo).collect(),
            location: of("@at:").first().map(|text| Location::parse(text).expect("a location")),
            code: of("@code:").first().map(|text| CheckInCode::new(text)),
            earlier: of("@earlier:").iter().map(|name| earlier(photo(name).hash)).collect(),
        }
    }

    /// All that was shown.
    fn evidence(&mut self) {
        self.settle();
        for exhibit in exhibits(&self.world.cases[0].events) {
            let names = exhibit.photos.iter().map(|photo| photo.name.clone());
            let place = exhibit.location.map(|place| format!("at {}", place.reveal()));
            let zone = exhibit.zone.map(|zone| format!("zone {zone}"));
            let earlier = exhibit.earlier.iter().map(|it| format!("one before at {} {}", it.case, it.step));
            let shown: Vec<String> = names.chain(place).chain(zone).chain(earlier).collect();
            let by = exhibit.by.map_or_else(String::new, |by| by.to_string());
            let _ = writeln!(self.told, "= {} {} by {by}: {}", exhibit.step, exhibit.round, shown.join(", "));
        }
    }

    fn values(&self, place: usize, words: &[&str]) -> BTreeMap<FieldId, Option<Value>> {
        words
            .iter()
            .filter(|word| !word.starts_with('@'))
            .filter_map(|word| word.split_once('='))
            .map(|(name, text)| self.value(place, name, text))
            .collect()
    }

    fn value(&self, place: usize, name: &str, text: &str) -> (FieldId, Option<Value>) {
        let id = FieldId::new(name);
        let field: &Field = self.definition(place).field(&id.written().into()).expect("a field");
        let read = |text: &str| steward_language::parse_value(text, field, self.estate).expect("a value");
        (id, (!text.is_empty()).then(|| read(&text.replace('_', " "))))
    }

    fn settle(&mut self) {
        self.world.settle();
        self.write_down();
    }

    fn steps(&mut self) {
        self.settle();
        let stands = report(&self.world.cases[0].case, self.definition, self.estate, self.world.now);
        let each: Vec<String> = stands
            .steps
            .iter()
            .map(|step| format!("{} {:?}", step.step, step.status).to_lowercase())
            .collect();
        let _ = writeln!(self.told, "= {}", each.join(", "));
    }

    /// Every case of the estate, and what its fields hold.
    fn cases(&mut self) {
        self.settle();
        for running in &self.world.cases {
            let state = format!("{:?}", running.case.state).to_lowercase();
            let fields = running.case.fields.iter().map(|(field, value)| match value {
                Value::Text(text) => format!(" {field}={text}"),
                Value::Choice(choice) => format!(" {field}={choice}"),
                Value::Bool(yes) => format!(" {field}={yes}"),
                Value::Zone(zone) => format!(" {field}={zone}"),
                other => format!(" {field}={other:?}"),
            });
            let fields: String = fields.collect();
            let _ = writeln!(self.told, "= {} {state}{fields}", running.case.id);
        }
    }

    /// The record of another case.
    fn record(&mut self, case: &str) {
        self.settle();
        let lines: Vec<String> =
            self.world.cases[self.place(case)].events.iter().map(|event| self.line(event)).collect();
        for line in lines {
            let _ = writeln!(self.told, "= {line}");
        }
    }

    fn rounds(&mut self) {
        self.settle();
        let case = &self.world.cases[0].case;
        let each: Vec<String> = self
            .definition
            .steps
            .iter()
            .map(|step| format!("{} {}", step.id, case.round(&step.id)))
            .collect();
        let _ = writeln!(self.told, "= {}", each.join(", "));
    }

    fn shows(&mut self, limit: &str) {
        self.settle();
        let stands = report(&self.world.cases[0].case, self.definition, self.estate, self.world.now);
        let mut clocks = stands.limits.iter().filter(|clock| clock.limit.as_str() == limit).peekable();
        if clocks.peek().is_none() {
            let _ = writeln!(self.told, "= {limit} has no clock");
        }
        for clock in clocks {
            let state =
                if clock.paused { "paused".to_owned() } else { format!("{:?}", clock.state).to_lowercase() };
            let round = if clock.round > 1 { format!(" round {}", clock.round) } else { String::new() };
            let due = clock.due.map_or("never".to_owned(), |due| self.shown(due));
            let excused = if clock.excused { ", excused" } else { "" };
            let _ = writeln!(self.told, "= {limit}{round} {state}, due {due}{excused}");
        }
    }

    fn write_down(&mut self) {
        if !self.opened || self.world.cases.is_empty() {
            return;
        }
        let lines: Vec<String> =
            self.world.cases[0].events[self.said..].iter().map(|event| self.line(event)).collect();
        self.said += lines.len();
        for line in lines {
            let _ = writeln!(self.told, "{line}");
        }
    }

    fn shown(&self, at: Timestamp) -> String {
        let at = at.to_zoned(self.estate.zone.clone());
        let seconds = if at.second() == 0 { "" } else { ":%S" };
        at.strftime(&format!("%m-%d %H:%M{seconds}")).to_string()
    }

    /// An event as one line: when, what, about what, at which rung, whom it reached.
    fn line(&self, event: &Event) -> String {
        let mut line = format!("{} {}", self.shown(event.at), event.what.word());
        let judged = matches!(event.what, What::AtRisk | What::Overdue | What::Rung);
        let limit =
            event.limit.as_ref().map(|limit| limit.as_str()).filter(|_| judged || event.step.is_none());
        let step = event.step.as_ref().map(|step| step.as_str());
        if let Some(about) = limit.or(step) {
            let _ = write!(line, " {about}");
        }
        if let Some(rung) = event.rung.as_ref().filter(|_| judged) {
            let _ = write!(line, " @{rung}");
        }
        let to: Vec<&str> = event.to.iter().map(|person| person.as_str()).collect();
        let via: Vec<&str> = event.via.iter().map(|channel| channel.word()).collect();
        match event.what {
            What::Told => drop(write!(line, " → {}({})", to.join(","), via.join(","))),
            _ if judged && event.rung.is_some() => {
                let to = if to.is_empty() { "nobody".to_owned() } else { to.join(",") };
                let via = if via.is_empty() { String::new() } else { format!(" via {}", via.join(",")) };
                let _ = write!(line, " → {to}{via}");
            }
            _ => {}
        }
        if let Some(template) = event.template.as_ref().filter(|_| judged || event.what == What::Told) {
            let _ = write!(line, " {template}");
        }
        if let Some(by) = &event.by {
            let _ = write!(line, " by {by}");
        }
        let says = matches!(event.what, What::Closed | What::Cancelled | What::Noted) || judged;
        if let Some(text) = event.text.as_ref().filter(|_| says) {
            let _ = if judged { write!(line, " ({})", text.en) } else { write!(line, ": {}", text.en) };
        }
        line
    }
}

fn moment(day: &str, clock: &str) -> Timestamp {
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    let local: civil::DateTime = format!("2026-{day}T{clock}{seconds}").parse().expect("a moment");
    local
        .to_zoned(steward_time::TimeZone::get("Asia/Shanghai").expect("a zone"))
        .expect("a moment")
        .timestamp()
}
