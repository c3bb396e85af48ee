//! The actions: what is registered, and whether a message fits it.

use super::answer::Answer;
use super::query::Parameter;
use super::{AcceptedSms, Books};
use serde_json::{Value, json};

/// The longest value of any variable, whatever was registered.
const LONGEST_VARIABLE: usize = 35;

/// Does what the request asks for.
pub(super) fn act(books: &mut Books, action: &str, parameters: &[Parameter]) -> Answer {
    match action {
        "SendSms" => send(books, parameters).unwrap_or_else(|refusal| refusal),
        "QuerySmsSign" => query_signature(books, parameters),
        "QuerySmsTemplate" => query_template(books, parameters),
        _ => Answer::gateway(
            404,
            "InvalidAction.NotFound",
            "Specified api is not found, please check your url and method.",
        ),
    }
}

fn send(books: &mut Books, parameters: &[Parameter]) -> Result<Answer, Answer> {
    let phone = value(parameters, "PhoneNumbers");
    let misbehaviour = books.misbehaviour.pop_front();
    if let Some(how) = &misbehaviour
        && !how.takes_the_message()
    {
        return Err(Answer::misbehaved(how, phone));
    }
    let message = fitting(books, parameters)?;
    books.accepted.push(message.clone());
    // Nobody listening is fine.
    let _ = books.listeners.send(message);
    match misbehaviour {
        Some(how) => Err(Answer::misbehaved(&how, phone)),
        None => Ok(Answer::ok(&[(
            "BizId",
            json!(format!("{}^0", 900_000_000_000_000_000_u64 + books.accepted.len() as u64)),
        )])),
    }
}

/// The message, when everything in it is as registered.
fn fitting(books: &Books, parameters: &[Parameter]) -> Result<AcceptedSms, Answer> {
    let phone = value(parameters, "PhoneNumbers");
    if !is_mobile(phone) {
        return Err(Answer::business("isv.MOBILE_NUMBER_ILLEGAL", "非法手机号"));
    }
    if value(parameters, "SignName") != books.config.signature {
        return Err(Answer::business("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名"));
    }
    let code = value(parameters, "TemplateCode");
    let Some(registered) = books.config.templates.get(code) else {
        return Err(Answer::business("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板"));
    };
    let Ok(Value::Object(sent)) = serde_json::from_str(value(parameters, "TemplateParam")) else {
        return Err(Answer::business("isv.INVALID_JSON_PARAM", "参数格式错误，请修改为字符串值"));
    };
    let mut variables = Vec::new();
    for (name, sent) in &sent {
        let Value::String(text) = sent else {
            return Err(Answer::business("isv.INVALID_JSON_PARAM", "参数格式错误，请修改为字符串值"));
        };
        if text.contains("://") {
            return Err(Answer::business("isv.PARAM_NOT_SUPPORT_URL", "变量中不支持传URL"));
        }
        variables.push((name.clone(), text.clone()));
    }
    for (name, longest) in registered {
        let Some((_, text)) = variables.iter().find(|(sent, _)| sent == name) else {
            return Err(Answer::business("isv.TEMPLATE_MISSING_PARAMETERS", "模板变量中存在未赋值变量"));
        };
        if text.is_empty() || text.chars().count() > (*longest).min(LONGEST_VARIABLE) {
            return Err(Answer::business("isv.PARAM_LENGTH_LIMIT", "参数超过长度限制"));
        }
    }
    Ok(AcceptedSms {
        out_id: value(parameters, "OutId").to_owned(),
        phone: phone.to_owned(),
        signature: books.config.signature.clone(),
        template: code.to_owned(),
        variables,
    })
}

fn query_signature(books: &Books, parameters: &[Parameter]) -> Answer {
    let name = value(parameters, "SignName");
    if name == books.config.signature {
        Answer::ok(&[("SignName", json!(name)), ("SignStatus", json!(1))])
    } else {
        Answer::business("isv.SMS_SIGN_ILLEGAL", "签名不存在")
    }
}

fn query_template(books: &Books, parameters: &[Parameter]) -> Answer {
    let code = value(parameters, "TemplateCode");
    match books.config.templates.get(code) {
        None => Answer::business("isv.SMS_TEMPLATE_ILLEGAL", "模板不存在"),
        Some(registered) => {
            let holes: Vec<String> = registered.iter().map(|(name, _)| format!("${{{name}}}")).collect();
            let content = format!("通知：{}。", holes.join("，"));
            Answer::ok(&[
                ("TemplateCode", json!(code)),
                ("TemplateStatus", json!(1)),
                ("TemplateContent", json!(content)),
            ])
        }
    }
}

fn value<'a>(parameters: &'a [Parameter], name: &str) -> &'a str {
    parameters.iter().find(|parameter| parameter.name == name).map_or("", |parameter| &parameter.value)
}

/// A mainland mobile number, with or without its country code.
fn is_mobile(phone: &str) -> bool {
    let local = ["+86", "0086", "86"].iter().find_map(|code| phone.strip_prefix(code)).unwrap_or(phone);
    local.len() == 11 && local.starts_with('1') && local.bytes().all(|octet| octet.is_ascii_digit())
}
