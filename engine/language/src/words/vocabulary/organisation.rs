//! The organisation: `steward.yaml`, its roles, its staff, mail and SMS.

use crate::words::{Table, Words};

words! {
    ORGANISATION_TABLES:

    /// Keys of `steward.yaml`.
    HandbookKey, "steward.yaml", "steward.yaml": {
        Organisation = "organisation" / "企业",
        LastResort = "last_resort" / "兜底",
        TimeZone = "time_zone" / "时区",
        Language = "language" / "语言",
        Store = "store" / "存储",
        Mail = "mail" / "邮件",
        Sms = "sms" / "短信",
        Escalate = "escalate" / "升级",
        Roles = "roles" / "岗位",
        Staff = "staff" / "人员",
        QuietHours = "quiet_hours" / "免打扰",
        Budget = "budget" / "消息上限",
    };

    /// Keys of `budget:`.
    BudgetKey, "`budget`", "`budget`": {
        Person = "person" / "每人",
        Case = "case" / "每案",
    };

    /// Keys of `mail:`.
    MailKey, "`mail`", "`mail`": {
        Server = "server" / "服务器",
        From = "from" / "发件人",
        User = "user" / "账号",
        Password = "password" / "密码",
    };

    /// Keys of `store:` where it is a map.
    StoreKey, "`store`", "`store`": {
        Url = "url" / "地址",
        Password = "password" / "密码",
    };

    /// Keys of an SMS provider.
    SmsKey, "短信服务商", "an SMS provider": {
        Provider = "provider" / "服务商",
        Url = "url" / "地址",
        Key = "key" / "密钥编号",
        Secret = "secret" / "密钥",
        Signature = "signature" / "签名",
        Templates = "templates" / "模板",
    };

    /// SMS providers by name.
    ProviderWord, "短信服务商", "an SMS provider": {
        Aliyun = "aliyun" / "阿里云",
    }, later: {
        "tencent" / "腾讯云",
    };

    /// Keys of a template registered with a provider.
    SmsTemplateKey, "短信模板", "an SMS template": {
        Code = "code" / "编号",
        Longest = "longest" / "最长",
    };

    /// Variables that every template has, beside the fields of its workflow.
    VariableWord, "变量", "variables": {
        Case = "case" / "案件",
        Step = "step" / "步骤",
        Title = "title" / "标题",
        Estate = "estate" / "项目",
        Owner = "owner" / "负责人",
        Due = "due" / "到期",
        Left = "left" / "剩余",
        Late = "late" / "超出",
        Item = "item" / "当前项",
    };

    /// Keys of a role.
    RoleKey, "岗位", "a role": {
        Title = "title" / "标题",
        Superior = "superior" / "上级",
    };

    /// Keys of a member of the staff.
    PersonKey, "人员", "a person": {
        Id = "id" / "编号",
        Name = "name" / "姓名",
        Roles = "roles" / "岗位",
        Regions = "regions" / "区域",
        Estates = "estates" / "项目",
        Email = "email" / "邮箱",
        Phone = "phone" / "手机",
        Lang = "lang" / "语言",
        Substitute = "substitute" / "代班人",
        Away = "away" / "休假",
        QuietHours = "quiet_hours" / "免打扰",
    };

    /// Languages, and the keys of a text that is written in both.
    LangWord, "语言", "a language": {
        Zh = "zh" / "中文",
        En = "en" / "英文",
    };
}
