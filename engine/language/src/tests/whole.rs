//! Handbooks as a whole: what is understood, how findings are shaped, what is pinned.

use super::{ORGANISATION, check, estate, folder, organisation};
use crate::{read, render, reread};
use steward_model::{CalendarId, EstateId, Lang, Owner, StaffId, WorkflowId};

const VISIT: &str = r#"workflow: visit
start: [ { who: [front-desk] } ]
steps:
  - { step: receive, owner: front-desk, within: 10m }
"#;

#[test]
fn the_smallest_organisation_passes() {
    check(&[], "");
}

#[test]
fn a_folder_without_its_first_file_is_no_handbook() {
    let mut folder = folder(&[]);
    folder = folder.iter().filter(|file| &*file.path != "steward.yaml").fold(
        steward_model::Files::new(),
        |mut rest, file| {
            rest.insert(&*file.path, file.bytes.to_vec());
            rest
        },
    );
    let (handbook, findings) = read(&folder);
    assert!(handbook.is_none());
    assert_eq!(
        render::text(&findings, &folder, Lang::Zh, false),
        "错误[no-handbook]: 这个文件夹里没有 steward.yaml\n\
         --> steward.yaml\n \
         = 建议: 到手册所在的文件夹里运行，或用 `steward init` 新建一份手册\n"
    );
}

#[test]
fn two_first_files_are_one_too_many() {
    check(
        &[("steward.yml", ORGANISATION)],
        r#"
error[second-file]: there is a steward.yaml as well as a steward.yml
 --> steward.yml:1:1
  |
1 | organisation: 江南物业
  | ^
  |
  = help: keep steward.yaml and delete the other
"#,
    );
}

#[test]
fn files_outside_the_rooms_are_none_of_its_business() {
    check(&[("README.md", "# ："), ("docs/notes.yaml", "a: [")], "");
}

#[test]
fn staff_above_the_estates_works_where_it_says() {
    let staff =
        |line: &str| ORGANISATION.replace("  - { id: xu.min", &format!("  - {line}\n  - {{ id: xu.min"));
    let works = |line: &str| {
        let folder = folder(&[
            ("steward.yaml", &staff(line)),
            ("estates/hillside.yaml", "estate: hillside\nregion: west\n"),
        ]);
        let handbook = read(&folder).0.expect("a handbook");
        let at =
            |estate: &str| handbook.estates[&EstateId::new(estate)].person(&StaffId::new("chen")).is_some();
        (at("riverside"), at("hillside"))
    };
    let email = "email: chen@example.com";
    assert_eq!(works(&format!("{{ id: chen, name: 陈, {email} }}")), (true, true));
    assert_eq!(works(&format!("{{ id: chen, name: 陈, regions: [west], {email} }}")), (false, true));
    assert_eq!(works(&format!("{{ id: chen, name: 陈, estates: [滨江花园], {email} }}")), (true, false));
}

#[test]
fn an_estate_maps_a_calendar_once() {
    let hours = "hours:\n  mon-fri: [\"08:30-17:30\"]\n";
    let folder = folder(&[
        ("calendars/desk.yaml", &format!("calendar: desk\n{hours}")),
        ("calendars/business.yaml", &format!("calendar: business\n{hours}")),
        ("estates/riverside.yaml", &estate("region: east", "calendars: { desk: always, business: desk }")),
    ]);
    let (handbook, findings) = read(&folder);
    assert_eq!(findings, []);
    let handbook = handbook.expect("a handbook");
    let estate = &handbook.estates[&EstateId::new("riverside")];
    let sunday = "2026-03-01T04:00:00Z".parse().expect("an instant");
    let open = |calendar: &str| estate.calendar(&CalendarId::new(calendar)).expect("known").is_open(sunday);
    assert!(open("desk"));
    assert!(!open("business"));
}

#[test]
fn a_circle_of_superiors_is_opened_so_that_climbing_ends() {
    let circle = organisation("{ title: 集团品质部 }", "{ title: 集团品质部, superior: front-desk }");
    let handbook = read(&folder(&[("steward.yaml", &circle)])).0.expect("a handbook");
    assert!(handbook.roles.roles.keys().all(|role| handbook.roles.above(role).count() <= 1));
}

#[test]
fn findings_come_by_file_and_place() {
    let folder = folder(&[
        ("steward.yaml", &organisation("superior: group-quality", "superior: nobody, colour: red")),
        ("estates/riverside.yaml", &estate("region: east", "colour: red")),
    ]);
    let places: Vec<_> =
        read(&folder).1.into_iter().map(|finding| (finding.place.file.to_string(), finding.code)).collect();
    let expected = [
        ("estates/riverside.yaml", "unknown-key"),
        ("steward.yaml", "unknown-role"),
        ("steward.yaml", "unknown-key"),
    ];
    assert_eq!(places, expected.map(|(file, code)| (file.to_owned(), code)));
}

#[test]
fn scripts_get_every_key_and_columns_in_characters() {
    let folder = folder(&[("estates/riverside.yaml", &estate("email:", "substitute: xu.mim, email:"))]);
    let findings = read(&folder).1;
    let json = render::json(&findings, &folder, Lang::En);
    let place = serde_json::json!({
        "file": "estates/riverside.yaml", "line": 5, "column": 63, "end_line": 5, "end_column": 69,
    });
    assert_eq!(
        json,
        serde_json::json!({
            "errors": 1,
            "warnings": 0,
            "files": 2,
            "findings": [{
                "code": "unknown-person",
                "severity": "error",
                "message": "`xu.mim` is not the name of a person",
                "help": "did you mean `xu.min`?",
                "place": place,
                "also": [],
                "fix": { "place": place, "with": "xu.min" },
            }],
        })
    );
}

#[test]
fn a_pinned_wording_is_read_again_to_the_same_hash() {
    let (handbook, findings) =
        read(&folder(&[("workflows/visit.yaml", VISIT), ("rules/standard.rhai", "// none\n")]));
    assert_eq!(findings, []);
    let handbook = handbook.expect("a handbook");
    let id = WorkflowId::new("visit");
    let again = reread(&handbook.sources[&id]).expect("a workflow");
    assert_eq!(again.hash, handbook.workflows[&id].hash);
    assert_eq!(again.steps, handbook.workflows[&id].steps);
}

#[test]
fn the_hash_knows_what_is_said_and_not_how_it_is_laid_out() {
    let hash = |text: &str| {
        let handbook = read(&folder(&[("workflows/visit.yaml", text)])).0.expect("a handbook");
        handbook.workflows[&WorkflowId::new("visit")].hash.clone()
    };
    let laid_out = VISIT.replace(
        "{ step: receive, owner: front-desk, within: 10m }",
        "step: 'receive' # first\n    owner: front-desk\n    within: 10m",
    );
    assert_eq!(hash(VISIT), hash(&laid_out));
    assert_ne!(hash(VISIT), hash(&VISIT.replace("10m", "20m")));
}

#[test]
fn surroundings_change_with_staff_and_not_with_channels() {
    let surroundings =
        |steward: &str| read(&folder(&[("steward.yaml", steward)])).0.expect("a handbook").surroundings;
    let before = surroundings(ORGANISATION);
    assert_eq!(before, surroundings(&format!("{ORGANISATION}store: sqlite:cases.db\n")));
    assert_ne!(before, surroundings(&organisation("徐敏", "徐明")));
}

#[test]
fn a_file_that_cannot_be_read_is_not_told_again_where_its_names_are_used() {
    let folder = folder(&[
        ("calendars/desk.yaml", "calendar: desk\nhours: [\n"),
        ("estates/riverside.yaml", &estate("region: east", "calendars: { desk: always }")),
    ]);
    let codes: Vec<_> = read(&folder).1.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["unclosed-bracket"]);
}

#[test]
fn a_slip_anywhere_is_a_finding_and_never_a_fall() {
    let text = "estate: 滨江 # 花园\nstaff:\n  - { id: li, name: '李', away: [2026-05-01] }\n";
    let slips = ["", "：", "，", "\t", "{", "]", "\"", "\n", " #x", "*", "!", "- ", "\u{feff}"];
    for (at, letter) in text.char_indices() {
        for slip in slips {
            let slipped = format!("{}{slip}{}", &text[..at], &text[at + letter.len_utf8()..]);
            let folder = folder(&[("estates/riverside.yaml", &slipped)]);
            let findings = read(&folder).1;
            let said = render::text(&findings, &folder, Lang::Zh, true);
            assert_eq!(said.is_empty(), findings.is_empty(), "{slipped}");
        }
    }
}

#[test]
fn a_person_called_by_name_is_the_same_person_when_the_estate_is_gone() {
    let by_name = VISIT.replace("owner: front-desk", "owner: 王丽");
    let handbook = read(&folder(&[("workflows/visit.yaml", &by_name)])).0.expect("a handbook");
    let again = reread(&handbook.sources[&WorkflowId::new("visit")]).expect("a workflow");
    assert_eq!(again.steps[0].owner(), Some(&Owner::Staff(StaffId::new("wang.li"))));
}
