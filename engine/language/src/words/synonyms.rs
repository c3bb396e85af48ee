//! Words that people write where the language has another: 开始 for 发起, `deadline` for `within`. They
//! are no words of the language; whoever writes one is asked whether the right one is meant.

/// What is written, and the words it may stand for, in English: the first that its place has.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("开始", &["start"]),
    ("启动", &["start"]),
    ("触发", &["start"]),
    ("流程名", &["workflow", "title"]),
    ("名称", &["title", "name"]),
    ("名字", &["title", "name"]),
    ("说明", &["title"]),
    ("版本", &["edition"]),
    ("工作时间", &["calendar"]),
    ("环节", &["steps", "step"]),
    ("节点", &["steps", "step"]),
    ("任务", &["steps", "step"]),
    ("负责人", &["owner"]),
    ("责任人", &["owner"]),
    ("办理人", &["owner"]),
    ("执行人", &["owner"]),
    ("岗位", &["owner", "who"]),
    ("角色", &["owner", "who", "roles"]),
    ("谁", &["who", "owner"]),
    ("审核", &["approve"]),
    ("批准", &["approve"]),
    ("期限", &["within"]),
    ("限时", &["within"]),
    ("截止", &["by"]),
    ("截止时间", &["by"]),
    ("从", &["since"]),
    ("抄送", &["notify", "tell"]),
    ("提醒", &["escalate", "tell"]),
    ("催办", &["escalate"]),
    ("渠道", &["via"]),
    ("前置", &["after"]),
    ("依赖", &["after"]),
    ("如果", &["if"]),
    ("当", &["if"]),
    ("然后", &["then"]),
    ("下一步", &["then"]),
    ("检查项", &["checklist"]),
    ("清单", &["checklist"]),
    ("必须", &["required"]),
    ("选项", &["of"]),
    ("可选", &["of"]),
    ("暂停", &["hold"]),
    ("手机号", &["phone"]),
    ("电话", &["phone"]),
    ("邮件", &["email", "mail"]),
    ("邮箱", &["email", "mail"]),
    ("name", &["title", "workflow"]),
    ("id", &["workflow", "step", "estate"]),
    ("description", &["title"]),
    ("version", &["edition"]),
    ("trigger", &["start"]),
    ("on", &["start", "event"]),
    ("tasks", &["steps"]),
    ("task", &["step"]),
    ("assignee", &["owner"]),
    ("assigned_to", &["owner"]),
    ("responsible", &["owner"]),
    ("role", &["owner", "who", "roles"]),
    ("approver", &["approve"]),
    ("deadline", &["within"]),
    ("timeout", &["within"]),
    ("limit", &["within"]),
    ("sla", &["within"]),
    ("from", &["since"]),
    ("when", &["if"]),
    ("condition", &["if"]),
    ("needs", &["after"]),
    ("depends_on", &["after"]),
    ("next", &["then"]),
    ("goto", &["on_to"]),
    ("channel", &["via"]),
    ("channels", &["via"]),
    ("reminders", &["escalate"]),
    ("escalation", &["escalate"]),
    ("mandatory", &["required"]),
    ("options", &["of"]),
    ("values", &["of"]),
    ("choices", &["of"]),
    ("pause", &["hold"]),
    ("mobile", &["phone"]),
];

/// The words that a text may stand for, in English.
pub(super) fn of(text: &str) -> &'static [&'static str] {
    SYNONYMS.iter().find(|(written, _)| *written == text).map_or(&[], |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::all_tables;

    #[test]
    fn each_stands_once_and_for_words_that_there_are() {
        for (nth, (written, words)) in SYNONYMS.iter().enumerate() {
            assert!(SYNONYMS[..nth].iter().all(|(before, _)| before != written), "{written} stands twice");
            for word in *words {
                let is_key = all_tables()
                    .filter(|table| table.name.ends_with("Key"))
                    .any(|table| table.words.iter().any(|(en, _)| en == word));
                assert!(is_key, "{written} stands for {word}, which is no key");
            }
        }
    }
}
