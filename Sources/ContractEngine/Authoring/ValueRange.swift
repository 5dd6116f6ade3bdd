/// What a column 值域 says of the values of a field.
enum ValueRange {
    /// Nothing, or nothing that a contract could check.
    case free
    /// Codes written out in the cell.
    case values([CodeListDefinition.Value])
    /// A code list by its id.
    case list(String)
    /// An identifier rule.
    case check(IdentifierKind)

    private static let checks: [(words: [String], kind: IdentifierKind)] = [
        (["统一社会信用代码", "GB32100"], .uscc), (["组织机构代码", "GB11714"], .organisationCode),
        (["行政区划", "行政区域代码", "GB/T2260", "GBT2260"], .region), (["GB11643", "公民身份号码"], .identityNumber),
        (["GB/T12406", "货币代码"], .currency), (["GB/T4754", "国民经济行业"], .industry),
        (["统一交易标识码"], .unifiedDealCode),
    ]

    /// Reads `text`; `lists` are the ids of the code lists that the edition has.
    init(_ text: String, lists: Set<String>) {
        let plain = PlainText.normalised(text)
        if let values = ValueRange.codes(text) {
            self = .values(values)
        } else if let list = ValueRange.list(plain, lists) {
            self = .list(list)
        } else if let check = ValueRange.checks.first(where: { $0.words.contains(where: plain.contains) }) {
            self = .check(check.kind)
        } else {
            self = .free
        }
    }

    /// An id that stands in the text as a word of its own, the longest one.
    private static func list(_ plain: String, _ lists: Set<String>) -> String? {
        let words = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }.map(String.init)
        return words.filter(lists.contains).max { $0.count < $1.count }
    }

    /// Codes such as `1-公开招标；2-邀请招标` or `0：否,1：是`; nil when a part is no code with a title.
    private static func codes(_ text: String) -> [CodeListDefinition.Value]? {
        let parts = text.split { "；;，,、\n\r|".contains($0) }.map { String($0).trimmed }.filter { !$0.isEmpty }
        guard parts.count > 1 else { return nil }
        var values: [CodeListDefinition.Value] = []
        for part in parts {
            guard let mark = part.firstIndex(where: { "-－—:：=＝.．、 ".contains($0) }) else { return nil }
            let code = PlainText.normalised(String(part[..<mark]))
            let title = String(part[part.index(after: mark)...]).trimmed
            guard !title.isEmpty, !code.isEmpty, code.utf8.count <= 12,
                code.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }),
                !values.contains(where: { $0.code == code })
            else { return nil }
            values.append(CodeListDefinition.Value(code: code, title: title))
        }
        return values
    }
}
