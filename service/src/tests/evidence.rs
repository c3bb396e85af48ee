//! Photos, locations and check-in codes, over a real store and a real folder of photos.

use super::support::*;
use crate::{Sending, Upload};
use async_trait::async_trait;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use steward_case::exhibits;
use steward_model::{LARGEST_PHOTO, MOST_PHOTOS, PhotoHash};
use steward_ports::{Album, Store as _, StoreError};
use steward_store::{AlbumFolder, SqliteStore};

const ROUND: &str = "
workflow: round
title: 保洁
start: { who: desk }
fields:
  zone: { type: zone, required: true }
steps:
  - { step: note, title: 登记, owner: desk, form: [zone] }
  - { step: clean, title: { zh: 清洁, en: Clean }, owner: desk, evidence: { photos: 2, location: true, code: zone } }
";

const RIVERSIDE: &str = "
estate: riverside
name: 滨江花园
zones: [ { id: b1, name: 1号楼, code: Kq7-Secret }, { id: b2, name: 2号楼, code: Other-Code } ]
staff:
  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }
  - { id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com }
";

const FILES: [(&str, &str); 2] = [("workflows/round.yaml", ROUND), ("estates/riverside.yaml", RIVERSIDE)];

fn world() -> World {
    World::with(&FILES)
}

async fn opened(world: &World) -> steward_case::CaseId {
    let opened =
        world.desk("wang.li").open("round", "riverside", &fields(&[("zone", "b1")]), None, false).await;
    opened.expect("a case").case
}

fn photo(name: &str, content: &str) -> Upload {
    Upload { name: name.to_owned(), bytes: [b"\xff\xd8\xff\xe0", content.as_bytes()].concat().into() }
}

fn all() -> Sending {
    Sending {
        photos: vec![photo("lobby.jpg", "lobby"), photo("stairs.jpg", "stairs")],
        location: Some("31.2304,121.4737".to_owned()),
        code: Some(" ｋｑ7-secret ".to_owned()),
        ..Sending::default()
    }
}

/// How many photos lie on disk, and whatever else does.
fn kept(world: &World) -> usize {
    fn count(folder: &Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.map(|path: PathBuf| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    count(world.folder.path())
}

async fn refused(world: &World, case: &steward_case::CaseId, sending: Sending) -> (&'static str, String) {
    let done = world.desk("wang.li").complete(case, &"clean".into(), sending).await;
    let refusal = denied(done.expect_err("refused"));
    assert_eq!(world.times(case, "done clean").await, 0);
    assert_eq!(kept(world), 0, "what is refused leaves no photo behind");
    refusal
}

#[tokio::test]
async fn what_is_shown_is_on_the_record_and_the_photos_on_disk() {
    let world = world();
    let case = opened(&world).await;
    world.desk("wang.li").complete(&case, &"clean".into(), all()).await.expect("done");
    assert_eq!(kept(&world), 2);
    let shown = exhibits(&world.store.events(&case).await.expect("a record"));
    let [exhibit] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!(exhibit.location.expect("a location").reveal(), "31.2304,121.4737");
    assert_eq!(exhibit.zone, Some("b1".into()));
    let names: Vec<_> = exhibit.photos.iter().map(|photo| (&*photo.name, photo.size)).collect();
    assert_eq!(names, [("lobby.jpg", 9), ("stairs.jpg", 10)]);
    let desk = world.desk("chen.gang");
    let bytes = desk.photo(&case, &exhibit.photos[1].hash).await.expect("to be seen").expect("a photo");
    assert_eq!(bytes, b"\xff\xd8\xff\xe0stairs");
    assert_eq!(desk.photo(&case, &PhotoHash::of([0; 32])).await.expect("looked"), None);
}

#[tokio::test]
async fn what_is_lacking_is_named_all_of_it_and_what_to_do() {
    let world = world();
    let case = opened(&world).await;
    let (kind, why) = refused(&world, &case, Sending::default()).await;
    assert_eq!(kind, "words");
    assert_eq!(why, "步骤“清洁”（clean）还缺佐证：照片 2 张、定位、现场签到码；补齐后再办理");
    let one = Sending { photos: vec![photo("a.jpg", "a"), photo("b.jpg", "a")], ..all() };
    let (_, why) = refused(&world, &case, one).await;
    assert_eq!(why, "步骤“清洁”（clean）还缺佐证：照片 2 张（只有 1 张）；补齐后再办理");
}

#[tokio::test]
async fn a_wrong_code_is_refused_without_showing_the_right_one() {
    let world = world();
    let case = opened(&world).await;
    for code in ["Other-Code", "b1", "guess"] {
        let (kind, why) = refused(&world, &case, Sending { code: Some(code.to_owned()), ..all() }).await;
        assert_eq!(kind, "refused");
        assert_eq!(why, "这不是“1号楼”现场的签到码，步骤“清洁”（clean）没有办理；请到现场重新扫码");
    }
}

#[tokio::test]
async fn wrong_codes_are_on_disk_so_that_another_program_counts_on() {
    let world = world();
    let case = opened(&world).await;
    let wrong = || Sending { code: Some("guess".to_owned()), ..all() };
    for _ in 0..3 {
        refused(&world, &case, wrong()).await;
    }
    let other = World::over(&FILES, world.store.clone(), at("09:05"));
    for _ in 0..2 {
        refused(&other, &case, wrong()).await;
    }
    assert_eq!(world.times(&case, "noted clean").await, 5);
    // The first still has the case as it left it, and finds on committing that it has moved.
    world.clock.set(at("09:06"));
    let done = world.desk("wang.li").complete(&case, &"clean".into(), all()).await;
    assert_eq!(
        denied(done.expect_err("refused")).1,
        "步骤“清洁”（clean）的签到码，您在 15 分钟内已输错 5 次；请到现场扫码，2026-03-02 09:15 起可以再试"
    );
    assert_eq!(world.times(&case, "noted clean").await, 5, "what was not compared is not on the record");
    world.clock.set(at("09:15"));
    world.desk("wang.li").complete(&case, &"clean".into(), all()).await.expect("done");
}

/// A round that only the manager sees.
const INSPECTION: &str = "
workflow: inspection
title: 暗访
seen_by: [manager]
start: { who: manager }
steps:
  - { step: look, title: 查看, owner: manager, evidence: { photos: 1 } }
";

#[tokio::test]
async fn a_photo_that_was_handed_in_before_is_taken_and_flagged_as_far_as_one_may_see() {
    let world = World::with(&[FILES[0], FILES[1], ("workflows/inspection.yaml", INSPECTION)]);
    let manager = world.desk("chen.gang");
    let inspection = manager.open("inspection", "riverside", &fields(&[]), None, false).await;
    let inspection = inspection.expect("a case").case;
    let lobby = Sending { photos: vec![photo("first.jpg", "lobby")], ..Sending::default() };
    manager.complete(&inspection, &"look".into(), lobby).await.expect("done");
    let round = opened(&world).await;
    world.clock.set(at("10:00"));
    world.desk("wang.li").complete(&round, &"clean".into(), all()).await.expect("it is taken all the same");

    let seen = manager.show(&round).await.expect("a case");
    let shown = exhibits(&seen.events);
    let [earlier] = shown[0].earlier.as_slice() else { panic!("one of them: {shown:?}") };
    assert_eq!((&earlier.case, earlier.step.as_str(), earlier.at), (&inspection, "look", at("09:00")));
    assert_eq!(earlier.photo, shown[0].photos[0].hash);
    assert!(seen.unseen_cases.is_empty());
    let record = world.record(&round).await;
    assert!(record.iter().any(|line| line.contains("noted clean")), "{record:?}");
    let unseen = world.desk("wang.li").show(&round).await.expect("a case").unseen_cases;
    assert_eq!(unseen, [inspection].into());
}

#[tokio::test]
async fn a_code_and_a_location_are_in_no_message_task_or_event_in_words() {
    let world = world();
    let case = opened(&world).await;
    let tasks = world.tasks().await;
    assert_eq!(tasks[0].title.zh, "清洁（佐证：照片 2 张、定位、现场签到码）");
    world.desk("wang.li").complete(&case, &"clean".into(), all()).await.expect("done");
    world.deliver().await;
    let sent = world.mail.take();
    assert!(!sent.is_empty(), "the task was told");
    let events = world.store.events(&case).await.expect("a record");
    let texts = format!("{tasks:?} {sent:?} {events:?}").to_lowercase();
    for secret in ["kq7", "other-code", "31.23", "121.47", "31230400"] {
        assert!(!texts.contains(secret), "{secret} is told somewhere: {texts}");
    }
    assert!(texts.contains("佐证：照片 2 张、定位、现场签到码"), "the mail says what is asked for: {texts}");
}

#[tokio::test]
async fn what_is_no_photo_or_too_large_or_too_many_is_refused() {
    let world = world();
    let case = opened(&world).await;
    let text = Upload { name: "lobby.jpg".to_owned(), bytes: b"%PDF-1.7".as_slice().into() };
    let (kind, why) = refused(&world, &case, Sending { photos: vec![text], ..all() }).await;
    assert_eq!(kind, "words");
    assert_eq!(why, "lobby.jpg 不是照片；请用 JPEG、PNG、WebP 或 HEIC 格式");

    let size = usize::try_from(LARGEST_PHOTO).expect("a size");
    let sized = |size: usize| {
        let mut bytes = vec![0; size];
        bytes[..3].copy_from_slice(b"\xff\xd8\xff");
        Upload { name: "large.jpg".to_owned(), bytes: bytes.into() }
    };
    let (_, why) = refused(&world, &case, Sending { photos: vec![sized(size + 1)], ..all() }).await;
    assert_eq!(why, "large.jpg 太大：一张照片最大 20 MB；请用较低的分辨率");

    let many = |count: usize| (0..count).map(|n| photo("p.jpg", &n.to_string())).collect::<Vec<_>>();
    let (_, why) = refused(&world, &case, Sending { photos: many(MOST_PHOTOS + 1), ..all() }).await;
    assert_eq!(why, "一次最多 20 张照片，这里有 21 张；请挑出最清楚的");

    let mut most = many(MOST_PHOTOS - 1);
    most.push(sized(size));
    let sending = Sending { photos: most, ..all() };
    world.desk("wang.li").complete(&case, &"clean".into(), sending).await.expect("at the limit");
    assert_eq!(kept(&world), MOST_PHOTOS);
}

#[tokio::test]
async fn a_location_that_is_none_is_a_matter_of_words_and_is_not_repeated() {
    let world = world();
    let case = opened(&world).await;
    let (kind, why) = refused(&world, &case, Sending { location: Some("121.5,31.2".into()), ..all() }).await;
    assert_eq!(kind, "words");
    assert!(why.contains("纬度") && !why.contains("121.5"), "{why}");
}

#[tokio::test]
async fn where_photos_can_not_be_kept_the_case_does_not_say_so() {
    let world = world();
    let case = opened(&world).await;
    let place = world.folder.path().join("steward.db-photos");
    std::fs::write(&place, "in the way").expect("written");
    let done = world.desk("wang.li").complete(&case, &"clean".into(), all()).await;
    let (kind, why) = denied(done.expect_err("it can't be kept"));
    assert_eq!(kind, "store");
    assert!(why.contains("案件没有改动"), "{why}");
    assert_eq!(world.times(&case, "done clean").await, 0);
    std::fs::remove_file(&place).expect("out of the way");
    world.desk("wang.li").complete(&case, &"clean".into(), all()).await.expect("tried again");
}

/// An album of a program that is stopped once a photo is kept.
struct StopsOnceKept(AlbumFolder);

#[async_trait]
impl Album for StopsOnceKept {
    fn hash(&self, bytes: &[u8]) -> PhotoHash {
        self.0.hash(bytes)
    }

    async fn keep(&self, bytes: Arc<[u8]>) -> Result<PhotoHash, StoreError> {
        self.0.keep(bytes).await?;
        std::future::pending().await
    }

    async fn read(&self, hash: &PhotoHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.read(hash).await
    }
}

#[tokio::test]
async fn a_stop_between_the_photo_and_the_commit_leaves_a_photo_that_the_next_try_names() {
    let folder = Arc::new(tempfile::tempdir().expect("a folder"));
    let store = Arc::new(SqliteStore::open(&folder.path().join("steward.db")).expect("a store"));
    let stops = Arc::new(StopsOnceKept(album(&folder)));
    let world = World::with_album(&FILES, store.clone(), at("09:00"), folder.clone(), stops);
    let case = opened(&world).await;
    let photos = || std::fs::read_dir(album(&folder).path()).map_or(0, Iterator::count);
    let (desk, step) = (world.desk("wang.li"), "clean".into());
    let mut done = std::pin::pin!(desk.complete(&case, &step, all()));
    while photos() == 0 {
        let soon = std::time::Duration::from_millis(5);
        assert!(tokio::time::timeout(soon, &mut done).await.is_err(), "it is never accepted");
    }
    assert_eq!(world.times(&case, "done clean").await, 0, "no case names what lies there");

    let next = World::with_album(&FILES, store, at("09:01"), folder.clone(), Arc::new(album(&folder)));
    next.desk("wang.li").complete(&case, &step, all()).await.expect("tried again");
    let shown = exhibits(&next.store.events(&case).await.expect("a record"));
    for photo in &shown[0].photos {
        let read = next.desk("wang.li").photo(&case, &photo.hash).await.expect("looked");
        assert!(read.is_some(), "what is named is there");
    }
    assert_eq!(photos(), 2, "and nothing twice");
}

#[tokio::test]
async fn somebody_of_another_estate_sees_no_photo() {
    let world = world();
    let case = opened(&world).await;
    world.desk("wang.li").complete(&case, &"clean".into(), all()).await.expect("done");
    let shown = exhibits(&world.store.events(&case).await.expect("a record"));
    let hash = &shown[0].photos[0].hash;
    let seen = world.desk("fang.hua").photo(&case, hash).await;
    assert_eq!(denied(seen.expect_err("not hers")).0, "refused");
}
