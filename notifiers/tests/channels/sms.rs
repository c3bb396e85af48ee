//! Text messages against a stand-in that checks the signature and misbehaves on demand.

use crate::sms_peer::{KEY, aliyun, aliyun_with, message, noon, peer, provider, terms};
use std::time::Duration;
use steward_model::{Provider, TemplateId};
use steward_notifiers::{Aliyun, SecretText, Terms};
use steward_peers::{AcceptedSms, Misbehave};
use steward_ports::{Content, Failure, Notifier, Retry, SendError};

const HOUR: Retry = Retry::After(Duration::from_secs(3600));

fn class(failure: &Failure) -> (&'static str, Retry) {
    let class = match &failure.why {
        SendError::Unavailable(_) => "unavailable",
        SendError::Refused(_) => "refused",
        SendError::Misconfigured(_) => "misconfigured",
        SendError::Uncertain(_) => "uncertain",
    };
    let text = failure.why.text();
    for text in [&text.zh, &text.en] {
        assert!(!text.contains("13900002222"), "{text}");
    }
    (class, failure.retry)
}

/// What becomes of a message that the provider treats like this.
async fn treated(misbehave: Misbehave) -> (&'static str, Retry) {
    let peer = peer().await;
    peer.next(misbehave);
    class(&aliyun(&peer).send(&message()).await.expect_err("it fails"))
}

#[tokio::test]
async fn a_message_is_signed_and_carries_exactly_what_its_template_wants() {
    let peer = peer().await;
    let receipt = aliyun(&peer).send(&message()).await.expect("sent");
    assert_eq!(receipt.reference.as_deref(), Some("900000000000000001^0"));
    let sent = AcceptedSms {
        out_id: "m-17-3".to_owned(),
        phone: "+8613900002222".to_owned(),
        signature: "江南物业".to_owned(),
        template: "SMS_123".to_owned(),
        variables: [("case", "C-2026-0001"), ("step", "首次响应 & 回访*"), ("left", "12分钟")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
    };
    assert_eq!(peer.accepted(), [sent]);
}

#[tokio::test]
async fn each_code_is_sorted_as_the_provider_means_it() {
    let cases = [
        (
            ("unavailable", HOUR),
            vec!["isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"],
        ),
        (
            ("unavailable", Retry::Backoff),
            vec![
                "isp.SYSTEM_ERROR",
                "Throttling.User",
                "Throttling",
                "SignatureNonceUsed",
                "isv.NEVER_HEARD_OF",
            ],
        ),
        (
            ("misconfigured", Retry::Backoff),
            vec![
                "isv.AMOUNT_NOT_ENOUGH",
                "isv.OUT_OF_SERVICE",
                "isv.PRODUCT_UN_SUBSCRIPT",
                "isp.RAM_PERMISSION_DENY",
                "isv.SMS_SIGNATURE_ILLEGAL",
                "isv.SMS_TEMPLATE_ILLEGAL",
                "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
                "isv.SMS_SIGN_ILLEGAL",
                "isv.DENY_IP_RANGE",
                "SignatureDoesNotMatch",
                "InvalidTimeStamp.Expired",
                "InvalidAccessKeyId.NotFound",
            ],
        ),
        (
            ("refused", Retry::Never),
            vec![
                "isv.MOBILE_NUMBER_ILLEGAL",
                "isv.MOBILE_COUNT_OVER_LIMIT",
                "isv.TEMPLATE_MISSING_PARAMETERS",
                "isv.TEMPLATE_PARAMS_ILLEGAL",
                "isv.INVALID_JSON_PARAM",
                "isv.PARAM_LENGTH_LIMIT",
                "isv.PARAM_NOT_SUPPORT_URL",
                "isv.BLACK_KEY_CONTROL_LIMIT",
                "isv.SMS_CONTENT_ILLEGAL",
            ],
        ),
    ];
    let peer = peer().await;
    let aliyun = aliyun(&peer);
    for (expected, codes) in cases {
        for code in codes {
            peer.next(Misbehave::Code(code.to_owned()));
            let failure = aliyun.send(&message()).await.expect_err("refused");
            assert_eq!(class(&failure), expected, "{code}");
            assert!(failure.why.text().zh.contains(code), "{failure:?}");
        }
    }
    assert_eq!(peer.accepted(), []);
}

#[tokio::test]
async fn a_refusal_is_told_in_both_languages_with_the_number_masked() {
    let peer = peer().await;
    peer.next(Misbehave::Code("isv.BUSINESS_LIMIT_CONTROL".to_owned()));
    let failure = aliyun(&peer).send(&message()).await.expect_err("refused");
    let said = "isv.BUSINESS_LIMIT_CONTROL 139****2222 触发isv.BUSINESS_LIMIT_CONTROL";
    assert_eq!(failure.why.text().zh, format!("阿里云：该号码收到的短信过多，被限流（{said}）"));
    assert_eq!(
        failure.why.text().en,
        format!("Aliyun: this number has had too many messages for now ({said})")
    );
}

#[tokio::test]
async fn no_answer_is_uncertain_and_the_repeat_has_the_same_identity() {
    let peer = peer().await;
    let impatient = Terms { attempt: Duration::from_millis(600), ..terms() };
    let aliyun = aliyun_with(&provider(&peer.url()), &impatient);
    peer.next(Misbehave::Hang);
    let failure = aliyun.send(&message()).await.expect_err("no answer");
    assert_eq!(class(&failure), ("uncertain", Retry::OnceMore));
    assert!(failure.why.text().en.contains("may have gone out"), "{failure:?}");
    aliyun.send(&message()).await.expect("sent");
    let ids: Vec<String> = peer.accepted().into_iter().map(|sms| sms.out_id).collect();
    assert_eq!(ids, ["m-17-3", "m-17-3"]);
}

#[tokio::test]
async fn a_connection_that_ends_before_the_answer_is_uncertain() {
    assert_eq!(treated(Misbehave::Close).await, ("uncertain", Retry::OnceMore));
}

#[tokio::test]
async fn an_answer_that_is_not_the_providers_is_uncertain_when_it_sounds_content() {
    assert_eq!(treated(Misbehave::Garbage).await, ("uncertain", Retry::OnceMore));
    assert_eq!(treated(Misbehave::Flood).await, ("uncertain", Retry::OnceMore));
    assert_eq!(treated(Misbehave::Http(504)).await, ("uncertain", Retry::OnceMore));
}

#[tokio::test]
async fn an_error_without_a_code_is_sorted_by_its_status() {
    assert_eq!(treated(Misbehave::Http(503)).await, ("unavailable", Retry::Backoff));
    assert_eq!(treated(Misbehave::Http(429)).await, ("unavailable", Retry::Backoff));
    assert_eq!(treated(Misbehave::Http(404)).await, ("misconfigured", Retry::Backoff));
    assert_eq!(treated(Misbehave::Http(302)).await, ("misconfigured", Retry::Backoff));
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_tried_again() {
    let peer = peer().await;
    let aliyun = aliyun(&peer);
    let url = peer.url();
    drop(peer);
    // The stand-in's port closes when its task has ended.
    while tokio::net::TcpStream::connect(url.trim_start_matches("http://").trim_end_matches('/'))
        .await
        .is_ok()
    {
        tokio::task::yield_now().await;
    }
    let failure = aliyun.send(&message()).await.expect_err("nobody there");
    assert_eq!(class(&failure), ("unavailable", Retry::Backoff));
}

#[tokio::test]
async fn a_message_that_does_not_fit_its_template_is_refused_before_it_leaves() {
    let peer = peer().await;
    let aliyun = aliyun(&peer);
    assert!(aliyun.carries(&TemplateId::new("at-risk")));
    assert!(!aliyun.carries(&TemplateId::new("digest")));
    let mut unregistered = message();
    let mut unfilled = message();
    if let Content::Sms { template, .. } = &mut unregistered.content {
        *template = TemplateId::new("digest");
    }
    if let Content::Sms { variables, .. } = &mut unfilled.content {
        variables.remove("left");
    }
    for (message, words) in [
        (unregistered, "the template digest is not registered with aliyun"),
        (unfilled, "the variable left of the template at-risk has no value"),
    ] {
        let failure = aliyun.send(&message).await.expect_err("refused");
        assert_eq!(class(&failure), ("refused", Retry::Never));
        assert_eq!(failure.why.text().en, words);
    }
}

#[tokio::test]
async fn the_stand_in_refuses_what_is_longer_than_registered() {
    let peer = peer().await;
    let mut long = message();
    if let Content::Sms { variables, .. } = &mut long.content {
        variables.insert("left".to_owned(), "十一个字符才算过长了吧".to_owned());
    }
    let failure = aliyun(&peer).send(&long).await.expect_err("refused");
    assert!(failure.why.text().en.contains("isv.PARAM_LENGTH_LIMIT"), "{failure:?}");
    if let Content::Sms { variables, .. } = &mut long.content {
        variables.insert("left".to_owned(), "十个字符正好不算过长".to_owned());
    }
    aliyun(&peer).send(&long).await.expect("sent");
}

#[tokio::test]
async fn an_examination_proves_key_signature_and_templates_and_sends_nothing() {
    let peer = peer().await;
    let health = aliyun(&peer).examine().await;
    assert!(health.ok, "{health:?}");
    let host = peer.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    assert_eq!(health.text.zh, format!("{host}：密钥有效，签名“江南物业”和 2 个模板已通过审核"));
    assert_eq!(peer.accepted(), []);
}

/// What an examination finds wrong, and the way out, in English.
async fn found(
    change: impl FnOnce(&mut Provider),
    key: &str,
    secret: &str,
    terms: Terms,
) -> (String, String) {
    let peer = peer().await;
    let mut provider = provider(&peer.url());
    change(&mut provider);
    let aliyun =
        Aliyun::new(&provider, SecretText::new(key), SecretText::new(secret), &terms).expect("set up");
    let health = aliyun.examine().await;
    assert!(!health.ok, "{health:?}");
    let shown = format!("{health:?}");
    assert!(!shown.contains(secret), "{shown}");
    (health.text.en, health.help.expect("help").en)
}

#[tokio::test]
async fn an_examination_says_in_plain_words_what_is_wrong() {
    let good = crate::sms_peer::SECRET;
    let (text, help) = found(|_| {}, KEY, "wrong-secret", terms()).await;
    assert!(text.contains("the secret does not belong to the key"), "{text}");
    assert!(help.contains("check secret"), "{help}");

    let (text, help) = found(|_| {}, "LTAI-other", good, terms()).await;
    assert!(text.contains("the key does not exist") && help.contains("check key"), "{text} {help}");

    let late = Terms { now: || noon() + std::time::Duration::from_secs(15 * 60 + 1), ..terms() };
    let (text, help) = found(|_| {}, KEY, good, late).await;
    assert!(text.contains("clock is off by more than 15 minutes") && help.contains("clock"), "{text} {help}");

    let (text, help) = found(|provider| provider.signature = "江北物业".to_owned(), KEY, good, terms()).await;
    assert!(
        text.contains("signature can't be used") && help.contains("spelled as registered"),
        "{text} {help}"
    );

    let unknown = |provider: &mut Provider| {
        provider.templates.values_mut().for_each(|template| template.code = "SMS_999".to_owned());
    };
    let (text, help) = found(unknown, KEY, good, terms()).await;
    assert!(text.starts_with("template at-risk (SMS_999): Aliyun: the template is not registered"), "{text}");
    assert!(help.contains("write its code"), "{help}");

    let renamed = |provider: &mut Provider| {
        provider.templates.values_mut().for_each(|template| template.longest.push(("room".to_owned(), 10)));
    };
    let (text, _) = found(renamed, KEY, good, terms()).await;
    assert_eq!(
        text,
        "the template at-risk (SMS_123) was approved with the variables case, left, step, steward.yaml has case, left, room, step"
    );
}

#[tokio::test]
async fn a_clock_fifteen_minutes_off_is_still_believed() {
    let peer = peer().await;
    let late = Terms { now: || noon() - std::time::Duration::from_secs(15 * 60), ..terms() };
    aliyun_with(&provider(&peer.url()), &late).send(&message()).await.expect("sent");
}
