//! Where things stand, in words people read. The words of `--json` are in `wire`.

use steward_case::{State, StepStatus};
use steward_model::Lang;
use steward_ports::DeliveryState;

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Where a case stands.
pub(crate) fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Open => pick(lang, "在办", "open"),
        State::Held => pick(lang, "挂起", "held"),
        State::Closed => pick(lang, "已结案", "closed"),
        State::Cancelled => pick(lang, "已取消", "cancelled"),
    }
}

/// Where a step stands.
pub(crate) fn step(status: StepStatus, lang: Lang) -> &'static str {
    match status {
        StepStatus::Waiting => pick(lang, "未开始", "waiting"),
        StepStatus::Ready => pick(lang, "待办", "ready"),
        StepStatus::Done => pick(lang, "完成", "done"),
        StepStatus::Skipped => pick(lang, "跳过", "skipped"),
        StepStatus::Withdrawn => pick(lang, "撤回", "withdrawn"),
    }
}

/// Where a clock stands, by its word on the wire.
pub(crate) fn clock(word: &'static str, lang: Lang) -> &'static str {
    match word {
        "running" => pick(lang, "计时中", "running"),
        "paused" => pick(lang, "暂停", "paused"),
        "met" => pick(lang, "按时", "met"),
        "missed" => pick(lang, "超时", "missed"),
        _ => pick(lang, "停止", "stopped"),
    }
}

/// Where a message stands.
pub(crate) fn delivery(state: DeliveryState, lang: Lang) -> &'static str {
    match state {
        DeliveryState::Waiting => pick(lang, "待发", "waiting"),
        DeliveryState::Held => pick(lang, "暂存", "held"),
        DeliveryState::Sending => pick(lang, "发送中", "sending"),
        DeliveryState::Sent => pick(lang, "已交出", "sent"),
        DeliveryState::Delivered => pick(lang, "已送达", "delivered"),
        DeliveryState::Failed => pick(lang, "被拒", "failed"),
        DeliveryState::Dead => pick(lang, "放弃", "given up"),
        DeliveryState::Dropped => pick(lang, "不再发", "dropped"),
    }
}
