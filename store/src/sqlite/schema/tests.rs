use super::*;
use crate::SqliteStore;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn new() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("steward.db");
    (folder, path)
}

/// The error that opening gives, which must leave the file as it is.
fn refused(path: &Path) -> StoreError {
    let before = std::fs::read(path).unwrap();
    let Err(error) = SqliteStore::open(path) else { panic!("{} was opened", path.display()) };
    assert!(std::fs::read(path).unwrap() == before, "a refused file was changed");
    let text = error.text();
    for wording in [&text.zh, &text.en] {
        assert!(wording.contains(&path.display().to_string()), "{wording} names the file");
    }
    error
}

#[test]
fn a_store_of_a_newer_version_is_refused_with_both_versions_and_the_way_out() {
    let (_folder, path) = new();
    drop(SqliteStore::open(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    connection.execute("INSERT INTO migrations VALUES (7, 'from the future')", []).unwrap();
    drop(connection);

    let StoreError::Newer(text) = refused(&path) else { panic!("not refused as newer") };
    for told in ["version 7", "up to 5", "newer program", "backup"] {
        assert!(text.en.contains(told), "{}", text.en);
    }
    assert!(text.zh.contains("第 7 版") && text.zh.contains("第 5 版"), "{}", text.zh);
}

#[test]
fn a_store_that_another_build_wrote_is_refused() {
    let (_folder, path) = new();
    drop(SqliteStore::open(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    connection.execute("UPDATE migrations SET checksum = 'other'", []).unwrap();
    drop(connection);
    assert!(matches!(refused(&path), StoreError::Damaged(_)));
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let (_folder, path) = new();
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    drop(connection);
    let error = refused(&path);
    assert!(error.text().en.contains("another program"), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let (_folder, path) = new();
    std::fs::write(&path, "title: a handbook is no store\n".repeat(100)).unwrap();
    let error = refused(&path);
    assert!(error.text().en.contains("no store of steward's"), "{error}");
}

#[test]
fn many_that_open_a_new_store_at_once_all_get_it() {
    let (_folder, path) = new();
    std::thread::scope(|scope| {
        let opened: Vec<_> = (0..8).map(|_| scope.spawn(|| SqliteStore::open(&path))).collect();
        for one in opened {
            one.join().unwrap().unwrap();
        }
    });
    let connection = Connection::open(&path).unwrap();
    let count: i64 = connection.query_row("SELECT count(*) FROM migrations", [], |row| row.get(0)).unwrap();
    assert_eq!(count, MIGRATIONS.len() as i64);
}

#[test]
fn a_checksum_does_not_depend_on_how_lines_end() {
    assert_eq!(sum("a\nb\n"), sum("a\r\nb\r\n"));
    assert_ne!(sum("a\nb\n"), sum("a\nc\n"));
}

#[cfg(unix)]
#[test]
fn only_its_user_may_read_a_new_store() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/deeper/steward.db");
    let _store = SqliteStore::open(&path).unwrap();
    for name in ["steward.db", "steward.db-wal"] {
        let file = std::fs::metadata(path.with_file_name(name)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn what_a_store_of_the_first_version_holds_is_carried_over() {
    let (_folder, path) = new();
    let connection = Connection::open(&path).unwrap();
    let first = &MIGRATIONS[0];
    connection.execute_batch(first.sql).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE migrations (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT;
             INSERT INTO cases (seq, id, workflow, estate, state, opened, version)
             VALUES (7, 'riverside-complaint-1', 'complaint', 'riverside', 'open', 1772413200, 2);
             INSERT INTO events VALUES (7, 2, 'the second'), (7, 1, 'the first');
             INSERT INTO tasks VALUES (7, 'record', '记录', 'Record', 'riverside', 'front-desk', NULL, 1, 2);
             INSERT INTO messages (id, case_seq, event, message_id, recipient, channel, template, urgent,
             made, state, turn, document)
             VALUES (5, 7, 2, '<a@b>', 'wang.li', 'email', 'task', 0, 1, 'waiting', 1, 'particulars');",
        )
        .unwrap();
    connection.execute("INSERT INTO migrations VALUES (1, ?1)", [sum(first.sql)]).unwrap();
    drop(connection);

    drop(SqliteStore::open(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    let all = |sql: &str| -> Vec<String> {
        let mut rows = connection.prepare(sql).unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(all("SELECT document FROM events WHERE case_seq = 7 ORDER BY n"), ["the first", "the second"]);
    assert_eq!(all("SELECT step || ' ' || owner FROM tasks WHERE case_seq = 7"), ["record front-desk"]);
    let waiting = "SELECT id || ' ' || message_id || ' ' || document FROM messages WHERE turn = 1";
    assert_eq!(all(waiting), ["5 <a@b> particulars"]);
    let hears = "SELECT estate || ' ' || case_seq FROM hearing WHERE event = ''";
    assert_eq!(all(hears), ["riverside 7"], "what an open case hears is not known, so it is always asked");
}
