//! What a handbook is once it has been understood.
//!
//! `steward-language` reads text into these types; the case core, the rules, the delivery and the
//! command line only ever see them. A value of these types holds no doubt: a role that is named
//! exists, a guard compares what can be compared, a limit has a line that always applies. Nothing
//! here knows YAML, a database or a running case.

pub mod adjusted;
pub mod budget;
pub mod diagnostic;
mod duty;
mod each;
pub mod estate;
pub mod evidence;
pub mod field;
pub mod guard;
pub mod handbook;
pub mod id;
pub mod ladder;
pub mod limit;
mod nearest;
pub mod private;
pub mod roster;
pub mod scenario;
pub mod source;
pub mod standard;
pub mod step;
pub mod text;
pub mod workflow;

pub use adjusted::{Adjustable, Adjusted, NotHere, Sources};
pub use budget::{Budget, BudgetOf};
pub use diagnostic::{Diagnostic, Fix, Label, Severity};
pub use each::{Item, MOST_ITEMS};
pub use estate::{Channel, Charge, Contact, DateRange, Estate, Person, Role, Roles, Zone};
pub use evidence::{
    CheckInCode, CodeAt, Evidence, LARGEST_PHOTO, Location, MOST_PHOTOS, Photo, PhotoHash, PhotoKind,
};
pub use field::{Field, FieldKind, Value};
pub use guard::{Arithmetic, Compare, Ended, Expr, Guard, Operand, Operator};
pub use handbook::{
    Address, Handbook, Mail, MailSecurity, Organisation, Provider, RulesFile, SHIPPED_TEMPLATES, Secret,
    SmsTemplate, TEMPLATE_WORDS, Template,
};
pub use id::{
    CalendarId, Choice, ClauseRef, EndWord, EstateId, EventName, FieldId, LimitId, RegionId, RoleId, RulesId,
    StaffId, StepId, TemplateId, WorkflowId, ZoneId,
};
pub use ladder::{Audience, Ladder, Repeat, Rung, RungAt, Via};
pub use limit::{Allowance, Limit, LimitLine, LimitOf, Since};
pub use nearest::nearest;
pub use private::Private;
pub use roster::{OnDuty, Override, Roster, Shift};
pub use scenario::{Act, Expectation, Line, Moment, Opening, Scenario, Showing, Told};
pub use source::{File, Files, Place};
pub use standard::{Bounds, Measure, Standard, StandardKind};
pub use step::{Each, NotBy, Owner, Step, StepKind, Then, ThenAction};
pub use text::{Lang, Text};
pub use workflow::{HoldRule, OnOverlap, Start, StartKind, WhenMissed, Workflow};
