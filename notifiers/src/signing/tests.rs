//! Known answers: one that the provider publishes, one that its own Python library gives.

use super::*;

fn signature(call: &Call<'_>) -> String {
    let signed = call.sign("YourAccessKeyId", &SecretText::new("YourAccessKeySecret"));
    let (_, authorization) = signed.headers.last().expect("signed");
    authorization.rsplit_once("Signature=").expect("a signature").1.to_owned()
}

fn published() -> Call<'static> {
    Call {
        host: "ecs.cn-shanghai.aliyuncs.com",
        action: "RunInstances",
        version: "2014-05-26",
        query: &[
            ("RegionId", "cn-shanghai"),
            ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"),
        ],
        at: "2023-10-26T10:22:32Z".parse().expect("a date"),
        nonce: "3156853299f313e23d1673dc12e1703d",
    }
}

#[test]
fn the_published_example_has_the_published_signature() {
    let call = published();
    let hashed_body = hex(&Sha256::digest(b""));
    let headers = call.headers(&hashed_body);
    let names = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
    let canonical = canonical(&call.canonical_query(), &headers, names, &hashed_body);
    assert_eq!(
        hex(&Sha256::digest(canonical.as_bytes())),
        "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
    );
    assert_eq!(signature(&call), "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
}

#[test]
fn a_chinese_text_message_is_signed_as_the_providers_library_signs_it() {
    let call = Call {
        host: "dysmsapi.aliyuncs.com",
        action: "SendSms",
        version: "2017-05-25",
        query: &[
            ("PhoneNumbers", "13800000000"),
            ("SignName", "示例物业"),
            ("TemplateCode", "SMS_000000001"),
            ("TemplateParam", r#"{"case":"C-2026-0001","minutes":"30"}"#),
            ("OutId", "n-1"),
        ],
        at: "2026-01-01T00:00:00Z".parse().expect("a date"),
        nonce: "0123456789abcdef0123456789abcdef",
    };
    assert_eq!(signature(&call), "50a4c74b250542b79f1beb41294470d88b4934380f422e3a77e2a90ef279c0a6");
}

#[test]
fn the_header_is_spelled_without_spaces_after_its_commas() {
    let signed = published().sign("YourAccessKeyId", &SecretText::new("YourAccessKeySecret"));
    assert_eq!(
        signed.headers.last().expect("signed").1,
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,\
         SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,\
         Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    );
}

#[test]
fn every_octet_but_the_unreserved_is_escaped() {
    assert_eq!(escape("a-_.~Z9"), "a-_.~Z9");
    assert_eq!(escape("a b*+/=&%业"), "a%20b%2A%2B%2F%3D%26%25%E4%B8%9A");
}
