/// The form each attribute value must have (docs/specs/envelope.md §2).
enum AttributeForm {
    /// What is wrong with `text` as the value of `name`; nil when it is well formed.
    static func fault(in text: String, of name: AttributeName) -> AttributeFault? {
        switch name {
        case .specversion:
            return text == "1.0" ? nil : .form(zh: "须为 1.0", en: "must be 1.0")
        case .time, .releasetime:
            return Instant(rfc3339: text) == nil
                ? .form(zh: "须为 RFC 3339 日期时间", en: "must be an RFC 3339 date-time") : nil
        case .source:
            return isPlatformSource(text)
                ? nil
                : .form(
                    zh: "须为 /platforms/ 加 18 位平台代码",
                    en: "must be /platforms/ and an 18-character platform code"
                )
        case .type:
            return isDataSetType(text)
                ? nil : .form(zh: "须为 cn.ggzy. 加数据集名称", en: "must be cn.ggzy. and the wire name of a data set")
        case .contenttype:
            return ContentForm(mediaType: text) == nil ? .unsupportedContentType : nil
        case .datakey:
            return isAlphanumeric(text.utf8, count: 22...22)
                ? nil : .form(zh: "须为 22 位字母或数字", en: "must be 22 letters or digits")
        case .operation:
            return RecordOperation(rawValue: text) == nil
                ? .form(zh: "须为 add、change 或 delete", en: "must be add, change or delete") : nil
        case .sector:
            return isAlphanumeric(text.utf8, count: 3...3)
                ? nil : .form(zh: "须为 3 位交易分类代码", en: "must be a transaction class of 3 characters")
        case .region:
            return text.utf8.count == 6 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
                ? nil : .form(zh: "须为 6 位行政区划代码", en: "must be a region code of 6 digits")
        case .opentype:
            return ["0", "1", "2"].contains(text)
                ? nil : .form(zh: "须为 0、1 或 2", en: "must be 0, 1 or 2")
        case .classification:
            return ["none", "national-security"].contains(text)
                ? nil : .form(zh: "须为 none 或 national-security", en: "must be none or national-security")
        case .encryptedfor:
            return isSlug(text)
                ? nil
                : .form(zh: "须为接收平台的登记编号", en: "must be the registry id of the receiving platform")
        case .id, .subject, .dataschema, .partitionkey, .corrects, .supervisedept:
            return nil
        }
    }

    private static func isPlatformSource(_ text: String) -> Bool {
        let prefix = "/platforms/"
        return text.hasPrefix(prefix) && isAlphanumeric(text.utf8.dropFirst(prefix.utf8.count), count: 18...18)
    }

    private static func isDataSetType(_ text: String) -> Bool {
        let prefix = "cn.ggzy."
        guard text.hasPrefix(prefix) else { return false }
        let name = text.utf8.dropFirst(prefix.utf8.count)
        return !name.isEmpty && name.count <= 64 && name.allSatisfy { isLetterOrDigit($0) || $0 == 0x5f }
    }

    /// `[a-z0-9-]{1,40}`, as the registry has it.
    private static func isSlug(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d }
    }

    private static func isAlphanumeric(_ text: some Collection<UInt8>, count: ClosedRange<Int>) -> Bool {
        count.contains(text.count) && text.allSatisfy(isLetterOrDigit)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
