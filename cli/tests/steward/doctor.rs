//! doctor.

use crate::harness::{Folder, keys};
use crate::serving::Peers;

#[test]
fn channels_that_are_not_set_up_are_said_so_in_plain_words() {
    let folder = Folder::new();
    let found = folder.run(&["doctor", "--json", "--lang", "en"]).document(1);
    assert_eq!(keys(&found), ["ok", "channels", "store", "handbook"]);
    assert_eq!(found["ok"], false);
    assert_eq!(keys(&found["store"]), ["ok", "text"]);
    assert_eq!(found["store"]["ok"], true);
    assert_eq!(found["handbook"], serde_json::json!({ "errors": 0, "warnings": 0 }));
    let channels = found["channels"].as_array().expect("channels");
    assert_eq!(channels.len(), 2);
    for channel in channels {
        assert_eq!(keys(channel), ["channel", "name", "ok", "text", "help"]);
        assert_eq!(channel["ok"], false);
        assert!(channel["help"].is_string(), "{channel}");
    }
    assert!(channels[0]["text"].as_str().is_some_and(|text| text.contains("STEWARD_MAIL_PASSWORD")));
}

#[test]
fn channels_that_work_are_well_and_nothing_is_sent() {
    let folder = Folder::new();
    let peers = Peers::of(&folder);
    let found = folder.run(&["doctor", "--json"]).document(0);
    assert_eq!(found["ok"], true, "{found}");
    assert_eq!((peers.mail.mails().len(), peers.sms.accepted().len()), (0, 0));
}

#[test]
fn a_trial_is_one_message_a_channel() {
    let folder = Folder::new();
    let peers = Peers::of(&folder);
    let found = folder.run(&["doctor", "--to", "zhao.qiang", "--json", "--lang", "en"]).document(0);
    let (mails, messages) = (peers.mail.mails(), peers.sms.accepted());
    assert_eq!((mails.len(), messages.len()), (1, 1));
    assert_eq!(mails[0].to, ["zhao.qiang@example.com"]);
    assert!(
        found["channels"][0]["text"].as_str().is_some_and(|text| text.contains("z***@example.com")),
        "{found}"
    );
    folder.run(&["doctor", "--to", "nobody", "--json"]).error(2);
}

#[test]
fn a_refusal_is_told_in_words() {
    let folder = Folder::new();
    let peers = Peers::of(&folder);
    peers.sms.next(steward_peers::Misbehave::Code("isv.AMOUNT_NOT_ENOUGH".to_owned()));
    let found = folder.run(&["doctor", "--to", "zhao.qiang", "--json"]).document(1);
    assert_eq!(
        (&found["channels"][0]["ok"], &found["channels"][1]["ok"]),
        (&true.into(), &false.into()),
        "{found}"
    );
}
