internal import Core

/// What the codes of the content stage mean, in Chinese; the words of `docs/specs/rejection-codes.md`, which a test
/// compares.
enum RejectionMeaning {
    /// The meaning of `code`; nil for codes that are not about the content of a record.
    static func text(_ code: RejectionCode) -> String? { texts[code] }

    private static let texts: [RejectionCode: String] = [
        .jsonSyntax: "不符合 JSON 语法 (RFC 8259)",
        .jsonEncoding: "不是合法的 UTF-8",
        .jsonDuplicateKey: "同一对象内键重复",
        .jsonTooDeep: "嵌套超过 64 层",
        .jsonNumberTooLong: "数字过长",
        .recordNotObject: "记录不是 JSON 对象",
        .contractNotValid: "所指版本的数据规范在接收之日不再或尚未接受",
        .fieldUnknown: "数据规范中没有此字段",
        .fieldMissing: "缺少必填字段",
        .fieldType: "字段的 JSON 类型不符",
        .fieldLength: "长度不符",
        .fieldNumber: "不是符合规定位数的十进制数",
        .fieldDate: "不是存在的日期或时间",
        .fieldCode: "不在代码表内",
        .fieldIdentifier: "标识码结构或校验位不符",
        .fieldPlaceholder: "填写的是占位符，视为未填(警告)",
        .fieldTruncated: "恰为 65535 个字符或字节，可能已被截断(警告)",
        .fieldText: "含有控制字符、零宽字符或书写方向控制符(警告)",
        .codeListAbsent: "代码表内容未知，无法核对(警告)",
        .ruleRequired: "在此条件下必填",
        .ruleForbidden: "字段组合不允许",
        .ruleComparison: "两字段的先后或大小关系不符",
        .rulePrefix: "编号不以上级编号开头",
        .ruleClock: "两个日期之间的期限不符",
        .ruleAmount: "金额超过合理上限",
        .bodyMismatch: "报文与签名属性不一致",
        .approverSignatureInvalid: "行政监管事项的审批人电子签名不成立",
        .bodyForbidden: "删除操作不得带有内容",
    ]
}
