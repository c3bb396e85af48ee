//! What Aliyun answers, sorted: later, never, wrong configuration. The codes and their meaning are
//! those of the provider's list for `SendSms` and of its gateway.

use crate::quote::quote;
use serde_json::Value;
use std::time::Duration;
use steward_model::Text;
use steward_ports::{Failure, Retry, SendError};

/// Flow limits count by the hour or the day; asking again within the hour is in vain.
const FLOW_LIMIT: Duration = Duration::from_secs(60 * 60);

/// An answer in the provider's own shape.
#[derive(Debug)]
pub(super) struct Answer {
    code: String,
    message: String,
    body: Value,
}

/// What a code means for a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    /// A limit of flow: again in an hour.
    Flow,
    /// Again soon.
    Later,
    /// Wrong configuration: a person must act.
    Person,
    /// Never as it is.
    Never,
}

/// Each code, or the beginning of a family of codes when it ends with a dot: its class, and what it
/// says in plain words.
const CODES: [(&str, Class, &str, &str); 32] = [
    (
        "isv.BUSINESS_LIMIT_CONTROL",
        Class::Flow,
        "该号码收到的短信过多，被限流",
        "this number has had too many messages for now",
    ),
    (
        "isv.DAY_LIMIT_CONTROL",
        Class::Flow,
        "达到自设的日发送上限",
        "the account's own daily limit is reached",
    ),
    (
        "isv.MONTH_LIMIT_CONTROL",
        Class::Flow,
        "达到自设的月发送上限",
        "the account's own monthly limit is reached",
    ),
    ("isp.SYSTEM_ERROR", Class::Later, "服务商系统出错", "the provider's system failed"),
    ("Throttling.", Class::Later, "调用过快，被限流", "too many calls at once"),
    ("Throttling", Class::Later, "调用过快，被限流", "too many calls at once"),
    (
        "SignatureNonceUsed",
        Class::Later,
        "请求被重复递交，下次换新的标识",
        "the call was seen twice; the next has a new mark",
    ),
    ("isv.AMOUNT_NOT_ENOUGH", Class::Person, "账户余额不足", "the account has run out of money"),
    ("isv.OUT_OF_SERVICE", Class::Person, "业务已停机", "the service is suspended"),
    (
        "isv.PRODUCT_UN_SUBSCRIPT",
        Class::Person,
        "账户没有开通短信服务",
        "the account has not subscribed to the SMS service",
    ),
    (
        "isp.RAM_PERMISSION_DENY",
        Class::Person,
        "这个密钥没有短信权限",
        "this key may not use the SMS service",
    ),
    (
        "isv.SMS_SIGNATURE_ILLEGAL",
        Class::Person,
        "签名不存在或未通过审核",
        "the signature is not registered, or not approved",
    ),
    (
        "isv.SMS_TEMPLATE_ILLEGAL",
        Class::Person,
        "模板不存在或未通过审核",
        "the template is not registered, or not approved",
    ),
    (
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
        Class::Person,
        "签名与模板的用途不符",
        "the signature is registered for another use than the template",
    ),
    ("isv.SMS_SIGN_ILLEGAL", Class::Person, "签名不可用", "the signature can't be used"),
    (
        "isv.DENY_IP_RANGE",
        Class::Person,
        "这台机器的地址不在账户的白名单里",
        "this machine's address is not on the account's list",
    ),
    ("SignatureDoesNotMatch", Class::Person, "密钥与密钥编号不符", "the secret does not belong to the key"),
    (
        "InvalidAccessKeyId.",
        Class::Person,
        "密钥编号不存在或已停用",
        "the key does not exist, or is disabled",
    ),
    (
        "InvalidTimeStamp.Expired",
        Class::Person,
        "这台机器的时钟差了 15 分钟以上",
        "this machine's clock is off by more than 15 minutes",
    ),
    ("isv.MOBILE_NUMBER_ILLEGAL", Class::Never, "手机号码无效", "the number is not a mobile number"),
    ("isv.MOBILE_COUNT_OVER_LIMIT", Class::Never, "一次的号码过多", "there are too many numbers at once"),
    (
        "isv.TEMPLATE_MISSING_PARAMETERS",
        Class::Never,
        "模板有变量没有给值",
        "the template has a variable without a value",
    ),
    (
        "isv.TEMPLATE_PARAMS_ILLEGAL",
        Class::Never,
        "变量的值不合该变量的类型",
        "a variable's value does not fit its registered type",
    ),
    ("isv.INVALID_JSON_PARAM", Class::Never, "变量的写法无效", "the variables are not well formed"),
    ("isv.PARAM_LENGTH_LIMIT", Class::Never, "变量的值过长", "a variable's value is too long"),
    ("isv.PARAM_NOT_SUPPORT_URL", Class::Never, "变量的值里不能有网址", "a variable's value contains a link"),
    (
        "isv.BLACK_KEY_CONTROL_LIMIT",
        Class::Never,
        "变量的值里有禁用词",
        "a variable's value contains a forbidden word",
    ),
    ("isv.SMS_CONTENT_ILLEGAL", Class::Never, "短信内容含禁用词", "the message contains a forbidden word"),
    (
        "InvalidAction.NotFound",
        Class::Person,
        "该地址不提供这个接口",
        "what is at that address does not offer this call",
    ),
    (
        "InvalidVersion",
        Class::Person,
        "该地址不提供这个接口版本",
        "what is at that address does not offer this version",
    ),
    ("Forbidden.", Class::Person, "这个密钥没有权限", "this key is not permitted to do that"),
    ("NoPermission", Class::Person, "这个密钥没有权限", "this key is not permitted to do that"),
];

impl Answer {
    /// The answer in a body; `None` when the body is not the provider's.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let code = body.get("Code")?.as_str()?.to_owned();
        let message = body.get("Message").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self { code, message, body })
    }

    /// Whether it did what was asked.
    pub(super) fn is_ok(&self) -> bool {
        self.code == "OK"
    }

    /// A field of the answer, when it is there and a text.
    pub(super) fn text_of(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }

    /// A field of the answer, when it is there and a number.
    pub(super) fn number_of(&self, field: &str) -> Option<i64> {
        self.body.get(field)?.as_i64()
    }

    /// A refusal as the courier needs it.
    pub(super) fn failure(&self) -> Failure {
        let text = self.text();
        let (why, retry) = match self.sorted().map(|(class, ..)| class) {
            Some(Class::Flow) => (SendError::Unavailable(text), Retry::After(FLOW_LIMIT)),
            // A code that is not on the list says nothing of whether it will pass; trying does.
            Some(Class::Later) | None => (SendError::Unavailable(text), Retry::Backoff),
            Some(Class::Person) => (SendError::Misconfigured(text), Retry::Backoff),
            Some(Class::Never) => (SendError::Refused(text), Retry::Never),
        };
        Failure { why, retry }
    }

    /// A refusal in words: ours when the code is known, and always the provider's own.
    pub(super) fn text(&self) -> Text {
        let said = self.said();
        match self.sorted() {
            Some((_, zh, en)) => {
                Text::new(format!("阿里云：{zh}（{said}）"), format!("Aliyun: {en} ({said})"))
            }
            None => {
                Text::new(format!("阿里云拒绝了请求（{said}）"), format!("Aliyun refused the call ({said})"))
            }
        }
    }

    /// The provider's own words, as they may be shown.
    pub(super) fn said(&self) -> String {
        quote(&format!("{} {}", self.code, self.message))
    }

    /// What to do about a refusal, where something can be done.
    pub(super) fn help(&self) -> Option<Text> {
        let (zh, en) = match self.code.as_str() {
            "SignatureDoesNotMatch" => (
                "核对 sms 下的 secret，它要与 key 是同一对",
                "check secret under sms; it must be the one made with key",
            ),
            code if code.starts_with("InvalidAccessKeyId.") => (
                "核对 sms 下的 key，或在阿里云控制台启用它",
                "check key under sms, or enable it in Aliyun's console",
            ),
            "InvalidTimeStamp.Expired" => ("校准这台机器的时钟", "set this machine's clock"),
            "isp.RAM_PERMISSION_DENY" | "NoPermission" => NEEDS_PERMISSION,
            code if code.starts_with("Forbidden.") => NEEDS_PERMISSION,
            "isv.SMS_SIGN_ILLEGAL" | "isv.SMS_SIGNATURE_ILLEGAL" => (
                "在阿里云登记签名并等待审核，sms 下的 signature 要与登记的一字不差",
                "register the signature with Aliyun and wait for its approval; signature under sms must be spelled as registered",
            ),
            "isv.SMS_TEMPLATE_ILLEGAL" => (
                "在阿里云登记模板并等待审核，把它的编号写在 code",
                "register the template with Aliyun, wait for its approval and write its code",
            ),
            "isv.AMOUNT_NOT_ENOUGH" | "isv.OUT_OF_SERVICE" => {
                ("给阿里云账户充值", "top up the account with Aliyun")
            }
            "isv.PRODUCT_UN_SUBSCRIPT" => {
                ("在阿里云控制台开通短信服务", "subscribe to the SMS service in Aliyun's console")
            }
            "isv.DENY_IP_RANGE" => (
                "在阿里云控制台把这台机器的公网地址加入白名单",
                "put this machine's public address on the list in Aliyun's console",
            ),
            _ => return None,
        };
        Some(Text::new(zh, en))
    }

    fn sorted(&self) -> Option<(Class, &'static str, &'static str)> {
        let fits = |known: &str| self.code == known || (known.ends_with('.') && self.code.starts_with(known));
        CODES.iter().find(|(known, ..)| fits(known)).map(|(_, class, zh, en)| (*class, *zh, *en))
    }
}

const NEEDS_PERMISSION: (&str, &str) = (
    "在阿里云控制台给这个密钥所属的用户授权 AliyunDysmsFullAccess",
    "grant the key's user AliyunDysmsFullAccess in Aliyun's console",
);
