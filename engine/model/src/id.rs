//! The names things are called by. Each kind of thing has a type of its own, so that a step can
//! never be looked up where a role belongs. Ids are shared text: a clone costs a counter.

use std::fmt;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id with this spelling. Whether it names anything is for the reader to prove.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(Arc::from(text.as_ref()))
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// A process of the handbook: `complaint`.
    WorkflowId;
    /// A step of a workflow: `respond`, `首次响应`.
    StepId;
    /// A field of a case: `severity`.
    FieldId;
    /// A named clock. A step's limit is called as the step.
    LimitId;
    /// A role: `front-desk`.
    RoleId;
    /// A member of the staff: `wang.li`.
    StaffId;
    /// An estate: `riverside`.
    EstateId;
    /// A region, which groups estates under a region manager.
    RegionId;
    /// A calendar: `business`; `always` is built in.
    CalendarId;
    /// The wording of a message: `at-risk`.
    TemplateId;
    /// A zone inside an estate.
    ZoneId;
    /// A file of rules, without its ending: `complaint`.
    RulesId;
    /// An event that workflows or webhooks raise: `inspection.failed`.
    EventName;
    /// One of the values a choice field may take.
    Choice;
    /// How a case ended: `done`, `cancelled`, or the workflow's own word.
    EndWord;
    /// A clause of the handbook: `2.3-Q2`.
    ClauseRef;
}

/// Between the name of something that is done item by item and the item. No name has one, so whatever
/// comes after the first is the item, however it is spelled.
const ITEM: char = '/';

macro_rules! of_items {
    ($($name:ident)*) => {$(
        impl $name {
            /// The same of one item of a step that says `for_each`: `clean/b1`.
            pub fn of_item(&self, item: &str) -> Self {
                Self::new(format!("{}{ITEM}{item}", self.written()))
            }

            /// The item it is of; `None`: of no single one.
            pub fn item(&self) -> Option<&str> {
                self.0.split_once(ITEM).map(|(_, item)| item)
            }

            /// Its name as the handbook writes it, whatever the item.
            pub fn written(&self) -> &str {
                self.0.split_once(ITEM).map_or(&*self.0, |(name, _)| name)
            }
        }
    )*};
}

of_items! { StepId FieldId LimitId }

impl CalendarId {
    /// The built-in calendar that is open every minute of every day.
    pub fn always() -> Self {
        Self::new("always")
    }
}

impl TemplateId {
    /// What people read of a message that comes with the program, where it is listed and not sent;
    /// `None` of a handbook's own, which is called as its file.
    pub fn title(&self) -> Option<crate::Text> {
        let (zh, en) = match self.as_str() {
            "task" => ("待办", "to do"),
            "at-risk" => ("临期", "at risk"),
            "overdue" => ("超时", "overdue"),
            "still-overdue" => ("仍超时", "still overdue"),
            "approve" => ("待审批", "to approve"),
            "sign" => ("待复核", "to sign"),
            "returned" => ("退回", "returned"),
            "handed" => ("移交", "handed on"),
            "held" => ("挂起", "on hold"),
            "resumed" => ("恢复", "resumed"),
            "call-ended" => ("所等案件未办结", "called case not done"),
            "digest" => ("汇总", "digest"),
            "unreachable" => ("通知不到", "unreachable"),
            "fault" => ("规则出错", "rule failed"),
            "over-budget" => ("消息超过上限", "over budget"),
            "major-complaint" => ("重大投诉", "major complaint"),
            _ => return None,
        };
        Some(crate::Text::new(zh, en))
    }
}

impl EndWord {
    /// What people read of the words that every handbook has; `None` of a workflow's own.
    pub fn title(&self) -> Option<crate::Text> {
        Some(match self.as_str() {
            "done" => crate::Text::new("办结", "Done"),
            "cancelled" => crate::Text::new("取消", "Cancelled"),
            "refused" => crate::Text::new("否决", "Refused"),
            _ => return None,
        })
    }

    /// The word of a case that ran its course.
    pub fn done() -> Self {
        Self::new("done")
    }

    /// The word of a case that was called off.
    pub fn cancelled() -> Self {
        Self::new("cancelled")
    }
}
