//! One message by one channel, so that somebody can see it arrive.

use super::address;
use std::collections::BTreeMap;
use steward_delivery::{identity, sms_variables};
use steward_model::{Channel, Handbook, Lang, Person, SmsTemplate, TemplateId, Text};
use steward_ports::{Content, Health, Message, Notifier};
use uuid::Uuid;

/// Sends it, where the person has an address for this channel.
pub(super) async fn send(notifier: &dyn Notifier, person: &Person, handbook: &Handbook) -> Health {
    let Some(to) = address(notifier, person) else {
        return no_address(person);
    };
    let once = Uuid::new_v4();
    let (message_id, content) = match notifier.channel() {
        Channel::Email => {
            let from =
                handbook.organisation.mail.as_ref().map_or("localhost", |mail| identity::domain(&mail.from));
            (format!("<doctor.{once}@{from}>"), mail(person.lang))
        }
        Channel::Sms => match sms(notifier, person.lang, handbook) {
            Some(content) => (format!("doctor-{once}"), content),
            None => return no_template(),
        },
    };
    let message =
        Message { message_id, case: "doctor".to_owned(), name: person.name.clone(), to: to.clone(), content };
    let masked = to.masked();
    match notifier.send(&message).await {
        Ok(_) => Health {
            ok: true,
            text: Text::new(
                format!("试验消息已交出，发给 {masked}，请看是否收到"),
                format!("a trial message to {masked} was accepted; see whether it arrives"),
            ),
            help: None,
        },
        Err(failure) => {
            let why = failure.why.text();
            Health {
                ok: false,
                text: Text::new(
                    format!("试验消息没有发出：{}", why.zh),
                    format!("the trial message was not accepted: {}", why.en),
                ),
                help: None,
            }
        }
    }
}

fn mail(lang: Lang) -> Content {
    let (subject, text) = match lang {
        Lang::Zh => {
            ("管家：试验邮件", "这是 steward doctor 发的试验邮件。收到它，就说明邮件渠道可用；不用回复。\n")
        }
        Lang::En => (
            "Steward: a trial mail",
            "This is a trial mail from steward doctor. That it arrived shows that mail works; no answer is needed.\n",
        ),
    };
    Content::Mail { subject: subject.to_owned(), text: text.to_owned(), html: None }
}

/// A registered template with plain sample values: `task` where there is one, else the first.
fn sms(notifier: &dyn Notifier, lang: Lang, handbook: &Handbook) -> Option<Content> {
    let templates = || handbook.organisation.sms.iter().flat_map(|provider| &provider.templates);
    let carried = |(id, _): &(&TemplateId, &SmsTemplate)| notifier.carries(id);
    let task = templates().filter(carried).find(|(id, _)| id.as_str() == "task");
    let (template, registered) = task.or_else(|| templates().find(carried))?;
    let word = match lang {
        Lang::Zh => "试验",
        Lang::En => "trial",
    };
    let values: BTreeMap<String, String> =
        registered.longest.iter().map(|(name, _)| (name.clone(), word.to_owned())).collect();
    Some(Content::Sms { template: template.clone(), variables: sms_variables(registered, &values, lang) })
}

/// No fault of the channel's, so nothing is wrong.
fn no_address(person: &Person) -> Health {
    let id = &person.id;
    let text = Text::new(
        format!("{id} 没有登记这个渠道的地址，没有发试验消息"),
        format!("{id} has no address for this channel, so no trial message was sent"),
    );
    Health { ok: true, text, help: None }
}

fn no_template() -> Health {
    Health {
        ok: false,
        text: Text::new(
            "没有登记任何短信模板，发不了试验短信",
            "no SMS template is registered, so no trial message can be sent",
        ),
        help: Some(Text::new(
            "在 steward.yaml 的 sms 下写 templates",
            "write templates under sms in steward.yaml",
        )),
    }
}
