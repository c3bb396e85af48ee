use super::*;
use std::fs;

fn file(content: &str, mode: u32) -> (tempfile::TempDir, Secret) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("key");
    fs::write(&path, content).expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a mode");
    }
    (folder, Secret::File("key".into()))
}

fn read(content: &str, mode: u32) -> Result<String, SecretError> {
    let (folder, secret) = file(content, mode);
    SecretText::read(&secret, folder.path()).map(|secret| secret.reveal().to_owned())
}

#[test]
fn a_file_is_read_without_the_line_end_after_it() {
    assert_eq!(read("s3cret\n", 0o600).as_deref(), Ok("s3cret"));
    assert_eq!(read("s3cret\r\n", 0o400).as_deref(), Ok("s3cret"));
    assert_eq!(read(" spaces are part of it \n\n", 0o600).as_deref(), Ok(" spaces are part of it \n"));
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_refused_with_the_way_out() {
    for mode in [0o640, 0o604, 0o644] {
        let error = read("s3cret\n", mode).expect_err("refused");
        assert!(error.text.en.contains("others may read it"), "{error:?}");
        assert!(error.help.zh.contains("chmod 600"), "{error:?}");
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}

#[test]
fn what_is_missing_is_named() {
    let nowhere = SecretText::read(&Secret::File("nowhere".into()), Path::new("/")).expect_err("missing");
    assert!(nowhere.text.zh.contains("/nowhere"), "{nowhere:?}");
    let unset = Secret::Env("STEWARD_TEST_UNSET".into());
    let unset = SecretText::read(&unset, Path::new("/")).expect_err("missing");
    assert_eq!(unset.text.en, "the environment variable STEWARD_TEST_UNSET is not set");
    assert!(unset.help.en.contains("file:PATH"), "{unset:?}");
}

#[test]
fn an_empty_or_enormous_file_is_no_secret() {
    assert!(read("\n", 0o600).expect_err("empty").text.en.contains("is empty"));
    let most = usize::try_from(LARGEST_FILE).expect("small");
    assert!(read(&"x".repeat(most), 0o600).is_ok());
    assert!(read(&"x".repeat(most + 1), 0o600).is_err());
}

#[test]
fn a_secret_prints_as_stars() {
    assert_eq!(format!("{:?}", SecretText::new("s3cret")), "***");
}
