//! From a handbook to channels: those that can't be set up are told, the others work.

use crate::mail_server::settings;
use crate::sms_peer::provider;
use steward_model::{Channel, Lang, Mail, MailSecurity, Organisation, Provider, RoleId, Secret};
use steward_notifiers::{Channels, Terms, notifiers};
use steward_time::TimeZone;

fn organisation(mail: Option<Mail>, sms: Vec<Provider>) -> Organisation {
    Organisation {
        name: "江南物业".to_owned(),
        last_resort: RoleId::new("group-quality"),
        zone: TimeZone::UTC,
        lang: Lang::Zh,
        store: None,
        mail,
        sms,
        quiet: None,
        budget: steward_model::Budget::default(),
    }
}

fn set_up(organisation: &Organisation, secrets: &[(&str, &str)]) -> Channels {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, secret) in secrets {
        let path = folder.path().join(name);
        std::fs::write(&path, secret).expect("a file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("a mode");
        }
    }
    notifiers(organisation, folder.path(), &Terms::usual())
}

fn with_files(provider: Provider) -> Provider {
    Provider { key: Secret::File("key".into()), secret: Secret::File("secret".into()), ..provider }
}

#[test]
fn mail_comes_first_then_the_providers_as_written() {
    let mail = settings("mail.example.com", 465, MailSecurity::Tls);
    let sms = vec![with_files(provider("http://127.0.0.1:1/"))];
    let channels = set_up(&organisation(Some(mail), sms), &[("key", "LTAI"), ("secret", "s3cret\n")]);
    let names: Vec<_> =
        channels.working.iter().map(|notifier| (notifier.channel(), notifier.name())).collect();
    assert_eq!(names, [(Channel::Email, "mail.example.com"), (Channel::Sms, "aliyun")]);
    assert_eq!(channels.broken, []);
}

#[test]
fn a_channel_whose_secret_is_missing_does_not_keep_the_others_from_working() {
    let mail = Mail {
        user: Some("steward".to_owned()),
        password: Some(Secret::Env("STEWARD_TEST_UNSET".to_owned())),
        ..settings("mail.example.com", 465, MailSecurity::Tls)
    };
    let sms = vec![with_files(provider("http://127.0.0.1:1/"))];
    let channels = set_up(&organisation(Some(mail), sms), &[("key", "LTAI"), ("secret", "s3cret")]);
    assert_eq!(channels.working.len(), 1);
    let error = &channels.broken[0];
    assert_eq!((error.channel, &*error.name), (Channel::Email, "mail.example.com"));
    assert_eq!(error.to_string(), "mail.example.com: the environment variable STEWARD_TEST_UNSET is not set");
    assert!(!error.health().ok);
}

#[test]
fn an_unknown_provider_and_a_wrong_address_are_named() {
    let unknown = Provider { kind: "pigeon".to_owned(), ..provider("http://127.0.0.1:1/") };
    let nowhere = with_files(provider("ftp://127.0.0.1/"));
    let channels =
        set_up(&organisation(None, vec![unknown, nowhere]), &[("key", "LTAI"), ("secret", "s3cret")]);
    let errors: Vec<String> = channels.broken.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "pigeon: there is no SMS provider pigeon",
            "aliyun: this is no address that can be called: ftp://127.0.0.1/"
        ]
    );
}

#[test]
fn an_organisation_without_channels_has_none() {
    let channels = set_up(&organisation(None, Vec::new()), &[]);
    assert!(channels.working.is_empty() && channels.broken.is_empty());
}
