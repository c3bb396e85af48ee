//! Aliyun's SMS service, interface 2017-05-25.
//!
//! The service is not idempotent: a call without an answer may have sent the message. It is then
//! reported as uncertain, and its `OutId`, which comes back in the receipt, stays the same.

use super::answer::Answer;
use super::wire::{NoAnswer, Wire};
use crate::registry::SetupError;
use crate::secret::SecretText;
use crate::signing::Call;
use crate::terms::Terms;
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use steward_model::{Channel, Provider, SmsTemplate, TemplateId, Text};
use steward_ports::{Content, Failure, Health, Message, Notifier, Receipt, Retry, SendError};
use steward_time::Timestamp;
use uuid::Uuid;

/// Where the service is unless the handbook says otherwise.
const ENDPOINT: &str = "https://dysmsapi.aliyuncs.com/";

const VERSION: &str = "2017-05-25";

/// What `SignStatus` and `TemplateStatus` say of something approved.
const APPROVED: i64 = 1;

/// Aliyun as an SMS channel.
pub struct Aliyun {
    name: String,
    wire: Wire,
    key: SecretText,
    secret: SecretText,
    signature: String,
    templates: BTreeMap<TemplateId, SmsTemplate>,
    now: fn() -> Timestamp,
}

impl Aliyun {
    /// The channel that `provider` describes. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// When `url` can't be called.
    pub fn new(
        provider: &Provider,
        key: SecretText,
        secret: SecretText,
        terms: &Terms,
    ) -> Result<Self, SetupError> {
        let url = provider.url.as_deref().unwrap_or(ENDPOINT);
        let wire = Wire::new(url, terms).ok_or_else(|| SetupError {
            channel: Channel::Sms,
            name: provider.kind.as_str().into(),
            text: Text::new(
                format!("地址无效：{url}"),
                format!("this is no address that can be called: {url}"),
            ),
            help: Text::new(
                "去掉 sms 下的 url，或写成 https://…",
                "leave out url under sms, or write https://…",
            ),
        })?;
        Ok(Self {
            name: provider.kind.clone(),
            wire,
            key,
            secret,
            signature: provider.signature.clone(),
            templates: provider.templates.clone(),
            now: terms.now,
        })
    }

    async fn call(&self, action: &str, query: &[(&str, &str)]) -> Result<Answer, NoAnswer> {
        let nonce = Uuid::new_v4().simple().to_string();
        let (host, at) = (self.wire.host.as_str(), (self.now)());
        let call = Call { host, action, version: VERSION, query, at, nonce: &nonce };
        self.wire.call(call.sign(self.key.reveal(), &self.secret)).await
    }

    /// The registered template and the values of its variables, as the service wants them.
    fn filled(&self, message: &Message) -> Result<(&SmsTemplate, String), Failure> {
        let Content::Sms { template, variables } = &message.content else {
            return Err(refused("邮件内容不能作为短信发送", "a mail can't go as a text message"));
        };
        let Some(registered) = self.templates.get(template) else {
            let name = template.as_str();
            return Err(refused(
                &format!("模板 {name} 没有在 {} 登记", self.name),
                &format!("the template {name} is not registered with {}", self.name),
            ));
        };
        let mut values = Map::new();
        for (name, _) in &registered.longest {
            let Some(value) = variables.get(name) else {
                return Err(refused(
                    &format!("模板 {template} 的变量 {name} 没有值"),
                    &format!("the variable {name} of the template {template} has no value"),
                ));
            };
            values.insert(name.clone(), Value::String(value.clone()));
        }
        Ok((registered, Value::Object(values).to_string()))
    }

    /// Whether the signature is approved and every template too, with the variables that the
    /// handbook fills.
    async fn look(&self) -> Result<(), (Text, Option<Text>)> {
        let answer = self.ask("QuerySmsSign", &[("SignName", &self.signature)]).await?;
        if answer.number_of("SignStatus").is_some_and(|status| status != APPROVED) {
            return Err(not_approved(
                &format!("签名“{}”", self.signature),
                &format!("the signature {}", self.signature),
            ));
        }
        for (name, template) in &self.templates {
            let answer = self.ask("QuerySmsTemplate", &[("TemplateCode", &template.code)]).await;
            let answer = answer.map_err(|(text, help)| (about_template(name, template, &text), help))?;
            if answer.number_of("TemplateStatus").is_some_and(|status| status != APPROVED) {
                let code = &template.code;
                return Err(not_approved(
                    &format!("模板 {name}（{code}）"),
                    &format!("the template {name} ({code})"),
                ));
            }
            if let Some(content) = answer.text_of("TemplateContent") {
                same_variables(name, template, content)?;
            }
        }
        Ok(())
    }

    async fn ask(&self, action: &str, query: &[(&str, &str)]) -> Result<Answer, (Text, Option<Text>)> {
        match self.call(action, query).await {
            Err(none) => Err((none.text(&self.wire.host), Some(none.help()))),
            Ok(answer) if answer.is_ok() => Ok(answer),
            Ok(refusal) => Err((refusal.text(), refusal.help())),
        }
    }
}

#[async_trait]
impl Notifier for Aliyun {
    fn channel(&self) -> Channel {
        Channel::Sms
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn carries(&self, template: &TemplateId) -> bool {
        self.templates.contains_key(template)
    }

    async fn send(&self, message: &Message) -> Result<Receipt, Failure> {
        let (template, variables) = self.filled(message)?;
        let phone: String = message.to.reveal().chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let query = [
            ("PhoneNumbers", phone.as_str()),
            ("SignName", &self.signature),
            ("TemplateCode", &template.code),
            ("TemplateParam", &variables),
            ("OutId", &message.message_id),
        ];
        let answer = self.call("SendSms", &query).await.map_err(|none| none.failure(&self.wire.host))?;
        tracing::debug!(
            message = %message.message_id,
            "text message {} for {} with {}: {}",
            message.message_id, message.to, template.code, answer.said(),
        );
        if !answer.is_ok() {
            return Err(answer.failure());
        }
        Ok(Receipt { reference: answer.text_of("BizId").map(str::to_owned) })
    }

    /// Asks for the state of the signature and of each template, which proves key, secret and clock
    /// on the way, and costs nothing.
    async fn examine(&self) -> Health {
        match self.look().await {
            Ok(()) => {
                let (host, signature, count) = (&self.wire.host, &self.signature, self.templates.len());
                let zh = format!("{host}：密钥有效，签名“{signature}”和 {count} 个模板已通过审核");
                let en = format!(
                    "{host}: the key is good, the signature {signature} and {count} templates are approved"
                );
                Health { ok: true, text: Text::new(zh, en), help: None }
            }
            Err((text, help)) => Health { ok: false, text, help },
        }
    }
}

fn refused(zh: &str, en: &str) -> Failure {
    Failure { why: SendError::Refused(Text::new(zh, en)), retry: Retry::Never }
}

fn not_approved(zh: &str, en: &str) -> (Text, Option<Text>) {
    let text = Text::new(format!("阿里云：{zh} 还没有通过审核"), format!("Aliyun: {en} is not approved"));
    let help = Text::new(
        "在阿里云控制台看审核意见；审核一般要几个工作日",
        "see why in Aliyun's console; an approval takes some working days",
    );
    (text, Some(help))
}

fn about_template(name: &TemplateId, template: &SmsTemplate, text: &Text) -> Text {
    let code = &template.code;
    Text::new(format!("模板 {name}（{code}）：{}", text.zh), format!("template {name} ({code}): {}", text.en))
}

/// Whether the variables of the approved text are those that the handbook fills.
fn same_variables(
    name: &TemplateId,
    template: &SmsTemplate,
    content: &str,
) -> Result<(), (Text, Option<Text>)> {
    let holes = content.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    let approved: BTreeSet<&str> = holes.map(|(hole, _)| hole).collect();
    let filled: BTreeSet<&str> = template.longest.iter().map(|(name, _)| name.as_str()).collect();
    if approved == filled {
        return Ok(());
    }
    let list = |names: BTreeSet<&str>| names.into_iter().collect::<Vec<_>>().join(", ");
    let (approved, filled, code) = (list(approved), list(filled), &template.code);
    let text = Text::new(
        format!("模板 {name}（{code}）登记的变量是 {approved}，steward.yaml 写的是 {filled}"),
        format!(
            "the template {name} ({code}) was approved with the variables {approved}, steward.yaml has {filled}"
        ),
    );
    let help = Text::new("把 longest 写成登记的变量", "write in longest the variables that were approved");
    Err((text, Some(help)))
}
